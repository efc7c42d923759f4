"""Next year's draft from this year's on a real workspace: proposed, accepted, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import i18n
from ktgs_desktop.domain.programs import ProgramState
from ktgs_desktop.domain.proposals import ProposalKind, Reason
from ktgs_desktop.services import (
    history,
    offices,
    organizations,
    program_items,
    program_progress,
    programs,
    proposals,
)
from ktgs_desktop.services.proposals import Accepted
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    changes,
    done,
    refusal,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.domain.programs import ProgramItem, Subject
    from ktgs_desktop.services.proposals import Proposed
    from ktgs_desktop.services.workspace import Workspace


def subjects(workspace: Workspace, *names: str) -> tuple[Subject, ...]:
    return tuple(
        program_items.new_subject("TCD", name, organizations.named(workspace, name))
        for name in names
    )


def a_year(workspace: Workspace) -> Sequence[ProgramItem]:
    """The issued program of 2021: one line half done, one done, one not begun."""
    program = a_program(workspace)
    half = a_line(
        workspace,
        program,
        content="Một nửa",
        subjects=subjects(workspace, "Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim"),
    )
    whole = a_line(
        workspace, program, content="Xong", subjects=subjects(workspace, "Đảng uỷ xã Kha Sơn")
    )
    none = a_line(
        workspace,
        program,
        content="Chưa",
        task_kind="SUPERVISION_THEMATIC",
        subjects=(),
        unnamed_organizations=2,
    )
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    program_progress.record_progress(workspace, half.id, done(half)[:1])
    program_progress.record_progress(workspace, whole.id, done(whole))
    return half, whole, none


def proposed(workspace: Workspace, year: int = 2022) -> Proposed:
    return proposals.propose(workspace, standing(workspace).id, year)


def of_kind(found: Proposed, kind: ProposalKind) -> list[tuple[str, str]]:
    return [(one.line.content, str(one.reason)) for one in found.proposals if one.kind == kind]


def test_what_is_unfinished_is_carried_over_with_what_is_left(workspace: Workspace) -> None:
    half, _whole, none = a_year(workspace)
    found = proposed(workspace)
    assert of_kind(found, ProposalKind.CARRIED) == [
        ("Một nửa", "PARTLY_DONE"),
        ("Chưa", "NOT_BEGUN"),
    ]
    first, second = (one for one in found.proposals if one.kind == ProposalKind.CARRIED)
    assert [s.name for s in first.line.subjects] == ["Đảng uỷ xã Tân Kim"]
    assert (first.source, second.source) == (half.id, none.id)
    assert (first.params["number"], second.params["number"]) == (1, 3), "as printed"
    assert second.line.unnamed_organizations == 2
    i18n.use("en")
    assert proposals.reason(first) == "Not finished: line 1 of 2021, 1 of 2 left."


def test_accepting_begins_the_draft_and_is_taken_back_at_once(workspace: Workspace) -> None:
    half, _whole, none = a_year(workspace)
    before = len(programs.programs(workspace))
    chosen = [Accepted(none.id), Accepted(half.id, "Nội dung khác")]
    lines = proposals.accept(workspace, standing(workspace).id, 2022, chosen)
    assert [(line.content, line.seq) for line in lines] == [("Nội dung khác", 1), ("Chưa", 1)]
    draft = programs.get(workspace, lines[0].program)
    assert (draft.year, draft.state) == (2022, ProgramState.DRAFT)
    assert program_items.items(workspace, draft.id) == lines
    assert lines[0].note == f"Chuyển tiếp mục 1, Chương trình số {programs_number(workspace)}"
    assert of_kind(proposed(workspace), ProposalKind.CARRIED) == [], "carried over once"
    history.undo(workspace)
    assert len(programs.programs(workspace)) == before
    assert len(of_kind(proposed(workspace), ProposalKind.CARRIED)) == 2
    history.redo(workspace)
    assert program_items.items(workspace, draft.id) == lines


def programs_number(workspace: Workspace) -> str:
    return next(
        one.program.number for one in programs.programs(workspace) if one.program.year == 2021
    )


def test_a_carried_line_deleted_from_the_draft_is_proposed_and_accepted_again(
    workspace: Workspace,
) -> None:
    half, *_rest = a_year(workspace)
    body = standing(workspace).id
    (line,) = proposals.accept(workspace, body, 2022, [Accepted(half.id)])
    program_items.void(workspace, [line.id], "thử")
    (again,) = proposals.accept(workspace, body, 2022, [Accepted(half.id)])
    assert again.id == line.id
    assert program_items.items(workspace, line.program) == [again]


def test_lines_of_the_term_keep_their_link(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    due = a_line(workspace, term, year=2022, quarter=None, content="Năm 2022")
    a_line(workspace, term, year=2023, quarter=None, content="Năm 2023")
    late = a_line(workspace, term, year=2020, quarter=None, content="Năm 2020")
    found = proposed(workspace)
    assert of_kind(found, ProposalKind.TERM) == [
        ("Năm 2020", Reason.TERM_LATE),
        ("Năm 2022", Reason.TERM_DUE),
    ]
    lines = proposals.accept(
        workspace, standing(workspace).id, 2022, [Accepted(due.id), Accepted(late.id)]
    )
    assert {line.term_item for line in lines} == {due.id, late.id}
    assert of_kind(proposed(workspace), ProposalKind.TERM) == []


def test_who_never_came_up_is_ranked_unless_planned_already(workspace: Workspace) -> None:
    a_year(workspace)
    found = proposed(workspace)
    rest = [one for one in found.proposals if one.kind == ProposalKind.UNCOVERED]
    names = [one.line.subjects[0].name for one in rest]
    assert "Đảng uỷ xã Nga My" in names, "the committee is named, not the Party body"
    # Inspected; carried over in the same proposal.
    assert not {"Đảng uỷ xã Kha Sơn", "Đảng uỷ xã Tân Kim", "Đảng uỷ xã Bàn Đạt"} & set(names)
    assert [one.params["rank"] for one in rest] == list(range(1, len(rest) + 1))
    draft = a_program(workspace, 2022)
    a_line(workspace, draft, subjects=subjects(workspace, "Đảng uỷ xã Nga My"))
    later = [
        one.line.subjects[0].name
        for one in proposed(workspace).proposals
        if one.kind == rest[0].kind
    ]
    assert "Đảng uỷ xã Nga My" not in later


def test_the_inspection_committee_is_proposed_its_own_kind_of_work(workspace: Workspace) -> None:
    _committee, inspection = offices.bodies(workspace)
    found = proposals.propose(workspace, inspection.id, 2022)
    kinds = {one.line.task_kind for one in found.proposals}
    assert kinds == {"INSPECTION_KTGS_DUTY"}
    lines = proposals.accept(workspace, inspection.id, 2022, [Accepted(found.proposals[0].source)])
    assert lines[0].subjects[0].id is not None


@pytest.mark.parametrize("year", [2019, 2026])
def test_a_year_outside_the_term_is_refused(workspace: Workspace, year: int) -> None:
    assert refusal(lambda: proposed(workspace, year)).code == "year_outside_term"


def test_nothing_is_added_to_an_issued_program_or_of_what_is_gone(workspace: Workspace) -> None:
    half, *_rest = a_year(workspace)
    body = standing(workspace).id
    assert refusal(lambda: proposed(workspace, 2021)).code == "program_issued"
    program_progress.record_progress(workspace, half.id, done(half))
    before = changes(workspace)
    code = refusal(lambda: proposals.accept(workspace, body, 2022, [Accepted(half.id)])).code
    assert (code, changes(workspace)) == ("proposal_gone", before)
    assert proposals.accept(workspace, body, 2022, []) == []


def test_an_issued_program_leads_to_the_year_after_it(workspace: Workspace) -> None:
    half, *_rest = a_year(workspace)
    assert proposals.propose_next(workspace, half.program).year == 2022
    draft = a_program(workspace, 2022)
    found = proposals.propose_next(workspace, draft.id)
    assert (found.year, found.program) == (2022, draft)
    assert proposals.by_kind(found)[ProposalKind.CARRIED] == 2
