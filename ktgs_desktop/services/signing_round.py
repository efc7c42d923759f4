"""Use case: sign several papers with one PIN entry; what fails is named, the rest goes on.

It stands above the use cases it puts together: making a paper's file, and signing one paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import Document, FileRole, layout_rule
from ktgs_desktop.errors import Cancelled, KtgsError, UserError
from ktgs_desktop.services import papers, signing
from ktgs_desktop.services.signing import KeySource, SignatureRequest

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.trust.certificates import SigningIdentity

# The token itself fails: no further paper can be signed with it.
_ENDS_ALL = ("token_removed", "token_failed", "token_without_key", "disk_full")


@dataclass(frozen=True, slots=True)
class Failure:
    """A paper that was not signed.

    Attributes:
        document: the paper.
        symbol: its number and symbol.
        error: why.
    """

    document: UUID
    symbol: str
    error: KtgsError


@dataclass(frozen=True, slots=True)
class Round:
    """What came of signing several papers.

    Attributes:
        signed: the papers with their signed files.
        failed: those that were not signed, and why.
        left: those not tried, because the user stopped or the token failed.
    """

    signed: tuple[Document, ...]
    failed: tuple[Failure, ...]
    left: tuple[UUID, ...] = ()


def request_of(
    workspace: Workspace, document: UUID, *, text: bool = True, anew: bool = False
) -> SignatureRequest:
    """What there is to sign of a paper: as printed, or as the former signers left it.

    Args:
        workspace: the workspace.
        document: the paper.
        text: whether signer and time stand in the visible signature beneath the pictures.
        anew: make the paper again, without the signatures it has.

    Raises:
        UserError: `record_gone`, `paper_without_file`; `document_foreign` for a paper signed by
            hand, of which there is only the scan.
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    from ktgs_desktop.papers.layouts import layout_of  # read when a paper is signed

    found = papers.get(workspace, document)
    scan_only = found.latest(FileRole.PDF) is None and found.latest(FileRole.SCAN) is not None
    if scan_only and not anew and found.latest(FileRole.SIGNED_PDF) is None:
        raise UserError("document_foreign", symbol=found.symbol)
    printed = papers.file_of_document(workspace, document, anew=anew)
    return SignatureRequest(
        printed.data,
        printed.name,
        printed.signature_place,
        layout_of(layout_rule(found.issued_on)).spelling,
        further=printed.signed,
        text=text,
    )


def sign_all(
    workspace: Workspace,
    documents: Sequence[UUID],
    source: KeySource,
    progress: Progress,
    *,
    other_signer: bool = False,
    text: bool = True,
) -> Round:
    """Sign papers one after the other with one certificate.

    Args:
        workspace: the workspace.
        documents: the papers.
        source: certificate file or token, with the PIN.
        progress: told which paper is signed; stopping keeps what is signed already.
        other_signer: whether the user has said that another than the printed signers signs.
        text: whether signer and time stand in the visible signatures beneath the pictures.

    Raises:
        KtgsError: as `signing.opened`: nothing was signed.
        Cancelled: the user stopped before the first paper was signed.
    """
    signed: list[Document] = []
    failed: list[Failure] = []
    left: tuple[UUID, ...] = ()
    with signing.opened(source, workspace.clock()) as identity:
        for place, document in enumerate(documents):
            symbol = papers.get(workspace, document).symbol
            try:
                progress.step(place, len(documents), symbol)
                signed.append(
                    _sign(workspace, document, identity, other_signer=other_signer, text=text)
                )
            except Cancelled:
                if not signed:
                    raise
                left = tuple(documents[place:])
                break
            except KtgsError as error:
                failed.append(Failure(document, symbol, error))
                if error.code in _ENDS_ALL:
                    left = tuple(documents[place + 1 :])
                    break
    return Round(tuple(signed), tuple(failed), left)


def _sign(
    workspace: Workspace,
    document: UUID,
    identity: SigningIdentity,
    *,
    other_signer: bool,
    text: bool,
) -> Document:
    request = request_of(workspace, document, text=text)
    return signing.sign_document(workspace, document, request, identity, other_signer=other_signer)
