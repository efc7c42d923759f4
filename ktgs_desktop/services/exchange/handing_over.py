"""Use cases: records of a unit go over to another (bàn giao), and the receiver goes on with them.

A superior says so; the receiver takes over what it got of the other unit's packages. Whose the
records were stays readable in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import organizations as organization_rules
from ktgs_desktop.domain import transfers as rules
from ktgs_desktop.domain.amendments import Amendment, ItemChange
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.entities import NAMES
from ktgs_desktop.domain.identity import transfer_id
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.organizations import Organization, Succession
from ktgs_desktop.domain.program_progress import Progress as LineProgress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.transfers import Transfer
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records, transfers
from ktgs_desktop.store.transfers import Handed, handed_records

if TYPE_CHECKING:
    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.writer import Writer

TAKEN: tuple[type, ...] = (
    Organization,
    Succession,
    PartyMember,
    IssuingBody,
    Document,
    Program,
    ProgramItem,
    LineProgress,
    Amendment,
    ItemChange,
)
"""Kinds of records one goes on with, those before on which others depend."""


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """What a superior gives for a transfer.

    Attributes:
        source: unit whose records they are.
        target: unit that goes on with them.
        on: first day on which it does.
        basis: number and date of the decision.
        records: the records, none for all.
        attachment: SHA-256 of the decision's file, or empty.
    """

    source: UUID
    target: UUID
    on: date
    basis: str
    records: tuple[UUID, ...] = ()
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was taken over.

    Attributes:
        name: name of the unit whose records they were.
        written: records taken over.
        known: records that were here already.
        left: records with two versions, or that only a newer program can read; they stay.
    """

    name: str
    written: int
    known: int
    left: int


def say(workspace: Workspace, new: NewTransfer) -> Transfer:
    """Say that records of a unit go over to another; the next packages carry it to both.

    Args:
        workspace: the workspace of the superior of both.
        new: the transfer.

    Raises:
        UserError: what `domain.transfers.check` refuses.
    """
    identifier = new_id() if new.records else transfer_id(new.source, new.target)
    made = Transfer(
        owner=workspace.office.unit,
        id=identifier,
        source=new.source,
        target=new.target,
        on=new.on,
        basis=nfc(new.basis).strip(),
        records=tuple(dict.fromkeys(new.records)),
        attachment=new.attachment,
    )
    with workspace.reading() as connection:
        subject = unit_name(connection, new.source)
    with workspace.writing("transfer_records", subject) as writer:
        said = transfers.standing(writer.connection)
        rules.check(made, said, transfers.superiors(writer.connection))
        writer.put(made)
    return made


def void(workspace: Workspace, transfer: UUID, reason: str) -> None:
    """Take a transfer back that was said by mistake; what was taken over stays taken over.

    Args:
        workspace: the workspace.
        transfer: its id.
        reason: why; the history keeps it.

    Raises:
        UserError: `reason_missing`, `record_gone`.
    """
    with workspace.writing("void_transfer") as writer:
        found = records.get(writer.connection, Transfer, transfer)
        writer.about = unit_name(writer.connection, found.source)
        writer.void(found, reason)


def standing(workspace: Workspace) -> list[tuple[Transfer, str, str]]:
    """All transfers that count, with the names of both units.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return [
            (one, unit_name(connection, one.source), unit_name(connection, one.target))
            for one in sorted(transfers.standing(connection), key=lambda one: (one.on, one.id))
        ]


def open_sources(workspace: Workspace) -> list[tuple[UUID, str, int]]:
    """Units with whose records this office is to go on, and how many it has not taken over yet.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        sources = Handed(connection).sources(workspace.office.unit)
        return [
            (unit, unit_name(connection, unit), len(_waiting(connection, unit, only)[0]))
            for unit, only in sources.items()
        ]


def take_over(workspace: Workspace, source: UUID, progress: Progress | None = None) -> TakenOver:
    """Go on with the records of a unit: those that came with its packages become the office's.

    What came later is taken over by doing it again. Records in two versions stay: their unit, or
    the superior, decides first.

    Args:
        workspace: the workspace of the receiver.
        source: the unit whose records they were.
        progress: is told how far it is and may stop it; then nothing is taken over.

    Raises:
        UserError: `transfer_unknown` if no transfer gives them to this office.
        Cancelled: the user asked to stop.
    """
    with workspace.reading() as connection:
        name = unit_name(connection, source)
    with workspace.writing("take_over_records", name) as writer:
        sources = Handed(writer.connection).sources(workspace.office.unit)
        if source not in sources:
            raise UserError("transfer_unknown", name=name)
        waiting, known, left = _waiting(writer.connection, source, sources[source])
        for number, one in enumerate(waiting):
            if progress is not None:
                progress.step(number, len(waiting))
            writer.restore(one.change)
        _move_along(workspace, writer, source, waiting)
    return TakenOver(name, len(waiting), known, left)


def _waiting(
    connection: Reader, source: UUID, only: frozenset[UUID]
) -> tuple[list[Named], int, int]:
    """Records of a unit that are not here yet; how many are, and how many cannot be taken."""
    waiting: list[Named] = []
    known, left = 0, 0
    for kind in TAKEN:
        versions = handed_records(connection, source, NAMES[kind])
        here = records.known_ids(connection, kind, versions)
        for record, leaves in versions.items():
            if only and record not in only:
                continue
            if record in here:
                known += 1
            elif len(leaves) == 1 and _readable(kind, leaves[0]):
                waiting.append(leaves[0])
            else:
                left += 1
    return waiting, known, left


def _readable(kind: type, one: Named) -> bool:
    try:
        from_document(kind, dict(one.change.document))
    except PackageError:
        return False
    return True


def _move_along(workspace: Workspace, writer: Writer, source: UUID, taken: Sequence[Named]) -> None:
    """Organisations that stood below a unit that ended stand below the office's own from then."""
    ids = [one.change.id for one in taken if one.change.entity == NAMES[Organization]]
    before = records.find(writer.connection, Organization, source, voided=True)
    own = records.find(writer.connection, Organization, workspace.office.unit)
    if before is None or own is None or before.ended is None or not before.parents:
        return
    former, body = before.parents[-1].parent, own.parent_on()
    if body is None:
        return
    found = records.get_many(writer.connection, Organization, ids)
    first = before.ended + timedelta(days=1)
    moved = [
        organization_rules.moved(one, body, first, "")
        for one in found
        if one.ended is None and one.parent_on() == former
    ]
    if moved:
        writer.put_many(moved)
