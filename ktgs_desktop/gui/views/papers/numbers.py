"""Outgoing numbers by series as rows of a list: given, reserved, cancelled, missing, doubled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.column_values import Holds, counted, name_value, narrowed
from ktgs_desktop.domain.documents import DocumentState
from ktgs_desktop.domain.rows import NumberedPaper
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.gui.widgets.column_filter import PREFIX, by_name, in_words
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.mark_words import day, marks
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import outgoing
from ktgs_desktop.services.outgoing import Series
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

_CHUNK = 500
_Parts = tuple["Series", int, "NumberedPaper | None", bool]


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
    paper: NumberedPaper | None
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


_STATES: Mapping[str, tuple[str, Late]] = {
    "MISSING": ("▲", late("missing")),
    "DOUBLE": ("▲", late("given twice")),
    "RESERVED": ("◌", late("reserved")),
    "CANCELLED": ("✖", late("cancelled")),
    "ISSUED": ("●", late("issued")),
}


def _state_text(stands: str) -> str:
    sign, word = _STATES[stands]
    return f"{sign} {word}"


def _state(row: NumberRow) -> str:
    return _state_text(row.stands)


def _signer(row: NumberRow) -> str:
    return row.paper.signer_name if row.paper else ""


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
    Column("signer", late("Signer"), _signer, width=20),
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


FILTERED = {"symbol": "series", "state": "state", "issued": "year", "signer": "signer"}
"""Columns with an arrow in their heads, and what they hold."""


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
        self._rows: list[_Parts] = []

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the numbers in their order, below the heading of their series."""
        found = self._met(query)
        chosen = _chosen(query)
        narrow = bool(chosen or query.filters.get("only") or query.search.split())
        headings: list[str] = []
        rows: list[_Parts] = []
        ids: list[int] = []
        for one, met in found:
            mine = narrowed(met, _HOLDS, chosen) if chosen else met
            if mine or not narrow:
                headings.append(_title(one))
                ids.append(-len(headings))
                ids += range(len(rows) + 1, len(rows) + len(mine) + 1)
                rows += mine
        self.headings, self.series, self._rows = headings, [one for one, _met in found], rows
        for place in range(0, len(ids), _CHUNK):
            yield ids[place : place + _CHUNK]

    def _met(self, query: Listing) -> list[tuple[Series, list[_Parts]]]:
        """The series, each with those of its numbers that meet words and choices of the bar."""
        only, body = str(query.filters.get("only", "")), str(query.filters.get("body", ""))
        words = fold(query.search).split()

        def meets(row: _Parts) -> bool:
            return _wanted(row, only) and all(word in fold(_text(row)) for word in words)

        found = outgoing.all_series(self._workspace, str(query.filters.get("term", "")))
        return [
            (one, [row for row in _rows_of(one) if meets(row)])
            for one in found
            if body in ("", str(one.key.body))
        ]

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the numbers of a query.

        Args:
            query: conditions.
            name: `series`, `state`, `year` or `signer`.
        """
        rows = [row for _series, met in self._met(query) for row in met]
        found = counted(rows, _HOLDS, _chosen(query), name)
        values = [one for one, _row in found]
        if name == "state":
            return in_words(values, _state_text)
        if name == "year":
            return in_words(values, str)
        first = {one.value: NumberRow(0, *row) for one, row in found}
        text = _signer if name == "signer" else _series_name
        return by_name(values, lambda one: text(first[one.value]))

    def rows(self, wanted: Sequence[int]) -> Sequence[NumberRow]:
        """Rows by their ids."""
        there = self._rows
        known = (number for number in wanted if 0 < number <= len(there))
        return [NumberRow(number, *there[number - 1]) for number in known]


def _series_name(row: NumberRow) -> str:
    kind = codes("document_types").get(row.series.key.document_type).name(language())
    return f"{kind} · {row.series.body}"


def _year(row: NumberRow) -> str:
    """The year of the paper; a number without a paper has none."""
    return str(row.paper.issued_on.year) if row.paper and row.paper.abstract else ""


_HOLDS: Holds[_Parts] = {
    "series": lambda parts: (f"{parts[0].key.body} {parts[0].key.document_type}",),
    "state": lambda parts: (NumberRow(0, *parts).stands,),
    "year": lambda parts: (_year(NumberRow(0, *parts)),),
    "signer": lambda parts: (name_value(_signer(NumberRow(0, *parts))),),
}


def _chosen(query: Listing) -> dict[str, tuple[str, ...]]:
    """What the heads of the columns narrow to."""
    return {
        name.removeprefix(PREFIX): values
        for name, values in query.filters.items()
        if name.startswith(PREFIX) and isinstance(values, tuple)
    }


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
