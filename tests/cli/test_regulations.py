"""`ktgs regulations`: lists, a day, one text, its family, a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
