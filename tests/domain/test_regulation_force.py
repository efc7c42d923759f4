"""Which text is in force on a day: the chains of the seed day by day, and lines drawn at random."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate, exactly
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_force import (
    ForceReason,
    ForceSpan,
    ForceStatus,
    RegulationLibrary,
)
from ktgs_desktop.domain.regulations import Regulation, Relation, RelationKind, circle
from tests.helpers.entities import an_id
from tests.helpers.regulation_seed import regulations

FIRST, LAST = date(2016, 1, 1), date(2026, 11, 23)
SEED = regulations()
LIBRARY = RegulationLibrary(SEED.values())
NONE = "chưa có trong danh mục"

# From which day on which row of the table is the text to go by: written down here by hand from
# `domain.md` chapter 1, not computed from the rows.
CHAINS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "KTGS": (
        "10",
        (
            ("2016-01-01", "46-QĐ/TW"), ("2016-07-26", "30-QĐ/TW"), ("2021-07-28", "22-QĐ/TW"),
            ("2025-05-30", "296-QĐ/TW"), ("2026-04-11", "21-QĐ/TW"),
        ),
    ),
    "kỷ luật đảng viên": (
        "20",
        (
            ("2016-01-01", NONE), ("2017-11-15", "102-QĐ/TW"), ("2022-07-06", "69-QĐ/TW"),
            ("2026-08-17", "212-QĐ/TW"),
        ),
    ),
    "kỷ luật tổ chức đảng": (
        "21",
        (
            ("2016-01-01", NONE), ("2018-08-28", "07-QĐi/TW"), ("2022-07-06", "69-QĐ/TW"),
            ("2026-08-17", "212-QĐ/TW"),
        ),
    ),
    "những điều đảng viên không được làm": (
        "27",
        (
            ("2016-01-01", "47-QĐ/TW"), ("2021-10-25", "37-QĐ/TW"), ("2026-07-26", "207-QĐ/TW"),
        ),
    ),
    "thi hành Điều lệ": (
        "2",
        (
            ("2016-01-01", NONE), ("2016-07-25", "29-QĐ/TW"), ("2021-07-30", "24-QĐ/TW"),
            ("2025-01-20", "232-QĐ/TW"), ("2025-05-26", "294-QĐ/TW"),
            ("2026-07-26", "208-QĐ/TW"),
        ),
    ),
    "thể thức": (
        "77",
        (
            ("2016-01-01", "11-HD/VPTW"), ("2018-04-03", "36-HD/VPTW"),
            ("2026-05-27", "05-HD/VPTW"),
        ),
    ),
}  # fmt: skip
BESIDE = {
    "KTGS": (("2025-02-03", "2025-05-29", "262-QĐ/TW"),),
    "kỷ luật đảng viên": (("2025-02-14", "2026-08-16", "264-QĐ/TW"),),
    "kỷ luật tổ chức đảng": (("2025-02-14", "2026-08-16", "264-QĐ/TW"),),
}


def days(first: date = FIRST, last: date = LAST) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_chain_gives_exactly_one_text_on_every_day(chain: str) -> None:
    start, steps = CHAINS[chain]
    for day in days():
        found = LIBRARY.in_line_on(SEED[start].id, day)
        expected = [number for since, number in steps if since <= day.isoformat()][-1]
        assert [one.number for one in found.texts] == ([] if expected == NONE else [expected]), day
        amending = [
            number
            for since, until, number in BESIDE.get(chain, ())
            if since <= day.isoformat() <= until
        ]
        assert [one.number for one in found.beside] == amending, day
        if expected == NONE:
            assert found.unlisted, "the earlier text that is not in the list is named"


def test_every_text_of_a_chain_leads_to_the_same_text() -> None:
    """Of a line without branches it does not matter at which of its texts the question begins."""
    for rows in (("2", "3", "5", "6", "8", "9"), ("27", "28", "30"), ("77", "78", "80")):
        for day in days()[::97]:
            found = {LIBRARY.in_line_on(SEED[row].id, day).texts for row in rows}
            assert len(found) == 1, (rows, day)


def test_the_text_of_an_unknown_day_leaves_its_predecessor_with_a_remark() -> None:
    before, unknown = SEED["6"], SEED["8"]
    assert LIBRARY.force(before.id, date(2025, 12, 31)).status == ForceStatus.IN_FORCE
    for day in days(date(2026, 1, 1), date(2026, 7, 25)):
        force = LIBRARY.force(before.id, day)
        assert (force.status, force.reason) == (
            ForceStatus.UNCERTAIN, ForceReason.REPLACER_UNKNOWN,
        )  # fmt: skip
        assert force.by == unknown.id
        assert LIBRARY.force(unknown.id, day).reason == ForceReason.START_UNKNOWN
    ended = LIBRARY.force(before.id, date(2026, 7, 26))
    assert (ended.status, ended.reason, ended.by) == (
        ForceStatus.ENDED, ForceReason.REPLACED, unknown.id,
    )  # fmt: skip
    assert ended.on is None, "the day is not known and is not made up"
    assert LIBRARY.force(unknown.id, date(2026, 7, 26)).status == ForceStatus.ENDED
    assert LIBRARY.force(unknown.id, date(2025, 12, 31)).status == ForceStatus.NOT_YET


def test_what_is_not_certain_in_the_seed_is_not_in_force_for_certain() -> None:
    today = LAST
    uncertain = {"1", "17", "29", "32", "36", "90", "90b"}
    ended = {"12", "22", "38", "60"}
    for row, text in SEED.items():
        status = LIBRARY.force(text.id, today).status
        if row in uncertain:
            assert status == ForceStatus.UNCERTAIN, row
        if row in ended:
            assert status == ForceStatus.ENDED, row
    replaced = {one.target for text in SEED.values() for one in text.related("REPLACES")}
    for row, text in SEED.items():
        if row not in uncertain | ended and text.id not in replaced:
            assert LIBRARY.force(text.id, today).status == ForceStatus.IN_FORCE, row


def test_a_law_passed_but_not_yet_in_force() -> None:
    law, before = SEED["91"], SEED["89"]
    force = LIBRARY.force(law.id, date(2026, 2, 28))
    assert (force.status, force.on) == (ForceStatus.NOT_YET, date(2026, 3, 1))
    assert LIBRARY.force(before.id, date(2026, 2, 28)).status == ForceStatus.IN_FORCE
    ended = LIBRARY.force(before.id, date(2026, 3, 1))
    assert (ended.reason, ended.by, ended.on) == (
        ForceReason.REPLACED, law.id, date(2026, 3, 1),
    )  # fmt: skip


def test_the_family_of_a_text_holds_all_that_touches_it() -> None:
    found = LIBRARY.family(SEED["13"].id)
    numbers = {one.number for one in found.texts}
    assert {"46-QĐ/TW", "30-QĐ/TW", "22-QĐ/TW", "262-QĐ/TW", "296-QĐ/TW", "21-QĐ/TW"} <= numbers
    assert {"02-HD/TW", "08-HD/TW", "01-HD/UBKTTW", "221-QĐ/TW"} <= numbers
    assert "69-QĐ/TW" not in numbers
    outside = [edge.relation.number for edge in found.edges if edge.earlier is None]
    assert outside == ["25-QĐ/TW"]


# Lines drawn at random ----------------------------------------------------------------------------


def a_text(name: str, **values: object) -> Regulation:
    usual = {
        "owner": REGISTER_OWNER, "id": an_id(name), "number": name, "issuer": "Bộ Chính trị",
        "title": "Quy định", "kind": "REGULATION",
    }  # fmt: skip
    return Regulation(**{**usual, **values})  # type: ignore[arg-type]


def replacing(target: Regulation) -> tuple[Relation, ...]:
    return (Relation(RelationKind.REPLACES, target.number, target=target.id),)


@st.composite
def lines(draw: st.DrawFn) -> list[Regulation]:
    """A line of texts, each replacing the one before; days known to the day, month, year or not."""
    steps = draw(st.lists(st.integers(1, 900), min_size=1, max_size=7))
    day, found = date(2010, 1, 1), []
    for place, step in enumerate(steps):
        day += timedelta(days=step)
        length = draw(st.sampled_from((10, 10, 10, 7, 4, 0))) if place else 10
        begun = PartialDate(day.isoformat()[:length]) if length else None
        relations = replacing(found[-1]) if found else ()
        found.append(a_text(f"{place}-QĐ/TW", effective_from=begun, relations=relations))
    return found


@given(lines(), st.integers(0, 8000), st.randoms())
def test_exactly_one_text_of_a_line_is_to_go_by(
    line: list[Regulation], after: int, order: object
) -> None:
    begun = line[0].effective_from
    assert begun is not None
    day = begun.first + timedelta(days=after)
    library = RegulationLibrary(line)
    standing = [one for one in line if library.span(one.id).stands(day)]
    assert len(standing) == 1
    for one in line:
        assert library.in_line_on(one.id, day).texts == tuple(standing)
    # A pure function: the order of the texts, and what was asked before, do not matter.
    shuffled = list(line)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    again = RegulationLibrary(shuffled)
    for one in shuffled:
        assert again.force(one.id, day) == library.force(one.id, day)
    # Only one can be in force for certain, and then it is that one.
    certain = [one for one in line if library.force(one.id, day).status == ForceStatus.IN_FORCE]
    assert certain in ([], standing)


@given(lines())
def test_a_text_passes_through_its_states_in_their_order(line: list[Regulation]) -> None:
    library = RegulationLibrary(line)
    rank = [ForceStatus.NOT_YET, ForceStatus.UNCERTAIN, ForceStatus.IN_FORCE, ForceStatus.ENDED]
    for one in line:
        passed = [
            library.force(one.id, day).status
            for day in days(date(2009, 1, 1), date(2029, 1, 1))[::13]
        ]
        ended = passed.index(ForceStatus.ENDED) if ForceStatus.ENDED in passed else len(passed)
        assert set(passed[ended:]) <= {ForceStatus.ENDED}
        begun = next((n for n, status in enumerate(passed) if status != rank[0]), len(passed))
        assert ForceStatus.NOT_YET not in passed[begun:]


def test_amending_and_repealing_in_part_end_nothing() -> None:
    old = a_text("1-QĐ/TW", effective_from=PartialDate("2020-01-01"))
    for kind in (RelationKind.AMENDS, RelationKind.REPEALS_PART, RelationKind.IMPLEMENTS):
        later = a_text(
            "2-QĐ/TW",
            effective_from=PartialDate("2021-01-01"),
            relations=(Relation(kind, old.number, target=old.id),),
        )
        library = RegulationLibrary([old, later])
        assert library.span(old.id) == ForceSpan(date(2020, 1, 1), date(2020, 1, 1))
        beside = library.in_line_on(old.id, date(2022, 1, 1)).beside
        assert beside == (() if kind == RelationKind.IMPLEMENTS else (later,))


def test_a_relation_may_begin_on_a_day_of_its_own() -> None:
    old = a_text("1-QĐ/TW", effective_from=PartialDate("2020-01-01"))
    relation = dataclasses.replace(replacing(old)[0], since=PartialDate("2021-07-01"))
    later = a_text("2-QĐ/TW", effective_from=PartialDate("2021-01-01"), relations=(relation,))
    library = RegulationLibrary([old, later])
    both = library.in_line_on(old.id, date(2021, 3, 1)).texts
    assert both == (old, later)
    assert library.force(old.id, date(2021, 7, 1)).on == date(2021, 7, 1)


def test_a_stated_last_day_and_a_month_only() -> None:
    stated = a_text(
        "1-QĐ/TW", effective_from=PartialDate("2020"), effective_to=exactly(date(2021, 5, 31))
    )
    month = dataclasses.replace(stated, effective_to=PartialDate("2021-05"))
    library = RegulationLibrary([stated])
    assert library.force(stated.id, date(2020, 6, 1)).reason == ForceReason.START_UNKNOWN
    assert library.force(stated.id, date(2021, 5, 31)).status == ForceStatus.IN_FORCE
    ended = library.force(stated.id, date(2021, 6, 1))
    assert (ended.reason, ended.on) == (ForceReason.STATED_END, date(2021, 5, 31))
    library = RegulationLibrary([month])
    assert library.force(month.id, date(2021, 5, 1)).status == ForceStatus.IN_FORCE
    assert library.force(month.id, date(2021, 5, 2)).reason == ForceReason.STATED_END
    assert library.force(month.id, date(2021, 6, 1)).status == ForceStatus.ENDED


def test_a_circle_is_found_and_hangs_nothing() -> None:
    first = a_text("1-QĐ/TW", effective_from=PartialDate("2020-01-01"))
    second = a_text("2-QĐ/TW", effective_from=PartialDate("2021-01-01"), relations=replacing(first))
    turned = dataclasses.replace(first, relations=replacing(second))
    assert circle([first, second]) == ()
    assert set(circle([turned, second])) == {first.id, second.id}
    assert len(RegulationLibrary([turned, second]).line(first.id)) == 2


def test_a_long_line_needs_no_deep_recursion() -> None:
    line = [a_text("0-QĐ/TW", effective_from=exactly(date(1990, 1, 1)))]
    for number in range(1, 5000):
        day = exactly(date(1990, 1, 1) + timedelta(days=number))
        line.append(a_text(f"{number}-QĐ/TW", effective_from=day, relations=replacing(line[-1])))
    library = RegulationLibrary(line)
    assert library.span(line[0].id).ended == date(1990, 1, 2)
    assert library.in_line_on(line[0].id, date(1995, 1, 1)).texts == (line[1826],)
