"""The superior's side on two real offices: units, records, figures, remarks and their answers."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.channels import FIGURES, down
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.programs import Named, ProgramItem
from ktgs_desktop.domain.remark_states import FigureName, RemarkState, figure_name
from ktgs_desktop.domain.reporting_periods import Punctuality
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import history, overview, program_items, program_progress, programs
from ktgs_desktop.services.exchange import place, remarks, replicas, units
from ktgs_desktop.services.exchange.remarks import NewRemark
from ktgs_desktop.services.exchange.units import UnitState
from ktgs_desktop.store import replica_lists, tables
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_member,
    a_program,
    done,
    refusal,
)
from tests.helpers.delivery import deliver, issue

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

COMMITTEES = 20


def a_year(commune: Workspace, lines: int = 4) -> list[ProgramItem]:
    """A year of the commune: lines on cells and members, some done, one dropped."""
    program = a_program(commune)
    name = "Đảng bộ xã Bàn Đạt"
    cell = program_items.new_subject("TCD", name, organization_id("05911", "PARTY_BODY"))
    member = a_member(commune)
    person = program_items.new_subject("DV", member.full_name, member.id)
    made = []
    for number in range(lines):
        kind = ("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC")[number % 2]
        made.append(
            a_line(
                commune,
                program,
                content=f"Nội dung thứ {number}",
                task_kind=kind,
                lead=Named("UBKT Đảng uỷ xã", commune.office.unit),
                subjects=(person,) if number == 1 else (cell,),
            )
        )
    programs.issue(commune, program.id, programs.Issue(ISSUED_ON, SIGNER))
    for item in made[:2]:
        program_progress.record_progress(commune, item.id, done(item))
    return made


def _unit(district: Workspace, commune: Workspace) -> units.UnitStanding:
    return next(one for one in units.standings(district) if one.unit == commune.office.unit)


def _numbers(district: Workspace, **filters: object) -> list[int]:
    query = Listing(filters=filters)
    return [row for part in replicas.stream(district, query) for row in part]


# Units ----------------------------------------------------------------------------------------


def test_units_below_are_those_of_the_register(workspace: Workspace, commune: Workspace):
    found = units.standings(workspace)
    assert len(found) == COMMITTEES
    assert {one.state for one in found} == {UnitState.NEVER}
    assert commune.office.unit in {one.unit for one in found}
    assert all((one.depth, one.superior) == (1, workspace.office.name) for one in found)
    assert units.standings(commune) == []
    assert place.has_below(workspace)
    assert not place.has_below(commune)


def test_a_unit_that_sent_shows_up_to_where(workspace: Workspace, commune: Workspace):
    a_year(commune)
    delivered = deliver(commune, workspace)
    one = _unit(workspace, commune)
    assert one.state == UnitState.SENT
    assert one.number == sum(len(got.new) for got in delivered.admitted.values())
    assert set(one.channels) == {"up.sum", "up.det"}
    assert one.years == (2021,)
    assert one.schema == 1
    assert one.last_file == "05911-DL.ktgs"
    assert not one.waiting
    assert not one.conflicts


def test_a_lost_beginning_is_a_gap(workspace: Workspace, commune: Workspace):
    a_year(commune)
    deliver(commune, workspace, leave_out=2)
    one = _unit(workspace, commune)
    assert one.state == UnitState.GAP
    assert {waiting.here for waiting in one.waiting} == {0}
    assert {waiting.first for waiting in one.waiting} == {3}
    deliver(commune, workspace)
    assert _unit(workspace, commune).state == UnitState.SENT


def test_who_is_late_and_since_when(workspace: Workspace, commune: Workspace, clock: Clock):
    a_year(commune)
    clock.forward(days=4)  # 10 July, the last day for the half-year
    codes = {one.period.code: one for one in _unit(workspace, commune).periods}
    assert codes["H1"].state == Punctuality.AWAITED
    clock.forward(days=5)
    one = _unit(workspace, commune)
    assert one.state == UnitState.OVERDUE
    assert one.overdue is not None
    assert (one.overdue.days, one.overdue.since) == (5, date(2021, 7, 11))
    deliver(commune, workspace)
    sent = {one.period.code: one for one in _unit(workspace, commune).periods}
    assert (sent["H1"].state, sent["H1"].days) == (Punctuality.LATE, 5)
    assert sum(one.state == UnitState.OVERDUE for one in units.standings(workspace)) == 19


# Records --------------------------------------------------------------------------------------


def test_only_records_from_below_are_listed(workspace: Workspace, commune: Workspace):
    program = a_program(workspace)
    a_line(workspace, program, content="Của huyện")
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    issue(workspace)
    a_year(commune)
    deliver(commune, workspace)
    rows = replicas.rows(workspace, _numbers(workspace))
    assert {row.unit for row in rows} == {commune.office.unit}
    assert {row.unit_name for row in rows} == {"UBKT Đảng uỷ xã Bàn Đạt"}
    lines = replicas.rows(workspace, _numbers(workspace, entity="program_item"))
    assert len(lines) == 4
    assert {row.channel for row in lines} == {"up.sum", "up.det"}
    found = replicas.stream(workspace, Listing(search="noi dung thu"))
    assert sum(map(len, found)) == 4
    by_kind = {one.value: one.count for one in replicas.kinds(workspace)}
    assert by_kind["program_item"] == 4
    assert by_kind["progress"] == 2
    assert sum(by_kind.values()) == len(rows)


@pytest.mark.parametrize("descending", [False, True])
def test_a_list_streams_every_record_once_in_order(
    workspace: Workspace, commune: Workspace, descending, monkeypatch
):
    a_year(commune, lines=7)
    a_member(commune, "Lê Văn Không Năm")
    deliver(commune, workspace)
    monkeypatch.setattr(replica_lists, "FIRST_CHUNK", 2)
    monkeypatch.setattr(replica_lists, "CHUNK", 3)
    for entity in ("program_item", "party_member", "progress"):
        query = Listing(descending=descending, filters={"entity": entity})
        got = [row for part in replicas.stream(workspace, query) for row in part]
        shown = replicas.rows(workspace, got)
        assert len(got) == len(set(got)) == replicas.count(workspace, query)
        keys = [(row.year is not None, row.year or 0, row.row) for row in shown]
        assert keys == sorted(keys, reverse=descending)
    got = [row for part in replicas.stream(workspace, Listing()) for row in part]
    assert got == sorted(set(got))


def test_the_head_of_a_column_tells_its_values(workspace: Workspace, commune: Workspace):
    a_year(commune)
    deliver(commune, workspace)
    query = Listing(filters={"entity": "program_item", "in_code": ("INSPECTION_PROGRAM",)})
    found = {one.value: one.count for one in replicas.values(workspace, query, "code")}
    assert found == {"INSPECTION_PROGRAM": 2, "SUPERVISION_THEMATIC": 2}
    assert replicas.count(workspace, query) == 2
    (unit,) = replicas.values(workspace, query, "unit")
    assert (unit.text, unit.count) == ("UBKT Đảng uỷ xã Bàn Đạt", 2)
    members = Listing(filters={"entity": "party_member", "in_year": ("",)})
    assert replicas.count(workspace, members) == 1


def test_a_record_shows_its_versions_and_who_signed(workspace: Workspace, commune: Workspace):
    items = a_year(commune)
    deliver(commune, workspace, signed_by="Trần Văn Trước")
    organization = next(
        row for row in replicas.rows(workspace, _numbers(workspace, entity="progress"))
        if row.above == items[0].content
    )  # fmt: skip
    program_progress.record_progress(commune, items[0].id, done(items[0], date(2021, 3, 1)))
    deliver(commune, workspace, signed_by="Lê Thị Sau")
    found = replicas.received(workspace, organization.row)
    last, first = found.versions
    assert (first.signed_by, last.signed_by) == ("Trần Văn Trước", "Lê Thị Sau")
    assert (first.standing, last.standing) == (False, True)
    changed = {one.field: (one.before, one.after) for one in last.fields}
    assert changed["done_on"] == ("2021-01-05", "2021-03-01")
    assert found.document["done_on"] == "2021-03-01"
    assert replicas.find(workspace, organization.id) == found
    assert refusal(lambda: replicas.received(workspace, 10**6)).code == "record_gone"


# Figures --------------------------------------------------------------------------------------

_SQL = """
SELECT i.task_kind, i.year,
  sum(i.in_force), sum(i.in_force AND i.finished), sum(NOT i.in_force),
  (SELECT count(*) FROM item_subject s JOIN program_item j ON j.row = s.item
   WHERE j.task_kind = i.task_kind AND j.year = i.year AND j.in_force AND s.kind = 'TCD'),
  (SELECT count(*) FROM item_subject s JOIN program_item j ON j.row = s.item
   WHERE j.task_kind = i.task_kind AND j.year = i.year AND j.in_force AND s.kind = 'DV')
