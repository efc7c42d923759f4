"""Copies of a workspace's files: made, carried to another place, read back and tried."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.errors import StorageError, place_error
from ktgs_desktop.services.workspace import Files
from ktgs_desktop.store import queries
from ktgs_desktop.store.database import Store

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def copy_file(source: Path, place: Path) -> None:
    """Copy a file until it stands on the disk, not only in the machine's memory.

    Args:
        source: the file.
        place: the new file.

    Raises:
        OSError: it cannot be copied.
    """
    shutil.copyfile(source, place)
    with place.open("rb+") as stream:
        os.fsync(stream.fileno())
        if hasattr(os, "posix_fadvise"):
            # What is read back afterwards shall come from the disk.
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def carry(made: Files, attachments: Path, folder: Path) -> Files:
    """Bring a copy to another place and read back what stands there.

    Args:
        made: the copy.
        attachments: folder of the files of papers, which go along.
        folder: where to.

    Raises:
        StorageError: `file_exists`, `copy_damaged`, `disk_full`, `disk_error`.
    """
    target = Files(folder / made.database.name)
    if target.database.exists():
        raise StorageError("file_exists", path=str(target.database))
    pairs = [(made.database, target.database), (made.keys, target.keys)]
    if attachments.is_dir():
        pairs += [
            (file, target.attachments / file.relative_to(attachments))
            for file in sorted(attachments.rglob("*"))
            if file.is_file()
        ]
    with contextlib.ExitStack() as undo:
        undo.callback(remove, target)
        try:
            for source, place in pairs:
                place.parent.mkdir(parents=True, exist_ok=True)
                copy_file(source, place)
            same = all(filecmp.cmp(source, place, shallow=False) for source, place in pairs)
        except OSError as error:
            raise place_error(error, folder) from error
        if not same:
            raise StorageError("copy_damaged", path=str(target.database))
        undo.pop_all()
    return target


def verify(workspace: Workspace, target: Files) -> None:
    """Open a copy and see whether it is sound and holds as much as the workspace.

    Args:
        workspace: the workspace.
        target: the copy, on a fixed disk.

    Raises:
        StorageError: `copy_damaged`.
    """
    copy = Store(target.database, workspace.keys.database)
    try:
        with copy.reading() as theirs, workspace.reading() as ours:
            same = queries.counts(theirs) == queries.counts(ours)
        if not same or copy.faults():
            raise StorageError("copy_damaged", path=str(target.database))
    finally:
        copy.close()
        remove_locks(target)


def remove_locks(target: Files) -> None:
    """Remove what opening a copy left beside it.

    Args:
        target: the copy, closed.
    """
    for ending in (".lock", ".holder"):
        target.database.with_suffix(ending).unlink(missing_ok=True)


def remove(target: Files) -> None:
    """Remove a copy.

    Args:
        target: the copy.
    """
    for path in (*database_files(target), target.keys):
        path.unlink(missing_ok=True)
    if target.attachments.is_dir():
        shutil.rmtree(target.attachments)


def database_files(files: Files) -> tuple[Path, Path, Path]:
    """The database and what a program that was killed may have left beside it.

    Args:
        files: the workspace or the copy.
    """
    database = files.database
    return (
        database,
        database.with_name(database.name + "-wal"),
        database.with_name(database.name + "-shm"),
    )
