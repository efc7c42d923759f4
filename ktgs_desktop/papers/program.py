"""The paper of an inspection and supervision program (chương trình kiểm tra, giám sát).

Built from the program and its lines alone: the letter from the office's own text or from the
template of its kind of body, the annex from the lines in the columns of practice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.codes import CodeList
from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.paper_texts import kind_of_program
from ktgs_desktop.domain.programs import Group, ProgramKind, grouped, totals
from ktgs_desktop.papers.markup import parse_blocks, written
from ktgs_desktop.papers.paper import Align, Annex, AnnexGroup, Column, Paper
from ktgs_desktop.papers.templates import fields_by_line, filled, template_source
from ktgs_desktop.papers.wording import wording
from ktgs_desktop.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ktgs_desktop.domain.dates import PartialDate
    from ktgs_desktop.domain.programs import Program, ProgramItem, Subject
    from ktgs_desktop.papers.letterhead import Letterhead

OWN_TEXT = "program.text"
"""Name by which messages call the text an office wrote itself."""

_NOTE_MM = 22


@dataclass(frozen=True, slots=True)
class ProgramContext:
    """What a program's paper needs beside the program.

    Attributes:
        task_kinds: kinds of work (`resources/codes/task_kinds.json`).
        methods: methods of work.
        term_program: number and symbol of the term program it follows, empty if none.
        term_lines: place in the term program of each of its lines, by id.
        usual: text the office has in place of the one that ships, empty for that one.
    """

    task_kinds: CodeList
    methods: CodeList
    term_program: str = ""
    term_lines: Mapping[UUID, int] = field(default_factory=dict)
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of the work a part of a program is; a field of the templates.

    Attributes:
        name: the part, e.g. a kind of work.
        lines: lines of the program.
        organizations: Party organisations, named or not.
        members: Party members, named or not.
        text: all of it in words: "16 tổ chức đảng và 03 đảng viên".
    """

    name: str
    lines: int
    organizations: int
    members: int
    text: str


def _counted(organizations: int, members: int, lines: int) -> str:
    parts = []
    if organizations:
        parts.append(wording("count_organizations", count=organizations))
    if members:
        parts.append(wording("count_members", count=members))
    if not parts:
        return wording("count_cases", count=lines)
    return parts[0] if len(parts) == 1 else wording("count_join", first=parts[0], second=parts[1])


def _figures(name: str, items: Sequence[ProgramItem]) -> Figures:
    sums = totals(items)
    text = _counted(sums.organizations, sums.members, len(items))
    return Figures(name, len(items), sums.organizations, sums.members, text)


def _groups(items: Iterable[ProgramItem], context: ProgramContext) -> dict[str, list[ProgramItem]]:
    codes = context.task_kinds.codes
    return grouped(items, {code: entry.text("group") or "C" for code, entry in codes.items()})


def _kinds(items: Sequence[ProgramItem], context: ProgramContext) -> tuple[Figures, ...]:
    """Figures of each kind of work that occurs, in the order of the list of kinds."""
    occurring: dict[str, list[ProgramItem]] = {code: [] for code in context.task_kinds.codes}
    for item in items:
        occurring.setdefault(item.task_kind, []).append(item)
    return tuple(
        _figures(context.task_kinds.get(code).vi, lines)
        for code, lines in occurring.items()
        if lines
    )


def _fields(
    program: Program, items: Iterable[ProgramItem], head: Letterhead, context: ProgramContext
) -> dict[str, object]:
    """The fields that the text of a program may use."""
    groups = _groups(items, context)
    inspection, supervision = groups[Group.INSPECTION], groups[Group.SUPERVISION]
    return {
        "body": head.body_name,
        "year": program.year,
        "term": program.term.replace("-", " - "),
        "term_program": context.term_program,
        "inspection": _figures("", inspection),
        "supervision": _figures("", supervision),
        "inspection_kinds": _kinds(inspection, context),
        "supervision_kinds": _kinds(supervision, context),
    }


def default_text(program: Program, body_kind: str) -> str:
    """The text with fields that ships for a program.

    Args:
        program: the program.
        body_kind: type of the issuing body.
    """
    return template_source(f"{kind_of_program(program.kind, body_kind)}.md.j2")


