"""One value for many lines: what goes down, what stays, one operation."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.fill_down import FILLED, filled
from ktgs_desktop.domain.programs import Named, ProgramItem
from ktgs_desktop.services import history, program_items
from tests.helpers.builders import a_line, a_program, an_issued_program, changes, refusal
from tests.helpers.entities import an_item

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_OWN = ("content", "subjects", "unnamed_members", "unnamed_organizations", "subject_note", "id")


def three(workspace: Workspace) -> tuple[ProgramItem, ProgramItem, ProgramItem]:
    program = a_program(workspace)
    first = a_line(
        workspace, program, content="Một", quarter=3, method="DIRECT",
        lead=Named("Ban Tổ chức"), directing_member=Named("Nguyễn Văn Mẫu"), note="gấp",
    )  # fmt: skip
    others = [a_line(workspace, program, content=name, quarter=1) for name in ("Hai", "Ba")]
    return first, others[0], others[1]


def test_ticked_values_go_down_and_nothing_else(workspace: Workspace) -> None:
    first, second, third = three(workspace)
    before = changes(workspace)
    wanted = [second.id, third.id, first.id]
    done = program_items.fill_down(workspace, first.id, wanted, ["work", "lead"])
    assert {one.id for one in done} == {second.id, third.id}
    assert changes(workspace) == before + 2
    for former in (second, third):
        now = program_items.get(workspace, former.id).item
        assert (now.quarter, now.lead) == (3, Named("Ban Tổ chức"))
        assert now == dataclasses.replace(former, quarter=3, lead=first.lead)
    history.undo(workspace)
    assert program_items.get(workspace, second.id).item == second
    assert program_items.get(workspace, third.id).item == third


def test_a_kind_that_goes_down_takes_lines_into_its_part(workspace: Workspace) -> None:
    program = a_program(workspace)
    first = a_line(workspace, program, content="Một", task_kind="SUPERVISION_THEMATIC")
    second = a_line(workspace, program, content="Hai")
    program_items.fill_down(workspace, first.id, [second.id], ["task_kind"])
    lines = program_items.items(workspace, program.id)
    assert [(one.content, one.seq) for one in lines] == [("Một", 1), ("Hai", 2)]
    assert {one.task_kind for one in lines} == {"SUPERVISION_THEMATIC"}


def test_nothing_ticked_a_locked_program_and_a_line_that_is_gone(workspace: Workspace) -> None:
    first, second, _third = three(workspace)
    error = refusal(lambda: program_items.fill_down(workspace, first.id, [second.id], []))
    assert error.code == "fields_missing"
    program_items.void(workspace, [first.id], "nhầm")
    error = refusal(lambda: program_items.fill_down(workspace, first.id, [second.id], ["lead"]))
    assert error.code == "record_gone"


def test_an_issued_program_takes_no_value_down(workspace: Workspace) -> None:
    _program, (one, other) = an_issued_program(workspace)
    with_note = dataclasses.replace(one, note="x")
    assert with_note != one
    error = refusal(
        lambda: (
            program_items.fill_down(workspace, one.id, [other.id], ["note", "work", "lead"])
            or program_items.save(workspace, with_note)
        )
    )
    assert error.code == "program_issued"


@given(st.sets(st.sampled_from(sorted(FILLED))))
def test_any_choice_fills_its_fields_alone(names: set[str]) -> None:
    source = an_item(
        task_kind="SUPERVISION_REGULAR", year=2022, quarter=4, method="DIRECT",
        lead=Named("a"), support=(Named("b"),), directing_member=Named("c"),
        team_leader=Named("d"), note="e", content="khác",
    )  # fmt: skip
    target = an_item()
    made = filled(source, target, names)
    taken = {field for name in names for field in FILLED[name]}
    for part in dataclasses.fields(ProgramItem):
        wanted = source if part.name in taken else target
        assert getattr(made, part.name) == getattr(wanted, part.name)
    assert not taken & set(_OWN)


def test_each_field_of_a_line_is_filled_at_most_once() -> None:
    fields = [field for names in FILLED.values() for field in names]
    assert len(fields) == len(set(fields))
    assert set(fields) <= {part.name for part in dataclasses.fields(ProgramItem)}
    with pytest.raises(KeyError):
        filled(an_item(), an_item(), ["content"])
