"""Use cases of the dissemination of regulations (quán triệt): plans, sessions, who is missing."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import dissemination as rules
from ktgs_desktop.domain import dissemination_checks as checks
from ktgs_desktop.domain.dissemination import (
    Dissemination,
    DisseminationSession,
    DisseminationState,
    Standing,
)
from ktgs_desktop.domain.dissemination_report import DisseminationReport, report, within
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import subordinates
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import coverage, dissemination_counts, listing, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import DisseminationRow
    from ktgs_desktop.domain.rows import OrganizationRow
    from ktgs_desktop.store.database import Reader

LIST = "disseminations"
_USUAL_DAYS = 30
_UNITS = "organizations"


@dataclass(frozen=True, slots=True)
class Followed:
    """A plan with its sessions.

    Attributes:
        plan: the plan.
        sessions: its sessions in the order of their days.
        standing: how far it is.
        missing: the units that miss one of its regulations at least, in its order.
        overdue: whether units are missing and its last day is past.
    """

    plan: Dissemination
    sessions: tuple[DisseminationSession, ...]
    standing: Standing
    missing: tuple[Named, ...]
    overdue: bool = False


# Plans ----------------------------------------------------------------------------------------


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of plans in their order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order (`starts`, `ends`, `title`, `body`), words and conditions: `state`, `year`,
            `way`, `regulation`, `unit`, several values of `in_state`, `in_year`, `in_body`,
            `in_way`.
    """
    filters = {**query.filters, "today": workspace.today.isoformat()}
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, dataclasses.replace(query, filters=filters))


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[DisseminationRow]:
    """What the list shows of some plans.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        return listing.rows(connection, LIST, wanted)


def row_number(workspace: Workspace, plan: UUID) -> int:
    """The local row number of a plan, 0 if it is not there.

    Args:
        workspace: the workspace.
        plan: its id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, plan)


def count_late(workspace: Workspace) -> int:
    """How many plans are past their last day while units are missing.

    Args:
        workspace: the workspace.
    """
    late = {"state": str(DisseminationState.LATE), "today": workspace.today.isoformat()}
    with workspace.reading() as connection:
        return listing.count(connection, LIST, Listing(filters=late))


def get(workspace: Workspace, plan: UUID) -> Dissemination:
    """A plan.

    Args:
        workspace: the workspace.
        plan: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Dissemination, plan)


def followed(workspace: Workspace, plan: UUID) -> Followed:
    """A plan with its sessions and who is missing.

    Args:
        workspace: the workspace.
        plan: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Dissemination, plan)
        held = dissemination_counts.sessions_of(connection, [plan]).get(plan, [])
    missing = rules.missing(found, held)
    late = bool(missing) and found.ends_on < workspace.today
    return Followed(found, tuple(held), rules.standing(found, held), missing, late)


