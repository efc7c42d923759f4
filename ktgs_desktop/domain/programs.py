"""Inspection and supervision programs (chương trình kiểm tra, giám sát) and their progress.

A program of a body lasts a year or a term. Its lines (mục chương trình) may change while it is a
draft; once issued it is locked, and only progress is recorded. Progress is kept apart from the
plan, one record for each subject, so that an issued line stays what was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.dates import PartialDate, quarter_span
from ktgs_desktop.domain.vietnamese import accented


class ProgramKind(StrEnum):
    """How long a program lasts."""

    ANNUAL = "ANNUAL"
    TERM = "TERM"


class ProgramState(StrEnum):
    """Where a program stands."""

    DRAFT = "DRAFT"
    CONSULTING = "CONSULTING"
    SUBMITTED = "SUBMITTED"
    ISSUED = "ISSUED"
    CLOSED = "CLOSED"


ISSUED_STATES = (ProgramState.ISSUED, ProgramState.CLOSED)


class ItemStatus(StrEnum):
    """What amendments made of a line since its program was issued."""

    ACTIVE = "ACTIVE"
    ADDED = "ADDED"
    CHANGED = "CHANGED"
    DROPPED = "DROPPED"
    POSTPONED = "POSTPONED"


class Group(StrEnum):
    """Parts of the annex: A. Kiểm tra, B. Giám sát."""

    INSPECTION = "A"
    SUPERVISION = "B"


class SubjectKind(StrEnum):
    """What is inspected or supervised."""

    ORGANIZATION = "TCD"
    MEMBER = "DV"


@dataclass(frozen=True, slots=True)
class Named:
    """A body or person as named on the day of writing.

    Attributes:
        name: the name as it was.
        id: the record, None for a name that is in no register.
    """

    name: str
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is inspected or supervised (đối tượng) by a line.

    Attributes:
        key: identifies the subject within its line, for progress.
        kind: `TCD` (organisation) or `DV` (member).
        name: the name as it was.
        id: the record, None for a name that is in no register.
        position: a member's position as it was, or empty.
    """

    key: UUID
    kind: str
    name: str
    id: UUID | None = None
    position: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A program of a body for a year or a term.

    Attributes:
        owner: the office's unit.
        id: identifier.
        kind: `ANNUAL` or `TERM`.
        body: the issuing body.
        term: code of the term.
        year: the year, of a term program its first.
        state: `DRAFT` (dự thảo), `CONSULTING` (lấy ý kiến), `SUBMITTED` (trình), `ISSUED`
            (ban hành) or `CLOSED` (kết thúc).
        title: abstract (trích yếu), e.g. "kiểm tra, giám sát năm 2021 của Ban Thường vụ …".
        document: the paper by which it was issued, None before.
        issued_on: day of issue, None before.
        number: number and symbol, empty before.
        signer: name and position of who signed, empty before.
        province: code of the office's province on the day of writing.
        text: sections of the paper the office has changed, as Markdown, or empty.
        names_later: whether subjects left unnamed may be named later without an amendment.
        submitted_on: day on which it was laid before the body, None before.
        remark: why it was returned to the drafter, or empty.
        closed_on: day on which the office closed it, None before.
    """

    owner: UUID
    id: UUID
    kind: str
    body: UUID
    term: str
    year: int
    state: str
    title: str
    document: UUID | None = None
    issued_on: date | None = None
    number: str = ""
    signer: str = ""
    province: str = ""
    text: str = ""
    names_later: bool = True
    submitted_on: date | None = None
    remark: str = ""
    closed_on: date | None = None

    @property
    def issued(self) -> bool:
        """Whether it binds: its lines change by amendment alone, and progress is recorded."""
        return self.state in ISSUED_STATES

    @property
    def locked(self) -> bool:
        """Whether its lines may not be edited: it is issued, or lies before the body."""
        return self.state not in (ProgramState.DRAFT, ProgramState.CONSULTING)


@dataclass(frozen=True, slots=True)
class ProgramItem:
    """A line of a program (mục chương trình): one case or several of one kind.

    Attributes:
        owner: the office's unit.
        id: identifier.
        program: its program.
        year: year in which it is to be done.
        seq: place within its group, from 1.
        task_kind: code of the kind of work (`resources/codes/task_kinds.json`).
        content: what is inspected or supervised (nội dung, chuyên đề).
        subjects: those named.
        unnamed_organizations: organisations to be named later.
        unnamed_members: members to be named later.
        subject_note: how those to be named later are described.
        period_from: start of the time examined (mốc thời gian kiểm tra).
        period_to: end of the time examined.
        quarter: quarter of the work, 1 to 4, None if given by dates or not at all.
        work_from: first day of the work.
        work_to: last day of the work.
        method: code of the method, or empty.
        lead: body in the lead (cơ quan chủ trì).
        support: bodies that take part (cơ quan phối hợp).
        directing_member: committee member who directs (thành viên chỉ đạo).
        team_leader: head of the team (trưởng đoàn).
        note: free text (ghi chú).
        term_item: line of the term program it carries out, None if none.
        province: code of the office's province on the day of writing.
        status: what amendments made of it: `ACTIVE`, `ADDED`, `CHANGED`, `DROPPED`, `POSTPONED`.
        postponed_to: year after its program's to which it is put off, None if it is not.
    """

    owner: UUID
    id: UUID
    program: UUID
    year: int
    seq: int
    task_kind: str
    content: str
    subjects: tuple[Subject, ...] = ()
    unnamed_organizations: int = 0
    unnamed_members: int = 0
    subject_note: str = ""
    period_from: PartialDate | None = None
    period_to: PartialDate | None = None
    quarter: int | None = None
    work_from: PartialDate | None = None
    work_to: PartialDate | None = None
    method: str = ""
    lead: Named | None = None
    support: tuple[Named, ...] = ()
    directing_member: Named | None = None
    team_leader: Named | None = None
    note: str = ""
    term_item: UUID | None = None
    province: str = ""
    status: str = ItemStatus.ACTIVE
    postponed_to: int | None = None

    @property
    def in_force(self) -> bool:
        """Whether it is to be done under its program: neither dropped nor put off beyond it."""
        return self.status != ItemStatus.DROPPED and self.postponed_to is None

    @property
    def subject_count(self) -> int:
        """Subjects named and to be named; a line without any counts as one."""
        named = len(self.subjects) + self.unnamed_organizations + self.unnamed_members
        return max(1, named)

    @property
    def due_on(self) -> date:
        """The last day on which the work is in time."""
        if self.work_to is not None:
            return self.work_to.last
        if self.quarter is not None:
            end = quarter_span(self.year, self.quarter).end
            if end is not None:
                return end
        return date(self.year, 12, 31)

    @property
    def due_quarter(self) -> int:
        """The quarter (1 to 4) in which the work is to end."""
        return self.quarter or (self.due_on.month + 2) // 3


def years_of(program: Program) -> range:
    """The years a program is for: one, or those of its term.

    Args:
        program: the program.
    """
    if program.kind == ProgramKind.ANNUAL:
        return range(program.year, program.year + 1)
    first, _, last = program.term.partition("-")
    return range(int(first), int(last) + 1)


def unregistered_subjects(items: Iterable[ProgramItem]) -> tuple[Subject, ...]:
    """Subjects that lines name and no register has, each name of a kind once, in order.

    Args:
        items: the lines.
    """
    found: dict[tuple[str, str], Subject] = {}
    for item in items:
        for subject in item.subjects:
            if subject.id is None:
                found.setdefault((subject.kind, accented(subject.name)), subject)
    return tuple(found.values())


def outside_remit(task_bodies: tuple[str, ...], body_kind: str) -> bool:
    """Whether a kind of work is none of the body's tasks; the clerk is told, not stopped.

    Args:
        task_bodies: types of body whose task the kind is.
        body_kind: type of the issuing body.
    """
    return bool(task_bodies) and body_kind not in task_bodies


@dataclass(frozen=True, slots=True)
class Totals:
    """Subjects of a part of a program, for the text of the paper.

    Attributes:
        organizations: Party organisations.
        members: Party members.
    """

    organizations: int
    members: int


def totals(items: Iterable[ProgramItem]) -> Totals:
    """How many organisations and members lines name or will name.

    Args:
        items: the lines.
    """
    organizations = members = 0
    for item in items:
        organizations += item.unnamed_organizations
        members += item.unnamed_members
        for subject in item.subjects:
            if subject.kind == SubjectKind.ORGANIZATION:
                organizations += 1
            else:
                members += 1
    return Totals(organizations, members)


def grouped(
    items: Iterable[ProgramItem], group_of: Mapping[str, str]
) -> dict[str, list[ProgramItem]]:
    """Lines by part of the annex, each in its order; kinds without a part come last.

    Args:
        items: the lines.
        group_of: part of each kind of work.
    """
    parts: dict[str, list[ProgramItem]] = {Group.INSPECTION: [], Group.SUPERVISION: []}
    for item in sorted(items, key=lambda line: (line.seq, line.id)):
        parts.setdefault(group_of.get(item.task_kind, "C"), []).append(item)
    return parts
