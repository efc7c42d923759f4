"""Which records leave the office, when, and by which channel.

Edits stay in the channel `int`, which never leaves the office's own computers. What is sent is
*issued*: a record that may go is written once more, as it stands, into a channel to the superior.
Drafts, records marked secret and the office's inner matters never go (Luật Bảo vệ bí mật nhà nước
117/2025/QH15, Điều 5); names of persons travel apart from figures, so that a relay can leave them
out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from ktgs_desktop.domain.amendments import Amendment, AmendmentState, ItemChange
from ktgs_desktop.domain.channels import DETAIL, FIGURES, down
from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody, Office
from ktgs_desktop.domain.organizations import Organization, Succession
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem, SubjectKind
from ktgs_desktop.domain.remarks import Remark
from ktgs_desktop.domain.transfers import Transfer

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Subject


class Kept(StrEnum):
    """Why a record stays in the office."""

    DRAFT = "DRAFT"
    SECRET = "SECRET"  # noqa: S105 - a degree of secrecy
    INTERNAL = "INTERNAL"
    UNDECIDED = "UNDECIDED"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whether a record goes, and how.

    Attributes:
        channel: the channel it goes by, None if it stays.
        kept: why it stays, None if it goes.
        also: further channels it goes by.
    """

    channel: str | None
    kept: Kept | None = None
    also: tuple[str, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        """All channels it goes by."""
        return () if self.channel is None else (self.channel, *self.also)


class Surroundings(Protocol):
    """The records that decide of others."""

    def program(self, record: UUID) -> Program | None:
        """A program."""
        ...

    def item(self, record: UUID) -> ProgramItem | None:
        """A line."""
        ...

    def amendment(self, record: UUID) -> Amendment | None:
        """An amendment."""
        ...

    def document(self, record: UUID) -> Document | None:
        """A paper."""
        ...

    def dissemination_done(self, record: UUID) -> bool:
        """Whether no unit of a plan of dissemination is missing any more."""
        ...


_STAYS_DRAFT = Leaving(None, Kept.DRAFT)
_STAYS_SECRET = Leaving(None, Kept.SECRET)
_STAYS_INTERNAL = Leaving(None, Kept.INTERNAL)


def _names_person(subjects: tuple[Subject, ...]) -> bool:
    return any(subject.kind == SubjectKind.MEMBER for subject in subjects)


def _by_paper(document: UUID | None, around: Surroundings) -> Leaving:
    paper = None if document is None else around.document(document)
    if paper is not None and paper.classification:
        return _STAYS_SECRET
    return Leaving(FIGURES)


def _program(record: Program, around: Surroundings) -> Leaving:
    return _by_paper(record.document, around) if record.issued else _STAYS_DRAFT


def _of_program(program: UUID, around: Surroundings) -> Leaving:
    found = around.program(program)
    return _STAYS_DRAFT if found is None else _program(found, around)


def _item(record: ProgramItem, around: Surroundings) -> Leaving:
    leaving = _of_program(record.program, around)
    if leaving.channel and _names_person(record.subjects):
        return Leaving(DETAIL)
    return leaving


def _progress(record: Progress, around: Surroundings) -> Leaving:
    item = around.item(record.item)
    return _STAYS_DRAFT if item is None else _item(item, around)


def _amendment(record: Amendment, around: Surroundings) -> Leaving:
    if record.state != AmendmentState.ISSUED:
        return _STAYS_DRAFT
    of_program = _of_program(record.program, around)
    return _by_paper(record.document, around) if of_program.channel else of_program


def _item_change(record: ItemChange, around: Surroundings) -> Leaving:
    if record.amendment is None:
        leaving = _of_program(record.program, around)
    else:
        amendment = around.amendment(record.amendment)
        leaving = _STAYS_DRAFT if amendment is None else _amendment(amendment, around)
    if leaving.channel is None:
        return leaving
    before = record.before.subjects if record.before else ()
    named = _names_person(record.after.subjects) or _names_person(before)
    return Leaving(DETAIL) if named else leaving


def _document(record: Document, _around: Surroundings) -> Leaving:
    if record.classification:
        return _STAYS_SECRET
    if record.state == DocumentState.RESERVED:
        return _STAYS_DRAFT
    # Other papers of the office's register concern the office alone.
    return Leaving(FIGURES) if record.program is not None else _STAYS_INTERNAL


def _as_figures(_record: Any, _around: Surroundings) -> Leaving:
    return Leaving(FIGURES)


def _as_detail(_record: Any, _around: Surroundings) -> Leaving:
    return Leaving(DETAIL)


def _to_both(record: Transfer, _around: Surroundings) -> Leaving:
    """Both units hear of it, and those above, who get the receiver's changes handed on."""
    below = (unit for unit in (record.source, record.target) if unit != record.owner)
    return Leaving(FIGURES, also=tuple(down(unit) for unit in below))


def _dissemination(record: Dissemination, around: Surroundings) -> Leaving:
    return Leaving(FIGURES) if around.dissemination_done(record.id) else _STAYS_DRAFT


def _dissemination_session(record: DisseminationSession, around: Surroundings) -> Leaving:
    if not around.dissemination_done(record.plan):
        return _STAYS_DRAFT
    return Leaving(DETAIL if record.names_person else FIGURES)


def _to_subordinate(record: Remark, _around: Surroundings) -> Leaving:
    return Leaving(down(record.to))


_RULES: dict[type, Callable[[Any, Surroundings], Leaving]] = {
    Organization: _as_figures,
    Succession: _as_figures,
    Office: _as_figures,
    IssuingBody: _as_figures,
    PartyMember: _as_detail,
    Program: _program,
    ProgramItem: _item,
    Progress: _progress,
    Amendment: _amendment,
    ItemChange: _item_change,
    Document: _document,
    Dissemination: _dissemination,
    DisseminationSession: _dissemination_session,
    Remark: _to_subordinate,
    Transfer: _to_both,
}
TRAVELLING: tuple[type, ...] = tuple(_RULES)
"""Kinds of records that may leave the office; every other kind stays, whatever it says."""


def leaving(record: Any, around: Surroundings) -> Leaving:
    """Whether a record leaves the office, and by which channel.

    Args:
        record: the record as it stands.
        around: the records that decide of others.
    """
    rule = _RULES.get(type(record))
    return _STAYS_INTERNAL if rule is None else rule(record, around)
