"""Texts in the user's language: gettext catalogues, looked up late, through Babel's formats.

The source text is English; `resources/locale/vi` holds the Vietnamese one. A text that is needed
at import time is marked with `late` and becomes a string when it is shown.
"""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop import paths

if TYPE_CHECKING:
    from datetime import date, datetime

DOMAIN = "ktgs"


class _Language:
    """The language in force; a program has one at a time."""

    code = "vi"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


class Late:
    """A text whose language is chosen when it is shown, not when it is written down."""

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source

    @override
    def __str__(self) -> str:
        return translate(self.source)


def late(source: str) -> Late:
    """Mark a text for the catalogue and look it up when it is shown.

    Args:
        source: the English text.
    """
    return Late(source)


def use(language: str) -> None:
    """Choose the language of all texts shown from now on.

    Args:
        language: `vi` or `en`.
    """
    _Language.code = language
    _Language.catalogue = _catalogue(language)


def _catalogue(language: str) -> gettext.NullTranslations:
    try:
        folder = paths.resource("locale")
    except FileNotFoundError:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, str(folder), [language], fallback=True)


def language() -> str:
    """Code of the language in force, `vi` or `en`."""
    return _Language.code


def translate(source: str) -> str:
    """The text in the language in force.

    Args:
        source: the English text, without f-string fields.
    """
    return _Language.catalogue.gettext(source) if source else ""


def translate_many(singular: str, plural: str, count: int) -> str:
    """The text for a number of things.

    Args:
        singular: English text for one.
        plural: English text for several.
        count: how many.
    """
    return _Language.catalogue.ngettext(singular, plural, count)


def has_translation(source: str) -> bool:
    """Whether the catalogue in force knows the text (used for Qt's own strings)."""
    return bool(source) and _Language.catalogue.gettext(source) != source


def number(value: int) -> str:
    """A whole number with the language's grouping: 26.000 in Vietnamese.

    Args:
        value: the number.
    """
    from babel.numbers import format_decimal  # 40 ms, not needed for the first window

    return format_decimal(value, locale=_Language.code)


def day(value: date) -> str:
    """A date as tables and fields show it, and as it may be typed: 05/01/2021.

    Args:
        value: the date.
    """
    return f"{value.day:02}/{value.month:02}/{value.year}"


def short_day(value: date) -> str:
    """A date where its year is known: 05/01.

    Args:
        value: the date.
    """
    return f"{value.day:02}/{value.month:02}"


def moment(value: datetime, *, seconds: bool = False) -> str:
    """A date with its time: 05/01/2021 09:15.

    Args:
        value: when it was.
        seconds: whether to the second.
    """
    return f"{day(value)} {value:{'%H:%M:%S' if seconds else '%H:%M'}}"


def long_day(value: date) -> str:
    """A date with its weekday, for headings: "Thứ Ba, 06/07/2021".

    Args:
        value: the date.
    """
    from babel.dates import format_date  # 40 ms, not needed for the first window

    if _Language.code == "vi":
        weekday = format_date(value, "EEEE", locale="vi")
        return f"{weekday}, {day(value)}"
    return format_date(value, "EEEE, d MMMM y", locale="en")
