from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.services import maintenance, members, papers, programs, signing
from ktgs_desktop.services.workspace import Workspace, open_workspace
from ktgs_desktop.store import database, dialect, migrations
from ktgs_desktop.trust import keyring
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import a_line, a_program, an_issued_program, standing

HOLD = """
import sys, time
from ktgs_desktop.services.workspace import open_workspace
from pathlib import Path
workspace = open_workspace(Path(sys.argv[1]), login="mau", password=sys.argv[2])
print("open", flush=True)
sys.stdin.read()
workspace.close()
"""


def test_a_wrong_key_opens_nothing_and_changes_nothing(office_file: Path) -> None:
    before = office_file.read_bytes()
    with pytest.raises(StorageError) as caught:
        database.Store(office_file, b"x" * 32)
    assert caught.value.code == "file_unreadable"
    assert office_file.read_bytes() == before


def test_a_wrong_password_changes_nothing(office_file: Path, clock: Clock) -> None:
    keys = office_file.with_suffix(".keys")
    before = office_file.read_bytes(), keys.read_bytes()
    with pytest.raises(UserError) as caught:
        open_workspace(office_file, login="mau", password="sai hoàn toàn", clock=clock)
    assert caught.value.code == "password_wrong"
    assert (office_file.read_bytes(), keys.read_bytes()) == before


def test_wrong_passwords_make_one_wait(office_file: Path, clock: Clock) -> None:
    codes = []
    for _ in range(5):
        with pytest.raises(UserError) as caught:
            open_workspace(office_file, login="mau", password="sai hoàn toàn", clock=clock)
        codes.append(caught.value.code)
    assert "password_wait" in codes
    with pytest.raises(UserError) as caught:
        open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert caught.value.code == "password_wait"
    clock.forward(minutes=10)
    open_workspace(office_file, login="mau", password=PASSWORD, clock=clock).close()


def test_another_kind_of_file_is_refused(office_file: Path) -> None:
    office_file.write_bytes(b"SQLite format 3\0" + bytes(5000))
    with pytest.raises(StorageError) as caught:
        open_workspace(office_file, login="mau", password=PASSWORD)
    assert caught.value.code == "file_unreadable"


def test_a_newer_file_is_refused_and_left_alone(office_file: Path) -> None:
    keys = keyring.unlock(office_file.with_suffix(".keys"), login="mau", password=PASSWORD)
    engine = dialect.make_engine(office_file, keys.database, read_only=False, connections=1)
    with engine.begin() as connection:
        dialect.set_schema_version(connection, migrations.LATEST + 1)
    engine.dispose()
    before = office_file.read_bytes()
    with pytest.raises(StorageError) as caught:
        open_workspace(office_file, login="mau", password=PASSWORD)
    assert caught.value.code == "file_too_new"
    assert office_file.read_bytes() == before


def test_one_writer_a_second_process_only_reads(office_file: Path, clock: Clock) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(office_file), PASSWORD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
        assert workspace.read_only
        assert workspace.store.holder is not None
        assert workspace.store.holder.process == holder.pid
        assert workspace.store.holder.computer
        assert programs.programs(workspace) == []
        with pytest.raises(StorageError) as caught, workspace.writing("edit_office"):
            pass
        assert caught.value.code == "workspace_held_here"
        assert caught.value.params["process"] == holder.pid
        workspace.close()
    finally:
        holder.communicate("")
    again = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert not again.read_only
    again.close()


def test_the_log_is_synced_fully(workspace: Workspace) -> None:
    for engine in (workspace.store._writer, workspace.store._reader):
        assert engine is not None
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert int(connection.exec_driver_sql("PRAGMA page_size").scalar_one()) == 16384


def test_a_network_or_removable_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    import psutil

    for kind, options in (("cifs", "rw"), ("vfat", "rw"), ("ntfs", "rw,removable")):
        part = SimpleNamespace(mountpoint=str(tmp_path), fstype=kind, opts=options)
        monkeypatch.setattr(psutil, "disk_partitions", lambda part=part, **_all: [part])
        with pytest.raises(StorageError) as caught:
            database.check_place(tmp_path / "x.ktgsdb")
        assert caught.value.code == "disk_not_suitable"


