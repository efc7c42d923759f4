"""Use cases of programs (chương trình kiểm tra, giám sát): from the draft to its issue."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_checks, program_life, program_titles
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.opinions import Opinion
from ktgs_desktop.domain.program_drafts import ProgramDraft
from ktgs_desktop.domain.program_issue import check_issue_date
from ktgs_desktop.domain.programs import Program, ProgramItem, ProgramKind, ProgramState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub, numbering
from ktgs_desktop.services.cited import CitingRecord, link
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import listing, office_texts, queries, records
from ktgs_desktop.store.queries import QuarterCount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.services.cited import Chosen
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
        opinions: how many opinions were asked for; counted where all programs are read.
        open_opinions: how many of them still wait for something.
    """

    program: Program
    body: str
    quarters: tuple[QuarterCount, ...]
    opinions: int = 0
    open_opinions: int = 0

    @property
    def total(self) -> int:
        """Lines in all."""
        return sum(quarter.total for quarter in self.quarters)

    @property
    def remaining(self) -> int:
        """Lines not done."""
        return self.total - sum(quarter.done for quarter in self.quarters)

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
        found: list[ItemRow] = listing.rows(connection, LIST, wanted)
        places = hub.places(connection, "program", {row.program for row in found})
        own = hub.places(connection, "program_item", [row.id for row in found])
    return [
        dataclasses.replace(row, desk=own.get(row.id) or places.get(row.program, ""))
        if places or own
        else row
        for row in found
    ]


def programs(workspace: Workspace) -> list[ProgramSummary]:
    """All programs, the latest year first, term programs before annual ones.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, Program)
        bodies = {body.id: body for body in records.get_all(connection, IssuingBody)}
        asked = queries.opinion_counts(connection)
        made = [
            dataclasses.replace(
                _summary(workspace, connection, program, bodies),
                opinions=asked.get(program.id, (0, 0))[0],
                open_opinions=asked.get(program.id, (0, 0))[1],
            )
            for program in found
        ]
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


default_title = program_titles.usual_title


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
        new = program_life.NewProgram(kind, year, term, title)
        program = program_life.begun(workspace.office, issuing, new, new_id())
        program_checks.check_only(program, records.get_all(writer.connection, Program, body=body))
        writer.put(program)
    return program


def edit(workspace: Workspace, program: Program, cited: Iterable[Chosen] = ()) -> Program:
    """Save the title or text of a draft, and whether subjects may be named later.

    Args:
        workspace: the workspace.
        program: with its new title, text and `names_later`; the rest stays as it is.
        cited: regulations put into the text from the library.

    Raises:
        UserError: `program_issued`, `title_missing`, `record_gone`.
    """
    title, text = nfc(program.title), nfc(program.text)
    with workspace.writing("edit_program", title) as writer:
        there = _draft(writer.connection, program.id)
        tidy = dataclasses.replace(there, title=title, text=text, names_later=program.names_later)
        program_checks.check_program(tidy)
        writer.put(tidy)
        link(workspace, writer, CitingRecord("program", tidy.id, text), cited)
    return tidy


def void(workspace: Workspace, program: UUID, reason: str) -> None:
    """Take a draft begun by mistake out of every list, with all that belongs to it.

    Its lines, the opinions asked for and the drafts for Word leave with it; undo brings all back.

    Args:
        workspace: the workspace.
        program: its id.
        reason: why; kept in the history.

    Raises:
        UserError: `program_issued`, `reason_missing`.
    """
    with workspace.writing("void_program", get(workspace, program).title) as writer:
        found = _draft(writer.connection, program)
        for kind in (ProgramItem, Opinion, ProgramDraft):
            for part in records.get_all(writer.connection, kind, program=program):
                writer.void(part, nfc(reason))
        writer.void(found, nfc(reason))


def _draft(connection: Reader, program: UUID) -> Program:
    found = records.get(connection, Program, program)
    program_checks.refuse_locked(found)
    return found


# Issue ----------------------------------------------------------------------------------------


Issue = numbering.Issue


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
        found = _issuable(writer.connection, program)
        document = _issuing(workspace, writer.connection, found, how)
        issued = dataclasses.replace(
            found,
            state=ProgramState.ISSUED,
            document=document.id,
            issued_on=how.issued_on,
            number=document.symbol,
            signer=document.signer_name,
            remark="",
            text=found.text
            if found.text.strip()
            else office_texts.of_program(writer.connection, found),
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
        return _issuing(workspace, connection, _issuable(connection, program), how)


def _issuable(connection: Reader, program: UUID) -> Program:
    """A program that may be issued: a draft as it stands, or one that lies before the body."""
    found = records.get(connection, Program, program)
    program_life.check_move(found, program_life.Move.ISSUE)
    return found


def _issuing(workspace: Workspace, connection: Reader, program: Program, how: Issue) -> Document:
    body = records.get(connection, IssuingBody, program.body)
    if not records.get_all(connection, ProgramItem, program=program.id):
        raise UserError("program_empty")
    numbering.check_signer(how)
    check_issue_date(program, how.issued_on, workspace.today)
    paper = numbering.Unnumbered(DOCUMENT_TYPE, program.term, program.title, program.id)
    return numbering.numbered(workspace, connection, body, paper, how)


def row_number(workspace: Workspace, item: UUID) -> int:
    """The local row number of a line, 0 if it is not there.

    Args:
        workspace: the workspace.
        item: its id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, item)
