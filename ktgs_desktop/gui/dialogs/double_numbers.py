"""Numbers given twice: each with its papers, to renumber or cancel one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import i18n
from ktgs_desktop.domain import number_series
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.number_changes import cancel, renumber
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import incoming, outgoing

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.domain.number_series import Double
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress

_SIZE = (720, 480)
_Found = tuple[Sequence["Double"], Sequence[tuple["IncomingDocument", ...]]]


class DoubleNumbersDialog(QDialog):
    """Shows every number that more than one paper has.

    Args:
        session: the session.
        parent: the window.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Task | None = None
        self.setWindowTitle(_("Numbers given twice"))
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        self._changing: list[QPushButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(label(_("Numbers given twice"), "sectionTitle"))
        text = _(
            "Two computers gave the same number before their data met. Let one paper keep it; give "
            "the other one the next number, or cancel it. A paper that is signed or scanned bears "
            "its number and can only be cancelled."
        )
        layout.addWidget(label(text, "muted", wrap=True))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.close_button = button(_("&Close"), self.accept, primary=True)
        foot.addWidget(self.close_button)
        layout.addLayout(foot)
        session.changed.connect(self._on_changed)
        self.refresh()

    def _on_changed(self, changes: object) -> None:
        if touched(changes) & {"document", "incoming_document"}:
            self.refresh()

    def refresh(self) -> None:
        """Look for numbers given twice again."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> _Found:
            return outgoing.doubles(workspace), incoming.doubles(workspace)

        self._reading = self._session.tasks.read(
            self, work, lambda found: self._show(*found), instead_of=self._reading
        )

    def _show(
        self, doubles: Sequence[Double], received: Sequence[tuple[IncomingDocument, ...]]
    ) -> None:
        holder = QApplication.focusWidget()
        place = next((n for n, made in enumerate(self._changing) if made is holder), 0)
        self._changing = []
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setSpacing(8)
        for one in doubles:
            rows.addWidget(label(one.papers[0].symbol, "fieldLabel"))
            for paper in one.papers:
                rows.addLayout(self._paper(paper))
        for papers in received:
            first = papers[0]
            text = _("Incoming paper {number} of {year}")
            rows.addWidget(label(text.format(number=first.number, year=first.year), "fieldLabel"))
            for came in papers:
                rows.addLayout(self._incoming(came))
        if not doubles and not received:
            rows.addWidget(label("✔ " + _("Every number stands for one paper."), "doneText"))
        rows.addStretch(1)
        self.area.setWidget(inner)
        self._focus(place)

    def _focus(self, place: int) -> None:
        """Let keys go to a button of the papers, else to the one before it, at last to Close."""
        usable = [made for made in self._changing[: place + 1] if made.isEnabled()]
        usable = usable or [made for made in self._changing if made.isEnabled()]
        found = usable[-1] if place and usable else next(iter(usable), self.close_button)
        found.setFocus()
        if found is not self.close_button:
            self.area.ensureWidgetVisible(found)

    def _act(self, text: str, paper: str, run: Callable[[], object]) -> QPushButton:
        """A button that changes a paper."""
        made = button(text, run)
        made.setAccessibleDescription(paper)
        self._changing.append(made)
        return made

    def _paper(self, paper: Document) -> QLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 0, 0)
        told = paper.abstract or _("reserved: {reason}").format(reason=paper.reason)
        parts = (i18n.day(paper.issued_on), told, paper.signer_name)
        text = " · ".join(filter(None, parts))
        line.addWidget(label(text, wrap=True), 1)
        again, out = _("Give another number…"), _("Cancel it…")
        made = self._act(again, text, lambda: renumber(self._session, paper, self))
        made.setEnabled(not number_series.bears_number(paper))
        line.addWidget(made)
        line.addWidget(self._act(out, text, lambda: cancel(self._session, paper, self)))
        return line

    def _incoming(self, paper: IncomingDocument) -> QLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 0, 0)
        parts = (i18n.day(paper.received_on), paper.sender, paper.abstract)
        text = " · ".join(filter(None, parts))
        line.addWidget(label(text, wrap=True), 1)
        again = _("Give another number")
        line.addWidget(self._act(again, text, lambda: self._renumber_incoming(paper)))
        return line

    def _renumber_incoming(self, paper: IncomingDocument) -> None:
        workspace = self._session.workspace
        self._session.tasks.write(
            self,
            lambda _progress: incoming.renumber(workspace, paper.id),
            lambda _done: self._session.said.emit(_("Saved")),
            lambda error: errors.show(self, error),
        )
