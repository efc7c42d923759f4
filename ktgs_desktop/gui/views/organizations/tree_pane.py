"""The tree of organisations; while words are typed, the hits of the search stand in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.views.organizations.list_pane import organization_list
from ktgs_desktop.gui.views.organizations.rows import (
    OrganizationTree,
    choose,
    hit_columns,
    tree_columns,
)
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.gui.widgets.tree import TreeView
from ktgs_desktop.gui.widgets.tree_model import TreeModel
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.listing import ListView


class TreePane(QWidget):
    """Organisations as a tree, and the way to find one in it.

    Signals:
        chosen: the cursor is on an organisation; its id.
        edit_wanted: the user wants to edit the organisation in hand.
        missing: an organisation was to be revealed and is not in the tree; its id.
        nothing: no organisation is called as the words typed say.

    Args:
        session: the session.
        offers: makes the buttons an empty register shows.
    """

    chosen = Signal(object)
    edit_wanted = Signal()
    missing = Signal(object)
    nothing = Signal()

    def __init__(self, session: Session, offers: Callable[[], Sequence[QPushButton]]) -> None:
        super().__init__()
        self.session = session
        self._offers = offers
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.filter = FilterBar(_("Find in the tree: name, code (accents may be left out)"))
        self.filter.changed.connect(self._search)
        self._keys = FilterKeys(self.filter, self._found, self)
        layout.addWidget(self.filter)
        workspace = session.workspace
        self.model = TreeModel(
            session.tasks, tree_columns(workspace.today), OrganizationTree(workspace), self
        )
        self.tree = TreeView(self.model, self)
        self.tree.setAccessibleName(_("Organisations"))
        self.tree.current_changed.connect(self._on_current)
        self.tree.activated_record.connect(lambda _record: self.edit_wanted.emit())
        self.tree.missing.connect(self.missing)
        self.tree.refreshed.connect(self._show_part)
        self.hits = organization_list(session, hit_columns(workspace.today), self)
        self.hits.setAccessibleName(_("Organisations found"))
        self.hits.current_changed.connect(self._on_hit)
        self.hits.activated_row.connect(self._reveal_hit)
        self.hits.listing.streamed.connect(self._on_found)
        self.empty = EmptyState("tree-structure")
        self.stack = QStackedWidget()
        for part in (self.tree, self.hits, self.empty):
            self.stack.addWidget(part)
        layout.addWidget(self.stack, 1)

    # What is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tree and the hits anew."""
        self.tree.refresh()
        if self.filter.words:
            self.hits.refresh()

    def reveal(self, record: UUID) -> None:
        """Open the way to an organisation and put the cursor on it.

        Args:
            record: its id.
        """
        if self.filter.words:
            self.filter.reset()
        self.tree.reveal(record)

    def follow(self, record: UUID) -> None:
        """Put the cursor on an organisation, unless words are searched for.

        Args:
            record: its id.
        """
        if not self.filter.words:
            self.tree.reveal(record)

    def _found(self) -> QWidget | None:
        shown = self.stack.currentWidget()
        return shown if shown is not self.empty else None

    def _search(self) -> None:
        if self.filter.words:
            self.hits.scrollToTop()
            self.hits.show_query(Listing(sort="name", search=self.filter.words))
        else:
            self._show_part()
            record = self.tree.current_record()
            if record is not None:
                self.chosen.emit(record)

    def _on_found(self, number: int) -> None:
        """Show what was found, and its first at the side unless the cursor is on one of it."""
        self._show_part()
        listing = self.hits.listing
        if not self.filter.words or not listing.complete:
            return
        here = self.hits.current_id()
        if not number:
            self.nothing.emit()
        elif here and listing.place_of(here) >= 0:
            self._on_hit(here)
        else:
            self.hits.go_to(listing.id_at(0))

    def _show_part(self) -> None:
        if self.filter.words:
            if self.hits.listing.number_of_rows():
                self.stack.setCurrentWidget(self.hits)
                return
            self.empty.say(
                _("No organisation is called so"),
                _("Type fewer words; accents and the order of the words do not matter."),
                button(_("Back to the tree"), self.filter.reset),
            )
        elif self.model.rowCount() or not self.model.complete:
            self.stack.setCurrentWidget(self.tree)
            return
        else:
            self.empty.say(
                _("No organisation yet"),
                _("Import the units of your province or district; then paste the rest."),
                *self._offers(),
            )
        self.stack.setCurrentWidget(self.empty)

    def _on_current(self, record: UUID | None) -> None:
        if record is not None and not self.filter.words:
            self.chosen.emit(record)

    def _on_hit(self, number: int) -> None:
        if number and self.filter.words:
            choose(self.session, self.hits, number, self.chosen.emit)

    def _reveal_hit(self, number: int) -> None:
        choose(self.session, self.hits, number, self._reveal_and_focus)

    def _reveal_and_focus(self, record: UUID) -> None:
        self.reveal(record)
        self.tree.setFocus()

    def export_view(self) -> ListView:
        """The list that goes to Excel: the hits, or all existing organisations."""
        if not self.filter.words:
            today = self.session.workspace.today.isoformat()
            filters: dict[str, str | int | bool] = {"exists": True, "today": today}
            self.hits.listing.query = Listing(sort="name", filters=filters)
        return self.hits
