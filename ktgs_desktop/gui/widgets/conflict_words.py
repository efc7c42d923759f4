"""Words for two versions of a record: why a person must choose, fields, values, who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ktgs_desktop import i18n
from ktgs_desktop.domain.merging import VOIDED
from ktgs_desktop.domain.sensitive_fields import Reason
from ktgs_desktop.gui.widgets import record_words
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.conflicts import Side

REASONS: Mapping[Reason, Late] = {
    Reason.CONCLUSION: late("what was concluded"),
    Reason.NUMBER: late("a number papers are cited by"),
    Reason.DECISION_DATE: late("a day that binds"),
    Reason.STATE: late("where it stands"),
    Reason.SIGNER: late("who signs or decides"),
    Reason.SUBJECTS: late("who is inspected"),
    Reason.SECRECY: late("secrecy or urgency"),
    Reason.IDENTITY: late("what it is and belongs to"),
    Reason.FILES: late("its files"),
    Reason.TRUST: late("whom the office trusts"),
    Reason.VOIDING: late("whether it counts at all"),
    Reason.UNKNOWN: late("a field of a newer version"),
}
"""Why nothing is chosen beforehand."""
_ENTITIES: Mapping[str, Late] = {
    "incoming_document": late("Incoming papers"),
    "opinion": late("Opinions"),
    "outside_line": late("Plans of other bodies"),
    "phrase": late("Phrases"),
    "paper_text": late("Texts of papers"),
    "program_draft": late("Drafts in Word"),
    "submission": late("Papers to be signed"),
    "signer_images": late("Pictures of signatures"),
    "office_user": late("Users"),
    "trust_anchor": late("Trusted certificates"),
    "assignment": late("Assignments to computers"),
    "desk": late("Computers"),
    "confirmation": late("Confirmed by two people"),
    "period_due": late("Days for reports"),
}
_FIELDS: Mapping[str, Late] = {
    VOIDED: late("Voided"),
    "answer": late("Answer"),
    "assignee": late("Assignee"),
    "body": late("Issuing body"),
    "classification": late("Secrecy"),
    "closed_on": late("Closed on"),
    "codes": late("Code"),
    "dated": late("Date"),
    "document": late("Paper"),
    "due_on": late("Due on"),
    "files": late("Files"),
    "instruction": late("Instruction"),
    "names_later": late("Naming later"),
    "organization": late("Organisation"),
    "parents": late("Belongs to"),
    "place": late("Place name"),
    "postponed_to": late("Postponed to"),
    "program": late("Program"),
    "received_on": late("Received on"),
    "recipients": late("Recipients"),
    "remark": late("Remark"),
    "result": late("Answer"),
    "sender": late("Sender"),
    "signer_position": late("Signer's position"),
    "submitted_on": late("Submitted on"),
    "term_item": late("Line of the term"),
    "urgency": late("Urgency"),
}


def entity_text(entity: str) -> str:
    """What a kind of record of the office is called.

    Args:
        entity: its name.
    """
    return str(_ENTITIES.get(entity) or record_words.entity_text(entity))


def field_text(field: str) -> str:
    """What a field is called.

    Args:
        field: its name.
    """
    return str(_FIELDS.get(field) or record_words.field_text(field))


def value_text(entity: str, field: str, value: Any) -> str:
    """A value in full, as people read it; a dash for none.

    Args:
        entity: kind of the record.
        field: its field.
        value: as the journal keeps it.
    """
    if value in (None, "", []):
        return "–"
    shown = record_words.value_text(entity, field, value)
    return value if isinstance(value, str) and shown.endswith("…") else shown


def side_text(side: Side, where: str) -> str:
    """Who wrote a version, when, and where, in two lines.

    Args:
        side: the version.
        where: which computer, in words.
    """
    when = i18n.moment(datetime.fromisoformat(side.at))
    if side.doubtful:
        when = _("{when} (clock in doubt)").format(when=when)
    return f"{where}\n{side.user} · {when}"
