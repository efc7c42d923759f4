"""Identifiers: the same in every office where they must be, different everywhere else."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.entities import ENTITIES, NAMES
from ktgs_desktop.domain.identity import progress_id, register_id

parts = st.text(alphabet="ABCabc019_-", max_size=6)
facts = st.tuples(parts, parts, parts, parts)


@given(facts, facts)
def test_a_record_of_the_register_is_its_kind_code_body_and_day(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    assert (register_id(*one) == register_id(*other)) == (one == other)
    assert register_id(*one).version == 5


@given(st.uuids(), st.none() | st.uuids(), st.uuids(), st.none() | st.uuids())
def test_progress_is_one_record_for_each_line_and_subject(
    item: UUID, subject: UUID | None, other_item: UUID, other: UUID | None
) -> None:
    same = (item, subject) == (other_item, other)
    assert (progress_id(item, subject) == progress_id(other_item, other)) == same
    assert progress_id(item, subject) == progress_id(item, subject)


@pytest.mark.parametrize(
    ("subject", "identifier"),
    [
        (None, "f78340d1-3082-5b7c-808a-aa217844c79c"),
        (UUID(int=2), "b4f2c9c1-7962-5a04-a42b-7001526f6a72"),
    ],
)
def test_computed_identifiers_never_change(subject: UUID | None, identifier: str) -> None:
    assert progress_id(UUID(int=1), subject) == UUID(identifier)


def test_every_kind_of_record_has_one_name() -> None:
    assert {NAMES[kind]: kind for kind in NAMES} == ENTITIES
    assert len(NAMES) == len(ENTITIES)
    assert all(name.islower() and name.isidentifier() for name in ENTITIES)
