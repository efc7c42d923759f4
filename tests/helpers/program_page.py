"""The page of programs at a desk: lines made behind its back, and what its list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ktgs_desktop.domain.programs import Named
from ktgs_desktop.gui.dialogs.palette import Palette
from ktgs_desktop.services import program_items, program_progress, programs
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, done
from tests.helpers.desk import Desk, focused, press, write
from tests.helpers.register import do

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

FIRST, SECOND, THIRD = (
    "Lãnh đạo thực hiện nghị quyết",
    "Quản lý đất đai; xây dựng cơ bản",
    "Thu, nộp, sử dụng đảng phí",
)
CHECKS = (
    # content, kind of work, quarter, lead
    (FIRST, "INSPECTION_PROGRAM", 1, "UBKT Huyện uỷ"),
    (SECOND, "INSPECTION_PROGRAM", 2, "Ban Tổ chức"),
    (THIRD, "INSPECTION_PROGRAM", 4, "Văn phòng"),
    ("Đoàn kết nội bộ", "SUPERVISION_THEMATIC", 3, "UBKT Huyện uỷ"),
    ("Ba công khai", "SUPERVISION_THEMATIC", 3, "Ban Dân vận"),
)


def open_programs(desk: Desk) -> Any:
    """Go to the page of programs."""
    desk.press("Alt+2")
    return desk.page()


def checks(desk: Desk, lines: Sequence[tuple[str, str, int, str]] = CHECKS) -> Any:
    """A draft with lines of both parts; its program."""

    def work(workspace: Any) -> Any:
        program = a_program(workspace)
        for content, kind, quarter, lead in lines:
            a_line(
                workspace,
                program,
                content=content,
                task_kind=kind,
                quarter=quarter,
                lead=Named(lead),
            )
        return program

    return do(desk, work)


def lines_of(desk: Desk, program: Any) -> list[Any]:
    """The lines of a program as kept, in their order."""
    return desk.ask(lambda workspace: program_items.items(workspace, program.id))


def contents(desk: Desk, program: Any) -> list[str]:
    """What the lines of a program are about, in their order."""
    return [line.content for line in lines_of(desk, program)]


def shown(page: Any, column: str = "content") -> list[str]:
    """What the list shows in a column, headings in full."""
    model = page.lines.model
    place = [one.key for one in model.columns].index(column)
    found = []
    for row in range(model.rowCount()):
        heading = model.id_at(row) < 0
        found.append(str(model.index(row, 0 if heading else place).data()))
    return found


def go_to_line(desk: Desk, content: str) -> None:
    """Put the list's cursor on a line by the arrow keys."""
    lines = desk.page().lines
    lines.list.setFocus()
    desk.press("Home")
    for _step in range(lines.model.rowCount()):
        row = lines.model.row_at(lines.list.currentIndex().row())
        if row is not None and row.content == content:
            desk.qtbot.waitUntil(lambda: lines.panel.form.content.value() == content)
            return
        desk.press("Down")
    raise AssertionError(f"no line “{content}” in the list")


def choose_program(desk: Desk, text: str) -> None:
    """Choose in the list of programs what begins with a text."""
    choice = desk.page().choice
    choice.setFocus()
    place = next(n for n in range(choice.count()) if choice.itemText(n).startswith(text))
    desk.press("Home")
    desk.press(" ".join(["Down"] * place))
    assert choice.currentIndex() == place


def click_header(desk: Desk, column: str) -> None:
    """Click the head of a column."""
    view = desk.page().lines.list
    header = view.horizontalHeader()
    place = [one.key for one in view.listing.columns].index(column)
    at = QPoint(header.sectionViewportPosition(place) + 12, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    desk.settle()


def choose(field: QWidget, steps: int) -> None:
    """Go to a choice and down by steps, as with the arrow keys."""
    field.setFocus()
    press(" ".join(["Home", *["Down"] * steps]))


def command(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    press("Ctrl+K")
    desk.qtbot.waitUntil(lambda: isinstance(focused().window(), Palette))
    write(words)
    press("Return")


def usable(page: QWidget) -> set[str]:
    """Names of the commands of a page that can be run now."""
    return {action.objectName() for action in page.actions() if action.isEnabled()}


def form_of(desk: Desk) -> Any:
    """The fields of the line in hand."""
    return desk.page().lines.panel.form


def notice(desk: Desk) -> str:
    """What must be noticed of the line in hand."""
    return str(desk.page().lines.panel.head.notice.text())


def issued(desk: Desk) -> Any:
    """A program of this year, issued, its first line done."""
    program = checks(desk)

    def work(workspace: Any) -> Any:
        programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
        first = program_items.items(workspace, program.id)[0]
        program_progress.record_progress(workspace, first.id, done(first))
        return program

    return do(desk, work)


def view(desk: Desk, name: str) -> Any:
    """Choose a view by its tab."""
    page = desk.page()
    page.panes.choose(name)
    desk.settle()
    return page.panes.present
