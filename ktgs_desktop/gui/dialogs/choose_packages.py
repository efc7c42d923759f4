"""Chooses packages: those that lie on a stick, or files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.package_words import size_text
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.stick_field import StickField
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import sticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.exchange.sticks import PackageFile

_SIZE = (680, 460)
KIND = "KTGS (*.ktgs)"


class ChoosePackagesDialog(QDialog):
    """Lists the packages on a stick; those that are ticked are taken.

    Args:
        session: the session.
        parent: the window.

    Attributes:
        stick: where they lie.
        files: the packages there, each with a tick.
        take_button: goes on with those that are ticked.
        chosen: what was chosen, empty until then.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Task | None = None
        self._found: Sequence[PackageFile] = ()
        self.chosen: list[Path] = []
        self.setWindowTitle(_("Packages on a stick"))
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(_("Packages on a stick"), "dialogTitle"))
        self.stick = StickField(session)
        self.stick.edited.connect(self._look)
        line = QHBoxLayout()
        name = label(_("Stic&k"), "fieldLabel")
        name.setBuddy(self.stick.choice)
        line.addWidget(name)
        line.addWidget(self.stick, 1)
        layout.addLayout(line)
        self.files = self._build_files()
        layout.addWidget(self.files, 1)
        self.told = label("", "muted", wrap=True)
        layout.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addWidget(button(_("&Another file…"), self._browse))
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        self.take_button = button(_("&Take in"), self._take, primary=True)
        foot.addWidget(self.take_button)
        layout.addLayout(foot)
        self._look()
        self.files.setFocus()

    def _build_files(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(_("Packages on the stick"))
        made.setRootIsDecorated(False)
        made.setHeaderLabels([_("File"), _("Size"), _("Written")])
        head = made.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place in (1, 2):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        made.itemChanged.connect(lambda _item, _column: self._count())
        made.itemActivated.connect(lambda _item, _column: self._take())
        return made

    def _look(self) -> None:
        folder = self.stick.value()
        if folder is None:
            self._show([])
            return

        def failed(error: BaseException) -> None:
            self._show([])
            if isinstance(error, KtgsError):
                self.told.setText(messages.sentence(error))

        self._reading = self._session.tasks.read(
            self,
            lambda _progress: sticks.packages_in(folder),
            self._show,
            failed,
            instead_of=self._reading,
        )

    def _show(self, found: Sequence[PackageFile]) -> None:
        self._found = found
        self.files.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.files.clear()
        for one in found:
            item = QTreeWidgetItem([one.path.name, size_text(one.size), i18n.moment(one.changed)])
            item.setCheckState(0, Qt.CheckState.Checked)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, str(one.path))
            self.files.addTopLevelItem(item)
        self.files.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if (first := self.files.topLevelItem(0)) is not None:
            self.files.setCurrentItem(first)
        self._count()

    def _ticked(self) -> list[Path]:
        return [
            one.path
            for place, one in enumerate(self._found)
            if (item := self.files.topLevelItem(place)) is not None
            and item.checkState(0) == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        ticked = len(self._ticked())
        self.take_button.setEnabled(bool(ticked))
        told = _("{ticked} of {count} packages are ticked.")
        nothing = _("No package (.ktgs) lies there. Choose another stick or folder.")
        self.told.setText(
            told.format(ticked=ticked, count=len(self._found)) if self._found else nothing
        )

    def _take(self) -> None:
        self.chosen = self._ticked()
        if self.chosen:
            folder = self.stick.value()
            if folder is not None:
                self.stick.set_folder(folder)
            self.accept()

    def _browse(self) -> None:
        start = str(self.stick.value() or Path.home())
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Package"), start, KIND)
        if chosen:
            self.chosen = [Path(one) for one in chosen]
            self.accept()
