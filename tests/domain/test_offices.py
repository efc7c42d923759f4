"""The bodies an office prepares papers for, and who may log in."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.offices import (
    NumberSeries,
    OfficeUser,
    check_body,
    check_user,
    default_recipients,
)
from ktgs_desktop.errors import UserError
from tests.helpers.entities import OFFICE, a_body, an_id


def a_user(login: str = "mau", full_name: str = "Nguyễn Văn Mẫu") -> OfficeUser:
    return OfficeUser(OFFICE, an_id("user"), login, full_name)


@pytest.mark.parametrize("field", ["name", "header_own", "symbol", "place"])
@pytest.mark.parametrize("value", ["", "  "])
def test_a_body_needs_what_its_papers_show(field: str, value: str) -> None:
    check_body(a_body())
    with pytest.raises(UserError) as caught:
        check_body(dataclasses.replace(a_body(), **{field: value}))
    assert caught.value.code == "body_field_missing"
    assert caught.value.params["field"] == field


def test_a_body_at_the_top_has_no_header_above() -> None:
    body = a_body(header_above="", signers=(), recipients=())
    check_body(body)
    assert body.header_above == ""


@given(st.integers(-5, 5))
def test_a_series_begins_with_one_or_more(start: int) -> None:
    body = a_body(series=(NumberSeries("CTr", "2020-2025", start),))
    if start >= 1:
        check_body(body)
        assert body.start_of("CTr", "2020-2025") == start
        return
    with pytest.raises(UserError) as caught:
        check_body(body)
    assert caught.value.code == "series_start_bad"
    assert caught.value.params == {"type": "CTr", "start": start}


def test_each_type_and_term_has_a_series_of_its_own() -> None:
    body = a_body(series=(NumberSeries("CTr", "2020-2025", 7), NumberSeries("KH", "2020-2025", 3)))
    assert body.start_of("CTr", "2020-2025") == 7
    assert body.start_of("KH", "2020-2025") == 3
    assert body.start_of("CTr", "2025-2030") == 1
    assert body.start_of("TB", "2020-2025") == 1


@pytest.mark.parametrize("login", ["mau", "Can_bo_2", "_x"])
def test_logins_are_plain_words(login: str) -> None:
    user = a_user(login)
    check_user(user)
    assert user.active


@pytest.mark.parametrize("login", ["mẫu", "2mau", "mau mau", "mau-2", "mau.2", "a@b"])
def test_other_logins_are_refused(login: str) -> None:
    with pytest.raises(UserError) as caught:
        check_user(a_user(login))
    assert (caught.value.code, caught.value.params) == ("login_bad", {"login": login})


def test_a_login_is_needed() -> None:
    with pytest.raises(UserError) as caught:
        check_user(a_user(""))
    assert caught.value.code == "login_empty"


def test_a_user_has_a_name() -> None:
    with pytest.raises(UserError) as caught:
        check_user(a_user(full_name=" "))
    assert caught.value.code == "name_missing"


@pytest.mark.parametrize("kind", ["STANDING_COMMITTEE", "INSPECTION_COMMITTEE"])
@pytest.mark.parametrize("superior", ["", "Uỷ ban Kiểm tra Tỉnh uỷ Thái Nguyên"])
def test_recipients_begin_with_the_superior_and_end_with_the_archive(
    kind: str, superior: str
) -> None:
    lines = default_recipients(kind, "Huyện uỷ", superior)
    assert lines[0].startswith(superior)
    assert lines[-1].startswith("Lưu ")
    assert lines[-1].endswith(".")
    assert all(line.endswith(",") for line in lines[:-1])
    assert len(lines) == (5 if superior else 4)
