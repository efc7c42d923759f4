"""The list of files that came from other offices: its columns, and how it is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.gui.views.exchange.short_source import Shown
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.package_words import (
    JOB_STATES,
    JOB_TINTS,
    KINDS,
    job_text,
    moment_text,
    size_text,
)
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.logbook import TakenRow


def received_columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("number", late("No."), lambda row: str(row.row), width=6, sort="number", right=True),
        Column("kind", late("Contents"), lambda row: str(KINDS.get(row.job.kind, "")), width=20),
        Column("from", late("Sender"), lambda row: row.name, width=34, sort="from", stretch=True),
        Column("made", late("Made"), lambda row: moment_text(row.job.made_at), 16, sort="made"),
        Column("at", late("Dealt with"), lambda row: moment_text(row.job.at), 16, sort="at"),
        Column(
            "state",
            late("State"),
            lambda row: job_text(row.job),
            width=32,
            sort="state",
            tint=lambda row: JOB_TINTS.get(row.job.state, "text"),
        ),
        Column("file", late("File"), lambda row: row.job.name, width=28),
        Column("size", late("Size"), lambda row: size_text(row.job.size), 10, right=True),
    )


def shown_jobs() -> Shown[TakenRow]:
    """How its rows are searched, narrowed and ordered."""
    order = list(JOB_STATES)
    return Shown(
        text=lambda row: f"{row.name} {row.job.name}",
        holds={
            "state": lambda row: (row.job.state,),
            "kind": lambda row: (row.job.kind,),
            "from": lambda row: (row.name,),
        },
        words={
            "state": lambda value: JOB_STATES[value],
            "kind": lambda value: KINDS[value],
        },
        orders={
            "number": lambda row: row.row,
            "from": lambda row: (row.name, row.row),
            "made": lambda row: (row.job.made_at, row.row),
            "at": lambda row: (row.job.at, row.row),
            "state": lambda row: (order.index(row.job.state), -row.row),
        },
    )
