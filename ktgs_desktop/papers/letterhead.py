"""Who issues a paper, under which number and with whose signature: the facts of its frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain.documents import LayoutRule, layout_rule
from ktgs_desktop.papers.paper import SignatureBlock
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.offices import IssuingBody


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The frame of a paper.

    Attributes:
        body_name: how the text calls the issuing body, e.g. "Ban Thường vụ Huyện uỷ".
        body_kind: its type of organisation.
        header_above: first header line.
        header_own: second header line.
        symbol: number and symbol, "02-CTr/HU"; without a number "-CTr/HU".
        place: place name in the date line.
        issued_on: date of the paper, None while it is open.
        signature: who signs.
        recipients: lines under "Nơi nhận".
        urgency: a value of `Urgency`, or empty.
        classification: a value of `Classification`, or empty.
    """

    body_name: str
    body_kind: str
    header_above: str
    header_own: str
    symbol: str
    place: str
    issued_on: date | None
    signature: SignatureBlock
    recipients: tuple[str, ...] = ()
    urgency: str = ""
    classification: str = ""

    @property
    def numbered(self) -> bool:
        """Whether the paper has its number."""
        return not self.symbol.startswith("-")

    @property
    def symbol_text(self) -> str:
        """Number and symbol as printed, with room for a number still to be given."""
        return wording("symbol" if self.numbered else "symbol_open", symbol=self.symbol)

    def layout(self, year: int) -> LayoutRule:
        """The guidance the paper follows.

        Args:
            year: year the paper is for; counts while its date is open.
        """
        return layout_rule(self.issued_on or date(year, 1, 1))


def draft_letterhead(body: IssuingBody, document_type: str) -> Letterhead:
    """The frame of a paper that has neither number nor date; the body's first signer signs.

    Args:
        body: the issuing body.
        document_type: abbreviation of the type, e.g. `CTr`.
    """
    signer = body.signers[0] if body.signers else None
    return Letterhead(
        body_name=body.name,
        body_kind=body.kind,
        header_above=body.header_above,
        header_own=body.header_own,
        symbol=f"-{document_type}/{body.symbol}",
        place=body.place,
        issued_on=None,
        signature=SignatureBlock(
            signer.authority if signer else "",
            signer.position if signer else "",
            signer.name if signer else "",
        ),
        recipients=body.recipients,
    )


def issued_letterhead(document: Document, body: IssuingBody) -> Letterhead:
    """The frame of an issued paper, as it was on its day.

    Args:
        document: the paper.
        body: its issuing body, for what the paper does not carry itself.
    """
    return Letterhead(
        body_name=body.name,
        body_kind=body.kind,
        header_above=document.header_above or body.header_above,
        header_own=document.header_own or body.header_own,
        symbol=document.symbol,
        place=document.place,
        issued_on=document.issued_on,
        signature=SignatureBlock(
            document.authority, document.signer_position, document.signer_name
        ),
        recipients=document.recipients,
        urgency=document.urgency,
        classification=document.classification,
    )
