"""The picture of a family: boxes by time, arrows by kind, colours by how texts stand on the day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsPathItem,
    QGraphicsPolygonItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.regulations import RelationKind
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.regulations.family_layout import (
    HEIGHT,
    WIDTH,
    Box,
    Dated,
    Plan,
    Step,
    place,
)
from ktgs_desktop.gui.widgets.regulation_words import SIGNS, TINTS, partial
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_force import Family, Force

LINES: Mapping[str, tuple[str, Qt.PenStyle]] = {
    RelationKind.REPLACES: ("text", Qt.PenStyle.SolidLine),
    RelationKind.AMENDS: ("in_progress", Qt.PenStyle.DashLine),
    RelationKind.IMPLEMENTS: ("done", Qt.PenStyle.DotLine),
    RelationKind.REPEALS_PART: ("overdue", Qt.PenStyle.DashDotLine),
}
"""Colour and stroke of the arrows."""
_AXIS = 34.0
_MARGIN = 24.0
_ARROW = 9.0
_PAD = 9.0
_ROUND = 5.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of the picture.

    Attributes:
        key: its id; of one that is not in the list its label.
        number: number and symbol.
        day: its first day, as far as known.
        title: its title.
        status: a value of `ForceStatus`, empty if it is not in the list.
    """

    key: Hashable
    number: str
    day: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """What one text of the picture does to another.

    Attributes:
        later: key of the later text.
        earlier: key of the earlier one.
        kind: a value of `RelationKind`.
    """

    later: Hashable
    earlier: Hashable
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn.

    Attributes:
        texts: the texts by their keys.
        arrows: what they do to one another.
        plan: where they stand.
    """

    texts: Mapping[Hashable, Shown]
    arrows: Sequence[Arrow]
    plan: Plan


def picture_of(family: Family, stands: Mapping[UUID, Force]) -> Picture:
    """What is drawn of a family.

    Args:
        family: the texts and what they do.
        stands: how they stand on the day.
    """
    texts: dict[Hashable, Shown] = {}
    dated: list[Dated] = []
    for one in family.texts:
        day = one.effective_from or one.issued
        status = str(stands[one.id].status) if one.id in stands else ""
        texts[one.id] = Shown(one.id, one.number, partial(day), one.title, status)
        dated.append(Dated(one.id, day.first if day is not None else None))
    arrows = []
    for edge in family.edges:
        key: Hashable = edge.earlier or edge.relation.key.label
        if key not in texts:
            day = edge.relation.issued
            title = _("not in the list yet")
            texts[key] = Shown(key, edge.relation.number, partial(day), title, "")
            dated.append(Dated(key, day.first if day is not None else None))
        arrows.append(Arrow(edge.later, key, edge.relation.kind))
    steps = [Step(one.later, one.earlier, one.kind == RelationKind.REPLACES) for one in arrows]
    return Picture(texts, tuple(arrows), place(dated, steps))


class TextBox(QGraphicsObject):
    """The box of a text.

    Args:
        shown: the text.
        box: where it stands.
        colour: gives the colour of a name.
    """

    def __init__(self, shown: Shown, box: Box, colour: Callable[[str], QColor]) -> None:
        super().__init__()
        self.shown = shown
        self._colour = colour
        self.asked = False
        self.setPos(box.x, box.y + _AXIS)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setToolTip(shown.title)
        self.setZValue(1)

    @override
    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, WIDTH + 4, HEIGHT + 4)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        tint = self._colour(TINTS.get(self.shown.status, "muted"))
        chosen = self.isSelected()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._colour("accent") if chosen else tint, 2.4 if chosen else 1.2)
        if not self.shown.status:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._colour("selection" if chosen else "surface"))
        frame = QRectF(0, 0, WIDTH, HEIGHT)
        painter.drawRoundedRect(frame, _ROUND, _ROUND)
        painter.fillRect(QRectF(0, _ROUND, 4, HEIGHT - 2 * _ROUND), tint)
        self._write(painter, tint)

    def _write(self, painter: QPainter, tint: QColor) -> None:
        bold, plain = QFont(QApplication.font()), QFont(QApplication.font())
        bold.setPixelSize(15)
        bold.setBold(True)
        plain.setPixelSize(12)
        room = WIDTH - 2 * _PAD
        sign = SIGNS.get(self.shown.status, "◌")
        rows = (
            (bold, "text", self.shown.number, 4.0, 20.0),
            (plain, "", f"{sign} {self.shown.day}".strip(), 25.0, 17.0),
            (plain, "muted", self.shown.title, 43.0, 17.0),
        )
        for font, name, text, top, height in rows:
            painter.setFont(font)
            painter.setPen(self._colour(name) if name else tint)
            cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(_PAD, top, room, height), Qt.AlignmentFlag.AlignLeft, cut)


class FamilyScene(QGraphicsScene):
    """The picture as a scene.

    Args:
        picture: what is drawn.
        colour: gives the colour of a name; that of the theme, if left out.
    """

    def __init__(
        self,
        picture: Picture,
        colour: Callable[[str], QColor] = theme.colour,
        parent: Any = None,
    ) -> None:
        super().__init__(parent)
        self.picture = picture
        self._colour = colour
        self.boxes: dict[Hashable, TextBox] = {}
        plan = picture.plan
        self.setSceneRect(
            -_MARGIN, -_MARGIN, plan.width + 2 * _MARGIN, plan.height + _AXIS + 2 * _MARGIN
        )
        self._draw_axis()
        for key, box in plan.boxes.items():
            made = self.boxes[key] = TextBox(picture.texts[key], box, colour)
            self.addItem(made)
        for arrow in picture.arrows:
            self._draw_arrow(arrow)

    def _draw_axis(self) -> None:
        pen, plan = QPen(self._colour("line_strong"), 1), self.picture.plan
        self.addLine(0, 16, plan.width, 16, pen)
        thin = QPen(self._colour("line"), 1, Qt.PenStyle.DotLine)
        font = QFont(QApplication.font())
        font.setPixelSize(13)
        right = -_MARGIN
        for tick in plan.ticks:
            self.addLine(tick.x, 12, tick.x, plan.height + _AXIS, thin)
            text = str(tick.year) if tick.year else _("not known")
            if tick.x < right:
                continue  # years of texts that lie close together
            item = self.addSimpleText(text, font)
            item.setBrush(self._colour("muted"))
            item.setPos(tick.x + 2, -7)
            right = tick.x + item.boundingRect().width() + 8

    def _draw_arrow(self, arrow: Arrow) -> None:
        boxes = self.picture.plan.boxes
        start, end = _ends(boxes[arrow.later], boxes[arrow.earlier])
        name, stroke = LINES[arrow.kind]
        path = QPainterPath(start)
        if start.x() - end.x() > _ARROW or start.y() == end.y():
            bend = max(18.0, abs(start.x() - end.x()) / 2)
            path.cubicTo(start - QPointF(bend, 0), end + QPointF(bend, 0), end)
            angle = 0.0
        else:
            bend = max(12.0, abs(start.y() - end.y()) / 2)
            down = 1 if end.y() > start.y() else -1
            path.cubicTo(start + QPointF(0, bend * down), end - QPointF(0, bend * down), end)
            angle = 90.0 * down
        line = QGraphicsPathItem(path)
        line.setPen(QPen(self._colour(name), 1.5, stroke))
        self.addItem(line)
        self._draw_head(end, angle, self._colour(name))

    def _draw_head(self, tip: QPointF, angle: float, colour: QColor) -> None:
        """The head of an arrow: pointing left at 0, down at 90."""
        half = _ARROW * 0.45
        if angle:
            back = -_ARROW if angle > 0 else _ARROW
            corners = [tip, tip + QPointF(-half, back), tip + QPointF(half, back)]
        else:
            corners = [tip, tip + QPointF(_ARROW, -half), tip + QPointF(_ARROW, half)]
        head = QGraphicsPolygonItem(QPolygonF(corners))
        head.setBrush(colour)
        head.setPen(QPen(Qt.PenStyle.NoPen))
        head.setZValue(2)
        self.addItem(head)


def _ends(later: Box, earlier: Box) -> tuple[QPointF, QPointF]:
    """Where an arrow leaves the later text and meets the earlier one."""
    if later.x - (earlier.x + WIDTH) >= _ARROW * 2:
        start = QPointF(later.x, later.y + HEIGHT / 2 + _AXIS)
        end = QPointF(earlier.x + WIDTH, earlier.y + HEIGHT / 2 + _AXIS)
        return start, end
    below = later.y > earlier.y
    start = QPointF(later.x + WIDTH / 2, later.y + (0 if below else HEIGHT) + _AXIS)
    end = QPointF(earlier.x + WIDTH / 2, earlier.y + (HEIGHT if below else 0) + _AXIS)
    return start, end