def _spellings(name: str) -> list[bytes]:
    plain = fold(name)
    forms = {
        unicodedata.normalize("NFC", name),
        unicodedata.normalize("NFD", name),
        plain,
        name.upper(),
        plain.upper(),
        plain.title(),
    }
    encoded = [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [part for part in encoded if len(part) > 6]


def _search(folder: Path, names: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += [
                (path.name, name)
                for name in names
                for spelling in _spellings(name)
                if spelling in data
            ]
    return found


def test_nothing_entered_is_readable_on_disk(workspace: Workspace, tmp_path: Path) -> None:
    """Every name entered, in every spelling, in every file, while open and after closing."""
    from tests.helpers.certificates import a_certificate

    person, place, theme = "Trịnh Thị Bí Mật", "Chi bộ Kho Vàng Mẫu", "Nội dung tuyệt đối kín"
    member = members.blank(workspace)
    import dataclasses

    members.save(workspace, dataclasses.replace(member, full_name=person))
    program = a_program(workspace)
    a_line(workspace, program, content=theme, subjects=(), subject_note=place)
    body = standing(workspace)
    issue = programs.Issue(workspace.today, dataclasses.replace(body.signers[0], name=person))
    document = programs.issue(workspace, program.id, issue)
    printed = papers.file_of_document(workspace, document.id)
    assert printed.signature_place is not None
    request = signing.SignatureRequest(printed.data, printed.name, printed.signature_place)
    signing.sign_document(workspace, document.id, request, a_certificate(person))
    maintenance.back_up(workspace)
    names = [person, place, theme, "Bàn Đạt", "Nguyễn Văn Mẫu", "Huyện uỷ Phú Bình", "02-CTr/HU"]
    home = workspace.files.database.parent
    kinds = {path.suffix for path in home.rglob("*") if path.is_file()}
    assert {".ktgsdb", ".keys", ".ktgsdb-wal"} <= kinds
    assert _search(home, names) == []
    workspace.store._writer.dispose()  # type: ignore[union-attr]
    workspace.close()
    assert _search(home, names) == []
    # The search itself finds what is there.
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "x").write_text(person, "utf-16")
    assert _search(tmp_path / "plain", [person])


def test_migrating_makes_a_copy_first(
    office_file: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    from types import SimpleNamespace

    def add_column(operations: object, _connection: object) -> None:
        operations.add_column(  # type: ignore[attr-defined]
            "office", sa.Column("motto", sa.Text, nullable=True)
        )

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, SimpleNamespace(apply=add_column)))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    with workspace.reading() as connection:
        assert connection.exec_driver_sql("SELECT motto FROM office").all() == [(None,)]
        assert dialect.schema_version(connection) == migrations.LATEST
    workspace.close()
    (copy,) = office_file.with_suffix(".backups").glob("*.ktgsdb")
    assert "before-step" in copy.name


def test_a_failing_migration_leaves_the_file_as_it_was(
    office_file: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    from types import SimpleNamespace

    def fail(operations: object, _connection: object) -> None:
        operations.add_column(  # type: ignore[attr-defined]
            "office", sa.Column("motto", sa.Text, nullable=True)
        )
        raise RuntimeError

    latest, steps = migrations.LATEST, migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", (*steps, SimpleNamespace(apply=fail)))
    monkeypatch.setattr(migrations, "LATEST", latest + 1)
    with pytest.raises(RuntimeError):
        open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "LATEST", latest)
    workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert maintenance.check(workspace).sound
    workspace.close()


def test_a_damaged_file_is_told_as_such(workspace: Workspace, clock: Clock) -> None:
    an_issued_program(workspace, 5)
    path = workspace.files.database
    workspace.close()
    data = bytearray(path.read_bytes())
    for offset in range(16384 * 3, len(data), 16384):
        data[offset + 500] ^= 0xFF
    path.write_bytes(data)

    def open_and_check() -> None:
        opened = open_workspace(path, login="mau", password=PASSWORD, clock=clock)
        maintenance.check(opened)

    with pytest.raises(StorageError) as caught:
        open_and_check()
    assert caught.value.code in ("file_damaged", "file_unreadable")


