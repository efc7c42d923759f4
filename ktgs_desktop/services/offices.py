"""Use cases of the office itself: setting it up, the bodies it works for, their numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import documents as document_rules
from ktgs_desktop.domain import offices as rules
from ktgs_desktop.domain import units as unit_rules
from ktgs_desktop.domain.offices import IssuingBody, Office, OfficeUser, Signer
from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import places, shipped_regulations
from ktgs_desktop.services.workspace import (
    Clock,
    Workspace,
    codes,
    files_of,
    new_id,
    new_workspace,
    system_clock,
)
from ktgs_desktop.store import queries, records
from ktgs_desktop.store.database import check_place

if TYPE_CHECKING:
    from ktgs_desktop.domain.units import Unit

_SLICE = 1000
_STANDING_AUTHORITY = "T/M BAN THƯỜNG VỤ"
_INSPECTION_AUTHORITY = "T/M UỶ BAN KIỂM TRA"
_SAMPLE_TYPE = "CTr"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What a first set-up asks.

    Attributes:
        unit_code: code of the office's administrative unit.
        login: login name of the first user.
        password: password of the first user.
        full_name: name of the first user.
        position: position of the first user.
        term: code of the term in force; empty for that of the day it is set up.
    """

    unit_code: str
    login: str
    password: str
    full_name: str
    position: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class CreatedWorkspace:
    """A workspace just made.

    Attributes:
        workspace: open.
        recovery_code: to print and to lock away; shown once.
        organizations: how many organisations were registered.
    """

    workspace: Workspace
    recovery_code: str
    organizations: int


def term_on(day: date) -> str:
    """Code of the term a day falls in, the later one in a year of congresses.

    Args:
        day: the day.
    """
    terms = list(codes("terms").codes.values())
    begun = [term for term in terms if term.number("first_year") <= day.year]
    return (begun or terms)[-1 if begun else 0].code


def check_new_file(path: Path, *, probe: bool = False) -> None:
    """Refuse a place where no new workspace can be made.

    Args:
        path: the database file to be.
        probe: whether to try writing there.

    Raises:
        StorageError: `file_exists`, `disk_not_suitable`, `disk_error`; `place_not_writable` or
            `folder_missing` if writing there fails.
    """
    files = files_of(path)
    try:
        taken = files.database.exists() or files.keys.exists()
    except OSError as error:
        raise place_error(error, files.database.parent) from error
    if taken:
        raise StorageError("file_exists", path=str(files.database))
    check_place(files.database)
    if probe:
        places.probe(files.database, makes_folder=True)


def create_workspace(
    path: Path,
    new: NewOffice,
    units: list[Unit],
    *,
    clock: Clock = system_clock,
    progress: Progress | None = None,
) -> CreatedWorkspace:
    """Set up an office: its file, first user, the organisations of its unit, its bodies.

    Args:
        path: the database file; must not exist.
        new: what the set-up asked.
        units: the unit list.
        clock: gives the time.
        progress: is told how far it is; stopping leaves no file.

    Raises:
        UserError: `unit_unknown`, `login_bad`, `name_missing`, `password_too_short`.
        StorageError: `file_exists`, `disk_not_suitable`, `disk_error`.
    """
    chosen = unit_rules.select(units, new.unit_code)
    unit = next(unit for unit in chosen if unit.code == new.unit_code)
    office = _office(unit, new.term or term_on(clock().date()))
    user = OfficeUser(
        owner=office.unit,
        id=new_id(),
        login=new.login.strip(),
        full_name=nfc(new.full_name),
        position=nfc(new.position),
    )
    rules.check_user(user)
    workspace, code = new_workspace(
        path, login=user.login, password=new.password, user=user, office=office, clock=clock
    )
    try:
        number = _fill(workspace, chosen, _bodies(chosen, unit, office), progress or Progress())
    except BaseException:
        workspace.close()
        workspace.files.database.unlink(missing_ok=True)
        workspace.files.keys.unlink(missing_ok=True)
        raise
    return CreatedWorkspace(workspace, code, number)


