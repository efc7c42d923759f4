"""The cells of a row about a regulation, each read as offices write it; faults field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.paper_marks import Classification
from ktgs_desktop.domain.regulations import RegulationKind, Relation, RelationKind, kind_of
from ktgs_desktop.domain.table_import import Fault
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.domain.written_dates import parse_written_date
from ktgs_desktop.domain.written_regulations import number_and_day, written_regulations
from ktgs_desktop.errors import UserError

RELATION_COLUMNS = {
    "replaces": (RelationKind.REPLACES, RelationKind.REPEALS_PART),
    "amends": (RelationKind.AMENDS, RelationKind.AMENDS),
    "implements": (RelationKind.IMPLEMENTS, RelationKind.IMPLEMENTS),
}
"""What a column says a text does to an earlier one, and what to a part of it."""
_PART = "một phần"
_SIGNED = re.compile(r"\bngay (?:ky|ban hanh)\b")
_SECRECY = {
    "mat": Classification.CONFIDENTIAL,
    "toi mat": Classification.SECRET,
    "tuyet mat": Classification.TOP_SECRET,
}
_NOT_SECRET = ("", "khong", "thuong", "khong mat", "-", "x khong")

_Values = Mapping[str, str]
_Read = dict[str, Any]


def _number(row: _Values, _read: _Read) -> _Read:
    number, day = number_and_day(row.get("regulation_number", ""))
    return {"number": number, "issued": day}


def _issued(row: _Values, read: _Read) -> _Read:
    return {"issued": parse_written_date(row.get("issued", "")) or read.get("issued")}


def _effective_from(row: _Values, read: _Read) -> _Read:
    text = row.get("effective_from", "")
    if _SIGNED.search(fold(text)):
        return {"effective_from": read.get("issued")}
    return {"effective_from": parse_written_date(text)}


def _effective_to(row: _Values, _read: _Read) -> _Read:
    return {"effective_to": parse_written_date(row.get("effective_to", ""))}


def _ended(row: _Values, read: _Read) -> _Read:
    """The day on which a text is no longer in force; the one before is its last."""
    day = parse_written_date(row.get("ended", ""))
    if day is None:
        return {}
    last = exactly(day.first - timedelta(days=1)) if day.exact else day
    said = read.get("effective_to")
    if said is not None and said != last:
        raise UserError("regulation_ends_differ", first=str(said), second=str(last))
    return {"effective_to": last}


def _title(row: _Values, _read: _Read) -> _Read:
    return {"title": " ".join(row.get("title", "").split())}


def _issuer(row: _Values, _read: _Read) -> _Read:
    return {"issuer": " ".join(row.get("issuer", "").split())}


def _kind(row: _Values, read: _Read) -> _Read:
    said = row.get("regulation_kind", "")
    if not said:
        return {"kind": kind_of(read.get("number", ""), read.get("title", ""))}
    kind = kind_of("", said)
    if kind == RegulationKind.OTHER and fold(said) not in ("khac", "van ban khac", "other"):
        raise UserError("regulation_kind_unknown", text=said)
    return {"kind": kind}


def _classification(row: _Values, _read: _Read) -> _Read:
    said = row.get("classification", "")
    plain = " ".join(fold(said).split())
    if plain in _NOT_SECRET:
        return {"classification": ""}
    if plain not in _SECRECY:
        raise UserError("classification_unknown", text=said)
    return {"classification": _SECRECY[plain]}


def _note(row: _Values, _read: _Read) -> _Read:
    return {"note": row.get("note", "")}


def _relations_of(column: str) -> Callable[[_Values, _Read], _Read]:
    whole, part = RELATION_COLUMNS[column]

    def reader(row: _Values, read: _Read) -> _Read:
        text = row.get(column, "")
        named = written_regulations(text)
        if not named and text and fold(text).strip(" .-–") not in ("", "khong", "x"):
            raise UserError("relation_not_understood", text=text)
        found = [
            Relation(
                part if one.part else whole,
                one.number,
                one.issuer,
                one.issued,
                note=_PART if one.part else "",
            )
            for one in named
        ]
        return {"relations": (*read.get("relations", ()), *found)}

    return reader


_READERS: Mapping[str, Callable[[_Values, _Read], _Read]] = {
    "regulation_number": _number,
    "issuer": _issuer,
    "title": _title,
    "regulation_kind": _kind,
    "issued": _issued,
    "effective_from": _effective_from,
    "effective_to": _effective_to,
    "ended": _ended,
    **{column: _relations_of(column) for column in RELATION_COLUMNS},
    "classification": _classification,
    "note": _note,
}


def read_cells(row: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a regulation that a row gives, its relations not yet tied to the library.

    Args:
        row: text by field.

    Returns:
        Values by attribute of `Regulation`, and what is wrong with which field.
    """
    values: dict[str, Any] = {}
    faults = []
    for column, reader in _READERS.items():
        try:
            values |= reader(row, values)
        except UserError as error:
            faults.append(Fault(column, error.code, error.params))
    return values, faults
