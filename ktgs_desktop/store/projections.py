"""Entity to row and back: one generic mapper by field name, and what is derived from a record.

The rows are a projection of the journal: the same record always gives the same row, so that rows
can be rebuilt and must come out identical.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.documents import Document, FileRole
from ktgs_desktop.domain.encoding import codecs, from_document
from ktgs_desktop.domain.entities import ENTITIES, NAMES
from ktgs_desktop.domain.organizations import ORGANS, Organization
from ktgs_desktop.domain.vietnamese import person_sort_key, sort_key
from ktgs_desktop.store import code_lists, dissemination_rows, regulation_rows, tables
from ktgs_desktop.store.bulk_insert import undisturbed
from ktgs_desktop.store.columns import Identifier

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.domain.members import PartyMember
    from ktgs_desktop.domain.offices import OfficeUser
    from ktgs_desktop.domain.programs import ProgramItem

KEY_BYTES = 96
_NO_DAY = "9999"
LOCAL_COLUMNS = ("row", "owner", "id", "head", "voided")


@dataclass(frozen=True, slots=True)
class Projection:
    """How one kind of record becomes a row.

    Attributes:
        entity: its name in changes.
        kind: its dataclass.
        table: its table.
        derived: values computed from the record, by column.
        initial: values of columns that other records will change.
        search_text: all searchable text of a record, None if it is not searched.
    """

    entity: str
    kind: type
    table: sa.Table
    derived: Callable[[Any], dict[str, Any]] = field(default=lambda _entity: {})
    initial: Mapping[str, Any] = field(default_factory=dict)
    search_text: Callable[[Any], str] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Columns that carry the entity's own fields."""
        return _fields(self.kind)

    def values(self, entity: Any, document: Mapping[str, Json]) -> dict[str, Any]:
        """Column values of a record, as the column types take them.

        Args:
            entity: the record.
            document: its JSON object.
        """
        values: dict[str, Any] = {name: document[name] for name in self.fields}
        for name in _IDENTIFIERS[self.entity]:
            values[name] = getattr(entity, name)
        values.update(self.derived(entity))
        return values

    def entity_of(self, row: Mapping[str, Any]) -> Any:
        """The record of a row.

        Args:
            row: column values by name; derived columns may be missing.
        """
        identifiers, others = _COLUMNS[self.entity]
        ready = {name: row[name] for name in identifiers}
        document = {name: row[name] for name in others}
        return from_document(self.kind, document, ready)

    def entities(self, connection: Connection, chosen: sa.Select[Any]) -> list[Any]:
        """The records of a query, of which no more is read than they are made of.

        Args:
            connection: any.
            chosen: a query of rows of the table; its columns do not matter.
        """
        names = list(itertools.chain(*_COLUMNS[self.entity]))
        found = connection.execute(chosen.with_only_columns(*(self.table.c[one] for one in names)))
        with undisturbed():
            return [self.entity_of(dict(zip(names, row, strict=True))) for row in found]


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(name for name in codecs(kind) if name not in ("owner", "id"))


def _short_key(key: bytes) -> bytes:
    return key[:KEY_BYTES]


def organization_key(name: str) -> bytes:
    """The `name_key` of an organisation.

    Args:
        name: its name today.
    """
    return _short_key(sort_key(name))


def member_key(full_name: str, sort_name: str = "") -> bytes:
    """The `name_key` of a member.

    Args:
        full_name: as papers print it.
        sort_name: how it is sorted, if not by its last word.
    """
    return _short_key(sort_key(sort_name) if sort_name else person_sort_key(full_name))


def _organization(entity: Organization) -> dict[str, Any]:
    name = entity.name_on()
    rank = code_lists.load("organization_types").get(entity.org_type).number("rank")
    return {
        "name": name,
        "name_key": organization_key(name),
        "parent": _above(entity),
        "type_rank": rank or 99,
        "code": entity.codes[-1].code if entity.codes else "",
    }


def _above(entity: Organization) -> UUID | None:
    """Its superior; an organ that has ended stays an organ of the organisation it was of."""
    if entity.org_type in ORGANS and entity.ended is not None and entity.parents:
        return entity.parents[-1].parent
    return entity.parent_on()


def _organization_text(entity: Organization) -> str:
    names = " ".join(dated.name for dated in entity.names)
    return f"{names} {' '.join(code.code for code in entity.codes)}"


def _member(entity: PartyMember) -> dict[str, Any]:
    position = entity.position_on()
    return {
        "name_key": member_key(entity.full_name, entity.sort_name),
        "birth_key": entity.birth_date.iso if entity.birth_date else "",
        "position": position,
        "position_key": _short_key(sort_key(position)),
    }


