"""Asks for the marks of a paper, and what the register's book says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ktgs_desktop.domain.paper_marks import PaperMarks
from ktgs_desktop.gui.widgets.fields import ChoiceField, CountField, LinesField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.mark_words import CLASSIFICATIONS, URGENCIES
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import registered

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.gui.session import Session

_MOST_COPIES = 9999


class ParticularsDialog(FormDialog):
    """Asks urgency, secrecy with its basis, copies, archive copy and note.

    Args:
        session: the session.
        paper: the paper.
        parent: the window.
    """

    def __init__(self, session: Session, paper: Document, parent: QWidget) -> None:
        super().__init__(_("Marks and copies of {symbol}").format(symbol=paper.symbol), parent)
        self._session = session
        self._paper = paper
        text = _(
            "Urgency and secrecy are printed under the number. Nothing is marked secret without "
            "its item in the list of state secrets and who decided it."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.urgency = ChoiceField(
            [("", _("not urgent")), *((code, str(word)) for code, word in URGENCIES.items())]
        )
        self.classification = ChoiceField(
            [("", _("not secret")), *((code, str(word)) for code, word in CLASSIFICATIONS.items())]
        )
        self.basis = LinesField(2)
        self.decided_by = TextField()
        self.copies = CountField(_MOST_COPIES)
        self.archived_by = TextField()
        self.note = LinesField(2)
        self.form.add(_("&Urgency"), self.urgency)
        self.form.add(_("S&ecrecy"), self.classification)
        self.form.add(_("&Basis"), self.basis, _("Item of the list of state secrets (danh mục)."))
        self.form.add(_("&Decided by"), self.decided_by, _("Name and position."))
        self.form.add(_("&Copies"), self.copies, _("How many copies were made."))
        self.form.add(_("&Archive copy"), self.archived_by, _("Who keeps the archive copy."))
        self.form.add(_("&Note"), self.note)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.faults = {
            "classification_basis_missing": self.basis,
            "classification_decider_missing": self.decided_by,
            "classification_missing": self.classification,
        }
        self.urgency.set_value(paper.urgency)
        self.classification.set_value(paper.classification)
        self.basis.set_value(paper.classification_basis)
        self.decided_by.set_value(paper.classified_by)
        self.copies.set_value(paper.copies)
        self.archived_by.set_value(paper.archived_by)
        self.note.set_value(paper.note)
        self.classification.currentIndexChanged.connect(lambda _place: self._show_basis())
        self._show_basis()

    def _show_basis(self) -> None:
        """Basis and decider belong to a degree of secrecy."""
        secret = bool(self.classification.value())
        for field in (self.basis, self.decided_by):
            self.form.show_field(field, visible=secret)

    def _save(self) -> None:
        secret = bool(self.classification.value())
        particulars = registered.Particulars(
            PaperMarks(
                self.urgency.value(),
                self.classification.value(),
                self.basis.value() if secret else "",
                self.decided_by.value() if secret else "",
            ),
            self.copies.value(),
            self.archived_by.value(),
            self.note.value(),
        )
        workspace, paper = self._session.workspace, self._paper.id
        self.submit(
            self._session.tasks,
            lambda _progress: registered.edit(workspace, paper, particulars),
            lambda _changed: self.accept(),
        )


def edit_particulars(
    session: Session,
    paper: Document,
    parent: QWidget,
    then: Callable[[], object] | None = None,
) -> None:
    """Edit marks and copies of a paper.

    Args:
        session: the session.
        paper: the paper.
        parent: the window.
        then: called once they are saved.
    """
    dialog = ParticularsDialog(session, paper, parent)
    if dialog.exec():
        session.said.emit(_("Saved"))
        if then is not None:
            then()
    dialog.deleteLater()
