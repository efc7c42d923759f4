"""What every view of a program is: a pane behind a tab of the page of programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.programs import ProgramSummary


class ProgramPane(QWidget):
    """A view of one program; it is made when its tab is first chosen.

    A pane asks for its data in `show_program`, which is called when it comes to be seen, when
    another program is chosen, and when an operation touched records of `kinds`.

    Args:
        session: the session.

    Signals:
        offering: it offers other commands than before, because what it shows has come.
        begun: the user wants to begin a program, because there is none.

    Attributes:
        any_program: whether there is any program at all.
        kinds: kinds of records (names of `domain/entities.py`) it shows beside programs, their
            lines and progress.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    offering = Signal()
    begun = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.any_program = True

    def show_program(self, program: ProgramSummary | None) -> None:
        """Show a program.

        Args:
            program: the program, None while the lines of many are chosen, or there is none.
        """
        raise NotImplementedError

    def say_none(self, empty: EmptyState, text: str) -> None:
        """Say what to do first while no program is shown.

        Args:
            empty: what says it.
            text: what choosing one of the programs there are would show.
        """
        if self.any_program:
            empty.say(_("No program is chosen"), text)
            return
        begin = button(_("Begin a program"), self.begun.emit, primary=True)
        empty.say(
            _("No program yet"),
            _("Begin the year's program of a body; then add its lines one by one."),
            *([] if self.session.workspace.read_only else [begin]),
        )

    def offers(self) -> Mapping[str, Callable[[], object]]:
        """The page's commands that the pane takes while it is seen, by name (`gui/actions.py`)."""
        return {}

    def take_focus(self) -> None:
        """Let keys go to where the pane begins."""
        self.setFocus()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""

    def remember(self) -> None:
        """Keep sizes for the next start."""
