"""How far each subject of an issued line is, recorded one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.program_progress import Progress, ProgressState
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.views.programs.lines import STATE_SIGNS, STATE_WORDS
from ktgs_desktop.gui.widgets.fields import ChoiceField, CountField, DateField, TextField
from ktgs_desktop.gui.widgets.page import clear, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.program_progress import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ktgs_desktop.errors import KtgsError
    from ktgs_desktop.services.program_items import ItemDetail

_CHOICES = (ProgressState.NOT_STARTED, ProgressState.IN_PROGRESS, ProgressState.DONE)


@dataclass(slots=True)
class _Row:
    """Fields of one subject."""

    subject: UUID | None
    state: ChoiceField
    started: DateField
    done: DateField
    count: CountField | None
    note: TextField
    former: Step

    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {
            "state": self.state.value(),
            "started": self.started.text(),
            "done": self.done.text(),
            "count": str(self.count.value()) if self.count is not None else "",
            "note": self.note.text(),
        }

    def set_texts(self, texts: dict[str, str]) -> None:
        """Put texts into the fields.

        Args:
            texts: as `texts` gave them; what is missing stays.
        """
        if "state" in texts:
            self.state.set_value(texts["state"])
        for name, field in (("started", self.started), ("done", self.done), ("note", self.note)):
            if name in texts:
                field.set_value(texts[name])
        if self.count is not None and texts.get("count"):
            self.count.set_value(int(texts["count"]))

    def fault(self, code: str, today: date) -> QWidget | None:
        """The field an error is about, None if it is in another row.

        Args:
            code: the error's code.
            today: the workspace's day.
        """
        days = (self.started, self.done)
        known = {field: _known_day(field) for field in days}
        start, end = known[self.started], known[self.done]
        match code:
            case "date_not_understood" | "date_impossible":
                return next((f for f in days if f.text().strip() and known[f] is None), None)
            case "done_date_missing":
                missing = self.state.value() == ProgressState.DONE and not self.done.text().strip()
                return self.done if missing else None
            case "date_future":
                return next((f for f in days if (known[f] or today) > today), None)
            case "dates_reversed":
                return self.done if start and end and end < start else None
            case "done_count_bad":
                return self.count
            case _:
                return None


class ProgressForm(QScrollArea):
    """Fields for the progress of each subject.

    Signals:
        edited: the user changed a value.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        inner = QWidget()
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(0, 6, 8, 6)
        self._layout.setSpacing(8)
        self.setWidget(inner)
        self._rows: list[_Row] = []
        self._today = date.min

    def show_detail(self, detail: ItemDetail, today: date, *, read_only: bool) -> None:
        """Show the progress of a line.

        Args:
            detail: the line with its progress.
            today: the workspace's day.
            read_only: whether nothing may be recorded.
        """
        clear(self._layout)
        self._rows = []
        self._today = today
        known = {record.subject: record for record in detail.progress}
        for subject in detail.item.subjects:
            self._add(subject.key, subject.name, known.get(subject.key), today.year, most=0)
        unnamed = detail.item.subject_count - len(detail.item.subjects)
        if unnamed:
            text = detail.item.subject_note or (
                _("The line as a whole") if not detail.item.subjects else _("To be named")
            )
            self._add(None, text, known.get(None), today.year, most=unnamed)
        self._layout.addStretch(1)
        for row in self._rows:
            for field in (row.state, row.started, row.done, row.note):
                field.set_locked(read_only)
            if row.count is not None:
                row.count.set_locked(read_only)

    def _add(
        self, key: UUID | None, name: str, record: Progress | None, year: int, *, most: int
    ) -> None:
        former = _step(key, record)
        card = QFrame()
        card.setObjectName("card")
        outer = QVBoxLayout(card)
        outer.setContentsMargins(10, 7, 10, 8)
        outer.setSpacing(5)
        outer.addWidget(label(name, "sectionTitle", wrap=True))
        state = ChoiceField([(one, f"{STATE_SIGNS[one]} {STATE_WORDS[one]}") for one in _CHOICES])
        state.set_value(former.state)
        started, done = DateField(), DateField()
        for field, day in ((started, former.started_on), (done, former.done_on)):
            field.year = year
            field.set_date(exactly(day) if day else None)
            field.setPlaceholderText("30/6")
        note = TextField()
        note.set_value(former.note)
        note.setPlaceholderText(_("Note"))
        count = CountField(most) if most > 1 else None
        line = QHBoxLayout()
        line.addWidget(state, 1)
        if count is not None:
            count.set_value(former.done_count)
            line.addWidget(label(_("done"), "muted"))
            line.addWidget(count)
            line.addWidget(label(f"/ {most}", "muted"))
        outer.addLayout(line)
        days = QHBoxLayout()
        for text, field in ((_("begun"), started), (_("concluded"), done)):
            days.addWidget(label(text, "muted"))
            days.addWidget(field, 1)
            field.setAccessibleName(f"{name}: {text}")
        outer.addLayout(days)
        outer.addWidget(note)
        state.setAccessibleName(name)
        note.setAccessibleName(f"{name}: " + _("note"))
        self._layout.addWidget(card)
        row = _Row(key, state, started, done, count, note, former)
        self._rows.append(row)
        for part in (state, started, done, note):
            part.edited.connect(self.edited)
        if count is not None:
            count.edited.connect(self.edited)
        state.activated.connect(lambda _place: self._on_state(row))

    def _on_state(self, row: _Row) -> None:
        """A subject that is done was done today, unless the clerk says otherwise."""
        if row.state.value() == ProgressState.DONE and not row.done.text():
            row.done.set_date(exactly(self._today))
        if row.state.value() == ProgressState.DONE and row.count is not None:
            row.count.set_value(row.count.maximum())

    def value(self) -> list[Step]:
        """What changed.

        Raises:
            UserError: a date is not understood; the field is marked.
        """
        found = []
        for row in self._rows:
            step = self._step_of(row)
            if step != row.former:
                found.append(step)
        return found

    def _step_of(self, row: _Row) -> Step:
        row.started.settle()
        row.done.settle()
        state = row.state.value()
        done = state == ProgressState.DONE
        count = row.count.value() if row.count is not None else int(done)
        return Step(
            subject=row.subject,
            state=state,
            started_on=_day(row.started),
            done_on=_day(row.done),
            done_count=count,
            note=row.note.value(),
        )

    def draft(self) -> dict[str, str]:
        """What was typed, field by field, understood or not."""
        return {
            f"{name}:{row.subject or ''}": text
            for row in self._rows
            for name, text in row.texts().items()
        }

    def resume(self, draft: Mapping[str, str]) -> bool:
        """Show what was typed earlier and not saved.

        Args:
            draft: as `draft` gave it.

        Returns:
            Whether there was anything.
        """
        for row in self._rows:
            row.set_texts(
                {
                    name: draft[f"{name}:{row.subject or ''}"]
                    for name in row.texts()
                    if f"{name}:{row.subject or ''}" in draft
                }
            )
        return bool(draft)

    def show_fault(self, error: KtgsError) -> None:
        """Put the cursor into the field an error is about.

        Args:
            error: why the progress is refused.
        """
        code = error.code
        field = next((one for row in self._rows if (one := row.fault(code, self._today))), None)
        if field is not None:
            field.setFocus()
            self.ensureWidgetVisible(field)

    def focus_first(self) -> None:
        """Put the cursor on the first subject that is not done."""
        for row in self._rows:
            if row.state.value() != ProgressState.DONE:
                row.state.setFocus()
                return


def _day(field: DateField) -> date | None:
    value = field.value_as_date()
    if value is None:
        return None
    if not value.exact:
        raise UserError("date_not_understood", text=field.text())
    return value.first


def _known_day(field: DateField) -> date | None:
    try:
        return _day(field)
    except UserError:
        return None


def _step(key: UUID | None, record: Progress | None) -> Step:
    if record is None:
        return Step(key, ProgressState.NOT_STARTED)
    return Step(
        subject=key,
        state=record.state,
        started_on=record.started_on,
        done_on=record.done_on,
        done_count=record.done_count,
        note=record.note,
    )
