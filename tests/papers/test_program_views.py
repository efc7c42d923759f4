"""Matrix and calendar on paper, the charts' labels, and the line of codes at the foot."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import quarter_of
from ktgs_desktop.domain.documents import LayoutRule
from ktgs_desktop.domain.plan_lines import PlanLine
from ktgs_desktop.domain.program_matrix import matrix
from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.papers.annex_foot import AnnexFoot
from ktgs_desktop.papers.charts import PAPER, Chart, ChartBar, draw_charts, label_lines
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.pdf import write_pdf
from ktgs_desktop.papers.program_views import (
    SIGNS,
    Viewed,
    calendar_annex,
    matrix_annex,
    signs_text,
)
from ktgs_desktop.papers.register_book import book_pdf
from tests.helpers.paper_text import pdf_pages
from tests.papers import samples

TODAY = date(2021, 7, 6)
FOOT = AnnexFoot("A0B1C2D3", 265, TODAY)
FOOT_TEXT = "Mã A0B1C2D3 · số liệu đến lần ghi 265 · in ngày 06/07/2021 · tờ {page}"
LEGEND = "Ký hiệu: ✓ hoàn thành; → đang tiến hành; ! quá hạn; ○ chưa triển khai"


def plan_line(
    number: int, due: date, *, names: tuple[str, ...] = (), done: bool = False, **changes: object
) -> PlanLine:
    named = tuple(
        Subject(UUID(int=number * 100 + place), "TCD", name, None)
        for place, name in enumerate(names)
    )
    total = len(named) or 1
    values = {
        "id": UUID(int=number),
        "program": UUID(int=1),
        "lead": "UBKT Huyện uỷ",
        "part": "A",
        "seq": number,
        "task_kind": "INSPECTION_PROGRAM",
        "content": f"Nội dung {number}",
        "subjects": named,
        "unnamed": 0 if named else 1,
        "year": due.year,
        "quarter": quarter_of(due),
        "due_on": due,
        "work_from": None,
        "work_to": None,
        "progress": LineProgress(
            done=total if done else 0, total=total, started=done, issued=True, in_force=True
        ),
        "done": frozenset(one.key for one in named) if done else frozenset(),
        **changes,
    }
    return PlanLine(**values)


def viewed(*, all_bodies: bool = False) -> Viewed:
    return Viewed(samples.program(number="02-CTr/HU"), TODAY, all_bodies)


def test_every_subject_is_a_row_with_its_signs_and_the_sums_come_last():
    lines = [
        plan_line(1, date(2021, 3, 31), names=("Đảng uỷ xã Bàn Đạt",), done=True),
        plan_line(2, date(2021, 6, 30), names=("Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim")),
        plan_line(3, date(2021, 12, 31)),
    ]
    annex = matrix_annex(matrix(lines, TODAY), viewed())
    organizations, unnamed, sums = annex.groups
    assert organizations.rows == (
        ("1", "Đảng uỷ xã Bàn Đạt", "✓", "!", "", "", "2"),
        ("2", "Đảng uỷ xã Tân Kim", "", "!", "", "", "1"),
    )
    assert unnamed.rows == (("3", "Đối tượng xác định sau", "", "", "", "○", "1"),)
    assert sums.rows == (("", "Tổng số mục", "1", "1", "0", "1", "3"),)
    assert annex.legend == LEGEND


def test_a_long_matrix_repeats_its_heading_and_says_once_what_the_signs_mean():
    lines = [
        plan_line(number, date(2021, 3, 31), names=(f"Chi bộ số {number}",), done=True)
        for number in range(1, 61)
    ]
    annex = matrix_annex(matrix(lines, TODAY), viewed())
    data, count = book_pdf(annex, LayoutRule.HD36, "D:20210706")
    pages = pdf_pages(data)
    assert len(pages) == count > 1
    assert all("Đối tượng kiểm tra, giám sát Quý I" in page for page in pages)
    assert [LEGEND in page for page in pages] == [True] + [False] * (count - 1)
    assert sum(page.count("✓") for page in pages) == 60 + 1
    assert "(Chương trình số 02-CTr/HU kiểm tra, giám sát năm 2021" in pages[0]


@given(st.lists(st.dates(date(2021, 1, 1), date(2021, 12, 31)), max_size=12))
def test_every_line_stands_once_in_the_calendar_in_the_month_of_its_day(days):
    lines = [plan_line(number, day) for number, day in enumerate(days, start=1)]
    annex = calendar_annex(lines, (2021,), viewed())
    rows = [row for group in annex.groups for row in group.rows]
    assert [row[1] for row in rows] == [line.content for line in lines]
    for row, line in zip(rows, lines, strict=True):
        months = row[3:15]
        assert months[line.due_on.month - 1] == SIGNS[line.state(TODAY)]
        assert sum(map(bool, months)) == 1
        assert row[-1] == f"{line.due_on:%d/%m/%Y}"


def test_months_of_the_work_have_a_dash_and_a_term_has_years():
    work = {"work_from": date(2021, 4, 15), "work_to": date(2021, 6, 20)}
    one = plan_line(1, date(2021, 6, 30), **work)
    (group,) = calendar_annex([one], (2021,), viewed()).groups
    assert group.rows[0][3:15] == ("", "", "", "–", "–", "!", *[""] * 6)
    term = calendar_annex([one], range(2020, 2026), viewed())
    assert [column.title for column in term.columns[3:9]] == [str(y) for y in range(2020, 2026)]
    assert term.groups[0].rows[0][3:9] == ("", "!", "", "", "", "")


def test_dropped_lines_are_left_out_and_an_empty_program_says_so():
    gone = LineProgress(done=0, total=1, started=False, issued=True, in_force=False)
    annex = calendar_annex([plan_line(1, TODAY, progress=gone)], (2021,), viewed())
    assert [(group.title, group.rows) for group in annex.groups] == [("(chưa có mục nào)", ())]
    assert matrix_annex(matrix([], TODAY), viewed()).groups[0].title == "(chưa có mục nào)"


def test_lines_of_all_bodies_say_whose_they_are():
    annex = calendar_annex([plan_line(1, TODAY)], (2021,), viewed(all_bodies=True))
    assert annex.groups[0].rows[0][1] == "Nội dung 1\n(UBKT Huyện uỷ)"
    assert annex.subtitle == "(các chương trình đã ban hành năm 2021, đến ngày 06/07/2021)"


def test_many_signs_of_a_cell_are_counted():
    done, late = ProgressState.DONE, ProgressState.OVERDUE
    assert signs_text([late, done, done]) == "! ✓ ✓"
    assert signs_text([late, done, done, done]) == "✓ × 3\n! × 1"


# Codes at the foot ----------------------------------------------------------------------------


def test_codes_stand_on_every_page_of_the_annex_and_never_in_the_letter():
    paper = samples.issued(40)
    made = write_pdf(paper, foot=FOOT)
    pages = pdf_pages(made.data)
    first = made.signature_place.page + 1
    assert len(pages) > first + 1
    for number, page in enumerate(pages, start=1):
        assert (FOOT_TEXT.format(page=number) in page) == (number > first)
        assert page.count("Mã A0B1") <= 1
    assert not any("Mã A0B1" in page for page in pdf_pages(write_pdf(paper).data))


def test_codes_move_nothing_of_the_table():
    paper = samples.issued(40)
    plain = write_pdf(paper, with_cells=True)
    coded = write_pdf(paper, with_cells=True, foot=FOOT)
    assert coded.cells == plain.cells
    assert (coded.pages, coded.signature_place) == (plain.pages, plain.signature_place)
    assert min(cell.y0 for cell in coded.cells) > 15 * 72 / 25.4 - 0.01


# Charts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [120.0, 200.0, 300.0])
def test_long_labels_take_two_lines_before_anything_is_cut(width):
    long = "Kiểm tra việc thực hiện nhiệm vụ kiểm tra, giám sát và thi hành kỷ luật trong Đảng"
    lines = label_lines(long, width)
    measure = typeface(Style.REGULAR).measure
    assert len(lines) == 2
    assert all(measure(line) * 10.5 <= width + 0.01 for line in lines)
    if width > 120:
        assert " ".join(lines) == long
    else:
        assert lines[-1].endswith("…")
        assert long.startswith(" ".join(lines).removesuffix("…"))


def test_bars_begin_where_the_longest_label_ends_and_a_row_of_two_lines_is_higher():
    short = Chart("kind", "Theo loại hình", (ChartBar("a", "Quý I", (1, 0, 0, 0)),))
    long = ChartBar(
        "b", "Uỷ ban Kiểm tra Huyện uỷ phối hợp với các ban xây dựng Đảng" * 2, (2, 0, 0, 0)
    )
    states = ["một", "hai", "ba", "bốn"]
    narrow = draw_charts([short], states, PAPER, 500)
    wide = draw_charts([Chart("kind", "Theo", (*short.bars, long))], states, PAPER, 500)
    assert narrow.pieces[0].x == pytest.approx(100)
    assert wide.pieces[0].x == pytest.approx(210)
    first, second = wide.pieces
    assert second.y + second.height / 2 - (first.y + first.height / 2) > 22
    for drawn in (narrow, wide):
        assert max(piece.y + piece.height for piece in drawn.pieces) < drawn.drawing.height
