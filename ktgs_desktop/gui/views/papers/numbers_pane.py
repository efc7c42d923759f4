"""The list of outgoing numbers by series with its filter and its tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.views.papers.numbers import FILTERED, NUMBER_COLUMNS, NumberSource
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.views.papers.numbers import NumberRow


class NumbersPane(QWidget):
    """Numbers by series, and what can be done with them.

    Signals:
        current_changed: the cursor is on another number, or on none; its row or None.
        opened: the user wants to see the paper of the current number, or to give it one.
    """

    current_changed = Signal(object)
    opened = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.filter = FilterBar(_("Filter: number, abstract, reason"))
        terms = [(code, one.name(language())) for code, one in codes("terms").codes.items()]
        self.filter.add_choice(
            "only",
            _("All numbers"),
            [
                ("MISSING", _("missing")),
                ("DOUBLE", _("given twice")),
                ("RESERVED", _("reserved")),
                ("CANCELLED", _("cancelled")),
            ],
        )
        self.filter.add_choice("term", _("Term in force"), terms)
        self.filter.changed.connect(self.refresh)
        self._keys = FilterKeys(self.filter, self._found, self)
        layout.addWidget(self.filter)
        self.source = NumberSource(session.workspace)
        self.model = ListingModel(session.tasks, NUMBER_COLUMNS, self.source, self)
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(_("Numbers of outgoing papers"))
        self.heads = ColumnFilters.of_list(self.list, session.tasks, FILTERED, self.source.values)
        self.filter.join(self.heads)
        self.list.restore_columns(session.recall("numbers/columns"))
        self.list.activated_row.connect(lambda _number: self.opened.emit())
        self.list.current_changed.connect(lambda _number: self._on_current())
        self.model.streamed.connect(self._show_empty)
        self.empty = EmptyState("archive")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        layout.addLayout(self.tools)

    def add_tool(self, made: QPushButton) -> QPushButton:
        """Put a button below the list.

        Args:
            made: the button.
        """
        self.tools.addWidget(made)
        return made

    def _found(self) -> QWidget | None:
        return self.list if self.stack.currentWidget() is self.list else None

    @property
    def current(self) -> NumberRow | None:
        """The number the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number and number > 0 else []
        return found[0] if found else None

    @property
    def marked(self) -> list[NumberRow]:
        """The numbers that are marked."""
        return list(self.source.rows([one for one in self.list.selected_ids() if one > 0]))

    def _on_current(self) -> None:
        self.current_changed.emit(self.current)

    def take_focus(self) -> None:
        """Let keys go to the numbers, or to the filter while there are none."""
        (self._found() or self.filter.line).setFocus()

    def refresh(self) -> None:
        """Read the numbers again."""
        filters: Filters = {**self.filter.values(), **self.filter.column_values()}
        self.list.show_query(Listing(search=self.filter.words, filters=filters))

    def _show_empty(self, number: int) -> None:
        self.filter.tell_count(number)
        if number:
            self.stack.setCurrentWidget(self.list)
            if not self.list.current_id():
                self.list.go_to(1)
            self._on_current()
            return
        if self.filter.narrows:
            self.empty.say(
                _("No number meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all numbers"), self.filter.reset),
            )
        else:
            self.empty.say(
                _("No number was given in this term"),
                _("Issue a program, reserve a number, or register a paper made elsewhere."),
            )
        self.stack.setCurrentWidget(self.empty)
        self.current_changed.emit(None)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("numbers/columns", self.list.column_state())
