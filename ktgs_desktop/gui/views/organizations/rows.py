"""Where the lists and the tree get their rows, and the columns they show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import i18n
from ktgs_desktop.domain.organizations import ORGANS, OrganizationType
from ktgs_desktop.domain.rows import Existence
from ktgs_desktop.gui.widgets.column_filter import by_name, in_words
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.services import list_values, members, organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ktgs_desktop.domain.listing import Listing, ValueCount
    from ktgs_desktop.domain.rows import MemberRow, OrganizationRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.gui.widgets.listing import ListView
    from ktgs_desktop.services.workspace import Workspace


EXISTENCE: Mapping[str, Late] = {
    Existence.EXISTING: late("Existing"),
    Existence.ENDED: late("Ended"),
}
FILTERED = {"superior": "superior", "type": "type", "level": "level", "ended": "exists"}
"""Columns of the list of organisations with an arrow in their heads, and what they hold."""
MEMBERS_FILTERED = {"organization": "organization", "position": "position"}
"""Columns of the list of members with an arrow in their heads, and what they hold."""
_LISTED = {"type": "organization_types", "level": "levels"}
_ORGANS = frozenset((*ORGANS, OrganizationType.ADVISORY_BODY))


@dataclass(frozen=True, slots=True)
class ListedOrganization:
    """An organisation in a list, with the name of its superior.

    Attributes:
        row: local row number.
        id: the organisation.
        name: its present name.
        org_type: code of its type.
        level: code of its level.
        code: its code, or empty.
        ended: its last day, None while it exists.
        superior: its present superior and the one above that, or empty.
    """

    row: int
    id: UUID
    name: str
    org_type: str
    level: str
    code: str
    ended: date | None
    superior: str


class OrganizationSource:
    """Organisations for a list.

    Attributes:
        headings: there are none.
    """

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the organisations in their order."""
        return organizations.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the organisations of a query.

        Args:
            query: conditions.
            name: `type`, `level`, `exists` or `superior`.
        """
        found = list_values.values(self._workspace, organizations.LIST, query, name)
        match name:
            case "exists":
                return in_words(found, EXISTENCE.__getitem__)
            case "superior":
                return _of_organizations(self._workspace, found)
            case _:
                listed, tongue = codes(_LISTED[name]), language()
                return in_words(found, lambda value: listed.get(value).name(tongue))

    def rows(self, wanted: Sequence[int]) -> Sequence[ListedOrganization]:
        """Rows by their ids."""
        found = organizations.rows(self._workspace, wanted)
        parents = {row.parent for row in found if row.parent is not None}
        names = organizations.within(self._workspace, parents)
        return [
            ListedOrganization(
                row.row,
                row.id,
                row.name,
                row.org_type,
                row.level,
                row.code,
                row.ended,
                names.get(row.parent, "") if row.parent is not None else "",
            )
            for row in found
        ]


class OrganizationTree:
    """Organisations for the tree."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def children(self, parent: UUID | None) -> Sequence[OrganizationRow]:
        """Organisations directly below one: its own organs first, then what is subordinate."""
        found = organizations.children(self._workspace, parent)
        return sorted(found, key=lambda row: row.org_type not in _ORGANS)

    def path_to(self, record: UUID) -> Sequence[UUID]:
        """The organisations above one and itself."""
        return organizations.path_to(self._workspace, record)


class MemberSource:
    """Members for a list.

    Attributes:
        headings: there are none.
    """

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids of the members in their order."""
        return members.stream(self._workspace, query)

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the members of a query.

        Args:
            query: conditions.
            name: `organization` or `position`.
        """
        found = list_values.values(self._workspace, members.LIST, query, name)
        if name == "organization":
            return _of_organizations(self._workspace, found)
        rows = members.rows(self._workspace, [one.row for one in found])
        positions = {row.row: row.position for row in rows}
        return by_name(found, lambda one: positions.get(one.row, ""))

    def rows(self, wanted: Sequence[int]) -> Sequence[MemberRow]:
        """Rows by their ids."""
        return members.rows(self._workspace, wanted)


