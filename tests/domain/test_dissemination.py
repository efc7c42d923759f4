from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import dissemination as rules
from ktgs_desktop.domain import dissemination_checks as checks
from ktgs_desktop.domain.attendance_table import names_units, read_attendance
from ktgs_desktop.domain.channels import DETAIL, FIGURES
from ktgs_desktop.domain.departures import Kept, leaving
from ktgs_desktop.domain.dissemination import (
    Attendance,
    Dissemination,
    DisseminationSession,
    DisseminationState,
    Site,
)
from ktgs_desktop.domain.dissemination_checks import SessionRemark
from ktgs_desktop.domain.dissemination_report import report, within
from ktgs_desktop.domain.encoding import from_document, to_document
from ktgs_desktop.domain.programs import Named
from tests.helpers.builders import refusal
from tests.helpers.entities import OFFICE, TODAY, an_id

UNITS = tuple(Named(f"Đảng uỷ xã {name}", an_id(name)) for name in ("Bàn Đạt", "Nga My", "Úc Kỳ"))
TEXTS = tuple(Named(name, an_id(name)) for name in ("22-QĐ/TW", "37-QĐ/TW"))


def a_plan(**values: Any) -> Dissemination:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("plan"),
        "title": "Quán triệt Quy định số 22-QĐ/TW",
        "regulations": TEXTS,
        "starts_on": date(2021, 7, 1),
        "ends_on": date(2021, 7, 31),
        "targets": UNITS,
    }
    return Dissemination(**{**usual, **values})


def a_session(*attendance: Attendance, **values: Any) -> DisseminationSession:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("session"),
        "plan": an_id("plan"),
        "held_on": date(2021, 7, 5),
        "attendance": attendance,
    }
    return DisseminationSession(**{**usual, **values})


@st.composite
def sessions(draw: st.DrawFn) -> list[DisseminationSession]:
    """Any sessions of the plan: units that came or not, of the plan or not, on any regulation."""
    found = []
    stranger = Named("Chi bộ Khách mời", an_id("stranger"))
    for number in range(draw(st.integers(0, 5))):
        units = draw(st.lists(st.sampled_from((*UNITS, stranger)), unique=True, max_size=4))
        attendance = tuple(Attendance(unit, 9, draw(st.integers(0, 2))) for unit in units)
        dealt = tuple(draw(st.sets(st.sampled_from([one.id for one in TEXTS]))))
        day = draw(st.dates(date(2021, 6, 1), date(2021, 9, 1)))
        found.append(a_session(*attendance, id=UUID(int=number), held_on=day, regulations=dealt))
    return found


def came(session: DisseminationSession, unit: Named) -> bool:
    return any(one.unit.id == unit.id and one.attended > 0 for one in session.attendance)


def briefed(held: list[DisseminationSession], unit: Named, text: Named) -> bool:
    """Said once more, plainly: the unit came to a session that dealt with the text."""
    return any(
        came(one, unit) and (one.regulations == () or text.id in one.regulations) for one in held
    )


@given(sessions(), st.permutations(range(5)))
def test_whoever_is_not_reached_is_missing(
    held: list[DisseminationSession], order: list[int]
) -> None:
    plan = a_plan()
    for regulation in (None, *(one.id for one in TEXTS)):
        reached = rules.reached(plan, held, regulation)
        missing = rules.missing(plan, held, regulation)
        assert sorted((*reached, *missing), key=UNITS.index) == list(UNITS)
        assert not set(reached) & set(missing)
        wanted = [one for one in TEXTS if regulation in (None, one.id)]
        expected = [u for u in UNITS if all(briefed(held, u, text) for text in wanted)]
        assert list(reached) == expected
    shuffled = sorted(held, key=lambda one: order[held.index(one)])
    assert rules.standing(plan, shuffled) == rules.standing(plan, held)
    far = rules.standing(plan, held)
    assert far.missing == len(rules.missing(plan, held))
    assert (far.percent == 100) == (far.missing == 0)
    assert far.reached <= min(far.by_regulation)
    if held:  # a session more never makes anybody miss what was heard before
        assert set(rules.missing(plan, held)) <= set(rules.missing(plan, held[:-1]))
    assert [from_document(DisseminationSession, to_document(one)) for one in held] == held


