"""`ktgs programs`: drafts, their lines, issue, and progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

SUBJECT = "Đảng uỷ xã Bàn Đạt"


def _draft(ktgs: Terminal, year: str = "2021") -> str:
    made: str = ktgs.json("programs", "new", "--body", "HU", "--year", year)["id"]
    return made


def test_a_program_has_several_names(ktgs: Terminal) -> None:
    draft = _draft(ktgs)
    term = ktgs.json("programs", "new", "--body", "HU", "--term-program")
    assert (term["kind"], term["year"]) == ("TERM", 2020)
    assert ktgs.json("programs", "show", "HU/2021")["id"] == draft
    assert ktgs.json("programs", "show", "HU/2020-2025")["id"] == term["id"]
    ktgs("programs", "show", "HU/2024", code=1)
    assert [one["kind"] for one in ktgs.json("programs", "list", "--limit", "1")] == ["ANNUAL"]


def test_what_cannot_begin_is_refused(ktgs: Terminal) -> None:
    _draft(ktgs)
    ktgs("programs", "new", "--body", "HU", "--year", "2021", code=1)
    ktgs("programs", "new", "--body", "HU", "--year", "2031", code=1)
    ktgs("programs", "new", "--body", "HU", code=2)
    assert "UBKTHU" in ktgs("programs", "new", "--body", "XX", "--year", "2021", code=1).err


def test_title_and_text_of_a_draft_are_edited(ktgs: Terminal) -> None:
    _draft(ktgs)
    usual = ktgs("programs", "text", "HU/2021").out
    assert ktgs.json("programs", "text", "HU/2021")["text"] == usual
    file = ktgs.write("text.md", usual + "\n\nThêm một câu.\n")
    changed = ktgs.json("programs", "edit", "HU/2021", "--title", "kiểm tra", "--text-file", file)
    assert changed["title"] == "kiểm tra"
    assert "Thêm một câu." in ktgs("programs", "text", "HU/2021").out
    ktgs("programs", "edit", "HU/2021", "--text-file", file, "--usual-text", code=2)
    ktgs("programs", "edit", "HU/2021", "--usual-text")
    assert ktgs("programs", "text", "HU/2021").out == usual
    ktgs("programs", "edit", "HU/2021", code=2)


def test_a_draft_goes_with_its_lines(ktgs: Terminal) -> None:
    _draft(ktgs)
    a_line(ktgs)
    ktgs("programs", "void", "HU/2021", "--reason", "nhầm")
    assert ktgs.json("programs", "list") == []
    assert ktgs.json("programs", "lines") == []


# Lines ----------------------------------------------------------------------------------------


def test_a_line_has_everything_its_form_has(ktgs: Terminal) -> None:
    _draft(ktgs)
    person = ktgs.json("members", "add", "--name", "Trần Thị Thí Dụ", "--position", "Bí thư")["id"]
    line = a_line(
        ktgs, organizations="2", members="3", subject_note="chọn sau", period="2019-2020",
        work="15/5-30/6", lead="UBKT Huyện uỷ", support="Ban Tổ chức Huyện uỷ", directing=person,
        leader="Lê Văn Ví Dụ", method="DIRECT", note="ghi chú",
    )  # fmt: skip
    found = ktgs.json("programs", "show-line", line)
    assert (found["work_from"], found["work_to"]) == ("2021-05-15", "2021-06-30")
    assert (found["unnamed_organizations"], found["unnamed_members"], found["total"]) == (2, 3, 6)
    assert found["subjects"][0]["kind"] == "TCD"
    assert found["directing_member"] == {"name": "Trần Thị Thí Dụ", "id": person}
    assert found["team_leader"]["id"] is None
    assert found["due_on"] == "2021-06-30"


def test_lines_are_edited_together(ktgs: Terminal) -> None:
    _draft(ktgs)
    first, second = a_line(ktgs), a_line(ktgs, content="Khác")
    saved = ktgs.json("programs", "edit-line", first, second, "--work", "q3", "--lead", "")
    assert {(one["quarter"], one["lead"]) for one in saved} == {(3, None)}
    assert [one["content"] for one in saved] == ["Lãnh đạo thực hiện nghị quyết", "Khác"]
    key = saved[0]["subjects"][0]["key"]
    again = ktgs.json(
        "programs", "edit-line", first, "--subject", SUBJECT, "--new-member", "Nguyễn Văn Mẫu",
        "--kind", "SUPERVISION_THEMATIC",
    )  # fmt: skip
    assert [one["kind"] for one in again["subjects"]] == ["TCD", "DV"]
    assert again["subjects"][0]["key"] == key
    ktgs("programs", "edit-line", first, code=2)
    ktgs("programs", "edit-line", "x", "--note", "y", code=2)


def test_a_subject_outside_the_register_is_said_to_be_so(ktgs: Terminal) -> None:
    _draft(ktgs)
    line = a_line(ktgs)
    for name in ("khong co to chuc nay", "Nguyễn Văn Mẫu"):
        refused = ktgs("programs", "edit-line", line, "--subject", name, code=1)
        assert name in refused.err
        assert "--new-organization" in refused.err
    (one,) = ktgs.json("programs", "show-line", line)["subjects"]
    assert one["name"] == SUBJECT
    words = ("--new-organization", "Hội Mẫu", "--new-member", "mẫu")
    found = ktgs.json("programs", "edit-line", line, *words)["subjects"]
    assert [(part["kind"], part["name"], part["id"]) for part in found] == [
        ("TCD", "Hội Mẫu", None), ("DV", "mẫu", None),
    ]  # fmt: skip
    again = ktgs.json("programs", "edit-line", line, *words[:2], "--subject", SUBJECT)["subjects"]
    assert [part["name"] for part in again] == [SUBJECT, "Hội Mẫu"]
    assert again[1]["key"] == found[0]["key"]
    kept = ktgs.json("programs", "edit-line", line, "--subject", "Hội Mẫu")["subjects"]
    assert kept == [again[1]]


def test_a_member_of_the_register_is_a_subject_by_name(ktgs: Terminal) -> None:
    _draft(ktgs)
    person = ktgs.json("members", "add", "--name", "Trần Thị Thí Dụ", "--position", "Bí thư")["id"]
    line = a_line(ktgs, subject="trần thị thí dụ")
    (one,) = ktgs.json("programs", "show-line", line)["subjects"]
    assert (one["kind"], one["name"], one["id"], one["position"]) == (
        "DV", "Trần Thị Thí Dụ", person, "Bí thư",
    )  # fmt: skip


def test_lines_are_copied_moved_and_deleted(ktgs: Terminal) -> None:
    _draft(ktgs)
    first, second = a_line(ktgs), a_line(ktgs, content="Khác")
    copy = ktgs.json("programs", "duplicate-line", first)["id"]
    assert ktgs.json("programs", "move-line", copy, "-2")["seq"] == 1
    assert ktgs.json("programs", "move-line", copy, "9")["seq"] == 3
    assert [row["id"] for row in ktgs.json("programs", "lines")] == [first, second, copy]
    ktgs("programs", "void-line", first, copy, "--reason", "nhầm")
    assert [row["id"] for row in ktgs.json("programs", "lines")] == [second]


def test_lines_are_found_by_what_they_are(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    (row,) = ktgs.json("programs", "lines", "HU/2021", "--state", "OVERDUE")
    assert (row["quarter"], row["state"], row["task_kind"]) == (1, "OVERDUE", "INSPECTION_PROGRAM")
    for words in (
        ("--quarter", "1"), ("--year", "2021"), ("--part", "A"), ("--search", "nghi quyet"),
        ("--kind", "INSPECTION_PROGRAM"), ("--sort", "due", "--descending"),
    ):  # fmt: skip
        assert [one["id"] for one in ktgs.json("programs", "lines", *words)] == [row["id"]], words
    for words in (("--quarter", "2"), ("--year", "2022"), ("--part", "B"), ("--state", "DONE")):
        assert ktgs.json("programs", "lines", *words) == [], words


def test_a_line_carries_out_one_of_the_term(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--term-program")
    _draft(ktgs)
    above = a_line(ktgs, "HU/2020-2025", year="2021")
    below = a_line(ktgs, term_item=above)
    assert [row["id"] for row in ktgs.json("programs", "lines", "--term-item", above)] == [below]
    assert ktgs.json("programs", "edit-line", below, "--term-item", "")["term_item"] is None
    typed = a_line(ktgs, "HU/2020-2025", work="q2/2023")
    assert ktgs.json("programs", "show-line", typed)["year"] == 2023


# Issue and progress ---------------------------------------------------------------------------


def test_an_issued_program_is_locked(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    line = ktgs.json("programs", "lines")[0]["id"]
    for words in (
        ("edit", symbol, "--title", "x"), ("void", symbol, "--reason", "x"),
        ("edit-line", line, "--note", "x"), ("void-line", line, "--reason", "x"),
        ("duplicate-line", line), ("move-line", line, "1"),
        ("issue", symbol, "--date", "2021-01-05", "--signer", "A"),
    ):  # fmt: skip
        assert symbol in ktgs("programs", *words, code=1).err, words


def test_the_issue_takes_the_usual_signer(ktgs: Terminal) -> None:
    ktgs("bodies", "edit", "HU", "--signer", "A;BÍ THƯ;T/M", "--signer", "B;PHÓ BÍ THƯ;K/T")
    _draft(ktgs)
    ktgs("programs", "issue", "HU/2021", "--date", "2021-01-05", code=1)
    a_line(ktgs)
    ktgs("programs", "issue", "HU/2021", "--date", "2031-01-05", "--signer", "B", code=1)
    odd = ktgs("programs", "issue", "HU/2021", "--date", "2019-01-05", "--signer", "B", code=1)
    assert "05/01/2019" in odd.err
    assert "2019-01-05" not in odd.err
    tried = ktgs.json(
        "programs", "issue", "HU/2021", "--date", "5/1/2021", "--signer", "B", "--dry-run"
    )
    assert (tried["symbol"], tried["signer"]) == ("01-CTr/HU", "B")
    assert any("without a body in the lead" in note for note in tried["notes"])
    assert ktgs.json("programs", "show", "HU/2021")["state"] == "DRAFT"
    ktgs("programs", "issue", "HU/2021", "--date", "", code=2)
    ktgs("programs", "issue", "HU/2021", "--date", "32/1/2021", code=2)
    issued = ktgs.json(
        "programs", "issue", "HU/2021", "--date", "5/1/2021", "--signer", "B", "--number", "7",
        "--place", "Hương Sơn",
    )  # fmt: skip
    assert (issued["symbol"], issued["place"]) == ("07-CTr/HU", "Hương Sơn")
    assert (issued["signer_position"], issued["authority"]) == ("PHÓ BÍ THƯ", "K/T")


def test_progress_keeps_what_is_not_said(ktgs: Terminal) -> None:
    an_issued_program(ktgs, organizations="2")
    line = ktgs.json("programs", "lines")[0]["id"]
    begun = ktgs.json(
        "programs", "progress", line, "--subject", SUBJECT, "--state", "IN_PROGRESS",
        "--started", "2021-01-10", "--note", "đang làm",
    )  # fmt: skip
    assert begun == {"state": "OVERDUE", "done": 0, "total": 3}
    ktgs("programs", "progress", line, "--subject", SUBJECT, "--state", "DONE")
    (one,) = ktgs.json("programs", "show-line", line)["progress"]
    assert (one["started_on"], one["done_on"]) == ("2021-01-10", "2021-07-06")
    assert one["note"] == "đang làm"
    some = ktgs.json("programs", "progress", line, "--count", "1", "--state", "IN_PROGRESS")
    assert some["done"] == 2
    assert ktgs.json("programs", "progress", line, "--unnamed", "--state", "DONE")["done"] == 3
    back = ktgs.json("programs", "progress", line, "--state", "NOT_STARTED")
    assert back["done"] == 0


def test_progress_that_cannot_be_is_refused(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    line = ktgs.json("programs", "lines")[0]["id"]
    words = ("programs", "progress", line, "--state", "DONE")
    assert SUBJECT in ktgs(*words, "--subject", "Ai đó", code=1).err
    ktgs(*words, "--done", "2021-12-01", code=1)
    ktgs(*words, "--count", "4", code=1)
    ktgs("programs", "progress", line, code=2)
    assert ktgs.json("programs", "show-line", line)["progress"] == []


def test_progress_of_a_draft_is_refused(ktgs: Terminal) -> None:
    _draft(ktgs)
    line = a_line(ktgs)
    ktgs("programs", "progress", line, "--state", "DONE", code=1, says="program_not_issued")
    assert ktgs.json("programs", "show-line", line)["progress"] == []


def test_a_draft_is_printed_and_marked(ktgs: Terminal) -> None:
    _draft(ktgs)
    a_line(ktgs)
    for name, begin in (("a.pdf", b"%PDF"), ("a.docx", b"PK")):
        ktgs("programs", "print", "HU/2021", ktgs.folder / name)
        assert (ktgs.folder / name).read_bytes().startswith(begin)
    ktgs("programs", "print", "HU/2021", ktgs.folder / "a.txt", code=2)
    ktgs("programs", "print", "HU/2021", ktgs.folder / "no" / "a.pdf", code=4)


def test_a_stranger_does_not_sign_with_anothers_position(ktgs: Terminal) -> None:
    ktgs("bodies", "edit", "HU", "--signer", "Nguyễn Văn Mẫu;BÍ THƯ;T/M BAN THƯỜNG VỤ")
    _draft(ktgs)
    a_line(ktgs)
    issue = ("programs", "issue", "HU/2021", "--date", "2021-01-05", "--signer")
    assert "Nguyễn Văn Mẫu" in ktgs(*issue, "Lê Thị Khác", code=1).err
    assert ktgs.json("programs", "list")[0]["state"] == "DRAFT"
    tried = ktgs.json(*issue, "nguyễn văn mẫu", "--dry-run")
    assert (tried["position"], tried["authority"]) == ("BÍ THƯ", "T/M BAN THƯỜNG VỤ")
    other = ktgs.json(*issue, "Lê Thị Khác", "--position", "PHÓ BÍ THƯ", "--dry-run")
    assert (other["signer"], other["position"]) == ("Lê Thị Khác", "PHÓ BÍ THƯ")
