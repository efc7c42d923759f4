"""What a list shows of a record received from another office, whatever kind it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MAX_LABEL = 400


@dataclass(frozen=True, slots=True)
class ReplicaFacts:
    """What is shown and filtered of a received record.

    Attributes:
        label: what it is called.
        year: the year it is about, None for none.
        code: code of its kind (kind of work, type of organisation), or empty.
        state: its state as its office has it, or empty.
        parent: the record it belongs to, None for none.
    """

    label: str = ""
    year: int | None = None
    code: str = ""
    state: str = ""
    parent: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Fields:
    """Which fields of a kind of record the facts are taken from."""

    label: tuple[str, ...]
    year: str = ""
    code: str = ""
    state: str = ""
    parent: str = ""


_FIELDS: Mapping[str, _Fields] = {
    "organization": _Fields(("names",), code="org_type"),
    "succession": _Fields(("basis",), year="on", code="kind"),
    "office": _Fields(("name",), code="unit_code"),
    "issuing_body": _Fields(("name",), code="kind"),
    "party_member": _Fields(("full_name",)),
    "program": _Fields(("number", "title"), year="year", code="kind", state="state"),
    "program_item": _Fields(
        ("content",), year="year", code="task_kind", state="status", parent="program"
    ),
    "progress": _Fields(("note",), year="done_on", state="state", parent="item"),
    "amendment": _Fields(("number", "title"), year="decided_on", state="state", parent="program"),
    "item_change": _Fields(("reason",), year="on", code="action", parent="item"),
    "document": _Fields(
        ("symbol", "abstract"), year="issued_on", code="document_type", state="state",
        parent="program",
    ),
    "transfer": _Fields(("basis",), year="on", code="target", parent="source"),
    "remark": _Fields(("text",), year="on", code="kind", parent="record"),
    "dissemination": _Fields(("title",), year="starts_on"),
    "dissemination_session": _Fields(("place",), year="held_on", parent="plan"),
}  # fmt: skip
_UNKNOWN = _Fields(())


def facts(entity: str, document: Mapping[str, Json]) -> ReplicaFacts:
    """What is shown of a record; of a kind this program does not know, nothing.

    A field that is missing or of another shape, as a newer program may write it, counts as empty.

    Args:
        entity: name of its kind.
        document: its JSON object; empty for one taken back.
    """
    fields = _FIELDS.get(entity, _UNKNOWN)
    words = (_text(document.get(name)) for name in fields.label)
    return ReplicaFacts(
        label=" ".join(word for word in words if word)[:MAX_LABEL],
        year=_year(document.get(fields.year)),
        code=_text(document.get(fields.code)),
        state=_text(document.get(fields.state)),
        parent=_identifier(document.get(fields.parent)),
    )


def searched(entity: str, document: Mapping[str, Json], shown: ReplicaFacts) -> str:
    """All text of a record that is searched: what is shown, and who is named.

    Args:
        entity: name of its kind.
        document: its JSON object.
        shown: its facts.
    """
    extra = _SEARCHED.get(entity)
    return f"{shown.label} {extra(document)}" if extra else shown.label


def _subjects(document: Mapping[str, Json]) -> str:
    subjects = document.get("subjects")
    if not isinstance(subjects, list):
        return ""
    return " ".join(_text(one.get("name")) for one in subjects if isinstance(one, dict))


_SEARCHED: Mapping[str, Callable[[Mapping[str, Json]], str]] = {"program_item": _subjects}


def _text(value: Json) -> str:
    """A text, or of dated names the last."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and isinstance(value[-1], dict):
        return _text(value[-1].get("name"))
    return ""


def _year(value: Json) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value[:4].isascii() and value[:4].isdigit():
        return int(value[:4])
    return None


def _identifier(value: Json) -> UUID | None:
    if not isinstance(value, str):
        return None
    try:
        return UUID(value)
    except ValueError:
        return None
