"""What regulations do to one another, as rows; and the days on which that makes a text end.

Both follow from the journaled texts by the domain's rule (`domain.regulation_force`), never
journaled themselves: a change of one text changes the last day of those it replaces, of those that
these replaced, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.regulation_force import RegulationLibrary
from ktgs_desktop.domain.regulations import Regulation, RelationKind
from ktgs_desktop.store import projections, regulation_files, regulation_rows, tables
from ktgs_desktop.store.bulk_insert import insert_rows

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_CHUNK = 400
_MANY = 200
_link, _text = tables.regulation_link, tables.regulation


def link_rows(texts: Iterable[tuple[int, Regulation]]) -> list[dict[str, Any]]:
    """The rows of `regulation_link` that regulations have.

    Args:
        texts: regulations that are not voided, each after its local row number.
    """
    return [
        {"later": row, "place": place, "kind": relation.kind, "target": relation.target}
        for row, text in texts
        for place, relation in enumerate(text.relations)
        if relation.target is not None
    ]


def entities(connection: Connection, query: sa.Select[Any]) -> list[Regulation]:
    """The regulations of a query.

    Args:
        connection: any.
        query: of rows of their table.
    """
    found: list[Regulation] = projections.of(Regulation).entities(connection, query)
    return found


def live() -> sa.Select[Any]:
    """The query of all regulations that are not voided."""
    return sa.select(_text).where(_text.c.voided.is_(None)).order_by(_text.c.row)


def refresh(connection: Connection, touched: Collection[UUID]) -> None:
    """Write the links of regulations anew, and the days of all texts these decide.

    Args:
        connection: the writer's, in a transaction.
        touched: ids of the regulations that were written or voided.
    """
    if not touched:
        return
    before = _targets(connection, touched)
    _write_links(connection, touched)
    if len(touched) > _MANY:
        _bring_all(connection)
        return
    earlier = before | set(touched)
    while more := _targets(connection, earlier) - earlier:
        earlier |= more
    family = set(earlier)
    while more := _replacers(connection, family) - family:
        family |= more
    known = list(_chosen(connection, family))
    _bring(connection, RegulationLibrary(text for _row, text, _keys in known), known, earlier)


def _targets(connection: Connection, later: Collection[UUID]) -> set[UUID]:
    """The texts that some texts replace, by their links as they stand."""
    found: set[UUID] = set()
    for part in _parts(later):
        query = (
            sa.select(_link.c.target)
            .join(_text, _text.c.row == _link.c.later)
            .where(_text.c.id.in_(part), _link.c.kind == RelationKind.REPLACES)
        )
        found.update(connection.execute(query).scalars())
    return found


def _replacers(connection: Connection, earlier: Collection[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for part in _parts(earlier):
        query = (
            sa.select(_text.c.id)
            .join(_link, _text.c.row == _link.c.later)
            .where(_link.c.target.in_(part), _link.c.kind == RelationKind.REPLACES)
        )
        found.update(connection.execute(query).scalars())
    return found


def _parts(ids: Collection[UUID]) -> list[list[UUID]]:
    wanted = sorted(ids)
    return [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]


def _write_links(connection: Connection, touched: Collection[UUID]) -> None:
    for part in _parts(touched):
        rows = sa.select(_text.c.row).where(_text.c.id.in_(part))
        connection.execute(sa.delete(_link).where(_link.c.later.in_(rows)))
        query = sa.select(_text.c.row, _text.c.relations).where(
            _text.c.id.in_(part), _text.c.voided.is_(None), _text.c.relations != []
        )
        found = [
            {
                "later": row,
                "place": place,
                "kind": relation["kind"],
                "target": UUID(relation["target"]),
            }
            for row, relations in connection.execute(query)
            for place, relation in enumerate(relations)
            if relation["target"] is not None
        ]
        insert_rows(connection, _link, found)


DECIDED = ("possible_key", "sure_key", "doubt_key", "ended_key")
"""Columns of a text that the texts which replace it decide."""
_Known = tuple[int, Regulation, dict[str, str]]


def _chosen(connection: Connection, wanted: Collection[UUID]) -> Iterable[_Known]:
    for part in _parts(wanted):
        yield from _read(connection, live().where(_text.c.id.in_(part)))


def _read(connection: Connection, query: sa.Select[Any]) -> Iterable[_Known]:
    projection = projections.of(Regulation)
    for row in connection.execute(query).mappings():
        yield row["row"], projection.entity_of(dict(row)), {name: row[name] for name in DECIDED}


def _bring_all(connection: Connection) -> None:
    """Only a text that another replaces has other days than its own."""
    replaced = sa.select(_link.c.target).where(_link.c.kind == RelationKind.REPLACES)
    replacing = sa.select(_link.c.later).where(_link.c.kind == RelationKind.REPLACES)
    either = sa.or_(_text.c.id.in_(replaced), _text.c.row.in_(replacing))
    known = list(_read(connection, live().where(either)))
    library = RegulationLibrary(text for _row, text, _keys in known)
    _bring(connection, library, known, {text.id for _row, text, _keys in known})


def _bring(
    connection: Connection,
    library: RegulationLibrary,
    known: Iterable[_Known],
    decided: Collection[UUID],
) -> None:
    changed = []
    for row, text, keys in known:
        if text.id in decided:
            values = regulation_rows.of_span(library.span(text.id))
            if values != keys:
                changed.append({"of_row": row, **values})
    if changed:
        update = sa.update(_text).where(_text.c.row == sa.bindparam("of_row"))
        connection.execute(update.values({name: sa.bindparam(name) for name in DECIDED}), changed)


def faults(connection: Connection) -> list[str]:
    """Where links or days are not what the texts say, for the check of the file.

    Args:
        connection: any.
    """
    found = []
    known = list(_read(connection, live()))
    library = RegulationLibrary(text for _row, text, _keys in known)
    spans = library.spans()
    for _row, text, keys in known:
        if regulation_rows.of_span(spans[text.id]) != keys:
            found.append(f"days_differ regulation {text.id}")
    expected = {tuple(row.values()) for row in link_rows((row, text) for row, text, _ in known)}
    if expected != {tuple(row) for row in connection.execute(sa.select(_link))}:
        found.append("links_differ regulation")
    return found + regulation_files.faults(connection)


def related(connection: Connection, regulation: UUID) -> list[Regulation]:
    """A text with all that its relations lead to, and from, over any number of steps.

    Args:
        connection: any.
        regulation: its id.
    """
    found, fresh = {regulation}, {regulation}
    while fresh:
        reached: set[UUID] = set()
        for part in _parts(fresh):
            rows = sa.select(_text.c.row).where(_text.c.id.in_(part))
            earlier = sa.select(_link.c.target).where(_link.c.later.in_(rows))
            later = (
                sa.select(_text.c.id)
                .join(_link, _text.c.row == _link.c.later)
                .where(_link.c.target.in_(part))
            )
            reached.update(connection.execute(earlier).scalars())
            reached.update(connection.execute(later).scalars())
        fresh = reached - found
        found |= fresh
    texts: list[Regulation] = []
    for part in _parts(found):
        texts += entities(connection, live().where(_text.c.id.in_(part)))
    return texts
