"""The recovery code on the screen and on paper; it never goes to the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import paint_on, print_scale
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import PageImage
    from ktgs_desktop.services.workspace import Workspace

_IN_ROW = 3
_CODE_POINTS = 20


class CodeSheet(QWidget):
    """Shows a recovery code, prints it, and asks whether it is safe on paper.

    Signals:
        kept: the user says the code is on paper, or takes that back.
    """

    kept = Signal(bool)

    def __init__(self, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Workspace | None = None
        self.code = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        text = _(
            "Whoever loses the password gets in again with this code only; nobody else can help, "
            "the makers of the program neither. It is shown once. Print it or write it down, put "
            "it into a sealed envelope and lock that into the office's safe."
        )
        layout.addWidget(label(text, wrap=True))
        layout.addWidget(self._frame())
        line = QHBoxLayout()
        self.print_button = button(_("&Print…"), self.print_sheet, icon="printer")
        self.save_button = button(_("&Save as PDF…"), self.save_sheet, icon="file-pdf")
        line.addWidget(self.print_button)
        line.addWidget(self.save_button)
        self._said = label("", "muted", wrap=True)
        line.addWidget(self._said, 1)
        layout.addLayout(line)
        self.done = QCheckBox(_("I have printed or &written down the code"))
        self.done.toggled.connect(self.kept)
        layout.addWidget(self.done)

    def _frame(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        self._grid = QGridLayout(frame)
        self._grid.setContentsMargins(20, 14, 20, 14)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(8)
        self._font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._font.setPointSize(_CODE_POINTS)
        self._font.setBold(True)
        return frame

    def show_code(self, workspace: Workspace, code: str) -> None:
        """Show a code.

        Args:
            workspace: the workspace it opens.
            code: groups joined by dashes.
        """
        self._workspace = workspace
        self.code = code
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, group in enumerate(code.split("-")):
            shown = label(group)
            shown.setFont(self._font)
            # A style sheet on the program overrides a font set on the widget alone.
            shown.setStyleSheet(f"font-family: '{self._font.family()}'; font-size: 20pt")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setAccessibleName(" ".join(group))
            self._grid.addWidget(shown, place // _IN_ROW, place % _IN_ROW)
        self.print_button.setFocus()

    # Paper ------------------------------------------------------------------------------

    def print_sheet(self) -> None:
        """Print the sheet with the code on a printer."""
        workspace, code = self._workspace, self.code
        if workspace is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        printer.setDocName("KTGS")
        if not QPrintDialog(printer, self).exec():
            return

        def work(_progress: Progress) -> PageImage:
            made = papers.recovery_page(workspace, code)
            return papers.page_image(made.data, 0, print_scale())

        def then(page: PageImage) -> None:
            paint_on(printer, [page])
            self._say(_("Sent to the printer. Look whether the sheet is readable."))

        self._tasks.read(self, work, then, self._refused)

    def save_sheet(self) -> None:
        """Save the sheet with the code as PDF, to be printed elsewhere."""
        workspace, code = self._workspace, self.code
        if workspace is None:
            return
        start = str(Path.home() / "Ma khoi phuc.pdf")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), start, "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)

        def work(_progress: Progress) -> str:
            return papers.save_file(papers.recovery_page(workspace, code), path)

        def then(_digest: str) -> None:
            text = _("Saved in {file}. Print it, then delete the file.")
            self._say(text.format(file=path))

        self._tasks.read(self, work, then, self._refused)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _say(self, text: str) -> None:
        self._said.setText(text)
