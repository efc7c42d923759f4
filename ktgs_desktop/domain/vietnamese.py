"""Vietnamese text: one Unicode form, search without diacritics, dictionary order.

Everything stored is NFC. Searching folds diacritics away (đ = d, Uỷ = Ủy); a typed accent makes
the search stricter. The order is that of Vietnamese dictionaries: letters first, then tones
(không dấu, huyền, hỏi, ngã, sắc, nặng), numbers by their value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_MARKS = (*_TONES, "\u0302", "\u0306", "\u031b")
"""What stands on Vietnamese letters: tones, circumflex, breve and horn."""
_MARK_RUNS = re.compile(f"[{''.join(_MARKS)}]+")
_LONG = 100
_HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_SOFT_HYPHEN = "\u00ad"
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_TONE_PAIRS = ("oa", "oe", "uy")

_LETTERS_FROM = 60
_DIGITS_FROM = 10
_OTHER_LETTER = 120
_WORD_GAP, _TONE_GAP = 2, 1


def nfc(text: str) -> str:
    """The text in composed form, with hidden characters removed and spaces made single.

    Args:
        text: typed, pasted or imported text; line breaks are kept.
    """
    return tidy(text.replace(_SOFT_HYPHEN, ""))


def tidy(text: str) -> str:
    """As `nfc`, but soft hyphens stay: in old encodings they are a letter (ư).

    Args:
        text: text as a file has it, its encoding not yet known.
    """
    composed = unicodedata.normalize("NFC", text.translate(_HIDDEN))
    lines = composed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {ord("đ"): "d", ord("Đ"): "d"}
    for base in "aăâeêioôơuưy":
        for tone in ("", *_TONES):
            for letter in (base, base.upper()):
                composed = unicodedata.normalize("NFC", letter + tone)
                plain = unicodedata.normalize("NFD", composed)[0].lower()
                table[ord(composed)] = plain
    table.update({ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    for combining in range(0x0300, 0x0370):
        table[combining] = ""
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """The text without case and diacritics, đ as d: what a search compares.

    Args:
        text: any text, composed or not.
    """
    if text.isascii():
        return text.lower()
    folded = _folded(text) if len(text) > _LONG else None
    if folded is None:
        folded = text.translate(_FOLD)
        if not folded.isascii():
            # Marks go before the case does: some of them become letters otherwise (ᾳ).
            folded = _without_marks(_without_marks(folded).casefold()).translate(_FOLD)
    return folded


def _folded(text: str) -> str | None:
    """A long text, at the speed of the machine; None if it has letters of other alphabets."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    plain = apart.encode("ascii", "ignore")
    if len(plain) + sum(map(apart.count, _MARKS)) == len(apart):
        return plain.decode("ascii").lower()
    bare = _MARK_RUNS.sub("", apart)
    return bare.lower() if all(map(_is_plain, set(bare))) else None


@lru_cache(maxsize=1024)
def _is_plain(sign: str) -> bool:
    """Whether a sign is the same in small letters, and no mark."""
    if sign.isascii():
        return True
    same = unicodedata.normalize("NFD", sign) == sign.lower() == sign.casefold() == sign
    if ord(sign) in _FOLD:
        return False
    return same and not unicodedata.combining(sign)


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _tone_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for pair in _TONE_PAIRS:
        for tone in _TONES:
            old = pair[0] + unicodedata.normalize("NFC", pair[1] + tone)
            table[old] = unicodedata.normalize("NFC", pair[0] + tone) + pair[1]
    return table


_TONE_PLACE = _tone_table()
_TONE_PATTERN = re.compile("|".join(map(re.escape, _TONE_PLACE)))


def accented(text: str) -> str:
    """The text in small letters with its accents, each tone in one agreed place (uỷ = ủy).

    Args:
        text: any text.
    """
    lower = unicodedata.normalize("NFC", text).lower()
    return _TONE_PATTERN.sub(lambda match: _TONE_PLACE[match.group()], lower)


def words(text: str) -> list[str]:
    """The words and numbers of a text, in order, as typed.

    Args:
        text: any text; marks and spaces separate words.
    """
    return _WORDS.findall(unicodedata.normalize("NFC", text))


def has_accents(text: str) -> bool:
    """Whether the text carries a diacritic or đ, so that a search for it should be strict."""
    return fold(text) != text.lower()


def _weights() -> dict[str, tuple[int, int]]:
    table: dict[str, tuple[int, int]] = {}
    for place, letter in enumerate(_ALPHABET):
        for tone, weight in (("", 0), *_TONES.items()):
            composed = unicodedata.normalize("NFC", letter + tone)
            if len(composed) == 1:
                table[composed] = (_LETTERS_FROM + place, weight)
    for digit in "0123456789":
        table[digit] = (_DIGITS_FROM + int(digit), 0)
    return table


_WEIGHTS = _weights()


@lru_cache(maxsize=4096)
def _word_key(word: str) -> tuple[bytes, bytes]:
    """Key of the letters and of the tone of a word; Vietnamese has few and repeats them."""
    letters = bytearray()
    if word[0].isdecimal():
        digits = word.lstrip("0") or "0"
        letters.append(_DIGITS_FROM + 10 + min(len(digits), 30))
        letters.extend(_DIGITS_FROM + int(d) for d in digits)
        return bytes(letters), b""
    tone = 0
    for character in word:
        weight = _WEIGHTS.get(character)
        if weight is None:
            letters.append(_OTHER_LETTER)
            letters.extend(character.encode("utf-8"))
        else:
            letters.append(weight[0])
            tone = tone or weight[1]
    return bytes(letters), bytes((10 + tone,))


def sort_key(text: str) -> bytes:
    """Key by which texts stand in Vietnamese dictionary order, numbers by value.

    Keys are compared byte by byte, so an index on them gives the same order on every machine.

    Args:
        text: a name or title; case and punctuation do not count.

    Returns:
        Bytes; equal for texts that differ only in case, spacing or punctuation.
    """
    letters, tones = bytearray(), bytearray()
    for word in _WORDS.findall(unicodedata.normalize("NFC", text).lower()):
        if letters:
            letters.append(_WORD_GAP)
        spelling, tone = _word_key(word)
        letters += spelling
        tones += tone
    return bytes(letters) + bytes((_TONE_GAP,)) + bytes(tones)


def person_sort_key(name: str) -> bytes:
    """Key by which people stand in a list: given name (tên) first, then family and middle names.

    Args:
        name: full name in Vietnamese order, e.g. "Nguyễn Văn Mẫu".
    """
    parts = name.split()
    return sort_key(" ".join([*parts[-1:], *parts[:-1]]))
