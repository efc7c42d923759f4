"""Use cases of safety: check, copies, restoring, moving an old file to a new program."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services.workspace import (
    SUFFIX,
    Clock,
    Files,
    Workspace,
    files_of,
    open_workspace,
    system_clock,
)
from ktgs_desktop.store import queries, replay

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
    """

    file_faults: tuple[str, ...]
    journal_faults: tuple[str, ...]
    attachment_faults: tuple[str, ...]
    changes: int
    records: int
    conflicts: int

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

    Args:
        workspace: the workspace.
        folder: where to put it; None for the workspace's own folder of copies.

    Raises:
        StorageError: `disk_full`, `disk_error`, `copy_damaged`.
    """
    now = workspace.clock()
    own = folder is None
    home = workspace.files.backups if folder is None else folder
    name = f"{workspace.files.database.stem}-{now:%Y%m%d-%H%M%S}"
    target = Files(home / f"{name}{SUFFIX}")
    try:
        home.mkdir(parents=True, exist_ok=True)
        workspace.store.copy_to(target.database)
        shutil.copyfile(workspace.files.keys, target.keys)
        if not own and workspace.files.attachments.is_dir():
            shutil.copytree(workspace.files.attachments, target.attachments)
    except OSError as error:
        _remove(target)
        raise StorageError("disk_error", path=str(home)) from error
    _verify(workspace, target)
    if own:
        _rotate(workspace.files)
    return Copy(target.database, now, target.database.stat().st_size)


def _verify(workspace: Workspace, target: Files) -> None:
    from ktgs_desktop.store.database import Store  # kept beside its only use

    copy = Store(target.database, workspace.keys.database)
    try:
        with copy.reading() as theirs, workspace.reading() as ours:
            same = queries.counts(theirs) == queries.counts(ours)
        if not same or copy.faults():
            raise StorageError("copy_damaged", path=str(target.database))
    finally:
        copy.close()
        for ending in (".lock", ".holder"):
            target.database.with_suffix(ending).unlink(missing_ok=True)


def _remove(target: Files) -> None:
    for path in (target.database, target.keys):
        path.unlink(missing_ok=True)
    if target.attachments.is_dir():
        shutil.rmtree(target.attachments)


def _rotate(files: Files) -> None:
    for old in copies(files.database)[_KEPT_COPIES:]:
        _remove(Files(old.path))


def copies(path: Path) -> list[Copy]:
    """Copies in a workspace's own folder, the latest first.

    Args:
        path: the workspace's database file.
    """
    files = files_of(path)
    found = []
    for copy in files.backups.glob(f"{files.database.stem}-*{SUFFIX}"):
        with contextlib.suppress(ValueError):
            stamp = datetime.strptime(copy.stem[-15:], "%Y%m%d-%H%M%S").astimezone()
            found.append(Copy(copy, stamp, copy.stat().st_size))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def restore(
    path: Path, copy: Path, *, login: str, password: str, clock: Clock = system_clock
) -> Path:
    """Put a copy in the place of a workspace; the replaced one is kept beside it.

    Args:
        path: the workspace's database file.
        copy: the copy's database file.
        login: login name of a user of the copy.
        password: that user's password, to see that the copy opens before anything is moved.
        clock: gives the time.

    Returns:
        Where the replaced database was put; the same path if there was none.

    Raises:
        UserError: `password_wrong`, `copy_is_workspace`.
        StorageError: the copy is missing, damaged or too new.
    """
    files, source = files_of(path), files_of(copy)
    if files.database.resolve() == source.database.resolve():
        raise UserError("copy_is_workspace")
    opened = open_workspace(source.database, login=login, password=password, clock=clock)
    try:
        faults = opened.store.faults()
    finally:
        opened.close()
    if faults:
        raise StorageError("file_damaged", path=str(source.database))
    replaced = Files(files.database.with_name(f"{files.database.stem}-replaced{SUFFIX}"))
    try:
        if files.database.exists():
            _remove(replaced)
            shutil.move(files.database, replaced.database)
            shutil.move(files.keys, replaced.keys)
        shutil.copyfile(source.database, files.database)
        shutil.copyfile(source.keys, files.keys)
        if source.attachments.is_dir():
            shutil.copytree(source.attachments, files.attachments, dirs_exist_ok=True)
    except OSError as error:
        raise StorageError("disk_error", path=str(files.database)) from error
    return replaced.database
