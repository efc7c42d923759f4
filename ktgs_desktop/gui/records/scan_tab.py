"""The scan of a record in its panel: shown as pages, attached by a button or dropped on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.scans import dropped_files, scan_filter
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import scans

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.scans import Scan


@dataclass(frozen=True, slots=True)
class ScanTexts:
    """What a tab of scans says.

    Attributes:
        attach: the button that attaches one.
        none: what stands there while there is none.
        choose: title of the choice of files.
        kept: what is said once one is kept.
    """

    attach: str
    none: str
    choose: str
    kept: str


class ScanTab(QWidget):
    """The newest scan of a record, and the way to attach one; files may be dropped on it.

    What is read, kept and said is for those that build on it.

    Args:
        session: the session.

    Attributes:
        session: the session.
        said: the name of the scan, or that there is none.
        attach: the button that attaches one.
        view: the scan.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session, words = session, self.texts()
        self._none, self._title, self._kept = words.none, words.choose, words.kept
        self._record: UUID | None = None
        self._reading: Task | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        line = QHBoxLayout()
        self.said = label("", "muted", wrap=True)
        line.addWidget(self.said, 1)
        self.attach = button(words.attach, self.choose, icon="paperclip")
        line.addWidget(self.attach)
        layout.addLayout(line)
        self.view = PaperView(session.tasks)
        layout.addWidget(self.view, 1)
        self.setAcceptDrops(not session.workspace.read_only)
        self.attach.setVisible(not session.workspace.read_only)

    # Said by those that build on it -----------------------------------------------------

    def texts(self) -> ScanTexts:
        """What the tab says."""
        raise NotImplementedError

    def read(self, record: UUID) -> tuple[str, bytes] | None:
        """Name and PDF of the newest scan, None if there is none; runs in a reader's thread.

        Args:
            record: whose scan.
        """
        raise NotImplementedError

    def keep(self, record: UUID, scan: Scan) -> None:
        """Keep a scan; runs in the writer's thread.

        Args:
            record: whose scan.
            scan: the scan.
        """
        raise NotImplementedError

    # Showing and attaching --------------------------------------------------------------

    def show_record(self, record: UUID | None) -> None:
        """Show the newest scan of a record.

        Args:
            record: its id, None for none.
        """
        self._record = record
        self.view.hide()
        self.said.setText(self._none)
        if record is None:
            return

        def then(found: tuple[str, bytes] | None) -> None:
            if found is not None and self._record == record:
                self.said.setText(found[0])
                self.view.show()
                self.view.show_pdf(found[1])

        self._reading = self.session.tasks.read(
            self,
            lambda _progress: self.read(record),
            then,
            lambda error: errors.show(self, error),
            instead_of=self._reading,
        )

    def choose(self) -> None:
        """Choose the files of a scan."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, self._title, "", scan_filter())
        self.take([Path(one) for one in chosen])

    def take(self, files: Sequence[Path]) -> None:
        """Keep files as the scan of the record in hand.

        Args:
            files: PDFs and pictures, in order.
        """
        record = self._record
        if record is None or not files:
            return

        def work(_progress: Progress) -> None:
            self.keep(record, scans.joined(files))

        def then(_none: None) -> None:
            self.session.said.emit(self._kept)
            if self._record == record:
                self.show_record(record)

        self.session.tasks.write(
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
