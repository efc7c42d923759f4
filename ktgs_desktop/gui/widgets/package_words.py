"""Words for packages: kinds, states, channels, what becomes of records, and why records stay."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ktgs_desktop import i18n, messages
from ktgs_desktop.exchange_texts import channel_text
from ktgs_desktop.gui.widgets.record_words import entity_text, value_text
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.services.exchange.logbook import Gap, SentRow
    from ktgs_desktop.services.exchange.own_packages import OwnOutlook
    from ktgs_desktop.services.exchange.sending import Outlook

KINDS: Mapping[str, Late] = {
    "": late("not read yet"),
    "data": late("data"),
    "blob": late("attachments"),
    "receipt": late("receipt"),
    "directive": late("directives"),
    "request": late("request to send again"),
    "recovery": late("data returned"),
    "reglist": late("list of regulations"),
    "trust": late("trust lists"),
    "internal": late("work of another computer"),
}
SENT_STATES: Mapping[str, Late] = {
    "MADE": late("made, not on a stick yet"),
    "CARRIED": late("on its way"),
    "RECEIVED": late("received"),
    "REFUSED": late("refused"),
}
SENT_SIGNS = {"MADE": "○ ", "CARRIED": "→ ", "RECEIVED": "✔ ", "REFUSED": "✖ "}
SENT_TINTS = {"MADE": "muted", "CARRIED": "in_progress", "RECEIVED": "done", "REFUSED": "overdue"}
JOB_STATES: Mapping[str, Late] = {
    "SPOOLED": late("copied, not looked at"),
    "CHECKED": late("looked at, not taken in"),
    "APPLIED": late("taken in, receipt not written"),
    "DONE": late("taken in, receipt written"),
    "REFUSED": late("refused"),
    "LEFT": late("left"),
    "WITHDRAWN": late("taking in undone"),
}
JOB_SIGNS = {
    "SPOOLED": "→ ", "CHECKED": "→ ", "APPLIED": "✔ ", "DONE": "✔ ", "REFUSED": "✖ ", "LEFT": "○ ",
    "WITHDRAWN": "○ ",
}  # fmt: skip
JOB_TINTS = {
    "SPOOLED": "in_progress", "CHECKED": "in_progress", "APPLIED": "done", "DONE": "done",
    "REFUSED": "overdue", "LEFT": "muted", "WITHDRAWN": "muted",
}  # fmt: skip
EFFECTS: Mapping[str, Late] = {
    "CONFLICT": late("in two versions"),
    "NEW": late("new"),
    "CHANGED": late("changed"),
    "VOIDED": late("void"),
    "WITHDRAWN": late("taken back"),
    "HELD": late("waiting"),
    "NEWER": late("needs a newer version of this program"),
}
"""What becomes of a record, what needs a person first."""
EFFECT_TINTS = {
    "CONFLICT": "overdue", "NEW": "done", "CHANGED": "in_progress", "VOIDED": "muted",
    "WITHDRAWN": "muted", "HELD": "due_soon", "NEWER": "due_soon",
}  # fmt: skip
_KEPT: Mapping[str, Late] = {
    "DRAFT": late("not issued yet"),
    "SECRET": late("secret"),
    "INTERNAL": late("of this office only"),
    "UNDECIDED": late("not decided yet"),
}
_STAYING = frozenset(("DRAFT", "SECRET", "UNDECIDED"))
_ANSWERS = ("receipt", "request")
_UNANSWERED = (*_ANSWERS, "internal")


def moment_text(iso: str) -> str:
    """A moment as people write it.

    Args:
        iso: ISO time, or empty.
    """
    return i18n.moment(datetime.fromisoformat(iso)) if iso else ""


def counts_text(counts: Mapping[str, int]) -> str:
    """Records by kind, in one line.

    Args:
        counts: how many of each kind.
    """
    return ", ".join(
        _("{kind}: {count}").format(kind=entity_text(kind), count=i18n.number(count))
        for kind, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if count
    )


def size_text(size: int) -> str:
    """How large a file is.

    Args:
        size: bytes.
    """
    step = 1024
    if size < step * step:
        return _("{count} KB").format(count=i18n.number(max(1, round(size / step))))
    return _("{count} MB").format(count=i18n.number(round(size / step / step)))


def outlook_lines(found: Outlook) -> list[str]:
    """What a package would carry, what stays, and how it stands with the last one.

    Args:
        found: what would go.
    """
    total = sum(found.changes.values())
    if found.empty:
        lines = ["✔ " + _("Nothing is new for {unit}.").format(unit=found.name)]
    elif not found.since:
        told = _("No receipt has come from {unit} yet; {count} changes go.")
        lines = [told.format(unit=found.name, count=i18n.number(total))]
    elif found.full:
        told = _("Everything goes: {count} changes.")
        lines = [told.format(count=i18n.number(total))]
    else:
        told = _("New since the receipt of {moment}: {count} changes.")
        lines = [told.format(moment=moment_text(found.since), count=i18n.number(total))]
    if any(found.written.values()):
        lines.append(_("Written since: {counts}.").format(counts=counts_text(found.written)))
    if any(found.taken_back.values()):
        lines.append(_("Taken back: {counts}.").format(counts=counts_text(found.taken_back)))
    lines += _kept_lines(found)
    if found.bundles:
        told = _("Packages of units below that are handed on: {count}.")
        lines.append(told.format(count=i18n.number(found.bundles)))
    if found.pending:
        told = _("Packages sent before that have no receipt yet: {count}.")
        lines.append(told.format(count=i18n.number(found.pending)))
    return lines


def own_lines(found: OwnOutlook) -> list[str]:
    """What a package to another of the office's computers would carry.

    Args:
        found: what would go.
    """
    name = found.computer.name
    if not found.changes:
        lines = ["✔ " + _("The {computer} has everything that is here.").format(computer=name)]
    else:
        told = _("Work that the {computer} has not: {count} changes, {files} attachments.")
        counts = {"count": i18n.number(found.changes), "files": i18n.number(found.files)}
        lines = [told.format(computer=name, **counts)]
    if found.changes and found.written:
        told = _("It was written to a stick on {moment}; what comes back will say that it arrived.")
        lines.append(told.format(moment=moment_text(found.written)))
    if found.computer.heard:
        told = _("Its own work was last taken in here on {moment}.")
        lines.append(told.format(moment=moment_text(found.computer.heard)))
    else:
        lines.append(_("Nothing of its own work was taken in here yet."))
    if found.missing:
        told = _("Attachments that are on another computer only: {count}.")
        lines.append("▲ " + told.format(count=i18n.number(found.missing)))
    return lines


def _kept_lines(found: Outlook) -> list[str]:
    by_reason: dict[str, Counter[str]] = {}
    for (kind, why), count in found.kept.items():
        if why in _STAYING:
            by_reason.setdefault(str(why), Counter())[kind] += count
    return [
        _("Stays here, {why}: {counts}.").format(why=str(_KEPT[why]), counts=counts_text(counts))
        for why, counts in sorted(by_reason.items())
    ]


def sent_text(row: SentRow) -> str:
    """How a package that was sent stands.

    Args:
        row: the package.
    """
    state = row.package.state
    if state == "CARRIED" and row.package.kind in _UNANSWERED:
        return SENT_SIGNS["RECEIVED"] + _("written to the stick")
    if row.late:
        return "▲ " + _("no receipt for {days} days").format(days=row.waited)
    return SENT_SIGNS.get(state, "") + str(SENT_STATES.get(state, state))


def sent_told(row: SentRow) -> str:
    """How a package that was sent stands, with the reason if it was refused.

    Args:
        row: the package.
    """
    told = sent_text(row)
    return f"{told}. {messages.text_told(row.refusal, {})}" if row.refusal else told


def job_text(job: ImportJob) -> str:
    """How a file that was taken in stands.

    Args:
        job: the taking in.
    """
    if job.state == "APPLIED" and job.kind in (*_ANSWERS, "internal", "trust"):
        return JOB_SIGNS["DONE"] + _("taken in")
    return JOB_SIGNS.get(job.state, "") + str(JOB_STATES.get(job.state, job.state))


def job_told(job: ImportJob) -> str:
    """What became of a file, as one sentence or two.

    Args:
        job: the taking in.
    """
    report = job.report if isinstance(job.report, dict) else {}
    told = job_text(job)
    if job.code:
        return f"{told}. {messages.text_told(job.code, report)}"
    if job.state == "WITHDRAWN" and report.get("reason"):
        return _("{state}: {reason}").format(state=told, reason=report["reason"])
    return told


def gap_text(gap: Gap) -> str:
    """What of a unit is missing.

    Args:
        gap: the unit whose earlier data is missing.
    """
    told = _("Earlier data of {unit} is missing ({parts}); {count} changes wait for it.")
    parts = "; ".join(
        _("{channel} {first} to {last}").format(
            channel=channel_text(one.channel), first=one.here + 1, last=one.first - 1
        )
        for one in gap.waiting
    )
    return told.format(unit=gap.name, parts=parts, count=i18n.number(gap.count))


def spelled_value(entity: str, field: str, spelled: str) -> str:
    """A value of a record as people read it.

    Args:
        entity: kind of the record.
        field: the field.
        spelled: the value as a report spells it.
    """
    try:
        value = json.loads(spelled) if spelled[:1] in ("[", "{") or spelled.isdigit() else spelled
    except ValueError:  # cut, because it is long
        return spelled
    return value_text(entity, field, value)
