"""Use cases of outgoing numbers (sổ văn bản đi): series, reservations, cancelling, renumbering."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import documents as number_rules
from ktgs_desktop.domain import number_series
from ktgs_desktop.domain import submissions as submission_rules
from ktgs_desktop.domain.amendments import Amendment, ItemChange
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState
from ktgs_desktop.domain.number_series import Double, Place, SeriesKey
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.programs import Program, ProgramState
from ktgs_desktop.domain.rows import NumberedPaper
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub, numbering
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, codes, new_id
from ktgs_desktop.store import paper_queries, queries, records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Series:
    """A series of outgoing numbers.

    Attributes:
        key: body, type and term.
        body: name of the issuing body.
        symbol: its symbol in numbers.
        start: first number.
        kept_by: who keeps it elsewhere, empty for one of the office's own.
        places: its numbers, those missing among them if it is the office's own.
        next_number: the number to give next, 0 if others give it.
    """

    key: SeriesKey
    body: str
    symbol: str
    start: int
    kept_by: str
    places: tuple[Place[NumberedPaper], ...]
    next_number: int

    def shown(self, number: int) -> str:
        """A number of it with its symbol, as printed."""
        return number_rules.symbol(number, self.key.document_type, self.symbol)


# Reading --------------------------------------------------------------------------------------


def all_series(workspace: Workspace, term: str = "") -> list[Series]:
    """Every series that has a number or whose beginning is set, in the order of the bodies.

    Args:
        workspace: the workspace.
        term: code of the term; empty for the one in force.
    """
    wanted = term or workspace.office.term
    with workspace.reading() as connection:
        bodies = records.get_all(connection, IssuingBody)
        papers = number_series.by_series(paper_queries.numbered_papers(connection, wanted))
    known = {body.id: body for body in bodies}
    keys = {key for key in papers if key.body in known}
    keys |= {
        SeriesKey(body.id, one.document_type, one.term)
        for body in bodies
        for one in body.series
        if one.term == wanted
    }
    types = list(codes("document_types").codes)
    made = [_series(known[key.body], key, papers.get(key, [])) for key in keys]

    def order(one: Series) -> tuple[int, str, int, str]:
        kind = one.key.document_type
        place = types.index(kind) if kind in types else len(types)
        return known[one.key.body].order, one.symbol, place, kind

    return sorted(made, key=order)


def _series(body: IssuingBody, key: SeriesKey, papers: Sequence[NumberedPaper]) -> Series:
    start = body.start_of(key.document_type, key.term)
    kept_by = body.kept_by(key.document_type, key.term)
    used = [paper.number for paper in papers]
    return Series(
        key=key,
        body=body.name,
        symbol=body.symbol,
        start=start,
        kept_by=kept_by,
        places=tuple(number_series.places(papers, start, kept_elsewhere=bool(kept_by))),
        next_number=0 if kept_by else number_rules.next_number(used, start),
    )


def doubles(workspace: Workspace) -> list[Double]:
    """Numbers that more than one paper has, as two computers can give them before they meet.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found, _incoming = paper_queries.double_numbers(connection)
        return number_series.doubles(records.get_many(connection, Document, found))


# Reserving ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reservation:
    """Numbers to be kept free for papers to come.

    Attributes:
        series: the series.
        reason: what for.
        first: the first of them, None for the next one.
        count: how many.
    """

    series: SeriesKey
    reason: str
    first: int | None = None
    count: int = 1


def reserve(workspace: Workspace, wanted: Reservation) -> list[Document]:
    """Reserve one number or a block.

    Args:
        workspace: the workspace.
        wanted: which numbers, and why.

    Returns:
        The entries of the register, which become papers once their numbers are used.

    Raises:
        UserError: `reason_missing`, `reservation_size`, `number_bad`, `numbers_taken`,
            `number_elsewhere`, `number_of_hub`, `document_type_unknown`, `record_gone`.
    """
    key, reason = wanted.series, nfc(wanted.reason)
    numbering.check_type(key.document_type)
    with workspace.writing("reserve_numbers") as writer:
        body = records.get(writer.connection, IssuingBody, key.body)
        keeper = body.kept_by(key.document_type, key.term)
        if keeper:
            raise UserError("number_elsewhere", keeper=keeper)
        hub.check_numbers(writer.connection)
        used = queries.numbers_used(writer.connection, key.body, key.document_type, key.term)
        start = body.start_of(key.document_type, key.term)
        first = wanted.first if wanted.first is not None else number_rules.next_number(used, start)
        numbers = range(first, first + max(0, wanted.count))
        number_series.check_reservation(numbers, used, reason)
        made = [_reserved(workspace, body, key, number, reason) for number in numbers]
        writer.about = subject_of(made[0].symbol, len(made))
        writer.put_many(made)
    return made


def _reserved(
    workspace: Workspace, body: IssuingBody, key: SeriesKey, number: int, reason: str
) -> Document:
    return Document(
        owner=workspace.office.unit,
        id=new_id(),
        document_type=key.document_type,
        body=key.body,
        term=key.term,
        number=number,
        symbol=number_rules.symbol(number, key.document_type, body.symbol),
        abstract="",
        issued_on=workspace.today,
        place=body.place,
        authority="",
        signer_position="",
        signer_name="",
        state=DocumentState.RESERVED,
        header_above=body.header_above,
        header_own=body.header_own,
        province=workspace.office.province,
        reason=reason,
    )


