"""Asks number, date and signer of a paper: the one form for programs and amendments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.widgets.fields import ChoiceField, CountField, DateField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices
from ktgs_desktop.services.programs import Issue

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_LAST_NUMBER = 9999


class NumberingDialog(FormDialog):
    """Asks number, date, place and signer of a paper to be issued.

    A subclass says what is issued (`write`), places the fields with `add_fields` and asks for the
    number with `propose_number`.

    Args:
        session: the session.
        body: the issuing body.
        texts: title of the dialog, and what issuing means.
        parent: the window.

    Attributes:
        document: the paper, None until it is issued.
        notes: what there is to look at before the paper is issued.
    """

    def __init__(
        self, session: Session, body: IssuingBody, texts: tuple[str, str], parent: QWidget
    ) -> None:
        super().__init__(texts[0], parent)
        self._session = session
        self._body = body
        self.document: Document | None = None
        self._proposing: Task | None = None
        self._noting: Task | None = None
        self.head.addWidget(label(texts[1], "muted", wrap=True))
        self.notes = label("", "warning", wrap=True)
        self.notes.hide()
        self.head.addWidget(self.notes)
        self.number = CountField(_LAST_NUMBER)
        self.date = DateField()
        self.place = TextField()
        self.place.set_value(body.place)
        self.signer = ChoiceField(_signers(body))
        self.name = TextField()
        self.position = TextField()
        self.authority = TextField()
        self.issue = button(_("&Issue"), self._issue, primary=True)
        self.faults = {
            "number_taken": self.number,
            "number_bad": self.number,
            "number_elsewhere": self.number,
            "issue_date_odd": self.date,
            "issue_date_future": self.date,
            "amendment_date_odd": self.date,
            "amendment_before_another": self.date,
            "signer_missing": self.name,
        }
        self.signer.currentIndexChanged.connect(lambda _place: self._show_signer())
        self._show_signer()

    def add_fields(self) -> None:
        """Place the fields below what stands in the form already."""
        self.form.add(_("&Number"), self.number, _("The next number of the series is proposed."))
        self.form.add(_("&Date"), self.date, _("Date of the paper, e.g. 0501 or 5/1/2021."))
        self.form.add(_("&Place"), self.place)
        self.form.add(_("&Signer"), self.signer)
        self.form.add(_("N&ame"), self.name, _("Without academic or military title."))
        self.form.add(_("P&osition"), self.position)
        self.form.add(_("A&uthority"), self.authority, _("Quyền hạn ký, e.g. T/M BAN THƯỜNG VỤ."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(self.issue)

    def propose_number(self, document_type: str, term: str) -> None:
        """Show the next number of a series.

        Args:
            document_type: abbreviation of the type.
            term: code of the term.
        """
        workspace, body = self._session.workspace, self._body
        self._proposing = self._session.tasks.read(
            self,
            lambda _progress: offices.next_number(workspace, body, document_type, term),
            self.number.set_value,
            instead_of=self._proposing,
        )

    def remarks_on(self, day: date) -> list[str]:
        """What there is to look at before the paper is issued; runs in a reader's thread.

        Args:
            day: the day of issue typed.
        """
        raise NotImplementedError

    def look(self) -> None:
        """Show what there is to look at for the day typed; it may be issued all the same."""
        try:
            day = self._day()
        except UserError:
            return  # said when it is issued
        self._noting = self._session.tasks.read(
            self,
            lambda _progress: self.remarks_on(day),
            self._show_notes,
            instead_of=self._noting,
        )

    def _show_notes(self, sentences: list[str]) -> None:
        first = _("Look at this before you issue; it does not stop you:")
        lines = ["▲ " + first, *(f"• {one}" for one in sentences)]
        self.notes.setText("\n".join(lines) if sentences else "")
        if self.notes.isHidden() == bool(sentences):
            self.notes.setVisible(bool(sentences))
            self.adjustSize()

    def take_body(self, body: IssuingBody) -> None:
        """Let another body issue the paper.

        Args:
            body: the body.
        """
        self._body = body
        self.place.set_value(body.place)
        self.signer.set_choices(_signers(body))
        self._show_signer()

    def _show_signer(self) -> None:
        if not self._body.signers:
            return
        signer = self._body.signers[max(0, self.signer.currentIndex())]
        self.name.set_value(signer.name)
        self.position.set_value(signer.position)
        self.authority.set_value(signer.authority)

    def _day(self) -> date:
        day = self.date.value_as_date()
        if day is None or not day.exact:
            raise UserError("date_not_understood", text=self.date.text())
        return day.first

    def write(self, how: Issue) -> Document:
        """Issue the paper; runs in the writer's thread.

        Args:
            how: number, date and signer.
        """
        raise NotImplementedError

    def _issue(self) -> None:
        try:
            day = self._day()
        except UserError as error:
            self.refuse(error, self.date)
            self.date.selectAll()
            return
        signer = Signer(self.name.value(), self.position.value(), self.authority.value())
        how = Issue(day, signer, self.number.value() or None, self.place.value())

        def then(document: Document) -> None:
            self.document = document
            self.accept()

        self.submit(self._session.tasks, lambda _progress: self.write(how), then)


def _signers(body: IssuingBody) -> list[tuple[str, str]]:
    return [
        (str(place), " · ".join((one.name or _("(name missing)"), one.position)))
        for place, one in enumerate(body.signers)
    ]
