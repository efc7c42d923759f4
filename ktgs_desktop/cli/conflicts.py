"""`ktgs conflicts`: records that two computers of the office changed, and the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.paper_numbers import CONFLICTS
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.domain.merging import Pick
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.services.exchange.conflicts import Comparison, Conflict, Side

_SHEET = Sheet(late("Conflicts"), ("label", "entity", "since", "versions", "mine", "theirs"))
_RECEIVED = Sheet(late("Conflicts"), ("unit", "label", "entity", "versions"))
_DOUBLES = Sheet(late("Entered twice"), ("kind", "shown", "labels"))


@click.group()
@common
def conflicts() -> None:
    """Records with two versions: see both, field by field, and choose."""


@conflicts.command("list")
@click.option(
    "--of-others", "received", is_flag=True, help="Those of other offices, which decide themselves."
)
@listed
@common
@pass_state
def list_conflicts(state: State, *, received: bool, limit: int | None, sheet: Any) -> None:
    """List the office's records with more than one version, the oldest conflict first."""
    from ktgs_desktop.services.exchange import conflicts as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        if received:
            found = [
                {
                    "unit": one.name,
                    "label": one.label,
                    "entity": one.entity,
                    "versions": one.versions,
                    "id": one.record,
                }
                for one in service.received(workspace)
            ]
        else:
            found = [_row(one) for one in service.listed(workspace)]
    show_list(state, first_of(found, wanted), _RECEIVED if received else _SHEET, wanted)


def _row(one: Conflict) -> dict[str, Any]:
    return {
        "label": one.label,
        "entity": one.entity,
        "since": one.since,
        "versions": one.versions,
        "mine": _by(one.mine),
        "theirs": _by(one.theirs),
        "id": one.record,
    }


def _by(side: Side) -> str:
    return f"{side.user} · {side.at}"


@conflicts.command("doubles")
@listed
@common
@pass_state
def list_doubles(state: State, *, limit: int | None, sheet: Any) -> None:
    """List what was entered twice: numbers of papers, members, codes of organisations."""
    from ktgs_desktop.services.exchange import conflicts as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = [
            {
                "kind": str(one.kind),
                "shown": one.shown,
                "labels": "; ".join(one.labels),
                "ids": list(one.records),
            }
            for one in service.duplicates(workspace)
        ]
    show_list(state, first_of(found, wanted), _DOUBLES, wanted)


@conflicts.command("show")
@click.argument("record", type=click.UUID)
@common
@pass_state
def show_conflict(state: State, record: UUID) -> None:
    """Show both versions of RECORD (its id) in the fields in which they differ."""
    from ktgs_desktop.services.exchange import conflicts as service  # after --help

    with state.opened() as workspace:
        found = service.show(workspace, record)
    state.show(_shown(found))


def _shown(found: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "field": one.field,
            "base": one.base,
            "mine": one.mine,
            "theirs": one.theirs,
            "changed": str(one.standing),
            "sensitive": str(one.sensitive) if one.sensitive else None,
            "suggested": str(one.suggested) if one.suggested else None,
            "offered": [str(pick) for pick in found.merge.offers(one)],
        }
        for one in found.merge.open
    ]


@conflicts.command("choose")
@click.argument("record", type=click.UUID)
@click.option(
    "--take",
    "taken",
    multiple=True,
    metavar="FIELD=SIDE",
    help="MINE, THEIRS, BASE or COMBINED for a field, as `show` offers it; once for each field.",
)
@click.option(
    "--suggested",
    is_flag=True,
    help="Take what is suggested for the fields that --take does not name.",
)
@common
@pass_state
def choose(state: State, record: UUID, *, taken: tuple[str, ...], suggested: bool) -> int:
    """Decide RECORD (its id); what decides about people or papers is named field by field."""
    from ktgs_desktop.services.exchange import conflicts as service  # after --help

    picks = _picks(taken)
    with state.opened() as workspace:
        found = service.show(workspace, record)
        if suggested:
            usual = {one.field: one.suggested for one in found.merge.open}
            picks = {**{name: pick for name, pick in usual.items() if pick}, **picks}
        service.choose(workspace, found, picks)
        left = service.count(workspace)
    state.show({"decided": record, "conflicts_left": left})
    return CONFLICTS if left else 0


def _picks(taken: Sequence[str]) -> dict[str, Pick]:
    """Sides by field.

    Raises:
        WrongUsage: an option is not FIELD=SIDE.
    """
    found: dict[str, Pick] = {}
    for one in taken:
        field, sign, side = one.partition("=")
        if not sign or side.upper() not in list(Pick):
            told = _("--take {text}: write FIELD=SIDE, the side MINE, THEIRS, BASE or COMBINED.")
            raise WrongUsage(told.format(text=one))
        found[field] = Pick(side.upper())
    return found
