"""`ktgs regulations cite`, `citations`, `check-text`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal


def test_citations_are_made_and_checked_from_a_terminal(ktgs: Terminal) -> None:
    made = ktgs("regulations", "cite", "22-QĐ/TW", "--part", "5.2.a", "--json").json
    words = made["citation"]
    assert words == "điểm a khoản 2 Điều 5 Quy định số 22-QĐ/TW, ngày 28/7/2021"

    file = ktgs.folder / "to-trinh.txt"
    file.write_text(f"Căn cứ {words} và Quy định số 102-QĐ/TW;", encoding="utf-8")
    check = ("regulations", "check-text", file, "--json")
    before = ktgs(*check, "--on", "2022-01-05").json
    assert [(one["regulation"], one["fault"]) for one in before] == [
        ("22-QĐ/TW", ""),
        ("102-QĐ/TW", ""),
    ]
    after = ktgs(*check, "--on", "2025-06-10").json
    assert [one["instead"] for one in after] == [
        ["296-QĐ/TW (30/05/2025)"],
        ["69-QĐ/TW (06/07/2022)"],
    ]
    assert after[1]["sentence"] == (
        "“Quy định số 102-QĐ/TW” was no longer in force on 10/06/2025. "
        "Cite 69-QĐ/TW (06/07/2022) instead."
    )
    assert ktgs("regulations", "citations", "--all", "--json").json == []
