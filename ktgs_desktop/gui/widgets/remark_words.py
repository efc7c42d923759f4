"""Words for remarks and directives of superiors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.consolidation import Measure
from ktgs_desktop.domain.remark_states import RemarkState, figure_name
from ktgs_desktop.gui.widgets.record_words import code_text, entity_text, field_text
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.remark_states import RemarkRow

MEASURES: Mapping[str, Late] = {
    Measure.PLANNED: late("Planned"),
    Measure.DONE: late("Concluded"),
    Measure.DROPPED: late("Dropped"),
    Measure.ORGANIZATIONS: late("Organisations"),
    Measure.MEMBERS: late("Party members"),
}
KINDS: Mapping[str, Late] = {"REMARK": late("A remark"), "DIRECTIVE": late("A directive")}
STATES: Mapping[str, tuple[str, Late, str]] = {
    RemarkState.LATE: ("▲", late("no answer, late"), "overdue"),
    RemarkState.OPEN: ("→", late("no answer yet"), "in_progress"),
    RemarkState.ANSWERED: ("✔", late("answered"), "done"),
}
"""Sign, word and colour of each state."""


def state_text(state: str) -> str:
    """How far a remark is.

    Args:
        state: one of `RemarkState`.
    """
    sign, word, _tint = STATES[state]
    return f"{sign} {word}"


def about_text(row: RemarkRow) -> str:
    """What a remark is about.

    Args:
        row: the remark.
    """
    remark = row.remark
    if remark.record is not None:
        what = row.about or entity_text(remark.entity)
        return f"{what} · {field_text(remark.figure)}" if remark.figure else what
    if not remark.figure:
        return _("The unit as a whole")
    return figure_text(remark.figure)


def figure_text(figure: str) -> str:
    """The figure a remark speaks of in words.

    Args:
        figure: as `FigureName` spells it, or the name of a field.
    """
    found = figure_name(figure)
    if found is None:
        return field_text(figure)
    parts = [str(MEASURES.get(found.measure, found.measure))]
    if found.kind:
        parts.append(code_text("program_item", found.kind, short=True))
    if found.year:
        parts.append(str(found.year))
    return " · ".join(parts)


def due_text(row: RemarkRow) -> str:
    """The day by which an answer is due, or empty.

    Args:
        row: the remark.
    """
    return i18n.day(row.remark.due) if row.remark.due else ""
