"""How regulations are spoken of: their kinds, how they stand on a day and why, what is unsure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import i18n
from ktgs_desktop.domain.regulation_force import Force, ForceReason, ForceSpan, ForceStatus
from ktgs_desktop.domain.regulations import (
    Confidence,
    RegulationKind,
    RelationKind,
    Standing,
    TitleKind,
)
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.dates import PartialDate
    from ktgs_desktop.domain.regulations import Regulation

KINDS: Mapping[str, Late] = {
    RegulationKind.CHARTER: late("Charter (Điều lệ)"),
    RegulationKind.REGULATION: late("Regulation (Quy định)"),
    RegulationKind.DECISION: late("Decision (Quyết định)"),
    RegulationKind.GUIDANCE: late("Guidance (Hướng dẫn)"),
    RegulationKind.RESOLUTION: late("Resolution (Nghị quyết)"),
    RegulationKind.CONCLUSION: late("Conclusion (Kết luận)"),
    RegulationKind.DIRECTIVE: late("Directive (Chỉ thị)"),
    RegulationKind.RULES: late("Rules (Quy chế)"),
    RegulationKind.COORDINATION: late("Rules of coordination (Quy chế phối hợp)"),
    RegulationKind.PROGRAM: late("Program (Chương trình)"),
    RegulationKind.LAW: late("Law (Luật)"),
    RegulationKind.DECREE: late("Decree (Nghị định)"),
    RegulationKind.CIRCULAR: late("Circular (Thông tư)"),
    RegulationKind.OTHER: late("Other text"),
}
"""What texts call themselves."""
STATUSES: Mapping[str, Late] = {
    ForceStatus.IN_FORCE: late("in force"),
    ForceStatus.NOT_YET: late("not yet in force"),
    ForceStatus.ENDED: late("no longer in force"),
    ForceStatus.UNCERTAIN: late("not certain"),
}
SIGNS: Mapping[str, str] = {
    ForceStatus.IN_FORCE: "●",
    ForceStatus.NOT_YET: "◌",
    ForceStatus.ENDED: "✖",
    ForceStatus.UNCERTAIN: "?",
}
TINTS: Mapping[str, str] = {
    ForceStatus.IN_FORCE: "done",
    ForceStatus.NOT_YET: "in_progress",
    ForceStatus.ENDED: "muted",
    ForceStatus.UNCERTAIN: "due_soon",
}
RELATIONS: Mapping[str, Late] = {
    RelationKind.REPLACES: late("replaces"),
    RelationKind.AMENDS: late("amends"),
    RelationKind.IMPLEMENTS: late("implements"),
    RelationKind.REPEALS_PART: late("repeals a part of"),
}
"""What a text does to an earlier one."""
REVERSED: Mapping[str, Late] = {
    RelationKind.REPLACES: late("replaced by"),
    RelationKind.AMENDS: late("amended by"),
    RelationKind.IMPLEMENTS: late("implemented by"),
    RelationKind.REPEALS_PART: late("repealed in part by"),
}
"""What a later text does to this one."""


def status_text(status: str) -> str:
    """How a text stands, with its sign.

    Args:
        status: a value of `ForceStatus`.
    """
    return f"{SIGNS[status]} {STATUSES[status]}"


def partial(day: PartialDate | None) -> str:
    """A day as far as it is known; nothing for one that is not.

    Args:
        day: the day.
    """
    return str(day) if day is not None else ""


def validity(start: PartialDate | None, span: ForceSpan) -> str:
    """From when to when a text is in force, "?" for an end that is not known.

    Args:
        start: its first day as far as known.
        span: the days that decide.
    """
    if span.ended is None:
        end = "?" if span.doubt is not None else "…"
    else:
        unsure = span.doubt is not None and span.doubt < span.ended
        end = ("≤ " if unsure else "") + i18n.day(span.ended - timedelta(days=1))
    return f"{partial(start) or '?'} – {end}"


def unsure(title_kind: str, confidence: str, standing: str) -> list[str]:
    """What is not confirmed of a text, in words.

    Args:
        title_kind: a value of `TitleKind`.
        confidence: a value of `Confidence`.
        standing: a value of `Standing`.
    """
    found = []
    if title_kind == TitleKind.PARAPHRASE:
        found.append(_("abstract paraphrased"))
    if standing == Standing.UNCONFIRMED:
        found.append(_("standing not confirmed"))
    elif standing == Standing.LIKELY:
        found.append(_("probably in force"))
    if confidence == Confidence.LOW:
        found.append(_("hardly confirmed"))
    elif confidence == Confidence.MEDIUM:
        found.append(_("not confirmed"))
    return found


_REASONS: Mapping[tuple[str, bool], Late] = {
    (ForceReason.STARTS, True): late("not yet in force; it begins on {day}"),
    (ForceReason.STARTS, False): late("not yet in force"),
    (ForceReason.START_UNKNOWN, False): late("not certain: its first day is not known"),
    (ForceReason.REPLACED, True): late("no longer in force since {day}, replaced by {number}"),
    (ForceReason.REPLACED, False): late("no longer in force, replaced by {number}"),
    (ForceReason.REPLACER_UNKNOWN, False): late(
        "not certain: {number} replaces it from a day that is not known"
    ),
    (ForceReason.STATED_END, True): late("no longer in force; its last day was {day}"),
    (ForceReason.STATED_END, False): late("not certain: its last day is known only in part"),
    (ForceReason.UNCONFIRMED, True): late(
        "not certain: from {day} it is not confirmed that it is still in force"
    ),
    (ForceReason.UNCONFIRMED, False): late(
        "not certain: it is not confirmed that it is still in force"
    ),
}
_SOME_DAY: Mapping[str, Late] = {
    ForceStatus.ENDED: late("no longer in force; it ended by {day}"),
    ForceStatus.UNCERTAIN: late("not certain: it ended on a day not known, by {day}"),
}


def reason_text(force: Force, named: Mapping[UUID, Regulation]) -> str:
    """How a text stands and why: "no longer in force since 30/05/2025, replaced by 296-QĐ/TW".

    Args:
        force: how it stands.
        named: texts by their ids.
    """
    number = named[force.by].number if force.by is not None and force.by in named else "?"
    day = i18n.day(force.on) if force.on is not None else ""
    words = _REASONS.get((force.reason, bool(day))) or _REASONS.get((force.reason, False))
    if force.reason == ForceReason.ENDED_SOME_DAY:
        words = _SOME_DAY[force.status]
    return str(words or STATUSES[force.status]).format(day=day or "?", number=number)
