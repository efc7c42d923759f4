"""What the columns of a short table hold: rows that have some values, and how often each occurs.

Long lists are asked in SQL (`store/list_values.py`); both answer in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from ktgs_desktop.domain.listing import ValueCount
from ktgs_desktop.domain.vietnamese import sort_key

Row = TypeVar("Row")
Holds = Mapping[str, Callable[[Row], Collection[str]]]
"""What a row holds, by the name of the column; a cell may hold several values."""
Chosen = Mapping[str, Collection[str]]
"""Values by the name of the column; a column that is not named does not narrow."""


def name_value(text: str) -> str:
    """The value of a name: two spellings of one name are one value.

    Args:
        text: the name.
    """
    return sort_key(text).hex()


def narrowed(rows: Sequence[Row], holds: Holds[Row], chosen: Chosen) -> list[Row]:
    """The rows that have, in each column chosen, one of the values.

    Args:
        rows: the rows.
        holds: what a row holds.
        chosen: the values wanted.
    """
    wanted = [(holds[name], frozenset(values)) for name, values in chosen.items()]
    return [row for row in rows if all(not values.isdisjoint(of(row)) for of, values in wanted)]


def counted(
    rows: Sequence[Row], holds: Holds[Row], chosen: Chosen, name: str
) -> list[tuple[ValueCount, Row]]:
    """The different values of a column, each with its number and the first row that has it.

    What narrows the column itself does not count, so that other values can be chosen.

    Args:
        rows: the rows.
        holds: what a row holds.
        chosen: the values wanted.
        name: the column that is asked for.
    """
    others = {key: values for key, values in chosen.items() if key != name}
    numbers: dict[str, int] = {}
    first: dict[str, tuple[int, Row]] = {}
    for place, row in enumerate(narrowed(rows, holds, others), start=1):
        for value in holds[name](row):
            numbers[value] = numbers.get(value, 0) + 1
            first.setdefault(value, (place, row))
    return [
        (ValueCount(value, numbers[value], first[value][0]), first[value][1])
        for value in sorted(numbers)
    ]
