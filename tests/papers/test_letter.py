from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.papers.layouts import MM, layout_of
from ktgs_desktop.papers.letter import Box, _boxes, _laid_out, dealt
from ktgs_desktop.papers.paper import Heading, Paragraph
from ktgs_desktop.papers.pdf import write_pdf
from tests.papers import pdf_tools, samples

ROOM = (297 - 40) * MM
SENTENCE = "Tổ chức đảng, đảng viên được kiểm tra, giám sát chấp hành nghiêm kế hoạch đã đề ra."


def box(height=10.0, gap=0.0, *, may_break=True):
    return Box(height, gap, may_break, lambda _pages, _top: None)


@settings(max_examples=samples.EXAMPLES * 2, deadline=None)
@given(
    st.lists(st.tuples(st.floats(1, 60), st.floats(0, 20), st.booleans()), max_size=60),
)
def test_boxes_keep_their_order_and_fit(shapes):
    boxes = [box(height, gap, may_break=may_break) for height, gap, may_break in shapes]
    pages = dealt(boxes, 100)
    assert [one for page in pages for one in page] == boxes
    for page in pages:
        used = sum(one.height for one in page) + sum(one.gap for one in page[1:])
        assert used <= 100 + 1e-6 or len(page) == 1
    for before, after in pairwise(pages):
        if not after[0].may_break:
            assert not any(one.may_break for one in before[1:])


def test_a_box_that_may_not_begin_a_page_takes_its_neighbour_along():
    boxes = [box(), *[box() for _ in range(8)], box(may_break=False), box(may_break=False)]
    first, second = dealt(boxes, 100)
    assert len(first) == 8
    assert len(second) == 3


def letter(blocks):
    return replace(samples.issued(1), blocks=tuple(blocks), annex=None)


def lines_of(page):
    """Lines of a page from the top, each with its words."""
    rows = {}
    for word in page:
        rows.setdefault(round(word.y0), []).append(word)
    return [
        " ".join(word.text for word in sorted(row, key=lambda word: word.x0))
        for _y, row in sorted(rows.items(), reverse=True)
    ]


@pytest.mark.parametrize("count", range(18, 34))
def test_the_signature_never_stands_alone(count):
    paper = letter([Paragraph(f"{place}. {SENTENCE}") for place in range(count)])
    made = write_pdf(paper)
    pages = pdf_tools.words(made.data)
    last = lines_of(pages[made.signature_place.page])
    signature = next(place for place, line in enumerate(last) if "T/M BAN" in line)
    texts = [line for line in last[:signature] if "chấp" in line or "hoạch" in line]
    assert len(texts) >= 2
    assert any("Nguyễn Văn Mẫu" in line for line in last)


def test_lines_move_closer_rather_than_leave_a_last_page_with_little_on_it():
    """The pages that one more paragraph would begin; lines keep 18 points, text stays whole."""
    saved = 0
    for count in range(10, 34):
        paper = letter([Paragraph(f"{place}. {SENTENCE}") for place in range(count)])
        boxes = _boxes(paper, layout_of(paper.layout), ROOM)
        usual, made = dealt(boxes, ROOM), _laid_out(paper, layout_of(paper.layout), ROOM)
        assert sum(map(len, made)) == len(boxes)
        if len(made) == len(usual):
            assert [[box.height for box in page] for page in made] == [
                [box.height for box in page] for page in usual
            ]
            continue
        saved += 1
        assert len(made) == len(usual) - 1
        assert len(usual[-1]) <= 8
        texts = {box.height for page in made for box in page[2:-1]}
        assert min(texts) >= 18
    assert saved


@pytest.mark.parametrize("count", range(8, 40, 2))
def test_headings_stay_with_their_text_and_no_line_is_left_alone(count):
    blocks = []
    for place in range(count):
        blocks.append(Heading(2, f"{place}. ĐỀ MỤC"))
        blocks.append(Paragraph(f"Mở đầu {SENTENCE} {SENTENCE} Cuối."))
    pages = [lines_of(page) for page in pdf_tools.words(write_pdf(letter(blocks)).data)]
    for before, after in pairwise(pages):
        assert "ĐỀ MỤC" not in before[-1]
        assert "Mở đầu" not in before[-1]
        assert not after[1].endswith("Cuối.")


def test_the_signature_place_is_free_and_between_position_and_name():
    made = write_pdf(samples.issued(6))
    place = made.signature_place
    words = pdf_tools.words(made.data)[place.page]
    for word in words:
        apart = (
            word.x1 <= place.x
            or word.x0 >= place.x + place.width
            or word.y1 <= place.y
            or word.y0 >= place.y + place.height
        )
        assert apart, word
    above = [word for word in words if word.text == "BÍ"]
    below = [word for word in words if word.text == "Mẫu"]
    assert above[0].y0 >= place.y + place.height
    assert below[0].y1 <= place.y
    assert place.width > 60 * MM
    assert place.height > 20 * MM


def test_many_recipients_go_on_over_the_page():
    names = tuple(f"Đảng uỷ số {place}" for place in range(120))
    made = write_pdf(replace(letter([Paragraph(SENTENCE)]), recipients=names))
    text = pdf_tools.text(made.data)
    assert "- Đảng uỷ số 0," in text
    assert "- Đảng uỷ số 119." in text


def test_long_names_wrap_inside_their_block():
    paper = replace(
        samples.issued(1),
        header_above="ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH VÀ CÁC TỈNH LÂN CẬN",
        header_own="ĐẢNG UỶ KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP TỈNH THÁI NGUYÊN",
        place="Thành phố Hồ Chí Minh và các tỉnh lân cận",
    )
    page = pdf_tools.words(write_pdf(paper).data)[0]
    head = [word for word in page if word.y0 > 640]
    left = [word for word in head if word.x0 < 297]
    assert max(word.x1 for word in left) <= (30 + 75) * MM + 1
    assert max(word.x1 for word in head) <= (210 - 15) * MM + 1


def test_a_paper_without_text_or_recipients():
    made = write_pdf(replace(letter([]), recipients=()))
    assert made.pages == 1
    assert "Nơi nhận" not in pdf_tools.text(made.data)


def test_beside_a_long_place_the_date_stands_whole():
    paper = replace(samples.issued(1), place="Thị trấn Hương Sơn")
    lines = lines_of(pdf_tools.words(write_pdf(paper).data)[0])[:8]
    assert any(line.endswith("Thị trấn Hương Sơn,") for line in lines), lines
    assert any(line.endswith("ngày 05 tháng 01 năm 2021") for line in lines), lines
    short = lines_of(pdf_tools.words(write_pdf(samples.issued(1)).data)[0])[:8]
    assert any(line.endswith("Phú Bình, ngày 05 tháng 01 năm 2021") for line in short), short
