from __future__ import annotations

from datetime import date

import pytest

from ktgs_desktop.domain.documents import LayoutRule, layout_rule
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import layout_of
from ktgs_desktop.papers.wording import wording


@pytest.mark.parametrize("rule", list(LayoutRule))
def test_measures_of_the_guidance(rule):
    layout = layout_of(rule)
    assert (layout.margin_top_mm, layout.margin_bottom_mm) == (20, 20)
    assert (layout.margin_left_mm, layout.margin_right_mm) == (30, 15)
    assert layout.page_number_edge_mm == 10
    assert layout.party_title_pt == 15
    assert 15 <= layout.type_name_pt <= 16
    assert 14 <= layout.body_pt <= 15
    assert 18 <= layout.body_line_pt <= 22
    assert layout.body_gap_pt >= 6
    assert layout.body_indent_mm == 10
    assert layout.abstract_mark == "-----"


def test_spelling_goes_with_the_date():
    assert layout_of(layout_rule(date(2026, 5, 26))).spelling == "uỷ"
    assert layout_of(layout_rule(date(2026, 5, 27))).spelling == "ủy"


@pytest.mark.parametrize("rule", list(LayoutRule))
def test_the_rule_under_the_title_is_as_long_as_the_title(rule):
    layout = layout_of(rule)
    width = typeface(Style.BOLD).measure(wording("party_title")) * layout.party_title_pt
    assert layout.party_title_width_pt == pytest.approx(width, abs=0.1)