@given(sessions(), sessions())
def test_the_report_says_of_each_unit_what_the_plans_say(
    first: list[DisseminationSession], second: list[DisseminationSession]
) -> None:
    later = a_plan(
        id=an_id("later"), regulations=TEXTS[:1], targets=UNITS[1:], starts_on=date(2021, 8, 1),
        ends_on=date(2021, 8, 31),
    )  # fmt: skip
    plans = within([later, a_plan()], [2021])
    assert [one.id for one in plans] == [an_id("plan"), an_id("later")]
    assert within(plans, [2022]) == []
    held = {an_id("plan"): first, an_id("later"): second}
    found = report(plans, held)
    assert [one.unit for one in found.units] == list(UNITS)  # in the order of their names
    for unit in found.units:
        missing = {(one.plan, one.regulation.id) for one in unit.missing}
        assert missing == {
            (plan.id, text.id)
            for plan in plans
            for text in plan.regulations
            if unit.unit in rules.missing(plan, held[plan.id], text.id)
        }
        assert report(plans, held, unit.unit.id).units == (unit,)
    assert found.targets == 2 * 3 + 2
    assert found.reached == sum(sum(rules.standing(p, held[p.id]).by_regulation) for p in plans)
    by_text = {one.regulation: one for one in found.regulations}
    both = [*first, *second]
    assert by_text[TEXTS[0]].reached == sum(briefed(both, unit, TEXTS[0]) for unit in UNITS[1:]) + (
        briefed(first, UNITS[0], TEXTS[0])
    )
    assert found.attended == sum(one.attended for one in both)


@pytest.mark.parametrize(
    ("today", "reached", "held", "state"),
    [
        (date(2021, 6, 30), 0, False, DisseminationState.PLANNED),
        (date(2021, 6, 30), 1, True, DisseminationState.RUNNING),
        (date(2021, 7, 1), 0, False, DisseminationState.RUNNING),
        (date(2021, 7, 31), 2, True, DisseminationState.RUNNING),
        (date(2021, 8, 1), 2, True, DisseminationState.LATE),
        (date(2021, 8, 1), 3, True, DisseminationState.DONE),
        (date(2021, 6, 30), 3, True, DisseminationState.DONE),
    ],
)
def test_a_plan_stands_where_the_day_and_its_sessions_say(
    today: date, reached: int, *, held: bool, state: DisseminationState
) -> None:
    span = (date(2021, 7, 1), date(2021, 7, 31))
    assert rules.state_on(span, 3, reached, held=held, today=today) == state


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "dissemination_title_missing"),
        ({"regulations": ()}, "dissemination_regulation_missing"),
        ({"targets": ()}, "dissemination_unit_missing"),
        ({"targets": (UNITS[0], UNITS[0])}, "dissemination_named_twice"),
        ({"targets": (Named("Chi bộ lạ"),)}, "dissemination_name_unknown"),
        ({"ends_on": date(2021, 6, 30)}, "dissemination_days_reversed"),
        ({"way": "BY_HEARSAY"}, "dissemination_way_unknown"),
        ({"title": "x" * 1001}, "too_long"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changed: dict[str, Any], code: str) -> None:
    checks.check_plan(a_plan())
    assert refusal(lambda: checks.check_plan(a_plan(**changed))).code == code


SITE = Site("Điểm cầu Nga My")


@pytest.mark.parametrize(
    ("attendance", "changed", "code"),
    [
        (Attendance(UNITS[0], 3, 4), {}, "session_attended_exceeds"),
        (Attendance(UNITS[0], 9, 4, 5), {}, "session_members_exceed"),
        (Attendance(UNITS[0], 9, 4, 2, 3), {}, "session_committee_exceeds"),
        (Attendance(UNITS[0], 9, 4, 0, 5), {}, "session_committee_exceeds"),
        (Attendance(UNITS[0], -1), {}, "session_negative"),
        (Attendance(Named("Chi bộ lạ"), 1, 1), {}, "dissemination_name_unknown"),
        (Attendance(UNITS[0], 1, 1), {"held_on": date(2021, 7, 7)}, "session_future"),
        (Attendance(UNITS[0], 1, 1), {"meeting": "VIDEO"}, "session_sites_missing"),
        (Attendance(UNITS[0], 1, 1), {"sites": (SITE,)}, "session_sites_needless"),
        (
            Attendance(UNITS[0], 1, 1),
            {"meeting": "VIDEO", "sites": (Site(" "),)},
            "session_site_unnamed",
        ),
        (Attendance(UNITS[0], 1, 1), {"meeting": "LETTER"}, "session_meeting_unknown"),
        (
            Attendance(UNITS[0], 1, 1),
            {"regulations": (an_id("other"),)},
            "session_regulation_unknown",
        ),
    ],
)
def test_a_session_that_cannot_be_is_refused(
    attendance: Attendance, changed: dict[str, Any], code: str
) -> None:
    session = a_session(attendance, **changed)
    assert refusal(lambda: checks.check_session(session, a_plan(), TODAY)).code == code


