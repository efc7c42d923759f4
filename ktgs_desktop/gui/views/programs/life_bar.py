"""Where a program is in its life, and the one thing that comes next."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ktgs_desktop.domain import program_life
from ktgs_desktop.domain.program_life import Move
from ktgs_desktop.domain.programs import ProgramState, years_of
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.services.programs import ProgramSummary

STEPS: dict[ProgramState, Late] = {
    ProgramState.DRAFT: late("Draft"),
    ProgramState.CONSULTING: late("Opinions"),
    ProgramState.SUBMITTED: late("Submitted"),
    ProgramState.ISSUED: late("Issued"),
    ProgramState.CLOSED: late("Closed"),
}
MOVES: dict[Move, Late] = {
    Move.CONSULT: late("Send for opinions"),
    Move.SUBMIT: late("Submit"),
    Move.RETURN: late("Return to the draft"),
    Move.ISSUE: late("Issue the program"),
    Move.CLOSE: late("Close the program"),
    Move.REOPEN: late("Open again"),
}


class LifeBar(QWidget):
    """The steps of a program's life, the present one marked, and a button for the next.

    Signals:
        wanted: the move the user asks for.
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.steps = QLabel()
        self.steps.setTextFormat(Qt.TextFormat.RichText)
        line.addWidget(self.steps)
        self.back = button(_("Return…"), lambda: self.wanted.emit(str(Move.RETURN)))
        line.addWidget(self.back)
        self.next = button("", self._ask)
        line.addWidget(self.next)
        self._move = Move.CONSULT

    def _ask(self) -> None:
        self.wanted.emit(str(self._move))

    def show_program(self, one: ProgramSummary | None, today: date, *, writable: bool) -> None:
        """Show where a program is.

        Args:
            one: the program, None for none.
            today: the workspace's day; a program is closed when its time is over.
            writable: whether it may be moved on.
        """
        self.setVisible(one is not None)
        if one is None:
            return
        self.steps.setText(_steps(ProgramState(one.program.state)))
        present = _("The program is: {state}").format(state=STEPS[ProgramState(one.program.state)])
        self.steps.setAccessibleName(present)
        self.steps.setToolTip(present)
        self._move = program_life.next_move(one.program)
        self.next.setText(str(MOVES[self._move]))
        over = today.year > years_of(one.program)[-1]
        early = self._move == Move.CLOSE and one.remaining > 0 and not over
        # The page has a button of its own for issuing.
        self.next.setVisible(writable and not early and self._move != Move.ISSUE)
        self.back.setVisible(writable and one.program.state == ProgramState.SUBMITTED)


def _steps(present: ProgramState) -> str:
    """The steps as rich text: those behind, the present one, those to come."""
    place = program_life.STEPS.index(present)
    parts = []
    for number, state in enumerate(program_life.STEPS):
        word = html.escape(str(STEPS[state]))
        if number == place:
            tint = theme.colour("accent").name()
            parts.append(f"<b style='color:{tint}'>{word}</b>")
        else:
            tint = theme.colour("muted" if number < place else "disabled").name()
            parts.append(f"<span style='color:{tint}'>{word}</span>")
    arrow = f"<span style='color:{theme.colour('disabled').name()}'> › </span>"
    return arrow.join(parts)