def _source(program: Program, head: Letterhead, context: ProgramContext) -> str:
    """The program's own text, else the office's, else the one that ships."""
    own = program.text.strip() or context.usual.strip()
    return own or default_text(program, head.body_kind)


def program_text(
    program: Program, items: Iterable[ProgramItem], head: Letterhead, context: ProgramContext
) -> str:
    """The text of a program with its fields filled in, as small Markdown.

    Args:
        program: the program; its own text stands for the template.
        items: its lines.
        head: the frame of its paper.
        context: lists and the term program.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    name = OWN_TEXT if program.text.strip() else program.kind
    values = _fields(program, items, head, context)
    return filled(_source(program, head, context), values, template=name)


def field_paragraphs(
    program: Program, items: Iterable[ProgramItem], head: Letterhead, context: ProgramContext
) -> tuple[str, ...]:
    """The paragraphs of `program_text`, each with its fields where they say the same in it alone.

    A text that is changed elsewhere paragraph by paragraph so keeps its living figures.

    Args:
        program: the program; its own text stands for the template.
        items: its lines.
        head: the frame of its paper.
        context: lists and the term program.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    values = _fields(program, items, head, context)
    return fields_by_line(_source(program, head, context), values, _lines)


def _lines(text: str) -> list[str]:
    return [written(block) for block in parse_blocks(text)]


