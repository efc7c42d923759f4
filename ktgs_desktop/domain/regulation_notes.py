"""What an office keeps to a regulation: its own note, a day of review, files.

A list from above never touches a note; it stays when the text is changed or ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.documents import DocumentFile


@dataclass(frozen=True, slots=True)
class RegulationNote:
    """What an office keeps to a regulation.

    Attributes:
        owner: the office's unit.
        id: identifier, one for an office and regulation.
        regulation: the regulation.
        text: the note, or empty.
        review_on: when it is to be looked through again, None for no day.
        files: its files, oldest first.
    """

    owner: UUID
    id: UUID
    regulation: UUID
    text: str = ""
    review_on: date | None = None
    files: tuple[DocumentFile, ...] = ()


def check_note(note: RegulationNote) -> None:
    """Refuse a note that is too long.

    Args:
        note: what is to be saved.

    Raises:
        UserError: `too_long`.
    """
    limits.check_length("note", note.text, limits.NOTE)
