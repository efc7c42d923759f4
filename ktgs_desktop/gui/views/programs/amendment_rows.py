"""What the pane of amendments says: entries of its list, its heads, the rows of its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.programs import ItemStatus
from ktgs_desktop.gui.views.programs.change_words import (
    TINTS,
    action_text,
    change_texts,
    status_text,
)
from ktgs_desktop.gui.views.programs.changes_table import Row
from ktgs_desktop.gui.views.programs.line_head import shortened
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.amendments import ItemChange
    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.services.amendments import AmendmentDetail

_UNTOUCHED = 75  # letters of a line the draft leaves as it is
_TINTS = {str(status): tint for status, tint in TINTS.items()}


def original_text(program: Program) -> str:
    """The entry of the program as issued.

    Args:
        program: the program.
    """
    day = i18n.day(program.issued_on) if program.issued_on else ""
    return _("Original") + f"\n{program.number} · {day}"


def entry_text(detail: AmendmentDetail) -> str:
    """The entry of an amendment.

    Args:
        detail: the amendment.
    """
    one = detail.amendment
    head = _("Amendment {seq}").format(seq=one.seq)
    if detail.draft or one.decided_on is None:
        return f"{head}\n" + _("draft · changes: {count}").format(count=len(detail.changes))
    return f"{head}\n{one.number} · {i18n.day(one.decided_on)}"


def state_text(details: Sequence[AmendmentDetail]) -> str:
    """How often the program was amended.

    Args:
        details: its amendments.
    """
    issued = sum(not one.draft for one in details)
    if any(one.draft for one in details):
        return _("Amendments issued: {count}; another is being drafted.").format(count=issued)
    if not issued:
        return _("The program stands as it was issued.")
    return _("Amendments issued: {count}.").format(count=issued)


def title_text(program: Program | None, detail: AmendmentDetail | None) -> str:
    """The head of what is chosen.

    Args:
        program: the program.
        detail: the amendment, None for the original.
    """
    if detail is not None:
        return detail.amendment.title
    return program.title if program is not None else ""


def about_text(program: Program | None, detail: AmendmentDetail | None) -> str:
    """What is said below the head: number, day and signer, or the reason.

    Args:
        program: the program.
        detail: the amendment, None for the original.
    """
    if detail is None:
        if program is None or program.issued_on is None:
            return ""
        parts = [program.number, i18n.day(program.issued_on), program.signer]
        return " · ".join(part for part in parts if part)
    one = detail.amendment
    reason = _("Reason: {reason}").format(reason=one.reason or "–")
    if one.decided_on is None:
        return _("Draft") + " · " + reason
    return " · ".join((one.number, i18n.day(one.decided_on), one.signer, reason))


def _flat(text: str) -> str:
    return " ".join(text.split())


def line_rows(lines: Sequence[ProgramItem]) -> list[Row]:
    """Rows of the program as issued.

    Args:
        lines: its lines in their order.
    """
    return [
        Row(item.id, ("", str(place), _flat(item.content), "", ""))
        for place, item in enumerate(lines, start=1)
    ]


def change_rows(changes: Iterable[ItemChange]) -> list[Row]:
    """Rows of an issued amendment: its changes.

    Args:
        changes: its changes.
    """
    return [
        Row(
            change.item,
            _texts(change, "", change.before or change.after),
            _TINTS.get(change.action, ""),
        )
        for change in sorted(changes, key=lambda one: one.seq)
    ]


def _texts(change: ItemChange, number: str, line: ProgramItem) -> tuple[str, ...]:
    told = "\n".join(change_texts(change))
    return action_text(change), number, _flat(line.content), told, change.reason


def draft_rows(lines: Sequence[ProgramItem], changes: Sequence[ItemChange]) -> list[Row]:
    """Rows of a draft: every line of the program with what the draft does to it, then new ones.

    Args:
        lines: the program's lines as they are, in their order.
        changes: what the draft does.
    """
    own = {change.item: change for change in changes}
    rows = []
    place = 0
    for item in lines:
        place += item.in_force
        number = str(place) if item.in_force else ""
        change = own.get(item.id)
        if change is not None:
            texts = _texts(change, number, item)
            rows.append(Row(item.id, texts, _TINTS.get(change.action, "")))
            continue
        gone = "" if item.in_force else status_text(item.status, item.postponed_to)
        content = shortened(_flat(item.content), _UNTOUCHED)
        rows.append(Row(item.id, (gone, number, content, "", ""), "muted", not item.in_force))
    added = [change for change in changes if change.action == ChangeAction.ADDED]
    rows += [
        Row(change.item, _texts(change, "", change.after), _TINTS[ItemStatus.ADDED])
        for change in added
    ]
    return rows
