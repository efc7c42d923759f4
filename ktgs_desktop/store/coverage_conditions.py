"""What organisations of the coverage have to meet: what they are, and what happened to them.

What happened to an organisation in a year is one number: a place of `BITS` bits for each of
inspected, supervised, planned and drafted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.coverage import CellState
from ktgs_desktop.store import tables
from ktgs_desktop.store.list_values import PREFIX

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing

_org = tables.organization.c
# 4096 times of each kind in a year are more than anybody plans.
BITS = 12
MOST = (1 << BITS) - 1
INSPECTED, SUPERVISED, PLANNED, DRAFTED = WEIGHTS = tuple(1 << BITS * place for place in range(4))
_STATES: Mapping[str, int] = {
    CellState.INSPECTED: INSPECTED,
    CellState.SUPERVISED: SUPERVISED,
    CellState.PLANNED: PLANNED,
    CellState.DRAFTED: DRAFTED,
}
_HAPPENED = ("never", "covered", "planned")
TIMES = "times"
TYPE, LEVEL = "type", "level"
COLUMNS: Mapping[str, sa.Column[Any]] = {TYPE: _org.org_type, LEVEL: _org.level}
"""Columns of organisations whose values narrow, by name."""


def of_year(year: int) -> str:
    """Name of the column that says what happened in a year.

    Args:
        year: the year.
    """
    return f"year_{year}"


def counts_happenings(listing: Listing) -> bool:
    """Whether conditions ask what happened, so that subjects of lines must be counted for them.

    Args:
        listing: the conditions.
    """
    plain = {PREFIX + name for name in COLUMNS}
    return any(
        name in _HAPPENED or (name.startswith(PREFIX) and name not in plain)
        for name, value in listing.filters.items()
        if value
    )


def on_organizations(listing: Listing) -> list[Any]:
    """Conditions on what organisations are.

    Args:
        listing: the conditions: `type`, `level`, `in_type`, `in_level`.
    """
    found = []
    for name, column in COLUMNS.items():
        if listing.filters.get(name):
            found.append(column == listing.filters[name])
        if PREFIX + name in listing.filters:
            found.append(column.in_(_several(listing, PREFIX + name)))
    return found


def on_happenings(summed: Any, listing: Listing, years: Sequence[int]) -> list[Any]:
    """Conditions on what happened in the term.

    Args:
        summed: columns of what happened: `done`, `ahead` and one for each year.
        listing: the conditions: `never`, `covered`, `planned`, `in_times`, and `in_` with a year.
        years: the years that are told.
    """
    done, ahead = (sa.func.coalesce(one, 0) for one in (summed.done, summed.ahead))
    known = {"never": done == 0, "covered": done > 0, "planned": ahead > 0}
    found = [one for name, one in known.items() if listing.filters.get(name)]
    if PREFIX + TIMES in listing.filters:
        times = [int(one) for one in _several(listing, PREFIX + TIMES) if one.isdecimal()]
        found.append(done.in_(times))
    for year in years:
        wanted = _several(listing, f"{PREFIX}{year}")
        if f"{PREFIX}{year}" in listing.filters:
            cell = sa.func.coalesce(summed[of_year(year)], 0)
            found.append(sa.or_(sa.false(), *(_is(cell, state) for state in wanted)))
    return found


def _is(cell: Any, state: str) -> Any:
    """Whether a year comes to a state; nothing happened in a year that is zero."""
    if state == CellState.NEVER:
        return cell == 0
    weight = _STATES.get(state)
    return sa.false() if weight is None else cell.bitwise_and(MOST * weight) > 0


def _several(listing: Listing, name: str) -> tuple[str, ...]:
    wanted = listing.filters.get(name, ())
    return wanted if isinstance(wanted, tuple) else (str(wanted),)
