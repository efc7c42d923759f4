"""In which language a command speaks: Vietnamese unless English was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

NOBODY = "00000000-0000-7000-8000-000000000000"
SAID = (
    (
        ("members", "add", "--name", ""), 1,
        "Chưa có tên. Hãy nhập.",
        "The name is missing. Type it.",
    ),
    (
        ("members", "add", "--name", "A", "--birth", "gestern"), 1,
        "“gestern” không phải ngày tháng. Gõ ví dụ 30/6/2021, 3006 hoặc 6/2021.",
        "“gestern” is no date. Type for example 30/6/2021, 3006 or 6/2021.",
    ),
    (
        ("members", "show", NOBODY), 1,
        "Bản ghi này không còn. Làm mới danh sách.",
        "This record is no longer there. Refresh the list.",
    ),
    (
        ("members", "add"), 2,
        "Thiếu --name. Xem ktgs members add --help.",
        "--name is missing. See ktgs members add --help.",
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_chosen(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor the settings name a language."""
    assert ktgs.file.is_file()
    monkeypatch.delenv("KTGS_LANGUAGE")


def _said(ktgs: Terminal, place: int) -> None:
    for words, code, *sentences in SAID:
        assert ktgs(*words, code=code).err == sentences[place] + "\n"


def test_refusals_are_said_in_vietnamese_unless_something_else_was_chosen(ktgs: Terminal) -> None:
    _said(ktgs, 0)


def test_refusals_are_said_in_english_by_setting_and_in_vietnamese_again(ktgs: Terminal) -> None:
    ktgs("settings", "edit", "--language", "en")
    _said(ktgs, 1)
    ktgs("settings", "edit", "--language", "vi")
    _said(ktgs, 0)


def test_the_environment_goes_before_the_setting(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ktgs("settings", "edit", "--language", "en")
    monkeypatch.setenv("KTGS_LANGUAGE", "vi")
    _said(ktgs, 0)
    monkeypatch.setenv("KTGS_LANGUAGE", "fr")
    _said(ktgs, 1)


def test_what_is_shown_is_said_in_the_language_in_force(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", "Trần Thị Thí Dụ")
    file = ktgs.write("note.pdf", "xin chào")
    for language, operation, verdict in (
        ("vi", "Thêm đảng viên", "Đây không phải tệp PDF"),
        ("en", "Party member added", "This is no PDF file"),
    ):
        ktgs("settings", "edit", "--language", language)
        assert ktgs.json("history")[0]["operation"] == operation
        (found,) = ktgs.json("papers", "verify", file, code=3)["signatures"]
        assert verdict in found["text"]
