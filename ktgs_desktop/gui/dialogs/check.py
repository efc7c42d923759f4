"""Checks the workspace: file, journal against rows, files of papers; says what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import maintenance

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.maintenance import CheckReport

_LOOK_MS = 100


class CheckPanel(QWidget):
    """Runs the check with its progress and shows the result in plain words.

    Attributes:
        start: the button that begins.
        stop: the button that stops it.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        line = QHBoxLayout()
        self.start = button(_("&Check now"), self.run, icon="shield-check", primary=True)
        self.stop = button(_("S&top"), self.cancel)
        self.stop.hide()
        self._bar = QProgressBar()
        self._bar.hide()
        line.addWidget(self.start)
        line.addWidget(self.stop)
        line.addWidget(self._bar, 1)
        line.addStretch(0)
        layout.addLayout(line)
        self.result = label("", wrap=True)
        self.result.hide()
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setMaximumHeight(180)
        self.details.setAccessibleName(_("What was found"))
        self.details.hide()
        layout.addWidget(self.result)
        layout.addWidget(self.details)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._show_step)

    def run(self) -> None:
        """Begin the check."""
        workspace = self._session.workspace

        def work(progress: Progress) -> CheckReport | None:
            try:
                return maintenance.check(workspace, progress)
            except Cancelled:
                return None

        self._show_running(running=True)
        self._task = self._session.tasks.read(self, work, self._show, self._failed)
        self._task.ended = lambda: self._show_running(running=False)

    def cancel(self) -> None:
        """Ask the check to stop; it changes nothing anyway."""
        if self._task is not None:
            self._task.cancel()

    def _show_running(self, *, running: bool) -> None:
        self.start.setEnabled(not running)
        self.stop.setVisible(running)
        self._bar.setRange(0, 0)
        self._bar.setVisible(running)
        if running:
            self.result.hide()
            self.details.hide()
            self._look.start()
            return
        self._look.stop()
        self._task = None
        self.start.setFocus()

    def _show_step(self) -> None:
        if self._task is not None and self._task.total:
            self._bar.setRange(0, self._task.total)
            self._bar.setValue(min(self._task.done, self._task.total))

    def _show(self, report: CheckReport | None) -> None:
        if report is None:
            self._say("muted", _("Stopped before the end; nothing can be said."))
        elif report.sound:
            self._say("done", "✔ " + _sound(report))
        else:
            self._say("error", "✖ " + _faulty(report))
            faults = (*report.file_faults, *report.journal_faults, *report.attachment_faults)
            self.details.setPlainText("\n".join(faults))
            self.details.show()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._say("error", messages.sentence(error))

    def _say(self, kind: str, text: str) -> None:
        self.result.setObjectName({"done": "doneText"}.get(kind, kind))
        self.result.style().unpolish(self.result)
        self.result.style().polish(self.result)
        self.result.setText(text)
        self.result.show()


def _sound(report: CheckReport) -> str:
    text = _(
        "All is well. The file is whole; {changes} changes of the journal were replayed and agree "
        "with all {records} records; every file of a paper could be read."
    ).format(changes=i18n.number(report.changes), records=i18n.number(report.records))
    if report.conflicts:
        more = _("{count} records have more than one version and wait for a decision.")
        text = f"{text} {more.format(count=report.conflicts)}"
    if report.doubles:
        more = _("Given twice, to be settled in the register of papers: {numbers}.")
        text = f"{text} {more.format(numbers=', '.join(report.doubles))}"
    return text


def _faulty(report: CheckReport) -> str:
    parts = [_("Something is wrong.")]
    if report.file_faults:
        parts.append(_("The file itself is damaged."))
    if report.journal_faults:
        text = _("{count} places differ from the journal.")
        parts.append(text.format(count=len(report.journal_faults)))
    if report.attachment_faults:
        text = _("{count} files of papers are missing or damaged.")
        parts.append(text.format(count=len(report.attachment_faults)))
    parts.append(
        _(
            "Copy the workspace as it is to a folder, then go back to the latest sound copy, and "
            "show the lines below to whoever looks after the program."
        )
    )
    return " ".join(parts)
