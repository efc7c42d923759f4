"""Dialogs of amendments: title and reason, putting a line off, issue."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.programs import ProgramKind, years_of
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.dialogs.numbering import NumberingDialog
from ktgs_desktop.gui.widgets.fields import ChoiceField, LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.span_fields import WorkField
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import amendments
from ktgs_desktop.services.regulations import citing
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.amendments import Amendment, ItemChange
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.amendments import AmendmentDetail
    from ktgs_desktop.services.programs import Issue

_YEARS_AHEAD = 5


class AmendmentDialog(FormDialog):
    """Begins an amendment, or edits title and reason of a draft.

    Args:
        session: the session.
        program: the program it changes.
        amendment: the draft, None to begin one.
        parent: the window.

    Attributes:
        made: the amendment as saved, None until then.
    """

    def __init__(
        self, session: Session, program: Program, amendment: Amendment | None, parent: QWidget
    ) -> None:
        title = _("Title and reason") if amendment else _("Amend the program")
        super().__init__(title, parent)
        self._session = session
        self._program = program
        self._amendment = amendment
        self.made: Amendment | None = None
        text = _(
            "{number} stays as it was issued. Lines are added, changed, put off or dropped by a "
            "decision, which counts from its day on."
        )
        self.head.addWidget(label(text.format(number=program.number), "muted", wrap=True))
        self.title = LinesField(3, most=limits.ABSTRACT)
        self.reason = LinesField(3, most=limits.NOTE)
        usual = amendments.default_title(program)
        self.title.set_value(amendment.title if amendment else usual)
        self.reason.set_value(amendment.reason if amendment else "")
        self.form.add(_("&Title"), self.title, _("The abstract (trích yếu) of the decision."))
        self.form.add(
            _("Reaso&n"),
            self.reason,
            _("Why the program is changed; the decision says it. It may follow until the issue."),
        )
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        text = _("&Save") if amendment else _("&Begin")
        self.save = button(text, self._save, primary=True)
        self.buttons.addWidget(self.save)
        self.faults = {"title_missing": self.title, "too_long": self.reason}
        self.reason.setFocus()

    def _save(self) -> None:
        workspace, there = self._session.workspace, self._amendment
        title, reason, program = self.title.value(), self.reason.value(), self._program.id

        def work(_progress: Progress) -> Amendment:
            if there is None:
                return amendments.begin(workspace, program, title=title, reason=reason)
            changed = dataclasses.replace(there, title=title, reason=reason)
            return amendments.edit(workspace, changed)

        def then(made: Amendment) -> None:
            self.made = made
            self.accept()

        self.submit(self._session.tasks, work, then)


class PostponeDialog(FormDialog):
    """Asks to which time a line is put off: later under its program, or to a later year.

    Args:
        session: the session.
        detail: the draft amendment.
        line: the line as it is.
        former: what the draft does to the line already, None if nothing.
        parent: the window.
    """

    def __init__(
        self,
        session: Session,
        detail: AmendmentDetail,
        line: ProgramItem,
        former: ItemChange | None,
        parent: QWidget,
    ) -> None:
        super().__init__(_("Put the line off"), parent)
        self._session = session
        self._amendment: UUID = detail.amendment.id
        self._line = line
        self.head.addWidget(label(line.content, "muted", wrap=True))
        last = years_of(detail.program)[-1]
        choices = [("", _("to a later time under this program"))]
        years = [str(year) for year in range(last + 1, last + 1 + _YEARS_AHEAD)]
        choices += [(year, _("to the year {year}").format(year=year)) for year in years]
        self.where = ChoiceField(choices)
        self.year = ChoiceField([(str(year), str(year)) for year in years_of(detail.program)])
        self.year.set_value(str(line.year))
        self.work = WorkField()
        self.work.year = line.year
        self.reason = LinesField(3, most=limits.NOTE)
        term = detail.program.kind == ProgramKind.TERM
        if former is not None and former.action == ChangeAction.POSTPONED:
            after = former.after
            self.where.set_value(str(after.postponed_to or ""))
            self.year.set_value(str(after.year))
            self.work.set_work(after.quarter, after.work_from, after.work_to)
            self.reason.set_value(former.reason)
        self.form.add(_("&Put off"), self.where)
        self.form.add(_("&Year"), self.year)
        self.form.add(_("&Work"), self.work, _("When the work is done: q2, or 15/5 - 30/6."))
        self.form.add(_("Reaso&n"), self.reason, _("Why this line is changed."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Save"), self._save, primary=True)
        self.buttons.addWidget(self.save)
        self.faults = {"postponed_backwards": self.work, "work_other_year": self.work}
        self._term = term
        self.where.currentIndexChanged.connect(lambda _place: self._show_time())
        self.year.currentIndexChanged.connect(lambda _place: self._take_year())
        self._show_time()

    def _show_time(self) -> None:
        within = not self.where.value()
        self.form.show_field(self.work, visible=within)
        self.form.show_field(self.year, visible=within and self._term)

    def _take_year(self) -> None:
        self.work.year = int(self.year.value())

    def _save(self) -> None:
        beyond = self.where.value()
        try:
            quarter, start, end = self.work.value_as_work() if not beyond else (None, None, None)
        except UserError as error:
            self.refuse(error, self.work)
            return
        wanted = dataclasses.replace(self._line, postponed_to=int(beyond) if beyond else None)
        if not beyond:
            wanted = dataclasses.replace(
                wanted,
                year=int(self.year.value()) if self._term else self._line.year,
                quarter=quarter,
                work_from=start,
                work_to=end,
            )
        workspace, amendment, reason = self._session.workspace, self._amendment, self.reason.value()
        self.submit(
            self._session.tasks,
            lambda _progress: amendments.put_change(
                workspace, amendment, ChangeAction.POSTPONED, wanted, reason
            ),
            lambda _change: self.accept(),
        )


class IssueAmendmentDialog(NumberingDialog):
    """Asks type, number, date and signer of an amendment to be issued.

    Args:
        session: the session.
        detail: the draft.
        body: the issuing body.
        parent: the window.
    """

    def __init__(
        self, session: Session, detail: AmendmentDetail, body: IssuingBody, parent: QWidget
    ) -> None:
        said = _(
            "The amendment gets its number and date; its changes ({count}) count from that day on. "
            "Issuing cannot be undone."
        ).format(count=len(detail.changes))
        super().__init__(session, body, (_("Issue the amendment"), said), parent)
        self._detail = detail
        self._type = amendments.DOCUMENT_TYPES[0]
        types, tongue = codes("document_types"), language()
        self.kind = ChoiceField(
            [
                (code, f"{code} · {types.get(code).name(tongue)}")
                for code in amendments.DOCUMENT_TYPES
            ]
        )
        self.form.add(_("&Type"), self.kind, _("By which kind of paper the program is amended."))
        self.date.year = detail.program.year
        self.add_fields()
        self.date.set_date(exactly(session.workspace.today))
        self.kind.currentIndexChanged.connect(lambda _place: self._propose())
        self.date.edited.connect(self.look)
        self._propose()
        self.look()

    def _propose(self) -> None:
        self.propose_number(self.kind.value(), self._detail.program.term)

    @override
    def remarks_on(self, day: date) -> list[str]:
        identifier = self._detail.amendment.id
        return citing.amendment_notes(self._session.workspace, identifier, day)

    @override
    def write(self, how: Issue) -> Document:
        identifier = self._detail.amendment.id
        return amendments.issue(self._session.workspace, identifier, how, self._type)

    @override
    def _issue(self) -> None:
        self._type = self.kind.value()  # read here: `write` runs in another thread
        super()._issue()
