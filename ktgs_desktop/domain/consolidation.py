"""Figures over all units below: what was planned, done and dropped, by unit, kind of work and year.

They are counted from the lines and the progress that units sent, by the rule of
`program_progress.line_progress`, and from nothing else: a figure is never typed. What a newer
program wrote in another shape counts as empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import ItemStatus, SubjectKind

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

Document = Mapping[str, "Json"]


class Measure(StrEnum):
    """What is counted; the values are the fields of `Counts`."""

    PLANNED = "planned"
    DONE = "done"
    DROPPED = "dropped"
    ORGANIZATIONS = "organizations"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers over some lines of issued annual programs.

    Attributes:
        planned: lines in force.
        done: those of them of which every subject is concluded.
        dropped: lines dropped or put off to another year.
        organizations: organisations that lines in force are about, named or to be named.
        members: members they are about.
    """

    planned: int = 0
    done: int = 0
    dropped: int = 0
    organizations: int = 0
    members: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def of(self, measure: str) -> int:
        """One of the numbers.

        Args:
            measure: one of `Measure`.
        """
        return int(getattr(self, Measure(measure)))


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line of a unit, counted.

    Attributes:
        row: its local row number among the records received.
        unit: whose it is.
        year: year of the work.
        kind: code of the kind of work.
        counts: what it counts for.
    """

    row: int
    unit: UUID
    year: int
    kind: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figure:
    """The numbers of a unit, kind of work and year; what figures are not parted by is empty.

    Attributes:
        unit: the unit, None over all.
        year: the year, None over all.
        kind: code of the kind of work, empty over all.
        counts: the numbers.
    """

    unit: UUID | None
    year: int | None
    kind: str
    counts: Counts


def count_line(line: Document, steps: Iterable[Document]) -> Counts:
    """What a line counts for.

    Args:
        line: the line, as its unit sent it.
        steps: the progress of its subjects, as its unit sent it.
    """
    in_force = line.get("status") != ItemStatus.DROPPED and line.get("postponed_to") is None
    if not in_force:
        return Counts(dropped=1)
    subjects = [one for one in _items(line.get("subjects")) if isinstance(one, Mapping)]
    kinds = [one.get("kind") for one in subjects]
    later = _number(line.get("unnamed_organizations")), _number(line.get("unnamed_members"))
    total = max(1, len(subjects) + sum(later))
    done = _done({one.get("key") for one in subjects}, total - len(subjects), steps)
    return Counts(
        planned=1,
        done=int(done >= total),
        organizations=kinds.count(SubjectKind.ORGANIZATION) + later[0],
        members=kinds.count(SubjectKind.MEMBER) + later[1],
    )


def _done(keys: set[Json], unnamed: int, steps: Iterable[Document]) -> int:
    done = 0
    for step in steps:
        subject = step.get("subject")
        if subject is None:
            done += min(_number(step.get("done_count")), unnamed)
        elif subject in keys and step.get("state") == ProgressState.DONE:
            done += 1
    return done


def _items(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else ()


def _number(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def figures(lines: Iterable[CountedLine], by: Sequence[str]) -> list[Figure]:
    """Add lines up.

    Args:
        lines: the lines.
        by: what the figures are parted by: any of `unit`, `year`, `kind`.
    """
    found: dict[tuple[UUID | None, int | None, str], Counts] = {}
    for line in lines:
        key = (
            line.unit if "unit" in by else None,
            line.year if "year" in by else None,
            line.kind if "kind" in by else "",
        )
        found[key] = found.get(key, Counts()) + line.counts
    return [Figure(*key, counts) for key, counts in found.items()]


def total(parts: Iterable[Figure | CountedLine]) -> Counts:
    """The sum of some figures or lines.

    Args:
        parts: the figures or lines.
    """
    return sum((one.counts for one in parts), Counts())
