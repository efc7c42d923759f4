"""Lists of any length: as a table, as JSON, or as an Excel sheet with headings and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from ktgs_desktop import i18n
from ktgs_desktop.cli import output
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.cli.state import Function, State
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.services.workspace import Workspace

Row_co = TypeVar("Row_co", covariant=True)
_PAGE = 500
_SHOWN = 200
_YEAR_WIDTH = 14
# Heading of each column in a sheet, and its width in characters.
_HEADS: dict[str, tuple[Late, int]] = {
    "abstract": (late("Abstract"), 50),
    "answer": (late("How it was taken up"), 50),
    "asked_on": (late("Asked on"), 12),
    "assignee": (late("Assignee"), 24),
    "at": (late("Time"), 18),
    "birth_date": (late("Born"), 12),
    "body": (late("Issuing body"), 30),
    "certain": (late("Confirmed"), 12),
    "code": (late("Code"), 10),
    "content": (late("Content"), 60),
    "done": (late("Concluded"), 10),
    "due_on": (late("Until"), 12),
    "ends_on": (late("To"), 12),
    "effective_from": (late("In force from"), 14),
    "ended": (late("Ended"), 12),
    "full_name": (late("Full name"), 30),
    "giver": (late("Asked for an opinion"), 40),
    "issued_on": (late("Date"), 12),
    "issued": (late("Issued on"), 12),
    "issuer": (late("Issued by"), 30),
    "kind": (late("Type"), 20),
    "last": (late("Last time"), 12),
    "lead": (late("In the lead"), 24),
    "level": (late("Level"), 20),
    "lines": (late("Lines of the program"), 10),
    "name": (late("Name"), 50),
    "number": (late("Number, symbol"), 18),
    "operation": (late("Operation"), 28),
    "org_type": (late("Type"), 26),
    "organization": (late("Organisation"), 40),
    "overdue": (late("Overdue"), 10),
    "percent": (late("Percent"), 10),
    "position": (late("Position"), 30),
    "proposal": (late("Proposal"), 16),
    "quarter": (late("Quarter"), 8),
    "reached": (late("Briefed"), 10),
    "reason": (late("Reason"), 50),
    "received_on": (late("Received"), 12),
    "regulation": (late("Regulation"), 24),
    "result": (late("Result"), 18),
    "sender": (late("Sender"), 30),
    "signed": (late("Signature"), 12),
    "signer": (late("Signer"), 24),
    "starts_on": (late("From"), 12),
    "state": (late("State"), 16),
    "status": (late("Status"), 18),
    "subject": (late("Subjects"), 50),
    "subjects": (late("Subjects"), 50),
    "superior": (late("Superior"), 50),
    "symbol": (late("Number, symbol"), 18),
    "targets": (late("Units"), 10),
    "task_kind": (late("Kind of work"), 30),
    "text": (late("Opinion"), 60),
    "times": (late("Times"), 8),
    "title": (late("Abstract"), 60),
    "total": (late("Subjects"), 10),
    "user": (late("Who"), 24),
    "voided": (late("Voided"), 30),
    "work_from": (late("At work from"), 12),
    "work_to": (late("At work to"), 12),
    "year": (late("Year"), 8),
}
_LISTS = {"org_type": "organization_types", "level": "levels", "task_kind": "task_kinds"}
_WORDS: dict[str, Late] = {
    "DONE": late("Done"),
    "IN_PROGRESS": late("In progress"),
    "NOT_STARTED": late("Not started"),
    "OVERDUE": late("Overdue"),
    "PLANNED": late("To begin"),
    "RUNNING": late("Running"),
    "DROPPED": late("No longer in force"),
    "ANNUAL": late("Program of a year"),
    "TERM": late("Program of the term"),
    "DRAFT": late("Draft"),
    "CONSULTING": late("Asked for opinions"),
    "SUBMITTED": late("Submitted"),
    "ISSUED": late("Issued"),
    "CLOSED": late("Closed"),
    "ACCEPTED": late("Accepted"),
    "PARTLY": late("Accepted in part"),
    "EXPLAINED": late("Explained"),
    "CANCELLED": late("Paper cancelled"),
    "RESERVED": late("Number reserved"),
    "FILED": late("For information"),
    "OPEN": late("Being dealt with"),
    "LATE": late("Late"),
    "MISSING": late("Number missing"),
    "DOUBLE": late("Number given twice"),
    "IN_FORCE": late("In force"),
    "NOT_YET": late("Not yet in force"),
    "ENDED": late("No longer in force"),
    "UNCERTAIN": late("Not certain"),
}


class Listed(Protocol[Row_co]):
    """A service with a long list."""

    def stream(self, workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
        """Row numbers of the list in its order, chunk by chunk."""
        ...

    def rows(self, workspace: Workspace, wanted: Sequence[int]) -> Sequence[Row_co]:
        """What the list shows of some rows."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a list looks as an Excel sheet.

    Attributes:
        title: above the table.
        columns: keys of the rows that become columns, in their order.
    """

    title: Late
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a list is wanted, and where.

    Attributes:
        limit: rows at most, None for what is usual, 0 for all.
        sheet: the Excel file, None for the output.
    """

    limit: int | None
    sheet: Path | None

    @property
    def most(self) -> int | None:
        """Rows at most, None for all; a sheet is whole unless said otherwise."""
        if self.limit is None:
            return None if self.sheet else _SHOWN
        return self.limit or None


