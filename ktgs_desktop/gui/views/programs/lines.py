"""The list of program lines: its columns, and where its rows come from."""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from ktgs_desktop.domain.dates import ROMAN_QUARTERS, days_between
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import ItemStatus, outside_remit
from ktgs_desktop.gui.views.programs.change_words import STATUS_SIGNS, status_text
from ktgs_desktop.gui.widgets.column_filter import by_name, in_words
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import list_values, programs
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

PARTS: dict[str, Late] = {
    "A": late("A. INSPECTION"),
    "B": late("B. SUPERVISION"),
    "C": late("C. OTHER"),
}
STATE_WORDS: dict[str, Late] = {
    ProgressState.DONE: late("Done"),
    ProgressState.IN_PROGRESS: late("In progress"),
    ProgressState.NOT_STARTED: late("Not started"),
    ProgressState.OVERDUE: late("Overdue"),
    ProgressState.DROPPED: late("No longer in force"),
}
STATE_SIGNS = {
    ProgressState.DONE: "✔",
    ProgressState.IN_PROGRESS: "●",
    ProgressState.NOT_STARTED: "○",
    ProgressState.OVERDUE: "▲",
    ProgressState.DROPPED: "✕",
}
_STATUSES = frozenset(ItemStatus) - {ItemStatus.ACTIVE, ItemStatus.DROPPED}
_TINTS = {
    ProgressState.DONE: "done",
    ProgressState.IN_PROGRESS: "in_progress",
    ProgressState.NOT_STARTED: "not_started",
    ProgressState.OVERDUE: "overdue",
    ProgressState.DROPPED: "muted",
}


def state_text(row: ItemRow, today: date) -> str:
    """How far a line is: sign, word and, if late, by how much.

    Args:
        row: the line.
        today: the workspace's day.
    """
    state = row.state(today)
    if state == ProgressState.DROPPED:  # what amendments made of it says more
        return status_text(row.status, row.postponed_to)
    word = f"{STATE_SIGNS[state]} {STATE_WORDS[state]}"
    if state == ProgressState.OVERDUE:
        days = days_between(row.due_on, today)
        return word + " " + _("{days} d").format(days=days)
    return word


def content_text(row: ItemRow) -> str:
    """What a line is about, with the sign of what amendments made of it.

    Args:
        row: the line.
    """
    content = row.content.replace("\n", " ")
    sign = STATUS_SIGNS.get(ItemStatus(row.status), "") if row.status in _STATUSES else ""
    return f"{sign} {content}" if sign and row.postponed_to is None else content


def state_tint(row: ItemRow, today: date) -> str:
    """Name of the colour of a line's state.

    Args:
        row: the line.
        today: the workspace's day.
    """
    return _TINTS[row.state(today)]


FILTERED = {
    "state": "state", "quarter": "quarter", "year": "year", "lead": "lead", "kind": "kind",
}  # fmt: skip
"""Columns with an arrow in their heads, and what they hold."""


