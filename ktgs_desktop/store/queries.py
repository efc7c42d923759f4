"""Questions about the data that are more than a record or a list: sums, numbers, history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.documents import DocumentState
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL
from ktgs_desktop.domain.opinions import OpinionResult
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.rows import Found
from ktgs_desktop.store import conditions, lineage, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_MOST_NAMED = 500


def last_written(connection: Connection) -> str | None:
    """ISO 8601 time of the last change, None if there is none.

    Args:
        connection: any.
    """
    query = sa.select(tables.channel.c.last_at).where(tables.channel.c.name == CHANNEL_INTERNAL)
    value = connection.execute(query).scalar()
    return str(value) if value else None


# Drafts ---------------------------------------------------------------------------------------


def save_draft(
    connection: Connection, user: UUID, form: str, record: str, content: Mapping[str, str]
) -> None:
    """Keep or forget what a user typed into a form.

    Args:
        connection: the writer's.
        user: who typed.
        form: name of the form.
        record: id of the record, or empty.
        content: texts by field; empty to forget.
    """
    key = tables.draft.c
    at = sa.and_(key.user == user, key.form == form, key.record == record)
    connection.execute(sa.delete(tables.draft).where(at))
    if content:
        text = json.dumps(dict(content), ensure_ascii=False)
        row = {"user": user, "form": form, "record": record, "content": text}
        connection.execute(sa.insert(tables.draft).values(row))


def draft_forms(connection: Connection, user: UUID) -> list[str]:
    """Names of the forms of which drafts of a user are kept.

    Args:
        connection: any.
        user: who typed.
    """
    form = tables.draft.c.form
    query = sa.select(form).where(tables.draft.c.user == user).distinct().order_by(form)
    return [str(name) for name in connection.execute(query).scalars()]


def load_draft(connection: Connection, user: UUID, form: str, record: str) -> dict[str, str]:
    """What a user typed into a form and did not save.

    Args:
        connection: any.
        user: who typed.
        form: name of the form.
        record: id of the record, or empty.
    """
    key = tables.draft.c
    at = sa.and_(key.user == user, key.form == form, key.record == record)
    text = connection.execute(sa.select(key.content).where(at)).scalar()
    return {str(name): str(value) for name, value in json.loads(text).items()} if text else {}


# Numbers --------------------------------------------------------------------------------------


def numbers_used(connection: Connection, body: UUID, document_type: str, term: str) -> list[int]:
    """Numbers given in a series, those of cancelled papers too; a reservation released is none.

    Args:
        connection: any.
        body: the issuing body.
        document_type: abbreviation of the type.
        term: code of the term.
    """
    paper = tables.document.c
    query = (
        sa.select(paper.number)
        .where(paper.body == body, paper.document_type == document_type, paper.term == term)
        .where(sa.or_(paper.voided.is_(None), paper.state != str(DocumentState.RESERVED)))
    )
    return [int(number) for number in connection.execute(query).scalars()]


def next_seq(connection: Connection, program: UUID, part: str) -> int:
    """The place after the last line of a part of a program.

    Args:
        connection: any.
        program: the program.
        part: `A` or `B`.
    """
    line = tables.program_item.c
    query = sa.select(sa.func.max(line.seq)).where(
        line.program == program, line.part == part, line.voided.is_(None)
    )
    return int(connection.execute(query).scalar() or 0) + 1


def items_of_term_lines(connection: Connection, wanted: Sequence[UUID]) -> list[UUID]:
    """Ids of the lines that carry out lines of a term program.

    Args:
        connection: any.
        wanted: the lines of the term.
    """
    line = tables.program_item.c
    found: list[UUID] = []
    for place in range(0, len(wanted), _MOST_NAMED):
        part = wanted[place : place + _MOST_NAMED]
        query = sa.select(line.id).where(line.term_item.in_(part), line.voided.is_(None))
        found += connection.execute(query).scalars()
    return found


def opinion_counts(connection: Connection) -> dict[UUID, tuple[int, int]]:
    """How many opinions were asked for on each program, and how many still wait for something.

    Args:
        connection: any.
    """
    one = tables.opinion.c
    unanswered = one.received_on.is_(None)
    undecided = sa.and_(one.text != "", one.result == OpinionResult.OPEN)
    waiting = sa.func.sum(sa.case((sa.or_(unanswered, undecided), 1), else_=0))
    query = (
        sa.select(one.program, sa.func.count().label("asked"), waiting.label("waiting"))
        .where(one.voided.is_(None))
        .group_by(one.program)
    )
    return {row.program: (row.asked, row.waiting) for row in connection.execute(query)}


# Sums -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """Lines of a program due in one quarter.

    Attributes:
        quarter: 1 to 4.
        done: lines done.
        in_progress: lines begun and in time.
        overdue: lines not done and past their day.
        not_started: lines not begun and in time.
    """

    quarter: int
    done: int
    in_progress: int
    overdue: int
    not_started: int

    @property
    def total(self) -> int:
        """Lines in all."""
        return self.done + self.in_progress + self.overdue + self.not_started


_COUNTED = frozenset(ProgressState) - {ProgressState.DROPPED}


def quarter_counts(
    connection: Connection, programs: Sequence[UUID], today: str
) -> list[QuarterCount]:
    """Lines of programs by the quarter they are due in and how far they are.

    Args:
        connection: any.
        programs: the programs; none gives empty quarters.
        today: ISO date.
    """
    line = tables.program_item.c
    states = conditions.in_state(today)
    cases = {str(state).lower(): case for state, case in states.items() if state in _COUNTED}
    sums = [
        sa.func.sum(sa.case((condition, 1), else_=0)).label(name)
        for name, condition in cases.items()
    ]
    query = (
        sa.select(line.due_quarter, *sums)
        .where(line.program.in_(programs), line.voided.is_(None), line.in_force.is_(True))
        .group_by(line.due_quarter)
    )
    found = {row.due_quarter: row for row in connection.execute(query)}
    counts = []
    for quarter in range(1, 5):
        row = found.get(quarter)
        values = {name: int(getattr(row, name)) if row else 0 for name in cases}
        counts.append(QuarterCount(quarter=quarter, **values))
    return counts


def open_items(
    connection: Connection, *, due_before: str, due_from: str = "", limit: int = 50
) -> list[int]:
    """Local row numbers of lines of issued programs that are not done, the earliest due first.

    Args:
        connection: any.
        due_before: ISO date; lines due on it or later are left out.
        due_from: ISO date; lines due before it are left out.
        limit: rows at most.
    """
    line = tables.program_item.c
    query = (
        sa.select(line.row)
        .where(line.voided.is_(None), line.finished.is_(False), line.in_force.is_(True))
        .where(line.due_on < due_before, line.due_on >= due_from)
        .where(conditions.of_issued_annual())
        .order_by(line.due_on, line.row)
        .limit(limit)
    )
    return [int(row) for row in connection.execute(query).scalars()]


def count_open_items(connection: Connection, *, due_before: str) -> int:
    """How many lines of issued annual programs are not done and were due before a day.

    Args:
        connection: any.
        due_before: ISO date.
    """
    line = tables.program_item.c
    query = (
        sa.select(sa.func.count())
        .select_from(tables.program_item)
        .where(line.voided.is_(None), line.finished.is_(False), line.in_force.is_(True))
        .where(line.due_on < due_before)
        .where(conditions.of_issued_annual())
    )
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection) -> dict[str, int]:
    """How many records of each kind there are that are not voided.

    Args:
        connection: any.
    """
    return {
        name: int(
            connection.execute(
                sa.select(sa.func.count()).select_from(table).where(table.c.voided.is_(None))
            ).scalar_one()
        )
        for name, table in tables.RECORD_TABLES.items()
    }


# Search over everything -----------------------------------------------------------------------

_FOUND = {
    "organization": (tables.organization.c.name, tables.organization.c.code),
    "party_member": (tables.party_member.c.full_name, tables.party_member.c.position),
    "program_item": (tables.program_item.c.content, tables.program_item.c.due_on),
    "document": (tables.document.c.symbol, tables.document.c.abstract),
    "incoming_document": (tables.incoming_document.c.abstract, tables.incoming_document.c.sender),
}


def _detail(kind: str, text: str) -> str:
    """The detail of a found record; that of a line is a day."""
    return str(PartialDate(text)) if kind == "program_item" else text


def search(connection: Connection, text: str, limit: int) -> list[Found]:
    """Records of any kind that hold every word typed.

    Args:
        connection: any.
        text: words typed; accents make them strict.
        limit: records of each kind at most.
    """
    found: list[Found] = []
    for kind, (title, detail) in _FOUND.items():
        table = tables.RECORD_TABLES[kind]
        condition = lineage.found_by(table, text)
        if condition is None:
            return []
        query = (
            sa.select(table.c.id, title.label("title"), detail.label("detail"))
            .where(condition, table.c.voided.is_(None))
            .order_by(table.c.row.desc())
            .limit(limit)
        )
        found += [
            Found(kind, row.id, row.title, _detail(kind, row.detail))
            for row in connection.execute(query)
        ]
    return found


def file_digests(connection: Connection) -> list[str]:
    """Digests of all files that papers name, each once.

    Args:
        connection: any.
    """
    found: dict[str, None] = {}
    for table in (
        tables.document,
        tables.incoming_document,
        tables.dissemination_session,
        tables.regulation_note,
    ):
        query = sa.select(table.c.files).where(table.c.voided.is_(None))
        for files in connection.execute(query).scalars():
            found.update(dict.fromkeys(str(file["digest"]) for file in files))
    drafts = tables.program_draft.c
    query = sa.select(drafts.file).where(drafts.voided.is_(None))
    found.update(dict.fromkeys(str(file["digest"]) for file in connection.execute(query).scalars()))
    pictures = tables.signer_images.c
    query = sa.select(pictures.images).where(pictures.voided.is_(None))
    for images in connection.execute(query).scalars():
        found.update(dict.fromkeys(str(image["digest"]) for image in images))
    return list(found)


def count_unsigned(connection: Connection) -> int:
    """How many issued papers have no signed file.

    Args:
        connection: any.
    """
    paper = tables.document.c
    query = (
        sa.select(sa.func.count())
        .select_from(tables.document)
        .where(paper.voided.is_(None), paper.signed.is_(False), paper.scanned.is_(False))
        .where(paper.state == str(DocumentState.ISSUED))
    )
    return int(connection.execute(query).scalar_one())


def count_items(connection: Connection, program: UUID) -> int:
    """How many lines a program has.

    Args:
        connection: any.
        program: its id.
    """
    line = tables.program_item.c
    query = (
        sa.select(sa.func.count())
        .select_from(tables.program_item)
        .where(line.program == program, line.voided.is_(None))
    )
    return int(connection.execute(query).scalar_one())
