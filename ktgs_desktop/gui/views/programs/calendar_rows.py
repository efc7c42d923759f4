"""The calendar of a program as rows, for a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.program_calendar import work_span
from ktgs_desktop.gui.views.programs.lines import STATE_WORDS
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.plan_lines import PlanLine

EXPORTED: tuple[tuple[Late, int], ...] = (
    (late("Until"), 12),
    (late("At work from"), 12),
    (late("At work to"), 12),
    (late("Content"), 60),
    (late("Subjects"), 50),
    (late("In the lead"), 24),
    (late("State"), 16),
)
"""Heads of the columns with their widths in characters."""


def calendar_row(line: PlanLine, today: date) -> list[str]:
    """A line as it stands in the sheet.

    Args:
        line: the line.
        today: the workspace's day.
    """
    work = map(i18n.day, work_span(line)) if line.work_from is not None else ("", "")
    subjects = [subject.name for subject in line.subjects]
    if line.unnamed:
        subjects.append(_("{count} to be named later").format(count=line.unnamed))
    state = str(STATE_WORDS[line.state(today)])
    return [i18n.day(line.due_on), *work, line.content, "; ".join(subjects), line.lead, state]
