"""`ktgs programs paste-items` and `fill-lines`, `ktgs phrases`: what a script sees of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import line_tables
from tests.helpers.terminal import a_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.terminal import Terminal

TABLE = (
    "STT\tNội dung\tĐối tượng\tQuý\n"
    "B. GIÁM SÁT\t\t\t\n"
    "1\tQuản lý đất đai\tĐảng uỷ xã Bàn Đạt\tII\n"
    "2\tĐoàn kết\tĐảng uỷ xã Không Có\tkhi có\n"
)


@pytest.fixture
def program(ktgs: Terminal) -> str:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    return "HU/2021"


def contents(ktgs: Terminal) -> list[str]:
    return [line["content"] for line in ktgs.json("programs", "lines", "HU/2021")]


def test_a_table_is_judged_refused_and_added_without_its_faults(
    ktgs: Terminal, program: str
) -> None:
    file = ktgs.write("lines.txt", TABLE)
    said = ktgs("programs", "paste-items", program, file, "--json", code=1, says="rows_refused")
    (fault,) = said.json["faults"]
    assert (fault["row"], fault["column"], fault["code"]) == (4, "work", "work_not_understood")
    assert contents(ktgs) == []
    dry = ktgs.json("programs", "paste-items", program, file, "--leave-out-refused", "--dry-run")
    assert (dry["new"], dry["added"]) == (1, 0)
    done = ktgs.json("programs", "paste-items", program, file, "--leave-out-refused")
    assert (done["new"], done["added"], done["unregistered"]) == (1, 1, [])
    assert done["items"][0]["task_kind"] == "SUPERVISION_THEMATIC"
    assert contents(ktgs) == ["Quản lý đất đai"]
    again = ktgs.json("programs", "paste-items", program, file, "--leave-out-refused")
    assert (again["existing"], again["added"]) == (1, 0)
    (latest, *_earlier) = ktgs.json("history")
    ktgs("undo", "--operation", latest["id"])
    assert contents(ktgs) == []


def test_columns_can_be_said_and_a_table_piped(
    ktgs: Terminal, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x\tMột\nx\tHai\n"))
    done = ktgs.json(
        "programs", "paste-items", program, "-", "--column", "content=2", "--kind",
        "INSPECTION_FINANCE",
    )  # fmt: skip
    assert [one["task_kind"] for one in done["items"]] == ["INSPECTION_FINANCE"] * 2
    assert contents(ktgs) == ["Một", "Hai"]
    file = ktgs.write("lines.csv", "Đối tượng\nChi bộ A\n")
    ktgs("programs", "paste-items", program, file, code=1, says="column_missing")
    ktgs("programs", "paste-items", program, file, "--column", "title=1", code=2, says="title=1")


@pytest.mark.parametrize("make", [line_tables.sheet, line_tables.word])
def test_forty_lines_of_a_file_of_excel_and_word(
    ktgs: Terminal, program: str, tmp_path: Path, make: Any
) -> None:
    done = ktgs.json("programs", "paste-items", program, make(tmp_path))
    assert (done["new"], done["added"], done["faults"]) == (40, 40, [])
    assert len(contents(ktgs)) == 40


def test_values_go_down_into_lines(ktgs: Terminal, program: str) -> None:
    first = a_line(ktgs, program, work="q3", note="gấp")
    others = [a_line(ktgs, program, content=name) for name in ("Hai", "Ba")]
    fields = ("--field", "work", "--field", "note")
    done = ktgs.json("programs", "fill-lines", first, *others, *fields)
    assert sorted(done["changed"]) == sorted(others)
    for one in others:
        shown = ktgs.json("programs", "show-line", one)
        assert (shown["quarter"], shown["note"]) == (3, "gấp")
    again = ktgs.json("programs", "fill-lines", first, *others, *fields)
    assert again["changed"] == []
    ktgs("programs", "fill-lines", first, *others, "--field", "content", code=2)


def test_phrases_are_kept_found_changed_and_voided(ktgs: Terminal) -> None:
    made = ktgs.json("phrases", "add", "Việc quản lý đất đai")
    assert made["field"] == "CONTENT"
    ktgs("phrases", "add", "Theo đề nghị", "--field", "note")
    ktgs("phrases", "add", "VIỆC QUẢN LÝ ĐẤT ĐAI", code=1, says="phrase_exists")
    assert [one["text"] for one in ktgs.json("phrases", "list", "dat", "dai")] == [made["text"]]
    assert len(ktgs.json("phrases", "list")) == 2
    ktgs("phrases", "edit", made["id"], "Việc quản lý rừng")
    assert [one["text"] for one in ktgs.json("phrases", "list", "--field", "content")] == [
        "Việc quản lý rừng"
    ]
    ktgs("phrases", "void", made["id"], "--reason", "không dùng")
    assert [one["field"] for one in ktgs.json("phrases", "list")] == ["NOTE"]
    ktgs("phrases", "void", made["id"], "--reason", "lại", code=1, says="record_gone")
