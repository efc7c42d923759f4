"""Transfers: whatever is accepted, a record has one receiver, and nobody gets it back."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import transfers as rules
from ktgs_desktop.domain.transfers import Transfer
from ktgs_desktop.errors import UserError

TOP = UUID(int=1)
UNITS = [UUID(int=10 + n) for n in range(6)]
RECORDS = [UUID(int=100 + n) for n in range(4)]
DAY = date(2025, 7, 1)


def superiors(unit: UUID) -> set[UUID]:
    return set() if unit == TOP else {TOP}


def a_transfer(number: int, source: UUID, target: UUID, **values: object) -> Transfer:
    usual: dict[str, object] = {
        "owner": TOP,
        "id": UUID(int=1000 + number),
        "source": source,
        "target": target,
        "on": DAY,
        "basis": "01-QĐ/TU",
    }
    return Transfer(**{**usual, **values})  # type: ignore[arg-type]


def tried(
    units: list[tuple[UUID, UUID]], parts: list[tuple[UUID, ...]], days: list[int]
) -> list[Transfer]:
    """Those of a sequence that are accepted, one after the other."""
    standing: list[Transfer] = []
    for number, (source, target) in enumerate(units):
        new = a_transfer(
            number, source, target, records=parts[number], on=DAY + timedelta(days=days[number])
        )
        try:
            rules.check(new, standing, superiors)
        except UserError:
            continue
        standing.append(new)
    return standing


_pairs = st.lists(
    st.tuples(st.sampled_from([*UNITS, TOP]), st.sampled_from([*UNITS, TOP])), max_size=12
)
_parts = st.lists(
    st.lists(st.sampled_from(RECORDS), max_size=2, unique=True).map(tuple), min_size=12, max_size=12
)
_days = st.lists(st.integers(0, 3), min_size=12, max_size=12)


@given(_pairs, _parts, _days)
def test_a_record_goes_one_way_only_and_never_back(
    units: list[tuple[UUID, UUID]], parts: list[tuple[UUID, ...]], days: list[int]
) -> None:
    standing = tried(units, parts, days)
    for unit in [*UNITS, TOP]:
        for record in RECORDS:
            steps, here = [], unit
            while True:
                further = [one for one in standing if one.source == here and one.covers(record)]
                assert len(further) <= 1
                if not further:
                    break
                assert further[0] not in steps
                assert not steps or steps[-1].on <= further[0].on
                steps.append(further[0])
                here = further[0].target
            reached = {one.target for one in steps}
            assert unit not in reached
            for other in [*UNITS, TOP]:
                allowed = rules.may_go_on(unit, other, record, standing)
                assert allowed == (other in reached)
                sources = rules.sources_of(other, standing)
                found = unit in sources and (not sources[unit] or record in sources[unit])
                assert found == allowed


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"target": UNITS[0]}, "transfer_to_itself"),
        ({"basis": " "}, "transfer_basis_missing"),
        ({"owner": UNITS[2]}, "transfer_not_superior"),
        ({"owner": UNITS[1]}, "transfer_not_superior"),
        ({"records": tuple(UUID(int=n) for n in range(5001))}, "transfer_too_many"),
        ({"basis": "x" * 1001}, "too_long"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    new = a_transfer(0, UNITS[0], values.pop("target", UNITS[1]), **values)  # type: ignore[arg-type]
    with pytest.raises(UserError) as refused:
        rules.check(new, [], superiors)
    assert refused.value.code == code


def test_a_unit_goes_over_once_and_its_receiver_hands_on() -> None:
    first = a_transfer(1, UNITS[0], UNITS[1])
    with pytest.raises(UserError, match="transfer_repeated"):
        rules.check(a_transfer(2, UNITS[0], UNITS[2]), [first], superiors)
    early = a_transfer(3, UNITS[1], UNITS[2], on=DAY - timedelta(days=1))
    with pytest.raises(UserError, match="transfer_dates"):
        rules.check(early, [first], superiors)
    onward = a_transfer(4, UNITS[1], UNITS[2])
    rules.check(onward, [first], superiors)
    assert rules.may_go_on(UNITS[0], UNITS[2], RECORDS[0], [first, onward])
    with pytest.raises(UserError, match="transfer_cycle"):
        rules.check(a_transfer(5, UNITS[2], UNITS[0]), [first, onward], superiors)
    rules.check(first, [first], superiors)  # said again it is the same
