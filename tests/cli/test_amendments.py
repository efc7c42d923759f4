"""`ktgs programs amend`, versions of a day, naming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.paper_text import in_word, pdf_text
from tests.helpers.terminal import a_line

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

AMEND = ("programs", "amend")
SIGNED = ("--signer", "Nguyễn Văn Mẫu")


def _issued(ktgs: Terminal, *contents: str, **options: str) -> list[str]:
    """A program of 2021 with lines, issued; the ids of its lines."""
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    made = [a_line(ktgs, content=content, **options) for content in contents]
    ktgs("programs", "issue", "HU/2021", "--date", "2021-01-05", *SIGNED)
    return made


def _amended(ktgs: Terminal) -> list[str]:
    """A program with one line kept and one of each change, decided on 1 April."""
    lines = _issued(ktgs, "Giữ nguyên", "Sửa", "Rút", "Lùi", "Lùi sang năm")
    _kept, changed, dropped, later, beyond = lines
    ktgs(*AMEND, "begin", "HU/2021", "--reason", "chỉ đạo của cấp trên")
    new = ("--kind", "INSPECTION_PROGRAM", "--content", "Bổ sung", "--work", "q3")
    added = ktgs.json(*AMEND, "add", "HU/2021", *new, "--why", "việc mới")["item"]
    ktgs(*AMEND, "change", changed, "--content", "Sửa rồi")
    ktgs(*AMEND, "drop", dropped, "--why", "trùng")
    ktgs(*AMEND, "postpone", later, "--work", "q4")
    ktgs(*AMEND, "postpone", beyond, "--to-year", "2022")
    ktgs(*AMEND, "issue", "HU/2021", "--date", "1/4", *SIGNED)
    return [*lines, added]


def _in_force(ktgs: Terminal, *when: str) -> list[str]:
    shown = ktgs.json("programs", "show", "HU/2021", *when)["items"]
    return [line["content"] for line in shown if line.get("in_force", True)]


def test_a_program_is_amended_and_every_day_can_be_shown(ktgs: Terminal) -> None:
    _amended(ktgs)
    original = ["Giữ nguyên", "Sửa", "Rút", "Lùi", "Lùi sang năm"]
    assert _in_force(ktgs, "--original") == original
    assert _in_force(ktgs, "--on", "31/3") == original
    assert _in_force(ktgs, "--on", "1/4") == ["Giữ nguyên", "Sửa rồi", "Lùi", "Bổ sung"]
    states = {one["content"]: one["status"] for one in ktgs.json(
        "programs", "show", "HU/2021")["items"]}  # fmt: skip
    assert states == {
        "Giữ nguyên": "ACTIVE",
        "Sửa rồi": "CHANGED",
        "Rút": "DROPPED",
        "Lùi": "POSTPONED",
        "Lùi sang năm": "POSTPONED",
        "Bổ sung": "ADDED",
    }
    ktgs("programs", "show", "HU/2021", "--on", "1/4", "--original", code=2)
    assert ktgs.json("check")["sound"]


def test_amendments_are_listed_and_shown(ktgs: Terminal) -> None:
    _amended(ktgs)
    (one,) = ktgs.json(*AMEND, "list", "HU/2021")
    assert (one["state"], one["number"], one["decided_on"], one["changes"]) == (
        "ISSUED",
        "01-QĐ/HU",
        "2021-04-01",
        5,
    )
    shown = ktgs.json(*AMEND, "show", "HU/2021", "--number", 1)
    assert [(c["action"], c["fields"], c["reason"]) for c in shown["changes"]] == [
        ("ADDED", [], "việc mới"),
        ("CHANGED", ["content"], ""),
        ("DROPPED", [], "trùng"),
        ("POSTPONED", ["quarter"], ""),
        ("POSTPONED", ["postponed_to"], ""),
    ]
    assert shown["changes"][3]["before"] == {"quarter": 1}
    assert shown["changes"][3]["after"] == {"quarter": 4}
    ktgs(*AMEND, "show", "HU/2021", "--number", 2, code=1, says="amendment_unknown")


def test_two_days_are_compared(ktgs: Terminal) -> None:
    _amended(ktgs)
    rows = ktgs.json("programs", "compare", "HU/2021")
    assert [(row["difference"], row["content"], row["fields"]) for row in rows] == [
        ("CHANGED", "Sửa rồi", ["content"]),
        ("GONE", "Rút", []),
        ("CHANGED", "Lùi", ["quarter"]),
        ("GONE", "Lùi sang năm", []),
        ("NEW", "Bổ sung", []),
    ]
    assert ktgs.json("programs", "compare", "HU/2021", "--from", "1/4", "--to", "1/7") == []


def test_a_draft_is_edited_and_given_up(ktgs: Terminal) -> None:
    first, second = _issued(ktgs, "Một", "Hai")
    ktgs(*AMEND, "drop", first, code=1, says="amendment_none")
    ktgs(*AMEND, "begin", "HU/2021")
    ktgs(*AMEND, "begin", "HU/2021", code=1, says="amendment_open")
    edited = ktgs.json(*AMEND, "edit", "HU/2021", "--title", "điều chỉnh", "--reason", "cần")
    assert (edited["title"], edited["reason"]) == ("điều chỉnh", "cần")
    ktgs(*AMEND, "issue", "HU/2021", "--date", "1/4", *SIGNED, code=1, says="amendment_empty")
    new = ("--kind", "INSPECTION_PROGRAM", "--content", "Mới", "--why", "vì mới")
    added = ktgs.json(*AMEND, "add", "HU/2021", *new)["item"]
    again = ktgs.json(*AMEND, "change", added, "--work", "q3")
    assert (again["action"], again["content"], again["reason"]) == ("ADDED", "Mới", "vì mới")
    ktgs(*AMEND, "drop", first)
    ktgs(*AMEND, "take-out", first)
    ktgs(*AMEND, "take-out", first, code=1, says="record_gone")
    ktgs(*AMEND, "postpone", second, code=2)
    shown = ktgs.json(*AMEND, "issue", "HU/2021", "--date", "1/4", *SIGNED, "--dry-run")
    assert shown["symbol"] == "01-QĐ/HU"
    assert ktgs.json(*AMEND, "show", "HU/2021")["state"] == "DRAFT"
    ktgs(*AMEND, "void", "HU/2021", "--reason", "thôi")
    assert ktgs.json(*AMEND, "list", "HU/2021") == []
    assert _in_force(ktgs) == ["Một", "Hai"]


def test_papers_of_the_amendment_and_of_a_day(ktgs: Terminal) -> None:
    _amended(ktgs)
    pdf, word = ktgs.folder / "a.pdf", ktgs.folder / "a.docx"
    ktgs(*AMEND, "print", "HU/2021", pdf)
    text = pdf_text(pdf.read_bytes())
    for words in ("Số 01-QĐ/HU", "QUYẾT ĐỊNH", "A. BỔ SUNG", "Sửa rồi", "Lùi sang năm 2022"):
        assert words in text, words
    assert "DỰ THẢO" not in text
    ktgs(*AMEND, "print", "HU/2021", word)
    assert in_word(word.read_bytes(), "Rút khỏi Chương trình")
    ktgs(*AMEND, "print", "HU/2021", "a.txt", code=2)
    ktgs("programs", "print", "HU/2021", pdf)
    issued = pdf_text(pdf.read_bytes())
    assert "Sửa rồi" not in issued
    assert "Rút" in issued
    ktgs("programs", "print", "HU/2021", pdf, "--on", "1/7")
    text = pdf_text(pdf.read_bytes())
    assert "bản hợp nhất đến ngày 01/07/2021" in text
    assert "Sửa rồi" in text
    assert "Nguyễn Văn Mẫu" not in text  # nobody signed it


def test_subjects_are_named_later(ktgs: Terminal) -> None:
    (line,) = _issued(ktgs, "Giám sát", subject="", organizations="2")
    named = ktgs.json("programs", "name-subjects", line, "--subject", "Đảng uỷ xã Bàn Đạt")
    assert [one["name"] for one in named["subjects"]] == ["Đảng uỷ xã Bàn Đạt"]
    assert named["unnamed_organizations"] == 1
    many = ("--new-organization", "Chi bộ A", "--new-organization", "Chi bộ B")
    ktgs("programs", "name-subjects", line, *many, code=1, says="naming_too_many", limit=1)
    ktgs("programs", "name-subjects", line, code=1, says="subject_missing")
    early = ("--subject", "Đảng uỷ xã Nga My", "--on", "5/1")
    ktgs("programs", "name-subjects", line, *early, code=1, says="amendment_before_another")


def test_a_program_may_forbid_to_name_subjects_later(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    line = a_line(ktgs, subject="", organizations="2")
    assert ktgs.json("programs", "edit", "HU/2021", "--names-now")["names_later"] is False
    assert ktgs.json("programs", "edit", "HU/2021", "--title", "khác")["names_later"] is False
    ktgs("programs", "issue", "HU/2021", "--date", "2021-01-05", *SIGNED)
    words = ("programs", "name-subjects", line, "--subject", "Đảng uỷ xã Bàn Đạt")
    ktgs(*words, code=1, says="naming_not_allowed")
