"""The family of a text as a picture: what replaced, amended and implemented what, along time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.records.pane import Pane
from ktgs_desktop.gui.views.regulations.day_field import DayField
from ktgs_desktop.gui.views.regulations.family_scene import LINES, FamilyScene, picture_of
from ktgs_desktop.gui.views.regulations.family_view import FamilyView
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.gui.widgets.regulation_words import RELATIONS, reason_text, status_text
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import exports
from ktgs_desktop.services.regulations import library

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.regulation_force import Family, Force
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress

_DPI = 150
_SAMPLE = QSize(34, 12)


class FamilyPane(Pane):
    """The picture with its day, its legend and what is said of the text in hand.

    Args:
        session: the session.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(("regulation",))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._record: UUID | None = None
        self._family: Family | None = None
        self._stands: Mapping[UUID, Force] = {}
        self._reading: Task | None = None
        self.day = DayField(session)
        self.day.changed.connect(self.refresh)
        self.about = label("", "sectionTitle", wrap=True)
        self.detail = label("", "muted", wrap=True)
        self.view = FamilyView()
        self.view.moved.connect(self._tell)
        self.view.opened.connect(self._open)
        self.empty = EmptyState("tree-structure")
        self.empty.say(
            _("No text chosen"),
            _("Choose a text in the library, then come back: its family is drawn here."),
            button(_("To the library"), lambda: self.elsewhere.emit("library", None)),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.view)
        self.save = button("PDF", self.save_pdf, icon="mdi6.file-pdf-box")
        self.save.setToolTip(_("Save the picture as PDF"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._build_head())
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.about)
        layout.addWidget(self.detail)
        self._show_parts()

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.legend = [_sample(kind) for kind in LINES]
        for kind, picture in zip(LINES, self.legend, strict=True):
            line.addWidget(picture)
            line.addWidget(label(str(RELATIONS[kind]), "muted"))
            line.addSpacing(6)
        line.addStretch(1)
        self.larger = button("+", lambda: self.view.zoom(1.25))
        self.smaller = button("−", lambda: self.view.zoom(0.8))
        self.whole = button(_("Show all"), self.view.fit)
        for one, name in (
            (self.smaller, _("Reduce")),
            (self.larger, _("Enlarge")),
            (self.whole, _("Show the whole picture")),
        ):
            one.setAccessibleName(name)
            one.setToolTip(name)
            line.addWidget(one)
        line.addWidget(self.day)
        return line

    # What is shown ----------------------------------------------------------------------

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Show the family of a text.

        Args:
            wanted: the text's id.
        """
        if isinstance(wanted, UUID) and wanted != self._record:
            self._record = wanted
            self.refresh()

    @override
    def refresh(self) -> None:
        self.day.recall()
        record, day, workspace = self._record, self.day.day, self.session.workspace
        if record is None:
            self._show_parts()
            return

        def work(_progress: Progress) -> tuple[Family, Mapping[UUID, Force]]:
            family = library.family(workspace, record)
            return family, library.force(workspace, [one.id for one in family.texts], day)

        self._reading = self.session.tasks.read(
            self,
            work,
            lambda found: self._show(*found),
            lambda _error: self._gone(),
            instead_of=self._reading,
        )

    def _gone(self) -> None:
        """The text was voided meanwhile."""
        self._record = self._family = None
        self._show_parts()

    def _show(self, family: Family, stands: Mapping[UUID, Force]) -> None:
        here = self.view.here if self._shows(self.view.here, family) else self._record
        if self._family is None or not self._shows(self._record, family):
            here = self._record
        self._family, self._stands = family, stands
        self._show_parts()
        self.view.show_picture(picture_of(family, stands), here)

    @staticmethod
    def _shows(key: Hashable, family: Family) -> bool:
        return any(one.id == key for one in family.texts)

    def _show_parts(self) -> None:
        there = self._family is not None
        self.stack.setCurrentWidget(self.view if there else self.empty)
        self.save.setEnabled(there)
        for one in (self.larger, self.smaller, self.whole):
            one.setEnabled(there)
        if not there:
            self.about.setText("")
            self.detail.setText("")

    def _tell(self, key: Hashable) -> None:
        """Say what the text the cursor is on is, and how it stands."""
        picture, family = self.view.picture, self._family
        if picture is None or family is None:
            return
        shown = picture.texts[key]
        self.about.setText(f"{shown.number} · {shown.title}")
        named = {one.id: one for one in family.texts}
        stands = self._stands.get(key) if isinstance(key, UUID) else None
        if stands is None:
            self.detail.setText(_("Not in the list yet."))
            return
        told = _("On {day}: {how}").format(
            day=i18n.day(self.day.day), how=reason_text(stands, named)
        )
        self.detail.setText(f"{status_text(stands.status)[:1]} {told}")
        self.view.setAccessibleDescription(f"{self.about.text()}. {told}")

    def _open(self, key: Hashable) -> None:
        if isinstance(key, UUID):
            self.elsewhere.emit("library", key)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.day.recall():
            self.refresh()

    # Doing ------------------------------------------------------------------------------

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.save,)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {"print": self.save_pdf}

    def save_pdf(self) -> None:
        """Save the picture as PDF, in the light colours of paper."""
        picture, record = self.view.picture, self._record
        if picture is None or record is None:
            return
        number = picture.texts[record].number
        title = _("Family of {number}").format(number=number)
        start = Path.home() / f"{exports.safe_name(title)}.pdf"
        path = ask_where(self, _("Save the picture as PDF"), start, "PDF (*.pdf)")
        if path is None:
            return
        scene = FamilyScene(picture, theme.paper_colour, self)
        day = _("How the texts stand on {day}").format(day=i18n.day(self.day.day))
        write_pdf(scene, path, f"{title}. {day}")
        scene.deleteLater()
        self.session.said.emit(_("Saved as {path}").format(path=path))

    @override
    def take_focus(self) -> None:
        if self._family is not None:
            self.view.setFocus()
        else:
            self.empty.setFocus()


def write_pdf(scene: FamilyScene, path: Path, title: str) -> None:
    """Write a picture on one page across.

    Args:
        scene: the picture.
        path: the file.
        title: what stands above it.
    """
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(QMarginsF(12, 12, 12, 12), QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    room = QRectF(painter.viewport())
    painter.setPen(QColor("black"))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft, title)
    top = 2.0 * painter.fontMetrics().height()
    area = QRectF(room.left(), room.top() + top, room.width(), room.height() - top)
    scene.render(painter, area, scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.end()


def _sample(kind: str) -> QLabel:
    """A piece of the line that stands for a relation."""
    name, stroke = LINES[kind]
    pixmap = QPixmap(_SAMPLE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(name), 2, stroke))
    middle = _SAMPLE.height() // 2
    painter.drawLine(0, middle, _SAMPLE.width(), middle)
    painter.end()
    made = QLabel()
    made.setPixmap(pixmap)
    return made
