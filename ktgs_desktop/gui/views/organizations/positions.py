"""The positions of a member: title, organisation and days; there is always a line for the next."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.records.form import lock
from ktgs_desktop.gui.widgets.fields import DateField, TextField, mark
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.form import Form


@dataclass(frozen=True, slots=True)
class EnteredPosition:
    """A position as the fields give it.

    Attributes:
        title: e.g. "Bí thư Đảng uỷ".
        organization: where, as picked or typed; None if nothing was.
        start: first day or what is known of it.
        end: last day, None while held.
    """

    title: str
    organization: Named | None
    start: PartialDate | None
    end: PartialDate | None


class _Row(QFrame):
    """Fields of one position."""

    def __init__(self, session: Session, form: Form) -> None:
        super().__init__()
        self.title = TextField(most=limits.NAME)
        self.title.setPlaceholderText(_("Add a position: title"))
        self.organization = OrganizationField(session)
        self.organization.setPlaceholderText(_("Organisation"))
        self.start = DateField(prefer_year=True)
        self.start.setPlaceholderText(_("from"))
        self.end = DateField(prefer_year=True)
        self.end.setPlaceholderText(_("to, if ended"))
        self.remove = QToolButton()
        self.remove.setIcon(theme.icon("x", "muted"))
        self.remove.setToolTip(_("Take this position out (Alt+Delete)"))
        self.remove.setAccessibleName(_("Take this position out"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 8)
        rows.setSpacing(4)
        first, last = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.title)
        first.addWidget(self.remove)
        last.addWidget(self.start)
        last.addWidget(self.end)
        rows.addLayout(first)
        rows.addWidget(self.organization)
        rows.addLayout(last)
        for field, name in (
            (self.title, _("Title of the position")),
            (self.organization, _("Organisation of the position")),
            (self.start, _("Position held from")),
            (self.end, _("Position held to")),
        ):
            field.setAccessibleName(name)
            field.setWhatsThis(
                _("Years are enough: 2020. Alt+Delete takes the position out of the list.")
            )
            form.watch(field)
        for field in (self.start, self.end):
            field.year = session.workspace.today.year

    def fields(self) -> tuple[TextField, OrganizationField, DateField, DateField]:
        """The fields in their order."""
        return self.title, self.organization, self.start, self.end

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(field.text().strip() for field in self.fields())

    def open(self, *, opened: bool) -> None:
        """Show or hide all but the title.

        Args:
            opened: whether they are shown.
        """
        for field in (self.organization, self.start, self.end, self.remove):
            field.setVisible(opened)

    def entered(self) -> EnteredPosition:
        """The position.

        Raises:
            UserError: a date is not understood; its field is marked.
        """
        return EnteredPosition(
            self.title.value(), self.organization.value(), _date(self.start), _date(self.end)
        )


class PositionsField(QWidget):
    """The positions of a member, the oldest first.

    Args:
        session: the session.
        form: the form whose Enter goes from field to field.
        before: the field that Tab leaves for the first position.
    """

    edited = Signal()

    def __init__(self, session: Session, form: Form, before: QWidget) -> None:
        super().__init__()
        self._before = before
        self._session = session
        self._form = form
        self._locked = False
        self.rows: list[_Row] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.show_texts([])

    def _add(self) -> _Row:
        row = _Row(self._session, self._form)
        for field in row.fields():
            field.edited.connect(self._on_edited)
            field.installEventFilter(self)
        row.remove.clicked.connect(lambda _checked=False: self._take_out(row))
        self.rows.append(row)
        self._layout.addWidget(row)
        row.open(opened=False)
        return row

    def _on_edited(self) -> None:
        last = self.rows[-1]
        if not last.empty:
            last.open(opened=True)
            self._add()
            self._chain()
        self.edited.emit()

    def _chain(self) -> None:
        """Let Tab go through the fields in the order they are seen."""
        if self._before.window() is not self.window():
            return  # the form is not put together yet
        fields = [field for row in self.rows for field in row.fields()]
        for one, following in itertools.pairwise([self._before, *fields]):
            QWidget.setTabOrder(one, following)

    def _take_out(self, row: _Row) -> None:
        if self._locked or row is self.rows[-1]:
            return
        place = self.rows.index(row)
        self.rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.rows[min(place, len(self.rows) - 1)].title.setFocus()
        self.edited.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Delete and alt and isinstance(watched, QWidget):
            row = watched.parent()
            if isinstance(row, _Row):
                self._take_out(row)
                return True
        return False

    # Values -----------------------------------------------------------------------------

    def texts(self) -> list[dict[str, str]]:
        """What stands in the fields, understood or not."""
        found = []
        for row in self.rows:
            where = row.organization.value()
            if not row.empty:
                found.append(
                    {
                        "title": row.title.value(),
                        "organization": where.name if where else "",
                        "organization_id": str(where.id or "") if where else "",
                        "start": row.start.text(),
                        "end": row.end.text(),
                    }
                )
        return found

    def show_texts(self, texts: Sequence[Mapping[str, str]]) -> None:
        """Fill the fields.

        Args:
            texts: as `texts` gave them.
        """
        for row in self.rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for part in texts:
            row = self._add()
            row.open(opened=True)
            row.title.set_value(part.get("title", ""))
            name, record = part.get("organization", ""), part.get("organization_id", "")
            row.organization.set_value(Named(name, UUID(record) if record else None))
            row.start.set_value(part.get("start", ""))
            row.end.set_value(part.get("end", ""))
        self._add()
        self._chain()
        self.set_locked(self._locked)

    def entered(self) -> list[EnteredPosition]:
        """The positions.

        Raises:
            UserError: a date is not understood; its field is marked.
        """
        return [row.entered() for row in self.rows if not row.empty]

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self._locked = locked
        for row in self.rows:
            lock(row.fields(), locked=locked)
            row.remove.setVisible(not locked and row is not self.rows[-1])
        self.rows[-1].setVisible(not locked)


def _date(field: DateField) -> PartialDate | None:
    try:
        found = field.value_as_date()
    except UserError as error:
        mark(field, messages.sentence(error))
        field.setFocus()
        raise
    mark(field, "")
    return found
