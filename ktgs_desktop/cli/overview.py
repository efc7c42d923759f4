"""`ktgs overview` and `search`: what needs attention, and any record by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli.state import State, common, pass_state

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.rows import ItemRow


@click.command()
@common
@pass_state
def overview(state: State) -> None:
    """Show what is late, what is due soon, what waits, and how far the year is."""
    from ktgs_desktop.services import overview as service  # after --help

    with state.opened() as workspace:
        found = service.overview(workspace)
        counts = service.attention(workspace)
    state.show(
        {
            "today": found.today,
            "year": found.year,
            "attention": {
                "overdue": counts.overdue,
                "unsigned": counts.unsigned,
                "returned": counts.returned,
                "late_incoming": counts.late_incoming,
                "doubles": counts.doubles,
                "remarks": counts.remarks,
                "late_remarks": counts.late_remarks,
            },
            "organizations": found.organizations,
            "members": found.members,
            "overdue": [_line(row, found.today) for row in found.overdue],
            "soon": [_line(row, found.today) for row in found.soon],
            "drafts": [
                {"title": one.title, "lines": one.lines, "id": one.id} for one in found.drafts
            ],
            "unsigned": [
                {"symbol": symbol, "issued_on": day, "id": identifier}
                for identifier, symbol, day in found.unsigned
            ],
            "before_signer": found.laid,
            "returned": [
                {"symbol": one.symbol, "remark": one.remark, "id": one.document}
                for one in found.returned
            ],
            "remarks": [
                {
                    "text": one.remark.text,
                    "due_on": one.remark.due,
                    "state": str(one.state),
                    "id": one.remark.id,
                }
                for one in found.remarks
            ],
            "quarters": [
                {
                    "quarter": one.quarter,
                    "total": one.total,
                    "done": one.done,
                    "overdue": one.overdue,
                }
                for one in found.quarters
            ],
        }
    )


def _line(row: ItemRow, today: date) -> dict[str, Any]:
    return {
        "due_on": row.due_on,
        "state": row.state(today),
        "content": row.content,
        "subjects": row.subjects,
        "lead": row.lead,
        "id": row.id,
        "program": row.program,
    }


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=8,
    show_default=True,
    help="Records of each kind at most.",
)
@common
@pass_state
def search(state: State, text: tuple[str, ...], *, limit: int) -> None:
    """Find records of any kind by the words of TEXT; accents make them strict."""
    from ktgs_desktop.services import search as service  # after --help

    with state.opened() as workspace:
        found = service.everything(workspace, " ".join(text), limit)
    state.show(
        [
            {"kind": one.kind, "title": one.title, "detail": one.detail, "id": one.id}
            for one in found
        ]
    )
