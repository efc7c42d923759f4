"""Writes Vietnamese in the encodings before Unicode, as the typing programs of that time did.

It knows the letters from elsewhere than the program: TCVN3 from the table of the C library
(`TCVN5712-1`, whose upper half is VN3's small letters), VNI from how its marks were made.
"""

from __future__ import annotations

import unicodedata

_TCVN3 = {
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9,
    "ă": 0xA8, "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD, "ắ": 0xBE, "ặ": 0xC6,
    "â": 0xA9, "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB,
    "đ": 0xAE, "è": 0xCC, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1,
    "ê": 0xAA, "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4, "ế": 0xD5, "ệ": 0xD6,
    "ì": 0xD7, "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD, "ị": 0xDE,
    "ò": 0xDF, "ỏ": 0xE1, "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4,
    "ô": 0xAB, "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8, "ộ": 0xE9,
    "ơ": 0xAC, "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED, "ợ": 0xEE,
    "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2, "ú": 0xF3, "ụ": 0xF4,
    "ư": 0xAD, "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7, "ứ": 0xF8, "ự": 0xF9,
    "ỳ": 0xFA, "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD, "ỵ": 0xFE,
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7,
}  # fmt: skip
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_PLAIN_MARKS, _HAT_MARKS, _BREVE_MARKS = "ùøûõï", "áàåãä", "éèúüë"
_ALONE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def tcvn3(text: str) -> str:
    """A text in TCVN3, each byte a Latin letter; capitals it lacks become small ones."""
    return "".join(
        chr(_TCVN3[one]) if one in _TCVN3 else chr(_TCVN3.get(one.lower(), ord(one)))
        for one in unicodedata.normalize("NFC", text)
    )


def vni(text: str) -> str:
    """A text in VNI, each byte a Latin letter."""
    return "".join(map(_vni_letter, unicodedata.normalize("NFC", text)))


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    written = _ALONE.get(small) or _vni_vowel(small)
    return written if letter == small else written.upper()


def _vni_vowel(small: str) -> str:
    base, *marks = unicodedata.normalize("NFD", small)
    tone = next((_TONES.index(mark) for mark in marks if mark in _TONES), None)
    if "\u0302" in marks:
        return base + ("â" if tone is None else _HAT_MARKS[tone])
    if "\u0306" in marks:
        return base + ("ê" if tone is None else _BREVE_MARKS[tone])
    if "\u031b" in marks:
        base = {"o": "ô", "u": "ö"}[base]
    return base + ("" if tone is None else _PLAIN_MARKS[tone])
