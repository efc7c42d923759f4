"""What a record of the office is called in lists of the exchange."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ktgs_desktop.domain import replicas

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

_MAX = 200
_NAMING = ("symbol", "sender", "abstract", "title", "full_name", "content", "name", "text")


def label_of(entity: str, document: Mapping[str, Json]) -> str:
    """What a record is called, empty if nothing names it.

    Args:
        entity: kind of record.
        document: its JSON object.
    """
    shown = replicas.facts(entity, document).label
    if shown:
        return shown[:_MAX]
    words = (document.get(name) for name in _NAMING)
    return " · ".join(word for word in words if isinstance(word, str) and word)[:_MAX]
