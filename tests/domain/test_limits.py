"""Texts that are too long are refused by one error that names the field and the limit."""

from __future__ import annotations

import dataclasses

import pytest

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.members import PartyMember, Position, check_member
from ktgs_desktop.domain.organizations import DatedName, check_organization
from ktgs_desktop.domain.program_checks import check_item, check_program
from ktgs_desktop.domain.programs import (
    Named,
    unregistered_subjects,
)
from ktgs_desktop.errors import UserError
from tests.conftest import NOW
from tests.helpers.entities import OFFICE, a_draft, a_subject, an_id, an_item, an_organization


def test_a_text_may_be_as_long_as_the_limit() -> None:
    limits.check_length("name", "x" * limits.NAME, limits.NAME)
    with pytest.raises(UserError) as caught:
        limits.check_length("name", "x" * (limits.NAME + 1), limits.NAME)
    assert (caught.value.code, caught.value.params) == ("too_long", {"field": "name", "limit": 300})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"content": "x" * 4001}, "content"),
        ({"note": "x" * 4001}, "note"),
        ({"subject_note": "x" * 1001}, "subject_note"),
        ({"subjects": (a_subject("x" * 301),)}, "subject"),
        ({"lead": Named("x" * 1001)}, "name"),
        ({"support": (Named("Ban"), Named("x" * 1001))}, "name"),
    ],
)
def test_a_line_with_too_long_a_text_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as caught:
        check_item(an_item(**values), a_draft())
    assert (caught.value.code, caught.value.params["field"]) == ("too_long", field)


def test_a_program_with_too_long_an_abstract_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        check_program(a_draft(title="x" * 501))
    assert caught.value.params == {"field": "abstract", "limit": 500}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"names": (DatedName("x" * 2400),)}, "name"),
        ({"names": (DatedName("Chi bộ", basis="x" * 1001),)}, "basis"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_an_organisation_with_too_long_a_text_is_refused(
    values: dict[str, object], field: str
) -> None:
    with pytest.raises(UserError) as caught:
        check_organization(dataclasses.replace(an_organization(), **values))  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.params["field"]) == ("too_long", field)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"full_name": "x" * 301}, "name"),
        ({"sort_name": "x" * 301}, "name"),
        ({"positions": (Position("x" * 301),)}, "position"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_a_member_with_too_long_a_text_is_refused(values: dict[str, object], field: str) -> None:
    member = PartyMember(OFFICE, an_id("member"), "Nguyễn Văn Mẫu")
    with pytest.raises(UserError) as caught:
        check_member(dataclasses.replace(member, **values), NOW.date())  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.params["field"]) == ("too_long", field)


# Subjects that no register has -------------------------------------------------------------------


def test_subjects_no_register_has_are_told_once_each_in_their_order() -> None:
    known = dataclasses.replace(a_subject("Chi bộ Có"), id=an_id("known"))
    one, other = a_subject("Chi bộ Không Có"), a_subject("Ai Đó", "DV")
    again = dataclasses.replace(one, key=an_id("again"), name="chi bộ không có")
    lines = [an_item(subjects=(known, one)), an_item(subjects=(other, again))]
    assert unregistered_subjects(lines) == (one, other)
    assert unregistered_subjects([an_item(subjects=(known,))]) == ()
