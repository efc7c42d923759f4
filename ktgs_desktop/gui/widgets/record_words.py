"""Words for records of any kind, whoever wrote them: kinds, fields, states, values.

What this program does not know, because a newer one wrote it, is shown as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ktgs_desktop.gui.widgets.history_panel import shown_value
from ktgs_desktop.i18n import Late, language, late

ENTITIES: Mapping[str, Late] = {
    "program_item": late("Lines of programs"),
    "program": late("Programs"),
    "progress": late("Progress"),
    "amendment": late("Amendments"),
    "item_change": late("Changes of lines"),
    "document": late("Papers"),
    "organization": late("Organisations"),
    "party_member": late("Party members"),
    "succession": late("Successions"),
    "office": late("Offices"),
    "issuing_body": late("Issuing bodies"),
    "remark": late("Remarks"),
    "dissemination": late("Plans of dissemination"),
    "dissemination_session": late("Sessions of dissemination"),
}
"""Kinds of records that travel, those asked for most at the head."""
_STATES: Mapping[str, Late] = {
    "ACTIVE": late("in force"),
    "ADDED": late("added"),
    "CHANGED": late("changed"),
    "DROPPED": late("dropped"),
    "POSTPONED": late("postponed"),
    "DRAFT": late("draft"),
    "CONSULTING": late("asked for opinions"),
    "SUBMITTED": late("submitted"),
    "ISSUED": late("issued"),
    "CLOSED": late("closed"),
    "DONE": late("done"),
    "IN_PROGRESS": late("in progress"),
    "NOT_STARTED": late("not started"),
    "RESERVED": late("reserved"),
    "CANCELLED": late("cancelled"),
    "ANNUAL": late("of a year"),
    "TERM": late("of the term"),
    "REMARK": late("remark"),
    "DIRECTIVE": late("directive"),
}
_CODES: Mapping[str, str] = {
    "program_item": "task_kinds",
    "organization": "organization_types",
    "issuing_body": "organization_types",
    "document": "document_types",
}
FIELDS: Mapping[str, Late] = {
    "full_name": late("Full name"),
    "names": late("Name"),
    "name": late("Name"),
    "number": late("Number, symbol"),
    "symbol": late("Number, symbol"),
    "title": late("Abstract"),
    "abstract": late("Abstract"),
    "kind": late("Type"),
    "task_kind": late("Kind of work"),
    "org_type": late("Type"),
    "document_type": late("Type"),
    "level": late("Level"),
    "content": late("Content"),
    "subjects": late("Subjects"),
    "unnamed_organizations": late("Organisations to be named"),
    "unnamed_members": late("Members to be named"),
    "subject_note": late("To be named later"),
    "state": late("State"),
    "status": late("State"),
    "term": late("Term"),
    "year": late("Year"),
    "quarter": late("Quarter"),
    "work_from": late("Work from"),
    "work_to": late("Work to"),
    "period_from": late("Examined from"),
    "period_to": late("Examined to"),
    "method": late("Method"),
    "lead": late("In the lead"),
    "support": late("Taking part"),
    "directing_member": late("Directing member"),
    "team_leader": late("Team leader"),
    "started_on": late("Begun"),
    "done_on": late("Concluded"),
    "done_count": late("Concluded"),
    "issued_on": late("Date"),
    "decided_on": late("Date"),
    "on": late("Date"),
    "signer": late("Signer"),
    "signer_name": late("Signer"),
    "position": late("Position"),
    "positions": late("Positions"),
    "birth_date": late("Born"),
    "founded": late("Founded"),
    "ended": late("Ended"),
    "action": late("Change"),
    "reason": late("Reason"),
    "text": late("What is said"),
    "due": late("Due on"),
    "starts_on": late("From"),
    "ends_on": late("To"),
    "held_on": late("Date"),
    "regulations": late("Regulations"),
    "targets": late("Units to be briefed"),
    "meeting": late("Form"),
    "attendance": late("Attendance"),
    "sites": late("Sites"),
    "chair": late("Presided"),
    "reporter": late("Reported"),
    "seq": late("Place"),
    "note": late("Note"),
}
"""Fields that are shown, in the order in which they are."""
_POINTERS = frozenset(
    ("owner", "id", "province", "program", "item", "subject", "document", "body", "organization",
     "parents", "parent", "term_item", "amendment", "key", "files", "figure", "version", "entity",
     "record", "to", "unit", "committee", "superior", "before", "after", "plan")
)  # fmt: skip
"""Fields that point to other records, and parts of changes that say themselves elsewhere."""
_STATED = ("state", "status", "kind", "action")


def entity_text(entity: str) -> str:
    """What a kind of record is called.

    Args:
        entity: its name.
    """
    return str(ENTITIES.get(entity, entity))


def state_text(state: str) -> str:
    """A state or type in words.

    Args:
        state: its code, or empty.
    """
    return str(_STATES.get(state, state))


def code_text(entity: str, code: str, *, short: bool = False) -> str:
    """The kind of work, type of organisation or paper of a record in words.

    Args:
        entity: name of its kind.
        code: the code, or empty.
        short: whether for a narrow column.
    """
    if not code or entity not in _CODES:
        return state_text(code)
    from ktgs_desktop.services.workspace import codes  # brings the database along

    found = codes(_CODES[entity]).get(code)
    return found.short(language()) if short else found.name(language())


def field_text(field: str) -> str:
    """What a field is called.

    Args:
        field: its name.
    """
    return str(FIELDS.get(field, field))


def shown_fields(document: Mapping[str, Any]) -> list[str]:
    """The fields of a record that are shown, in their order; those of a newer program last.

    Args:
        document: its JSON object.
    """
    known = [field for field in FIELDS if field in document]
    newer = sorted(document.keys() - FIELDS.keys() - _POINTERS)
    return [field for field in (*known, *newer) if document[field] not in (None, "", [], 0)]


def points_elsewhere(field: str) -> bool:
    """Whether a field only points to another record.

    Args:
        field: its name.
    """
    return field in _POINTERS


def value_text(entity: str, field: str, value: Any) -> str:
    """A value as people read it; one this program cannot read as it stands.

    Args:
        entity: kind of the record.
        field: its field.
        value: as the journal keeps it.
    """
    if field in _STATED and isinstance(value, str):
        return code_text(entity, value) if field == "kind" else state_text(value)
    try:
        return shown_value(field, value, _Unknown())
    except (ValueError, KeyError, IndexError):
        return str(value)


class _Unknown(dict[UUID, str]):
    """Names of records that are not looked up."""
