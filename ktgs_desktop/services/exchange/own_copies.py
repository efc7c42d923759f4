"""Use cases: copies of the office's file for its other computers, and the work they bring.

The hub makes a copy; an officer works on it and brings its changes back by stick. Only the hub
gives paper numbers and sends to other offices (`services/hub.py`).
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import desks as rules
from ktgs_desktop.domain.arrivals import ArrivingRecord, Effect
from ktgs_desktop.domain.desks import Desk, Role
from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.services import file_copies, permissions
from ktgs_desktop.services.exchange.own_branches import describe, take_branch
from ktgs_desktop.services.workspace import SUFFIX, Files, Workspace, new_id
from ktgs_desktop.store import desks as kept
from ktgs_desktop.store import own_merge, package_log, queries, records
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.store.database import Store

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.store.database import Reader

_STEPS = 3


@dataclass(frozen=True, slots=True)
class OwnDesks:
    """The office's computers, as this file knows them.

    Attributes:
        role: what this file is.
        own: the computer this copy is for, None in the hub.
        desks: the computers copies were made for.
    """

    role: Role
    own: UUID | None
    desks: tuple[Desk, ...]

    def name_of(self, desk: UUID | None) -> str:
        """Name of a computer, empty for the hub.

        Args:
            desk: the computer, None for the hub.
        """
        return next((one.name for one in self.desks if one.id == desk), "" if desk is None else "?")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Work of this computer that another one lacks.

    Attributes:
        base: heads the other one has, of those known here.
        heads: heads here.
        changes: the bytes of the changes, predecessors first.
        files: digests of the files the changes name that are here.
        missing: digests of those that are not here either.
    """

    base: tuple[bytes, ...]
    heads: tuple[bytes, ...]
    changes: tuple[bytes, ...]
    files: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BranchReport:
    """What another computer's work brings.

    Attributes:
        new: changes that were not here.
        known: changes that were.
        effects: how many records, by kind and by what becomes of them.
        records: some of them one by one, conflicts first.
        missing: digests of files of papers that are not here yet.
    """

    new: int
    known: int
    effects: Counter[tuple[str, str]]
    records: tuple[ArrivingRecord, ...]
    missing: tuple[str, ...]

    @property
    def conflicts(self) -> int:
        """How many records have two versions."""
        return sum(n for (_kind, effect), n in self.effects.items() if effect == Effect.CONFLICT)


# Copies ---------------------------------------------------------------------------------------


def desks(workspace: Workspace) -> OwnDesks:
    """The office's computers, and which one this file is for.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        own = kept.own(connection)
        found = records.get_all(connection, Desk)
    role = Role.HUB if own is None else Role.COPY
    return OwnDesks(role, own, tuple(sorted(found, key=lambda one: (fold(one.name), one.id))))


def make(workspace: Workspace, folder: Path, name: str, progress: Progress | None = None) -> Path:
    """Make a copy of the file with its keys and attachments for another computer.

    It is made on this computer's disk, opened there, carried to the folder and read back. The
    copy knows that it is one, and has none of the keys by which other offices know this one.

    Args:
        workspace: the workspace, the hub's.
        folder: where to, e.g. on a stick.
        name: what people call the other computer.
        progress: told how far it is.

    Returns:
        The copy's database file.

    Raises:
        UserError: `hub_makes_copies`, `name_missing`, `too_long`, `desk_name_taken`.
        StorageError: `folder_missing`, `file_exists`, `copy_damaged`, `disk_full`, `disk_error`.
        Cancelled: the user asked to stop.
    """
    name = nfc(name)
    if not folder.is_dir():
        raise StorageError("folder_missing", path=str(folder))
    desk = Desk(workspace.office.unit, new_id(), name, workspace.today)
    with workspace.writing("make_own_copy", name) as writer:
        if kept.own(writer.connection) is not None:
            raise UserError("hub_makes_copies")
        rules.check_name(name, records.get_all(writer.connection, Desk))
        writer.put(desk)
    with contextlib.ExitStack() as undo:
        undo.callback(_forget, workspace, desk)
        made = _made(workspace, desk, folder, progress)
        undo.pop_all()
    return made.database


def _forget(workspace: Workspace, desk: Desk) -> None:
    """The copy was not made: there is no such computer."""
    with workspace.writing("make_own_copy", desk.name) as writer:
        writer.void(desk, "not made")


def _made(workspace: Workspace, desk: Desk, folder: Path, progress: Progress | None) -> Files:
    staged = Files(workspace.files.backups / f"{_file_name(workspace, desk)}{SUFFIX}")
    try:
        staged.database.parent.mkdir(parents=True, exist_ok=True)
        file_copies.remove(staged)
        _step(progress, 0)
        workspace.store.copy_to(staged.database)
        file_copies.copy_file(workspace.files.keys, staged.keys)
        _step(progress, 1)
        file_copies.verify(workspace, staged)
        _name_it(workspace, staged, desk.id)
        _step(progress, 2)
        return file_copies.carry(staged, workspace.files.attachments, folder)
    except OSError as error:
        raise place_error(error, folder) from error
    finally:
        file_copies.remove(staged)
        file_copies.remove_locks(staged)


def _step(progress: Progress | None, done: int) -> None:
    if progress is not None:
        progress.step(done, _STEPS)


def _file_name(workspace: Workspace, desk: Desk) -> str:
    """Name of the copy's file: plain letters, so that every stick can hold it."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in fold(desk.name))
    return f"{workspace.files.database.stem}-{plain.strip('-')[:40] or desk.id.hex[:8]}"


