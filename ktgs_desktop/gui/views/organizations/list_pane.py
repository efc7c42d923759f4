"""A list of organisations with its filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.views.organizations.rows import (
    FILTERED,
    OrganizationSource,
    choose,
    list_columns,
)
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.gui.widgets.listing_model import Column

_SUPERIOR, _ENDED = 1, 5
_WIDE_ENOUGH = 960
_CHOICE_WIDTH = 160


def organization_list(session: Session, columns: Sequence[Column], parent: QWidget) -> ListView:
    """A list of organisations, as the list and the hits of a search use it.

    Args:
        session: the session.
        columns: what it shows.
        parent: where it lies.
    """
    model = ListingModel(session.tasks, columns, OrganizationSource(session.workspace), parent)
    made = ListView(model, session.tasks, parent)
    made.setAccessibleName(_("Organisations"))
    return made


class ListPane(QWidget):
    """All organisations, filtered and sorted.

    Signals:
        chosen: the cursor is on an organisation; its id.
        edit_wanted: the user wants to edit the organisation in hand.

    Args:
        session: the session.
        offers: makes the buttons an empty register shows.
    """

    chosen = Signal(object)
    edit_wanted = Signal()

    def __init__(self, session: Session, offers: Callable[[], Sequence[QPushButton]]) -> None:
        super().__init__()
        self.session = session
        self._offers = offers
        self._following: Task | None = None
        self._hidden: dict[int, bool] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.filter = FilterBar(_("Filter: name, code"))
        self.filter.line.setToolTip(_("Accents may be left out."))
        tongue = language()
        for name, everything, listed in (
            ("type", _("Any type"), "organization_types"),
            ("level", _("Any level"), "levels"),
        ):
            known = [(one.code, one.name(tongue)) for one in codes(listed).codes.values()]
            self.filter.add_choice(name, everything, known)
        self.filter.add_choice(
            "exists", _("Existing and ended"), [("1", _("Existing")), ("0", _("Ended"))]
        )
        for choice in self.filter.findChildren(ChoiceField):
            choice.view().setMinimumWidth(choice.sizeHint().width())
            choice.setMaximumWidth(theme.scaled(_CHOICE_WIDTH))
        self.filter.changed.connect(self.refresh)
        self._keys = FilterKeys(self.filter, self._found, self)
        layout.addWidget(self.filter)
        self.list = organization_list(session, list_columns(session.workspace.today), self)
        source = OrganizationSource(session.workspace)
        self.heads = ColumnFilters.of_list(self.list, session.tasks, FILTERED, source.values)
        self.filter.join(self.heads)
        self.list.restore_columns(session.recall("organizations/columns"))
        self.list.current_changed.connect(self._on_current)
        self.list.activated_row.connect(lambda _number: self.edit_wanted.emit())
        self.list.listing.streamed.connect(self._show_empty)
        self.empty = EmptyState("tree-structure")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_columns()

    def _hide_columns(self) -> None:
        """In a narrow window names come first; columns the user has chosen stay as they are."""
        narrow = self.width() < _WIDE_ENOUGH
        hidden = {_SUPERIOR: narrow, _ENDED: narrow and self.filter.values().get("exists") != "0"}
        for column, is_hidden in hidden.items():
            if self._hidden.get(column, False) != is_hidden:
                self.list.setColumnHidden(column, is_hidden)
        self._hidden = hidden

    def query(self) -> Listing:
        """What the filter asks for."""
        filters: Filters = {**self.filter.values(), **self.filter.column_values()}
        if "exists" in filters:
            filters["exists"] = filters["exists"] == "1"
            filters["today"] = self.session.workspace.today.isoformat()
        present = self.list.listing.query
        return Listing(present.sort or "name", present.descending, self.filter.words, filters)

    def refresh(self) -> None:
        """Ask for the organisations that meet the filter."""
        self._hide_columns()
        query = self.query()
        if query != self.list.listing.query:
            self.list.scrollToTop()
        self.list.show_query(query)

    def _found(self) -> QWidget | None:
        return self.list if self.stack.currentWidget() is self.list else None

    def reveal(self, record: UUID) -> None:
        """Put the cursor on an organisation; a filter that hides it is taken away.

        Args:
            record: its id.
        """
        if self.filter.narrows:
            self.filter.reset()
        elif not self.list.listing.complete:
            self.refresh()
        self.follow(record)

    def follow(self, record: UUID) -> None:
        """Put the cursor on an organisation if the filter shows it.

        Args:
            record: its id.
        """
        workspace = self.session.workspace
        self._following = self.session.tasks.read(
            self,
            lambda _progress: organizations.row_number(workspace, record),
            self.list.go_to,
            instead_of=self._following,
        )

    def selected(self) -> list[int]:
        """Local row numbers of the marked organisations."""
        return self.list.selected_ids()

    def _on_current(self, number: int) -> None:
        if number:
            choose(self.session, self.list, number, self.chosen.emit)

    def _show_empty(self, number: int) -> None:
        self.filter.tell_count(number)
        if number:
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
                _("No organisation yet"),
                _("Import the units of your province or district; then paste the rest."),
                *self._offers(),
            )
        self.stack.setCurrentWidget(self.empty)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("organizations/columns", self.list.column_state())
