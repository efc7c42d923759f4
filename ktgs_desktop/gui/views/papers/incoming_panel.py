"""The incoming paper in hand: fields, scan, history."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.assigning import SoftLock
from ktgs_desktop.gui.dialogs.scans import dropped_files, scan_filter
from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.views.papers.incoming_form import (
    FIELD_NAMES,
    EnteredIncoming,
    IncomingForm,
    texts_of,
)
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.gui.widgets.mark_words import INCOMING_STATES, marks
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import incoming, scans

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress


class ScanTab(QWidget):
    """The scan of an incoming paper, and the way to attach one; files may be dropped on it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._record: UUID | None = None
        self._reading: Task | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        line = QHBoxLayout()
        self.said = label("", "muted", wrap=True)
        line.addWidget(self.said, 1)
        self.attach = button(_("Attach a &scan…"), self.choose, icon="paperclip")
        line.addWidget(self.attach)
        layout.addLayout(line)
        self.view = PaperView(session.tasks)
        layout.addWidget(self.view, 1)
        self.setAcceptDrops(not session.workspace.read_only)
        self.attach.setVisible(not session.workspace.read_only)

    def show_record(self, record: UUID | None) -> None:
        """Show the newest scan of a paper.

        Args:
            record: its id, None for none.
        """
        self._record = record
        self.view.hide()
        self.said.setText(_("No scan yet. Choose a PDF or pictures, or drop them here."))
        if record is None:
            return
        workspace = self._session.workspace

        def then(found: tuple[str, bytes] | None) -> None:
            if found is not None and self._record == record:
                self.said.setText(found[0])
                self.view.show()
                self.view.show_pdf(found[1])

        self._reading = self._session.tasks.read(
            self,
            lambda _progress: incoming.scan_of(workspace, record),
            then,
            lambda error: errors.show(self, error),
            instead_of=self._reading,
        )

    def choose(self) -> None:
        """Choose the files of a scan."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Attach a scan"), "", scan_filter())
        self.take([Path(one) for one in chosen])

    def take(self, files: Sequence[Path]) -> None:
        """Keep files as the scan of the paper in hand.

        Args:
            files: PDFs and pictures, in order.
        """
        record, workspace = self._record, self._session.workspace
        if record is None or not files:
            return

        def work(_progress: Progress) -> None:
            scan = scans.joined(files)
            incoming.attach_scan(workspace, record, scan.name, scan.data)

        def then(_none: None) -> None:
            self._session.said.emit(_("Scan attached"))
            if self._record == record:
                self.show_record(record)

        self._session.tasks.write(
            self, work, then, lambda error: errors.show(self, error), label=_("Reading the scan")
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._record is not None and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.take(dropped_files(event.mimeData()))
        event.acceptProposedAction()


class IncomingPanel(RecordPanel):
    """Shows and edits one incoming paper."""

    draft_form = "incoming_document"

    def __init__(self, session: Session) -> None:
        self.fields = IncomingForm(session)
        super().__init__(session, self.fields, _("Incoming paper"))
        self._lock = SoftLock(session, "incoming_document", self)
        self.scan = ScanTab(session)
        self.tabs.addTab(self.scan, _("Scan"))
        self.history = HistoryPanel(session, "incoming_document", FIELD_NAMES)
        self.tabs.addTab(self.history, _("History"))
        self.clear()

    @override
    def clear(self) -> None:
        self.say_empty(_("No incoming paper chosen"), _("Choose a paper, or add one with F5."))

    @override
    def read_record(self, record: UUID) -> Shown:
        workspace = self.session.workspace
        found = incoming.get(workspace, record)
        reply = incoming.symbol_of(workspace, found.reply)
        state = str(INCOMING_STATES[found.state(workspace.today)])
        told = " · ".join(filter(None, (state, marks(found.classification, found.urgency))))
        return Shown(record, texts_of(found, reply), self._called(found), told)

    @staticmethod
    def _called(paper: IncomingDocument) -> str:
        text = _("Incoming paper {number} of {year}")
        return text.format(number=paper.number, year=paper.year)

    @override
    def write_record(self, entered: EnteredIncoming, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        self._lock.check(record)
        found = incoming.get(workspace, record) if record else incoming.blank(workspace)
        reply = incoming.reply_called(workspace, entered.reply, found.reply)
        changed = dataclasses.replace(found, reply=reply, **dict(entered.values))  # type: ignore[arg-type] # as the form names them
        return incoming.save(workspace, changed).id

    @override
    def _refused(self, error: BaseException) -> None:
        if self._lock.agreed(error, self.record):
            (self.save_and_add if self._again else self.save_now)()
        else:
            super()._refused(error)

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        incoming.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _("“{name}” leaves every list; the system log keeps it.").format(name=name)

    def begin_new(self) -> None:
        """Begin a new incoming paper: it came today and has the next number."""

        def make() -> Shown:
            blank = incoming.blank(self.session.workspace)
            hint = _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next.")
            return Shown(None, texts_of(blank, ""), _("New incoming paper"), hint)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        self.begin_new()

    @override
    def show_more(self, shown: Shown | None) -> None:
        record = shown.record if shown is not None else None
        self.history.show_record(record)
        self.scan.show_record(record)
