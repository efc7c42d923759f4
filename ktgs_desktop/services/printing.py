"""How records become papers: a program, an amendment, a program of a day; as PDF and Word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import amendments as rules
from ktgs_desktop.domain.amendments import Amendment, ItemChange
from ktgs_desktop.domain.documents import Document, FileRole
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.programs import Program, ProgramItem, ProgramKind, years_of
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.amendment import Amended, amendment_paper, version_paper
from ktgs_desktop.papers.annex_foot import AnnexFoot
from ktgs_desktop.papers.letterhead import Letterhead, draft_letterhead, issued_letterhead
from ktgs_desktop.papers.pdf import PaperPdf, SignaturePlace, write_pdf
from ktgs_desktop.papers.program import ProgramContext, program_paper
from ktgs_desktop.papers.program_views import Viewed
from ktgs_desktop.services.workspace import codes
from ktgs_desktop.store import history, office_texts, plan_lines, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ktgs_desktop.papers.pages import Pages
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

PROGRAM_TYPE, AMENDMENT_TYPE = "CTr", "QĐ"
_CODE_LENGTH = 8
"""The end of a record's id, which is random; its beginning is the time."""
KEPT = (FileRole.SIGNED_PDF, FileRole.SCAN, FileRole.PDF)
"""Files of a paper that are printed as they are, the first there is."""

_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as a file.

    Attributes:
        name: file name offered.
        data: the file.
        pages: how many pages it has, 0 if not known.
        signature_place: where a visible signature goes, None if unknown.
        signed: whether it carries signatures.
    """

    name: str
    data: bytes
    pages: int = 0
    signature_place: SignaturePlace | None = None
    signed: bool = False


# What papers are made from --------------------------------------------------------------------


def context_of(connection: Reader, program: Program) -> ProgramContext:
    """Lists, the term program and the office's text that a program's paper refers to.

    Args:
        connection: any.
        program: the program.
    """
    above = [
        found
        for found in records.get_all(connection, Program, body=program.body)
        if found.kind == ProgramKind.TERM and found.term == program.term
    ]
    lines: dict[UUID, int] = {}
    if above:
        items = records.get_all(connection, ProgramItem, program=above[0].id)
        ordered = sorted(items, key=lambda item: (item.year, item.seq))
        lines = {item.id: place for place, item in enumerate(ordered, start=1)}
    return ProgramContext(
        task_kinds=codes("task_kinds"),
        methods=codes("methods"),
        term_program=above[0].number if above else "",
        term_lines=lines,
        usual=office_texts.of_program(connection, program),
    )


def letterhead_of(connection: Reader, program: Program) -> Letterhead:
    """The frame of a program's paper.

    Args:
        connection: any.
        program: the program.
    """
    return _letterhead(connection, program, program.document, PROGRAM_TYPE)


def _letterhead(
    connection: Reader, program: Program, document: UUID | None, kind: str
) -> Letterhead:
    body = records.get(connection, IssuingBody, program.body)
    if document is None:
        return draft_letterhead(body, kind)
    return issued_letterhead(records.get(connection, Document, document), body)


def lines_of(connection: Reader, program: Program) -> list[ProgramItem]:
    """The lines of a program's own paper: of an issued one as they were issued.

    Args:
        connection: any.
        program: the program.
    """
    items = records.get_all(connection, ProgramItem, program=program.id)
    if not program.issued:
        return items
    changes = records.get_all(connection, ItemChange, program=program.id)
    return rules.version(items, changes, None)


# Papers ---------------------------------------------------------------------------------------


def program_as_typed(workspace: Workspace, program: Program) -> Paper:
    """The paper of a program with a title and text that need not be saved yet.

    Args:
        workspace: the workspace.
        program: with the title and text typed; an issued one is as it was issued.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    with workspace.reading() as connection:
        items = lines_of(connection, program)
        head = letterhead_of(connection, program)
        context = context_of(connection, program)
    return program_paper(program, items, head, context)


def amendment_as_typed(
    workspace: Workspace, amendment: Amendment, document_type: str = AMENDMENT_TYPE
) -> Paper:
    """The paper of an amendment with a title, reason and text that need not be saved yet.

    Args:
        workspace: the workspace.
        amendment: the amendment as typed.
        document_type: type of the paper of a draft; an issued one has its own.

    Raises:
        UserError: `record_gone`, `template_syntax` or `template_field_unknown`.
    """
    with workspace.reading() as connection:
        program = records.get(connection, Program, amendment.program)
        own = records.get_all(connection, ItemChange, amendment=amendment.id)
        kind = document_type
        if amendment.document is not None:
            kind = records.get(connection, Document, amendment.document).document_type
        head = _letterhead(connection, program, amendment.document, kind)
        context = context_of(connection, program)
        lines = _before(connection, program, own)
        usual = office_texts.of_amendment(connection, amendment)
    years = years_of(program)
    year = min(max(workspace.today.year, years[0]), years[-1])
    amended = Amended(amendment, program, own, lines, kind, year, usual)
    return amendment_paper(amended, head, context)


def _before(connection: Reader, program: Program, own: list[ItemChange]) -> list[ProgramItem]:
    """The lines as they were right before an amendment."""
    items = records.get_all(connection, ProgramItem, program=program.id)
    changes = records.get_all(connection, ItemChange, program=program.id)
    first = min((change.seq for change in own), default=0)
    later = [one for one in changes if one.on is not None and 0 < first <= one.seq]
    return rules.version(items, later, None)


