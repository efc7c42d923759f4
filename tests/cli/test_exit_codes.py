"""How a command ends: with which code, which sentence, and nothing on the output."""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING, Any

import pytest

from ktgs_desktop.cli import main
from ktgs_desktop.errors import Cancelled, ConflictError, PackageError, StorageError, UserError
from ktgs_desktop.services import offices
from ktgs_desktop.store import database
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

STOPPED = "Stopped; what was not finished is as it was before."
RECORD = "019a0000-0000-7000-8000-000000000000"
WRONG = (
    ("frobnicate", "There is no command “frobnicate”."),
    ("--frobnicate", "There is no option --frobnicate."),
    ("organizations lst", "There is no command “lst”. Perhaps list?"),
    ("organizations list --serch x", "There is no option --serch. Perhaps --search,"),
    ("organizations list --search", "--search: a value is missing"),
    ("organizations list --sort colour", "--sort: choose one of name, type, level, code."),
    ("organizations list --type COLOUR", "--type: “COLOUR” is no code here; choose one of"),
    ("organizations show", "ORGANIZATION is missing."),
    ("organizations show a b", "There is something too many: b."),
    ("organizations add", "--name is missing."),
    ("organizations dissolve x --on soon", "--on: “soon” is no date."),
    ("organizations dissolve x --on 2021-02-30", "--on: There is no such day: “2021-02-30”."),
    ("programs new --body HU --year last", "--year: type a whole number from 1900 to 2199."),
    ("programs new --body HU --year 20", "--year: type a whole number from 1900 to 2199."),
    ("programs show-line x", "ITEM: type the identifier that a list shows"),
    (
        "programs issue HU/2021 --date 5/1/2021 --number 0",
        "--number: type a whole number from 1 to",
    ),
    ("bodies edit HU --signer a;b;c;d", "--signer: write it as “name;position;authority”."),
    ("bodies edit HU --series 5", "--series: write it as “CTr:2020-2025=5”."),
    ("codes colours", "choose one of document_types,"),
    ("undo --operation x", "--operation: type the identifier that a list"),
    ("history --limit 0", "--limit: type a whole number from 1 to"),
    ("settings edit", "Say with an option what is to change."),
)


@pytest.mark.parametrize(("typed", "says"), WRONG)
def test_wrong_usage_is_two(ktgs: Terminal, typed: str, says: str) -> None:
    said = ktgs(*typed.split(), code=2, says=says)
    assert said.out == ""
    assert "See ktgs" in said.err
    assert "--help" in said.err
    assert len(said.err.strip().splitlines()) == 1


