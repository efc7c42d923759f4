"""What columns tables of program lines have, by their heads or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ktgs_desktop.domain.table_import import ColumnMapping, Field, match_headings, repeats_headings
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.domain.written_times import parse_written_period, parse_written_work
from ktgs_desktop.errors import UserError

FIELDS = (
    Field("number", ("STT", "TT", "Số TT", "Số thứ tự", "Thứ tự", "No.", "No", "number")),
    Field(
        "content",
        (
            "Nội dung", "Nội dung (chuyên đề)", "Nội dung, chuyên đề", "Nội dung chuyên đề",
            "Chuyên đề", "Tên chuyên đề", "Nội dung kiểm tra", "Nội dung giám sát",
            "Nội dung kiểm tra, giám sát", "Nội dung cuộc kiểm tra, giám sát", "Tên cuộc",
            "Cuộc kiểm tra, giám sát", "Nội dung công việc", "Nhiệm vụ", "Content",
        ),
        required=True,
    ),
    Field(
        "task_kind",
        (
            "Loại hình", "Loại", "Loại cuộc", "Hình thức kiểm tra, giám sát", "Loại việc",
            "Loại hình kiểm tra, giám sát", "KT/GS", "Kiểm tra/giám sát", "Kiểm tra, giám sát",
            "Kind", "Kind of work",
        ),
    ),
    Field(
        "subjects",
        (
            "Đối tượng", "Đối tượng kiểm tra, giám sát", "Đối tượng kiểm tra",
            "Đối tượng giám sát", "Đối tượng được kiểm tra", "Đối tượng được giám sát",
            "Đối tượng được kiểm tra, giám sát", "Tổ chức đảng được kiểm tra",
            "Tổ chức đảng, đảng viên", "Tổ chức đảng, đảng viên được kiểm tra, giám sát",
            "Tổ chức, cá nhân", "Đơn vị được kiểm tra", "Đơn vị", "Subjects",
        ),
    ),
    Field(
        "period",
        (
            "Mốc thời gian", "Mốc thời gian kiểm tra", "Mốc thời gian giám sát",
            "Mốc thời gian kiểm tra, giám sát", "Mốc kiểm tra", "Niên độ", "Niên độ kiểm tra",
            "Thời kỳ", "Thời kỳ kiểm tra", "Giai đoạn", "Thời gian được kiểm tra",
            "Thời điểm kiểm tra", "Examined period", "Period",
        ),
    ),
    Field(
        "work",
        (
            "Thời gian tiến hành", "Thời gian", "Thời gian thực hiện", "Quý", "Quý thực hiện",
            "Thời gian tiến hành, quý", "Thời gian kiểm tra", "Thời gian giám sát",
            "Thời gian kiểm tra, giám sát", "Thời gian tiến hành kiểm tra, giám sát",
            "Tiến độ", "Tháng", "Thời gian triển khai", "Kỳ thực hiện", "Thời hạn", "Quarter",
            "Work",
        ),
    ),
    Field(
        "method",
        (
            "Phương thức", "Hình thức", "Phương pháp", "Phương thức, hình thức",
            "Phương thức/hình thức", "Cách thức", "Method",
        ),
    ),
    Field(
        "lead",
        (
            "Chủ trì", "Cơ quan chủ trì", "Đơn vị chủ trì", "Cơ quan, đơn vị chủ trì",
            "Cơ quan thực hiện", "Đơn vị thực hiện", "Cơ quan tham mưu", "Chủ thể",
            "Chủ thể tiến hành", "Chủ thể kiểm tra, giám sát", "In the lead", "Lead",
        ),
    ),
    Field(
        "support",
        (
            "Phối hợp", "Cơ quan phối hợp", "Đơn vị phối hợp", "Cơ quan, đơn vị phối hợp",
            "Thành phần phối hợp", "Taking part", "Support",
        ),
    ),
    Field(
        "directing_member",
        (
            "Thành viên chỉ đạo", "Chỉ đạo", "Người chỉ đạo", "Đồng chí chỉ đạo", "Phụ trách",
            "Thành viên chỉ đạo, phụ trách", "Thành viên phụ trách", "Đồng chí phụ trách",
            "Phân công chỉ đạo", "Lãnh đạo phụ trách", "Directing member",
        ),
    ),
    Field("note", ("Ghi chú", "Chú thích", "Ghi chú khác", "Note", "Notes", "Remarks")),
    Field("team_leader", ("Trưởng đoàn", "Đoàn trưởng", "Tổ trưởng", "Team leader")),
    Field("year", ("Năm thực hiện", "Năm", "Năm tiến hành", "Year")),
)  # fmt: skip
"""Fields in the order of the annex, which is the order of a table without heads."""

_PLACED = ("content", "subjects", "lead", "support", "directing_member", "note")
_PROBED, _MOST = 60, 0.6
_QUARTER_LIKE = re.compile(r"quy|q\s*[1-4]|thang|i{1,3}$|iv$|\d[/.]\d|6 thang")
_NUMBER = re.compile(r"\d{1,3}\.?")


def match_columns(
    table: Sequence[Sequence[str]], year: int, is_kind: Callable[[str], bool]
) -> ColumnMapping:
    """Which column is which field, by the heads; without heads by what most cells hold.

    Args:
        table: rows of text.
        year: year of the program, for times without one.
        is_kind: whether a text names a kind of work.
    """
    found = match_headings(table, FIELDS)
    if found.first_row:
        return found
    return ColumnMapping(0, _by_cells(table, year, is_kind))


def is_heading(row: Sequence[str], mapping: ColumnMapping) -> bool:
    """Whether a row below the heads repeats them, as on each page in Word, or counts the columns.

    Args:
        row: the row.
        mapping: which column holds which field.
    """
    return repeats_headings(row, mapping, FIELDS)


def _by_cells(
    table: Sequence[Sequence[str]], year: int, is_kind: Callable[[str], bool]
) -> dict[str, int]:
    """Columns that show by their cells what they are; the others by their place."""
    width = max((len(row) for row in table), default=0)
    rows = [row for row in table[:_PROBED] if len({nfc(cell) for cell in row} - {""}) > 1]
    looks: dict[str, Callable[[str], bool]] = {
        "number": lambda cell: _NUMBER.fullmatch(cell) is not None,
        "work": lambda cell: _is_work(cell, year),
        "period": lambda cell: _is_period(cell, year),
        "task_kind": is_kind,
    }
    columns: dict[str, int] = {}
    for column in range(width):
        cells = [nfc(row[column]) for row in rows if column < len(row) and nfc(row[column])]
        for name, looks_so in looks.items():
            matching = sum(map(looks_so, cells))
            if name not in columns and cells and matching >= _MOST * len(cells):
                columns[name] = column
                break
    left = [column for column in range(width) if column not in columns.values()]
    return columns | dict(zip(_PLACED, left, strict=False))


def _is_work(cell: str, year: int) -> bool:
    if not _QUARTER_LIKE.search(fold(cell)):
        return False
    try:
        return any(part is not None for part in parse_written_work(cell, year))
    except UserError:
        return False


def _is_period(cell: str, year: int) -> bool:
    try:
        return any(part is not None for part in parse_written_period(cell, year))
    except UserError:
        return False
