"""The day of which is asked how texts stand: typed as every day, today if the field is empty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.fields import DateField, mark
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ktgs_desktop.gui.session import Session

_WIDTH = 96
_REMEMBERED = "regulations/day"


class DayField(QWidget):
    """A day with its label and a button back to today; what was chosen is remembered.

    Args:
        session: the session.

    Signals:
        changed: another day was chosen.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._day = _recalled(session)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        text = _("In force &on")
        self.line = DateField()
        self.line.year = session.workspace.today.year
        self.line.setAccessibleName(text.replace("&", ""))
        self.line.setWhatsThis(
            _("The day of which is asked how each text stands, e.g. 2807, 28/7/2021. Empty means "
              "today. For an act of the past it is the day of the act.")
        )  # fmt: skip
        self.line.setFixedWidth(theme.scaled(_WIDTH))
        self.line.installEventFilter(self)
        self.line.returnPressed.connect(self.take)
        told = label(text, "fieldLabel")
        told.setBuddy(self.line)
        self.back = button(_("today"), self.back_to_today, flat=True)
        self.back.setToolTip(_("Ask of today again"))
        for part in (told, self.line, self.back):
            layout.addWidget(part)
        self._show()

    @property
    def day(self) -> date:
        """The day chosen."""
        return self._day

    @property
    def today(self) -> bool:
        """Whether it is the present day."""
        return self._day == self._session.workspace.today

    def choose(self, day: date) -> None:
        """Ask of a day.

        Args:
            day: the day.
        """
        changed, self._day = day != self._day, day
        self._show()
        if changed:
            self._session.remember(_REMEMBERED, "" if self.today else day.isoformat())
            self.changed.emit()

    def recall(self) -> bool:
        """Take the day that was chosen elsewhere on the page.

        Returns:
            Whether it is another one.
        """
        former, self._day = self._day, _recalled(self._session)
        self._show()
        return former != self._day

    def back_to_today(self) -> None:
        """Ask of today again."""
        self.choose(self._session.workspace.today)

    def take(self) -> None:
        """Ask of the day typed; one that is not understood is marked and changes nothing."""
        try:
            found = self._whole_day()
        except UserError as error:
            mark(self.line, messages.sentence(error))
            return
        self.choose(found or self._session.workspace.today)

    def _whole_day(self) -> date | None:
        found = self.line.value_as_date()
        if found is not None and not found.exact:
            raise UserError("day_not_whole", text=self.line.text())
        return found.first if found is not None else None

    def _show(self) -> None:
        self.line.set_date(exactly(self._day))
        self.back.setVisible(not self.today)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.take()
        return False


def _recalled(session: Session) -> date:
    try:
        return date.fromisoformat(session.recall(_REMEMBERED))
    except ValueError:
        return session.workspace.today
