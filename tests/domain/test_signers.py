"""Whose certificate it is: written in many ways the same, and never another's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.signers import (
    ExpectedSigner,
    SignerDoubt,
    same_organization,
    same_person,
    signer_doubt,
)
from ktgs_desktop.domain.vietnamese import fold

SIGNER = "Nguyễn Văn Mẫu"
EXPECTED = ExpectedSigner(
    SIGNER,
    ("HUYỆN UỶ PHÚ BÌNH", "Ban Thường vụ Huyện uỷ Phú Bình", "UBKT Huyện uỷ Phú Bình"),
    ("ĐẢNG BỘ TỈNH THÁI NGUYÊN",),
)
WORDS = ("Nguyễn", "Trần", "Văn", "Thị", "Mẫu", "Mậu", "Thuỷ", "Đạt", "Tạ", "Úc")
PEOPLE = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(" ".join)


def doubt(name: str, organization: str = "") -> SignerDoubt | None:
    return signer_doubt(name, organization, EXPECTED)


@pytest.mark.parametrize(
    "name",
    [
        SIGNER,
        "NGUYỄN VĂN MẪU",
        "Nguyen Van Mau",
        "Nguyễn Văn Mẫu (TẬP HUẤN)",
        "Nguyễn Văn Mẫu (TẬP",
        "NGUYEN VAN MAU (TẬP HUẤN)",
        "Đ/c Nguyễn Văn Mẫu",
        "Đại tá, ThS. Nguyễn Văn Mẫu",
        unicodedata.normalize("NFD", SIGNER),
        "Huyện ủy Phú Bình",
        "HUYEN UY PHU BINH",
        "Uỷ ban Kiểm tra Huyện uỷ Phú Bình",
        "BTV Huyện uỷ Phú Bình (TẬP HUẤN)",
    ],
)
def test_the_signer_and_the_seal_of_the_body_are_right(name: str) -> None:
    assert doubt(name) is None


@pytest.mark.parametrize(
    "name",
    ["", "Trần Thị Thí Dụ", "Nguyễn Văn Mậu", "Văn Mẫu", "Huyện uỷ Đại Từ", "Huyện uỷ", "(TẬP)"],
)
def test_any_other_name_is_doubted(name: str) -> None:
    assert doubt(name) is SignerDoubt.OTHER_SIGNER


@pytest.mark.parametrize(
    ("organization", "right"),
    [
        ("", True),
        ("Huyện uỷ Phú Bình", True),
        ("UBKT Huyện ủy Phú Bình (TẬP", True),
        ("Huyện uỷ Phú Bình, tỉnh Thái Nguyên", True),
        ("Tỉnh uỷ Thái Nguyên", True),
        ("Ban Cơ yếu Chính phủ", True),
        ("Đảng Cộng sản Việt Nam", True),
        ("Huyện uỷ Đại Từ", False),
        ("Uỷ ban Kiểm tra Huyện uỷ Đồng Hỷ", False),
        ("THANH UY THAI NGUYEN", True),
        ("Đảng uỷ xã Bàn Đạt", False),
    ],
)
def test_only_a_party_body_of_another_place_is_doubted(organization: str, right: bool) -> None:  # noqa: FBT001
    expected = None if right else SignerDoubt.OTHER_ORGANIZATION
    assert doubt(SIGNER, organization) is expected


@given(PEOPLE, PEOPLE)
def test_people_are_told_apart_by_every_letter_that_both_names_have(one: str, other: str) -> None:
    assert same_person(one, other) == same_person(other, one)
    assert same_person(one, one.upper())
    assert same_person(one, fold(one))
    if fold(one) != fold(other):
        assert not same_person(one, other)


@given(st.sampled_from(("Đồng chí", "Ông", "Thiếu tướng", "PGS, TS", "Phó Bí thư")), PEOPLE)
def test_titles_do_not_count(title: str, name: str) -> None:
    assert same_person(f"{title} {name}", name)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_compared(one: str, other: str) -> None:
    doubt(one, other)
    assert same_organization(one, other) == same_organization(other, one)
