"""Use cases of programs (chương trình kiểm tra, giám sát): from the draft to its issue."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import documents as document_rules
from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.program_issue import check_issue_date
from ktgs_desktop.domain.programs import Program, ProgramItem, ProgramKind, ProgramState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import listing, queries, records
from ktgs_desktop.store.queries import QuarterCount

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.store.database import Reader

LIST = "items"
DOCUMENT_TYPE = "CTr"


@dataclass(frozen=True, slots=True)
class ProgramSummary:
    """A program and how far it is.

    Attributes:
        program: the program.
        body: name of the issuing body.
        quarters: its lines by quarter and state.
    """

    program: Program
    body: str
    quarters: tuple[QuarterCount, ...]

    @property
    def total(self) -> int:
        """Lines in all."""
        return sum(quarter.total for quarter in self.quarters)

    @property
    def overdue(self) -> int:
        """Lines not done and past their day."""
        return sum(quarter.overdue for quarter in self.quarters)


# Reading --------------------------------------------------------------------------------------


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of program lines in their order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions.
    """
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, _dated(workspace, query))


def count(workspace: Workspace, query: Listing) -> int:
    """How many program lines meet the conditions.

    Args:
        workspace: the workspace.
        query: the conditions.
    """
    with workspace.reading() as connection:
        return listing.count(connection, LIST, _dated(workspace, query))


def _dated(workspace: Workspace, query: Listing) -> Listing:
    filters = {**query.filters, "today": workspace.today.isoformat()}
    return dataclasses.replace(query, filters=filters)


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[ItemRow]:
    """What the list shows of some lines.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        return listing.rows(connection, LIST, wanted)


def programs(workspace: Workspace) -> list[ProgramSummary]:
    """All programs, the latest year first, term programs before annual ones.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, Program)
        bodies = {body.id: body for body in records.get_all(connection, IssuingBody)}
        made = [_summary(workspace, connection, program, bodies) for program in found]
    order = {body.id: body.order for body in bodies.values()}
    return sorted(
        made,
        key=lambda one: (
            -one.program.year,
            one.program.kind != ProgramKind.TERM,
            order.get(one.program.body, 0),
        ),
    )


def _summary(
    workspace: Workspace, connection: Reader, program: Program, bodies: dict[UUID, IssuingBody]
) -> ProgramSummary:
    today = workspace.today.isoformat()
    quarters = queries.quarter_counts(connection, [program.id], today)
    body = bodies.get(program.body)
    return ProgramSummary(program, body.name if body else "", tuple(quarters))


def summary(workspace: Workspace, program: UUID) -> ProgramSummary:
    """A program and how far it is.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        bodies = {body.id: body for body in records.get_all(connection, IssuingBody)}
        return _summary(workspace, connection, found, bodies)


def get(workspace: Workspace, program: UUID) -> Program:
    """A program.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Program, program)


def term_items(workspace: Workspace, program: Program) -> list[ProgramItem]:
    """Lines of the term program of the same body that a line may carry out, in their order.

    Args:
        workspace: the workspace.
        program: an annual program.
    """
    with workspace.reading() as connection:
        parents = records.get_all(
            connection, Program, kind=ProgramKind.TERM, body=program.body, term=program.term
        )
        found = [
            item
            for parent in parents
            for item in records.get_all(connection, ProgramItem, program=parent.id)
        ]
    return sorted(found, key=lambda item: (item.year, item.seq))


# The program ----------------------------------------------------------------------------------


def default_title(kind: str, year: int, term: str, body_name: str) -> str:
    """The abstract (trích yếu) of a program until the office changes it.

    Args:
        kind: `ANNUAL` or `TERM`.
        year: of an annual program.
        term: code of the term.
        body_name: how papers call the body.
    """
    if kind == ProgramKind.TERM:
        return f"kiểm tra, giám sát nhiệm kỳ {term.replace('-', ' - ')} của {body_name}"
    return f"kiểm tra, giám sát năm {year} của {body_name}"


def add(workspace: Workspace, *, kind: str, body: UUID, year: int, title: str = "") -> Program:
    """Begin a program.

    Args:
        workspace: the workspace.
        kind: `ANNUAL` or `TERM`.
        body: the issuing body.
        year: the year; of a term program its first.
        title: abstract, empty for the usual one.

    Raises:
        UserError: `program_exists`, `year_outside_term`, `record_gone`.
    """
    with workspace.writing("add_program", title or str(year)) as writer:
        issuing = records.get(writer.connection, IssuingBody, body)
        term = workspace.office.term
        usual = default_title(kind, year, term, issuing.name)
        program = Program(
            owner=workspace.office.unit,
            id=new_id(),
            kind=kind,
            body=body,
            term=term,
            year=year,
            state=ProgramState.DRAFT,
            title=nfc(title) or usual,
            province=workspace.office.province,
        )
        program_checks.check_program(program)
        program_checks.check_only(program, records.get_all(writer.connection, Program, body=body))
        writer.put(program)
    return program


