"""What is done with lines of a term program: laid into a year, followed into the years."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.programs import ProgramKind, years_of
from ktgs_desktop.gui.dialogs.lay_into_year import LayIntoYearDialog
from ktgs_desktop.gui.views.programs.choice import ALL
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import programs, term_lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.listing import ListView
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary

CARRIED = "carried"
"""Key of the column that says how many annual lines carry out a line of the term."""


class TermCommands:
    """The two buttons above the lines of a term program, and what they do.

    Args:
        session: the session.
        view: the list of lines.
        present: gives the program shown.
        parent: the window.
    """

    def __init__(
        self,
        session: Session,
        view: ListView,
        present: Callable[[], ProgramSummary | None],
        parent: QWidget,
    ) -> None:
        self._session = session
        self._view = view
        self._present = present
        self._parent = parent
        self.lay = button(_("Lay into a year…"), self.lay_into_year, icon="calendar-plus")
        self.follow = button(_("Annual lines"), self.show_annual, icon="tree-structure")

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, for the bar above the list."""
        return self.lay, self.follow

    @property
    def usable(self) -> bool:
        """Whether a program of a term is shown."""
        one = self._present()
        return one is not None and one.program.kind == ProgramKind.TERM

    def commands(self) -> dict[str, Callable[[], object]]:
        """The page's commands, by name."""
        return {"lay_into_year": self.lay_into_year, "annual_lines": self.show_annual}

    def dress(self) -> None:
        """Show what belongs to a term only while one is shown."""
        self.lay.setVisible(self.usable and not self._session.workspace.read_only)
        self.follow.setVisible(self.usable)
        for place, column in enumerate(self._view.listing.columns):
            if column.key == CARRIED:
                self._view.setColumnHidden(place, not self.usable)

    def _with_lines(self, run: Callable[[list[UUID]], None]) -> None:
        numbers, workspace = self._view.selected_ids(), self._session.workspace

        def work(_progress: Progress) -> list[UUID]:
            return [row.id for row in programs.rows(workspace, numbers)]

        if self.usable and numbers:
            self._session.tasks.ask(self._parent, work, run)
        elif self.usable:
            self._session.said.emit(_("Choose lines of the term first."))

    def lay_into_year(self) -> None:
        """Make the marked lines lines of a year's draft."""
        self._with_lines(self._ask_year)

    def _ask_year(self, lines: list[UUID]) -> None:
        one = self._present()
        if one is None:
            return
        years = list(years_of(one.program))
        present = self._session.workspace.today.year
        proposed = min(max(present + 1, years[0]), years[-1])
        dialog = LayIntoYearDialog(self._session, lines, years, proposed, self._parent)
        if dialog.exec() and dialog.laid is not None:
            self._session.said.emit(_said(dialog.laid))
        dialog.deleteLater()

    def show_annual(self) -> None:
        """Show the annual lines that carry out the marked lines, of every year."""
        self._with_lines(self._find_annual)

    def _find_annual(self, lines: list[UUID]) -> None:
        one, workspace = self._present(), self._session.workspace
        if one is None:
            return
        program = one.program.id

        def then(found: dict[UUID, list[term_lines.CarriedOut]]) -> None:
            annual = [str(carried.item.id) for line in lines for carried in found.get(line, ())]
            if not annual:
                self._session.said.emit(_("No annual line carries this out yet."))
                return
            behind = {"year": ALL, "among": ",".join(annual), "words": _("Carry out the term")}
            self._session.go.emit("programs", ("lines", behind))

        self._session.tasks.read(
            self._parent, lambda _progress: term_lines.carried_out(workspace, program), then
        )


def _said(laid: term_lines.Laid) -> str:
    year, count = laid.program.year, len(laid.items)
    if laid.skipped:
        return _("{count} lines laid into {year}; {skipped} stood there already.").format(
            count=count, year=year, skipped=laid.skipped
        )
    return _("{count} lines laid into {year}.").format(count=count, year=year)
