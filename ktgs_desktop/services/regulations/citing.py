"""Use cases of citations: what papers, programs and texts cite, and whether it was in force.

A citation is found by its number in the words themselves, so one that was typed or pasted counts as
well as one that was put in from the library. A citation put in is kept as a link too: it says which
of two texts of one number is meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import i18n
from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.citation_checks import CitationFault, CitationJudge, Finding
from ktgs_desktop.domain.citations import Citation
from ktgs_desktop.domain.cited_texts import citation_words, mentions, part_words
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.identity import paper_text_id
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.domain.regulation_force import RegulationLibrary
from ktgs_desktop.domain.regulations import Regulation, number_form
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.papers import text_kinds
from ktgs_desktop.papers.paper import words_of
from ktgs_desktop.services import printing
from ktgs_desktop.services.regulations import library
from ktgs_desktop.store import cited_regulations, listing, office_texts, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import RegulationRow
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


_SAID: dict[str, Late] = {
    CitationFault.ENDED: late("“{words}” was no longer in force on {on}."),
    CitationFault.NOT_YET: late("“{words}” was not in force yet on {on}."),
    CitationFault.UNCERTAIN: late(
        "Whether “{words}” was in force on {on} is not certain; check the original."
    ),
    CitationFault.DATE_DIFFERS: late(
        "“{words}”: the library has {number} of {issued}. Check number and date."
    ),
    CitationFault.PART_UNKNOWN: late("“{words}”: {number} has no {parts}."),
}
_INSTEAD = late("Cite {texts} instead.")


_MOST_OFFERED = 80


@dataclass(frozen=True, slots=True)
class Citing:
    """What one record cites.

    Attributes:
        entity: kind of the record: `program`, `amendment`, `paper_text` or `document`.
        record: the record.
        name: what a person knows it by.
        on: the day of the act; of what is not issued yet, the present day.
        findings: its citations, in their order.
    """

    entity: str
    record: UUID
    name: str
    on: date
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The citations of which there is something to be said."""
        return tuple(one for one in self.findings if one.fault)


@dataclass(frozen=True, slots=True)
class _Place:
    entity: str
    record: UUID
    name: str
    on: date
    words: Callable[[], str]


def words_for(workspace: Workspace, regulation: UUID, path: str = "") -> str:
    """How a text or a part of it is cited in a paper.

    Args:
        workspace: the workspace.
        regulation: the text.
        path: part of it, e.g. `5.2.a`; empty for the whole.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        text = records.get(connection, Regulation, regulation)
    return citation_words(text, path)


def findings(
    workspace: Workspace, text: str, on: date | None = None, record: UUID | None = None
) -> list[Finding]:
    """The citations of a text, for one that is being typed.

    Args:
        workspace: the workspace.
        text: the text, saved or not.
        on: the day of the act, None for today.
        record: the record it belongs to, whose links count; None if it has none.
    """
    with workspace.reading() as connection:
        return _findings(connection, nfc(text), on or workspace.today, record)


def _findings(connection: Reader, text: str, on: date, record: UUID | None) -> list[Finding]:
    named = {number_form(one.number) for one in mentions(text)}
    known = cited_regulations.around(connection, named)
    if not known:
        return []
    judge = CitationJudge(
        RegulationLibrary(known.values()), cited_regulations.paths(connection, known.keys())
    )
    return judge.findings(text, on, _linked(connection, record, known, text))


def _linked(
    connection: Reader, record: UUID | None, known: dict[UUID, Regulation], text: str
) -> dict[str, UUID]:
    """The texts a person chose for this record whose words still stand there."""
    links = records.get_all(connection, Citation, record=record) if record else []
    return {
        number_form(known[one.regulation].number): one.regulation
        for one in links
        if one.regulation in known and one.wording in text
    }


def offered(workspace: Workspace, typed: str, on: date | None = None) -> list[RegulationRow]:
    """The texts that hold the words typed: those of the number first, then those to go by.

    Args:
        workspace: the workspace.
        typed: words, accents may be left out; nothing for the latest.
        on: the day on which the text is to be in force, None for today.
    """
    day = on or workspace.today
    query = Listing(sort="issued", descending=True, search=nfc(typed.strip()))
    with workspace.reading() as connection:
        first = next(listing.stream(connection, library.LIST, query), ())[:_MOST_OFFERED]
        rows: list[RegulationRow] = listing.rows(connection, library.LIST, list(first))
    number = number_form(typed)

    def place(row: RegulationRow) -> tuple[bool, bool]:
        called = bool(number) and number_form(row.number).startswith(number)
        return not called, not row.span.stands(day)

    return sorted(rows, key=place)


def program_as_typed(workspace: Workspace, program: Program) -> Citing:
    """What the paper of a program cites, its lines included.

    Args:
        workspace: the workspace.
        program: with the title and text typed, saved or not.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    with workspace.reading() as connection:
        return _judged(connection, _program(workspace, program))


