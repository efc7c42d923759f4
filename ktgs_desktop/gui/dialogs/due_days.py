"""How many days after a period of reporting the units below may take to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.reporting_periods import MOST_DAYS
from ktgs_desktop.gui.widgets.fields import CountField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import due_days
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.due_days import DueDays


class DueDaysDialog(FormDialog):
    """Asks for the days, one field for each period.

    Args:
        session: the session.
        found: the days in force.
        parent: the window.

    Attributes:
        fields: the fields, by period.
    """

    def __init__(self, session: Session, found: Sequence[DueDays], parent: QWidget) -> None:
        super().__init__(_("Days for reports"), parent, width=480)
        self._session = session
        text = _(
            "So many days after the end of a period a unit counts as late. 0 means that its "
            "packages are not awaited by a day. The superior's rules of reporting decide."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        known = codes("reporting_periods")
        self.fields: dict[str, CountField] = {}
        for one in found:
            field = self.fields[one.period] = CountField(MOST_DAYS)
            field.set_value(one.days)
            told = _("Usual: {days}").format(days=i18n.number(one.shipped))
            self.form.add(known.get(one.period).name(i18n.language()), field, told)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        next(iter(self.fields.values())).setFocus()

    def _save(self) -> None:
        workspace = self._session.workspace
        days = {period: field.value() or 0 for period, field in self.fields.items()}
        self.submit(
            self._session.tasks,
            lambda _progress: due_days.save(workspace, days),
            lambda _none: self.accept(),
        )