@pytest.mark.parametrize("typed", [typed for typed, _says in WRONG])
def test_wrong_usage_is_said_in_vietnamese_too(
    ktgs: Terminal, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KTGS_LANGUAGE", "vi")
    said = ktgs(*typed.split(), code=2, says="Xem ktgs").err
    assert "--help" in said
    english = ("There is", "is missing", "choose one", "type ", "write it", "is no ", "Say with")
    assert [words for words in english if words in said] == []


def test_the_office_and_its_user_must_be_named(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KTGS_USER")
    ktgs("office", code=2, says="Name the user with --user LOGIN or KTGS_USER.")
    monkeypatch.delenv("KTGS_WORKSPACE")
    ktgs("office", code=2, says="Name the workspace with --workspace FILE or KTGS_WORKSPACE.")


def test_options_stand_before_or_after(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KTGS_WORKSPACE", "KTGS_USER", "KTGS_PASSWORD"):
        monkeypatch.delenv(name)
    file = ktgs.write("password.txt", f"\ufeff{PASSWORD}\r\nmore\n")
    options = ("--workspace", ktgs.file, "--user", "mau", "--password-file", file)
    assert ktgs(*options, "--json", "office").json["office"]["unit_code"] == "173"
    assert ktgs.json("office", *options)["office"]["unit_code"] == "173"
    assert ktgs.json(*options, "office", "show")["office"]["unit_code"] == "173"


def test_a_wrong_password_is_one(ktgs: Terminal) -> None:
    file = ktgs.write("password.txt", "falsch-falsch")
    said = ktgs("office", "--password-file", file, code=1, says="password_wrong")
    assert said.out == ""
    ktgs("office", "--user", "nobody", code=1, says="password_wrong")
    none = ktgs.folder / "none.txt"
    ktgs("office", "--password-file", none, code=4, says="file_missing", path=none)


def test_a_record_that_is_not_there_is_one(ktgs: Terminal) -> None:
    for words in (
        ("organizations", "show", RECORD), ("members", "show", RECORD),
        ("programs", "show", RECORD), ("programs", "show-line", RECORD),
        ("papers", "show", RECORD),
    ):  # fmt: skip
        assert ktgs(*words, code=1, says="record_gone").out == "", words
    unknown = ("users", "edit", "nobody", "--name", "x")
    assert ktgs(*unknown, code=1, says="login_unknown", login="nobody").out == ""
    unknown = ("undo", "--operation", RECORD)
    assert ktgs(*unknown, code=1, says="operation_unknown", id=RECORD).out == ""
    for words, says in (
        (("bodies", "show", "XX"), "has the symbol “XX”; choose one of HU, UBKTHU."),
        (("trust", "remove", RECORD, "--reason", "x"), f"is “{RECORD}”; write its id."),
        (("history", "--record", RECORD), f"There is no record with the id {RECORD}."),
    ):
        assert ktgs(*words, code=1, says=says).out == "", words


def test_what_the_disk_refuses_is_four(ktgs: Terminal) -> None:
    none, keys = ktgs.folder / "none.ktgsdb", ktgs.folder / "office.keys"
    ktgs("office", "--workspace", none, code=4, says="file_missing", path=none)
    ktgs.file.write_bytes(b"\0" * 4096)
    ktgs("office", code=4, says="file_unreadable", path=ktgs.file)
    keys.unlink()
    ktgs("office", code=4, says="keys_missing", path=keys)


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UserError("record_gone"), 1, "record_gone"),
        (PackageError("pdf_locked"), 3, "pdf_locked"),
        (StorageError("workspace_busy"), 4, "workspace_busy"),
        (ConflictError("record_moved_on", what="x"), 5, "record_moved_on"),
        (Cancelled(), 1, STOPPED),
        (KeyboardInterrupt(), 1, STOPPED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_error_has_its_code(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, says: str
) -> None:
    def refuse(_workspace: Any) -> None:
        raise error

    monkeypatch.setattr(offices, "bodies", refuse)
    assert ktgs("bodies", "list", code=code, says=says).out == ""


@pytest.mark.expects_warning
def test_a_fault_of_the_program_is_seventy_and_logged(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = PASSWORD

    def fail(_workspace: Any) -> None:
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(offices, "bodies", fail)
    said = ktgs("bodies", "list", code=70, says="Something unforeseen happened. The log is in")
    assert "logs" in said.err
    assert "Traceback" not in said.err
    (record,) = (one for one in caplog.records if one.levelno >= logging.CRITICAL)
    assert "ZeroDivisionError" in record.getMessage()
    assert secret not in record.getMessage()


def test_the_version_is_told(ktgs: Terminal) -> None:
    assert main.__version__ in ktgs("--version").out


def test_an_office_that_is_open_elsewhere_is_read_only(ktgs: Terminal) -> None:
    import filelock  # as another process would hold it

    with filelock.FileLock(str(ktgs.file.with_suffix(".lock"))):
        assert ktgs.json("office")["read_only"] is True
        assert ktgs.json("organizations", "list", "--limit", "1")
        ktgs("members", "add", "--name", "Trần Thị Thí Dụ", code=4, says="workspace_held")
    ktgs("members", "add", "--name", "Trần Thị Thí Dụ")


def test_a_folder_that_can_only_be_read_is_read_only(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_lock: object, *_given: object, **_named: object) -> None:
        raise OSError(errno.EROFS, "read-only file system")

    monkeypatch.setattr(database.filelock.FileLock, "acquire", refused)
    assert ktgs.json("office")["read_only"] is True
    assert ktgs.json("organizations", "list", "--limit", "1")
    words = ("members", "add", "--name", "Trần Thị Thí Dụ")
    ktgs(*words, code=4, says="workspace_read_only", path=ktgs.file)


def test_a_file_or_folder_that_is_not_there_is_named(ktgs: Terminal) -> None:
    absent = ktgs.folder / "khong" / "khong.xlsx"
    table = ("organizations", "import-table", absent)
    ktgs(*table, code=4, says="file_missing", path=absent)
    sheet = ("organizations", "list", "--xlsx", absent)
    ktgs(*sheet, code=4, says="folder_missing", path=absent)


def test_a_place_where_no_office_can_be_made_is_told_before_anything_else(ktgs: Terminal) -> None:
    place = "/proc/khong/x.ktgsdb"
    words = ("init", place, "--unit", "173", "--name", "x")
    ktgs(*words, code=4, says="folder_missing", path=place)
