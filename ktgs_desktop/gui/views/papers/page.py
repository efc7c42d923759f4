"""The page of papers: the register, its numbers by series, incoming papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QTabBar

from ktgs_desktop.gui import actions
from ktgs_desktop.gui.dialogs.double_numbers import DoubleNumbersDialog
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.verify import VerifyDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.papers.folder_pane import RETURNED, WAITING, FolderPane
from ktgs_desktop.gui.views.papers.incoming_pane import IncomingPane
from ktgs_desktop.gui.views.papers.numbers_pane import NumbersPane
from ktgs_desktop.gui.views.papers.numbers_tools import NumbersTools
from ktgs_desktop.gui.views.papers.papers_pane import PapersPane
from ktgs_desktop.gui.widgets.page import Page, button, label, name_views
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import overview, papers

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import DocumentRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.overview import Attention

PAPERS, NUMBERS, INCOMING, FOLDER = range(4)
_KINDS = frozenset(("document", "issuing_body", "incoming_document", "submission", "assignment"))


class PapersPage(Page):
    """All papers that have a number, the numbers themselves, and papers that came in."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Register of papers"))
        self.session = session
        self._looking: Task | None = None
        self._stale = {PAPERS, NUMBERS, INCOMING, FOLDER}
        self.papers = PapersPane(session)
        self.numbers = NumbersPane(session)
        self.tools = NumbersTools(session, self.numbers, self.open_record)
        self.incoming = IncomingPane(session)
        self._build_head()
        self._build_tabs()
        self.folder = FolderPane(session)
        self.folder.counted.connect(self._tell_waiting)
        self.panes = QStackedWidget()
        for pane in (self.papers, self.numbers, self.incoming, self.folder):
            self.panes.addWidget(pane)
        self.body.addWidget(self.panes, 1)
        # What the register's list shows is what the page is asked for by name.
        self.filter, self.model, self.list = self.papers.filter, self.papers.model, self.papers.list
        self.papers.opened.connect(self.view_paper)
        self.papers.current_changed.connect(self._on_current)
        self.papers.shown.connect(self.settle_focus)
        self.numbers.opened.connect(self.tools.open_current)
        self._build_commands()
        self.starts = (self.list, self.filter.line, self.numbers, self.incoming, self.folder)
        session.changed.connect(self._on_changed)
        self.open.setEnabled(False)
        self._show_tab()
        self._look_for_doubles()
        self.folder.count()

    # Building ---------------------------------------------------------------------------

    def _build_head(self) -> None:
        writable = not self.session.workspace.read_only
        self.excel = self.add_action(button("Excel", self._export, icon="mdi6.file-excel-outline"))
        self.check = self.add_action(
            button(_("&Check a signed file…"), self.check_file, icon="shield-check")
        )
        self.open = self.add_action(
            button(_("&View, print, sign"), self.view_paper, icon="printer", primary=True)
        )
        self.reserve = self.add_action(
            button(_("&Reserve numbers…"), self.tools.reserve, icon="hash", primary=True)
        )
        self.add = self.add_action(
            button(_("&Add an incoming paper"), self.add_incoming, icon="plus", primary=True)
        )
        self.add.setToolTip("F5")
        self._of_tab: dict[int, tuple[QPushButton, ...]] = {
            PAPERS: (self.check, self.open),
            NUMBERS: (self.reserve,) if writable else (),
            INCOMING: (self.add,) if writable else (),
            FOLDER: (),
        }
        self.conflict = label("", "warning", wrap=True)
        self.settle = button(_("Sett&le…"), self.settle_doubles)
        bar = QHBoxLayout()
        bar.addWidget(self.conflict, 1)
        bar.addWidget(self.settle)
        for part in (self.conflict, self.settle):
            part.hide()
        self.body.addLayout(bar)

    def _build_tabs(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("View"))
        for text in (_("Papers"), _("Numbers by series"), _("Incoming papers"), _("For signature")):
            self.tabs.addTab(text)
        name_views(self.tabs, ("register", "numbers", "incoming", "folder"))
        self.tabs.currentChanged.connect(lambda _place: self._show_tab())
        self.body.addWidget(self.tabs)

    def _build_commands(self) -> None:
        for name, run in (
            ("filter", self._to_filter),
            ("filter_column", self._filter_column),
            ("clear_filters", self._clear_filters),
            ("print", self.view_paper),
            ("refresh", self.refresh),
            ("export_list", self._export),
            ("add_item", self.add_incoming),
            ("void_item", lambda: self.incoming.panel.void_now()),  # noqa: PLW0108 - made later
            ("save", lambda: self.incoming.panel.save_now()),  # noqa: PLW0108 - made later
            ("assign_record", self.incoming.assign),
        ):
            made = actions.make(name, self, run)
            if name == "add_item":
                made.setText(_("Add an incoming paper"))
            elif name == "assign_record":
                self.incoming.list.of_rows = [made]

    # What is shown ----------------------------------------------------------------------

    @property
    def pane(self) -> PapersPane | NumbersPane | IncomingPane | FolderPane:
        """The pane of the tab shown."""
        panes = (self.papers, self.numbers, self.incoming, self.folder)
        return panes[self.tabs.currentIndex()]

    def _to_filter(self) -> None:
        self.pane.filter.line.setFocus()

    def _filter_column(self) -> None:
        pane = self.pane
        if not isinstance(pane, FolderPane):
            pane.heads.ask_here()

    def _clear_filters(self) -> None:
        self.pane.filter.reset()

    def _show_tab(self) -> None:
        place = self.tabs.currentIndex()
        self.panes.setCurrentIndex(place)
        shown = self._of_tab[place]
        for made in {one for group in self._of_tab.values() for one in group}:
            made.setVisible(made in shown)
        if place in self._stale:
            self._stale.discard(place)
            self.pane.refresh()
        if self.isVisible() and not self.tabs.hasFocus():
            self.pane.take_focus()

    def _on_current(self, there: bool) -> None:  # noqa: FBT001 - a signal's value
        self.open.setEnabled(there)

    def _on_changed(self, changes: object) -> None:
        kinds = touched(changes)
        if not kinds & _KINDS:
            return
        self._stale |= {INCOMING} if kinds == {"incoming_document"} else set(self._of_tab)
        place = self.tabs.currentIndex()
        if place in self._stale:
            self._stale.discard(place)
            self.pane.refresh()
        self._look_for_doubles()
        if FOLDER in self._stale:
            self.folder.count()

    def _tell_waiting(self, waiting: int, returned: int) -> None:
        text = _("For signature ({count})").format(count=waiting) if waiting else _("For signature")
        self.tabs.setTabText(FOLDER, f"{text}  ▲ {returned}" if returned else text)

    def refresh(self) -> None:
        """Read what is shown again."""
        self.pane.refresh()

    def _look_for_doubles(self) -> None:
        workspace = self.session.workspace

        def then(found: Attention) -> None:
            text = _("{count} papers share their number with another one.")
            self.conflict.setText("▲ " + text.format(count=found.doubles))
            writable = not workspace.read_only
            self.conflict.setVisible(bool(found.doubles))
            self.settle.setVisible(bool(found.doubles) and writable)

        self._looking = self.session.tasks.read(
            self, lambda _progress: overview.attention(workspace), then, instead_of=self._looking
        )

    def settle_doubles(self) -> None:
        """Show numbers given twice, to renumber or cancel one paper of each."""
        dialog = DoubleNumbersDialog(self.session, self)
        dialog.exec()
        dialog.deleteLater()

    def show_record(self, kind: str, record: Any) -> None:
        """Show a paper, or the signer's folder.

        Args:
            kind: `document`, `incoming_document` or `folder`.
            record: its id; of the folder `waiting` or `returned`.
        """
        if kind == "folder":
            self.tabs.setCurrentIndex(FOLDER)
            self.folder.show_kind(RETURNED if record == RETURNED else WAITING)
            return
        if kind == "incoming_document":
            self.tabs.setCurrentIndex(INCOMING)
            self.incoming.reveal(record)
            return
        self.open_record(record)

    def open_record(self, record: UUID) -> None:
        """Show an outgoing paper, to print, save or sign it.

        Args:
            record: its id.
        """
        PaperDialog.of_document(self.session, record, self).show_modal()

    def view_paper(self) -> None:
        """Show the current paper, to print, save or sign it."""
        if self.tabs.currentIndex() == NUMBERS:
            self.tools.open_current()
            return
        if self.tabs.currentIndex() == INCOMING:
            self.incoming.view_scan()
            return
        if self.tabs.currentIndex() == FOLDER:
            self.folder.open_paper()
            return
        number, workspace = self.list.current_id(), self.session.workspace
        if not number:
            return

        def then(found: Sequence[DocumentRow]) -> None:
            if found:
                self.open_record(found[0].id)

        self.session.tasks.ask(
            self,
            lambda _progress: papers.rows(workspace, [number]),
            then,
        )

    def add_incoming(self) -> None:
        """Begin a new incoming paper."""
        if not self.session.workspace.read_only:
            self.tabs.setCurrentIndex(INCOMING)
            self.incoming.add()

    def check_file(self) -> None:
        """Check the signatures of any PDF file."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Check a signed file"), "", "*.pdf")
        if chosen:
            dialog = VerifyDialog(self.session, chosen, self)
            dialog.exec()
            dialog.deleteLater()

    def _export(self) -> None:
        pane = self.pane
        if isinstance(pane, FolderPane):
            pane.export()
            return
        titles = (_("Register of papers"), _("Numbers of outgoing papers"), _("Incoming papers"))
        export_list(self.session, pane.list, titles[self.tabs.currentIndex()], self)

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        self.incoming.panel.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        for pane in (self.papers, self.numbers, self.incoming, self.folder):
            pane.remember()
