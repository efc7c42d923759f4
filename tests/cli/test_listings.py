"""Every list: as JSON, as a table for people, as an Excel sheet, short or whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from python_calamine import CalamineWorkbook

from tests.helpers.terminal import an_issued_program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.terminal import Terminal

SHEETS = {
    "organizations list": ("Party organisations", "Name"),
    "members list": ("Party members", "Full name"),
    "programs list": ("Programs", "Year"),
    "programs lines": ("Lines of programs", "Year"),
    "papers list": ("Register of papers", "Number, symbol"),
    "history": ("History", "Time"),
}
LISTS = (
    *SHEETS, "bodies list", "users list", "trust show", "copies", "search ban", "codes levels",
    "units phu binh",
)  # fmt: skip
OBJECTS = ("office", "office show", "overview", "bodies show HU", "settings show", "check")


@pytest.fixture
def office(ktgs: Terminal) -> Terminal:
    """An office with one of everything."""
    ktgs("members", "add", "--name", "Trần Thị Thí Dụ", "--birth", "1980")
    an_issued_program(ktgs)
    return ktgs


def _cells(path: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("words", LISTS)
def test_a_list_is_rows_of_one_shape(office: Terminal, words: str) -> None:
    rows = office.json(*words.split())
    assert isinstance(rows, list)
    assert len({tuple(row) for row in rows}) <= 1
    lines = office(*words.split()).out.splitlines()
    assert len(lines) == (len(rows) + 1 if rows else 0)
    if rows:
        assert lines[0].split()[0] == next(iter(rows[0]))


@pytest.mark.parametrize("words", OBJECTS)
def test_an_object_is_shown_by_its_values(office: Terminal, words: str) -> None:
    found = office.json(*words.split())
    assert isinstance(found, dict)
    shown = office(*words.split()).out
    assert all(f"{name}:" in shown for name in found)


@pytest.mark.parametrize("words", SHEETS)
def test_a_list_becomes_a_sheet(office: Terminal, words: str) -> None:
    title, head = SHEETS[words]
    path = office.folder / "list.xlsx"
    done = office.json(*words.split(), "--xlsx", path)
    rows = office.json(*words.split(), "--limit", "1000")
    assert done == {"file": str(path), "rows": len(rows)}
    cells = _cells(path)
    assert cells[0][0] == title
    (place,) = (at for at, row in enumerate(cells) if row[0] == head)
    assert len(cells) == place + 1 + len(rows)


def test_a_sheet_speaks_the_language_of_its_reader(
    office: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.folder / "list.xlsx"
    for language, kind, day in (
        ("vi", "Kiểm tra theo chương trình (chuyên đề)", "31/03/2021"),
        ("en", "Inspection by program", "31/03/2021"),
    ):
        monkeypatch.setenv("KTGS_LANGUAGE", language)
        office("programs", "lines", "--xlsx", path)
        assert {kind, day} <= set(_cells(path)[-1])


def test_a_long_list_says_that_it_goes_on(office: Terminal) -> None:
    office("organizations", "import", "--district", "172")
    short = office("organizations", "list", "--limit", "3", "--json")
    assert (len(short.json), short.err) == (3, "")
    path = office.folder / "list.xlsx"
    whole = office.json("organizations", "list", "--limit", "0")
    assert office.json("organizations", "list", "--xlsx", path)["rows"] == len(whole)
    assert office.json("organizations", "list", "--xlsx", path, "--limit", "2")["rows"] == 2
    says = "--limit: type a whole number from 0 to"
    office("organizations", "list", "--limit", "-1", code=2, says=says)


def test_what_is_left_off_is_said(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    from ktgs_desktop.cli import lists  # to make a short list long

    monkeypatch.setattr(lists, "_SHOWN", 5)
    said = office("organizations", "list", "--json")
    assert len(said.json) == 5
    assert "--limit 0" in said.err
    monkeypatch.setattr(lists, "_SHOWN", 1)
    office("programs", "new", "--body", "HU", "--year", "2022")
    said = office("programs", "list", "--json")
    assert len(said.json) == 1
    assert "--limit 0" in said.err
    assert office("programs", "list", "--limit", "1").err == ""
    assert len(office("programs", "list", "--limit", "0", "--json").json) > 1


def test_a_sheet_that_cannot_be_written_is_said(office: Terminal) -> None:
    nowhere = office.folder / "no" / "a.xlsx"
    office("members", "list", "--xlsx", nowhere, code=4, says="folder_missing", path=nowhere)
    says = f"--xlsx: {office.folder} is a folder, no file."
    office("members", "list", "--xlsx", office.folder, code=2, says=says)


def test_no_cell_of_a_sheet_is_a_formula(office: Terminal) -> None:
    """A name that begins like a formula stays text."""
    office("members", "add", "--name", "=1+1")
    path = office.folder / "list.xlsx"
    office("members", "list", "--xlsx", path)
    assert "=1+1" in [row[0] for row in _cells(path)]


def test_wide_cells_are_cut_in_tables_only(office: Terminal) -> None:
    long = "Chi bộ " + "rất dài " * 20
    office("organizations", "add", "--name", long)
    assert "…" in office("organizations", "list", "--search", "rat dai").out
    assert office.json("organizations", "list", "--search", "rat dai")[0]["name"] == long.strip()
