"""Lists narrowed to several values of their columns at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

SIGNED = ("--date", "2021-03-01", "--abstract", "x", "--signer")


def column(rows: list[dict[str, Any]], name: str) -> list[Any]:
    return sorted(row[name] for row in rows)


@pytest.fixture
def lines(ktgs: Terminal) -> Terminal:
    """A draft with lines of three kinds and quarters and two bodies in the lead."""
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    for content, kind, quarter, lead in (
        ("a", "INSPECTION_PROGRAM", "q1", "UBKT Huyện uỷ"),
        ("b", "INSPECTION_FINANCE", "q2", "Ban Tổ chức Huyện uỷ"),
        ("c", "SUPERVISION_THEMATIC", "q2", "UBKT Huyện uỷ"),
        ("d", "INSPECTION_PROGRAM", "q4", "ubkt huyện ủy"),
    ):
        a_line(ktgs, kind=kind, content=content, work=quarter, lead=lead)
    return ktgs


def test_lines_have_one_of_the_values_of_every_option(lines: Terminal) -> None:
    def found(*options: str) -> list[Any]:
        return column(lines.json("programs", "lines", *options), "content")

    assert found("--quarter", "1", "--quarter", "4") == ["a", "d"]
    assert found("--kind", "INSPECTION_PROGRAM", "--kind", "INSPECTION_FINANCE") == ["a", "b", "d"]
    assert found("--lead", "UBKT HUYỆN ỦY") == ["a", "c", "d"]
    assert found("--lead", "UBKT Huyện uỷ", "--quarter", "2", "--kind", "SUPERVISION_THEMATIC") == [
        "c"
    ]
    assert found("--state", "OVERDUE", "--state", "DONE") == []
    assert found("--state", "NOT_STARTED", "--year", "2021") == ["a", "b", "c", "d"]
    assert found("--lead", "Không có") == []
    whole = lines.json("programs", "lines")
    assert lines.json("programs", "lines", "--quarter", "1")[0] in whole, "--json is as before"
    lines("programs", "lines", "--quarter", "5", code=2, says="whole number from 1 to 4")


def test_a_sheet_has_the_rows_the_options_leave(lines: Terminal) -> None:
    sheet = lines.folder / "muc.xlsx"
    told = lines.json("programs", "lines", "--quarter", "2", "--xlsx", str(sheet))
    assert told["rows"] == 2
    cells = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    assert {row[3] for row in cells[-2:]} == {"b", "c"}


def test_programs_are_narrowed(ktgs: Terminal) -> None:
    for year in ("2021", "2022"):
        ktgs("programs", "new", "--body", "HU", "--year", year)
    ktgs("programs", "new", "--body", "UBKTHU", "--year", "2021")

    def found(*options: str) -> list[tuple[int, str]]:
        rows = ktgs.json("programs", "list", *options)
        return sorted((row["year"], row["body"]) for row in rows)

    whole = found()
    assert len(whole) == 3
    assert found("--year", "2021", "--year", "2022") == whole
    assert len(found("--year", "2021")) == 2
    assert len(found("--year", "2021", "--body", "HU", "--state", "DRAFT")) == 1
    assert found("--state", "ISSUED", "--state", "CLOSED") == found("--kind", "TERM") == []


def test_papers_and_their_numbers_are_narrowed(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    series = ("--body", "HU", "--type", "QĐ")
    for signer in ("Trần Văn Ký;BÍ THƯ;", "Lê Thị Mẫu;PHÓ BÍ THƯ;"):
        ktgs("papers", "register", *series, *SIGNED, signer)
    ktgs("papers", "reserve", *series, "--reason", "chờ ký")

    def found(command: str, *options: str) -> list[Any]:
        return column(ktgs.json("papers", command, *options), "symbol")

    assert found("list", "--signer", "trần văn ký", "--signer", "LÊ THỊ MẪU") == [
        "01-QĐ/HU",
        "02-QĐ/HU",
    ]
    assert found("list", "--type", "QĐ", "--state", "RESERVED") == ["03-QĐ/HU"]
    assert found("list", "--state", "UNSIGNED", "--year", "2020") == []
    assert found("list", "--body", "HU", "--year", "2021") == found("list")
    assert found("list", "--signer", "Không Ai") == []
    assert found("series", "--state", "RESERVED", "--state", "MISSING") == ["03-QĐ/HU"]
    assert found("series", "--signer", "Trần Văn Ký", "--year", "2021") == ["01-QĐ/HU"]
    assert set(found("series", "--type", "QĐ", "--type", "CTr")) == set(found("list"))


def test_incoming_papers_and_other_bodies_plans_are_narrowed(ktgs: Terminal) -> None:
    for sender, assignee in (("Tỉnh uỷ", "Mẫu"), ("tỉnh ủy", ""), ("Văn phòng", "Mẫu")):
        given = ("--sender", sender, "--abstract", "x", "--assignee", assignee)
        ktgs("incoming", "add", *given)

    def incoming(*options: str) -> list[Any]:
        return column(ktgs.json("incoming", "list", *options), "sender")

    assert incoming("--sender", "TỈNH ỦY") == ["Tỉnh uỷ", "tỉnh ủy"]
    assert incoming("--assignee", "Mẫu", "--sender", "Tỉnh uỷ") == ["Tỉnh uỷ"]
    assert len(incoming("--state", "OPEN", "--state", "FILED", "--year", "2021")) == 3
    assert incoming("--year", "2020") == []
    for body, actor, work in (
        ("Thanh tra huyện", "INSPECTORATE", "q1"),
        ("Kiểm toán khu vực X", "AUDIT", "15/5-30/8"),
    ):
        words = ("outside", "add", "--year", "2021", "--body", body, "--actor", actor)
        ktgs(*words, "--work", work, "--new-organization", "Trường Mẫu")

    def outside(*options: str) -> list[Any]:
        return column(ktgs.json("outside", "list", *options), "body")

    assert outside("--quarter", "3") == ["Kiểm toán khu vực X"], "it works in two quarters"
    assert len(outside("--actor", "AUDIT", "--actor", "INSPECTORATE")) == 2
    assert outside("--body", "THANH TRA HUYỆN", "--year", "2021") == ["Thanh tra huyện"]
    assert outside("--quarter", "4") == outside("--year", "2022") == []


def test_the_registers_and_coverage_are_narrowed(ktgs: Terminal) -> None:
    def organizations(*options: str) -> list[Any]:
        return column(ktgs.json("organizations", "list", "--limit", "0", *options), "name")

    one, two = organizations("--level", "CB"), organizations("--level", "CS")
    assert organizations("--level", "CB", "--level", "CS") == sorted(one + two)
    above = "Đảng bộ huyện Phú Bình"
    below = organizations("--parent", above)
    assert below
    assert set(organizations("--parent", above, "--level", "CS")) == {*below} & {*two}
    for name, post in (("Trần Thị Thí Dụ", "Bí thư"), ("Lê Văn Ví Dụ", "Đảng viên")):
        ktgs("members", "add", "--name", name, "--position", post, "--organization", above)
    assert len(ktgs.json("members", "list", "--position", "bí thư", "--position", "Đảng viên")) == 2
    assert ktgs.json("members", "list", "--position", "bí thư", "--organization", below[0]) == []
    an_issued_program(ktgs)

    def covered(*options: str) -> set[str]:
        words = ("programs", "coverage", "--limit", "0")
        return {row["name"] for row in ktgs.json(*words, *options)}

    whole, planned = covered(), covered("--in", "2021=PLANNED")
    assert planned
    assert covered("--in", "2021=NEVER") == whole - planned
    assert covered("--in", "2021=PLANNED", "--in", "2021=NEVER") == whole, "a year's states are OR"
    assert covered("--in", "2021=PLANNED", "--in", "2022=PLANNED") == set(), "years are AND"
    assert covered("--times", "0", "--times", "1") == whole
    ktgs("programs", "coverage", "--in", "2031=NEVER", code=2, says="is no year of the term")
    ktgs("programs", "coverage", "--in", "2021=GONE", code=2, says="write it as “2023=NEVER”")


def test_the_history_is_narrowed(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", "Trần Thị Thí Dụ")
    ktgs("members", "add", "--name", "Lê Văn Ví Dụ")
    whole = ktgs.json("history")
    added = ktgs.json("history", "--operation", "party member added")
    assert [row["subject"] for row in added] == ["Lê Văn Ví Dụ", "Trần Thị Thí Dụ"]
    assert ktgs.json("history", "--operation", "add_member", "--limit", "1") == added[:1]
    assert ktgs.json("history", "--by", "nguyễn văn mẫu") == whole
    assert ktgs.json("history", "--by", "Không Ai") == []
    record = ktgs.json("members", "list")[0]["id"]
    ktgs("history", "--record", record, "--by", "x", code=2, says="--by and --operation")
