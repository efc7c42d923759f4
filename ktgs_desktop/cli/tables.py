"""What commands that take tables have in common: columns by number, pasted text, faults."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ktgs_desktop import messages
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.cli.state import State
    from ktgs_desktop.domain.table_import import ColumnMapping, ImportRow

STDIN = "-"


class Planned(Protocol):
    """A row and what it will become."""

    @property
    def row(self) -> ImportRow:
        """The row, with its faults."""
        ...


def pasted(state: State) -> str:
    """The table that comes from the standard input.

    Args:
        state: tells whether the password comes from elsewhere.

    Raises:
        WrongUsage: the password would have to come from there too.
    """
    if not state.password_known:  # the first row of the table is no password
        raise WrongUsage(_("Give the password with --password-file or KTGS_PASSWORD."))
    return sys.stdin.read()


def refused(rows: Iterable[Planned]) -> list[dict[str, Any]]:
    """The faults of rows, one after the other.

    Args:
        rows: the rows of a plan.
    """
    return [
        {
            "row": planned.row.number,
            "column": fault.column,
            "code": fault.code,
            "text": messages.text_of(fault.code, dict(fault.params)),
        }
        for planned in rows
        for fault in planned.row.faults
    ]


def mapping(
    columns: Sequence[str], first_row: int | None, fields: Sequence[str]
) -> ColumnMapping | None:
    """Which column is which field, as typed; None to find out.

    Args:
        columns: as `name=1`, from 1.
        first_row: where data begin, from 1; None for the first row.
        fields: names there are.

    Raises:
        WrongUsage: a column is not understood, or a first row stands without columns.
    """
    from ktgs_desktop.domain.table_import import ColumnMapping  # after --help

    found: dict[str, int] = {}
    for text in columns:
        name, _equals, number = text.partition("=")
        if name not in fields or not number.isdecimal() or int(number) < 1:
            wanted = _("“{text}” names no column; write name=1. Fields are {choices}.")
            raise WrongUsage(wanted.format(text=text, choices=", ".join(fields)))
        found[name] = int(number) - 1
    if not found:
        if first_row is not None:
            raise WrongUsage(_("--first-row goes with --column."))
        return None
    return ColumnMapping((first_row or 1) - 1, found)
