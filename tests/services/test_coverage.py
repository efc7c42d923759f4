"""Coverage of the term, compared with a count written by hand on the lines themselves."""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain.coverage import CellState
from ktgs_desktop.domain.identity import progress_id
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import ISSUED_STATES, Program, ProgramItem, ProgramState, Subject
from ktgs_desktop.errors import UserError
from ktgs_desktop.progress import Progress as Steps
from ktgs_desktop.services import (
    coverage,
    history,
    offices,
    organizations,
    program_items,
    program_progress,
    programs,
    successions,
)
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import replay
from tests.conftest import PROFILE
from tests.helpers.builders import (
    DISTRICT,
    ISSUED_ON,
    SIGNER,
    a_cell,
    a_line,
    a_program,
    done,
)

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

EXAMPLES = {"ci": 12}.get(PROFILE, 200)
ALL = Listing("name")
# The same question asked of the lines' own JSON and of progress, without the derived table.
BY_HAND = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM organization WHERE parent = :root AND voided IS NULL
  UNION SELECT o.id FROM organization o JOIN below b ON o.parent = b.id WHERE o.voided IS NULL
),
named AS (
  SELECT i.id AS item, i.program, i.year, i.part, i.in_force,
         replace(s.value ->> 'id', '-', '') AS record, replace(s.value ->> 'key', '-', '') AS key
  FROM program_item i, json_each(i.subjects) s
  WHERE i.voided IS NULL AND s.value ->> 'kind' = 'TCD' AND s.value ->> 'id' IS NOT NULL
),
told AS (
  SELECT CASE WHEN o.org_type IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')
              THEN o.parent ELSE o.id END AS organization,
         n.*, p.state, (SELECT done_on FROM progress g WHERE g.voided IS NULL AND g.item = n.item
                        AND lower(hex(g.subject)) = n.key AND g.state = 'DONE') AS done_on
  FROM named n
  JOIN organization o ON lower(hex(o.id)) = n.record
  JOIN program p ON p.id = n.program AND p.voided IS NULL
  WHERE p.kind = 'ANNUAL' OR NOT EXISTS (
    SELECT 1 FROM program_item a WHERE a.term_item = n.item AND a.voided IS NULL)
)
SELECT organization, year,
  count(*) FILTER (WHERE done_on IS NOT NULL AND part = 'A'),
  count(*) FILTER (WHERE done_on IS NOT NULL AND part = 'B'),
  count(*) FILTER (WHERE done_on IS NULL AND in_force AND state IN ('ISSUED', 'CLOSED')),
  count(*) FILTER (WHERE done_on IS NULL AND in_force AND state NOT IN ('ISSUED', 'CLOSED')),
  max(done_on)
