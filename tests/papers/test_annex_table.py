from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.errors import Cancelled
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.paper import Align, Annex, AnnexGroup, Column
from ktgs_desktop.papers.pdf import write_pdf
from ktgs_desktop.progress import Progress
from tests.papers import pdf_tools, samples

TOLERANCE = 0.3


def inside(cell, word):
    return (
        cell.x0 - TOLERANCE <= word.x0
        and word.x1 <= cell.x1 + TOLERANCE
        and cell.y0 - TOLERANCE <= word.y0
        and word.y1 <= cell.y1 + TOLERANCE
    )


def middle_in(cell, word):
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return cell.x0 <= x <= cell.x1 and cell.y0 <= y <= cell.y1


def check_cells(made):
    """Every word inside its own cell, each cell with all of its words, no two words overlapping."""
    pages = pdf_tools.words(made.data)
    by_page = {}
    for cell in made.cells:
        by_page.setdefault(cell.page, []).append(cell)
    for page, cells in by_page.items():
        low, high = min(cell.y0 for cell in cells), max(cell.y1 for cell in cells)
        words = [word for word in pages[page] if low <= (word.y0 + word.y1) / 2 <= high]
        check_no_overlap(words)
        placed = 0
        for cell in cells:
            own = [word for word in words if middle_in(cell, word)]
            assert all(inside(cell, word) for word in own), (page, cell)
            own.sort(key=lambda word: (-round(word.y0), word.x0))
            assert "".join(word.text for word in own) == "".join(cell.text.split()), (page, cell)
            placed += len(own)
        assert placed == len(words)


def check_no_overlap(words):
    words = sorted(words, key=lambda word: word.x0)
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            if other.x0 >= one.x1 - 0.05:
                break
            assert other.y0 >= one.y1 - 0.5 or other.y1 <= one.y0 + 0.5, (one, other)


def annex_paper(rows, columns=None, groups=None):
    columns = columns or tuple(Column(f"Cột {n}", width) for n, width in enumerate((10, 60, 40)))
    groups = groups or (AnnexGroup("A. KIỂM TRA", tuple(rows)),)
    return replace(samples.issued(1), annex=Annex("DANH MỤC", "(Kèm theo)", columns, groups))


def test_three_hundred_lines_stand_in_their_cells():
    made = write_pdf(samples.issued(300), with_cells=True)
    assert len(made.cells) > 300 * 11
    check_cells(made)
    pages = pdf_tools.words(made.data)
    numbers = {cell.page for cell in made.cells}
    for number in numbers:
        texts = [word.text for word in pages[number]]
        assert texts[0] == str(number + 1)
        assert "STT" in texts
        assert texts.count("STT") == 1
    assert numbers == set(range(min(numbers), made.pages))


def test_every_row_is_there_once():
    made = write_pdf(samples.issued(60), with_cells=True)
    first = made.cells[0].x0
    numbers = [cell.text for cell in made.cells if cell.x0 == first and cell.text.isdigit()]
    assert numbers == [str(number) for number in range(1, 61)]


def test_a_row_stays_on_one_page():
    made = write_pdf(samples.issued(60), with_cells=True)
    rows = {}
    for cell in made.cells:
        rows.setdefault((cell.page, cell.y1), []).append(cell)
    assert {len(cells) for cells in rows.values()} <= {11, 1}


@pytest.mark.parametrize("before", range(1, 40))
def test_the_heading_of_a_group_is_never_last(before):
    row = ("1", "một hai ba bốn", "x")
    groups = (
        AnnexGroup("A. KIỂM TRA", (row,) * before),
        AnnexGroup("B. GIÁM SÁT", (("1", "năm\nsáu\nbảy", "y"),)),
    )
    made = write_pdf(annex_paper([], groups=groups), with_cells=True)
    heading = next(cell for cell in made.cells if cell.text == "B. GIÁM SÁT")
    after = made.cells[made.cells.index(heading) + 1]
    assert after.page == heading.page
    assert after.y1 == heading.y0


def test_a_row_taller_than_a_page_goes_on():
    long = " ".join(f"từ{place}" for place in range(3000))
    made = write_pdf(
        annex_paper([("1", "ngắn", ""), ("2", long, "x"), ("3", "sau", "")]), with_cells=True
    )
    check_cells(made)
    text = " ".join(cell.text for cell in made.cells if "từ" in cell.text)
    assert text == long
    assert len({cell.page for cell in made.cells if "từ" in cell.text}) > 2


def test_a_word_longer_than_its_cell_breaks_inside():
    made = write_pdf(annex_paper([("1234567890" * 5, "Đảng/" * 40, "uỷ" * 60)]), with_cells=True)
    check_cells(made)


def test_empty_cells_and_groups():
    groups = (AnnexGroup("", ()), AnnexGroup("(chưa có mục nào)", ()))
    made = write_pdf(annex_paper([], groups=groups), with_cells=True)
    assert "(chưa có mục nào)" in pdf_tools.text(made.data)
    check_cells(write_pdf(annex_paper([("", "", "")]), with_cells=True))


def test_a_row_taller_than_a_page_begins_below_its_heading():
    made = write_pdf(annex_paper([("1", "Việc kiểm tra " * 2000, "")]), with_cells=True)
    check_cells(made)
    first, *others = dict.fromkeys(cell.page for cell in made.cells)
    texts = [word.text for word in pdf_tools.words(made.data)[first]]
    assert texts.count("tra") > 20
    assert len(others) > 1
    for page in (first, *others[:-1]):  # no page but the last ends before its foot
        assert min(cell.y0 for cell in made.cells if cell.page == page) < 30 * MM


CELLS = st.text(alphabet="aĐđụỷẫ ơƯ1./\n-()", max_size=60)


@settings(max_examples=max(8, samples.EXAMPLES // 4), deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=25),
    st.lists(st.floats(12, 80), min_size=3, max_size=3),
    st.sampled_from(list(Align)),
)
def test_any_rows_in_any_columns(rows, widths, align):
    columns = tuple(Column("Cột", width, align) for width in widths)
    check_cells(write_pdf(annex_paper(rows, columns), with_cells=True))


def test_progress_is_told_and_can_stop():
    seen = []
    progress = Progress(lambda done, total, _label: seen.append((done, total)))
    write_pdf(samples.issued(250), progress)
    assert seen == [(100, 250), (200, 250), (250, 250)]
    progress.cancel()
    with pytest.raises(Cancelled):
        write_pdf(samples.issued(250), progress)
