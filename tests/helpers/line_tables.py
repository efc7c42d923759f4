"""Forty lines of a program as offices keep them: a sheet and a Word table, both with merged cells.

LibreOffice makes of either the HTML that it would put on the clipboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from docx import Document

from ktgs_desktop.domain.dates import PartialDate
from tests.papers.pdf_tools import office

_COMMUNES = (
    "Bàn Đạt", "Tân Khánh", "Tân Kim", "Tân Thành", "Đào Xá", "Bảo Lý", "Thượng Đình",
    "Nhã Lộng", "Xuân Phương", "Tân Đức", "Úc Kỳ", "Lương Phú", "Nga My", "Kha Sơn",
    "Thanh Ninh", "Dương Thành", "Hà Châu",
)  # fmt: skip
_LEADS = (
    "Uỷ ban Kiểm tra Huyện uỷ", "Ban Tổ chức Huyện uỷ", "Ban Tuyên giáo Huyện uỷ",
    "Văn phòng Huyện uỷ",
)  # fmt: skip
_CHIEFS = ("Nguyễn Văn Mẫu", "Trần Thị Thí Dụ", "Lê Văn Ví Dụ")
_PARTS = (
    ("A. CÔNG TÁC KIỂM TRA", "", 0),
    ("I. Kiểm tra theo chương trình (chuyên đề)", "INSPECTION_PROGRAM", 14),
    ("II. Kiểm tra khi có dấu hiệu vi phạm", "INSPECTION_VIOLATION_SIGN", 6),
    ("III. Kiểm tra tài chính đảng", "INSPECTION_FINANCE", 4),
    ("B. CÔNG TÁC GIÁM SÁT", "", 0),
    ("I. Giám sát chuyên đề", "SUPERVISION_THEMATIC", 12),
    ("II. Giám sát thường xuyên", "SUPERVISION_REGULAR", 4),
)
HEADS = (
    "STT", "Nội dung (chuyên đề)", "Đối tượng", "Mốc thời gian kiểm tra", "Thời gian tiến hành",
    "Phương thức", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thành viên chỉ đạo", "Ghi chú",
)  # fmt: skip
_ONE = 1


@dataclass(frozen=True)
class Line:
    """A line as the table has it, and as it is to arrive.

    Attributes:
        cells: texts of the row, the number left out.
        kept: values of the line.
    """

    cells: tuple[str, ...]
    kept: dict[str, Any]


def _work(place: int) -> tuple[str, tuple[Any, Any, Any]]:
    """A time of the work as offices write it in turn."""
    quarter = place % 4 + 1
    roman = ("I", "II", "III", "IV")[quarter - 1]
    month = place % 10 + 1
    day = PartialDate
    forms = (
        (f"Quý {roman}/2021", (quarter, None, None)),
        (f"Quý {roman}", (quarter, None, None)),
        (
            f"Tháng {month} - {month + 2}/2021",
            (None, day(f"2021-{month:02}"), day(f"2021-{month + 2:02}")),
        ),
        ("Từ 15/5 đến 30/6/2021", (None, day("2021-05-15"), day("2021-06-30"))),
        (f"Quý {roman}\nnăm 2021", (quarter, None, None)),
    )
    return forms[place % len(forms)]


def _subjects(place: int) -> tuple[tuple[str, ...], str, dict[str, Any]]:
    """Names of subjects, what the cell says more, and what that becomes."""
    first, second = _COMMUNES[place % 17], _COMMUNES[(place * 5 + 3) % 17]
    one, other = f"Đảng uỷ xã {first}", f"Đảng uỷ xã {second}"
    if place % 5 == 0 and one != other:
        return (one, other), "", {}
    if place % 7 == 0:
        return (
            (),
            "03 đảng viên thuộc diện Ban Thường vụ quản lý",
            {
                "unnamed_members": 3,
                "subject_note": "03 đảng viên thuộc diện Ban Thường vụ quản lý",
            },
        )
    if place % 11 == 0:
        return (), "02 tổ chức đảng", {"unnamed_organizations": 2}
    return (one,), "", {}


def line(place: int, kind: str) -> Line:
    """The line at a place, from 1."""
    names, more, unnamed = _subjects(place)
    written, (quarter, start, end) = _work(place)
    content = f"Việc lãnh đạo, chỉ đạo thực hiện nghị quyết số {place:02}"
    if place % 4 == 0:
        content += "\nvà quy chế làm việc; “đoàn kết nội bộ”"
    lead = _LEADS[(place - 1) // 3 % 4]
    chief = _CHIEFS[(place - 1) // 4 % 3]
    support = ("Ban Dân vận Huyện uỷ", "Thanh tra huyện") if place % 3 == 0 else ()
    period = ("2019", "2020") if place % 2 else ("2019-01-01", "2020-12-31")
    subjects = "\n".join((*(f"- {name}" for name in names), more)).strip()
    return Line(
        (
            content,
            subjects if len(names) > 1 else subjects.removeprefix("- "),
            "2019 - 2020" if place % 2 else "Từ 01/01/2019 đến 31/12/2020",
            written,
            "Trực tiếp" if place % 2 else "Gián tiếp",
            lead,
            "; ".join(support),
            f"Đ/c {chief}",
            f"Ghi chú {place}" if place % 6 == 0 else "",
        ),
        {
            "task_kind": kind,
            "content": content,
            "subjects": names,
            "unnamed_organizations": 0,
            "unnamed_members": 0,
            "subject_note": "",
            "period": tuple(map(PartialDate, period)),
            "quarter": quarter,
            "work_from": start,
            "work_to": end,
            "method": "DIRECT" if place % 2 else "INDIRECT",
            "lead": lead,
            "support": support,
            "directing_member": chief,
            "team_leader": None,
            "note": f"Ghi chú {place}" if place % 6 == 0 else "",
            "year": 2021,
            **unnamed,
        },
    )


def rows() -> list[str | Line]:
    """Titles of parts and the forty lines, in order."""
    found: list[str | Line] = []
    place = 0
    for title, kind, count in _PARTS:
        found.append(title)
        for _time in range(count):
            place += 1
            found.append(line(place, kind))
    return found


def lines() -> list[Line]:
    """The forty lines."""
    return [one for one in rows() if isinstance(one, Line)]


def kept(item: Any) -> dict[str, Any]:
    """A line of a program in the shape of `Line.kept`."""
    return {
        "task_kind": item.task_kind,
        "content": item.content,
        "subjects": tuple(subject.name for subject in item.subjects),
        "unnamed_organizations": item.unnamed_organizations,
        "unnamed_members": item.unnamed_members,
        "subject_note": item.subject_note,
        "period": (item.period_from, item.period_to),
        "quarter": item.quarter,
        "work_from": item.work_from,
        "work_to": item.work_to,
        "method": item.method,
        "lead": item.lead.name if item.lead else None,
        "support": tuple(named.name for named in item.support),
        "directing_member": item.directing_member.name if item.directing_member else None,
        "team_leader": item.team_leader.name if item.team_leader else None,
        "note": item.note,
        "year": item.year,
    }


def _runs(column: int) -> list[tuple[int, int]]:
    """Places among `rows()` of lines below each other with the same text in a column."""
    found: list[list[int]] = []
    before: str | None = None
    for place, one in enumerate(rows()):
        text = one.cells[column] if isinstance(one, Line) else None
        if text is not None and text == before:
            found[-1][1] = place
        elif text is not None:
            found.append([place, place])
        before = text
    return [(first, last) for first, last in found if last > first]


_LEAD, _CHIEF = HEADS.index("Cơ quan chủ trì") - _ONE, HEADS.index("Thành viên chỉ đạo") - _ONE


def sheet(folder: Path) -> Path:
    """The sheet: a title, heads on two rows, titles of parts and whoever leads in merged cells."""
    path = folder / "lines.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, wrap = book.add_worksheet(), book.add_format({"text_wrap": True, "valign": "top"})
        page.merge_range(0, 0, 0, 9, "DANH MỤC CUỘC KIỂM TRA, GIÁM SÁT NĂM 2021", wrap)
        for column, head in enumerate(HEADS):
            if column in (6, 7):
                page.write(2, column, head, wrap)
            else:
                page.merge_range(1, column, 2, column, head, wrap)
        page.merge_range(1, 6, 1, 7, "Phân công", wrap)
        first, number = 3, 0
        merged = {column: _runs(column) for column in (_LEAD, _CHIEF)}
        for place, one in enumerate(rows()):
            if not isinstance(one, Line):
                page.merge_range(first + place, 0, first + place, 9, one, wrap)
                continue
            number += 1
            page.write_number(first + place, 0, number, wrap)
            for column, text in enumerate(one.cells):
                page.write_string(first + place, column + _ONE, text, wrap)
        for column, runs in merged.items():
            for top, bottom in runs:
                text = rows()[top].cells[column]  # type: ignore[union-attr]
                page.merge_range(
                    first + top, column + _ONE, first + bottom, column + _ONE, text, wrap
                )
    return path


def word(folder: Path) -> Path:
    """The Word table: lines with several subjects take a row each, their other cells merged."""
    document = Document()
    document.add_paragraph("DANH MỤC CUỘC KIỂM TRA, GIÁM SÁT NĂM 2021")
    table = document.add_table(0, len(HEADS))
    table.style = "Table Grid"
    for cell, head in zip(table.add_row().cells, HEADS, strict=True):
        cell.text = head
    for cell, number in zip(table.add_row().cells, range(1, 11), strict=True):
        cell.text = f"({number})"
    number = 0
    for one in rows():
        if not isinstance(one, Line):
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = one
            continue
        number += 1
        names = one.cells[1].split("\n")
        made = [table.add_row().cells for _name in names]
        for column, text in enumerate((str(number), *one.cells)):
            if column == 2:
                for cells, name in zip(made, names, strict=True):
                    cells[column].text = name
            else:
                made[0][column].merge(made[-1][column]).text = text
    path = folder / "lines.docx"
    document.save(str(path))
    return path


def html(file: Path, folder: Path) -> str:
    """What LibreOffice makes of a file for the clipboard."""
    kind = "html:HTML (StarCalc)" if file.suffix == ".xlsx" else "html:HTML (StarWriter)"
    return office(file, kind, folder).read_text("utf-8")
