"""`ktgs regulations`: lists, a day, one text, its family, a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.paper_text import a_pdf

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal


def test_the_library_is_read_from_a_terminal(ktgs: Terminal) -> None:
    every = ktgs("regulations", "list", "--limit", 0, "--on", "2026-11-23", "--json").json
    assert len(every) == 96
    assert every[0]["number"] == "212-QĐ/TW"
    narrowed = ("regulations", "list", "--on", "2025-06-01", "--status", "IN_FORCE", "--json")
    found = ktgs(*narrowed, "--issuer", "ban chấp hành trung ương", "--year", 2025).json
    assert {one["number"] for one in found} == {"294-QĐ/TW", "296-QĐ/TW"}
    standing = ktgs("regulations", "in-force", "--on", "2026-03-01", "--limit", 0, "--json").json
    states = {one["number"]: one["status"] for one in standing}
    assert states["294-QĐ/TW"] == "UNCERTAIN"
    assert states["296-QĐ/TW"] == "IN_FORCE"
    assert "20-QĐ/TW" not in states

    shown = ktgs("regulations", "show", "294-QĐ/TW", "--on", "2026-03-01", "--json").json
    assert (shown["status"], shown["reason"]) == ("UNCERTAIN", "REPLACER_UNKNOWN")
    assert shown["by"] == "20-QĐ/TW (2026)"
    assert [one["number"] for one in shown["in_line"]] == ["294-QĐ/TW (26/05/2025)"]
    ktgs("regulations", "show", "22-QD/TW", "--part", "5.2", code=1)
    ktgs("regulations", "show", "999-QĐ/TW", code=1)

    edges = ktgs("regulations", "family", "69 - qđ/tw", "--json").json
    assert {"264-QĐ/TW (14/02/2025)", "212-QĐ/TW (17/08/2026)"} <= {one["later"] for one in edges}
    assert [one["in_list"] for one in edges if one["earlier"] == "181-QĐ/TW (2013)"] == [False]

    hits = ktgs("regulations", "search", "nhung dieu dang vien", "--json").json
    numbers = {one["number"] for one in hits}
    assert numbers == {"47-QĐ/TW", "37-QĐ/TW", "207-QĐ/TW", "02-HD/UBKTTW"}
    first = hits[0]
    marked = [first["text"][start:end] for start, end in first["marks"]]
    assert marked[:4] == ["những", "điều", "đảng", "viên"]
    assert ktgs("regulations", "search", "những điếu", "--json").json == []


def test_what_an_office_puts_into_the_library(ktgs: Terminal) -> None:
    facts = ("--title", "Quy chế phối hợp với Thanh tra", "--kind", "COORDINATION")
    days = ("--issued", "3/2021", "--from", "1/3/2021", "--review", "1/3/2022")
    made = ktgs(
        "regulations", "add", "--number", "05-QC/UBKTHU", *facts, *days,
        "--partner", "Thanh tra huyện", "--implements", "22-qđ/tw", "--amends", "9-QC/UBKTHU",
        "--json",
    ).json  # fmt: skip
    assert (made["issued"], made["effective_from"], made["review_on"]) == (
        "2021-03", "2021-03-01", "2022-03-01",
    )  # fmt: skip
    related = {one["kind"]: one["target"] is None for one in made["relations"]}
    assert related == {"IMPLEMENTS": False, "AMENDS": True}
    ktgs("regulations", "add", "--number", "1-QC/HU", code=2)
    ktgs("regulations", "edit", "22-QĐ/TW", "--title", "Khác", says="regulation_of_list", code=1)
    edited = ktgs("regulations", "edit", "05-QC/UBKTHU", "--to", "2025", "--issued", "", "--json")
    assert (edited.json["issued"], edited.json["effective_to"]) == (None, "2025")
    assert len(edited.json["relations"]) == 2

    file = ktgs.folder / "loi.txt"
    file.write_text("Điều 1. Phạm vi\n1. Trao đổi thông tin hằng quý.\n", "utf-8")
    kept = ktgs("regulations", "words", "05-QC/UBKTHU", file, "--json").json
    assert kept["parts"] == ["1", "1.1"]
    shown = ktgs("regulations", "show", "05-QC/UBKTHU", "--part", "1.1", "--json").json
    assert [one["text"] for one in shown["articles"]] == ["Trao đổi thông tin hằng quý."]
    ktgs("regulations", "show", "05-QC/UBKTHU", "--part", "9", code=1)

    ktgs("regulations", "note", "22-QĐ/TW", "--text", "Đã phổ biến", "--review", "1/1/2022")
    scan = ktgs.folder / "QĐ 22.pdf"
    scan.write_bytes(a_pdf("Thoi hieu ky luat"))
    ktgs("regulations", "attach", "22-QĐ/TW", scan)
    shown = ktgs("regulations", "show", "22-QĐ/TW", "--json").json
    assert (shown["own_note"], shown["files"]) == ("Đã phổ biến", ["QĐ 22.pdf"])
    (hit,) = ktgs("regulations", "search", "thoi hieu", "--json").json
    assert (hit["place"], hit["part"], hit["path"]) == ("FILE", "QĐ 22.pdf", "1")
    written = ktgs.folder / "ra.pdf"
    ktgs("regulations", "file", "22-QĐ/TW", written, "--name", "QĐ 22.pdf")
    assert written.read_bytes() == scan.read_bytes()
    ktgs("regulations", "detach", "22-QĐ/TW", "QĐ 22.pdf")
    assert ktgs("regulations", "show", "22-QĐ/TW", "--json").json["files"] == []
    ktgs("regulations", "void", "05-QC/UBKTHU", "--reason", "nhầm")
    ktgs("regulations", "show", "05-QC/UBKTHU", code=1)
