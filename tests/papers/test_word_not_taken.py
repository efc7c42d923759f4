"""What cannot be taken from a Word file is listed with its place; the rest is taken."""

from __future__ import annotations

import copy
import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from ktgs_desktop.papers.program import column_headings
from ktgs_desktop.papers.word import write_word
from ktgs_desktop.papers.word_reading import read_word
from ktgs_desktop.services.printing import Printed
from tests.helpers.builders import refusal
from tests.helpers.word_edits import Edited
from tests.papers import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from ktgs_desktop.domain.word_copies import WordCopy

FIRST = "Nâng cao nhận thức"


@pytest.fixture
def edited() -> Edited:
    return Edited(Printed("a.docx", write_word(samples.draft(3), {"KTGS program": "x"})))


def _read(edited: Edited) -> WordCopy:
    return read_word(edited.file.data, "a.docx", column_headings("ANNUAL"))


def _paragraph(edited: Edited):
    return next(p for p in edited.document.paragraphs if p.text.startswith(FIRST))


def _picture(edited: Edited) -> None:
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    _paragraph(edited).add_run().add_picture(BytesIO(buffer.getvalue()), Mm(4))


def _text_box(edited: Edited) -> None:
    box = parse_xml(
        f"<w:r {nsdecls('w')}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>lời trong hộp</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    _paragraph(edited)._p.append(box)


def _comment(edited: Edited) -> None:
    edited.document.add_comment(_paragraph(edited).runs, "lời nhận xét", author="A", initials="A")


def _symbol(edited: Edited) -> None:
    symbol = OxmlElement("w:sym")
    _paragraph(edited).add_run()._r.append(symbol)


def _hidden(edited: Edited) -> None:
    _paragraph(edited).add_run("chữ ẩn").font.hidden = True


def _formula(edited: Edited) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    _paragraph(edited)._p.append(parse_xml(f"<m:oMath xmlns:m='{space}'/>"))


def _emphasis(edited: Edited) -> None:
    _paragraph(edited).runs[0].bold = True


def _outside(edited: Edited) -> None:
    edited.document.add_paragraph("gõ sau bảng")


def _numbered(edited: Edited) -> None:
    properties = _paragraph(edited)._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = 5


def _table(edited: Edited) -> None:
    table = edited.document.add_table(1, 2)
    table.cell(0, 0).text = "bảng thêm"
    _paragraph(edited)._p.addnext(table._tbl)


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (_picture, "word_picture", FIRST),
        (_text_box, "word_text_box", FIRST),
        (_comment, "word_comment", FIRST),
        (_symbol, "word_symbol", FIRST),
        (_hidden, "word_hidden", FIRST),
        (_formula, "word_formula", FIRST),
        (_emphasis, "word_emphasis", FIRST),
        (_numbered, "word_numbering", FIRST),
        (_outside, "word_text_outside", "gõ sau bảng"),
        (_table, "word_table", "bảng thêm"),
    ],
)
def test_it_is_listed_and_the_text_stays(
    edited: Edited, change: Callable[[Edited], None], code: str, place: str
) -> None:
    before = _read(edited)
    assert before.remarks == ()
    change(edited)
    after = _read(edited)
    (remark,) = after.remarks
    assert (remark.code, remark.row) == (code, 0)
    assert remark.place.startswith(place)
    assert after.paragraphs == before.paragraphs
    assert after.rows == before.rows
    if code in ("word_text_box", "word_comment", "word_hidden"):
        assert remark.params["text"] in ("lời trong hộp", "lời nhận xét", "chữ ẩn")


def test_an_unknown_style_is_read_as_a_paragraph_and_said(edited: Edited) -> None:
    _paragraph(edited).style = "Heading 1"
    copy_read = _read(edited)
    (remark,) = copy_read.remarks
    assert (remark.code, remark.params) == ("word_style_unknown", {"style": "heading 1"})
    assert any(line.startswith(FIRST) for line in copy_read.paragraphs)


def test_a_bullet_is_an_entry_of_a_list(edited: Edited) -> None:
    _paragraph(edited).style = "List Bullet"
    found = _read(edited)
    assert {remark.code for remark in found.remarks} <= {"word_numbering", "word_style_unknown"}


