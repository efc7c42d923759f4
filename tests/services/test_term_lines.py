"""Lines of a term laid into its years, and what becomes of them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.services import amendments, history, program_items, programs, term_lines
from ktgs_desktop.services import program_progress as progress
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, changes, done, refusal

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def test_lines_of_the_term_become_linked_lines_of_a_new_draft(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    later = a_line(workspace, term, content="Sau", year=2022, quarter=None)
    first = a_line(
        workspace, term, content="Trước", year=2021, quarter=2, work_from=PartialDate("2021-05-01")
    )
    laid = term_lines.lay_into_year(workspace, [later.id, first.id], 2021)
    assert (laid.begun, laid.skipped, laid.program.year) == (True, 0, 2021)
    made = program_items.items(workspace, laid.program.id)
    assert [(one.content, one.term_item, one.seq, one.year) for one in made] == [
        ("Trước", first.id, 1, 2021),
        ("Sau", later.id, 2, 2021),
    ]
    assert (made[0].quarter, made[0].work_from) == (2, PartialDate("2021-05-01"))
    assert (made[1].quarter, made[1].work_from) == (None, None)
    assert made[0].subjects[0].id == first.subjects[0].id
    assert made[0].subjects[0].key != first.subjects[0].key
    history.undo(workspace)
    assert [one.program.kind for one in programs.programs(workspace)] == ["TERM"]


def test_laying_again_adds_only_what_is_not_there(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    lines = [a_line(workspace, term, content=f"Mục {n}", quarter=None) for n in range(3)]
    draft = a_program(workspace, 2021)
    own = a_line(workspace, draft, content="Của năm")
    term_lines.lay_into_year(workspace, [lines[0].id], 2021)
    laid = term_lines.lay_into_year(workspace, [line.id for line in lines], 2021)
    assert (laid.begun, laid.skipped, len(laid.items)) == (False, 1, 2)
    found = program_items.items(workspace, draft.id)
    assert [one.content for one in found] == [own.content, "Mục 0", "Mục 1", "Mục 2"]
    before = changes(workspace)
    again = refusal(lambda: term_lines.lay_into_year(workspace, [lines[0].id], 2021))
    assert again.code == "year_laid_already"
    assert changes(workspace) == before


def test_a_line_an_amendment_dropped_is_laid_into_no_year(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    lines = [a_line(workspace, term, content=f"Mục {n}", quarter=None) for n in range(2)]
    programs.issue(workspace, term.id, programs.Issue(ISSUED_ON, SIGNER))
    draft = amendments.begin(workspace, term.id, reason="chỉ đạo").id
    amendments.put_change(workspace, draft, ChangeAction.DROPPED, lines[0])
    amendments.issue(workspace, draft, amendments.Issue(ISSUED_ON, SIGNER))
    before = changes(workspace)
    wanted = [line.id for line in lines]
    error = refusal(lambda: term_lines.lay_into_year(workspace, wanted, 2021))
    assert (error.code, error.params) == ("item_not_in_force", {"name": "Mục 0"})
    assert changes(workspace) == before


def test_nothing_is_laid_into_an_issued_year_or_outside_the_term(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    line = a_line(workspace, term, quarter=None)
    annual = a_program(workspace, 2021)
    own = a_line(workspace, annual)
    programs.issue(workspace, annual.id, programs.Issue(ISSUED_ON, SIGNER))
    codes = [
        refusal(lambda item=item, year=year: term_lines.lay_into_year(workspace, [item], year)).code
        for item, year in ((line.id, 2021), (line.id, 2026), (own.id, 2022))
    ]
    assert codes == ["program_issued", "year_outside_term", "term_program_missing"]


def test_the_term_shows_how_far_its_years_are(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    taken, left = (a_line(workspace, term, content=text, quarter=None) for text in ("Có", "Chưa"))
    laid = term_lines.lay_into_year(workspace, [taken.id], 2021)
    term_lines.lay_into_year(workspace, [taken.id], 2022)
    programs.issue(workspace, laid.program.id, programs.Issue(ISSUED_ON, SIGNER))
    progress.record_progress(workspace, laid.items[0].id, done(laid.items[0]))
    found = term_lines.carried_out(workspace, term.id)
    assert found[left.id] == []
    assert [
        (one.item.year, one.program.state, one.progress.done, one.progress.total)
        for one in found[taken.id]
    ] == [(2021, "ISSUED", 1, 1), (2022, "DRAFT", 0, 1)]
