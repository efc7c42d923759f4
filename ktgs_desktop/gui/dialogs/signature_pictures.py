"""The pictures a visible signature shows: the signer's own, and the seal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QPushButton, QWidget

from ktgs_desktop.domain.signer_images import ImageRole
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signer_images

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress

_NAMES = {ImageRole.SIGNATURE: late("Handwritten signature"), ImageRole.SEAL: late("Seal")}
_ROOM = (200, 90)


class PicturesDialog(FormDialog):
    """Shows and chooses a signer's pictures; each choice is saved at once.

    Args:
        session: the session.
        signer: full name proposed.
        parent: the window.

    Attributes:
        signer: the signer's full name.
        shown: the pictures as shown, by role.
    """

    def __init__(self, session: Session, signer: str, parent: QWidget) -> None:
        super().__init__(_("Pictures of the signature"), parent, width=560)
        self._session = session
        self._reading: Task | None = None
        text = _(
            "PNG with a transparent ground: the signature blue as written by hand, the seal red "
            "as it is. They are kept encrypted; a cell's papers carry no seal."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.signer = TextField()
        self.signer.set_value(signer)
        self.form.add(_("&Signer"), self.signer, _("Full name as the papers print it."))
        self.signer.editingFinished.connect(self.reload)
        self.shown: dict[str, QLabel] = {}
        self._remove: dict[str, QPushButton] = {}
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 6, 0, 0)
        for column, role in enumerate(_NAMES):
            self._build_picture(grid, column, role)
        self.form.add_wide(box)
        close = button(_("Close"), self.accept, primary=True)
        self.buttons.addWidget(close)
        self.form.at_end = self.reload
        self.reload()

    def _build_picture(self, grid: QGridLayout, column: int, role: ImageRole) -> None:
        picture = QLabel(_("none"))
        picture.setAccessibleName(str(_NAMES[role]))
        picture.setObjectName("card")
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setFixedSize(theme.scaled(_ROOM[0]), theme.scaled(_ROOM[1]))
        self.shown[role] = picture
        first = role == ImageRole.SIGNATURE
        choose = button(
            _("Choose s&ignature…") if first else _("Choose s&eal…"), lambda: self._choose(role)
        )
        remove = button(
            _("&Remove signature") if first else _("Remo&ve seal"), lambda: self._take_out(role)
        )
        remove.setEnabled(False)
        self._remove[role] = remove
        grid.addWidget(label(str(_NAMES[role]), "sectionTitle"), 0, column)
        grid.addWidget(picture, 1, column)
        grid.addWidget(choose, 2, column)
        grid.addWidget(remove, 3, column)

    def reload(self) -> None:
        """Show the pictures there are of the signer."""
        workspace, signer = self._session.workspace, self.signer.value()

        def work(_progress: Progress) -> dict[str, bytes]:
            found = signer_images.of_signer(workspace, signer) if signer else None
            images = found.images if found else ()
            return {one.role: signer_images.picture(workspace, one) for one in images}

        def then(found: Mapping[str, bytes]) -> None:
            if self.signer.value() == signer:
                self._show(found)

        self._reading = self._session.tasks.read(self, work, then, instead_of=self._reading)

    def _show(self, found: Mapping[str, bytes]) -> None:
        for role, shown in self.shown.items():
            picture = QPixmap()
            if role in found:
                picture.loadFromData(QByteArray(found[role]))
            self._remove[role].setEnabled(not picture.isNull())
            if picture.isNull():
                shown.setText(_("none"))
                continue
            shown.setPixmap(
                picture.scaled(
                    shown.width() - 12,
                    shown.height() - 12,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def _choose(self, role: ImageRole) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, str(_NAMES[role]), "", "PNG (*.png)")
        if chosen:
            self.use(role, chosen)

    def use(self, role: ImageRole, path: str) -> None:
        """Keep a picture for the signer.

        Args:
            role: what it is.
            path: the file.
        """
        workspace, signer = self._session.workspace, self.signer.value()
        self.submit(
            self._session.tasks,
            lambda _progress: signer_images.choose(workspace, signer, role, Path(path)),
            lambda _changed: self.reload(),
        )

    def _take_out(self, role: ImageRole) -> None:
        workspace, signer = self._session.workspace, self.signer.value()
        self.submit(
            self._session.tasks,
            lambda _progress: signer_images.remove(workspace, signer, role),
            lambda _left: self.reload(),
        )
