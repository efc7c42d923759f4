"""First hits of a search over regulations, their articles, the office's notes and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.regulation_articles import OPENING, Article, cited
from ktgs_desktop.domain.regulation_hits import (
    Excerpt,
    HitPlace,
    RegulationHit,
    WantedWords,
    excerpt,
)
from ktgs_desktop.domain.regulations import number_form
from ktgs_desktop.domain.vietnamese import words
from ktgs_desktop.store import dialect, regulation_files, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_text, _words, _note = tables.regulation, tables.regulation_text, tables.regulation_note
_page = tables.file_page
_SOURCES: tuple[sa.Table, ...] = (_words, _note, _page)
_FEW, _RARE = 5, 300
_MOST = 5000


def first_hits(connection: Connection, typed: str, limit: int) -> list[RegulationHit]:
    """The likeliest hits: by number, by title, then in articles, notes and files.

    Args:
        connection: any.
        typed: words typed; all must be found in one place of a regulation, and where that gives
            too few, anywhere in it.
        limit: hits at most.
    """
    wanted = words(typed)
    if not wanted:
        return []
    found = _in_lines(connection, typed, limit)
    for table, read in ((_words, _article_hits), (_note, _note_hits), (_page, _page_hits)):
        if len(found) < limit:
            rows = dialect.matching_rows(connection, table.name, typed, limit)
            found += read(connection, rows, typed)
    if len(found) < min(limit, _FEW) and len(wanted) > 1:
        found += _anywhere(connection, wanted, typed, limit, {one.regulation for one in found})
    return found[:limit]


def _in_lines(connection: Connection, typed: str, limit: int) -> list[RegulationHit]:
    """Regulations whose own line holds the words; that of the number comes first."""
    form = number_form(typed)
    query = (
        sa.select(_text.c.row)
        .where(_text.c.voided.is_(None), _text.c.number_form == form)
        .order_by(_text.c.issued_key.desc())
        .limit(limit)
    )
    exact = list(connection.execute(query).scalars())
    rows = [*exact, *dialect.matching_rows(connection, _text.name, typed, limit)]
    return _line_hits(connection, list(dict.fromkeys(rows)), typed)


def _named(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Any]:
    query = sa.select(_text.c.id, _text.c.number, _text.c.title).where(
        _text.c.id.in_(set(ids)), _text.c.voided.is_(None)
    )
    return {row.id: row for row in connection.execute(query)}


def _line_hits(connection: Connection, rows: Sequence[int], typed: str) -> list[RegulationHit]:
    query = sa.select(_text.c.row, _text.c.id, _text.c.number, _text.c.title, _text.c.issuer)
    known = {row.row: row for row in connection.execute(query.where(_text.c.row.in_(rows)))}
    wanted = WantedWords(typed)
    hits = []
    for number in rows:
        row = known.get(number)
        if row is None:
            continue
        in_title = wanted.count(row.title) >= wanted.count(row.number)
        place = HitPlace.TITLE if in_title else HitPlace.NUMBER
        shown = excerpt(row.title if in_title else f"{row.number} · {row.title}", typed)
        hits.append(RegulationHit(row.id, row.number, row.title, place, "", "", shown))
    return hits


def _in_order(
    connection: Connection, table: sa.Table, rows: Sequence[int]
) -> tuple[list[dict[str, Any]], dict[UUID, Any]]:
    query = sa.select(table).where(table.c.row.in_(rows))
    known: dict[int, dict[str, Any]] = {
        row["row"]: {str(name): value for name, value in row.items()}
        for row in connection.execute(query).mappings()
    }
    ordered = [known[row] for row in rows if row in known]
    return ordered, _named(connection, [one["regulation"] for one in ordered])


def _article_hits(connection: Connection, rows: Sequence[int], typed: str) -> list[RegulationHit]:
    hits = []
    wanted = WantedWords(typed)
    ordered, named = _in_order(connection, _words, rows)
    for row in ordered:
        owner = named.get(row["regulation"])
        articles = [Article(**one) for one in row["articles"]]
        best = wanted.best((one.path, f"{one.heading} {one.text}") for one in articles)
        if owner is None or best is None:
            continue
        path, text = best
        label = "" if path == OPENING else cited(path, articles)
        shown = excerpt(text, typed)
        hits.append(_hit(owner, HitPlace.ARTICLE, path, label, shown))
    return hits


def _hit(owner: Any, place: HitPlace, path: str, label: str, shown: Excerpt) -> RegulationHit:
    return RegulationHit(owner.id, owner.number, owner.title, place, path, label, shown)


def _note_hits(connection: Connection, rows: Sequence[int], typed: str) -> list[RegulationHit]:
    ordered, named = _in_order(connection, _note, rows)
    return [
        _hit(named[row["regulation"]], HitPlace.NOTE, "", "", excerpt(_note_words(row), typed))
        for row in ordered
        if row["regulation"] in named
    ]


def _note_words(row: Mapping[str, Any]) -> str:
    return " · ".join(
        part for part in (row["text"], *(one["name"] for one in row["files"])) if part
    )


def _page_hits(connection: Connection, rows: Sequence[int], typed: str) -> list[RegulationHit]:
    ordered, named = _in_order(connection, _page, rows)
    names = _file_names(connection, [row["regulation"] for row in ordered])
    return [
        _hit(
            named[row["regulation"]],
            HitPlace.FILE,
            str(row["page"]),
            names[row["digest"]],
            excerpt(row["text"], typed),
        )
        for row in ordered
        # A file that was taken away again is found no more.
        if row["regulation"] in named and row["digest"] in names
    ]


def _file_names(connection: Connection, regulations: Sequence[UUID]) -> dict[str, str]:
    query = sa.select(_note.c.files).where(
        _note.c.regulation.in_(set(regulations)), _note.c.voided.is_(None)
    )
    return {
        one["digest"]: one["name"] for files in connection.execute(query).scalars() for one in files
    }


def _anywhere(
    connection: Connection, wanted: Sequence[str], typed: str, limit: int, known: set[UUID]
) -> list[RegulationHit]:
    """Regulations that hold each word somewhere, one in the number and another in an article.

    They are looked for among those of the rarest word; if none is rare, what is found already has
    to do.
    """
    rows: dict[int, UUID] | None = None
    for word in sorted(wanted, key=len, reverse=True):
        rows = _of_rare(connection, word)
        if rows is not None:
            break
    if not rows:
        return []
    sources = [(table.name, _owned(connection, table, rows.values())) for table in _SOURCES]
    for word in wanted:
        lines = dialect.matching_rows(connection, _text.name, word, len(rows), list(rows))
        held = {
            owners[row]
            for name, owners in sources
            if owners
            for row in dialect.matching_rows(connection, name, word, len(owners), list(owners))
        }
        rows = {row: one for row, one in rows.items() if row in lines or one in held}
    fresh = [row for row, one in rows.items() if one not in known]
    return _line_hits(connection, sorted(fresh, reverse=True)[:limit], typed)


def _of_rare(connection: Connection, word: str) -> dict[int, UUID] | None:
    """Local row numbers and ids of the regulations that hold a word, None if they are many."""
    lines = dialect.matching_rows(connection, _text.name, word, _RARE + 1)
    if len(lines) > _RARE:
        return None
    about: set[UUID] = set()
    for table in _SOURCES:
        rows = dialect.matching_rows(connection, table.name, word, _RARE + 1)
        if len(rows) > _RARE:
            return None
        query = sa.select(table.c.regulation).where(table.c.row.in_(rows), *_live(table))
        about.update(connection.execute(query).scalars())
    query = sa.select(_text.c.row, _text.c.id).where(
        _text.c.voided.is_(None), sa.or_(_text.c.row.in_(lines), _text.c.id.in_(about))
    )
    return {row.row: row.id for row in connection.execute(query)}


def _owned(connection: Connection, table: sa.Table, regulations: Iterable[UUID]) -> dict[int, UUID]:
    """Local row numbers of what belongs to some regulations, each with its regulation."""
    query = sa.select(table.c.row, table.c.regulation).where(
        table.c.regulation.in_(set(regulations)), *_live(table)
    )
    return {row.row: row.regulation for row in connection.execute(query.limit(_MOST))}


def _live(table: sa.Table) -> tuple[Any, ...]:
    """The conditions that what is found in a source counts."""
    if table is _page:
        return (regulation_files.still_attached(),)
    return (table.c.voided.is_(None),)  # said, so that the index alone answers
