"""Dissemination of regulations (nghiên cứu, phổ biến, quán triệt): plans, sessions, who is missing.

A plan names the regulations, the days and the units that are to be briefed. A unit is briefed on
a regulation by a session of the plan that deals with it and at which somebody of the unit was.
Who is missing is computed from the sessions, never written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.documents import DocumentFile
from ktgs_desktop.domain.programs import Named


class Way(StrEnum):
    """How a plan brings regulations to the units."""

    CONFERENCE = "CONFERENCE"
    CELL_MEETING = "CELL_MEETING"
    MATERIAL = "MATERIAL"
    COMBINED = "COMBINED"


class Meeting(StrEnum):
    """How people come together in a session."""

    IN_PERSON = "IN_PERSON"
    VIDEO = "VIDEO"


class DisseminationState(StrEnum):
    """Where a plan stands on a day."""

    PLANNED = "PLANNED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class Dissemination:
    """A plan to brief units on regulations (kế hoạch quán triệt).

    Attributes:
        owner: the office's unit.
        id: identifier.
        title: what the plan is called.
        regulations: the regulations, as named on the day of writing.
        starts_on: first day.
        ends_on: last day.
        targets: the units to be briefed, as named on the day of writing.
        body: the body responsible, None if none is named.
        way: a value of `Way`.
        note: free text.
        province: code of the office's province on the day of writing.
    """

    owner: UUID
    id: UUID
    title: str
    regulations: tuple[Named, ...]
    starts_on: date
    ends_on: date
    targets: tuple[Named, ...]
    body: Named | None = None
    way: str = Way.CONFERENCE
    note: str = ""
    province: str = ""

    def state(self, far: Standing, today: date) -> DisseminationState:
        """Where it stands on a day.

        Args:
            far: how far it is.
            today: the day.
        """
        span = (self.starts_on, self.ends_on)
        return state_on(span, far.targets, far.reached, held=far.sessions > 0, today=today)


@dataclass(frozen=True, slots=True)
class Site:
    """A site of a conference by video (điểm cầu).

    Attributes:
        name: what it is called, e.g. "Điểm cầu Đảng uỷ xã Bàn Đạt".
        place: where it is.
        number: how many people were there.
    """

    name: str
    place: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many of a unit were invited to a session and came.

    Attributes:
        unit: the unit, as named on the day of writing.
        invited: how many were invited; 0 if that was not counted.
        attended: how many came.
        members: how many of those are Party members.
        committee: how many of those are members of a committee (cấp uỷ viên).
        note: free text.
    """

    unit: Named
    invited: int = 0
    attended: int = 0
    members: int = 0
    committee: int = 0
    note: str = ""

    @property
    def counted(self) -> bool:
        """Whether anything is said of the unit."""
        return any((self.invited, self.attended, self.members, self.committee, self.note))


