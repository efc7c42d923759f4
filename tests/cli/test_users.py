"""`ktgs users`: people, passwords, the recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.errors import StorageError
from ktgs_desktop.trust import keyring
from tests.conftest import PASSWORD
from tests.helpers.paper_text import pdf_text, recovery_code_of

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

NEW = "mat-khau-moi"


@pytest.fixture(autouse=True)
def _new_password(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ktgs.file.is_file()
    monkeypatch.setenv("KTGS_NEW_PASSWORD", NEW)


def _log_in(ktgs: Terminal, login: str, password: str, *, code: int = 0) -> None:
    file = ktgs.write("password.txt", password + "\n")
    says = "password_wrong" if code else ""
    ktgs("office", "--user", login, "--password-file", file, code=code, says=says)


def test_a_user_comes_is_renamed_and_goes(ktgs: Terminal) -> None:
    ktgs("users", "add", "lan", "--name", "Lê Thị Ví Dụ")
    ktgs("users", "add", "LAN", "--name", "Khác", code=1, says="login_taken", login="LAN")
    _log_in(ktgs, "lan", NEW)
    changed = ktgs.json("users", "edit", "Lan", "--position", "cán bộ")
    assert changed == {"login": "lan", "full_name": "Lê Thị Ví Dụ", "position": "cán bộ"}
    ktgs("users", "edit", "lan", code=2, says="Say with an option what is to change.")
    ktgs("users", "deactivate", "lan")
    _log_in(ktgs, "lan", NEW, code=1)
    assert [one["active"] for one in ktgs.json("users", "list")] == [True, False]
    file = ktgs.write("new.txt", "mat-khau-ba")
    ktgs("users", "reactivate", "lan", "--new-password-file", file)
    _log_in(ktgs, "lan", "mat-khau-ba")


def test_what_cannot_be_is_refused(ktgs: Terminal) -> None:
    ktgs("users", "deactivate", "mau", code=1, says="own_account")
    ktgs("users", "deactivate", "nobody", code=1, says="login_unknown", login="nobody")
    new = ("--new-password-file", ktgs.write("short.txt", "bay chu"))
    ktgs("users", "add", "lan", "--name", "A", *new, code=1, says="password_too_short", minimum=8)
    ktgs("users", "password", *new, code=1, says="password_too_short", minimum=8)
    ktgs("users", "add", "lan anh", "--name", "A", code=1, says="login_bad", login="lan anh")
    assert len(ktgs.json("users", "list")) == 1


def test_one_changes_ones_own_password(ktgs: Terminal) -> None:
    ktgs("users", "password")
    _log_in(ktgs, "mau", PASSWORD, code=1)
    _log_in(ktgs, "mau", NEW)


def test_a_new_recovery_code_takes_the_old_ones_place(ktgs: Terminal) -> None:
    first = ktgs.json("users", "recovery-code")["recovery_code"]
    sheet = ktgs.folder / "sheet.pdf"
    nowhere = ktgs.folder / "no" / "a.pdf"
    words = ("users", "recovery-code", "--recovery-file")
    ktgs(*words, nowhere, code=4, says="folder_missing", path=nowhere)
    code = ktgs.write("code.txt", first)
    reset = ("users", "reset-password", "--code-file", code)
    ktgs(*reset, "nobody", code=1, says="login_unknown", login="nobody")
    ktgs(*reset, "mau")
    _log_in(ktgs, "mau", NEW)
    file = ktgs.write("password.txt", NEW)
    shown = ktgs.json(*words, sheet, "--password-file", file)
    assert "recovery_code" not in shown
    ktgs(*reset, "mau", code=1, says="recovery_code_wrong")
    printed = recovery_code_of(pdf_text(sheet.read_bytes()))
    assert printed != first
    code.write_text(printed, "ascii")
    ktgs(*reset, "mau", "--new-password-file", ktgs.write("new.txt", "mat-khau-ba"))
    _log_in(ktgs, "mau", NEW, code=1)
    _log_in(ktgs, "mau", "mat-khau-ba")


def test_a_mistyped_code_is_told_from_a_wrong_one(ktgs: Terminal) -> None:
    former = ktgs.json("users", "recovery-code")["recovery_code"]
    ktgs.json("users", "recovery-code")
    for text, said in (("ABC", "recovery_code_mistyped"), (former, "recovery_code_wrong")):
        code = ktgs.write("code.txt", text)
        ktgs("users", "reset-password", "mau", "--code-file", code, code=1, says=said)


def test_the_sheet_in_force_is_kept_until_a_new_one_stands(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = ktgs.folder / "sheet.pdf"
    ktgs("users", "recovery-code", "--recovery-file", sheet)
    before = sheet.read_bytes()

    def fails(*_given: object, **_named: object) -> None:
        raise StorageError("keys_not_written", path="office.keys")

    monkeypatch.setattr(keyring, "renew_recovery_code", fails)
    ktgs("users", "recovery-code", "--recovery-file", sheet, code=4, says="keys_not_written")
    assert sheet.read_bytes() == before
