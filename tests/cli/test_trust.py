"""`ktgs trust`: nothing is trusted by accident."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.services import signing
from tests.helpers.terminal import certificate_files

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal


def test_what_a_file_offers_is_shown_first(ktgs: Terminal) -> None:
    files = certificate_files(ktgs.folder)
    seen = ktgs.json("trust", "import", files.authority, "--dry-run")
    assert (seen["added"], seen["offered"][0]["kind"]) == (0, "AUTHORITY")
    assert ktgs.json("trust", "show") == []


def test_whom_the_office_trusts_is_listed(ktgs: Terminal) -> None:
    files = certificate_files(ktgs.folder)
    assert ktgs("trust", "show").out == ""
    ktgs("trust", "import", files.authority)
    ktgs("trust", "import", files.revoked)
    rows = {one["kind"]: one for one in ktgs.json("trust", "show")}
    assert rows.keys() == {"AUTHORITY", "REVOCATIONS"}
    for kind, file in (("AUTHORITY", files.authority), ("REVOCATIONS", files.revoked)):
        assert rows[kind]["fingerprint"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert "TẬP HUẤN" in rows[kind]["subject"]
        assert rows[kind]["valid_from"] < "2021-07-06" < rows[kind]["valid_to"]
    head, *lines = ktgs("trust", "show").out.splitlines()
    assert head.split() == ["kind", "subject", "valid_from", "valid_to", "fingerprint", "id"]
    assert {line.split()[0] for line in lines} == rows.keys()
    assert all(rows[line.split()[0]]["id"] in line for line in lines)


def test_the_printed_fingerprint_decides(ktgs: Terminal) -> None:
    files = certificate_files(ktgs.folder)
    digest = hashlib.sha256(files.authority.read_bytes()).hexdigest()
    none = "The file holds no authority with the fingerprint"
    wrong = "00" * 32
    words = ("trust", "import", files.authority, "--fingerprint", wrong)
    ktgs(*words, code=3, says=f"{none} {wrong}.")
    assert ktgs.json("trust", "show") == []
    printed = " ".join(digest.upper()[at : at + 4] for at in range(0, 64, 4))
    assert ktgs.json("trust", "import", files.authority, "--fingerprint", printed)["added"] == 1
    again = ktgs.json("trust", "import", files.authority)
    assert (again["added"], again["offered"][0]["known"]) == (0, True)
    words = ("trust", "import", files.revoked, "--fingerprint", digest)
    ktgs(*words, code=3, says=f"{none} {digest}.")
    assert ktgs.json("trust", "import", files.revoked)["added"] == 1


def test_certificates_for_practice_sign_and_are_trusted(ktgs: Terminal, tmp_path: Path) -> None:
    made = ktgs.json("trust", "practice", tmp_path / "practice", "--name", "Lê Thị Tập Huấn")
    assert made["pin"]
    assert ktgs.json("trust", "import", made["authority"])["added"] == 1
    assert ktgs.json("trust", "import", made["revocations"])["added"] == 1
    assert "TẬP HUẤN" in ktgs.json("trust", "show")[0]["subject"]
    identity = signing.open_certificate(Path(made["signer"]), made["pin"])
    assert signing.facts_of(identity).subject == "Lê Thị Tập Huấn (TẬP HUẤN)"
    (tmp_path / "file").write_text("", "utf-8")
    ktgs("trust", "practice", tmp_path / "file", code=2, says="is a file, no folder.")


def test_trust_is_taken_away(ktgs: Terminal) -> None:
    files = certificate_files(ktgs.folder)
    ktgs("trust", "import", files.authority)
    (one,) = ktgs.json("trust", "show")
    ktgs("trust", "remove", one["subject"], "--reason", "", code=1, says="reason_missing")
    nobody = "Nothing that is trusted, or more than one, is “nobody”; write its id."
    ktgs("trust", "remove", "nobody", "--reason", "x", code=1, says=nobody)
    assert ktgs.json("trust", "show") == [one]
    ktgs("trust", "remove", one["fingerprint"].upper(), "--reason", "hết hiệu lực")
    assert ktgs.json("trust", "show") == []


def test_what_is_no_certificate_is_refused(ktgs: Terminal) -> None:
    ktgs("trust", "import", ktgs.write("a.pem", "xin chào"), code=3, says="anchors_unreadable")
    none = ktgs.folder / "none.pem"
    ktgs("trust", "import", none, code=4, says="file_missing", path=none)
    assert ktgs.json("trust", "show") == []
