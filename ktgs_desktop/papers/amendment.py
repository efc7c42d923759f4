"""Papers of amendments (điều chỉnh, bổ sung): the decision with what it changes, and versions.

A version of a program on a day (bản hợp nhất) is put together from the program's own paper; it
carries no signature, as nobody signed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.amendments import (
    Amendment,
    ChangeAction,
    ItemChange,
    differences,
    in_force,
)
from ktgs_desktop.domain.programs import ItemStatus, Program, ProgramItem, grouped
from ktgs_desktop.papers.markup import parse_blocks
from ktgs_desktop.papers.paper import (
    Align,
    Annex,
    AnnexGroup,
    Column,
    Paper,
    Paragraph,
    SignatureBlock,
)
from ktgs_desktop.papers.program import cell_text, column_headings, program_paper
from ktgs_desktop.papers.templates import filled, template_source
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.papers.letterhead import Letterhead
    from ktgs_desktop.papers.program import ProgramContext

OWN_TEXT = "amendment.text"
"""Name by which messages call the text an office wrote itself."""

_TEMPLATE = "amendment.md.j2"
_NOTE_MM = 27  # the last column says what changed a line
_ORDER = (
    ChangeAction.ADDED,
    ChangeAction.CHANGED,
    ChangeAction.POSTPONED,
    ChangeAction.DROPPED,
)
_COLUMN_OF = {
    "task_kind": "kind",
    "content": "content",
    "subjects": "subjects",
    "unnamed_organizations": "subjects",
    "unnamed_members": "subjects",
    "subject_note": "subjects",
    "period_from": "period",
    "period_to": "period",
    "year": "year",
    "quarter": "work",
    "work_from": "work",
    "work_to": "work",
    "method": "method",
    "lead": "lead",
    "support": "support",
    "directing_member": "directing",
    "team_leader": "directing",
    "note": "note",
    "term_item": "note",
}
"""The column of the annex that shows a field of a line."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment's paper is made from.

    Attributes:
        amendment: the amendment.
        program: the program it changes.
        changes: its changes.
        lines: the program's lines in force before it, by which they are numbered.
        document_type: `QĐ`, `CTr` or `TB`.
        year: year printed while its date is open.
        usual: text the office has in place of the one that ships, empty for that one.
    """

    amendment: Amendment
    program: Program
    changes: Sequence[ItemChange]
    lines: Sequence[ProgramItem]
    document_type: str
    year: int
    usual: str = ""


def default_text() -> str:
    """The text with fields that ships."""
    return template_source(_TEMPLATE)


def amendment_text(amended: Amended, head: Letterhead) -> str:
    """The text of an amendment with its fields filled in, as small Markdown.

    Args:
        amended: the amendment; its own text stands for the template.
        head: the frame of its paper.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    own = amended.amendment.text.strip()
    program = amended.program
    counts = dict.fromkeys(_ORDER, 0)
    for change in amended.changes:
        counts[ChangeAction(change.action)] += 1
    said = [
        wording(f"amendment_count_{action}", count=count)
        for action, count in counts.items()
        if count
    ]
    values = {
        "document_type": amended.document_type,
        "body": head.body_name,
        "program_number": program.number,
        "program_date": _day(program.issued_on),
        "program_title": program.title,
        "year": program.year,
        "term": program.term.replace("-", " - "),
        "reason": amended.amendment.reason.strip().rstrip("."),
        "summary": "; ".join(said) or wording("amendment_no_changes"),
    }
    source = own or amended.usual.strip() or default_text()
    return filled(source, values, template=OWN_TEXT if own else _TEMPLATE)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def amendment_paper(amended: Amended, head: Letterhead, context: ProgramContext) -> Paper:
    """The paper of an amendment: letter and annex; a draft is marked.

    Args:
        amended: the amendment with what it changes.
        head: the frame of its paper.
        context: lists and the term program.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    return Paper(
        layout=head.layout(amended.year),
        header_above=head.header_above,
        header_own=head.header_own,
        symbol_text=head.symbol_text,
        place=head.place,
        issued_on=head.issued_on,
        year=amended.year,
        type_name=wording(f"amendment_type_{amended.document_type}"),
        abstract=amended.amendment.title,
        blocks=parse_blocks(amendment_text(amended, head)),
        signature=head.signature,
        recipients=head.recipients,
        urgency=head.urgency,
        classification=head.classification,
        annex=_annex(amended, head, context),
        draft=head.issued_on is None,
    )


# The annex of changes -------------------------------------------------------------------------


def _annex(amended: Amended, head: Letterhead, context: ProgramContext) -> Annex:
    lines = _in_order(in_force(amended.lines), context)
    numbers = {item.id: number for number, item in enumerate(lines, start=1)}
    groups: list[AnnexGroup] = []
    seq = 0
    for action in _ORDER:
        own = [change for change in amended.changes if change.action == action]
        rows = []
        for change in sorted(own, key=lambda one: numbers.get(one.item, 0)):
            seq += 1
            rows.append((str(seq), *_row(change, numbers, amended.program.kind, context)))
        if rows:
            letter = "ABCD"[len(groups)]
            title = wording(f"amendment_group_{action}", letter=letter)
            groups.append(AnnexGroup(title, tuple(rows)))
    if not groups:
        groups.append(AnnexGroup(wording("amendment_no_changes"), ()))
    return Annex(
        title=wording("amendment_annex"),
        subtitle=_subtitle(amended, head),
        columns=(
            Column(wording("amendment_column_seq"), 11, Align.CENTER),
            Column(wording("amendment_column_line"), 62),
            Column(wording("amendment_column_before"), 76),
            Column(wording("amendment_column_after"), 76),
            Column(wording("amendment_column_reason"), 42),
        ),
        groups=tuple(groups),
    )


def _in_order(items: Iterable[ProgramItem], context: ProgramContext) -> list[ProgramItem]:
    """Lines in the order in which the program's annex numbers them."""
    parts = {code: kind.text("group") or "C" for code, kind in context.task_kinds.codes.items()}
    return [item for lines in grouped(items, parts).values() for item in lines]


