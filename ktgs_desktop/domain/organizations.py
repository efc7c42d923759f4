"""Party organisations (tổ chức đảng): dated names, codes and parents, and their succession.

Nothing is ever deleted: an organisation that ends gets an end date and a successor; an entry made
by mistake is voided with a reason. Decisions name an executive committee (cấp uỷ) or its standing
committee; the party body (đảng bộ) is the whole membership they lead (Điều lệ Đảng, Điều 10).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import Span
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


class OrganizationType(StrEnum):
    """Types this program reasons about; the full list is data in `resources/codes`."""

    PARTY_BODY = "PARTY_BODY"
    EXEC_COMMITTEE = "EXEC_COMMITTEE"
    STANDING_COMMITTEE = "STANDING_COMMITTEE"
    INSPECTION_COMMITTEE = "INSPECTION_COMMITTEE"
    ADVISORY_BODY = "ADVISORY_BODY"
    GRASSROOTS_PARTY_BODY = "GRASSROOTS_PARTY_BODY"
    GRASSROOTS_CELL = "GRASSROOTS_CELL"
    SUB_PARTY_BODY = "SUB_PARTY_BODY"
    CELL = "CELL"


class Level(StrEnum):
    """Levels (cấp) of the Party's structure."""

    CENTRAL = "TW"
    PROVINCE = "T"
    DISTRICT = "H"
    GRASSROOTS = "CS"
    SUB = "BP"
    CELL = "CB"


