from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from fontTools.ttLib import TTFont

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.pages import PORTRAIT, Pages, PdfInfo
from ktgs_desktop.papers.pdf import write_pdf
from ktgs_desktop.paths import resource
from tests.papers import pdf_tools, samples

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = sorted(
    {
        unicodedata.normalize("NFC", base + tone)
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in TONES
    }
    | {"đ", "Đ"}
)
ACCENTED = [letter for letter in LETTERS if not letter.isascii()]


def test_there_are_134_accented_letters():
    assert len(ACCENTED) == 134


@pytest.mark.parametrize("style", list(Style))
def test_every_letter_has_its_glyph_and_width(style):
    font = TTFont(resource("fonts", f"{style}.ttf"))
    glyphs, units = font.getBestCmap(), font["head"].unitsPerEm
    face = typeface(style)
    for letter in ACCENTED:
        assert ord(letter) in glyphs
        advance = font["hmtx"][glyphs[ord(letter)]][0] / units
        assert face.measure(letter) == pytest.approx(advance, abs=0.001)


@pytest.mark.parametrize("style", list(Style))
def test_every_letter_is_read_back_from_the_page(style, tmp_path):
    pages = Pages(PdfInfo("chữ", "", "", "D:2021"))
    pages.open(PORTRAIT)
    face = typeface(style)
    rows = [ACCENTED[start : start + 20] for start in range(0, len(ACCENTED), 20)]
    for place, row in enumerate(rows):
        pages.text((50, 700 - 30 * place), row, face, 14)
    pdf = pages.finish()
    found = pdf_tools.text(pdf).split()
    assert found == ACCENTED
    assert [row[-5] for row in pdf_tools.fonts(pdf, tmp_path)] == ["yes"]


@pytest.mark.parametrize("style", list(Style))
def test_signs_that_the_typeface_lacks_are_read_back_and_have_their_width(style):
    pages = Pages(PdfInfo("dấu", "", "", "D:2021"))
    pages.open(PORTRAIT)
    face = typeface(style)
    pages.text((50, 700), ["✓", "→", "!", "○", "a✓b"], face, 14)
    assert pdf_tools.text(pages.finish()).split() == ["✓", "→", "!", "○", "a✓b"]
    sign = TTFont(resource("fonts", "DejaVuSans-Signs.ttf"))
    advance = sign["hmtx"][sign.getBestCmap()[ord("✓")]][0] / sign["head"].unitsPerEm
    assert face.measure("✓") == pytest.approx(advance, abs=0.001)


def test_many_different_characters_take_several_subsets():
    pages = Pages(PdfInfo("chữ", "", "", "D:2021"))
    pages.open(PORTRAIT)
    face = typeface(Style.REGULAR)
    known = sorted(code for code in face.font.face.charToGlyph if 0x100 < code < 0x530)
    groups = ["".join(map(chr, known[start : start + 8])) for start in range(0, 400, 8)]
    for place in range(0, len(groups), 5):
        pages.text((50, 780 - 20 * place), groups[place : place + 5], face, 10)
        pages.text((50, 770 - 20 * place), ["Huyện", "uỷ"], face, 10)
    pdf = pages.finish()
    assert "Huyện uỷ" in pdf_tools.text(pdf)
    for group in groups[:5]:
        assert unicodedata.normalize("NFC", group[:1]) in pdf_tools.text(pdf)


def test_papers_written_at_the_same_time_are_right():
    papers = [samples.issued(count) for count in (3, 8, 5, 12)]
    alone = [write_pdf(paper).data for paper in papers]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda paper: write_pdf(paper).data, papers * 3))
    assert together == alone * 3
