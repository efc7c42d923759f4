"""One thing entered twice, as two computers do before their work meets (sync.md 2.15, C4).

Doubled numbers of papers have rules of their own (`number_series`, `incoming`). Here: the same
member and the same code of a unit. Nothing is joined by itself; a person voids one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from ktgs_desktop.domain.vietnamese import accented

if TYPE_CHECKING:
    from ktgs_desktop.domain.members import PartyMember
    from ktgs_desktop.domain.organizations import Organization

Thing = TypeVar("Thing", "PartyMember", "Organization")


class DuplicateKind(StrEnum):
    """What two records have in common."""

    PAPER_NUMBER = "PAPER_NUMBER"
    INCOMING_NUMBER = "INCOMING_NUMBER"
    MEMBER = "MEMBER"
    UNIT_CODE = "UNIT_CODE"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Records that seem to be one.

    Attributes:
        kind: what they have in common.
        shown: that itself, as people write it.
        entity: kind of the records.
        records: the records.
        labels: what each is called.
    """

    kind: DuplicateKind
    shown: str
    entity: str
    records: tuple[UUID, ...]
    labels: tuple[str, ...]


def members(found: Iterable[PartyMember]) -> list[Duplicate]:
    """Members with one name who were born on one day; a day not known tells nothing.

    Args:
        found: members that count.
    """
    groups = _grouped(
        ((accented(one.full_name), one.birth_date.iso), one)
        for one in found
        if one.birth_date is not None
    )
    return [
        Duplicate(
            DuplicateKind.MEMBER,
            f"{same[0].full_name} ({same[0].birth_date})",
            "party_member",
            tuple(one.id for one in same),
            tuple(f"{one.full_name} · {one.position_on()}".rstrip(" ·") for one in same),
        )
        for same in groups
    ]


def unit_codes(found: Iterable[Organization]) -> list[Duplicate]:
    """Organisations of one type that have one code of one list now.

    Args:
        found: organisations that count; those that have ended tell nothing.
    """
    groups = _grouped(
        ((code.scheme, code.code, one.org_type), one)
        for one in found
        if one.ended is None
        for code in one.codes
        if code.end is None
    )
    return [
        Duplicate(
            DuplicateKind.UNIT_CODE,
            next(code.code for code in same[0].codes if code.end is None),
            "organization",
            tuple(one.id for one in same),
            tuple(one.name_on() for one in same),
        )
        for same in groups
    ]


def _grouped(pairs: Iterable[tuple[Hashable, Thing]]) -> list[list[Thing]]:
    groups: defaultdict[Hashable, dict[UUID, Thing]] = defaultdict(dict)
    for key, one in pairs:
        groups[key][one.id] = one
    found = [sorted(same.values(), key=lambda one: one.id) for same in groups.values()]
    return [same for same in found if len(same) > 1]
