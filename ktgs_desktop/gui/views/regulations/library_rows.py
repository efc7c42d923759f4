"""What the list of the library shows: where its rows come from, and its columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_force import ForceStatus
from ktgs_desktop.gui.widgets.column_filter import by_name, in_words
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.mark_words import CLASSIFICATIONS
from ktgs_desktop.gui.widgets.regulation_words import (
    KINDS,
    TINTS,
    partial,
    status_text,
    unsure,
    validity,
)
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import list_values
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.domain.rows import RegulationRow
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

FILTERED = {
    "state": "state", "number": "kind", "issuer": "issuer", "issued": "year", "marks": "owner",
}  # fmt: skip
"""Columns with an arrow in their heads, and what they hold."""


class LibrarySource:
    """Regulations of the library.

    Args:
        workspace: the workspace.
    """

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Local row numbers of the regulations in their order."""
        return library.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the regulations of a query.

        Args:
            query: conditions.
            name: `state`, `kind`, `issuer`, `year` or `owner`.
        """
        found = list_values.values(self._workspace, library.LIST, query, name)
        if name == "state":
            return in_words(found, status_text)
        if name == "kind":
            return in_words(found, lambda kind: KINDS.get(kind, kind))
        if name == "year":
            return in_words(found, lambda year: year or _("not known"))
        if name == "owner":
            return in_words(found, _owner_text)
        wanted = [one.row for one in found]
        rows = {row.row: row for row in library.rows(self._workspace, wanted)}
        return by_name(found, lambda one: rows[one.row].issuer or _("not known"))

    def rows(self, wanted: Sequence[int]) -> Sequence[RegulationRow]:
        """Rows by their local row numbers."""
        return library.rows(self._workspace, wanted)


def _owner_text(owner: object) -> str:
    listed = str(owner).replace("-", "") == REGISTER_OWNER.hex
    return _("of the list") if listed else _("of the office")


def marks_of(row: RegulationRow) -> str:
    """What is to be known of a text beside its title: whose it is, what is not confirmed.

    Args:
        row: the text.
    """
    found = [] if row.listed else [_("of the office")]
    found += unsure(row.title_kind, row.confidence, row.standing)
    if row.classification in CLASSIFICATIONS:
        found.append(str(CLASSIFICATIONS[row.classification]))
    return ", ".join(found)


def library_columns(day: Callable[[], date]) -> tuple[Column, ...]:
    """The columns of the library.

    Args:
        day: gives the day of which is asked how texts stand.
    """

    def state(row: RegulationRow) -> str:
        return row.status(day())

    return (
        Column(
            "number",
            late("Number, symbol"),
            lambda row: row.number,
            width=15,
            sort="number",
            struck=lambda row: state(row) == ForceStatus.ENDED,
        ),
        Column(
            "state",
            late("On that day"),
            lambda row: status_text(state(row)),
            width=16,
            tint=lambda row: TINTS[state(row)],
        ),
        Column(
            "issued",
            late("Day of issue"),
            lambda row: partial(row.issued),
            width=11,
            sort="issued",
            hidden=True,
        ),
        Column("title", late("Abstract"), lambda row: row.title, 36, sort="title", stretch=True),
        Column(
            "validity",
            late("From – to"),
            lambda row: validity(row.effective_from, row.span),
            width=18,
            sort="effective",
        ),
        Column(
            "issuer",
            late("Issuer"),
            lambda row: row.issuer,
            width=20,
            sort="issuer",
            hidden=True,
        ),
        Column("marks", late("Notes"), marks_of, width=11, tint=_marks_tint),
        Column(
            "kind", late("Type"), lambda row: str(KINDS.get(row.kind, row.kind)), 16, hidden=True
        ),
        Column("group", late("Group"), lambda row: row.group, width=7, hidden=True),
    )


def _marks_tint(row: RegulationRow) -> str:
    doubtful = unsure(row.title_kind, row.confidence, row.standing)
    return "due_soon" if doubtful else "muted"


def of_number(workspace: Workspace, number: int) -> UUID | None:
    """The regulation of a row, None if it is gone.

    Args:
        workspace: the workspace.
        number: its local row number.
    """
    found = library.rows(workspace, [number])
    return found[0].id if found else None


def on_day(query: Listing, day: date) -> Listing:
    """A query whose states are those of a day.

    Args:
        query: order and conditions.
        day: the day.
    """
    return dataclasses.replace(query, filters={**query.filters, "today": day.isoformat()})
