"""Use cases of safety: check, copies, restoring, moving an old file to a new program."""

from __future__ import annotations

import contextlib
import glob
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from ktgs_desktop.domain import incoming, number_series
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import file_copies
from ktgs_desktop.services.workspace import (
    SUFFIX,
    Clock,
    Files,
    Workspace,
    files_of,
    open_workspace,
    system_clock,
)
from ktgs_desktop.store import paper_queries, queries, records, replay

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader

_KEPT_COPIES = 14


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of the workspace found.

    Attributes:
        file_faults: what the engine finds wrong with the file.
        journal_faults: where chain, rows or words differ from the journal.
        attachment_faults: digests of files that are missing or damaged.
        changes: changes replayed.
        records: records compared.
        conflicts: records with more than one present version.
        doubles: numbers of papers that more than one paper has.
    """

    file_faults: tuple[str, ...]
    journal_faults: tuple[str, ...]
    attachment_faults: tuple[str, ...]
    changes: int
    records: int
    conflicts: int
    doubles: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.file_faults or self.journal_faults or self.attachment_faults)


def check(workspace: Workspace, progress: Progress | None = None) -> CheckReport:
    """Check the file, replay the journal and compare all rows, read every attached file.

    Args:
        workspace: the workspace.
        progress: is told how far it is.

    Raises:
        Cancelled: the user asked to stop.
    """
    steps = progress or Progress()
    file_faults = workspace.store.faults()
    with workspace.reading() as connection:
        found = replay.check(connection, steps)
        digests = queries.file_digests(connection)
        doubles = _doubles(connection)
    bad = []
    for place, digest in enumerate(digests):
        steps.step(place, len(digests))
        try:
            workspace.attachments.get(digest)
        except StorageError as error:
            bad.append(f"{error.code} {digest[:16]}")
    return CheckReport(
        file_faults=tuple(file_faults),
        journal_faults=tuple(found.faults),
        attachment_faults=tuple(bad),
        changes=found.changes,
        records=found.records,
        conflicts=found.conflicts,
        doubles=doubles,
    )


def _doubles(connection: Reader) -> tuple[str, ...]:
    """Numbers given twice, each once, as printed."""
    out, came = paper_queries.double_numbers(connection)
    outgoing = number_series.doubles(records.get_many(connection, Document, out))
    received = incoming.doubles(records.get_many(connection, IncomingDocument, came))
    return (
        *(one.papers[0].symbol for one in outgoing),
        *(f"{papers[0].number}/{papers[0].year}" for papers in received),
    )


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a workspace.

    Attributes:
        path: its database file; its keys and files stand beside it.
        made_at: when it was made.
        size: bytes of the database.
    """

    path: Path
    made_at: datetime
    size: int


def back_up(workspace: Workspace, folder: Path | None = None) -> Copy:
    """Copy the workspace, encrypted as it is, and open the copy to see whether it is sound.

    The copy is made and opened in the workspace's own folder of copies. One for another place (a
    USB stick, on which no database may be opened) is carried there afterwards, with the files of
    papers, and read back.

    Args:
        workspace: the workspace.
        folder: where to put it; None for the workspace's own folder of copies.

    Raises:
        StorageError: `disk_full`, `disk_error`, `copy_damaged`.
    """
    made, moment = _free_name(workspace.files, workspace.clock())
    home = made.database.parent
    with contextlib.ExitStack() as undo:
        undo.callback(file_copies.remove, made)
        try:
            home.mkdir(parents=True, exist_ok=True)
            workspace.store.copy_to(made.database)
            file_copies.copy_file(workspace.files.keys, made.keys)
        except OSError as error:
            raise place_error(error, home) from error
        file_copies.verify(workspace, made)
        undo.pop_all()
    if folder is not None:
        made = file_copies.carry(made, workspace.files.attachments, folder)
    _rotate(workspace.files)
    return Copy(made.database, moment, made.database.stat().st_size)


def _free_name(files: Files, moment: datetime) -> tuple[Files, datetime]:
    """Where a copy goes: copies are named by the second, and no two may share one."""
    while True:
        name = f"{files.database.stem}-{moment:%Y%m%d-%H%M%S}"
        made = Files(files.backups / f"{name}{SUFFIX}")
        if not made.database.exists():
            return made, moment
        moment += timedelta(seconds=1)


def _rotate(files: Files) -> None:
    for old in copies(files.database)[_KEPT_COPIES:]:
        file_copies.remove(Files(old.path))


