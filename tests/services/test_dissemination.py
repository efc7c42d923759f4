from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.channels import FIGURES
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.dissemination import Site
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.services import history, list_values, maintenance
from ktgs_desktop.services.regulations import dissemination, dissemination_sessions
from ktgs_desktop.store import feeds, issuing
from ktgs_desktop.store.feeds import Feed
from tests.helpers.builders import changes, refusal
from tests.helpers.dissemination import TEXTS, a_plan, hold

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock


def listed(workspace: Workspace, **filters: Any) -> list[Any]:
    query = Listing("starts", filters=filters)
    numbers = [n for part in dissemination.stream(workspace, query) for n in part]
    return dissemination.rows(workspace, numbers)


COUNTED = """
WITH plan AS (SELECT id, targets, regulations FROM dissemination WHERE voided IS NULL),
target AS (SELECT plan.id AS plan, json_extract(unit.value, '$.id') AS unit
           FROM plan, json_each(plan.targets) AS unit),
text AS (SELECT plan.id AS plan, json_extract(one.value, '$.id') AS text
         FROM plan, json_each(plan.regulations) AS one),
came AS (SELECT session.plan, json_extract(unit.value, '$.unit.id') AS unit, session.regulations
         FROM dissemination_session AS session, json_each(session.attendance) AS unit
         WHERE session.voided IS NULL AND json_extract(unit.value, '$.attended') > 0)
SELECT target.plan, target.unit, text.text, EXISTS (
    SELECT 1 FROM came WHERE came.plan = target.plan AND came.unit = target.unit AND (
        came.regulations = '[]'
        OR text.text IN (SELECT value FROM json_each(came.regulations))))
FROM target JOIN text ON text.plan = target.plan
"""
"""Who was briefed on what, said by hand in SQL."""


def by_hand(workspace: Workspace) -> set[tuple[bytes, str, str, bool]]:
    with workspace.reading() as connection:
        rows = connection.execute(sa.text(COUNTED)).all()
    return {(bytes(plan), unit, text, bool(there)) for plan, unit, text, there in rows}


def test_a_plan_is_followed_until_nobody_is_missing(workspace: Workspace, clock: Clock) -> None:
    plan = a_plan(workspace)
    other = a_plan(workspace, 5, title="Quán triệt lần hai", starts_on=date(2021, 12, 1),
                   ends_on=date(2021, 12, 31), regulations=TEXTS[:1])  # fmt: skip
    assert [one.state(workspace.today) for one in listed(workspace)] == ["RUNNING", "PLANNED"]
    hold(workspace, plan, slice(0, 2))
    hold(workspace, plan, slice(2, 3), regulations=(TEXTS[0].id,))
    found = dissemination.followed(workspace, plan.id)
    assert found.missing == plan.targets[2:]
    assert found.standing.by_regulation == (3, 2)
    (row, _later) = listed(workspace)
    assert (row.targets, row.reached, row.sessions, row.attended) == (3, 2, 2, 9)
    clock.forward(days=30)  # past the last day
    assert [one.id for one in listed(workspace, state="LATE")] == [plan.id]
    values = list_values.values(workspace, dissemination.LIST, Listing(), "state")
    assert {one.value: one.count for one in values} == {"LATE": 1, "PLANNED": 1}
    saved, remarks = hold(workspace, plan, slice(2, 3), held_on=date(2021, 8, 3),
                          meeting="VIDEO", sites=(Site("Điểm cầu xã", "", 3),))  # fmt: skip
    assert [str(one) for one in remarks] == ["OUTSIDE_SPAN"]
    assert listed(workspace, state="DONE")[0].id == plan.id
    assert listed(workspace, state="DONE")[0].last_on == date(2021, 8, 3)
    assert listed(workspace, unit=str(other.targets[4].id))[0].id == other.id
    assert [one.id for one in listed(workspace, regulation=str(TEXTS[1].id))] == [plan.id]
    found_words = [
        n for part in dissemination.stream(workspace, Listing(search="lan hai")) for n in part
    ]
    assert [one.id for one in dissemination.rows(workspace, found_words)] == [other.id]
    # What the report says is what the rows say, said by hand
    told = dissemination.reported(workspace)
    assert by_hand(workspace) == {
        (one.plan.bytes, str(unit.unit.id), str(one.regulation.id), one.reached)
        for unit in told.units
        for one in unit.briefings
    }
    assert (told.targets, told.reached, told.sessions, told.by_video) == (11, 6, 3, 1)
    assert dissemination.reported(workspace, year=2022).plans == ()
    assert maintenance.check(workspace).sound
    # Taken back and done again, counts follow
    history.undo(workspace)
    assert dissemination.followed(workspace, plan.id).missing == plan.targets[2:]
    assert listed(workspace, state="LATE")[0].id == plan.id
    history.redo(workspace)
    assert dissemination_sessions.get(workspace, saved.id) == saved
    assert dissemination.followed(workspace, plan.id).missing == ()
    assert maintenance.check(workspace).sound