def _subtitle(amended: Amended, head: Letterhead) -> str:
    named = wording(f"amendment_named_{amended.document_type}")
    facts = {"named": named, "symbol": head.symbol, "body": head.body_name}
    if head.issued_on is None or not head.numbered:
        return wording("amendment_annex_subtitle_open", year=amended.year, **facts)
    return wording("amendment_annex_subtitle", date=_day(head.issued_on), **facts)


def _row(
    change: ItemChange, numbers: Mapping[UUID, int], kind: str, context: ProgramContext
) -> tuple[str, str, str, str]:
    """Which line, what it was, what it becomes, why."""
    before, after = change.before, change.after
    if before is None:
        said = _described(after, kind, context)
        return wording("amendment_new_line"), "", said, change.reason
    line = wording(
        "amendment_line", number=numbers.get(change.item, 0), content=_flat(before.content)
    )
    if change.action == ChangeAction.DROPPED:
        was = _described(before, kind, context, left_out=("content",))
        return line, was, wording("amendment_dropped"), change.reason
    keys = _changed(before, after, kind)
    was, becomes = (_fields(keys, one, kind, context) for one in (before, after))
    if after.postponed_to is not None:
        was = _fields([_time(kind)], before, kind, context)
        becomes = wording("amendment_postponed", year=after.postponed_to)
    return line, was, becomes, change.reason


def _flat(text: str) -> str:
    return " ".join(text.split())


def _time(kind: str) -> str:
    """The column that says when a line is done."""
    known = list(column_headings(kind).values())
    return "work" if "work" in known else "year"


def _changed(before: ProgramItem, after: ProgramItem, kind: str) -> list[str]:
    """Columns in which two versions of a line differ, in the annex's order."""
    known = list(column_headings(kind).values())
    found = {_COLUMN_OF.get(name, _time(kind)) for name in differences(before, after)}
    found = {key if key in known else _time(kind) for key in found}
    return [key for key in known if key in found]


def _described(
    item: ProgramItem, kind: str, context: ProgramContext, *, left_out: Sequence[str] = ()
) -> str:
    keys = [key for key in column_headings(kind).values() if key not in ("seq", *left_out)]
    return _fields([key for key in keys if cell_text(key, item, context)], item, kind, context)


def _fields(keys: Iterable[str], item: ProgramItem, kind: str, context: ProgramContext) -> str:
    """Columns of a line one below the other, each with its heading."""
    titles = {key: title for title, key in column_headings(kind).items()}
    lines = []
    for key in keys:
        text = cell_text(key, item, context) or wording("amendment_nothing")
        parts = [part.removeprefix("- ") for part in text.split("\n")]
        lines.append(wording("amendment_field", title=titles[key], text="; ".join(parts)))
    return "\n".join(lines)


# The program on a day -------------------------------------------------------------------------


def version_paper(
    program: Program,
    items: Iterable[ProgramItem],
    on: date,
    amendments: Sequence[tuple[Amendment, str]],
    frame: tuple[Letterhead, ProgramContext],
    changed_by: Mapping[UUID, UUID],
) -> Paper:
    """The program as it was on a day, put together from its amendments; nobody signs it.

    Args:
        program: the issued program.
        items: its lines of that day.
        on: the day.
        amendments: those issued until then, each with the type of its paper.
        frame: frame of the program's paper; lists and the term program.
        changed_by: the amendment that last changed a line, by the line's id.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    head, context = frame
    named = {one.id: _named(one, kind) for one, kind in amendments}
    lines = [_noted(item, named.get(changed_by.get(item.id, item.id))) for item in in_force(items)]
    paper = program_paper(program, lines, head, context)
    facts = {
        "date": _day(on),
        "symbol": program.number,
        "issued_on": _day(program.issued_on),
        "body": head.body_name,
    }
    if amendments:
        told = "; ".join(wording("version_amendment", **one) for one in named.values())
        remark = wording("version_remark", amendments=told, **facts)
    else:
        remark = wording("version_remark_unchanged", **facts)
    annex = paper.annex
    if annex is not None:
        annex = replace(annex, subtitle=wording("version_annex_subtitle", **facts))
        annex = annex.with_room_for_notes(_NOTE_MM)
    return replace(
        paper,
        abstract=wording("version_abstract", abstract=paper.abstract, date=_day(on)),
        blocks=(Paragraph(remark), *paper.blocks),
        signature=SignatureBlock("", "", ""),
        recipients=(),
        annex=annex,
    )


def _named(amendment: Amendment, document_type: str) -> dict[str, str]:
    return {
        "named": wording(f"amendment_named_{document_type}"),
        "symbol": amendment.number,
        "date": _day(amendment.decided_on),
    }


def _noted(item: ProgramItem, by: Mapping[str, str] | None) -> ProgramItem:
    """The line with a note of what changed it."""
    if by is None or item.status == ItemStatus.ACTIVE:
        return item
    note = wording(f"version_note_{item.status}", **by)
    return replace(item, note="\n".join(part for part in (item.note, note) if part))
