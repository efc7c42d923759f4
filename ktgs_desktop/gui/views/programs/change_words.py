"""What amendments do to lines, in words: sign, word, and from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.amendments import ChangeAction, differences
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.programs import ItemStatus
from ktgs_desktop.gui.views.programs.item_form import FIELD_NAMES
from ktgs_desktop.gui.widgets.history_panel import shown_value
from ktgs_desktop.i18n import Late, late

if TYPE_CHECKING:
    from ktgs_desktop.domain.amendments import Compared, ItemChange
    from ktgs_desktop.domain.programs import ProgramItem

STATUS_WORDS: dict[str, Late] = {
    ItemStatus.ADDED: late("added"),
    ItemStatus.CHANGED: late("changed"),
    ItemStatus.DROPPED: late("dropped"),
    ItemStatus.POSTPONED: late("put off"),
}
STATUS_SIGNS = {
    ItemStatus.ADDED: "+",
    ItemStatus.CHANGED: "✎",
    ItemStatus.DROPPED: "✕",
    ItemStatus.POSTPONED: "↷",
}
TINTS = {
    ItemStatus.ADDED: "done",
    ItemStatus.CHANGED: "in_progress",
    ItemStatus.DROPPED: "overdue",
    ItemStatus.POSTPONED: "not_started",
}
_NAMED, _GONE, _NEW = late("named later"), late("gone"), late("new")
_POSTPONED_TO = late("to the year {year}")


def status_text(status: str, postponed_to: int | None = None) -> str:
    """What amendments made of a line: sign and word; empty for a line as it was issued.

    Args:
        status: the line's status.
        postponed_to: the year it is put off to, None if it is not.
    """
    known = {str(key): word for key, word in STATUS_WORDS.items()}
    if status not in known:
        return ""
    text = f"{STATUS_SIGNS[ItemStatus(status)]} {known[status]}"
    if postponed_to is not None:
        text += " " + str(_POSTPONED_TO).format(year=postponed_to)
    return text


def action_text(change: ItemChange) -> str:
    """What a change does: sign and word.

    Args:
        change: the change.
    """
    if change.action == ChangeAction.NAMED:
        return f"☰ {_NAMED}"
    return status_text(change.action, change.after.postponed_to)


def field_texts(before: ProgramItem, after: ProgramItem) -> list[str]:
    """What differs between two versions of a line: the field, from what, to what.

    Args:
        before: the earlier version.
        after: the later one.
    """
    was, now = to_document(before), to_document(after)
    texts = []
    for name in differences(before, after):
        if name not in FIELD_NAMES:
            continue
        old, new = (shown_value(name, part[name], {}) or "–" for part in (was, now))
        texts.append(f"{FIELD_NAMES[name]}: {old} → {new}")
    return texts


def change_texts(change: ItemChange) -> list[str]:
    """What a change makes of a line, a text for each field; none for one that comes or goes.

    Args:
        change: the change.
    """
    return field_texts(change.before, change.after) if change.before is not None else []


def difference_text(one: Compared) -> tuple[str, str]:
    """How a line differs between two days: sign and word, and from what to what.

    Args:
        one: the line on both days.
    """
    if one.after is None:
        return f"{STATUS_SIGNS[ItemStatus.DROPPED]} {_GONE}", ""
    if one.before is None:
        return f"{STATUS_SIGNS[ItemStatus.ADDED]} {_NEW}", ""
    return status_text(ItemStatus.CHANGED), "\n".join(field_texts(one.before, one.after))
