"""Asks for the year into which lines of a term are laid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import term_lines

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session


class LayIntoYearDialog(FormDialog):
    """Makes lines of a term program lines of a year's draft.

    Args:
        session: the session.
        lines: ids of the lines of the term.
        years: the years of the term.
        proposed: the year chosen at first.
        parent: the window.

    Attributes:
        laid: what was made, None until it is.
    """

    def __init__(
        self,
        session: Session,
        lines: Sequence[UUID],
        years: Sequence[int],
        proposed: int,
        parent: QWidget,
    ) -> None:
        super().__init__(_("Lay lines of the term into a year"), parent, width=480)
        self._session = session
        self._lines = lines
        self.laid: term_lines.Laid | None = None
        text = _(
            "{count} lines become lines of that year's draft and stay linked with the term. The "
            "draft is begun if there is none; lines that stand in it already are passed over."
        )
        self.head.addWidget(label(text.format(count=len(lines)), "muted", wrap=True))
        self.year = ChoiceField([(str(year), str(year)) for year in years])
        self.year.set_value(str(proposed))
        self.form.add(_("&Year"), self.year, _("The year whose program carries these lines out."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.lay = button(_("&Lay into the year"), self._lay, primary=True)
        self.buttons.addWidget(self.lay)
        self.year.setFocus()

    def _lay(self) -> None:
        workspace, lines, year = self._session.workspace, self._lines, int(self.year.value())

        def then(laid: term_lines.Laid) -> None:
            self.laid = laid
            self.accept()

        self.submit(
            self._session.tasks,
            lambda _progress: term_lines.lay_into_year(workspace, lines, year),
            then,
        )
