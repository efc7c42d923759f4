"""What columns of short tables hold, against counting by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.column_values import Holds, counted, name_value, narrowed

Row = tuple[str, tuple[str, ...]]
HOLDS: Holds[Row] = {"one": lambda row: (row[0],), "many": lambda row: row[1]}
letters = st.sampled_from("abc")
rows = st.lists(st.tuples(letters, st.lists(letters, unique=True).map(tuple)), max_size=12)
chosen = st.dictionaries(st.sampled_from(["one", "many"]), st.sets(letters, min_size=1))


@given(rows, chosen)
def test_a_row_needs_one_of_the_values_of_each_column(
    table: list[Row], wanted: dict[str, set[str]]
) -> None:
    by_hand = [
        (one, many)
        for one, many in table
        if ("one" not in wanted or one in wanted["one"])
        and ("many" not in wanted or any(value in wanted["many"] for value in many))
    ]
    assert narrowed(table, HOLDS, wanted) == by_hand


@given(rows, chosen)
def test_each_value_offered_finds_as_many_rows_as_are_told(
    table: list[Row], wanted: dict[str, set[str]]
) -> None:
    for name in HOLDS:
        others = {key: values for key, values in wanted.items() if key != name}
        found = counted(table, HOLDS, wanted, name)
        held = {value for row in narrowed(table, HOLDS, others) for value in HOLDS[name](row)}
        assert [one.value for one, _row in found] == sorted(held)
        for one, row in found:
            met = narrowed(table, HOLDS, {**others, name: {one.value}})
            assert len(met) == one.count
            assert met[0] == row


def test_two_spellings_of_a_name_are_one_value() -> None:
    assert name_value("Tỉnh uỷ") == name_value("TỈNH ỦY") != name_value("Tỉnh đoàn")
