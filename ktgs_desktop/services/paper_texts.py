"""Use cases of the texts of papers an office puts in place of those that ship (mẫu văn bản)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import paper_texts as rules
from ktgs_desktop.domain.amendments import Amendment, AmendmentState
from ktgs_desktop.domain.identity import paper_text_id
from ktgs_desktop.domain.offices import IssuingBody, OfficeUser
from ktgs_desktop.domain.opinions import Opinion
from ktgs_desktop.domain.paper_texts import PaperText, TextKind, TextSection
from ktgs_desktop.domain.program_titles import usual_title
from ktgs_desktop.domain.programs import Program, ProgramKind, ProgramState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import text_kinds
from ktgs_desktop.papers.amendment import Amended, amendment_paper
from ktgs_desktop.papers.letterhead import draft_letterhead
from ktgs_desktop.papers.opinions import DOCUMENT_TYPE, opinions_paper
from ktgs_desktop.papers.program import program_paper
from ktgs_desktop.services import printing
from ktgs_desktop.services.cited import CitingRecord, link
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import history, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.cited import Chosen
    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.store.database import Reader

TextField = text_kinds.TextField


@dataclass(frozen=True, slots=True)
class KindText:
    """The text of a kind of paper as new papers of this office print it.

    Attributes:
        kind: the kind.
        id: identifier of the office's record, whether there is one or not.
        name: what the kind is called.
        text: the text in force.
        shipped: the text that ships.
        own: whether the office put its own in place of it.
        by: who wrote the text in force last, empty for the one that ships.
        at: when, by the clock of that computer, ISO 8601; empty for the one that ships.
    """

    kind: TextKind
    id: UUID
    name: str
    text: str
    shipped: str
    own: bool
    by: str = ""
    at: str = ""

    @property
    def sections(self) -> tuple[TextSection, ...]:
        """The sections of the text in force."""
        return rules.sections(self.text)

    @property
    def changed(self) -> tuple[TextSection, ...]:
        """Those of its sections that do not stand so in the text that ships."""
        return rules.changed_sections(self.text, self.shipped) if self.own else ()


def texts(workspace: Workspace) -> list[KindText]:
    """The text of every kind of paper.

    Args:
        workspace: the workspace.
    """
    return [get(workspace, kind) for kind in TextKind]


def get(workspace: Workspace, kind: TextKind) -> KindText:
    """The text of a kind of paper.

    Args:
        workspace: the workspace.
        kind: the kind.
    """
    identifier = paper_text_id(workspace.office.unit, kind)
    shipped = nfc(text_kinds.shipped_text(kind))
    name = str(text_kinds.name_of(kind))
    with workspace.reading() as connection:
        found = records.find(connection, PaperText, identifier)
        if found is None or not found.text:
            return KindText(kind, identifier, name, shipped, shipped, own=False)
        by, at = _written(connection, identifier)
    return KindText(kind, identifier, name, found.text, shipped, own=True, by=by, at=at)


def _written(connection: Reader, identifier: UUID) -> tuple[str, str]:
    """Who wrote a text last, and when."""
    past = history.operations_of_record(connection, "paper_text", identifier)
    operation = past[0][0] if past else None
    if operation is None:
        return "", ""
    user = records.find(connection, OfficeUser, operation.user)
    return (user.full_name if user else ""), operation.at


def fields(kind: TextKind) -> tuple[TextField, ...]:
    """What the text of a kind of paper may show.

    Args:
        kind: the kind.
    """
    return text_kinds.fields_of(kind)


def check(kind: TextKind, text: str) -> None:
    """Refuse a text that a paper of its kind could not be printed with.

    Args:
        kind: the kind.
        text: the text with its fields.

    Raises:
        UserError: `too_long`, `template_empty`, `template_field_unknown`, `template_syntax`,
            `template_not_allowed`, `template_loop` or `template_too_long`.
    """
    rules.check_text(text)
    text_kinds.check_kind_text(kind, text.replace("\r\n", "\n"))


def put(workspace: Workspace, kind: TextKind, text: str, cited: Iterable[Chosen] = ()) -> KindText:
    """Put a text in place of the one that ships; issued papers stay as they are.

    The text that ships, put so, is the same as `reset`.

    Args:
        workspace: the workspace.
        kind: the kind.
        text: the text with its fields.
        cited: regulations put into the text from the library.

    Raises:
        UserError: as `check`, or `record_gone`, a regulation is no longer in the library.
    """
    check(kind, text)
    tidy = nfc(text.replace("\r\n", "\n"))
    if rules.same(tidy, nfc(text_kinds.shipped_text(kind))):
        return reset(workspace, kind)
    return _write(workspace, "set_paper_text", kind, tidy, cited)


def reset(workspace: Workspace, kind: TextKind) -> KindText:
    """Let new papers of a kind have the text that ships again; issued papers stay as they are.

    Args:
        workspace: the workspace.
        kind: the kind.
    """
    if not get(workspace, kind).own:
        return get(workspace, kind)
    return _write(workspace, "reset_paper_text", kind, "")


def _write(
    workspace: Workspace, operation: str, kind: TextKind, text: str, cited: Iterable[Chosen] = ()
) -> KindText:
    office = workspace.office.unit
    with workspace.writing(operation, str(text_kinds.name_of(kind))) as writer:
        made = PaperText(office, paper_text_id(office, kind), kind, text)
        writer.put(made)
        link(workspace, writer, CitingRecord("paper_text", made.id, text), cited)
    return get(workspace, kind)


def as_file(workspace: Workspace, kind: TextKind) -> Printed:
    """The text in force as a file, to be taken to another office.

    Args:
        workspace: the workspace.
        kind: the kind.
    """
    return printing.Printed(f"{kind}.md.j2", get(workspace, kind).text.encode())


# Preview --------------------------------------------------------------------------------------


def preview(
    workspace: Workspace, kind: TextKind, text: str, progress: Progress | None = None
) -> Printed:
    """The latest paper of a kind as PDF with a text that need not be kept yet.

    Where there is none yet, one without lines shows it.

    Args:
        workspace: the workspace.
        kind: the kind.
        text: the text with its fields.
        progress: is told how far it is.

    Raises:
        UserError: as `check`.
    """
    check(kind, text)
    made = _tried(workspace, kind, nfc(text))
    return printing.as_pdf(made, printing.file_stem(made, made.year), progress)


def _tried(workspace: Workspace, kind: TextKind, text: str) -> Paper:
    if kind == TextKind.AMENDMENT:
        return _amendment(workspace, text)
    with workspace.reading() as connection:
        opinions = records.get_all(connection, Opinion) if kind == TextKind.OPINIONS else []
        asked = {one.program for one in opinions}
        program = _program(workspace, connection, kind, asked)
        body = records.get(connection, IssuingBody, program.body)
        if kind == TextKind.OPINIONS:
            own = [one for one in opinions if one.program == program.id]
            head = draft_letterhead(body, DOCUMENT_TYPE)
            return opinions_paper(program, own, head, workspace.today, text)
        items = printing.lines_of(connection, program)
        head = printing.letterhead_of(connection, program)
        context = printing.context_of(connection, program)
    return program_paper(dataclasses.replace(program, text=text), items, head, context)


def _amendment(workspace: Workspace, text: str) -> Paper:
    with workspace.reading() as connection:
        found = records.get_all(connection, Amendment)
        program = _program(workspace, connection, TextKind.STANDING_COMMITTEE)
        body = records.get(connection, IssuingBody, program.body)
        context = printing.context_of(connection, program)
    if found:
        latest = found[-1]  # in the order they were begun
        return printing.amendment_as_typed(workspace, dataclasses.replace(latest, text=text))
    kind = printing.AMENDMENT_TYPE
    unit = workspace.office.unit
    blank = Amendment(unit, new_id(), program.id, 1, AmendmentState.DRAFT, program.title, text=text)
    amended = Amended(blank, program, (), (), kind, workspace.today.year)
    return amendment_paper(amended, draft_letterhead(body, kind), context)


def _program(
    workspace: Workspace, connection: Reader, kind: TextKind, asked: set[UUID] | None = None
) -> Program:
    """The latest program whose paper shows a text, or one without lines."""
    bodies = records.get_all(connection, IssuingBody)
    kinds = {body.id: body.kind for body in bodies}
    every = [one for one in records.get_all(connection, Program) if one.body in kinds]
    if kind == TextKind.OPINIONS:
        found = [one for one in every if one.id in (asked or ())] or every
    else:
        found = [one for one in every if rules.kind_of_program(one.kind, kinds[one.body]) == kind]
    if found:
        return max(found, key=lambda one: one.year)
    if not bodies:
        raise UserError("record_gone")
    term = kind == TextKind.TERM
    wanted = ProgramKind.TERM if term else ProgramKind.ANNUAL
    fitting = [one for one in bodies if rules.kind_of_program(wanted, one.kind) == kind]
    body, year = (fitting or bodies)[0], workspace.today.year
    return Program(
        owner=workspace.office.unit,
        id=new_id(),
        kind=wanted,
        body=body.id,
        term=workspace.office.term,
        year=year,
        state=ProgramState.DRAFT,
        title=usual_title(wanted, year, workspace.office.term, body.name),
        province=workspace.office.province,
    )
