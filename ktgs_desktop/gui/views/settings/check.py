"""Is the workspace whole?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.gui.dialogs.check import CheckPanel
from ktgs_desktop.gui.views.settings.section import Section
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session


class CheckSection(Section):
    """Runs the check of the workspace."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Check"),
            _(
                "Reads the whole file, replays the journal of all changes and compares it with "
                "every record, and reads every file of a paper. Nothing is changed; you may go on "
                "working meanwhile."
            ),
            parent,
        )
        self.panel = CheckPanel(session)
        self.add_narrow(self.panel)
        self.body.addStretch(1)
