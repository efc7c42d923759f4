"""Copies of papers (bản sao): whole (sao y) or of a part (trích sao)."""

from __future__ import annotations

from enum import StrEnum

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.signing_way import Way, way_of
from ktgs_desktop.errors import UserError

COPY_TYPE = "BS"
"""Type of a copy: copies have a number series of their own."""


class CopyKind(StrEnum):
    """What of the original a copy holds."""

    SAO_Y = "SAO_Y"
    TRICH_SAO = "TRICH_SAO"


def check_copy(original: Document, kind: CopyKind, extract: str) -> None:
    """Refuse a copy that cannot be made.

    Args:
        original: the paper copied.
        kind: the whole or a part.
        extract: the text of the part; nothing for the whole.

    Raises:
        UserError: `copy_of_unsigned`, `copy_extract_missing` or `copy_extract_needless`.
    """
    if original.state != DocumentState.ISSUED or way_of(original).way == Way.OPEN:
        raise UserError("copy_of_unsigned", symbol=original.symbol)
    if kind == CopyKind.TRICH_SAO and not extract.strip():
        raise UserError("copy_extract_missing")
    if kind == CopyKind.SAO_Y and extract.strip():
        raise UserError("copy_extract_needless")
