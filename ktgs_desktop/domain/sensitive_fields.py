"""Fields that are never merged without a person, each with the reason (sync.md 2.15).

A field that this program does not know, as of a newer one, is sensitive: what it decides is not
known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """Why a person must choose."""

    CONCLUSION = "CONCLUSION"
    NUMBER = "NUMBER"
    DECISION_DATE = "DECISION_DATE"
    STATE = "STATE"
    SIGNER = "SIGNER"
    SUBJECTS = "SUBJECTS"
    SECRECY = "SECRECY"
    IDENTITY = "IDENTITY"
    FILES = "FILES"
    TRUST = "TRUST"
    VOIDING = "VOIDING"
    UNKNOWN = "UNKNOWN"


_BY_NAME: Mapping[str, Reason] = {
    # What was concluded about somebody, or answered
    **dict.fromkeys(("answer", "result", "done_count", "action", "after", "before",
                     "attendance"),
                    Reason.CONCLUSION),
    # Numbers by which papers and figures are cited
    **dict.fromkeys(("number", "symbol", "year", "series", "postponed_to", "copies"),
                    Reason.NUMBER),
    # Days on which something began to be in force
    **dict.fromkeys(("issued_on", "done_on", "decided_on", "submitted_on", "closed_on",
                     "received_on", "dated", "on", "founded", "ended", "started_on", "asked_on",
                     "due", "due_on", "days", "held_on", "issued", "effective_from",
                     "effective_to", "ended_by", "doubtful_from", "since"), Reason.DECISION_DATE),
    **dict.fromkeys(("state", "status", "active", "end_reason", "seen", "names_later",
                     "standing", "confidence", "title_kind", "relations"), Reason.STATE),
    **dict.fromkeys(("signer", "signers", "signer_name", "signer_position", "authority",
                     "decided_by", "drafter", "drafter_name", "giver", "images"), Reason.SIGNER),
    # Who is inspected, and how many
    **dict.fromkeys(("subjects", "subject", "unnamed_organizations", "unnamed_members",
                     "subject_note", "task_kind"), Reason.SUBJECTS),
    **dict.fromkeys(("classification", "classification_basis", "classified_by", "urgency"),
                    Reason.SECRECY),
    # Which record it is, and what it belongs to
    **dict.fromkeys(("kind", "body", "term", "document_type", "document", "program", "item",
                     "amendment", "term_item", "reply", "entity", "record", "version", "figure",
                     "to", "field", "full_name", "birth_date", "organization", "org_type",
                     "level", "names", "codes", "parents", "unit", "unit_code", "committee",
                     "superior", "province", "login", "predecessors", "successors", "parts",
                     "source", "target", "records", "basis", "desk", "issuer", "regulation", "path",
                     "articles", "plan", "targets",
                     "period", "regulations"), Reason.IDENTITY),
    **dict.fromkeys(("files", "file", "attachment", "origin", "handed_out"), Reason.FILES),
    **dict.fromkeys(("fingerprint", "valid_from", "valid_to", "digest", "expires", "came",
                     "installed_on", "first", "second"), Reason.TRUST),
}  # fmt: skip
_BY_KIND: Mapping[tuple[str, str], Reason] = {
    ("trust_anchor", "content"): Reason.TRUST,
    ("document", "reason"): Reason.CONCLUSION,
    ("item_change", "reason"): Reason.CONCLUSION,
    ("opinion", "text"): Reason.CONCLUSION,
    ("remark", "text"): Reason.CONCLUSION,
}
ORDINARY = frozenset((
    "abstract", "actor", "archived_by", "assignee", "chair", "content", "date_note",
    "directing_member", "ends_on", "group", "header_above", "header_own", "instruction", "lead",
    "made_on", "meeting", "method", "name", "note", "order", "partners", "period_from",
    "period_to", "place", "position", "positions", "quarter", "reason", "recipients", "remark",
    "reporter", "review_on", "sender", "seq", "sites", "sort_name", "starts_on", "support",
    "team_leader", "text", "title", "way", "wording", "work_from", "work_to",
))  # fmt: skip
"""Fields that may be suggested: wording, planning and addresses, which decide about nobody."""


def reason_of(entity: str, field: str) -> Reason | None:
    """Why a field is never suggested, None if it may be.

    Args:
        entity: kind of record.
        field: name of the field.
    """
    found = _BY_KIND.get((entity, field)) or _BY_NAME.get(field)
    if found is None and field not in ORDINARY:
        return Reason.UNKNOWN
    return found
