"""Commands that look beyond one program: propose the next year, plans of other bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ktgs_desktop.gui.dialogs.outside_lines import OutsideLinesDialog
from ktgs_desktop.gui.dialogs.proposals import ProposalsDialog
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.gui.session import Session


class Planning(QObject):
    """What a view of programs offers for the year to come.

    Args:
        session: the session.
        view: the view; dialogs stand over its window.

    Attributes:
        program: the program shown, None if there is none.
    """

    def __init__(self, session: Session, view: QWidget) -> None:
        super().__init__(view)
        self._session, self._view = session, view
        self.program: Program | None = None

    @property
    def can_propose(self) -> bool:
        """Whether lines can be proposed: beside a program of a year, where writing is possible."""
        annual = self.program is not None and self.program.kind == "ANNUAL"
        return annual and not self._session.workspace.read_only

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The commands by name (`gui/actions.py`)."""
        return {"propose_items": self.propose, "outside_lines": self.show_outside}

    def propose(self) -> None:
        """Show what is proposed: for a draft its own year, for an issued program the next one."""
        program = self.program
        if program is None or not self.can_propose:
            self._session.said.emit(_("Choose a program of a year first."))
            return
        dialog = ProposalsDialog(self._session, program, self._view.window())
        if dialog.exec() and dialog.added:
            self._session.go.emit("programs", ("program", dialog.added[0].program))
        dialog.deleteLater()

    def show_outside(self) -> None:
        """Show plans of other bodies for the year of the program."""
        year = self.program.year if self.program else self._session.workspace.today.year
        dialog = OutsideLinesDialog(self._session, year, self._view.window())
        dialog.exec()
        dialog.deleteLater()