def _of_organizations(workspace: Workspace, found: Sequence[ValueCount]) -> list[FilterValue]:
    """Values that are organisations, in the order of their names."""
    names = organizations.names(workspace, {UUID(one.value) for one in found if one.value})
    return by_name(found, lambda one: names.get(UUID(one.value), "") if one.value else "")


def _parts(today: date) -> tuple[Callable[[Any], str], ...]:
    types, levels, tongue = codes("organization_types"), codes("levels"), language()

    def type_text(row: Any) -> str:
        return types.get(row.org_type).short(tongue)

    def level_text(row: Any) -> str:
        return levels.get(row.level).short(tongue)

    def tint(row: Any) -> str:
        return "muted" if row.ended is not None and row.ended < today else "text"

    return type_text, level_text, tint


def _ended(row: Any) -> str:
    return i18n.day(row.ended) if row.ended is not None else ""


def _name_column(tint: Callable[[Any], str], width: int) -> Column:
    return Column(
        "name",
        late("Name"),
        lambda row: row.name,
        width=width,
        sort="name",
        stretch=True,
        tint=tint,
    )


def list_columns(today: date) -> tuple[Column, ...]:
    """Columns of the list of organisations.

    Args:
        today: the workspace's day; what ended before is muted.
    """
    type_text, level_text, tint = _parts(today)
    return (
        _name_column(tint, 34),
        Column("superior", late("Superior"), lambda row: row.superior, width=46, tint=tint),
        Column("type", late("Type"), type_text, width=26, sort="type", tint=tint),
        Column("level", late("Level"), level_text, width=16, sort="level", tint=tint),
        Column("code", late("Code"), lambda row: row.code, width=7, sort="code", tint=tint),
        Column("ended", late("Ended"), _ended, width=11, tint=tint),
    )


def hit_columns(today: date) -> tuple[Column, ...]:
    """Columns of the organisations a search found.

    Args:
        today: the workspace's day; what ended before is muted.
    """
    _type_text, _level_text, tint = _parts(today)
    return (
        _name_column(tint, 30),
        Column("superior", late("Superior"), lambda row: row.superior, width=46, tint=tint),
        Column("code", late("Code"), lambda row: row.code, width=7, sort="code", tint=tint),
        Column("ended", late("Ended"), _ended, width=11, tint=tint),
    )


def tree_columns(today: date) -> tuple[Column, ...]:
    """Columns of the tree of organisations.

    Args:
        today: the workspace's day.
    """
    type_text, _level_text, tint = _parts(today)
    return (
        _name_column(tint, 40),
        Column("type", late("Type"), type_text, width=26, tint=lambda _row: "muted"),
        Column("code", late("Code"), lambda row: row.code, width=8, tint=lambda _row: "muted"),
    )


def member_columns() -> tuple[Column, ...]:
    """Columns of the list of members."""
    return (
        Column("name", late("Full name"), lambda row: row.full_name, width=24, sort="name"),
        Column("birth", late("Born"), lambda row: row.birth_date, width=10, sort="birth"),
        Column(
            "organization",
            late("Organisation"),
            lambda row: row.organization,
            width=30,
            stretch=True,
        ),
        Column("position", late("Position"), lambda row: row.position, width=28, sort="position"),
    )


def choose(session: Session, view: ListView, number: int, then: Callable[[UUID], object]) -> None:
    """Tell which record the cursor of a list is on, as soon as its row has come.

    Args:
        session: the session.
        view: the list.
        number: local row number.
        then: gets the id.
    """
    row = view.listing.row_at(view.listing.place_of(number))
    if row is not None:
        then(row.id)
        return
    source = view.listing.source

    def answer(found: Sequence[Any]) -> None:
        if found and view.current_id() == number:
            then(found[0].id)

    session.tasks.read(view, lambda _progress: source.rows([number]), answer)
