from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.pdf import write_pdf
from tests.papers import pdf_tools, samples


def test_fonts_are_embedded_and_none_is_foreign(tmp_path):
    pdf = write_pdf(samples.issued(20)).data
    rows = pdf_tools.fonts(pdf, tmp_path)
    assert len(rows) >= 3
    for row in rows:
        assert "LiberationSerif" in row[0]
        assert row[-5:-2] == ["yes", "yes", "yes"]
    assert b"Helvetica" not in pdf
    pdf_tools.check(pdf, tmp_path)


def test_the_same_paper_gives_the_same_bytes():
    assert write_pdf(samples.issued(9)).data == write_pdf(samples.issued(9)).data


def test_the_file_says_what_it_is_and_no_clock_is_in_it(tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(write_pdf(samples.issued(2)).data)
    info = pdf_tools.run("pdfinfo", "-isodates", str(file))
    assert "CHƯƠNG TRÌNH kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ" in info
    assert re.search(r"Author: +HUYỆN UỶ PHÚ BÌNH", info)
    assert re.search(r"Subject: +Số 02-CTr/HU", info)
    assert re.search(r"CreationDate: +2021-01-05", info)
    assert b"/Lang (vi-VN)" in file.read_bytes()


def test_the_header_stands_where_the_guidance_wants_it():
    (first, *_) = pdf_tools.words(write_pdf(samples.issued(2)).data)
    title = [word for word in first if word.text in ("CỘNG", "SẢN")]
    above = next(word for word in first if word.text == "THÁI")
    own = next(word for word in first if word.text == "PHÚ")
    star = next(word for word in first if word.text == "*")
    symbol = next(word for word in first if word.text == "02-CTr/HU")
    dated = next(word for word in first if word.text == "ngày")
    assert above.y0 > own.y0 > star.y0 > symbol.y0
    assert abs(dated.y0 - symbol.y0) < 1
    assert all(word.x0 > 297 for word in [*title, dated])
    assert (star.x0 + star.x1) / 2 == pytest.approx((30 + 75 / 2) * MM, abs=0.5)
    assert max(word.y1 for word in first) == pytest.approx((297 - 20) * MM, abs=3)


def test_page_numbers_begin_on_the_second_page():
    made = write_pdf(samples.issued(30))
    pages = pdf_tools.words(made.data)
    assert all(word.y1 < (297 - 19) * MM for word in pages[0])
    for number, page in enumerate(pages[1:], 2):
        top = max(page, key=lambda word: word.y1)
        assert top.text == str(number)
    portrait = max(pages[1], key=lambda word: word.y1)
    assert (portrait.x0 + portrait.x1) / 2 == pytest.approx((30 + 165 / 2) * MM, abs=1)
    assert portrait.y1 == pytest.approx((297 - 10) * MM, abs=3)


def test_text_stays_between_the_margins():
    for page in pdf_tools.words(write_pdf(samples.issued(1)).data)[:2]:
        assert min(word.x0 for word in page) >= 30 * MM - 0.5
        assert max(word.x1 for word in page) <= (210 - 15) * MM + 0.5
        assert min(word.y0 for word in page) >= 20 * MM - 0.5


def test_the_paper_of_2026_is_spelled_its_way():
    old = pdf_tools.text(write_pdf(samples.issued(8)).data)
    new = pdf_tools.text(write_pdf(samples.issued(8, date(2026, 6, 1))).data)
    assert "Huyện uỷ" in old
    assert "Huyện ủy" not in old
    assert "Huyện ủy" in new
    assert "uỷ" not in new.split()
    assert "UỶ" not in new.split()
    assert "Điềm Thuỵ" in new


def test_a_draft_is_marked_on_every_page():
    made = write_pdf(samples.draft(6))
    for page in pdf_tools.words(made.data):
        assert "DỰ THẢO" in " ".join(word.text for word in page)
    assert "DỰ THẢO" not in pdf_tools.text(write_pdf(samples.issued(6)).data)


def test_an_open_date_leaves_room():
    text = pdf_tools.text(write_pdf(samples.draft(1)).data)
    assert "Phú Bình, ngày tháng năm 2021" in text
    assert "Số -CTr/HU" in text


def test_a_paper_without_an_annex_has_no_landscape_page():
    made = write_pdf(replace(samples.issued(1), annex=None))
    assert made.pages == 2
    assert made.cells == ()
