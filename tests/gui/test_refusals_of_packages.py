"""Why a package is refused, as the window says it in Vietnamese: what is the matter, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

import pytest
from PySide6.QtWidgets import QMessageBox

from ktgs_desktop import exchange_texts, i18n, messages, trust_texts
from ktgs_desktop.errors import PackageError
from ktgs_desktop.gui import errors
from tests.helpers.desk import OFFSCREEN, press
from tests.helpers.dialogs import during

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

_TEXTS = {**exchange_texts.TEXTS, **trust_texts.TEXTS}
_TOLD = "…"
_ENGLISH = re.compile(
    r"\b(the|this|that|and|with|from|was|were|package|sender|file|key|ask|take|taken|unit|list|is)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
_MARKED = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
# What only says how it stands, and what asks for a field of a form to be filled in.
_ONE_SENTENCE = {
    "nothing_to_send", "nothing_lost", "training_trust", "key_revoked_later", "remark_empty",
    "no_conflict", "not_assignable", "is_hub", "key_revoked_before",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    i18n.use("vi")
    yield
    i18n.use("vi")


def _values(code: str) -> dict[str, object]:
    text = str(_TEXTS[code])
    return {name: _TOLD for _before, name, _format, _kind in Formatter().parse(text) if name}


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("code", sorted(_TEXTS))
def test_each_is_said_in_vietnamese_with_cause_and_remedy(code: str):
    seen: list[str] = []

    def read(box: QMessageBox) -> None:
        seen.append(box.text())
        press("Return")

    with during(QMessageBox, read):
        errors.show(None, PackageError(code, **_values(code)))
    (text,) = seen
    assert _MARKED.search(text.lower()), text
    plain = text.replace(".ktgs", "").replace("--", "")
    assert not _ENGLISH.search(plain), text
    assert code not in text
    assert not _CODE.search(plain), text
    assert "{" not in text, text
    assert "}" not in text, text
    assert text.rstrip().endswith((".", "!", ")", _TOLD)), text
    if code not in _ONE_SENTENCE:
        sentences = [part for part in re.split(r"[.;:]\s", text) if part.strip()]
        assert len(sentences) > 1, f"no remedy: {text}"


@pytest.mark.parametrize("code", sorted(_TEXTS))
def test_a_reason_told_by_another_office_is_said_without_its_values(code: str):
    said = messages.text_told(code, {})
    assert said
    assert "{" not in said
    assert _MARKED.search(said.lower())


def test_a_reason_of_a_newer_program_is_said_to_be_unknown():
    assert "newer_reason" in messages.text_told("newer_reason", {})
    assert "chưa biết" in messages.text_told("newer_reason", {})


def test_what_only_a_technician_understands_stands_behind_what_to_do():
    said = messages.text_of("section_differs", {"reason": "length"})
    assert said.endswith("đề nghị xuất gói mới. Thông tin cho người phụ trách phần mềm: length.")
    assert messages.text_told("section_differs", {}).endswith("đề nghị xuất gói mới.")


def test_a_channel_is_said_in_words():
    assert "(họ tên cụ thể)" in messages.text_of("heads_missing", {"channel": "up.det"})
    below = messages.text_of("channel_not_allowed", {"channel": "down:6f1c"})
    assert "(chỉ đạo)" in below
