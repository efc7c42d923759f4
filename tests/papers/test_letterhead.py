from __future__ import annotations

from dataclasses import replace
from datetime import date

from ktgs_desktop.domain.documents import LayoutRule
from ktgs_desktop.papers.letterhead import draft_letterhead, issued_letterhead
from tests.papers import samples


def test_an_issued_paper_carries_its_own_day():
    document = samples.document(header_own="HUYỆN ỦY CŨ", recipients=("Lưu",))
    head = issued_letterhead(document, replace(samples.body(), header_own="MỚI", place="Khác"))
    assert head.header_own == "HUYỆN ỦY CŨ"
    assert head.symbol_text == "Số 02-CTr/HU"
    assert head.place == "Phú Bình"
    assert head.recipients == ("Lưu",)
    assert head.layout(2030) == LayoutRule.HD36


def test_a_draft_leaves_room_for_its_number():
    head = draft_letterhead(samples.body(), "CTr")
    assert head.symbol_text == "Số       -CTr/HU"
    assert not head.numbered
    assert head.issued_on is None
    assert head.signature.name == "Nguyễn Văn Mẫu"


def test_a_body_without_signers_gives_an_empty_signature():
    head = draft_letterhead(replace(samples.body(), signers=()), "CTr")
    assert (head.signature.authority, head.signature.name) == ("", "")


def test_an_open_date_takes_the_layout_of_its_year():
    head = draft_letterhead(samples.body(), "CTr")
    assert head.layout(2026) == LayoutRule.HD36
    assert head.layout(2027) == LayoutRule.HD05
    assert replace(head, issued_on=date(2026, 5, 27)).layout(2026) == LayoutRule.HD05
