"""Channels of the exchange (kênh trao đổi): upward, downward, of lists, and the office's own."""

from __future__ import annotations

from uuid import UUID

from ktgs_desktop.domain.journal import CHANNEL_INTERNAL

FIGURES = "up.sum"
DETAIL = "up.det"
REGULATIONS = "pub.reg"
UPWARD = (FIGURES, DETAIL)
_DOWN = "down:"


def down(unit: UUID) -> str:
    """The channel from a superior to one unit below.

    Args:
        unit: the unit below.
    """
    return f"{_DOWN}{unit}"


def is_down(channel: str) -> bool:
    """Whether a channel goes to a unit below."""
    return channel.startswith(_DOWN)


def known(channel: str) -> bool:
    """Whether a channel is one of those this program knows.

    Args:
        channel: its name, from outside.
    """
    if is_down(channel):
        try:
            return channel == down(UUID(channel.removeprefix(_DOWN)))
        except ValueError:
            return False
    return channel in (FIGURES, DETAIL, REGULATIONS, CHANNEL_INTERNAL)
