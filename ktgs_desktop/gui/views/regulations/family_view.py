"""The view of a family's picture: keys go from text to text, the wheel and keys enlarge it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsView
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.regulations.family_layout import nearest
from ktgs_desktop.gui.views.regulations.family_scene import FamilyScene, Picture, TextBox
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent

_ZOOM = 1.2
_LEAST, _MOST = 0.2, 3.0
_FULL = 1.15  # no picture is blown up further than this to fill the view
_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class FamilyView(QGraphicsView):
    """Shows the picture; arrow keys go from text to text, Enter opens one.

    Signals:
        moved: the cursor is on another text; its key.
        opened: a text is to be shown in the library; its key.
    """

    moved = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._here: Hashable = None
        self._fits = True
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setAccessibleName(_("Family of the text"))
        self.setWhatsThis(
            _("Arrow keys go from text to text, Enter opens one in the library. + and − enlarge "
              "and reduce, Home shows the whole.")
        )  # fmt: skip

    @property
    def here(self) -> Hashable:
        """Key of the text the cursor is on, None for none."""
        return self._here

    @property
    def picture(self) -> Picture | None:
        """What is shown, None for nothing."""
        scene = self.scene()
        return scene.picture if isinstance(scene, FamilyScene) else None

    def show_picture(self, picture: Picture, here: Hashable) -> None:
        """Show a picture.

        Args:
            picture: what is drawn.
            here: the text the cursor is on.
        """
        former = self.scene()
        scene = FamilyScene(picture, parent=self)
        scene.setBackgroundBrush(theme.colour("page"))
        self.setScene(scene)
        if former is not None:
            former.deleteLater()
        self._here = None
        self.fit()
        self.go_to(here)

    def go_to(self, key: Hashable) -> None:
        """Put the cursor on a text.

        Args:
            key: its key.
        """
        scene = self.scene()
        if not isinstance(scene, FamilyScene) or key not in scene.boxes:
            return
        scene.clearSelection()
        box = scene.boxes[key]
        box.setSelected(True)
        self.ensureVisible(box, 30, 30)
        if key != self._here:
            self._here = key
            self.moved.emit(key)

    def fit(self) -> None:
        """Show the whole picture, no larger than letters are usually."""
        scene = self.scene()
        if not isinstance(scene, FamilyScene):
            return
        self._fits = True
        self.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        scale = self.transform().m11()
        if scale > _FULL:
            self.resetTransform()
            self.scale(_FULL, _FULL)

    def zoom(self, factor: float) -> None:
        """Enlarge or reduce the picture.

        Args:
            factor: more than 1 enlarges.
        """
        scale = self.transform().m11() * factor
        if _LEAST <= scale <= _MOST:
            self._fits = False
            self.scale(factor, factor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        picture, key = self.picture, Qt.Key(event.key())
        if picture is None or self._here is None:
            super().keyPressEvent(event)
        elif key in _DIRECTIONS:
            self.go_to(nearest(picture.plan, self._here, *_DIRECTIONS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._here)
        elif event.text() in ("+", "=", "-"):
            self.zoom(1 / _ZOOM if event.text() == "-" else _ZOOM)
        elif key == Qt.Key.Key_Home:
            self.fit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, TextBox):
            self.go_to(item.shown.key)
        else:
            super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, TextBox):
            self.opened.emit(item.shown.key)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM)
        else:
            super().wheelEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit()
