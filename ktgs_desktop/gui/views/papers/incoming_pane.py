"""The book of incoming papers: list with its filter, and the paper in hand at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import i18n
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs import assigning
from ktgs_desktop.gui.dialogs.books import save_book
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.views.papers.incoming_panel import IncomingPanel
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters, by_name, in_words
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel
from ktgs_desktop.gui.widgets.mark_words import INCOMING_STATES, day, marks
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import incoming, list_values, register_books

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import IncomingRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

_SIGNS = {
    IncomingState.LATE: "▲ ",
    IncomingState.OPEN: "→ ",
    IncomingState.DONE: "✓ ",
    IncomingState.FILED: "○ ",
}
_TINTS = {IncomingState.LATE: "overdue", IncomingState.DONE: "done", IncomingState.FILED: "muted"}


class IncomingSource:
    """Papers of the book."""

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the papers in their order."""
        return incoming.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the papers of a query.

        Args:
            query: conditions.
            name: `year`, `sender`, `assignee` or `state`.
        """
        found = list_values.values(self._workspace, incoming.LIST, query, name)
        if name == "state":
            return in_words(found, _state_text)
        if name == "year":
            return in_words(found, str)
        rows = {row.row: row for row in incoming.rows(self._workspace, [one.row for one in found])}
        return by_name(found, lambda one: str(getattr(rows[one.row], name)))

    def rows(self, wanted: Sequence[int]) -> Sequence[IncomingRow]:
        """Rows by their ids."""
        return incoming.rows(self._workspace, wanted)


FILTERED = {"number": "year", "sender": "sender", "assignee": "assignee", "state": "state"}
"""Columns with an arrow in their heads, and what they hold; numbers begin anew with the year."""


def _state_text(state: str) -> str:
    return _SIGNS[IncomingState(state)] + str(INCOMING_STATES[state])


def incoming_columns(today: date) -> tuple[Column, ...]:
    """The columns of the book.

    Args:
        today: the day on which a paper is late or not.
    """
    return (
        Column(
            "number",
            late("Incoming number"),
            lambda row: str(row.number),
            6,
            sort="number",
            right=True,
        ),
        Column(
            "received",
            late("Received"),
            lambda row: i18n.day(row.received_on),
            width=10,
            sort="received",
        ),
        Column("sender", late("Sender"), lambda row: row.sender, width=15, sort="sender"),
        Column("symbol", late("Number, symbol"), lambda row: row.symbol, width=14, hidden=True),
        Column("dated", late("Date"), lambda row: day(row.dated), width=10, hidden=True),
        Column(
            "abstract",
            late("Abstract"),
            lambda row: row.abstract,
            width=34,
            sort="abstract",
            stretch=True,
        ),
        Column("assignee", late("Assignee"), lambda row: row.assignee, 11, sort="assignee"),
        Column("due", late("Time limit"), lambda row: day(row.due_on), width=10, sort="due"),
        Column(
            "state",
            late("State"),
            lambda row: _state_text(row.state(today)),
            width=12,
            tint=lambda row: _TINTS.get(row.state(today), "text"),
        ),
        Column("done", late("Dealt with"), lambda row: day(row.done_on), 10, hidden=True),
        Column("instruction", late("Instruction"), lambda row: row.instruction, 24, hidden=True),
        Column(
            "marks",
            late("Marks"),
            lambda row: marks(row.classification, row.urgency),
            width=18,
            hidden=True,
        ),
        Column(
            "scan", late("Scan"), lambda row: _("yes") if row.scanned else "", width=6, hidden=True
        ),
        Column("desk", late("Computer"), lambda row: row.desk, width=15, hidden=True),
    )


class IncomingPane(QWidget):
    """All incoming papers, filtered and sorted, and the one in hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._chosen: UUID | None = None
        self._following: Task | None = None
        self._counting: Task | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.panel = IncomingPanel(session)
        self.panel.setMinimumWidth(min(theme.scaled(350), 500))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._build_left())
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        sizes = session.recall("incoming/split").split(",")
        self.splitter.setSizes([int(part) for part in sizes] if len(sizes) > 1 else [750, 370])
        layout.addWidget(self.splitter, 1)
        self.panel.saved.connect(self.reveal)
        self.panel.dropped.connect(self._choose_again)
        QShortcut(
            QKeySequence("Ctrl+Return"),
            self,
            self.panel.save_and_add,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def _build_left(self) -> QWidget:
        left, session = QWidget(), self.session
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.filter = FilterBar(_("Filter: number, sender, symbol, abstract, assignee"))
        self.filter.add_choice(
            "state", _("Any state"), [(code, str(text)) for code, text in INCOMING_STATES.items()]
        )
        self.filter.add_choice("year", _("Any year"), [])
        self.filter.changed.connect(self.refresh)
        self._keys = FilterKeys(self.filter, self._found, self)
        layout.addWidget(self.filter)
        today = session.workspace.today
        self.model = ListingModel(
            session.tasks, incoming_columns(today), IncomingSource(session.workspace), self
        )
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(_("Incoming papers"))
        source = IncomingSource(session.workspace)
        self.heads = ColumnFilters.of_list(self.list, session.tasks, FILTERED, source.values)
        self.filter.join(self.heads)
        self.list.restore_columns(session.recall("incoming/columns"))
        self.list.current_changed.connect(self._on_current)
        self.list.activated_row.connect(lambda _number: self.panel.edit())
        self.model.streamed.connect(self._show_empty)
        self.empty = EmptyState("tray")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        tools = QHBoxLayout()
        self.scan = button(_("&View the scan"), self.view_scan, icon="eye")
        self.book = button(_("&Book…"), self.write_book, icon="printer")
        tools.addWidget(self.scan)
        tools.addStretch(1)
        tools.addWidget(self.book)
        layout.addLayout(tools)
        return left

    # What is shown ----------------------------------------------------------------------

    def _found(self) -> QWidget | None:
        return self.list if self.stack.currentWidget() is self.list else None

    def take_focus(self) -> None:
        """Let keys go to the papers, or to the filter while there are none."""
        (self._found() or self.filter.line).setFocus()

    def refresh(self) -> None:
        """Ask for the papers that meet the filter."""
        chosen = self.filter.values()
        filters: Filters = {**self.filter.column_values()}
        if chosen.get("state"):
            filters["state"] = chosen["state"]
        if chosen.get("year"):
            filters["year"] = int(chosen["year"])
        present = self.model.query
        sort, down = (present.sort, present.descending) if present.sort else ("received", True)
        self.list.show_query(Listing(sort, down, self.filter.words, filters))
        self.panel.reload()

        self._ask_years()

    def _ask_years(self) -> None:
        """Offer the years that have a book."""
        workspace = self.session.workspace

        def then(found: list[int]) -> None:
            years = [str(year) for year in found]
            if self.filter.set_choices("year", [(year, year) for year in years]):
                self.refresh()

        self._counting = self.session.tasks.read(
            self, lambda _progress: incoming.years(workspace), then, instead_of=self._counting
        )

    def reveal(self, record: UUID) -> None:
        """Put the cursor on a paper; a filter that hides it is taken away.

        Args:
            record: its id.
        """
        workspace = self.session.workspace
        if self.filter.narrows:
            self.filter.reset()
        elif not self.model.complete:
            self.refresh()
        self.panel.show_record(record)
        self._following = self.session.tasks.read(
            self,
            lambda _progress: incoming.row_number(workspace, record),
            self.list.go_to,
            instead_of=self._following,
        )

    def _on_current(self, number: int) -> None:
        if not number:
            return
        workspace = self.session.workspace

        def then(found: Sequence[IncomingRow]) -> None:
            if found and self.list.current_id() == number:
                self._show_chosen(found[0].id)

        self.session.tasks.read(self, lambda _progress: incoming.rows(workspace, [number]), then)

    def _show_chosen(self, record: UUID) -> None:
        """Show the paper the cursor is on; a mere refresh does not push a new one aside."""
        focused = QApplication.focusWidget()
        by_user = focused is not None and self.list.isAncestorOf(focused)
        by_user = by_user or focused is self.list
        if not self.panel.is_new or (by_user and self._chosen != record):
            self.panel.show_record(record)
        self._chosen = record

    def _choose_again(self) -> None:
        """A new paper was given up: show the one the cursor is on."""
        if self._chosen is not None:
            self.panel.show_record(self._chosen)
        else:
            self.panel.clear()

    def _show_empty(self, number: int) -> None:
        self.filter.tell_count(number)
        self.book.setEnabled(bool(number))
        self.scan.setEnabled(bool(number))
        if number:
            self.stack.setCurrentWidget(self.list)
            if not self.list.current_id():
                self.list.go_to(self.model.id_at(0))
            return
        if self.filter.narrows:
            self.empty.say(
                _("No incoming paper meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all incoming papers"), self.filter.reset),
            )
        else:
            offers = []
            if not self.session.workspace.read_only:
                offers.append(button(_("Add an incoming paper") + " (F5)", self.add, primary=True))
            self.empty.say(
                _("No incoming paper yet"),
                _("Enter what comes in, with its scan, instruction, assignee and day."),
                *offers,
            )
        self.stack.setCurrentWidget(self.empty)

    # Doing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Begin a new incoming paper."""
        self.panel.begin_new()

    def view_scan(self) -> None:
        """Show the scan of the paper in hand."""
        if self.panel.record is not None:
            self.panel.tabs.setCurrentWidget(self.panel.scan)

    def assign(self) -> None:
        """Ask at which computer the paper in hand is worked on."""
        record = self.panel.record
        if record is not None and self.isVisible() and not self.session.workspace.read_only:
            assigning.assign(self.session, ("incoming_document", record), self.window())

    def write_book(self) -> None:
        """Write the book of the year chosen, else of this year, as PDF, Word or Excel."""
        workspace = self.session.workspace
        year = int(self.filter.values().get("year") or workspace.today.year)
        name = _("Incoming papers {year}").format(year=year)
        save_book(self.session, lambda: register_books.incoming_book(workspace, year), name, self)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("incoming/columns", self.list.column_state())
        sizes = ",".join(str(size) for size in self.splitter.sizes())
        self.session.remember("incoming/split", sizes)
