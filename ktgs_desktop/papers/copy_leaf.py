"""The leaf that makes a copy of a paper: its own header, what it is a copy of, who certifies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.dates import format_long
from ktgs_desktop.domain.documents import layout_rule
from ktgs_desktop.domain.paper_copies import CopyKind
from ktgs_desktop.papers.markup import parse_blocks
from ktgs_desktop.papers.paper import Block, Paper, Paragraph, SignatureBlock
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document


def copy_leaf(
    copy: Document, original: Document, type_name: str, issuer: str, extract: str
) -> Paper:
    """The leaf of a copy; that of an extract carries its text.

    Args:
        copy: the copy, numbered.
        original: the paper copied.
        type_name: name of the original's type.
        issuer: name of the body that issued it.
        extract: text of the part copied, as small Markdown; empty for the whole.
    """
    day = format_long(original.issued_on)
    kind = CopyKind.TRICH_SAO if extract else CopyKind.SAO_Y
    told = wording("copy_of", type=type_name, symbol=original.symbol, date=day, body=issuer)
    blocks: tuple[Block, ...] = (Paragraph(wording("copy_about", abstract=original.abstract)),)
    return Paper(
        layout=layout_rule(copy.issued_on),
        header_above=copy.header_above,
        header_own=copy.header_own,
        symbol_text=wording("symbol", symbol=copy.symbol),
        place=copy.place,
        issued_on=copy.issued_on,
        year=copy.issued_on.year,
        type_name=wording(f"copy_{kind}"),
        abstract=told,
        blocks=(*blocks, *parse_blocks(extract)) if extract else blocks,
        signature=SignatureBlock(copy.authority, copy.signer_position, copy.signer_name),
        recipients=copy.recipients,
        urgency=copy.urgency,
        classification=copy.classification,
    )
