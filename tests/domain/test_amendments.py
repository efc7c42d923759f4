"""Amendments: whatever is decided, on any date exactly the lines in force are shown."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import amendment_checks as checks
from ktgs_desktop.domain import amendments as rules
from ktgs_desktop.domain.amendments import Amendment, ChangeAction, ItemChange
from ktgs_desktop.domain.programs import ItemStatus, Program, ProgramItem
from ktgs_desktop.errors import UserError
from tests.helpers.entities import (
    OFFICE,
    TODAY,
    a_draft,
    a_progress,
    a_subject,
    an_id,
    an_item,
)

ISSUED_ON = date(2021, 1, 5)
LINES = 4


class Step(NamedTuple):
    """A decision: so many days after the one before, on one line."""

    days: int
    action: str
    line: int
    text: str
    quarter: int


steps = st.lists(
    st.builds(
        Step,
        st.integers(0, 40),
        st.sampled_from(("ADDED", "CHANGED", "DROPPED", "POSTPONED", "BEYOND", "NAMED", "DRAFT")),
        st.integers(0, 9),
        st.sampled_from(("đất đai", "đảng phí", "nghị quyết", "đoàn kết")),
        st.integers(1, 4),
    ),
    max_size=14,
)


def issued(**values: Any) -> Program:
    usual = {"state": "ISSUED", "issued_on": ISSUED_ON, "number": "02-CTr/HU"}
    return a_draft(**{**usual, **values})


def a_line(place: int, **values: Any) -> ProgramItem:
    usual = {"id": an_id(f"line {place}"), "seq": place + 1, "content": f"Nội dung {place}"}
    return an_item(**{**usual, "unnamed_organizations": 2, **values})


def an_amendment(**values: Any) -> Amendment:
    usual = {"owner": OFFICE, "id": an_id("amendment"), "program": an_id("program"), "seq": 1}
    return Amendment(**{**usual, "state": "DRAFT", "title": "điều chỉnh", **values})


class Notebook:
    """A clerk's notebook: the lines in force copied out by hand after every day.

    It knows nothing of versions: a line is a place with what it says.
    """

    def __init__(self) -> None:
        self.now: dict[int, dict[str, Any]] = {
            place: {"content": f"Nội dung {place}", "quarter": 2, "names": []}
            for place in range(LINES)
        }
        self.pages: dict[date, dict[int, dict[str, Any]]] = {}
        self.original = self.copied()

    def copied(self) -> dict[int, dict[str, Any]]:
        return {place: {**line, "names": [*line["names"]]} for place, line in self.now.items()}

    def on(self, day: date) -> dict[int, dict[str, Any]]:
        """The latest page until a day."""
        past = [written for written in self.pages if written <= day]
        return self.pages[max(past)] if past else self.original


class Office:
    """Makes changes as the program does, from the lines as they are."""

    def __init__(self) -> None:
        self.program = issued()
        self.items = {place: a_line(place) for place in range(LINES)}
        self.changes: list[ItemChange] = []
        self.book = Notebook()
        self.today = ISSUED_ON

    def take(self, step: Step) -> None:
        """Decide one step, if the rules let it, and write it into the notebook."""
        self.today += timedelta(days=step.days)
        if step.action == ChangeAction.ADDED:
            place = len(self.items)
            self._put(place, "ADDED", None, a_line(place, content=step.text, quarter=step.quarter))
            self.book.now[place] = {"content": step.text, "quarter": step.quarter, "names": []}
        else:
            places = sorted(self.items)
            place = places[step.line % len(places)]
            if place not in self.book.now:
                return  # no longer in force; that it is refused stands in its own test
            self._change(step, place)
        self.book.pages[self.today] = self.book.copied()

    def _change(self, step: Step, place: int) -> None:
        item, noted = self.items[place], self.book.now[place]
        if step.action == "DRAFT":
            self._put(place, "DROPPED", item, item, draft=True)
        elif step.action == "CHANGED" and noted["content"] != step.text:
            self._put(place, "CHANGED", item, dataclasses.replace(item, content=step.text))
            noted["content"] = step.text
        elif step.action == "DROPPED":
            self._put(place, "DROPPED", item, item)
            del self.book.now[place]
        elif step.action == "POSTPONED" and step.quarter > noted["quarter"]:
            self._put(place, "POSTPONED", item, dataclasses.replace(item, quarter=step.quarter))
            noted["quarter"] = step.quarter
        elif step.action == "BEYOND":
            self._put(place, "POSTPONED", item, dataclasses.replace(item, postponed_to=2022))
            del self.book.now[place]
        elif step.action == "NAMED" and len(noted["names"]) < 2:
            name = f"{step.text} {len(noted['names'])}"
            after = rules.named_later(item, [a_subject(f"{name} {place}")])
            self._put(place, "NAMED", item, after)
            noted["names"].append(f"{name} {place}")

    def _put(
        self,
        place: int,
        action: str,
        before: ProgramItem | None,
        line: ProgramItem,
        *,
        draft: bool = False,
    ) -> None:
        after = line if action == "NAMED" else rules.line_after(action, before, line)
        change = ItemChange(
            owner=OFFICE,
            id=uuid4(),
            program=self.program.id,
            item=line.id,
            action=action,
            after=after,
            before=before,
            on=None if draft else self.today,
            seq=0 if draft else len(self.changes) + 1,
        )
        checks.check_change(change, self.program)
        self.changes.append(change)
        if not draft:
            self.items[place] = after

    def shown(self, on: date | None) -> dict[int, dict[str, Any]]:
        """What the program shows of a day, as the notebook writes it."""
        places = {item.id: place for place, item in self.items.items()}
        lines = rules.in_force(rules.version(self.items.values(), reversed(self.changes), on))
        return {
            places[line.id]: {
                "content": line.content,
                "quarter": line.quarter,
                "names": [subject.name for subject in line.subjects],
            }
            for line in lines
        }


def decided(taken: list[Step]) -> Office:
    office = Office()
    for step in taken:
        office.take(step)
    return office


@given(steps)
def test_any_date_shows_exactly_the_lines_in_force(taken: list[Step]) -> None:
    office = decided(taken)
    assert office.shown(None) == office.book.original
    day = ISSUED_ON - timedelta(days=1)
    while day <= office.today + timedelta(days=1):
        assert office.shown(day) == office.book.on(day), day
        day += timedelta(days=1)
    assert office.shown(office.today) == office.book.now
    assert office.shown(date.max) == office.book.now  # what is drafted never counts


@given(steps, st.integers(0, 200), st.integers(0, 200))
def test_two_days_differ_in_what_came_went_or_changed(
    taken: list[Step], first: int, second: int
) -> None:
    office = decided(taken)
    earlier, later = sorted((first, second))
    days = [ISSUED_ON + timedelta(days=number) for number in (earlier, later)]
    was, now = (office.book.on(day) for day in days)
    versions = [rules.version(office.items.values(), office.changes, day) for day in days]
    found = rules.compared(*versions)
    places = {item.id: place for place, item in office.items.items()}
    gone = {places[one.before.id] for one in found if one.before and one.after is None}
    new = {places[one.after.id] for one in found if one.after and one.before is None}
    changed = {places[one.after.id] for one in found if one.after and one.before}
    assert gone == was.keys() - now.keys()
    assert new == now.keys() - was.keys()
    assert changed == {place for place in was.keys() & now.keys() if was[place] != now[place]}
    assert all(one.fields for one in found if one.after and one.before)


@given(steps)
def test_what_is_named_was_left_to_be_named(taken: list[Step]) -> None:
    office = decided(taken)
    for item in office.items.values():
        assert item.unnamed_organizations + len(item.subjects) == 2
        assert item.subject_count == 2


# One by one -----------------------------------------------------------------------------------


def a_change(action: str, before: ProgramItem | None, line: ProgramItem) -> ItemChange:
    after = line if action == "NAMED" else rules.line_after(action, before, line)
    return ItemChange(OFFICE, uuid4(), line.program, line.id, action, after, before)


def refused(change: ItemChange, program: Program | None = None) -> str:
    with pytest.raises(UserError) as caught:
        checks.check_change(change, program or issued())
    return caught.value.code


def test_a_line_no_longer_in_force_is_not_changed() -> None:
    for gone in (a_line(0, status=ItemStatus.DROPPED), a_line(0, postponed_to=2022)):
        for action in ("CHANGED", "DROPPED", "POSTPONED"):
            line = dataclasses.replace(gone, content="khác", quarter=4)
            assert refused(a_change(action, gone, line)) == "item_not_in_force"


def test_a_change_that_changes_nothing_is_refused() -> None:
    line = a_line(0)
    assert refused(a_change("CHANGED", line, line)) == "change_nothing"
    moved = dataclasses.replace(line, seq=9)
    assert refused(a_change("CHANGED", line, moved)) == "change_nothing"


@pytest.mark.parametrize("quarter", [1, 2])
def test_putting_off_leads_to_a_later_time(quarter: int) -> None:
    line = a_line(0)
    wanted = dataclasses.replace(line, quarter=quarter)
    assert refused(a_change("POSTPONED", line, wanted)) == "postponed_backwards"


def test_putting_off_beyond_the_program_leads_beyond_its_last_year() -> None:
    line = a_line(0)
    wanted = dataclasses.replace(line, postponed_to=2021)
    assert refused(a_change("POSTPONED", line, wanted)) == "postponed_year_bad"
    term = issued(kind="TERM", year=2020)
    assert refused(a_change("POSTPONED", line, wanted), term) == "postponed_year_bad"
    checks.check_change(
        a_change("POSTPONED", line, dataclasses.replace(line, postponed_to=2026)), term
    )


def test_putting_off_changes_nothing_but_the_time() -> None:
    line = a_line(0)
    typed = dataclasses.replace(line, quarter=4, content="khác", subjects=(a_subject(),))
    after = rules.line_after("POSTPONED", line, typed)
    assert after == dataclasses.replace(line, quarter=4, status=ItemStatus.POSTPONED)
    assert rules.line_after("DROPPED", line, typed) == dataclasses.replace(
        line, status=ItemStatus.DROPPED
    )


def test_naming_keeps_the_number_of_subjects_and_no_stale_count() -> None:
    line = a_line(0, unnamed_members=3, subject_note="03 đảng viên diện quản lý")
    one = rules.named_later(line, [a_subject("Lê Văn Mẫu", "DV")])
    assert (one.unnamed_organizations, one.unnamed_members) == (2, 2)
    assert one.subject_note == "đảng viên diện quản lý"
    assert one.subject_count == line.subject_count == 5
    every = [a_subject(f"Mẫu {n}", kind) for n, kind in enumerate(("DV", "DV", "TCD", "TCD"))]
    assert rules.named_later(one, every).subject_note == ""


@pytest.mark.parametrize(
    ("kinds", "values", "code"),
    [
        ((), {}, "subject_missing"),
        (("TCD",) * 3, {}, "naming_too_many"),
        (("DV",), {}, "naming_too_many"),
        (("TCD",), {"status": "DROPPED"}, "item_not_in_force"),
    ],
)
def test_naming_that_cannot_be_is_refused(
    kinds: tuple[str, ...], values: dict[str, Any], code: str
) -> None:
    named = [a_subject(f"Mẫu {place}", kind) for place, kind in enumerate(kinds)]
    with pytest.raises(UserError) as caught:
        rules.named_later(a_line(0, **values), named)
    assert caught.value.code == code


def test_what_is_done_without_a_name_is_not_named_away() -> None:
    line = a_line(0)
    done = [a_progress(line, None, state="DONE", done_on=TODAY, done_count=1)]
    one = rules.named_later(line, [a_subject()])
    checks.check_progress_kept(one, done)
    both = rules.named_later(one, [a_subject("Đảng uỷ xã Tân Kim")])
    with pytest.raises(UserError) as caught:
        checks.check_progress_kept(both, done)
    assert (caught.value.code, caught.value.params) == ("naming_done_unnamed", {"count": 1})


@pytest.mark.parametrize("state", ["DRAFT", "CONSULTING", "SUBMITTED", "CLOSED"])
def test_only_an_issued_program_is_amended(state: str) -> None:
    with pytest.raises(UserError) as caught:
        checks.check_amendable(issued(state=state))
    closed = state == "CLOSED"
    assert caught.value.code == ("program_closed" if closed else "program_not_amendable")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2021, 7, 7), "issue_date_future"),
        (date(2021, 1, 4), "amendment_date_odd"),
        (date(2021, 4, 30), "amendment_before_another"),
    ],
)
def test_a_decision_stands_after_the_program_and_what_changed_it(day: date, code: str) -> None:
    line = a_line(0)
    former = dataclasses.replace(a_change("DROPPED", line, line), on=date(2021, 5, 1))
    with pytest.raises(UserError) as caught:
        checks.check_day(issued(), day, TODAY, [former])
    assert caught.value.code == code
    checks.check_day(issued(), date(2021, 5, 1), TODAY, [former])


def test_an_amendment_is_issued_once_with_a_reason_and_a_change() -> None:
    line = a_line(0)
    changes = [a_change("DROPPED", line, line)]
    cases = (
        (an_amendment(state="ISSUED", reason="r"), changes, "amendment_issued"),
        (an_amendment(reason="r"), [], "amendment_empty"),
        (an_amendment(reason="  "), changes, "reason_missing"),
    )
    for amendment, own, code in cases:
        with pytest.raises(UserError) as caught:
            checks.check_ready(amendment, own)
        assert caught.value.code == code
    checks.check_ready(an_amendment(reason="r"), changes)


def test_an_amendment_has_a_title_and_no_second_beside_it() -> None:
    for values, code in (({"title": " "}, "title_missing"), ({"title": "đ" * 600}, "too_long")):
        with pytest.raises(UserError) as caught:
            checks.check_amendment(an_amendment(**values))
        assert caught.value.code == code
    checks.check_alone([an_amendment(state="ISSUED")])
    with pytest.raises(UserError) as caught:
        checks.check_alone([an_amendment()])
    assert caught.value.code == "amendment_open"
