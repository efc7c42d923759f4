"""Dialogs that change one line of an issued program: a line as it is to be; subjects named."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from ktgs_desktop import messages
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.programs import ProgramState
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.views.programs.item_form import ItemForm
from ktgs_desktop.gui.views.programs.suggestions import Suggestions, new_subject
from ktgs_desktop.gui.widgets.fields import DateField, LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.subjects import SubjectsField
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import amendments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.programs import ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.amendments import AmendmentDetail


class ChangeDialog(QDialog):
    """A line as it is to be by a draft amendment, with the fields every line has.

    Args:
        session: the session.
        detail: the draft amendment.
        line: the line as it is, or as the draft has it already.
        term_items: lines of the term program it may carry out.
        parent: the window.
    """

    def __init__(
        self,
        session: Session,
        detail: AmendmentDetail,
        line: ProgramItem,
        term_items: Sequence[ProgramItem],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._amendment = detail.amendment.id
        former = next((one for one in detail.changes if one.item == line.id), None)
        new = not line.content or (former is not None and former.action == ChangeAction.ADDED)
        self._action = ChangeAction.ADDED if new else ChangeAction.CHANGED
        title = _("Add a line by amendment") if new else _("Change a line by amendment")
        self.setWindowTitle(title)
        self.resize(theme.scaled(620), theme.scaled(640))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(title, "dialogTitle"))
        self.form = ItemForm(session)
        open_program = dataclasses.replace(detail.program, state=ProgramState.DRAFT)
        self.form.show_item(line, open_program, term_items)
        self.reason = LinesField(2, most=limits.NOTE)
        self.reason.set_value(former.reason if former is not None else "")
        self.form.add(_("Wh&y"), self.reason, _("Why this line is changed; the annex says it."))
        layout.addWidget(self.form, 1)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        layout.addWidget(self.fault)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Save"), self._save, primary=True)
        buttons.addWidget(self.save)
        layout.addLayout(buttons)
        self.form.at_end = self.save.setFocus
        self.form.edited.connect(lambda: self._say(""))
        self.form.focus_on(self.form.content)

    def _say(self, fault: str) -> None:
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _save(self) -> None:
        try:
            line = self.form.value()
        except UserError as error:
            self._failed(error)
            return
        workspace, reason = self._session.workspace, self.reason.value()
        self.save.setEnabled(False)
        task = self._session.tasks.write(
            self,
            lambda _progress: amendments.put_change(
                workspace, self._amendment, self._action, line, reason
            ),
            lambda _change: self.accept(),
            self._failed,
        )
        task.ended = lambda: self.save.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, KtgsError):
            errors.show(self, error)
            return
        self._say(messages.sentence(error))
        self.form.show_fault(error)


class NamingDialog(FormDialog):
    """Names subjects that an issued line left to be named.

    Args:
        session: the session.
        line: the line.
        year: year of its program.
        parent: the window.
    """

    def __init__(self, session: Session, line: ProgramItem, year: int, parent: QWidget) -> None:
        super().__init__(_("Name subjects"), parent)
        self._session = session
        self._line = line.id
        self.head.addWidget(label(line.content, "muted", wrap=True))
        text = _(
            "Still to be named: {organizations} organisations, {members} members. Naming them "
            "needs no amendment; the history keeps the day."
        ).format(organizations=line.unnamed_organizations, members=line.unnamed_members)
        self.head.addWidget(label(text, "muted", wrap=True))
        self.subjects = SubjectsField(session.tasks, Suggestions(session).subjects, new_subject)
        self.day = DateField()
        self.day.year = year
        self.day.set_date(exactly(session.workspace.today))
        self.form.add(
            _("Sub&jects"),
            self.subjects,
            _("Type a few letters, choose with the arrow keys; Enter adds, Delete takes out."),
        )
        self.form.add(_("Named &on"), self.day, _("Day on which they were named."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Save"), self._save, primary=True)
        self.buttons.addWidget(self.save)
        self.faults = {
            "subject_missing": self.subjects,
            "naming_too_many": self.subjects,
            "issue_date_future": self.day,
            "amendment_date_odd": self.day,
            "amendment_before_another": self.day,
        }
        self.subjects.setFocus()

    def _save(self) -> None:
        try:
            day = self.day.value_as_date()
        except UserError as error:
            self.refuse(error, self.day)
            return
        if day is None or not day.exact:
            self.refuse(UserError("day_not_whole", text=self.day.text()), self.day)
            return
        workspace, line, named = self._session.workspace, self._line, self.subjects.value()
        self.submit(
            self._session.tasks,
            lambda _progress: amendments.name_subjects(workspace, line, named, day.first),
            lambda _line: self.accept(),
        )
