"""`ktgs programs to-word` and `ktgs papers import`: a draft goes out to Word and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.services.printing import Printed
from tests.helpers.terminal import a_line
from tests.helpers.word_edits import Edited

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.terminal import Terminal


@pytest.fixture
def handed(ktgs: Terminal) -> Path:
    """A draft with a line, handed out."""
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    a_line(ktgs)
    file = ktgs.folder / "du thao.docx"
    assert ktgs.json("programs", "to-word", "HU/2021", file)["draft"] == 1
    return file


def _changed(file: Path) -> Path:
    edited = Edited(Printed(file.name, file.read_bytes()))
    edited.cell(0, "note", "ghi trong Word")
    edited.cell(0, "method", "qua thư")
    edited.document.add_paragraph("Ngoài văn bản")
    file.write_bytes(edited.file.data)
    return file


def _note(ktgs: Terminal) -> str:
    (line,) = ktgs.json("programs", "show", "HU/2021")["items"]
    return str(line["note"])


def test_a_dry_run_shows_and_takes_nothing(ktgs: Terminal, handed: Path) -> None:
    found = ktgs.json("papers", "import", _changed(handed), "--dry-run")
    assert found["draft"] is None
    ((row,),) = (found["rows"],)
    assert (row["kind"], row["row"]) == ("CHANGED", 1)
    assert {cell["column"]: cell["new"] for cell in row["cells"]} == {
        "note": "ghi trong Word",
        "method": "qua thư",
    }
    assert [(one["code"], one["row"]) for one in found["remarks"]] == [
        ("word_text_outside", None),
        ("method_unknown", 1),
    ]
    assert "trực tiếp" in found["remarks"][1]["text"]
    assert _note(ktgs) == ""


def test_what_can_be_taken_is_taken_and_undone(ktgs: Terminal, handed: Path) -> None:
    assert ktgs.json("papers", "import", _changed(handed))["draft"] == 2
    assert _note(ktgs) == "ghi trong Word"
    again = ktgs.json("papers", "import", handed)
    assert again["draft"] is None  # all of it is there
    drafts = ktgs.json("programs", "drafts", "HU/2021")
    assert [(one["number"], one["origin"]) for one in drafts] == [
        (1, "HANDED_OUT"),
        (2, "READ_BACK"),
    ]
    kept = ktgs.folder / "kept.docx"
    ktgs("programs", "draft-file", "HU/2021", "2", kept)
    assert kept.read_bytes() == handed.read_bytes()
    ktgs("programs", "draft-file", "HU/2021", "3", kept, code=1, says="no draft 3")
    ktgs("programs", "draft-file", "HU/2021", "2", "x.pdf", code=2, says="ends in .docx")


def test_what_cannot_be_read_is_refused(ktgs: Terminal, handed: Path) -> None:
    text = ktgs.write("x.docx", "no Word file")
    ktgs("papers", "import", text, "--program", "HU/2021", code=1, says="word_unreadable")
    ktgs("papers", "import", ktgs.folder / "none.docx", code=4)
    ktgs("programs", "to-word", "HU/2021", "a.pdf", code=2)
    ktgs("programs", "new", "--body", "HU", "--year", "2022")
    title = "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ"
    words = ("papers", "import", handed, "--program", "HU/2022")
    ktgs(*words, code=1, says="word_other_program", title=title)
