"""`ktgs papers texts` and the text of an amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.terminal import a_line

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.terminal import Terminal

TEXTS = ("papers", "texts")
SIGNED = ("--signer", "Nguyễn Văn Mẫu")


def test_a_text_is_listed_checked_set_and_reset(ktgs: Terminal, tmp_path: Path) -> None:
    listed = ktgs.json(*TEXTS, "list")
    assert len(listed) == 6
    assert not any(one["own"] for one in listed)
    assert {"{{ asked }}", "{{ open }}"} <= {
        one["written"] for one in ktgs.json(*TEXTS, "fields", "opinions")
    }
    shipped = ktgs.json(*TEXTS, "show", "opinions")["text"]
    file = tmp_path / "mau.md.j2"
    file.write_text(shipped + "\n\nKèm {{ asked }} ý kiến.\n", "utf-8")
    assert ktgs.json(*TEXTS, "set", "opinions", str(file), "--dry-run")["checked"]
    row = ktgs.json(*TEXTS, "set", "opinions", str(file))
    assert (row["own"], row["changed"]) == (True, 1)
    assert ktgs.json(*TEXTS, "show", "opinions")["text"].endswith("Kèm {{ asked }} ý kiến.")
    assert ktgs.json(*TEXTS, "show", "opinions", "--shipped")["text"] == shipped
    assert not ktgs.json(*TEXTS, "reset", "opinions")["own"]


def test_an_amendment_gets_a_text_of_its_own(ktgs: Terminal, tmp_path: Path) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    a_line(ktgs, content="Rút")
    ktgs("programs", "issue", "HU/2021", "--date", "2021-01-05", *SIGNED)
    ktgs("programs", "amend", "begin", "HU/2021", "--reason", "chỉ đạo")
    amend = ("programs", "amend")
    usual = ktgs.json(*amend, "text", "HU/2021")["text"]
    assert "{{ summary }}" in usual
    file = tmp_path / "quyet-dinh.md"
    file.write_text("{{ body }} quyết định: {{ summary }}.", "utf-8")
    ktgs(*amend, "edit", "HU/2021", "--text-file", str(file))
    assert ktgs.json(*amend, "text", "HU/2021")["text"] == "{{ body }} quyết định: {{ summary }}."
    ktgs(*amend, "edit", "HU/2021", "--usual-text")
    assert ktgs.json(*amend, "text", "HU/2021")["text"] == usual
