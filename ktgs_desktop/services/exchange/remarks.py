"""Use cases: remarks and directives on units below, and those received from the superior."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import remark_states
from ktgs_desktop.domain import remarks as rules
from ktgs_desktop.domain.remarks import Remark, RemarkKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.exchange.place import below, place_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records, remark_rows

if TYPE_CHECKING:
    from ktgs_desktop.domain.remark_states import RemarkRow
    from ktgs_desktop.store.database import Reader

_SHOWN = 150


@dataclass(frozen=True, slots=True)
class NewRemark:
    """What is to be said.

    Attributes:
        to: the unit it is for.
        text: what is said.
        kind: `REMARK` or `DIRECTIVE`.
        record: the unit's record it speaks of, None for none.
        figure: the figure or field it speaks of, or empty.
        due: day by which an answer is due, None if none is.
    """

    to: UUID
    text: str
    kind: str = RemarkKind.REMARK
    record: UUID | None = None
    figure: str = ""
    due: date | None = None


def written(workspace: Workspace) -> list[RemarkRow]:
    """The remarks this office wrote, the latest first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return remark_rows.written(connection, place_of(workspace), workspace.today)


def received(workspace: Workspace) -> list[RemarkRow]:
    """The remarks the superior wrote to this office, the latest first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return remark_rows.received(connection, place_of(workspace), workspace.today)


def of_record(workspace: Workspace, record: UUID) -> list[RemarkRow]:
    """The remarks on one record and what belongs to it, those written here and those received.

    Args:
        workspace: the workspace.
        record: the record, of a unit below or of the office itself.
    """
    both = [*received(workspace), *written(workspace)]
    return [one for one in both if record in (one.remark.record, one.above)]


def get(workspace: Workspace, remark: UUID) -> Remark:
    """A remark this office wrote.

    Args:
        workspace: the workspace.
        remark: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Remark, remark)


def add(workspace: Workspace, said: NewRemark) -> Remark:
    """Write a remark; it goes with the next package to the unit.

    Args:
        workspace: the workspace.
        said: what is to be said.

    Raises:
        UserError: `remark_empty`, `remark_too_long`, `remark_due_early`, `remark_unit_unknown`,
            `remark_record_unknown`.
    """
    with workspace.writing("add_remark", nfc(said.text)[:_SHOWN]) as writer:
        made = Remark(
            owner=workspace.office.unit,
            id=new_id(),
            to=said.to,
            kind=str(RemarkKind(said.kind)),
            text=nfc(said.text).strip(),
            on=workspace.today,
            record=said.record,
            figure=said.figure,
            due=said.due,
        )
        made = _about(writer.connection, made)
        units = {one.id for one in below(workspace, writer.connection)}
        remark_states.check_target(made, units)
        rules.check(made)
        writer.put(made)
    return made


def _about(connection: Reader, remark: Remark) -> Remark:
    """The remark with the kind and version of the record it speaks of."""
    if remark.record is None:
        return remark
    entity, version = remark_rows.entity_of(connection, remark.to, remark.record)
    if not entity:
        raise UserError("remark_record_unknown")
    return dataclasses.replace(remark, entity=entity, version=version)


def edit(workspace: Workspace, remark: UUID, said: NewRemark) -> Remark:
    """Change what a remark says; whom and what it is about stays.

    Args:
        workspace: the workspace.
        remark: its id.
        said: what it is to say.

    Raises:
        UserError: as `add`, or `record_gone`.
    """
    with workspace.writing("edit_remark", nfc(said.text)[:_SHOWN]) as writer:
        known = records.get(writer.connection, Remark, remark)
        made = dataclasses.replace(
            known, kind=str(RemarkKind(said.kind)), text=nfc(said.text).strip(), due=said.due
        )
        rules.check(made)
        writer.put(made)
    return made


def void(workspace: Workspace, remark: UUID, reason: str) -> None:
    """Take a remark back; the unit is told with the next package.

    Args:
        workspace: the workspace.
        remark: its id.
        reason: why.

    Raises:
        UserError: `reason_missing` or `record_gone`.
    """
    known = get(workspace, remark)
    with workspace.writing("void_remark", known.text[:_SHOWN]) as writer:
        writer.void(records.get(writer.connection, Remark, remark), nfc(reason))
