"""What regulations do to one another, as rows; and the days on which that makes a text end.

Both follow from the journaled texts by the domain's rule (`domain.regulation_force`), never
journaled themselves: a change of one text changes the last day of those it replaces, of those that
these replaced, and so on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulation_force import RegulationLibrary
from ktgs_desktop.domain.regulations import Regulation, Relation, RelationKind
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


def add(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the links of new regulations.

    Args:
        connection: the writer's, in a transaction.
        rows: their rows.
    """
    found = [
        link
        for row in rows
        if row["relations"] and row["voided"] is None
        for link in _links(row["row"], row["relations"])
    ]
    insert_rows(connection, _link, found)


def _links(row: int, relations: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "later": row,
            "place": place,
            "kind": relation["kind"],
            "target": UUID(relation["target"]),
        }
        for place, relation in enumerate(relations)
        if relation["target"] is not None
    ]


def refresh(connection: Connection, touched: Collection[UUID], rewritten: Collection[UUID]) -> None:
    """Write the links of regulations anew, and the days of all texts these decide.

    Args:
        connection: the writer's, in a transaction.
        touched: ids of the regulations that were written or voided.
        rewritten: those of them that were there before.
    """
    if not touched:
        return
    if len(touched) > _MANY:
        _write_links(connection, rewritten)
        known = _read(connection, sa.true() if rewritten else _linked())
        _bring(connection, known, {text.id for _row, text, _keys in known})
        return
    before = _targets(connection, rewritten)
    _write_links(connection, rewritten)
    earlier = before | set(touched)
    while more := _targets(connection, earlier) - earlier:
        earlier |= more
    family = set(earlier)
    while more := _replacers(connection, family) - family:
        family |= more
    known = [one for part in _parts(family) for one in _read(connection, _text.c.id.in_(part))]
    _bring(connection, known, earlier)


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


def _write_links(connection: Connection, rewritten: Collection[UUID]) -> None:
    for part in _parts(rewritten):
        rows = sa.select(_text.c.row).where(_text.c.id.in_(part))
        connection.execute(sa.delete(_link).where(_link.c.later.in_(rows)))
        query = sa.select(_text.c.row, _text.c.relations).where(
            _text.c.id.in_(part), _text.c.voided.is_(None), _text.c.relations != []
        )
        found = [
            link for row, relations in connection.execute(query) for link in _links(row, relations)
        ]
        insert_rows(connection, _link, found)


DECIDED = ("possible_key", "sure_key", "doubt_key", "ended_key")
"""Columns of a text that the texts which replace it decide."""
_DATES = ("issued", "effective_from", "effective_to", "ended_by", "doubtful_from")
_COLUMNS = tuple(_text.c[name] for name in ("row", "owner", "id", "relations", *_DATES, *DECIDED))
_Known = tuple[int, Regulation, dict[str, str]]


def _read(connection: Connection, condition: Any) -> list[_Known]:
    """Texts with what decides of their days, without their words."""
    query = sa.select(*_COLUMNS).where(_text.c.voided.is_(None), condition)
    return [
        (row.row, _bare(row), dict(zip(DECIDED, row[-len(DECIDED) :], strict=True)))
        for row in connection.execute(query)
    ]


def _bare(row: Any) -> Regulation:
    relations = tuple(
        Relation(
            one["kind"],
            one["number"],
            target=None if one["target"] is None else UUID(one["target"]),
            since=_date(one["since"]),
        )
        for one in row.relations
    )
    return Regulation(
        row.owner,
        row.id,
        "",
        "",
        "",
        "",
        issued=_date(row.issued),
        effective_from=_date(row.effective_from),
        effective_to=_date(row.effective_to),
        ended_by=_date(row.ended_by),
        doubtful_from=_date(row.doubtful_from),
        relations=relations,
    )


def _date(iso: str | None) -> PartialDate | None:
    return None if iso is None else PartialDate(iso)


def _linked() -> Any:
    """The condition of texts that replace others or are replaced; others have their own days."""
    replacing = _link.c.kind == RelationKind.REPLACES
    replaced = sa.select(_link.c.target).where(replacing)
    later = sa.select(_link.c.later).where(replacing)
    return sa.or_(_text.c.id.in_(replaced), _text.c.row.in_(later))


def _bring(connection: Connection, known: Collection[_Known], decided: Collection[UUID]) -> None:
    library = RegulationLibrary(text for _row, text, _keys in known)
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
    known = _read(connection, sa.true())
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
