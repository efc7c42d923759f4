"""Writing the register of Party organisations: adding, correcting, dated changes, voiding."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import organization_import
from ktgs_desktop.domain import organizations as rules
from ktgs_desktop.domain.organizations import (
    OFFICE_SCHEME,
    ORGANS,
    DatedCode,
    DatedName,
    DatedParent,
    NewOrganization,
    Organization,
    OrganizationType,
)
from ktgs_desktop.domain.table_import import ImportRow
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import Workspace, codes, new_id
from ktgs_desktop.store import history, records

if TYPE_CHECKING:
    from ktgs_desktop.store.writer import Writer

_WITHOUT_LOWER = (*ORGANS, OrganizationType.CELL, OrganizationType.GRASSROOTS_CELL)


def proposal(workspace: Workspace, name: str, parent: UUID | None) -> tuple[str, str]:
    """Type and level of an organisation by how its name begins; empty if that says nothing.

    Args:
        workspace: the workspace.
        name: the name typed.
        parent: the organisation above; an organ or advisory body has its level.
    """
    types = codes("organization_types")
    row = ImportRow(1, {"name": nfc(name)})
    above = parent or workspace.office.unit
    (planned,) = organization_import.plan(
        [row], types=types, parent=above, find=lambda _name: None, siblings={}
    )
    if planned.new is None:
        return "", ""
    kind, level = planned.new.org_type, planned.new.level
    if parent is not None and kind in (*ORGANS, OrganizationType.ADVISORY_BODY):
        with workspace.reading() as connection:
            level = records.get(connection, Organization, parent).level
    return kind, level


def superior_for_new(workspace: Workspace, in_hand: UUID | None) -> UUID | None:
    """Below which organisation a new one is proposed: the one in hand, or the one above it.

    Organs, cells and what has ended have nothing new below them.

    Args:
        workspace: the workspace.
        in_hand: the organisation in hand, None for none.
    """
    if in_hand is None:
        return None
    with workspace.reading() as connection:
        found = records.get(connection, Organization, in_hand)
    if found.ended is not None or found.org_type in _WITHOUT_LOWER:
        return found.parent_on()
    return in_hand


def add(workspace: Workspace, new: NewOrganization) -> Organization:
    """Add an organisation.

    Args:
        workspace: the workspace.
        new: the description.

    Raises:
        UserError: it cannot be, or its parent is gone.
    """
    organization = rules.new_organization(workspace.office.unit, new_id(), new)
    with workspace.writing("add_organization", organization.name_on()) as writer:
        if new.parent:
            records.get(writer.connection, Organization, new.parent)
        writer.put(organization)
    return organization


def present(organization: Organization) -> NewOrganization:
    """The present values of an organisation, as a form shows them.

    Args:
        organization: the organisation.
    """
    own = [dated.code for dated in organization.codes if dated.scheme == OFFICE_SCHEME]
    return NewOrganization(
        name=organization.name_on(),
        org_type=organization.org_type,
        level=organization.level,
        parent=organization.parent_on(),
        founded=organization.founded,
        code=own[-1] if own else "",
        note=organization.note,
    )


def correct(workspace: Workspace, organization: UUID, values: NewOrganization) -> Organization:
    """Correct the present values of an organisation; its dated past stays as it is.

    Args:
        workspace: the workspace.
        organization: its id.
        values: what its present values should have been.

    Raises:
        UserError: it cannot be, or is gone.
    """
    with workspace.writing("edit_organization", nfc(values.name)) as writer:
        found = records.get(writer.connection, Organization, organization)
        changed = dataclasses.replace(
            found,
            org_type=values.org_type,
            level=values.level,
            names=_names_with(found, values),
            codes=_codes_with(found, nfc(values.code)),
            parents=_parents_with(found, values),
            founded=values.founded,
            note=nfc(values.note),
        )
        _save(writer, changed)
    return changed


def _names_with(found: Organization, values: NewOrganization) -> tuple[DatedName, ...]:
    last = dataclasses.replace(found.names[-1], name=nfc(values.name))
    if len(found.names) == 1 and last.start == found.founded:
        last = dataclasses.replace(last, start=values.founded)
    return (*found.names[:-1], last)


def _codes_with(found: Organization, code: str) -> tuple[DatedCode, ...]:
    own = [dated for dated in found.codes if dated.scheme == OFFICE_SCHEME]
    if code == (own[-1].code if own else ""):
        return found.codes
    others = tuple(dated for dated in found.codes if dated not in own[-1:])
    return (*others, DatedCode(code, OFFICE_SCHEME)) if code else others


def _parents_with(found: Organization, values: NewOrganization) -> tuple[DatedParent, ...]:
    if found.ended is not None:
        return found.parents
    former = found.parent_on()
    kept = tuple(dated for dated in found.parents if dated.end is not None)
    last = [dated for dated in found.parents if dated.end is None][-1:]
    start = last[0].start if last else values.founded
    if not kept and last and start == found.founded:
        start = values.founded
    if values.parent is None:
        return found.parents if former is None else kept
    basis = last[0].basis if last and former == values.parent else ""
    return (*kept, DatedParent(values.parent, start, None, basis))


def correct_name(
    workspace: Workspace, organization: UUID, place: int, name: DatedName
) -> Organization:
    """Correct one of the dated names of an organisation.

    Args:
        workspace: the workspace.
        organization: its id.
        place: which of its names, the oldest is 0.
        name: what it should have been.

    Raises:
        UserError: `name_missing`, `dates_reversed`, `record_gone`.
    """
    tidy = dataclasses.replace(name, name=nfc(name.name), basis=nfc(name.basis))
    if not tidy.name:
        raise UserError("name_missing")
    with workspace.writing("edit_organization", tidy.name) as writer:
        found = records.get(writer.connection, Organization, organization)
        every = tuple(tidy if at == place else one for at, one in enumerate(found.names))
        changed = dataclasses.replace(found, names=every)
        _save(writer, changed)
    return changed


def correct_parent(
    workspace: Workspace, organization: UUID, place: int, parent: DatedParent
) -> Organization:
    """Correct one of the dated superiors of an organisation.

    Args:
        workspace: the workspace.
        organization: its id.
        place: which of its superiors, the oldest is 0.
        parent: what it should have been.

    Raises:
        UserError: `own_parent`, `parent_below`, `dates_reversed`, `record_gone`.
    """
    tidy = dataclasses.replace(parent, basis=nfc(parent.basis))
    with workspace.writing("edit_organization") as writer:
        found = records.get(writer.connection, Organization, organization)
        writer.about = found.name_on()
        every = tuple(tidy if at == place else one for at, one in enumerate(found.parents))
        changed = dataclasses.replace(found, parents=every)
        _save(writer, changed)
    return changed


def _save(writer: Writer, organization: Organization) -> None:
    rules.check_organization(organization)
    _check_parents(writer, organization)
    writer.put(organization)


def _check_parents(writer: Writer, organization: Organization) -> None:
    rules.check_no_cycle(
        [organization.id],
        organization.parent_on(),
        lambda step: records.get(writer.connection, Organization, step).parent_on(),
    )


def rename(
    workspace: Workspace, organization: UUID, *, name: str, start: date, basis: str
) -> Organization:
    """Give an organisation a new name from a day on.

    Args:
        workspace: the workspace.
        organization: its id.
        name: the new official name.
        start: first day of the new name.
        basis: number and date of the decision.

    Raises:
        UserError: `dates_reversed`, `name_missing`, `record_gone`.
    """
    with workspace.writing("rename_organization", name) as writer:
        found = records.get(writer.connection, Organization, organization)
        changed = rules.renamed(found, nfc(name), start, nfc(basis))
        rules.check_organization(changed)
        writer.put(changed)
    return changed


def move(
    workspace: Workspace, organization: UUID, *, parent: UUID, start: date, basis: str
) -> Organization:
    """Put an organisation under another from a day on.

    Args:
        workspace: the workspace.
        organization: its id.
        parent: the new superior.
        start: first day under it.
        basis: number and date of the decision.

    Raises:
        UserError: `own_parent`, `parent_below`, `dates_reversed`, `record_gone`, `already_ended`
            if the new superior is no more on that day.
    """
    with workspace.writing("move_organization") as writer:
        found = records.get(writer.connection, Organization, organization)
        writer.about = found.name_on()
        above = records.get(writer.connection, Organization, parent)
        if above.ended is not None and above.ended < start:
            raise UserError("already_ended", name=above.name_on())
        changed = rules.moved(found, parent, start, nfc(basis))
        _check_parents(writer, changed)
        writer.put(changed)
    return changed


def void(workspace: Workspace, organization: UUID, reason: str) -> None:
    """Take an organisation entered by mistake out of every list.

    Args:
        workspace: the workspace.
        organization: its id.
        reason: why; kept in the history.

    Raises:
        UserError: `record_in_use` names what still refers to it; `reason_missing`.
    """
    with workspace.writing("void_organization") as writer:
        found = records.get(writer.connection, Organization, organization)
        writer.about = found.name_on()
        used = history.users_of(writer.connection, "organization", organization)
        if used:
            raise UserError("record_in_use", name=found.name_on(), count=sum(used.values()))
        writer.void(found, nfc(reason))
