"""How marks of papers, states of incoming papers and days are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ktgs_desktop import i18n
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.domain.paper_marks import Classification, Urgency
from ktgs_desktop.i18n import Late, late

URGENCIES: Mapping[str, Late] = {
    Urgency.URGENT: late("urgent (KHẨN)"),
    Urgency.VERY_URGENT: late("very urgent (THƯỢNG KHẨN)"),
    Urgency.EXPRESS: late("express (HOẢ TỐC)"),
}
CLASSIFICATIONS: Mapping[str, Late] = {
    Classification.CONFIDENTIAL: late("confidential (MẬT)"),
    Classification.SECRET: late("secret (TỐI MẬT)"),
    Classification.TOP_SECRET: late("top secret (TUYỆT MẬT)"),
}
INCOMING_STATES: Mapping[str, Late] = {
    IncomingState.LATE: late("Late"),
    IncomingState.OPEN: late("Being dealt with"),
    IncomingState.DONE: late("Dealt with"),
    IncomingState.FILED: late("For information"),
}


def day(value: date | None) -> str:
    """A day as people write it, nothing for none.

    Args:
        value: the day.
    """
    return i18n.day(value) if value is not None else ""


def marks(classification: str, urgency: str) -> str:
    """The marks of a paper in words, nothing for none.

    Args:
        classification: a value of `Classification`, or empty.
        urgency: a value of `Urgency`, or empty.
    """
    found = [str(CLASSIFICATIONS[classification])] if classification in CLASSIFICATIONS else []
    found += [str(URGENCIES[urgency])] if urgency in URGENCIES else []
    return ", ".join(found)