def _fill(
    workspace: Workspace, chosen: list[Unit], bodies: Sequence[IssuingBody], progress: Progress
) -> int:
    number = 0
    with workspace.writing("create_workspace", workspace.office.name) as writer:
        writer.put(workspace.user)
        writer.put(workspace.office)
        for start in range(0, len(chosen), _SLICE):
            progress.step(start, len(chosen))
            part = chosen[start : start + _SLICE]
            made = [body for unit in part for body in unit_rules.organizations_of(unit)]
            number += writer.put_many(made)
        writer.put_many(bodies)
        shipped_regulations.install(writer, workspace.office.unit, workspace.today)
    return number


def _office(unit: Unit, term: str) -> Office:
    own = unit_rules.organization_id(unit.code, OrganizationType.INSPECTION_COMMITTEE)
    above = (
        unit_rules.organization_id(unit.parent, OrganizationType.INSPECTION_COMMITTEE)
        if unit.parent
        else None
    )
    return Office(
        owner=own,
        id=own,
        unit=own,
        name=f"UBKT {unit_rules.committee_name(unit)}",
        committee=unit_rules.organization_id(unit.code, OrganizationType.EXEC_COMMITTEE),
        superior=above,
        unit_code=unit.code,
        province=unit.province_code,
        term=term,
    )


def _bodies(chosen: list[Unit], unit: Unit, office: Office) -> list[IssuingBody]:
    committee = unit_rules.committee_name(unit)
    short = committee.removesuffix(f" {unit_rules.bare_name(unit)}").strip()
    symbol = unit_rules.committee_symbol(unit)
    parents = [found for found in chosen if found.code == unit.parent]
    above = unit_rules.organizations_of(parents[0])[0].name_on() if parents else ""
    superior = f"Uỷ ban Kiểm tra {unit_rules.committee_name(parents[0])}" if parents else ""
    place = unit_rules.bare_name(unit)
    standing = IssuingBody(
        owner=office.unit,
        place=place,
        id=new_id(),
        organization=unit_rules.organization_id(unit.code, OrganizationType.STANDING_COMMITTEE),
        kind=OrganizationType.STANDING_COMMITTEE,
        name=f"Ban Thường vụ {short}",
        header_above=above.upper(),
        header_own=committee.upper(),
        symbol=symbol,
        signers=(Signer("", "BÍ THƯ", _STANDING_AUTHORITY),),
        recipients=rules.default_recipients(OrganizationType.STANDING_COMMITTEE, short, superior),
        order=1,
    )
    inspection = IssuingBody(
        owner=office.unit,
        place=place,
        id=new_id(),
        organization=office.unit,
        kind=OrganizationType.INSPECTION_COMMITTEE,
        name=f"Uỷ ban Kiểm tra {short}",
        header_above=committee.upper(),
        header_own="UỶ BAN KIỂM TRA",
        symbol=f"UBKT{symbol}",
        signers=(Signer("", "CHỦ NHIỆM", _INSPECTION_AUTHORITY),),
        recipients=rules.default_recipients(OrganizationType.INSPECTION_COMMITTEE, short, superior),
        order=2,
    )
    return [standing, inspection]


# The office and its bodies --------------------------------------------------------------------


def save_office(workspace: Workspace, office: Office) -> None:
    """Save the office's own facts.

    Args:
        workspace: the workspace.
        office: with its new values.

    Raises:
        UserError: `name_missing`.
    """
    tidy = dataclasses.replace(office, name=nfc(office.name))
    if not tidy.name:
        raise UserError("name_missing")
    with workspace.writing("edit_office", tidy.name) as writer:
        writer.put(tidy)


