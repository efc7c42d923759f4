"""Text of the encodings before Unicode: there and back, and never taken for what it is not."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop import paths
from ktgs_desktop.domain.legacy_text import TextEncoding, to_unicode
from ktgs_desktop.domain.syllables import is_syllable
from ktgs_desktop.domain.text_recognition import RawTable, Run, read_text
from ktgs_desktop.domain.vietnamese import nfc, tidy
from tests.helpers.legacy_writing import tcvn3, vni

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx"
)
OTHERS = " 0123456789.,;:()/-–“”’…"
small = st.text(LETTERS + OTHERS, max_size=40)
either = st.text(LETTERS + LETTERS.upper() + OTHERS, max_size=40)


@cache
def names() -> list[list[str]]:
    """Names of all provinces, districts and communes: ten thousand, some of other languages."""
    file = paths.resource("units", "admin_units_2020_2025.csv")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@cache
def sentences() -> list[str]:
    """Every text of the program in Vietnamese."""
    file = paths.resource("locale", "vi") / "LC_MESSAGES" / "ktgs.po"
    with file.open("rb") as stream:
        return [nfc(str(one.string)) for one in read_po(stream) if isinstance(one.string, str)]


def read(*cells: str, choice: TextEncoding | None = None) -> tuple[list[str], str]:
    found = read_text(RawTable([[tidy(cell)] for cell in cells]), choice)
    return [row[0] for row in found.rows], str(found.reading.encoding)


# Letters ------------------------------------------------------------------------------------------


@given(small)
def test_any_small_text_survives_tcvn3(text: str) -> None:
    assert to_unicode(tcvn3(text), "tcvn3") == text


@given(either)
def test_any_text_survives_vni(text: str) -> None:
    assert to_unicode(vni(text), "vni") == text


@given(either)
def test_any_text_survives_the_old_code_page(text: str) -> None:
    tones = "\u0300\u0309\u0303\u0301\u0323"
    parted = "".join(
        unicodedata.normalize("NFC", "".join(m for m in marks if m not in tones))
        + "".join(m for m in marks if m in tones)
        for marks in (unicodedata.normalize("NFD", letter) for letter in text)
    )
    as_latin = parted.encode("cp1258").decode("latin-1")
    assert to_unicode(as_latin, "windows-1258") == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("§¶ng uû x· B¶o Lý", "Đảng uỷ xã Bảo Lý"),
        ("H\u00adíng dÉn", "Hướng dẫn"),
        ("QUY §ÞNH", "QUY ĐỊNH"),
        ("QUY §ÞNH vÒ kû luËt", "QUY ĐỊNH về kỷ luật"),
        ("UBND Hµ Nam", "UBND Hà Nam"),
        ("THµNH PHè Hµ NéI", "THÀNH PHỐ HÀ NỘI"),
        ("Thµnh ñy Hµ Néi", "Thành ủy Hà Nội"),
    ],
)
def test_capitals_of_tcvn3_come_from_their_neighbours(written: str, meant: str) -> None:
    assert to_unicode(written, "tcvn3") == meant


# Recognition --------------------------------------------------------------------------------------


def test_no_name_and_no_sentence_is_taken_for_another_encoding() -> None:
    """Cell by cell, so that no neighbour helps; and as whole tables."""
    cells = {cell for row in names() for cell in row} | set(sentences())
    for cell in cells:
        assert read(cell) == ([nfc(cell)], "unicode")
    assert read(*sentences()) == (sentences(), "unicode")
    assert read_text(RawTable(names())).rows == [[nfc(cell) for cell in row] for row in names()]


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox",
        "Größe: 5 µm · 30 °C © 2021 ® ½ §12 «fin» 3 × 4 ± 1 – “ok”",
        "café crème à la carte, naïve, Saïgon, Noël, être, garçon, Haïti",
        "El niño comió piñas; mañana será otro día",
        "På våren är det för många frågor om lön",
        "Đắk Lắk, Krông Păk, Ea H'leo, Niê Kđăm",
        "Có, ý, vô, thú, bó, lò, hãy, là, bé",
    ],
)
def test_what_is_no_old_vietnamese_stays(text: str) -> None:
    assert read(text) == ([nfc(text)], "unicode")
    assert read(*text.split()) == (text.split(), "unicode")


@given(st.lists(st.text(st.characters(max_codepoint=127), max_size=30), max_size=6))
def test_ascii_stays(cells: list[str]) -> None:
    assert read(*cells) == (list(map(nfc, cells)), "unicode")


@given(st.lists(st.sampled_from(names()[1:]).map(lambda row: row[5]), min_size=9, unique=True))
def test_a_column_of_names_is_known(cells: list[str]) -> None:
    meant = list(map(nfc, cells))
    assert read(*map(vni, meant)) == (meant, "vni")
    lowered = [cell.lower() for cell in meant]
    assert read(*map(tcvn3, lowered)) == (lowered, "tcvn3")


def test_all_names_and_sentences_are_read_back() -> None:
    table = [[nfc(cell) for cell in row] for row in names()[:2000]]
    found = read_text(RawTable([[vni(cell) for cell in row] for row in table]))
    assert found.rows == table
    assert (found.reading.encoding, found.reading.sure) == ("vni", True)
    known = [text for text in sentences() if not set(text) & set("«»°·×½¼®©§µ")]
    texts, encoding = read(*map(tcvn3, known))
    assert encoding == "tcvn3"
    assert [text.lower() for text in texts] == [text.lower() for text in known]
    differing = [(a, b) for a, b in zip(texts, known, strict=True) if a != b]
    assert len(differing) < len(known) / 50  # a first letter such as Ả, whose capital a font made


def test_a_row_from_an_old_file_among_others_is_read() -> None:
    cells = ["Quy định về kiểm tra", "Quy ®Þnh vÒ gi¸m s¸t", "Hướng dẫn", "Quy ñònh veà kyû luaät"]
    found = read_text(RawTable([[cell] for cell in cells]))
    assert [row[0] for row in found.rows] == [
        "Quy định về kiểm tra", "Quy định về giám sát", "Hướng dẫn", "Quy định về kỷ luật",
    ]  # fmt: skip
    assert found.reading.cells == 2


def test_columns_are_judged_by_themselves_and_a_silent_one_with_the_others() -> None:
    rows = [
        [tcvn3(a), b, c]
        for a, b, c in (
            ("tên văn bản", "Người ký", "24-Q®/TW"),
            ("quy định về kiểm tra, giám sát", "Lê Thái", "5 µm"),
            ("hướng dẫn thực hiện quy định", "Hà Nội", "x"),
        )
    ]
    found = read_text(RawTable(rows))
    assert found.rows[2] == ["hướng dẫn thực hiện quy định", "Hà Nội", "x"]
    assert [row[1] for row in found.rows] == ["Người ký", "Lê Thái", "Hà Nội"]
    assert found.rows[0][2] == "24-Qđ/TW"
    assert set(found.reading.columns) == {0, 2}


def test_a_person_decides() -> None:
    cells = ("Quy ®Þnh vÒ kiÓm tra", "Quy định")
    assert read(*cells)[0] == ["Quy định về kiểm tra", "Quy định"]
    assert read(*cells, choice=TextEncoding.UNICODE)[0] == list(cells)
    assert read(*cells, choice=TextEncoding.VNI)[0][1] == "Quy định"
    assert read("cã", choice=TextEncoding.TCVN3)[0] == ["có"]


def test_a_font_counts_unless_unicode_was_typed_in_it() -> None:
    capitals = Run("quy ®Þnh", "tcvn3", capitals=True)
    fonts = {
        (0, 0): (capitals, Run(" cã Unicode sau: Đảng")),
        (1, 0): (Run("cã", "tcvn3"),),
        (2, 0): (Run("Trích yếu", "tcvn3", capitals=True),),
    }
    rows = [["".join(run.text for run in fonts[place])] for place in sorted(fonts)]
    found = read_text(RawTable(rows, fonts))
    assert [row[0] for row in found.rows] == [
        "QUY ĐỊNH cã Unicode sau: Đảng", "có", "Trích yếu",
    ]  # fmt: skip
    assert found.reading.sure
    assert read_text(RawTable(rows, fonts), TextEncoding.UNICODE).rows == rows


@pytest.mark.parametrize("word", ["quyết", "giếng", "nghiêng", "thuở", "khuỷu", "Uỷ", "hoà", "hòa"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Xaõ", "ket", "qat", "ngi", "kà", "béc̣", "hoán̉", "tiéng", "Ðòa"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(unicodedata.normalize("NFC", word))
