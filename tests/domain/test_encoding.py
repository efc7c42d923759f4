from __future__ import annotations

import dataclasses
import typing
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.encoding import from_document, merged, to_document
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.errors import PackageError

plain_dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))
texts = st.text(alphabet="aăâđêôơư Uỷ", max_size=12)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field by its type."""
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: texts,
        int: st.integers(0, 9999),
        bool: st.booleans(),
        UUID: st.uuids(),
        date: plain_dates,
        PartialDate: plain_dates.map(lambda day: PartialDate(day.isoformat()[:7])),
    }
    if hint in simple:
        return simple[hint]
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return st.lists(values_of(parts[0]), max_size=3).map(tuple)
    if parts:
        inner = next(part for part in parts if part is not type(None))
        return st.none() | values_of(inner)
    return entities(hint)


def entities(kind: type) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind)
    fields = {field.name: values_of(hints[field.name]) for field in dataclasses.fields(kind)}
    return st.builds(kind, **fields)


@pytest.mark.parametrize("name", sorted(ENTITIES))
@given(data=st.data())
def test_every_entity_is_read_as_it_was_written(name: str, data: st.DataObject) -> None:
    entity = data.draw(entities(ENTITIES[name]))
    document = to_document(entity)
    canonical(document)
    assert from_document(ENTITIES[name], document) == entity


@pytest.mark.parametrize("name", sorted(ENTITIES))
@given(data=st.data())
def test_fields_of_a_newer_program_survive_an_edit(name: str, data: st.DataObject) -> None:
    entity = data.draw(entities(ENTITIES[name]))
    newer = {**to_document(entity), "new_field": ["kept", 1], "another": None}
    read = from_document(ENTITIES[name], newer)
    again = merged(read, newer)
    assert again == newer


def test_a_missing_optional_field_takes_its_default() -> None:
    document = {
        "owner": str(UUID(int=1)),
        "id": str(UUID(int=2)),
        "program": str(UUID(int=3)),
        "year": 2021,
        "seq": 1,
        "task_kind": "X",
        "content": "c",
    }
    item = from_document(ProgramItem, document)
    assert item.subjects == ()
    assert item.quarter is None


@pytest.mark.parametrize(
    "document",
    [None, [], {}, {"owner": 1}, {"owner": "x"}, {"year": "2021"}],
)
def test_what_does_not_fit_is_refused(document: Any) -> None:
    with pytest.raises(PackageError) as caught:
        from_document(ProgramItem, document)
    assert caught.value.code == "record_malformed"
