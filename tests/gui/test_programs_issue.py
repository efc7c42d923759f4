"""Programs issued: what the dialog refuses, what is locked, what progress says; drafts deleted."""

import pytest

from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.programs import IssueDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import offices, program_items, programs
from tests.helpers.builders import SIGNER, a_line, a_program, an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import (
    FIRST,
    SECOND,
    THIRD,
    checks,
    choose_program,
    command,
    form_of,
    go_to_line,
    notice,
    open_programs,
    shown,
    usable,
)
from tests.helpers.register import do, go_to, leave, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

WRITING = {
    "add_item",
    "void_item",
    "duplicate_item",
    "item_up",
    "item_down",
    "issue_program",
    "void_program",
}


def issue_dialog(desk, act):
    """Open the dialog by name; `act` leaves it."""
    with during(IssueDialog, act):
        command(desk, "issue the program")
        desk.settle()
    desk.settle()


def said(dialog):
    return dialog._fault.text()


def issued(desk, lines=None):
    """A program with lines of every state to come, issued."""
    program = checks(desk) if lines is None else checks(desk, lines)
    do(desk, lambda w: programs.issue(w, program.id, programs.Issue(w.today, SIGNER)))
    return program


# Issuing --------------------------------------------------------------------------------------


def test_the_number_is_the_next_and_the_signer_the_first_of_the_body(desk):
    open_programs(desk)
    do(desk, an_issued_program)
    program = do(desk, lambda w: a_program(w, 2022))
    do(desk, lambda w: a_line(w, program))
    choose_program(desk, "Year 2022")

    def look(dialog):
        desk.settle()
        body = desk.ask(lambda w: offices.bodies(w)[0])
        assert dialog.number.value() == 2
        assert dialog.position.value() == body.signers[0].position
        assert dialog.authority.value() == body.signers[0].authority
        assert dialog.place.value() == body.place
        press("Escape")

    issue_dialog(desk, look)
    assert not desk.ask(lambda w: programs.get(w, program.id)).locked


def test_each_thing_missing_or_wrong_is_said_and_the_cursor_goes_there(desk):
    open_programs(desk)
    do(desk, an_issued_program)
    program = do(desk, lambda w: a_program(w, 2022))
    do(desk, lambda w: a_line(w, program))
    choose_program(desk, "Year 2022")

    def wrong(dialog):
        desk.settle()
        dialog.name.set_value("")
        press("Ctrl+S")
        desk.settle()
        assert "signer is missing" in said(dialog)
        assert focused() is dialog.name
        replace("Nguyễn Văn Mẫu")
        for text, sentence in (
            ("31/2/2022", "no such day"),
            ("hôm nay", "is no date"),
            ("2022", "is no date"),
            ("", "is no date"),
            ("5/1/2020", "does not belong to the program of 2022"),
            ("5/1/2022", "lies in the future"),
        ):
            dialog.date.setFocus()
            press("Ctrl+A Delete")
            write(text)
            press("Ctrl+S")
            desk.settle()
            assert sentence in said(dialog), text
            assert focused() is dialog.date
            assert dialog.date.text() == text
        replace("5/7/2021")
        dialog.number.setFocus()
        replace("1")
        press("Ctrl+S")
        desk.settle()
        assert "01-CTr/HU is given already" in said(dialog)
        assert focused() is dialog.number
        assert dialog.name.value() == "Nguyễn Văn Mẫu"
        replace("2")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(PaperDialog, lambda _paper: press("Escape")):
        issue_dialog(desk, wrong)
    desk.settle()
    assert desk.ask(lambda w: programs.get(w, program.id)).number == "02-CTr/HU"
    assert "Issued: 02-CTr/HU" in desk.said


def test_gaps_and_overlaps_are_told_and_do_not_stop(desk):
    open_programs(desk)
    program = do(desk, a_program)
    for _place in range(2):
        do(desk, lambda w: a_line(w, program))
    do(desk, lambda w: a_line(w, program, quarter=None, lead=None, subjects=()))

    def look(dialog):
        desk.settle()
        desk.qtbot.waitUntil(dialog.notes.isVisible)
        text = dialog.notes.text()
        assert "Lines without a subject: 3." in text
        assert "Lines without a time of the work: 3." in text
        assert "Lines without a body in the lead: 3." in text
        assert "Đảng uỷ xã Bàn Đạt (lines 1, 2)" in text
        dialog.name.set_value("Nguyễn Văn Mẫu")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(PaperDialog, lambda _paper: press("Escape")):
        issue_dialog(desk, look)
    desk.settle()
    assert desk.ask(lambda w: programs.get(w, program.id)).locked


