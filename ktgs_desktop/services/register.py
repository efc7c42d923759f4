"""Which record of the registers a name means: the one that alone has it, or why none is meant."""

from __future__ import annotations

import dataclasses
import difflib
import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.item_import import Registers
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.programs import Named, ProgramItem, Subject, SubjectKind
from ktgs_desktop.domain.vietnamese import accented, fold, nfc, words
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import listing, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.domain.rows import MemberRow, OrganizationRow
    from ktgs_desktop.domain.written_subjects import WrittenSubject
    from ktgs_desktop.store.database import Reader

_ORGANIZATIONS, _MEMBERS = "organizations", "members"
_SIMILAR, _ALIKE, _TRIED_WORDS, _LOOKED_AT = 3, 0.6, 8, 60
_SUPERIORS = 3


def alike(workspace: Workspace, name: str) -> list[OrganizationRow]:
    """Every organisation that has a name today.

    Args:
        workspace: the workspace.
        name: the name, or the name and the superior's: “Chi bộ 1, Đảng bộ xã Bàn Đạt”; uỷ and ủy
            are the same, and case does not count.
    """
    with workspace.reading() as connection:
        found = _called(workspace, connection, name)
        if found or "," not in name:
            return found
        for place in (at for at, letter in enumerate(name) if letter == ","):
            above = accented(nfc(name[place + 1 :]))
            rows_there = _called(workspace, connection, name[:place])
            parents = {row.parent for row in rows_there if row.parent is not None}
            known = records.get_many(connection, Organization, parents)
            meant = {one.id for one in known if accented(one.name_on()) == above}
            found += [row for row in rows_there if row.parent in meant]
    return found


def _called(workspace: Workspace, connection: Reader, name: str) -> list[OrganizationRow]:
    wanted = accented(nfc(name))
    existing = {"exists": True, "today": workspace.today.isoformat()}
    found = listing.called(connection, _ORGANIZATIONS, nfc(name), existing)
    return [row for row in found if accented(row.name) == wanted]


def named(workspace: Workspace, name: str) -> UUID | None:
    """The organisation that alone has this name today, None if none or several do.

    Args:
        workspace: the workspace.
        name: the name, as `alike` reads it.
    """
    found = alike(workspace, name)
    return found[0].id if len(found) == 1 else None


def similar(workspace: Workspace, name: str) -> list[str]:
    """Names of the register that may have been meant, the likeliest first.

    Args:
        workspace: the workspace.
        name: a name that no organisation has.
    """
    typed = fold(nfc(name))
    parts = words(typed)[:_TRIED_WORDS]
    tries = [parts, *(parts[:place] + parts[place + 1 :] for place in range(len(parts)))]
    seen: dict[str, float] = {}
    with workspace.reading() as connection:
        for one in tries:
            query = Listing(
                sort="name",
                search=" ".join(one),
                filters={"exists": True, "today": workspace.today.isoformat()},
            )
            if not one:
                continue
            first = list(next(listing.stream(connection, _ORGANIZATIONS, query), ()))[:_LOOKED_AT]
            for row in listing.rows(connection, _ORGANIZATIONS, first):
                seen[row.name] = difflib.SequenceMatcher(None, typed, fold(row.name)).ratio()
    likely = sorted((-ratio, found) for found, ratio in seen.items() if ratio >= _ALIKE)
    return [found for _ratio, found in likely[:_SIMILAR]]


def not_found(workspace: Workspace, name: str) -> UserError:
    """Why a name does not say which organisation is meant.

    Args:
        workspace: the workspace.
        name: a name that none or several have.

    Returns:
        `organization_ambiguous` with some superiors, `organization_misnamed` with similar names,
        or `organization_unknown`.
    """
    several = alike(workspace, name)
    if len(several) > 1:
        parents = list(dict.fromkeys(row.parent for row in several if row.parent is not None))
        above = _names(workspace, parents[:_SUPERIORS])
        shown = [f"“{above[one]}”" for one in parents if one in above]
        more = ["…"] if len(parents) > _SUPERIORS else []
        return UserError(
            "organization_ambiguous",
            name=name,
            count=len(several),
            superiors=", ".join(shown + more),
        )
    meant = similar(workspace, name)
    if meant:
        shown = [f"“{one}”" for one in meant]
        return UserError("organization_misnamed", name=name, similar=", ".join(shown))
    return UserError("organization_unknown", name=name)


