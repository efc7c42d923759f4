"""The list of regulations: its orders, filters and rows; and how a text stands, said in SQL.

The conditions say what `domain.regulation_force.ForceSpan` says of one text; the days it is made
of stand in columns that `regulation_links` keeps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_force import ForceSpan, ForceStatus
from ktgs_desktop.domain.regulations import number_form
from ktgs_desktop.domain.rows import RegulationRow
from ktgs_desktop.store import dialect, regulation_files, regulation_rows, tables
from ktgs_desktop.store.list_table import ListTable, equals

_text, _words, _note = tables.regulation, tables.regulation_text, tables.regulation_note
_page = tables.file_page


def in_state(day: str) -> dict[ForceStatus, Any]:
    """The condition of each way a text can stand on a day; every text meets one of them.

    Args:
        day: ISO date.
    """
    ended = _text.c.ended_key <= day
    open_ = _text.c.ended_key > day
    possible = _text.c.possible_key <= day
    sure = _text.c.sure_key <= day
    doubtful = _text.c.doubt_key <= day
    return {
        ForceStatus.IN_FORCE: sa.and_(open_, possible, sure, sa.not_(doubtful)),
        ForceStatus.UNCERTAIN: sa.and_(open_, possible, sa.or_(sa.not_(sure), doubtful)),
        ForceStatus.NOT_YET: sa.and_(open_, sa.not_(possible)),
        ForceStatus.ENDED: ended,
    }


def stands_on(day: str) -> Any:
    """The condition that a text is one to go by on a day.

    Args:
        day: ISO date.
    """
    return sa.and_(_text.c.sure_key <= day, _text.c.ended_key > day)


def found_by(_table: sa.Table, words: str) -> Any:
    """The condition that a text, its articles, the office's note or a file hold every word typed.

    Args:
        _table: the table of regulations.
        words: words typed; one with accents must match with them.

    Returns:
        A condition, or None if no word was typed.
    """
    own = dialect.search_condition(_text.c.row, "regulation", words)
    if own is None:
        return None
    direct = sa.select(_text.c.row).where(own)
    about = [
        sa.select(table.c.regulation).where(
            dialect.search_condition(table.c.row, table.name, words), *live
        )
        for table, live in (
            (_words, (_words.c.voided.is_(None),)),
            (_note, (_note.c.voided.is_(None),)),
            (_page, (regulation_files.still_attached(),)),
        )
    ]
    within = sa.select(_text.c.row).where(_text.c.id.in_(sa.union_all(*about)))
    return _text.c.row.in_(sa.union(direct, within))


def _stands_on(value: Any, _filters: Mapping[str, Any]) -> Any:
    return stands_on(str(value))


def _state(value: Any, filters: Mapping[str, Any]) -> Any:
    return in_state(str(filters["today"]))[ForceStatus(value)]


def _called(value: Any, _filters: Mapping[str, Any]) -> Any:
    return _text.c.number_form == number_form(str(value))


def _listed(value: Any, _filters: Mapping[str, Any]) -> Any:
    ours = _text.c.owner != REGISTER_OWNER
    return sa.not_(ours) if value else ours


def _among(value: Any, _filters: Mapping[str, Any]) -> Any:
    """Texts named one by one, their ids with commas between."""
    return _text.c.id.in_([UUID(one) for one in str(value).split(",") if one])


def _day(text: str, unknown: str) -> date | None:
    return None if text == unknown else date.fromisoformat(text)


def span_of(row: Any) -> ForceSpan:
    """The days that decide how a text stands, from its row.

    Args:
        row: its columns.
    """
    never = regulation_rows.NEVER
    return ForceSpan(
        possible=_day(row.possible_key, ""),
        sure=_day(row.sure_key, never),
        doubt=_day(row.doubt_key, never),
        ended=_day(row.ended_key, never),
    )


def regulation_row(row: Any) -> RegulationRow:
    """A row of the list.

    Args:
        row: its columns.
    """
    return RegulationRow(
        row=row.row,
        id=row.id,
        number=row.number,
        issuer=row.issuer,
        title=row.title,
        kind=row.kind,
        issued=PartialDate(row.issued) if row.issued else None,
        effective_from=PartialDate(row.effective_from) if row.effective_from else None,
        listed=row.owner == REGISTER_OWNER,
        confidence=row.confidence,
        title_kind=row.title_kind,
        standing=row.standing,
        group=row.group,
        classification=row.classification,
        span=span_of(row),
    )


REGULATIONS = ListTable(
    table=_text,
    sorts={
        "number": (_text.c.number_key, _text.c.issued_key),
        "issuer": (_text.c.issuer_key, _text.c.issued_key),
        "title": (_text.c.title_key,),
        "kind": (_text.c.kind, _text.c.issued_key),
        "issued": (_text.c.issued_key, _text.c.number_key),
        "effective": (_text.c.effective_key, _text.c.number_key),
        "ended": (_text.c.ended_key, _text.c.number_key),
    },
    natural="issued",
    filters={
        "stands_on": _stands_on,
        "state": _state,
        "kind": equals(_text.c.kind),
        "group": equals(_text.c.group),
        "called": _called,
        "listed": _listed,
        "among": _among,
    },
    columns=(
        _text.c.row, _text.c.id, _text.c.owner, _text.c.number, _text.c.issuer, _text.c.title,
        _text.c.kind, _text.c.issued, _text.c.effective_from, _text.c.confidence,
        _text.c.title_kind, _text.c.standing, _text.c.group, _text.c.classification,
        _text.c.possible_key, _text.c.sure_key, _text.c.doubt_key, _text.c.ended_key,
    ),
    read=regulation_row,
    search=found_by,
)  # fmt: skip
