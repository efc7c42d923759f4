"""Six texts of an office in the sheets that offices keep them in; `python -m` writes the samples.

`tests/data/regulation_sheets` has them as LibreOffice and Excel leave them: heads over two rows
with merged cells, titles above and a total below, blank rows, days as days, as text, or as
Excel's numbers, and the fonts and code pages from before Unicode.
"""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.helpers.legacy_writing import tcvn3, vni
from tests.papers.pdf_tools import office

FOLDER = Path(__file__).parent.parent / "data" / "regulation_sheets"
TITLE = ("HUYỆN UỶ PHÚ BÌNH", "DANH MỤC VĂN BẢN ĐÃ BAN HÀNH")
COMMITTEE, STANDING = "Uỷ ban Kiểm tra Huyện uỷ", "Ban Thường vụ Huyện uỷ Phú Bình"
DEPARTMENT = "Văn phòng Huyện uỷ"
TEXTS: tuple[dict[str, str], ...] = (
    {
        "number": "07-QĐ/HU", "issuer": STANDING,
        "title": "Quy định về chế độ báo cáo công tác kiểm tra, giám sát",
        "issued": "2016-05-10", "effective_from": "2016-05-10", "ended": "2021-03-05",
    },
    {
        "number": "12-QĐ/HU", "issuer": STANDING,
        "title": "Quy định về chế độ thông tin, báo cáo công tác kiểm tra, giám sát, kỷ luật đảng",
        "issued": "2021-03-05", "effective_from": "2021-03-05",
        "replaces": "07-QĐ/HU ngày 10/5/2016", "note": "Gửi các tổ chức cơ sở đảng",
    },
    {
        "number": "15-HD/UBKTHU", "issuer": COMMITTEE,
        "title": "Hướng dẫn thực hiện một số nội dung Quy định số 12-QĐ/HU",
        "issued": "2021-04-20", "effective_from": "2021-04-20", "implements": "12-QĐ/HU",
    },
    {
        "number": "03-QC/UBKTHU", "issuer": COMMITTEE,
        "title": "Quy chế phối hợp giữa Uỷ ban Kiểm tra Huyện uỷ với Thanh tra huyện",
        "issued": "2022-07",
    },
    {
        "number": "25-QĐ/HU", "issuer": STANDING,
        "title": "Quy định sửa đổi, bổ sung một số điều của Quy định số 12-QĐ/HU",
        "issued": "2023", "amends": "12-QĐ/HU (2021)",
    },
    {
        "number": "31-CTr/HU", "issuer": DEPARTMENT,
        "title": "Chương trình hành động thực hiện nghị quyết đại hội",
        "issued": "2024-01-08", "effective_from": "2024-01-08", "ended": "2026-01-01",
    },
)  # fmt: skip
EXPECTED: dict[str, dict[str, Any]] = {
    "07-QĐ/HU": {"kind": "REGULATION", "effective_to": "2021-03-04"},
    "12-QĐ/HU": {"kind": "REGULATION", "relations": [("REPLACES", "07-QĐ/HU", True)]},
    "15-HD/UBKTHU": {"kind": "GUIDANCE", "relations": [("IMPLEMENTS", "12-QĐ/HU", True)]},
    "03-QC/UBKTHU": {"kind": "COORDINATION"},
    "25-QĐ/HU": {"kind": "REGULATION", "relations": [("AMENDS", "12-QĐ/HU", True)]},
    "31-CTr/HU": {"kind": "PROGRAM", "effective_to": "2025-12-31"},
}
"""What the texts become, beside the values above: `True` if the other text is found."""
_HEADS = (
    ("number", "Số, ký hiệu"), ("issuer", "Cơ quan ban hành"), ("title", "Trích yếu nội dung"),
    ("issued", "Ngày ban hành"), ("effective_from", "Ngày có hiệu lực"),
    ("ended", "Ngày hết hiệu lực"), ("replaces", "Thay thế"), ("amends", "Sửa đổi, bổ sung"),
    ("implements", "Hướng dẫn thi hành"), ("note", "Ghi chú"),
)  # fmt: skip


