from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from ktgs_desktop.papers.paper import Paragraph
from ktgs_desktop.papers.pdf import write_pdf
from ktgs_desktop.papers.word import write_word, write_word_table
from ktgs_desktop.papers.word_styles import WordStyle
from tests.papers import pdf_tools, samples


def opened(paper):
    return docx.Document(BytesIO(write_word(paper)))


def styled(document, style):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def in_tables(document, style):
    return [
        paragraph.text
        for table in document.tables
        for cell in dict.fromkeys(table._cells)
        for paragraph in cell.paragraphs
        if paragraph.style.name == style
    ]


def test_the_text_is_read_back_by_the_names_of_styles():
    paper = samples.issued(5)
    document = opened(paper)
    assert styled(document, "KTGS Type Name") == ["CHƯƠNG TRÌNH"]
    assert styled(document, "KTGS Abstract") == [paper.abstract]
    assert "I- MỤC ĐÍCH, YÊU CẦU" in styled(document, "KTGS Heading 1")
    assert "1. Công tác kiểm tra" in styled(document, "KTGS Heading 2")
    basis, *bodies = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    assert styled(document, "KTGS Basis") == [basis]
    assert basis.startswith("Căn cứ")
    assert styled(document, "KTGS Body") == bodies
    assert in_tables(document, "KTGS Header Own") == ["HUYỆN UỶ PHÚ BÌNH"]
    assert in_tables(document, "KTGS Symbol") == ["Số 02-CTr/HU"]
    assert in_tables(document, "KTGS Party Title") == ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    assert in_tables(document, "KTGS Signer Name") == ["Nguyễn Văn Mẫu"]
    assert in_tables(document, "KTGS Recipient")[-1] == "- Lưu Văn phòng Huyện uỷ."


def test_names_of_styles_stay():
    names = {str(style) for style in WordStyle}
    assert {"KTGS Body", "KTGS Heading 1", "KTGS Annex Cell", "KTGS Place Date"} <= names
    assert len(names) == 30
    assert all(name.startswith("KTGS ") for name in names)


def test_the_annex_table():
    paper = samples.issued(7)
    table = opened(paper).tables[-1]
    rows = [row for group in paper.annex.groups for row in group.rows]
    assert [cell.text for cell in table.rows[0].cells] == [c.title for c in paper.annex.columns]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    found = [tuple(cell.text for cell in row.cells) for row in table.rows[1:]]
    assert [row for row in found if row[0].isdigit()] == rows
    assert in_tables(opened(paper), "KTGS Annex Group") == ["A. KIỂM TRA", "B. GIÁM SÁT"]


def test_pages_and_margins():
    letter, annex = opened(samples.issued(2)).sections
    assert (round(letter.page_width.mm), round(letter.page_height.mm)) == (210, 297)
    assert [round(x.mm) for x in (letter.left_margin, letter.right_margin)] == [30, 15]
    assert letter.different_first_page_header_footer
    assert annex.orientation == WD_ORIENT.LANDSCAPE
    assert round(annex.page_width.mm) == 297
    assert not annex.different_first_page_header_footer


def test_the_same_paper_gives_the_same_bytes_and_no_clock():
    data = write_word(samples.issued(4))
    assert data == write_word(samples.issued(4))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
    properties = docx.Document(BytesIO(data)).core_properties
    assert f"{properties.created:%Y-%m-%d}" == "2021-01-05"
    assert properties.author == "HUYỆN UỶ PHÚ BÌNH"


def test_marks_that_xml_cannot_hold_do_no_harm():
    paper = samples.issued(1)
    annex = paper.annex
    row = ("a<b>&\"'", "\x00\x0b\ufffe]]>", *[""] * 9)
    groups = (replace(annex.groups[0], rows=(row,)),)
    changed = replace(
        paper, annex=replace(annex, groups=groups), blocks=(Paragraph("<w:p>\x01&amp;"),)
    )
    document = opened(changed)
    assert styled(document, "KTGS Body") == ["<w:p>&amp;"]
    assert document.tables[-1].rows[2].cells[0].text == "a<b>&\"'"


def test_papers_without_annex_text_or_recipients():
    paper = replace(samples.draft(1), annex=None, blocks=(), recipients=())
    document = opened(paper)
    assert len(document.sections) == 1
    assert in_tables(document, "KTGS Draft Mark") == ["DỰ THẢO"]
    assert in_tables(document, "KTGS Symbol")[0].split() == ["Số", "-CTr/HU"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["issued", "draft"])
def test_it_looks_like_the_pdf_in_an_office_program(tmp_path, name):
    paper = samples.issued(20) if name == "issued" else samples.draft(4)
    file = tmp_path / "paper.docx"
    file.write_bytes(write_word(paper))
    shown = pdf_tools.words(pdf_tools.office(file, "pdf", tmp_path).read_bytes())
    pages = pdf_tools.words(write_pdf(paper).data)
    assert len(shown) == len(pages)
    for there, here in zip(shown, pages, strict=True):
        assert sorted(word.text for word in there) == sorted(word.text for word in here)
    for text in ("ĐẢNG", "02-CTr/HU" if name == "issued" else "DỰ", "Căn", "CHƯƠNG"):
        one = next(word for word in shown[0] if word.text == text)
        other = next(word for word in pages[0] if word.text == text)
        assert one.x0 == pytest.approx(other.x0, abs=3)
        assert one.y0 == pytest.approx(other.y0, abs=14)


def test_a_file_that_stays_outside_hides_nothing():
    document = opened(samples.draft(3))
    cells = [cell.text for cell in document.tables[-1].columns[0].cells]
    assert [text for text in cells if text.isdigit()] == ["1", "2", "3"]
    assert list(document.element.body.iter(qn("w:bookmarkStart"))) == []


def test_nothing_but_the_smallest_line_stands_between_letter_and_annex():
    # Any other ends up on a page of its own where the letter fills its page.
    document = opened(samples.issued(3))
    (ending,) = [
        one for one in document.paragraphs if one._p.find(f".//{qn('w:sectPr')}") is not None
    ]
    assert ending.style.name == "KTGS End"
    assert ending._p.getprevious().tag == qn("w:tbl")
    assert document.styles["KTGS End"].paragraph_format.line_spacing.pt == 1
    assert styled(document, "Normal") == []


def test_a_title_longer_than_a_property_of_a_file_takes_is_printed_whole():
    long = "kiểm tra, giám sát " * 30
    document = opened(replace(samples.issued(1), abstract=long, header_own=long))
    assert styled(document, "KTGS Abstract") == [long]
    properties = document.core_properties
    assert len(properties.title) <= len(properties.title.rstrip("…")) + 1 <= 255
    assert properties.title.startswith("CHƯƠNG TRÌNH kiểm tra")
    assert len(properties.author) <= 255


def test_a_table_alone_has_no_number_on_its_first_page():
    data = write_word_table(samples.issued(3).annex, samples.issued(3))
    (section,) = docx.Document(BytesIO(data)).sections
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert section.first_page_header.is_linked_to_previous
