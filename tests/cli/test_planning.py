"""`ktgs programs coverage`, `programs propose` and `ktgs outside`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook

from tests.helpers.paper_text import pdf_pages
from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

COMMUNE = "Đảng bộ xã Bàn Đạt"


def _first_line(ktgs: Terminal) -> str:
    (one,) = ktgs.json("programs", "lines", "HU/2021")
    line: str = one["id"]
    return line


def test_coverage_tells_what_became_of_each_year(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    everybody = ktgs.json("programs", "coverage")
    never = ktgs.json("programs", "coverage", "--never")
    assert len(never) == len(everybody)
    (one,) = (row for row in everybody if row["name"] == COMMUNE)
    assert one["years"]["2021"]["planned"] == 1
    ktgs("programs", "progress", _first_line(ktgs), "--state", "DONE", "--done", "2021-03-04")
    (one,) = ktgs.json("programs", "coverage", "--search", "ban dat")
    assert (one["times"], one["never"], one["last_inspected"]) == (1, False, "2021-03-04")
    assert one["years"]["2021"] == {
        "year": 2021, "inspected": 1, "supervised": 0, "planned": 0, "drafted": 0,
    }  # fmt: skip
    left = ktgs.json("programs", "coverage", "--never")
    assert COMMUNE not in [row["name"] for row in left]
    assert len(left) == len(everybody) - 1


def test_coverage_goes_into_a_sheet_with_a_column_for_each_year(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    file = ktgs.folder / "do phu.xlsx"
    written = ktgs.json("programs", "coverage", "--xlsx", file)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if "2021" in row)  # below the title
    assert [head for head in heads if head.isdecimal()] == [str(y) for y in range(2020, 2026)]
    (commune,) = (row for row in rows if row[0] == COMMUNE)
    assert commune[heads.index("2021")] == ">"
    assert written["rows"] == len(rows) - rows.index(heads) - 1


def test_proposals_are_accepted_one_by_one_or_as_suggested(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    found = ktgs.json("programs", "propose", "2022")
    assert [one["code"] for one in found][:2] == ["NOT_BEGUN", "NEVER"]
    assert found[0]["source"] == _first_line(ktgs)
    other = found[3]["source"]
    made = ktgs.json("programs", "propose", "2022", "--accept", "all", "--accept", other)
    assert made["added"] == 2
    lines = ktgs.json("programs", "lines", "HU/2022")
    assert [line["content"] for line in lines] == [found[0]["content"], found[3]["content"]]
    operation = ktgs.json("history")[0]
    assert operation["operation"] == "Proposed lines accepted"
    ktgs("undo", "--operation", operation["id"])
    assert [one["year"] for one in ktgs.json("programs", "list")] == [2021]


def test_a_proposal_that_is_none_is_refused(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    none = "is the source of no proposal"
    for text in ("nobody", "00000000-0000-4000-8000-000000000000"):
        ktgs("programs", "propose", "2022", "--accept", text, code=1, says=none)
    ktgs("programs", "propose", "2021", code=1, says="program_issued")
    ktgs("programs", "propose", "2030", code=1, says="year_outside_term", year=2030)


def test_an_outside_line_is_added_edited_listed_and_voided(ktgs: Terminal) -> None:
    words = ("outside", "add", "--year", "2021", "--body", "Thanh tra huyện", "--work", "q1")
    made = ktgs.json(*words, "--new-organization", "UBND xã Bàn Đạt")
    assert (made["actor"], made["quarter"]) == ("INSPECTORATE", 1)
    ktgs(*words, code=1, says="subject_missing")
    edited = ktgs.json("outside", "edit", made["id"], "--work", "15/5-30/6", "--content", "Đất")
    assert (edited["quarter"], edited["work_from"], edited["content"]) == (
        None, "2021-05-15", "Đất",
    )  # fmt: skip
    (listed,) = ktgs.json("outside", "list", "--year", "2021")
    assert (listed["subjects"], listed["due_on"]) == ("UBND xã Bàn Đạt", "2021-06-30")
    assert ktgs.json("outside", "list", "--actor", "AUDIT") == []
    ktgs("outside", "void", made["id"], "--reason", "nhập nhầm")
    assert ktgs.json("outside", "list") == []


def test_a_table_of_outside_lines_is_pasted_whole_or_not_at_all(ktgs: Terminal) -> None:
    good = "Cơ quan\tĐối tượng\tThời gian\nThanh tra huyện\tUBND xã Bàn Đạt\tQuý I\n"
    bad = good + "Thanh tra huyện\tUBND xã Úc Kỳ\tquý 9\n"
    file = ktgs.write("bang.txt", bad)
    words = ("outside", "paste", file, "--year", "2021")
    refused = ktgs(*words, "--json", code=1, says="rows_refused", count=1)
    assert [fault["code"] for fault in refused.json["faults"]] == ["quarter_bad"]
    assert ktgs.json("outside", "list") == []
    assert ktgs.json(*words, "--leave-out-refused", "--dry-run")["added"] == 0
    assert ktgs.json(*words, "--leave-out-refused")["added"] == 1
    assert ktgs.json("outside", "paste", ktgs.write("b.txt", good), "--year", "2021") == {
        "new": 0, "existing": 1, "added": 0, "lines": [], "faults": [],
        "encoding": "unicode", "converted": 0, "sure": True,
    }  # fmt: skip


def test_an_issue_is_tried_and_tells_whom_it_meets(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    a_line(ktgs)
    ktgs("outside", "add", "--year", "2021", "--body", "Thanh tra huyện", "--work", "q1",
         "--new-organization", "UBND xã Bàn Đạt")  # fmt: skip
    words = ("programs", "issue", "HU/2021", "--date", "2021-01-05", "--dry-run")
    notes = ktgs.json(*words, "--signer", "Nguyễn Văn Mẫu")["notes"]
    assert [note for note in notes if "Thanh tra huyện: UBND xã Bàn Đạt" in note]


# Views ----------------------------------------------------------------------------------------


def test_the_matrix_goes_to_paper_and_into_a_sheet(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    (row,) = ktgs.json("programs", "matrix", "HU/2021")
    assert (row["name"], row["total"]) == ("Đảng uỷ xã Bàn Đạt", 1)
    assert [one["state"] for one in row["1"]] == ["OVERDUE"]
    assert ktgs.json("programs", "matrix", "HU/2021", "--search", "tan kim") == []
    pdf = ktgs.folder / "ma tran.pdf"
    made = ktgs.json("programs", "matrix", "HU/2021", "--pdf", pdf)
    (page,) = pdf_pages(pdf.read_bytes())
    assert made["pages"] == 1
    assert "1 Đảng uỷ xã Bàn Đạt ! 1" in page
    assert "Ký hiệu: ✓ hoàn thành" in page
    sheet = ktgs.folder / "ma tran.xlsx"
    ktgs.json("programs", "matrix", "HU/2021", "--xlsx", sheet)
    *_title, heads, cells = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert heads[1:5] == [f"Quarter {number}" for number in ("I", "II", "III", "IV")]
    assert cells == ["Đảng uỷ xã Bàn Đạt", "!", "", "", "", "1"]
    both = ("--pdf", pdf, "--xlsx", sheet)
    ktgs("programs", "matrix", "HU/2021", *both, code=2, says="Choose --pdf or --xlsx.")


def test_the_calendar_goes_to_paper_and_into_a_sheet(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    (line,) = ktgs.json("programs", "calendar", "HU/2021")
    assert (line["due_on"], line["subjects"]) == ("2021-03-31", "Đảng uỷ xã Bàn Đạt")
    pdf = ktgs.folder / "lich.pdf"
    assert ktgs.json("programs", "calendar", "HU/2021", "--pdf", pdf)["pages"] == 1
    (page,) = pdf_pages(pdf.read_bytes())
    assert "LỊCH THỰC HIỆN CHƯƠNG TRÌNH KIỂM TRA, GIÁM SÁT" in page
    assert "! 31/03/2021" in page
    sheet = ktgs.folder / "lich.xlsx"
    assert ktgs.json("programs", "calendar", "HU/2021", "--xlsx", sheet)["rows"] == 1
    refused = "--pdf shows the whole program; it goes without --month and --xlsx."
    ktgs("programs", "calendar", "HU/2021", "--pdf", pdf, "--month", "3", code=2, says=refused)


def test_codes_stand_at_the_foot_of_annexes_once_they_are_switched_on(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    program = ktgs.json("programs", "show", "HU/2021")["id"]
    paper, calendar = ktgs.folder / "ct.pdf", ktgs.folder / "lich.pdf"

    def pages() -> tuple[list[str], list[str]]:
        ktgs("programs", "print", "HU/2021", paper)
        ktgs("programs", "calendar", "HU/2021", "--pdf", calendar)
        return pdf_pages(paper.read_bytes()), pdf_pages(calendar.read_bytes())

    code = f"Mã {program[-8:].upper()} · số liệu đến lần ghi"
    plain, _view = pages()
    assert not any("lần ghi" in page for made in pages() for page in made)
    ktgs("settings", "edit", "--annex-codes", "on")
    coded, view = pages()
    letter = [page for page in coded if "STT" not in page]
    annex = [page for page in coded if "STT" in page]
    assert letter == [page for page in plain if "STT" not in page]
    assert annex
    assert all(code in page for page in (*annex, *view))
    assert not any("lần ghi" in page for page in letter)
    ktgs("settings", "edit", "--annex-codes", "off")
    assert pages()[0] == plain
