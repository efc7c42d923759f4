"""A year in the life of an office, by keyboard and mouse: from December to December.

The term program and what of it falls to 2021, the draft, opinions, the issue, three amendments,
progress through four quarters, coverage, the draft of 2022 and its issue. Only the clock is moved
from outside. Every paper is printed by the window's own command, kept in the test's folder as PDF
and as pictures (`pytest --basetemp=FOLDER` keeps them to be looked at), and read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QAbstractItemView

from ktgs_desktop.gui.dialogs.close_program import CloseProgramDialog
from ktgs_desktop.gui.dialogs.lay_into_year import LayIntoYearDialog
from ktgs_desktop.gui.dialogs.proposals import ProposalsDialog
from ktgs_desktop.gui.views.programs.version_dialog import VersionDialog
from ktgs_desktop.services import (
    history,
    maintenance,
    offices,
    papers,
    program_items,
    programs,
    unit_register,
)
from tests.conftest import PASSWORD, Clock
from tests.helpers import year
from tests.helpers.desk import OFFSCREEN, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import choose_program, command, open_programs, shown, view
from tests.helpers.register import push
from tests.helpers.year import Papers, click, on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace
    from tests.helpers.desk import Desk

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN), pytest.mark.slow]

RESOLUTION = "Lãnh đạo thực hiện nghị quyết đại hội"
LAND = "Quản lý đất đai; xây dựng cơ bản"
FEES = "Thu, nộp, sử dụng đảng phí"
UNITY = "Giữ gìn đoàn kết nội bộ"
DISEASE = "Phòng, chống dịch COVID-19"


@pytest.fixture
def clock() -> Clock:
    """December of the year before."""
    return Clock(on(7, 12, 2020))


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """An office of its own, set up in December 2020."""
    made = offices.create_workspace(
        tmp_path / "year.ktgsdb",
        offices.NewOffice("173", "mau", PASSWORD, year.SIGNER, "cán bộ"),
        unit_register.read_units(),
        clock=clock,
    ).workspace
    yield made
    made.store.keep_off(None)
    made.close()


def at(desk: Desk, clock: Clock, day: int, month: int, of: int) -> None:
    """A later day: the clock is moved, the page read again."""
    moved = on(day, month, of)
    assert moved > clock.now
    clock.now = moved
    desk.press("Ctrl+R")


def items_of(desk: Desk, which: int, kind: str = "ANNUAL") -> dict[str, Any]:
    """The lines of a year's program as kept, by what they are about."""
    (one,) = [
        row.program
        for row in desk.ask(programs.programs)
        if (row.program.year, row.program.kind) == (which, kind)
    ]
    found = desk.ask(lambda w: program_items.items(w, one.id))
    return {item.content: item for item in found}


# The stages -----------------------------------------------------------------------------------


def the_term(desk: Desk, printed: Papers) -> None:
    """The program of the term, three lines, issued."""
    year.begin(desk, "TERM")
    year.write_line(desk, RESOLUTION, ("dang uy ban dat", "dang uy tan kim"), "2021")
    year.write_line(desk, LAND, ("dang uy kha son",), "2021")
    year.write_line(desk, FEES, ("dang uy nga my",), "2021")
    desk.press("Escape")
    text = printed.look_at(desk, "01 nhiem ky, du thao")
    assert "2020 - 2025" in text or "2020-2025" in text or "2020 – 2025" in text
    text = year.issue(desk, printed, "02 nhiem ky", "7/12/2020", 1)
    for words in ("01-CTr/HU", year.SIGNER, RESOLUTION, LAND, FEES):
        assert words in text


def the_draft(desk: Desk, printed: Papers) -> None:
    """All lines of the term laid into 2021, given their times, and a line of its own."""
    page = desk.page()
    page.lines.list.setFocus()
    desk.press("Ctrl+A")

    def lay(dialog: Any) -> None:
        assert dialog.year.value() == "2021"
        push(desk, "Alt+L")

    with during(LayIntoYearDialog, lay):
        click(desk, page.lines.term.lay)
    desk.settle()
    choose_program(desk, "Year 2021")
    for content, work in ((RESOLUTION, "q1"), (LAND, "q2"), (FEES, "15/7 - 30/9")):
        year.give_time(desk, content, work)
    year.write_line(desk, UNITY, ("dang uy tan kim",), "q4", "SUPERVISION_THEMATIC")
    desk.press("Escape")
    lines = items_of(desk, 2021)
    term = items_of(desk, 2020, "TERM")
    assert {name: lines[name].term_item for name in term} == {
        name: item.id for name, item in term.items()
    }
    assert lines[UNITY].term_item is None
    text = printed.look_at(desk, "03 nam 2021, du thao")
    assert "DỰ THẢO" in text.upper()
    for words in (RESOLUTION, LAND, FEES, UNITY, "Đảng uỷ xã Bàn Đạt", "IV"):
        assert words in text


