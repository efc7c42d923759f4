"""`ktgs programs`: drafts, their lines, issue, and progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.paper_text import in_word, pdf_pages, pdf_text, word_text
from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

SUBJECT = "Đảng uỷ xã Bàn Đạt"
NOTHING = "Say with an option what is to change."
DRAFT = "DỰ THẢO"


def _draft(ktgs: Terminal, year: str = "2021") -> str:
    made: str = ktgs.json("programs", "new", "--body", "HU", "--year", year)["id"]
    return made


def test_a_program_has_several_names(ktgs: Terminal) -> None:
    draft = _draft(ktgs)
    term = ktgs.json("programs", "new", "--body", "HU", "--term-program")
    assert (term["kind"], term["year"]) == ("TERM", 2020)
    assert ktgs.json("programs", "show", "HU/2021")["id"] == draft
    assert ktgs.json("programs", "show", "HU/2020-2025")["id"] == term["id"]
    none = "No program is “HU/2024”; write its number, HU/2021 or its id."
    ktgs("programs", "show", "HU/2024", code=1, says=none)
    assert [one["kind"] for one in ktgs.json("programs", "list", "--limit", "1")] == ["ANNUAL"]


def test_a_leap_day_is_of_the_programs_year(ktgs: Terminal) -> None:
    """The tests' own year has none."""
    signed = ("--date", "29/2", "--signer", "Nguyễn Văn Mẫu")
    for year in ("2020", "2021"):
        _draft(ktgs, year)
        a_line(ktgs, f"HU/{year}")
    ktgs("programs", "issue", "HU/2021", *signed, code=1, says="date_impossible")
    ktgs("organizations", "add", "--name", "Chi bộ Mẫu", "--founded", "29/2", code=2)
    assert ktgs.json("programs", "issue", "HU/2020", *signed)["issued_on"] == "2020-02-29"


def test_what_cannot_begin_is_refused(ktgs: Terminal) -> None:
    _draft(ktgs)
    words = ("programs", "new", "--body", "HU")
    title = "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ"
    ktgs(*words, "--year", "2021", code=1, says="program_exists", title=title)
    outside = {"says": "year_outside_term", "year": 2031, "term": "2020-2025"}
    ktgs(*words, "--year", "2031", code=1, **outside)
    ktgs(*words, code=2, says="--year is missing.")
    none = "No issuing body has the symbol “XX”; choose one of HU, UBKTHU."
    ktgs("programs", "new", "--body", "XX", "--year", "2021", code=1, says=none)
    assert len(ktgs.json("programs", "list")) == 1


def test_title_and_text_of_a_draft_are_edited(ktgs: Terminal) -> None:
    _draft(ktgs)
    usual = ktgs("programs", "text", "HU/2021").out
    assert ktgs.json("programs", "text", "HU/2021")["text"] == usual
    file = ktgs.write("text.md", usual + "\n\nThêm một câu.\n")
    changed = ktgs.json("programs", "edit", "HU/2021", "--title", "kiểm tra", "--text-file", file)
    assert changed["title"] == "kiểm tra"
    assert "Thêm một câu." in ktgs("programs", "text", "HU/2021").out
    both = "--text-file and --usual-text exclude each other."
    ktgs("programs", "edit", "HU/2021", "--text-file", file, "--usual-text", code=2, says=both)
    ktgs("programs", "edit", "HU/2021", "--usual-text")
    assert ktgs("programs", "text", "HU/2021").out == usual
    ktgs("programs", "edit", "HU/2021", code=2, says=NOTHING)


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
    ktgs("programs", "edit-line", first, code=2, says=NOTHING)
    ids = "type the identifier that a list shows with --json."
    ktgs("programs", "edit-line", "x", "--note", "y", code=2, says=ids)


def test_a_subject_outside_the_register_is_said_to_be_so(ktgs: Terminal) -> None:
    _draft(ktgs)
    line = a_line(ktgs)
    for name in ("khong co to chuc nay", "Nguyễn Văn Mẫu"):
        none = f"Nothing in the register is called “{name}”."
        refused = ktgs("programs", "edit-line", line, "--subject", name, code=1, says=none)
        assert "is given with --new-organization or --new-member." in refused.err
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
        ktgs("programs", *words, code=1, says="program_issued", number=symbol)


