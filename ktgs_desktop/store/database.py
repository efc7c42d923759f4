"""The workspace file: one writer, read-only readers, a lock, migrations and copies.

`Store` knows the encrypted database and nothing of what is in it; `records` writes through it.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import platform
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import psutil
import sqlalchemy as sa

from ktgs_desktop.errors import StorageError, place_error
from ktgs_desktop.store import catching_up, dialect, engine_errors, migrations
from ktgs_desktop.store.writer import Writer

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from ktgs_desktop.store.authorship import Author

Reader = sa.Connection
READERS = 4
_REFUSED_FILE_SYSTEMS = frozenset(
    (
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afpfs", "webdav", "davfs", "fuse.sshfs",
        "fuse.rclone", "fuse.gvfsd-fuse", "vfat", "msdos", "exfat", "fat32", "fat", "remote",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holder:
    """Which program has a workspace open for writing.

    Attributes:
        computer: name of the computer.
        process: number of the process.
        account: account of the operating system.
    """

    computer: str
    process: int
    account: str


def check_place(path: Path) -> None:
    """Refuse a place on which SQLite's log does not work: network and removable drives.

    Args:
        path: the workspace file to be.

    Raises:
        StorageError: `disk_not_suitable`.
    """
    if os.environ.get("KTGS_ALLOW_ANY_DISK") == "1":
        return
    target = path.resolve()
    best: tuple[int, str, str] = (-1, "", "")
    for part in psutil.disk_partitions(all=True):
        mount = Path(part.mountpoint)
        if mount == target or mount in target.parents:
            best = max(best, (len(mount.parts), part.fstype.lower(), part.opts.lower()))
    options = best[2].split(",")
    if best[1] in _REFUSED_FILE_SYSTEMS or "removable" in options or "remote" in options:
        raise StorageError("disk_not_suitable", path=str(path.parent))


class _FileLock:
    """The lock that makes one process the writer; it dies with the process."""

    def __init__(self, path: Path) -> None:
        # Not bound to a thread: a workspace may be opened in one and closed in another.
        self._lock = filelock.FileLock(str(path.with_suffix(".lock")), thread_local=False)
        self._note = path.with_suffix(".holder")
        self._database = path
        self.held = False

    def take(self) -> Holder | None:
        """Take the lock; the holder if another process has it.

        Raises:
            OSError: nothing can be written there.
        """
        if self._database.exists() and not os.access(self._database, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(self._database))
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout:
            return self._holder()
        self.held = True
        note = {"computer": platform.node(), "process": os.getpid(), "account": _account()}
        with contextlib.suppress(OSError):  # it only says who; a full disk is told when writing
            self._note.write_text(json.dumps(note), "utf-8")
        return None

    def _holder(self) -> Holder:
        try:
            note = json.loads(self._note.read_text("utf-8"))
            return Holder(str(note["computer"]), int(note["process"]), str(note["account"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Holder("?", 0, "?")

    def release(self) -> None:
        if self.held:
            self.held = False
            self._note.unlink(missing_ok=True)
            self._lock.release()


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


class Store:
    """An open workspace file.

    Attributes:
        path: the database file.
        holder: who else has it open for writing; then this store only reads.
        only_readable: whether file or folder cannot be written; then it only reads, too.
    """

    def __init__(self, path: Path, key: bytes, *, create: bool = False) -> None:
        """Open or make a workspace file.

        Args:
            path: the database file.
            key: 32 bytes.
            create: whether it must be new.

        Raises:
            StorageError: `file_exists`, `file_missing`, `file_unreadable`, `file_too_new`,
                `disk_not_suitable`, `engine_too_old`, `log_not_played`, `disk_full`, `disk_error`.
        """
        dialect.check_engine()
        check_place(path)
        if create and path.exists():
            raise StorageError("file_exists", path=str(path))
        if not create and not path.exists():
            raise StorageError("file_missing", path=str(path))
        self.path = path
        self._lock = _FileLock(path)
        self._write_guard = threading.RLock()
        self._kept_off: int | None = None
        self._writer: Engine | None = None
        self.only_readable = False
        self.holder = self._take_lock(create=create)
        try:
            self._open(key)
        except BaseException:
            self._lock.release()
            raise

    def _take_lock(self, *, create: bool) -> Holder | None:
        try:
            return self._lock.take()
        except OSError as error:
            refused = place_error(error, self.path.parent)
            if create or refused.code != "place_not_writable":
                raise refused from error
            self.only_readable = True
            return None

    def _open(self, key: bytes) -> None:
        if not self.only_readable and self.holder is None:
            self._writer = dialect.make_engine(self.path, key, read_only=False, connections=1)
            with self._translating():
                updated = migrations.run(self._writer, self.path)
                with self._writer.begin() as connection:
                    catching_up.catch_up(connection, updated=updated)
        self._reader = dialect.make_engine(
            self.path, key, read_only=True, connections=READERS, frozen=self.only_readable
        )
        with self.reading() as connection:
            version = dialect.schema_version(connection)
        self.version = version
        if version != migrations.LATEST:
            raise StorageError(
                "file_too_new" if version > migrations.LATEST else "file_too_old",
                path=str(self.path),
            )

    @property
    def read_only(self) -> bool:
        """Whether another process is the writer, or nobody can write there."""
        return self._writer is None

    def keep_off(self, thread: int | None) -> None:
        """Name the thread (the window's) that must never touch the database.

        Args:
            thread: its identifier, None to allow every thread.
        """
        self._kept_off = thread

    def _check_thread(self) -> None:
        if self._kept_off == threading.get_ident():
            raise RuntimeError("the window's thread must not touch the database")

    @contextlib.contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            known = engine_errors.translated(error, str(self.path))
            if known is None:
                raise
            raise known from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the data and cannot write."""
        self._check_thread()
        with self._translating(), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, author: Author, operation: str) -> Iterator[Writer]:
        """A transaction: all of it or nothing.

        Args:
            author: who writes.
            operation: name of the operation.

        Raises:
            StorageError: `workspace_held` or `workspace_held_here` names the computer and process
                that has the file; `workspace_read_only` if nobody can write there.
        """
        self._check_thread()
        if self._writer is None:
            raise self.refusal()
        with self._write_guard, self._translating(), self._writer.begin() as connection:
            yield Writer(connection, author, operation)

    def refusal(self) -> StorageError:
        """Why nothing can be written here."""
        if self.holder is None:
            return StorageError("workspace_read_only", path=str(self.path))
        if self.holder.computer == platform.node():
            return StorageError(
                "workspace_held_here", process=self.holder.process, account=self.holder.account
            )
        return StorageError(
            "workspace_held",
            computer=self.holder.computer,
            process=self.holder.process,
            account=self.holder.account,
        )

    @contextlib.contextmanager
    def local_writing(self) -> Iterator[Connection]:
        """A transaction for what is local to this file (drafts); never for records."""
        self._check_thread()
        if self._writer is None:
            raise self.refusal()
        with self._write_guard, self._translating(), self._writer.begin() as connection:
            yield connection

    def copy_to(self, path: Path) -> None:
        """Write a consistent encrypted copy, open it and look whether it is sound.

        Args:
            path: the new file; must not exist.

        Raises:
            StorageError: `disk_full`, `file_exists`, `copy_damaged`.
        """
        if path.exists():
            raise StorageError("file_exists", path=str(path))
        engine = self._writer or self._reader
        with self._write_guard, self._translating():
            dialect.copy_into(engine, path)

    def faults(self) -> list[str]:
        """What the engine finds wrong with the file; empty if all is well."""
        engine = self._writer or self._reader
        with self._write_guard, self._translating():
            if self._writer is None:
                return dialect.quick_faults(engine)
            return dialect.integrity_faults(engine)

    def settle(self) -> bool:
        """Bring what the log holds into the file, unless somebody is just reading from the log.

        A person who copies "the file" while the window is open then copies what is in it.

        Returns:
            Whether all of it is there; if not, it is worth another try later.
        """
        self._check_thread()
        if self._writer is None:
            return True
        with self._write_guard, self._translating():
            return dialect.checkpoint(self._writer, wait=False)

    def close(self) -> None:
        """Bring everything into the file, close it and let others write."""
        self._reader.dispose()
        if self._writer is not None:
            with contextlib.suppress(sa.exc.DBAPIError):  # a reader elsewhere may hold it back
                dialect.checkpoint(self._writer)
            self._writer.dispose()
        self._lock.release()
