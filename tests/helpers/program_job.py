"""The program of a year written by keyboard, as every test of the main job begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.gui.dialogs.programs import NewProgramDialog
from ktgs_desktop.services import program_items, programs
from tests.helpers.desk import enter, focused, press, write
from tests.helpers.dialogs import during

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.helpers.desk import Desk

LINES = (
    (
        "Lãnh đạo thực hiện nghị quyết",
        ("dang uy ban dat", "dang uy tan kim"),
        "q1",
        "uỷ ban kiểm tra huyện",
    ),
    ("Quản lý đất đai; xây dựng cơ bản", ("dang uy kha son",), "q2", "uỷ ban kiểm tra huyện"),
    ("Thu, nộp, sử dụng đảng phí", ("dang uy nga my",), "15/5 - 30/9", ""),
)
SIGNER = "Nguyễn Văn Mẫu"


def new_program(desk: Desk):
    """Ctrl+N, the year, Enter to the end, Enter."""

    def fill(dialog):
        assert focused() is dialog.body
        press("Return Return")
        assert focused() is dialog.year
        write("2021")
        press("Return Return")
        assert focused() is dialog.begin
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(NewProgramDialog, fill):
        press("Ctrl+N")
    desk.settle()


def pick(desk: Desk, words: str):
    """Type words without accents, take the first organisation proposed."""
    line = focused()
    write(words)
    desk.qtbot.waitUntil(lambda: bool(line.offers()))
    press("Down Return")


def write_line(desk: Desk, content: str, subjects: Sequence[str], work: str, lead: str):
    """A line from its first field to its last, only with Enter."""
    form = desk.page().lines.panel.form
    desk.qtbot.waitUntil(form.content.hasFocus)
    enter(content)
    for words in subjects:
        pick(desk, words)
    enter()
    while focused() is not form.period:
        enter()
    enter("2019-2020")
    enter(work)
    enter()
    if lead:
        pick(desk, lead)
    else:
        enter()
    assert focused() is form.support


def items(desk: Desk):
    """The lines of the only program, in their order."""
    (one,) = desk.ask(programs.programs)
    return desk.ask(lambda w: sorted(program_items.items(w, one.program.id), key=lambda i: i.seq))


def write_lines(desk: Desk):
    """All of `LINES`, each saved."""
    press("F5")
    for place, line in enumerate(LINES):
        write_line(desk, *line)
        press("Ctrl+Return" if place < len(LINES) - 1 else "Ctrl+S")
        desk.settle()
