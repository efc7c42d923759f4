"""Number series of outgoing papers (sổ văn bản đi): reserved, cancelled, missing, given twice.

A series belongs to a body, a type of paper and a term (Hướng dẫn 36-HD/VPTW, mục II.3). In a
series of the office's own every number is accounted for; one that is kept elsewhere (by the
committee's office, say) has here only the numbers that came from there.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar
from uuid import UUID

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.rows import NumberedPaper
from ktgs_desktop.errors import UserError

MOST_RESERVED = 200
"""Numbers that may be reserved at once."""
BEARING = ("SIGNED_PDF", "SCAN", "PDF")
"""Roles of files that show the number of their paper."""
Paper = TypeVar("Paper", Document, NumberedPaper)
_AGE = attrgetter("id")


@dataclass(frozen=True, slots=True, order=True)
class SeriesKey:
    """What makes a series.

    Attributes:
        body: the issuing body.
        document_type: abbreviation of the type.
        term: code of the term.
    """

    body: UUID
    document_type: str
    term: str


@dataclass(frozen=True, slots=True)
class Place(Generic[Paper]):
    """A number of a series and what stands there.

    Attributes:
        number: the number.
        papers: who has it: none if it is missing, more than one if it was given twice.
    """

    number: int
    papers: tuple[Paper, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether no paper has the number, though later ones were given."""
        return not self.papers

    @property
    def double(self) -> bool:
        """Whether more than one paper that counts has the number."""
        return len(_counting(self.papers)) > 1


@dataclass(frozen=True, slots=True)
class Double:
    """A number that more than one paper has, as two computers can give it before they meet.

    Attributes:
        series: the series.
        number: the number.
        papers: the papers that have it, at least two; those cancelled are not among them.
    """

    series: SeriesKey
    number: int
    papers: tuple[Document, ...]


def series_of(document: Document | NumberedPaper) -> SeriesKey:
    """The series a paper's number belongs to."""
    return SeriesKey(document.body, document.document_type, document.term)


def by_series(documents: Iterable[Paper]) -> dict[SeriesKey, list[Paper]]:
    """Papers by the series of their numbers.

    Args:
        documents: papers of any series.
    """
    found: dict[SeriesKey, list[Paper]] = defaultdict(list)
    for document in documents:
        found[series_of(document)].append(document)
    return dict(found)


def places(documents: Iterable[Paper], start: int, *, kept_elsewhere: bool) -> list[Place[Paper]]:
    """The numbers of a series from its first to its last, those missing pointed out.

    Args:
        documents: papers of one series.
        start: its first number.
        kept_elsewhere: whether others give its numbers, so that none is missing here.
    """
    there: dict[int, list[Paper]] = defaultdict(list)
    for document in documents:
        there[document.number].append(document)
    if not there:
        return []
    numbers: Iterable[int] = sorted(there)
    if not kept_elsewhere:
        numbers = sorted({*range(start, max(there) + 1), *there})
    # Identifiers are made in the order of time.
    return [Place(number, tuple(sorted(there[number], key=_AGE))) for number in numbers]


def missing(found: Iterable[Place[Paper]]) -> list[int]:
    """Numbers of a series that no paper has.

    Args:
        found: its places.
    """
    return [place.number for place in found if place.missing]


def doubles(documents: Iterable[Document]) -> list[Double]:
    """Numbers that more than one paper has, by series and number.

    A cancelled paper keeps its number but stands in nobody's way: once all papers of a number but
    one are cancelled or renumbered, the conflict is settled.

    Args:
        documents: papers of any series.
    """
    found = []
    for series, members in by_series(documents).items():
        at: dict[int, list[Document]] = defaultdict(list)
        for document in _counting(members):
            at[document.number].append(document)
        found += [
            Double(series, number, tuple(sorted(papers, key=_AGE)))
            for number, papers in at.items()
            if len(papers) > 1
        ]
    return sorted(found, key=lambda one: (one.series, one.number))


def _counting(documents: Iterable[Paper]) -> list[Paper]:
    return [one for one in documents if one.state != DocumentState.CANCELLED]


# What may be done with a number ---------------------------------------------------------------


def check_reservation(numbers: range, used: Iterable[int], reason: str) -> None:
    """Refuse a reservation that cannot be.

    Args:
        numbers: the numbers wanted, one after the other.
        used: numbers the series has given.
        reason: why they are reserved.

    Raises:
        UserError: `reason_missing`, `number_bad`, `reservation_size` or `numbers_taken`.
    """
    if not reason.strip():
        raise UserError("reason_missing")
    if not 1 <= len(numbers) <= MOST_RESERVED:
        raise UserError("reservation_size", limit=MOST_RESERVED)
    if numbers[0] < 1:
        raise UserError("number_bad", number=numbers[0])
    taken = sorted(set(used) & set(numbers))
    if taken:
        raise UserError("numbers_taken", numbers=", ".join(map(str, taken)))


def check_released(document: Document) -> None:
    """Refuse to release the number of a paper that is there.

    Args:
        document: what has the number.

    Raises:
        UserError: `number_not_reserved`.
    """
    if document.state != DocumentState.RESERVED:
        raise UserError("number_not_reserved", symbol=document.symbol)


def cancelled(document: Document, reason: str) -> Document:
    """A paper, or a reserved number, as it stands in the register once it is cancelled.

    Args:
        document: the paper.
        reason: why.

    Raises:
        UserError: `reason_missing` or `document_cancelled`.
    """
    if not reason.strip():
        raise UserError("reason_missing")
    if document.state == DocumentState.CANCELLED:
        raise UserError("document_cancelled", symbol=document.symbol)
    return dataclasses.replace(document, state=DocumentState.CANCELLED, reason=reason)


def bears_number(document: Document) -> bool:
    """Whether a file kept with a paper shows its number: signed, scanned, or a PDF of its own.

    Args:
        document: the paper.
    """
    return any(document.latest(role) for role in BEARING)


def check_renumbered(document: Document) -> None:
    """Refuse to give another number to a paper that bears its number already.

    Args:
        document: the paper.

    Raises:
        UserError: `document_cancelled`; `document_bears_number` as `bears_number`.
    """
    if document.state == DocumentState.CANCELLED:
        raise UserError("document_cancelled", symbol=document.symbol)
    if bears_number(document):
        raise UserError("document_bears_number", symbol=document.symbol)
