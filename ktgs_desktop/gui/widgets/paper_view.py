"""Pages of a PDF on the screen, signatures drawn; pages are made when they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.services import papers

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import PageImage

_GAP = 14
_FIT = 0.0
ZOOMS = (_FIT, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
_SCREEN = 96 / 72
_PRINT_SCALE = 300 / 72
_KEPT = 24


class PaperView(QAbstractScrollArea):
    """Shows a PDF page below page.

    Signals:
        page_shown: number of the page at the top, from 1, and how many there are.
    """

    page_shown = Signal(int, int)

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._data = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._images: dict[tuple[int, float], QImage] = {}
        self._asked: set[tuple[int, float]] = set()
        self._former: dict[int, QImage] = {}  # shown until a page of another version is drawn
        self._zoom = _FIT
        self._generation = 0
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("PDF")
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._on_scrolled())

    # Contents ---------------------------------------------------------------------------

    def show_pdf(
        self,
        data: bytes,
        failed: Callable[[BaseException], None] | None = None,
        *,
        keep_place: bool = False,
    ) -> None:
        """Show a PDF.

        Args:
            data: the file.
            failed: gets the error if the file cannot be read; without it the error is shown.
            keep_place: whether it is another version of the one shown, which stays where it is;
                else it is shown from its first page.
        """
        drawn = {page: image for (page, _scale), image in self._images.items()}
        self._former = {**self._former, **drawn} if keep_place else {}
        self._generation += 1
        generation = self._generation
        self._data = data
        self._images.clear()
        self._asked.clear()

        def then(sizes: tuple[tuple[float, float], ...]) -> None:
            if generation == self._generation:
                self._sizes = sizes
                self._lay_out()
                if not keep_place:
                    self.verticalScrollBar().setValue(0)
                self._on_scrolled()

        self._tasks.read(self, lambda _progress: papers.page_sizes(data), then, failed)

    def clear(self) -> None:
        """Show no page; a reading under way shows none either."""
        self._generation += 1
        self._data, self._sizes = b"", ()
        for kept in (self._former, self._images, self._asked):
            kept.clear()
        self._lay_out()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def set_zoom(self, zoom: float) -> None:
        """Choose the size of the pages.

        Args:
            zoom: 1.0 for the size of paper on a usual screen, 0 to fit the width.
        """
        self._zoom = zoom
        self._lay_out()

    @property
    def shown_zoom(self) -> float:
        """How large the pages are now, 1.0 for the size of paper on a usual screen."""
        return self._scale() / _SCREEN

    def go_to_page(self, page: int) -> None:
        """Bring a page to the top.

        Args:
            page: its index, from 0.
        """
        if 0 <= page < len(self._sizes):
            self.verticalScrollBar().setValue(int(self._tops()[page]))

    # Geometry ---------------------------------------------------------------------------

    def _scale(self) -> float:
        if self._zoom or not self._sizes:
            return (self._zoom or 1.0) * _SCREEN
        widest = max(width for width, _height in self._sizes)
        return max(0.2, (self.viewport().width() - 2 * _GAP) / widest)

    def _tops(self) -> list[float]:
        tops, y, scale = [], float(_GAP), self._scale()
        for _width, height in self._sizes:
            tops.append(y)
            y += height * scale + _GAP
        return tops

    def _lay_out(self) -> None:
        scale = self._scale()
        height = sum(size[1] * scale + _GAP for size in self._sizes) + _GAP
        width = max((size[0] * scale for size in self._sizes), default=0.0) + 2 * _GAP
        view = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, int(height) - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(40)
        horizontal.setRange(0, max(0, int(width) - view.width()))
        horizontal.setPageStep(view.width())
        self.viewport().update()

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        tops = self._tops()
        present = sum(1 for top in tops if top <= middle)
        self.page_shown.emit(max(1, present), len(tops))
        self.viewport().update()

    # Painting ---------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("rail"))
        scale, shift = self._scale(), self.verticalScrollBar().value()
        side = self.horizontalScrollBar().value()
        for page, (top, size) in enumerate(zip(self._tops(), self._sizes, strict=True)):
            width, height = size[0] * scale, size[1] * scale
            y = top - shift
            if y > self.viewport().height() or y + height < 0:
                continue
            x = max(float(_GAP), (self.viewport().width() - width) / 2) - side
            place = QRectF(x, y, width, height)
            painter.fillRect(place, QColor("white"))
            image = self._image(page, scale)
            if image is not None:
                painter.drawImage(place, image)
            painter.setPen(theme.colour("line_strong"))
            painter.drawRect(place)
        painter.end()

    def _image(self, page: int, scale: float) -> QImage | None:
        key = (page, round(scale * self.devicePixelRatioF(), 3))
        if key in self._images:
            return self._images[key]
        if key not in self._asked:
            self._asked.add(key)
            self._ask(key)
        sized = (made for (at, _scale), made in self._images.items() if at == page)
        return next(sized, self._former.get(page))

    def _ask(self, key: tuple[int, float]) -> None:
        data, generation = self._data, self._generation

        def work(_progress: Progress) -> QImage:
            return as_image(papers.page_image(data, *key))

        def then(image: QImage) -> None:
            if generation == self._generation:
                self._images[key] = image
                while len(self._images) > _KEPT:
                    oldest = next(iter(self._images))
                    del self._images[oldest]
                    self._asked.discard(oldest)
                self.viewport().update()

        self._tasks.read(self, work, then, _leave_white)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                bar.setValue(bar.value() + bar.pageStep() - 40)
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep() + 40)
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _:
                super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(720, 560)


def _leave_white(_error: BaseException) -> None:
    """A page that cannot be drawn stays white; the file was read, and others may be drawn."""


def as_image(page: PageImage) -> QImage:
    """A picture of a page that owns its pixels.

    Args:
        page: the page as pixels.
    """
    image = QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    return image.copy()


def paint_on(printer: QPrinter, pages: Sequence[PageImage]) -> None:
    """Print pages, each fitted into the paper; landscape pages are turned.

    Args:
        printer: where to; its paper is A4 upright.
        pages: the pages in print quality.
    """
    painter = QPainter(printer)
    for place, page in enumerate(pages):
        if place:
            printer.newPage()
        image = as_image(page)
        area = QRectF(painter.viewport())
        if image.width() > image.height():
            painter.save()
            painter.translate(area.width(), 0)
            painter.rotate(90)
            painter.drawImage(QRectF(0, 0, area.height(), area.width()), image)
            painter.restore()
        else:
            painter.drawImage(area, image)
    painter.end()


def print_scale() -> float:
    """Pixels in a point for printing: 300 dots an inch."""
    return _PRINT_SCALE