def the_opinions(desk: Desk, printed: Papers) -> None:
    """One is asked for an opinion and gives it; the summary; submitted."""
    page = desk.page()
    click(desk, page.life_bar.next)
    assert page.panes.name == "opinions"
    pane = page.panes.present

    def editing() -> bool:
        desk.settle()
        return bool(pane.view.state() == QAbstractItemView.State.EditingState)

    desk.press("F5")
    for text in ("Ban Tổ chức Huyện uỷ", "", "20/12", "", "Nên giám sát sớm hơn"):
        desk.qtbot.waitUntil(editing)
        if text:
            replace(text)
        press("Return")
    desk.qtbot.waitUntil(editing)
    press("Down Return")  # accepted
    desk.qtbot.waitUntil(editing)
    write("Đã tiếp thu")
    press("Return")
    desk.qtbot.waitUntil(editing)
    press("Escape")
    desk.settle()
    text = printed.look_at(desk, "04 y kien")
    for words in ("Ban Tổ chức Huyện uỷ", "Nên giám sát sớm hơn", "Đã tiếp thu"):
        assert words in text
    view(desk, "list")
    command(desk, "Submit")
    desk.settle()
    assert not page.add_button.isVisible()


def the_first_half(desk: Desk, printed: Papers, clock: Clock) -> None:
    """Two quarters and two amendments."""
    at(desk, clock, 31, 3, 2021)
    year.record(desk, RESOLUTION, "End", "End")
    assert "✔ Done" in shown(desk.page(), "state")
    at(desk, clock, 1, 4, 2021)
    year.amend(desk, "theo chỉ đạo của Tỉnh uỷ về phòng, chống dịch")
    year.add(desk, DISEASE, "dang uy kha son", "q3", "việc mới phát sinh")
    text = year.issue_amendment(desk, printed, "06 dieu chinh lan 1", "1/4/2021", 1)
    for words in ("01-QĐ/HU", DISEASE, "Đảng uỷ xã Kha Sơn", "việc mới phát sinh"):
        assert words in text
    at(desk, clock, 30, 6, 2021)
    year.amend(desk, "giãn cách xã hội")
    year.put_off(desk, LAND, "q4", "dịch bệnh")
    year.change(desk, FEES, f"{FEES} năm 2020", "làm rõ mốc thời gian")
    text = year.issue_amendment(desk, printed, "07 dieu chinh lan 2", "30/6/2021", 2)
    for words in ("02-QĐ/HU", LAND, f"{FEES} năm 2020", "dịch bệnh", "làm rõ mốc thời gian"):
        assert words in text


def the_second_half(desk: Desk, printed: Papers, clock: Clock) -> None:
    """Two quarters more, an amendment that drops a line, the charts of the year."""
    at(desk, clock, 30, 9, 2021)
    year.record(desk, f"{FEES} năm 2020", "End")
    year.record(desk, DISEASE, "Down")
    at(desk, clock, 1, 10, 2021)
    year.amend(desk, "trùng cuộc giám sát của cấp trên")
    year.drop(desk, UNITY, "Tỉnh uỷ đã giám sát")
    text = year.issue_amendment(desk, printed, "08 dieu chinh lan 3", "1/10/2021", 3)
    for words in ("03-QĐ/HU", UNITY, "Tỉnh uỷ đã giám sát"):
        assert words in text
    the_year_on_any_day(desk, printed)
    at(desk, clock, 20, 12, 2021)
    year.record(desk, LAND, "End")
    states = {name: item.status for name, item in items_of(desk, 2021).items()}
    assert states == {
        RESOLUTION: "ACTIVE",
        LAND: "POSTPONED",
        f"{FEES} năm 2020": "CHANGED",
        UNITY: "DROPPED",
        DISEASE: "ADDED",
    }
    view(desk, "charts").take_focus()
    with printed.kept(desk, "10 bieu do"):
        push(desk, "Alt+P")
        desk.settle()
    desk.settle()


def the_year_on_any_day(desk: Desk, printed: Papers) -> None:
    """The program as it was on 1 May: the line added is there, the one dropped later too."""

    def look(dialog: Any) -> None:
        desk.settle()
        assert focused() is dialog.day
        replace("1/5/2021")
        press("Return")
        desk.qtbot.waitUntil(lambda: dialog._shown == date(2021, 5, 1))
        desk.settle()
        contents = [row.texts[2] for row in dialog.table.rows if not row.muted]
        assert sorted(contents) == sorted([RESOLUTION, LAND, FEES, UNITY, DISEASE])
        with printed.kept(desk, "09 hop nhat 1-5"):
            push(desk, "Alt+V")
        push(desk, "Alt+C")

    with during(VersionDialog, look):
        push(desk, "Alt+Y")
        desk.settle()
    desk.settle()
    text = printed.text["09 hop nhat 1-5"]
    assert DISEASE in text
    assert UNITY in text
    assert f"{FEES} năm 2020" not in text


