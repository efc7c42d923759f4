"""What the list of plans of dissemination shows: where its rows come from, and its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.gui.widgets.column_filter import by_name, in_words
from ktgs_desktop.gui.widgets.dissemination_words import TINTS, WAYS, state_text
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import list_values
from ktgs_desktop.services.regulations import dissemination

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import DisseminationRow
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

FILTERED = {"starts": "year", "state": "state", "body": "body", "way": "way"}
"""Columns with an arrow in their heads, and what they hold."""


class DisseminationSource:
    """Plans of dissemination.

    Args:
        workspace: the workspace.
    """

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Local row numbers of the plans in their order."""
        return dissemination.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the plans of a query.

        Args:
            query: conditions.
            name: `year`, `state`, `body` or `way`.
        """
        found = list_values.values(self._workspace, dissemination.LIST, query, name)
        if name == "state":
            return in_words(found, state_text)
        if name == "year":
            return in_words(found, str)
        if name == "way":
            return in_words(found, lambda way: str(WAYS.get(way, way)))
        wanted = [one.row for one in found]
        rows = {row.row: row for row in dissemination.rows(self._workspace, wanted)}
        return by_name(found, lambda one: rows[one.row].body or _("(none)"))

    def rows(self, wanted: Sequence[int]) -> Sequence[DisseminationRow]:
        """Rows by their local row numbers."""
        return dissemination.rows(self._workspace, wanted)


def _progress(row: DisseminationRow) -> str:
    text = _("{reached}/{targets} · {percent}%")
    return text.format(reached=row.reached, targets=row.targets, percent=row.percent)


def dissemination_columns(today: date) -> tuple[Column, ...]:
    """The columns of the list.

    Args:
        today: the day on which a plan is late or not.
    """
    return (
        Column("title", late("Plan"), lambda row: row.title, width=30, sort="title", stretch=True),
        Column(
            "regulations",
            late("Regulations"),
            lambda row: "; ".join(row.regulations),
            width=24,
            hidden=True,
        ),
        Column(
            "starts", late("From"), lambda row: i18n.day(row.starts_on), width=10, sort="starts"
        ),
        Column("ends", late("To"), lambda row: i18n.day(row.ends_on), width=10, sort="ends"),
        Column(
            "state",
            late("State"),
            lambda row: state_text(row.state(today)),
            width=13,
            tint=lambda row: TINTS.get(row.state(today), "text"),
        ),
        Column("progress", late("Briefed"), _progress, width=12, right=True),
        Column(
            "sessions", late("Sessions"), lambda row: str(row.sessions), 7, right=True, hidden=True
        ),
        Column("attended", late("Came"), lambda row: str(row.attended), 7, right=True, hidden=True),
        Column(
            "last",
            late("Last session"),
            lambda row: i18n.day(row.last_on) if row.last_on else "",
            width=10,
            hidden=True,
        ),
        Column("body", late("Body"), lambda row: row.body, width=18, sort="body", hidden=True),
        Column(
            "way", late("How"), lambda row: str(WAYS.get(row.way, row.way)), width=14, hidden=True
        ),
    )
