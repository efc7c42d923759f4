"""The main job at a terminal: from an empty disk to a signed program, its history, and safety."""

from __future__ import annotations

import pytest

from tests.conftest import PASSWORD
from tests.helpers.paper_text import pdf_text, recovery_code_of, word_text
from tests.helpers.signing import tampered
from tests.helpers.terminal import CertificateFiles, Terminal, certificate_files

SIGNER = "Nguyễn Văn Mẫu;BÍ THƯ;T/M BAN THƯỜNG VỤ"
SYMBOL = "01-CTr/HU"


@pytest.fixture
def empty(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal without an office."""
    monkeypatch.setenv("KTGS_WORKSPACE", str(ktgs.folder / "new.ktgsdb"))
    return ktgs


def test_from_an_empty_disk_to_a_signed_program(empty: Terminal) -> None:
    files = certificate_files(empty.folder)
    _set_up(empty)
    _plan(empty)
    _print_and_sign(empty, files)
    _check_the_signature(empty, files)
    _record_undo_redo(empty)
    _copy_and_restore(empty)


def _set_up(ktgs: Terminal) -> None:
    sheet = ktgs.folder / "recovery.pdf"
    made = ktgs.json(
        "init", ktgs.folder / "new.ktgsdb", "--unit", "173", "--name", "Nguyễn Văn Mẫu",
        "--recovery-file", sheet,
    )  # fmt: skip
    assert made["office"] == "UBKT Huyện uỷ Phú Bình"
    assert "recovery_code" not in made
    assert "UBKT Huyện uỷ Phú Bình" in pdf_text(sheet.read_bytes())
    first = ktgs.json("organizations", "import", "--district", "172")
    again = ktgs.json("organizations", "import", "--district", "172")
    assert first["new"] > 0
    assert (again["new"], again["kept"]) == (0, first["new"] + first["kept"])
    ktgs("bodies", "edit", "HU", "--signer", SIGNER)


def _plan(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    for name in ("Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Nga My"):
        ktgs(
            "programs", "add-line", "HU/2021", "--kind", "INSPECTION_PROGRAM", "--content",
            "Lãnh đạo thực hiện nghị quyết", "--subject", name, "--work", "q1",
            "--period", "2019-2020", "--lead", "UBKT Huyện uỷ",
        )  # fmt: skip
    assert ktgs.json("programs", "next-number", "HU/2021") == {"number": 1, "symbol": SYMBOL}
    issued = ktgs.json("programs", "issue", "HU/2021", "--date", "05/01/2021")
    assert (issued["symbol"], issued["signer_name"]) == (SYMBOL, "Nguyễn Văn Mẫu")
    assert len(ktgs.json("programs", "show", SYMBOL)["items"]) == 2


def _print_and_sign(ktgs: Terminal, files: CertificateFiles) -> None:
    word, signed = ktgs.folder / "program.docx", ktgs.folder / "signed.pdf"
    assert ktgs.json("programs", "print", "HU/2021", word)["signed"] is False
    assert SYMBOL in word_text(word.read_bytes())
    ktgs("papers", "sign", SYMBOL, "--certificate", files.key, "--pin-file", files.pin)
    assert ktgs.json("papers", "print", SYMBOL, signed)["signed"] is True
    assert ktgs.json("papers", "list")[0]["signed"] is True
    assert ktgs.json("programs", "print", "HU/2021", ktgs.folder / "again.pdf")["signed"] is True


def _check_the_signature(ktgs: Terminal, files: CertificateFiles) -> None:
    """It is unknown until its authority is trusted, and broken as soon as a byte changes."""
    signed, changed = ktgs.folder / "signed.pdf", ktgs.folder / "changed.pdf"
    unknown = ktgs.json("papers", "verify", signed, code=3)
    (found,) = unknown["signatures"]
    assert found["status"] == "UNTRUSTED"
    assert "is not among those this office trusts" in found["text"]
    ktgs("trust", "import", files.authority)
    ktgs("trust", "import", files.revoked)
    assert ktgs.json("papers", "verify", signed)["valid"] is True
    changed.write_bytes(tampered(signed.read_bytes()))
    broken = ktgs.json("papers", "verify", changed, code=3)
    (found,) = broken["signatures"]
    assert (broken["valid"], found["status"]) == (False, "CHANGED")
    assert "The file was changed after Nguyễn Văn Mẫu signed it." in found["text"]


def _record_undo_redo(ktgs: Terminal) -> None:
    line = ktgs.json("programs", "lines", "HU/2021")[0]["id"]
    done = ktgs.json("programs", "progress", line, "--state", "DONE", "--done", "2021-02-01")
    assert done == {"state": "DONE", "done": 1, "total": 1}
    latest = ktgs.json("history")[0]
    assert latest["operation"] == "Progress recorded"
    ktgs("undo", "--operation", latest["id"])
    assert ktgs.json("programs", "show-line", line)["done"] == 0
    ktgs("redo", "--operation", ktgs.json("history")[0]["id"])
    assert ktgs.json("programs", "show-line", line)["done"] == 1


def _copy_and_restore(ktgs: Terminal) -> None:
    assert ktgs.json("check")["sound"] is True
    copy = ktgs.json("backup", ktgs.folder / "stick")
    ktgs("restore", copy["file"])
    assert ktgs.json("check")["sound"] is True
    assert ktgs.json("papers", "print", SYMBOL, ktgs.folder / "after.pdf")["signed"] is True


def test_an_office_is_not_made_over_another(ktgs: Terminal) -> None:
    before = ktgs.file.read_bytes()
    words = ("init", ktgs.file, "--unit", "173", "--name", "Nguyễn Văn Mẫu")
    assert ktgs(*words, code=4, says="file_exists", path=ktgs.file).out == ""
    assert ktgs.file.read_bytes() == before


def test_a_refused_office_leaves_no_recovery_sheet(empty: Terminal) -> None:
    sheet, file = empty.folder / "recovery.pdf", empty.folder / "new.ktgsdb"
    words = ("init", file, "--unit", "000", "--name", "A", "--recovery-file", sheet)
    unknown = {"says": "unit_unknown"}
    empty(*words, code=1, **unknown)
    assert not sheet.exists()
    assert not file.exists()
    sheet.write_bytes(b"of another office")
    empty(*words, code=1, **unknown)
    assert sheet.read_bytes() == b"of another office"


def test_a_sheet_that_cannot_be_written_makes_no_office(empty: Terminal) -> None:
    file, nowhere = empty.folder / "new.ktgsdb", empty.folder / "no" / "where.pdf"
    words = ("init", file, "--unit", "173", "--name", "A", "--recovery-file", nowhere)
    empty(*words, code=4, says="folder_missing", path=nowhere)
    assert not file.exists()


@pytest.mark.parametrize("printed", [False, True])
def test_the_recovery_code_of_a_new_office_opens_it(
    empty: Terminal, monkeypatch: pytest.MonkeyPatch, *, printed: bool
) -> None:
    words = ("init", empty.folder / "new.ktgsdb", "--unit", "173", "--name", "A B")
    if printed:
        sheet = empty.folder / "recovery.pdf"
        assert "recovery_code" not in empty.json(*words, "--recovery-file", sheet)
        code = empty.write("code.txt", recovery_code_of(pdf_text(sheet.read_bytes())))
    else:
        code = empty.write("code.txt", empty.json(*words)["recovery_code"])
    monkeypatch.setenv("KTGS_NEW_PASSWORD", "mat-khau-khac")
    empty("users", "reset-password", "mau", "--code-file", code)
    empty("office", code=1, says="password_wrong")
    monkeypatch.setenv("KTGS_PASSWORD", "mat-khau-khac")
    assert empty.json("office")["office"]["name"] == "UBKT Huyện uỷ Phú Bình"
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
