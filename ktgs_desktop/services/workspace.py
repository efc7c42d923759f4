"""The open workspace: file, user, clock, and the two ways to its data - reading and writing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import uuid6

from ktgs_desktop import paths
from ktgs_desktop.domain.offices import Office, OfficeUser
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.services import open_copies, permissions, shipped_regulations
from ktgs_desktop.store import code_lists, history, queries, records
from ktgs_desktop.store.attachments import Attachments
from ktgs_desktop.store.authorship import Author, Changes, clock_claim
from ktgs_desktop.store.database import Reader, Store
from ktgs_desktop.trust import attempts, keyring

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList
    from ktgs_desktop.store.writer import Writer

SUFFIX = ".ktgsdb"
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time with its offset; the only reading of the clock in the program."""
    return datetime.now().astimezone()  # noqa: TID251 - this is the workspace's clock


def new_id() -> UUID:
    """A new identifier that sorts after the ones before it."""
    return UUID(bytes=uuid6.uuid7().bytes)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a workspace.

    Attributes:
        database: `NAME.ktgsdb`.
    """

    database: Path

    @property
    def keys(self) -> Path:
        """The key slots, `NAME.keys`."""
        return self.database.with_suffix(".keys")

    @property
    def attachments(self) -> Path:
        """The folder of encrypted files, `NAME.files`."""
        return self.database.with_suffix(".files")

    @property
    def packages(self) -> Path:
        """The folder of packages, those made and those taken in, `NAME.packages`."""
        return self.database.with_suffix(".packages")

    @property
    def backups(self) -> Path:
        """The folder of copies, `NAME.backups`."""
        return self.database.with_suffix(".backups")


def files_of(path: Path) -> Files:
    """The files of a workspace by the path of its database.

    Args:
        path: with or without the ending `.ktgsdb`.
    """
    return Files(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))


def device_id() -> UUID:
    """The identifier of this installation, made at first use and kept outside the workspace."""
    path = paths.state_dir() / "device"
    try:
        return UUID(path.read_text("ascii").strip())
    except (OSError, ValueError):
        made = new_id()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, str(made).encode("ascii"))
        return made


class Workspace:
    """An open workspace.

    Attributes:
        files: where it lies.
        keys: what opens it.
        store: the database.
        attachments: the files of papers.
        user: who works.
        office: whose it is.
        clock: gives the time.
        device: this installation.
        first_operation: row of the last operation before it was opened; undo reaches back to it.
        annex_codes: whether papers made here say small at the foot of annexes what was printed
            and when; as the user has set it.
        companions: what ends with it, such as a process that reads packages.
    """

    def __init__(
        self,
        files: Files,
        keys: keyring.WorkspaceKeys,
        store: Store,
        *,
        user: OfficeUser,
        office: Office,
        clock: Clock,
    ) -> None:
        self.files = files
        self.keys = keys
        self.store = store
        self.attachments = Attachments(files.attachments, keys.files)
        self.user = user
        self.office = office
        self.clock = clock
        with store.reading() as connection:
            self.first_operation = history.last_row(connection)
        self.annex_codes = False
        self._listeners: list[Callable[[Changes], None]] = []
        self.device = device_id()
        self.companions = contextlib.ExitStack()
        self._closing = threading.Lock()
        self._closed = False

    @property
    def today(self) -> date:
        """The day by the workspace's clock."""
        return self.clock().date()

    @property
    def read_only(self) -> bool:
        """Whether another process is the writer, or nobody can write there."""
        return self.store.read_only

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reader]:
        """One state of the data, for reading."""
        with self.store.reading() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(
        self, operation: str, subject: str = "", *, undoes: UUID | None = None
    ) -> Iterator[Writer]:
        """One operation: all of it or nothing; afterwards the listeners hear what was touched.

        Args:
            operation: its name in `permissions.OPERATIONS`.
            subject: what it is about, for the history.
            undoes: the operation it undoes, if any.

        Raises:
            UserError: the user may not do it.
            StorageError: the file cannot be written.
        """
        permissions.check(self.user, operation)
        with self.store.writing(self.author(), operation) as writer:
            yield writer
            about = (subject or writer.about)[:200]
            writer.finish(user=self.user.id, undoes=undoes, operation_id=new_id(), subject=about)
        if writer.changes.count():
            self.tell(writer.changes)

    def tell(self, changes: Changes) -> None:
        """Tell the listeners what was touched.

        Args:
            changes: kinds and ids.
        """
        if "office" in changes.ids or "office_user" in changes.ids:
            with self.reading() as connection:
                self.office = records.get(connection, Office, self.office.id)
                self.user = records.get(connection, OfficeUser, self.user.id)
        for listener in list(self._listeners):
            listener(changes)

    def author(self) -> Author:
        """Who writes now, where and when."""
        now = self.clock()
        with self.reading() as connection:
            last = queries.last_written(connection)
        return Author(
            user=self.user.id,
            device=self.device,
            unit=self.office.unit,
            at=now.isoformat(timespec="seconds"),
            clock=clock_claim(now, last),
        )

    def listen(self, listener: Callable[[Changes], None]) -> None:
        """Call a function after each operation, in the thread that did it.

        Args:
            listener: gets what was touched.
        """
        self._listeners.append(listener)

    def settle(self) -> bool:
        """Bring what was written lately into the file itself; for when nobody is typing.

        Returns:
            Whether all of it is there; if not, it is worth another try later.
        """
        return self.store.settle()

    def close(self) -> None:
        """Close the file and let others write; a second call does nothing."""
        with self._closing:
            if not self._closed:
                self._closed = True
                open_copies.wipe_own()
                self.companions.close()
                self.store.close()


