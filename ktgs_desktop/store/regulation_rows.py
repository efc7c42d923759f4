"""What the rows of regulations, their words and notes hold beside their own fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.force_spans import ForceSpan, own_span
from ktgs_desktop.domain.regulations import number_form
from ktgs_desktop.domain.vietnamese import sort_key

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_articles import RegulationText
    from ktgs_desktop.domain.regulation_notes import RegulationNote
    from ktgs_desktop.domain.regulations import Regulation

_KEY_BYTES = 96
NEVER = "9999"
"""Stands for a day that is not known, after all that are."""


def of_regulation(entity: Regulation) -> dict[str, Any]:
    """Columns derived from a regulation; the days are those it has without any other text.

    Args:
        entity: the regulation.
    """
    return {
        "number_key": sort_key(entity.number)[:_KEY_BYTES],
        "issuer_key": sort_key(entity.issuer)[:_KEY_BYTES],
        "title_key": sort_key(entity.title)[:_KEY_BYTES],
        "issued_key": entity.issued.iso if entity.issued else "",
        "effective_key": entity.effective_from.iso if entity.effective_from else "",
        "number_form": number_form(entity.number),
        **of_span(own_span(entity)),
    }


def of_span(span: ForceSpan) -> dict[str, str]:
    """The days that decide how a text stands, as columns.

    Args:
        span: the days.
    """
    return {
        "possible_key": _day(span.possible, ""),
        "sure_key": _day(span.sure, NEVER),
        "doubt_key": _day(span.doubt, NEVER),
        "ended_key": _day(span.ended, NEVER),
    }


def _day(day: date | None, unknown: str) -> str:
    return unknown if day is None else day.isoformat()


def words_of_regulation(entity: Regulation) -> str:
    """All searchable text of a regulation, without its articles.

    Args:
        entity: the regulation.
    """
    dates = " ".join(str(one) for one in (entity.issued, entity.effective_from) if one)
    return " ".join((entity.number, entity.title, entity.issuer, dates, *entity.partners))


def words_of_text(entity: RegulationText) -> str:
    """All searchable words of a regulation's articles.

    Args:
        entity: a version of its words.
    """
    return "\n".join(f"{one.label} {one.heading}\n{one.text}" for one in entity.articles)


def of_note(entity: RegulationNote) -> dict[str, Any]:
    """Columns derived from a note.

    Args:
        entity: the note.
    """
    return {"review_key": entity.review_on.isoformat() if entity.review_on else NEVER}


def words_of_note(entity: RegulationNote) -> str:
    """All searchable text of a note, without that of its files.

    Args:
        entity: the note.
    """
    return " ".join((entity.text, *(file.name for file in entity.files)))