def test_a_whole_program_has_no_notes(desk):
    open_programs(desk)
    program = do(desk, a_program)
    do(desk, lambda w: a_line(w, program))

    def look(dialog):
        desk.settle()
        assert not dialog.notes.isVisible()
        press("Escape")

    issue_dialog(desk, look)


def test_a_program_without_lines_is_not_issued(desk):
    page = open_programs(desk)
    program = do(desk, a_program)

    def refused(dialog):
        desk.settle()
        dialog.name.set_value("Nguyễn Văn Mẫu")
        press("Ctrl+S")
        desk.settle()
        assert "has no line yet" in said(dialog)
        press("Escape")

    issue_dialog(desk, refused)
    assert not desk.ask(lambda w: programs.get(w, program.id)).locked
    assert page.issue_button.isVisible()


def test_what_is_not_saved_yet_holds_the_issue_up(desk):
    open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    write("x")
    command(desk, "issue the program")
    desk.settle()
    assert "Save this line first" in notice(desk)
    assert not desk.ask(lambda w: programs.get(w, program.id)).locked


# Locked ---------------------------------------------------------------------------------------


def test_an_issued_program_is_locked_but_for_progress(desk):
    page = open_programs(desk)
    program = issued(desk)
    assert usable(page) & WRITING == set()
    assert "progress" in usable(page)
    assert page.record.isVisible()
    assert not page.add_button.isVisible()
    go_to_line(desk, FIRST)
    form = form_of(desk)
    for field in (form.content, form.period, form.work, form.lead, form.support, form.note):
        assert field.isReadOnly()
    assert not form.kind.isEnabled()
    assert not form.subjects.line.isVisible()
    form.subjects.list.setFocus()
    press("Home Delete")
    assert form.subjects.list.count() == 1
    desk.press("F5 F6 Ctrl+D Alt+Down Ctrl+S Ctrl+Return")
    lines = desk.ask(lambda w: program_items.items(w, program.id))
    assert [line.content for line in lines][:3] == [FIRST, SECOND, THIRD]
    assert not page.lines.panel.composing


def test_enter_on_a_locked_line_records_its_progress(desk):
    page = open_programs(desk)
    issued(desk)
    go_to_line(desk, SECOND)
    desk.press("Return")
    panel = page.lines.panel
    assert panel.progress.isVisible()
    row = panel.progress._rows[0]
    assert row.state.hasFocus()
    press("End")
    assert row.done.text() == "06/07/2021", "done today, unless the clerk says otherwise"
    desk.press("Ctrl+S")
    assert "Progress recorded" in desk.said
    assert "✔ Done 1/1" in panel.head.state.text()


def test_the_states_of_lines_are_shown_counted_and_filtered(desk):
    page = open_programs(desk)
    issued(desk)
    # 6 July 2021: I and II are over, III runs.
    assert shown(page, "state")[1:4] == ["▲ Overdue 97 d", "▲ Overdue 6 d", "○ Not started"]
    go_to_line(desk, THIRD)
    desk.press("Ctrl+G")
    press("Down")
    desk.press("Ctrl+S Escape")
    assert shown(page, "state")[3] == "● In progress"
    go_to_line(desk, FIRST)
    desk.press("Ctrl+G")
    press("End")
    desk.press("Ctrl+S Escape")
    assert shown(page, "state")[1] == "✔ Done"
    assert shown(page, "done")[1] == "1/1"
    summary = page._summary.text()
    for text in ("✔ 1 done", "● 1 in progress", "▲ 1 overdue", "○ 2 not started"):
        assert text in summary
    desk.press("Ctrl+F Tab Tab Tab")
    for steps, expected in enumerate(([FIRST], [THIRD]), start=1):
        press("Home")
        desk.press(" ".join(["Down"] * steps))
        assert shown(page)[1:] == expected


