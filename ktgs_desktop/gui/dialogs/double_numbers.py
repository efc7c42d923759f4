"""Numbers given twice: each with its papers, to renumber or cancel one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain import number_series
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
        self.resize(720, 480)
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
        foot.addWidget(button(_("&Close"), self.accept, primary=True))
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

    def _paper(self, paper: Document) -> QLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 0, 0)
        told = paper.abstract or _("reserved: {reason}").format(reason=paper.reason)
        parts = (i18n.day(paper.issued_on), told, paper.signer_name)
        line.addWidget(label(" · ".join(filter(None, parts)), wrap=True), 1)
        bears = number_series.bears_number(paper)
        again = button(_("Give another number…"), lambda: renumber(self._session, paper, self))
        again.setEnabled(not bears)
        line.addWidget(again)
        line.addWidget(button(_("Cancel it…"), lambda: cancel(self._session, paper, self)))
        return line

    def _incoming(self, paper: IncomingDocument) -> QLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 0, 0)
        parts = (i18n.day(paper.received_on), paper.sender, paper.abstract)
        line.addWidget(label(" · ".join(filter(None, parts)), wrap=True), 1)
        line.addWidget(button(_("Give another number"), lambda: self._renumber_incoming(paper)))
        return line

    def _renumber_incoming(self, paper: IncomingDocument) -> None:
        workspace = self._session.workspace
        self._session.tasks.write(
            self,
            lambda _progress: incoming.renumber(workspace, paper.id),
            lambda _done: self._session.said.emit(_("Saved")),
        )
