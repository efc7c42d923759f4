"""`ktgs papers`: the register, printing, files, signing, checking."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ktgs_desktop.trust import training
from tests.helpers.certificates import PIN, a_certificate
from tests.helpers.signing import tampered
from tests.helpers.terminal import a_line, an_issued_program, certificate_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.helpers.terminal import Terminal


def _signed(ktgs: Terminal) -> tuple[str, Path]:
    """A signed paper and where its PDF lies; its authority is trusted."""
    symbol, files = an_issued_program(ktgs), certificate_files(ktgs.folder)
    ktgs("trust", "import", files.authority)
    ktgs("trust", "import", files.revoked)
    ktgs("papers", "sign", symbol, "--certificate", files.key, "--pin-file", files.pin)
    ktgs("papers", "print", symbol, ktgs.folder / "signed.pdf")
    return symbol, ktgs.folder / "signed.pdf"


def test_the_register_is_narrowed(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    for words in (
        (), ("--search", "CTr/HU"), ("--body", "HU"), ("--type", "CTr"), ("--unsigned",),
        ("--sort", "number"), ("--sort", "abstract", "--descending"),
    ):  # fmt: skip
        assert [row["symbol"] for row in ktgs.json("papers", "list", *words)] == [symbol], words
    for words in (("--body", "UBKTHU"), ("--signed",), ("--type", "TB"), ("--search", "zzz")):
        assert ktgs.json("papers", "list", *words) == [], words
    assert ktgs.json("papers", "show", symbol)["symbol"] == symbol


def test_the_latest_papers_come_first(ktgs: Terminal) -> None:
    first = an_issued_program(ktgs)
    ktgs("programs", "new", "--body", "HU", "--year", "2022")
    a_line(ktgs, "HU/2022")
    ktgs("programs", "issue", "HU/2022", "--date", "2021-07-05", "--signer", "A")
    symbols = [row["symbol"] for row in ktgs.json("papers", "list")]
    assert symbols == ["02-CTr/HU", first]
    by_number = ktgs.json("papers", "list", "--sort", "number")
    assert [row["symbol"] for row in by_number] == symbols[::-1]


def test_the_ending_says_what_is_printed(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    for name, begin in (("a.PDF", b"%PDF"), ("a.docx", b"PK")):
        done = ktgs.json("papers", "print", symbol, ktgs.folder / name)
        assert done["signed"] is False
        assert (ktgs.folder / name).read_bytes().startswith(begin)
    endings = "a.odt: write a name that ends in .pdf or .docx."
    ktgs("papers", "print", symbol, ktgs.folder / "a.odt", code=2, says=endings)
    none = "No paper has the number “09-CTr/HU”; “ktgs papers list” shows all."
    ktgs("papers", "print", "09-CTr/HU", ktgs.folder / "b.pdf", code=1, says=none)
    ktgs(
        "papers", "print", symbol, ktgs.folder, code=2, says=f"{ktgs.folder} is a folder, no file."
    )


def test_a_file_is_kept_with_its_paper(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    scan, word = ktgs.write("scan.pdf", "%PDF quét"), ktgs.write("final.docx", "PK")
    ktgs("papers", "attach", symbol, scan)
    files = ktgs.json("papers", "attach", symbol, word)["files"]
    assert [(one["role"], one["name"]) for one in files] == [
        ("SCAN", "scan.pdf"),
        ("WORD", "final.docx"),
    ]
    ktgs("papers", "print", symbol, ktgs.folder / "back.pdf")
    assert (ktgs.folder / "back.pdf").read_bytes() == scan.read_bytes()
    none, roles = ktgs.folder / "none.pdf", "--role: choose one of PDF, SIGNED_PDF, WORD, SCAN."
    ktgs("papers", "attach", symbol, none, code=4, says="file_missing", path=none)
    ktgs("papers", "attach", symbol, scan, "--role", "POSTER", code=2, says=roles)


def test_only_a_signed_file_is_kept_as_the_signed_one(ktgs: Terminal) -> None:
    symbol, signed = _signed(ktgs)
    kept = ktgs.json("papers", "attach", symbol, signed, "--role", "SIGNED_PDF")["files"][-1]
    assert kept["signed_by"] == "Nguyễn Văn Mẫu"
    (ktgs.folder / "changed.pdf").write_bytes(tampered(signed.read_bytes()))
    ktgs("bodies", "sample", "HU", ktgs.folder / "unsigned.pdf")
    ktgs("programs", "print", "HU/2021", ktgs.folder / "a.docx")
    words = ("papers", "attach", symbol, "--role", "SIGNED_PDF")
    changed = {"says": "verdict_changed", "signer": "Nguyễn Văn Mẫu"}
    ktgs(*words, ktgs.folder / "changed.pdf", code=3, **changed)
    ktgs(*words, ktgs.folder / "a.docx", code=3, says="verdict_detail_not_pdf")
    ktgs(*words, ktgs.folder / "unsigned.pdf", code=3, says="verdict_unsigned")
    assert len(ktgs.json("papers", "show", symbol)["files"]) == 2


def test_a_paper_is_signed_once(ktgs: Terminal) -> None:
    symbol, signed = _signed(ktgs)
    assert ktgs.json("papers", "verify", signed)["valid"] is True
    files = certificate_files(ktgs.folder)
    words = ("papers", "sign", symbol, "--certificate", files.key, "--pin-file", files.pin)
    says = f"The paper {symbol} is signed already; --again signs it anew."
    ktgs(*words, code=1, says=says)


def test_another_signer_must_be_said_and_is_put_right_again(ktgs: Terminal) -> None:
    symbol, files = an_issued_program(ktgs), certificate_files(ktgs.folder)
    other = ktgs.folder / "other.p12"
    other.write_bytes(training.pkcs12_file(a_certificate("Trần Thị Thí Dụ"), password=PIN))
    words = ("papers", "sign", symbol, "--pin-file", files.pin, "--certificate")
    names = {"symbol": symbol, "printed": "Nguyễn Văn Mẫu", "signer": "Trần Thị Thí Dụ"}
    refused = ktgs(*words, other, code=1, says="signer_other", **names)
    assert refused.err.strip().endswith("With --other-signer it is signed all the same.")
    assert not ktgs.json("papers", "list")[0]["signed"]
    ktgs(*words, other, "--other-signer")
    ktgs(*words, files.key, code=1, says="is signed already; --again signs it anew.")
    ktgs(*words, files.key, "--again", code=2, says="--reason is missing.")
    made = ktgs.json(*words, files.key, "--again", "--reason", "ký nhầm chứng thư")
    assert [one["signed_by"] for one in made["files"]] == ["Trần Thị Thí Dụ", "Nguyễn Văn Mẫu"]
    assert "ký nhầm chứng thư" in ktgs.json("history")[0]["subject"]
    ktgs("papers", "print", symbol, ktgs.folder / "again.pdf")
    found = ktgs.json("papers", "verify", ktgs.folder / "again.pdf", code=3)["signatures"]
    assert len(found) == 1
    assert "Nguyễn Văn Mẫu" in found[0]["text"]


def test_what_is_no_pdf_is_said_to_be_none(ktgs: Terminal) -> None:
    text = ktgs.write("note.pdf", "xin chào")
    (found,) = ktgs.json("papers", "verify", text, code=3)["signatures"]
    assert "no PDF file" in found["text"]
    assert "damaged" not in found["text"]
    none = ktgs.folder / "none.pdf"
    ktgs("papers", "verify", none, code=4, says="file_missing", path=none)


def test_what_cannot_sign_is_refused(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    symbol, files = an_issued_program(ktgs), certificate_files(ktgs.folder)
    words = ("papers", "sign", symbol, "--certificate")
    wrong = ktgs.write("wrong.txt", "000000")
    ktgs(*words, files.key, "--pin-file", wrong, code=1, says="pin_wrong")
    pin = ("--pin-file", files.pin)
    ktgs(*words, files.authority, *pin, code=3, says="certificate_file_unreadable")
    none = ktgs.folder / "none.p12"
    ktgs(*words, none, *pin, code=4, says="file_missing", path=none)
    none = ktgs.folder / "none.txt"
    ktgs(*words, files.key, "--pin-file", none, code=4, says="file_missing", path=none)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    ktgs(*words, files.key, code=2, says="PIN is missing.")
    ktgs("papers", "attach", symbol, ktgs.write("scan.pdf", "%PDF"))
    ktgs(*words, files.key, *pin, code=1, says="document_foreign", symbol=symbol)
    assert not ktgs.json("papers", "list")[0]["signed"]


def test_a_signature_is_checked_without_an_office(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _symbol, signed = _signed(ktgs)
    files = certificate_files(ktgs.folder)
    monkeypatch.delenv("KTGS_WORKSPACE")
    monkeypatch.delenv("KTGS_PASSWORD")
    assert ktgs.json("papers", "verify", signed, code=3)["signatures"][0]["status"] == "UNTRUSTED"
    anchors = ("--anchor", files.authority, "--anchor", files.revoked)
    assert ktgs.json("papers", "verify", signed, *anchors)["valid"] is True
    ktgs("papers", "verify", signed, "--anchor", files.pin, code=3, says="anchors_unreadable")
    none = ktgs.folder / "none.pdf"
    ktgs("papers", "verify", none, code=4, says="file_missing", path=none)


def test_an_unsigned_file_is_not_valid(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    ktgs("papers", "print", symbol, ktgs.folder / "a.pdf")
    found = ktgs.json("papers", "verify", ktgs.folder / "a.pdf", code=3)
    text = "The file carries no digital signature."
    assert found == {"valid": False, "signatures": [{"status": "UNSIGNED", "text": text}]}


def test_a_signed_file_that_was_changed_is_said_to_be_so(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _symbol, signed = _signed(ktgs)
    changed = ktgs.folder / "changed.pdf"
    changed.write_bytes(tampered(signed.read_bytes()))
    text = (
        "The file was changed after Nguyễn Văn Mẫu signed it. Do not rely on it. "
        "Its contents are not those that were signed."
    )
    found = ktgs.json("papers", "verify", changed, code=3)
    assert found == {"valid": False, "signatures": [{"status": "CHANGED", "text": text}]}
    assert text in ktgs("papers", "verify", changed, code=3).out
    monkeypatch.setenv("KTGS_LANGUAGE", "vi")
    (one,) = ktgs.json("papers", "verify", changed, code=3)["signatures"]
    assert one["status"] == "CHANGED"
    assert "Nguyễn Văn Mẫu" in one["text"]
    assert "changed" not in one["text"]
    assert ktgs.json("papers", "verify", signed)["valid"] is True


def test_a_verdict_is_never_cut(ktgs: Terminal) -> None:
    _symbol, signed = _signed(ktgs)
    (found,) = ktgs.json("papers", "verify", signed)["signatures"]
    assert len(found["text"]) > 60
    assert found["text"] in ktgs("papers", "verify", signed).out
