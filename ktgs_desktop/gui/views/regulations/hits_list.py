"""Where the words that were typed are found: in numbers, titles, articles, notes and files."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ktgs_desktop.domain.regulation_hits import HitPlace
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.found_words import HTML, RichLines, marked
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_hits import RegulationHit
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_MOST = 50
_HEIGHT = 190
_PLACES: Mapping[str, Late] = {
    HitPlace.NUMBER: late("number"),
    HitPlace.TITLE: late("title"),
    HitPlace.ARTICLE: late("words"),
    HitPlace.NOTE: late("note of the office"),
    HitPlace.FILE: late("file"),
}


class HitsList(QWidget):
    """The likeliest places of the words typed; Enter goes there.

    Args:
        session: the session.

    Signals:
        chosen: a hit was chosen; it.
    """

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._reading: Task | None = None
        self._typed = ""
        self._hits: Sequence[RegulationHit] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.said = label("", "muted")
        layout.addWidget(self.said)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Places found"))
        self.list.setWhatsThis(_("Where the words stand. Enter goes to the place."))
        self.list.setItemDelegate(RichLines(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(theme.scaled(_HEIGHT))
        self.list.itemActivated.connect(lambda item: self._go(self.list.row(item)))
        layout.addWidget(self.list)
        self.hide()

    @property
    def hits(self) -> Sequence[RegulationHit]:
        """The places shown."""
        return self._hits

    def show_words(self, typed: str) -> None:
        """Look where words stand.

        Args:
            typed: words typed, empty for none.
        """
        self._typed = typed
        workspace = self._session.workspace
        if not typed:
            self._show(())
            return
        self._reading = self._session.tasks.read(
            self,
            lambda _progress: library.search(workspace, typed, _MOST),
            self._show,
            instead_of=self._reading,
        )

    def _show(self, found: Sequence[RegulationHit]) -> None:
        self._hits = found
        self.list.clear()
        self.setVisible(bool(found))
        for hit in found:
            item = QListWidgetItem(f"{hit.number} · {hit.excerpt.text}")
            item.setData(HTML, _told(hit))
            self.list.addItem(item)
        self.said.setText(_("Places found: {count}").format(count=len(found)))

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            self.chosen.emit(self._hits[row])


def _told(hit: RegulationHit) -> str:
    place = str(_PLACES[hit.place])
    if hit.place == HitPlace.FILE and hit.path:
        place = _("{file}, page {page}").format(file=hit.label, page=hit.path)
    elif hit.label:
        place = hit.label
    muted = theme.colour("muted").name()
    where = f"<span style='color:{muted}'>{html.escape(place)}</span>"
    words = marked(hit.excerpt.text, hit.excerpt.marks)
    return f"<b>{html.escape(hit.number)}</b> {where} · {words}"
