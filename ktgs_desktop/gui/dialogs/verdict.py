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
        colour = theme.colour(tint).name()
        lines.append(f"<span style='color:{colour}'>{sign} {html.escape(found.sentence)}</span>")
    return "<br>".join(lines)
