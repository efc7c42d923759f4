"""The PDFs the office keeps to a text: attached, dropped, read, saved, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.widgets.package_words import size_text
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.regulations import notes

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from ktgs_desktop.domain.documents import DocumentFile
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.regulations.notes import AttachedFile

_LINES = 4


class FilesTab(QWidget):
    """Files of the text in hand, with the pages of the one the cursor is on.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._record: UUID | None = None
        self._files: Sequence[DocumentFile] = ()
        self._page = 0
        self._shown = ""
        self._reading: Task | None = None
        writable = not session.workspace.read_only
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Files of the text"))
        self.list.setWhatsThis(_("PDFs of the text; the search finds what their pages say."))
        self.list.setFixedHeight(self.list.fontMetrics().height() * _LINES + 24)
        self.list.currentRowChanged.connect(lambda _row: self._show_file())
        self.view = PaperView(session.tasks)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.list)
        self.split.addWidget(self.view)
        layout.addWidget(self.split, 1)
        line = QHBoxLayout()
        self.attach = button(_("Attac&h a PDF…"), self.choose, icon="paperclip")
        self.save = button(_("Save a copy…"), self.save_copy)
        self.remove = button(_("Take away"), self.take_away, flat=True)
        for one in (self.attach, self.save):
            line.addWidget(one)
        line.addStretch(1)
        line.addWidget(self.remove)
        layout.addLayout(line)
        layout.addStretch(0)
        self.attach.setVisible(writable)
        self.remove.setVisible(writable)
        self.setAcceptDrops(writable)

    @property
    def current(self) -> DocumentFile | None:
        """The file the cursor is on, None for none."""
        row = self.list.currentRow()
        return self._files[row] if 0 <= row < len(self._files) else None

    def show_files(self, record: UUID | None, files: Sequence[DocumentFile]) -> None:
        """Show the files of a text.

        Args:
            record: its id, None for none.
            files: its files, oldest first.
        """
        same = record == self._record and [*files] == [*self._files]
        self._record, self._files = record, files
        if same:
            return
        self._shown = ""
        self.list.clear()
        for one in files:
            parts = (one.name, size_text(one.size), i18n.day(one.made_on))
            self.list.addItem(QListWidgetItem(" · ".join(parts)))
        self.split.setVisible(bool(files))
        told = _("No file yet. Attach the PDF of the original, or drop it here; the search then "
                 "finds its words.")  # fmt: skip
        self.said.setText("" if files else told)
        self.said.setVisible(not files)
        for tool in (self.save, self.remove):
            tool.setEnabled(bool(files))
        if files:
            self.list.setCurrentRow(len(files) - 1)

    def show_page(self, name: str, page: int) -> None:
        """Show a page of a file.

        Args:
            name: the file's name.
            page: the page, from 1.
        """
        for row, one in enumerate(self._files):
            if one.name == name:
                self._page = page - 1
                self.list.setCurrentRow(row)
                self.view.go_to_page(self._page)
                self.list.setFocus()
                return

    def _show_file(self) -> None:
        one, record, workspace = self.current, self._record, self._session.workspace
        if one is None or record is None or one.digest == self._shown:
            return
        self._shown, digest = one.digest, one.digest

        def then(found: tuple[str, bytes]) -> None:
            if self._shown == digest:
                self.view.show_pdf(found[1], lambda error: errors.show(self, error))

        self._reading = self._session.tasks.read(
            self,
            lambda _progress: notes.file_of(workspace, record, digest),
            then,
            lambda error: errors.show(self, error),
            instead_of=self._reading,
        )

    # Doing ------------------------------------------------------------------------------

    def choose(self) -> None:
        """Choose PDFs to be attached."""
        if self._record is None or self._session.workspace.read_only:
            return
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Attach a PDF"), "", "PDF (*.pdf)")
        self.take([Path(one) for one in chosen])

    def take(self, files: Sequence[Path]) -> None:
        """Keep PDFs with the text in hand.

        Args:
            files: the files.
        """
        record, workspace = self._record, self._session.workspace
        if record is None or not files:
            return

        def work(progress: Progress) -> list[AttachedFile]:
            made = []
            for place, file in enumerate(files):
                progress.step(place, len(files))
                made.append(notes.attach(workspace, record, file.name, read_file(file)))
            return made

        self._session.tasks.write(
            self, work, self._tell, lambda error: errors.show(self, error), label=_("Reading PDFs")
        )

    def _tell(self, made: Sequence[AttachedFile]) -> None:
        blind = sum(one.pages - one.pages_with_words for one in made)
        if blind:
            text = _("Attached; {count} pages are pictures only, the search finds nothing in them.")
            self._session.said.emit(text.format(count=blind))
        else:
            self._session.said.emit(_("Attached; the search finds its words."))

    def save_copy(self) -> None:
        """Save the file the cursor is on."""
        one, record, workspace = self.current, self._record, self._session.workspace
        if one is None or record is None:
            return
        target = ask_where(self, _("Save the file"), Path.home() / one.name, "*.pdf")
        if target is None:
            return

        def work(_progress: Progress) -> None:
            target.write_bytes(notes.file_of(workspace, record, one.digest)[1])

        def then(_none: None) -> None:
            self._session.said.emit(_("Saved as {path}").format(path=target))

        self._session.tasks.read(self, work, then, lambda error: errors.show(self, error))

    def take_away(self) -> None:
        """Take the file the cursor is on away; undo brings it back."""
        one, record, workspace = self.current, self._record, self._session.workspace
        if one is None or record is None:
            return

        def then(_note: object) -> None:
            self._session.said.emit(_("Taken away; Ctrl+Z brings it back."))

        self._session.tasks.write(
            self,
            lambda _progress: notes.detach(workspace, record, one.digest),
            then,
            lambda error: errors.show(self, error),
        )

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._record is not None and _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.take(_dropped(event))
        event.acceptProposedAction()


def _dropped(event: QDropEvent) -> list[Path]:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() == ".pdf"]