FROM told WHERE organization IN (SELECT id FROM below)
GROUP BY organization, year
"""


def by_hand(workspace: Workspace) -> dict[tuple[UUID, int], tuple[Any, ...]]:
    """The count written by hand, where anything happened."""
    with workspace.reading() as connection:
        rows = connection.exec_driver_sql(BY_HAND, {"root": DISTRICT.bytes}).all()
    counted = {(UUID(bytes=row[0]), row[1]): tuple(row[2:6]) for row in rows}
    return {key: counts for key, counts in counted.items() if any(counts)}


def by_program(workspace: Workspace, query: Listing = ALL) -> dict[tuple[UUID, int], Any]:
    """What coverage says, where anything happened."""
    return {
        (one.id, cell.year): (cell.inspected, cell.supervised, cell.planned, cell.drafted)
        for one in coverage.whole(workspace, query)
        for cell in one.cells
        if cell.states != (CellState.NEVER,)
    }


COMMUNES = ("Bàn Đạt", "Tân Kim", "Kha Sơn", "Nga My")
BODIES = ("Đảng bộ xã {}", "Đảng uỷ xã {}", "Uỷ ban Kiểm tra Đảng uỷ xã {}")
drawn_lines = st.lists(
    st.fixed_dictionaries(
        {
            "year": st.integers(2020, 2025),
            "state": st.sampled_from(list(ProgramState)),
            "kind": st.sampled_from(
                ("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC", "INSPECTION_FINANCE")
            ),
            "term": st.booleans(),
            "carries": st.booleans(),
            "status": st.sampled_from(("ACTIVE", "ACTIVE", "DROPPED", "POSTPONED")),
            "named": st.lists(
                st.tuples(st.sampled_from(COMMUNES), st.sampled_from(BODIES)), max_size=3
            ),
            "done": st.integers(0, 3),
            "void": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)


def written(workspace: Workspace, drawn: list[dict[str, Any]]) -> None:
    """Write programs in any state with lines in any state, behind the back of the rules."""
    unit, body = workspace.office.unit, offices.bodies(workspace)[0].id
    former: list[ProgramItem] = []
    for one in drawn:
        kind = "TERM" if one["term"] else "ANNUAL"
        program = Program(unit, new_id(), kind, body, "2020-2025", one["year"], one["state"], "thử")
        subjects = [
            Subject(new_id(), "TCD", pattern.format(name), _known(workspace, pattern, name))
            for name, pattern in one["named"]
        ]
        above = next((line for line in former if line.term_item is None), None)
        line = ProgramItem(
            unit, new_id(), program.id, one["year"], 1, one["kind"], "thử", tuple(subjects),
            quarter=1, status=one["status"],
            postponed_to=2025 if one["status"] == "POSTPONED" else None,
            term_item=above.id if above and one["carries"] and not one["term"] else None,
        )  # fmt: skip
        if one["term"]:
            former.append(line)
        steps = [
            Progress(
                unit, progress_id(line.id, subject.key), line.id, program.id, subject.key,
                "DONE", None, date(one["year"], 6, 1), 1,
            )
            for subject in subjects[: one["done"]]
        ]  # fmt: skip
        with workspace.writing("add_item", "thử") as writer:
            writer.put(program)
            writer.put(line)
        with workspace.writing("record_progress", "thử") as writer:
            if steps:
                writer.put_many(steps)
            if one["void"]:
                writer.void(line, "thử")


def _known(workspace: Workspace, pattern: str, name: str) -> UUID:
    found = organizations.named(workspace, pattern.format(name))
    assert found is not None
    return found


@settings(max_examples=EXAMPLES)
@given(drawn=drawn_lines, undone=st.integers(0, 2))
def test_coverage_equals_the_count_by_hand(
    workspace: Workspace, drawn: list[dict[str, Any]], undone: int
) -> None:
    written(workspace, drawn)
    for _time in range(undone):
        with contextlib.suppress(UserError):  # a line of a locked program stays
            history.undo(workspace)
    expected = by_hand(workspace)
    assert by_program(workspace) == expected
    numbers = [number for part in coverage.stream(workspace, ALL) for number in part]
    paged = coverage.rows(workspace, numbers)
    assert paged == coverage.whole(workspace, ALL)
    never = {one.id for one in paged} - {
        organization for (organization, _year), counts in expected.items() if counts[0] + counts[1]
    }
    listed = coverage.whole(workspace, Listing("name", filters={"never": True}))
    assert {one.id for one in listed} == never == {one.id for one in paged if one.never}
    found = coverage.totals(workspace, ALL)
    assert (found.organizations, found.never) == (len(paged), len(never))
    for cell in found.years:
        counts = [value for (_one, year), value in expected.items() if year == cell.year]
        sums = tuple(sum(value[place] > 0 for value in counts) for place in range(4))
        assert (cell.inspected, cell.supervised, cell.planned, cell.drafted) == sums
    with workspace.reading() as connection:
        assert replay.check(connection, Steps()).faults == []


def listed_names(workspace: Workspace, query: Listing) -> list[str]:
    return [one.name for one in coverage.whole(workspace, query)]


def an_inspected(workspace: Workspace) -> ProgramItem:
    """Bàn Đạt's committee, to be inspected in the issued program of 2021."""
    program = a_program(workspace)
    line = a_line(workspace, program)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    return line


def test_an_organisation_goes_from_planned_to_inspected(workspace: Workspace) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    query = Listing("name", search="ban dat")

    def cell() -> Any:
        (one,) = coverage.whole(workspace, query)
        return one, one.cell(2021).states[0]

    assert cell()[1] == CellState.DRAFTED
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    assert cell()[1] == CellState.PLANNED
    program_progress.record_progress(workspace, line.id, done(line, date(2021, 3, 4)))
    one, state = cell()
    assert (one.name, state) == ("Đảng bộ xã Bàn Đạt", CellState.INSPECTED)
    assert (one.times, one.last, one.last_supervised) == (1, date(2021, 3, 4), None)
    assert one.cell(1999).states == (CellState.NEVER,)


