"""Copies that lie open on the disk while Word has them: the one exception to nothing readable.

They lie in one folder that only the user may enter. Each is overwritten and deleted when it is
done with; what a crash left is wiped at the next start.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shutil
from pathlib import Path

import filelock

from ktgs_desktop import paths
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.paths import read_file

_LOG = logging.getLogger(__name__)
_LOCK = ".lock"
_BLOCK = b"\0" * 65536
_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def folder() -> Path:
    """The folder in which open copies lie."""
    return paths.state_dir() / "open"


class OpenCopy:
    """A copy that lies open.

    Args:
        place: its own folder.
        name: name of the file in it.
        lock: says that this process still needs it.

    Attributes:
        path: the file.
    """

    def __init__(self, place: Path, name: str, lock: filelock.BaseFileLock) -> None:
        self._place = place
        self._lock = lock
        self.path = place / name

    def stamp(self) -> tuple[int, int]:
        """What changes when the file is saved anew; zeros while it is not there."""
        try:
            found = self.path.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size

    def read(self) -> bytes:
        """The file as it is now.

        Raises:
            UserError: `word_copy_missing`, `file_too_large`.
            StorageError: as `read_file`.
        """
        try:
            return read_file(self.path)
        except StorageError as error:
            if error.code == "file_missing":
                raise UserError("word_copy_missing", path=str(self.path)) from None
            raise

    def wipe(self) -> None:
        """Overwrite and delete it and whatever Word laid beside it; a second call does nothing.

        Raises:
            UserError: `word_copy_open`, Word still holds it.
        """
        try:
            if self._place.exists():
                _wipe(self._place)
        except OSError:
            raise UserError("word_copy_open", path=str(self.path)) from None
        _OPEN.discard(self)
        _release(self._lock)


_OPEN: set[OpenCopy] = set()


def lay_open(name: str, data: bytes) -> OpenCopy:
    """Lay a copy open for another program; if that fails nothing stays.

    Args:
        name: name of the file.
        data: its contents.

    Raises:
        StorageError: the folder cannot be written.
    """
    place = folder() / secrets.token_hex(8)
    lock = filelock.FileLock(str(place.with_suffix(_LOCK)), thread_local=False)
    copy = OpenCopy(place, name.translate(_UNSAFE), lock)
    _OPEN.add(copy)
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        folder().chmod(0o700)
        lock.acquire(blocking=False)
        place.mkdir(mode=0o700)
        handle = os.open(copy.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _binary(), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
    except OSError as error:
        with contextlib.suppress(UserError):  # what is held still is wiped on closing
            copy.wipe()
        raise place_error(error, place) from error
    return copy


def _binary() -> int:
    return int(getattr(os, "O_BINARY", 0))


def wipe_own() -> list[Path]:
    """Wipe every copy this process laid open.

    Returns:
        Those that another program still holds; they are wiped at the next start.
    """
    held = []
    for copy in list(_OPEN):
        try:
            copy.wipe()
        except UserError:
            held.append(copy.path)
    return held


def wipe_left() -> int:
    """Wipe what processes left that are no longer there.

    Returns:
        How many copies that were.
    """
    wiped = 0
    if not folder().is_dir():
        return wiped
    for place in sorted(folder().iterdir()):
        if place.suffix == _LOCK and not place.with_suffix("").exists():
            _wipe_orphan(place)
        elif place.is_dir():
            wiped += _wipe_place(place)
    return wiped


def _wipe_orphan(lock_file: Path) -> None:
    lock = filelock.FileLock(str(lock_file), thread_local=False)
    with contextlib.suppress(filelock.Timeout, OSError):
        lock.acquire(blocking=False)
        _release(lock)


def _wipe_place(place: Path) -> int:
    lock = filelock.FileLock(str(place.with_suffix(_LOCK)), thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (filelock.Timeout, OSError):
        return 0  # its process lives
    try:
        _wipe(place)
    except OSError:
        _LOG.warning("an open copy that was left cannot be wiped yet: %s", place)
        lock.release()
        return 0
    _release(lock)
    return 1


def _wipe(place: Path) -> None:
    """Overwrite and delete every file of a folder, then the folder.

    Raises:
        OSError: a file is held by another program.
    """
    for path in sorted(place.rglob("*")):
        if path.is_file() and not path.is_symlink():
            _overwrite(path)
            path.unlink()
    shutil.rmtree(place)


def _overwrite(path: Path) -> None:
    path.chmod(0o600)
    size = path.stat().st_size
    with path.open("r+b") as stream:
        for start in range(0, size, len(_BLOCK)):
            stream.write(_BLOCK[: size - start])
        stream.flush()
        os.fsync(stream.fileno())


def _release(lock: filelock.BaseFileLock) -> None:
    lock.release()
    with contextlib.suppress(OSError):
        Path(lock.lock_file).unlink(missing_ok=True)
