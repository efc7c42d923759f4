"""How coverage looks: columns of its list, signs and words of a year, what the totals line says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import i18n
from ktgs_desktop.domain.coverage import Cell, CellState, Coverage, CoverageTotals
from ktgs_desktop.gui.widgets.column_filter import in_words
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import coverage, organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

SIGNS: Mapping[CellState, str] = {
    CellState.INSPECTED: "✔",
    CellState.SUPERVISED: "✔",
    CellState.PLANNED: "→",
    CellState.DRAFTED: "○",
    CellState.NEVER: "·",
}
_WORDS: Mapping[CellState, Late] = {
    CellState.INSPECTED: late("insp."),
    CellState.SUPERVISED: late("sup."),
    CellState.PLANNED: late("planned"),
    CellState.DRAFTED: late("draft"),
}
_TINTS: Mapping[CellState, str] = {
    CellState.INSPECTED: "done",
    CellState.SUPERVISED: "done",
    CellState.PLANNED: "in_progress",
    CellState.DRAFTED: "muted",
    CellState.NEVER: "muted",
}
_TIPS: Mapping[CellState, Late] = {
    CellState.INSPECTED: late("inspected: {count}"),
    CellState.SUPERVISED: late("supervised: {count}"),
    CellState.PLANNED: late("in lines of issued programs: {count}"),
    CellState.DRAFTED: late("in lines of drafts: {count}"),
}
YEAR = "year:"
"""What the keys of the columns of years begin with."""
_NAME_WIDTH, _CELL_WIDTH = 34, 12


def cell_text(cell: Cell) -> str:
    """Sign and word of a year; what was done comes before what is planned.

    Args:
        cell: the year.
    """
    states = cell.states
    if states[0] == CellState.NEVER:
        return SIGNS[CellState.NEVER]
    done = [one for one in states if one in (CellState.INSPECTED, CellState.SUPERVISED)]
    shown = done or states[:1]
    words = ", ".join(_with_count(str(_WORDS[one]), _count(cell, one)) for one in shown)
    return f"{SIGNS[shown[0]]} {words}"


def _with_count(word: str, count: int) -> str:
    return word if count == 1 else f"{word} ×{count}"


def _count(cell: Cell, state: CellState) -> int:
    counts = {
        CellState.INSPECTED: cell.inspected,
        CellState.SUPERVISED: cell.supervised,
        CellState.PLANNED: cell.planned,
        CellState.DRAFTED: cell.drafted,
    }
    return counts[state]


def cell_tip(row: Coverage, year: int) -> str:
    """All that a year of an organisation comes to, for the tooltip.

    Args:
        row: the organisation.
        year: the year.
    """
    cell = row.cell(year)
    if cell.states[0] == CellState.NEVER:
        return _("{name}, {year}: neither inspected, supervised nor planned").format(
            name=row.name, year=year
        )
    parts = [str(_TIPS[one]).format(count=_count(cell, one)) for one in cell.states]
    return f"{row.name}, {year}: " + "; ".join(parts)


def last_tip(row: Coverage) -> str:
    """When an organisation was last inspected and supervised, for the tooltip.

    Args:
        row: the organisation.
    """
    return _("Last inspected: {inspected}; last supervised: {supervised}").format(
        inspected=_day(row.last_inspected) or _("never"),
        supervised=_day(row.last_supervised) or _("never"),
    )


def _day(day: date | None) -> str:
    return i18n.day(day) if day is not None else ""


class CoverageSource:
    """Organisations with their years, for a list.

    Attributes:
        headings: there are none.
        superiors: names of superiors by id, as far as rows have come.
    """

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.superiors: dict[UUID, str] = {}

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Local row numbers of the organisations in their order."""
        return coverage.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the organisations of a query.

        Args:
            query: conditions.
            name: `type`, `times` or a year.
        """
        found = coverage.values(self._workspace, query, name)
        if name == "type":
            types, tongue = codes("organization_types"), i18n.language()
            return in_words(found, lambda value: types.get(value).name(tongue))
        if name == "times":
            return in_words(sorted(found, key=lambda one: int(one.value)), str)
        order = list(SIGNS)
        ordered = sorted(found, key=lambda one: order.index(CellState(one.value)))
        return in_words(ordered, _state_text)

    def rows(self, wanted: Sequence[int]) -> Sequence[Coverage]:
        """Organisations by their local row numbers."""
        found = coverage.rows(self._workspace, wanted)
        parents = {row.parent for row in found if row.parent is not None}
        self.superiors |= organizations.within(self._workspace, parents - self.superiors.keys())
        return found


def _state_text(state: str) -> str:
    word = _WORDS.get(CellState(state))
    shown = _("nothing") if word is None else str(word)
    return f"{SIGNS[CellState(state)]} {shown}"


def filtered(years: Sequence[int]) -> dict[str, str]:
    """Columns with an arrow in their heads, and what they hold.

    Args:
        years: the years of the term.
    """
    return {"type": "type", **{f"{YEAR}{year}": str(year) for year in years}, "times": "times"}


def columns(source: CoverageSource, years: Sequence[int]) -> tuple[Column, ...]:
    """The columns: who, each year of the term, how often, and when last.

    Args:
        source: gives names of superiors.
        years: the years of the term.
    """
    types, tongue = codes("organization_types"), i18n.language()

    def superior(row: Coverage) -> str:
        return source.superiors.get(row.parent, "") if row.parent is not None else ""

    def tint(row: Coverage) -> str:
        return "overdue" if row.never else "text"

    return (
        Column("name", late("Organisation"), _name, width=_NAME_WIDTH, sort="name", stretch=True),
        Column("superior", late("Superior"), superior, width=30, hidden=True),
        Column(
            "type",
            late("Type"),
            lambda row: types.get(row.org_type).short(tongue),
            width=18,
            sort="type",
        ),
        *(_year_column(year) for year in years),
        Column(
            "times",
            late("Times"),
            lambda row: str(row.times),
            width=6,
            sort="times",
            right=True,
            tint=tint,
        ),
        Column("last", late("Last time"), _last, width=11, sort="last", right=True, tint=tint),
    )


def _name(row: Coverage) -> str:
    return row.name


def _last(row: Coverage) -> str:
    return _day(row.last) or _("never")


def _year_column(year: int) -> Column:
    def tint(row: Coverage) -> str:
        return _TINTS[row.cell(year).states[0]]

    return Column(
        f"{YEAR}{year}",
        Late(str(year)),
        lambda row: cell_text(row.cell(year)),
        width=_CELL_WIDTH,
        tint=tint,
    )


def tips(years: Sequence[int]) -> Mapping[str, Callable[[Coverage], str]]:
    """What tooltips say, by column.

    Args:
        years: the years of the term.
    """
    found: dict[str, Callable[[Coverage], str]] = {
        f"{YEAR}{year}": partial(_tip_of, year) for year in years
    }
    return {**found, "last": last_tip, "times": last_tip}


def _tip_of(year: int, row: Coverage) -> str:
    return cell_tip(row, year)


def totals_text(totals: CoverageTotals) -> str:
    """The totals line: how many organisations, how many never came up, and each year.

    Args:
        totals: the numbers.
    """
    head = _("{count} organisations, {never} never inspected or supervised this term").format(
        count=i18n.number(totals.organizations), never=i18n.number(totals.never)
    )
    years = []
    for cell in totals.years:
        parts = [
            f"{SIGNS[one]} {i18n.number(_count(cell, one))} {_WORDS[one]}"
            for one in cell.states
            if one != CellState.NEVER
        ]
        if parts:
            years.append(f"{cell.year}: " + ", ".join(parts))
    return " · ".join([head, *years])
