"""Party members (đảng viên): a minimal register with dated positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import PartialDate, Span
from ktgs_desktop.errors import UserError


@dataclass(frozen=True, slots=True)
class Position:
    """An office a member holds or held.

    Attributes:
        title: e.g. "Bí thư Đảng uỷ".
        organization: where, None if outside the register.
        start: first day or what is known of it, None if unknown.
        end: last day, None while held.
    """

    title: str
    organization: UUID | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class PartyMember:
    """A Party member.

    Attributes:
        owner: unit whose record this is.
        id: identifier.
        full_name: family, middle and given name, NFC.
        birth_date: to the day, month or year; None if unknown.
        organization: organisation in which the member takes part in Party life.
        positions: dated positions, oldest first.
        sort_name: how the name is sorted when its last word is not the given name; else empty.
        note: free text.
    """

    owner: UUID
    id: UUID
    full_name: str
    birth_date: PartialDate | None = None
    organization: UUID | None = None
    positions: tuple[Position, ...] = ()
    sort_name: str = ""
    note: str = ""

    def position_on(self, day: date | None = None) -> str:
        """The title held on a day, without one the latest not ended; empty if none."""
        for position in reversed(self.positions):
            if day is None:
                if position.end is None:
                    return position.title
            elif Span(
                position.start.first if position.start else None,
                position.end.last if position.end else None,
            ).holds(day):
                return position.title
        return ""


def check_member(member: PartyMember, today: date) -> None:
    """Refuse a member that cannot be.

    Args:
        member: what is to be saved.
        today: the workspace's day.

    Raises:
        UserError: `name_missing`, `too_long`, `birth_date_future` or `dates_reversed`.
    """
    if not member.full_name.strip():
        raise UserError("name_missing")
    for name in (member.full_name, member.sort_name):
        limits.check_length("name", name, limits.NAME)
    for position in member.positions:
        limits.check_length("position", position.title, limits.NAME)
    limits.check_length("note", member.note, limits.NOTE)
    if member.birth_date and member.birth_date.first > today:
        raise UserError("birth_date_future", name=member.full_name)
    for position in member.positions:
        if position.start and position.end and position.end.last < position.start.first:
            raise UserError("dates_reversed", name=member.full_name)
