"""`ktgs received`: what came from units below, their records, figures over all of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli.lists import Sheet, Wanted, collect, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import YEAR, several, texts
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.units_below import unit_of
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.domain.consolidation import Measure
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ktgs_desktop.domain.reporting_periods import PeriodState
    from ktgs_desktop.domain.rows import ReplicaRow
    from ktgs_desktop.services.exchange.units import UnitStanding
    from ktgs_desktop.services.workspace import Workspace

_UNITS = Sheet(
    late("Units below"),
    ("unit", "state", "late_since", "last_made", "last_taken", "number", "waiting", "conflicts",
     "years"),
)  # fmt: skip
_RECORDS = Sheet(
    late("Records from below"), ("unit", "record", "year", "code", "label", "standing", "state")
)
_BY = ("unit", "kind", "year")
_FIGURES = Sheet(
    late("Figures from below"), ("unit", "task_kind", "year", *(str(one) for one in Measure))
)


@click.group()
@common
def received() -> None:
    """What came from units below; UNIT is a code of an administrative unit, a name, or an id."""


@received.command("units")
@click.option("--late", "only_late", is_flag=True, help="Only units that are late or have a gap.")
@listed
@common
@pass_state
def list_units(state: State, *, only_late: bool, limit: int | None, sheet: Any) -> None:
    """List the units below: last package, up to which number, gaps, who is late since when."""
    from ktgs_desktop.services.exchange import units  # after --help

    urgent = (units.UnitState.OVERDUE, units.UnitState.GAP)
    with state.opened() as workspace:
        found = units.standings(workspace)
    wanted = Wanted(limit, sheet)
    chosen = [one for one in found if not only_late or one.state in urgent]
    show_list(state, [_standing(one) for one in first_of(chosen, wanted)], _UNITS, wanted)


def _standing(one: UnitStanding) -> dict[str, Any]:
    overdue = one.overdue
    return {
        "unit": one.name,
        "state": str(one.state),
        "late_since": overdue.since if overdue else None,
        "last_made": one.last_made,
        "last_taken": one.last_taken,
        "last_file": one.last_file,
        "number": one.number,
        "waiting": sum(waiting.count for waiting in one.waiting),
        "gaps": [
            {"channel": gap.channel, "from": gap.here + 1, "to": gap.first - 1, "since": gap.since}
            for gap in one.waiting
        ],
        "conflicts": one.conflicts,
        "years": list(one.years),
        "periods": [_period(period) for period in one.periods],
        "heads": {channel: list(heads) for channel, (_number, heads) in one.channels.items()},
        "schema": one.schema,
        "program": one.program,
        "superior": one.superior,
        "id": one.unit,
    }


def _period(one: PeriodState) -> dict[str, Any]:
    return {
        "period": f"{one.period.code} {one.period.year}",
        "state": str(one.state),
        "due": one.period.due,
        "sent_on": one.sent_on,
        "days": one.days,
    }


@received.command("list")
@click.argument("text", nargs=-1)
@click.option("--unit", "unit", help="Only records of this unit.")
@click.option("--record", "entity", help="Only this kind, e.g. program_item, progress, program.")
@several("--year", kind=YEAR, help="Only these years.")
@several("--code", help="Only these kinds of work or types.")
@several("--state", "states", help="Only these states, e.g. DROPPED.")
@click.option("--conflict", is_flag=True, help="Only records that stand in several versions.")
@click.option(
    "--standing",
    type=click.Choice(("put", "del", "withdraw", "newer", "all")),
    default="put",
    show_default=True,
    help="Records that stand, were voided, were taken back, or need a newer program to be shown.",
)
@listed
@common
@pass_state
def list_records(state: State, /, text: tuple[str, ...], **chosen: Any) -> None:
    """List records received from units below that hold the words of TEXT."""
    from ktgs_desktop.services.exchange import replicas  # after --help

    entity, wanted = chosen["entity"], Wanted(chosen["limit"], chosen["sheet"])
    with state.opened() as workspace:
        query = Listing(
            "year" if entity else "",
            search=" ".join(text),
            filters=_filters(workspace, chosen),
        )
        rows = collect(replicas, workspace, query, wanted)
    show_list(state, [_record(row) for row in rows], _RECORDS, wanted)


def _filters(workspace: Workspace, chosen: Mapping[str, Any]) -> Filters:
    standing = chosen["standing"]
    filters: Filters = {"standing": "" if standing == "all" else standing}
    if chosen["unit"]:
        filters["unit"] = str(unit_of(workspace, chosen["unit"]))
    if chosen["entity"]:
        filters["entity"] = chosen["entity"]
    if chosen["conflict"]:
        filters["conflict"] = True
    for name, key in (("year", "in_year"), ("code", "in_code"), ("states", "in_state")):
        if chosen[name]:
            filters[key] = texts(chosen[name])
    return filters


def _record(row: ReplicaRow) -> dict[str, Any]:
    return {
        "unit": row.unit_name,
        "record": row.entity,
        "year": row.year,
        "code": row.code,
        "label": row.label or row.above,
        "state": row.state,
        "standing": row.standing,
        "needs": row.needs or None,
        "versions": row.leaves,
        "channel": row.channel,
        "id": row.id,
    }


@received.command("show")
@click.argument("record", type=click.UUID)
@common
@pass_state
def show_record(state: State, record: UUID) -> None:
    """Show the received record with the id RECORD, its versions and who signed them."""
    from ktgs_desktop.services.exchange import remarks, replicas  # after --help

    with state.opened() as workspace:
        found = replicas.find(workspace, record)
        said = remarks.of_record(workspace, record)
    state.show(
        {
            **_record(found.row),
            "document": dict(found.document),
            "versions_all": [
                {
                    "at": datetime.fromisoformat(one.at),
                    "kind": one.kind,
                    "stands": one.standing,
                    "signed_by": one.signed_by,
                    "file": one.file,
                    "version": one.version,
                    "changed": [
                        {"field": part.field, "before": part.before, "after": part.after}
                        for part in one.fields
                    ],
                }
                for one in found.versions
            ],
            "remarks": [
                {"on": one.remark.on, "text": one.remark.text, "state": one.state} for one in said
            ],
        }
    )


@received.command("figures")
@click.option("--unit", "unit", help="Only this unit.")
@click.option("--year", type=YEAR, help="Only this year.")
@click.option("--kind", default="", help="Only this kind of work.")
@click.option(
    "--by",
    type=click.Choice(_BY),
    multiple=True,
    help="What figures are parted by; once for each. Without it by all three.",
)
@listed
@common
@pass_state
def show_figures(state: State, /, **chosen: Any) -> None:
    """Add up what units below planned, did and dropped, by unit, kind of work and year."""
    from ktgs_desktop.services.exchange import replicas  # after --help

    with state.opened() as workspace:
        unit = unit_of(workspace, chosen["unit"]) if chosen["unit"] else None
        found = replicas.figures(
            workspace, chosen["by"] or _BY, unit=unit, year=chosen["year"], kind=chosen["kind"]
        )
    rows = [
        {
            "unit": found.names.get(one.unit, "") if one.unit else "",
            "task_kind": one.kind,
            "year": one.year,
            **{str(measure): one.counts.of(measure) for measure in Measure},
        }
        for one in found.figures
    ]
    wanted = Wanted(chosen["limit"], chosen["sheet"])
    show_list(state, first_of(rows, wanted), _FIGURES, wanted)


@received.command("due-days")
@click.option("--set", "pairs", multiple=True, metavar="PERIOD=DAYS", help="E.g. H1=10; 0: none.")
@common
@pass_state
def due_days(state: State, *, pairs: tuple[str, ...]) -> None:
    """Show, or set, how many days after a period the units below may take to send."""
    from ktgs_desktop.services.exchange import due_days as service  # after --help

    wanted = {}
    for pair in pairs:
        period, sign, days = pair.partition("=")
        if not sign or not days.strip().isdecimal():
            raise WrongUsage(_("“{text}” is not PERIOD=DAYS.").format(text=pair))
        wanted[period.strip().upper()] = int(days)
    with state.opened() as workspace:
        if wanted:
            service.save(workspace, wanted)
        found = service.listed(workspace)
    state.show([{"period": one.period, "days": one.days, "usual": one.shipped} for one in found])