def program_paper(
    program: Program, items: Sequence[ProgramItem], head: Letterhead, context: ProgramContext
) -> Paper:
    """The paper of a program: letter and annex; a draft is marked.

    Args:
        program: the program.
        items: its lines, in any order.
        head: the frame of its paper.
        context: lists and the term program.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    return Paper(
        layout=head.layout(program.year),
        header_above=head.header_above,
        header_own=head.header_own,
        symbol_text=head.symbol_text,
        place=head.place,
        issued_on=head.issued_on,
        year=program.year,
        type_name=wording("program_type"),
        abstract=program.title,
        blocks=parse_blocks(program_text(program, items, head, context)),
        signature=head.signature,
        recipients=head.recipients,
        annex=_annex(program, items, head, context),
        draft=not program.issued,
        urgency=head.urgency,
        classification=head.classification,
    )


@cache
def _columns() -> dict[str, list[tuple[str, Column]]]:
    document = json.loads(resource("papers", "program_columns.json").read_text("utf-8"))
    return {
        kind: [
            (
                entry["key"],
                Column(entry["title"], entry["width_mm"], Align(entry.get("align", "left"))),
            )
            for entry in entries
        ]
        for kind, entries in document.items()
    }


def column_headings(kind: str) -> dict[str, str]:
    """Names of the columns of a program's annex by their headings.

    Args:
        kind: `ANNUAL` or `TERM`.
    """
    columns = _columns().get(kind, _columns()[ProgramKind.ANNUAL])
    return {column.title: key for key, column in columns}


def cell_text(key: str, item: ProgramItem, context: ProgramContext) -> str:
    """What the annex shows of a line in a column, but for its number.

    Args:
        key: name of the column.
        item: the line.
        context: lists and the term program.
    """
    return _CELLS[key](item, context)


def _annex(
    program: Program, items: Iterable[ProgramItem], head: Letterhead, context: ProgramContext
) -> Annex:
    columns = _columns().get(program.kind, _columns()[ProgramKind.ANNUAL])
    keys = [key for key, _column in columns]
    groups = []
    seq = 0
    for group, lines in _groups(items, context).items():
        rows = []
        for item in lines:
            seq += 1
            rows.append(
                tuple(
                    _CELLS[key](item, context) or (str(seq) if key == "seq" else "") for key in keys
                )
            )
        if rows:
            ids = tuple(item.id.hex for item in lines)
            groups.append(AnnexGroup(wording(f"program_group_{group}"), tuple(rows), ids))
    if not groups:
        groups.append(AnnexGroup(wording("program_no_items"), ()))
    is_term = program.kind == ProgramKind.TERM
    return Annex(
        title=wording(
            "program_annex_term" if is_term else "program_annex_annual",
            year=program.year,
            term=program.term.replace("-", " - "),
        ),
        subtitle=_subtitle(program, head),
        columns=tuple(column for _key, column in columns),
        groups=tuple(groups),
    ).with_room_for_notes(_NOTE_MM)


def _subtitle(program: Program, head: Letterhead) -> str:
    body = head.body_name
    if head.issued_on is None or not head.numbered:
        return wording(
            "program_annex_subtitle_open", symbol=head.symbol, year=program.year, body=body
        )
    day = f"{head.issued_on:%d/%m/%Y}"
    return wording("program_annex_subtitle", symbol=head.symbol, date=day, body=body)


def subject_text(subject: Subject) -> str:
    """A subject as the annex names it.

    Args:
        subject: who is inspected or supervised.
    """
    if subject.kind != "DV":
        return subject.name
    if subject.position:
        return wording("program_member", name=subject.name, position=subject.position)
    return wording("program_member_plain", name=subject.name)


def _subjects(item: ProgramItem, _context: ProgramContext) -> str:
    """One subject a line, those to be named later as a number with their description."""
    lines = [subject_text(subject) for subject in item.subjects]
    unnamed = unnamed_text(item)
    return _listed([*lines, unnamed] if unnamed else lines)


def unnamed_text(item: ProgramItem) -> str:
    """Subjects to be named later as a number with their description, empty if there are none.

    Args:
        item: a line.
    """
    note = item.subject_note.strip()
    if not (item.unnamed_organizations or item.unnamed_members):
        return item.subject_note
    if note[:1].isdigit():  # "03 đảng viên diện Ban Thường vụ quản lý" says the number itself
        return note
    counted = _counted(item.unnamed_organizations, item.unnamed_members, 0)
    return wording("program_counted_note", count=counted, note=note) if note else counted


def _listed(names: Sequence[str]) -> str:
    """One name a line, with a dash if there are several."""
    if len(names) > 1:
        names = [wording("program_one_of_many", name=name) for name in names]
    return "\n".join(names)


def _span(start: PartialDate | None, end: PartialDate | None) -> str:
    if start and end and start != end:
        return wording("program_from_to", start=start, end=end)
    both = start or end
    if both is None:
        return ""
    if start and end:
        only_year = "-" not in both.iso
        return wording("program_year_alone", year=both) if only_year else str(both)
    return wording("program_from" if start else "program_to", start=start, end=end)


def _period(item: ProgramItem, _context: ProgramContext) -> str:
    return _span(item.period_from, item.period_to)


def _work(item: ProgramItem, _context: ProgramContext) -> str:
    lines = []
    if item.quarter:
        quarter = ROMAN_QUARTERS[item.quarter]
        lines.append(wording("program_quarter", quarter=quarter, year=item.year))
    lines.append(_span(item.work_from, item.work_to))
    return "\n".join(line for line in lines if line)


def _directing(item: ProgramItem, _context: ProgramContext) -> str:
    lines = [item.directing_member.name] if item.directing_member else []
    if item.team_leader:
        lines.append(wording("program_team_leader", name=item.team_leader.name))
    return _listed(lines)


def _note(item: ProgramItem, context: ProgramContext) -> str:
    lines = [item.note] if item.note else []
    place = context.term_lines.get(item.term_item) if item.term_item else None
    if place is not None:
        lines.append(wording("program_term_line", seq=place))
    return "\n".join(lines)


_CELLS: dict[str, Callable[[ProgramItem, ProgramContext], str]] = {
    "seq": lambda _item, _context: "",
    "content": lambda item, _context: item.content,
    "kind": lambda item, context: context.task_kinds.get(item.task_kind).vi,
    "subjects": _subjects,
    "period": _period,
    "work": _work,
    "year": lambda item, _context: str(item.year),
    "method": lambda item, context: context.methods.get(item.method).vi if item.method else "",
    "lead": lambda item, _context: item.lead.name if item.lead else "",
    "support": lambda item, _context: _listed([body.name for body in item.support]),
    "directing": _directing,
    "note": _note,
}
