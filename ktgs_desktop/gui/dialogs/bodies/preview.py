"""How a body's papers print, drawn anew shortly after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget
from typing_extensions import override

from ktgs_desktop.gui.widgets.paper_view import as_image
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, papers

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import PageImage

_PAUSE_MS = 200
# What is seen of the page, in points: its margins would only make the letters smaller.
_LEFT, _TOP, _WIDTH = 56.0, 36.0, 520.0


class BodyPreview(QScrollArea):
    """A sample paper of a body, as wide as there is room."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._body: IssuingBody | None = None
        self._asked = 0
        self.shown: IssuingBody | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("How papers of this body print"))
        self._page = QLabel()
        self._page.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self._page)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._draw)

    def show_body(self, body: IssuingBody) -> None:
        """Show a body's paper soon.

        Args:
            body: as it stands in the fields.
        """
        self._body = body
        if self.isVisible():
            self._pause.start(_PAUSE_MS)

    def _draw(self) -> None:
        body, day = self._body, self._session.workspace.today
        if body is None:
            return
        ratio = self.devicePixelRatioF()
        scale = self.viewport().width() * ratio / _WIDTH
        self._asked += 1
        asked = self._asked

        def work(_progress: Progress) -> PageImage:
            return papers.page_image(offices.sample_paper(body, day), 0, scale)

        def then(image: PageImage) -> None:
            if asked == self._asked:
                left, top = round(_LEFT * scale), round(_TOP * scale)
                width = round(_WIDTH * scale)
                seen = as_image(image).copy(left, top, width, image.height - top)
                pixmap = QPixmap.fromImage(seen)
                pixmap.setDevicePixelRatio(ratio)
                self._page.setPixmap(pixmap)
                self._page.resize(pixmap.deviceIndependentSize().toSize())
                self.shown = body

        self._session.tasks.read(self, work, then)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._body is not None and self._body != self.shown:
            self._pause.start(0)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._pause.stop()
        super().hideEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._body is not None:
            self._pause.start(_PAUSE_MS)