@pytest.mark.parametrize(
    ("started", "done", "sentence", "where"),
    [
        ("", "", "day of the conclusion is missing", "done"),
        ("", "1/12/2021", "lies in the future", "done"),
        ("5/6", "1/6", "end lies before the beginning", "done"),
        ("hôm qua", "1/6", "is no date", "started"),
        ("2021", "1/6", "is no date", "started"),
        ("", "31/6", "no such day", "done"),
    ],
)
def test_progress_that_cannot_be_is_said_and_stays(desk, started, done, sentence, where):
    page = open_programs(desk)
    program = issued(desk)
    go_to_line(desk, FIRST)
    desk.press("Ctrl+G")
    press("End")
    row = page.lines.panel.progress._rows[0]
    for field, text in ((row.started, started), (row.done, done)):
        field.setFocus()
        press("Ctrl+A Delete")
        write(text)
    row.note.setFocus()
    replace("đã làm")
    desk.press("Ctrl+S")
    assert sentence in notice(desk)
    assert focused() is getattr(row, where)
    assert row.note.value() == "đã làm"
    detail = desk.ask(lambda w: program_items.get(w, program_items.items(w, program.id)[0].id))
    assert detail.progress == ()
    go_to_line(desk, SECOND)
    go_to_line(desk, FIRST)
    desk.press("Ctrl+G")
    row = page.lines.panel.progress._rows[0]
    assert (row.note.value(), row.state.value()) == ("đã làm", "DONE")


def test_those_named_later_are_counted_as_they_are_done(desk):
    page = open_programs(desk)
    program = do(desk, a_program)
    do(
        desk,
        lambda w: a_line(w, program, content="Theo số", subjects=(), unnamed_organizations=3),
    )
    do(desk, lambda w: programs.issue(w, program.id, programs.Issue(w.today, SIGNER)))
    go_to_line(desk, "Theo số")
    desk.press("Ctrl+G")
    row = page.lines.panel.progress._rows[0]
    press("Down")
    go_to(row.count)
    replace("2")
    desk.press("Ctrl+S")
    assert shown(page, "done")[1] == "2/3"
    assert "▲" in page.lines.panel.head.state.text()
    desk.press("Ctrl+Z")
    assert shown(page, "done")[1] == "0/3"


# Deleting a draft -----------------------------------------------------------------------------


def test_a_draft_begun_by_mistake_is_deleted_with_its_lines_and_brought_back(desk):
    page = open_programs(desk)
    checks(desk)

    def give_reason(dialog):
        assert any("(5)" in text for text in texts_of(dialog))
        write("Nhầm năm")
        push(desk, "Alt+D")

    with during(ReasonDialog, give_reason):
        command(desk, "delete the draft")
        desk.settle()
    desk.settle()
    assert desk.ask(programs.programs) == []
    assert "No program yet" in texts_of(page.lines)
    assert not page.lines.panel.tabs.isEnabled()
    desk.press("Ctrl+Z")
    assert page.choice.currentText() == "Year 2021 · draft"
    assert len(shown(page)) == 7


# Read only ------------------------------------------------------------------------------------


def test_read_only_nothing_writes(qtbot, office_file, clock, workspace):
    program = a_program(workspace)
    line = a_line(workspace, program, content=FIRST)
    reader = Desk.reopen(qtbot, office_file, clock)
    try:
        assert reader.workspace.read_only
        page = open_programs(reader)
        assert shown(page) == ["A. INSPECTION", FIRST]
        assert usable(page) & (WRITING | {"new_program", "save", "progress"}) == set()
        for button in (page.new, page.issue_button, page.add_button, page.record):
            assert not button.isVisible()
        assert page.print_button.isVisible()
        panel = page.lines.panel
        for button in (panel.save, panel.save_next, panel.record, panel.drop):
            assert not button.isVisible()
        reader.press("Return")
        form_of(reader).content.setFocus()
        press("X")
        assert form_of(reader).content.value() == FIRST
        reader.press("Ctrl+S Ctrl+Return Ctrl+N F5 F6 Ctrl+D Ctrl+Z")
        assert notice(reader) == ""
        assert program_items.get(workspace, line.id).item.content == FIRST
        programs.issue(workspace, program.id, programs.Issue(workspace.today, SIGNER))
        reader.press("Ctrl+R")
        assert panel.tabs.isTabVisible(1)
        panel.tabs.setCurrentIndex(1)
        reader.settle()
        assert not panel.progress._rows[0].state.isEnabled()
        assert not panel.save.isVisible()
    finally:
        leave(reader)
