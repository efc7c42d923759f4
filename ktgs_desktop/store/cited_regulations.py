"""The regulations that citations can mean, read without the rest of the library."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.regulation_articles import RegulationText
from ktgs_desktop.store import projections, regulation_links, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.regulations import Regulation

_MOST = 400


def around(connection: Connection, numbers: Collection[str]) -> dict[UUID, Regulation]:
    """The texts of some numbers with all that is related to them over any number of steps.

    Args:
        connection: any.
        numbers: as `number_form` gives them.
    """
    wanted = sorted(set(numbers))
    found: dict[UUID, Regulation] = {}
    for start in range(0, len(wanted), _MOST):
        part = wanted[start : start + _MOST]
        query = regulation_links.live().where(tables.regulation.c.number_form.in_(part))
        for one in regulation_links.entities(connection, query):
            if one.id not in found:
                found.update(
                    {text.id: text for text in regulation_links.related(connection, one.id)}
                )
    return found


def paths(connection: Connection, regulations: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """Paths of all parts of regulations, in any version, whose words are in the library.

    Args:
        connection: any.
        regulations: their ids.
    """
    found: dict[UUID, frozenset[str]] = {}
    table = tables.regulation_text
    query = table.select().where(
        table.c.regulation.in_(sorted(regulations)), table.c.voided.is_(None)
    )
    texts: list[RegulationText] = projections.of(RegulationText).entities(connection, query)
    for text in texts:
        parts = frozenset(one.path for one in text.articles)
        found[text.regulation] = found.get(text.regulation, frozenset()) | parts
    return found
