"""Transfers (bàn giao): another unit goes on with the records of a unit, or with some of them.

A record belongs to the unit that made it, and nobody else may write it. When units merge or end,
their common superior says who goes on with their records; from then on the receiver's changes of
these records are taken in like its own. What was signed before stays as it was signed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.errors import UserError

MAX_RECORDS = 5000


@dataclass(frozen=True, slots=True)
class Transfer:
    """A superior's word that the records of one unit go over to another.

    Attributes:
        owner: unit that says so, the superior of both.
        id: identifier.
        source: unit whose records they are.
        target: unit that goes on with them.
        on: first day on which it does.
        basis: number and date of the decision.
        records: the records, none for all of the unit's.
        attachment: SHA-256 of the decision's file, 64 hexadecimal digits, or empty.
    """

    owner: UUID
    id: UUID
    source: UUID
    target: UUID
    on: date
    basis: str
    records: tuple[UUID, ...] = ()
    attachment: str = ""

    def covers(self, record: UUID) -> bool:
        """Whether it is about a record of its unit.

        Args:
            record: the record.
        """
        return not self.records or record in self.records


def check(
    new: Transfer,
    standing: Iterable[Transfer],
    superiors: Callable[[UUID], Collection[UUID]],
) -> None:
    """Refuse a transfer that cannot be (sync.md 2.2: signed by the common superior).

    Args:
        new: the transfer.
        standing: those that stand already.
        superiors: gives all units that stood above a unit at some time.

    Raises:
        UserError: `transfer_to_itself`, `transfer_basis_missing`, `too_long`,
            `transfer_too_many`, `transfer_not_superior`, `transfer_repeated`, `transfer_cycle`
            or `transfer_dates`.
    """
    if new.source == new.target:
        raise UserError("transfer_to_itself")
    if not new.basis.strip():
        raise UserError("transfer_basis_missing")
    limits.check_length("basis", new.basis, limits.LINE)
    if len(new.records) > MAX_RECORDS:
        raise UserError("transfer_too_many", most=MAX_RECORDS)
    if not stands_above_both(new, superiors):
        raise UserError("transfer_not_superior")
    others = [one for one in standing if one.id != new.id]
    _check_once(new, others)
    if _leads(new.target, new.source, others):
        raise UserError("transfer_cycle")
    received = [one.on for one in others if one.target == new.source]
    passed_on = [one.on for one in others if one.source == new.target]
    if any(new.on < day for day in received) or any(day < new.on for day in passed_on):
        raise UserError("transfer_dates")


def _check_once(new: Transfer, others: Iterable[Transfer]) -> None:
    """A record goes over once; its receiver may hand it on."""
    for one in others:
        if one.source != new.source:
            continue
        both = set(one.records) & set(new.records)
        if both or not one.records or not new.records:
            raise UserError("transfer_repeated", basis=one.basis)


def stands_above_both(one: Transfer, superiors: Callable[[UUID], Collection[UUID]]) -> bool:
    """Whether who says so is the superior of both; a superior may go on with records itself.

    Args:
        one: the transfer.
        superiors: gives all units that stood above a unit at some time.
    """
    if one.owner not in superiors(one.source):
        return False
    return one.target == one.owner or one.owner in superiors(one.target)


def _leads(start: UUID, end: UUID, transfers: Collection[Transfer]) -> bool:
    front, seen = [start], {start}
    while front:
        here = front.pop()
        if here == end:
            return True
        further = {one.target for one in transfers if one.source == here} - seen
        seen |= further
        front += further
    return False


def may_go_on(owner: UUID, unit: UUID, record: UUID, transfers: Iterable[Transfer]) -> bool:
    """Whether a unit may write a record of another, which may have come to it by several steps.

    Args:
        owner: unit whose record it is.
        unit: the unit that writes.
        record: the record.
        transfers: those that stand, each said by a superior of both its units.
    """
    about = [one for one in transfers if one.covers(record)]
    return owner != unit and _leads(owner, unit, about)


def sources_of(unit: UUID, transfers: Iterable[Transfer]) -> dict[UUID, frozenset[UUID]]:
    """Whose records a unit goes on with, over any number of steps.

    Args:
        unit: the unit.
        transfers: those that stand.

    Returns:
        By unit the records that came, none for all of them.
    """
    every = list(transfers)
    found: dict[UUID, frozenset[UUID]] = {}
    front: list[tuple[UUID, frozenset[UUID]]] = [(unit, frozenset())]
    while front:
        here, passing = front.pop()
        for one in every:
            if one.target != here or one.source == unit:
                continue
            mine = frozenset(one.records)
            if passing and mine and not passing & mine:
                continue
            came = passing & mine if passing and mine else passing or mine
            before = found.get(one.source)
            both = came if before is None else before | came if before and came else frozenset()
            if both != before:
                found[one.source] = both
                front.append((one.source, both))
    return found
