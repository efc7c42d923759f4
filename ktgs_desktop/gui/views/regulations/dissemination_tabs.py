"""What stands beside a plan of dissemination: its sessions, and who is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain import dissemination as rules
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.dissemination_words import MEETINGS
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QKeyEvent

    from ktgs_desktop.domain.dissemination import DisseminationSession
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.regulations.dissemination import Followed

_RECORD = Qt.ItemDataRole.UserRole


class _Rows(QTreeWidget):
    """A short table whose rows are records; Enter opens one.

    Signals:
        opened: the record of the row.
    """

    opened = Signal(object)

    def __init__(self, heads: Sequence[str], wide: int) -> None:
        super().__init__()
        self.setHeaderLabels(list(heads))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        for column in range(len(heads)):
            how = QHeaderView.ResizeMode
            mode = how.Stretch if column == wide else how.ResizeToContents
            header.setSectionResizeMode(column, mode)
        self.itemDoubleClicked.connect(
            lambda item, _column: self.opened.emit(item.data(0, _RECORD))
        )

    def current(self) -> UUID | None:
        """The record the cursor is on, None if there is none."""
        item = self.currentItem()
        found: UUID | None = item.data(0, _RECORD) if item is not None else None
        return found

    def fill(self, rows: Sequence[tuple[UUID | None, Sequence[str]]], right: range) -> None:
        """Show rows; the cursor stays on its record.

        Args:
            rows: record and texts.
            right: columns whose texts stand at the right.
        """
        before = self.current()
        self.clear()
        for record, texts in rows:
            item = QTreeWidgetItem(list(texts))
            item.setData(0, _RECORD, record)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
                if column in right:
                    item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
            self.addTopLevelItem(item)
            if record == before or self.currentItem() is None:
                self.setCurrentItem(item)

    def tint(self, colour: QColor) -> None:
        """Write the rows in a colour.

        Args:
            colour: the colour.
        """
        for place in range(self.topLevelItemCount()):
            item = self.topLevelItem(place)
            if item is not None:
                item.setForeground(0, colour)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self.current() is not None:
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)


class SessionsTab(QWidget):
    """The sessions of the plan in hand, and the way to record the next.

    Signals:
        opened: a session is to be shown; its id, None for a new one.
    """

    opened = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        heads = (_("Day"), _("Form"), _("Units"), _("Came"))
        self.rows = _Rows(heads, 1)
        self.rows.setAccessibleName(_("Sessions"))
        self.rows.opened.connect(self.opened)
        layout.addWidget(self.rows, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        self.add = button(_("&Add a session"), lambda: self.opened.emit(None), icon="plus")
        self.add.setToolTip("F5")
        self.add.setVisible(not session.workspace.read_only)
        line.addWidget(self.add)
        layout.addLayout(line)

    def show_plan(self, found: Followed | None) -> None:
        """Show the sessions of a plan.

        Args:
            found: the plan, None for none.
        """
        sessions = found.sessions if found is not None else ()
        self.rows.fill([(one.id, _session_texts(one)) for one in sessions], range(2, 4))
        self.rows.setVisible(bool(sessions))
        self.setFocusProxy(self.rows if sessions else self.add)
        self.said.setVisible(found is not None)
        if found is None:
            return
        if not sessions:
            self.said.setText(_("No session yet. Record each with its day, form and who came."))
            return
        far = found.standing
        text = _("{sessions} sessions held, {attended} people came, {invited} were invited.")
        self.said.setText(
            text.format(sessions=far.sessions, attended=far.attended, invited=far.invited)
        )


def _session_texts(one: DisseminationSession) -> tuple[str, ...]:
    form = str(MEETINGS.get(one.meeting, one.meeting))
    if one.sites:
        form = _("{form}, {count} sites").format(form=form, count=len(one.sites))
    if one.place:
        form = f"{form} · {one.place}"
    came = sum(unit.attended > 0 for unit in one.attendance)
    return i18n.day(one.held_on), form, str(came), str(one.attended)


class MissingTab(QWidget):
    """The units that miss a regulation of the plan in hand, or any of them.

    Signals:
        opened: a unit is to be shown; its id.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._found: Followed | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        self.which = ChoiceField([])
        self.which.setAccessibleName(_("Regulation"))
        self.which.edited.connect(self._fill)
        layout.addWidget(self.which)
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        self.rows = _Rows((_("Not briefed yet"),), 0)
        self.rows.setAccessibleName(_("Units not briefed yet"))
        self.rows.opened.connect(self.opened)
        layout.addWidget(self.rows, 1)

    def show_plan(self, found: Followed | None) -> None:
        """Show who is missing of a plan.

        Args:
            found: the plan, None for none.
        """
        self._found = found
        texts = found.plan.regulations if found is not None else ()
        choices = [(str(one.id), one.name) for one in texts]
        self.which.set_choices([("", _("Any of its regulations")), *choices])
        self.which.setVisible(len(choices) > 1)
        self._fill()

    def _fill(self) -> None:
        found = self._found
        if found is None:
            return
        chosen = self.which.value()
        wanted = UUID(chosen) if chosen else None
        missing = rules.missing(found.plan, found.sessions, wanted)
        self.rows.fill([(one.id, (one.name,)) for one in missing], range(0))
        self.rows.setVisible(bool(missing))
        reached = len(found.plan.targets) - len(missing)
        share = rules.percent(reached, len(found.plan.targets))
        text = _("{reached} of {targets} units briefed ({percent}%).")
        if not missing:
            text = _("All {targets} units were briefed.")
        self.said.setText(
            text.format(reached=reached, targets=len(found.plan.targets), percent=share)
        )
        if missing and found.overdue:
            self.rows.tint(theme.colour("overdue"))
