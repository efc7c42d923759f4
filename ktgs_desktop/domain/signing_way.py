"""Which way a paper went to its signature: signed digitally, or by hand and scanned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ktgs_desktop.domain.documents import Document, DocumentState, FileRole


class Way(StrEnum):
    """How a paper was signed; `OPEN` while neither signed file nor scan is there."""

    DIGITAL = "DIGITAL"
    HAND = "HAND"
    OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class SigningWay:
    """How far a paper is on its way.

    Attributes:
        way: digitally, by hand, or still open.
        complete: whether nothing is missing.
    """

    way: Way
    complete: bool


def way_of(document: Document) -> SigningWay:
    """Which way a paper went, and what is missing; the digital signature counts before a scan.

    Args:
        document: the paper.
    """
    if document.latest(FileRole.SIGNED_PDF) is not None:
        way = Way.DIGITAL
    elif document.latest(FileRole.SCAN) is not None:
        way = Way.HAND
    else:
        way = Way.OPEN
    lacks = way == Way.OPEN and document.state == DocumentState.ISSUED
    return SigningWay(way, complete=not lacks)
