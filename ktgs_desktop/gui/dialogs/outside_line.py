"""A line of another body's plan: who comes, to whom, about what and when."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.outside_import import actor_of
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.widgets.fields import ChoiceField, LinesField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.organization_field import suggestions
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.gui.widgets.span_fields import WorkField
from ktgs_desktop.gui.widgets.subjects import SubjectsField
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import outside_lines, program_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.outside_lines import OutsideLine
    from ktgs_desktop.domain.programs import Subject
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.completion import Suggestion


def _subject(suggestion: Suggestion) -> Subject:
    known = suggestion.id is not None
    kind = "TCD" if known else subject_kind_of(suggestion.text)
    return program_items.new_subject(kind, suggestion.text, suggestion.id)


class OutsideLineDialog(FormDialog):
    """Asks for a line of another body's plan.

    Args:
        session: the session.
        line: the line, blank for a new one.
        years: years that are offered.

    Attributes:
        saved: the line as saved, None until it is.
    """

    def __init__(
        self, session: Session, line: OutsideLine, years: Sequence[int], parent: QWidget
    ) -> None:
        super().__init__(_("Plan of another body"), parent, width=560)
        self._session, self._line = session, line
        self.saved: OutsideLine | None = None
        workspace = session.workspace
        self.body = TextField(most=limits.LINE)
        self.actor = ChoiceField([(key, str(text)) for key, text in outside_lines.ACTORS.items()])
        self.subjects = SubjectsField(
            session.tasks, lambda text: suggestions(workspace, text), _subject
        )
        self.content = LinesField(2, most=limits.CONTENT, name="content")
        offered = sorted({*years, line.year})
        self.year = ChoiceField([(str(year), str(year)) for year in offered])
        self.work = WorkField()
        self.note = LinesField(2)
        self.form.add(_("&Body"), self.body, _("Who comes, e.g. Thanh tra huyện."))
        self.form.add(_("&Kind of body"), self.actor)
        self.form.add(
            _("&Subjects"),
            self.subjects,
            _("Whom they come to; type a few letters, or a name the register does not have."),
        )
        self.form.add(_("C&ontent"), self.content)
        self.form.add(_("&Year"), self.year)
        self.form.add(_("&Time"), self.work, _("q2, or 15/5 – 30/6."))
        self.form.add(_("&Note"), self.note, _("E.g. number and date of their plan."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("Save"), self._save, primary=True))
        self.faults = {
            "name_missing": self.body,
            "subject_missing": self.subjects,
            "work_not_understood": self.work,
            "quarter_bad": self.work,
            "dates_reversed": self.work,
        }
        self._own_actor = bool(line.body)
        self.body.edited.connect(self._guess_actor)
        self.actor.edited.connect(self._choose_actor)
        self.year.edited.connect(self._on_year)
        self._fill()

    def _fill(self) -> None:
        line = self._line
        self.body.set_value(line.body)
        self.actor.set_value(line.actor)
        self.subjects.set_value(line.subjects)
        self.content.set_value(line.content)
        self.year.set_value(str(line.year))
        self._on_year()
        self.work.set_work(line.quarter, line.work_from, line.work_to)
        self.note.set_value(line.note)
        self.body.setFocus()

    def _on_year(self) -> None:
        self.work.year = int(self.year.value())

    def _choose_actor(self) -> None:
        self._own_actor = True

    def _guess_actor(self) -> None:
        """The name of the body says what it is, unless the user has chosen."""
        guessed = actor_of(self.body.value())
        if guessed and not self._own_actor:
            self.actor.set_value(guessed)

    def _value(self) -> OutsideLine:
        quarter, start, end = self.work.value_as_work()
        return dataclasses.replace(
            self._line,
            body=self.body.value(),
            actor=self.actor.value(),
            subjects=self.subjects.value(),
            content=self.content.value(),
            year=int(self.year.value()),
            quarter=quarter,
            work_from=start,
            work_to=end,
            note=self.note.value(),
        )

    def _save(self) -> None:
        try:
            line = self._value()
        except UserError as error:
            self.refuse(error, self.work)
            return
        workspace = self._session.workspace

        def then(saved: OutsideLine) -> None:
            self.saved = saved
            self.accept()

        self.submit(
            self._session.tasks, lambda _progress: outside_lines.save(workspace, line), then
        )
