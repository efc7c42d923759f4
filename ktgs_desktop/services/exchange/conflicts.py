"""Use cases: versions of one record that stand side by side, and the choice between them.

The office decides on its own records. What came from another office in two versions is shown
only: its owner decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import duplicates as duplicate_rules
from ktgs_desktop.domain import incoming as incoming_rules
from ktgs_desktop.domain import merging, number_series
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.duplicates import Duplicate, DuplicateKind
from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.domain.journal import CLOCK_SUSPECT, Change, leaves
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.merging import VOIDED, Merge, Pick
from ktgs_desktop.domain.offices import OfficeUser
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.errors import ConflictError, UserError
from ktgs_desktop.services.exchange import whole_records
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.services.exchange.record_labels import label_of
from ktgs_desktop.store import own_merge, paper_queries, received_conflicts, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_TWO = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of the versions.

    Attributes:
        version: its hash, in hexadecimal.
        user: name of who wrote it.
        at: the clock's claim, ISO 8601.
        doubtful: whether that computer's clock was not to be believed.
        here: whether this computer wrote it.
        voided: why it voided the record, empty if it did not.
    """

    version: str
    user: str
    at: str
    doubtful: bool
    here: bool
    voided: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record of the office with more than one version.

    Attributes:
        entity: kind of record.
        record: its id.
        owner: unit whose record it is.
        label: what it is called.
        since: when the versions met, ISO 8601.
        versions: how many there are; two are shown at a time.
        mine: the version of this computer, else the one that stands in the lists.
        theirs: the other one.
    """

    entity: str
    record: UUID
    owner: UUID
    label: str
    since: str
    versions: int
    mine: Side
    theirs: Side


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a record field by field.

    Attributes:
        conflict: whose they are.
        merge: the fields.
        base: the version both came from, None if it is not known.
    """

    conflict: Conflict
    merge: Merge
    base: Side | None


@dataclass(frozen=True, slots=True)
class Received:
    """A record of another office that came in more than one version.

    Attributes:
        unit: whose it is.
        name: that unit's name.
        entity: kind of record.
        record: its id.
        label: what it is called.
        versions: how many there are.
    """

    unit: UUID
    name: str
    entity: str
    record: UUID
    label: str
    versions: int


# Reading --------------------------------------------------------------------------------------


def listed(workspace: Workspace) -> list[Conflict]:
    """The office's records with more than one version, the oldest conflict first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        names = _names(connection)
        return [
            _conflict(workspace, connection, names, (entity, record, since))[0]
            for (entity, record), since in own_merge.conflicts(connection).items()
        ]


def count(workspace: Workspace) -> int:
    """How many of the office's records wait for a choice.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return len(own_merge.conflicts(connection))


def show(workspace: Workspace, record: UUID) -> Comparison:
    """Two versions of a record, field by field.

    Args:
        workspace: the workspace.
        record: its id.

    Raises:
        UserError: `no_conflict` if it has one version only.
    """
    with workspace.reading() as connection:
        return _compared(workspace, connection, record)


def received(workspace: Workspace) -> list[Received]:
    """Records of other offices that came in more than one version; their owner decides.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return [
            Received(
                unit=one.unit,
                name=unit_name(connection, one.unit),
                entity=one.entity,
                record=one.id,
                label=one.label,
                versions=one.versions,
            )
            for one in received_conflicts.listed(connection, workspace.office.unit)
        ]


def duplicates(workspace: Workspace) -> list[Duplicate]:
    """Things entered twice: numbers of papers, members, codes of organisations.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        out, came = paper_queries.double_numbers(connection)
        papers = number_series.doubles(records.get_many(connection, Document, out))
        letters = incoming_rules.doubles(records.get_many(connection, IncomingDocument, came))
        members = duplicate_rules.members(records.get_all(connection, PartyMember))
        units = duplicate_rules.unit_codes(records.get_all(connection, Organization))
    return [*(_of_papers(one.papers) for one in papers), *map(_of_letters, letters),
            *members, *units]  # fmt: skip


def _of_papers(papers: tuple[Document, ...]) -> Duplicate:
    return Duplicate(
        DuplicateKind.PAPER_NUMBER,
        papers[0].symbol,
        "document",
        tuple(one.id for one in papers),
        tuple(one.abstract or one.reason for one in papers),
    )


