"""Asks who keeps a number series, and with which number it begins."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ktgs_desktop.domain.offices import NumberSeries
from ktgs_desktop.gui.widgets.fields import CountField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.outgoing import Series

_LAST_NUMBER = 9999


class SeriesDialog(FormDialog):
    """Asks what is set of a number series.

    Args:
        session: the session.
        series: the series.
        parent: the window.
    """

    def __init__(self, session: Session, series: Series, parent: QWidget) -> None:
        super().__init__(_("Number series"), parent)
        self._session = session
        self._series = series
        text = _(
            "Leave the keeper empty for a series of this office's own, whose gaps are pointed out. "
            "If others give the numbers, e.g. the committee's office, name them: the number is "
            "then typed as it was given there."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.start = CountField(_LAST_NUMBER)
        self.start.set_value(series.start)
        self.keeper = TextField()
        self.keeper.set_value(series.kept_by)
        self.form.add(_("&First number"), self.start)
        self.form.add(_("&Kept by"), self.keeper, _("E.g. Văn phòng Huyện uỷ; empty for us."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.faults = {"series_start_bad": self.start}

    def _save(self) -> None:
        workspace, key = self._session.workspace, self._series.key
        start, keeper = self.start.value(), self.keeper.value()

        def work(_progress: Progress) -> IssuingBody:
            body = offices.body(workspace, key.body)
            others = [
                one
                for one in body.series
                if (one.document_type, one.term) != (key.document_type, key.term)
            ]
            mine = NumberSeries(key.document_type, key.term, start, keeper)
            changed = dataclasses.replace(body, series=(*others, mine))
            return offices.save_body(workspace, changed)

        self.submit(self._session.tasks, work, lambda _body: self.accept())