ORGANS = (
    OrganizationType.EXEC_COMMITTEE,
    OrganizationType.STANDING_COMMITTEE,
    OrganizationType.INSPECTION_COMMITTEE,
)
OFFICE_SCHEME = "OFFICE"
DISTRICT_LEVEL_ENDED = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name and the days it was valid.

    Attributes:
        name: official name, NFC.
        start: first day, None if unknown.
        end: last day, None while valid.
        basis: number and date of the decision, or empty.
    """

    name: str
    start: date | None = None
    end: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class DatedCode:
    """A code of the organisation in an outside list and the days it was valid.

    Attributes:
        code: the code as text, leading zeros kept.
        scheme: which list, e.g. `GSO` for the national statistics office.
        start: first day, None if unknown.
        end: last day, None while valid.
    """

    code: str
    scheme: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class DatedParent:
    """To which organisation this one belonged, and when.

    Attributes:
        parent: the superior organisation.
        start: first day, None if unknown.
        end: last day, None while valid.
        basis: number and date of the decision, or empty.
    """

    parent: UUID
    start: date | None = None
    end: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Organization:
    """A Party organisation (tổ chức đảng) or an organ of one.

    Attributes:
        owner: unit whose record this is; the register's own for units that ship.
        id: identifier.
        org_type: code of its type (`resources/codes/organization_types.json`).
        level: code of its level.
        names: dated names, oldest first; at least one.
        codes: dated codes in outside lists.
        parents: dated parents, oldest first.
        founded: day it began, None if unknown.
        ended: last day, None while it exists.
        end_reason: code of why it ended, or empty.
        note: free text.
    """

    owner: UUID
    id: UUID
    org_type: str
    level: str
    names: tuple[DatedName, ...]
    codes: tuple[DatedCode, ...] = ()
    parents: tuple[DatedParent, ...] = ()
    founded: date | None = None
    ended: date | None = None
    end_reason: str = ""
    note: str = ""

    def name_on(self, day: date | None = None) -> str:
        """Its name on a day; without one, or outside all spans, the latest."""
        if day is not None:
            for dated in reversed(self.names):
                if Span(dated.start, dated.end).holds(day):
                    return dated.name
        return self.names[-1].name

    def parent_on(self, day: date | None = None) -> UUID | None:
        """Its superior on a day; without one, the latest that has not ended."""
        for dated in reversed(self.parents):
            if Span(dated.start, dated.end).holds(day) if day else dated.end is None:
                return dated.parent
        return None


class SuccessionKind(StrEnum):
    """How organisations follow one another."""

    MERGE = "MERGE"
    SPLIT = "SPLIT"
    DISSOLVE = "DISSOLVE"


@dataclass(frozen=True, slots=True)
class Succession:
    """A merger (sáp nhập), split (chia tách) or dissolution (kết thúc hoạt động).

    Attributes:
        owner: unit whose record this is.
        id: identifier.
        kind: `MERGE`, `SPLIT` or `DISSOLVE`.
        predecessors: organisations that end, and those that give a part.
        successors: organisations that follow; of a dissolution those that go on with the records.
        on: first day of the new state.
        basis: number and date of the decision.
        parts: predecessors of which only a part came, while their records went elsewhere.
    """

    owner: UUID
    id: UUID
    kind: str
    predecessors: tuple[UUID, ...]
    successors: tuple[UUID, ...]
    on: date
    basis: str
    parts: tuple[UUID, ...] = ()

    def pairs(self) -> list[tuple[UUID, UUID]]:
        """Each predecessor whose records are found under a successor, with that successor."""
        giving = [one for one in self.predecessors if one not in self.parts]
        return [(before, after) for before in giving for after in self.successors]


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """What a clerk gives for a new organisation.

    Attributes:
        name: official name.
        org_type: code of its type.
        level: code of its level.
        parent: the organisation above, None at the top.
        founded: first day, None if unknown.
        code: its code in the office's own list, or empty.
        note: free text.
    """

    name: str
    org_type: str
    level: str
    parent: UUID | None
    founded: date | None = None
    code: str = ""
    note: str = ""


def new_organization(owner: UUID, identifier: UUID, new: NewOrganization) -> Organization:
    """The organisation a clerk described.

    Args:
        owner: unit whose record it will be.
        identifier: its new id.
        new: the description.

    Raises:
        UserError: what `check_organization` refuses.
    """
    code = nfc(new.code)
    organization = Organization(
        owner=owner,
        id=identifier,
        org_type=new.org_type,
        level=new.level,
        names=(DatedName(nfc(new.name), new.founded),),
        codes=(DatedCode(code, OFFICE_SCHEME),) if code else (),
        parents=(DatedParent(new.parent, new.founded),) if new.parent else (),
        founded=new.founded,
        note=nfc(new.note),
    )
    check_organization(organization)
    return organization


def check_organization(organization: Organization) -> None:
    """Refuse an organisation that cannot be.

    Args:
        organization: what is to be saved.

    Raises:
        UserError: `name_missing`, `too_long`, `dates_reversed`, `own_parent` or
            `district_level_ended`.
    """
    if not organization.names or not organization.names[-1].name.strip():
        raise UserError("name_missing")
    name = organization.names[-1].name
    _check_lengths(organization)
    spans = [(organization.founded, organization.ended)]
    spans += [(part.start, part.end) for part in organization.names]
    spans += [(part.start, part.end) for part in organization.parents]
    if any(start and end and end < start for start, end in spans):
        raise UserError("dates_reversed", name=name)
    if any(part.parent == organization.id for part in organization.parents):
        raise UserError("own_parent", name=name)
    founded_late = organization.founded and organization.founded >= DISTRICT_LEVEL_ENDED
    if organization.level == Level.DISTRICT and founded_late and _is_territorial(organization):
        raise UserError("district_level_ended", name=name)


def _check_lengths(organization: Organization) -> None:
    for name in organization.names:
        limits.check_length("name", name.name, limits.NAME)
    for code in organization.codes:
        limits.check_length("code", code.code, limits.CODE)
    for basis in (
        dated.basis for part in (organization.names, organization.parents) for dated in part
    ):
        limits.check_length("basis", basis, limits.LINE)
    limits.check_length("note", organization.note, limits.NOTE)


def _is_territorial(organization: Organization) -> bool:
    return any(code.scheme == "GSO" for code in organization.codes)


def renamed(organization: Organization, name: str, start: date, basis: str) -> Organization:
    """The organisation with a new name from a day on; the old one stays readable.

    Args:
        organization: as it is.
        name: the new official name.
        start: first day of the new name.
        basis: number and date of the decision.

    Raises:
        UserError: `dates_reversed` if the present name began later, `already_ended` if the
            organisation ended before.
    """
    former = organization.names[-1]
    if organization.ended is not None and start > organization.ended:
        raise UserError("already_ended", name=former.name)
    if former.start and start <= former.start:
        raise UserError("dates_reversed", name=former.name)
    closed = replace(former, end=start - timedelta(days=1))
    return replace(
        organization,
        names=(*organization.names[:-1], closed, DatedName(name, start, None, basis)),
    )


def moved(organization: Organization, parent: UUID, start: date, basis: str) -> Organization:
    """The organisation under another parent from a day on.

    Args:
        organization: as it is.
        parent: the new superior.
        start: first day under it.
        basis: number and date of the decision.

    Raises:
        UserError: `own_parent`, `already_ended` or `dates_reversed`.
    """
    if parent == organization.id:
        raise UserError("own_parent", name=organization.name_on())
    if organization.ended is not None:
        raise UserError("already_ended", name=organization.name_on())
    parents = list(organization.parents)
    if parents and parents[-1].end is None:
        former = parents[-1]
        if former.start and start <= former.start:
            raise UserError("dates_reversed", name=organization.name_on())
        parents[-1] = replace(former, end=start - timedelta(days=1))
    return replace(organization, parents=(*parents, DatedParent(parent, start, None, basis)))


def ended(organization: Organization, on: date, reason: str) -> Organization:
    """The organisation ended; its last day is the one before.

    Args:
        organization: as it is.
        on: first day on which it is no more.
        reason: code of the reason.

    Raises:
        UserError: `already_ended`, or `dates_reversed` if it, its present name or superior began
            later.
    """
    last = on - timedelta(days=1)
    if organization.ended is not None:
        raise UserError("already_ended", name=organization.name_on())
    begun = [organization.founded]
    begun += [part.start for part in organization.names if part.end is None]
    begun += [part.start for part in organization.parents if part.end is None]
    if any(start and last < start for start in begun):
        raise UserError("dates_reversed", name=organization.name_on())
    parents = tuple(
        part if part.end is not None else replace(part, end=last) for part in organization.parents
    )
    return replace(organization, ended=last, end_reason=reason, parents=parents)


def check_no_cycle(
    moving: Collection[UUID], parent: UUID | None, parent_of: Callable[[UUID], UUID | None]
) -> None:
    """Refuse a superior that is one of some organisations or lies below one.

    Args:
        moving: the organisations to be moved, or to end.
        parent: the superior, None at the top.
        parent_of: gives the present superior of an organisation; asked on the way up.

    Raises:
        UserError: `parent_below`.
    """
    step = parent
    seen: set[UUID] = set()
    while step is not None and step not in seen:
        if step in moving:
            raise UserError("parent_below")
        seen.add(step)
        step = parent_of(step)


def counted(organizations: Iterable[Organization]) -> dict[str, int]:
    """How many organisations there are of each type.

    Args:
        organizations: any organisations.
    """
    counts: dict[str, int] = {}
    for organization in organizations:
        counts[organization.org_type] = counts.get(organization.org_type, 0) + 1
    return counts
