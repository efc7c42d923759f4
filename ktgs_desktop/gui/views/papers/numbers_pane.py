"""Outgoing numbers by series: given, reserved, cancelled, missing, given twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.gui.records.filter_keys import FilterKeys
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel
from ktgs_desktop.gui.widgets.mark_words import day, marks
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import outgoing
from ktgs_desktop.services.outgoing import Series
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.workspace import Workspace

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number of a series and one of the papers that stand there.

    Attributes:
        row: its place in the list, from 1.
        series: its series.
        number: the number.
        paper: the paper or the reservation, None if the number is missing.
        double: whether another paper that counts has the number too.
    """

    row: int
    series: Series
    number: int
    paper: Document | None
    double: bool

    @property
    def symbol(self) -> str:
        """Number and symbol."""
        return self.paper.symbol if self.paper else self.series.shown(self.number)

    @property
    def stands(self) -> str:
        """`MISSING`, `DOUBLE` or the state of its paper."""
        if self.paper is None:
            return "MISSING"
        return "DOUBLE" if self.double else self.paper.state

    @property
    def about(self) -> str:
        """What the paper is about, or why there is none."""
        if self.paper is None:
            return _("no paper has this number")
        if self.paper.state == DocumentState.RESERVED:
            return self.paper.reason
        if self.paper.state == DocumentState.CANCELLED:
            told = _("{abstract} (cancelled: {reason})")
            return told.format(abstract=self.paper.abstract, reason=self.paper.reason)
        return self.paper.abstract


def _state(row: NumberRow) -> str:
    words = {
        "MISSING": "▲ " + _("missing"),
        "DOUBLE": "▲ " + _("given twice"),
        "RESERVED": "◌ " + _("reserved"),
        "CANCELLED": "✖ " + _("cancelled"),
        "ISSUED": "● " + _("issued"),
    }
    return words[row.stands]


def _tint(row: NumberRow) -> str:
    return {"MISSING": "overdue", "DOUBLE": "overdue", "ISSUED": "text"}.get(row.stands, "muted")


def _struck(row: NumberRow) -> bool:
    return row.paper is not None and row.paper.state == DocumentState.CANCELLED


def _copies(row: NumberRow) -> str:
    return str(row.paper.copies or "") if row.paper else ""


NUMBER_COLUMNS = (
    Column("symbol", late("Number, symbol"), lambda row: row.symbol, width=18, struck=_struck),
    Column("state", late("State"), _state, width=14, tint=_tint),
    Column(
        "issued",
        late("Date"),
        lambda row: day(row.paper.issued_on) if row.paper and row.paper.abstract else "",
        width=10,
    ),
    Column(
        "about", late("Abstract"), lambda row: row.about, width=44, stretch=True, struck=_struck
    ),
    Column("signer", late("Signer"), lambda row: row.paper.signer_name if row.paper else "", 20),
    Column("copies", late("Number of copies"), _copies, width=8, right=True),
    Column(
        "archived",
        late("Archive copy"),
        lambda row: row.paper.archived_by if row.paper else "",
        width=16,
    ),
    Column(
        "marks",
        late("Marks"),
        lambda row: marks(row.paper.classification, row.paper.urgency) if row.paper else "",
        width=18,
        hidden=True,
    ),
)
"""The columns of the numbers by series."""


class NumberSource:
    """Numbers of all series, a heading above each series.

    Attributes:
        headings: titles of the series.
        series: the series that were read last.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.headings: Sequence[str] = ()
        self.series: Sequence[Series] = ()
        self._rows: list[NumberRow] = []

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the numbers in their order, below the heading of their series."""
        only, body = str(query.filters.get("only", "")), str(query.filters.get("body", ""))
        found = outgoing.all_series(self._workspace, str(query.filters.get("term", "")))
        words = fold(query.search).split()
        headings: list[str] = []
        rows: list[NumberRow] = []
        ids: list[int] = []
        for one in found:
            if body not in ("", str(one.key.body)):
                continue
            mine = [
                row
                for row in _rows_of(one)
                if _wanted(row, only) and all(word in fold(_text(row)) for word in words)
            ]
            if mine or not (only or words):
                headings.append(_title(one))
                ids.append(-len(headings))
                for row in mine:
                    rows.append(NumberRow(len(rows) + 1, *row))
                    ids.append(len(rows))
        self.headings, self.series, self._rows = headings, found, rows
        for place in range(0, len(ids), _CHUNK):
            yield ids[place : place + _CHUNK]

    def rows(self, wanted: Sequence[int]) -> Sequence[NumberRow]:
        """Rows by their ids."""
        there = self._rows
        return [there[number - 1] for number in wanted if 0 < number <= len(there)]


_Parts = tuple["Series", int, "Document | None", bool]


def _rows_of(series: Series) -> Iterator[_Parts]:
    for place in series.places:
        if place.missing:
            yield series, place.number, None, False
        for paper in place.papers:
            counts = paper.state != DocumentState.CANCELLED
            yield series, place.number, paper, place.double and counts


def _wanted(row: _Parts, only: str) -> bool:
    _series, _number, paper, double = row
    if only == "MISSING":
        return paper is None
    if only == "DOUBLE":
        return double
    return not only or (paper is not None and paper.state == only)


def _text(row: _Parts) -> str:
    series, number, paper, _double = row
    if paper is None:
        return series.shown(number)
    return f"{paper.symbol} {paper.abstract} {paper.reason} {paper.signer_name}"


def _title(series: Series) -> str:
    kind = codes("document_types").get(series.key.document_type).name(language())
    name = f"{kind} · {series.body}"
    if series.kept_by:
        return _("{series}: numbers given by {keeper}").format(series=name, keeper=series.kept_by)
    next_one = series.shown(series.next_number)
    lacking = sum(place.missing for place in series.places)
    twice = sum(place.double for place in series.places)
    if twice:
        told = _("{series}: next {number}, {count} missing, {twice} given twice")
        return told.format(series=name, number=next_one, count=lacking, twice=twice)
    if lacking:
        told = _("{series}: next {number}, {count} missing")
        return told.format(series=name, number=next_one, count=lacking)
    return _("{series}: next {number}, no gap").format(series=name, number=next_one)


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
        self.list.show_query(Listing(search=self.filter.words, filters=dict(self.filter.values())))

    def _show_empty(self, number: int) -> None:
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
