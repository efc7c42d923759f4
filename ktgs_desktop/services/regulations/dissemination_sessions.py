"""Use cases of sessions at which units were briefed on regulations (hội nghị quán triệt)."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import dissemination_checks as checks
from ktgs_desktop.domain.dissemination import (
    Attendance,
    Dissemination,
    DisseminationSession,
    Site,
)
from ktgs_desktop.domain.documents import DocumentFile, FileRole
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.services.regulations.dissemination import followed
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination_checks import SessionRemark


def get(workspace: Workspace, session: UUID) -> DisseminationSession:
    """A session.

    Args:
        workspace: the workspace.
        session: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, DisseminationSession, session)


def blank(workspace: Workspace, plan: UUID) -> DisseminationSession:
    """A session to be filled in: held today, a row for each unit that is still missing.

    Args:
        workspace: the workspace.
        plan: its plan.

    Raises:
        UserError: `record_gone`.
    """
    found = followed(workspace, plan)
    return DisseminationSession(
        owner=workspace.office.unit,
        id=new_id(),
        plan=plan,
        held_on=workspace.today,
        attendance=tuple(Attendance(one) for one in found.missing or found.plan.targets),
        province=workspace.office.province,
    )


def save(
    workspace: Workspace,
    session: DisseminationSession,
    minutes: tuple[str, bytes] | None = None,
) -> tuple[DisseminationSession, tuple[SessionRemark, ...]]:
    """Add a session or save one that was edited.

    Args:
        workspace: the workspace.
        session: with its new values; a unit of which nobody was invited or came is left out. The
            minutes of one that is there are those it has, not those it had when it was opened.
        minutes: name and contents (PDF) of minutes that came with it, None for none.

    Returns:
        The session as saved, and what is odd about it.

    Raises:
        UserError: what `check_session` refuses; `record_gone` if it or its plan was voided.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    tidy = _tidied(session)
    with workspace.reading() as connection:
        plan = records.get(connection, Dissemination, tidy.plan)
        known = bool(records.known_ids(connection, DisseminationSession, [tidy.id]))
    checks.check_session(tidy, plan, workspace.today)
    files = () if minutes is None else (_kept(workspace, *minutes),)
    operation = "edit_dissemination_session" if known else "add_dissemination_session"
    with workspace.writing(operation) as writer:
        plan = records.get(writer.connection, Dissemination, tidy.plan)
        if known:
            there = records.get(writer.connection, DisseminationSession, tidy.id)
            tidy = dataclasses.replace(tidy, files=there.files)
        tidy = dataclasses.replace(tidy, files=(*tidy.files, *files))
        checks.check_session(tidy, plan, workspace.today)
        writer.about = _called(tidy, plan)
        writer.put(tidy)
    return tidy, checks.remarks(tidy, plan)


def _tidied(session: DisseminationSession) -> DisseminationSession:
    return dataclasses.replace(
        session,
        place=_one_line(session.place),
        chair=_one_line(session.chair),
        reporter=_one_line(session.reporter),
        note=nfc(session.note),
        sites=tuple(
            Site(_one_line(one.name), _one_line(one.place), one.number) for one in session.sites
        ),
        attendance=tuple(
            dataclasses.replace(
                one, unit=Named(_one_line(one.unit.name), one.unit.id), note=_one_line(one.note)
            )
            for one in session.attendance
            if one.counted
        ),
    )


def _called(session: DisseminationSession, plan: Dissemination) -> str:
    return f"{session.held_on:%d/%m/%Y} · {plan.title}"


def _kept(workspace: Workspace, name: str, data: bytes) -> DocumentFile:
    """Minutes, kept encrypted beside the database."""
    digest = workspace.attachments.put(data)
    return DocumentFile(FileRole.SCAN, digest, name, len(data), workspace.today)


def minutes_of(workspace: Workspace, session: UUID) -> tuple[str, bytes] | None:
    """Name and contents of the newest minutes of a session, None if it has none.

    Args:
        workspace: the workspace.
        session: its id.

    Raises:
        UserError: `record_gone`.
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    files = get(workspace, session).files
    return (files[-1].name, workspace.attachments.get(files[-1].digest)) if files else None


def void(workspace: Workspace, session: UUID, reason: str) -> None:
    """Take a session entered by mistake out of its plan; it stays in the history.

    Args:
        workspace: the workspace.
        session: its id.
        reason: why.

    Raises:
        UserError: `reason_missing`, `record_gone`.
    """
    with workspace.writing("void_dissemination_session") as writer:
        found = records.get(writer.connection, DisseminationSession, session)
        plan = records.get(writer.connection, Dissemination, found.plan)
        writer.about = _called(found, plan)
        writer.void(found, nfc(reason))


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())
