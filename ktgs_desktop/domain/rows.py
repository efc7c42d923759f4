"""Small rows of long lists: what a table shows of a record, filled from a few columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.documents import DocumentState, PaperStanding
from ktgs_desktop.domain.incoming import IncomingState, state_on
from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import ItemStatus
from ktgs_desktop.domain.regulation_force import ForceSpan, ForceStatus
from ktgs_desktop.domain.regulations import is_certain


class Existence(StrEnum):
    """Whether an organisation of a list exists on the day."""

    EXISTING = "EXISTING"
    ENDED = "ENDED"


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
        body_kind: type of the issuing body.
        carried: how many annual lines carry out a line of a term.
        carried_done: how many of them are done.
        desk: computer at which it or its program is worked on, or empty.
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
    body_kind: str = ""
    carried: int = 0
    carried_done: int = 0
    desk: str = ""

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
        state: `RESERVED`, `ISSUED` or `CANCELLED`.
        scanned: whether the scan of the paper signed by hand is attached.
        urgency: a value of `Urgency`, or empty.
        classification: a value of `Classification`, or empty.
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
    scanned: bool = False
    urgency: str = ""
    classification: str = ""

    @property
    def standing(self) -> PaperStanding:
        """How it stands in the register."""
        if self.state != DocumentState.ISSUED:
            return PaperStanding(self.state)
        if self.signed:
            return PaperStanding.SIGNED
        return PaperStanding.SCANNED if self.scanned else PaperStanding.UNSIGNED


@dataclass(frozen=True, slots=True)
class NumberedPaper:
    """A paper, or a reservation, among the numbers of its series.

    Attributes:
        id: the paper.
        body: the issuing body.
        document_type: abbreviation of the type.
        term: code of the term.
        number: number within the series.
        symbol: number and symbol.
        abstract: trích yếu, empty for a reservation.
        signer_name: who signs.
        state: its state.
        program: the program it issues, None for another paper.
        urgency: degree of urgency, or empty.
        classification: degree of secrecy, or empty.
        reason: why its number is reserved, or why it was cancelled.
        copies: how many copies were made.
        archived_by: who keeps the archive copy.
        issued_on: date of the paper.
        bears_number: whether a file kept with it shows its number.
    """

    id: UUID
    body: UUID
    document_type: str
    term: str
    number: int
    symbol: str
    abstract: str
    signer_name: str
    state: str
    program: UUID | None
    urgency: str
    classification: str
    reason: str
    copies: int
    archived_by: str
    issued_on: date
    bears_number: bool


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """A paper in the book of incoming papers.

    Attributes:
        row: local row number.
        id: the paper.
        year: year of the book.
        number: its number there.
        received_on: day it came.
        sender: who sent it.
        symbol: its number and symbol at the sender, or empty.
        dated: its date, None if it has none.
        abstract: type and abstract.
        assignee: who is to deal with it, or empty.
        due_on: until when, None for no day.
        done_on: when it was dealt with, None if it was not.
        instruction: what the chair ordered, or empty.
        urgency: a value of `Urgency`, or empty.
        classification: a value of `Classification`, or empty.
        scanned: whether its scan is attached.
        desk: computer at which it is worked on, or empty.
    """

    row: int
    id: UUID
    year: int
    number: int
    received_on: date
    sender: str
    symbol: str
    dated: date | None
    abstract: str
    assignee: str
    due_on: date | None
    done_on: date | None
    instruction: str
    urgency: str
    classification: str
    scanned: bool
    desk: str = ""

    def state(self, today: date) -> IncomingState:
        """Where it stands on a day."""
        return state_on(self.assignee, self.due_on, self.done_on, today)


@dataclass(frozen=True, slots=True)
class RegulationRow:
    """A regulation in a list.

    Attributes:
        row: local row number.
        id: the regulation.
        number: number and symbol.
        issuer: who issued it, empty if unknown.
        title: abstract, or what it is about.
        kind: a value of `RegulationKind`.
        issued: day of issue, as far as known.
        effective_from: first day in force, as far as known.
        listed: whether it is of the list, not the office's own.
        confidence: a value of `Confidence`.
        title_kind: a value of `TitleKind`.
        standing: a value of `Standing`.
        group: group of the list, or empty.
        classification: a value of `Classification`, or empty.
        span: the days that decide how it stands.
    """

    row: int
    id: UUID
    number: str
    issuer: str
    title: str
    kind: str
    issued: PartialDate | None
    effective_from: PartialDate | None
    listed: bool
    confidence: str
    title_kind: str
    standing: str
    group: str
    classification: str
    span: ForceSpan

    def status(self, day: date) -> ForceStatus:
        """How it stands on a day."""
        return self.span.status(day)

    @property
    def certain(self) -> bool:
        """Whether title, dates and standing are confirmed; if not, screen and print say so."""
        return is_certain(self.title_kind, self.confidence, self.standing)


@dataclass(frozen=True, slots=True)
class LineTotals:
    """Sums over program lines in force, as their list shows them.

    Attributes:
        lines: lines.
        subjects: subjects, named or not.
        done: subjects concluded.
    """

    lines: int
    subjects: int
    done: int


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


@dataclass(frozen=True, slots=True)
class ReplicaRow:
    """A record received from another office in a list.

    Attributes:
        row: local row number.
        unit: whose it is.
        unit_name: what that unit is called.
        channel: the channel it came by.
        entity: name of its kind.
        id: the record.
        head: the version shown, in hexadecimal.
        standing: `put`, `del` (voided by its office), `withdraw` (taken back) or `newer` (a newer
            program is needed to show it).
        leaves: versions that stand side by side; more than one is a conflict.
        year: the year it is about, None for none.
        code: code of its kind of work, type or paper, or empty.
        state: its state as its office has it, or empty.
        label: what it is called, or empty.
        above: what the record it belongs to is called, or empty.
        needs: the schema version needed to show it, 0 if this program can.
    """

    row: int
    unit: UUID
    unit_name: str
    channel: str
    entity: str
    id: UUID
    head: str
    standing: str
    leaves: int
    year: int | None
    code: str
    state: str
    label: str
    above: str = ""
    needs: int = 0
