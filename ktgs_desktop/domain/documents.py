"""Papers (văn bản): number and symbol, the layout in force on a date, files by digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.errors import UserError


class DocumentState(StrEnum):
    """Where a paper stands; a number is reserved before there is a paper."""

    RESERVED = "RESERVED"
    ISSUED = "ISSUED"
    CANCELLED = "CANCELLED"


class PaperStanding(StrEnum):
    """How a paper stands in the register: its state, and once it is issued which way it went."""

    SIGNED = "SIGNED"
    SCANNED = "SCANNED"
    UNSIGNED = "UNSIGNED"
    RESERVED = "RESERVED"
    CANCELLED = "CANCELLED"


class FileRole(StrEnum):
    """What a file of a paper is."""

    PDF = "PDF"
    SIGNED_PDF = "SIGNED_PDF"
    WORD = "WORD"
    SCAN = "SCAN"


class LayoutRule(StrEnum):
    """Which guidance on the layout of papers is in force."""

    HD36 = "36-HD/VPTW"
    HD05 = "05-HD/VPTW"


HD05_FROM = date(2026, 5, 27)


def layout_rule(issued_on: date) -> LayoutRule:
    """The guidance a paper of a date follows.

    Hướng dẫn 36-HD/VPTW (03/4/2018) until 26/5/2026, then 05-HD/VPTW (27/5/2026).

    Args:
        issued_on: date of the paper.
    """
    return LayoutRule.HD05 if issued_on >= HD05_FROM else LayoutRule.HD36


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file that belongs to a paper.

    Attributes:
        role: what it is: `PDF`, `SIGNED_PDF`, `WORD` or `SCAN`.
        digest: SHA-256 of its contents, 64 hexadecimal digits.
        name: file name offered when it is saved.
        size: bytes.
        made_on: day on which it was made.
        signed_by: name in the certificate, for a signed file.
    """

    role: str
    digest: str
    name: str
    size: int
    made_on: date
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that has a number.

    Attributes:
        owner: the office's unit.
        id: identifier.
        document_type: abbreviation, e.g. `CTr`.
        body: the issuing body.
        term: code of the term its series belongs to.
        number: number within the series.
        symbol: number and symbol as printed, e.g. "02-CTr/HU".
        abstract: trích yếu.
        issued_on: date of the paper.
        place: place name in the date line.
        authority: e.g. "T/M BAN THƯỜNG VỤ".
        signer_position: e.g. "BÍ THƯ".
        signer_name: full name.
        recipients: lines under "Nơi nhận".
        state: `RESERVED`, `ISSUED` or `CANCELLED`.
        program: the program it issues, None for another paper.
        files: its files, oldest first.
        header_above: first header line of its day.
        header_own: second header line of its day.
        province: code of the office's province on the day.
        urgency: `URGENT`, `VERY_URGENT`, `EXPRESS` or empty.
        classification: `CONFIDENTIAL`, `SECRET`, `TOP_SECRET` or empty.
        classification_basis: item of the list of secrets it is classified by.
        classified_by: who decided that.
        reason: why its number is reserved, or why it was cancelled.
        copies: how many copies were made (số lượng bản), 0 if not written down.
        archived_by: who keeps the archive copy (người nhận bản lưu).
        note: free text (ghi chú).
    """

    owner: UUID
    id: UUID
    document_type: str
    body: UUID
    term: str
    number: int
    symbol: str
    abstract: str
    issued_on: date
    place: str
    authority: str
    signer_position: str
    signer_name: str
    recipients: tuple[str, ...] = ()
    state: str = DocumentState.ISSUED
    program: UUID | None = None
    files: tuple[DocumentFile, ...] = ()
    header_above: str = ""
    header_own: str = ""
    province: str = ""
    urgency: str = ""
    classification: str = ""
    classification_basis: str = ""
    classified_by: str = ""
    reason: str = ""
    copies: int = 0
    archived_by: str = ""
    note: str = ""

    def latest(self, role: str) -> DocumentFile | None:
        """Its newest file of a kind."""
        for file in reversed(self.files):
            if file.role == role:
                return file
        return None


def number_text(number: int) -> str:
    """A number as printed: two digits below 10 (Hướng dẫn 36-HD/VPTW, mục II.3).

    Args:
        number: from 1.
    """
    return f"{number:02}"


def symbol(number: int, document_type: str, body_symbol: str) -> str:
    """Number and symbol (số và ký hiệu): "02-CTr/HU".

    Args:
        number: within the series.
        document_type: abbreviation of the type.
        body_symbol: symbol of the issuing body.
    """
    return f"{number_text(number)}-{document_type}/{body_symbol}"


def next_number(used: Iterable[int], start: int) -> int:
    """The number to give next: one more than the greatest, at least the series' start.

    Args:
        used: numbers given in the series, cancelled ones too.
        start: first number of the series.
    """
    return max([start - 1, *used]) + 1


def check_number(number: int, used: Iterable[int], shown: str) -> None:
    """Refuse a number that the series has already.

    Args:
        number: the number typed.
        used: numbers given in the series.
        shown: number and symbol, for the message.

    Raises:
        UserError: `number_bad` or `number_taken`.
    """
    if number < 1:
        raise UserError("number_bad", number=number)
    if number in set(used):
        raise UserError("number_taken", symbol=shown)
