"""Charts of progress by kind, quarter and body; every piece opens the lines behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.program_figures import COUNTED, By
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.views.programs.lines import STATE_WORDS
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_charts, program_views

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.program_charts import ScreenCharts
    from ktgs_desktop.services.programs import ProgramSummary

_POINTS_WIDE = 760.0  # the charts are drawn so wide, and shown in the size of the letters
_FARTHEST = 1.6
_NARROWEST = 400
_MARGIN = 16
_KEYS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class ChartView(QWidget):
    """The picture of the charts; arrows go from piece to piece, Enter or a click opens one.

    Signals:
        opened: place of the piece whose lines are wanted.
        moved: place of the piece the cursor is on.
    """

    opened = Signal(int)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.charts: ScreenCharts | None = None
        self.current = 0
        self._image = QImage()
        self._data = b""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Charts of progress"))

    def show_charts(self, charts: ScreenCharts, ratio: float) -> None:
        """Show charts.

        Args:
            charts: the charts.
            ratio: pixels of the picture in one of the window's.
        """
        self.charts, found = charts, charts.image
        self._data = found.data  # Qt does not copy it
        self._image = QImage(
            self._data, found.width, found.height, found.stride, QImage.Format.Format_RGB32
        )
        self._image.setDevicePixelRatio(ratio)
        self._ratio = ratio
        self.current = min(self.current, max(len(charts.pieces) - 1, 0))
        self.setFixedSize(
            QSize(
                round(found.width / ratio) + 2 * _MARGIN, round(found.height / ratio) + 2 * _MARGIN
            )
        )
        self._tell()
        self.update()

    def area(self, place: int) -> QRectF:
        """Where a piece stands in the widget.

        Args:
            place: which piece.
        """
        if self.charts is None:
            return QRectF()
        piece, scale = self.charts.pieces[place], self.charts.scale / self._ratio
        return QRectF(
            piece.x * scale + _MARGIN,
            piece.y * scale + _MARGIN,
            piece.width * scale,
            piece.height * scale,
        )

    def text(self, place: int) -> str:
        """A piece in words: its group, how far, how many.

        Args:
            place: which piece.
        """
        if self.charts is None:
            return ""
        piece = self.charts.pieces[place]
        count = self.charts.bar(piece).counts[piece.state]
        return _("{group}: {count} {state}").format(
            group=program_charts.label(By(piece.chart), piece.bar),
            count=count,
            state=str(STATE_WORDS[COUNTED[piece.state]]).lower(),
        )

    def _tell(self) -> None:
        if self.charts is not None and self.charts.pieces:
            self.setAccessibleDescription(self.text(self.current))
            self.moved.emit(self.current)

    def _place_at(self, at: QPointF) -> int:
        count = len(self.charts.pieces) if self.charts is not None else 0
        return next((place for place in range(count) if self.area(place).contains(at)), -1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.drawImage(QPointF(_MARGIN, _MARGIN), self._image)
        if self.hasFocus() and self.charts is not None and self.charts.pieces:
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRect(self.area(self.current).adjusted(-2, -2, 2, 2))
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self.charts.pieces) if self.charts is not None else 0
        if count and event.key() in _KEYS:
            step = _KEYS[Qt.Key(event.key())]
            self.current = min(max(self.current + step, 0), count - 1)
            self._tell()
            self.update()
        elif count and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._place_at(event.position()) >= 0
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = place
            self._tell()
            self.opened.emit(place)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.text(place) if place >= 0 else "", self)
            return True
        return super().event(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


class ChartsPane(ProgramPane):
    """How far the lines are, by kind of work, by quarter and by body in the lead."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._program: ProgramSummary | None = None
        self._asked = 0
        self._room = 0  # what the picture was asked for
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.said = label("", "muted")
        line.addWidget(self.said, 1)
        self.all_bodies = QCheckBox(_("A&ll bodies of the year"))
        self.all_bodies.toggled.connect(lambda _on: self._ask())
        line.addWidget(self.all_bodies)
        self.printer = button(_("&Print the charts"), self.print_charts, icon="printer")
        line.addWidget(self.printer)
        layout.addLayout(line)
        self.view = ChartView()
        self.view.opened.connect(self._open)
        self.view.moved.connect(lambda place: self.said.setText(self.view.text(place)))
        self.canvas = QScrollArea()
        self.canvas.setObjectName("card")
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.setWidget(self.view)
        self.canvas.installEventFilter(self)
        self.empty = EmptyState("chart-bar-horizontal")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.canvas)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        self._resized = QTimer(self, singleShot=True, interval=150)
        self._resized.timeout.connect(self._ask)

    @override
    def show_program(self, program: ProgramSummary | None) -> None:
        self._program = program
        annual = program is not None and program.program.kind == "ANNUAL"
        self.all_bodies.setVisible(annual and program is not None and program.program.issued)
        self._ask()

    @property
    def _every(self) -> bool:
        return self.all_bodies.isChecked() and not self.all_bodies.isHidden()

    def _ask(self) -> None:
        program, workspace, every = self._program, self.session.workspace, self._every
        if program is None:
            self._show_empty()
            return
        ratio, room = self.devicePixelRatioF(), self._found_room()
        self._room = room
        self._asked += 1
        asked = self._asked
        scale = min(room / _POINTS_WIDE, _FARTHEST) * ratio
        states = [str(STATE_WORDS[state]).lower() for state in COUNTED]
        colours = theme.colours()

        def work(_progress: Progress) -> tuple[list[PlanLine], ScreenCharts]:
            found, lines = program_views.lines(workspace, program.program.id, all_bodies=every)
            size = (room * ratio / scale, scale)
            charts = program_charts.screen_charts(workspace, found, lines, states, colours, size)
            return lines, charts

        def then(found: tuple[list[PlanLine], ScreenCharts]) -> None:
            if self._program is program and self._asked == asked:
                self._take(*found, ratio)

        self.session.tasks.read(self, work, then)

    def _take(self, lines: list[PlanLine], charts: ScreenCharts, ratio: float) -> None:
        self.view.show_charts(charts, ratio)
        self.printer.setVisible(bool(lines))
        if lines:
            self.stack.setCurrentWidget(self.canvas)
            self.offering.emit()
        else:
            self._show_empty()

    def _show_empty(self) -> None:
        self.said.setText("")
        self.printer.hide()
        if self._program is None:
            self.say_none(self.empty, _("Choose one program above to see its charts."))
        else:
            self.empty.say(
                _("This program has no line yet"),
                _("How far its lines are is drawn here, by kind, quarter and body."),
            )
        self.stack.setCurrentWidget(self.empty)
        self.offering.emit()

    def _found_room(self) -> int:
        """How wide the picture may be, so that nothing of it lies beyond the window."""
        bar = self.canvas.verticalScrollBar().sizeHint().width()
        return max(self.canvas.contentsRect().width() - bar - 2 * _MARGIN, _NARROWEST)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self._on_resized()
        return super().eventFilter(watched, event)

    def _on_resized(self) -> None:
        """Draw the charts again, once the window has its new width."""
        if self._program is not None and self._found_room() != self._room:
            self._resized.start()

    def _open(self, place: int) -> None:
        """Show the lines behind a piece in the list."""
        charts, one = self.view.charts, self._program
        if charts is None or one is None:
            return
        piece = charts.pieces[place]
        lines = charts.bar(piece).lines[piece.state]
        behind = {"among": ",".join(map(str, lines)), "words": self.view.text(place)}
        if self._every:
            behind["year"] = str(one.program.year)
        else:
            behind["program"] = str(one.program.id)
        self.session.go.emit("programs", ("lines", behind))

    # Commands ---------------------------------------------------------------------------

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        found: dict[str, Callable[[], object]] = {"filter": self.take_focus}
        shown = self.stack.currentWidget() is self.canvas
        there = {"export_list": self.export, "print": self.print_charts}
        return found | there if shown else found

    @override
    def take_focus(self) -> None:
        self.view.setFocus()

    def print_charts(self) -> None:
        """Show the charts as a page, to print or save."""
        one, workspace, every = self._program, self.session.workspace, self._every
        if one is not None:
            PaperDialog(
                self.session,
                lambda _progress: program_charts.print_charts(
                    workspace, one.program.id, all_bodies=every
                ),
                program=None,
                document=None,
                parent=self,
            ).show_modal()

    def export(self) -> None:
        """Save the figures as an Excel sheet."""
        charts = self.view.charts
        if charts is None:
            return
        states = [str(STATE_WORDS[state]) for state in COUNTED]
        rows = [
            [program_charts.label(By(by), bar.key), *map(str, bar.counts), str(bar.total)]
            for by, bars in charts.bars.items()
            for bar in bars
        ]
        heads = [_("Kind, quarter, body"), *states, _("Lines")]
        export_table(self.session, _("Charts"), heads, rows, [50, 14, 14, 14, 14, 10], self)
