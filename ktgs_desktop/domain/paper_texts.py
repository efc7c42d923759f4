"""Texts of papers an office puts in place of those that ship (mẫu văn bản), one for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.programs import ProgramKind


class TextKind(StrEnum):
    """Kinds of paper that have a text of their own."""

    STANDING_COMMITTEE = "annual_program_standing_committee"
    INSPECTION_COMMITTEE = "annual_program_inspection_committee"
    ADVISORY_BODY = "annual_program_advisory_body"
    TERM = "term_program"
    AMENDMENT = "amendment"
    OPINIONS = "opinions"


@dataclass(frozen=True, slots=True)
class PaperText:
    """The text of a kind of paper as an office wants it.

    Attributes:
        owner: the office's unit.
        id: identifier, computed from the office and the kind (`identity.paper_text_id`).
        kind: which paper, a `TextKind`.
        text: the text with its fields; empty for the one that ships.
    """

    owner: UUID
    id: UUID
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class TextSection:
    """A part of a text, from its heading to the next one.

    Attributes:
        title: words of the heading, empty for what stands before the first.
        line: line on which it begins, from 1.
        text: all of it, the heading included.
    """

    title: str
    line: int
    text: str


def kind_of_program(program_kind: str, body_kind: str) -> TextKind:
    """Which text a program has.

    Args:
        program_kind: `ANNUAL` or `TERM`.
        body_kind: type of the issuing body.
    """
    if program_kind == ProgramKind.TERM:
        return TextKind.TERM
    own = {
        "INSPECTION_COMMITTEE": TextKind.INSPECTION_COMMITTEE,
        "ADVISORY_BODY": TextKind.ADVISORY_BODY,
    }
    return own.get(body_kind, TextKind.STANDING_COMMITTEE)


def sections(text: str) -> tuple[TextSection, ...]:
    """The parts of a text in their order; joined by line breaks they are the text again.

    Args:
        text: with headings that begin with `#`.
    """
    starts: list[tuple[str, int]] = [("", 1)]
    lines = text.split("\n")
    starts += [
        (line.lstrip("#").strip(), number)
        for number, line in enumerate(lines, start=1)
        if line.startswith("#")
    ]
    ends = [line for _title, line in starts[1:]] + [len(lines) + 1]
    found = [
        TextSection(title, line, "\n".join(lines[line - 1 : end - 1]))
        for (title, line), end in zip(starts, ends, strict=True)
    ]
    return tuple(one for one in found if one.title or one.text)


def section_at(text: str, line: int) -> str:
    """The heading under which a line stands, empty before the first.

    Args:
        text: the text.
        line: the line, from 1.
    """
    titles = [one.title for one in sections(text) if one.line <= line]
    return titles[-1] if titles else ""


def changed_sections(text: str, usual: str) -> tuple[TextSection, ...]:
    """The parts of a text that do not stand so in the usual one.

    Args:
        text: the office's.
        usual: the one that ships.
    """
    known = {_tidy(one.text) for one in sections(usual)}
    return tuple(one for one in sections(text) if _tidy(one.text) not in known)


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def same(text: str, other: str) -> bool:
    """Whether two texts print the same: blanks at ends of lines and around them do not count.

    Args:
        text: one.
        other: the other.
    """
    return _tidy(text) == _tidy(other)


def check_text(text: str) -> None:
    """Refuse a text that no paper can hold.

    Args:
        text: what is to be kept.

    Raises:
        UserError: `too_long`.
    """
    limits.check_length("text", text, limits.PAPER)


def text_of(texts: Iterable[PaperText], kind: str) -> str:
    """The office's text of a kind, empty if it has the one that ships.

    Args:
        texts: all of the office.
        kind: the kind.
    """
    return next((one.text for one in texts if one.kind == kind), "")