class ItemSource:
    """Program lines of one program, grouped, or of all programs.

    Attributes:
        headings: texts of the headings between rows.
        numbers: running number of each line of the program in its own order, as printed.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.headings: Sequence[str] = ()
        self.numbers: Mapping[int, int] = {}
        self._asked = 0

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the lines; in a program's own order with a heading before each part."""
        self._asked += 1
        asked = self._asked
        if "program" not in query.filters:
            self.headings, self.numbers = (), {}
            yield from programs.stream(self._workspace, query)
            return
        whole = Listing("order", filters={"program": query.filters["program"]})
        if query.sort not in ("", "order"):
            self.headings = ()
            yield from programs.stream(self._workspace, query)
            self._number(asked, self._parts(whole))  # last, as the first rows must not wait for it
            return
        self.headings = [str(text) for text in PARTS.values()]
        shown = dataclasses.replace(query, sort="order", descending=False)
        parts = self._parts(shown)
        if shown == whole:
            self._number(asked, parts)
        found = [
            array("q", [-place]) + (ids[::-1] if query.descending else ids)
            for place, ids in parts.items()
        ]
        if found:
            yield sum(found[::-1] if query.descending else found, array("q"))
        if shown != whole:
            self._number(asked, self._parts(whole))  # last too

    def _number(self, asked: int, parts: Mapping[int, array[int]]) -> None:
        """Keep the running number of each id, through all parts."""
        numbers = {number: n for n, number in enumerate(chain.from_iterable(parts.values()), 1)}
        if asked == self._asked:  # else a later question has been answered meanwhile
            self.numbers = numbers

    def _parts(self, query: Listing) -> dict[int, array[int]]:
        """Ids of the lines of each part that has any, by the part's place from 1."""
        found = {}
        for place, part in enumerate(PARTS, start=1):
            own = dataclasses.replace(query, filters={**query.filters, "part": part})
            ids = array("q")
            for chunk in programs.stream(self._workspace, own):
                ids.extend(chunk)
            if ids:
                found[place] = ids
        return found

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the lines of a query.

        Args:
            query: conditions.
            name: `kind`, `quarter`, `state`, `year` or `lead`.
        """
        found = list_values.values(self._workspace, programs.LIST, query, name)
        if name == "lead":
            rows = programs.rows(self._workspace, [one.row for one in found])
            leads = {row.row: row.lead for row in rows}
            return by_name(found, lambda one: leads.get(one.row, ""))
        return in_words(found, lambda value: _value_text(name, value))

    def rows(self, wanted: Sequence[int]) -> Sequence[ItemRow]:
        """Rows by their ids."""
        return programs.rows(self._workspace, wanted)


def _value_text(name: str, value: str) -> str:
    match name:
        case "kind":
            return codes("task_kinds").get(value).name(language())
        case "quarter":
            return ROMAN_QUARTERS[int(value)]
        case "state":
            state = ProgressState(value)
            return f"{STATE_SIGNS[state]} {STATE_WORDS[state]}"
        case _:
            return value


def columns(workspace: Workspace, source: ItemSource) -> tuple[Column, ...]:
    """The columns of the list.

    Args:
        workspace: gives the day.
        source: gives running numbers.
    """
    kinds = codes("task_kinds")
    tongue = language()
    today = workspace.today

    def number(row: ItemRow) -> str:
        return str(source.numbers.get(row.row, ""))

    def done(row: ItemRow) -> str:
        return f"{row.progress.done}/{row.progress.total}"

    def content(row: ItemRow) -> str:
        """What the line is about; a kind of work that is none of the body's tasks is marked."""
        text = content_text(row)
        outside = outside_remit(kinds.get(row.task_kind).texts("bodies"), row.body_kind)
        return f"⚠ {text}" if outside else text

    return (
        Column("number", late("No."), number, width=4, sort="order", right=True),
        Column(
            "state",
            late("State"),
            lambda row: state_text(row, today),
            width=16,
            sort="state",
            tint=lambda row: state_tint(row, today),
        ),
        Column(
            "content",
            late("Content"),
            content,
            width=30,
            sort="content",
            stretch=True,
        ),
        Column(
            "subjects",
            late("Subjects"),
            lambda row: row.subjects,
            width=22,
            sort="subject",
            stretch=True,
        ),
        Column("done", late("Concluded"), done, width=3, right=True),
        Column(
            "quarter",
            late("Quarter"),
            lambda row: ROMAN_QUARTERS[row.due_quarter],
            width=4,
            sort="due",
        ),
        Column("year", late("Year"), lambda row: str(row.year), width=5, sort="year", hidden=True),
        Column(
            "carried",
            late("Years"),
            lambda row: f"{row.carried_done}/{row.carried}" if row.carried else "–",
            width=4,
            right=True,
            tint=lambda row: "muted" if not row.carried else "text",
            hidden=True,
        ),
        Column("lead", late("In the lead"), lambda row: row.lead, width=10, sort="lead"),
        Column(
            "kind",
            late("Kind"),
            lambda row: kinds.get(row.task_kind).short(tongue),
            width=15,
            sort="kind",
            hidden=True,
        ),
        Column("desk", late("Computer"), lambda row: row.desk, width=15, hidden=True),
    )