def listed(function: Function) -> Function:
    """The options of every list: `limit` and `sheet`.

    Args:
        function: the command.
    """
    options = (
        click.option("--xlsx", "sheet", type=FILE, help="Write an Excel sheet to this file."),
        click.option(
            "--limit",
            type=click.IntRange(min=0),
            help=f"Rows at most, 0 for all; {_SHOWN} if left out, in a sheet all.",
        ),
    )
    for option in options:
        function = option(function)
    return function


def collect(
    service: Listed[Row_co], workspace: Workspace, query: Listing, wanted: Wanted
) -> Sequence[Row_co]:
    """Rows of a long list; whoever reads a part of it is told.

    Args:
        service: whose list it is.
        workspace: the workspace.
        query: order and conditions.
        wanted: how many.
    """
    numbers = chain.from_iterable(service.stream(workspace, query))
    chosen = islice(numbers, wanted.most)
    found: list[Row_co] = []
    while part := list(islice(chosen, _PAGE)):
        found += service.rows(workspace, part)
    if wanted.limit is None and next(numbers, None) is not None:
        _say_more(len(found))
    return found


def first_of(rows: Sequence[Row_co], wanted: Wanted) -> Sequence[Row_co]:
    """The rows wanted of a list that is there as a whole; whoever reads a part of it is told.

    Args:
        rows: the whole list.
        wanted: how many.
    """
    found = rows[: wanted.most]
    if wanted.limit is None and len(found) < len(rows):
        _say_more(len(found))
    return found


def _say_more(shown: int) -> None:
    text = _("Only the first {count} rows are shown; --limit 0 shows all.")
    output.complain(text.format(count=shown))


def show_list(
    state: State, rows: Sequence[Mapping[str, Any]], sheet: Sheet, wanted: Wanted
) -> None:
    """Print a list, or write it as a sheet and say so.

    Args:
        state: how results are printed.
        rows: the rows.
        sheet: how they look as a sheet.
        wanted: where they go.

    Raises:
        StorageError: `disk_error`.
    """
    if wanted.sheet is None:
        state.show(rows)
        return
    from ktgs_desktop.services import exports  # after --help

    text = _texts()
    exports.save_sheet(
        wanted.sheet,
        str(sheet.title),
        [str(_head(key)[0]) for key in sheet.columns],
        [[text(key, row[key]) for key in sheet.columns] for row in rows],
        [_head(key)[1] for key in sheet.columns],
    )
    state.show({"file": wanted.sheet, "rows": len(rows)})


def _head(key: str) -> tuple[Late | str, int]:
    """Heading and width of a column; one for a year is called by it."""
    return _HEADS.get(key) or (key, _YEAR_WIDTH)


def _texts() -> Callable[[str, Any], str]:
    """What a cell of a sheet shows of a value: words for codes, dates as people write them."""
    from ktgs_desktop.services.workspace import codes  # after --help

    lists = {key: codes(name) for key, name in _LISTS.items()}
    language = i18n.language()

    def text(key: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if key == "at":
            return i18n.moment(datetime.fromisoformat(str(value)), seconds=True)
        if isinstance(value, date):
            return i18n.day(value)
        if key in lists:
            return lists[key].get(str(value)).name(language)
        return (
            str(_WORDS.get(str(value), value))
            if key in ("state", "status", "kind", "result")
            else str(value)
        )

    return text
