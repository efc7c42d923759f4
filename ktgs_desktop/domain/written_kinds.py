"""Kinds of work as tables of programs write them, in a cell or as the title of a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.vietnamese import fold, nfc

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList

_MARKER = re.compile(r"^\(?(?:[A-Da-d]|[IVXivx]{1,4}|\d{1,2})\s*[.)\-–:/]\s*(?=\S)")
_MARKER_ALONE = re.compile(r"\(?(?:[A-D]|[IVX]{1,4})[.)]?")
_WORDS = (
    # words that must all stand in the text, the kind
    (("dau hieu",), "INSPECTION_VIOLATION_SIGN"),
    (("dhvp",), "INSPECTION_VIOLATION_SIGN"),
    (("dau hieu vp",), "INSPECTION_VIOLATION_SIGN"),
    (("tai chinh",), "INSPECTION_FINANCE"),
    (("kt", "thi hanh kl"), "INSPECTION_DISCIPLINE_DUTY"),
    (("kiem tra", "thi hanh ky luat"), "INSPECTION_DISCIPLINE_DUTY"),
    (("kiem tra", "nhiem vu kiem tra"), "INSPECTION_KTGS_DUTY"),
    (("nhiem vu ktgs",), "INSPECTION_KTGS_DUTY"),
    (("giam sat", "thuong xuyen"), "SUPERVISION_REGULAR"),
    (("gs", "thuong xuyen"), "SUPERVISION_REGULAR"),
    (("giam sat",), "SUPERVISION_THEMATIC"),
    (("kiem tra",), "INSPECTION_PROGRAM"),
)
_SHORT = {"kt": "INSPECTION_PROGRAM", "gs": "SUPERVISION_THEMATIC"}
_LONGEST_TITLE = 160


def _plain(text: str) -> str:
    return " ".join(fold(nfc(text)).split()).strip(" .:;")


def kind_of(text: str, kinds: CodeList) -> str:
    """The kind of work a text names, empty if it names none.

    Args:
        text: e.g. "KT", "Giám sát chuyên đề", "Kiểm tra khi có dấu hiệu vi phạm".
        kinds: the list of kinds.
    """
    plain = _plain(text)
    if not plain:
        return ""
    for code in kinds.codes.values():
        names = (
            code.vi,
            code.en,
            code.short("vi"),
            code.short("en"),
            code.code,
            code.text("activity"),
        )
        if plain in map(_plain, names):
            return code.code
    if plain in _SHORT:
        return _SHORT[plain]
    if plain.startswith(("kt ", "gs ")):
        plain = plain.replace("kt ", "kt kiem tra ", 1).replace("gs ", "gs giam sat ", 1)
    begun = plain.startswith(("kiem tra", "giam sat", "kt ", "gs ", "cong tac "))
    if not begun:
        return ""
    found = next((kind for parts, kind in _WORDS if all(part in plain for part in parts)), "")
    # "Kiểm tra, giám sát …" begins with the one that counts.
    both = found == "SUPERVISION_THEMATIC" and plain.startswith(("kiem tra", "kt "))
    return "INSPECTION_PROGRAM" if both else found


def part_title(row: Sequence[str]) -> str:
    """The title of a part if a row is one, as "A. KIỂM TRA" or a merged "I | Giám sát"; else empty.

    Args:
        row: cells of the table, a merged cell's text in each of its cells.
    """
    cells = [nfc(cell) for cell in row]
    filled = [cell for cell in cells if cell]
    different = list(dict.fromkeys(filled))
    if not different or len(different[-1]) > _LONGEST_TITLE:
        return ""
    if len(different) == 1:
        (only,) = different
        merged = len(filled) == len(cells) > 1
        marked = _MARKER.match(only) is not None and not only[:1].isdigit()
        shouted = only.isupper() and fold(only).startswith(("kiem tra", "giam sat", "cong tac"))
        return _MARKER.sub("", only) if merged or marked or shouted else ""
    if len(different) == 2 and _MARKER_ALONE.fullmatch(different[0]):  # noqa: PLR2004 - marker, title
        return different[1]
    return ""