def _of_letters(papers: tuple[IncomingDocument, ...]) -> Duplicate:
    return Duplicate(
        DuplicateKind.INCOMING_NUMBER,
        f"{papers[0].number}/{papers[0].year}",
        "incoming_document",
        tuple(one.id for one in papers),
        tuple(f"{one.sender} · {one.abstract}" for one in papers),
    )


def _names(connection: Reader) -> dict[UUID, str]:
    return {user.id: user.full_name for user in records.get_all(connection, OfficeUser)}


def _conflict(
    workspace: Workspace,
    connection: Reader,
    names: Mapping[UUID, str],
    noted: tuple[str, UUID, str],
) -> tuple[Conflict, dict[bytes, Change]]:
    entity, record, since = noted
    versions = dict(records.versions(connection, entity, record))
    standing = leaves(versions.items())
    if len(standing) < _TWO:
        raise UserError("no_conflict")
    own = (name for name, change in standing if change.device == workspace.device)
    mine = next(own, standing[0][0])
    theirs = next(name for name, _change in standing if name != mine)
    found = Conflict(
        entity=entity,
        record=record,
        owner=UUID(str(versions[mine].document["owner"])),
        label=label_of(entity, versions[mine].document),
        since=since,
        versions=len(standing),
        mine=_side(workspace, names, versions, mine),
        theirs=_side(workspace, names, versions, theirs),
    )
    return found, versions


def _side(
    workspace: Workspace,
    names: Mapping[UUID, str],
    versions: Mapping[bytes, Change],
    version: bytes,
) -> Side:
    written = versions[merging.origin(versions, version)]
    return Side(
        version=version.hex(),
        user=names.get(written.author, "?"),
        at=written.at,
        doubtful=written.clock == CLOCK_SUSPECT,
        here=written.device == workspace.device,
        voided=written.reason or "",
    )


def _compared(workspace: Workspace, connection: Reader, record: UUID) -> Comparison:
    noted = [
        (entity, one, since)
        for (entity, one), since in own_merge.conflicts(connection).items()
        if one == record
    ]
    if not noted:
        raise UserError("no_conflict")
    names = _names(connection)
    conflict, versions = _conflict(workspace, connection, names, noted[0])
    here, there = (bytes.fromhex(side.version) for side in (conflict.mine, conflict.theirs))
    base = merging.common_base(
        versions, merging.origin(versions, here), merging.origin(versions, there)
    )
    return Comparison(
        conflict,
        merging.compare(
            conflict.entity, versions[base] if base else None, versions[here], versions[there]
        ),
        _side(workspace, names, versions, base) if base else None,
    )


# Choosing -------------------------------------------------------------------------------------


def choose(workspace: Workspace, shown: Comparison, picks: Mapping[str, Pick]) -> None:
    """Decide between two versions; both stay in the history, and the choice can be undone.

    Args:
        workspace: the workspace.
        shown: the versions as they were shown.
        picks: the value of each field that differs.

    Raises:
        UserError: `choice_missing`, `choice_unknown`, `no_conflict`, or what is wrong with the
            record as it would be.
        ConflictError: `conflict_moved_on` if other versions stand there by now.
    """
    about = shown.conflict
    with workspace.writing("resolve_conflict", about.label) as writer:
        present = _compared(workspace, writer.connection, about.record)
        if present.conflict.mine.version != about.mine.version or (
            present.conflict.theirs.version != about.theirs.version
        ):
            raise ConflictError("conflict_moved_on", what=about.label)
        values = merging.resolve(present.merge, picks)
        entity, document, reason = _decided(about, values)
        if reason is None:
            whole_records.check(writer.connection, entity, workspace.today)
        versions = tuple(bytes.fromhex(side.version) for side in (about.mine, about.theirs))
        writer.join(entity, document=document, reason=reason, versions=versions)


def _decided(
    about: Conflict, values: Mapping[str, Json]
) -> tuple[Any, dict[str, Json], str | None]:
    document = {name: value for name, value in values.items() if name != VOIDED}
    document.update(owner=str(about.owner), id=str(about.record))
    entity: Any = from_document(ENTITIES[about.entity], document)
    reason = values[VOIDED]
    return entity, document, reason if isinstance(reason, str) else None
