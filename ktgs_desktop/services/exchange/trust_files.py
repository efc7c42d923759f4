"""Use cases: roots, lists and revocation lists that come in by file or go out to other offices."""

from __future__ import annotations

import base64
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.confirmations import Confirmation, ConfirmedKind
from ktgs_desktop.domain.packages import PackageKind, Statement
from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.domain.trust_roots import RootFile, root_fingerprint
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import files, hearing, keys, packing
from ktgs_desktop.services.exchange.own_keys import TRUST, write_file
from ktgs_desktop.services.exchange.trust_statements import lacking, listed
from ktgs_desktop.services.second_person import confirmed_by
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.sync.statement_file import MAX_FILE_BYTES, decode_file, encode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust import certificates
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import OfficeUser
    from ktgs_desktop.domain.package_log import SentPackage
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.trust.certificates import SigningIdentity

FILE_ENDING = ".ktgstc"
"""Of a file with statements of trust (tin cậy), which an office takes before it has any keys."""


# Coming in ------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class OfferedRoot:
    """A root of trust in a file; nobody has compared it with the paper decision yet.

    Attributes:
        root: what it says.
        statement: as signed.
        fingerprint: 16 groups of four.
    """

    root: RootFile
    statement: Statement
    fingerprint: str


def look_at_root(path: Path) -> OfferedRoot:
    """The root of trust in a file; nothing is taken.

    Args:
        path: the file.

    Raises:
        PackageError: `root_missing`, `statements_malformed`, `root_malformed`.
        StorageError: the file cannot be read.
    """
    found = [
        Statement(one.body, one.signatures)
        for one in decode_file(read_file(path, MAX_FILE_BYTES))
        if one.kind == StatementKind.ROOT
    ]
    if not found:
        raise PackageError("root_missing", name=path.name)
    newest = max(found, key=lambda one: RootFile.from_bytes(one.body).version)
    return OfferedRoot(RootFile.from_bytes(newest.body), newest, root_fingerprint(newest.body))


@dataclasses.dataclass(frozen=True, slots=True)
class Second:
    """The other person who takes a root together with the user.

    Attributes:
        login: login name.
        password: password.
    """

    login: str
    password: str = dataclasses.field(repr=False)


def take_root(
    workspace: Workspace, path: Path, fingerprint: str, second: Second | None = None
) -> RootFile:
    """Take the first root of trust, whose fingerprint was typed from the paper decision.

    A real root is taken by two people, whom the history names; one for training by anybody.

    Args:
        workspace: the workspace.
        path: the file.
        fingerprint: what was typed.
        second: the other person, None for a root for training.

    Raises:
        UserError: `root_known`, `second_person_missing`, `second_person_same`, `password_wrong`,
            `password_wait`, `user_inactive`.
        PackageError: `root_fingerprint_other`, as `look_at_root`, or what is wrong with the root.
        StorageError: the file cannot be read.
    """
    permissions.check(workspace.user, "take_trust")
    offered = look_at_root(path)
    if keys.root(workspace) is not None:
        raise UserError("root_known")
    hearing.check_first(offered.statement, fingerprint=fingerprint)
    other = None if offered.root.training else _other(workspace, second)
    taken = hearing.take_root(workspace, offered.statement, fingerprint=fingerprint)
    if other is not None:
        _note(workspace, offered, other)
    _tell(workspace)
    return taken


def _other(workspace: Workspace, second: Second | None) -> OfficeUser:
    if second is None:
        raise UserError("second_person_missing")
    return confirmed_by(workspace, second.login, second.password)


def _note(workspace: Workspace, offered: OfferedRoot, other: OfficeUser) -> None:
    """The history names both, and what they took."""
    subject = f"{offered.root.name}, {offered.fingerprint[:19]} …: {other.full_name}"
    with workspace.writing("confirm_root", subject) as writer:
        writer.put(
            Confirmation(
                owner=workspace.office.unit,
                id=new_id(),
                kind=str(ConfirmedKind.ROOT),
                subject=f"{offered.root.name} · {offered.fingerprint}",
                first=workspace.user.id,
                second=other.id,
                on=workspace.today,
            )
        )


def take(workspace: Workspace, path: Path) -> int:
    """Take in a file with statements of trust, or a revocation list of an authority alone.

    Args:
        workspace: the workspace.
        path: what a superior saved (`.ktgstc`), or a revocation list (`.crl`, PEM or DER).

    Returns:
        How many statements were new.

    Raises:
        UserError: `root_first` if no root was taken yet.
        PackageError: why one of them is refused; then none counts.
        StorageError: the file cannot be read.
    """
    permissions.check(workspace.user, "take_trust")
    data = read_file(path, MAX_FILE_BYTES)
    arriving = decode_file(data) if data.lstrip()[:1] == b"{" else _revocations(data)
    if keys.root(workspace) is None:
        raise UserError("root_first")
    known = [one for one in arriving if one.kind != StatementKind.KEY_REQUEST]
    if not known:
        raise PackageError("trust_answer_missing", name=path.name)
    with workspace.store.local_writing() as connection:
        fresh = hearing.hear(workspace, connection, known)
    if fresh:
        _tell(workspace)
    return fresh


def _revocations(data: bytes) -> list[TravellingStatement]:
    found = certificates.read_anchors(data)
    if any(one.kind != AnchorKind.REVOCATIONS for one in found):
        raise PackageError("authority_in_root_only", subject=found[0].subject)
    return [TravellingStatement(keys.REVOCATIONS, base64.b64decode(one.content)) for one in found]


def _tell(workspace: Workspace) -> None:
    changes = Changes("take_trust")
    changes.ids[TRUST].add(workspace.office.unit)
    workspace.tell(changes)


# Going out ------------------------------------------------------------------------------------


def save(workspace: Workspace, unit: UUID, folder: Path) -> Path:
    """Write what a unit needs to believe, as a file for an office that cannot read packages yet.

    Nothing in it is secret: it holds public keys and signatures alone.

    Args:
        workspace: the workspace.
        unit: the unit it is for.
        folder: the folder on the stick.

    Returns:
        The file.

    Raises:
        UserError: `exchange_not_set_up`.
        StorageError: the folder is not there, or full.
    """
    permissions.check(workspace.user, "send_package")
    with workspace.reading() as connection:
        found = listed(workspace, connection, unit)
        believed = keys.trust_in(workspace, connection)
    try:
        code = believed.entry(unit).code
    except PackageError:
        code = unit.hex[:8]
    day = workspace.today.strftime("%Y%m%d")
    plain = "".join(sign for sign in code if sign.isascii() and sign.isalnum()) or unit.hex[:8]
    path = folder / f"{files.code_of(workspace)}-{day}-{plain}{FILE_ENDING}"
    write_file(path, encode_file(found))
    return path


def send(
    workspace: Workspace,
    unit: UUID,
    folder: Path,
    identity: SigningIdentity | None = None,
    progress: Progress | None = None,
) -> SentPackage:
    """Write a trust package for a unit that has exchanged packages before.

    Args:
        workspace: the workspace.
        unit: the unit it is for, above or below.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.
        progress: told how far it is.

    Raises:
        UserError: `exchange_not_set_up`, `recipient_key_missing`, `certificate_needed`.
        PackageError: what trust, packing and the stick refuse.
    """
    permissions.check(workspace.user, "send_package")
    with workspace.reading() as connection:
        statements = lacking(workspace, connection, unit) or listed(workspace, connection, unit)
    draft = packing.Draft(PackageKind.TRUST, unit, statements=tuple(statements))
    made = packing.write(workspace, draft, identity, progress)
    return packing.carry(workspace, made.id, folder, progress)