def _member_text(entity: PartyMember) -> str:
    initials = "".join(word[:1] for word in entity.full_name.split())
    titles = " ".join(position.title for position in entity.positions)
    return f"{entity.full_name} {initials} {titles}"


def _item(entity: ProgramItem) -> dict[str, Any]:
    kind = code_lists.load("task_kinds").get(entity.task_kind)
    subject = entity.subjects[0].name if entity.subjects else entity.subject_note
    return {
        "part": kind.text("group") or "C",
        "content_key": _short_key(sort_key(entity.content)),
        "subject_key": _short_key(sort_key(subject)),
        "lead_key": _short_key(sort_key(entity.lead.name if entity.lead else "")),
        "due_on": entity.due_on.isoformat(),
        "due_quarter": entity.due_quarter,
        "subject_count": entity.subject_count,
        "in_force": entity.in_force,
    }


def _item_text(entity: ProgramItem) -> str:
    named = [entity.lead, entity.directing_member, entity.team_leader, *entity.support]
    parts = [entity.content, entity.subject_note, entity.note]
    parts += [f"{subject.name} {subject.position}" for subject in entity.subjects]
    parts += [part.name for part in named if part is not None]
    return " ".join(parts)


def _document(entity: Document) -> dict[str, Any]:
    return {
        "abstract_key": _short_key(sort_key(entity.abstract)),
        "signer_key": _short_key(person_sort_key(entity.signer_name)),
        "signed": entity.latest(FileRole.SIGNED_PDF) is not None,
        "scanned": entity.latest(FileRole.SCAN) is not None,
    }


def _document_text(entity: Document) -> str:
    return f"{entity.symbol} {entity.abstract} {entity.signer_name} {entity.header_own}"


def _incoming(entity: IncomingDocument) -> dict[str, Any]:
    waits = entity.done_on is None and entity.due_on is not None
    return {
        "sender_key": _short_key(sort_key(entity.sender)),
        "abstract_key": _short_key(sort_key(entity.abstract)),
        "assignee_key": _short_key(sort_key(entity.assignee)),
        "due_key": str(entity.due_on) if waits else _NO_DAY,
    }


def _incoming_text(entity: IncomingDocument) -> str:
    parts = (entity.symbol, entity.sender, entity.abstract, entity.instruction, entity.assignee)
    return " ".join((str(entity.number), *parts))


def _user(entity: OfficeUser) -> dict[str, Any]:
    return {"name_key": _short_key(person_sort_key(entity.full_name))}


_DERIVED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "organization": _organization,
    "party_member": _member,
    "program_item": _item,
    "document": _document,
    "incoming_document": _incoming,
    "office_user": _user,
    "dissemination": dissemination_rows.of_plan,
    "regulation": regulation_rows.of_regulation,
    "regulation_note": regulation_rows.of_note,
}
_SEARCH_TEXT: dict[str, Callable[[Any], str]] = {
    "organization": _organization_text,
    "party_member": _member_text,
    "program_item": _item_text,
    "document": _document_text,
    "incoming_document": _incoming_text,
    "dissemination": dissemination_rows.words_of_plan,
    "regulation": regulation_rows.words_of_regulation,
    "regulation_text": regulation_rows.words_of_text,
    "regulation_note": regulation_rows.words_of_note,
}
_INITIAL: dict[str, Mapping[str, Any]] = {
    "program_item": {"done_count": 0, "started": False, "finished": False, "last_done": None},
    "dissemination": dissemination_rows.INITIAL,
}


def _nothing(_entity: Any) -> dict[str, Any]:
    return {}


PROJECTIONS: dict[str, Projection] = {
    name: Projection(
        entity=name,
        kind=kind,
        table=tables.RECORD_TABLES[name],
        derived=_DERIVED.get(name, _nothing),
        initial=_INITIAL.get(name, {}),
        search_text=_SEARCH_TEXT.get(name),
    )
    for name, kind in ENTITIES.items()
}


_IDENTIFIERS: dict[str, tuple[str, ...]] = {
    name: tuple(
        column
        for column in projection.fields
        if isinstance(projection.table.c[column].type, Identifier)
    )
    for name, projection in PROJECTIONS.items()
}
# What a record is made of: identifiers, which a row holds as they are, and all else.
_COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    name: (
        ("owner", "id", *_IDENTIFIERS[name]),
        tuple(one for one in projection.fields if one not in _IDENTIFIERS[name]),
    )
    for name, projection in PROJECTIONS.items()
}


def of(kind: type) -> Projection:
    """The projection of a dataclass.

    Args:
        kind: an entity's dataclass.
    """
    return PROJECTIONS[NAMES[kind]]
