"""Amendments on a real office: the original stays, every day's version can be shown."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.programs import ItemStatus
from ktgs_desktop.services import (
    amendments,
    history,
    maintenance,
    program_items,
    program_progress,
    programs,
)
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    changes,
    done,
    refusal,
)

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.amendments import Amendment
    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.services.workspace import Workspace

APRIL, JUNE = date(2021, 4, 1), date(2021, 6, 1)
ADDED, CHANGED, DROPPED, POSTPONED = (
    ChangeAction.ADDED,
    ChangeAction.CHANGED,
    ChangeAction.DROPPED,
    ChangeAction.POSTPONED,
)


def begun(workspace: Workspace, program: Program) -> Amendment:
    return amendments.begin(workspace, program.id, reason="theo chỉ đạo của cấp trên")


def how(on: date = APRIL, **values: Any) -> amendments.Issue:
    return amendments.Issue(on, SIGNER, **values)


def a_new_line(workspace: Workspace, amendment: Amendment, **values: Any) -> ProgramItem:
    blank = amendments.blank(workspace, amendment.id, values.pop("kind", "INSPECTION_PROGRAM"))
    return dataclasses.replace(blank, **{"content": "Nội dung mới", "quarter": 3, **values})


def contents(items: list[ProgramItem]) -> list[str]:
    return [item.content for item in items if item.in_force]


def amended(workspace: Workspace, on: date = APRIL) -> tuple[Program, list[ProgramItem]]:
    """A program of four lines with one of each status since a day."""
    program, items = an_issued_program(workspace, lines=4)
    draft = begun(workspace, program)
    _kept, other, gone, later = items
    amendments.put_change(workspace, draft.id, ADDED, a_new_line(workspace, draft))
    new = dataclasses.replace(other, content="Nội dung khác")
    amendments.put_change(workspace, draft.id, CHANGED, new, "rõ hơn")
    amendments.put_change(workspace, draft.id, DROPPED, gone)
    amendments.put_change(workspace, draft.id, POSTPONED, dataclasses.replace(later, quarter=4))
    amendments.issue(workspace, draft.id, how(on))
    return program, program_items.items(workspace, program.id)


def test_an_issued_amendment_changes_the_lines_and_keeps_the_original(
    workspace: Workspace,
) -> None:
    program, now = amended(workspace)
    assert [(item.content, item.status, item.in_force) for item in now] == [
        ("Nội dung 0", "ACTIVE", True),
        ("Nội dung khác", "CHANGED", True),
        ("Nội dung 2", "DROPPED", False),
        ("Nội dung 3", "POSTPONED", True),
        ("Nội dung mới", "ADDED", True),
    ]
    original = ["Nội dung 0", "Nội dung 1", "Nội dung 2", "Nội dung 3"]
    assert contents(amendments.version(workspace, program.id, None)) == original
    assert contents(amendments.version(workspace, program.id, date(2021, 3, 31))) == original
    after = ["Nội dung 0", "Nội dung khác", "Nội dung 3", "Nội dung mới"]
    assert contents(amendments.version(workspace, program.id, APRIL)) == after
    assert amendments.days(workspace, program.id) == [APRIL]
    assert maintenance.check(workspace).sound


def test_it_gets_its_own_number_date_and_paper(workspace: Workspace) -> None:
    program, _now = amended(workspace)
    (detail,) = amendments.of_program(workspace, program.id)
    one = detail.amendment
    assert (one.state, one.number, one.decided_on) == ("ISSUED", "01-QĐ/HU", APRIL)
    assert (one.signer, one.seq, detail.draft) == (SIGNER.name, 1, False)
    assert [change.seq for change in detail.changes] == [1, 2, 3, 4]
    assert {change.on for change in detail.changes} == {APRIL}
    assert [(c.item in {i.id for i in _now}, c.reason) for c in detail.changes][1][1] == "rõ hơn"
    second = begun(workspace, program)
    assert second.seq == 2
    amendments.put_change(workspace, second.id, DROPPED, _now[0])
    paper = amendments.issue(workspace, second.id, how(JUNE, number=7), "TB")
    assert (paper.symbol, paper.abstract) == ("07-TB/HU", second.title)
    assert amendments.get(workspace, second.id).amendment.number == "07-TB/HU"


def test_two_days_are_compared(workspace: Workspace) -> None:
    program, now = amended(workspace)
    found = amendments.compared(workspace, program.id, None, APRIL)
    assert [
        (one.before and one.before.content, one.after and one.after.content, one.fields)
        for one in found
    ] == [
        ("Nội dung 1", "Nội dung khác", ("content",)),
        ("Nội dung 2", None, ()),
        ("Nội dung 3", "Nội dung 3", ("quarter",)),
        (None, "Nội dung mới", ()),
    ]
    assert amendments.compared(workspace, program.id, APRIL, JUNE) == []
    (told,) = amendments.of_line(workspace, now[1].id)
    assert (told.fields, told.change.on) == (("content",), APRIL)
    assert told.amendment is not None
    assert told.amendment.number == "01-QĐ/HU"


def test_progress_is_kept(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)
    program_progress.record_progress(workspace, items[0].id, done(items[0]))
    draft = begun(workspace, program)
    new = dataclasses.replace(items[0], content="Nội dung khác")
    amendments.put_change(workspace, draft.id, CHANGED, new)
    amendments.issue(workspace, draft.id, how())
    detail = program_items.get(workspace, items[0].id)
    assert (detail.line.done, detail.line.total) == (1, 1)
    assert detail.item.status == ItemStatus.CHANGED


def test_one_draft_at_a_time_on_an_issued_program(workspace: Workspace) -> None:
    draft = a_program(workspace)
    assert refusal(lambda: begun(workspace, draft)).code == "program_not_amendable"
    assert refusal(lambda: amendments.version(workspace, draft.id, None)).code == (
        "program_not_issued_yet"
    )
    a_line(workspace, draft)
    programs.issue(workspace, draft.id, programs.Issue(ISSUED_ON, SIGNER))
    first = begun(workspace, draft)
    assert refusal(lambda: begun(workspace, draft)).code == "amendment_open"
    amendments.void(workspace, first.id, "nhầm")
    assert begun(workspace, draft).seq == 1


def test_a_draft_is_edited_and_its_changes_replaced_and_taken_out(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)
    draft = begun(workspace, program)
    edited = amendments.edit(
        workspace, dataclasses.replace(draft, title="  điều chỉnh mục 1 ", number="99", seq=5)
    )
    assert (edited.title, edited.number, edited.seq) == ("điều chỉnh mục 1", "", 1)
    first = amendments.put_change(workspace, draft.id, DROPPED, items[0])
    new = dataclasses.replace(items[0], content="Khác")
    second = amendments.put_change(workspace, draft.id, CHANGED, new)
    assert first.id == second.id
    assert amendments.get(workspace, draft.id).changes == (second,)
    amendments.drop_change(workspace, second.id)
    assert amendments.get(workspace, draft.id).changes == ()
    assert program_items.items(workspace, program.id) == items


def test_added_lines_stand_at_the_end_of_their_part(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)
    draft = begun(workspace, program)
    lines = [a_new_line(workspace, draft, content=f"Mới {n}") for n in range(2)]
    lines.append(a_new_line(workspace, draft, kind="SUPERVISION_THEMATIC", content="Giám sát"))
    put = [amendments.put_change(workspace, draft.id, ADDED, line) for line in lines]
    assert [change.after.seq for change in put] == [3, 4, 1]
    again = dataclasses.replace(put[0].after, content="Mới 0 sửa")
    amendments.put_change(workspace, draft.id, ADDED, again)
    moved = dataclasses.replace(items[0], task_kind="SUPERVISION_THEMATIC")
    amendments.put_change(workspace, draft.id, CHANGED, moved)
    amendments.issue(workspace, draft.id, how())
    now = program_items.items(workspace, program.id)
    assert [(item.content, item.seq) for item in now] == [
        ("Nội dung 1", 2),
        ("Mới 0 sửa", 3),
        ("Mới 1", 4),
        ("Giám sát", 1),
        ("Nội dung 0", 2),
    ]


def test_an_amendment_without_what_it_needs_is_not_issued(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)
    draft = amendments.begin(workspace, program.id)

    def code(on: date = APRIL, kind: str = "QĐ") -> str:
        before = changes(workspace)
        error = refusal(lambda: amendments.issue(workspace, draft.id, how(on), kind))
        tried = refusal(lambda: amendments.tried_issue(workspace, draft.id, how(on), kind))
        assert (changes(workspace), tried.code) == (before, error.code)
        return error.code

    assert code() == "amendment_empty"
    amendments.put_change(workspace, draft.id, DROPPED, items[0])
    assert code() == "reason_missing"
    amendments.edit(workspace, dataclasses.replace(draft, reason="cần thiết"))
    assert code(kind="BC") == "document_type_bad"
    assert code(date(2021, 8, 1)) == "issue_date_future"
    assert code(date(2021, 1, 1)) == "amendment_date_odd"
    before = changes(workspace)
    assert amendments.tried_issue(workspace, draft.id, how()).symbol == "01-QĐ/HU"
    assert changes(workspace) == before
    amendments.issue(workspace, draft.id, how())
    assert code() == "amendment_issued"
    after = refusal(lambda: amendments.edit(workspace, draft))
    assert after.code == "amendment_issued"


def test_what_is_no_line_of_the_program_is_not_changed(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)
    other = a_line(workspace, a_program(workspace, 2022), content="Của năm sau")
    draft = begun(workspace, program)

    def code(action: ChangeAction, line: ProgramItem) -> str:
        return refusal(lambda: amendments.put_change(workspace, draft.id, action, line)).code

    assert code(CHANGED, other) == "record_gone"
    assert code(ADDED, items[0]) == "line_in_program"
    assert code(DROPPED, a_new_line(workspace, draft)) == "record_gone"
    with pytest.raises(ValueError, match="naming"):
        amendments.put_change(workspace, draft.id, ChangeAction.NAMED, items[0])


# Naming ---------------------------------------------------------------------------------------


def a_line_to_name(workspace: Workspace, *, names_later: bool = True) -> ProgramItem:
    program = a_program(workspace)
    programs.edit(workspace, dataclasses.replace(program, names_later=names_later))
    item = a_line(workspace, program, subjects=(), unnamed_organizations=2)
    a_line(workspace, program, content="Khác")
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    return item


def a_commune(name: str = "Đảng uỷ xã Bàn Đạt") -> Any:
    return program_items.new_subject("TCD", name)


def test_a_line_is_named_later_without_amendment(workspace: Workspace) -> None:
    item = a_line_to_name(workspace)
    named = amendments.name_subjects(workspace, item.id, [a_commune()], date(2021, 3, 1))
    assert named.subjects[0].id is not None  # tied to the register
    assert (named.unnamed_organizations, named.status) == (1, "ACTIVE")
    assert program_items.get(workspace, item.id).item == named
    days = ((None, []), (date(2021, 2, 28), []), (date(2021, 3, 1), ["Đảng uỷ xã Bàn Đạt"]))
    for on, names in days:
        line = amendments.version(workspace, item.program, on)[0]
        assert [subject.name for subject in line.subjects] == names
    (told,) = amendments.of_line(workspace, item.id)
    assert (told.amendment, told.change.on) == (None, date(2021, 3, 1))
    before = refusal(
        lambda: amendments.name_subjects(workspace, item.id, [a_commune("x")], date(2021, 2, 1))
    )
    assert before.code == "amendment_before_another"


def test_naming_is_refused_where_it_is_not_allowed(workspace: Workspace) -> None:
    item = a_line_to_name(workspace, names_later=False)
    error = refusal(lambda: amendments.name_subjects(workspace, item.id, [a_commune()]))
    assert error.code == "naming_not_allowed"


def test_a_line_in_a_draft_amendment_is_not_named(workspace: Workspace) -> None:
    item = a_line_to_name(workspace)
    draft = amendments.begin(workspace, item.program, reason="r")
    change = amendments.put_change(workspace, draft.id, DROPPED, item)
    error = refusal(lambda: amendments.name_subjects(workspace, item.id, [a_commune()]))
    assert error.code == "item_in_amendment"
    amendments.drop_change(workspace, change.id)
    amendments.name_subjects(workspace, item.id, [a_commune()])
    # What was decided about the line before it was named does not come back over it.
    drop = next(one for one in history.operations(workspace) if one.name == "drop_change")
    assert refusal(lambda: history.undo_operation(workspace, drop.id)).code == "record_moved_on"


# Undo -----------------------------------------------------------------------------------------


def test_each_step_of_a_draft_can_be_taken_back_and_done_again(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)

    def seen() -> Any:
        return [
            (one.amendment, one.changes) for one in amendments.of_program(workspace, program.id)
        ]

    pictures = [seen()]
    draft = begun(workspace, program)
    pictures.append(seen())
    amendments.edit(workspace, dataclasses.replace(draft, reason="khác"))
    pictures.append(seen())
    change = amendments.put_change(workspace, draft.id, DROPPED, items[0])
    pictures.append(seen())
    amendments.drop_change(workspace, change.id)
    pictures.append(seen())
    amendments.put_change(workspace, draft.id, DROPPED, items[1])
    pictures.append(seen())
    amendments.void(workspace, draft.id, "thôi")
    for picture in reversed(pictures):
        history.undo(workspace)
        assert seen() == picture
    for picture in pictures[1:]:
        history.redo(workspace)
        assert seen() == picture
    history.redo(workspace)
    assert seen() == []
    assert maintenance.check(workspace).sound


def operation(workspace: Workspace, name: str) -> UUID:
    return next(one.id for one in history.operations(workspace) if one.name == name)


def test_nothing_tears_an_issued_amendment(workspace: Workspace) -> None:
    program, _now = amended(workspace)
    assert refusal(lambda: history.undo(workspace)).code == "not_undoable"
    before = amendments.of_program(workspace, program.id)
    for name in ("begin_amendment", "put_change"):
        error = refusal(
            lambda name=name: history.undo_operation(workspace, operation(workspace, name))
        )
        assert error.code in ("record_moved_on", "amendment_issued"), name
    assert amendments.of_program(workspace, program.id) == before


def test_a_change_taken_out_does_not_come_back_into_an_issued_amendment(
    workspace: Workspace,
) -> None:
    program, items = an_issued_program(workspace)
    draft = begun(workspace, program)
    change = amendments.put_change(workspace, draft.id, DROPPED, items[0])
    amendments.put_change(workspace, draft.id, DROPPED, items[1])
    amendments.drop_change(workspace, change.id)
    amendments.issue(workspace, draft.id, how())
    error = refusal(lambda: history.undo_operation(workspace, operation(workspace, "drop_change")))
    assert error.code == "amendment_issued"


def test_a_voided_draft_does_not_come_back_beside_another(workspace: Workspace) -> None:
    program, _items = an_issued_program(workspace)
    amendments.void(workspace, begun(workspace, program).id, "thôi")
    begun(workspace, program)
    error = refusal(
        lambda: history.undo_operation(workspace, operation(workspace, "void_amendment"))
    )
    assert error.code == "amendment_open"


def test_naming_is_taken_back_unless_something_stands_on_it(workspace: Workspace) -> None:
    item = a_line_to_name(workspace)
    named = amendments.name_subjects(workspace, item.id, [a_commune()])
    history.undo(workspace)
    assert program_items.get(workspace, item.id).item == item
    assert amendments.of_line(workspace, item.id) == []
    history.redo(workspace)
    assert program_items.get(workspace, item.id).item == named
    step = program_progress.Step(named.subjects[0].key, "DONE", None, ISSUED_ON)
    program_progress.record_progress(workspace, item.id, [step])
    name = operation(workspace, "redo")
    assert refusal(lambda: history.undo_operation(workspace, name)).code == "record_moved_on"
    assert maintenance.check(workspace).sound


def test_an_edit_of_the_draft_program_is_not_taken_back_once_it_is_issued(
    workspace: Workspace,
) -> None:
    item = a_line_to_name(workspace)
    amendments.name_subjects(workspace, item.id, [a_commune()])
    error = refusal(lambda: history.undo_operation(workspace, operation(workspace, "add_item")))
    assert error.code == "program_issued"
