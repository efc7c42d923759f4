"""What commands that take tables have in common: columns by number, pasted text, faults."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import output
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.domain.legacy_text import TextEncoding
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.cli.state import Function, State
    from ktgs_desktop.domain.table_import import AnyPlan, ColumnMapping, PlannedRow
    from ktgs_desktop.domain.text_recognition import TextTable

STDIN = "-"


def options(fields: Sequence[str]) -> Callable[[Function], Function]:
    """The options of every command that takes a table.

    Args:
        fields: names of the fields a column may be.
    """
    found = (
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=NUMBER",
            help=f"Which column a field is, from 1, in place of the headings: {', '.join(fields)}.",
        ),
        click.option(
            "--first-row",
            type=click.IntRange(min=1),
            help="Where data begin, from 1; needed with --column below headings.",
        ),
        click.option(
            "--encoding",
            type=click.Choice([str(one) for one in TextEncoding]),
            help="How the letters of the table are written; found out if left out.",
        ),
        click.option("--leave-out-refused", is_flag=True, help="Add the rows without faults."),
        click.option("--dry-run", is_flag=True, help="Only say what would be done."),
    )

    def decorate(function: Function) -> Function:
        for option in reversed(found):
            function = option(function)
        return function

    return decorate


def read(state: State, file: str, given: Mapping[str, Any]) -> TextTable:
    """The cells of a file or of what is pasted into the standard input, in Unicode.

    Args:
        state: tells whether the password comes from elsewhere.
        file: path of the file, or `-`.
        given: values of `options`.

    Raises:
        WrongUsage: the password would have to come from the standard input too.
        UserError: the file is no table.
    """
    from ktgs_desktop.services import tables  # after --help

    encoding = TextEncoding(given["encoding"]) if given["encoding"] else None
    if file == STDIN:
        return tables.read_clipboard(pasted(state), encoding=encoding)
    return tables.read_file(Path(file), encoding)


def carry_out(
    plan: AnyPlan,
    given: Mapping[str, Any],
    without_refused: Callable[[AnyPlan], AnyPlan],
    apply: Callable[[AnyPlan], int],
) -> tuple[AnyPlan, dict[str, Any]]:
    """Write the rows of a plan, unless rows are refused or nothing is to be written.

    Args:
        plan: the plan.
        given: values of `options`.
        without_refused: leaves out the refused rows.
        apply: writes all rows of a plan and says how many.

    Returns:
        The plan as it was carried out, and what is said of it by `show`.

    Raises:
        UserError: `column_missing`, or why the rows cannot be written.
    """
    plan.check_columns()
    faults, existing = refused(plan.rows), plan.existing
    if given["leave_out_refused"]:
        plan = without_refused(plan)
    added = 0 if given["dry_run"] or plan.refused else apply(plan)
    return plan, {"existing": existing, "added": added, "faults": faults}


def show(
    state: State,
    table: TextTable,
    plan: AnyPlan,
    done: Mapping[str, Any],
    *,
    new: int,
    **more: Any,
) -> int:
    """Say what became of a table.

    Args:
        state: shows it.
        table: the table, which tells how its letters were read.
        plan: the plan as it was carried out.
        done: what `carry_out` gave.
        new: how many rows are new.
        more: what else is said, before the faults.

    Returns:
        The exit code.
    """
    said = {"new": new, "existing": done["existing"], "added": done["added"]}
    text = table.reading
    read = {"encoding": str(text.encoding), "converted": text.cells, "sure": text.sure}
    state.show({**said, **read, **more, "faults": done["faults"]})
    if not plan.refused:
        return 0
    refusal = UserError("rows_refused", count=plan.refused)
    output.complain(messages.sentence(refusal))
    return refusal.exit_code


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


def refused(rows: Iterable[PlannedRow]) -> list[dict[str, Any]]:
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