def test_what_may_be_odd_is_only_remarked() -> None:
    plain = a_session(Attendance(UNITS[0], 0, 4, 4, 2))  # nobody counted who was invited
    checks.check_session(plain, a_plan(), TODAY)
    assert checks.remarks(plain, a_plan()) == ()
    odd = a_session(
        Attendance(Named("Chi bộ Khách mời", an_id("stranger")), 1, 1),
        held_on=date(2021, 6, 30),
        meeting="VIDEO",
        sites=(Site("Điểm cầu Nga My", "Hội trường", 2),),
    )
    checks.check_session(odd, a_plan(), TODAY)
    assert checks.remarks(odd, a_plan()) == tuple(SessionRemark)
    arranged = a_session(Attendance(UNITS[0], 5), held_on=date(2021, 7, 20))
    checks.check_session(arranged, a_plan(), TODAY)  # one that is only arranged may lie ahead
    assert rules.standing(a_plan(), [arranged]).sessions == 0


def test_a_regulation_that_was_dealt_with_stays_in_its_plan() -> None:
    plan = a_plan()
    only = dataclasses.replace(plan, regulations=TEXTS[:1])
    of_both = a_session(Attendance(UNITS[0], 1, 1))
    of_second = a_session(Attendance(UNITS[0], 1, 1), regulations=(an_id("37-QĐ/TW"),))
    checks.check_kept(only, plan, [of_both])
    said = refusal(lambda: checks.check_kept(only, plan, [of_both, of_second]))
    assert (said.code, said.params) == ("dissemination_regulation_used", {"name": "37-QĐ/TW"})


class _Around:
    """The records around: whether the plan is done."""

    def __init__(self, *, done: bool) -> None:
        self.done = done

    def dissemination_done(self, _record: UUID) -> bool:
        return self.done


def test_figures_go_up_once_nobody_is_missing_and_persons_go_apart() -> None:
    plan, plain = a_plan(), a_session(Attendance(UNITS[0], 1, 1))
    naming = dataclasses.replace(plain, reporter="Nguyễn Văn Mẫu")
    done, open_ = _Around(done=True), _Around(done=False)
    assert [leaving(one, done).channels for one in (plan, plain, naming)] == [
        (FIGURES,), (FIGURES,), (DETAIL,),
    ]  # fmt: skip
    assert {leaving(one, open_).kept for one in (plan, plain, naming)} == {Kept.DRAFT}


# Tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        """STT|Đơn vị|Triệu tập|Có mặt|Đảng viên|Cấp uỷ viên|Ghi chú
1|2|3|4|5|6|7
1|Đảng bộ xã Nga My|1.200|1000|40|12|vắng 200
2|đảng uỷ xã ÚC KỲ|5|5|5|2|""",
        "1|Đảng uỷ xã Nga My|1200|1000|40|12|vắng 200\n2|Úc Kỳ|5|5|5|2|",
    ],
)
def test_a_pasted_table_is_read_by_the_names_of_the_units(text: str) -> None:
    table = [line.split("|") for line in text.splitlines()]
    assert names_units(table)
    units = (*UNITS, Named("Chi bộ xã Nga My", an_id("cell")))
    bare = [row for row in table if row[1] not in ("Úc Kỳ", "đảng uỷ xã ÚC KỲ")]
    found = read_attendance(table, UNITS)
    assert found.faults == ()
    assert found.rows == (
        Attendance(UNITS[1], 1200, 1000, 40, 12, "vắng 200"),
        Attendance(UNITS[2], 5, 5, 5, 2),
    )
    doubtful = read_attendance(bare, units)  # "Đảng bộ xã Nga My" may mean either
    assert bool(doubtful.faults) == ("Đảng bộ" in text)


def test_rows_of_a_table_that_cannot_be_are_told() -> None:
    rows = ["Đơn vị|Triệu tập|Tham dự", "Nga My|3|4", "Xã lạ|1|1", "Úc Kỳ|ba|1", "Bàn Đạt|2|2",
            "Đảng bộ xã Bàn Đạt|2|1"]  # fmt: skip
    found = read_attendance([row.split("|") for row in rows], UNITS)
    assert [(one.number, one.faults[0].code) for one in found.faults] == [
        (2, "session_attended_exceeds"),
        (3, "dissemination_name_unknown"),
        (4, "session_number_unreadable"),
        (6, "dissemination_named_twice"),
    ]
    assert found.rows == (Attendance(UNITS[0], 2, 2),)
    assert not names_units([["12", "10"], ["", "7"]])
