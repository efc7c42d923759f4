"""`ktgs office`, `bodies`, `overview`, `search`, `codes`, `units`, `settings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop import settings
from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    import pytest

    from tests.helpers.terminal import Terminal

NOTHING = "Say with an option what is to change."


def test_the_office_is_edited(ktgs: Terminal) -> None:
    changed = ktgs.json("office", "edit", "--name", "UBKT Mẫu", "--term", "2020-2025")
    assert changed["name"] == "UBKT Mẫu"
    assert ktgs.json("office", "edit", "--superior", "")["superior"] is None
    ktgs("office", "edit", "--name", " ", code=1, says="name_missing")
    ktgs("office", "edit", "--term", "1900", code=2, says="“1900” is no code here; choose one of")
    ktgs("office", "edit", code=2, says=NOTHING)
    assert ktgs.json("office")["office"]["name"] == "UBKT Mẫu"


def test_bodies_are_edited_added_and_ordered(ktgs: Terminal) -> None:
    changed = ktgs.json(
        "bodies", "edit", "UBKTHU", "--signer", "Lê Văn Ví Dụ; CHỦ NHIỆM ;T/M UỶ BAN",
        "--recipient", "Như trên", "--recipient", "Lưu", "--series", "CTr:2020-2025=5",
    )  # fmt: skip
    assert changed["signers"] == [
        {"name": "Lê Văn Ví Dụ", "position": "CHỦ NHIỆM", "authority": "T/M UỶ BAN"}
    ]
    assert changed["recipients"] == ["Như trên", "Lưu"]
    ktgs("programs", "new", "--body", "UBKTHU", "--year", "2021")
    assert ktgs.json("programs", "next-number", "UBKTHU/2021")["symbol"] == "05-CTr/UBKTHU"
    ktgs(
        "bodies", "add", "--organization", "Uỷ ban Kiểm tra Huyện uỷ Phú Bình", "--name", "Ban Mẫu",
        "--header-own", "BAN MẪU", "--symbol", "BM",
    )  # fmt: skip
    assert ktgs.json("bodies", "order", "BM", "HU", "UBKTHU")["order"] == ["BM", "HU", "UBKTHU"]
    owner = {"symbol": "HU", "name": "Ban Thường vụ Huyện uỷ"}
    ktgs("bodies", "edit", "BM", "--symbol", "HU", code=1, says="symbol_taken", **owner)
    ktgs("bodies", "edit", "BM", code=2, says=NOTHING)


def test_a_body_shows_how_its_papers_look(ktgs: Terminal) -> None:
    ktgs("bodies", "sample", "HU", ktgs.folder / "a.pdf", "--date", "2021-01-05")
    assert (ktgs.folder / "a.pdf").read_bytes().startswith(b"%PDF")


def test_the_overview_says_what_waits(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    ktgs("programs", "new", "--body", "UBKTHU", "--year", "2021")
    a_line(ktgs, "UBKTHU/2021")
    found = ktgs.json("overview")
    assert found["today"] == "2021-07-06"
    assert found["attention"] == {
        "overdue": 1,
        "unsigned": 1,
        "returned": 0,
        "late_incoming": 0,
        "doubles": 0,
        "remarks": 0,
        "late_remarks": 0,
    }
    assert [one["state"] for one in found["overdue"]] == ["OVERDUE"]
    assert [one["lines"] for one in found["drafts"]] == [1]


def test_words_find_records_of_every_kind(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", "Trần Thị Thí Dụ")
    assert [one["kind"] for one in ktgs.json("search", "thi du")] == ["party_member"]
    assert len(ktgs.json("search", "xa", "--limit", "2")) == 2


def test_codes_and_units_are_found(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KTGS_WORKSPACE")
    kinds = {one["code"] for one in ktgs.json("codes", "task_kinds")}
    assert "INSPECTION_PROGRAM" in kinds
    assert ktgs.json("units", "phu binh")[0]["code"] == "173"
    assert len(ktgs.json("units")) == 63
    assert len(ktgs.json("units", "phu", "--limit", "3")) == 3
    none = ktgs.folder / "none.csv"
    ktgs("units", "x", "--units", none, code=4, says="file_missing", path=none)


def test_settings_are_those_of_the_window(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KTGS_LANGUAGE")
    monkeypatch.delenv("KTGS_WORKSPACE")
    assert ktgs.json("settings", "show")["language"] == "vi"
    ktgs("settings", "edit", "--language", "en", "--font-size", "12", "--theme", "dark")
    now = settings.load()
    assert (now.language, now.font_size, now.theme, now.lock_after_minutes) == (
        "en",
        12,
        "dark",
        10,
    )
    ktgs("bodies", "list", code=2, says="Name the workspace")  # in English from now on
    ktgs("settings", "edit", "--font-size", "99", code=1, says="setting_invalid", field="font size")
    assert settings.load().font_size == 12
