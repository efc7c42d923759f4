"""One search over everything: organisations, members, lines, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.services import members, search
from tests.helpers.builders import a_cell, a_line, a_member, a_program, an_issued_program

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def found(workspace: Workspace, text: str, limit: int = 8) -> list[tuple[str, str]]:
    return [(one.kind, one.title) for one in search.everything(workspace, text, limit)]


def test_records_of_every_kind_are_found_by_their_words(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Kho Vàng")
    a_member(workspace, "Trần Thị Vàng", organization=cell.id)
    program, _lines = an_issued_program(workspace)
    a_line(workspace, a_program(workspace, 2022), content="Quản lý kho vàng")
    assert program.number == "01-CTr/HU"
    assert set(found(workspace, "vang")) == {
        ("organization", "Chi bộ Kho Vàng"),
        ("party_member", "Trần Thị Vàng"),
        ("program_item", "Quản lý kho vàng"),
    }
    assert found(workspace, "01 ctr hu") == [("document", "01-CTr/HU")]


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("kho vang", 1),
        ("vàng kho", 1),
        ("KHO VÀNG", 1),
        ("kho vãng", 0),
        ("kho bạc", 0),
        ("vang k", 1),
    ],
)
def test_typed_accents_make_it_strict(workspace: Workspace, typed: str, hits: int) -> None:
    a_cell(workspace, "Chi bộ Kho Vàng")
    assert len(found(workspace, typed)) == hits


def test_names_are_found_by_either_place_of_the_tone(workspace: Workspace) -> None:
    for typed in (
        "Uỷ ban Kiểm tra Huyện uỷ",
        "Ủy ban Kiểm tra Huyện ủy",
        "uy ban kiem tra huyen uy",
    ):
        assert found(workspace, typed) == [("organization", "Uỷ ban Kiểm tra Huyện uỷ Phú Bình")]


def test_what_was_voided_is_not_found(workspace: Workspace) -> None:
    member = a_member(workspace, "Trần Thị Vàng")
    assert found(workspace, "vang") == [("party_member", "Trần Thị Vàng")]
    members.void(workspace, member.id, "nhầm")
    assert found(workspace, "vang") == []


def test_of_each_kind_the_newest_are_given(workspace: Workspace) -> None:
    for number in range(5):
        a_member(workspace, f"Trần Thị Vàng {number}")
    assert [title for _kind, title in found(workspace, "vang", 2)] == [
        "Trần Thị Vàng 4",
        "Trần Thị Vàng 3",
    ]


@pytest.mark.parametrize("typed", ["", "  ", "-", "“”", "*", '"'])
def test_without_a_word_nothing_is_found(workspace: Workspace, typed: str) -> None:
    assert found(workspace, typed) == []


@settings(max_examples=40)
@given(st.text(max_size=12) | st.sampled_from(['"dat" OR', "NEAR(a b)", "a AND NOT b", "dat*^"]))
def test_any_words_may_be_typed(workspace: Workspace, typed: str) -> None:
    for one in search.everything(workspace, typed):
        held = [fold(part) for part in words(f"{one.title} {one.detail}")]
        for word in words(typed):
            assert any(part.startswith(fold(word)) for part in held)


NAME = "Chi bộ Kho Vàng Bến Đò"


@pytest.fixture
def the_cell(workspace: Workspace) -> Workspace:
    """The office with a cell of that name, the newest of its organisations."""
    a_cell(workspace, NAME)
    return workspace


@settings(max_examples=40)
@given(st.data())
def test_any_beginnings_of_its_words_find_a_record(
    the_cell: Workspace, data: st.DataObject
) -> None:
    taken = data.draw(st.lists(st.sampled_from(NAME.split()), min_size=1, max_size=4))
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in taken]
    typed = [fold(word) if data.draw(st.booleans()) else word.upper() for word in typed]
    assert ("organization", NAME) in found(the_cell, " ".join(typed)), typed
    assert ("organization", NAME) not in found(the_cell, " ".join([*typed, "xyz"])), typed
