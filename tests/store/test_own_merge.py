"""One office on two computers: branches taken in both ways give the same office."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import PackageError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import program_items
from ktgs_desktop.services.workspace import Workspace, new_id, open_workspace
from ktgs_desktop.store import own_merge, records, replay, tables
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import a_line, a_program

Desks = tuple[Workspace, Workspace]


@pytest.fixture
def desks(
    office_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> Iterator[Callable[[], Desks]]:
    """Two computers that begin with the same program of two lines."""
    opened: list[Workspace] = []

    def at(file: Path, home: str) -> Workspace:
        monkeypatch.setenv("KTGS_HOME", str(tmp_path / home))
        opened.append(open_workspace(file, login="mau", password=PASSWORD, clock=clock))
        return opened[-1]

    def make() -> Desks:
        first = at(office_file, "first")
        program = a_program(first)
        a_line(first, program, content="Nội dung một")
        a_line(first, program, content="Nội dung hai")
        first.settle()
        other = tmp_path / "other"
        other.mkdir()
        for name in ("office.ktgsdb", "office.keys"):
            shutil.copyfile(office_file.parent / name, other / name)
        return first, at(other / "office.ktgsdb", "second")

    yield make
    for workspace in opened:
        workspace.close()


def _take(into: Workspace, source: Workspace) -> own_merge.Merged:
    """One computer takes in what it lacks of the other's branch."""
    with into.reading() as here, source.reading() as there:
        arriving = own_merge.after(there, own_merge.heads(here))
    origin = own_merge.OwnOrigin(
        into.office.unit, into.user.id, into.clock().isoformat(), new_id(), "máy khác"
    )
    with into.store.local_writing() as connection:
        return own_merge.merge(connection, arriving, origin)


def _both_ways(first: Workspace, second: Workspace) -> tuple[own_merge.Merged, own_merge.Merged]:
    got = _take(first, second)
    return got, _take(second, first)


def _office(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every kind of record, whatever its local number."""
    found = {}
    with workspace.reading() as connection:
        for name, table in tables.RECORD_TABLES.items():
            columns = [column for column in table.c if column.name not in ("row", "subjects_row")]
            query = sa.select(*columns).order_by(table.c.owner, table.c.id)
            found[name] = [tuple(row) for row in connection.execute(query)]
    return found


def _sound(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        report = replay.check(connection, Progress())
    assert report.faults == []


def _lines(workspace: Workspace) -> list[ProgramItem]:
    with workspace.reading() as connection:
        return sorted(records.get_all(connection, ProgramItem), key=lambda one: one.seq)


def _program(workspace: Workspace) -> Program:
    with workspace.reading() as connection:
        return records.get_all(connection, Program)[0]


def _retitle(workspace: Workspace, line: ProgramItem, content: str) -> None:
    program_items.save(workspace, dataclasses.replace(line, content=content))


def test_separate_work_comes_together_on_both(desks):
    first, second = desks()
    program = _program(first)
    a_line(first, program, content="Thêm ở máy một")
    _retitle(second, _lines(second)[1], "Sửa ở máy hai")
    got, back = _both_ways(first, second)
    assert len(got.new) == 1
    assert got.conflicts == back.conflicts == []
    assert _office(first) == _office(second)
    assert {one.content for one in _lines(first)} == {
        "Nội dung một", "Sửa ở máy hai", "Thêm ở máy một"
    }  # fmt: skip
    _sound(first)
    _sound(second)


def test_the_same_record_changed_twice_is_a_conflict_until_a_person_decides(desks):
    first, second = desks()
    line = _lines(first)[0]
    _retitle(first, line, "Bản máy một")
    _retitle(second, line, "Bản máy hai")
    _retitle(second, _lines(second)[0], "Bản máy hai, sửa lại")
    got, back = _both_ways(first, second)
    assert got.conflicts == back.conflicts == [("program_item", line.id)]
    assert _office(first) == _office(second)
    assert _lines(first)[0].content == "Bản máy hai, sửa lại"
    with first.writing("resolve_conflict") as writer:
        writer.join(dataclasses.replace(_lines(first)[0], content="Bản đã chọn"))
    with first.reading() as connection:
        assert not own_merge.conflicts(connection)
    assert _take(second, first).conflicts == []
    with second.reading() as connection:
        assert not own_merge.conflicts(connection)
    assert _lines(second)[0].content == "Bản đã chọn"
    _sound(first)
    _sound(second)


def test_a_branch_taken_in_twice_changes_nothing(desks):
    first, second = desks()
    _retitle(second, _lines(second)[0], "Sửa")
    assert len(_take(first, second).new) == 1
    before = _office(first)
    with second.reading() as connection:
        every = own_merge.after(connection, ())
    origin = own_merge.OwnOrigin(first.office.unit, first.user.id, "2021", new_id(), "")
    with first.store.local_writing() as connection:
        assert own_merge.merge(connection, every, origin).new == []
    assert _office(first) == before


def test_work_goes_on_after_each_meeting(desks):
    first, second = desks()
    program = _program(first)
    for round_ in range(4):
        a_line(first, program, content=f"Một {round_}")
        a_line(second, program, content=f"Hai {round_}")
        _both_ways(first, second)
        assert _office(first) == _office(second)
    with first.reading() as here, second.reading() as there:
        assert set(own_merge.heads(here)) == set(own_merge.heads(there))
    _sound(first)
    _sound(second)


def test_a_branch_with_a_gap_takes_nothing_in(desks):
    first, second = desks()
    _retitle(second, _lines(second)[0], "Sửa lần một")
    _retitle(second, _lines(second)[0], "Sửa lần hai")
    with first.reading() as here, second.reading() as there:
        arriving = own_merge.after(there, own_merge.heads(here))
    before = _office(first)
    origin = own_merge.OwnOrigin(first.office.unit, first.user.id, "2021", new_id(), "")
    with (
        pytest.raises(PackageError, match="branch_incomplete"),
        first.store.local_writing() as connection,
    ):
        own_merge.merge(connection, arriving[1:], origin)
    assert _office(first) == before
