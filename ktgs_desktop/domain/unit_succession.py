"""What a rearrangement of units means for the register: who begins, goes on, ends, follows whom.

Organisations of units are the register's own, with identifiers that are computed, so every office
that takes the same lists in comes to the same records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import organizations as rules
from ktgs_desktop.domain.identity import REGISTER_OWNER, register_id, transfer_id
from ktgs_desktop.domain.organizations import (
    ORGANS,
    DatedCode,
    Organization,
    OrganizationType,
    Succession,
    SuccessionKind,
)
from ktgs_desktop.domain.transfers import Transfer
from ktgs_desktop.domain.units import SCHEME, Unit, organization_id, organizations_of

if TYPE_CHECKING:
    from ktgs_desktop.domain.reorganisation import Following, Plan

BODIES = (OrganizationType.PARTY_BODY, *ORGANS)


@dataclass(slots=True)
class Rearranged:
    """Records of a rearrangement.

    Attributes:
        organizations: new ones and those that changed.
        successions: who follows whom, for each kind of body.
        counts: units by what becomes of them: `new`, `continued`, `ended`, `entered` (units of
            before that the register had not), `settled` (there or ended already; they stay).
        moved: how many other organisations move along with the one they stand below.
        stranded: organisations below a district that ends; they stay to be moved by hand.
    """

    organizations: dict[UUID, Organization] = field(default_factory=dict)
    successions: list[Succession] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    moved: int = 0
    stranded: list[Organization] = field(default_factory=list)


def body_ids(plan: Plan, on: date) -> set[UUID]:
    """Identifiers of all organisations a plan tells something of, before and afterwards.

    Args:
        plan: the plan.
        on: first day of the new units.
    """
    before = {organization_id(unit.code, body) for unit in plan.before for body in BODIES}
    new = [one.unit.code for one in plan.followings if one.same is None]
    return before | {organization_id(code, body, on) for code in new for body in BODIES}


def unit_of(unit: Unit, since: date | None = None) -> UUID:
    """Which office a unit has: its inspection committee.

    Args:
        unit: the unit.
        since: first day of the unit, None for units of early 2025.
    """
    return organization_id(unit.code, OrganizationType.INSPECTION_COMMITTEE, since)


def rearranged(
    plan: Plan,
    present: Mapping[UUID, Organization],
    below: Mapping[UUID, Sequence[Organization]],
    *,
    on: date,
    basis: str,
) -> Rearranged:
    """The records of a rearrangement.

    Args:
        plan: what becomes of the units.
        present: organisations of these units that the register has.
        below: other organisations that stand below some of them and have not ended.
        on: first day of the new units.
        basis: number and date of the decision.

    Raises:
        UserError: what ending, renaming and moving refuse.
    """
    return _Register(plan, present, below, on, basis).rearrange()


class _Register:
    """The organisations of the units, as the rearrangement goes through them."""

    def __init__(
        self,
        plan: Plan,
        present: Mapping[UUID, Organization],
        below: Mapping[UUID, Sequence[Organization]],
        on: date,
        basis: str,
    ) -> None:
        self._plan, self._below = plan, below
        self._on, self._basis = on, basis
        self._now = dict(present)
        self._done = Rearranged()

    def rearrange(self) -> Rearranged:
        """Go through all units, the province first."""
        self._enter_missing()
        for one in self._plan.followings:
            self._follow(one)
        for one in self._plan.followings:
            for unit in one.receives:
                self._end(unit, SuccessionKind.MERGE, one)
        for unit in self._plan.districts:
            self._end(unit, SuccessionKind.DISSOLVE, None)
        if self._plan.districts:
            self._succeed(
                f"{self._plan.province.unit.code}/districts",
                SuccessionKind.DISSOLVE,
                self._plan.districts,
                self._plan.province,
            )
        return self._done

    def _put(self, one: Organization) -> None:
        if self._now.get(one.id) != one:
            self._now[one.id] = one
            self._done.organizations[one.id] = one

    def _enter_missing(self) -> None:
        """Units of before that the register lacks, so that every office has the same history."""
        for unit in self._plan.before:
            made = [one for one in organizations_of(unit) if one.id not in self._now]
            for one in made:
                self._put(one)
            self._done.counts["entered"] += bool(made)

    def _id(self, one: Following, body: str) -> UUID:
        if one.same is not None:
            return organization_id(one.same.code, body)
        return organization_id(one.unit.code, body, self._on)

    def _follow(self, one: Following) -> None:
        above = None
        if one is not self._plan.province:
            above = self._id(self._plan.province, OrganizationType.PARTY_BODY)
        made = organizations_of(one.unit, since=self._on, under=above)
        if one.same is None:
            fresh = [each for each in made if each.id not in self._now]
            for organization in fresh:
                self._put(organization)
            self._done.counts["new" if fresh else "settled"] += 1
        else:
            self._continue(one.same, made, above)
            self._done.counts["continued"] += 1
        if one.predecessors:
            whole = len(one.predecessors) + bool(one.same) > 1
            kind = SuccessionKind.MERGE if whole or not one.parts else SuccessionKind.SPLIT
            self._succeed(one.unit.code, kind, one.predecessors, one)

    def _continue(self, old: Unit, made: Sequence[Organization], above: UUID | None) -> None:
        """A unit that goes on takes its new name, its new code and its new superior."""
        for before, after in zip(organizations_of(old), made, strict=True):
            one = self._now[before.id]
            if one.ended is not None:
                self._done.counts["settled"] += before.org_type == OrganizationType.PARTY_BODY
                continue
            if before.name_on() != after.name_on() and one.name_on() == before.name_on():
                one = rules.renamed(one, after.name_on(), self._on, self._basis)
            code = after.codes[-1].code
            if before.codes[-1].code != code and all(each.code != code for each in one.codes):
                one = _recoded(one, code, self._on)
            level = after.level if one.level == before.level else one.level
            is_body = one.org_type == OrganizationType.PARTY_BODY
            if is_body and above is not None and one.parent_on() != above:
                one = rules.moved(one, above, self._on, self._basis)
            self._put(replace(one, level=level))

    def _end(self, unit: Unit, reason: str, receiver: Following | None) -> None:
        for body in BODIES:
            one = self._now[organization_id(unit.code, body)]
            if one.ended is None:
                self._put(rules.ended(one, self._on, reason))
                self._done.counts["ended"] += body == OrganizationType.PARTY_BODY
            else:
                self._done.counts["settled"] += body == OrganizationType.PARTY_BODY
        former = organization_id(unit.code, OrganizationType.PARTY_BODY)
        if receiver is None:
            self._done.stranded += self._below.get(former, [])
            return
        target = self._id(receiver, OrganizationType.PARTY_BODY)
        for child in self._below.get(former, []):
            if child.id != target:
                self._put(rules.moved(child, target, self._on, self._basis))
                self._done.moved += 1

    def _succeed(
        self, name: str, kind: SuccessionKind, units: Sequence[Unit], after: Following
    ) -> None:
        parts = {unit.code for unit in after.parts}
        for body in BODIES:
            self._done.successions.append(
                Succession(
                    owner=REGISTER_OWNER,
                    id=register_id("succession", name, body, self._on.isoformat()),
                    kind=kind,
                    predecessors=tuple(organization_id(unit.code, body) for unit in units),
                    successors=(self._id(after, body),),
                    on=self._on,
                    basis=self._basis,
                    parts=tuple(
                        organization_id(unit.code, body) for unit in units if unit.code in parts
                    ),
                )
            )


def _recoded(one: Organization, code: str, on: date) -> Organization:
    codes = [
        replace(dated, end=on - timedelta(days=1))
        if dated.scheme == SCHEME and dated.end is None
        else dated
        for dated in one.codes
    ]
    return replace(one, codes=(*codes, DatedCode(code, SCHEME, on)))


def _handed_over(plan: Plan, on: date) -> Iterator[tuple[UUID, UUID]]:
    """Whose records go to whom, below the province."""
    for one in plan.communes:
        target = unit_of(one.same) if one.same else unit_of(one.unit, on)
        for unit in one.receives:
            yield unit_of(unit), target
    province = plan.province
    for unit in plan.districts:
        yield unit_of(unit), unit_of(province.same) if province.same else unit_of(province.unit, on)


def transfers(plan: Plan, owner: UUID, *, on: date, basis: str) -> list[Transfer]:
    """By which transfers the records of the units that end go over; a province says so.

    Args:
        plan: what becomes of the units.
        owner: the office; only the province's own is the superior of all of them.
        on: first day of the new units.
        basis: number and date of the decision.

    Returns:
        The transfers, none if the office is not the province's.
    """
    province = plan.province
    here = unit_of(province.same) if province.same else unit_of(province.unit, on)
    if owner != here:
        return []
    return [
        Transfer(owner, transfer_id(source, target), source, target, on, basis)
        for source, target in _handed_over(plan, on)
    ]
