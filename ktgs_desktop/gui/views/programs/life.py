"""The commands that move a program on through its life, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ktgs_desktop.domain import program_life as rules
from ktgs_desktop.domain.program_life import Move
from ktgs_desktop.domain.programs import ProgramState
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.close_program import CloseProgramDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_life

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.programs import ProgramSummary

COMMANDS = {
    Move.CONSULT: "consult_program",
    Move.SUBMIT: "submit_program",
    Move.RETURN: "return_program",
    Move.CLOSE: "close_program",
    Move.REOPEN: "reopen_program",
}
"""The page's command of each move; issuing has a dialog of its own."""


class ProgramLife:
    """Moves the program that a page shows.

    Args:
        session: the session.
        page: the page, parent of what is asked.
        present: gives the program shown.
        asked: is told when opinions are to be asked for.
    """

    def __init__(
        self,
        session: Session,
        page: QWidget,
        present: Callable[[], ProgramSummary | None],
        asked: Callable[[], object],
    ) -> None:
        self._session = session
        self._page = page
        self._present = present
        self._asked = asked
        self._runs: dict[Move, Callable[[Program], object]] = {
            Move.CONSULT: self._consult,
            Move.SUBMIT: self._submit,
            Move.RETURN: self._return,
            Move.CLOSE: self._close,
            Move.REOPEN: self._reopen,
        }

    def possible(self) -> frozenset[Move]:
        """What can be done with the program now."""
        one = self._present()
        if one is None or self._session.workspace.read_only:
            return frozenset()
        return frozenset(rules.moves(one.program))

    def run(self, move: Move) -> None:
        """Move the program.

        Args:
            move: what is to be done; nothing happens if it cannot be done now.
        """
        one = self._present()
        if one is not None and move in self.possible():
            self._runs[move](one.program)

    def _write(self, work: Callable[[], object], said: str) -> None:
        self._session.tasks.write(
            self._page,
            lambda _progress: work(),
            lambda _found: self._session.said.emit(said),
            lambda error: errors.show(self._page, error),
        )

    def _consult(self, program: Program) -> None:
        workspace = self._session.workspace

        def then(_found: object) -> None:
            self._session.said.emit(_("The draft is out for opinions. F5 notes who is asked."))
            self._asked()

        self._session.tasks.write(
            self._page,
            lambda _progress: program_life.send_for_opinions(workspace, program.id),
            then,
            lambda error: errors.show(self._page, error),
        )

    def _submit(self, program: Program) -> None:
        workspace = self._session.workspace
        self._write(
            lambda: program_life.submit(workspace, program.id),
            _("Submitted and locked until it is issued or returned."),
        )

    def _return(self, program: Program) -> None:
        workspace, remark = self._session.workspace, ""
        if program.state == ProgramState.SUBMITTED:
            remark = ask_reason(
                _("Return to the draft"),
                _("The program becomes a draft again. The page shows the drafter your remark."),
                _("Re&turn"),
                self._page,
            )
            if not remark:
                return
        self._write(
            lambda: program_life.send_back(workspace, program.id, remark),
            _("The program is a draft again."),
        )

    def _close(self, program: Program) -> None:
        workspace = self._session.workspace

        def then(lines: list[ProgramItem]) -> None:
            if lines and not self._closed_all_the_same(lines):
                return
            self._write(
                lambda: program_life.close(workspace, program.id, unfinished=bool(lines)),
                _("The program is closed."),
            )

        self._session.tasks.ask(
            self._page, lambda _progress: program_life.remaining(workspace, program.id), then
        )

    def _closed_all_the_same(self, lines: list[ProgramItem]) -> bool:
        dialog = CloseProgramDialog([line.content for line in lines], self._page)
        answer = bool(dialog.exec())
        dialog.deleteLater()
        return answer

    def _reopen(self, program: Program) -> None:
        workspace = self._session.workspace
        self._write(
            lambda: program_life.reopen(workspace, program.id), _("The program is open again.")
        )
