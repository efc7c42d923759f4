"""The list of outgoing papers with its filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain.documents import DocumentState, PaperStanding
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters, by_name, in_words
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel
from ktgs_desktop.gui.widgets.mark_words import marks
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import list_values, papers
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import DocumentRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace


class PaperSource:
    """Papers of the register."""

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the papers in their order."""
        return papers.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the papers of a query.

        Args:
            query: conditions.
            name: `year`, `type`, `body`, `signer` or `state`.
        """
        found = list_values.values(self._workspace, papers.LIST, query, name)
        if name == "type":
            types, tongue = codes("document_types"), language()
            return in_words(found, lambda value: f"{value} – {types.get(value).name(tongue)}")
        if name == "state":
            return in_words(found, _standing_text)
        if name == "year":
            return in_words(found, str)
        rows = {row.row: row for row in papers.rows(self._workspace, [one.row for one in found])}
        return by_name(found, lambda one: str(getattr(rows[one.row], name)))

    def rows(self, wanted: Sequence[int]) -> Sequence[DocumentRow]:
        """Rows by their ids."""
        return papers.rows(self._workspace, wanted)


_STANDINGS: Mapping[str, tuple[str, Late]] = {
    PaperStanding.CANCELLED: ("✖", late("cancelled")),
    PaperStanding.RESERVED: ("◌", late("number reserved")),
    PaperStanding.SIGNED: ("●", late("signed")),
    PaperStanding.SCANNED: ("●", late("signed by hand, scanned")),
    PaperStanding.UNSIGNED: ("○", late("not signed digitally")),
}
FILTERED = {
    "issued": "year", "type": "type", "body": "body", "signer": "signer", "signed": "state",
}  # fmt: skip
"""Columns with an arrow in their heads, and what they hold."""


def _standing_text(standing: str) -> str:
    """Which way it went; whether the signature is good is found out when the paper is opened."""
    sign, word = _STANDINGS[standing]
    return f"{sign} {word}"


def _signed(row: DocumentRow) -> str:
    return _standing_text(row.standing)


def _tint(row: DocumentRow) -> str:
    return "text" if row.signed or row.scanned else "muted"


def _struck(row: DocumentRow) -> bool:
    return row.state == DocumentState.CANCELLED


PAPER_COLUMNS = (
    Column(
        "symbol",
        late("Number, symbol"),
        lambda row: row.symbol,
        width=16,
        sort="number",
        struck=_struck,
    ),
    Column("issued", late("Date"), lambda row: i18n.day(row.issued_on), width=10, sort="issued"),
    Column("type", late("Type"), lambda row: row.document_type, width=5, sort="type"),
    Column(
        "abstract",
        late("Abstract"),
        lambda row: row.abstract,
        width=40,
        sort="abstract",
        stretch=True,
        struck=_struck,
    ),
    Column("body", late("Issuing body"), lambda row: row.body, width=26),
    Column("signer", late("Signer"), lambda row: row.signer, width=20, sort="signer"),
    Column("signed", late("Signature"), _signed, width=20, tint=_tint),
    Column(
        "marks",
        late("Marks"),
        lambda row: marks(row.classification, row.urgency),
        width=20,
        hidden=True,
    ),
)
"""The columns of the register."""


class PapersPane(QWidget):
    """All papers that have a number.

    Signals:
        opened: the user wants to see the current paper.
        current_changed: the cursor is on a paper, or on none; whether it is on one.
        shown: the papers have come.
    """

    opened = Signal()
    current_changed = Signal(bool)
    shown = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.filter = FilterBar(_("Filter: number, abstract, signer (accents may be left out)"))
        self.filter.add_choice(
            "signed",
            _("Signed or not"),
            [
                ("1", _("signed")),
                ("0", _("not signed digitally")),
                ("hand", _("signed by hand, scanned")),
                ("cancelled", _("cancelled")),
            ],
        )
        self.filter.changed.connect(self.refresh)
        self.filter.left.connect(self.take_focus)
        layout.addWidget(self.filter)
        self.model = ListingModel(
            session.tasks, PAPER_COLUMNS, PaperSource(session.workspace), self
        )
        self.list = ListView(self.model, session.tasks, self)
        self.list.setAccessibleName(_("Register of papers"))
        source = PaperSource(session.workspace)
        self.heads = ColumnFilters.of_list(self.list, session.tasks, FILTERED, source.values)
        self.filter.join(self.heads)
        self.list.restore_columns(session.recall("papers/columns"))
        self.list.activated_row.connect(lambda _number: self.opened.emit())
        self.list.current_changed.connect(lambda number: self.current_changed.emit(bool(number)))
        self.model.streamed.connect(self._show_empty)
        self.empty = EmptyState("archive")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def take_focus(self) -> None:
        """Let keys go to the papers, or to the filter while there are none."""
        (self.list if self.stack.currentWidget() is self.list else self.filter.line).setFocus()

    def refresh(self) -> None:
        """Ask for the papers that meet the filter."""
        filters: Filters = {**self.filter.column_values()}
        signed = self.filter.values().get("signed")
        if signed == "hand":
            filters["scanned"] = True
        elif signed == "cancelled":
            filters["state"] = str(DocumentState.CANCELLED)
        elif signed:
            filters["signed"] = signed == "1"
        present = self.model.query
        sort, descending = (present.sort, present.descending) if present.sort else ("issued", True)
        self.list.show_query(Listing(sort, descending, self.filter.words, filters))

    def _show_empty(self, number: int) -> None:
        self.filter.tell_count(number)
        if number:
            self.stack.setCurrentWidget(self.list)
            if not self.list.current_id():
                self.list.go_to(self.model.id_at(0))
            self.shown.emit()
            return
        self.current_changed.emit(False)  # noqa: FBT003 - a signal's value
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

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("papers/columns", self.list.column_state())
