"""What needs attention on Monday morning."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.services import overview, program_progress, programs
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_member,
    a_program,
    an_issued_program,
    done,
)

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.services.workspace import Workspace


def issue(workspace: Workspace, program: Program) -> None:
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))


def due(workspace: Workspace, program: Program, day: date) -> ProgramItem:
    return a_line(
        workspace,
        program,
        quarter=None,
        work_to=PartialDate(day.isoformat()),
        content=day.isoformat(),
    )


def test_a_new_office_has_nothing_to_do(workspace: Workspace) -> None:
    shown = overview.overview(workspace)
    assert (shown.overdue, shown.overdue_count, shown.soon, shown.drafts) == ((), 0, (), ())
    assert shown.unsigned == ()
    assert sum(quarter.total for quarter in shown.quarters) == 0
    assert (shown.organizations, shown.members, shown.year) == (88, 0, 2021)
    assert overview.attention(workspace) == overview.Attention(0, 0)


def test_lines_are_late_from_the_day_after_and_soon_for_thirty_days(
    workspace: Workspace,
) -> None:
    program = a_program(workspace)
    days = ["07-01", "07-05", "07-06", "07-07", "08-04", "08-05"]
    for day in days:
        due(workspace, program, date.fromisoformat(f"2021-{day}"))
    assert overview.attention(workspace).overdue == 0, "a draft is not late"
    issue(workspace, program)
    shown = overview.overview(workspace)
    assert shown.today == date(2021, 7, 6)
    assert [row.content for row in shown.overdue] == ["2021-07-01", "2021-07-05"]
    assert shown.overdue_count == overview.attention(workspace).overdue == 2
    assert [row.content for row in shown.soon] == ["2021-07-06", "2021-07-07", "2021-08-04"]


def test_what_is_done_needs_no_attention(workspace: Workspace) -> None:
    _program, (line, _second) = an_issued_program(workspace)
    assert overview.attention(workspace).overdue == 2
    program_progress.record_progress(workspace, line.id, done(line))
    shown = overview.overview(workspace)
    assert shown.overdue_count == 1
    assert [quarter.done for quarter in shown.quarters] == [1, 0, 0, 0]
    assert [quarter.overdue for quarter in shown.quarters] == [1, 0, 0, 0]


def test_drafts_and_unsigned_papers_wait(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    draft = a_program(workspace, 2022)
    a_line(workspace, draft)
    shown = overview.overview(workspace)
    assert [(one.id, one.lines) for one in shown.drafts] == [(draft.id, 1)]
    assert shown.unsigned == ((program.document, "01-CTr/HU", ISSUED_ON),)
    assert overview.attention(workspace).unsigned == 1


def test_lines_of_the_term_program_are_not_late(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    a_line(workspace, term, year=2020, quarter=1)
    issue(workspace, term)
    assert overview.overview(workspace).overdue == ()
    assert overview.attention(workspace) == overview.Attention(overdue=0, unsigned=1)


@pytest.mark.parametrize(("years", "shown"), [((2020,), 2020), ((2020, 2021, 2022), 2021)])
def test_the_year_shown_is_the_latest_begun(
    workspace: Workspace, years: tuple[int, ...], shown: int
) -> None:
    for year in years:
        program = a_program(workspace, year)
        a_line(workspace, program)
        day = date(year - 1, 7, 5)
        programs.issue(workspace, program.id, programs.Issue(day, SIGNER))
    assert overview.overview(workspace).year == shown


def test_the_registers_are_counted(workspace: Workspace) -> None:
    a_member(workspace)
    assert overview.overview(workspace).members == 1
