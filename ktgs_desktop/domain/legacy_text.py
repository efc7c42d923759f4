"""Text of the encodings before Unicode: TCVN3 (ABC), VNI and Vietnamese Windows.

Their letters are the bytes of other letters, which only a font shows as Vietnamese: in a sheet
they stand as Latin letters, "Quy ®Þnh" or "Quy ñònh". The letters of TCVN3 are those of
TCVN 5712:1993 (VN3), which has capitals only for Ă Â Ê Ô Ơ Ư Đ; any other capital is the small
letter in a font whose name ends in H (.VnTimeH). VNI writes a vowel and a mark after it. Sources:
the tables of VietUnicode (vietunicode.sourceforge.net/charset) and of the standard as GNU libc
has it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class TextEncoding(StrEnum):
    """How the letters of a text are written."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    WINDOWS = "windows-1258"


LEGACY = (TextEncoding.TCVN3, TextEncoding.VNI, TextEncoding.WINDOWS)

_TCVN3_CAPITALS = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
_TCVN3_SMALL = dict(
    zip(
        "¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3 = _TCVN3_CAPITALS | _TCVN3_SMALL

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_CIRCUMFLEXED = {"â": "", **dict(zip("áàåãä", _TONES.values(), strict=True))}
_BREVED = {"ê": "", **dict(zip("éèúüë", _TONES.values(), strict=True))}
_VNI_ALONE = dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))


def _vni_table() -> dict[str, str]:
    """What each letter, or vowel and mark, of VNI means; the vowel's case decides."""
    pairs = {base + mark: base + tone for base in "aeouy" for mark, tone in _TONES.items()}
    pairs |= {
        base + mark: _VNI_ALONE[base] + tone for base in "ôö" for mark, tone in _TONES.items()
    }
    pairs |= {
        base + mark: base + _CIRCUMFLEX + tone
        for base in "aeo"
        for mark, tone in _CIRCUMFLEXED.items()
    }
    pairs |= {"a" + mark: "a" + _BREVE + tone for mark, tone in _BREVED.items()}
    table = dict(_VNI_ALONE) | {letter.upper(): vi.upper() for letter, vi in _VNI_ALONE.items()}
    for written, letter in pairs.items():
        base, mark = written[0], written[1:]
        small = unicodedata.normalize("NFC", letter)
        for either in (mark, mark.upper()):
            table[base + either] = small
            table[base.upper() + either] = small.upper()
    return table


_VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def _windows_table(codec: str) -> dict[int, str]:
    """What the bytes of a code page mean where they were taken for Latin letters."""
    table = {}
    for byte in range(0x80, 0x100):
        meant = bytes((byte,)).decode(codec, "ignore")
        if meant:
            table[byte] = meant
            table[ord(bytes((byte,)).decode("cp1252", "ignore") or chr(byte))] = meant
    return table


_CP1252 = _windows_table("cp1252")
_CP1258 = _windows_table("cp1258")
_MARKS = frozenset(map(chr, _CP1252)) - frozenset(map(chr, range(0xA0, 0x100)))
_TCVN3_TABLE = _CP1252 | {ord(letter): vi for letter, vi in _TCVN3.items()}


def may_be_legacy(text: str) -> bool:
    """Whether a text has a letter that may stand for another, and none that only Unicode has.

    Args:
        text: any text; signs such as "≤" say nothing.
    """
    return not text.isascii() and not any(
        one > "\u00ff" and one not in _MARKS and (one.isalpha() or unicodedata.combining(one))
        for one in text
    )


def to_unicode(text: str, encoding: str) -> str:
    """A text with the letters it means, composed.

    Capitals of TCVN3 that only a font made are known from their neighbours: a word whose other
    letters are capitals is one in capitals, and so is a text without a small letter.

    Args:
        text: the text as it stands in the file, each byte a Latin letter.
        encoding: a value of `TextEncoding`.
    """
    match encoding:
        case TextEncoding.TCVN3:
            meant = _tcvn3(text)
        case TextEncoding.VNI:
            meant = _VNI_PATTERN.sub(lambda found: _VNI[found.group()], text).translate(_C1)
        case TextEncoding.WINDOWS:
            meant = text.translate(_CP1258)
        case _:
            meant = text.translate(_C1)
    return unicodedata.normalize("NFC", meant)


_C1 = {code: meant for code, meant in _CP1252.items() if code < 0xA0}  # noqa: PLR2004 - see name
_WORD = re.compile(r"\S+")
_BOTH = 2


def _tcvn3(text: str) -> str:
    meant = text.translate(_TCVN3_TABLE)
    if not _capitals_within(text):
        return meant
    if _no_small(text):
        return meant.upper()
    words = list(_WORD.finditer(text))
    within = [_no_small(word.group()) and _capitals_within(word.group()) for word in words]
    letters = list(meant)  # each byte is one letter, so places are the same
    for place, word in enumerate(words):
        beside = within[max(place - 1, 0) : place + 2]
        if within[place] or (_no_small(word.group()) and sum(beside) == _BOTH):
            start, end = word.span()
            letters[start:end] = meant[start:end].upper()
    return "".join(letters)


def _capital(letter: str) -> bool:
    return "A" <= letter <= "Z" or letter in _TCVN3_CAPITALS


def _no_small(text: str) -> bool:
    """Whether no letter is surely small: those that have capitals of their own are."""
    return not any("a" <= letter <= "z" or letter in "¨©ª«¬\u00ad®" for letter in text)


def _capitals_within(text: str) -> bool:
    """Whether a word goes on with a capital after its first letter."""
    return any(_capital(letter) for word in text.split() for letter in word[1:])
