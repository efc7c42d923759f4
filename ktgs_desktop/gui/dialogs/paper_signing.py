"""What can be done about the signature of the paper on the screen: sign, add one, lay it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from ktgs_desktop import i18n
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.return_paper import ask_submission
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import papers, signing, signing_round, submissions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import Printed
    from ktgs_desktop.services.signing import SignatureRequest


@dataclass(frozen=True, slots=True)
class _Known:
    """The paper in the register, and how it stands with its signer."""

    document: Document
    laid: Submission | None


class PaperSigning(QObject):
    """Buttons for signing a paper, and what is known of its way to the signer.

    Signals:
        changed: the paper was signed; it is to be shown anew.
        known: the paper was found; the program it issues, or None.

    Attributes:
        sign: signs it for the first time.
        sign_again: signs it anew, with a reason.
        further: adds the next signer's signature.
        submit: lays it before the signer.
        buttons: all of them, from the left.
        told: that it waits for the signer, or why it came back.
    """

    changed = Signal()
    known = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._window = parent
        self._printed: Printed | None = None
        self._document: Document | None = None
        self._reading: Task | None = None
        self.submit = button(_("&Lay before the signer…"), self._submit, icon="tray")
        self.further = button(_("&Add a signature…"), self._sign_further, icon="pen-nib")
        self.sign_again = button(_("S&ign anew…"), self._sign_again, icon="arrows-clockwise")
        self.sign = button(_("S&ign…"), self._sign_first, icon="pen-nib", primary=True)
        self.buttons = (self.submit, self.further, self.sign_again, self.sign)
        self.told = label("", "warning", wrap=True)
        self._hide()

    def _hide(self) -> None:
        for part in (*self.buttons, self.told):
            part.hide()

    def find(self, printed: Printed, document: UUID | None, program: UUID | None) -> None:
        """Find the paper in the register, which a draft has not, and show what can be done.

        Args:
            printed: the file on the screen.
            document: the paper, None if it is not known yet.
            program: the program whose paper it is, None for another paper.
        """
        workspace = self._session.workspace
        self._printed = printed
        self._hide()
        if program is None and document is None:
            return  # a draft or a version of a day: nobody signs it

        def failed(error: BaseException) -> None:
            if not (isinstance(error, UserError) and error.code == "program_not_issued"):
                errors.show(self._window, error)  # a draft cannot be signed: nothing to say

        def work(_progress: Progress) -> _Known:
            wanted = document
            if wanted is None and program is not None:
                wanted = signing.document_of_program(workspace, program)
            if wanted is None:
                raise UserError("record_gone")
            found = submissions.of_document(workspace, wanted)
            return _Known(papers.get(workspace, wanted), found[-1] if found else None)

        self._reading = self._session.tasks.read(
            self, work, self._show, failed, instead_of=self._reading
        )

    def _show(self, found: _Known) -> None:
        self._document, printed = found.document, self._printed
        self.known.emit(found.document.program)
        if printed is None:
            return
        self._show_told(found.laid)
        issued = found.document.state == DocumentState.ISSUED
        if self._session.workspace.read_only or not issued:
            return
        placed = printed.signature_place is not None
        waiting = found.laid is not None and found.laid.waiting
        self.sign.setVisible(not printed.signed and placed)
        self.further.setVisible(printed.signed)
        self.sign_again.setVisible(printed.signed and found.document.program is not None)
        self.submit.setVisible(not waiting and (placed or printed.signed))

    def _show_told(self, laid: Submission | None) -> None:
        if laid is None or laid.state == SubmissionState.SIGNED:
            return
        if laid.waiting:
            text = _("Before the signer since {date} ({name}). {remark}")
            day, name, remark = laid.submitted_on, laid.drafter_name, laid.remark
        elif laid.decided_on is not None and laid.to_mend:
            text = _("{name} returned it on {date}: {remark}")
            day, name, remark = laid.decided_on, laid.decided_by, laid.answer
        else:
            return
        self.told.setText(text.format(date=i18n.day(day), name=name, remark=remark).strip())
        self.told.show()

    # Doing ------------------------------------------------------------------------------

    def _submit(self) -> None:
        document, workspace = self._document, self._session.workspace
        if document is None:
            return
        remark = ask_submission(document.symbol, self._window)
        if remark is None:
            return

        def then(_made: Submission) -> None:
            self._session.said.emit(
                _("Laid before the signer: {name}").format(name=document.symbol)
            )
            if self._printed is not None:
                self.find(self._printed, document.id, document.program)

        self._session.tasks.write(
            self,
            lambda _progress: submissions.submit(workspace, document.id, remark),
            then,
            lambda error: errors.show(self._window, error),
        )

    def _sign_first(self) -> None:
        self._request(None)

    def _sign_further(self) -> None:
        self._request(None)

    def _sign_again(self) -> None:
        text = _(
            "The paper is made again without its signature and signed once more. The former signed "
            "file stays with the paper; the latest counts."
        )
        reason = ask_reason(_("Sign the paper anew"), text, _("&Go on"), self._window)
        if reason:
            self._request(reason)

    def _request(self, again: str | None) -> None:
        """Make what is to be signed, then ask for the certificate."""
        document, workspace = self._document, self._session.workspace
        if document is None:
            return
        self._session.tasks.ask(
            self,
            lambda _progress: signing_round.request_of(
                workspace, document.id, anew=again is not None
            ),
            lambda request: self._ask(document, request, again),
            lambda error: errors.show(self._window, error),
            label=_("Making the paper"),
        )

    def _ask(self, document: Document, request: SignatureRequest, again: str | None) -> None:
        dialog = SignDialog(self._session, document.id, request, self._window, again=again)
        if dialog.exec():
            self._session.said.emit(_("Signed: {name}").format(name=request.name))
            self.changed.emit()
        dialog.deleteLater()