def test_the_words_of_an_organ_find_its_organisation(workspace: Workspace) -> None:
    assert listed_names(workspace, Listing("name", search="đảng uỷ xã bàn đạt")) == [
        "Đảng bộ xã Bàn Đạt"
    ]


def test_itself_its_organs_and_what_ended_are_no_subordinates(workspace: Workspace) -> None:
    gone = a_cell(workspace, "Chi bộ Đã giải thể")
    a_cell(workspace, "Chi bộ Còn")
    successions.dissolve(workspace, gone.id, on=date(2021, 7, 1), basis="")
    names = listed_names(workspace, ALL)
    assert "Chi bộ Còn" in names
    assert not {"Chi bộ Đã giải thể", "Đảng bộ huyện Phú Bình", "Huyện uỷ Phú Bình"} & set(names)
    assert not [name for name in names if name.startswith(("Đảng uỷ", "Ban Thường vụ", "Uỷ ban"))]


def test_deeper_ones_are_there_unless_only_direct_ones_are_asked_for(
    workspace: Workspace,
) -> None:
    commune = organizations.named(workspace, "Đảng bộ xã Bàn Đạt")
    assert commune is not None
    a_cell(workspace, "Chi bộ xóm Mẫu", commune)
    assert "Chi bộ xóm Mẫu" in listed_names(workspace, ALL)
    direct = listed_names(workspace, Listing("name", filters={"direct": True}))
    assert "Chi bộ xóm Mẫu" not in direct
    assert "Đảng bộ xã Bàn Đạt" in direct
    cells = listed_names(workspace, Listing("name", filters={"type": "CELL"}))
    assert cells == ["Chi bộ xóm Mẫu"]


def test_orders_put_the_least_first_or_last(workspace: Workspace) -> None:
    line = an_inspected(workspace)
    program_progress.record_progress(workspace, line.id, done(line))
    for sort in ("times", "last"):
        assert listed_names(workspace, Listing(sort))[-1] == "Đảng bộ xã Bàn Đạt"
        assert listed_names(workspace, Listing(sort, descending=True))[0] == "Đảng bộ xã Bàn Đạt"
        numbers = [n for part in coverage.stream(workspace, Listing(sort)) for n in part]
        rows = coverage.rows(workspace, numbers)
        assert [one.name for one in rows] == listed_names(workspace, Listing(sort))


def test_a_conclusion_of_an_earlier_term_counts_for_the_last_day_alone(
    workspace: Workspace,
) -> None:
    line = an_inspected(workspace)
    program_progress.record_progress(workspace, line.id, done(line))
    query = Listing("name", search="ban dat", filters={"term": "2025-2030"})
    (one,) = coverage.whole(workspace, query)
    assert [cell.year for cell in one.cells] == list(range(2025, 2031))
    assert one.never
    assert one.last == ISSUED_ON


def test_the_lines_behind_a_cell_are_those_that_were_counted(workspace: Workspace) -> None:
    line = an_inspected(workspace)
    (one,) = coverage.whole(workspace, Listing("name", search="ban dat"))

    def behind(**filters: Any) -> list[UUID]:
        query = Listing("year", filters={"organization": str(one.id), **filters})
        numbers = [n for part in programs.stream(workspace, query) for n in part]
        return [row.id for row in programs.rows(workspace, numbers)]

    assert behind(year=2021) == behind() == [line.id]
    assert behind(year=2022) == []
    assert behind(term="2025-2030") == []


def test_a_term_line_counts_until_a_year_carries_it_out(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    above = a_line(workspace, term, year=2022, quarter=None)
    assert [counts[3] for counts in by_program(workspace).values()] == [1]
    program = a_program(workspace, 2022)
    line = a_line(workspace, program, term_item=above.id)
    assert [counts[3] for counts in by_program(workspace).values()] == [1]
    program_items.void(workspace, [line.id], "thử")
    saved = program_items.save(workspace, dataclasses.replace(above, year=2023))
    assert {year for _one, year in by_program(workspace)} == {saved.year}
    assert ProgramState.DRAFT not in ISSUED_STATES
