"""Copies and the way back to one: nothing is ever lost, whatever goes wrong in between."""

import errno
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.services import maintenance, users
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.store import tables
from tests.conftest import PASSWORD
from tests.helpers.builders import a_cell
from tests.helpers.damage import alter, flip
from tests.helpers.refusals import told

LATER = "Lê Thị Tập Huấn"


def opened(path, password=PASSWORD):
    return open_workspace(path, login="mau", password=password)


def back_to(path, copy):
    return maintenance.restore(path, copy, login="mau", password=PASSWORD)


def enter_something(workspace):
    users.add_user(workspace, login="sau", password=PASSWORD, full_name=LATER)


def logins(path):
    workspace = opened(path)
    found = {user.login for user in users.users(workspace)}
    assert maintenance.check(workspace).sound
    workspace.close()
    return found


# The check ------------------------------------------------------------------------------------


def test_one_altered_row_is_found_and_named(workspace):
    cell = a_cell(workspace)
    before = maintenance.check(workspace)
    assert before.sound
    row = tables.organization.c.id == cell.id
    alter(workspace, sa.update(tables.organization).where(row).values(note="sửa lén"))
    found = maintenance.check(workspace)
    assert not found.sound
    assert found.journal_faults == (f"row_differs organization {cell.id}",)
    assert (found.file_faults, found.attachment_faults) == ((), ())
    assert (found.changes, found.records) == (before.changes, before.records)
    alter(workspace, sa.update(tables.organization).where(row).values(note=""))
    assert maintenance.check(workspace).sound


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_page_that_the_disk_damaged_is_found(workspace, place):
    """A page that is read refuses at once; one that nothing is read from stands in the report."""
    file = workspace.files.database
    workspace.close()
    flip(file, place)
    again = opened(file)
    try:
        found = maintenance.check(again)
    except StorageError as error:
        assert (error.code, error.params) == ("file_damaged", {"path": str(file)})  # noqa: PT017
    else:
        assert not found.sound
        assert found.file_faults
    again.close()


# Copies ---------------------------------------------------------------------------------------


def test_two_copies_of_one_second_stand_side_by_side(workspace):
    first = maintenance.back_up(workspace)
    second = maintenance.back_up(workspace)
    assert first.path != second.path
    found = maintenance.copies(workspace.files.database)
    assert [one.path for one in found] == [second.path, first.path]


def test_the_oldest_copies_make_room(workspace):
    made = [maintenance.back_up(workspace) for _number in range(15)]
    kept = {one.path for one in maintenance.copies(workspace.files.database)}
    assert kept == {one.path for one in made[1:]}
    assert not made[0].path.with_suffix(".keys").exists()


def test_a_copy_that_cannot_be_finished_leaves_nothing(workspace, monkeypatch):
    def full(_path):
        raise StorageError("disk_full", path="/")

    def half(path):
        path.write_bytes(b"half")
        full(path)

    monkeypatch.setattr(workspace.store, "copy_to", half)
    said = told(lambda: maintenance.back_up(workspace), StorageError)
    assert said == ("disk_full", {"path": "/"})
    assert not any(workspace.files.backups.iterdir())


