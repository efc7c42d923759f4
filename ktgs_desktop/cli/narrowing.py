"""Options that narrow a list to several values of a column, each given once; all of them count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.domain.column_values import narrowed

if TYPE_CHECKING:
    from ktgs_desktop.cli.state import Function

YEAR = click.IntRange(1900, 2199)
QUARTER = click.IntRange(1, 4)


def several(*names: str, kind: Any = None, help: str) -> Callable[[Function], Function]:  # noqa: A002
    """An option that is given once for each value.

    Args:
        names: as click takes them.
        kind: type of a value, None for text.
        help: what it narrows to.
    """
    return click.option(*names, type=kind, multiple=True, help=f"{help} Once for each value.")


def texts(values: Sequence[Any]) -> tuple[str, ...]:
    """Values of an option as filters take them.

    Args:
        values: what was typed.
    """
    return tuple(str(value) for value in values)


def with_values(
    rows: Sequence[dict[str, Any]], chosen: Mapping[str, Sequence[Any]]
) -> list[dict[str, Any]]:
    """The rows of a short list that have, in each column chosen, one of the values.

    Args:
        rows: the rows.
        chosen: values by the row's key; nothing does not narrow.
    """
    wanted = {key: texts(values) for key, values in chosen.items() if values}
    return narrowed(rows, {key: _cell(key) for key in wanted}, wanted)


def _cell(key: str) -> Callable[[dict[str, Any]], tuple[str, ...]]:
    return lambda row: (str(row[key]),)
