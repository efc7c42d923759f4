"""`ktgs papers` and `ktgs incoming`: numbers, books, scans, incoming papers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from docx import Document as WordDocument
from PIL import Image
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.terminal import Terminal

_SERIES = ("--body", "HU", "--type", "QĐ")
_PAPER = ("--date", "2021-03-01", "--abstract", "thành lập đoàn kiểm tra", "--signer", "A;BÍ THƯ;")


def a_scan(ktgs: Terminal, name: str = "trang.jpg", size: tuple[int, int] = (600, 850)) -> Path:
    path = ktgs.folder / name
    Image.new("RGB", size, "white").save(path)
    return path


def text_of(path: Path) -> str:
    document = PdfDocument(path.read_bytes())
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return text.replace("\r\n", "\n")


# Outgoing -------------------------------------------------------------------------------------


def test_numbers_are_reserved_used_released_and_cancelled(ktgs: Terminal) -> None:
    made = ktgs.json("papers", "reserve", *_SERIES, "--count", "3", "--reason", "chờ ký")
    assert [one["symbol"] for one in made] == ["01-QĐ/HU", "02-QĐ/HU", "03-QĐ/HU"]
    used = ktgs.json("papers", "register", *_SERIES, *_PAPER, "--number", "1")
    assert (used["id"], used["state"]) == (made[0]["id"], "ISSUED")
    ktgs("papers", "release", "02-QĐ/HU", "--reason", "không dùng")
    ktgs("papers", "cancel", "01-QĐ/HU", "--reason", "sai")
    rows = ktgs.json("papers", "series", "--type", "QĐ")
    assert [(row["symbol"], row["state"]) for row in rows] == [
        ("01-QĐ/HU", "CANCELLED"),
        ("02-QĐ/HU", "MISSING"),
        ("03-QĐ/HU", "RESERVED"),
    ]
    missing = ktgs.json("papers", "series", "--missing")
    assert [row["symbol"] for row in missing] == ["02-QĐ/HU"]
    ktgs("papers", "release", "01-QĐ/HU", "--reason", "x", code=1, says="number_not_reserved")
    ktgs(
        "papers",
        "reserve",
        *_SERIES,
        "--number",
        "3",
        "--reason",
        "x",
        code=1,
        says="numbers_taken",
    )
    ktgs("papers", "renumber", "01-QĐ/HU", "--reason", "x", code=1, says="document_cancelled")


def test_numbers_kept_elsewhere_are_typed(ktgs: Terminal) -> None:
    ktgs("bodies", "edit", "HU", "--series", "QĐ:2020-2025=1@Văn phòng Huyện uỷ")
    ktgs("papers", "register", *_SERIES, *_PAPER, code=1, says="number_elsewhere")
    made = ktgs.json("papers", "register", *_SERIES, *_PAPER, "--number", "41")
    assert made["symbol"] == "41-QĐ/HU"
    assert len(ktgs.json("papers", "series", "--type", "QĐ")) == 1


def test_a_program_whose_paper_is_cancelled_is_issued_again(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    gone = ktgs.json("papers", "cancel", symbol, "--reason", "sai thể thức")
    assert [one["role"] for one in gone["files"]] == ["PDF"]
    assert ktgs.json("programs", "show", "HU/2021")["state"] == "DRAFT"
    again = ktgs.json("programs", "issue", "HU/2021", "--date", "2021-01-06", "--signer", "A B")
    assert again["symbol"] == "02-CTr/HU"
    ktgs("check")


def test_marks_need_their_basis(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    secret = ("papers", "edit", symbol, "--classification", "CONFIDENTIAL")
    ktgs(*secret, code=1, says="classification_basis_missing")
    ktgs(*secret, "--basis", "Mục 3", code=1, says="classification_decider_missing")
    made = ktgs.json(*secret, "--basis", "Mục 3", "--decided-by", "Bí thư", "--urgency", "URGENT")
    assert (made["classification"], made["urgency"]) == ("CONFIDENTIAL", "URGENT")
    ktgs("papers", "print", symbol, ktgs.folder / "a.pdf")
    ktgs("papers", "print", symbol, ktgs.folder / "a.docx")
    text = text_of(ktgs.folder / "a.pdf")
    assert "MẬT" in text.split("CHƯƠNG TRÌNH")[0]
    assert "KHẨN" in text.split("CHƯƠNG TRÌNH")[0]
    head = WordDocument(str(ktgs.folder / "a.docx")).tables[0]
    words = {paragraph.text for cell in head.row_cells(1) for paragraph in cell.paragraphs}
    assert {"MẬT", "KHẨN"} <= words
    cleared = ktgs.json("papers", "edit", symbol, "--classification", "")
    assert (cleared["classification_basis"], cleared["classified_by"]) == ("", "")


def test_a_draft_is_printed_to_be_signed_by_hand(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    a_line(ktgs)
    file, word = ktgs.folder / "ky.pdf", ktgs.folder / "ky.docx"
    ktgs("programs", "print", "HU/2021", file)
    assert "DỰ THẢO" in text_of(file)
    by_hand = ("programs", "print", "HU/2021", "--for-signature", "--urgency", "VERY_URGENT")
    ktgs(*by_hand, file)
    said = text_of(file)
    assert "DỰ THẢO" not in said
    assert "THƯỢNG KHẨN" in said
    assert "Phú Bình, ngày tháng năm 2021" in " ".join(said.split())
    assert "-CTr/HU" in said
    ktgs(*by_hand, word)
    head = WordDocument(str(word)).tables[0]
    words = [paragraph.text for cell in head.row_cells(1) for paragraph in cell.paragraphs]
    assert "THƯỢNG KHẨN" in words
    assert "DỰ THẢO" not in words
    said = "Marks are given with --for-signature"
    ktgs("programs", "print", "HU/2021", "--urgency", "URGENT", file, code=2, says=said)
    secret = ("--for-signature", "--classification", "SECRET")
    ktgs("programs", "print", "HU/2021", *secret, file, code=1, says="classification_basis_missing")


def test_a_scan_of_several_files_becomes_one_pdf(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    ktgs("papers", "print", symbol, ktgs.folder / "printed.pdf")
    pages = len(PdfDocument((ktgs.folder / "printed.pdf").read_bytes()))
    wide = a_scan(ktgs, "phu-luc.png", (900, 600))
    made = ktgs.json(
        "papers", "attach-scan", symbol, a_scan(ktgs), ktgs.folder / "printed.pdf", wide
    )
    assert [(one["role"], one["name"]) for one in made["files"]] == [("SCAN", "trang.pdf")]
    ktgs("papers", "print", symbol, ktgs.folder / "back.pdf")
    back = PdfDocument((ktgs.folder / "back.pdf").read_bytes())
    assert len(back) == pages + 2
    assert back[0].get_width() < back[0].get_height()
    assert back[pages + 1].get_width() > back[pages + 1].get_height()
    (bad := ktgs.folder / "hong.jpg").write_bytes(b"JFIF")
    ktgs("papers", "attach-scan", symbol, bad, code=1, says="scan_unreadable", file="hong.jpg")
    text = ktgs.write("a.txt", "x")
    ktgs("papers", "attach-scan", symbol, text, code=1, says="scan_kind_unknown")
    ktgs("papers", "reserve", *_SERIES, "--reason", "chờ")
    ktgs(
        "papers",
        "attach-scan",
        "01-QĐ/HU",
        bad.with_name("trang.jpg"),
        code=1,
        says="scan_not_issued",
    )
    assert ktgs.json("overview")["unsigned"] == []


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx"])
def test_the_book_of_outgoing_papers(ktgs: Terminal, ending: str) -> None:
    an_issued_program(ktgs)
    ktgs("papers", "register", *_SERIES, *_PAPER, "--copies", "7", "--archived-by", "Văn thư")
    ktgs("papers", "reserve", *_SERIES, "--number", "3", "--reason", "đoàn số 2")
    ktgs("papers", "register", *_SERIES, *_PAPER, "--number", "4")
    ktgs("papers", "cancel", "04-QĐ/HU", "--reason", "nhầm số")
    file = ktgs.folder / f"so{ending}"
    made = ktgs.json("papers", "book", "--body", "HU", file)
    said = book_text(file)
    for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐI", "01-CTr/HU", "01-QĐ/HU", "thành lập đoàn kiểm tra",
                  "Văn thư", "7", "(chưa cấp số này)", "02-QĐ/HU", "(giữ số: đoàn số 2)",
                  "Huỷ: nhầm số", "Chương trình kiểm tra, giám sát năm 2021"):  # fmt: skip
        assert words in said, words
    assert (made["pages"] == 1) == (ending == ".pdf")
    ktgs("papers", "book", "--body", "HU", "--type", "CTr", file)
    assert "01-QĐ/HU" not in book_text(file)
    ktgs(
        "papers", "book", "--body", "HU", file.with_suffix(".odt"), code=1, says="book_kind_unknown"
    )


def book_text(file: Path) -> str:
    """The words of a book, whatever it is written as, without the breaks of its lines."""
    if file.suffix == ".pdf":
        return " ".join(text_of(file).split())
    if file.suffix == ".docx":
        document = WordDocument(str(file))
        cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
        struck = [
            run.text
            for row in document.tables[0].rows
            for cell in row.cells
            for paragraph in cell.paragraphs
            for run in paragraph.runs
            if run.font.strike
        ]
        assert not struck or "04-QĐ/HU" in {text.replace("\u2011", "-") for text in struck}
        words = [paragraph.text for paragraph in document.paragraphs]
        return " ".join(" ".join((*words, *cells)).replace("\u2011", "-").split())
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes())).get_sheet_by_index(0)
    return " ".join(" ".join(str(cell) for row in sheet.to_python() for cell in row).split())


def test_copies_have_their_own_header_number_and_signature(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    ktgs("papers", "edit", symbol, "--urgency", "URGENT")
    who = ("--body", "UBKTHU", "--date", "2021-02-01", "--signer", "Trần Thị Thí Dụ;PHÓ CHỦ NHIỆM;")
    ktgs("papers", "copy", symbol, *who, code=1, says="copy_of_unsigned")
    ktgs("papers", "attach-scan", symbol, a_scan(ktgs), a_scan(ktgs, "hai.jpg"))
    made = ktgs.json("papers", "copy", symbol, *who)
    assert (made["symbol"], made["urgency"]) == ("01-BS/UBKTHU", "URGENT")
    assert [one["role"] for one in made["files"]] == ["PDF", "WORD"]
    ktgs("papers", "print", made["symbol"], ktgs.folder / "sao.pdf")
    pages = PdfDocument((ktgs.folder / "sao.pdf").read_bytes())
    assert len(pages) == 3
    leaf = " ".join(pages[2].get_textpage().get_text_range().split())
    for words in ("SAO Y", "01-BS/UBKTHU", "02 năm 2021", "PHÓ CHỦ NHIỆM", "Trần Thị Thí Dụ",
                  "Chương trình số 01-CTr/HU, ngày 05 tháng 01 năm 2021", "KHẨN"):  # fmt: skip
        assert words in leaf, words
    text = ktgs.write("trich.md", "## II- NỘI DUNG\n\nKiểm tra 01 tổ chức đảng.\n")
    extract = ("papers", "copy", symbol, *who, "--kind", "TRICH_SAO")
    ktgs(*extract, code=1, says="copy_extract_missing")
    ktgs("papers", "copy", symbol, *who, "--text-file", text, code=1, says="copy_extract_needless")
    part = ktgs.json(*extract, "--text-file", text)
    assert part["symbol"] == "02-BS/UBKTHU"
    ktgs("papers", "print", part["symbol"], ktgs.folder / "trich.pdf")
    said = " ".join(text_of(ktgs.folder / "trich.pdf").split())
    assert "TRÍCH SAO" in said
    assert "Kiểm tra 01 tổ chức đảng." in said
    early = ("--body", "HU", "--date", "2021-01-04", "--signer", "A;B;C")
    ktgs("papers", "copy", symbol, *early, code=1, says="copy_before_original")
    assert [row["symbol"] for row in ktgs.json("papers", "series", "--type", "BS")] == [
        "01-BS/UBKTHU",
        "02-BS/UBKTHU",
    ]


# Incoming -------------------------------------------------------------------------------------


def an_incoming(ktgs: Terminal, *words: object) -> str:
    made = ktgs.json(
        "incoming", "add", "--sender", "Tỉnh uỷ Thái Nguyên", "--abstract", "Công văn về báo cáo",
        *words,
    )  # fmt: skip
    return f"{made['number']}/{made['year']}"


def test_incoming_papers_are_entered_dealt_with_and_answered(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    first = an_incoming(ktgs, "--received", "2021-07-01", "--due", "2021-07-05")
    second = an_incoming(ktgs, "--symbol", "15-CV/TU", "--date", "2021-06-30")
    assert (first, second) == ("1/2021", "2/2021")
    states = {row["number"]: row["state"] for row in ktgs.json("incoming", "list")}
    assert states == {"1/2021": "LATE", "2/2021": "FILED"}
    ktgs("incoming", "edit", "2", "--assignee", "đ/c Mẫu", "--instruction", "Giao tham mưu")
    assert ktgs.json("incoming", "show", "2")["state"] == "OPEN"
    for state, count in (("LATE", 1), ("OPEN", 1), ("DONE", 0)):
        assert len(ktgs.json("incoming", "list", "--state", state)) == count, state
    assert [row["number"] for row in ktgs.json("incoming", "list", "--search", "15-cv")] == [
        "2/2021"
    ]
    ktgs("incoming", "done", "1", "--reply", symbol)
    shown = ktgs.json("incoming", "show", "1/2021")
    assert (shown["state"], shown["reply_symbol"], shown["done_on"]) == (
        "DONE",
        symbol,
        "2021-07-06",
    )
    ktgs("incoming", "done", "2", "--reply", "99-BC/HU", code=1, says="reply_unknown")
    ktgs("incoming", "void", "2", "--reason", "nhầm")
    ktgs("incoming", "show", "2", code=1, says="No incoming paper is “2”")
    assert an_incoming(ktgs) == "2/2021"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--number", "1"), "incoming_number_taken"),
        (("--received", "2021-07-07"), "received_future"),
        (("--date", "2021-07-07"), "dated_after_received"),
        (("--due", "2021-07-05"), "due_before_received"),
        (("--done", "2021-07-05"), "done_before_received"),
        (("--done", "2021-07-07"), "done_future"),
    ],
)
def test_what_cannot_be_is_refused(ktgs: Terminal, words: tuple[str, ...], says: str) -> None:
    an_incoming(ktgs)
    ktgs("incoming", "add", "--sender", "A", "--abstract", "B", *words, code=1, says=says)
    ktgs("incoming", "add", "--sender", " ", "--abstract", "B", code=1, says="sender_missing")
    ktgs("incoming", "add", "--sender", "A", "--abstract", " ", code=1, says="abstract_missing")
    assert len(ktgs.json("incoming", "list")) == 1


def test_the_books_begin_anew_each_year(ktgs: Terminal) -> None:
    assert an_incoming(ktgs, "--received", "2020-12-30") == "1/2020"
    assert an_incoming(ktgs, "--received", "2020-12-31") == "2/2020"
    assert an_incoming(ktgs) == "1/2021"
    assert len(ktgs.json("incoming", "list", "--year", "2020")) == 2


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".xlsx"])
def test_the_book_of_incoming_papers(ktgs: Terminal, ending: str) -> None:
    an_incoming(ktgs, "--scan", a_scan(ktgs), "--due", "2021-07-20", "--urgency", "EXPRESS")
    ktgs("incoming", "print", "1", ktgs.folder / "scan.pdf")
    assert len(PdfDocument((ktgs.folder / "scan.pdf").read_bytes())) == 1
    file = ktgs.folder / f"den{ending}"
    ktgs("incoming", "book", file)
    said = book_text(file)
    for words in ("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Tỉnh uỷ Thái Nguyên", "20/07/2021", "HOẢ TỐC"):
        assert words in said, words


def test_what_is_entered_with_its_scan_is_one_operation(ktgs: Terminal) -> None:
    scan = a_scan(ktgs)
    made = ktgs.json("papers", "register", *_SERIES, *_PAPER, "--scan", scan)
    assert [one["role"] for one in made["files"]] == ["SCAN"]
    assert len(ktgs.json("history", "--record", made["id"])) == 1
    an_incoming(ktgs, "--scan", scan)
    assert len(ktgs.json("incoming", "show", "1")["files"]) == 1
    ktgs("undo", "--operation", ktgs.json("history")[0]["id"])
    assert ktgs.json("incoming", "list") == []


def test_doubles_are_told_with_their_exit_code(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    ktgs("programs", "new", "--body", "HU", "--year", "2022")
    a_line(ktgs, "HU/2022")
    assert ktgs.json("papers", "doubles") == []
    assert ktgs.json("check")["doubles"] == []


def test_codes_stand_at_the_foot_of_books_once_they_are_switched_on(ktgs: Terminal) -> None:
    ktgs("papers", "register", *_SERIES, *_PAPER)
    an_incoming(ktgs)
    file = ktgs.folder / "so.pdf"

    def books() -> list[str]:
        ktgs("papers", "book", "--body", "HU", file)
        outgoing = book_text(file)
        ktgs("incoming", "book", file)
        return [outgoing, book_text(file)]

    plain = books()
    ktgs("settings", "edit", "--annex-codes", "on")
    for before, coded in zip(plain, books(), strict=True):
        assert "số liệu đến lần ghi" not in before
        assert "số liệu đến lần ghi" in coded
        assert "tờ 1" in coded
    ktgs("settings", "edit", "--annex-codes", "off")
    assert books() == plain