def the_coverage(desk: Desk) -> None:
    """Who was inspected in 2021, who is planned, who never came up."""
    pane = view(desk, "coverage")
    keys = [column.key for column in pane.model.columns]
    found = {
        pane.model.index(row, 0).data(): pane.model.index(row, keys.index("year:2021")).data()
        for row in range(pane.model.rowCount())
    }
    for name in ("Bàn Đạt", "Tân Kim", "Nga My", "Kha Sơn"):
        assert "✔ insp." in found[f"Đảng bộ xã {name}"], (name, found[f"Đảng bộ xã {name}"])
    assert found["Đảng bộ xã Bảo Lý"] == "·"
    view(desk, "list")


def the_next_year(desk: Desk, printed: Papers, clock: Clock) -> None:
    """The draft of 2022 by proposals, given its times, issued."""

    def decide(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: bool(dialog.tree.items()))
        first = dialog.tree.items()[0]
        assert first.text(0) == DISEASE, "what is not finished comes first"
        assert 0 in dialog.tree.chosen()
        accepted = set(dialog.tree.chosen())
        never = next(item for item in dialog.tree.items() if not item.checkState(0).value)
        while dialog.tree.currentItem() is not never:
            press("Down")
        press("F2")
        replace("Thực hiện quy chế làm việc")
        press("Return")
        desk.qtbot.waitUntil(lambda: never.text(0) == "Thực hiện quy chế làm việc")
        press("Space")
        assert len(dialog.tree.chosen()) == len(accepted) + 1
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ProposalsDialog, decide):
        command(desk, "propose lines")
    desk.settle()
    lines = items_of(desk, 2022)
    assert DISEASE in lines
    assert "Thực hiện quy chế làm việc" in lines
    for content in lines:
        year.give_time(desk, content, "q2")
    desk.press("Escape")
    text = printed.look_at(desk, "11 nam 2022, du thao")
    assert "2022" in text
    assert DISEASE in text
    at(desk, clock, 5, 1, 2022)
    text = year.issue(desk, printed, "12 nam 2022", "5/1/2022", 3)
    assert "03-CTr/HU" in text


def the_end_of_the_year(desk: Desk) -> None:
    """2021 is closed with the line that was carried over."""
    choose_program(desk, "Year 2021")
    left = []

    def close(dialog: Any) -> None:
        left.append(dialog.lines.count())
        push(desk, "Alt+C")

    with during(CloseProgramDialog, close):
        command(desk, "Close the program")
        desk.settle()
    desk.settle()
    assert left == [1]


# The year -------------------------------------------------------------------------------------


def test_a_year_in_the_life_of_an_office(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    printed = Papers(tmp_path / "papers")
    open_programs(desk)
    the_term(desk, printed)
    the_draft(desk, printed)
    the_opinions(desk, printed)
    at(desk, clock, 5, 1, 2021)
    text = year.issue(desk, printed, "05 nam 2021", "5/1/2021", 2)
    for words in ("02-CTr/HU", year.SIGNER, RESOLUTION, LAND, FEES, UNITY):
        assert words in text
    assert "DỰ THẢO" not in text.upper()
    the_first_half(desk, printed, clock)
    the_second_half(desk, printed, clock)
    the_coverage(desk)
    the_next_year(desk, printed, clock)
    the_end_of_the_year(desk)

    found = desk.ask(maintenance.check)
    assert found.sound, found
    assert not found.doubles
    taken_back_and_done_again(desk)
    assert desk.ask(maintenance.check).sound


def taken_back_and_done_again(desk: Desk) -> None:
    """Closing and progress are taken back and done again; the log tells the year."""
    page = desk.page()
    assert page.life_bar.next.text() == "Open again"
    desk.press("Ctrl+Z")
    assert page.life_bar.next.text() == "Close the program"
    desk.press("Ctrl+Y")
    assert page.life_bar.next.text() == "Open again"
    choose_program(desk, "Year 2022")
    year.record(desk, DISEASE, "End")

    def state() -> str:
        rows = [page.lines.model.row_at(place) for place in range(page.lines.model.rowCount())]
        place = next(n for n, row in enumerate(rows) if row is not None and row.content == DISEASE)
        return shown(page, "state")[place]

    assert state() == "✔ Done"
    desk.press("Ctrl+Z")
    assert state() == "○ Not started"
    desk.press("Ctrl+Y")
    assert state() == "✔ Done"
    entries = desk.ask(history.operations)
    times = [one.at for one in entries]
    assert times == sorted(times, reverse=True)
    rows = desk.ask(lambda w: papers.rows(w, range(1, 50)))
    assert sorted(row.symbol for row in rows) == [
        "01-CTr/HU", "01-QĐ/HU", "02-CTr/HU", "02-QĐ/HU", "03-CTr/HU", "03-QĐ/HU",
    ]  # fmt: skip
