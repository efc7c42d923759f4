"""The form of a session of dissemination; the table of who came belongs to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dissemination import Meeting, Site
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui.records.form import RecordForm, lock
from ktgs_desktop.gui.views.regulations.attendance_model import written
from ktgs_desktop.gui.views.regulations.attendance_table import AttendanceTable
from ktgs_desktop.gui.views.regulations.dissemination_form import whole_day
from ktgs_desktop.gui.widgets.dissemination_words import MEETINGS
from ktgs_desktop.gui.widgets.fields import (
    ChoiceField,
    DateField,
    LinesField,
    TextField,
    mark,
    show_locked,
)
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession
    from ktgs_desktop.domain.programs import Named
    from ktgs_desktop.gui.session import Session

FIELD_NAMES: Mapping[str, Late] = {
    "held_on": late("Date"),
    "meeting": late("Form"),
    "place": late("Place"),
    "chair": late("Presided"),
    "reporter": late("Reported"),
    "sites": late("Sites"),
    "attendance": late("Who came"),
    "note": late("Note"),
    "files": late("Minutes"),
}
_TEXTS = 4


@dataclass(frozen=True, slots=True)
class EnteredSession:
    """What the form gives.

    Attributes:
        plan: the plan it is a session of.
        values: its fields by name.
    """

    plan: UUID
    values: Mapping[str, object]


def texts_of(session: DisseminationSession) -> dict[str, str]:
    """What the fields show of a session.

    Args:
        session: the session.
    """
    return {
        "held_on": i18n.day(session.held_on),
        "meeting": session.meeting,
        "place": session.place,
        "chair": session.chair,
        "reporter": session.reporter,
        "regulations": json.dumps([str(one) for one in session.regulations]),
        "sites": "\n".join(_site_text(one) for one in session.sites),
        "attendance": written(one for one in session.attendance if one.counted),
        "note": session.note,
    }


def _site_text(site: Site) -> str:
    parts = [site.name, site.place, str(site.number or "")]
    while parts and not parts[-1]:
        parts.pop()
    return "; ".join(parts)


def sites_of(text: str) -> tuple[Site, ...]:
    """The sites of a text, one a line: name; place; number. Cells of a table may be pasted.

    Args:
        text: the lines.

    Raises:
        UserError: `session_site_unreadable`.
    """
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace("\t", ";").split(";")]
        if not any(parts):
            continue
        name, place, number, *more = *parts, "", ""
        if any(more) or not (number or "0").isdecimal():
            raise UserError("session_site_unreadable", text=line.strip())
        found.append(Site(name, place, int(number or 0)))
    return tuple(found)


class TextsChoice(QListWidget):
    """Which regulations of the plan a session dealt with; all of them unless some are unticked."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _item: self.edited.emit())

    def offer(self, texts: Sequence[Named]) -> None:
        """Show the regulations of a plan, all of them ticked.

        Args:
            texts: the regulations.
        """
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.clear()
        for one in texts:
            item = QListWidgetItem(one.name)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            item.setCheckState(Qt.CheckState.Checked)
            self.addItem(item)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        rows = min(max(len(texts), 1), _TEXTS)
        self.setFixedHeight(max(self.sizeHintForRow(0), 1) * rows + 6)

    def value(self) -> tuple[UUID, ...]:
        """Those ticked; none if all are."""
        items = [self.item(row) for row in range(self.count())]
        ticked = [one for one in items if one.checkState() == Qt.CheckState.Checked]
        if len(ticked) == len(items):
            return ()
        return tuple(one.data(Qt.ItemDataRole.UserRole) for one in ticked)

    @property
    def nothing(self) -> bool:
        """Whether none is ticked."""
        items = [self.item(row) for row in range(self.count())]
        return all(one.checkState() != Qt.CheckState.Checked for one in items)

    def set_value(self, chosen: Sequence[UUID]) -> None:
        """Tick regulations; none stand for all."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for row in range(self.count()):
            item = self.item(row)
            there = not chosen or item.data(Qt.ItemDataRole.UserRole) in chosen
            state = Qt.CheckState.Checked if there else Qt.CheckState.Unchecked
            item.setCheckState(state)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow ticking."""
        self.setEnabled(not locked)
        show_locked(self, locked=locked)


