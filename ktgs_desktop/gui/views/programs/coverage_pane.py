"""Coverage: every organisation below the committee against the years of the term."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6 import QtCore
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout
from typing_extensions import override

from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui.dialogs.coverage_lines import CoverageLinesDialog
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.views.programs.coverage_columns import (
    YEAR,
    CoverageSource,
    columns,
    filtered,
    tips,
    totals_text,
)
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.views.programs.planning import Planning
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import coverage
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.coverage import Coverage, CoverageTotals
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.programs import ProgramSummary

_Index = QModelIndex | QtCore.QPersistentModelIndex
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_COLUMNS = "coverage/columns"
_WHICH = ("never", "covered", "planned")


class _Model(ListingModel):
    """The list of coverage; a year tells in its tooltip all that it comes to."""

    tips: Mapping[str, Callable[[Coverage], str]] = {}

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == _TOOLTIP:
            tip = self.tips.get(self.columns[index.column()].key)
            row = self.row_at(index.row())
            if tip is not None and row is not None:
                return tip(row)
        return super().data(index, role)


class CoveragePane(ProgramPane):
    """Who was inspected, supervised or planned in each year of the term, and who never was."""

    kinds: ClassVar[frozenset[str]] = frozenset(("organization", "office"))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked = 0
        self._years = coverage.years(session.workspace)
        self.planning = Planning(session, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._build_filter()
        self._build_list()
        self.totals = label("", "muted", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.totals, 1)
        self.others = button(_("Plans of &other bodies…"), self.planning.show_outside)
        self.propose = button(
            _("&Propose the next year…"), self.planning.propose, icon="calendar-plus"
        )
        for part in (self.others, self.propose):
            foot.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addWidget(self.filter)
        layout.addWidget(self.stack, 1)
        layout.addLayout(foot)

    def _build_filter(self) -> None:
        tongue, today = language(), self.session.workspace.today
        self.filter = FilterBar(_("Filter: name (accents may be left out)"))
        self.filter.add_choice(
            "which",
            _("All organisations"),
            [
                ("never", _("Never this term")),
                ("covered", _("Inspected or supervised")),
                ("planned", _("Planned")),
            ],
        )
        self.filter.add_choice("direct", _("At any depth"), [("yes", _("Directly below"))])
        types = [(one.code, one.short(tongue)) for one in codes("organization_types").usable(today)]
        self.filter.add_choice("type", _("Any type"), types)
        levels = [(one.code, one.short(tongue)) for one in codes("levels").usable(today)]
        self.filter.add_choice("level", _("Any level"), levels)
        self.filter.changed.connect(self._ask)
        self.filter.left.connect(self.take_focus)

    def _build_list(self) -> None:
        tasks = self.session.tasks
        self.source = CoverageSource(self.session.workspace)
        self.model = _Model(tasks, columns(self.source, self._years), self.source, self)
        self.model.tips = tips(self._years)
        self.list = ListView(self.model, tasks, self)
        self.list.setAccessibleName(_("Coverage of the term"))
        self.heads = ColumnFilters.of_list(
            self.list, tasks, filtered(self._years), self.source.values
        )
        self.filter.join(self.heads)
        self.list.restore_columns(self.session.recall(_COLUMNS))
        self.list.activated_row.connect(self._open)
        self.empty = EmptyState("tree-structure")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.model.streamed.connect(lambda _number: self._show_empty())

    @override
    def show_program(self, program: ProgramSummary | None) -> None:
        self.planning.program = program.program if program is not None else None
        self.propose.setVisible(self.planning.can_propose)
        self._ask()

    def _query(self) -> Listing:
        chosen = self.filter.values()
        filters: Filters = {**chosen, **self.filter.column_values()}
        which = chosen.get("which")
        filters.pop("which", None)
        if which in _WHICH:
            filters[which] = True
        present = self.model.query
        return Listing(present.sort or "type", present.descending, self.filter.words, filters)

    def _ask(self) -> None:
        query, workspace = self._query(), self.session.workspace
        self._asked += 1
        asked = self._asked
        self.list.show_query(query)

        def then(found: CoverageTotals) -> None:
            if asked == self._asked:
                self.totals.setText(totals_text(found))

        self.session.tasks.read(self, lambda _progress: coverage.totals(workspace, query), then)

    def _show_empty(self) -> None:
        self.filter.tell_count(self.model.number_of_rows())
        if self.model.number_of_rows():
            self.stack.setCurrentWidget(self.list)
            return
        if self.filter.narrows:
            self.empty.say(
                _("No organisation meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all organisations"), self.filter.reset),
            )
        else:
            self.empty.say(
                _("No organisation below the committee yet"),
                _("Enter or import organisations first; then it is seen who never came up."),
            )
        self.stack.setCurrentWidget(self.empty)

    def _open(self, number: int) -> None:
        """Show the lines behind a year, or behind the whole term."""
        row = self.model.row_at(self.model.place_of(number))
        if row is None:
            return
        key = self.model.columns[self.list.currentIndex().column()].key
        year = int(key.removeprefix(YEAR)) if key.startswith(YEAR) else None
        dialog = CoverageLinesDialog(self.session, row, year, self.window())
        if dialog.exec() and dialog.chosen is not None:
            self.session.go.emit("programs", ("program_item", dialog.chosen))
        dialog.deleteLater()

    def export(self) -> None:
        """Save what the list shows as an Excel sheet."""
        title = _("Coverage of the term {term}").format(term=f"{self._years[0]}-{self._years[-1]}")
        export_list(self.session, self.list, title, self)

    def _focus_filter(self) -> None:
        self.filter.line.setFocus()
        self.filter.line.selectAll()

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "export_list": self.export,
            "filter": self._focus_filter,
            "filter_column": self.heads.ask_here,
            "clear_filters": self.filter.reset,
        }

    @override
    def take_focus(self) -> None:
        shown = self.list if self.stack.currentWidget() is self.list else self.filter.line
        shown.setFocus()

    @override
    def remember(self) -> None:
        self.session.remember(_COLUMNS, self.list.column_state())
