"""A paper on the screen: look at it, print it, save it, sign it, check its signatures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QPageLayout, QPageSize, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.dialogs.paper_signing import PaperSigning
from ktgs_desktop.gui.dialogs.paper_way import PaperWay
from ktgs_desktop.gui.dialogs.scans import dropped_files
from ktgs_desktop.gui.dialogs.verdict import verdict_html
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import ZOOMS, PaperView, paint_on, print_scale
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers, scans, signing
from ktgs_desktop.services.papers import Printed

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import PageImage

_Make = Callable[["Progress"], Printed]


class PaperDialog(QDialog):
    """Shows a paper and what can be done with it.

    Args:
        session: the session.
        make: makes the file, in a reader's thread.
        program: the program whose paper it is, None for another paper.
        document: the paper in the register, None for a draft.
        parent: the window.
        word: makes the Word file of a paper that is no program's, None if it has none.
    """

    def __init__(
        self,
        session: Session,
        make: _Make,
        *,
        program: UUID | None,
        document: UUID | None,
        parent: QWidget,
        word: Callable[[], Printed] | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._make = make
        self._make_word = word
        self._program = program
        self._document = document
        self._printed: Printed | None = None
        self._making: Task | None = None
        self._checking: Task | None = None
        self.setWindowTitle(_("Paper"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(980, 700)
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        self.signing = PaperSigning(session, self)
        self.signing.changed.connect(self.reload)
        self.signing.known.connect(self._show_word)
        self._build_way()
        layout.addLayout(self._build_head())
        self._verdict = label("", "muted", wrap=True)
        self._verdict.setTextFormat(Qt.TextFormat.RichText)
        self._verdict.hide()
        layout.addWidget(self._verdict)
        layout.addWidget(self.signing.told)
        layout.addWidget(self.way)
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
        self._build_keys()
        self.view.setFocus()
        self.reload()

    def _build_way(self) -> None:
        self._by_hand: Callable[[], Printed] | None = None
        self._after: Callable[[], None] | None = None
        self.way = PaperWay(self._session, self)
        self.way.changed.connect(self.reload)
        self.way.for_signature.connect(self._print_by_hand)

    def _build_keys(self) -> None:
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_paper)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save_pdf)
        for keys, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._zoom_by, steps))

    @classmethod
    def of_program(cls, session: Session, program: UUID, parent: QWidget) -> PaperDialog:
        """The dialog of a program's paper.

        Args:
            session: the session.
            program: its id.
            parent: the window.
        """
        workspace, wanted = session.workspace, {"charts": False}

        def make(progress: Progress) -> Printed:
            return papers.print_program(workspace, program, progress, charts=wanted["charts"])

        def choose(chosen: bool) -> None:  # noqa: FBT001 - Qt's signal
            wanted["charts"] = chosen
            dialog.reload()

        dialog = cls(session, make, program=program, document=None, parent=parent)
        dialog.charts.toggled.connect(choose)
        dialog.charts.show()
        return dialog

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

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.way.scan.isVisible() and dropped_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.way.take(dropped_files(event.mimeData()))
        event.acceptProposedAction()

    def offer_by_hand(self, make: Callable[[], Printed]) -> PaperDialog:
        """Offer to print the paper to be signed by hand; a program's paper offers it anyway.

        Args:
            make: makes it so, in a reader's thread.

        Returns:
            The dialog itself.
        """
        self._by_hand, self.way.offered = make, True
        return self

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
        self.charts = QCheckBox(_("With &charts"))
        self.charts.setToolTip(_("Charts of the progress on a last page; such a copy is unsigned"))
        self.charts.hide()
        line.addWidget(self.charts)
        self.word = button("&Word", self._save_word, icon="mdi6.file-word-outline")
        self.save = button(_("&Save PDF"), self.save_pdf, icon="file-pdf")
        self.printer = button(_("&Print"), self.print_paper, icon="printer")
        self.sign, self.sign_again = self.signing.sign, self.signing.sign_again
        self.word.setVisible(self._program is not None or self._make_word is not None)
        for part in (self.word, self.save, self.printer, *self.signing.buttons):
            line.addWidget(part)
        return line

    # Showing ----------------------------------------------------------------------------

    def reload(self) -> None:
        """Make the paper anew and show it."""
        task = self._making = self._session.tasks.read(
            self,
            self._make,
            self._take,
            self._refused,
            label=_("Making the paper"),
            instead_of=self._making,
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
        self.signing.find(printed, self._document, self._program)
        self.way.look(self._document, self._program)
        if printed.signed:
            self._check(printed.data)
        QTimer.singleShot(0, self, self._do_after)

    def _print_by_hand(self, program: UUID | None) -> None:
        """Show the paper as it is to be signed by hand, then print it."""
        workspace, make = self._session.workspace, self._by_hand
        if make is not None:
            self._make = lambda _progress: make()
        elif program is not None:
            self._make = lambda _progress: scans.for_signature(workspace, program)
        self._after = self.print_paper
        self.reload()

    def _do_after(self) -> None:
        after, self._after = self._after, None
        if after is not None:
            after()

    def _show_word(self, program: UUID | None) -> None:
        """The paper turned out to be a program's, which has a Word file."""
        self._program = self._program or program
        self.word.setVisible(self._program is not None or self._make_word is not None)

    def _check(self, data: bytes) -> None:
        workspace = self._session.workspace

        def then(verdict: signing.Verdict) -> None:
            self._verdict.setText(verdict_html(verdict))
            self._verdict.show()

        self._checking = self._session.tasks.read(
            self, lambda _progress: signing.verify(workspace, data), then, instead_of=self._checking
        )

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
        make = self._make_word
        if make is not None:
            ask_word(self._session, make, self)
        elif self._program is not None:
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
    ask_word(session, lambda: papers.word_of_program(workspace, program), parent)


def ask_word(session: Session, make: Callable[[], Printed], parent: QWidget) -> None:
    """Make a Word file and save it where the user wants it.

    Args:
        session: the session.
        make: makes the file, in a reader's thread.
        parent: the window.
    """
    session.tasks.ask(
        parent,
        lambda _progress: make(),
        lambda printed: save_printed(session, printed, parent),
        lambda error: errors.show(parent, error),
        label=_("Making the Word file"),
    )