@dataclass(frozen=True, slots=True)
class DisseminationSession:
    """A session of a plan (hội nghị, buổi quán triệt).

    Attributes:
        owner: the office's unit.
        id: identifier.
        plan: the plan it belongs to.
        held_on: its day.
        meeting: a value of `Meeting`.
        place: where it was; of one by video the main site.
        chair: who presided, or empty.
        reporter: who reported (báo cáo viên), or empty.
        regulations: those of the plan it dealt with; empty for all.
        sites: its further sites, of one by video.
        attendance: who came, unit by unit.
        files: its minutes, oldest first.
        note: free text.
        province: code of the office's province on the day of writing.
    """

    owner: UUID
    id: UUID
    plan: UUID
    held_on: date
    meeting: str = Meeting.IN_PERSON
    place: str = ""
    chair: str = ""
    reporter: str = ""
    regulations: tuple[UUID, ...] = ()
    sites: tuple[Site, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    files: tuple[DocumentFile, ...] = ()
    note: str = ""
    province: str = ""

    @property
    def names_person(self) -> bool:
        """Whether it names a person."""
        return bool(self.chair or self.reporter)

    @property
    def attended(self) -> int:
        """How many came, of all units."""
        return sum(one.attended for one in self.attendance)

    @property
    def invited(self) -> int:
        """How many were invited, of all units."""
        return sum(one.invited for one in self.attendance)

    def deals_with(self, regulation: UUID) -> bool:
        """Whether it dealt with a regulation of its plan.

        Args:
            regulation: the regulation.
        """
        return not self.regulations or regulation in self.regulations


@dataclass(frozen=True, slots=True)
class DisseminationRow:
    """A plan in a list.

    Attributes:
        row: local row number.
        id: the plan.
        title: what it is called.
        regulations: names of its regulations.
        starts_on: first day.
        ends_on: last day.
        body: the body responsible, or empty.
        way: a value of `Way`.
        targets: how many units are to be briefed.
        reached: how many were, on all its regulations.
        sessions: how many sessions were held.
        attended: how many came to them.
        last_on: day of the latest session, None if there was none.
    """

    row: int
    id: UUID
    title: str
    regulations: tuple[str, ...]
    starts_on: date
    ends_on: date
    body: str
    way: str
    targets: int
    reached: int
    sessions: int
    attended: int
    last_on: date | None

    @property
    def percent(self) -> int:
        """How many of a hundred units were briefed; 100 only if all were."""
        return percent(self.reached, self.targets)

    def state(self, today: date) -> DisseminationState:
        """Where it stands on a day."""
        span = (self.starts_on, self.ends_on)
        return state_on(span, self.targets, self.reached, held=self.sessions > 0, today=today)


# Where a plan stands --------------------------------------------------------------------------


def state_on(
    span: tuple[date, date], targets: int, reached: int, *, held: bool, today: date
) -> DisseminationState:
    """Where a plan stands on a day.

    Args:
        span: its first and its last day.
        targets: how many units are to be briefed.
        reached: how many of them were, on all its regulations.
        held: whether a session was held.
        today: the day.
    """
    if reached >= targets:
        return DisseminationState.DONE
    if span[1] < today:
        return DisseminationState.LATE
    if held or span[0] <= today:
        return DisseminationState.RUNNING
    return DisseminationState.PLANNED


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a plan is.

    Attributes:
        targets: how many units are to be briefed.
        reached: how many were briefed on all its regulations.
        by_regulation: how many were briefed on each regulation, in the order of the plan.
        sessions: how many sessions were held.
        last_on: day of the latest of them, None if there was none.
        invited: how many people were invited to them.
        attended: how many came.
    """

    targets: int
    reached: int
    by_regulation: tuple[int, ...]
    sessions: int
    last_on: date | None
    invited: int
    attended: int

    @property
    def missing(self) -> int:
        """How many units are missing."""
        return self.targets - self.reached

    @property
    def percent(self) -> int:
        """How many of a hundred units were briefed; 100 only if all were."""
        return percent(self.reached, self.targets)


def percent(part: int, whole: int) -> int:
    """A share in a hundred, rounded down, so that 100 means all.

    Args:
        part: how many.
        whole: of how many; none are all.
    """
    return 100 if whole == 0 else part * 100 // whole


def _held(sessions: Iterable[DisseminationSession]) -> list[DisseminationSession]:
    """The sessions somebody came to; one that is only arranged reaches nobody."""
    return [one for one in sessions if one.attended]


def reached(
    plan: Dissemination, sessions: Iterable[DisseminationSession], regulation: UUID | None = None
) -> tuple[Named, ...]:
    """The units of a plan that were briefed, in its order.

    Args:
        plan: the plan.
        sessions: its sessions.
        regulation: briefed on this regulation, None for on all of the plan.
    """
    wanted = [one.id for one in plan.regulations] if regulation is None else [regulation]
    held = _held(sessions)
    briefed = [
        {
            one.unit.id
            for session in held
            if name is not None and session.deals_with(name)
            for one in session.attendance
            if one.attended
        }
        for name in wanted
    ]
    return tuple(unit for unit in plan.targets if all(unit.id in units for units in briefed))


def missing(
    plan: Dissemination, sessions: Iterable[DisseminationSession], regulation: UUID | None = None
) -> tuple[Named, ...]:
    """The units of a plan that were not briefed, in its order.

    Args:
        plan: the plan.
        sessions: its sessions.
        regulation: not briefed on this regulation, None for on one of the plan at least.
    """
    there = {unit.id for unit in reached(plan, sessions, regulation)}
    return tuple(unit for unit in plan.targets if unit.id not in there)


def standing(plan: Dissemination, sessions: Sequence[DisseminationSession]) -> Standing:
    """How far a plan is.

    Args:
        plan: the plan.
        sessions: its sessions.
    """
    held = _held(sessions)
    return Standing(
        targets=len(plan.targets),
        reached=len(reached(plan, held)),
        by_regulation=tuple(len(reached(plan, held, one.id)) for one in plan.regulations),
        sessions=len(held),
        last_on=max((one.held_on for one in held), default=None),
        invited=sum(one.invited for one in held),
        attended=sum(one.attended for one in held),
    )
