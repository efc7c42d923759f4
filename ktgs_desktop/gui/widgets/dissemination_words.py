"""Words for the dissemination of regulations: states, ways, forms of sessions, what is odd."""

from __future__ import annotations

from collections.abc import Mapping

from ktgs_desktop.domain.dissemination import DisseminationState, Meeting, Way
from ktgs_desktop.domain.dissemination_checks import SessionRemark
from ktgs_desktop.i18n import Late, late

STATES: Mapping[str, Late] = {
    DisseminationState.PLANNED: late("To begin"),
    DisseminationState.RUNNING: late("Running"),
    DisseminationState.DONE: late("Done"),
    DisseminationState.LATE: late("Late"),
}
SIGNS: Mapping[str, str] = {
    DisseminationState.PLANNED: "○",
    DisseminationState.RUNNING: "→",
    DisseminationState.DONE: "✓",
    DisseminationState.LATE: "▲",
}
TINTS: Mapping[str, str] = {
    DisseminationState.LATE: "overdue",
    DisseminationState.DONE: "done",
    DisseminationState.PLANNED: "muted",
}
"""Colours by the theme's names; the usual one for what is missing."""
WAYS: Mapping[str, Late] = {
    Way.CONFERENCE: late("Conference"),
    Way.CELL_MEETING: late("Meetings of the cells"),
    Way.MATERIAL: late("Texts sent out for study"),
    Way.COMBINED: late("Several ways together"),
}
MEETINGS: Mapping[str, Late] = {
    Meeting.IN_PERSON: late("In person"),
    Meeting.VIDEO: late("By video"),
}
REMARKS: Mapping[str, Late] = {
    SessionRemark.OUTSIDE_SPAN: late("The session lies outside the days of the plan."),
    SessionRemark.NOT_A_TARGET: late("A unit came that the plan does not name."),
    SessionRemark.SITES_DIFFER: late("More people are counted at the sites than came in all."),
}


def state_text(state: str) -> str:
    """A state with its sign.

    Args:
        state: its code.
    """
    return f"{SIGNS[state]} {STATES[state]}"
