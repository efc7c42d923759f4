"""A pane that is a list with its filter above it and what it adds up to below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.records.pane import Pane
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel, ListSource
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.column_filter import Values


@dataclass(frozen=True, slots=True)
class Look:
    """How the list of a pane looks.

    Attributes:
        name: what its widths are remembered under, e.g. `exchange/sent`.
        title: what it is called, in a sheet too.
        placeholder: what the filter's line says.
        icon: picture of the pane while it is empty.
        columns: the columns.
        filtered: columns with an arrow in their heads, and what they hold.
        order: the order without a choice, empty for the list's own.
        descending: whether that order begins with the greatest.
    """

    name: str
    title: str
    placeholder: str
    icon: str
    columns: Sequence[Column]
    filtered: Mapping[str, str]
    order: str = ""
    descending: bool = False


class ListPane(Pane):
    """A list with its filter and a line below.

    Args:
        session: the session.
        look: how the list looks.
        source: its rows.
        values: what its columns hold, for the arrows in their heads.
    """

    def __init__(self, session: Session, look: Look, source: ListSource, values: Values) -> None:
        super().__init__(session)
        self.look = look
        self.filter = FilterBar(look.placeholder)
        self.filter.changed.connect(self.refresh)
        self.filter.left.connect(self.take_focus)
        self._keys = FilterKeys(self.filter, self._found, self)
        self.model = ListingModel(session.tasks, look.columns, source, self)
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(look.title)
        self.heads = ColumnFilters.of_list(self.list, session.tasks, look.filtered, values)
        self.filter.join(self.heads)
        self.list.restore_columns(session.recall(self.look.name))
        self.list.activated_row.connect(self.open_row)
        self.list.current_changed.connect(self.on_current)
        self.model.streamed.connect(self._on_streamed)
        self.empty = EmptyState(look.icon)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.totals = label("", "muted", wrap=True)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.totals, 1)
        self.rows_box = QVBoxLayout()
        self.rows_box.setContentsMargins(0, 0, 0, 0)
        self.rows_box.setSpacing(8)
        self.rows_box.addWidget(self.filter)
        self.rows_box.addWidget(self.stack, 1)
        self.rows_box.addLayout(self.foot)
        self.excel = button("Excel", self.export, icon="mdi6.file-excel-outline")
        self.place_parts()

    def place_parts(self) -> None:
        """Lay the list out over the whole pane."""
        self.setLayout(self.rows_box)

    def _found(self) -> QWidget | None:
        return self.list if self.stack.currentWidget() is self.list else None

    # What a pane says for itself ---------------------------------------------------------

    def open_row(self, number: int) -> None:
        """Enter or a double click on a row.

        Args:
            number: its id.
        """

    def on_current(self, number: int) -> None:
        """The cursor is on another row.

        Args:
            number: its id, 0 for none.
        """

    def sum_up(self) -> None:
        """The rows have come: say what they add up to."""

    def say_empty(self) -> None:
        """Say what belongs here while there is nothing at all."""
        raise NotImplementedError

    def has_rows(self) -> bool:
        """Whether there is anything that the filter can leave out, as far as is known."""
        return True

    def filters(self) -> Filters:
        """The conditions of the bar."""
        return {**self.filter.values()}

    # What is shown ----------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        present = self.model.query
        filters: Filters = {**self.filters(), **self.filter.column_values()}
        sort = present.sort or self.look.order
        descending = present.descending if present.sort else self.look.descending
        self.list.show_query(Listing(sort, descending, self.filter.words, filters))

    def _on_streamed(self, number: int) -> None:
        self.filter.tell_count(number)
        self.excel.setEnabled(bool(number))
        if number:
            self.stack.setCurrentWidget(self.list)
            if not self.list.current_id():
                self.list.go_to(self.model.id_at(0))
        elif self.filter.narrows and self.has_rows():
            self.empty.say(
                _("Nothing meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show everything"), self.filter.reset),
            )
            self.stack.setCurrentWidget(self.empty)
        else:
            self.say_empty()
            self.stack.setCurrentWidget(self.empty)
        if not number:
            self.on_current(0)
        self.totals.setVisible(bool(number))
        self.sum_up()

    def export(self) -> None:
        """Save what the list shows as an Excel sheet."""
        export_list(self.session, self.list, self.look.title, self)

    def _focus_filter(self) -> None:
        self.filter.line.setFocus()
        self.filter.line.selectAll()

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel,)

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
        (self._found() or self.filter.line).setFocus()

    @override
    def remember(self) -> None:
        self.session.remember(self.look.name, self.list.column_state())
