"""The first page: its figures are what the service says, and lead to what they count."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.services import offices, overview, programs
from ktgs_desktop.settings import Settings
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_member,
    a_program,
    an_issued_program,
    standing,
)
from tests.helpers.desk import OFFSCREEN, Desk, press, texts_of
from tests.helpers.dialogs import during
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def card_texts(card):
    """The texts a card shows, on labels and on what can be pressed."""
    found = [*card.findChildren(QLabel), *card.findChildren(QPushButton)]
    return [one.text() for one in found if one.isVisible() and one.text()]


def named(page, text):
    """What can be pressed and is called so."""
    return next(
        one
        for one in page.findChildren(QPushButton)
        if one.isVisible() and text in (one.accessibleName() or one.text())
    )


def follow(desk, text):
    """Press a line of the page with the keyboard."""
    named(desk.page(), text).setFocus()
    desk.press("Return")


def busy_year(workspace):
    """An issued program with late lines and some due soon, and a draft of the next year."""
    program = a_program(workspace)
    for number in range(8):
        a_line(workspace, program, content=f"Việc đã muộn {number}", quarter=1)
    a_line(workspace, program, content="Việc quý III", quarter=3)
    today = workspace.today
    for days in (0, 29):
        a_line(
            workspace,
            program,
            content=f"Việc trong {days} ngày",
            quarter=None,
            work_to=PartialDate((today + timedelta(days=days)).isoformat()),
        )
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    programs.add(workspace, kind="ANNUAL", body=standing(workspace).id, year=2022)
    a_member(workspace)


# An empty office ------------------------------------------------------------------------------


def test_an_empty_office_is_told_what_to_do_first(desk):
    page = desk.page()
    assert page._empty.isVisible()
    assert not page._cards.isVisible()
    assert "Nothing is planned yet" in texts_of(page)
    assert page._title.text() == i18n.long_day(desk.workspace.today)
    follow(desk, "Go to programs")
    assert desk.page() is desk.window.page("programs")


# Figures --------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_service(desk):
    do(desk, busy_year)
    found = desk.ask(overview.overview)
    page = desk.page()
    assert (found.overdue_count, len(found.soon), len(found.drafts)) == (8, 2, 1)
    assert page._words.text() == (
        "8 lines are overdue, 2 are due within 30 days, 1 drafts wait to be issued, "
        "1 papers wait for a signature."
    )
    late = card_texts(page._late)
    assert sum("Việc đã muộn" in text for text in late) == 8
    assert not any(text.startswith("… and") for text in late), "there is room for all"
    soon = card_texts(page._soon)
    assert [text for text in soon if text.startswith("Việc trong")] == [
        "Việc trong 0 ngày",
        "Việc trong 29 ngày",
    ]
    waiting = " ".join(card_texts(page._waiting))
    assert "2022" in waiting
    assert "draft · 0 lines" in waiting
    assert "01-CTr/HU: not signed" in waiting
    registers = card_texts(page._files)
    assert {str(found.organizations), str(found.members)} <= set(registers)
    bars = page.bars.accessibleDescription()
    for quarter, roman in zip(found.quarters, ("I", "II", "III", "IV"), strict=True):
        said = (
            f"Quarter {roman}: done {quarter.done}, in progress {quarter.in_progress}, "
            f"overdue {quarter.overdue}, not started {quarter.not_started}"
        )
        assert said in bars


def test_a_change_is_seen_at_once_and_leaves_nothing_of_the_former_figures(desk):
    do(desk, busy_year)
    page = desk.page()
    for number in range(3):
        do(desk, lambda w, number=number: a_member(w, f"Trần Thị Thí Dụ {number}"))
    desk.qtbot.wait(20)
    found = desk.ask(overview.overview)
    assert found.members == 4
    assert sorted(card_texts(page._files)) == sorted(
        ["Registers", "Open", "Organisations", str(found.organizations), "Party members", "4"]
    )
    assert len(page._safety.findChildren(QLabel)) < 10


def test_more_late_lines_than_are_read_are_still_counted(desk):
    def make(workspace):
        program = a_program(workspace)
        for number in range(55):
            a_line(workspace, program, content=f"Việc {number}", quarter=1)
        programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))

    do(desk, make)
    shown = card_texts(desk.page()._late)
    more = next(text for text in shown if text.startswith("… and"))
    assert more == f"… and {55 - sum(text.startswith('Việc') for text in shown)} more"
    follow(desk, more)
    lines = desk.page().lines
    assert lines.model.number_of_rows() == 55


def test_many_drafts_leave_no_room_and_that_is_said(desk):
    def make(workspace):
        an_issued_program(workspace, lines=1)
        for body in offices.bodies(workspace)[:2]:
            for year in range(2022, 2026):
                programs.add(workspace, kind="ANNUAL", body=body.id, year=year)

    do(desk, make)
    found = desk.ask(overview.overview)
    assert (len(found.drafts), len(found.unsigned)) == (8, 1)
    desk.window.resize(1024, 640)
    desk.settle()
    waiting = card_texts(desk.page()._waiting)
    drafts = sum("draft ·" in text for text in waiting)
    assert 3 <= drafts < 8
    assert not any("not signed" in text for text in waiting)
    follow(desk, f"… and {9 - drafts} more")
    assert desk.page() is desk.window.page("papers")


def test_a_higher_window_shows_more_lines_and_says_no_more_than_it_hides(desk):
    do(desk, busy_year)
    page = desk.page()
    desk.window.resize(1366, 700)
    desk.settle()
    few = card_texts(page._late)
    assert any(text.startswith("… and") for text in few)
    desk.window.resize(1366, 1000)
    desk.qtbot.waitUntil(lambda: not any("… and" in text for text in card_texts(page._late)))
    assert sum(text.startswith("Việc đã muộn") for text in card_texts(page._late)) == 8


def test_the_day_of_the_heading_is_the_day_of_the_figures(desk, clock):
    clock.forward(days=1)
    desk.press("Ctrl+R")
    assert desk.page()._title.text() == i18n.long_day(desk.workspace.today)


# Ways -----------------------------------------------------------------------------------------


def test_a_late_line_opens_itself(desk):
    do(desk, busy_year)
    follow(desk, "Việc đã muộn 3")
    lines = desk.window.page("programs").lines
    assert desk.page() is desk.window.page("programs")
    assert lines.panel.form.content.value() == "Việc đã muộn 3"
    assert lines.model.row_at(lines.list.currentIndex().row()).content == "Việc đã muộn 3"


def test_a_draft_opens_its_program(desk):
    do(desk, busy_year)
    follow(desk, "2022")
    assert desk.page() is desk.window.page("programs")
    assert "2022" in desk.page()._title.text()


def test_an_unsigned_paper_opens_itself(desk):
    do(desk, busy_year)

    def look(dialog):
        desk.settle()
        assert dialog.view.pages >= 1
        press("Escape")

    with during(PaperDialog, look):
        named(desk.page(), "01-CTr/HU").setFocus()
        press("Return")
        desk.settle()
    assert desk.page() is desk.window.page("papers")


def test_a_part_of_a_bar_opens_its_lines(desk):
    do(desk, busy_year)
    bars = desk.page().bars
    bars.repaint()
    place = next(where for where, row, key in bars._places if (row, key) == (2, "NOT_STARTED"))
    at = place.center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=at)
    desk.settle()
    assert desk.page() is desk.window.page("programs")
    lines = desk.page().lines
    found = desk.ask(overview.overview)
    assert lines.model.number_of_rows() == found.quarters[2].not_started


@pytest.mark.parametrize(
    ("words", "page"),
    [("Papers", "papers"), ("Open", "organizations"), ("Settings", "settings")],
)
def test_each_card_leads_to_its_page(desk, words, page):
    do(desk, busy_year)
    (link,) = [
        one
        for one in desk.page().findChildren(QPushButton)
        if one.text() == words and one.isVisible()
    ]
    link.setFocus()
    desk.press("Return")
    assert desk.page() is desk.window.page(page)


def test_in_vietnamese_the_words_are_vietnamese(qtbot, workspace):
    busy_year(workspace)
    desk = Desk.open(qtbot, workspace, Settings(language="vi", theme="light"))
    shown = " ".join([*texts_of(desk.page()), *card_texts(desk.page())])
    assert "Quá hạn" in shown
    for word in ("overdue", "draft", "signed", "Waiting", "more"):
        assert word not in shown
    workspace.store.keep_off(None)
    desk.close()
