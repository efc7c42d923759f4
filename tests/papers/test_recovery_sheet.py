from __future__ import annotations

from datetime import date

import pytest

from ktgs_desktop.papers.recovery_sheet import recovery_sheet
from tests.papers import pdf_tools

CODE = "7KQ2-M4XN-0RTV-9WPA-H3JD-86BC-YZ5E-FG1S"


def test_the_code_stands_on_one_page_with_how_to_keep_it(tmp_path):
    pdf = recovery_sheet(CODE, "UBKT Huyện uỷ Phú Bình", date(2021, 1, 5))
    (page,) = pdf_tools.words(pdf)
    texts = [word.text for word in page]
    for group in CODE.split("-"):
        assert group in texts
    text = " ".join(texts)
    assert "UBKT Huyện uỷ Phú Bình" in text
    assert "ngày 05 tháng 01 năm 2021" in text
    assert "phong bì" in text
    assert "két" in text
    pdf_tools.check(pdf, tmp_path)
    assert pdf == recovery_sheet(CODE, "UBKT Huyện uỷ Phú Bình", date(2021, 1, 5))


@pytest.mark.parametrize("code", ["A", "ABCDEFGHJKLMNPQR " * 6, "12345-67890 " * 10])
def test_any_grouping_stays_on_the_page(code):
    (page,) = pdf_tools.words(recovery_sheet(code, "Đảng uỷ " * 20, date(2021, 1, 5)))
    assert all(word.x0 > 60 and word.x1 < 535 and word.y0 > 30 for word in page)