def version_as_paper(workspace: Workspace, program: UUID, on: date) -> Paper:
    """The paper of an issued program as it was on a day (bản hợp nhất).

    Args:
        workspace: the workspace.
        program: its id.
        on: the day.

    Raises:
        UserError: `record_gone`, `program_not_issued_yet`, `template_syntax`,
            `template_field_unknown`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        if not found.issued:
            raise UserError("program_not_issued_yet")
        items = records.get_all(connection, ProgramItem, program=program)
        changes = records.get_all(connection, ItemChange, program=program)
        past = sorted(
            (one for one in changes if one.on is not None and one.on <= on),
            key=lambda one: one.seq,
        )
        amended = records.get_all(connection, Amendment, program=program)
        until = [
            (one, _type_of(connection, one))
            for one in sorted(amended, key=lambda one: one.seq)
            if one.decided_on is not None and one.decided_on <= on
        ]
        frame = letterhead_of(connection, found), context_of(connection, found)
    by = {one.item: one.amendment for one in past if one.amendment is not None}
    return version_paper(found, rules.version(items, changes, on), on, until, frame, by)


def _type_of(connection: Reader, amendment: Amendment) -> str:
    paper = records.find(connection, Document, amendment.document) if amendment.document else None
    return paper.document_type if paper else AMENDMENT_TYPE


# Codes ------------------------------------------------------------------------------------------


def foot_of(workspace: Workspace, record: UUID) -> AnnexFoot | None:
    """The line of codes at the foot of the annex of what is printed, None if it is switched off.

    Args:
        workspace: the workspace.
        record: the record that is printed.
    """
    if not workspace.annex_codes:
        return None
    with workspace.reading() as connection:
        state = history.number_of_changes(connection)
    return AnnexFoot(record.hex[-_CODE_LENGTH:].upper(), state, workspace.today)


# Files ----------------------------------------------------------------------------------------


def file_stem(paper: Paper, year: int) -> str:
    """The name of a paper's file without its ending.

    Args:
        paper: the paper.
        year: year it is for.
    """
    symbol = paper.symbol_text.removeprefix("Số").strip()
    name = f"{symbol} {year}" if paper.issued_on else f"Du thao {symbol.lstrip('-')} {year}"
    return safe_stem(name)


def safe_stem(name: str) -> str:
    """A name without what no file may be called.

    Args:
        name: any text.
    """
    return " ".join(name.translate(_UNSAFE).split())


def kept_file(
    workspace: Workspace, document: Document, roles: Sequence[FileRole] = KEPT
) -> Printed | None:
    """The file kept with a paper that is printed: signed, scanned or made in Word; None if none.

    Args:
        workspace: the workspace.
        document: the paper.
        roles: which files, the first there is counts.

    Raises:
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    for role in roles:
        file = document.latest(role)
        if file is not None:
            data = workspace.attachments.get(file.digest)
            if role == FileRole.PDF:
                return Printed(file.name, data, signature_place=_place(data, document))
            return Printed(file.name, data, signed=role == FileRole.SIGNED_PDF)
    return None


def _place(data: bytes, document: Document) -> SignaturePlace:
    """Where the signature goes on a PDF that was made elsewhere: above the signer's name."""
    from ktgs_desktop.papers import signature_places  # pypdfium2 loads with the first such paper

    found = signature_places.above_name(data, document.signer_name)
    return found or signature_places.free_place(data, ())


def as_pdf(
    paper: Paper,
    stem: str,
    progress: Progress | None = None,
    last_page: Callable[[Pages], None] | None = None,
    foot: AnnexFoot | None = None,
) -> Printed:
    """A paper as PDF.

    Args:
        paper: the paper.
        stem: name of the file without its ending.
        progress: is told how far it is.
        last_page: draws on a page after all others, None for no such page.
        foot: line of codes at the foot of the annex, None for none.
    """
    made: PaperPdf = write_pdf(paper, progress, last_page=last_page, foot=foot)
    return Printed(f"{stem}.pdf", made.data, made.pages, made.signature_place)


def as_word(paper: Paper, stem: str, marks: Mapping[str, str] | None = None) -> Printed:
    """A paper as Word file.

    Args:
        paper: the paper.
        stem: name of the file without its ending.
        marks: what the file itself is to say of where it comes from, by name.
    """
    from ktgs_desktop.papers.word import write_word  # python-docx takes 100 ms to load

    return Printed(f"{stem}.docx", write_word(paper, marks))


def charts_of(workspace: Workspace, program: Program) -> Callable[[Pages], None]:
    """What draws the charts of a program's progress on the last page of its paper.

    Args:
        workspace: the workspace.
        program: the program.
    """
    from ktgs_desktop.papers import chart_page  # reportlab's graphics take 60 ms to load

    today = workspace.today
    with workspace.reading() as connection:
        lines = plan_lines.of_program(connection, program.id)
    charts = chart_page.paper_charts(lines, program.kind, codes("task_kinds"), today)
    subtitle = Viewed(program, today).subtitle
    return lambda pages: chart_page.put_charts(pages, charts, subtitle)
