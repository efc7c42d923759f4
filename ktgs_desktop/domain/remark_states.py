"""Whether a superior's word was heeded: the next package of the unit answers it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.domain.remarks import Remark
from ktgs_desktop.errors import UserError


class RemarkState(StrEnum):
    """How far a remark is."""

    LATE = "LATE"
    OPEN = "OPEN"
    ANSWERED = "ANSWERED"


class RemarkSide(StrEnum):
    """Whose remark it is."""

    WRITTEN = "WRITTEN"
    RECEIVED = "RECEIVED"


@dataclass(frozen=True, slots=True)
class FigureName:
    """Which figure of a unit a remark speaks of.

    Attributes:
        measure: what is counted, one of `consolidation.Measure`.
        year: the year, None for all.
        kind: code of the kind of work, empty for all.
    """

    measure: str
    year: int | None = None
    kind: str = ""

    @override
    def __str__(self) -> str:
        return f"{self.measure}/{self.year or ''}/{self.kind}"


def figure_name(text: str) -> FigureName | None:
    """Read the figure a remark names, None for the name of a field.

    Args:
        text: as `FigureName` spells it, or a field.
    """
    measure, _slash, rest = text.partition("/")
    year, slash, kind = rest.partition("/")
    if not slash or (year and not year.isdecimal()):
        return None
    return FigureName(measure, int(year) if year else None, kind)


@dataclass(frozen=True, slots=True)
class Since:
    """What has come from the unit by now.

    Attributes:
        versions: versions of the record that stand now, in hexadecimal; empty if it is not here.
        last_package: day on which its last package was made, None if none came.
    """

    versions: Collection[str] = ()
    last_package: date | None = None


def state_of(remark: Remark, since: Since, today: date) -> RemarkState:
    """How far a remark is.

    A remark on a record is answered once another version of the record stands; one on a figure or
    on the unit once a package made on a later day has come.

    Args:
        remark: the remark.
        since: what has come from the unit.
        today: the day.
    """
    if remark.record is not None and remark.version:
        answered = bool(since.versions) and remark.version not in since.versions
    else:
        answered = since.last_package is not None and since.last_package > remark.on
    if answered:
        return RemarkState.ANSWERED
    late = remark.due is not None and remark.due < today
    return RemarkState.LATE if late else RemarkState.OPEN


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark as lists show it.

    Attributes:
        row: its place in the list, from 1.
        remark: the remark.
        side: whether this office wrote it, or received it.
        unit: name of the unit it is for, or of the superior it is from.
        about: what the record it speaks of is called, empty if it speaks of none.
        state: how far it is.
        above: the record that one belongs to, None for none.
    """

    row: int
    remark: Remark
    side: str
    unit: str
    about: str
    state: str
    above: UUID | None = None


def check_target(remark: Remark, below: Collection[UUID]) -> None:
    """Refuse a remark for a unit that does not stand below.

    Args:
        remark: the remark.
        below: the units below.

    Raises:
        UserError: `remark_unit_unknown`.
    """
    if remark.to not in below:
        raise UserError("remark_unit_unknown")
