"""`ktgs papers`: tokens, further signatures, the signer's folder, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.trust import training
from tests.helpers.certificates import PIN, a_certificate
from tests.helpers.signature_pictures import a_seal, a_signature, opaque
from tests.helpers.terminal import a_line, an_issued_program, certificate_files
from tests.helpers.token_desk import (
    MODULE,
    a_token_desk,
    needs_compiler,
    needs_tokens,
    pad_library,
)
from tests.helpers.token_desk import PIN as TOKEN_PIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.terminal import Terminal
    from tests.helpers.token_desk import TokenDesk

NAME = "Nguyễn Văn Mẫu"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TokenDesk]:
    with a_token_desk(tmp_path / "softhsm") as made:
        yield made


def _two_papers(ktgs: Terminal) -> tuple[str, str]:
    first = an_issued_program(ktgs)
    ktgs("programs", "new", "--body", "HU", "--year", "2022")
    a_line(ktgs, "HU/2022")
    words = ("--date", "2021-07-05", "--signer", NAME)
    return first, str(ktgs.json("programs", "issue", "HU/2022", *words)["symbol"])


@needs_tokens
def test_a_token_is_listed_and_signs_what_waits(ktgs: Terminal, desk: TokenDesk) -> None:
    first, second = _two_papers(ktgs)
    files = certificate_files(ktgs.folder)
    ktgs("trust", "import", files.authority)
    ktgs("trust", "import", files.revoked)
    ktgs("papers", "tokens", "--token", MODULE, code=1, says="token_missing")
    serial = desk.plug_in("UBKT", a_certificate())
    (row,) = ktgs.json("papers", "tokens", "--token", MODULE)
    assert (row["serial"], row["subject"], row["valid_to"]) == (serial, NAME, "2035-01-01")
    pin = ktgs.write("token-pin.txt", TOKEN_PIN)
    other = desk.plug_in("Huyện uỷ", a_certificate())
    several = "Several tokens are plugged in; name one with --serial."
    ktgs("papers", "tokens", "--token", MODULE, "--pin-file", pin, code=2, says=several)
    one = ("papers", "tokens", "--token", MODULE, "--pin-file", pin, "--serial", other)
    assert [row["serial"] for row in ktgs.json(*one)] == [other]
    words = ("papers", "sign", "--all-waiting", "--token", MODULE, "--serial", serial, "--pin-file")
    ktgs(*words, pin, code=1, says="No paper waits for signature.")
    for symbol in (first, second):
        ktgs("papers", "submit", symbol, "--remark", "Kính trình")
    rows = ktgs.json("papers", "waiting")
    assert [(one["symbol"], one["remark"]) for one in rows] == [
        (first, "Kính trình"),
        (second, "Kính trình"),
    ]
    ktgs(*words, ktgs.write("wrong.txt", "111111"), code=1, says="token_pin_wrong")
    done = ktgs.json(*words, pin)
    assert (done["signed"], done["failed"], done["left"]) == ([first, second], [], 0)
    assert ktgs.json("papers", "waiting") == []
    ktgs("papers", "print", second, ktgs.folder / "signed.pdf")
    assert ktgs.json("papers", "verify", ktgs.folder / "signed.pdf")["valid"] is True


@needs_tokens
@needs_compiler
def test_a_token_with_keys_of_its_own_is_asked_itself(
    ktgs: Terminal, desk: TokenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    symbol = an_issued_program(ktgs)
    desk.give_keys(desk.plug_in("UBKT", a_certificate()))
    words = ("papers", "sign", symbol, "--token", pad_library(tmp_path))
    ktgs(*words, code=1, says="token_pin_cancelled")
    monkeypatch.setenv("KTGS_TEST_PAD", TOKEN_PIN)
    assert "Type the PIN on the token itself" in ktgs(*words).err


def test_several_sign_in_turn(ktgs: Terminal) -> None:
    symbol, files = an_issued_program(ktgs), certificate_files(ktgs.folder)
    words = ("papers", "sign", symbol, "--pin-file", files.pin, "--certificate")
    early = f"The paper {symbol} carries no signature yet; sign it without --further."
    ktgs(*words, files.key, "--further", code=1, says=early)
    ktgs(*words, files.key)
    ktgs(*words, files.key, "--further", code=1, says="signer_signed", signer=NAME, symbol=symbol)
    other = ktgs.folder / "other.p12"
    other.write_bytes(training.pkcs12_file(a_certificate("Trần Thị Thí Dụ"), password=PIN))
    names = {"signer": "Trần Thị Thí Dụ", "symbol": symbol}
    ktgs(*words, other, "--further", code=1, says="signer_not_printed", **names)
    signed = ktgs.json(*words, other, "--further", "--other-signer")
    assert signed["files"][-1]["signed_by"] == f"{NAME}, Trần Thị Thí Dụ"
    ktgs("papers", "print", symbol, ktgs.folder / "signed.pdf")
    found = ktgs.json(
        "papers", "verify", ktgs.folder / "signed.pdf", "--anchor", files.authority,
        "--anchor", files.revoked,
    )  # fmt: skip
    assert [one["status"] for one in found["signatures"]] == ["VALID", "VALID"]


def test_a_paper_comes_back_with_a_remark(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    words = ("papers", "return", symbol, "--remark")
    ktgs(*words, "Sửa mục 2", code=1, says="submission_closed")
    ktgs("papers", "submit", symbol)
    ktgs("papers", "submit", symbol, code=1, says="submission_waiting", symbol=symbol)
    ktgs(*words, " ", code=1, says="remark_missing")
    ktgs(*words, "Sửa mục 2")
    (row,) = ktgs.json("papers", "returned")
    assert (row["symbol"], row["remark"], row["by"]) == (symbol, "Sửa mục 2", NAME)
    assert ktgs.json("papers", "returned", "--noted", symbol) == []
    said = f"{symbol} is not among the papers that were returned to you."
    ktgs("papers", "returned", "--noted", symbol, code=1, says=said)


def test_what_fails_is_named_and_the_exit_code_says_so(ktgs: Terminal) -> None:
    first, second = _two_papers(ktgs)
    files = certificate_files(ktgs.folder)
    words = ("papers", "sign", "--certificate", files.key, "--pin-file", files.pin)
    ktgs(*words, first)
    done = ktgs.json(*words, first, second, code=1)
    assert done["signed"] == [second]
    assert [one["symbol"] for one in done["failed"]] == [first]
    ktgs(*words, code=2, says="Name the papers, or say --all-waiting.")
    ktgs(*words, first, second, "--further", code=2, says="--again and --further take one paper.")
    neither = "Name either --certificate FILE or --token LIBRARY."
    ktgs("papers", "sign", second, "--further", code=2, says=neither)


def test_pictures_are_chosen_and_taken_away(ktgs: Terminal) -> None:
    pen, seal, cover = (ktgs.folder / name for name in ("ky.png", "dau.png", "nen.png"))
    pen.write_bytes(a_signature())
    seal.write_bytes(a_seal())
    cover.write_bytes(opaque())
    words = ("papers", "pictures", NAME)
    ktgs(*words, "--signature", cover, code=1, says="image_opaque")
    rows = ktgs.json(*words, "--signature", pen, "--seal", seal)
    assert [(one["kind"], one["name"]) for one in rows] == [
        ("SIGNATURE", "ky.png"),
        ("SEAL", "dau.png"),
    ]
    assert [one["kind"] for one in ktgs.json(*words, "--remove", "SEAL")] == ["SIGNATURE"]
    assert ktgs.json("papers", "pictures", "Lê Văn Khác") == []
    ktgs("papers", "pictures", "--seal", seal, code=2, says="SIGNER is missing.")
