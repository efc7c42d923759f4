"""An issued program amended by keyboard: drafted, issued, shown on any day."""

import dataclasses
from datetime import date

import pytest

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.gui.dialogs.amendments import (
    AmendmentDialog,
    IssueAmendmentDialog,
    PostponeDialog,
)
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.views.programs.change_dialogs import ChangeDialog, NamingDialog
from ktgs_desktop.gui.views.programs.version_dialog import VersionDialog
from ktgs_desktop.services import amendments, maintenance, program_items, programs
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program
from tests.helpers.desk import OFFSCREEN, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import command, go_to_line, open_programs, shown, usable
from tests.helpers.register import do, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

CONTENTS = ("Đảng phí", "Đất đai", "Nghị quyết", "Đoàn kết")


def issued(desk, **values):
    """A program of four lines, issued, and shown."""

    def work(workspace):
        program = a_program(workspace)
        for content in CONTENTS:
            a_line(workspace, program, content=content, **values)
        programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
        return program

    program = do(desk, work)
    open_programs(desk)
    return program


def pane_of(desk):
    return desk.page().panes.present


def rows(desk):
    """What the table of the pane shows."""
    return [row.texts for row in pane_of(desk).table.rows]


def go_to_row(desk, content):
    """Put the cursor on a line of the draft."""
    table = pane_of(desk).table
    table.setFocus()
    desk.press("Ctrl+Home")
    for _step in range(table.rowCount()):
        if table.rows[table.currentRow()].texts[2].startswith(content):
            return
        desk.press("Down")
    raise AssertionError(content)


def begin(desk, reason="chỉ đạo của cấp trên"):
    """Alt+A on the page; the reason; Enter."""

    def fill(dialog):
        assert focused() is dialog.reason
        write(reason)
        press("Return")
        assert focused() is dialog.save
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(AmendmentDialog, fill):
        push(desk, "Alt+A")
        desk.settle()
    desk.settle()


def drop(desk, content, reason="trùng"):
    go_to_row(desk, content)

    def fill(dialog):
        write(reason)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ReasonDialog, fill):
        press("F6")
    desk.settle()


def leave(_dialog):
    press("Escape")


def add(desk, content, work, why):
    """F5 in the draft, the fields, Enter at the end."""

    def fill(dialog):
        assert focused() is dialog.form.content
        write(content)
        dialog.form.work.setFocus()
        write(work)
        dialog.reason.setFocus()
        write(why)
        press("Return")
        assert focused() is dialog.save
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ChangeDialog, fill):
        press("F5")
        desk.settle()
    desk.settle()


def change(desk, content, new):
    """Enter on a line of the draft, another content."""
    go_to_row(desk, content)

    def fill(dialog):
        assert dialog.form.content.value() == content
        replace(new)
        dialog.save.setFocus()
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ChangeDialog, fill):
        press("Return")
    desk.settle()


def put_off(desk, content, *times):
    """Times typed one after the other, of which only the last is taken."""
    go_to_row(desk, content)

    def fill(dialog):
        press("Return")
        assert focused() is dialog.work
        for time in times[:-1]:
            replace(time)
            press("Ctrl+S")
            desk.qtbot.waitUntil(dialog._fault.isVisible)
        replace(times[-1])
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(PostponeDialog, fill):
        push(desk, "Alt+P")
    desk.settle()


def issue(desk, day):
    """Alt+I, the date, Ctrl+S; the paper comes."""

    def fill(dialog):
        assert focused() is dialog.kind
        desk.qtbot.waitUntil(lambda: dialog.number.value() == 1)
        dialog.date.setFocus()
        replace(day)
        press("Ctrl+S")
        desk.qtbot.waitUntil(dialog._fault.isVisible)
        assert focused() is dialog.name  # the office has no signer yet
        write("Nguyễn Văn Mẫu")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(PaperDialog, leave), during(IssueAmendmentDialog, fill):
        push(desk, "Alt+I")
        desk.settle()
    desk.settle()