def test_the_holder_is_named_by_computer_and_process(office_file: Path, clock: Clock) -> None:
    workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    note = json.loads(office_file.with_suffix(".holder").read_text("utf-8"))
    assert note["process"] == os.getpid()
    workspace.close()
    assert not office_file.with_suffix(".holder").exists()


@pytest.mark.usefixtures("workspace")
def test_another_computer_that_holds_it_is_named(office_file: Path, clock: Clock) -> None:
    note = {"computer": "may-van-thu", "process": 4, "account": "mau"}
    office_file.with_suffix(".holder").write_text(json.dumps(note), "utf-8")
    second = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    error = second.store.refusal()
    assert (error.code, error.params["computer"]) == ("workspace_held", "may-van-thu")
    second.close()


# Where nothing can be written -----------------------------------------------------------------


@pytest.fixture
def nothing_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder of read-only right: who is root gets through that right."""

    def refused(_lock: object, *_given: object, **_named: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(database.filelock.FileLock, "acquire", refused)


@pytest.mark.usefixtures("nothing_written")
def test_a_folder_that_can_only_be_read_opens_for_reading(office_file: Path, clock: Clock) -> None:
    before = sorted(file.name for file in office_file.parent.iterdir())
    workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert workspace.read_only
    assert programs.programs(workspace) == []
    with pytest.raises(StorageError) as caught, workspace.writing("edit_office"):
        pass
    assert caught.value.code == "workspace_read_only"
    assert maintenance.check(workspace).sound
    workspace.close()
    assert sorted(file.name for file in office_file.parent.iterdir()) == before


def test_a_log_that_cannot_be_played_is_told_in_plain_words(
    workspace: Workspace, office_file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    a_program(workspace)
    left = tmp_path / "left"
    left.mkdir()
    for ending in (".ktgsdb", ".ktgsdb-wal", ".keys"):
        name = office_file.stem + ending
        (left / name).write_bytes((office_file.parent / name).read_bytes())
    request.getfixturevalue("nothing_written")
    # As root the index would be made; without the right to make it SQLite refuses.
    mine = dialect._driver
    request.getfixturevalue("monkeypatch").setattr(
        dialect,
        "_driver",
        lambda target, **named: mine(target.replace(str(left), str(left / "nowhere")), **named),
    )
    with pytest.raises(StorageError) as caught:
        open_workspace(left / office_file.name, login="mau", password=PASSWORD)
    assert caught.value.code == "log_not_played"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="mounts a file system")
def test_a_disk_that_can_only_be_read_opens_for_reading(office_file: Path, clock: Clock) -> None:
    folder = office_file.parent
    bind = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
    if bind.returncode:
        pytest.skip("no right to mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        workspace = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
        assert workspace.read_only
        assert programs.programs(workspace) == []
        workspace.close()
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_told_when_it_is_opened(
    office_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_lock: object, *_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(database.filelock.FileLock, "acquire", full)
    with pytest.raises(StorageError) as caught:
        open_workspace(office_file, login="mau", password=PASSWORD)
    assert caught.value.code == "disk_full"


# The log --------------------------------------------------------------------------------------


def test_settled_the_file_alone_is_the_whole_workspace(
    workspace: Workspace, office_file: Path, tmp_path: Path, clock: Clock
) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    workspace.settle()
    assert office_file.with_name(office_file.name + "-wal").stat().st_size == 0
    for ending in (".ktgsdb", ".keys"):
        source = office_file.with_suffix(ending)
        (tmp_path / source.name).write_bytes(source.read_bytes())
    copied = open_workspace(
        tmp_path / office_file.name, login="mau", password=PASSWORD, clock=clock
    )
    assert [one.program.id for one in programs.programs(copied)] == [program.id]
    copied.close()


def test_settling_waits_for_nobody_who_reads(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        connection.execute(sa.text("SELECT count(*) FROM program")).scalar_one()
        a_program(workspace)
        begun = time.monotonic()
        workspace.settle()
        assert time.monotonic() - begun < 5
    a_line(workspace, programs.programs(workspace)[0].program)
