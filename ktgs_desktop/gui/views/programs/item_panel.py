"""The line in hand: its fields, its progress, its history; nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from ktgs_desktop import messages
from ktgs_desktop.domain.encoding import from_document, to_document
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.views.programs.item_form import FIELD_NAMES, ItemForm
from ktgs_desktop.gui.views.programs.lines import STATE_SIGNS, STATE_WORDS
from ktgs_desktop.gui.views.programs.progress_form import ProgressForm
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_items, programs, workspace

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.program_items import ItemDetail

_FORM = "program_item"


class ItemPanel(QFrame):
    """Shows and edits one line.

    Signals:
        saved: a line was saved; its id.
        dropped: a new line was given up.
    """

    saved = Signal(object)
    dropped = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self._program: Program | None = None
        self._item: ProgramItem | None = None
        self._term_items: Sequence[ProgramItem] = ()
        self._is_new = False
        self._dirty = False
        self._then_new = False
        self._wanted: UUID | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 2, 2, 2)
        layout.setSpacing(6)
        self._title = label("", "sectionTitle", wrap=True)
        self._state = label("", "muted", wrap=True)
        self._notice = label("", "warning", wrap=True)
        for part in (self._title, self._state, self._notice):
            layout.addWidget(part)
        self.tabs = QTabWidget()
        self.form = ItemForm(session)
        self.progress = ProgressForm()
        self.history = HistoryPanel(session, "program_item", FIELD_NAMES)
        self.tabs.addTab(self.form, _("Line"))
        self.tabs.addTab(self.progress, _("Progress"))
        self.tabs.addTab(self.history, _("History"))
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._build_buttons())
        self.form.edited.connect(self._on_edited)
        self.progress.edited.connect(self._on_edited)
        self.tabs.currentChanged.connect(lambda _place: self._show_buttons())
        self.clear()

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.drop = button(_("&Give up"), self.give_up)
        self.save_next = button(_("Save, &next line"), self.save_and_add)
        self.save_next.setToolTip("Ctrl+Enter")
        self.save = button(_("&Save"), self.save_now, primary=True)
        self.save.setToolTip("Ctrl+S")
        self.record = button(_("&Record progress"), self.show_progress, primary=True)
        line.addWidget(self.drop)
        line.addStretch(1)
        for part in (self.save_next, self.save, self.record):
            line.addWidget(part)
        return line

    # What is shown ----------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self._dirty

    def clear(self) -> None:
        """Show no line."""
        self.keep_draft()
        self._item = None
        self._wanted = None
        self._dirty = False
        self._title.setText(_("No line chosen"))
        self._state.setText(_("Choose a line, or add one with F5."))
        self._notice.hide()
        self.tabs.setEnabled(False)
        self._show_buttons()

    def show_line(self, item: UUID) -> None:
        """Show a line; what was typed into another is kept as a draft.

        Args:
            item: its id.
        """
        if self._item is not None and self._item.id == item and self._dirty:
            return
        self.keep_draft()
        self._wanted = item
        office = self._session.workspace

        def work(_progress: Progress) -> tuple[ItemDetail, list[ProgramItem], dict[str, str]]:
            detail = program_items.get(office, item)
            above = programs.term_items(office, detail.program)
            draft = workspace.load_draft(office, _FORM, str(item))
            return detail, above, draft

        def then(found: tuple[ItemDetail, list[ProgramItem], dict[str, str]]) -> None:
            if self._wanted == item:
                self._show(*found)

        self._session.tasks.read(self, work, then, self._gone)

    def _gone(self, error: BaseException) -> None:
        if isinstance(error, UserError) and error.code == "record_gone":
            self.clear()
        else:
            errors.show(self, error)

    def _show(
        self, detail: ItemDetail, term_items: Sequence[ProgramItem], draft: dict[str, str]
    ) -> None:
        self._is_new = False
        self._program, self._item = detail.program, detail.item
        self._term_items = term_items
        kept = _drafted(draft)
        usable = kept is not None and not detail.program.locked
        shown = kept if kept is not None and usable else detail.item
        self.tabs.setEnabled(True)
        self.form.show_item(shown, detail.program, term_items)
        self.progress.show_detail(
            detail, self._session.workspace.today, read_only=self._session.workspace.read_only
        )
        self.history.show_record(detail.item.id)
        self._dirty = usable
        self._title.setText(detail.item.content.split("\n")[0][:140])
        self._show_state(detail)
        self._show_notice(detail, drafted=usable)
        self._show_buttons()

    def _show_state(self, detail: ItemDetail) -> None:
        state = detail.line.state(detail.item.due_on, self._session.workspace.today)
        due = f"{detail.item.due_on:%d/%m/%Y}"
        text = f"{STATE_SIGNS[state]} {STATE_WORDS[state]} {detail.line.done}/{detail.line.total}"
        self._state.setObjectName("overdueText" if state == "OVERDUE" else "muted")
        text += " · " + _("due {date}").format(date=due)
        if detail.program.locked:
            text += " · " + _("issued, locked")
        self._state.setText(text)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def _show_notice(self, detail: ItemDetail, *, drafted: bool) -> None:
        notes = []
        if drafted:
            notes.append(_("These values were typed earlier and not saved yet."))
        if detail.outside_remit:
            notes.append(_("This kind of work is none of the issuing body's own tasks."))
        self._notice.setText(" ".join(notes))
        self._notice.setVisible(bool(notes))

    def begin(self, program: Program, task_kind: str) -> None:
        """Begin a new line.

        Args:
            program: its program.
            task_kind: kind of work proposed.
        """
        self.keep_draft()
        self._wanted = None
        office = self._session.workspace

        def work(_progress: Progress) -> tuple[ProgramItem, list[ProgramItem], dict[str, str]]:
            blank = program_items.blank(office, program.id, task_kind)
            above = programs.term_items(office, program)
            draft = workspace.load_draft(office, _FORM, f"new:{program.id}")
            return blank, above, draft

        def then(found: tuple[ProgramItem, list[ProgramItem], dict[str, str]]) -> None:
            self._begin(program, *found)

        self._session.tasks.read(self, work, then)

    def _begin(
        self,
        program: Program,
        blank: ProgramItem,
        term_items: Sequence[ProgramItem],
        draft: dict[str, str],
    ) -> None:
        kept = _drafted(draft)
        self._is_new = True
        self._program, self._item = program, kept or blank
        self._term_items = term_items
        self._dirty = kept is not None
        self.tabs.setEnabled(True)
        self.tabs.setCurrentIndex(0)
        self.form.show_item(self._item, program, term_items)
        self.history.show_record(None)
        self._title.setText(_("New line"))
        self._state.setText(_("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next."))
        self._notice.setText(_("These values were typed earlier and not saved yet."))
        self._notice.setVisible(kept is not None)
        self._show_buttons()
        self.form.content.setFocus()

    def _show_buttons(self) -> None:
        program, shown = self._program, self._item is not None
        draft = shown and program is not None and not program.locked
        on_form = self.tabs.currentIndex() == 0
        on_progress = self.tabs.currentIndex() == 1
        writable = not self._session.workspace.read_only
        self.tabs.setTabVisible(1, bool(shown and not draft))
        self.drop.setVisible(bool(shown and self._dirty))
        self.save_next.setVisible(bool(draft and self._is_new and on_form))
        self.save.setVisible(bool(shown and writable and ((draft and on_form) or on_progress)))
        self.record.setVisible(bool(shown and writable and not draft and not on_progress))

    # Editing ----------------------------------------------------------------------------

    def _on_edited(self) -> None:
        if self._item is not None and not self._dirty:
            self._dirty = True
            self._show_buttons()

    def show_progress(self) -> None:
        """Show the progress and put the cursor on the first subject that is not done."""
        if self.tabs.isTabVisible(1):
            self.tabs.setCurrentIndex(1)
            self.progress.focus_first()

    def save_and_add(self) -> None:
        """Save the line and begin the next of the same kind."""
        self._then_new = True
        self.save_now()

    def save_now(self) -> None:
        """Save what was typed."""
        if self._item is None or self._program is None:
            return
        if self.tabs.currentIndex() == 1:
            self._save_progress(self._item.id)
            return
        try:
            item = self.form.value()
        except UserError as error:
            self._say(error)
            return
        office, place = self._session.workspace, self._draft_place()

        def work(_progress: Progress) -> ProgramItem:
            done = program_items.save(office, item)
            workspace.save_draft(office, _FORM, place, {})
            return done

        self._session.tasks.write(self, work, self._on_saved, self._refused)

    def _on_saved(self, item: ProgramItem) -> None:
        program, again = self._program, self._then_new
        self._dirty, self._then_new = False, False
        self._item = item
        self._session.said.emit(_("Saved"))
        self.saved.emit(item.id)
        if again and program is not None:
            self.begin(program, item.task_kind)
        else:
            self.show_line(item.id)

    def _save_progress(self, item: UUID) -> None:
        try:
            steps = self.progress.value()
        except UserError as error:
            self._say(error)
            return
        office = self._session.workspace

        def then(_line: object) -> None:
            self._dirty = False
            self._session.said.emit(_("Progress recorded"))
            self.show_line(item)

        self._session.tasks.write(
            self,
            lambda _progress: program_items.record_progress(office, item, steps),
            then,
            self._refused,
        )

    def _refused(self, error: BaseException) -> None:
        self._then_new = False
        if isinstance(error, KtgsError):
            self._say(error)
        else:
            errors.show(self, error)

    def _say(self, error: KtgsError) -> None:
        self._notice.setText(messages.sentence(error))
        self._notice.show()

    def give_up(self) -> None:
        """Forget what was typed."""
        item, was_new = self._item, self._is_new
        office, place = self._session.workspace, self._draft_place()
        self._dirty = False
        self._item = None
        self._session.tasks.write(
            self,
            lambda _progress: workspace.save_draft(office, _FORM, place, {}),
            lambda _none: None,
        )
        if was_new or item is None:
            self.clear()
            self.dropped.emit()
        else:
            self.show_line(item.id)

    # Drafts -----------------------------------------------------------------------------

    def _draft_place(self) -> str:
        if self._item is None or self._program is None:
            return ""
        return f"new:{self._program.id}" if self._is_new else str(self._item.id)

    def keep_draft(self) -> None:
        """Keep what was typed and not saved, to show it again later."""
        if not self._dirty or self._item is None or self.tabs.currentIndex() == 1:
            return
        try:
            item = self.form.value()
        except UserError:
            item = self._item  # a date that is not understood yet is the one thing not kept
        content = {"item": json.dumps(to_document(item), ensure_ascii=False)}
        office, place = self._session.workspace, self._draft_place()
        self._session.tasks.write(
            self,
            lambda _progress: workspace.save_draft(office, _FORM, place, content),
            lambda _none: None,
        )


def _drafted(draft: dict[str, str]) -> ProgramItem | None:
    if "item" not in draft:
        return None
    return from_document(ProgramItem, json.loads(draft["item"]))