def edit(workspace: Workspace, program: Program) -> Program:
    """Save the title or text of a draft.

    Args:
        workspace: the workspace.
        program: with its new title and text; the rest stays as it is.

    Raises:
        UserError: `program_issued`, `title_missing`, `record_gone`.
    """
    title, text = nfc(program.title), nfc(program.text)
    with workspace.writing("edit_program", title) as writer:
        there = _draft(writer.connection, program.id)
        tidy = dataclasses.replace(there, title=title, text=text)
        program_checks.check_program(tidy)
        writer.put(tidy)
    return tidy


def void(workspace: Workspace, program: UUID, reason: str) -> None:
    """Take a draft begun by mistake out of every list, with its lines.

    Args:
        workspace: the workspace.
        program: its id.
        reason: why; kept in the history.

    Raises:
        UserError: `program_issued`, `reason_missing`.
    """
    with workspace.writing("void_program", get(workspace, program).title) as writer:
        found = _draft(writer.connection, program)
        for item in records.get_all(writer.connection, ProgramItem, program=program):
            writer.void(item, nfc(reason))
        writer.void(found, nfc(reason))


def _draft(connection: Reader, program: UUID) -> Program:
    found = records.get(connection, Program, program)
    program_checks.refuse_locked(found)
    return found


# Issue ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Issue:
    """How a program is issued.

    Attributes:
        issued_on: date of the paper.
        signer: who signs.
        number: number in the series, None for the next one.
        place: place name in the date line, empty for the body's.
    """

    issued_on: date
    signer: Signer
    number: int | None = None
    place: str = ""


def issue(workspace: Workspace, program: UUID, how: Issue) -> Document:
    """Issue a program: it gets its number and date, and its lines are locked.

    Args:
        workspace: the workspace.
        program: its id.
        how: date, signer and number.

    Returns:
        The paper that issues it.

    Raises:
        UserError: `program_issued`, `program_empty`, `signer_missing`, `number_taken`,
            `number_bad`, `issue_date_future`, `issue_date_odd`.
    """
    with workspace.writing("issue_program", get(workspace, program).title) as writer:
        found = _draft(writer.connection, program)
        document = _issuing(workspace, writer.connection, found, how)
        issued = dataclasses.replace(
            found,
            state=ProgramState.ISSUED,
            document=document.id,
            issued_on=how.issued_on,
            number=document.symbol,
            signer=document.signer_name,
        )
        writer.put(document)
        writer.put(issued)
    return document


def tried_issue(workspace: Workspace, program: UUID, how: Issue) -> Document:
    """The paper that issuing a program would make; nothing is written.

    Args:
        workspace: the workspace.
        program: its id.
        how: date, signer and number.

    Raises:
        UserError: as `issue`.
    """
    with workspace.reading() as connection:
        return _issuing(workspace, connection, _draft(connection, program), how)


def _issuing(workspace: Workspace, connection: Reader, program: Program, how: Issue) -> Document:
    body = records.get(connection, IssuingBody, program.body)
    if not records.get_all(connection, ProgramItem, program=program.id):
        raise UserError("program_empty")
    if not how.signer.name.strip():
        raise UserError("signer_missing")
    check_issue_date(program, how.issued_on, workspace.today)
    used = queries.numbers_used(connection, body.id, DOCUMENT_TYPE, program.term)
    number = how.number
    if number is None:
        number = document_rules.next_number(used, body.start_of(DOCUMENT_TYPE, program.term))
    symbol = document_rules.symbol(number, DOCUMENT_TYPE, body.symbol)
    document_rules.check_number(number, used, symbol)
    return _document(workspace, program, body, how, (number, symbol))


def _document(
    workspace: Workspace, program: Program, body: IssuingBody, how: Issue, name: tuple[int, str]
) -> Document:
    return Document(
        owner=workspace.office.unit,
        id=new_id(),
        document_type=DOCUMENT_TYPE,
        body=body.id,
        term=program.term,
        number=name[0],
        symbol=name[1],
        abstract=program.title,
        issued_on=how.issued_on,
        place=nfc(how.place) or body.place,
        authority=nfc(how.signer.authority),
        signer_position=nfc(how.signer.position),
        signer_name=nfc(how.signer.name),
        recipients=body.recipients,
        program=program.id,
        header_above=body.header_above,
        header_own=body.header_own,
        province=workspace.office.province,
    )


def row_number(workspace: Workspace, item: UUID) -> int:
    """The local row number of a line, 0 if it is not there.

    Args:
        workspace: the workspace.
        item: its id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, item)
