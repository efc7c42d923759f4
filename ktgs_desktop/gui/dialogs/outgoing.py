"""Dialogs of outgoing numbers: reserve numbers, register a paper made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.number_series import MOST_RESERVED, SeriesKey
from ktgs_desktop.gui.dialogs.numbering import NumberingDialog
from ktgs_desktop.gui.dialogs.scans import scan_filter
from ktgs_desktop.gui.widgets.fields import ChoiceField, CountField, LinesField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, outgoing, registered, scans
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.programs import Issue

_LAST_NUMBER = 9999


class _SeriesFields:
    """Body and type of a series; the term is the one in force."""

    def __init__(
        self, session: Session, bodies: Sequence[IssuingBody], key: SeriesKey | None
    ) -> None:
        self._term = key.term if key else session.workspace.office.term
        self.bodies = {str(body.id): body for body in bodies}
        self.body = ChoiceField([(one, body.name) for one, body in self.bodies.items()])
        types = codes("document_types").codes.values()
        self.type = ChoiceField(
            [(one.code, f"{one.code} · {one.name(language())}") for one in types]
        )
        if key is not None:
            self.body.set_value(str(key.body))
            self.type.set_value(key.document_type)

    @property
    def chosen(self) -> IssuingBody:
        """The body chosen."""
        return self.bodies[self.body.value()]

    @property
    def key(self) -> SeriesKey:
        """The series chosen."""
        return SeriesKey(self.chosen.id, self.type.value(), self._term)


class ReserveDialog(FormDialog):
    """Asks which numbers are to be kept free, and what for.

    Attributes:
        told: the numbers reserved, for the status line.
    """

    def __init__(
        self,
        session: Session,
        bodies: Sequence[IssuingBody],
        key: SeriesKey | None,
        parent: QWidget,
    ) -> None:
        super().__init__(_("Reserve numbers"), parent)
        self._session = session
        self._proposing: Task | None = None
        self.told = ""
        self.series = _SeriesFields(session, bodies, key)
        text = _(
            "Reserved numbers are given to no other paper. A paper uses one when it is issued or "
            "registered with that number; what is not needed is released."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.first = CountField(_LAST_NUMBER)
        self.count = CountField(MOST_RESERVED)
        self.count.set_value(1)
        self.reason = LinesField(2)
        self.form.add(_("&Issuing body"), self.series.body)
        self.form.add(_("&Type"), self.series.type)
        self.form.add(_("&First number"), self.first, _("The next number of the series."))
        self.form.add(_("&How many"), self.count)
        self.form.add(_("R&eason"), self.reason, _("What for; the register keeps it."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Reserve"), self._reserve, primary=True))
        self.faults = {
            "numbers_taken": self.first,
            "number_bad": self.first,
            "number_elsewhere": self.series.type,
            "reservation_size": self.count,
            "reason_missing": self.reason,
        }
        for field in (self.series.body, self.series.type):
            field.currentIndexChanged.connect(lambda _place: self._propose())
        self._propose()

    def _propose(self) -> None:
        workspace, key, body = self._session.workspace, self.series.key, self.series.chosen

        def then(number: int) -> None:
            if self.series.key == key:
                self.first.set_value(number)

        self._proposing = self._session.tasks.read(
            self,
            lambda _progress: offices.next_number(workspace, body, key.document_type, key.term),
            then,
            instead_of=self._proposing,
        )

    def _reserve(self) -> None:
        workspace = self._session.workspace
        wanted = outgoing.Reservation(
            self.series.key,
            self.reason.value(),
            self.first.value() or None,
            self.count.value(),
        )

        def then(made: list[Document]) -> None:
            ends = dict.fromkeys((made[0].symbol, made[-1].symbol))
            self.told = " – ".join(ends)
            self.accept()

        self.submit(
            self._session.tasks, lambda _progress: outgoing.reserve(workspace, wanted), then
        )


class ScanField(QWidget):
    """The files of a scan.

    Attributes:
        files: those chosen, in their order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: tuple[Path, ...] = ()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.choose = button(_("Attach a scan…"), self._choose, icon="paperclip")
        self._names = label("", "muted", wrap=True)
        line.addWidget(self.choose)
        line.addWidget(self._names, 1)
        self.setFocusProxy(self.choose)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Attach a scan"), "", scan_filter())
        if chosen:
            self.take([Path(one) for one in chosen])

    def take(self, files: Sequence[Path]) -> None:
        """Choose files.

        Args:
            files: PDFs and pictures, in order.
        """
        self.files = tuple(files)
        self._names.setText(", ".join(one.name for one in self.files))


class RegisterDialog(NumberingDialog):
    """Asks what a paper made elsewhere is.

    Attributes:
        told: its number and symbol, for the status line.
    """

    def __init__(
        self,
        session: Session,
        bodies: Sequence[IssuingBody],
        key: SeriesKey | None,
        number: int,
        parent: QWidget,
    ) -> None:
        self.series = _SeriesFields(session, bodies, key)
        texts = (
            _("Register a paper made elsewhere"),
            _("It gets its number and stands in the register; its scan may come later."),
        )
        super().__init__(session, self.series.chosen, texts, parent)
        self._number = number
        self.told = ""
        self.abstract = LinesField(3)
        self.copies = CountField(_LAST_NUMBER)
        self.archived_by = TextField()
        self.scan = ScanField()
        self.form.add(_("Issuing &body"), self.series.body)
        self.form.add(_("&Type"), self.series.type)
        self.form.add(_("Abst&ract"), self.abstract, _("Trích yếu."))
        self.add_fields()
        self.form.show_field(self.place, visible=False)
        self.form.add(_("&Copies"), self.copies, _("How many copies were made."))
        self.form.add(_("Archi&ve copy"), self.archived_by, _("Who keeps the archive copy."))
        self.buttons.insertWidget(0, self.scan)  # not among the fields, where Enter goes on
        self.issue.setText(_("Re&gister"))
        self.faults |= {"abstract_missing": self.abstract}
        self.date.year = session.workspace.today.year
        self.date.set_date(exactly(session.workspace.today))
        for field in (self.series.body, self.series.type):
            field.currentIndexChanged.connect(lambda _place: self._on_series())
        self._propose()
        self.abstract.setFocus()

    def _on_series(self) -> None:
        self._number = 0
        if self._body != self.series.chosen:
            self.take_body(self.series.chosen)
        self._propose()

    def _propose(self) -> None:
        if self._number:
            self.number.set_value(self._number)
        else:
            key = self.series.key
            self.propose_number(key.document_type, key.term)

    @override
    def write(self, how: Issue) -> Document:
        scan = scans.joined(self.scan.files) if self.scan.files else None
        made = registered.register(
            self._session.workspace,
            registered.Registered(
                series=self.series.key,
                issued_on=how.issued_on,
                abstract=self.abstract.value(),
                signer=how.signer,
                number=how.number,
                copies=self.copies.value(),
                archived_by=self.archived_by.value(),
                scan=(scan.name, scan.data) if scan is not None else None,
            ),
        )
        self.told = made.symbol
        return made
