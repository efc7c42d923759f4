"""Time of a 10,000-row annex against typst on the same rows, columns, fonts and page.

Run from the top of the project: `python -m tests.benchmarks.annex_pdf [ROWS]`.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import typst

from ktgs_desktop.domain.documents import LayoutRule
from ktgs_desktop.papers.layouts import layout_of
from ktgs_desktop.papers.paper import (
    Align,
    Annex,
    AnnexGroup,
    Column,
    Paper,
    Paragraph,
    SignatureBlock,
)
from ktgs_desktop.papers.pdf import write_pdf
from ktgs_desktop.paths import resource

ROWS = 10_000
ROUNDS = 3
GOAL = 0.2

_CONTENTS = (
    (
        "Việc lãnh đạo, chỉ đạo thực hiện công tác quản lý đất đai, đầu tư xây dựng cơ bản và "
        "quản lý tài chính, ngân sách của cấp uỷ, chính quyền địa phương"
    ),
    (
        "Việc thực hiện quy chế làm việc, nguyên tắc tập trung dân chủ, giữ gìn đoàn kết nội "
        "bộ và trách nhiệm nêu gương của cán bộ, đảng viên, nhất là người đứng đầu"
    ),
    "Việc thu, chi, quản lý, sử dụng ngân sách và tài chính đảng; thu, nộp đảng phí",
    "Công tác tuyển sinh, quản lý thu chi đầu năm học và thực hiện quy chế dân chủ ở cơ sở",
)
_PLACES = ("Bảo Lý", "Tân Hoà", "Xuân Phương", "Úc Kỳ", "Kha Sơn", "Điềm Thuỵ", "Nhã Lộng")
_PEOPLE = ("Nguyễn Văn Mẫu", "Trần Thị Thí Dụ", "Lê Văn Ví Dụ")


def columns() -> tuple[Column, ...]:
    """The columns of an annual program's annex."""
    entries = json.loads(resource("papers", "program_columns.json").read_text("utf-8"))["ANNUAL"]
    return tuple(
        Column(entry["title"], entry["width_mm"], Align(entry.get("align", "left")))
        for entry in entries
    )


def rows(count: int) -> list[tuple[str, ...]]:
    """Lines of a program, no two with the same content."""
    made = []
    for place in range(1, count + 1):
        name = _PLACES[place % len(_PLACES)]
        made.append(
            (
                str(place),
                f"{_CONTENTS[place % len(_CONTENTS)]} ({place})",
                "Kiểm tra theo chương trình (chuyên đề)",
                f"- Đảng uỷ xã {name}\n- Đ/c {_PEOPLE[place % 3]}, Bí thư Đảng uỷ xã {name}",
                "01/01/2019 – 31/12/2020",
                f"Quý {('I', 'II', 'III', 'IV')[place % 4]}/2021",
                "Trực tiếp",
                "Uỷ ban Kiểm tra Huyện uỷ",
                "Ban Tổ chức Huyện uỷ",
                _PEOPLE[(place + 1) % 3],
                "",
            )
        )
    return made


def ours(lines: list[tuple[str, ...]]) -> bytes:
    """The annex by the program's own writer."""
    annex = Annex("DANH MỤC", "(Kèm theo Chương trình)", columns(), (AnnexGroup("", tuple(lines)),))
    paper = Paper(
        layout=LayoutRule.HD36,
        header_above="ĐẢNG BỘ TỈNH THÁI NGUYÊN",
        header_own="HUYỆN UỶ PHÚ BÌNH",
        symbol_text="Số 02-CTr/HU",
        place="Phú Bình",
        issued_on=date(2021, 1, 5),
        year=2021,
        type_name="CHƯƠNG TRÌNH",
        abstract="kiểm tra, giám sát năm 2021",
        blocks=(Paragraph("Danh mục tại Phụ lục."),),
        signature=SignatureBlock("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn Mẫu"),
        annex=annex,
    )
    return write_pdf(paper).data


def typst_source() -> str:
    """The same table for typst: same page, font, sizes and column widths."""
    layout = layout_of(LayoutRule.HD36)
    given = columns()
    scale = layout.annex_width_mm / sum(column.width_mm for column in given)
    widths = ", ".join(f"{column.width_mm * scale:.3f}mm" for column in given)
    aligns = ", ".join("center" if column.align == Align.CENTER else "left" for column in given)
    heads = ", ".join(f"strong[{column.title}]" for column in given)
    leading = layout.annex_line_pt - layout.annex_cell_pt
    return f"""
#set page(paper: "a4", flipped: true, numbering: "1", number-align: top + center,
  margin: (top: {layout.annex_top_mm}mm, bottom: {layout.annex_bottom_mm}mm,
    left: {layout.annex_left_mm}mm, right: {layout.annex_right_mm}mm))
#set text(font: "Liberation Serif", size: {layout.annex_cell_pt}pt, lang: "vi",
  hyphenate: false, top-edge: 0.8em, bottom-edge: -0.2em)
#set par(leading: {leading:.2f}pt)
#show table.cell: set block(breakable: false)
#table(columns: ({widths}), align: ({aligns}), inset: (x: 1.5mm, y: 0.8mm), stroke: 0.5pt,
  table.header({heads}), ..json("rows.json").flatten())
"""


def theirs(folder: Path) -> bytes:
    """The table by typst.

    Args:
        folder: holds `table.typ` and `rows.json`.
    """
    made = typst.compile(
        str(folder / "table.typ"),
        root=str(folder),
        font_paths=[str(resource("fonts"))],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)
    return made


def child(side: str, folder: Path) -> None:
    """Build once and print the seconds it took, without the imports.

    Args:
        side: `own` or `typst`.
        folder: holds `table.typ` and `rows.json`.
    """
    lines = [tuple(row) for row in json.loads((folder / "rows.json").read_text("utf-8"))]
    start = time.perf_counter()
    made = ours(lines) if side == "own" else theirs(folder)
    print(time.perf_counter() - start)
    (folder / f"{side}.pdf").write_bytes(made)


def seconds(side: str, folder: Path) -> float:
    """Median time of a few runs, each in a process of its own: typst remembers what it laid out.

    Args:
        side: `own` or `typst`.
        folder: holds `table.typ` and `rows.json`.
    """
    command = [sys.executable, "-m", "tests.benchmarks.annex_pdf", side, str(folder)]
    top = Path(__file__).parents[2]
    times = []
    for _ in range(ROUNDS):
        run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=top)
        times.append(float(run.stdout))
    return statistics.median(times)


def main() -> None:
    """Print both times and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "table.typ").write_text(typst_source(), "utf-8")
        (folder / "rows.json").write_text(json.dumps(rows(count), ensure_ascii=False), "utf-8")
        own, other = seconds("own", folder), seconds("typst", folder)
    print(f"annex of {count} rows: own {own:.2f} s, typst {other:.2f} s (medians of {ROUNDS})")
    print(f"annex_pdf ratio {own / other:.3f} (goal <= {GOAL})")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
