"""The line in hand: its fields, its progress, its history; nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.encoding import from_document, to_document
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.views.programs.item_form import FIELD_NAMES, ItemForm
from ktgs_desktop.gui.views.programs.line_head import LineHead
from ktgs_desktop.gui.views.programs.progress_form import ProgressForm
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_items, programs, workspace

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.program_items import ItemDetail

_FORM, _PROGRESS = "program_item", "progress"
_LINE_TAB, _PROGRESS_TAB = 0, 1
_Found = tuple["ItemDetail", list[ProgramItem], list[dict[str, str]]]
Result = TypeVar("Result")


class ItemPanel(QFrame):
    """Shows and edits one line.

    Signals:
        saved: a line was saved; its id.
        dropped: a new line was given up.
        left: Escape was pressed; what was typed stays.
    """

    saved = Signal(object)
    dropped = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self._program: Program | None = None
        self._item: ProgramItem | None = None
        self._is_new = False
        self._dirty = False
        self._edits = 0
        self._saving = False
        self._then_new = False
        self._composing = False
        self._wanted: UUID | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 2, 2, 2)
        layout.setSpacing(6)
        self.head = LineHead()
        layout.addWidget(self.head)
        self.tabs = QTabWidget()
        self.form = ItemForm(session)
        self.progress = ProgressForm()
        self.history = HistoryPanel(session, "program_item", FIELD_NAMES)
        self.tabs.addTab(self.form, _("Line"))
        self.tabs.addTab(self.progress, _("Progress"))
        self.tabs.addTab(self.history, _("History"))
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._build_buttons())
        self.form.at_end = self._focus_save
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
    def busy(self) -> bool:
        """Whether something was typed and not saved, or a new line is being written."""
        return self._dirty or self._composing

    @property
    def composing(self) -> bool:
        """Whether a new line is being written."""
        return self._composing

    @property
    def shows_line(self) -> bool:
        """Whether a line is shown, asked for or being written."""
        return self._composing or self._item is not None or self._wanted is not None

    def clear(self) -> None:
        """Show no line."""
        self.keep_draft()
        self._item = None
        self._wanted = None
        self._dirty, self._composing = False, False
        self.head.say(_("No line chosen"), _("Choose a line, or add one with F5."))
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
        self._wanted, self._composing = item, False
        office = self._session.workspace

        def work(_progress: Progress) -> _Found:
            detail = program_items.get(office, item)
            above = programs.term_items(office, detail.program)
            drafts = [workspace.load_draft(office, form, str(item)) for form in (_FORM, _PROGRESS)]
            return detail, above, drafts

        def then(found: _Found) -> None:
            if self._wanted == item:
                self._show(*found)

        self._session.tasks.read(self, work, then, self._gone)

    def reload(self) -> None:
        """Read the line shown again, unless something was typed."""
        if self._item is not None and not (self.busy or self._saving):
            self.show_line(self._item.id)

    def _gone(self, error: BaseException) -> None:
        if isinstance(error, UserError) and error.code == "record_gone":
            self.clear()
        else:
            errors.show(self, error)

    def _show(
        self,
        detail: ItemDetail,
        term_items: Sequence[ProgramItem],
        drafts: Sequence[dict[str, str]],
    ) -> None:
        if self._dirty and self._item is not None and self._item.id == detail.item.id:
            return  # typed into since it was asked for
        self._is_new = False
        self._program, self._item = detail.program, detail.item
        kept = None if detail.program.locked else _drafted(drafts[0])
        today, read_only = self._session.workspace.today, self._session.workspace.read_only
        self.tabs.setEnabled(True)
        self.form.show_item(kept or detail.item, detail.program, term_items)
        self.progress.show_detail(detail, today, read_only=read_only)
        resumed = detail.program.locked and self.progress.resume(drafts[1])
        self.history.show_record(detail.item.id)
        self._dirty = kept is not None or resumed
        self.head.show_detail(detail, today, drafted=self._dirty)
        self._show_buttons()

    def begin(self, program: Program, task_kind: str) -> None:
        """Begin a new line.

        Args:
            program: its program.
            task_kind: kind of work proposed.
        """
        self.keep_draft()
        self._wanted, self._composing = None, True
        self._item, self._dirty = None, False
        office = self._session.workspace

        def work(_progress: Progress) -> tuple[ProgramItem, list[ProgramItem], dict[str, str]]:
            blank = program_items.blank(office, program.id, task_kind)
            above = programs.term_items(office, program)
            draft = workspace.load_draft(office, _FORM, f"new:{program.id}")
            return blank, above, draft

        def then(found: tuple[ProgramItem, list[ProgramItem], dict[str, str]]) -> None:
            if self._composing and self._item is None:
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
        self._dirty = kept is not None
        self.tabs.setEnabled(True)
        self.tabs.setCurrentIndex(_LINE_TAB)
        self.form.show_item(self._item, program, term_items)
        self.history.show_record(None)
        self.head.say(
            _("New line"),
            _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next."),
            _("These values were typed earlier and not saved yet.") if kept is not None else "",
        )
        self._show_buttons()
        self.form.content.setFocus()

    def _show_buttons(self) -> None:
        program, shown = self._program, self._item is not None
        draft = shown and program is not None and not program.locked
        on_form = self.tabs.currentIndex() == _LINE_TAB
        on_progress = self.tabs.currentIndex() == _PROGRESS_TAB
        writable = not self._session.workspace.read_only
        self.tabs.setTabVisible(_PROGRESS_TAB, bool(shown and not draft))
        self.drop.setVisible(bool(shown and self._dirty))
        self.save_next.setVisible(bool(draft and writable and self._is_new and on_form))
        self.save.setVisible(bool(shown and writable and ((draft and on_form) or on_progress)))
        self.record.setVisible(bool(shown and writable and not draft and not on_progress))

    def _focus_save(self) -> None:
        """Enter in the last field leads to what is usually done next."""
        following = self.save_next if self.save_next.isVisible() else self.save
        following.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Editing ----------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._edits += 1
        if self._item is not None and not self._dirty:
            self._dirty = True
            self._show_buttons()

    def show_progress(self) -> None:
        """Show the progress and put the cursor on the first subject that is not done."""
        if self.tabs.isTabVisible(_PROGRESS_TAB):
            self.tabs.setCurrentIndex(_PROGRESS_TAB)
            self.progress.focus_first()

    def save_and_add(self) -> None:
        """Save the line and begin the next of the same kind."""
        self._then_new = self._program is not None and not self._program.locked
        self.save_now()

    def save_now(self) -> None:
        """Save what was typed; a second Ctrl+S waits for the first."""
        if self._item is None or self._program is None or self._saving:
            return
        if self.tabs.currentIndex() == _PROGRESS_TAB:
            self._save_progress(self._item.id)
        elif not self._program.locked:
            self._save_line()

    def _save_line(self) -> None:
        try:
            item = self.form.value()
        except UserError as error:
            self._refused(error)
            self.form.focus_fault()
            return
        office, place, edits = self._session.workspace, self._draft_place(), self._edits

        def work(_progress: Progress) -> ProgramItem:
            done = program_items.save(office, item)
            workspace.save_draft(office, _FORM, place, {})
            return done

        def then(done: ProgramItem) -> None:
            self._on_saved(done, typed_since=self._edits != edits)

        self._write(work, then)

    def _write(self, work: Callable[[Progress], Result], then: Callable[[Result], None]) -> None:
        self._saving = True
        task = self._session.tasks.write(self, work, then, self._refused)
        task.ended = self._on_ended

    def _on_ended(self) -> None:
        self._saving = False

    def _on_saved(self, item: ProgramItem, *, typed_since: bool) -> None:
        program, again = self._program, self._then_new
        same = self._item is not None and self._item.id == item.id
        self._then_new = False
        self._session.said.emit(_("Saved"))
        self.saved.emit(item.id)
        if not same:
            return  # the user has gone on to another line
        if typed_since:
            self._item, self._is_new, self._composing = item, False, False
            self.form.rebase(item)
            self._show_buttons()
            return
        self._dirty = False
        if again and program is not None:
            self.begin(program, item.task_kind)
        else:
            self.show_line(item.id)

    def _save_progress(self, item: UUID) -> None:
        try:
            steps = self.progress.value()
        except UserError as error:
            self._refused(error)
            return
        office = self._session.workspace

        def work(_progress: Progress) -> None:
            program_items.record_progress(office, item, steps)
            workspace.save_draft(office, _PROGRESS, str(item), {})

        def then(_none: None) -> None:
            self._session.said.emit(_("Progress recorded"))
            if self._item is not None and self._item.id == item:
                self._dirty = False
                self.show_line(item)

        self._write(work, then)

    def _refused(self, error: BaseException) -> None:
        self._then_new = False
        if isinstance(error, KtgsError):
            self.head.notify(messages.sentence(error))
        else:
            errors.show(self, error)

    def give_up(self) -> None:
        """Forget what was typed."""
        item, was_new, form = self._item, self._is_new, self._draft_form()
        office, place = self._session.workspace, self._draft_place()
        self._dirty, self._composing = False, False
        self._item = None

        def then(_none: None) -> None:
            if was_new or item is None:
                self.clear()
                self.dropped.emit()
            else:
                self.show_line(item.id)

        self._session.tasks.write(
            self, lambda _progress: workspace.save_draft(office, form, place, {}), then
        )

    # Drafts -----------------------------------------------------------------------------

    def _draft_place(self) -> str:
        if self._item is None or self._program is None:
            return ""
        return f"new:{self._program.id}" if self._is_new else str(self._item.id)

    def _draft_form(self) -> str:
        locked = self._program is not None and self._program.locked
        return _PROGRESS if locked else _FORM

    def keep_draft(self) -> None:
        """Keep what was typed and not saved, to show it again later."""
        if not self._dirty or self._item is None:
            return
        office, place, form = self._session.workspace, self._draft_place(), self._draft_form()
        if form == _PROGRESS:
            content = self.progress.draft()
        else:
            item = to_document(self.form.drafted())
            content = {"item": json.dumps(item, ensure_ascii=False)}
        self._session.tasks.write(
            self,
            lambda _progress: workspace.save_draft(office, form, place, content),
            lambda _none: None,
        )


def _drafted(draft: dict[str, str]) -> ProgramItem | None:
    if "item" not in draft:
        return None
    return from_document(ProgramItem, json.loads(draft["item"]))
