"""Words for lists of regulations: how they came, what a newer one changes, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.installed_lists import ListOrigin
from ktgs_desktop.domain.regulation_differences import ARTICLE, RELATION
from ktgs_desktop.gui.widgets.record_words import field_text
from ktgs_desktop.gui.widgets.regulation_words import RELATIONS
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.installed_lists import InstalledList
    from ktgs_desktop.domain.regulation_differences import FieldDifference, TextChange
    from ktgs_desktop.domain.regulation_lists import ListFacts

ORIGINS: Mapping[str, Late] = {
    ListOrigin.SHIPPED: late("with the program"),
    ListOrigin.FILE: late("as a file"),
    ListOrigin.PACKAGE: late("in a package"),
}
"""How a list came."""


def origin_text(came: str) -> str:
    """How a list came.

    Args:
        came: a value of `ListOrigin`.
    """
    return str(ORIGINS.get(came, came))


def signers_text(installed: InstalledList) -> str:
    """Who signed a list.

    Args:
        installed: the list.
    """
    return ", ".join(installed.signers) or _("nobody")


def facts_text(facts: ListFacts) -> str:
    """What a list says of itself, in a line.

    Args:
        facts: its facts.
    """
    told = _("version {version}, issued {issued}, good until {expires}")
    text = told.format(
        version=facts.version, issued=i18n.day(facts.issued), expires=i18n.day(facts.expires)
    )
    if facts.base is None:
        return text
    return _("{list}; only what changed since version {base}").format(list=text, base=facts.base)


def warning_texts(codes: tuple[str, ...], expires: date | None) -> list[str]:
    """What is doubtful about a list.

    Args:
        codes: codes of sentences.
        expires: last day it counts as up to date.
    """
    return [messages.text_told(code, {"date": expires} if expires else {}) for code in codes]


def ending_text(change: TextChange) -> str:
    """Since when a text has ended, and by which.

    Args:
        change: the text.
    """
    parts = []
    if change.ended_on is not None:
        parts.append(_("last day {day}").format(day=change.ended_on))
    if change.ended_by is not None:
        parts.append(_("replaced by {number}").format(number=change.ended_by.label))
    return "; ".join(parts)


def difference_name(one: FieldDifference) -> str:
    """What is called that changed.

    Args:
        one: the difference.
    """
    if one.name == ARTICLE:
        return one.where
    if one.name == RELATION:
        kind, _space, number = one.where.partition(" ")
        return f"{RELATIONS.get(kind, kind)} {number}"
    return field_text(one.name)
