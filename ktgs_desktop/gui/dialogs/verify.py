"""Checks the signatures of any PDF file, offline, and shows what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.verdict import fault_html, verdict_html
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import signing

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress


class VerifyDialog(QDialog):
    """Shows a PDF file and the verdict on its signatures."""

    def __init__(self, session: Session, file: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Check a signed file"))
        self.resize(900, 680)
        layout = QVBoxLayout(self)
        layout.addWidget(label(Path(file).name, "sectionTitle"))
        self.verdict = label(_("Checking…"), wrap=True)
        self.verdict.setTextFormat(Qt.TextFormat.RichText)
        layout.addWidget(self.verdict)
        self.view = PaperView(session.tasks)
        layout.addWidget(self.view, 1)
        foot = QHBoxLayout()
        self.task_bar = TaskBar()
        foot.addWidget(self.task_bar)
        foot.addStretch(1)
        foot.addWidget(button(_("Close"), self.accept))
        layout.addLayout(foot)
        self.view.setFocus()
        workspace = session.workspace

        def work(_progress: Progress) -> tuple[bytes, signing.Verdict]:
            data = read_file(Path(file))
            return data, signing.verify(workspace, data)

        task = session.tasks.read(self, work, self._show, self._refused, label=_("Checking…"))
        self.task_bar.follow(task, lambda: self._on_ended(task))

    def _on_ended(self, task: Task) -> None:
        if task.progress.cancelled:
            self.reject()

    def _show(self, found: tuple[bytes, signing.Verdict]) -> None:
        text = verdict_html(found[1])
        self.verdict.setText(text)
        if signing.is_no_pdf(found[1]):
            self.view.hide()
            return
        self.view.show_pdf(found[0], lambda error: self._show_fault(text, error))

    def _show_fault(self, text: str, error: BaseException) -> None:
        """Say below the verdict why the file is not shown."""
        if isinstance(error, KtgsError):
            self.verdict.setText(f"{text}<br>{fault_html(messages.sentence(error))}")
            self.view.hide()

    def _refused(self, error: BaseException) -> None:
        errors.show(self, error)
        self.reject()
