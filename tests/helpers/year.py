"""A year of an office at its desk: papers kept as they are printed, and what is done by keys."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from ktgs_desktop.gui.dialogs.amendments import (
    AmendmentDialog,
    IssueAmendmentDialog,
    PostponeDialog,
)
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.programs import IssueDialog, NewProgramDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.views.programs.change_dialogs import ChangeDialog
from tests.conftest import NOW
from tests.helpers.desk import Desk, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.paper_text import pdf_text
from tests.helpers.program_job import pick
from tests.helpers.program_page import command, form_of, go_to_line, view
from tests.helpers.register import go_to, push

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

SIGNER, POSITION = "Nguyễn Văn Mẫu", "BÍ THƯ"
_LONGEST_MS = 20_000
_SCALE = 1.3


def on(day: int, month: int, year: int) -> datetime:
    """A morning of the office."""
    return datetime(year, month, day, 9, 15, tzinfo=NOW.tzinfo)


# Papers ---------------------------------------------------------------------------------------


class Papers:
    """The papers printed in the year, each a PDF in a folder with a picture of every page."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.text: dict[str, str] = {}
        folder.mkdir()

    def kept(self, desk: Desk, name: str) -> AbstractContextManager[None]:
        """The paper that comes inside the block is saved under a name by Ctrl+S and closed."""

        def save(paper: Any) -> None:
            self.save(desk, paper, name)
            press("Escape")

        return during(PaperDialog, save)

    def save(self, desk: Desk, paper: Any, name: str) -> None:
        """Save the paper that is shown, read it, and take a picture of every page."""
        path = self.folder / f"{name}.pdf"

        def where(_dialog: Any) -> None:
            replace(str(path))
            press("Return")

        desk.qtbot.waitUntil(lambda: paper.view.pages > 0, timeout=_LONGEST_MS)
        desk.settle()
        with during(QFileDialog, where):
            press("Ctrl+S")
            desk.qtbot.waitUntil(path.exists, timeout=_LONGEST_MS)
        desk.settle()
        data = path.read_bytes()
        self.text[name] = pdf_text(data)
        for place, image in enumerate(_pages(data), start=1):
            image.save(self.folder / f"{name}-{place}.png")

    def look_at(self, desk: Desk, name: str) -> str:
        """Print the program that is shown, by the page's command; its words."""
        with self.kept(desk, name):
            press("Ctrl+P")
            desk.settle()
        desk.settle()
        return self.text[name]