def test_a_stick_that_reads_back_something_else_is_refused(workspace, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    copy, carried = shutil.copyfile, []

    def bad(source, place):
        copy(source, place)
        if stick in Path(place).parents and Path(place).suffix == ".ktgsdb":
            flip(Path(place))
            carried.append(str(place))

    monkeypatch.setattr(maintenance.shutil, "copyfile", bad)
    code, values = told(lambda: maintenance.back_up(workspace, stick), StorageError)
    assert (code, [values["path"]]) == ("copy_damaged", carried)
    assert not any(stick.iterdir())


def test_a_full_stick_keeps_nothing_and_says_so(workspace, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = shutil.copyfile

    def full(source, place):
        if stick in Path(place).parents:
            raise OSError(errno.ENOSPC, "full")
        return copy(source, place)

    monkeypatch.setattr(maintenance.shutil, "copyfile", full)
    said = told(lambda: maintenance.back_up(workspace, stick), StorageError)
    assert said == ("disk_full", {"path": str(stick)})
    assert not any(stick.iterdir())


def test_copies_are_found_whatever_the_name_of_the_workspace(office_file):
    odd = office_file.with_name("a[b]c.ktgsdb")
    office_file.rename(odd)
    office_file.with_suffix(".keys").rename(odd.with_suffix(".keys"))
    workspace = opened(odd)
    copy = maintenance.back_up(workspace)
    workspace.close()
    assert [one.path for one in maintenance.copies(odd)] == [copy.path]


def test_a_copy_goes_to_a_stick_on_which_no_database_may_be_opened(
    workspace, tmp_path, monkeypatch
):
    stick = tmp_path / "stick"
    stick.mkdir()

    def check(path):
        if stick in path.parents:
            raise StorageError("disk_not_suitable", path=str(path))

    monkeypatch.setattr("ktgs_desktop.store.database.check_place", check)
    workspace.attachments.put(b"a paper")
    copy = maintenance.back_up(workspace, stick)
    files = workspace.files
    workspace.close()
    assert copy.path.parent == stick
    assert any(stick.glob("*.files/**/*"))
    shutil.rmtree(files.attachments)
    back_to(files.database, copy.path)
    assert logins(files.database) == {"mau"}
    assert any(files.attachments.rglob("*"))


# Going back -----------------------------------------------------------------------------------


def test_a_workspace_that_is_open_is_not_replaced(workspace):
    copy = maintenance.back_up(workspace)
    file = workspace.files.database
    said = told(lambda: back_to(file, copy.path), StorageError)
    assert said == ("workspace_open", {"path": str(file)})
    workspace.close()
    back_to(file, copy.path)


def test_what_a_killed_program_left_is_not_played_into_the_copy(workspace):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    enter_something(workspace)
    log = file.with_name(file.name + "-wal")
    left = {path: path.read_bytes() for path in (file, log)}
    workspace.close()
    for path, data in left.items():
        path.write_bytes(data)
    assert left[log]
    replaced = back_to(file, copy.path)
    assert logins(file) == {"mau"}
    assert replaced.with_name(replaced.name + "-wal").read_bytes() == left[log]
    assert logins(replaced) == {"mau", "sau"}


def test_going_back_twice_loses_neither_workspace(workspace):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    enter_something(workspace)
    workspace.close()
    first = back_to(file, copy.path)
    second = back_to(file, copy.path)
    assert first.stem == "office-replaced"
    assert second.stem == "office-replaced-2"
    assert logins(first) == {"mau", "sau"}
    assert logins(second) == {"mau"}
    back_to(file, first)
    assert logins(file) == {"mau", "sau"}


def test_a_disk_that_fails_half_way_leaves_the_workspace_as_it_was(workspace, monkeypatch):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    enter_something(workspace)
    workspace.close()
    before = {name: file.with_name(name).read_bytes() for name in ("office.ktgsdb", "office.keys")}
    move = Path.replace

    def fails(self, place):
        if "restoring" in self.name and self.suffix == ".ktgsdb":
            raise OSError(errno.EIO, "broken")
        return move(self, place)

    monkeypatch.setattr(Path, "replace", fails)
    said = told(lambda: back_to(file, copy.path), StorageError)
    assert said == ("disk_error", {"path": str(file)})
    monkeypatch.undo()
    assert {name: file.with_name(name).read_bytes() for name in before} == before
    assert not list(file.parent.glob("*-re*"))


def test_a_damaged_copy_moves_nothing(workspace, tmp_path):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    workspace.close()
    bad = tmp_path / "bad.ktgsdb"
    shutil.copyfile(copy.path, bad)
    flip(bad)
    shutil.copyfile(copy.path.with_suffix(".keys"), bad.with_suffix(".keys"))
    before = file.read_bytes()
    said = told(lambda: back_to(file, bad), StorageError)
    assert said == ("copy_unsound", {"path": str(bad)})
    assert file.read_bytes() == before
    assert not list(file.parent.glob("*-re*"))


def test_a_wrong_password_moves_nothing(workspace):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    workspace.close()
    before = file.read_bytes()

    def wrong():
        maintenance.restore(file, copy.path, login="mau", password="falsch 1")

    assert told(wrong, UserError) == ("password_wrong", {})
    assert told(lambda: back_to(file, file), UserError) == ("copy_is_workspace", {})
    assert file.read_bytes() == before


def test_a_copy_that_lacks_a_part_is_named(workspace, tmp_path):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    workspace.close()
    none, keys = tmp_path / "none.ktgsdb", copy.path.with_suffix(".keys")
    said = told(lambda: back_to(file, none), StorageError)
    assert said == ("file_missing", {"path": str(none)})
    keys.unlink()
    said = told(lambda: back_to(file, copy.path), StorageError)
    assert said == ("keys_missing", {"path": str(keys)})
    assert logins(file) == {"mau"}


def test_a_workspace_that_is_gone_comes_back(workspace):
    file = workspace.files.database
    copy = maintenance.back_up(workspace)
    workspace.close()
    file.unlink()
    workspace.files.keys.unlink()
    assert back_to(file, copy.path) == file
    assert logins(file) == {"mau"}
