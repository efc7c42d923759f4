"""Phrases used again: kept once, found without accents, voided with a reason, all journaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.phrases import Phrase, PhraseField, matching
from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.services import history, maintenance, phrases
from tests.helpers.builders import refusal
from tests.helpers.entities import OFFICE, an_id, name_words

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

LEADING = "Việc lãnh đạo, chỉ đạo thực hiện nghị quyết"
LAND = "Việc quản lý, sử dụng đất đai"
_CONTENT, _NOTE = PhraseField.CONTENT, PhraseField.NOTE


def texts(found: list[Phrase]) -> list[str]:
    return [one.text for one in found]


def test_phrases_are_found_by_words_without_accents_and_strictly_with_them(
    workspace: Workspace,
) -> None:
    for text in (LEADING, LAND):
        phrases.add(workspace, _CONTENT, f"  {text} ")
    phrases.add(workspace, _NOTE, LAND)
    assert texts(phrases.suggest(workspace, _CONTENT, "")) == [LEADING, LAND]
    assert texts(phrases.suggest(workspace, _CONTENT, "dat  DAI")) == [LAND]
    assert texts(phrases.suggest(workspace, _CONTENT, "đất")) == [LAND]
    assert texts(phrases.suggest(workspace, _CONTENT, "đạt")) == []
    assert texts(phrases.suggest(workspace, "", "dat dai")) == [LAND, LAND]


def test_a_phrase_is_kept_once_for_each_place(workspace: Workspace) -> None:
    made = phrases.add(workspace, _CONTENT, LAND)
    other = phrases.add(workspace, _CONTENT, LEADING)
    assert refusal(lambda: phrases.add(workspace, _CONTENT, LAND.upper())).code == "phrase_exists"
    error = refusal(lambda: phrases.edit(workspace, other.id, LAND))
    assert error.code == "phrase_exists"
    assert phrases.edit(workspace, made.id, LAND + ".").text == LAND + "."
    assert refusal(lambda: phrases.add(workspace, _CONTENT, " ")).code == "phrase_empty"
    assert refusal(lambda: phrases.add(workspace, _CONTENT, "x" * 4001)).code == "too_long"


def test_voiding_needs_a_reason_and_is_undone(workspace: Workspace) -> None:
    made = phrases.add(workspace, _CONTENT, LAND)
    assert refusal(lambda: phrases.void(workspace, made.id, " ")).code == "reason_missing"
    phrases.void(workspace, made.id, "không dùng")
    assert phrases.phrases(workspace) == []
    assert refusal(lambda: phrases.void(workspace, made.id, "lại")).code == "record_gone"
    assert refusal(lambda: phrases.edit(workspace, made.id, LAND)).code == "record_gone"
    history.undo(workspace)
    assert texts(phrases.phrases(workspace, _CONTENT)) == [LAND]
    assert not maintenance.check(workspace).journal_faults


@given(st.lists(name_words(), max_size=8), st.data())
def test_what_holds_every_word_is_found_and_nothing_else(
    kept: list[str], data: st.DataObject
) -> None:
    store = [Phrase(OFFICE, an_id(str(n)), _CONTENT, text) for n, text in enumerate(kept)]
    source = data.draw(st.sampled_from(kept or [""]))
    typed = fold(source)[: data.draw(st.integers(0, len(source)))]
    found = matching(store, typed)
    for phrase in store:
        has = words(fold(phrase.text))
        wanted = all(any(word.startswith(part) for word in has) for part in words(typed))
        assert (phrase in found) == wanted
    begins = [fold(one.text).startswith(typed.strip()) for one in found]
    assert begins == sorted(begins, reverse=True)