def shown(iso: str, style: str = "{2}/{1}/{0}") -> str:
    """A day as a person writes it, as far as it is known."""
    if not iso:
        return ""
    parts = iso.split("-")
    return style.format(*parts) if len(parts) == len("dmy") else "/".join(reversed(parts))


def plain_rows(day: Callable[[str], str] = shown) -> list[list[str]]:
    """Heads in one row and the texts below, as a .csv has them."""
    dated = ("issued", "effective_from", "ended")
    texts = [
        [day(text.get(n, "")) if n in dated else text.get(n, "") for n, _head in _HEADS]
        for text in TEXTS
    ]
    return [[head for _name, head in _HEADS], *texts]


class _Sheet:
    """A sheet with a title, heads over two rows, and the texts in two parts.

    Args:
        written: how letters are written.
        fonts: fonts of text, and of what stands in capitals.
    """

    def __init__(
        self,
        written: Callable[[str], str] = str,
        fonts: tuple[str, str] = ("Times New Roman", "Times New Roman"),
    ) -> None:
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._sheet = self._book.add_worksheet("Danh muc")
        self._written = written
        self._format = self._book.add_format({"font_name": fonts[0]})
        self._capitals = self._book.add_format({"font_name": fonts[1], "bold": True})
        self._day = self._book.add_format({"font_name": fonts[0], "num_format": "dd/mm/yyyy"})
        self._by_font = fonts[0] != fonts[1]

    def _put(self, row: int, column: int, text: str) -> None:
        self._sheet.write_string(row, column, self._written(text), self._format)

    def _merge(self, first: tuple[int, int], last: tuple[int, int], text: str) -> None:
        style = self._format
        if text.isupper():
            style = self._capitals
            text = text.lower() if self._by_font else text
        self._sheet.merge_range(*first, *last, self._written(text), style)

    def heads(self, *, merged: bool) -> None:
        """A title of two rows, a blank one, heads of two, and a row that counts the columns."""
        self._merge((0, 0), (0, 3), TITLE[0])
        self._merge((1, 0), (1, 10), TITLE[1])
        single = {0: "TT", 1: "Số, ký hiệu", 2: "Cơ quan ban hành", 3: "Trích yếu nội dung"}
        single[10] = "Ghi chú"
        for column, text in single.items():
            if merged:
                self._merge((3, column), (4, column), text)
            else:
                self._put(3, column, text)
        for first, last, text in ((4, 6, "Ngày"), (7, 8, "Văn bản"), (9, 9, "")):
            if merged and last > first:
                self._merge((3, first), (3, last), text)
            elif text:
                self._put(3, first, text)
        below = ("ban hành", "có hiệu lực", "hết hiệu lực", "bị thay thế", "được sửa đổi, bổ sung")
        for column, text in enumerate((*below, "Hướng dẫn thi hành"), 4):
            self._put(4, column, text)
        for column in range(11):
            self._sheet.write_string(5, column, f"({column + 1})", self._format)

    def texts(self, day: Callable[[str], Any]) -> None:
        """The texts in two parts, each with a title; a blank row between, a total below."""
        row, part = 6, ""
        for number, text in enumerate(TEXTS, 1):
            title = "II. Uỷ ban Kiểm tra và các cơ quan" if number > 2 else "I. Ban Thường vụ"
            if title != part:
                row += bool(part)
                self._merge((row, 0), (row, 10), title)
                part, row = title, row + 1
            self._sheet.write_number(row, 0, number, self._format)
            for column, name in enumerate(("number", "issuer", "title"), 1):
                self._put(row, column, text[name])
            for column, name in enumerate(("issued", "effective_from", "ended"), 4):
                self._put_day(row, column, day(text.get(name, "")))
            for column, name in enumerate(("replaces", "amends", "implements", "note"), 7):
                self._put(row, column, text.get(name, ""))
            row += 1
        self._merge((row, 0), (row, 3), f"Tổng cộng: {len(TEXTS):02} văn bản")
        self._put(row + 3, 8, "NGƯỜI LẬP BIỂU" if not self._by_font else "Người lập biểu")

    def _put_day(self, row: int, column: int, day: Any) -> None:
        if isinstance(day, date):
            self._sheet.write_datetime(row, column, day, self._day)
        elif isinstance(day, int):
            self._sheet.write_number(row, column, day, self._format)
        elif day:
            self._put(row, column, day)

    def saved(self) -> bytes:
        """The file."""
        self._book.close()
        return self._buffer.getvalue()


