"""The lines behind a year of an organisation: what was done there, and what is planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import programs
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.coverage import Coverage
    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.workspace import Workspace

_STATES: dict[str, Late] = {
    ProgressState.DONE: late("✔ Done"),
    ProgressState.IN_PROGRESS: late("● In progress"),
    ProgressState.NOT_STARTED: late("○ Not started"),
    ProgressState.OVERDUE: late("▲ Overdue"),
    ProgressState.DROPPED: late("✕ No longer in force"),
}
_WIDTH, _HEIGHT = 940, 420


class _Source:
    """The lines, for the list."""

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        return programs.stream(self._workspace, query)

    def rows(self, wanted: Sequence[int]) -> Sequence[ItemRow]:
        return programs.rows(self._workspace, wanted)


class CoverageLinesDialog(QDialog):
    """Lists the lines that name an organisation or an organ of it.

    Args:
        session: the session.
        row: the organisation.
        year: the year, None for the whole term.

    Attributes:
        chosen: the line to be shown, None if the user only looked.
    """

    def __init__(self, session: Session, row: Coverage, year: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.chosen: UUID | None = None
        title = f"{row.name} · {year}" if year else row.name
        self.setWindowTitle(title)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(title, "dialogTitle", wrap=True))
        layout.addWidget(
            label(_("Enter or a double click shows the line in its program."), "muted", wrap=True)
        )
        source = _Source(session.workspace)
        self.model = ListingModel(session.tasks, self._columns(), source, self)
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(_("Lines of programs"))
        self.list.activated_row.connect(self._choose)
        self.empty = EmptyState("calendar-check")
        self.empty.say(
            _("Nothing in this year"),
            _("No line of a program names this organisation here."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        self.excel = button("Excel", self._export, icon="mdi6.file-excel-outline")
        self.close_button = button(_("Close"), self.reject)
        for part in (self.excel, self.close_button):
            line.addWidget(part)
        layout.addLayout(line)
        self.model.streamed.connect(self._on_streamed)
        filters: dict[str, str | int | bool] = {"organization": str(row.id)}
        if year is not None:
            filters["year"] = year
        else:
            filters["term"] = session.workspace.office.term
        self.list.show_query(Listing("year", filters=filters))
        self.list.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        today, tongue, kinds = self._session.workspace.today, language(), codes("task_kinds")

        def state(row: ItemRow) -> str:
            return str(_STATES[row.state(today)])

        def time(row: ItemRow) -> str:
            return f"{ROMAN_QUARTERS[row.due_quarter]}/{row.year}"

        def last(row: ItemRow) -> str:
            return i18n.day(row.progress.last_done) if row.progress.last_done else ""

        return (
            Column("time", late("Quarter"), time, width=9, sort="due"),
            Column("kind", late("Kind"), lambda row: kinds.get(row.task_kind).short(tongue), 16),
            Column("content", late("Content"), lambda row: row.content, width=30, stretch=True),
            Column("subjects", late("Subjects"), lambda row: row.subjects, width=22, stretch=True),
            Column("state", late("State"), state, width=16),
            Column("done", late("Concluded"), last, width=11),
        )

    def _on_streamed(self, number: int) -> None:
        self.stack.setCurrentWidget(self.list if number else self.empty)
        self.excel.setEnabled(bool(number))
        if number:
            self.list.go_to(self.model.id_at(0))
        else:
            self.close_button.setFocus()

    def _export(self) -> None:
        export_list(self._session, self.list, self.windowTitle(), self)

    def _choose(self, number: int) -> None:
        row = self.model.row_at(self.model.place_of(number))
        if row is not None:
            self.chosen = row.id
            self.accept()
