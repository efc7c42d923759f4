"""Every error has its sentence, every sentence its error, every icon its picture."""

from __future__ import annotations

import ast
import string
from collections import Counter
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest

from ktgs_desktop import errors, i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.trust.verdicts import SignatureDetail, SignatureStatus
from tests.architecture.source import modules

FAMILIES = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, KtgsError)
}

VERDICTS = {f"verdict_{status.lower()}" for status in SignatureStatus} | {
    f"verdict_detail_{detail}" for detail in SignatureDetail if detail != "none"
}


def _raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where, code and names of the parameters of every error raised with a literal code."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            code = node.args[0]
            if name in FAMILIES and isinstance(code, ast.Constant):
                given = {key.arg for key in node.keywords if key.arg is not None}
                spread = any(key.arg is None for key in node.keywords)
                yield f"{path}:{node.lineno}", str(code.value), None if spread else given


def _fields(code: str) -> set[str]:
    text = messages.TEXTS[code].source
    return {str(field) for _, field, _, _ in string.Formatter().parse(text) if field}


def test_there_is_something_to_look_at() -> None:
    assert len(list(_raised())) > 150


def test_every_error_has_a_sentence() -> None:
    missing = [(place, code) for place, code, _ in _raised() if code not in messages.TEXTS]
    assert missing == []


def test_a_sentence_uses_only_what_the_error_carries() -> None:
    wrong = [
        (place, code, sorted(_fields(code) - given))
        for place, code, given in _raised()
        if given is not None and code in messages.TEXTS and not _fields(code) <= given
    ]
    assert wrong == []


def test_no_sentence_is_left_over() -> None:
    """A code stands in the program as a literal somewhere besides its sentence."""
    literals = {
        node.value
        for path, tree in modules()
        if path.name != "messages.py" and not path.name.endswith("_texts.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(messages.TEXTS) - literals - VERDICTS) == ["refusal_unknown"]  # by messages


def test_no_code_has_two_sentences() -> None:
    """The later one would be said in both places."""
    leaves = [leaf.TEXTS for leaf in vars(messages).values() if isinstance(leaf, ModuleType)
              and leaf is not messages and hasattr(leaf, "TEXTS")]  # fmt: skip
    assert len(leaves) > 5
    counted = Counter(code for leaf in leaves for code in leaf)
    assert [code for code, count in counted.items() if count > 1] == []


def test_every_verdict_has_a_sentence() -> None:
    assert sorted(VERDICTS - set(messages.TEXTS)) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_can_be_said(language: str) -> None:
    i18n.use(language)
    for code in messages.TEXTS:
        values = dict.fromkeys(_fields(code), 1)
        said = messages.sentence(KtgsError(code, **values))
        assert said, code
        assert "{" not in said, code


def test_no_text_hides_in_a_formatted_one() -> None:
    """Babel does not look into f-strings, so what stands there would never be translated."""
    hidden = [
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "translate", "late"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize("given", [date(2019, 1, 5), "2019-01-05"])
def test_a_day_is_written_as_offices_write_it(given: object) -> None:
    i18n.use("vi")
    shown = messages.text_of("issue_date_future", {"date": given, "today": date(2021, 7, 6)})
    assert "05/01/2019" in shown
    assert "06/07/2021" in shown
    assert "2019-01-05" not in shown


def test_what_was_typed_is_quoted_as_it_stands() -> None:
    assert "2019-01-05" in messages.text_of("date_not_understood", {"text": "2019-01-05"})
