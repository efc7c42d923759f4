"""The texts an office has in place of those that ship, as papers in the making use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.amendments import Amendment, AmendmentState
from ktgs_desktop.domain.identity import paper_text_id
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.paper_texts import PaperText, TextKind, kind_of_program
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.programs import Program


def of_kind(connection: Connection, office: UUID, kind: TextKind) -> str:
    """The text an office has for a kind of paper, empty for the one that ships.

    Args:
        connection: any.
        office: the office's unit.
        kind: the kind of paper.
    """
    found = records.find(connection, PaperText, paper_text_id(office, kind))
    return found.text if found else ""


def of_program(connection: Connection, program: Program) -> str:
    """The office's text for a program that has none of its own, empty for the one that ships.

    An issued program keeps what it was issued with as its own, so no later text counts for it.

    Args:
        connection: any.
        program: the program.
    """
    if program.issued:
        return ""
    body = records.get(connection, IssuingBody, program.body)
    return of_kind(connection, program.owner, kind_of_program(program.kind, body.kind))


def of_amendment(connection: Connection, amendment: Amendment) -> str:
    """The office's text for an amendment that has none of its own, as `of_program`.

    Args:
        connection: any.
        amendment: the amendment.
    """
    if amendment.state != AmendmentState.DRAFT:
        return ""
    return of_kind(connection, amendment.owner, TextKind.AMENDMENT)