def release(workspace: Workspace, documents: Sequence[UUID], reason: str) -> None:
    """Let reserved numbers be given again.

    Args:
        workspace: the workspace.
        documents: their entries in the register.
        reason: why; the history keeps it.

    Raises:
        UserError: `number_not_reserved`, `reason_missing`, `record_gone`.
    """
    with workspace.writing("release_numbers") as writer:
        found = [records.get(writer.connection, Document, one) for one in documents]
        writer.about = subject_of(found[0].symbol, len(found)) if found else ""
        for one in found:
            number_series.check_released(one)
            writer.void(one, nfc(reason))


# Cancelling and renumbering -------------------------------------------------------------------


def cancel(
    workspace: Workspace, document: UUID, reason: str, kept: DocumentFile | None = None
) -> Document:
    """Cancel a paper or a reserved number; the number stays taken, struck through.

    The program that the paper issued becomes a draft again, to be issued by another paper; the
    subjects named in it since belong to that draft. A paper that lies before the signer goes back
    to its drafter with the reason.

    Args:
        workspace: the workspace.
        document: the paper.
        reason: why; the register and the history keep it.
        kept: its file as it was, None if it has one already or none.

    Raises:
        UserError: `reason_missing`, `document_cancelled`, `document_of_amendment`,
            `document_amended`, `record_gone`.
    """
    with workspace.writing("cancel_document") as writer:
        found = records.get(writer.connection, Document, document)
        changed = number_series.cancelled(found, nfc(reason))
        if kept is not None and not found.files:
            changed = dataclasses.replace(changed, files=(kept,))
        _reopen(writer, found, nfc(reason))
        _give_back(workspace, writer, found, nfc(reason))
        writer.about = f"{found.symbol} · {nfc(reason)}"
        writer.put(changed)
    return changed


def _reopen(writer: Writer, document: Document, reason: str) -> None:
    if records.get_all(writer.connection, Amendment, document=document.id):
        raise UserError("document_of_amendment", symbol=document.symbol)
    for program in records.get_all(writer.connection, Program, document=document.id):
        if records.get_all(writer.connection, Amendment, program=program.id):
            raise UserError("document_amended", symbol=document.symbol)
        # What is left are subjects named later; the next paper prints them as issued.
        for change in records.get_all(writer.connection, ItemChange, program=program.id):
            writer.void(change, reason)
        writer.put(
            dataclasses.replace(
                program,
                state=ProgramState.DRAFT,
                document=None,
                issued_on=None,
                number="",
                signer="",
                closed_on=None,
            )
        )


def _give_back(workspace: Workspace, writer: Writer, document: Document, reason: str) -> None:
    waiting = records.get_all(
        writer.connection, Submission, document=document.id, state=str(SubmissionState.WAITING)
    )
    for one in waiting:
        back = submission_rules.returned(one, reason, workspace.user.full_name, workspace.today)
        # Whoever cancels the paper knows of it.
        writer.put(dataclasses.replace(back, seen=one.drafter == workspace.user.id))


def renumber(
    workspace: Workspace, document: UUID, reason: str, number: int | None = None
) -> Document:
    """Give a paper another number, as when its own was given twice.

    Args:
        workspace: the workspace.
        document: the paper; no file kept with it shows its number.
        reason: why; the history keeps it.
        number: the new number, None for the next one.

    Raises:
        UserError: `reason_missing`, `document_cancelled`, `document_bears_number`,
            `number_taken`, `number_bad`, `number_elsewhere`, `number_of_hub`, `record_gone`.
    """
    if not reason.strip():
        raise UserError("reason_missing")
    with workspace.writing("renumber_document") as writer:
        found = records.get(writer.connection, Document, document)
        number_series.check_renumbered(found)
        given, symbol = _new_number(writer.connection, found, number)
        changed = dataclasses.replace(found, number=given, symbol=symbol)
        writer.about = f"{found.symbol} → {symbol} · {nfc(reason)}"
        writer.put(changed)
        for program in records.get_all(writer.connection, Program, document=document):
            writer.put(dataclasses.replace(program, number=symbol))
        for amendment in records.get_all(writer.connection, Amendment, document=document):
            writer.put(dataclasses.replace(amendment, number=symbol))
    return changed


def _new_number(connection: Reader, document: Document, number: int | None) -> tuple[int, str]:
    body = records.get(connection, IssuingBody, document.body)
    kind, term = document.document_type, document.term
    used = queries.numbers_used(connection, body.id, kind, term)
    keeper = body.kept_by(kind, term)
    if not keeper:
        hub.check_numbers(connection)
    if number is None:
        if keeper:
            raise UserError("number_elsewhere", keeper=keeper)
        number = number_rules.next_number(used, body.start_of(kind, term))
    symbol = number_rules.symbol(number, kind, body.symbol)
    number_rules.check_number(number, used, symbol)
    return number, symbol