def _real_day(iso: str) -> Any:
    return date.fromisoformat(iso) if len(iso) == len("2026-07-26") else shown(iso)


def _excel_days() -> Callable[[str], Any]:
    """Days as they come from several hands: text in some ways, and numbers nobody formatted."""
    styles: Sequence[str] = (" {2} / {1} / {0} ", "{2}.{1}.{0}", "ngày {2} tháng {1} năm {0}", "#")
    turn = iter(range(1000))

    def day(iso: str) -> Any:
        if len(iso) == len("2026"):
            return f"năm {iso}"
        if len(iso) != len("2026-07-26"):
            return f"tháng {shown(iso)}" if iso else "-"
        style = styles[next(turn) % len(styles)]
        if style == "#":
            return (date.fromisoformat(iso) - date(1899, 12, 30)).days
        return shown(iso, style)

    return day


def _sheet(day: Callable[[str], Any], *, merged: bool, **options: Any) -> bytes:
    made = _Sheet(**options)
    made.heads(merged=merged)
    made.texts(day)
    return made.saved()


def _csv(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def _in_windows(text: str) -> bytes:
    """Text in code page 1258, which has vowels with their shape and marks for tones."""
    made = bytearray()
    for letter in text:
        try:
            made += letter.encode("cp1258")
        except UnicodeEncodeError:
            made += _parted(letter).encode("cp1258")
    return bytes(made)


def _parted(letter: str) -> str:
    base, *marks = unicodedata.normalize("NFD", letter)
    tones = [mark for mark in marks if mark in "\u0300\u0309\u0303\u0301\u0323"]
    shape = [mark for mark in marks if mark not in tones]
    return unicodedata.normalize("NFC", base + "".join(shape)) + "".join(tones)


def samples() -> dict[str, bytes]:
    """The samples by name; it takes LibreOffice."""
    excel = _sheet(_excel_days(), merged=True)
    old = _sheet(shown, merged=True, written=tcvn3, fonts=(".VnTime", ".VnTimeH"))
    south = _sheet(shown, merged=False, written=vni, fonts=("VNI-Times", "VNI-Times"))
    found = {
        "excel_days_as_text.xlsx": excel,
        "excel_tcvn3.xlsx": old,
        "excel_unicode_text.txt": _csv(plain_rows(), "\t").encode("utf-16"),
        "excel_utf8.csv": _csv(plain_rows(), ";").encode("utf-8-sig"),
        "windows_1258.csv": _in_windows(_csv(plain_rows(), ";")),
        "tcvn3.csv": _csv([[tcvn3(c) for c in row] for row in plain_rows()], ",").encode("cp1252"),
        "vni.csv": _csv([[vni(c) for c in row] for row in plain_rows()], ";").encode("cp1252"),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        merged, unmerged = (_sheet(_real_day, merged=merged) for merged in (True, False))
        found["libreoffice.ods"] = _converted(merged, ("ods",), folder)
        found["libreoffice.xlsx"] = _converted(unmerged, ("ods", "xlsx"), folder)
        found["excel97_vni.xls"] = _converted(south, ("xls",), folder)
    return found


def _converted(data: bytes, kinds: Sequence[str], folder: Path) -> bytes:
    """A sheet opened by LibreOffice and saved by it in each kind."""
    file = folder / "danh_muc.xlsx"
    file.write_bytes(data)
    for kind in kinds:
        file = office(file, kind, folder)
    return file.read_bytes()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in samples().items():
        (FOLDER / name).write_bytes(data)