def _name_it(workspace: Workspace, staged: Files, desk: UUID) -> None:
    copy = Store(staged.database, workspace.keys.database)
    try:
        with copy.local_writing() as connection:
            kept.set_own(connection, desk)
            package_log.forget_keys(connection)
        copy.settle()
    finally:
        copy.close()


def take_over(workspace: Workspace) -> None:
    """Let this copy be the hub, because the hub's computer is lost; there must be one only.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `is_hub`.
    """
    permissions.check(workspace.user, "make_own_copy")
    with workspace.store.local_writing() as connection:
        if kept.own(connection) is None:
            raise UserError("is_hub")
        kept.set_own(connection, None)
    changes = Changes("make_own_copy")
    changes.ids["desk"].add(workspace.office.id)
    workspace.tell(changes)


# Work between them ----------------------------------------------------------------------------


def outgoing(workspace: Workspace, known: Iterable[bytes] = ()) -> Outgoing:
    """The work that another of the office's computers lacks.

    Args:
        workspace: the workspace.
        known: heads the other computer said it has; none for everything.
    """
    said = tuple(known)
    with workspace.reading() as connection:
        heads = tuple(own_merge.heads(connection))
        changes = tuple(own_merge.after(connection, said))
        base = tuple(name for name in said if own_merge.knows(connection, name))
    here = set(workspace.attachments.all())
    wanted = _files_of(changes)
    return Outgoing(
        base=base,
        heads=heads,
        changes=changes,
        files=tuple(digest for digest in wanted if digest in here),
        missing=tuple(digest for digest in wanted if digest not in here),
    )


def _files_of(changes: Iterable[bytes]) -> list[str]:
    found: dict[str, None] = {}
    for raw in changes:
        found.update(dict.fromkeys(_digests(dict(named(raw).change.document))))
    return list(found)


def _digests(value: Json) -> Iterator[str]:
    """Digests of files in a record, however deep they stand."""
    if isinstance(value, list):
        for part in value:
            yield from _digests(part)
    elif isinstance(value, dict):
        digest = value.get("digest")
        if isinstance(digest, str):
            yield digest
        for part in value.values():
            yield from _digests(part)


class _OnlyLookedError(Exception):
    """Takes back what a look did."""


def preview(workspace: Workspace, arriving: Iterable[bytes]) -> BranchReport:
    """What another computer's work would bring; nothing is changed.

    Args:
        workspace: the workspace.
        arriving: its changes' bytes, in any order.

    Raises:
        PackageError: as `own_merge.merge`.
    """
    found: list[BranchReport] = []
    try:
        with workspace.store.local_writing() as connection:
            found.append(_taken(workspace, connection, arriving, "")[0])
            raise _OnlyLookedError  # noqa: TRY301 - rolls the transaction back
    except _OnlyLookedError:
        pass
    return found[0]


def take(workspace: Workspace, arriving: Iterable[bytes], subject: str) -> BranchReport:
    """Take another computer's work in, in one step.

    Args:
        workspace: the workspace.
        arriving: its changes' bytes, in any order.
        subject: what it is from, for the history.

    Raises:
        PackageError: as `own_merge.merge`; then nothing is changed.
    """
    with workspace.store.local_writing() as connection:
        report, changes = _taken(workspace, connection, arriving, subject)
    if changes.count():
        workspace.tell(changes)
    return report


def _taken(
    workspace: Workspace, connection: Reader, arriving: Iterable[bytes], subject: str
) -> tuple[BranchReport, Changes]:
    branch = take_branch(workspace, connection, arriving, subject)
    effects: Counter[tuple[str, str]] = Counter()
    listed: list[ArrivingRecord] = []
    describe(connection, workspace.office.unit, branch, (effects, listed))
    listed.sort(key=lambda one: (one.effect != Effect.CONFLICT, one.entity, one.label))
    changes = Changes("merge_own_copy")
    for kind, ids in branch.touched.items():
        changes.ids[kind].update(ids)
    missing = _missing(workspace, connection)
    report = BranchReport(len(branch.new), branch.known, effects, tuple(listed), missing)
    return report, changes


def missing_files(workspace: Workspace) -> tuple[str, ...]:
    """Digests of files that papers name and that are not here: another computer has them.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return _missing(workspace, connection)


def _missing(workspace: Workspace, connection: Reader) -> tuple[str, ...]:
    here = set(workspace.attachments.all())
    return tuple(one for one in queries.file_digests(connection) if one not in here)
