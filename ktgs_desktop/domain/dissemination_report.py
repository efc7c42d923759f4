"""Who was briefed on what, when and in what number, and who is missing: unit by unit, in a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.dissemination import Dissemination, percent
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import sort_key

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import Attendance, DisseminationSession


@dataclass(frozen=True, slots=True)
class Briefing:
    """A unit and a regulation it was to be briefed on by a plan.

    Attributes:
        plan: the plan.
        title: what the plan is called.
        due_on: last day of the plan.
        regulation: the regulation.
        days: days on which the unit was briefed on it, in order; none if it is missing.
        invited: how many of the unit were invited, of all those sessions.
        attended: how many came.
        members: how many of those are Party members.
        committee: how many of those are members of a committee.
    """

    plan: UUID
    title: str
    due_on: date
    regulation: Named
    days: tuple[date, ...] = ()
    invited: int = 0
    attended: int = 0
    members: int = 0
    committee: int = 0

    @property
    def reached(self) -> bool:
        """Whether the unit was briefed."""
        return bool(self.days)


@dataclass(frozen=True, slots=True)
class UnitBriefings:
    """All that a unit was to be briefed on.

    Attributes:
        unit: the unit, named as in the latest plan.
        briefings: the plans in the order of their days, each with its regulations.
    """

    unit: Named
    briefings: tuple[Briefing, ...]

    @property
    def reached(self) -> int:
        """How many of them it was briefed on."""
        return sum(one.reached for one in self.briefings)

    @property
    def missing(self) -> tuple[Briefing, ...]:
        """Those it was not briefed on."""
        return tuple(one for one in self.briefings if not one.reached)


@dataclass(frozen=True, slots=True)
class RegulationBriefings:
    """A regulation and the units that were to be briefed on it, each once.

    Attributes:
        regulation: the regulation.
        targets: how many units.
        reached: how many of them were briefed, by whatever plan.
        sessions: how many sessions dealt with it.
        attended: how many came to them.
    """

    regulation: Named
    targets: int
    reached: int
    sessions: int
    attended: int

    @property
    def percent(self) -> int:
        """How many of a hundred units were briefed; 100 only if all were."""
        return percent(self.reached, self.targets)


@dataclass(frozen=True, slots=True)
class DisseminationReport:
    """The dissemination of regulations in a span of years.

    Attributes:
        plans: the plans in the order of their days.
        units: what each unit was to be briefed on, in the order of their names.
        regulations: the regulations in the order in which plans name them.
        sessions: how many sessions were held.
        by_video: how many of them by video.
        attended: how many came to them.
    """

    plans: tuple[Dissemination, ...]
    units: tuple[UnitBriefings, ...]
    regulations: tuple[RegulationBriefings, ...]
    sessions: int
    by_video: int
    attended: int

    @property
    def targets(self) -> int:
        """How many briefings there were to be: of each unit on each regulation of each plan."""
        return sum(len(one.briefings) for one in self.units)

    @property
    def reached(self) -> int:
        """How many of them were held."""
        return sum(one.reached for one in self.units)

    @property
    def percent(self) -> int:
        """How many of a hundred; 100 only if all were."""
        return percent(self.reached, self.targets)

    @property
    def missing_units(self) -> tuple[UnitBriefings, ...]:
        """The units that miss something."""
        return tuple(one for one in self.units if one.missing)


def within(plans: Iterable[Dissemination], years: Iterable[int]) -> list[Dissemination]:
    """The plans that begin in some years, in the order of their days.

    Args:
        plans: plans.
        years: the years, e.g. of a term.
    """
    wanted = set(years)
    found = (one for one in plans if one.starts_on.year in wanted)
    return sorted(found, key=lambda one: (one.starts_on, one.ends_on, one.id))


def report(
    plans: Sequence[Dissemination],
    sessions: Mapping[UUID, Sequence[DisseminationSession]],
    unit: UUID | None = None,
) -> DisseminationReport:
    """Who was briefed on what by some plans, and who is missing.

    Args:
        plans: the plans in the order of their days.
        sessions: the sessions of each plan.
        unit: only of this unit, None for all.
    """
    held = {
        plan.id: sorted(
            (one for one in sessions.get(plan.id, ()) if _counts(one, unit)),
            key=lambda one: (one.held_on, one.id),
        )
        for plan in plans
    }
    listed: dict[UUID, list[Briefing]] = defaultdict(list)
    names: dict[UUID, Named] = {}
    for plan in plans:
        came = _came(held[plan.id])
        for target in plan.targets:
            if target.id is None or unit not in (None, target.id):
                continue
            names[target.id] = target
            listed[target.id] += [
                _briefing(plan, regulation, came.get(target.id, ()))
                for regulation in plan.regulations
            ]
    ordered = sorted(listed, key=lambda one: (sort_key(names[one].name), one))
    every = [one for plan in plans for one in held[plan.id]]
    return DisseminationReport(
        plans=tuple(plans),
        units=tuple(UnitBriefings(names[one], tuple(listed[one])) for one in ordered),
        regulations=tuple(_by_regulation(plans, held, listed, unit)),
        sessions=len(every),
        by_video=sum(bool(one.sites) for one in every),
        attended=sum(_number(one, unit) for one in every),
    )


def _counts(session: DisseminationSession, unit: UUID | None) -> bool:
    """Whether somebody, or somebody of the unit, came to a session."""
    return _number(session, unit) > 0


def _number(session: DisseminationSession, unit: UUID | None) -> int:
    return sum(one.attended for one in session.attendance if unit in (None, one.unit.id))


_Came = list[tuple["DisseminationSession", "Attendance"]]


def _came(sessions: Iterable[DisseminationSession]) -> dict[UUID, _Came]:
    """To which sessions somebody of each unit came."""
    found: dict[UUID, _Came] = defaultdict(list)
    for session in sessions:
        for one in session.attendance:
            if one.unit.id is not None and one.attended:
                found[one.unit.id].append((session, one))
    return found


def _briefing(
    plan: Dissemination,
    regulation: Named,
    came: Iterable[tuple[DisseminationSession, Attendance]],
) -> Briefing:
    dealt = [
        (session.held_on, one)
        for session, one in came
        if regulation.id is not None and session.deals_with(regulation.id)
    ]
    return Briefing(
        plan=plan.id,
        title=plan.title,
        due_on=plan.ends_on,
        regulation=regulation,
        days=tuple(dict.fromkeys(day for day, _one in dealt)),
        invited=sum(one.invited for _day, one in dealt),
        attended=sum(one.attended for _day, one in dealt),
        members=sum(one.members for _day, one in dealt),
        committee=sum(one.committee for _day, one in dealt),
    )


def _by_regulation(
    plans: Sequence[Dissemination],
    held: Mapping[UUID, Sequence[DisseminationSession]],
    listed: Mapping[UUID, Sequence[Briefing]],
    unit: UUID | None,
) -> Iterable[RegulationBriefings]:
    names = {one.id: one for plan in plans for one in plan.regulations if one.id is not None}
    for regulation, name in names.items():
        dealing = [
            session
            for plan in plans
            if any(one.id == regulation for one in plan.regulations)
            for session in held[plan.id]
            if session.deals_with(regulation)
        ]
        of_units = [
            [one.reached for one in briefings if one.regulation.id == regulation]
            for briefings in listed.values()
        ]
        yield RegulationBriefings(
            regulation=name,
            targets=sum(bool(one) for one in of_units),
            reached=sum(any(one) for one in of_units),
            sessions=len(dealing),
            attended=sum(_number(session, unit) for session in dealing),
        )
