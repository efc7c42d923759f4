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
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import programs
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import ItemRow
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
    word = f"{STATE_SIGNS[state]} {STATE_WORDS[state]}"
    if state == ProgressState.OVERDUE:
        days = days_between(row.due_on, today)
        return word + " " + _("{days} d").format(days=days)
    return word


def state_tint(row: ItemRow, today: date) -> str:
    """Name of the colour of a line's state.

    Args:
        row: the line.
        today: the workspace's day.
    """
    return _TINTS[row.state(today)]


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

    def rows(self, wanted: Sequence[int]) -> Sequence[ItemRow]:
        """Rows by their ids."""
        return programs.rows(self._workspace, wanted)


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
            lambda row: row.content.replace("\n", " "),
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
        Column("lead", late("In the lead"), lambda row: row.lead, width=10, sort="lead"),
        Column(
            "kind",
            late("Kind"),
            lambda row: kinds.get(row.task_kind).short(tongue),
            width=15,
            sort="kind",
            hidden=True,
        ),
    )
