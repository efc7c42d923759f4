"""One record changed on two computers of an office: shown side by side, decided, undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.duplicates import DuplicateKind
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.merging import VOIDED, Pick
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.sensitive_fields import Reason
from ktgs_desktop.errors import ConflictError, UserError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import history, members, program_items, programs
from ktgs_desktop.services.exchange import conflicts, own_copies
from ktgs_desktop.services.permissions import OPERATIONS
from ktgs_desktop.store import own_merge, records, replay
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_member, a_program
from tests.helpers.own_desks import OwnDesks, carry, meet

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[OwnDesks]:
    opened = OwnDesks(tmp_path, monkeypatch, clock)
    yield opened
    opened.close()


@pytest.fixture
def two(desks: OwnDesks, office_file: Path) -> tuple[Workspace, Workspace]:
    """The hub with a line, and a copy on another computer."""
    hub = desks.at(office_file, "hub")
    a_line(hub, a_program(hub), content="Nội dung", note="cũ")
    return hub, desks.copy_of(hub)


def _line(workspace: Workspace) -> ProgramItem:
    with workspace.reading() as connection:
        return records.get_all(connection, ProgramItem)[0]


def _program(workspace: Workspace) -> Program:
    with workspace.reading() as connection:
        return records.get_all(connection, Program)[0]


def _edit(workspace: Workspace, **values: object) -> None:
    program_items.save(workspace, dataclasses.replace(_line(workspace), **values))


def _clash(two: tuple[Workspace, Workspace]) -> conflicts.Comparison:
    """Both change the line: each its own field, the same field, and who is inspected."""
    hub, copy = two
    _edit(hub, content="Nội dung của máy chủ", note="máy chủ")
    subject = program_items.new_subject("TCD", "Đảng uỷ xã Nga My", None)
    _edit(copy, note="máy phó", method="DIRECT", subjects=(*_line(copy).subjects, subject))
    meet(hub, copy)
    (found,) = conflicts.listed(hub)
    return conflicts.show(hub, found.record)


def _sound(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        assert replay.check(connection, Progress()).faults == []


def test_both_versions_stand_side_by_side_with_their_base(two):
    hub, _copy = two
    shown = _clash(two)
    assert shown.conflict.label == "Nội dung của máy chủ"
    assert (shown.conflict.mine.here, shown.conflict.theirs.here) == (True, False)
    assert shown.conflict.mine.user == "Nguyễn Văn Mẫu"
    fields = {one.field: one for one in shown.merge.open}
    assert set(fields) == {"content", "note", "method", "subjects"}
    assert fields["content"].suggested is Pick.MINE
    assert fields["method"].suggested is Pick.THEIRS
    assert (fields["note"].base, fields["note"].mine, fields["note"].theirs) == (
        "cũ", "máy chủ", "máy phó",
    )  # fmt: skip
    assert fields["note"].suggested is None
    assert fields["subjects"].sensitive is Reason.SUBJECTS
    assert conflicts.count(hub) == 1


def test_a_choice_is_kept_and_reaches_the_other_computer(two):
    hub, copy = two
    shown = _clash(two)
    picks = {"content": Pick.MINE, "note": Pick.THEIRS, "method": Pick.THEIRS}
    with pytest.raises(UserError, match="choice_missing"):
        conflicts.choose(hub, shown, picks)
    conflicts.choose(hub, shown, {**picks, "subjects": Pick.THEIRS})
    line = _line(hub)
    assert (line.content, line.note, line.method) == ("Nội dung của máy chủ", "máy phó", "DIRECT")
    assert len(line.subjects) == 2
    assert conflicts.listed(hub) == []
    with pytest.raises(UserError, match="no_conflict"):
        conflicts.show(hub, line.id)
    carry(hub, copy)
    assert conflicts.listed(copy) == []
    assert _line(copy) == line
    versions = history.versions(hub, "program_item", line.id)
    assert [one.label for one in versions].count(str(OPERATIONS["resolve_conflict"].label)) == 1
    assert len(versions) == 4
    _sound(hub)
    _sound(copy)


def test_an_undone_choice_is_open_again_on_both_and_done_again_is_decided(two):
    hub, copy = two
    shown = _clash(two)
    picks = {one.field: Pick.THEIRS for one in shown.merge.open}
    conflicts.choose(hub, shown, picks)
    decided = _line(hub)
    history.undo(hub)
    again = conflicts.show(hub, decided.id)
    assert [one.field for one in again.merge.open] == [one.field for one in shown.merge.open]
    assert again.merge == conflicts.show(hub, decided.id).merge
    values = {one.field: {str(one.mine), str(one.theirs)} for one in again.merge.open}
    assert values == {one.field: {str(one.mine), str(one.theirs)} for one in shown.merge.open}
    assert [one.base for one in again.merge.open] == [one.base for one in shown.merge.open]
    carry(hub, copy)
    assert len(conflicts.listed(copy)) == 1
    _sound(hub)
    history.redo(hub)
    assert conflicts.listed(hub) == []
    assert _line(hub) == decided
    carry(hub, copy)
    assert conflicts.listed(copy) == []
    assert _line(copy) == decided
    _sound(hub)
    _sound(copy)


def test_editing_against_voiding_asks_and_either_can_stand(two):
    hub, copy = two
    _edit(hub, note="vẫn làm")
    program_items.void(copy, [_line(copy).id], "nhập nhầm")
    meet(hub, copy)
    (found,) = conflicts.listed(hub)
    shown = conflicts.show(hub, found.record)
    fields = {one.field: one for one in shown.merge.open}
    assert fields[VOIDED].theirs == "nhập nhầm"
    assert fields[VOIDED].suggested is None
    picks = {one.field: Pick.MINE for one in shown.merge.open}
    conflicts.choose(hub, shown, picks)
    assert _line(hub).note == "vẫn làm"
    history.undo(hub)
    shown = conflicts.show(hub, found.record)
    void = Pick.MINE if shown.merge.fields[0].mine else Pick.THEIRS
    conflicts.choose(hub, shown, {one.field: void for one in shown.merge.open})
    with hub.reading() as connection:
        assert records.get_all(connection, ProgramItem) == []
    assert conflicts.listed(hub) == []
    _sound(hub)


def test_a_choice_on_versions_that_moved_on_is_refused(two):
    hub, copy = two
    shown = _clash(two)
    _edit(copy, note="sửa nữa")
    carry(copy, hub)
    picks = {one.field: Pick.MINE for one in shown.merge.open}
    with pytest.raises(ConflictError, match="conflict_moved_on"):
        conflicts.choose(hub, shown, picks)
    assert len(conflicts.listed(hub)) == 1


def test_values_that_do_not_go_together_are_refused(two):
    hub, copy = two
    issue = programs.Issue(ISSUED_ON, SIGNER)
    programs.issue(hub, _program(hub).id, issue)
    title = "kiểm tra, giám sát năm 2021 (sửa)"
    programs.edit(copy, dataclasses.replace(_program(copy), title=title))
    meet(hub, copy)
    (found,) = [one for one in conflicts.listed(hub) if one.entity == "program"]
    shown = conflicts.show(hub, found.record)
    mine = {one.field: Pick.MINE for one in shown.merge.open}
    assert {one.field for one in shown.merge.open} >= {"state", "document", "number", "title"}
    with pytest.raises(UserError, match="choice_unfit"):
        conflicts.choose(hub, shown, {**mine, "number": Pick.THEIRS})
    assert conflicts.count(hub) == 1
    conflicts.choose(hub, shown, {**mine, "title": Pick.THEIRS})
    assert _program(hub).issued
    assert _program(hub).title.endswith("(sửa)")
    _sound(hub)


def test_three_computers_are_decided_two_at_a_time(two, desks):
    hub, copy = two
    third = desks.copy_of(hub, "Máy thứ ba")
    for place, workspace in enumerate((hub, copy, third)):
        _edit(workspace, note=f"máy {place}")
    carry(copy, hub)
    carry(third, hub)
    (found,) = conflicts.listed(hub)
    assert found.versions == 3
    seen = set()
    for left in (1, 0):
        shown = conflicts.show(hub, found.record)
        seen |= {shown.merge.open[0].mine, shown.merge.open[0].theirs}
        conflicts.choose(hub, shown, {one.field: Pick.MINE for one in shown.merge.open})
        assert conflicts.count(hub) == left
    assert seen == {"máy 0", "máy 1", "máy 2"}
    for workspace in (copy, third):
        carry(hub, workspace)
        assert _line(workspace) == _line(hub)
        assert conflicts.count(workspace) == 0
    _sound(hub)


def test_the_look_changes_nothing_and_says_what_would_come(two):
    hub, copy = two
    _edit(hub, note="máy chủ")
    _edit(copy, note="máy phó")
    a_line(copy, _program(copy), content="Thêm ở máy phó")
    with hub.reading() as connection:
        known = own_merge.heads(connection)
    work = own_copies.outgoing(copy, known)
    report = own_copies.preview(hub, work.changes)
    assert (report.new, report.conflicts) == (2, 1)
    assert report.effects == {("program_item", "CONFLICT"): 1, ("program_item", "NEW"): 1}
    assert [one.effect for one in report.records] == ["CONFLICT", "NEW"]
    assert {one.field: (one.before, one.after) for one in report.records[0].fields} == {
        "note": ("máy chủ", "máy phó")
    }
    with hub.reading() as connection:
        assert own_merge.heads(connection) == known
    assert conflicts.count(hub) == 0
    assert own_copies.take(hub, work.changes, "máy phó").effects == report.effects
    assert conflicts.count(hub) == 1


def test_one_member_entered_twice_is_shown(two):
    hub, copy = two
    for workspace, name in ((hub, "Trần Văn Mẫu"), (copy, "TRẦN VĂN MẪU")):
        a_member(workspace, name, birth_date=PartialDate("1970-02-03"))
    meet(hub, copy)
    (found,) = conflicts.duplicates(hub)
    assert found.kind is DuplicateKind.MEMBER
    assert len(found.records) == 2
    members.void(hub, found.records[1], "nhập hai lần")
    assert conflicts.duplicates(hub) == []
    with hub.reading() as connection:
        assert len(records.get_all(connection, PartyMember)) == 1
