"""The register of papers (sổ văn bản): every paper with a number, its file and its signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QStackedWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui import actions
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.verify import VerifyDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel
from ktgs_desktop.gui.widgets.page import EmptyState, Page, button
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import DocumentRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.workspace import Workspace


class _Source:
    """Papers of the register."""

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the papers in their order."""
        return papers.stream(self._workspace, query)

    def rows(self, wanted: Sequence[int]) -> Sequence[DocumentRow]:
        """Rows by their ids."""
        return papers.rows(self._workspace, wanted)


def _signed(row: DocumentRow) -> str:
    """That it is signed; whether the signature is good is found out when the paper is opened."""
    return "● " + _("signed") if row.signed else "○ " + _("not signed digitally")


_COLUMNS = (
    Column("symbol", late("Number, symbol"), lambda row: row.symbol, width=16, sort="number"),
    Column("issued", late("Date"), lambda row: i18n.day(row.issued_on), width=10, sort="issued"),
    Column("type", late("Type"), lambda row: row.document_type, width=5, sort="type"),
    Column(
        "abstract",
        late("Abstract"),
        lambda row: row.abstract,
        width=40,
        sort="abstract",
        stretch=True,
    ),
    Column("body", late("Issuing body"), lambda row: row.body, width=26),
    Column("signer", late("Signer"), lambda row: row.signer, width=20, sort="signer"),
    Column(
        "signed",
        late("Signature"),
        _signed,
        width=20,
        tint=lambda row: "text" if row.signed else "muted",
    ),
)


class PapersPage(Page):
    """All papers that have a number."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Register of papers"))
        self.session = session
        self.add_action(button("Excel", self._export, icon="mdi6.file-excel-outline"))
        self.add_action(button(_("&Check a signed file…"), self.check_file, icon="shield-check"))
        self.open = self.add_action(
            button(_("&View, print, sign"), self.view_paper, icon="printer", primary=True)
        )
        self.filter = FilterBar(_("Filter: number, abstract, signer (accents may be left out)"))
        self.filter.add_choice(
            "signed", _("Signed or not"), [("1", _("signed")), ("0", _("not signed digitally"))]
        )
        self.filter.changed.connect(self._show)
        self.filter.left.connect(self.take_focus)
        self.body.addWidget(self.filter)
        self.model = ListingModel(session.tasks, _COLUMNS, _Source(session.workspace), self)
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(_("Register of papers"))
        self.list.restore_columns(session.recall("papers/columns"))
        self.list.activated_row.connect(lambda _number: self.view_paper())
        self.list.current_changed.connect(lambda number: self.open.setEnabled(bool(number)))
        self.model.streamed.connect(self._show_empty)
        self.empty = EmptyState("archive")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)
        for name, run in (
            ("filter", self.filter.line.setFocus),
            ("print", self.view_paper),
            ("refresh", self._show),
            ("export_list", self._export),
        ):
            actions.make(name, self, run)
        self.starts = (self.list, self.filter.line)
        session.changed.connect(self._on_changed)
        self.open.setEnabled(False)
        self._show()

    def _show(self) -> None:
        filters: dict[str, str | int | bool] = {}
        signed = self.filter.values().get("signed")
        if signed:
            filters["signed"] = signed == "1"
        present = self.model.query
        sort, descending = (present.sort, present.descending) if present.sort else ("issued", True)
        self.list.show_query(Listing(sort, descending, self.filter.words, filters))

    def _show_empty(self, number: int) -> None:
        if number:
            self.stack.setCurrentWidget(self.list)
            if not self.list.current_id():
                self.list.go_to(self.model.id_at(0))
            self.settle_focus()
            return
        self.open.setEnabled(False)
        if self.filter.narrows:
            self.empty.say(
                _("No paper meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all papers"), self.filter.reset),
            )
        else:
            self.empty.say(
                _("No paper has a number yet"),
                _("A paper enters the register when its program is issued."),
            )
        self.stack.setCurrentWidget(self.empty)

    def _on_changed(self, changes: object) -> None:
        if touched(changes) & {"document", "issuing_body"}:
            self._show()

    def show_record(self, _kind: str, record: UUID) -> None:
        """Show a paper.

        Args:
            record: its id.
        """
        PaperDialog.of_document(self.session, record, self).show_modal()

    def view_paper(self) -> None:
        """Show the current paper, to print, save or sign it."""
        number, workspace = self.list.current_id(), self.session.workspace
        if not number:
            return

        def then(found: Sequence[DocumentRow]) -> None:
            if found:
                PaperDialog.of_document(self.session, found[0].id, self).show_modal()

        self.session.tasks.read(self, lambda _progress: papers.rows(workspace, [number]), then)

    def check_file(self) -> None:
        """Check the signatures of any PDF file."""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Check a signed file"), "", "*.pdf")
        if chosen:
            dialog = VerifyDialog(self.session, chosen, self)
            dialog.exec()
            dialog.deleteLater()

    def _export(self) -> None:
        export_list(self.session, self.list, _("Register of papers"), self)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("papers/columns", self.list.column_state())