def test_an_issued_program_is_amended_by_keyboard(desk):
    program = issued(desk)
    begin(desk)
    assert [texts[2] for texts in rows(desk)] == list(CONTENTS)
    add(desk, "Phòng, chống dịch", "q3", "việc mới")
    change(desk, "Đất đai", "Đất đai, xây dựng")
    drop(desk, "Nghị quyết")
    put_off(desk, "Đoàn kết", "q1", "q4")
    assert [(texts[0], texts[2], texts[3], texts[4]) for texts in rows(desk)] == [
        ("", "Đảng phí", "", ""),
        ("✎ changed", "Đất đai", "Content: Đất đai → Đất đai, xây dựng", ""),
        ("✕ dropped", "Nghị quyết", "", "trùng"),
        ("↷ put off", "Đoàn kết", "Quarter: I → IV", ""),
        ("+ added", "Phòng, chống dịch", "", "việc mới"),
    ]
    issue(desk, "1/4")
    assert "Issued: 01-QĐ/HU" in desk.said
    items = desk.ask(lambda w: program_items.items(w, program.id))
    assert [(item.content, item.status) for item in items] == [
        ("Đảng phí", "ACTIVE"),
        ("Đất đai, xây dựng", "CHANGED"),
        ("Nghị quyết", "DROPPED"),
        ("Đoàn kết", "POSTPONED"),
        ("Phòng, chống dịch", "ADDED"),
    ]
    assert desk.ask(lambda w: maintenance.check(w).sound)


def test_the_list_and_the_line_say_what_was_made_of_it(desk):
    program = issued(desk)

    def amend(workspace):
        _first, changed, dropped, _last = program_items.items(workspace, program.id)
        draft = amendments.begin(workspace, program.id, reason="chỉ đạo").id
        new = dataclasses.replace(changed, content="Đất đai, xây dựng")
        amendments.put_change(workspace, draft, ChangeAction.CHANGED, new)
        amendments.put_change(workspace, draft, ChangeAction.DROPPED, dropped, "trùng")
        amendments.issue(workspace, draft, amendments.Issue(date(2021, 4, 1), SIGNER))

    do(desk, amend)
    page = desk.page()
    assert "✎ Đất đai, xây dựng" in shown(page)
    assert "✕ dropped" in shown(page, "state")
    go_to_line(desk, "Nghị quyết")
    panel = page.lines.panel
    assert "✕ dropped" in panel.head.state.text()
    panel.tabs.setCurrentWidget(panel.versions)
    desk.qtbot.waitUntil(lambda: "01-QĐ/HU" in panel.versions.text.toPlainText())
    assert "Reason: trùng" in panel.versions.text.toPlainText()
    go_to_line(desk, "Đảng phí")
    desk.qtbot.waitUntil(lambda: "as it was issued" in panel.versions.text.toPlainText())


def test_a_change_is_taken_out_and_the_draft_given_up(desk):
    program = issued(desk)
    begin(desk)
    pane = pane_of(desk)
    assert not pane.issue_button.isEnabled()
    drop(desk, "Đất đai")
    assert pane.issue_button.isEnabled()
    go_to_row(desk, "Đất đai")
    push(desk, "Alt+K")
    assert all(not texts[0] for texts in rows(desk))
    desk.press("Ctrl+Z")
    assert [texts[2] for texts in rows(desk) if texts[0]] == ["Đất đai"]

    def fill(dialog):
        write("nhầm")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ReasonDialog, fill):
        push(desk, "Alt+D")
    desk.settle()
    assert desk.ask(lambda w: amendments.of_program(w, program.id)) == []
    assert pane.list.count() == 1
    assert pane.begin_button.isVisible()


