"""What columns hold and sums over lines, against a count by hand over the lines themselves."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.services import (
    amendments,
    list_values,
    program_items,
    program_progress,
    programs,
)
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    done,
)

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.services.workspace import Workspace

LINES = (
    # kind, quarter, lead, further members to be named
    ("INSPECTION_PROGRAM", 1, "UBKT Huyện uỷ", 0),
    ("INSPECTION_PROGRAM", 2, "Ban Tổ chức", 3),
    ("INSPECTION_FINANCE", 2, "ubkt huyện ủy", 0),
    ("SUPERVISION_THEMATIC", 4, "", 1),
)


def made(workspace: Workspace) -> Program:
    program = a_program(workspace)
    for kind, quarter, lead, members in LINES:
        a_line(
            workspace, program, content=f"{kind} {quarter}", task_kind=kind, quarter=quarter,
            lead=Named(lead) if lead else None, unnamed_members=members,
        )  # fmt: skip
    return program


def counts(workspace: Workspace, query: Listing, key: str) -> dict[str, int]:
    found = list_values.values(workspace, programs.LIST, query, key)
    assert len({one.value for one in found}) == len(found)
    return {one.value: one.count for one in found}


def shown(workspace: Workspace, query: Listing) -> list[str]:
    numbers = [n for chunk in programs.stream(workspace, query) for n in chunk]
    return sorted(row.content for row in programs.rows(workspace, numbers))


def test_values_are_counted_as_a_hand_counts_them(workspace: Workspace) -> None:
    program = made(workspace)
    query = Listing(filters={"program": str(program.id)})
    items = program_items.items(workspace, program.id)
    assert counts(workspace, query, "kind") == Counter(one.task_kind for one in items)
    assert counts(workspace, query, "quarter") == Counter(str(one.due_quarter) for one in items)
    assert sorted(counts(workspace, query, "lead").values()) == [1, 1, 2], "uỷ and ủy are one"
    assert counts(workspace, query, "state") == {"NOT_STARTED": 4}


def test_several_values_narrow_and_every_value_finds_its_rows(workspace: Workspace) -> None:
    program = made(workspace)
    base = {"program": str(program.id)}
    for key in ("kind", "quarter", "lead", "state", "year"):
        total = []
        for value, count in counts(workspace, Listing(filters=base), key).items():
            query = Listing(filters={**base, f"in_{key}": (value,)})
            assert programs.count(workspace, query) == count
            total += shown(workspace, query)
        assert sorted(total) == shown(workspace, Listing(filters=base)), key
    both = Listing(filters={**base, "in_quarter": ("1", "4")})
    assert shown(workspace, both) == ["INSPECTION_PROGRAM 1", "SUPERVISION_THEMATIC 4"]
    assert counts(workspace, both, "quarter") == {"1": 1, "2": 2, "4": 1}, "its own does not count"
    assert counts(workspace, both, "kind") == {"INSPECTION_PROGRAM": 1, "SUPERVISION_THEMATIC": 1}


def test_sums_over_lines_shown_and_marked(workspace: Workspace) -> None:
    program = made(workspace)
    query = Listing(filters={"program": str(program.id)})
    whole = list_values.line_totals(workspace, query)
    assert (whole.lines, whole.subjects, whole.done) == (4, 8, 0)
    numbers = [n for chunk in programs.stream(workspace, query) for n in chunk]
    some = list_values.totals_of(workspace, numbers * 1)
    assert some == whole
    first = list_values.totals_of(workspace, numbers[:1])
    assert (first.lines, first.done) == (1, 0)
    assert list_values.totals_of(workspace, []).lines == 0


def test_what_is_concluded_is_summed(workspace: Workspace) -> None:
    program, (one, _other) = an_issued_program(workspace)
    program_progress.record_progress(workspace, one.id, done(one))
    query = Listing(filters={"program": str(program.id)})
    found = list_values.line_totals(workspace, query)
    assert (found.lines, found.subjects, found.done) == (2, 2, 1)
    assert counts(workspace, query, "state") == {"DONE": 1, "OVERDUE": 1}


def test_what_was_dropped_or_put_off_to_another_year_is_no_total(workspace: Workspace) -> None:
    program, (one, dropped, later, moved) = an_issued_program(workspace, lines=4)
    for item in (one, dropped):
        program_progress.record_progress(workspace, item.id, done(item))
    draft = amendments.begin(workspace, program.id, reason="theo chỉ đạo").id
    amendments.put_change(workspace, draft, "DROPPED", dropped)
    put_off = dataclasses.replace(later, postponed_to=2022)
    amendments.put_change(workspace, draft, "POSTPONED", put_off)
    amendments.put_change(workspace, draft, "POSTPONED", dataclasses.replace(moved, quarter=4))
    amendments.issue(workspace, draft, amendments.Issue(ISSUED_ON, SIGNER))
    assert [item.in_force for item in program_items.items(workspace, program.id)].count(False) == 2
    query = Listing(filters={"program": str(program.id)})
    found = list_values.line_totals(workspace, query)
    assert (found.lines, found.subjects, found.done) == (2, 2, 1)
    (summary,) = programs.programs(workspace)
    assert found.lines == summary.total
    numbers = [n for chunk in programs.stream(workspace, query) for n in chunk]
    assert len(numbers) == 4
    assert list_values.totals_of(workspace, numbers) == found


@pytest.mark.parametrize(("name", "key"), [("organizations", "type"), ("organizations", "level")])
def test_the_register_has_values_too(workspace: Workspace, name: str, key: str) -> None:
    found = list_values.values(workspace, name, Listing(), key)
    assert len(found) > 1
    assert all(one.count > 0 and one.row > 0 for one in found)
