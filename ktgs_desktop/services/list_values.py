"""Use case: what a column of a long list holds, for the arrow in its head."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ktgs_desktop.domain.rows import LineTotals
from ktgs_desktop.store import list_values, listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ktgs_desktop.domain.listing import Listing, ValueCount
    from ktgs_desktop.services.workspace import Workspace

PREFIX = list_values.PREFIX
_CHUNK = 500


def values(workspace: Workspace, name: str, query: Listing, key: str) -> list[ValueCount]:
    """The different values of a column among the rows of a query, each with its number.

    What narrows the column itself does not count, so that other values can be chosen.

    Args:
        workspace: the workspace.
        name: which list: `items`, `organizations`, `members`, `documents`, `incoming` or
            `regulations`.
        query: conditions; the day is today unless it says another.
        key: what is asked for, e.g. `kind`.
    """
    kept = {one: value for one, value in query.filters.items() if one != PREFIX + key}
    today = str(kept.setdefault("today", workspace.today.isoformat()))
    asked = dataclasses.replace(query, filters=kept)
    with workspace.reading() as connection:
        narrowed = listing.conditions(name, asked)
        return list_values.counts(connection, name, key, narrowed, today)


def narrowing(name: str, chosen: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The filters of a list for values as people write them.

    Args:
        name: which list.
        chosen: texts or codes by what columns hold, e.g. `lead`; nothing does not narrow.
    """
    return {
        PREFIX + key: tuple(list_values.key_of(name, key, text) for text in texts)
        for key, texts in chosen.items()
        if texts
    }


def line_totals(workspace: Workspace, query: Listing) -> LineTotals:
    """Sums over the program lines of a query that are in force.

    Args:
        workspace: the workspace.
        query: conditions.
    """
    today = workspace.today.isoformat()
    asked = dataclasses.replace(query, filters={**query.filters, "today": today})
    with workspace.reading() as connection:
        return list_values.line_totals(connection, listing.conditions("items", asked))


def totals_of(workspace: Workspace, wanted: Sequence[int]) -> LineTotals:
    """Sums over those of some program lines that are in force.

    Args:
        workspace: the workspace.
        wanted: their local row numbers.
    """
    with workspace.reading() as connection:
        parts = [
            list_values.line_totals(connection, list_values.of_rows(wanted[at : at + _CHUNK]))
            for at in range(0, len(wanted), _CHUNK)
        ]
    return LineTotals(
        sum(part.lines for part in parts),
        sum(part.subjects for part in parts),
        sum(part.done for part in parts),
    )
