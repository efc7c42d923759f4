"""Imports administrative units: which list, which provinces or districts, what would come of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.gui.widgets.unit_tree import UnitTree
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import unit_register

if TYPE_CHECKING:
    from ktgs_desktop.domain.units import Unit
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.unit_register import RegisterPreview

_PAUSE_MS = 200


class ImportUnitsDialog(QDialog):
    """Asks which units become organisations, shows what would be new, imports them.

    Attributes:
        done_with: what was imported last, None until then.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Task | None = None
        self._units: list[Unit] = []
        self._asked = 0
        self.preview: RegisterPreview | None = None
        self.done_with: RegisterPreview | None = None
        self.setWindowTitle(_("Import units"))
        self.resize(900, 620)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 14)
        outer.setSpacing(10)
        outer.addWidget(label(_("Import units"), "dialogTitle"))
        outer.addWidget(
            label(
                _(
                    "Each province, district and commune comes with its Party body, committee, "
                    "standing committee and inspection committee. What is in the register already "
                    "stays as it is, so importing twice does no harm."
                ),
                "muted",
                wrap=True,
            )
        )
        outer.addLayout(self._build_source())
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addLayout(self._build_tree(), 3)
        middle.addWidget(self._build_preview(), 2)
        outer.addLayout(middle, 1)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        outer.addWidget(self._fault)
        outer.addLayout(self._build_buttons())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_preview)
        self._show_preview(None)
        self.search.setFocus()
        self._read(None)

    # Building ---------------------------------------------------------------------------

    def _build_source(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.shipped = button(_("&List of the program (early 2025)"), lambda: self._read(None))
        self.file = button(_("Other list (&CSV)…"), self._choose_file)
        self._source = label("", "muted")
        for part in (self.shipped, self.file):
            line.addWidget(part)
        line.addWidget(self._source, 1)
        return line

    def _build_tree(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find a province or district (accents may be left out)"))
        self.search.setAccessibleName(_("Find a province or district"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(
            theme.icon("magnifying-glass", "muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.tree = UnitTree()
        self.search.textChanged.connect(self.tree.narrow)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self.tree.itemChanged.connect(lambda *_args: self._pause.start())
        column.addWidget(self.tree, 1)
        line = QHBoxLayout()
        self.everything = button(_("Tick &all"), lambda: self.tree.tick_all(checked=True))
        self.nothing = button(_("Tick &none"), lambda: self.tree.tick_all(checked=False))
        line.addWidget(self.everything)
        line.addWidget(self.nothing)
        line.addStretch(1)
        column.addLayout(line)
        return column

    def _build_preview(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(label(_("What will be imported"), "sectionTitle"))
        self._counts = label("", wrap=True)
        self._sample = label("", "muted", wrap=True)
        column.addWidget(self._counts)
        column.addWidget(self._sample)
        column.addStretch(1)
        return card

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        self.task_bar = TaskBar()
        self.close_button = button(_("Close"), self.reject)
        self.do = button(_("&Import"), self.run, primary=True)
        for part in (self.task_bar, self.close_button, self.do):
            line.addWidget(part)
        return line

    # The list of units ------------------------------------------------------------------

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("List of units"), "", _("Lists of units") + " (*.csv)"
        )
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Take the units of a CSV file.

        Args:
            path: with the columns of the shipped list.
        """
        self._read(path)

    def _read(self, path: Path | None) -> None:
        def then(units: list[Unit]) -> None:
            self._say("")
            self._take(units)
            name = path.name if path is not None else self.shipped.text().replace("&", "")
            count = _("{count} units").format(count=i18n.number(len(units)))
            self._source.setText(f"{name} · {count}")

        self._reading = self._session.tasks.read(
            self,
            lambda _progress: unit_register.read_units(path),
            then,
            self._refused,
            instead_of=self._reading,
        )

    def _take(self, units: list[Unit]) -> None:
        self._units = units
        self.tree.show_units(units)
        self.tree.narrow(self.search.text())
        self._ask_preview()

    # Preview and import -----------------------------------------------------------------

    def _ask_preview(self) -> None:
        codes, units, workspace = self.tree.ticked(), self._units, self._session.workspace
        self._asked += 1
        asked = self._asked
        if codes is None:
            self._show_preview(None)
            return

        def then(found: RegisterPreview) -> None:
            if asked == self._asked:
                self._show_preview(found)

        self._counts.setText(_("Counting…"))
        self._sample.setText("")
        self.do.setEnabled(False)
        self._session.tasks.read(
            self,
            lambda _progress: unit_register.preview_register(workspace, units, codes),
            then,
            self._refused,
        )

    def _show_preview(self, found: RegisterPreview | None) -> None:
        self.preview = found
        self.do.setEnabled(found is not None and found.new > 0 and not self.task_bar.running)
        if found is None:
            self._counts.setText(_("Tick provinces or districts on the left."))
            self._sample.setText("")
            return
        lines = [
            _("{count} units").format(count=i18n.number(found.units)),
            _("{count} new organisations").format(count=i18n.number(found.new)),
            _("{count} are there already").format(count=i18n.number(found.kept)),
        ]
        self._counts.setText("\n".join(lines))
        more = found.new - len(found.sample)
        rest = [_("… and {count} more").format(count=i18n.number(more))] if more > 0 else []
        self._sample.setText("\n".join([*found.sample, *rest]))

    def run(self) -> None:
        """Import what is ticked."""
        codes, units, workspace = self.tree.ticked(), self._units, self._session.workspace
        if codes is None or not self.do.isEnabled():
            return

        def work(progress: Progress) -> RegisterPreview | None:
            try:
                return unit_register.import_register(workspace, units, codes, progress)
            except Cancelled:
                return None

        self._say("")
        self.task_bar.watch(self._session.tasks.write(self, work, self._imported, self._refused))
        self._enable()

    def _enable(self) -> None:
        idle = not self.task_bar.running
        for part in (
            self.shipped, self.file, self.search, self.tree, self.everything, self.nothing,
            self.close_button,
        ):  # fmt: skip
            part.setEnabled(idle)
        self.do.setEnabled(idle and self.preview is not None and self.preview.new > 0)

    def _imported(self, found: RegisterPreview | None) -> None:
        self.task_bar.clear()
        self._enable()
        if found is None:
            self._say(_("Stopped; nothing was imported."))
            return
        self.done_with = found
        text = _("{new} organisations imported, {kept} were there already.").format(
            new=i18n.number(found.new), kept=i18n.number(found.kept)
        )
        self._session.said.emit(text)
        self._ask_preview()
        self.close_button.setFocus()

    def _refused(self, error: BaseException) -> None:
        if self.task_bar.running:
            self.task_bar.clear()
            self._enable()
        if isinstance(error, KtgsError):
            self._say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _say(self, text: str) -> None:
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    @override
    def reject(self) -> None:
        if self.task_bar.running:
            self.task_bar.cancel()
        else:
            super().reject()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter go from the search line into the tree."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() in keys:
                self.tree.setFocus()
                return True
        return False
