"""Use case: who signed a list in a file, by what the office believes or by a root alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.regulation_lists import ListFacts
from ktgs_desktop.domain.trust_roots import RootFile, root_fingerprint
from ktgs_desktop.errors import PackageError
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import beliefs, kept_lists
from ktgs_desktop.services.workspace import system_clock
from ktgs_desktop.sync import statement_file
from ktgs_desktop.sync.regulation_list_file import MAX_FILE_BYTES
from ktgs_desktop.trust import root_updates
from ktgs_desktop.trust.regulation_signers import ListSigner
from ktgs_desktop.trust.statements import StatementKind
from ktgs_desktop.trust.trust_store import TrustStore

__all__ = ["ListSigner", "ListVerdict", "verify", "verify_alone"]

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.sync.statement_list import TravellingStatement

ROOT_NOT_COMPARED = "regulations_root_not_compared"
REVOCATIONS_UNKNOWN = "regulations_revocations_unknown"
ORDER_NOT_CHECKED = "regulations_order_not_checked"
CLOCK_NOT_GUARDED = "regulations_clock_not_guarded"


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """A list that enough keys signed.

    Attributes:
        facts: what it says of itself.
        signers: who signed.
        needed: how many signatures it takes.
        root: fingerprint of the root of trust, as the paper decision prints it.
        expired: whether it is out of date.
        warnings: codes of sentences about the root and who signed.
        unchecked: codes of sentences about what was not looked at.
    """

    facts: ListFacts
    signers: tuple[ListSigner, ...]
    needed: int
    root: str
    expired: bool
    warnings: tuple[str, ...]
    unchecked: tuple[str, ...]


def verify(workspace: Workspace, path: Path) -> ListVerdict:
    """Check a list by what the office believes; nothing is installed.

    Args:
        workspace: the workspace.
        path: the file.

    Raises:
        PackageError: why the list is refused.
        UserError: `exchange_not_set_up` if no root of trust was taken.
        StorageError: the file cannot be read.
    """
    data = read_file(path, MAX_FILE_BYTES)
    with workspace.reading() as connection:
        believed = beliefs.trust_in(workspace, connection)
        root = beliefs.statements_of(connection, StatementKind.ROOT)[-1]
    return _verdict(data, believed, root, workspace.today, (ORDER_NOT_CHECKED,))


def verify_alone(path: Path, root: Path, today: date | None = None) -> ListVerdict:
    """Check a list by a root of trust in a file, without any workspace.

    Trust lists and revocation lists in the same file are heard; what cannot be looked at so is
    said in `ListVerdict.unchecked`.

    Args:
        path: the file.
        root: the file with the root.
        today: the day; None for the computer's.

    Raises:
        PackageError: `root_missing`, why the root or the list is refused.
        StorageError: a file cannot be read.
    """
    found = statement_file.decode_file(read_file(root, statement_file.MAX_FILE_BYTES))
    newest = _newest_root(found, root)
    day = today or system_clock().date()
    lists = tuple(_of(found, StatementKind.TRUST_LIST))
    crls = tuple(one.body for one in found if one.kind == beliefs.REVOCATIONS)
    taken = root_updates.first_root(newest, fingerprint=root_fingerprint(newest.body))
    believed = TrustStore(taken, lists=lists, crls=crls, today=day)
    unchecked = [ROOT_NOT_COMPARED, ORDER_NOT_CHECKED, CLOCK_NOT_GUARDED]
    if not lists:
        unchecked.append(REVOCATIONS_UNKNOWN)
    data = read_file(path, MAX_FILE_BYTES)
    return _verdict(data, believed, newest, day, tuple(unchecked))


def _of(found: tuple[TravellingStatement, ...], kind: str) -> list[Statement]:
    return [Statement(one.body, one.signatures) for one in found if one.kind == kind]


def _newest_root(found: tuple[TravellingStatement, ...], path: Path) -> Statement:
    roots = _of(found, StatementKind.ROOT)
    if not roots:
        raise PackageError("root_missing", name=path.name)
    return max(roots, key=lambda one: RootFile.from_bytes(one.body).version)


def _verdict(
    data: bytes, believed: TrustStore, root: Statement, today: date, unchecked: tuple[str, ...]
) -> ListVerdict:
    judged = kept_lists.judge(believed, data)
    return ListVerdict(
        facts=judged.facts,
        signers=judged.approval.signers,
        needed=judged.approval.needed,
        root=root_fingerprint(root.body),
        expired=judged.contents.expired(today),
        warnings=judged.approval.warnings,
        unchecked=unchecked,
    )
