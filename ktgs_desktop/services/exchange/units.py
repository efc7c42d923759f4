"""Use cases: the units below, up to where each has sent, who is late and who has a gap."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import reporting_periods
from ktgs_desktop.domain.reporting_periods import Period, PeriodDue, PeriodState
from ktgs_desktop.services.exchange.place import below, place_of, unit_names
from ktgs_desktop.services.workspace import codes
from ktgs_desktop.store import feeds, records, unit_standings
from ktgs_desktop.store.feeds import Waiting
from ktgs_desktop.store.remark_rows import day_of
from ktgs_desktop.store.unit_standings import Arrived, Taken, UnitBelow

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

PERIODS = "reporting_periods"


class UnitState(StrEnum):
    """How a unit stands, the most urgent first."""

    OVERDUE = "OVERDUE"
    GAP = "GAP"
    CONFLICT = "CONFLICT"
    NEVER = "NEVER"
    AWAITED = "AWAITED"
    SENT = "SENT"


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit below, and what came from it.

    Attributes:
        row: its place in the list, from 1.
        unit: the unit.
        name: what it is called.
        level: code of its level, empty for one that is not in the register.
        depth: 1 for one directly below, 0 for one that is not in the register.
        superior: what the unit above it is called.
        last_file: file of the last package taken in, empty if none was.
        last_made: when it was made, as the unit's clock claims; empty if none was.
        last_taken: when it was taken in, empty if none was.
        channels: up to which number each channel is here, with its heads in hexadecimal.
        waiting: changes that wait for earlier ones.
        conflicts: records that stand in several versions.
        schema: schema version of what came last, 0 if nothing came.
        program: version of its program, empty if it never said.
        years: years for which it sent a program.
        periods: how it stands with the periods that have ended, the latest first.
    """

    row: int
    unit: UUID
    name: str
    level: str
    depth: int
    superior: str
    last_file: str
    last_made: str
    last_taken: str
    channels: Mapping[str, tuple[int, tuple[str, ...]]]
    waiting: tuple[Waiting, ...]
    conflicts: int
    schema: int
    program: str
    years: tuple[int, ...]
    periods: tuple[PeriodState, ...]

    @property
    def overdue(self) -> PeriodState | None:
        """The period that has been overdue longest, None if none is."""
        return reporting_periods.worst(self.periods)

    @property
    def number(self) -> int:
        """How many changes are here in an unbroken row, over all channels."""
        return sum(number for number, _heads in self.channels.values())

    @property
    def state(self) -> UnitState:
        """How it stands, the most urgent first."""
        if self.overdue is not None:
            return UnitState.OVERDUE
        if self.waiting:
            return UnitState.GAP
        if self.conflicts:
            return UnitState.CONFLICT
        if not self.channels:
            return UnitState.NEVER
        awaited = any(one.state == reporting_periods.Punctuality.AWAITED for one in self.periods)
        return UnitState.AWAITED if awaited else UnitState.SENT


@dataclass(frozen=True, slots=True)
class _Books:
    """What the books say, read at once for all units."""

    taken: Mapping[UUID, Sequence[Taken]]
    jobs: Mapping[int, Taken]
    arrived: Mapping[UUID, Arrived]
    waiting: Mapping[UUID, tuple[Waiting, ...]]
    conflicts: Mapping[UUID, int]
    years: Mapping[UUID, Sequence[int]]
    programs: Mapping[UUID, str]


def ended_periods(workspace: Workspace) -> tuple[Period, ...]:
    """The periods that have ended since the office began to work with the program, latest first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return _periods(workspace, connection)


def _periods(workspace: Workspace, connection: Reader) -> tuple[Period, ...]:
    first = unit_standings.first_written(connection)
    since = datetime.fromisoformat(first).date() if first else workspace.today
    own = {one.period: one.days for one in records.get_all(connection, PeriodDue)}
    return reporting_periods.ended_periods(codes(PERIODS), since, workspace.today, own)


def standings(workspace: Workspace) -> list[UnitStanding]:
    """All units below, with what came from each; those that are in no register come last.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        known = below(workspace, connection)
        books = _books(workspace, connection)
        ids = {one.id for one in known}
        foreign = sorted(books.arrived.keys() - ids)
        names = {workspace.office.unit: workspace.office.name}
        names |= {one.id: one.name for one in known}
        names |= unit_names(connection, set(foreign))
        periods = _periods(workspace, connection)
    listed = [*known, *(_outside(unit, names) for unit in foreign)]
    return [
        _standing(place, one, names, books, periods, workspace.today)
        for place, one in enumerate(listed, start=1)
    ]


def _outside(unit: UUID, names: Mapping[UUID, str]) -> UnitBelow:
    return UnitBelow(unit, names.get(unit, str(unit)), "", 0, unit)


def _books(workspace: Workspace, connection: Reader) -> _Books:
    place = place_of(workspace)
    arrived = unit_standings.arrived(connection, place)
    brought = {one.job for one in arrived.values() if one.job is not None}
    waiting: dict[UUID, tuple[Waiting, ...]] = {}
    for one in feeds.waiting(connection):
        waiting[one.unit] = (*waiting.get(one.unit, ()), one)
    return _Books(
        taken=unit_standings.taken_from(connection),
        jobs=unit_standings.jobs(connection, brought),
        arrived=arrived,
        waiting=waiting,
        conflicts=unit_standings.conflicts(connection, place),
        years=unit_standings.program_years(connection, place),
        programs=unit_standings.programs_in_use(connection),
    )


def _standing(
    row: int,
    unit: UnitBelow,
    names: Mapping[UUID, str],
    books: _Books,
    periods: Sequence[Period],
    today: date,
) -> UnitStanding:
    came = books.arrived.get(unit.id, Arrived({}))
    last, sent, judged = _packages(unit, came, books)
    return UnitStanding(
        row=row,
        unit=unit.id,
        name=unit.name,
        level=unit.level,
        depth=unit.depth,
        superior=names.get(unit.superior, "") if unit.depth else "",
        last_file=last.name if last else "",
        last_made=last.made_at if last else came.at,
        last_taken=last.taken_at if last else "",
        channels=came.channels,
        waiting=books.waiting.get(unit.id, ()),
        conflicts=books.conflicts.get(unit.id, 0),
        schema=came.schema,
        program=books.programs.get(unit.id, ""),
        years=tuple(books.years.get(unit.id, ())),
        periods=reporting_periods.standing(periods, sent, today, judged=judged),
    )


def _packages(
    unit: UnitBelow, came: Arrived, books: _Books
) -> tuple[Taken | None, Collection[date], bool]:
    """The last package of a unit, the days of all that are known, and whether all are known."""
    own = books.taken.get(unit.id, ())
    if own:
        return own[-1], [day_of(one.made_at, one.taken_at) for one in own], True
    last = books.jobs.get(came.job) if came.job is not None else None
    days = [day_of(came.at, last.taken_at if last else "")] if came.at else []
    return last, days, unit.depth == 1 and not days