def test_title_and_reason_of_the_draft_are_edited(desk):
    program = issued(desk)
    begin(desk, reason="")

    def fill(dialog):
        write("theo chỉ đạo")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(AmendmentDialog, fill):
        push(desk, "Alt+T")
    desk.settle()
    (found,) = desk.ask(lambda w: amendments.of_program(w, program.id))
    assert found.amendment.reason == "theo chỉ đạo"
    assert "theo chỉ đạo" in pane_of(desk).about.text()


def test_the_original_and_any_day_can_be_shown_and_compared(desk):
    program = issued(desk)

    def amend(workspace):
        items = program_items.items(workspace, program.id)
        for day, item in ((date(2021, 4, 1), items[1]), (date(2021, 6, 1), items[2])):
            draft = amendments.begin(workspace, program.id, reason="chỉ đạo").id
            amendments.put_change(workspace, draft, ChangeAction.DROPPED, item)
            amendments.issue(workspace, draft, amendments.Issue(day, SIGNER))

    do(desk, amend)
    desk.page().panes.choose("amendments")
    desk.settle()
    pane = pane_of(desk)
    assert pane.list.count() == 3
    pane.list.setFocus()
    desk.press("Home")
    assert [texts[2] for texts in rows(desk)] == list(CONTENTS)

    def look(dialog):
        def contents():
            return [row.texts[2] for row in dialog.table.rows if not row.muted]

        desk.qtbot.waitUntil(lambda: contents() == ["Đảng phí", "Đoàn kết"])
        replace("31/5")
        press("Return")
        desk.qtbot.waitUntil(lambda: contents() == ["Đảng phí", "Nghị quyết", "Đoàn kết"])
        dialog.against.setFocus()
        press("Down")
        desk.qtbot.waitUntil(lambda: [r.texts[0] for r in dialog.table.rows] == ["✕ gone"])
        assert dialog.table.rows[0].texts[2] == "Đất đai"
        with during(PaperDialog, read):
            push(desk, "Alt+V")
        push(desk, "Alt+C")

    def read(paper):
        desk.qtbot.waitUntil(lambda: paper.view.pages > 0)
        assert "hop nhat 2021-05-31" in paper._name.text()
        assert paper.word.isVisible()
        assert not paper.sign.isVisible()
        press("Escape")

    with during(VersionDialog, look):
        push(desk, "Alt+Y")
        desk.settle()
    desk.settle()


def test_subjects_left_open_are_named(desk):
    program = issued(desk, subjects=(), unnamed_organizations=2)
    desk.page().panes.choose("amendments")
    desk.settle()
    go_to_row(desk, "Đất đai")

    def name(dialog):
        write("dang uy ban dat")
        desk.qtbot.waitUntil(lambda: bool(dialog.subjects.line.offers()))
        press("Down Return")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(NamingDialog, name):
        push(desk, "Alt+N")
    desk.settle()
    items = desk.ask(lambda w: program_items.items(w, program.id))
    named = next(item for item in items if item.content == "Đất đai")
    assert [subject.name for subject in named.subjects] == ["Đảng uỷ xã Bàn Đạt"]
    assert named.unnamed_organizations == 1


def test_a_draft_says_whether_subjects_may_be_named_later(desk):
    program = do(desk, a_program)
    open_programs(desk)

    def fill(dialog):
        desk.qtbot.waitUntil(lambda: dialog._program is not None)
        assert dialog.names_later.isChecked()
        push(desk, "Alt+N")
        assert dialog.dirty
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ProgramTextDialog, fill):
        command(desk, "title and text of the program")
        desk.settle()
    desk.settle()
    assert not desk.ask(lambda w: programs.get(w, program.id)).names_later


def test_what_is_not_issued_is_not_amended(desk):
    do(desk, a_program)
    page = open_programs(desk)
    assert not page.amend_button.isVisible()
    assert "amend_program" not in usable(page)
    page.panes.choose("amendments")
    desk.settle()
    pane = pane_of(desk)
    assert pane.stack.currentIndex() == 0
    assert not pane.begin_button.isVisible()
    assert not any(part.isVisible() for part in pane.drafting)
    desk.press("F5 F6")