def test_tracked_changes_are_read_as_accepted(edited: Edited) -> None:
    paragraph = _paragraph(edited)
    run = paragraph.runs[0]._r
    whole = paragraph.text
    deleted = OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)
    for text in deleted.iter(qn("w:t")):
        text.tag = qn("w:delText")
    inserted = parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>Lời mới.</w:t></w:r></w:ins>")
    deleted.addnext(inserted)
    row = edited.rows()[0]._tr
    row.get_or_add_trPr().append(OxmlElement("w:del"))
    before = len(edited.rows())
    found = _read(edited)
    assert [remark.code for remark in found.remarks] == ["word_tracked"]
    assert "Lời mới." in found.paragraphs
    assert whole not in found.paragraphs
    assert len(found.rows) == before - 1


def test_a_deleted_end_of_a_paragraph_joins_the_next(edited: Edited) -> None:
    paragraph = _paragraph(edited)
    following = edited.document.paragraphs[
        [p._p for p in edited.document.paragraphs].index(paragraph._p) + 1
    ]
    marks = OxmlElement("w:rPr")
    marks.append(OxmlElement("w:del"))
    paragraph._p.get_or_add_pPr().append(marks)
    found = _read(edited)
    assert any(line.endswith(f"{paragraph.text} {following.text}") for line in found.paragraphs)


def test_merged_cells_are_listed_and_the_line_is_not_lost(edited: Edited) -> None:
    row = edited.rows()[1]
    row.cells[3].merge(row.cells[4])
    found = _read(edited)
    assert [(remark.code, remark.row) for remark in found.remarks] == [("word_cells_merged", 2)]
    assert found.rows[1].line is not None
    assert found.rows[1].cells == {}


def test_columns_may_change_places_and_a_lost_one_is_said(edited: Edited) -> None:
    for row in edited.table.rows:
        cells = row._tr.tc_lst
        if len(cells) > 1:
            cells[5].addnext(cells[1])  # content after the time
            row._tr.remove(row._tr.tc_lst[-1])  # the note
    found = _read(edited)
    assert [(one.code, one.place) for one in found.remarks] == [("word_column_missing", "Ghi chú")]
    assert found.rows[0].cells["content"] == samples.CONTENTS[0]
    assert "note" not in found.rows[0].cells


def test_a_split_table_is_read_to_its_end(edited: Edited) -> None:
    before = _read(edited).rows
    second = copy.deepcopy(edited.table._tbl)
    edited.table._tbl.addnext(second)
    second.addprevious(OxmlElement("w:p"))
    for row in second.tr_lst[:3]:
        second.remove(row)
    for row in edited.table._tbl.tr_lst[3:]:
        edited.table._tbl.remove(row)
    assert [row.line for row in _read(edited).rows] == [row.line for row in before]


def test_without_its_table_the_annex_is_missed_not_emptied(edited: Edited) -> None:
    edited.table._tbl.getparent().remove(edited.table._tbl)
    found = _read(edited)
    assert not found.has_annex
    assert found.rows == ()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/numbering.xml", r"<w:abstractNumId [^>]*/>(?=.*</w:num>)", ""),
        ("docProps/custom.xml", r'xmlns:vt="[^"]*"', 'xmlns:vt=""'),
        ("word/_rels/document.xml.rels", r' Type="[^"]*"', ""),
        ("[Content_Types].xml", "wordprocessingml.styles", "wordprocessingml.none"),
        ("[Content_Types].xml", "wordprocessingml.numbering", "wordprocessingml.none"),
    ],
)
def test_damage_beside_the_text_is_told_as_damage(
    edited: Edited, part: str, old: str, new: str
) -> None:
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(edited.file.data)) as sound,
        zipfile.ZipFile(buffer, "w") as damaged,
    ):
        for name in sound.namelist():
            text = sound.read(name)
            if name == part:
                text, times = re.subn(old.encode(), new.encode(), text, flags=re.DOTALL)
                assert times
            damaged.writestr(name, text)
    error = refusal(lambda: read_word(buffer.getvalue(), "a.docx", column_headings("ANNUAL")))
    assert (error.code, error.params["file"]) == ("word_unreadable", "a.docx")


def test_the_file_asks_for_nothing_newer_than_word_2010() -> None:
    data = write_word(samples.draft(3), {"KTGS program": "x"})
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert '"compatibilityMode"' in parts["word/settings.xml"]
    assert 'w:val="14"' in parts["word/settings.xml"].split("compatibilityMode")[1][:120]
    for name, text in parts.items():
        assert "word/2012" not in text, name  # w15, Word 2013
        assert "wordml/20" not in text.replace("word/2010/wordml", ""), name
    assert "docProps/custom.xml" in parts
