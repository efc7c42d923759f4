from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.typesetting import break_evenly, break_lines
from tests.papers import samples

FACE = typeface(Style.REGULAR)
TEXTS = st.text(alphabet="aăâbcđê ôơưyụỷẫ/-.,W\n\t", max_size=120)


@settings(max_examples=samples.EXAMPLES * 3, deadline=None)
@given(TEXTS, st.floats(2.2, 20), st.floats(0, 1))
def test_lines_fit_and_lose_nothing(text, width, indent):
    lines = break_lines(text, FACE, width, indent)
    assert "".join("".join(line.words) for line in lines) == "".join(text.split())
    for place, line in enumerate(lines):
        assert FACE.measure(line.text) <= width - (indent if place == 0 else 0) + 1e-4
        assert abs(FACE.measure(line.text) - line.width) < 1e-6


@settings(max_examples=samples.EXAMPLES, deadline=None)
@given(TEXTS, st.floats(2, 20))
def test_even_lines_are_as_few_and_fit(text, width):
    plain, even = break_lines(text, FACE, width), break_evenly(text, FACE, width)
    assert len(even) == len(plain)
    assert all(line.width <= width + 1e-4 for line in even)


def test_a_long_word_is_cut_after_a_slash():
    width = FACE.measure("tài-chính/ngân") + 0.01
    lines = break_lines("tài-chính/ngân-sách/đất-đai", FACE, width)
    assert [line.text for line in lines] == ["tài-chính/", "ngân-sách/", "đất-đai"]


def test_a_title_is_broken_into_even_lines():
    text = "Uỷ ban nhân dân thành phố trực thuộc trung ương"
    first, second = break_evenly(text, FACE, FACE.measure(text) * 0.8)
    assert abs(first.width - second.width) < FACE.measure("trung ương")


def test_no_words_no_lines():
    assert break_lines(" \n ", FACE, 10) == []
