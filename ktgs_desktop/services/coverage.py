"""Use cases of coverage: who below the committee was inspected or supervised in a term, who not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.column_values import counted
from ktgs_desktop.domain.coverage import Coverage, CoverageTotals, term_years
from ktgs_desktop.services import subordinates
from ktgs_desktop.store import coverage
from ktgs_desktop.store.list_values import PREFIX

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing, ValueCount
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.coverage import Scope
    from ktgs_desktop.store.database import Reader

TERM = "term"
"""The filter that names a term; without it the office's own is meant."""


def years(workspace: Workspace, term: str = "") -> range:
    """The years of a term.

    Args:
        workspace: the workspace.
        term: its code, empty for the office's.
    """
    return term_years(term or workspace.office.term)


def _scope(workspace: Workspace, connection: Reader, query: Listing) -> Scope:
    return subordinates.scope(workspace, connection, str(query.filters.get(TERM, "")))


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of the organisations in their order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order (`type`, `name`, `times`, `last`), words and conditions: `never`, `planned`,
            `covered`, `direct` (any value counts), `type`, `level`, `term`; several values of
            `in_type`, `in_level`, `in_times`, or of a year's states, e.g. `in_2023`.
    """
    with workspace.reading() as connection:
        yield from coverage.stream(connection, _scope(workspace, connection, query), query)


def rows(workspace: Workspace, wanted: Sequence[int], term: str = "") -> list[Coverage]:
    """What became of some organisations in the years of a term.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
        term: code of the term, empty for the office's.
    """
    with workspace.reading() as connection:
        return coverage.rows(connection, subordinates.scope(workspace, connection, term), wanted)


def values(workspace: Workspace, query: Listing, key: str) -> list[ValueCount]:
    """The different values of a column among the organisations of a query, each with its number.

    What narrows the column itself does not count. An organisation that was inspected and
    supervised in a year counts for both.

    Args:
        workspace: the workspace.
        query: as for `stream`.
        key: `type`, `level`, `times`, or a year.
    """
    kept = {name: value for name, value in query.filters.items() if name != PREFIX + key}
    found = whole(workspace, dataclasses.replace(query, filters=kept))
    return [one for one, _row in counted(found, {key: _holds(key)}, {}, key)]


def _holds(key: str) -> Callable[[Coverage], Collection[str]]:
    if key.isdecimal():
        return lambda row: row.cell(int(key)).states
    plain: dict[str, Callable[[Coverage], Collection[str]]] = {
        "type": lambda row: (row.org_type,),
        "level": lambda row: (row.level,),
        "times": lambda row: (str(row.times),),
    }
    return plain[key]


def whole(workspace: Workspace, query: Listing) -> list[Coverage]:
    """What became of all organisations that meet the conditions, in one question.

    Args:
        workspace: the workspace.
        query: as for `stream`.
    """
    with workspace.reading() as connection:
        return coverage.whole(connection, _scope(workspace, connection, query), query)


def totals(workspace: Workspace, query: Listing) -> CoverageTotals:
    """How many organisations meet the conditions, and how many came up in each year.

    Args:
        workspace: the workspace.
        query: as for `stream`.
    """
    with workspace.reading() as connection:
        return coverage.totals(connection, _scope(workspace, connection, query), query)