def bodies(workspace: Workspace) -> list[IssuingBody]:
    """The bodies this office prepares papers for, in the order of the tabs.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, IssuingBody)
    return sorted(found, key=lambda body: (body.order, body.name))


def body(workspace: Workspace, wanted: UUID) -> IssuingBody:
    """A body.

    Args:
        workspace: the workspace.
        wanted: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, IssuingBody, wanted)


def blank_body(workspace: Workspace, organization: UUID) -> IssuingBody:
    """A new body to be filled in, after the pattern of the inspection committee's.

    Args:
        workspace: the workspace.
        organization: the body in the register.
    """
    there = bodies(workspace)
    place = there[0].place if there else ""
    above = there[0].header_own if there else ""
    return IssuingBody(
        owner=workspace.office.unit,
        id=new_id(),
        organization=organization,
        kind=OrganizationType.ADVISORY_BODY,
        name="",
        header_above=above,
        header_own="",
        symbol="",
        place=place,
        order=len(there) + 1,
    )


def save_body(workspace: Workspace, changed: IssuingBody) -> IssuingBody:
    """Add a body or save one that was edited.

    Args:
        workspace: the workspace.
        changed: with its new values.

    Raises:
        UserError: `body_field_missing`, `series_start_bad`, `symbol_taken`.
    """
    tidy = dataclasses.replace(
        changed,
        name=nfc(changed.name),
        header_above=nfc(changed.header_above),
        header_own=nfc(changed.header_own),
        symbol=nfc(changed.symbol),
        place=nfc(changed.place),
        recipients=tuple(line for line in map(nfc, changed.recipients) if line),
        signers=tuple(
            Signer(nfc(signer.name), nfc(signer.position), nfc(signer.authority))
            for signer in changed.signers
        ),
    )
    rules.check_body(tidy)
    with workspace.writing("edit_body", tidy.name) as writer:
        rules.check_symbol(tidy, records.get_all(writer.connection, IssuingBody))
        writer.put(tidy)
    return tidy


def order_bodies(workspace: Workspace, wanted: Sequence[UUID]) -> None:
    """Put the bodies into another order.

    Args:
        workspace: the workspace.
        wanted: ids of all bodies, the first one first.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.writing("edit_body") as writer:
        for place, identifier in enumerate(wanted, start=1):
            found = records.get(writer.connection, IssuingBody, identifier)
            if found.order != place:
                writer.about = writer.about or found.name
                writer.put(dataclasses.replace(found, order=place))


def sample_paper(issuing: IssuingBody, on: date) -> bytes:
    """A paper without contents, as the body's papers are printed: header, signer, recipients.

    Args:
        issuing: the body, saved or not.
        on: date of the paper.

    Returns:
        PDF.
    """
    from ktgs_desktop.papers import letterhead, paper, pdf, wording  # loads reportlab

    head = letterhead.draft_letterhead(issuing, _SAMPLE_TYPE)
    made = paper.Paper(
        layout=document_rules.layout_rule(on),
        header_above=head.header_above,
        header_own=head.header_own,
        symbol_text=wording.wording("symbol", symbol=f"01{head.symbol}"),
        place=head.place,
        issued_on=on,
        year=on.year,
        type_name=wording.wording("program_type"),
        abstract=f"kiểm tra, giám sát năm {on.year} của {head.body_name}",
        blocks=(paper.Paragraph("…"),),
        signature=head.signature,
        recipients=head.recipients,
    )
    return pdf.write_pdf(made).data


def next_number(workspace: Workspace, issuing: IssuingBody, document_type: str, term: str) -> int:
    """The number a series gives next, 0 if it is kept elsewhere and its numbers are typed.

    Args:
        workspace: the workspace.
        issuing: the body.
        document_type: abbreviation of the type, e.g. `CTr`.
        term: code of the term.
    """
    if issuing.kept_by(document_type, term):
        return 0
    with workspace.reading() as connection:
        used = queries.numbers_used(connection, issuing.id, document_type, term)
    return document_rules.next_number(used, issuing.start_of(document_type, term))
