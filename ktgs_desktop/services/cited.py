"""Which regulations the words of a record mean, kept in the same writing as the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.citations import Citation
from ktgs_desktop.domain.identity import citation_id
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.writer import Writer

FIELD = "text"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A citation put in from the library.

    Attributes:
        regulation: the regulation.
        path: part of it, empty for the whole.
        wording: the words put in.
    """

    regulation: UUID
    path: str
    wording: str


@dataclass(frozen=True, slots=True)
class CitingRecord:
    """A record whose text cites.

    Attributes:
        entity: kind of the record, e.g. `program`.
        id: the record.
        text: its text as it is being saved.
    """

    entity: str
    id: UUID
    text: str


def link(
    workspace: Workspace, writer: Writer, record: CitingRecord, chosen: Iterable[Chosen]
) -> None:
    """Keep what the citations of a text mean; one whose words were taken out again is left out.

    Args:
        workspace: the workspace.
        writer: in the transaction that saves the text.
        record: the record with its text.
        chosen: the citations put in from the library.

    Raises:
        UserError: `record_gone`, a regulation is no longer in the library.
    """
    for one in chosen:
        wording = nfc(one.wording)
        if wording in record.text:
            records.get(writer.connection, Regulation, one.regulation)
            identifier = citation_id(record.id, one.regulation, one.path)
            writer.put(
                Citation(
                    owner=workspace.office.unit,
                    id=identifier,
                    entity=record.entity,
                    record=record.id,
                    field=FIELD,
                    regulation=one.regulation,
                    path=one.path,
                    wording=wording,
                )
            )