def _pages(data: bytes) -> Iterator[Any]:
    """A picture of every page."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            yield page.render(scale=_SCALE).to_pil()
    finally:
        document.close()


# Programs -------------------------------------------------------------------------------------


def click(desk: Desk, widget: QWidget) -> None:
    """Click a button with the mouse."""
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    desk.settle()


def begin(desk: Desk, kind: str) -> None:
    """Ctrl+N: a program of the first body, of a kind, for the year proposed."""

    def fill(dialog: Any) -> None:
        press("Return")
        assert focused() is dialog.kind
        press("Home" if kind == "ANNUAL" else "End")
        assert dialog.kind.value() == kind
        go_to(dialog.begin)
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(NewProgramDialog, fill):
        press("Ctrl+N")
    desk.settle()


def write_line(
    desk: Desk,
    content: str,
    subjects: Sequence[str],
    work: str,
    kind: str = "INSPECTION_PROGRAM",
) -> None:
    """F5, a new line of the draft, Ctrl+S; the inspection committee of the district leads.

    Args:
        desk: the desk.
        content: what it is about.
        subjects: for each some words that find it.
        work: when it is worked on; of a line of the term the second year of the term.
        kind: kind of work.
    """
    desk.press("F5")
    form = form_of(desk)
    desk.qtbot.waitUntil(form.content.hasFocus)
    press("Shift+Tab Home")
    while form.kind.value() != kind:
        press("Down")
    go_to(form.content)
    write(content)
    go_to(form.subjects.line)
    for words in subjects:
        pick(desk, words)
    if form.year.isVisible():
        go_to(form.year)
        press("Down")
        assert form.year.value() == work
    else:
        go_to(form.work)
        write(work)
    go_to(form.lead)
    pick(desk, "uy ban kiem tra huyen")
    desk.press("Ctrl+S")


def give_time(desk: Desk, content: str, work: str) -> None:
    """Say when a line of the draft is worked on."""
    go_to_line(desk, content)
    desk.press("Return")
    form = form_of(desk)
    go_to(form.work)
    replace(work)
    desk.press("Ctrl+S")


def _sign(desk: Desk, day: str, number: int) -> Callable[[Any], None]:
    """Number, day and signer of a paper, then Ctrl+S."""

    def fill(dialog: Any) -> None:
        desk.settle()
        assert dialog.number.value() == number
        for field, text in ((dialog.date, day), (dialog.name, SIGNER), (dialog.position, POSITION)):
            go_to(field)
            replace(text)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    return fill


def issue(desk: Desk, papers: Papers, name: str, day: str, number: int) -> str:
    """Issue the program that is shown, and print it; its words."""
    with papers.kept(desk, name), during(IssueDialog, _sign(desk, day, number)):
        command(desk, "issue the program")
        desk.settle()
    desk.settle()
    return papers.text[name]


def record(desk: Desk, content: str, *done: str) -> None:
    """Record what became of each subject of a line: the key of its state.

    Args:
        desk: the desk.
        content: of the line.
        done: for each subject the key that chooses its state: End is done, Home not begun.
    """
    view(desk, "list")
    go_to_line(desk, content)
    desk.press("Ctrl+G")
    rows = desk.page().lines.panel.progress._rows
    assert len(rows) == len(done)
    for row, key in zip(rows, done, strict=True):
        go_to(row.state)
        press(key)
    desk.press("Ctrl+S Escape")


# Amendments -----------------------------------------------------------------------------------


def amend(desk: Desk, reason: str) -> Any:
    """Begin an amendment with a reason; the view of amendments."""

    def fill(dialog: Any) -> None:
        assert focused() is dialog.reason
        write(reason)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(AmendmentDialog, fill):
        push(desk, "Alt+A")
        desk.settle()
    desk.settle()
    return desk.page().panes.present


def to_row(desk: Desk, content: str) -> None:
    """Go to a line of the draft amendment by the arrow keys."""
    table = desk.page().panes.present.table
    table.setFocus()
    desk.press("Ctrl+Home")
    for _step in range(table.rowCount()):
        if table.rows[table.currentRow()].texts[2].startswith(content):
            return
        desk.press("Down")
    raise AssertionError(content)


def add(desk: Desk, content: str, subject: str, work: str, why: str) -> None:
    """A new line in the draft amendment."""

    def fill(dialog: Any) -> None:
        assert focused() is dialog.form.content
        write(content)
        go_to(dialog.form.subjects.line)
        pick(desk, subject)
        go_to(dialog.form.work)
        write(work)
        go_to(dialog.reason)
        write(why)
        go_to(dialog.save)
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ChangeDialog, fill):
        press("F5")
        desk.settle()
    desk.settle()


def change(desk: Desk, content: str, new: str, why: str) -> None:
    """Another content for a line in the draft amendment."""
    to_row(desk, content)

    def fill(dialog: Any) -> None:
        assert focused() is dialog.form.content
        replace(new)
        go_to(dialog.reason)
        write(why)
        go_to(dialog.save)
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ChangeDialog, fill):
        press("Return")
    desk.settle()


def put_off(desk: Desk, content: str, work: str, why: str) -> None:
    """Put a line off in the draft amendment."""
    to_row(desk, content)

    def fill(dialog: Any) -> None:
        go_to(dialog.work)
        replace(work)
        go_to(dialog.reason)
        write(why)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(PostponeDialog, fill):
        push(desk, "Alt+P")
    desk.settle()


def drop(desk: Desk, content: str, why: str) -> None:
    """Drop a line in the draft amendment."""
    to_row(desk, content)

    def fill(dialog: Any) -> None:
        write(why)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ReasonDialog, fill):
        press("F6")
    desk.settle()


def issue_amendment(desk: Desk, papers: Papers, name: str, day: str, number: int) -> str:
    """Issue the draft amendment, and print it; its words."""
    with papers.kept(desk, name), during(IssueAmendmentDialog, _sign(desk, day, number)):
        push(desk, "Alt+I")
        desk.settle()
    desk.settle()
    return papers.text[name]