def test_the_issue_takes_the_usual_signer(ktgs: Terminal) -> None:
    ktgs("bodies", "edit", "HU", "--signer", "A;BÍ THƯ;T/M", "--signer", "B;PHÓ BÍ THƯ;K/T")
    _draft(ktgs)
    issue = ("programs", "issue", "HU/2021", "--signer", "B", "--date")
    ktgs(*issue, "2021-01-05", code=1, says="program_empty")
    a_line(ktgs)
    late = {"says": "issue_date_future", "date": "05/01/2031", "today": "06/07/2021"}
    ktgs(*issue, "2031-01-05", code=1, **late)
    span = {"years": 2021, "first": "01/07/2020", "last": "31/12/2021"}
    ktgs(*issue, "2019-01-05", code=1, says="issue_date_odd", date="05/01/2019", **span)
    tried = ktgs.json(
        "programs", "issue", "HU/2021", "--date", "5/1/2021", "--signer", "B", "--dry-run"
    )
    assert (tried["symbol"], tried["signer"]) == ("01-CTr/HU", "B")
    assert any("without a body in the lead" in note for note in tried["notes"])
    assert ktgs.json("programs", "show", "HU/2021")["state"] == "DRAFT"
    ktgs(*issue, "", code=2, says="date_not_understood", text="")
    ktgs(*issue, "32/1/2021", code=2, says="date_impossible", text="32/1/2021")
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
    none = f"The line has no subject “Ai đó”, or more than one; it has: {SUBJECT}."
    ktgs(*words, "--subject", "Ai đó", code=1, says=none)
    ktgs(*words, "--done", "2021-12-01", code=1, says="date_future")
    ktgs(*words, "--count", "4", code=1, says="The line has no subject that is still unnamed.")
    ktgs("programs", "progress", line, code=2, says="--state is missing.")
    assert ktgs.json("programs", "show-line", line)["progress"] == []


def test_progress_of_a_draft_is_refused(ktgs: Terminal) -> None:
    _draft(ktgs)
    line = a_line(ktgs)
    ktgs("programs", "progress", line, "--state", "DONE", code=1, says="program_not_issued")
    assert ktgs.json("programs", "show-line", line)["progress"] == []


def test_a_draft_is_printed_and_marked(ktgs: Terminal) -> None:
    _draft(ktgs)
    a_line(ktgs)
    words = ("programs", "print", "HU/2021")
    endings = "a.txt: write a name that ends in .pdf or .docx."
    ktgs(*words, ktgs.folder / "a.txt", code=2, says=endings)
    none = ktgs.folder / "no" / "a.pdf"
    ktgs(*words, none, code=4, says="folder_missing", path=none)
    pdf, word = ktgs.folder / "a.pdf", ktgs.folder / "a.docx"

    def marks() -> tuple[set[int], int]:
        ktgs(*words, pdf)
        ktgs(*words, word)
        printed, written = pdf.read_bytes(), word.read_bytes()
        for text in (pdf_text(printed), word_text(written)):
            assert "Lãnh đạo thực hiện nghị quyết" in text
        return {page.count(DRAFT) for page in pdf_pages(printed)}, in_word(written, DRAFT)

    assert marks() == ({1}, 3), "on each page; in Word in the letter and in the heads of others"
    ktgs("programs", "issue", "HU/2021", "--date", "2021-01-05", "--signer", "Nguyễn Văn Mẫu")
    assert marks() == ({0}, 0)


def test_a_stranger_does_not_sign_with_anothers_position(ktgs: Terminal) -> None:
    ktgs("bodies", "edit", "HU", "--signer", "Nguyễn Văn Mẫu;BÍ THƯ;T/M BAN THƯỜNG VỤ")
    _draft(ktgs)
    a_line(ktgs)
    issue = ("programs", "issue", "HU/2021", "--date", "2021-01-05", "--signer")
    none = "Lê Thị Khác is no signer of Ban Thường vụ Huyện uỷ; give --position, or choose one of"
    ktgs(*issue, "Lê Thị Khác", code=1, says=f"{none} Nguyễn Văn Mẫu.")
    assert ktgs.json("programs", "list")[0]["state"] == "DRAFT"
    tried = ktgs.json(*issue, "nguyễn văn mẫu", "--dry-run")
    assert (tried["position"], tried["authority"]) == ("BÍ THƯ", "T/M BAN THƯỜNG VỤ")
    other = ktgs.json(*issue, "Lê Thị Khác", "--position", "PHÓ BÍ THƯ", "--dry-run")
    assert (other["signer"], other["position"]) == ("Lê Thị Khác", "PHÓ BÍ THƯ")
