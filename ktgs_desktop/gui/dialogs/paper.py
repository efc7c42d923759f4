"""A paper on the screen: look at it, print it, save it, sign it, check its signatures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPageLayout, QPageSize, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.gui.dialogs.verdict import verdict_html
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import ZOOMS, PaperView, paint_on, print_scale
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers, signing
from ktgs_desktop.services.papers import Printed

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import PageImage

_SPELLING = "uỷ"
_Make = Callable[["Progress"], Printed]


class PaperDialog(QDialog):
    """Shows a paper and what can be done with it.

    Args:
        session: the session.
        make: makes the file, in a reader's thread.
        program: the program whose paper it is, None for another paper.
        document: the paper in the register, None for a draft.
        parent: the window.
    """

    def __init__(
        self,
        session: Session,
        make: _Make,
        *,
        program: UUID | None,
        document: UUID | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._make = make
        self._program = program
        self._document = document
        self._printed: Printed | None = None
        self._spelling = ""
        self.setWindowTitle(_("Paper"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(980, 700)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addLayout(self._build_head())
        self._verdict = label("", "muted", wrap=True)
        self._verdict.setTextFormat(Qt.TextFormat.RichText)
        self._verdict.hide()
        layout.addWidget(self._verdict)
        self.view = PaperView(session.tasks)
        self.view.page_shown.connect(self._show_page)
        layout.addWidget(self.view, 1)
        foot = QHBoxLayout()
        self.task_bar = TaskBar()
        self.said = label("", "doneText", wrap=True)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.task_bar)
        layout.addLayout(foot)
        session.said.connect(self.said.setText)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_paper)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save_pdf)
        for keys, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._zoom_by, steps))
        self.view.setFocus()
        self.reload()

    @classmethod
    def of_program(cls, session: Session, program: UUID, parent: QWidget) -> PaperDialog:
        """The dialog of a program's paper.

        Args:
            session: the session.
            program: its id.
            parent: the window.
        """
        workspace = session.workspace
        return cls(
            session,
            lambda progress: papers.print_program(workspace, program, progress),
            program=program,
            document=None,
            parent=parent,
        )

    @classmethod
    def of_document(cls, session: Session, document: UUID, parent: QWidget) -> PaperDialog:
        """The dialog of a paper in the register.

        Args:
            session: the session.
            document: its id.
            parent: the window.
        """
        workspace = session.workspace
        return cls(
            session,
            lambda _progress: papers.file_of_document(workspace, document),
            program=None,
            document=document,
            parent=parent,
        )

    def show_modal(self) -> None:
        """Show the paper until the user closes it."""
        self.exec()
        self.deleteLater()

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self._name = label("", "sectionTitle")
        line.addWidget(self._name, 1)
        self._page = label("", "muted")
        line.addWidget(self._page)
        self.zoom = ChoiceField(
            [(str(zoom), f"{zoom:.0%}" if zoom else _("Fit the width")) for zoom in ZOOMS]
        )
        self.zoom.setAccessibleName(_("Size on the screen"))
        self.zoom.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.zoom.activated.connect(lambda _p: self.view.set_zoom(float(self.zoom.value())))
        line.addWidget(self.zoom)
        self.word = button("&Word", self._save_word, icon="mdi6.file-word-outline")
        self.save = button(_("&Save PDF"), self.save_pdf, icon="file-pdf")
        self.printer = button(_("&Print"), self.print_paper, icon="printer")
        self.sign = button(_("S&ign…"), self.sign_paper, icon="pen-nib", primary=True)
        self.word.setVisible(self._program is not None)
        self.sign_again = button(_("S&ign anew…"), self.sign_paper, icon="pen-nib")
        self.sign.hide()
        self.sign_again.hide()
        for part in (self.word, self.save, self.printer, self.sign, self.sign_again):
            line.addWidget(part)
        return line

    # Showing ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Make the paper anew and show it."""
        task = self._session.tasks.read(
            self, self._make, self._take, self._refused, label=_("Making the paper")
        )
        self.task_bar.follow(task, lambda: self._on_made(task))

    def _on_made(self, task: Task) -> None:
        if task.progress.cancelled and self._printed is None:
            self.reject()

    def _refused(self, error: BaseException) -> None:
        errors.show(self, error)
        self.reject()

    def _take(self, printed: Printed) -> None:
        self._printed = printed
        self._name.setText(printed.name)
        self.view.show_pdf(printed.data)
        self._find_document()
        if printed.signed:
            self._check(printed.data)

    def _find_document(self) -> None:
        """Signing needs the paper in the register, which a draft has not, and its spelling."""
        workspace, program, known = self._session.workspace, self._program, self._document

        def failed(error: BaseException) -> None:
            if not (isinstance(error, UserError) and error.code == "program_not_issued"):
                errors.show(self, error)  # a draft cannot be signed; nothing to say about it

        def work(_progress: Progress) -> tuple[UUID, UUID | None, str]:
            document = known
            if document is None and program is not None:
                document = signing.document_of_program(workspace, program)
            if document is None:
                raise UserError("record_gone")
            whose = papers.get(workspace, document).program
            if whose is None:
                return document, None, ""
            return document, whose, signing.spelling_of(papers.paper_of_program(workspace, whose))

        self.sign.hide()
        self.sign_again.hide()
        self._session.tasks.read(self, work, lambda found: self._show_sign(*found), failed)

    def _show_sign(self, document: UUID, program: UUID | None, spelling: str) -> None:
        self._document, self._spelling = document, spelling
        self._program = self._program or program
        self.word.setVisible(self._program is not None)
        printed = self._printed
        if printed is None or self._session.workspace.read_only:
            return
        self.sign.setVisible(not printed.signed and printed.signature_place is not None)
        self.sign_again.setVisible(printed.signed and program is not None)

    def _check(self, data: bytes) -> None:
        workspace = self._session.workspace

        def then(verdict: signing.Verdict) -> None:
            self._verdict.setText(verdict_html(verdict))
            self._verdict.show()

        self._session.tasks.read(self, lambda _progress: signing.verify(workspace, data), then)

    def _zoom_by(self, steps: int) -> None:
        """Make the pages larger or smaller by a step."""
        now = self.view.shown_zoom
        fixed = [zoom for zoom in ZOOMS if zoom]
        larger = [zoom for zoom in fixed if zoom > now + 0.01]
        smaller = [zoom for zoom in fixed if zoom < now - 0.01]
        wanted = (larger[:1] if steps > 0 else smaller[-1:]) or [now]
        if wanted[0] in fixed:
            self.zoom.set_value(str(wanted[0]))
            self.view.set_zoom(wanted[0])

    def _show_page(self, page: int, pages: int) -> None:
        self._page.setText(_("page {page} of {pages}").format(page=page, pages=pages))

    # Doing ------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Save the PDF where the user wants it."""
        if self._printed is not None:
            save_printed(self._session, self._printed, self)

    def _save_word(self) -> None:
        if self._program is not None:
            save_word(self._session, self._program, self)

    def print_paper(self) -> None:
        """Print the paper on a printer."""
        printed = self._printed
        if printed is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        printer.setDocName(printed.name)
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, max(1, self.view.pages))
        agreed = dialog.exec()
        shiboken6.delete(dialog)  # at once, so that the focus comes back to the paper
        if not agreed:
            return
        first = max(1, printer.fromPage() or 1)
        last = printer.toPage() or self.view.pages
        scale = print_scale()

        def work(progress: Progress) -> list[PageImage]:
            pages = []
            for page in range(first - 1, last):
                progress.step(page, last)
                pages.append(papers.page_image(printed.data, page, scale))
            return pages

        task = self._session.tasks.read(
            self, work, lambda pages: paint_on(printer, pages), label=_("Printing")
        )
        self.task_bar.follow(task)

    def sign_paper(self) -> None:
        """Sign the paper with a certificate file; a signed one anew, with a reason."""
        printed, document, workspace = self._printed, self._document, self._session.workspace
        if printed is None or document is None:
            return
        if not printed.signed:
            self._sign(printed, None)
            return
        text = _(
            "The paper is made again without its signature and signed once more. The former signed "
            "file stays with the paper; the latest counts."
        )
        reason = ask_reason(_("Sign the paper anew"), text, _("&Go on"), self)
        if reason:
            self._session.tasks.read(
                self,
                lambda _progress: papers.file_of_document(workspace, document, anew=True),
                lambda unsigned: self._sign(unsigned, reason),
                lambda error: errors.show(self, error),
                label=_("Making the paper"),
            )

    def _sign(self, unsigned: Printed, again: str | None) -> None:
        if self._document is None or unsigned.signature_place is None:
            return
        request = signing.SignatureRequest(
            data=unsigned.data,
            name=unsigned.name,
            place=unsigned.signature_place,
            spelling=self._spelling or _SPELLING,
        )
        dialog = SignDialog(self._session, self._document, request, self, again=again)
        if dialog.exec():
            self._session.said.emit(_("Signed: {name}").format(name=unsigned.name))
            self.reload()
        dialog.deleteLater()


def save_printed(session: Session, printed: Printed, parent: QWidget) -> None:
    """Save a file where the user wants it.

    Args:
        session: the session.
        printed: the file.
        parent: the window.
    """
    ending = Path(printed.name).suffix
    path = ask_where(parent, _("Save the paper"), Path.home() / printed.name, f"*{ending}")
    if path is None:
        return

    def then(_digest: str) -> None:
        session.said.emit(_("Saved in {file}").format(file=path))

    session.tasks.read(parent, lambda _progress: papers.save_file(printed, path), then)


def save_word(session: Session, program: UUID, parent: QWidget) -> None:
    """Make a program's Word file and save it where the user wants it.

    Args:
        session: the session.
        program: its id.
        parent: the window.
    """
    workspace = session.workspace
    session.tasks.read(
        parent,
        lambda _progress: papers.word_of_program(workspace, program),
        lambda printed: save_printed(session, printed, parent),
        lambda error: errors.show(parent, error),
        label=_("Making the Word file"),
    )
