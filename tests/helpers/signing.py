"""Papers signed behind the window's back, and files whose signatures are no longer good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.services import anchors, papers, signing
from ktgs_desktop.trust import training
from tests.helpers.certificates import VALIDITY, the_authority

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.trust.certificates import SigningIdentity


def trust_the_authority(workspace: Workspace) -> None:
    """Let the office trust the authority of this run."""
    authority = the_authority()
    for data in (authority.certificate, training.revocation_list(authority, VALIDITY)):
        anchors.trust(workspace, data, "training")


def tampered(signed: bytes) -> bytes:
    """A signed file of which one bit of a page was changed afterwards."""
    data = bytearray(signed)
    data[data.index(b"stream", data.index(b"/Type /Page")) + 40] ^= 1
    return bytes(data)


def sign_behind(workspace: Workspace, paper: UUID, identity: SigningIdentity) -> bytes:
    """Sign a paper of the register; the signed file."""
    printed = papers.file_of_document(workspace, paper)
    assert printed.signature_place is not None
    request = signing.SignatureRequest(printed.data, printed.name, printed.signature_place)
    signing.sign_document(workspace, paper, request, identity, other_signer=True)
    return papers.file_of_document(workspace, paper).data
