"""Use cases: a file is copied from the stick, so that the stick can go; the jobs of such files."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.package_log import ImportJob, JobState
from ktgs_desktop.errors import UserError, place_error
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import files
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import package_log

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress

_PIECE = 1024 * 1024


def take_copy(workspace: Workspace, path: Path, progress: Progress | None = None) -> ImportJob:
    """Copy a file from the stick; the stick may go afterwards.

    Args:
        workspace: the workspace.
        path: the file.
        progress: told how far it is.

    Raises:
        StorageError: the file cannot be read, or the disk is full.
        PackageError: `package_too_large`.
    """
    permissions.check(workspace.user, "receive_package")
    at = workspace.clock().isoformat(timespec="seconds")
    try:
        size = path.stat().st_size
    except OSError as error:
        raise place_error(error, path) from error
    job = ImportJob(0, new_id(), path.name, "", size, JobState.SPOOLED, at=at)
    target = files.spooled(workspace, job)
    digest = _copied(path, target, size, progress)
    job = dataclasses.replace(job, digest=digest)
    with workspace.store.local_writing() as connection:
        return package_log.add_job(connection, job)


def _copied(path: Path, target: Path, size: int, progress: Progress | None) -> str:
    if size > shutil.disk_usage(target.parent).free:
        raise place_error(OSError(errno.ENOSPC, "no space", str(target)), target.parent)
    digest, done = hashlib.sha256(), 0
    part = target.with_name(target.name + ".part")
    try:
        with path.open("rb") as source, part.open("wb") as copy:
            while piece := source.read(_PIECE):
                digest.update(piece)
                copy.write(piece)
                done += len(piece)
                if progress is not None:
                    progress.step(done, size)
            copy.flush()
            os.fsync(copy.fileno())
        part.replace(target)
    except OSError as error:
        raise place_error(error, path) from error
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


def jobs(workspace: Workspace, *, opened: bool = False) -> list[ImportJob]:
    """Files taken in, newest first.

    Args:
        workspace: the workspace.
        opened: only those that are not finished.
    """
    with workspace.reading() as connection:
        return package_log.jobs(connection, opened=opened)


def get(workspace: Workspace, job: UUID) -> ImportJob:
    """A job.

    Args:
        workspace: the workspace.
        job: its identifier.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = package_log.job(connection, job)
    if found is None:
        raise UserError("record_gone")
    return found
