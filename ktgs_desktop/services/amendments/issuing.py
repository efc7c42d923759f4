"""An amendment issued: it gets its number, and its changes count from its day on."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import amendment_checks as checks
from ktgs_desktop.domain import amendments as rules
from ktgs_desktop.domain.amendments import Amendment, AmendmentState, ItemChange
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import numbering
from ktgs_desktop.services.amendments.lookup import draft_of, next_seq
from ktgs_desktop.store import code_lists, office_texts, queries, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

DOCUMENT_TYPES = ("QĐ", "CTr", "TB")
"""Types of paper by which a body amends its program; the first is the usual one."""

Issue = numbering.Issue


def issue(
    workspace: Workspace, amendment: UUID, how: Issue, document_type: str = DOCUMENT_TYPES[0]
) -> Document:
    """Issue an amendment: its changes count from its day on, the lines become what they say.

    Args:
        workspace: the workspace.
        amendment: the draft.
        how: date, signer and number.
        document_type: `QĐ`, `CTr` or `TB`.

    Returns:
        The paper that issues it.

    Raises:
        UserError: `amendment_issued`, `amendment_empty`, `reason_missing`, `signer_missing`,
            `number_taken`, `number_bad`, `issue_date_future`, `amendment_date_odd`,
            `amendment_before_another`, `document_type_bad`, `item_not_in_force`, …
    """
    with workspace.writing("issue_amendment") as writer:
        found, program = draft_of(writer.connection, amendment)
        writer.about = found.title
        document = _issuing(workspace, writer.connection, found, how, document_type)
        changes = _counting(writer.connection, found, program, how.issued_on)
        usual = office_texts.of_amendment(writer.connection, found)
        writer.put(document)
        writer.put_many(changes)
        writer.put_many([change.after for change in changes])
        writer.put(
            dataclasses.replace(
                found,
                state=AmendmentState.ISSUED,
                decided_on=how.issued_on,
                number=document.symbol,
                signer=document.signer_name,
                document=document.id,
                text=found.text if found.text.strip() else usual,
            )
        )
    return document


def tried_issue(
    workspace: Workspace, amendment: UUID, how: Issue, document_type: str = DOCUMENT_TYPES[0]
) -> Document:
    """The paper that issuing an amendment would make; nothing is written.

    Args:
        workspace: the workspace.
        amendment: the draft.
        how: date, signer and number.
        document_type: `QĐ`, `CTr` or `TB`.

    Raises:
        UserError: as `issue`.
    """
    with workspace.reading() as connection:
        found, program = draft_of(connection, amendment)
        document = _issuing(workspace, connection, found, how, document_type)
        _counting(connection, found, program, how.issued_on)
    return document


def _issuing(
    workspace: Workspace, connection: Reader, found: Amendment, how: Issue, document_type: str
) -> Document:
    if document_type not in DOCUMENT_TYPES:
        raise UserError("document_type_bad", text=document_type, choices=", ".join(DOCUMENT_TYPES))
    changes = records.get_all(connection, ItemChange, amendment=found.id)
    checks.check_ready(found, changes)
    numbering.check_signer(how)
    program = records.get(connection, Program, found.program)
    every = records.get_all(connection, ItemChange, program=program.id)
    checks.check_day(program, how.issued_on, workspace.today, every)
    body = records.get(connection, IssuingBody, program.body)
    paper = numbering.Unnumbered(document_type, program.term, found.title)
    return numbering.numbered(workspace, connection, body, paper, how)


def _counting(connection: Reader, found: Amendment, program: Program, on: date) -> list[ItemChange]:
    """The changes of a draft as they count from a day on, made on the lines as they are now."""
    seq = next_seq(connection, program.id)
    made: list[ItemChange] = []
    ends: dict[str, int] = {}
    for change in records.get_all(connection, ItemChange, amendment=found.id):
        before = records.find(connection, ProgramItem, change.item) if change.before else None
        if change.before is not None and before is None:
            raise UserError("record_gone")
        after = rules.line_after(change.action, before, change.after)
        part = code_lists.part_of(after.task_kind)
        if before is None or code_lists.part_of(before.task_kind) != part:
            # At the end of the part it comes into.
            place = ends.get(part) or queries.next_seq(connection, program.id, part)
            after = dataclasses.replace(after, seq=place)
            ends[part] = place + 1
        counting = dataclasses.replace(
            change, before=before, after=after, on=on, seq=seq + len(made)
        )
        checks.check_change(counting, program)
        made.append(counting)
    return made
