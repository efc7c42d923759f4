from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.vietnamese import accented, fold, sort_key, words
from ktgs_desktop.services import members, organizations, programs
from ktgs_desktop.store import dialect, list_tables, listing, paper_queries
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

SORTS = [(name, sort) for name, spec in list_tables.LISTS.items() for sort in spec.sorts]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(("name", "sort"), SORTS)
def test_every_order_walks_an_index(
    workspace: Workspace, name: str, sort: str, *, descending: bool
) -> None:
    """No sort in memory, no scan of the table: first chunk and every further one."""
    spec = list_tables.LISTS[name]
    columns = (*spec.sorts[sort], spec.table.c.row)
    samples = {sa.LargeBinary: b"x", sa.BigInteger: 1, sa.Integer: 1, sa.Boolean: False}
    after = tuple(
        next((value for kind, value in samples.items() if isinstance(c.type, kind)), "x")
        for c in columns
    )
    query = Listing(sort, descending)
    with workspace.reading() as connection:
        for keys in (None, after):
            statement = listing.page_query(name, query, keys, 2000)
            plan = dialect.query_plan(connection, statement)
            assert not any("TEMP B-TREE" in line for line in plan), plan
            assert all("USING" in line and "INDEX" in line for line in plan), plan


def test_a_programs_own_order_walks_an_index(workspace: Workspace) -> None:
    program = a_program(workspace)
    query = Listing("order", filters={"program": str(program.id)})
    with workspace.reading() as connection:
        statement = listing.page_query("items", query, None, 2000)
        plan = dialect.query_plan(connection, statement)
    assert not any("TEMP B-TREE" in line for line in plan), plan
    assert any("ix_program_item_program" in line for line in plan), plan


def test_numbers_by_series_walk_an_index(workspace: Workspace) -> None:
    with workspace.reading() as connection:
        plan = dialect.query_plan(connection, paper_queries.numbered_query("2020-2025"))
    assert not any("TEMP B-TREE" in line for line in plan), plan
    assert any("ix_document_series" in line for line in plan), plan


@pytest.mark.parametrize("name", ["organizations", "members"])
def test_a_name_is_looked_up_in_the_index(workspace: Workspace, name: str) -> None:
    query = Listing("name", filters={"called": "Nguyễn Văn Mẫu"})
    with workspace.reading() as connection:
        plan = dialect.query_plan(connection, listing.page_query(name, query, None, 2000))
    assert any("name_key=?" in line for line in plan), plan
    assert not any(line.startswith("SCAN") and "_search" not in line for line in plan), plan


def all_rows(workspace: Workspace, query: Listing) -> list[organizations.OrganizationRow]:
    ids = list(itertools.chain.from_iterable(organizations.stream(workspace, query)))
    return organizations.rows(workspace, ids)


def test_organizations_stand_in_vietnamese_order(workspace: Workspace) -> None:
    rows = all_rows(workspace, Listing("name"))
    assert len(rows) == 88
    assert [row.name for row in rows] == sorted([row.name for row in rows], key=sort_key)
    backwards = all_rows(workspace, Listing("name", descending=True))
    assert [row.row for row in backwards] == [row.row for row in rows][::-1]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ban dat", 4),
        ("bàn đạt", 4),
        ("Bàn Đạt", 4),
        ("bán đạt", 0),
        ("uy ban kiem tra ban dat", 1),
        ("Ủy ban bàn", 3),
        ("05911", 4),
        ("dat ban", 4),
        ("b d", 4),
    ],
)
def test_search_finds_without_diacritics_and_is_strict_with_them(
    workspace: Workspace, text: str, count: int
) -> None:
    found = all_rows(workspace, Listing("name", search=text))
    narrowed = [row for row in found if "Bàn Đạt" in row.name]
    assert len(narrowed) == count
    assert len(found) == count or text == "b d"


@given(st.text(max_size=12))
def test_any_words_may_be_searched(workspace: Workspace, text: str) -> None:
    """Never an error of the engine; what is found holds every word."""
    for row in all_rows(workspace, Listing("name", search=text)):
        name = f"{row.name} {row.code}"
        folded = [fold(part) for part in words(name)]
        for wanted in words(text):
            assert any(part.startswith(fold(wanted)) for part in folded)


def test_filters_narrow(workspace: Workspace) -> None:
    communes = all_rows(workspace, Listing("name", filters={"type": "EXEC_COMMITTEE"}))
    assert len(communes) == 22
    district = next(row for row in all_rows(workspace, Listing("name", search="đảng bộ huyện")))
    below = all_rows(workspace, Listing("name", filters={"below": str(district.id)}))
    assert len(below) == 3 + 20 * 4


def test_chunks_follow_one_another_without_gap_or_double(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FIRST_CHUNK", 7)
    monkeypatch.setattr(listing, "CHUNK", 11)
    for sort in list_tables.LISTS["organizations"].sorts:
        for descending in (False, True):
            chunks = list(organizations.stream(workspace, Listing(sort, descending)))
            ids = list(itertools.chain.from_iterable(chunks))
            assert len(chunks[0]) == 7
            assert len(ids) == len(set(ids)) == 88


def test_voided_rows_leave_the_list(workspace: Workspace) -> None:
    member = members.save(
        workspace, dataclasses.replace(members.blank(workspace), full_name="Lê Văn Ví Dụ")
    )
    assert [row.full_name for row in members.suggest(workspace, "vi du")] == ["Lê Văn Ví Dụ"]
    assert [row.full_name for row in members.suggest(workspace, "lvvd")] == ["Lê Văn Ví Dụ"]
    members.void(workspace, member.id, "nhầm")
    assert members.suggest(workspace, "vi du") == []


def test_lines_are_filtered_by_state_on_a_day(workspace: Workspace) -> None:
    program = a_program(workspace)
    for quarter in (1, 2, 3, 4):
        a_line(workspace, program, quarter=quarter)

    def counts() -> dict[str, int]:
        found = {
            state: programs.count(workspace, Listing(filters={"state": state}))
            for state in ("OVERDUE", "NOT_STARTED", "IN_PROGRESS", "DONE")
        }
        ids = [row for page in programs.stream(workspace, Listing()) for row in page]
        states = Counter(row.state(workspace.today) for row in programs.rows(workspace, ids))
        assert found == {state: states[ProgressState(state)] for state in found}
        return found

    assert counts() == {"OVERDUE": 0, "NOT_STARTED": 4, "IN_PROGRESS": 0, "DONE": 0}
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    assert counts() == {"OVERDUE": 2, "NOT_STARTED": 2, "IN_PROGRESS": 0, "DONE": 0}
    assert programs.summary(workspace, program.id).overdue == 2


def test_typed_accents_match_in_either_place_of_the_tone(workspace: Workspace) -> None:
    for text in ("Điềm Thụy", "Điềm Thuỵ", "diem thuy", "điềm"):
        assert len(all_rows(workspace, Listing("name", search=text))) == 4
    assert accented("Thuỵ") == accented("Thụy")