def amendment_as_typed(workspace: Workspace, amendment: Amendment) -> Citing:
    """What the paper of an amendment cites.

    Args:
        workspace: the workspace.
        amendment: as typed, saved or not.

    Raises:
        UserError: `record_gone`, `template_syntax` or `template_field_unknown`.
    """
    with workspace.reading() as connection:
        return _judged(connection, _amendment(workspace, amendment))


def review(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    regulations: Collection[UUID] = (),
) -> list[Citing]:
    """What the office's programs, amendments, papers and texts of papers cite.

    Args:
        workspace: the workspace.
        progress: is told how far it is.
        regulations: only what cites one of these, none for all.

    Returns:
        What cites anything, in the order programs, amendments, texts of papers, other papers.
    """
    with workspace.reading() as connection:
        places = list(_places(workspace, connection))
        found: list[Citing] = []
        for done, place in enumerate(places):
            if progress is not None:
                progress.step(done, len(places), place.name)
            citing = _judged(connection, place)
            if _names(citing.findings, regulations):
                found.append(citing)
    return found


def _names(found: Iterable[Finding], regulations: Collection[UUID]) -> bool:
    return any(not regulations or one.regulation.id in regulations for one in found)


def _judged(connection: Reader, place: _Place) -> Citing:
    found = _findings(connection, nfc(place.words()), place.on, place.record)
    return Citing(place.entity, place.record, place.name, place.on, tuple(found))


def _places(workspace: Workspace, connection: Reader) -> Iterator[_Place]:
    own: set[UUID | None] = set()
    for program in records.get_all(connection, Program):
        own.add(program.document)
        yield _program(workspace, program)
    for amendment in records.get_all(connection, Amendment):
        own.add(amendment.document)
        yield _amendment(workspace, amendment)
    for kind in TextKind:
        yield _text(workspace, connection, kind)
    for document in records.get_all(connection, Document):
        if document.state == DocumentState.ISSUED and document.id not in own:
            yield _document(document)


def _program(workspace: Workspace, program: Program) -> _Place:
    def words() -> str:
        return words_of(printing.program_as_typed(workspace, program))

    name = program.number or program.title
    return _Place("program", program.id, name, program.issued_on or workspace.today, words)


def _amendment(workspace: Workspace, amendment: Amendment) -> _Place:
    def words() -> str:
        return words_of(printing.amendment_as_typed(workspace, amendment))

    name = amendment.number or amendment.title
    return _Place("amendment", amendment.id, name, amendment.decided_on or workspace.today, words)


def _text(workspace: Workspace, connection: Reader, kind: TextKind) -> _Place:
    unit = workspace.office.unit
    text = office_texts.of_kind(connection, unit, kind) or text_kinds.shipped_text(kind)
    name = str(text_kinds.name_of(kind))
    return _Place("paper_text", paper_text_id(unit, kind), name, workspace.today, lambda: text)


def _document(document: Document) -> _Place:
    return _Place(
        "document", document.id, document.symbol, document.issued_on, lambda: document.abstract
    )


def sentence(found: Finding, on: date) -> str:
    """What is to be said of a citation, with what to cite instead; empty if it is right.

    Args:
        found: the citation.
        on: the day of the act.
    """
    if not found.fault:
        return ""
    issued = found.regulation.issued
    said = str(_SAID[found.fault]).format(
        words=found.words,
        on=i18n.day(on),
        number=found.regulation.number,
        issued=str(issued) if issued else "?",
        parts=", ".join(part_words(path) for path in found.parts),
    )
    if not found.instead:
        return said
    texts = ", ".join(one.label for one in found.instead)
    return " ".join((said, str(_INSTEAD).format(texts=texts)))


def program_notes(workspace: Workspace, program: UUID, on: date) -> list[str]:
    """What is to be said of the citations of a program that is issued on a day.

    Args:
        workspace: the workspace.
        program: its id.
        on: the day of issue.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    issued = dataclasses.replace(found, issued_on=on)
    return _notes(program_as_typed(workspace, issued))


def amendment_notes(workspace: Workspace, amendment: UUID, on: date) -> list[str]:
    """What is to be said of the citations of an amendment that is decided on a day.

    Args:
        workspace: the workspace.
        amendment: its id.
        on: the day of the decision.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Amendment, amendment)
    return _notes(amendment_as_typed(workspace, dataclasses.replace(found, decided_on=on)))


def _notes(citing: Citing) -> list[str]:
    return [sentence(one, citing.on) for one in citing.faults]
