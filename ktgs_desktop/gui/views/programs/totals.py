"""The totals beside the filter: of the lines shown, or of those marked; they cost no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from ktgs_desktop.i18n import number
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import list_values

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import LineTotals
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.listing import ListView
    from ktgs_desktop.progress import Progress

_PAUSE_MS = 120
_MOST_MARKED = 20_000


class TotalsLine(QLabel):
    """Says how many lines and subjects the list shows, or how many are marked.

    Args:
        session: the session.
        view: the list.
    """

    def __init__(self, session: Session, view: ListView) -> None:
        super().__init__()
        self._session, self._view = session, view
        self._asked = 0
        self.setObjectName("muted")
        self.setAccessibleName(_("Totals"))
        self.setMinimumWidth(1)  # the words typed into the filter come first
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        view.listing.streamed.connect(lambda _number: self._pause.start())
        view.selectionModel().selectionChanged.connect(lambda *_args: self._pause.start())

    def _ask(self) -> None:
        workspace, query = self._session.workspace, self._view.listing.query
        marked = self._view.selected_ids()
        some = marked if 1 < len(marked) <= _MOST_MARKED else []
        self._asked += 1
        asked = self._asked

        def work(_progress: Progress) -> tuple[LineTotals, LineTotals | None]:
            whole = list_values.line_totals(workspace, query)
            return whole, list_values.totals_of(workspace, some) if some else None

        def then(found: tuple[LineTotals, LineTotals | None]) -> None:
            if asked == self._asked:
                self._show(*found)

        self._session.tasks.read(self, work, then)

    def _show(self, whole: LineTotals, marked: LineTotals | None) -> None:
        if marked is not None:
            text = _("Marked: {sums}").format(sums=_sums(marked))
        else:
            text = _("Total: {sums}").format(sums=_sums(whole)) if whole.lines else ""
        self.setText(text)
        self.setToolTip(text)


def _sums(totals: LineTotals) -> str:
    text = _("lines {lines} · subjects {subjects} · concluded {done}")
    return text.format(
        lines=number(totals.lines), subjects=number(totals.subjects), done=number(totals.done)
    )
