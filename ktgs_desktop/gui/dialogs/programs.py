"""Dialogs of programs: begin one, issue one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.program_issue import usual_issue_date
from ktgs_desktop.gui.dialogs.numbering import NumberingDialog
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_review, programs
from ktgs_desktop.services.regulations import citing

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.programs import Issue

_MOST_NAMED = 6


class NewProgramDialog(FormDialog):
    """Asks which program is begun.

    Attributes:
        made: the program, None until it is begun.
    """

    def __init__(
        self, session: Session, bodies: Sequence[IssuingBody], year: int, parent: QWidget
    ) -> None:
        super().__init__(_("Begin a program"), parent)
        self._session = session
        self._bodies = {str(body.id): body for body in bodies}
        self.made: Program | None = None
        self._own_title = False
        term = session.workspace.office.term
        first, _dash, last = term.partition("-")
        self.body = ChoiceField([(key, body.name) for key, body in self._bodies.items()])
        self.kind = ChoiceField(
            [("ANNUAL", _("Program of a year")), ("TERM", _("Program of the term"))]
        )
        years = [str(number) for number in range(int(first), int(last) + 1)]
        self.year = ChoiceField([(number, number) for number in years])
        self.year.set_value(str(year) if str(year) in years else years[0])
        self.title = TextField()
        self.form.add(_("&Issuing body"), self.body)
        self.form.add(_("&Kind"), self.kind)
        self.form.add(_("&Year"), self.year)
        self.form.add(_("&Title"), self.title, _("The abstract (trích yếu) under CHƯƠNG TRÌNH."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.begin = button(_("&Begin"), self._begin, primary=True)
        self.buttons.addWidget(self.begin)
        for field in (self.body, self.kind, self.year):
            field.currentIndexChanged.connect(lambda _place: self._propose_title())
        self.faults = {"program_exists": self.year, "year_outside_term": self.year}
        self.title.edited.connect(self._on_own_title)
        self._propose_title()

    def _on_own_title(self) -> None:
        self._own_title = True

    def _propose_title(self) -> None:
        body = self._bodies.get(self.body.value())
        self.form.show_field(self.year, visible=self.kind.value() == "ANNUAL")
        if body is not None and not self._own_title:
            term = self._session.workspace.office.term
            self.title.set_value(
                programs.default_title(self.kind.value(), int(self.year.value()), term, body.name)
            )

    def _begin(self) -> None:
        workspace, body, kind = self._session.workspace, self.body.value(), self.kind.value()
        first = int(workspace.office.term.partition("-")[0])
        year = int(self.year.value()) if kind == "ANNUAL" else first
        identifier, title = self._bodies[body].id, self.title.value()

        def then(program: Program) -> None:
            self.made = program
            self.accept()

        self.submit(
            self._session.tasks,
            lambda _progress: programs.add(
                workspace, kind=kind, body=identifier, year=year, title=title
            ),
            then,
        )


class IssueDialog(NumberingDialog):
    """Asks number, date and signer of a program to be issued.

    Attributes:
        document: the paper, None until it is issued.
    """

    def __init__(
        self, session: Session, program: Program, body: IssuingBody, parent: QWidget
    ) -> None:
        said = _(
            "The program gets its number and date and is locked; afterwards only progress "
            "is recorded. Issuing cannot be undone."
        )
        super().__init__(session, body, (_("Issue the program"), said), parent)
        self._program = program
        self.date.year = program.year
        self.add_fields()
        self.date.set_date(exactly(usual_issue_date(program, session.workspace.today)))
        self.propose_number(programs.DOCUMENT_TYPE, program.term)
        self.date.edited.connect(self.look)
        self.look()

    @override
    def remarks_on(self, day: date) -> list[str]:
        workspace, program = self._session.workspace, self._program.id
        found = program_review.review(workspace, program)
        lacking = program_review.sentences(found, _MOST_NAMED)
        return lacking + citing.program_notes(workspace, program, day)

    @override
    def write(self, how: Issue) -> Document:
        return programs.issue(self._session.workspace, self._program.id, how)