def blank(workspace: Workspace) -> Dissemination:
    """A plan to be filled in: of the office's first body, from today on for a month.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        bodies = records.get_all(connection, IssuingBody)
    first = min(bodies, key=lambda one: (one.order, one.id), default=None)
    today = workspace.today
    return Dissemination(
        owner=workspace.office.unit,
        id=new_id(),
        title="",
        regulations=(),
        starts_on=today,
        ends_on=today + timedelta(days=_USUAL_DAYS),
        targets=(),
        body=Named(first.name, first.organization) if first else None,
        province=workspace.office.province,
    )


def units(
    workspace: Workspace, types: Collection[str] = (), *, direct: bool = False, words: str = ""
) -> list[OrganizationRow]:
    """The organisations below the office's committee that can be briefed, by type and name.

    Args:
        workspace: the workspace.
        types: codes of their types, none for all.
        direct: whether only those directly below are meant.
        words: words of their names, empty for all.
    """
    filters: dict[str, str | int | bool | tuple[str, ...]] = {}
    if types:
        filters["in_type"] = tuple(types)
    if direct:
        filters["direct"] = True
    query = Listing("type", search=words, filters=filters)
    with workspace.reading() as connection:
        scope = subordinates.scope(workspace, connection)
        numbers = list(itertools.chain.from_iterable(coverage.stream(connection, scope, query)))
        return listing.rows(connection, _UNITS, numbers)


def other_units(workspace: Workspace, plan: Dissemination) -> list[Named]:
    """The units below the office's committee that a plan does not name, by type and name.

    Args:
        workspace: the workspace.
        plan: the plan.
    """
    there = {one.id for one in plan.targets}
    return [Named(one.name, one.id) for one in units(workspace) if one.id not in there]


def new_units(workspace: Workspace, plan: Dissemination) -> list[Named]:
    """Units of the types a plan has, directly below like its own, that it does not name yet.

    Args:
        workspace: the workspace.
        plan: the plan.
    """
    there = {one.id for one in plan.targets}
    every = units(workspace)
    types = {one.org_type for one in every if one.id in there}
    above = {one.parent for one in every if one.id in there}
    return [
        Named(one.name, one.id)
        for one in every
        if one.id not in there and one.org_type in types and one.parent in above
    ]


def regulations_named(workspace: Workspace, wanted: Sequence[UUID]) -> tuple[Named, ...]:
    """Regulations as a plan names them, in the order wanted.

    Args:
        workspace: the workspace.
        wanted: their ids.

    Raises:
        UserError: `record_gone` if one is not in the library.
    """
    with workspace.reading() as connection:
        found = {one.id: one for one in records.get_many(connection, Regulation, wanted)}
    if not found.keys() >= set(wanted):
        raise UserError("record_gone")
    return tuple(Named(found[one].label, one) for one in wanted)


def save(workspace: Workspace, plan: Dissemination) -> Dissemination:
    """Add a plan or save one that was edited.

    Args:
        workspace: the workspace.
        plan: with its new values.

    Returns:
        The plan as saved.

    Raises:
        UserError: what `check_plan` refuses; `dissemination_regulation_used` if a session dealt
            with a regulation that is taken out; `record_gone` if it was voided meanwhile.
    """
    tidy = dataclasses.replace(
        plan,
        title=_one_line(plan.title),
        note=nfc(plan.note),
        regulations=_named(plan.regulations),
        targets=_named(plan.targets),
        body=_named([plan.body])[0] if plan.body and plan.body.name.strip() else None,
    )
    checks.check_plan(tidy)
    with workspace.reading() as connection:
        known = bool(records.known_ids(connection, Dissemination, [plan.id]))
    operation = "edit_dissemination" if known else "add_dissemination"
    with workspace.writing(operation, tidy.title) as writer:
        if known:
            before = records.get(writer.connection, Dissemination, plan.id)
            held = dissemination_counts.sessions_of(writer.connection, [plan.id]).get(plan.id, [])
            checks.check_kept(tidy, before, held)
        writer.put(tidy)
    return tidy


def void(workspace: Workspace, plan: UUID, reason: str) -> None:
    """Take a plan entered by mistake out of the list; it stays in the history.

    Args:
        workspace: the workspace.
        plan: its id.
        reason: why.

    Raises:
        UserError: `dissemination_held` while it has sessions, `reason_missing`, `record_gone`.
    """
    with workspace.writing("void_dissemination") as writer:
        found = records.get(writer.connection, Dissemination, plan)
        held = dissemination_counts.sessions_of(writer.connection, [plan]).get(plan, [])
        if held:
            raise UserError("dissemination_held", count=len(held))
        writer.about = found.title
        writer.void(found, nfc(reason))


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())


def _named(found: Sequence[Named]) -> tuple[Named, ...]:
    return tuple(Named(_one_line(one.name), one.id) for one in found)


# Who was briefed ------------------------------------------------------------------------------


def reported(
    workspace: Workspace,
    term: str = "",
    *,
    year: int | None = None,
    unit: UUID | None = None,
    plan: UUID | None = None,
) -> DisseminationReport:
    """Who was briefed on what, and who is missing, by the plans that begin in a term.

    Args:
        workspace: the workspace.
        term: code of the term, empty for the office's.
        year: only by the plans of a year, None for all of the term.
        unit: only of a unit, None for all.
        plan: only by one plan, of whatever year; None for all.
    """
    with workspace.reading() as connection:
        plans = _plans(workspace, connection, term, year, plan)
        held = dissemination_counts.sessions_of(connection, [one.id for one in plans])
    return report(plans, held, unit)


def _plans(
    workspace: Workspace, connection: Reader, term: str, year: int | None, plan: UUID | None
) -> list[Dissemination]:
    if plan is not None:
        return [records.get(connection, Dissemination, plan)]
    years = subordinates.scope(workspace, connection, term).years if year is None else (year,)
    return within(records.get_all(connection, Dissemination), years)