FROM program_item i JOIN program p ON p.id = i.program
WHERE i.voided IS NULL AND p.voided IS NULL AND p.kind = 'ANNUAL'
  AND p.state IN ('ISSUED', 'CLOSED')
GROUP BY i.task_kind, i.year ORDER BY i.task_kind, i.year
"""


def _drop(office: Workspace, item: ProgramItem) -> None:
    with office.writing("edit_item") as writer:
        writer.put(dataclasses.replace(item, status="DROPPED"))


def test_figures_equal_a_count_by_hand_in_the_commune(workspace: Workspace, commune: Workspace):
    items = a_year(commune, lines=6)
    _drop(commune, items[5])
    draft = a_program(commune, 2022)
    a_line(commune, draft, content="Còn là dự thảo")
    a_line(workspace, a_program(workspace), content="Của huyện")
    deliver(commune, workspace)
    found = replicas.figures(workspace)
    with commune.reading() as connection:
        counted = [tuple(row) for row in connection.exec_driver_sql(_SQL)]
    numbers = [(one.kind, one.year, *dataclasses.astuple(one.counts)) for one in found.figures]
    assert numbers == counted
    assert dataclasses.astuple(found.total) == tuple(
        sum(row[place] for row in counted) for place in range(2, 7)
    )
    assert dataclasses.astuple(found.total) == (5, 2, 1, 4, 1)
    assert replicas.years(workspace) == [2021]


def test_every_figure_opens_the_records_behind_it(workspace: Workspace, commune: Workspace):
    items = a_year(commune, lines=6)
    _drop(commune, items[4])
    deliver(commune, workspace)
    for by in (("unit", "kind", "year"), ("kind",), ("unit",), ()):
        for figure in replicas.figures(workspace, by).figures:
            for measure in ("planned", "done", "dropped"):
                assert replicas.counts_lines(measure)
                behind = _numbers(workspace, **replicas.filters_of(figure, measure))
                assert len(behind) == figure.counts.of(measure)
    chosen = {"year": 2021, "kind": "SUPERVISION_THEMATIC", "unit": commune.office.unit}
    assert replicas.figures(workspace, (), **chosen).total.planned == 3
    assert replicas.figures(workspace, (), year=2020).total.planned == 0


# Remarks --------------------------------------------------------------------------------------


def _line(district: Workspace) -> replica_lists.ReplicaRow:
    return replicas.rows(district, _numbers(district, entity="program_item"))[0]


def _send_down(district: Workspace, commune: Workspace) -> None:
    deliver(district, commune, (down(commune.office.unit),))


def test_a_remark_goes_down_and_the_next_version_answers_it(
    workspace: Workspace, commune: Workspace, clock: Clock
):
    items = a_year(commune)
    deliver(commune, workspace)
    row = next(one for one in replicas.rows(workspace, _numbers(workspace, entity="progress")))
    due = date(2021, 7, 20)
    made = remarks.add(
        workspace, NewRemark(row.unit, "Đề nghị bổ sung kết quả", record=row.id, due=due)
    )
    assert (made.entity, made.version) == ("progress", row.head)
    _send_down(workspace, commune)
    (got,) = remarks.received(commune)
    assert (got.remark, got.state) == (made, RemarkState.OPEN)
    assert got.unit == workspace.office.name
    assert remarks.of_record(commune, row.id) == [got]
    assert overview.overview(commune).remarks == (got,)
    assert overview.attention(commune).remarks == 1
    clock.forward(days=20)
    assert remarks.received(commune)[0].state == RemarkState.LATE
    assert remarks.written(workspace)[0].state == RemarkState.LATE
    with commune.reading() as connection:
        item = connection.execute(
            sa.select(tables.progress.c.item).where(tables.progress.c.id == row.id)
        ).scalar_one()
    line = next(one for one in items if one.id == item)
    program_progress.record_progress(commune, item, done(line, date(2021, 2, 2)))
    deliver(commune, workspace)
    assert remarks.written(workspace)[0].state == RemarkState.ANSWERED
    assert remarks.received(commune)[0].state == RemarkState.ANSWERED
    assert overview.overview(commune).remarks == ()


def test_a_directive_on_a_figure_is_answered_by_a_later_package(
    workspace: Workspace, commune: Workspace, clock: Clock
):
    a_year(commune)
    deliver(commune, workspace)
    about = str(FigureName("done", 2021, "INSPECTION_PROGRAM"))
    remarks.add(
        workspace, NewRemark(commune.office.unit, "Giải trình", kind="DIRECTIVE", figure=about)
    )
    assert figure_name(about) == FigureName("done", 2021, "INSPECTION_PROGRAM")
    assert figure_name("content") is None
    assert remarks.written(workspace)[0].state == RemarkState.OPEN
    clock.forward(days=1)
    deliver(commune, workspace)
    assert remarks.written(workspace)[0].state == RemarkState.ANSWERED


def test_a_remark_is_edited_voided_and_undone(workspace: Workspace, commune: Workspace):
    made = remarks.add(workspace, NewRemark(commune.office.unit, "Gửi chậm"))
    _send_down(workspace, commune)
    remarks.edit(workspace, made.id, NewRemark(made.to, "Gửi quá chậm", due=date(2021, 8, 1)))
    _send_down(workspace, commune)
    (got,) = remarks.received(commune)
    assert (got.remark.text, got.remark.due) == ("Gửi quá chậm", date(2021, 8, 1))
    remarks.void(workspace, made.id, "Nhầm đơn vị")
    assert remarks.written(workspace) == []
    _send_down(workspace, commune)
    assert remarks.received(commune) == []
    history.undo(workspace)
    assert [one.remark.text for one in remarks.written(workspace)] == ["Gửi quá chậm"]


def test_a_remark_that_cannot_be_is_refused(workspace: Workspace, commune: Workspace):
    unit = commune.office.unit
    for code, said in (
        ("remark_empty", NewRemark(unit, "  ")),
        ("remark_too_long", NewRemark(unit, "x" * 4001)),
        ("remark_due_early", NewRemark(unit, "Chậm", due=date(2021, 7, 5))),
        ("remark_unit_unknown", NewRemark(workspace.office.unit, "Tự góp ý")),
        ("remark_record_unknown", NewRemark(unit, "Chậm", record=workspace.office.id)),
    ):
        error = refusal(lambda said=said: remarks.add(workspace, said))
        assert isinstance(error, UserError)
        assert error.code == code
    assert remarks.written(workspace) == []
    assert FIGURES
