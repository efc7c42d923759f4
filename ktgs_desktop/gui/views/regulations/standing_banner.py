"""Which list of regulations stands: its version, who signed it, until when it is fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import lists

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.installed_lists import InstalledList
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.regulations.lists import ListStanding


class StandingBanner(QWidget):
    """A line about the list that is installed.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._reading: Task | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.text = label("", "muted", wrap=True)
        layout.addWidget(self.text, 1)

    def refresh(self) -> None:
        """Look again which list stands."""
        workspace = self._session.workspace
        self._reading = self._session.tasks.read(
            self,
            lambda _progress: lists.standing(workspace),
            self._show,
            instead_of=self._reading,
        )

    def _show(self, found: ListStanding | None) -> None:
        if found is None:
            self._say(_("No list of regulations is installed."), "warning")
            return
        today = self._session.workspace.today
        expires = found.installed.expires
        old = expires is not None and expires < today
        self._say(standing_text(found.installed, today), "warning" if old else "muted")

    def _say(self, text: str, kind: str) -> None:
        self.text.setText(text)
        self.text.setObjectName(kind)
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)


def standing_text(installed: InstalledList, today: date) -> str:
    """What is said of the list that is installed.

    Args:
        installed: what the office's books say of it.
        today: the present day.
    """
    if installed.signers:
        signed = _("signed by {names}").format(names=", ".join(installed.signers))
    else:
        signed = _("shipped with the program, not signed")
    parts = [_("List version {number}").format(number=installed.version), signed]
    if installed.issued is not None:
        parts.append(_("issued {day}").format(day=i18n.day(installed.issued)))
    if installed.expires is not None:
        day = i18n.day(installed.expires)
        if installed.expires < today:
            parts.append("▲ " + _("out of date since {day}: ask for the latest").format(day=day))
        else:
            parts.append(_("good until {day}").format(day=day))
    return " · ".join(parts)
