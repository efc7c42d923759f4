"""Small rows of long lists: what a table shows of a record, filled from a few columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import ItemStatus


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organisation in a list or tree.

    Attributes:
        row: local row number.
        id: the organisation.
        name: its present name.
        org_type: code of its type.
        level: code of its level.
        code: its code in the latest outside list, or empty.
        parent: its present superior, None at the top.
        ended: its last day, None while it exists.
        children: how many organisations stand directly below it.
    """

    row: int
    id: UUID
    name: str
    org_type: str
    level: str
    code: str
    parent: UUID | None
    ended: date | None
    children: int = 0


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A Party member in a list.

    Attributes:
        row: local row number.
        id: the member.
        full_name: name.
        birth_date: as far as known, in display form; or empty.
        organization: name of the organisation, or empty.
        position: present position, or empty.
    """

    row: int
    id: UUID
    full_name: str
    birth_date: str
    organization: str
    position: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A program line in a list.

    Attributes:
        row: local row number.
        id: the line.
        program: its program.
        year: year of the work.
        part: part of the annex, `A` or `B`.
        seq: place within the part.
        task_kind: code of the kind of work.
        content: what is inspected or supervised.
        subjects: names of the subjects, or what is said of those unnamed.
        due_on: last day in time.
        due_quarter: quarter of that day.
        lead: body in the lead, or empty.
        progress: how far it is.
        status: what amendments made of it.
        postponed_to: year beyond its program to which it is put off, None if it is not.
    """

    row: int
    id: UUID
    program: UUID
    year: int
    part: str
    seq: int
    task_kind: str
    content: str
    subjects: str
    due_on: date
    due_quarter: int
    lead: str
    progress: LineProgress
    status: str = ItemStatus.ACTIVE
    postponed_to: int | None = None

    def state(self, today: date) -> ProgressState:
        """The line's state on a day."""
        return self.progress.state(self.due_on, today)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A paper in the register.

    Attributes:
        row: local row number.
        id: the paper.
        symbol: number and symbol.
        document_type: abbreviation of its type.
        abstract: trích yếu.
        issued_on: its date.
        signer: who signed.
        body: name of the issuing body.
        signed: whether a digitally signed file is attached.
        state: `ISSUED` or `CANCELLED`.
    """

    row: int
    id: UUID
    symbol: str
    document_type: str
    abstract: str
    issued_on: date
    signer: str
    body: str
    signed: bool
    state: str


@dataclass(frozen=True, slots=True)
class Found:
    """A record found by the search over everything.

    Attributes:
        kind: name of its kind.
        id: the record.
        title: what it is called.
        detail: where it belongs.
    """

    kind: str
    id: UUID
    title: str
    detail: str