def resolved(workspace: Workspace, chosen: Named | None) -> UUID | None:
    """The organisation that was picked, or that alone has the name typed; None for no name.

    Args:
        workspace: the workspace.
        chosen: what was picked or typed.

    Raises:
        UserError: as `not_found` says, with the name.
    """
    if chosen is None or chosen.id is not None:
        return chosen.id if chosen else None
    found = named(workspace, chosen.name)
    if found is None:
        raise not_found(workspace, chosen.name)
    return found


def _names(workspace: Workspace, wanted: Iterable[UUID]) -> dict[UUID, str]:
    with workspace.reading() as connection:
        found = records.get_many(connection, Organization, wanted)
    return {one.id: one.name_on() for one in found}


def called(workspace: Workspace, name: str) -> list[MemberRow]:
    """Every member who has a name; case does not count, uỷ and ủy are the same.

    Args:
        workspace: the workspace.
        name: the full name.
    """
    wanted = accented(nfc(name))
    with workspace.reading() as connection:
        found = listing.called(connection, _MEMBERS, nfc(name))
    return [row for row in found if accented(row.full_name) == wanted]


def records_called(workspace: Workspace, subject: Subject) -> list[Subject]:
    """The subject as each record of the registers that has its name.

    Args:
        workspace: the workspace.
        subject: a subject of which the name is known.
    """
    found = [
        dataclasses.replace(
            subject, kind=SubjectKind.ORGANIZATION, name=row.name, id=row.id, position=""
        )
        for row in alike(workspace, subject.name)
    ]
    people = {row.id for row in called(workspace, subject.name)}
    with workspace.reading() as connection:
        there = records.get_many(connection, PartyMember, people)
    found += [
        dataclasses.replace(
            subject,
            kind=SubjectKind.MEMBER,
            name=one.full_name,
            id=one.id,
            position=one.position_on(workspace.today) or subject.position,
        )
        for one in there
    ]
    return found


def linked(workspace: Workspace, item: ProgramItem) -> ProgramItem:
    """The line with subjects that were only named tied to the one record that has the name.

    Args:
        workspace: the workspace.
        item: the line.
    """
    subjects = linked_subjects(workspace, item.subjects)
    return item if subjects == item.subjects else dataclasses.replace(item, subjects=subjects)


def linked_subjects(workspace: Workspace, unlinked: Sequence[Subject]) -> tuple[Subject, ...]:
    """Subjects, those only named tied to the one record that has the name.

    Args:
        workspace: the workspace.
        unlinked: the subjects.
    """
    taken = {subject.id for subject in unlinked} - {None}
    subjects = []
    for subject in unlinked:
        there = records_called(workspace, subject) if subject.id is None else []
        known = there[0] if len(there) == 1 and there[0].id not in taken else subject
        taken.add(known.id)
        subjects.append(known)
    return tuple(subjects)


def lookups(workspace: Workspace, program: Program) -> Registers:
    """How names that stand in a table are looked up, and how new lines of a program are made.

    Args:
        workspace: the workspace.
        program: whose lines they will be.
    """

    @functools.cache
    def organization(name: str) -> UUID | None:
        return named(workspace, name)

    @functools.cache
    def member(name: str) -> UUID | None:
        found = called(workspace, name.partition(",")[0].strip())
        return found[0].id if len(found) == 1 else None

    def subject(written: WrittenSubject) -> Subject:
        return Subject(new_id(), written.kind, written.name, None, written.position)

    def blank(kind: str) -> ProgramItem:
        return ProgramItem(
            owner=workspace.office.unit,
            id=new_id(),
            program=program.id,
            year=program.year,
            seq=1,
            task_kind=kind,
            content="",
            province=workspace.office.province,
        )

    return Registers(
        blank=blank,
        subject=subject,
        known=lambda name: organization(name) is not None or bool(called(workspace, name)),
        body=lambda name: Named(name, organization(name)),
        person=lambda name: Named(name, member(name)),
    )
