"""Use cases of opinions on a draft program (lấy ý kiến) and what became of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.opinions import Opinion, check_opinion, refuse_issued
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader


def opinions(workspace: Workspace, program: UUID) -> list[Opinion]:
    """The opinions on a program in the order in which they were asked for.

    Args:
        workspace: the workspace.
        program: its id.
    """
    with workspace.reading() as connection:
        return _of(connection, program)


def _of(connection: Reader, program: UUID) -> list[Opinion]:
    found = records.get_all(connection, Opinion, program=program)
    return sorted(found, key=lambda one: (one.asked_on, one.id))


def blank(workspace: Workspace, program: UUID) -> Opinion:
    """A new opinion asked for today, to be filled in; nothing is written.

    Args:
        workspace: the workspace.
        program: its id.
    """
    return Opinion(workspace.office.unit, new_id(), program, "", workspace.today)


def get(workspace: Workspace, opinion: UUID) -> Opinion:
    """An opinion.

    Args:
        workspace: the workspace.
        opinion: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Opinion, opinion)


def save(workspace: Workspace, changed: Sequence[Opinion]) -> list[Opinion]:
    """Add or save opinions, all or none.

    Args:
        workspace: the workspace.
        changed: the opinions with their new values.

    Raises:
        UserError: `opinions_closed` if a program is issued; `name_missing`, `dates_reversed`,
            `date_future`, `answer_missing`, `too_long`; `record_gone` if one of them or its
            program was voided meanwhile.
    """
    if not changed:
        return []
    tidy = [_tidied(one) for one in changed]
    with workspace.writing("record_opinion", subject_of(tidy[0].giver, len(tidy))) as writer:
        for one in tidy:
            refuse_issued(records.get(writer.connection, Program, one.program))
            check_opinion(one, workspace.today)
        _refuse_voided(writer.connection, tidy)
        writer.put_many(tidy)
    return tidy


def _refuse_voided(connection: Reader, wanted: Sequence[Opinion]) -> None:
    """An opinion voided meanwhile is not brought back by an old form."""
    ids = [one.id for one in wanted]
    there = {one.id for one in records.get_many(connection, Opinion, ids)}
    if records.known_ids(connection, Opinion, ids) - there:
        raise UserError("record_gone")


def void(workspace: Workspace, wanted: Sequence[UUID], reason: str) -> None:
    """Take opinions entered by mistake out of every list.

    Args:
        workspace: the workspace.
        wanted: their ids.
        reason: why; kept in the history.

    Raises:
        UserError: `opinions_closed`, `record_gone`, `reason_missing`.
    """
    if not wanted:
        return
    subject = subject_of(get(workspace, wanted[0]).giver, len(wanted))
    with workspace.writing("void_opinion", subject) as writer:
        for identifier in wanted:
            one = records.get(writer.connection, Opinion, identifier)
            refuse_issued(records.get(writer.connection, Program, one.program))
            writer.void(one, nfc(reason))


def _tidied(one: Opinion) -> Opinion:
    """An opinion as it is saved: composed letters, no stray spaces."""
    return dataclasses.replace(
        one,
        giver=" ".join(nfc(one.giver).split()),
        text=nfc(one.text),
        answer=nfc(one.answer),
    )
