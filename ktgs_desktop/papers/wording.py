"""The fixed words of papers, in Vietnamese whatever the language of the window."""

from __future__ import annotations

import json
from functools import cache

from ktgs_desktop.paths import resource


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = json.loads(resource("papers", "wording.json").read_text("utf-8"))
    return table


def wording(key: str, **values: object) -> str:
    """Words that papers carry, with values filled in.

    Args:
        key: name in `resources/papers/wording.json`.
        values: what stands in the words' fields.

    Raises:
        KeyError: the words or a value is missing; a fault of the program.
    """
    return _table()[key].format(**values)