class SessionForm(RecordForm):
    """Fields of a session.

    Args:
        session: the session of the window.

    Attributes:
        attendance: the table of who came, which stands beside the form.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = UUID(int=0)
        self.attendance = AttendanceTable(session)
        self.held = DateField()
        self.held.year = session.workspace.today.year
        self.meeting = ChoiceField([(code, str(word)) for code, word in MEETINGS.items()])
        self.place = TextField(most=limits.NAME)
        self.sites = LinesField(4, name="sites")
        self.sites.setPlaceholderText(_("Name of the site; place; number of people"))
        self.chair = TextField(most=limits.NAME)
        self.reporter = TextField(most=limits.NAME)
        self.texts_dealt = TextsChoice()
        self.note = LinesField(2)
        self.add(_("Da&y"), self.held, _("Day of the session, e.g. 1507."))
        self.add(_("For&m"), self.meeting, _("In person, or by video with sites."))
        self.add(_("P&lace"), self.place, _("Where it was; of one by video the main site."))
        self.add(
            _("S&ites"),
            self.sites,
            _("Further sites (điểm cầu), one a line: name; place; number of people. Shift+Enter "
              "begins a line; rows of Excel can be pasted."),
        )  # fmt: skip
        self.add(_("P&resided"), self.chair, _("Who presided (chủ trì)."))
        self.add(_("Rep&orted"), self.reporter, _("Who reported (báo cáo viên)."))
        self.add(
            _("Dealt wi&th"),
            self.texts_dealt,
            _("Regulations of the plan this session dealt with; Space unticks one."),
        )
        self.add(_("Note"), self.note)
        self.meeting.edited.connect(self._show_sites)
        self.attendance.edited.connect(self.edited)
        self.faults = {
            "session_future": self.held,
            "session_sites_missing": self.sites,
            "session_site_unnamed": self.sites,
            "session_site_unreadable": self.sites,
            "session_regulation_unknown": self.texts_dealt,
            "session_regulation_missing": self.texts_dealt,
        }

    def _show_sites(self) -> None:
        self.show_field(self.sites, visible=self.meeting.value() == Meeting.VIDEO)

    def offer(self, plan: Dissemination, targets: Sequence[Named]) -> None:
        """Say of which plan the session is.

        Args:
            plan: the plan.
            targets: its units in the order in which they are shown.
        """
        self._plan = plan.id
        self.texts_dealt.offer(plan.regulations)
        self.show_field(self.texts_dealt, visible=len(plan.regulations) > 1)
        self.attendance.show_targets(targets)

    def _plain(self) -> dict[str, TextField | LinesField | ChoiceField]:
        return {
            "meeting": self.meeting,
            "place": self.place,
            "sites": self.sites,
            "chair": self.chair,
            "reporter": self.reporter,
            "note": self.note,
        }

    @override
    def texts(self) -> dict[str, str]:
        dealt = [str(one) for one in self.texts_dealt.value()]
        return {
            "held_on": self.held.text(),
            "regulations": json.dumps(dealt),
            "attendance": self.attendance.text(),
            **{name: field.value() for name, field in self._plain().items()},
        }

    @override
    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        self.held.set_value(texts.get("held_on", ""))
        for name, field in self._plain().items():
            field.set_value(texts.get(name, ""))
        chosen = json.loads(texts.get("regulations") or "[]")
        self.texts_dealt.set_value([UUID(one) for one in chosen])
        self.attendance.set_text(texts.get("attendance", ""))
        for one in (self.held, *self.faults.values()):
            mark(one, "")
        self._show_sites()

    @override
    def entered(self) -> EnteredSession:
        try:
            day = whole_day(self.held)
        except UserError as error:
            self.show_fault(error, self.held)
            raise
        if self.texts_dealt.nothing:
            raise UserError("session_regulation_missing")
        video = self.meeting.value() == Meeting.VIDEO
        plain = {name: field.value() for name, field in self._plain().items() if name != "sites"}
        return EnteredSession(
            self._plan,
            {
                **plain,
                "held_on": day,
                "regulations": self.texts_dealt.value(),
                "sites": sites_of(self.sites.value()) if video else (),
                "attendance": self.attendance.value(),
            },
        )

    @override
    def show_fault(self, error: KtgsError, field: QWidget | None = None) -> None:
        if field is not None or not self.attendance.show_fault(error):
            super().show_fault(error, field)

    @override
    def set_locked(self, *, locked: bool) -> None:
        lock((self.held, *self._plain().values(), self.texts_dealt, self.attendance), locked=locked)

    @override
    def focus_first(self) -> None:
        self.held.setFocus()
