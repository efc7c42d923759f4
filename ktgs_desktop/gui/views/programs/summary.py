"""The line under the tabs: number and date, state, and how many lines are how far."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import ProgramState
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.programs.lines import STATE_SIGNS, STATE_WORDS
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.programs import ProgramSummary

_TINTS = {
    ProgressState.DONE: "done",
    ProgressState.IN_PROGRESS: "in_progress",
    ProgressState.OVERDUE: "overdue",
    ProgressState.NOT_STARTED: "muted",
}

_HEADS: dict[str, Late] = {
    ProgramState.DRAFT: late("Draft · {title}"),
    ProgramState.CONSULTING: late("Draft, out for opinions · {title}"),
    ProgramState.SUBMITTED: late("Submitted, locked · {title}"),
}
_ISSUED: dict[str, Late] = {
    ProgramState.ISSUED: late("No. {number}, {date} · issued, locked"),
    ProgramState.CLOSED: late("No. {number}, {date} · closed"),
}


def _counts(one: ProgramSummary) -> dict[ProgressState, int]:
    return {
        ProgressState.DONE: sum(quarter.done for quarter in one.quarters),
        ProgressState.IN_PROGRESS: sum(quarter.in_progress for quarter in one.quarters),
        ProgressState.OVERDUE: one.overdue,
        ProgressState.NOT_STARTED: sum(quarter.not_started for quarter in one.quarters),
    }


def summary_html(one: ProgramSummary) -> str:
    """What the line under the tabs says of a program, as rich text.

    Args:
        one: the program.
    """
    program = one.program
    if program.issued and program.issued_on is not None:
        head = str(_ISSUED[program.state]).format(
            number=program.number, date=i18n.day(program.issued_on)
        )
    else:
        head = str(_HEADS[program.state]).format(title=program.title)
    total = _("{count} lines").format(count=one.total)
    parts = [f"{html.escape(head)} — <b>{html.escape(total)}</b>"]
    if program.issued:
        for state, count in _counts(one).items():
            if count:
                tint = theme.colour(_TINTS[state]).name()
                word = str(STATE_WORDS[state]).lower()
                text = html.escape(f"{STATE_SIGNS[state]} {count} {word}")
                parts.append(f"<span style='color:{tint}'>{text}</span>")
    return " · ".join(parts)
