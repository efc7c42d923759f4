"""From the draft to the closing and back: opinions, submission, return with a remark."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.services import (
    amendments,
    history,
    opinions,
    program_items,
    program_life,
    programs,
)
from ktgs_desktop.services import program_progress as progress
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
    from ktgs_desktop.services.workspace import Workspace

TODAY = date(2021, 7, 6)


def test_a_draft_goes_out_for_opinions_and_stays_editable(workspace: Workspace) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    sent = program_life.send_for_opinions(
        workspace,
        program.id,
        ["Ban Tổ chức", " Ban  Dân vận", "Ban Tổ chức", ""],
        date(2021, 7, 20),
    )
    assert sent.state == "CONSULTING"
    found = opinions.opinions(workspace, program.id)
    assert [one.giver for one in found] == ["Ban Tổ chức", "Ban Dân vận"]
    assert {(one.asked_on, one.due_on) for one in found} == {(TODAY, date(2021, 7, 20))}
    changed = dataclasses.replace(line, content="Sau góp ý")
    assert program_items.save(workspace, changed).content == "Sau góp ý"
    (one,) = programs.programs(workspace)
    assert (one.opinions, one.open_opinions) == (2, 2)


def test_undoing_the_sending_takes_the_opinions_with_it(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    program_life.send_for_opinions(workspace, program.id, ["Ban Tổ chức"])
    history.undo(workspace)
    assert programs.get(workspace, program.id).state == "DRAFT"
    assert opinions.opinions(workspace, program.id) == []
    history.redo(workspace)
    assert len(opinions.opinions(workspace, program.id)) == 1


def test_an_opinion_waits_until_its_words_are_decided(workspace: Workspace) -> None:
    program = a_program(workspace)
    asked = dataclasses.replace(opinions.blank(workspace, program.id), giver="Ban Tổ chức")
    (asked,) = opinions.save(workspace, [asked])
    assert asked.is_open()
    agreed = dataclasses.replace(asked, received_on=TODAY)
    assert not opinions.save(workspace, [agreed])[0].is_open()
    worded = dataclasses.replace(agreed, text="Đề nghị thêm một cuộc")
    assert opinions.save(workspace, [worded])[0].is_open()
    explained = dataclasses.replace(worded, result="EXPLAINED")
    assert refusal(lambda: opinions.save(workspace, [explained])).code == "answer_missing"
    answered = dataclasses.replace(explained, answer="Đã có trong năm 2022")
    assert not opinions.save(workspace, [answered])[0].is_open()
    opinions.void(workspace, [asked.id], "nhập nhầm")
    assert opinions.opinions(workspace, program.id) == []
    old_form = dataclasses.replace(answered, text="Sửa sau khi đã gỡ bỏ")
    assert refusal(lambda: opinions.save(workspace, [old_form])).code == "record_gone"
    assert opinions.opinions(workspace, program.id) == []


def test_a_submitted_program_is_locked_until_it_is_returned(workspace: Workspace) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    assert program_life.submit(workspace, program.id).submitted_on == TODAY
    before = changes(workspace)
    edited = dataclasses.replace(line, content="Đổi")
    assert refusal(lambda: program_items.save(workspace, edited)).code == "program_submitted"
    assert refusal(lambda: program_life.submit(workspace, program.id)).code == "program_state_bad"
    assert changes(workspace) == before
    back = program_life.send_back(workspace, program.id, "Thêm nội dung đất đai")
    assert (back.state, back.submitted_on, back.remark) == ("DRAFT", None, "Thêm nội dung đất đai")
    assert program_items.save(workspace, edited).content == "Đổi"
    assert program_life.submit(workspace, program.id).remark == ""


def test_what_lies_before_the_body_is_issued_as_it_lies(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    program_life.submit(workspace, program.id, ISSUED_ON)
    paper = programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    issued = programs.get(workspace, program.id)
    assert (issued.state, issued.number) == ("ISSUED", paper.symbol)
    for step in (program_life.submit, program_life.send_back, program_life.send_for_opinions):
        assert refusal(lambda step=step: step(workspace, program.id)).code == "program_issued"


def test_opinions_are_recorded_until_the_program_is_issued(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    program_life.send_for_opinions(workspace, program.id, ["Ban Tổ chức", "Ban Dân vận"])
    program_life.submit(workspace, program.id)
    first, second = opinions.opinions(workspace, program.id)
    opinions.save(workspace, [dataclasses.replace(first, received_on=TODAY)])
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    late = dataclasses.replace(second, received_on=TODAY, text="Thêm một cuộc")
    new = dataclasses.replace(opinions.blank(workspace, program.id), giver="Ban Tuyên giáo")
    before = opinions.opinions(workspace, program.id)
    for record in (
        lambda: opinions.save(workspace, [late]),
        lambda: opinions.save(workspace, [new]),
        lambda: opinions.void(workspace, [second.id], "nhập nhầm"),
    ):
        assert refusal(record).code == "opinions_closed"
    assert opinions.opinions(workspace, program.id) == before


@pytest.mark.parametrize("step", [program_life.send_for_opinions, program_life.submit])
def test_an_empty_draft_goes_nowhere(workspace: Workspace, step) -> None:
    program = a_program(workspace)
    assert refusal(lambda: step(workspace, program.id)).code == "program_empty"


def test_lines_not_done_are_named_before_a_program_is_closed(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace, lines=2)
    progress.record_progress(workspace, items[0].id, done(items[0]))
    assert [one.id for one in program_life.remaining(workspace, program.id)] == [items[1].id]
    error = refusal(lambda: program_life.close(workspace, program.id))
    assert (error.code, error.params["count"]) == ("program_unfinished", 1)
    assert items[1].content in str(error.params["names"])
    closed = program_life.close(workspace, program.id, unfinished=True)
    assert (closed.state, closed.closed_on) == ("CLOSED", TODAY)
    late = refusal(lambda: progress.record_progress(workspace, items[1].id, done(items[1])))
    assert late.code == "program_closed"
    assert program_life.reopen(workspace, program.id).closed_on is None
    progress.record_progress(workspace, items[1].id, done(items[1]))
    assert program_life.remaining(workspace, program.id) == []
    assert program_life.close(workspace, program.id).state == "CLOSED"


def test_a_program_being_amended_is_not_closed(workspace: Workspace) -> None:
    program, items = an_issued_program(workspace)
    draft = amendments.begin(workspace, program.id, reason="theo chỉ đạo")
    before = changes(workspace)
    error = refusal(lambda: program_life.close(workspace, program.id, unfinished=True))
    assert (error.code, error.params) == ("amendment_drafted", {"title": draft.title})
    assert changes(workspace) == before
    amendments.void(workspace, draft.id, "thôi")
    assert program_life.close(workspace, program.id, unfinished=True).state == "CLOSED"
    program_life.reopen(workspace, program.id)
    draft = amendments.begin(workspace, program.id, reason="theo chỉ đạo")
    amendments.put_change(workspace, draft.id, "DROPPED", items[0])
    amendments.issue(workspace, draft.id, amendments.Issue(TODAY, SIGNER))
    assert program_life.close(workspace, program.id, unfinished=True).state == "CLOSED"


def test_a_program_is_not_closed_before_its_issue_nor_tomorrow(workspace: Workspace) -> None:
    program, _items = an_issued_program(workspace, lines=1)
    early = refusal(lambda: program_life.close(workspace, program.id, date(2020, 12, 31)))
    assert early.code == "closed_before_issue"
    late = refusal(lambda: program_life.close(workspace, program.id, date(2021, 7, 7)))
    assert late.code == "date_future"
