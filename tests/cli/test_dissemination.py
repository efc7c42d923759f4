"""`ktgs regulations dissemination`: from the plan to the report that names who is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document as WordDocument
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.terminal import Terminal

GROUP = ("regulations", "dissemination")
PLAN = "Quán triệt Quy định 30"


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        pages = PdfDocument(path.read_bytes())
        text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    elif path.suffix == ".docx":
        word = WordDocument(str(path))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(one.text for one in word.paragraphs), *cells])
    else:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        text = "\n".join(str(cell) for row in sheet.to_python() for cell in row)
    return " ".join(text.split())


def test_a_plan_is_made_followed_and_reported(ktgs: Terminal) -> None:
    made = ktgs.json(*GROUP, "plan", PLAN, "--regulation", "30-QĐ/TW", "--from", "2021-06-01",
                     "--to", "2021-06-30", "--unit", "Đảng bộ xã Nga My",
                     "--unit", "Đảng bộ xã Úc Kỳ", "--unit", "Đảng bộ xã Bàn Đạt")  # fmt: skip
    assert [one["name"] for one in made["regulations"]] == ["30-QĐ/TW (26/07/2016)"]
    (row,) = ktgs.json(*GROUP, "list")
    assert (row["state"], row["reached"], row["targets"]) == ("LATE", 0, 3)
    table = ktgs.write("den.csv", "Đơn vị;Triệu tập;Tham dự;Cấp uỷ viên\nNga My;12;11;5\n")
    session = ktgs.json(*GROUP, "session", "add", PLAN, "--date", "2021-06-15", "--video",
                        "--site", "Điểm cầu xã Nga My;Hội trường;6", "--table", table,
                        "--attendance", "Đảng uỷ xã Úc Kỳ=4/4/4/2",
                        "--reporter", "Nguyễn Văn Mẫu")  # fmt: skip
    assert [one["unit"]["name"] for one in session["attendance"]] == [
        "Đảng bộ xã Úc Kỳ",
        "Đảng bộ xã Nga My",
    ]
    assert session["remarks"] == []
    shown = ktgs.json(*GROUP, "show", PLAN)
    assert [one["organization"] for one in shown["missing"]] == ["Đảng bộ xã Bàn Đạt"]
    assert (shown["percent"], shown["attended"], shown["sessions"][0]["sites"]) == (66, 15, 1)
    (still,) = ktgs.json(*GROUP, "missing")
    assert (still["organization"], still["state"]) == ("Đảng bộ xã Bàn Đạt", "LATE")
    assert ktgs.json(*GROUP, "missing", "--unit", "Đảng bộ xã Nga My") == []
    assert len(ktgs.json(*GROUP, "missing", "--reached", "--year", "2021")) == 2
    for ending in (".pdf", ".docx", ".xlsx"):
        file = ktgs.folder / f"bao-cao{ending}"
        ktgs(*GROUP, "report", file)
        text = words_of(file)
        for expected in ("Đảng bộ xã Nga My", "15/06/2021", "Quá hạn 30/06/2021", "30-QĐ/TW"):
            assert expected in text, (ending, expected)
    assert "2/3 tổ chức đảng, đạt 66%" in words_of(ktgs.folder / "bao-cao.pdf").replace(
        "02/03", "2/3"
    )


def test_what_cannot_be_is_refused_and_nothing_is_written(ktgs: Terminal) -> None:
    ktgs(
        *GROUP, "plan", PLAN, "--regulation", "30-QĐ/TW", code=1, says="dissemination_unit_missing"
    )
    ktgs(*GROUP, "plan", PLAN, "--regulation", "9999-QĐ/TW", "--all-below", code=1,
         says="“9999-QĐ/TW” is not in the list of regulations")  # fmt: skip
    plan = ktgs.json(*GROUP, "plan", PLAN, "--regulation", "30-QĐ/TW", "--direct")
    add = (*GROUP, "session", "add", plan["id"])
    ktgs(*add, "--attendance", "Nga My=3/4", code=1, says="session_attended_exceeds", number=4)
    ktgs(*add, "--attendance", "Xã lạ=3/4", code=1, says="dissemination_name_unknown")
    ktgs(*add, "--attendance", "Nga My", code=2, says="“Nga My” says nobody came")
    ktgs(*add, "--video", "--attendance", "Nga My=3/3", code=1, says="session_sites_missing")
    ktgs(*GROUP, "report", ktgs.folder / "bao-cao.odt", code=2, says="write a name that ends in")
    ktgs(*GROUP, "show", "không có", code=1, says="No plan is “không có”")
    assert ktgs.json(*GROUP, "show", plan["id"])["sessions"] == []
    ktgs(*GROUP, "edit", PLAN, "--title", "Đợt một", "--to", "2021-12-31")
    ktgs(*GROUP, "void", "Đợt một", "--reason", "nhập nhầm")
    last = ktgs.json("history", "--limit", "1")[0]["id"]
    ktgs("undo", "--operation", last)
    assert [one["title"] for one in ktgs.json(*GROUP, "list", "--search", "dot mot")] == ["Đợt một"]
