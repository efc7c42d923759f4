"""How long texts may be: what a paper, a list and a form can hold."""

from __future__ import annotations

from typing import Final

from ktgs_desktop.errors import UserError

NAME: Final = 300
CODE: Final = 50
LINE: Final = 1000
ABSTRACT: Final = 500
CONTENT: Final = 4000
NOTE: Final = 4000
PAPER: Final = 60_000


def check_length(field: str, text: str, limit: int) -> None:
    """Refuse a text that is longer than it may be.

    Args:
        field: name of the field.
        text: what was entered.
        limit: characters at most.

    Raises:
        UserError: `too_long` with the field and the limit.
    """
    if len(text) > limit:
        raise UserError("too_long", field=field, limit=limit)
