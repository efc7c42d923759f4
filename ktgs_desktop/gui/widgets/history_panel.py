"""The history of a record: who changed what, when, from what to what, as people say it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import ROMAN_QUARTERS, PartialDate
from ktgs_desktop.domain.remark_states import RemarkState
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.remark_states import RemarkRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.history import Version

_LONGEST = 160
_CODES = {
    "task_kind": "task_kinds",
    "method": "methods",
    "org_type": "organization_types",
    "level": "levels",
    "end_reason": "end_reasons",
    "document_type": "document_types",
    "term": "terms",
}
_WORDS: Mapping[str, Late] = {
    "ANNUAL": late("Program of a year"),
    "TERM": late("Program of the term"),
    "DRAFT": late("draft"),
    "ISSUED": late("issued, locked"),
    "DONE": late("Done"),
    "IN_PROGRESS": late("In progress"),
    "NOT_STARTED": late("Not started"),
}
_WORDED = ("kind", "state")
_DAYS = ("founded", "ended", "issued_on", "started_on", "done_on")
_PARTIAL_DAYS = ("birth_date", "period_from", "period_to", "work_from", "work_to")
_ORGANIZATIONS = ("parent", "organization")
_LINES = ("term_item",)
_TITLES = ("name", "title", "code", "position")
Names = Mapping[UUID, str]


class HistoryPanel(QWidget):
    """Shows every version of a record, the latest first.

    Args:
        session: the session.
        entity: name of the kind of record.
        names: what fields are called, in the order they are shown; others are not.
    """

    def __init__(
        self,
        session: Session,
        entity: str,
        names: Mapping[str, Late],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._entity = entity
        self._names = names
        self._record: UUID | None = None
        self._reading: Task | None = None
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("History"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.text)

    def show_record(self, record: UUID | None) -> None:
        """Show the history of a record.

        Args:
            record: its id, None for none.
        """
        if record is None or record != self._record:
            self.text.clear()
        self._record = record
        if record is None:
            return
        from ktgs_desktop.services import history, organizations, program_items  # with the database
        from ktgs_desktop.services.exchange import remarks

        workspace, entity = self._session.workspace, self._entity

        def work(_progress: Progress) -> tuple[Sequence[Version], Names, Sequence[RemarkRow]]:
            found = history.versions(workspace, entity, record)
            above = organizations.names(workspace, set(_mentioned(found, _ORGANIZATIONS)))
            lines = program_items.contents(workspace, set(_mentioned(found, _LINES)))
            return found, {**above, **lines}, remarks.of_record(workspace, record)

        def then(found: tuple[Sequence[Version], Names, Sequence[RemarkRow]]) -> None:
            if self._record == record:
                said = "".join(map(_remark, found[2]))
                self.text.setHtml(said + "".join(self._block(one, found[1]) for one in found[0]))

        self._reading = self._session.tasks.read(self, work, then, instead_of=self._reading)

    def _block(self, version: Version, known: Names) -> str:
        from ktgs_desktop.services import history  # brings the database along

        when = datetime.fromisoformat(version.at)
        head = f"{i18n.moment(when)} · {version.user} · {version.label}"
        lines = [f"<p style='margin:8px 0 2px'><b>{html.escape(head)}</b>"]
        if version.voided and version.voided != history.UNDO:
            lines.append("<br>" + html.escape(_("Voided: {why}").format(why=version.voided)))
        muted = theme.colour("muted").name()
        changes = {change.field: change for change in version.fields}
        for field, name in self._names.items():
            change = changes.get(field)
            if change is None:
                continue
            before = shown_value(field, change.before, known)
            after = shown_value(field, change.after, known)
            if change.before in (None, "", 0) and change.after in (None, "", 0, []):
                continue
            arrow = f"{html.escape(before)} → " if before else ""
            lines.append(
                f"<br><span style='color:{muted}'>{html.escape(str(name))}:</span> "
                f"{arrow}{html.escape(after) or '–'}"
            )
        return "".join(lines) + "</p>"


def _remark(row: RemarkRow) -> str:
    """What the superior says of the record."""
    told = _("{unit}, {day}: {text}").format(
        unit=row.unit, day=i18n.day(row.remark.on), text=row.remark.text
    )
    if row.remark.due is not None:
        told += " " + _("(due {day})").format(day=i18n.day(row.remark.due))
    tint = theme.colour("overdue" if row.state != RemarkState.ANSWERED else "muted").name()
    return f"<p style='color:{tint};margin:4px 0'>▲ {html.escape(told)}</p>"


def _mentioned(versions: Sequence[Version], fields: Sequence[str]) -> Iterator[UUID]:
    """Records that values of some fields point to."""
    for change in (change for version in versions for change in version.fields):
        for value in (change.before, change.after):
            if change.field in fields and isinstance(value, str):
                yield UUID(value)
            for part in value if isinstance(value, list) else ():
                if isinstance(part, dict):
                    yield from (UUID(str(part[key])) for key in fields if part.get(key))


def shown_value(field: str, value: Any, known: Names) -> str:
    """A value of a record as people read it.

    Args:
        field: its field.
        value: as the journal keeps it.
        known: what records are called that are pointed to.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        text = "; ".join(part for part in (shown_value(field, v, known) for v in value) if part)
    elif isinstance(value, dict):
        text = _entry(value, known)
    else:
        text = _plain(field, value, known).replace("\n", " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _plain(field: str, value: Any, known: Names) -> str:
    """A single value: the words of a code, a date, the name of a record, or as it is."""
    text = str(value)
    if field in _CODES:
        from ktgs_desktop.services.workspace import codes  # brings the database along

        text = codes(_CODES[field]).get(text).name(language())
    elif field in _WORDED and text in _WORDS:
        text = str(_WORDS[text])
    elif field in _DAYS:
        text = i18n.day(date.fromisoformat(text))
    elif field in _PARTIAL_DAYS:
        text = str(PartialDate(text))
    elif field == "quarter":
        text = ROMAN_QUARTERS[int(value)]
    elif field in _ORGANIZATIONS or field in _LINES:
        text = known.get(UUID(text), "?")
    return text


def _entry(part: Mapping[str, Any], known: Names) -> str:
    """A value made of parts: what it is called, whom it belongs to, from when to when."""
    texts = [str(part[key]) for key in _TITLES if part.get(key)]
    texts += [known.get(UUID(str(part[key])), "?") for key in _ORGANIZATIONS if part.get(key)]
    ends = [part.get("start"), part.get("end")]
    days = " – ".join(str(PartialDate(str(day))) if day else "…" for day in ends)
    shown = ", ".join(texts)
    return f"{shown} ({days})" if any(ends) else shown
