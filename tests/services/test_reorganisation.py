"""The rearrangement of 2025, from the real lists: nothing of before is lost from sight."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain import reorganisation as rules
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import Organization, Succession
from ktgs_desktop.domain.unit_succession import unit_of
from ktgs_desktop.domain.units import Unit, organization_id
from ktgs_desktop.progress import Progress as Steps
from ktgs_desktop.services import (
    coverage,
    history,
    members,
    program_items,
    programs,
    search,
)
from ktgs_desktop.services.exchange import reorganisation
from ktgs_desktop.services.exchange.reorganisation import Choice
from ktgs_desktop.store import exchange_tables, lineage, records, replay, tables
from tests.helpers.builders import (
    DISTRICT,
    SIGNER,
    a_cell,
    a_line,
    a_member,
    a_program,
    an_issued_program,
    changes,
    refusal,
)
from tests.helpers.levels import (
    AFTERWARDS,
    BAN_DAT,
    ON,
    PHU_BINH,
    TAN_KHANH,
    THAI_NGUYEN,
    an_office,
    new_body,
    received,
    send_down,
    send_up,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

CHOICE = Choice(THAI_NGUYEN)
EVERYTHING = 100_000


@pytest.fixture(scope="module")
def lists() -> reorganisation.Lists:
    return reorganisation.read_lists()


@pytest.fixture(scope="module")
def plan(lists: reorganisation.Lists) -> rules.Plan:
    return rules.plan(THAI_NGUYEN, lists.before, lists.after, lists.changes)


@pytest.fixture
def province(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with an_office(tmp_path, THAI_NGUYEN, clock) as opened:
        yield opened


@pytest.fixture
def commune(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with an_office(tmp_path, BAN_DAT, clock) as opened:
        yield opened


def communes_of(plan: rules.Plan, district: str = PHU_BINH) -> list[Unit]:
    return [unit for unit in plan.before if unit.parent == district]


def a_line_for_each(workspace: Workspace, plan: rules.Plan) -> dict[UUID, Unit]:
    """An issued program with a line for each commune of the district; by line its commune."""
    program = a_program(workspace)
    made = {}
    for unit in communes_of(plan):
        committee = organization_id(unit.code, "EXEC_COMMITTEE")
        subject = program_items.new_subject("TCD", f"Đảng uỷ {unit.name.lower()}", committee)
        line = a_line(workspace, program, subjects=(subject,), content=f"Việc ở {unit.code}")
        made[line.id] = unit
    programs.issue(workspace, program.id, programs.Issue(date(2021, 1, 5), SIGNER))
    return made


def listed(workspace: Workspace, organization: UUID) -> set[UUID]:
    """Lines found by the filter of an organisation."""
    query = Listing(filters={"organization": str(organization)})
    numbers = [number for chunk in programs.stream(workspace, query) for number in chunk]
    return {row.id for row in programs.rows(workspace, numbers)}


def found_by(workspace: Workspace, text: str) -> set[UUID]:
    return {one.id for one in search.everything(workspace, text, EVERYTHING)}


# Looking and doing ----------------------------------------------------------------------------


def test_a_look_says_what_happens_and_changes_nothing(
    workspace: Workspace, lists: reorganisation.Lists
):
    before = changes(workspace)
    seen = reorganisation.preview(workspace, lists, CHOICE)
    assert changes(workspace) == before
    assert (seen.new, seen.continued, seen.unmatched) == (90, 3, ())
    assert seen.ended == 280 - 2 + 17 + 1  # communes but two that go on, districts, Bắc Kạn
    assert seen.transfers == 0  # a district's office is nobody's superior in this
    by_code = {row.code: row for row in seen.rows}
    assert len(by_code) == len(seen.rows) == 280 + 17 + 2
    parted = by_code["05932"]
    assert (parted.new_name, parted.others) == ("Xã Điềm Thụy", ("Xã Phú Bình",))
    assert {code for code, _name in parted.receivers} == {"05908", "05941"}


def test_what_was_done_is_what_was_seen_and_twice_is_once(
    workspace: Workspace, lists: reorganisation.Lists, clock: Clock
):
    clock.now = AFTERWARDS
    seen = reorganisation.preview(workspace, lists, CHOICE)
    assert reorganisation.reorganize(workspace, lists, CHOICE) == seen
    count = changes(workspace)
    again = reorganisation.reorganize(workspace, lists, CHOICE)
    assert (again.new, again.ended, again.writes) == (0, 0, False)
    assert changes(workspace) == count
    with workspace.reading() as connection:
        assert replay.check(connection, Steps()).faults == []


def test_it_is_one_operation_that_is_undone_and_done_again(
    workspace: Workspace, lists: reorganisation.Lists, clock: Clock
):
    clock.now = AFTERWARDS

    def state() -> tuple[dict[UUID, Organization], set[UUID], int]:
        with workspace.reading() as connection:
            every = records.get_all(connection, Organization)
            follows = records.get_all(connection, Succession)
            pairs = connection.execute(
                sa.select(sa.func.count()).select_from(tables.succession_pair)
            ).scalar_one()
        return {one.id: one for one in every}, {one.id for one in follows}, pairs

    before = state()
    reorganisation.reorganize(workspace, lists, CHOICE)
    after = state()
    assert after[2] > 1000
    history.undo(workspace)
    undone = state()
    assert undone[1:] == before[1:]
    assert {key: undone[0].get(key) for key in before[0]} == before[0]
    history.redo(workspace)
    assert state() == after


def test_units_begin_go_on_and_end_with_their_days(
    workspace: Workspace, lists: reorganisation.Lists, plan: rules.Plan, clock: Clock
):
    clock.now = AFTERWARDS
    reorganisation.reorganize(workspace, lists, CHOICE)
    province = organization_id(THAI_NGUYEN, "PARTY_BODY")
    with workspace.reading() as connection:
        for one in plan.communes:
            same = one.same
            key = same.code if same else one.unit.code
            body = records.get(
                connection, Organization, organization_id(key, "PARTY_BODY", None if same else ON)
            )
            assert body.owner == REGISTER_OWNER
            assert body.parent_on() == province
            assert body.ended is None
            for unit in one.receives:
                gone = records.get(
                    connection, Organization, organization_id(unit.code, "PARTY_BODY")
                )
                assert gone.ended == date(2025, 6, 30)
                assert gone.name_on().endswith(unit.name.split(" ", 1)[1])
        for unit in plan.districts:
            gone = records.get(connection, Organization, organization_id(unit.code, "PARTY_BODY"))
            assert (gone.ended, gone.end_reason) == (date(2025, 6, 30), "DISSOLVE")


def test_cells_move_along_and_those_of_the_district_are_named(
    workspace: Workspace, lists: reorganisation.Lists, clock: Clock
):
    clock.now = AFTERWARDS
    below = a_cell(workspace, "Chi bộ xóm Mẫu", organization_id(BAN_DAT, "PARTY_BODY"))
    a_cell(workspace, "Chi bộ cơ quan huyện", DISTRICT)
    seen = reorganisation.reorganize(workspace, lists, CHOICE)
    assert (seen.moved, seen.stranded) == (1, ("Chi bộ cơ quan huyện",))
    with workspace.reading() as connection:
        moved = records.get(connection, Organization, below.id)
    assert moved.parent_on() == organization_id(TAN_KHANH, "PARTY_BODY", ON)
    assert moved.parent_on(date(2025, 6, 30)) == organization_id(BAN_DAT, "PARTY_BODY")


def test_a_parted_commune_goes_where_the_office_says(
    workspace: Workspace, lists: reorganisation.Lists, clock: Clock
):
    clock.now = AFTERWARDS
    chosen = dataclasses.replace(CHOICE, receivers={"05932": "05908"})
    reorganisation.reorganize(workspace, lists, chosen)
    with workspace.reading() as connection:
        phu_binh = organization_id("05908", "PARTY_BODY", ON)
        assert organization_id("05932", "PARTY_BODY") in lineage.units(connection, phu_binh)
        diem_thuy = organization_id("05941", "PARTY_BODY", ON)
        assert organization_id("05932", "PARTY_BODY") not in lineage.units(connection, diem_thuy)
    wrong = dataclasses.replace(CHOICE, receivers={"05932": BAN_DAT})
    assert refusal(lambda: reorganisation.preview(workspace, lists, wrong)).code == (
        "receiver_unknown"
    )
    nothing = dataclasses.replace(CHOICE, basis=" ")
    assert refusal(lambda: reorganisation.preview(workspace, lists, nothing)).code == (
        "basis_missing"
    )


# Nothing is lost from sight -------------------------------------------------------------------


def test_every_line_is_found_under_the_old_unit_and_the_new(
    workspace: Workspace, lists: reorganisation.Lists, plan: rules.Plan, clock: Clock
):
    lines = a_line_for_each(workspace, plan)
    people = {
        a_member(
            workspace,
            f"Trần Thị {unit.code}",
            organization=organization_id(unit.code, "PARTY_BODY"),
        ).id: unit
        for unit in communes_of(plan)
    }
    clock.now = AFTERWARDS
    reorganisation.reorganize(workspace, lists, CHOICE)
    assert len(lines) == len(people) == 20
    for line, unit in lines.items():
        old, new = organization_id(unit.code, "PARTY_BODY"), new_body(plan, unit.code)
        assert line in listed(workspace, old), unit.name
        assert line in listed(workspace, new), unit.name
        with workspace.reading() as connection:
            name = records.get(connection, Organization, new).name_on()
        assert line in found_by(workspace, unit.name), unit.name
        assert line in found_by(workspace, name.removeprefix("Đảng bộ ")), (unit.name, name)
    for person, unit in people.items():
        for body in (organization_id(unit.code, "PARTY_BODY"), new_body(plan, unit.code)):
            query = Listing(filters={"organization": str(body)})
            numbers = [n for chunk in members.stream(workspace, query) for n in chunk]
            assert person in {row.id for row in members.rows(workspace, numbers)}, unit.name
    unrelated = organization_id("05488", "PARTY_BODY")
    assert not set(lines) & listed(workspace, unrelated)


def test_coverage_counts_for_the_new_unit_what_was_done_with_those_it_follows(
    province: Workspace, lists: reorganisation.Lists, plan: rules.Plan, clock: Clock
):
    lines = a_line_for_each(province, plan)
    clock.now = AFTERWARDS
    reorganisation.reorganize(province, lists, CHOICE)
    expected: dict[UUID, int] = {}
    for unit in lines.values():
        body = new_body(plan, unit.code)
        expected[body] = expected.get(body, 0) + 1
    counted = {
        row.id: sum(cell.planned for cell in row.cells)
        for row in coverage.whole(province, Listing("name"))
    }
    assert {body: counted[body] for body in expected} == expected
    assert sum(counted.values()) == len(lines) == 20
    for unit in lines.values():
        assert organization_id(unit.code, "PARTY_BODY") not in counted or unit.code in {
            one.same.code for one in plan.communes if one.same
        }


def test_two_levels_find_every_old_record_under_old_and_new_unit(
    workspace: Workspace,
    commune: Workspace,
    province: Workspace,
    lists: reorganisation.Lists,
    plan: rules.Plan,
    clock: Clock,
):
    a_line_for_each(workspace, plan)
    program, items = an_issued_program(commune)
    assert send_up(workspace, province) > 20
    assert send_up(commune, province) > 2
    old_units = {
        unit_of(next(unit for unit in plan.before if unit.code == code)): code
        for code in (PHU_BINH, BAN_DAT)
    }
    assert set(old_units) == {workspace.office.unit, commune.office.unit}
    before = {unit: received(province, unit) for unit in old_units}
    assert all(before.values())
    clock.now = AFTERWARDS
    did = reorganisation.reorganize(province, lists, CHOICE)
    assert did.transfers == 280 - 2 + 17
    for unit, code in old_units.items():
        new = new_body(plan, code, "INSPECTION_COMMITTEE")
        assert received(province, unit) == before[unit]
        for record in before[unit]:
            assert record in received(province, new), record
    assert program.id in {record for _entity, record in before[commune.office.unit]}
    assert items
    # The same in the register of the level below, which hears of the handing over besides.
    reorganisation.reorganize(commune, lists, CHOICE)
    assert send_down(province, commune) == 1
    with commune.reading() as connection:
        heard = exchange_tables.replica
        query = sa.select(heard.c.code, heard.c.parent).where(heard.c.entity == "transfer")
        row = connection.execute(query).one()
    assert row.parent == commune.office.unit
    assert UUID(row.code) == new_body(plan, BAN_DAT, "INSPECTION_COMMITTEE")


def test_the_office_is_asked_for_its_own_province(
    workspace: Workspace, commune: Workspace, lists: reorganisation.Lists
):
    assert reorganisation.own_province(workspace, lists) == THAI_NGUYEN
    assert reorganisation.own_province(commune, lists) == THAI_NGUYEN
    assert len(reorganisation.provinces(lists)) == 34
