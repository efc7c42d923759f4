"""What was found about signatures: sign, colour and sentence for each."""

from __future__ import annotations

import html

from ktgs_desktop.gui import theme
from ktgs_desktop.services import signing

_SIGNS = {
    "VALID": ("✔", "done"),
    "UNSIGNED": ("○", "muted"),
    "CHANGED": ("✖", "overdue"),
    "UNTRUSTED": ("▲", "due_soon"),
    "EXPIRED": ("▲", "due_soon"),
    "REVOKED": ("✖", "overdue"),
    "REVOCATION_UNKNOWN": ("▲", "due_soon"),
    "UNREADABLE": ("✖", "overdue"),
}


def verdict_html(verdict: signing.Verdict) -> str:
    """The verdict as rich text, a line for each signature.

    Args:
        verdict: what was found.
    """
    lines = []
    for found in signing.findings(verdict):
        sign, tint = _SIGNS.get(found.status, ("?", "muted"))
        lines.append(_line(sign, tint, found.sentence))
    return "<br>".join(lines)


def fault_html(sentence: str) -> str:
    """What is wrong with a file as rich text.

    Args:
        sentence: the sentence.
    """
    return _line(*_SIGNS["UNREADABLE"], sentence)


def _line(sign: str, tint: str, sentence: str) -> str:
    colour = theme.colour(tint).name()
    return f"<span style='color:{colour}'>{sign} {html.escape(sentence)}</span>"
