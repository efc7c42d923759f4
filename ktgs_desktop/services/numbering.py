"""How a paper gets its number, date and signer: the one way for programs and amendments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import documents as rules
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.offices import Signer
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub
from ktgs_desktop.services.workspace import codes, new_id
from ktgs_desktop.store import queries, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


@dataclass(frozen=True, slots=True)
class Issue:
    """How a program or an amendment is issued.

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


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """What a paper is before it has a number.

    Attributes:
        document_type: abbreviation of the type, which with body and term makes its series.
        term: code of the term.
        abstract: trích yếu.
        program: the program it issues, None for another paper.
    """

    document_type: str
    term: str
    abstract: str
    program: UUID | None = None


def check_signer(how: Issue) -> None:
    """Refuse a paper that nobody signs.

    Args:
        how: date, signer and number.

    Raises:
        UserError: `signer_missing`.
    """
    if not how.signer.name.strip():
        raise UserError("signer_missing")


def check_type(document_type: str) -> None:
    """Refuse a type of paper that there is not.

    Args:
        document_type: abbreviation of the type.

    Raises:
        UserError: `document_type_unknown`.
    """
    if document_type not in codes("document_types").codes:
        raise UserError("document_type_unknown", text=document_type)


def numbered(
    workspace: Workspace, connection: Reader, body: IssuingBody, paper: Unnumbered, how: Issue
) -> Document:
    """A paper with its number; nothing is written.

    Args:
        workspace: the workspace.
        connection: any; the writer's if the paper is to be put.
        body: the issuing body.
        paper: what the paper is.
        how: date, signer and number.

    Raises:
        UserError: `number_taken`, `number_bad`, `number_elsewhere`, or `number_of_hub` in a copy
            for another computer, unless the hub reserved the number.
    """
    kind, term = paper.document_type, paper.term
    used = queries.numbers_used(connection, body.id, kind, term)
    number = how.number
    if number is None:
        keeper = body.kept_by(kind, term)
        if keeper:
            raise UserError("number_elsewhere", keeper=keeper)
        number = rules.next_number(used, body.start_of(kind, term))
    symbol = rules.symbol(number, kind, body.symbol)
    reserved = _reserved(connection, body, paper, number)
    if reserved is None and not body.kept_by(kind, term):
        hub.check_numbers(connection)
    rules.check_number(number, [] if reserved else used, symbol)
    return Document(
        owner=workspace.office.unit,
        id=reserved.id if reserved else new_id(),
        document_type=kind,
        body=body.id,
        term=term,
        number=number,
        symbol=symbol,
        abstract=paper.abstract,
        issued_on=how.issued_on,
        place=nfc(how.place) or body.place,
        authority=nfc(how.signer.authority),
        signer_position=nfc(how.signer.position),
        signer_name=nfc(how.signer.name),
        recipients=body.recipients,
        program=paper.program,
        header_above=body.header_above,
        header_own=body.header_own,
        province=workspace.office.province,
    )


def _reserved(
    connection: Reader, body: IssuingBody, paper: Unnumbered, number: int
) -> Document | None:
    """The entry that reserves a number; the paper takes its place. None if there is none."""
    found = records.get_all(
        connection,
        Document,
        body=body.id,
        document_type=paper.document_type,
        term=paper.term,
        number=number,
    )
    if len(found) == 1 and found[0].state == DocumentState.RESERVED:
        return found[0]
    return None
