"""Use cases of coverage: who below the committee was inspected or supervised in a term, who not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.coverage import Coverage, CoverageTotals, term_years
from ktgs_desktop.services import subordinates
from ktgs_desktop.store import coverage

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing
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
            `covered`, `direct` (any value counts), `type`, `level`, `term`.
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
