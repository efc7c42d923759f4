"""Subjects as tables write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.vietnamese import accented
from ktgs_desktop.domain.written_subjects import (
    WrittenSubject,
    WrittenSubjects,
    listed,
    parse_written_subjects,
)

_REGISTER = ("Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim", "Chi bộ 1, Đảng bộ xã Bàn Đạt")
BAN_DAT, TAN_KIM, CELL = (WrittenSubject("TCD", name) for name in _REGISTER)


def known(name: str) -> bool:
    return accented(name) in map(accented, _REGISTER)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", WrittenSubjects()),
        ("Đảng uỷ xã Bàn Đạt", WrittenSubjects((BAN_DAT,))),
        ("- Đảng uỷ xã Bàn Đạt\n- Đảng uỷ xã Tân Kim", WrittenSubjects((BAN_DAT, TAN_KIM))),
        ("1. Đảng uỷ xã Bàn Đạt; 2) Đảng uỷ xã Tân Kim.", WrittenSubjects((BAN_DAT, TAN_KIM))),
        ("Đảng uỷ xã Bàn Đạt, Đảng uỷ xã Tân Kim", WrittenSubjects((BAN_DAT, TAN_KIM))),
        ("Đảng uỷ xã Bàn Đạt và Đảng uỷ xã Tân Kim", WrittenSubjects((BAN_DAT, TAN_KIM))),
        ("Chi bộ 1, Đảng bộ xã Bàn Đạt", WrittenSubjects((CELL,))),
        (
            "Đ/c Nguyễn Văn Mẫu, Bí thư Đảng uỷ xã",
            WrittenSubjects((WrittenSubject("DV", "Nguyễn Văn Mẫu", "Bí thư Đảng uỷ xã"),)),
        ),
        (
            "Đảng uỷ các xã: Bàn Đạt, Tân Kim",
            WrittenSubjects((WrittenSubject("TCD", "Đảng uỷ các xã: Bàn Đạt, Tân Kim"),)),
        ),
        ("16 tổ chức đảng", WrittenSubjects(organizations=16)),
        (
            "03 đảng viên thuộc diện quản lý",
            WrittenSubjects(members=3, note="03 đảng viên thuộc diện quản lý"),
        ),
        (
            "02 tổ chức đảng và 03 đảng viên (diện Ban Thường vụ quản lý)",
            WrittenSubjects(organizations=2, members=3, note="diện Ban Thường vụ quản lý"),
        ),
        (
            "Đảng uỷ xã Bàn Đạt\n05 chi bộ",
            WrittenSubjects((BAN_DAT,), organizations=5, note="05 chi bộ"),
        ),
    ],
)
def test_who_a_line_is_about(text: str, wanted: WrittenSubjects) -> None:
    assert parse_written_subjects(text, known) == wanted


def test_bodies_are_taken_apart_at_commas_unless_the_register_has_the_whole() -> None:
    assert listed("Ban Tổ chức, Văn phòng Huyện uỷ", known) == ["Ban Tổ chức", "Văn phòng Huyện uỷ"]
    assert listed(_REGISTER[2], known) == [_REGISTER[2]]


@given(st.lists(st.sampled_from(_REGISTER), max_size=6))
def test_no_name_of_a_list_is_lost_and_none_doubled(names: list[str]) -> None:
    text = "\n".join(f"- {name}" for name in names)
    found = parse_written_subjects(text, known).named
    assert [one.name for one in found] == list(dict.fromkeys(names))


@given(st.text(max_size=60))
def test_any_cell_with_a_letter_names_or_counts_somebody(text: str) -> None:
    found = parse_written_subjects(text, known)
    said = found.named or found.organizations or found.members or found.note
    letters = any(letter.isalpha() for letter in text)
    if letters and not said:
        raise AssertionError(text)
