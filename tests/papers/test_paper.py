from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.papers.paper import Annex, AnnexGroup, Column, Paragraph, prepared, respelled
from tests.papers import samples


def test_only_the_word_itself_is_respelled():
    text = "Huyện uỷ, HUYỆN UỶ, Uỷ ban; đồng chí Thuỷ, luỹ kế, Quỹ"
    assert respelled(text, "ủy") == "Huyện ủy, HUYỆN ỦY, Ủy ban; đồng chí Thuỷ, luỹ kế, Quỹ"
    assert respelled(respelled(text, "ủy"), "uỷ") == text


@settings(max_examples=samples.EXAMPLES, deadline=None)
@given(st.text(alphabet="uỷủyUỶỦY a,.Đ", max_size=30))
def test_respelling_is_settled_after_once(text):
    for spelling in ("uỷ", "ủy"):
        once = respelled(text, spelling)
        assert respelled(once, spelling) == once
        assert len(once) == len(text)


def test_a_paper_is_composed_and_cleaned_in_every_part():
    decomposed = unicodedata.normalize("NFD", "Huyện ủy Phú Bình")
    annex = Annex("a", "b\u200b", (Column(decomposed, 1),), (AnnexGroup("", ((decomposed,),)),))
    found = prepared((Paragraph(f"\u00ad{decomposed}\x07"), annex), "uỷ")
    assert found[0].text == "Huyện uỷ Phú Bình"
    assert found[1].columns[0].title == "Huyện uỷ Phú Bình"
    assert found[1].groups[0].rows == (("Huyện uỷ Phú Bình",),)
    assert found[1].subtitle == "b"


def test_line_breaks_and_tabs_stay():
    assert prepared("a\nb\tc", "uỷ") == "a\nb\tc"


def an_annex(*row):
    columns = tuple(Column(str(width), width) for width in (40, 30, 20, 10))
    return Annex("", "", columns, (AnnexGroup("", (row,)),))


def widths(annex):
    return [column.width_mm for column in annex.columns]


def test_notes_get_room_from_the_widest_columns_first_from_the_empty_ones():
    assert widths(an_annex("a", "b", "c", "note").with_room_for_notes(22)) == [34, 24, 20, 22]
    assert widths(an_annex("a", "", "", "note").with_room_for_notes(22)) == [40, 24, 14, 22]


def test_without_notes_or_with_room_enough_the_columns_stay():
    assert widths(an_annex("a", "b", "c", "").with_room_for_notes(22)) == [40, 30, 20, 10]
    assert widths(an_annex("a", "b", "c", "note").with_room_for_notes(10)) == [40, 30, 20, 10]
