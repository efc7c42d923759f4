from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.papers.preview import page_sizes
from ktgs_desktop.papers.stamp import StampFacts, signature_stamp
from tests.papers import pdf_tools, samples

WHEN = datetime(2021, 1, 5, 9, 15)  # noqa: DTZ001 - the computer's time as shown


def test_it_says_who_and_when(tmp_path):
    facts = StampFacts("Nguyễn Văn Mẫu", "Ban Thường vụ Huyện uỷ Phú Bình", WHEN)
    pdf = signature_stamp(facts, 200, 77)
    text = pdf_tools.text(pdf)
    assert "Người ký: Nguyễn Văn Mẫu" in text
    assert "Cơ quan: Ban Thường vụ Huyện uỷ Phú Bình" in text
    assert "Thời gian ký: 05/01/2021 09:15 (giờ máy)" in text
    assert page_sizes(pdf) == (pytest.approx((200, 77)),)
    pdf_tools.check(pdf, tmp_path)
    assert b"Helvetica" not in pdf
    assert signature_stamp(facts, 200, 77) == pdf


@settings(max_examples=max(5, samples.EXAMPLES // 8), deadline=None)
@given(
    st.text(alphabet="Đảng uỷ", min_size=1, max_size=80), st.floats(120, 260), st.floats(60, 110)
)
def test_all_of_it_fits(name, width, height):
    (page,) = pdf_tools.words(signature_stamp(StampFacts(name, name, WHEN), width, height))
    for word in page:
        assert word.x0 >= -0.1
        assert word.x1 <= width + 0.1
        assert word.y0 >= -0.1
        assert word.y1 <= height + 0.1


def test_spelling_follows_the_paper():
    facts = StampFacts("Huyện uỷ", "", WHEN, spelling="ủy")
    text = pdf_tools.text(signature_stamp(facts, 200, 77))
    assert "Huyện ủy" in text
    assert "Cơ quan" not in text
