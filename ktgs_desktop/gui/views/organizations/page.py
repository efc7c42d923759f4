"""The page of organisations and members."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPushButton, QSplitter, QStackedWidget, QTabBar
from typing_extensions import override

from ktgs_desktop.gui import actions, theme
from ktgs_desktop.gui.dialogs.handing_over import HandingOverDialog
from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.import_units import ImportUnitsDialog
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.dialogs.organization_table import OrganizationTable
from ktgs_desktop.gui.dialogs.reorganize_units import ReorganizeUnitsDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.organizations.list_pane import ListPane
from ktgs_desktop.gui.views.organizations.member_panel import MemberPanel
from ktgs_desktop.gui.views.organizations.members_pane import MembersPane
from ktgs_desktop.gui.views.organizations.organization_panel import OrganizationPanel
from ktgs_desktop.gui.views.organizations.tree_pane import TreePane
from ktgs_desktop.gui.widgets.page import Page, button, name_views
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from ktgs_desktop.gui.records.panel import RecordPanel
    from ktgs_desktop.gui.session import Session

TREE, LIST, MEMBERS = range(3)
_ORGANIZATIONS = frozenset(("organization", "succession"))
_KINDS = _ORGANIZATIONS | {"party_member"}


class OrganizationsPage(Page):
    """Organisations as tree and list, members, and the record in hand at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Organisations, members"))
        self.session = session
        self._stale = {LIST, MEMBERS}
        self._chosen: dict[RecordPanel, UUID] = {}
        self._asked_for: UUID | None = None
        self._build_head()
        self._build_tabs()
        self._build_middle()
        self._build_commands()
        session.changed.connect(self._on_changed)
        self._show_tab()
        self.tree.reveal(session.workspace.office.unit)

    # Building ---------------------------------------------------------------------------

    def _build_head(self) -> None:
        writable = not self.session.workspace.read_only
        self.excel = self.add_action(button("Excel", self.export, icon="mdi6.file-excel-outline"))
        self.rearrange = self.add_action(
            button(_("Rearrange&ment 2025…"), self.reorganize_units, icon="git-merge")
        )
        self.handing = self.add_action(
            button(_("&Hand over…"), self.hand_over, icon="arrows-left-right")
        )
        self.units = self.add_action(
            button(_("Import &units…"), self.import_units, icon="map-trifold")
        )
        self.table = self.add_action(
            button(_("&Paste or Excel…"), self.import_table, icon="clipboard-text")
        )
        self.add_button = self.add_action(button("", self.add, icon="plus", primary=True))
        for part in (self.rearrange, self.handing, self.units, self.table, self.add_button):
            part.setVisible(writable)

    def _build_tabs(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("View"))
        for text in (_("Tree"), _("List"), _("Members")):
            self.tabs.addTab(text)
        name_views(self.tabs, ("tree", "list", "members"))
        self.tabs.currentChanged.connect(lambda _place: self._show_tab())
        self.body.addWidget(self.tabs)

    def _build_middle(self) -> None:
        session = self.session
        self.tree = TreePane(session, self._offers)
        self.list = ListPane(session, self._offers)
        self.members = MembersPane(session, self._member_offers)
        self.organization = OrganizationPanel(session, self._marked)
        self.member = MemberPanel(session)
        self.left = QStackedWidget()
        for pane in (self.tree, self.list, self.members):
            self.left.addWidget(pane)
        self.right = QStackedWidget()
        for panel in (self.organization, self.member):
            panel.setMinimumWidth(min(theme.scaled(350), 500))
            self.right.addWidget(panel)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.left)
        self.splitter.addWidget(self.right)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        sizes = session.recall("organizations/split").split(",")
        self.splitter.setSizes([int(part) for part in sizes] if len(sizes) > 1 else [750, 370])
        self.body.addWidget(self.splitter, 1)
        for pane in (self.tree, self.list):
            pane.chosen.connect(partial(self._show_chosen, self.organization))
            pane.edit_wanted.connect(self.organization.edit)
        self.members.chosen.connect(partial(self._show_chosen, self.member))
        self.members.edit_wanted.connect(self.member.edit)
        self.tree.missing.connect(self._show_in_list)
        self.tree.nothing.connect(self._show_nothing)
        self.organization.open_wanted.connect(self.show_organization)
        self.organization.saved.connect(self.show_organization)
        self.organization.dropped.connect(self._choose_again)
        self.member.saved.connect(self.members.reveal)
        self.member.dropped.connect(self._choose_again)

    def _build_commands(self) -> None:
        self.commands = {
            name: actions.make(name, self, run)
            for name, run in (
                ("add_item", self.add),
                ("void_item", lambda: self.panel.void_now()),  # noqa: PLW0108 - the one shown
                ("save", lambda: self.panel.save_now()),  # noqa: PLW0108 - the one shown
                ("filter", self._focus_filter),
                ("filter_column", self._filter_column),
                ("clear_filters", self._clear_filters),
                ("refresh", self.refresh),
                ("export_list", self.export),
            )
        }
        self.commands["void_item"].setText(_("Take out what was entered by mistake"))
        others: tuple[tuple[str, Callable[[], object]], ...] = (
            (_("Rename from a date"), lambda: self.organization.run("rename")),
            (_("Move to another superior from a date"), lambda: self.organization.run("move")),
            (_("Merge organisations"), lambda: self.organization.run("merge")),
            (_("Split the organisation"), lambda: self.organization.run("split")),
            (_("End the organisation"), lambda: self.organization.run("end")),
        )
        writable = not self.session.workspace.read_only
        for text, run in others:
            self._make(text, run).setEnabled(writable)
        for name in ("add_item", "void_item", "save"):
            self.commands[name].setEnabled(writable)
        for action in self.commands.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        QShortcut(
            QKeySequence("Ctrl+Return"),
            self,
            lambda: self.panel.save_and_add(),  # noqa: PLW0108 - the one shown
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def _make(self, text: str, run: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)
        return action

    def _offers(self) -> list[QPushButton]:
        if self.session.workspace.read_only:
            return []
        return [
            button(_("Import units…"), self.import_units, primary=True),
            button(_("Paste or Excel…"), self.import_table),
        ]

    def _member_offers(self) -> list[QPushButton]:
        if self.session.workspace.read_only:
            return []
        return [button(_("Add a member") + " (F5)", self.add, primary=True)]

    # What is shown ----------------------------------------------------------------------

    @property
    def panel(self) -> RecordPanel:
        """The panel of the tab shown."""
        return self.member if self.tabs.currentIndex() == MEMBERS else self.organization

    def _pane(self) -> TreePane | ListPane | MembersPane:
        return (self.tree, self.list, self.members)[self.tabs.currentIndex()]

    def _show_tab(self) -> None:
        place = self.tabs.currentIndex()
        self._asked_for = None
        self.left.setCurrentIndex(place)
        if self.isVisible() and not self.tabs.hasFocus():
            self._focus_pane()
        self.right.setCurrentWidget(self.panel)
        text = _("Add a member") if place == MEMBERS else _("Add an organisation")
        self.add_button.setText(_("&Add a member") if place == MEMBERS else _("&Add"))
        self.add_button.setToolTip(f"{text} (F5)")
        for part in (self.rearrange, self.units, self.table):
            part.setVisible(place != MEMBERS and not self.session.workspace.read_only)
        self.commands["add_item"].setText(text)
        if place in self._stale:
            self._stale.discard(place)
            self._pane().refresh()
        record = self.organization.record
        if record is not None and place == TREE:
            self.tree.follow(record)
        elif record is not None and place == LIST:
            self.list.follow(record)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus_pane()

    def _focus_pane(self) -> None:
        """Let keys work at once: put the cursor into what is shown."""
        shown = self._pane().stack.currentWidget()
        if shown is not None:
            shown.setFocus()

    def _on_changed(self, changes: object) -> None:
        kinds = touched(changes)
        if not kinds & _KINDS:
            return
        stale = {TREE, LIST} if kinds & _ORGANIZATIONS else set()
        stale.add(MEMBERS)  # members show the names of their organisations
        self._stale |= stale
        place = self.tabs.currentIndex()
        if place in self._stale:
            self._stale.discard(place)
            self._pane().refresh()
        for panel in (self.organization, self.member):
            panel.reload()

    def refresh(self) -> None:
        """Read what is shown again."""
        self._pane().refresh()
        self.panel.reload()

    def show_record(self, kind: str, record: UUID | str) -> None:
        """Show an organisation or a member.

        Args:
            kind: `organization` or `party_member`; `import` for one of the imports.
            record: its id, or `units`, `reorganize` or `table`.
        """
        if kind == "import":
            runs = {"units": self.import_units, "reorganize": self.reorganize_units}
            runs.get(str(record), self.import_table)()
        elif not isinstance(record, UUID):
            return
        elif kind == "party_member":
            self.tabs.setCurrentIndex(MEMBERS)
            self.members.reveal(record)
            self.member.show_record(record)
        else:
            self.show_organization(record)

    def show_organization(self, record: UUID) -> None:
        """Show an organisation where it stands: in the tree, or in the list.

        Args:
            record: its id.
        """
        if self.tabs.currentIndex() == MEMBERS:
            self.tabs.setCurrentIndex(TREE)
        self._asked_for = record
        self.organization.show_record(record)
        self._pane().reveal(record)

    def _show_nothing(self) -> None:
        """The words typed mean no organisation; what was begun stays."""
        if not self.organization.is_new:
            self._chosen.pop(self.organization, None)
            self.organization.clear()

    def _show_in_list(self, record: UUID) -> None:
        """What has ended stands in the list alone."""
        if self._asked_for == record:
            self._asked_for = None
            self.tabs.setCurrentIndex(LIST)
            self.list.reveal(record)

    def _show_chosen(self, panel: RecordPanel, record: UUID) -> None:
        """Show the record the cursor is on; a mere refresh does not push a new record aside."""
        focused = QApplication.focusWidget()
        by_user = focused is not None and self._pane().isAncestorOf(focused)
        if not panel.is_new or (by_user and self._chosen.get(panel) != record):
            panel.show_record(record)
        self._chosen[panel] = record

    def _choose_again(self) -> None:
        """A new record was given up: show the one the cursor is on."""
        panel = self.panel
        record = self._chosen.get(panel)
        if record is not None:
            panel.show_record(record)
        else:
            panel.clear()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        self.organization.keep_draft()
        self.member.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.list.remember()
        self.members.remember()
        sizes = ",".join(str(size) for size in self.splitter.sizes())
        self.session.remember("organizations/split", sizes)

    # Commands ---------------------------------------------------------------------------

    def _focus_filter(self) -> None:
        line = self._pane().filter.line
        line.setFocus()
        line.selectAll()

    def _filter_column(self) -> None:
        pane = self._pane()
        if not isinstance(pane, TreePane):
            pane.heads.ask_here()

    def _clear_filters(self) -> None:
        pane = self._pane()
        if isinstance(pane, MembersPane):
            pane.show_all()
        else:
            pane.filter.reset()

    def add(self) -> None:
        """Begin a new organisation below the one in hand, or a new member."""
        if self.session.workspace.read_only:
            return
        if self.panel is self.member:
            self.member.begin_in(self.members.home)
        else:
            self.organization.begin_below(self.organization.record)

    def _marked(self) -> list[int]:
        """Local row numbers of organisations marked in the list, for a merger."""
        return self.list.selected() if self.tabs.currentIndex() == LIST else []

    def import_units(self) -> None:
        """Import administrative units."""
        if not self.session.workspace.read_only:
            dialog = ImportUnitsDialog(self.session, self)
            dialog.exec()
            dialog.deleteLater()

    def reorganize_units(self) -> None:
        """Carry the rearrangement of administrative units of 2025 out."""
        if not self.session.workspace.read_only:
            dialog = ReorganizeUnitsDialog(self.session, self)
            dialog.exec()
            dialog.deleteLater()

    def hand_over(self) -> None:
        """Show whose records go over to whom, and take over what goes over to this office."""
        dialog = HandingOverDialog(self.session, self)
        dialog.exec()
        dialog.deleteLater()

    def import_table(self) -> None:
        """Import organisations by paste or from a sheet."""
        if not self.session.workspace.read_only:
            kind = OrganizationTable(self.session, self.organization.record)
            dialog = ImportTableDialog(self.session, kind, self)
            dialog.exec()
            dialog.deleteLater()

    def export(self) -> None:
        """Save the present list as an Excel sheet."""
        if self.tabs.currentIndex() == MEMBERS:
            export_list(self.session, self.members.list, _("Members"), self)
            return
        view = self.tree.export_view() if self.tabs.currentIndex() == TREE else self.list.list
        export_list(self.session, view, _("Organisations"), self)
