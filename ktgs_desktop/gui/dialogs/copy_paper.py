"""Asks which copy of a paper is wanted: the whole or a part, who certifies it, its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.paper_copies import COPY_TYPE, CopyKind
from ktgs_desktop.gui.dialogs.numbering import NumberingDialog
from ktgs_desktop.gui.widgets.fields import ChoiceField, LinesField
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import paper_copies

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.programs import Issue


class CopyDialog(NumberingDialog):
    """Asks how a paper is copied.

    Args:
        session: the session.
        bodies: who may certify it.
        original: the paper copied.
        parent: the window.
    """

    def __init__(
        self, session: Session, bodies: Sequence[IssuingBody], original: Document, parent: QWidget
    ) -> None:
        self._bodies = {str(body.id): body for body in bodies}
        self._original = original
        texts = (
            _("Copy {symbol}").format(symbol=original.symbol),
            _(
                "A copy has header, number and signature of its own. That of the whole follows "
                "the signed original; an extract carries the text you type."
            ),
        )
        super().__init__(session, bodies[0], texts, parent)
        self.kind = ChoiceField(
            [
                (CopyKind.SAO_Y, _("the whole (SAO Y)")),
                (CopyKind.TRICH_SAO, _("an extract (TRÍCH SAO)")),
            ]
        )
        self.body = ChoiceField([(key, body.name) for key, body in self._bodies.items()])
        self.extract = LinesField(6)
        self.form.add(_("&Kind"), self.kind)
        self.form.add(_("Te&xt"), self.extract, _("Text of the part copied, as in the original."))
        self.form.add(_("Issuing &body"), self.body)
        self.add_fields()
        self.issue.setText(_("&Make the copy"))
        self.faults |= {
            "copy_extract_missing": self.extract,
            "copy_before_original": self.date,
        }
        self.date.year = session.workspace.today.year
        self.date.set_date(exactly(session.workspace.today))
        self.kind.currentIndexChanged.connect(lambda _place: self._show_extract())
        self.body.currentIndexChanged.connect(lambda _place: self._on_body())
        self._show_extract()
        self._on_body()

    def _show_extract(self) -> None:
        """Only an extract has a text of its own."""
        self.form.show_field(self.extract, visible=self.kind.value() == CopyKind.TRICH_SAO)

    def _on_body(self) -> None:
        self.take_body(self._bodies[self.body.value()])
        self.propose_number(COPY_TYPE, self._session.workspace.office.term)

    @override
    def write(self, how: Issue) -> Document:
        kind = CopyKind(self.kind.value())
        order = paper_copies.CopyOrder(
            original=self._original.id,
            kind=kind,
            body=self._bodies[self.body.value()].id,
            how=how,
            extract=self.extract.value() if kind == CopyKind.TRICH_SAO else "",
        )
        return paper_copies.make(self._session.workspace, order)