def copies(path: Path) -> list[Copy]:
    """Copies in a workspace's own folder, the latest first.

    Args:
        path: the workspace's database file.
    """
    files = files_of(path)
    found = []
    for copy in files.backups.glob(f"{glob.escape(files.database.stem)}-*{SUFFIX}"):
        with contextlib.suppress(ValueError):
            stamp = datetime.strptime(copy.stem[-15:], "%Y%m%d-%H%M%S").astimezone()
            found.append(Copy(copy, stamp, copy.stat().st_size))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def file_version(workspace: Workspace) -> int:
    """Number of the file's format: of the last migration step applied.

    Args:
        workspace: the workspace.
    """
    return workspace.store.version


def restore(
    path: Path, copy: Path, *, login: str, password: str, clock: Clock = system_clock
) -> Path:
    """Put a copy in the place of a workspace; the replaced one is kept beside it.

    The copy is brought beside the workspace and opened there first, so that it may come from a
    USB stick, and nothing is moved before it is known to be sound.

    Args:
        path: the workspace's database file.
        copy: the copy's database file.
        login: login name of a user of the copy.
        password: that user's password, to see that the copy opens before anything is moved.
        clock: gives the time.

    Returns:
        Where the replaced database was put (`NAME-replaced`, `NAME-replaced-2`, …); the same path
        if there was none.

    Raises:
        UserError: `password_wrong`, `password_wait`, `copy_is_workspace`.
        StorageError: the copy is missing, damaged or too new; the workspace is open elsewhere.
    """
    files, source = files_of(path), files_of(copy)
    if files.database.resolve() == source.database.resolve():
        raise UserError("copy_is_workspace")
    for file, code in ((source.database, "file_missing"), (source.keys, "keys_missing")):
        if not file.exists():
            raise StorageError(code, path=str(file))
    staged = Files(files.database.with_name(f"{files.database.stem}-restoring{SUFFIX}"))
    try:
        files.database.parent.mkdir(parents=True, exist_ok=True)
        with _closed_to_others(files):
            file_copies.remove(staged)
            file_copies.copy_file(source.database, staged.database)
            file_copies.copy_file(source.keys, staged.keys)
            _try_opening(staged, source, login=login, password=password, clock=clock)
            return _exchange(files, staged, source)
    except OSError as error:
        raise place_error(error, files.database) from error
    finally:
        file_copies.remove(staged)
        for ending in (".lock", ".holder"):
            staged.database.with_suffix(ending).unlink(missing_ok=True)


@contextlib.contextmanager
def _closed_to_others(files: Files) -> Iterator[None]:
    """Refuse a workspace that is open anywhere, and keep it closed meanwhile."""
    lock = filelock.FileLock(str(files.database.with_suffix(".lock")))
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise StorageError("workspace_open", path=str(files.database)) from error
    try:
        yield
    finally:
        lock.release()


def _try_opening(staged: Files, source: Files, *, login: str, password: str, clock: Clock) -> None:
    try:
        opened = open_workspace(staged.database, login=login, password=password, clock=clock)
        try:
            faults = opened.store.faults()
        finally:
            opened.close()
    except StorageError as error:
        where = {"path": str(source.database)} if "path" in error.params else {}
        code = "copy_unsound" if error.code == "file_damaged" else error.code
        raise StorageError(code, **(error.params | where)) from error
    if faults:
        raise StorageError("copy_unsound", path=str(source.database))


def _exchange(files: Files, staged: Files, source: Files) -> Path:
    if source.attachments.is_dir():
        shutil.copytree(source.attachments, files.attachments, dirs_exist_ok=True)
    # What a killed program left in the log belongs to the old database; beside the copy it would
    # be played into it.
    old = [path for path in (*file_copies.database_files(files), files.keys) if path.exists()]
    there, kept = files.database.exists(), _set_aside(files)
    moves = [(path, kept.database.with_name(_renamed(path, files, kept))) for path in old]
    moves += [(staged.keys, files.keys), (staged.database, files.database)]
    with contextlib.ExitStack() as undo:
        for path, place in moves:
            path.replace(place)
            undo.callback(place.replace, path)
        undo.pop_all()
    return kept.database if there else files.database


def _set_aside(files: Files) -> Files:
    """Where the replaced workspace is kept; one that was set aside before is never lost."""
    stem = f"{files.database.stem}-replaced"
    number = 1
    while True:
        ending = f"-{number}" if number > 1 else ""
        kept = Files(files.database.with_name(f"{stem}{ending}{SUFFIX}"))
        if not (kept.database.exists() or kept.keys.exists()):
            return kept
        number += 1


def _renamed(path: Path, files: Files, kept: Files) -> str:
    return kept.database.stem + path.name.removeprefix(files.database.stem)
