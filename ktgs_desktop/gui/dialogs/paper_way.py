"""The hand-signed way of the paper on the screen: print for signature, attach the scan, marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ktgs_desktop.domain.documents import Document, DocumentState, FileRole
from ktgs_desktop.domain.paper_marks import secret_until
from ktgs_desktop.domain.signing_way import Way, way_of
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.copy_paper import CopyDialog
from ktgs_desktop.gui.dialogs.particulars import edit_particulars
from ktgs_desktop.gui.dialogs.scans import scan_filter
from ktgs_desktop.gui.widgets.mark_words import day, marks
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import offices, papers, scans, signing, word_pdfs

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress


class PaperWay(QWidget):
    """Says which way a paper goes to its signature and what is missing, and offers the next step.

    Signals:
        for_signature: the user wants the paper printed to be signed by hand; its program.
        changed: the paper has another file or other marks; it is to be shown anew.

    Attributes:
        offered: whether the window itself can make the paper to be signed by hand.

    Args:
        session: the session.
        parent: the window.
    """

    for_signature = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.offered = False
        self._window = parent
        self._program: UUID | None = None
        self._document: Document | None = None
        self._reading: Task | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.told = label("", "muted", wrap=True)
        line.addWidget(self.told, 1)
        self.by_hand = button(_("Print to be signed by &hand…"), self._ask_print, icon="printer")
        self.scan = button(_("Attach the s&can…"), self.choose_scan, icon="paperclip")
        self.particulars = button(_("&Marks…"), self._edit)
        self.copy = button(_("Co&py…"), self._copy)
        self.word_pdf = button(_("PDF made in Wor&d…"), self.choose_pdf, icon="file-pdf")
        self.word_pdf.setToolTip(
            _("Attach a PDF saved from Word; it is printed and signed in place of this one.")
        )
        self.buttons = (self.by_hand, self.word_pdf, self.scan, self.particulars, self.copy)
        for part in self.buttons:
            line.addWidget(part)
        self.hide()

    def look(self, document: UUID | None, program: UUID | None) -> None:
        """Find out how the paper stands.

        Args:
            document: the paper in the register, None if it is not known or there is none.
            program: the program whose paper it is, None for another paper.
        """
        workspace = self._session.workspace
        self._program = program
        if document is None and program is None and not self.offered:
            self.hide()
            return

        def work(_progress: Progress) -> Document | None:
            wanted = document
            if wanted is None and program is not None:
                try:
                    wanted = signing.document_of_program(workspace, program)
                except UserError:  # a draft has no paper in the register
                    return None
            return papers.get(workspace, wanted) if wanted is not None else None

        self._reading = self._session.tasks.read(
            self,
            work,
            self._show,
            lambda error: errors.show(self._window, error),
            instead_of=self._reading,
        )

    def _show(self, document: Document | None) -> None:
        self._document = document
        writable = not self._session.workspace.read_only
        issued = document is not None and document.state == DocumentState.ISSUED
        scanned = document is not None and document.latest(FileRole.SCAN) is not None
        signed = document is not None and document.latest(FileRole.SIGNED_PDF) is not None
        program = self._program or (document.program if document else None)
        unsigned = not signed and not scanned and (document is None or issued)
        self.by_hand.setVisible((program is not None or self.offered) and unsigned)
        self.scan.setVisible(issued and writable)
        self.word_pdf.setVisible(issued and writable and unsigned)
        self.particulars.setVisible(issued and writable)
        self.copy.setVisible(issued and writable and (signed or scanned))
        self.told.setText(_told(document))
        self.show()

    # Doing ------------------------------------------------------------------------------

    def _ask_print(self) -> None:
        document = self._document
        program = self._program or (document.program if document else None)
        if program is not None or self.offered:
            self.for_signature.emit(program)

    def choose_scan(self) -> None:
        """Choose the files of the scan."""
        chosen, _kind = QFileDialog.getOpenFileNames(
            self._window, _("Attach the scan"), "", scan_filter()
        )
        self.take([Path(one) for one in chosen])

    def choose_pdf(self) -> None:
        """Choose a PDF saved from Word and keep it with the paper, to be signed."""
        document, workspace = self._document, self._session.workspace
        chosen, _kind = QFileDialog.getOpenFileName(
            self._window, _("Attach a PDF made in Word"), "", _("PDF files (*.pdf)")
        )
        if document is None or not chosen:
            return

        def work(_progress: Progress) -> None:
            path = Path(chosen)
            word_pdfs.attach(workspace, document.id, papers.Printed(path.name, read_file(path)))

        def then(_none: None) -> None:
            self._session.said.emit(_("PDF attached: {name}").format(name=Path(chosen).name))
            self.changed.emit()

        self._session.tasks.write(
            self._window, work, then, lambda error: errors.show(self._window, error)
        )

    def take(self, files: Sequence[Path]) -> None:
        """Keep files as the scan of the paper.

        Args:
            files: PDFs and pictures, in order.
        """
        document, workspace = self._document, self._session.workspace
        if document is None or not files or workspace.read_only:
            return

        def work(_progress: Progress) -> int:
            scan = scans.joined(files)
            scans.attach(workspace, document.id, scan)
            return scan.pages

        def then(pages: int) -> None:
            self._session.said.emit(_("Scan attached, pages: {count}").format(count=pages))
            self.changed.emit()

        self._session.tasks.write(
            self._window,
            work,
            then,
            lambda error: errors.show(self._window, error),
            label=_("Reading the scan"),
        )

    def _edit(self) -> None:
        if self._document is not None:
            edit_particulars(self._session, self._document, self._window, self.changed.emit)

    def _copy(self) -> None:
        """Make a copy of the paper, whole or of a part."""
        document, workspace = self._document, self._session.workspace
        if document is None:
            return

        def then(bodies: list[IssuingBody]) -> None:
            dialog = CopyDialog(self._session, bodies, document, self._window)
            if dialog.exec() and dialog.document is not None:
                told = _("The copy {symbol} stands in the register of papers.")
                self._session.said.emit(told.format(symbol=dialog.document.symbol))
            dialog.deleteLater()

        self._session.tasks.ask(
            self,
            lambda _progress: offices.bodies(workspace),
            then,
            lambda error: errors.show(self._window, error),
        )


def _told(document: Document | None) -> str:
    """Which way the paper went, and what is missing."""
    if document is None:
        return _(
            "Draft. Sign it digitally once it is issued; or print it now, have it signed and "
            "stamped by hand, enter number and date by issuing it, then attach the scan."
        )
    told = marks(document.classification, document.urgency)
    end = secret_until(document.issued_on, document.classification)
    until = _("secret until {date}").format(date=day(end)) if end is not None else ""
    return " · ".join(filter(None, (_stands(document), told, until)))


def _stands(document: Document) -> str:
    if document.state == DocumentState.RESERVED:
        return _("Number reserved: {reason}").format(reason=document.reason)
    if document.state == DocumentState.CANCELLED:
        return _("Cancelled: {reason}").format(reason=document.reason)
    found = way_of(document)
    scan = document.latest(FileRole.SCAN)
    if found.way == Way.HAND and scan is not None:
        text = _("Signed by hand; scan attached on {date}. Nothing is missing.")
        return text.format(date=day(scan.made_on))
    if found.way == Way.DIGITAL:
        return _("Signed digitally. Nothing is missing.")
    return _("Missing: a digital signature, or the scan of the paper signed by hand.")
