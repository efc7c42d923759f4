"""The regulation in hand: its fields, relations, words, files and history."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from ktgs_desktop.domain.regulation_hits import HitPlace
from ktgs_desktop.domain.regulations import RegulationKind
from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.views.regulations.contents_tab import ContentsTab
from ktgs_desktop.gui.views.regulations.files_tab import FilesTab
from ktgs_desktop.gui.views.regulations.regulation_form import (
    FIELD_NAMES,
    EnteredRegulation,
    RegulationForm,
    texts_of,
)
from ktgs_desktop.gui.views.regulations.relation_dialog import RelationDialog
from ktgs_desktop.gui.views.regulations.relations_tab import RelationsTab
from ktgs_desktop.gui.views.regulations.words_dialog import WordsDialog
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.gui.widgets.regulation_words import SIGNS, reason_text, unsure
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import citing, editing, library, notes

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.regulation_articles import RegulationText
    from ktgs_desktop.domain.regulation_hits import RegulationHit
    from ktgs_desktop.domain.regulations import Relation
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.regulations.library import RegulationDetails


def state_of(found: RegulationDetails) -> str:
    """What is said of a regulation below its name: how it stands, what is not sure of it.

    Args:
        found: the regulation with what belongs to it.
    """
    text = found.regulation
    told = f"{SIGNS[found.force.status]} {reason_text(found.force, found.named)}"
    lines = [told]
    doubts = unsure(text.title_kind, text.confidence, text.standing)
    if doubts:
        lines.append("△ " + ", ".join(doubts))
    whose = _("Of the list from above; the office writes notes on it.")
    lines.append(whose if text.listed else _("Of the office."))
    lines += [part for part in (text.date_note, text.note) if part]
    return "\n".join(lines)


class RegulationPanel(RecordPanel):
    """Shows a regulation, edits the office's own and the office's note on any.

    Args:
        session: the session.
        day: gives the day of which is asked.
        words: gives the words that are looked for.

    Signals:
        elsewhere: the user wants to see another regulation; its id.
        picture_wanted: the user wants the family of the regulation as a picture; its id.
        compare_wanted: the user wants it beside another text; its id and a path.
    """

    draft_form = "regulation"
    elsewhere = Signal(object)
    picture_wanted = Signal(object)
    compare_wanted = Signal(object, str)

    def __init__(self, session: Session, day: Callable[[], date], words: Callable[[], str]) -> None:
        self.fields = RegulationForm(session)
        super().__init__(session, self.fields, _("Text"))
        self._day, self._words = day, words
        self._kind = str(RegulationKind.COORDINATION)
        self._hit: RegulationHit | None = None
        writable = not session.workspace.read_only
        self.relations = RelationsTab()
        self.relations.wanted.connect(self.elsewhere)
        self.relations.picture_wanted.connect(self._want_picture)
        self.relations.add_wanted.connect(self.add_relation)
        self.relations.removed.connect(self.remove_relation)
        self.contents = ContentsTab(writable=writable)
        self.contents.edit_wanted.connect(self.edit_words)
        self.contents.cite_wanted.connect(self.copy_citation)
        self.contents.compare_wanted.connect(self._want_compare)
        self.files = FilesTab(session)
        self.history = HistoryPanel(session, "regulation", FIELD_NAMES)
        for tab, text in (
            (self.contents, _("Words")),
            (self.relations, _("Relations")),
            (self.files, _("Files")),
            (self.history, _("History")),
        ):
            self.tabs.addTab(tab, text)
        self.clear()

    @override
    def clear(self) -> None:
        self.say_empty(_("No text chosen"), _("Choose a text, or add the office's own with F5."))

    @property
    def found(self) -> RegulationDetails | None:
        """The regulation in hand with what belongs to it, None for none or a new one."""
        return self.shown.detail if self.shown is not None else None

    # Reading and writing ----------------------------------------------------------------

    @override
    def read_record(self, record: UUID) -> Shown:
        found = library.details(self.session.workspace, record, self._day())
        texts = texts_of(found.regulation, found.note)
        return Shown(record, texts, found.regulation.label, state_of(found), detail=found)

    @override
    def write_record(self, entered: EnteredRegulation, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        if record is None:
            made = editing.blank(workspace, str(entered.values["kind"]))
            text = dataclasses.replace(made, **dict(entered.values), review_on=entered.review_on)  # type: ignore[arg-type] # as the form names them
            kept = editing.save(workspace, text)
            self._write_note(kept.id, entered.note, None)
            return kept.id
        there = library.get(workspace, record)
        if there.listed:
            self._write_note(record, entered.note, entered.review_on)
            return record
        text = dataclasses.replace(there, **dict(entered.values), review_on=entered.review_on)  # type: ignore[arg-type] # as the form names them
        if text != there:
            editing.save(workspace, text)
        self._write_note(record, entered.note, None)
        return record

    def _write_note(self, record: UUID, text: str, review_on: date | None) -> None:
        workspace = self.session.workspace
        there = notes.get(workspace, record)
        if (there.text, there.review_on) != (text, review_on):
            notes.save(workspace, record, text, review_on)

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        editing.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _("“{name}” leaves every list; the system log keeps it.").format(name=name)

    @override
    def void_now(self) -> None:
        if self.found is not None and not self.found.regulation.listed:
            super().void_now()

    def begin_new(self, kind: str = "") -> None:
        """Begin a new text of the office.

        Args:
            kind: a value of `RegulationKind`; rules of coordination, if empty.
        """
        self._kind = kind or str(RegulationKind.COORDINATION)

        def make() -> Shown:
            blank = editing.blank(self.session.workspace, self._kind)
            hint = _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next.")
            return Shown(None, texts_of(blank, None), _("New text of the office"), hint)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        self.begin_new(self._kind)

    # What is shown ----------------------------------------------------------------------

    @override
    def show_more(self, shown: Shown | None) -> None:
        found = shown.detail if shown is not None else None
        record = shown.record if shown is not None else None
        self.history.show_record(record)
        writable = not self.session.workspace.read_only
        self.relations.show_details(found, self._day(), writable=writable)
        texts = found.texts if found is not None else ()
        self.contents.show_texts(texts, self._day(), self._words() if found is not None else "")
        note = found.note if found is not None else None
        self.files.show_files(record, note.files if note is not None else ())
        if self._hit is not None and record == self._hit.regulation:
            self._go_to_hit()

    @override
    def _show(self, shown: Shown, draft: object) -> None:
        # Before the fields are locked or not: of a text of the list only the note is edited.
        self.fields.listed = shown.detail is not None and shown.detail.regulation.listed
        super()._show(shown, draft)  # type: ignore[arg-type] # as the panel hands it on

    @override
    def _show_buttons(self) -> None:
        super()._show_buttons()
        if self.fields.listed:
            self.void.hide()

    def show_hit(self, hit: RegulationHit) -> None:
        """Show the place where words were found.

        Args:
            hit: the place.
        """
        self._hit = hit
        if self.record == hit.regulation:
            self._go_to_hit()
        else:
            self.show_record(hit.regulation)

    def _go_to_hit(self) -> None:
        hit, self._hit = self._hit, None
        if hit is None:
            return
        match hit.place:
            case HitPlace.ARTICLE:
                self.tabs.setCurrentWidget(self.contents)
                self.contents.go_to(hit.path)
                self.contents.tree.setFocus()
            case HitPlace.FILE:
                self.tabs.setCurrentWidget(self.files)
                self.files.show_page(hit.label, int(hit.path or 1))
            case _:
                self.tabs.setCurrentIndex(0)
                self.fields.focus_first()

    # Doing ------------------------------------------------------------------------------

    def copy_citation(self, path: str = "") -> None:
        """Put how the text, or a part of it, is cited on the clipboard.

        Args:
            path: path of the part, empty for the whole.
        """
        record, workspace = self.record, self.session.workspace
        if record is None:
            return

        def then(words: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self.session.said.emit(_("Copied: {words}").format(words=words))

        self.session.tasks.read(
            self, lambda _progress: citing.words_for(workspace, record, path), then
        )

    def edit_words(self) -> None:
        """Type or paste the words of the text in hand."""
        found, workspace = self.found, self.session.workspace
        if found is None or workspace.read_only:
            return
        present = self.contents.text

        def work(_progress: Progress) -> RegulationText:
            if present is not None and present.owner == workspace.office.unit:
                return present
            return editing.blank_text(workspace, found.regulation.id)

        def then(text: RegulationText) -> None:
            dialog = WordsDialog(self.session, text, found.regulation.number, self.window())
            dialog.exec()
            dialog.deleteLater()

        self.session.tasks.ask(self, work, then)

    def add_relation(self) -> None:
        """Say what the text in hand, one of the office's own, does to an earlier one."""
        if self.found is not None:
            dialog = RelationDialog(self.session, self.found.regulation, self.window())
            dialog.exec()
            dialog.deleteLater()

    def remove_relation(self, relation: Relation) -> None:
        """Take a relation of the text in hand away; undo brings it back.

        Args:
            relation: the relation.
        """
        record, workspace = self.record, self.session.workspace
        if record is None:
            return

        def work(_progress: Progress) -> None:
            there = library.get(workspace, record)
            left = tuple(one for one in there.relations if one != relation)
            editing.save(workspace, dataclasses.replace(there, relations=left))

        self.session.tasks.write(self, work, lambda _none: None, self._refused)

    def _want_picture(self) -> None:
        if self.record is not None:
            self.picture_wanted.emit(self.record)

    def _want_compare(self, path: str) -> None:
        if self.record is not None:
            self.compare_wanted.emit(self.record, path)
