from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QCollator, QLocale

from ktgs_desktop.domain.vietnamese import (
    accented,
    fold,
    has_accents,
    nfc,
    person_sort_key,
    sort_key,
)

TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
ALL_134 = [
    unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in TONES
] + list("ăâđêôơư")


def syllables() -> st.SearchStrategy[str]:
    """Words as Vietnamese writes them: at most one tone, on a vowel."""

    def word(parts: tuple[str, str, str, str]) -> str:
        onset, vowel, tone, coda = parts
        return unicodedata.normalize("NFC", onset + vowel + tone + coda)

    return st.tuples(
        st.sampled_from(["", "b", "c", "ch", "d", "đ", "g", "gh", "h", "kh", "l", "m", "n", "ng",
                         "nh", "ph", "qu", "s", "t", "th", "tr", "v", "x"]),
        st.sampled_from(["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]),
        st.sampled_from(["", *TONES]),
        st.sampled_from(["", "c", "m", "n", "ng", "nh", "p", "t"]),
    ).map(word)  # fmt: skip


names = st.lists(syllables(), min_size=1, max_size=4).map(" ".join)


def test_every_accented_letter_folds_to_its_plain_one() -> None:
    for letter in ALL_134:
        plain = "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
        assert fold(letter) == plain
        assert fold(letter.upper()) == plain
        assert fold(unicodedata.normalize("NFD", letter)) == plain


@pytest.mark.parametrize(
    ("old", "new"),
    [("Uỷ ban", "Ủy ban"), ("hoà", "hòa"), ("Thuỵ", "Thụy"), ("khoẻ", "khỏe"), ("UỶ", "ỦY")],
)
def test_both_places_of_the_tone_are_the_same_word(old: str, new: str) -> None:
    assert accented(old) == accented(new)
    assert fold(old) == fold(new)


def test_accents_of_different_words_stay_different() -> None:
    assert accented("Bàn Đạt") != accented("Ban Dat")
    assert accented("Bảo Lý") != accented("Bão Lý")


@given(st.text())
@example("ᾀ")
def test_folding_is_plain_and_stable(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not any(unicodedata.combining(c) for c in once)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
@example("ᾀ")
@example("đ“ự”\u034f")
def test_a_long_text_folds_as_its_parts_do(text: str) -> None:
    long = " quyết định".join([text] * 12)
    assert fold(long) == fold(" quyết định").join([fold(text)] * 12)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_tidy_text_is_composed_and_stays_so(text: str) -> None:
    tidy = nfc(text)
    assert unicodedata.is_normalized("NFC", tidy)
    assert nfc(tidy) == tidy


def test_hidden_characters_and_double_spaces_go() -> None:
    assert nfc(" Đảng\u200b  uỷ\u00a0xã \r\n Bàn Đạt ") == "Đảng uỷ xã\nBàn Đạt"


@given(st.lists(names, min_size=2, max_size=12, unique=True))
def test_order_is_that_of_the_locale(some: list[str]) -> None:
    collator = QCollator(QLocale("vi_VN"))
    collator.setNumericMode(True)
    ours = sorted(some, key=sort_key)
    for first, second in pairwise(ours):
        assert collator.compare(first, second) <= 0, (first, second)


def test_numbers_stand_by_value_and_letters_by_the_alphabet() -> None:
    given_names = ["Phường 10", "Phường 2", "Đa", "Da", "Ăn", "An", "Ân", "Án", "Ba", "Phường 02"]
    wanted = ["An", "Án", "Ăn", "Ân", "Ba", "Da", "Đa", "Phường 2", "Phường 02", "Phường 10"]
    assert sorted(given_names, key=sort_key) == wanted


def test_people_stand_by_given_name() -> None:
    people = ["Trần Thị Bình", "Nguyễn Văn An", "Lê Văn Ân", "Đỗ Ánh An"]
    assert sorted(people, key=person_sort_key) == [
        "Đỗ Ánh An",
        "Nguyễn Văn An",
        "Lê Văn Ân",
        "Trần Thị Bình",
    ]


@given(st.text(alphabet="abcxyz ABCXYZ.-"))
def test_case_and_punctuation_do_not_count(text: str) -> None:
    plain = " ".join(text.replace(".", " ").replace("-", " ").split())
    assert sort_key(text) == sort_key(plain.upper())


@given(st.text())
def test_any_text_has_a_key(text: str) -> None:
    assert sort_key(text) == sort_key(unicodedata.normalize("NFD", text))
    assert len(person_sort_key(text)) == len(sort_key(" ".join(text.split())))


def test_a_typed_accent_is_noticed() -> None:
    assert has_accents("đảng")
    assert has_accents("Đ")
    assert not has_accents("Dang")
