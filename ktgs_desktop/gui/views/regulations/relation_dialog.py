"""A relation of a text of the office to an earlier one: what it does, to which, from when."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.cited_texts import mentions
from ktgs_desktop.domain.regulations import Relation
from ktgs_desktop.gui.views.regulations.side_chooser import suggestions
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggestion
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.gui.widgets.regulation_words import RELATIONS
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import editing, library

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.regulations import Regulation
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


class RelationDialog(FormDialog):
    """Adds a relation to a text of the office.

    Args:
        session: the session.
        regulation: the text in which it stands.
        parent: the window.
    """

    def __init__(self, session: Session, regulation: Regulation, parent: QWidget) -> None:
        super().__init__(_("Relation of {number}").format(number=regulation.number), parent)
        self._session, self._regulation = session, regulation
        self._chosen: Suggestion | None = None
        workspace = session.workspace
        self.kind = ChoiceField([(code, str(words)) for code, words in RELATIONS.items()])
        self.form.add(_("&What it does"), self.kind, _("What this text does to the earlier one."))
        self.earlier = CompletingEdit(session.tasks, lambda typed: suggestions(workspace, typed))
        self.earlier.picked.connect(self._take)
        self.form.add(
            _("&Earlier text"),
            self.earlier,
            _("Type number or title and choose; one that is not in the list is typed with its day, "
              "e.g. 15-QC/HU, ngày 12/3/2019."),
        )  # fmt: skip
        self.since = DateField(prefer_year=True)
        self.since.year = workspace.today.year
        self.form.add(_("&From"), self.since, _("From when; empty for the first day of this text."))
        self.note = TextField(most=limits.LINE)
        self.form.add(_("&Note"), self.note, _("Which part of it, e.g. Điều 5."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.faults = {
            "relation_number_missing": self.earlier,
            "relation_to_itself": self.earlier,
            "regulation_ambiguous": self.earlier,
            "regulation_circle": self.earlier,
            "relation_kind_unknown": self.kind,
        }
        self.kind.setFocus()

    def _take(self, suggestion: Suggestion) -> None:
        self._chosen = suggestion

    def _relation(self) -> Relation:
        typed = self.earlier.text().strip()
        since, kind, note = self.since.value_as_date(), self.kind.value(), self.note.value()
        chosen = self._chosen
        if chosen is not None and chosen.text == typed and isinstance(chosen.id, UUID):
            other = library.get(self._session.workspace, chosen.id)
            return Relation(
                kind, other.number, other.issuer, other.issued, other.id, since=since, note=note
            )
        named = next(mentions(typed), None)
        if named is None:
            return Relation(kind, typed, since=since, note=note)
        return Relation(kind, named.number, issued=named.dated, since=since, note=note)

    def _save(self) -> None:
        if not self.since.settle():
            self.since.setFocus()
            return
        workspace, record = self._session.workspace, self._regulation.id

        def work(_progress: Progress) -> Regulation:
            there = library.get(workspace, record)
            relations = (*there.relations, self._relation())
            return editing.save(workspace, dataclasses.replace(there, relations=relations))

        self.submit(self._session.tasks, work, lambda _saved: self.accept())