def open_workspace(
    path: Path, *, login: str, password: str, clock: Clock = system_clock
) -> Workspace:
    """Open a workspace with a user's password.

    Args:
        path: the database file.
        login: the user's login name.
        password: the user's password.
        clock: gives the time.

    Raises:
        UserError: `password_wrong`, `password_wait` with the seconds left, `user_inactive`.
        StorageError: the file is missing, damaged, too new, or not a workspace.
    """
    files = files_of(path)
    if not files.database.exists():
        raise StorageError("file_missing", path=str(files.database))
    open_copies.wipe_left()
    keys = unlock(files, login, password, clock)
    store = Store(files.database, keys.database)
    try:
        return _assembled(files, keys, store, login, clock)
    except BaseException:
        store.close()
        raise


def unlock(files: Files, login: str, password: str, clock: Clock) -> keyring.WorkspaceKeys:
    """The keys of a workspace, for a login with its password; wrong ones have to wait.

    Args:
        files: the workspace's files.
        login: the login name.
        password: its password.
        clock: gives the time.

    Raises:
        UserError: `password_wrong`, `password_wait` with the seconds left.
        StorageError: the key slots cannot be read.
    """
    workspace = keyring.workspace_id(files.keys)
    folder, name = paths.state_dir(), keyring.login_hash(files.keys, login)
    left = attempts.seconds_left(folder, workspace, name, now=clock())
    if left > 0:
        raise UserError("password_wait", seconds=left)
    try:
        keys = keyring.unlock(files.keys, login=login, password=password)
    except UserError:
        # After the key derivation, which takes its time: the wait begins now.
        attempts.failed(folder, workspace, name, now=clock())
        raise
    attempts.succeeded(folder, workspace, name)
    return keys


def _assembled(
    files: Files, keys: keyring.WorkspaceKeys, store: Store, login: str, clock: Clock
) -> Workspace:
    with store.reading() as connection:
        offices = records.get_all(connection, Office)
        users = records.get_all(connection, OfficeUser)
    wanted = login.strip().casefold()
    user = next((user for user in users if user.login.casefold() == wanted), None)
    if user is None or not offices:
        raise StorageError("file_damaged", path=str(files.database))
    if not user.active:
        raise UserError("user_inactive", name=user.full_name)
    workspace = Workspace(files, keys, store, user=user, office=offices[0], clock=clock)
    _lay_regulations(workspace)
    return workspace


def _lay_regulations(workspace: Workspace) -> None:
    """A file of before regulations has none; it gets those that ship when it is first opened."""
    with workspace.reading() as connection:
        wanted = not workspace.read_only and shipped_regulations.is_wanted(connection)
    if wanted:
        with workspace.writing("install_regulations") as writer:
            shipped_regulations.install(writer, workspace.office.unit, workspace.today)


def new_workspace(
    path: Path,
    *,
    login: str,
    password: str,
    user: OfficeUser,
    office: Office,
    clock: Clock = system_clock,
) -> tuple[Workspace, str]:
    """Make an empty workspace; the caller writes the office and the first user into it.

    Args:
        path: the database file; must not exist.
        login: login name of the first user.
        password: password of the first user.
        user: the first user.
        office: whose workspace it will be.
        clock: gives the time.

    Returns:
        The workspace and the recovery code to print.

    Raises:
        StorageError: `file_exists`, `disk_not_suitable`, `disk_error`.
        UserError: `password_too_short`.
    """
    files = files_of(path)
    if files.database.exists() or files.keys.exists():
        raise StorageError("file_exists", path=str(files.database))
    try:
        files.database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise place_error(error, files.database.parent) from error
    made = keyring.create(files.keys, login=login, password=password)
    try:
        store = Store(files.database, made.keys.database, create=True)
    except BaseException:
        files.keys.unlink(missing_ok=True)
        files.database.unlink(missing_ok=True)
        raise
    workspace = Workspace(files, made.keys, store, user=user, office=office, clock=clock)
    return workspace, made.recovery_code


def codes(name: str) -> CodeList:
    """A code list that ships with the program.

    Args:
        name: `task_kinds`, `organization_types`, `levels`, `methods`, `terms`, …
    """
    return code_lists.load(name)


def save_draft(workspace: Workspace, form: str, record: str, content: Mapping[str, str]) -> None:
    """Keep what was typed and not saved, so that nothing typed is lost.

    Args:
        workspace: the workspace.
        form: name of the form.
        record: id of the record, or empty for a new one.
        content: texts by field; empty to forget the draft.
    """
    if not workspace.read_only:
        with workspace.store.local_writing() as connection:
            queries.save_draft(connection, workspace.user.id, form, record, content)


def kept_drafts(workspace: Workspace) -> list[str]:
    """Names of the forms of which something typed and not saved is kept, each once.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return queries.draft_forms(connection, workspace.user.id)


def load_draft(workspace: Workspace, form: str, record: str) -> dict[str, str]:
    """What was typed and not saved, empty if nothing.

    Args:
        workspace: the workspace.
        form: name of the form.
        record: id of the record, or empty for a new one.
    """
    with workspace.reading() as connection:
        return queries.load_draft(connection, workspace.user.id, form, record)