def test_a_plan_and_its_sessions_hold_together(workspace: Workspace) -> None:
    plan = a_plan(workspace)
    saved, remarks = hold(workspace, plan, slice(0, 1), regulations=(TEXTS[1].id,))
    assert remarks == ()
    before = changes(workspace)
    alone = dataclasses.replace(plan, regulations=TEXTS[:1])
    assert refusal(lambda: dissemination.save(workspace, alone)).code == (
        "dissemination_regulation_used"
    )
    said = refusal(lambda: dissemination.void(workspace, plan.id, "nhập nhầm"))
    assert (said.code, said.params) == ("dissemination_held", {"count": 1})
    assert changes(workspace) == before
    # Minutes are those it has, not those it had when the form was opened
    minutes = ("bien-ban.pdf", b"%PDF-1.4 mau")
    kept, _remarks = dissemination_sessions.save(workspace, saved, minutes)
    assert dissemination_sessions.minutes_of(workspace, saved.id) == minutes
    again, _remarks = dissemination_sessions.save(
        workspace, dataclasses.replace(saved, place="  Hội trường   Huyện uỷ ")
    )
    assert (again.files, again.place) == (kept.files, "Hội trường Huyện uỷ")
    assert maintenance.check(workspace).sound
    (scan,) = (one for one in workspace.files.attachments.rglob("*") if one.is_file())
    scan.unlink()
    (fault,) = maintenance.check(workspace).attachment_faults
    assert kept.files[0].digest.startswith(fault.split()[1])
    workspace.attachments.put(minutes[1])
    dissemination_sessions.void(workspace, saved.id, "nhập nhầm")
    assert dissemination.followed(workspace, plan.id).sessions == ()
    assert refusal(lambda: dissemination_sessions.save(workspace, saved)).code == "record_gone"
    dissemination.void(workspace, plan.id, "nhập nhầm")
    # A session does not come back without its plan
    assert listed(workspace) == []
    history.undo(workspace)
    history.undo(workspace)
    assert dissemination.followed(workspace, plan.id).standing.sessions == 1
    assert maintenance.check(workspace).sound


def test_figures_go_up_once_a_plan_is_done_and_come_back_if_it_is_not(workspace: Workspace) -> None:
    plan = a_plan(workspace, 2)
    hold(workspace, plan, slice(0, 1), reporter="Nguyễn Văn Mẫu")

    def issue() -> issuing.Issued:
        with workspace.store.local_writing() as connection:
            return issuing.issue(connection, workspace.author())

    kept = issue()
    assert kept.kept[("dissemination", Kept.DRAFT)] == 1
    assert "dissemination" not in kept.written
    last, _remarks = hold(workspace, plan, slice(1, 2))
    written = issue().written
    assert (written["dissemination"], written["dissemination_session"]) == (1, 2)
    with workspace.reading() as connection:
        feed = Feed(workspace.office.unit, FIGURES)
        sent = [issuing.named(raw).change for raw in feeds.after(connection, feed, ())]
    told = [one for one in sent if one.entity.startswith("dissemination")]
    assert {one.id for one in told} == {plan.id, last.id}
    assert "Nguyễn Văn Mẫu" not in str([one.document for one in told])
    assert not issue().written
    dissemination_sessions.void(workspace, last.id, "nhập nhầm")
    back = issue().taken_back
    assert (back["dissemination"], back["dissemination_session"]) == (1, 2)
