"""Drafts of a program's paper that went out to Word or came back from it (dự thảo lần 1, 2, 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.documents import DocumentFile


class DraftOrigin(StrEnum):
    """Where a draft comes from."""

    HANDED_OUT = "HANDED_OUT"
    READ_BACK = "READ_BACK"
    LEFT = "LEFT"


@dataclass(frozen=True, slots=True)
class ProgramDraft:
    """A draft of a program's paper as a file, kept as it was.

    Attributes:
        owner: the office's unit.
        id: identifier; the file itself carries it.
        program: whose paper it is.
        number: which draft it is (lần), from 1.
        origin: `HANDED_OUT` to be changed in Word, `READ_BACK` from it, or `LEFT`: it came back and
            is not taken yet.
        file: the Word file.
        handed_out: the draft that was changed to make this one, None for one handed out.
        province: code of the office's province on the day.
    """

    owner: UUID
    id: UUID
    program: UUID
    number: int
    origin: str
    file: DocumentFile
    handed_out: UUID | None = None
    province: str = ""

    @property
    def made_on(self) -> date:
        """Day on which it was handed out or read back."""
        return self.file.made_on


def next_number(drafts: Iterable[ProgramDraft]) -> int:
    """The number of the next draft of a program.

    Args:
        drafts: those the program has.
    """
    return max((draft.number for draft in drafts), default=0) + 1
