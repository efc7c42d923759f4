"""The order of Vietnamese dictionaries as bytes: letters first, then tones, numbers by value."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.vietnamese import accented, fold, person_sort_key, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"


def with_tone(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


def without_tones(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES[1:]))


syllables = st.builds(
    lambda onset, vowel, tone, coda: onset + with_tone(vowel, tone) + coda,
    st.sampled_from(["", "b", "d", "đ", "ngh", "t", "th", "tr", "x"]),
    st.sampled_from(VOWELS),
    st.sampled_from(TONES),
    st.sampled_from(["", "c", "n", "ng", "nh"]),
)
names = st.lists(syllables, min_size=1, max_size=4).map(" ".join)
written = names | st.builds("{} {}".format, names, st.integers(0, 3000))


def test_letters_stand_as_in_the_alphabet() -> None:
    assert all(sort_key(first) < sort_key(second) for first, second in pairwise(LETTERS))


@pytest.mark.parametrize("vowel", VOWELS)
def test_tones_stand_as_in_dictionaries(vowel: str) -> None:
    spelled = [with_tone(vowel, tone) for tone in TONES]
    assert all(sort_key(first) < sort_key(second) for first, second in pairwise(spelled))


@given(written, written)
def test_letters_decide_before_tones(one: str, other: str) -> None:
    plain, other_plain = sort_key(without_tones(one)), sort_key(without_tones(other))
    if plain != other_plain:
        assert (sort_key(one) < sort_key(other)) == (plain < other_plain)


@given(written, written)
def test_two_names_stand_alike_only_if_they_are_the_same_name(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (accented(one) == accented(other))


@given(st.lists(written, max_size=8), st.randoms())
def test_the_order_does_not_depend_on_where_one_begins(some: list[str], chance: object) -> None:
    ordered = sorted(some, key=sort_key)
    chance.shuffle(some)  # type: ignore[attr-defined]
    assert [sort_key(name) for name in sorted(some, key=sort_key)] == [
        sort_key(name) for name in ordered
    ]


@given(written)
def test_spelling_does_not_count(name: str) -> None:
    for spelled in (
        unicodedata.normalize("NFD", name),
        name.upper(),
        f"  {name.replace(' ', '  ')}.",
        f"“{name}”",
        accented(name),
    ):
        assert sort_key(spelled) == sort_key(name)


@given(names, st.integers(0, 10**12), st.integers(0, 10**12))
def test_numbers_stand_by_their_value(name: str, first: int, second: int) -> None:
    one, other = sort_key(f"{name} {first}"), sort_key(f"{name} 00{second}")
    assert (one < other) == (first < second)
    assert (one == other) == (first == second)


@given(names, written)
def test_a_name_stands_before_those_that_begin_with_it(name: str, more: str) -> None:
    assert sort_key(without_tones(name)) < sort_key(without_tones(f"{name} {more}"))


@given(st.text())
def test_any_text_has_a_key_that_says_where_its_letters_end(text: str) -> None:
    letters, gap, tones = sort_key(text).rpartition(b"\x01")
    assert gap == b"\x01"
    assert b"\x01" not in letters
    assert all(10 <= tone <= 15 for tone in tones)


@given(st.lists(syllables, min_size=1, max_size=4))
def test_people_stand_by_given_name_first(parts: list[str]) -> None:
    assert person_sort_key(" ".join(parts)) == sort_key(" ".join([parts[-1], *parts[:-1]]))


@given(written)
def test_what_a_search_compares_has_no_accents_left(name: str) -> None:
    assert fold(name).isascii()
    assert fold(accented(name)) == fold(name)
