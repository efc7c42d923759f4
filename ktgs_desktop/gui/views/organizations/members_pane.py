"""The list of Party members with its filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.views.organizations.rows import (
    MEMBERS_FILTERED,
    MemberSource,
    choose,
    member_columns,
)
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import members

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_FIELD_WIDTH = 230


class MembersPane(QWidget):
    """All members, filtered and sorted.

    Signals:
        chosen: the cursor is on a member; the id.
        edit_wanted: the user wants to edit the member in hand.

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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.filter = FilterBar(_("Filter: name, initials, position (accents may be left out)"))
        self.organization = OrganizationField(session)
        self.organization.setPlaceholderText(_("Of any organisation"))
        self.organization.setAccessibleName(_("Members of this organisation"))
        self.organization.setClearButtonEnabled(True)
        self.organization.setFixedWidth(theme.scaled(_FIELD_WIDTH))
        self.organization.picked.connect(lambda _picked: self.refresh())
        self.organization.textChanged.connect(self._on_organization)
        self.filter.add_widget(self.organization)
        self.filter.changed.connect(self.refresh)
        self._keys = FilterKeys(self.filter, self._found, self)
        layout.addWidget(self.filter)
        workspace = session.workspace
        self.model = ListingModel(session.tasks, member_columns(), MemberSource(workspace), self)
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(_("Members"))
        self.heads = ColumnFilters.of_list(
            self.list, session.tasks, MEMBERS_FILTERED, MemberSource(workspace).values
        )
        self.filter.join(self.heads)
        self.list.restore_columns(session.recall("members/columns"))
        self.list.current_changed.connect(self._on_current)
        self.list.activated_row.connect(lambda _number: self.edit_wanted.emit())
        self.model.streamed.connect(self._show_empty)
        self.empty = EmptyState("users")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    @property
    def home(self) -> UUID | None:
        """The organisation whose members are shown, None for all."""
        chosen = self.organization.value()
        return chosen.id if chosen is not None else None

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered."""
        return self.filter.narrows or self.home is not None

    def _on_organization(self, text: str) -> None:
        if not text:
            QTimer.singleShot(0, self, self.refresh)

    def refresh(self) -> None:
        """Ask for the members that meet the filter."""
        filters: Filters = {**self.filter.column_values()}
        if self.home is not None:
            filters["organization"] = str(self.home)
        present = self.model.query
        query = Listing(present.sort or "name", present.descending, self.filter.words, filters)
        if query != present:
            self.list.scrollToTop()
        self.list.show_query(query)

    def _found(self) -> QWidget | None:
        return self.list if self.stack.currentWidget() is self.list else None

    def show_all(self) -> None:
        """Take every filter away."""
        self.organization.set_value(None)
        self.filter.reset()

    def reveal(self, record: UUID) -> None:
        """Put the cursor on a member; a filter that hides it is taken away.

        Args:
            record: the id.
        """
        workspace = self.session.workspace
        if self.narrows:
            self.show_all()
        elif not self.model.complete:
            self.refresh()
        self._following = self.session.tasks.read(
            self,
            lambda _progress: members.row_number(workspace, record),
            self.list.go_to,
            instead_of=self._following,
        )

    def _on_current(self, number: int) -> None:
        if number:
            choose(self.session, self.list, number, self.chosen.emit)

    def _show_empty(self, number: int) -> None:
        self.filter.tell_count(number)
        if number:
            self.stack.setCurrentWidget(self.list)
            if not self.list.current_id():
                self.list.go_to(self.model.id_at(0))
            return
        if self.narrows:
            self.empty.say(
                _("No member meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all members"), self.show_all),
            )
        else:
            self.empty.say(
                _("No member yet"),
                _("Add the members whom programs, cases and papers will name."),
                *self._offers(),
            )
        self.stack.setCurrentWidget(self.empty)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("members/columns", self.list.column_state())
