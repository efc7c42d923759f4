"""The line in hand: its fields, its progress, its history; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.views.programs.item_draft import (
    ITEM,
    PROGRESS,
    LineDraft,
    Place,
    joined,
    joined_notice,
    read_draft,
)
from ktgs_desktop.gui.views.programs.item_frame import LINE_TAB, PROGRESS_TAB, ItemFrame
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_items, program_progress, programs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.program_items import ItemDetail

_Found = tuple["ItemDetail", list[ProgramItem], list[Mapping[str, str]]]
_Begun = tuple[ProgramItem, list[ProgramItem], LineDraft | None]
Result = TypeVar("Result")


class ItemPanel(ItemFrame):
    """Shows and edits one line.

    Signals:
        saved: a line was saved; its id.
        dropped: a new line was given up.
    """

    saved = Signal(object)
    dropped = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._session = session
        self._program: Program | None = None
        self._is_new, self._edits = False, 0
        self._sent: int | None = None  # how many edits the saving under way has seen
        self._then_new = False  # asked for since the last saving ended
        self._again = False  # asked for while the saving that has ended was under way
        self._drafts = session.drafts
        self._reading: Task | None = None
        self._joining: Task | None = None
        self._beginning: Task | None = None
        for part in (self.form, self.progress):
            part.edited.connect(self._on_edited)
            part.edited.connect(self.head.forgive)
        self.tabs.currentChanged.connect(lambda _place: self._show_buttons())
        self.clear()

    # What is shown ----------------------------------------------------------------------

    def clear(self) -> None:
        """Show no line."""
        self.keep_draft()
        self._item, self._wanted = None, None
        self._dirty, self._composing = False, False
        self.head.say(_("No line chosen"), _("Choose a line, or add one with F5."))
        self.tabs.setEnabled(False)
        self._show_buttons()

    def show_line(self, item: UUID) -> None:
        """Show a line; what was typed into another is kept as a draft.

        Args:
            item: its id.
        """
        if self._shows(item) and self._dirty:
            return
        self.keep_draft()
        self._wanted, self._composing = item, False
        office = self._session.workspace
        drafts = [self._drafts.reader(form, str(item)) for form in (ITEM, PROGRESS)]

        def work(_progress: Progress) -> _Found:
            detail = program_items.get(office, item)
            return detail, programs.term_items(office, detail.program), [one() for one in drafts]

        def then(found: _Found) -> None:
            if self._wanted == item:
                self._show(found)

        self._reading = self._session.tasks.read(
            self, work, then, self._gone, instead_of=self._reading
        )

    def reload(self) -> None:
        """Read the line shown again; what was typed into it stays."""
        if self._item is None or self._composing or self._sent is not None:
            return
        if self._dirty:
            self._join()
        elif self._in_hand(self._item.id):
            self.show_line(self._item.id)

    def _gone(self, error: BaseException) -> None:
        if isinstance(error, UserError) and error.code == "record_gone":
            self.clear()
        else:
            errors.show(self, error)

    def _show(self, found: _Found) -> None:
        detail, term_items, drafts = found
        if self._dirty and self._shows(detail.item.id):
            return  # typed into since it was asked for
        self._is_new, self._program, self._item = False, detail.program, detail.item
        office = self._session.workspace
        self.tabs.setEnabled(True)
        self.form.show_item(detail.item, detail.program, term_items)
        self.progress.show_detail(detail, office.today, read_only=office.read_only)
        self.show_records(detail.item.id, issued=detail.program.issued)
        program = detail.program
        typed, both = self._resume(detail.item, None if program.locked else read_draft(drafts[0]))
        self._dirty = typed or (program.issued and self.progress.resume(drafts[1]))
        self.head.show_detail(detail, office.today, drafted=self._dirty)
        if both:
            self.head.notify(joined_notice(frozenset(), both))
        self._show_buttons()

    def _resume(self, item: ProgramItem, draft: LineDraft | None) -> tuple[bool, frozenset[str]]:
        """Show what was typed earlier; whether there is any, and what was changed since too."""
        if draft is None:
            return False, frozenset()
        found = joined(draft.base or item, draft.item, item)
        self.form.show_values(found.item)
        self.form.set_texts(draft.texts)
        return found.item != item or bool(draft.texts), found.both

    def _join(self) -> None:
        """Take over what was saved of the line while it is typed into."""
        if self._item is None:
            return
        office, item = self._session.workspace, self._item.id

        def work(_progress: Progress) -> ItemDetail:
            return program_items.get(office, item)

        def then(detail: ItemDetail) -> None:
            if self._item is None or not (self._shows(item) and self._dirty):
                return
            if self._sent is not None or detail.program.locked or detail.item == self._item:
                return
            found = joined(self._item, self.form.drafted(), detail.item)
            self._item = detail.item
            self.form.show_values(found.item, found.taken)
            self.head.notify(joined_notice(found.taken, found.both))

        self._joining = self._session.tasks.read(
            self, work, then, self._gone, instead_of=self._joining
        )

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
        typed = self._drafts.reader(ITEM, f"new:{program.id}")

        def work(_progress: Progress) -> _Begun:
            blank = program_items.blank(office, program.id, task_kind)
            above = programs.term_items(office, program)
            draft = read_draft(typed())
            kept = draft is not None and programs.row_number(office, draft.item.id) == 0
            return blank, above, draft if kept else None

        def then(found: _Begun) -> None:
            if self._composing and self._item is None:
                self._begin(program, found)
                self._held.release()
            else:
                self._held.drop()

        self._beginning = self._session.tasks.read(self, work, then, instead_of=self._beginning)

    def _begin(self, program: Program, found: _Begun) -> None:
        blank, term_items, draft = found
        self._is_new, self._dirty = True, draft is not None
        self._program, self._item = program, draft.item if draft is not None else blank
        self.tabs.setEnabled(True)
        self.tabs.setCurrentIndex(LINE_TAB)
        self.form.show_item(self._item, program, term_items)
        self.form.set_texts(draft.texts if draft is not None else {})
        self.show_records(None, issued=False)
        self.head.say(
            _("New line"),
            _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next."),
            _("These values were typed earlier and not saved yet.") if draft is not None else "",
        )
        self._show_buttons()
        self.form.focus_on(self.form.content)

    def _show_buttons(self) -> None:
        shown = self._item is not None
        draft = shown and self._program is not None and not self._program.locked
        issued = shown and self._program is not None and self._program.issued
        writable = shown and not self._session.workspace.read_only
        self.tabs.setTabVisible(PROGRESS_TAB, issued)
        self.show_buttons(
            drops=shown and self._dirty,
            edits=draft and writable,
            adds=draft and writable and self._is_new,
            records=writable and issued,
        )

    # Editing ----------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._edits += 1
        if self._item is not None and not self._dirty:
            self._dirty = True
            self._show_buttons()

    @override
    def save_and_add(self) -> None:
        self._then_new = self._program is not None and not self._program.locked
        self.save_now()
        if self._sent is None:
            self._then_new = False  # nothing was sent
        elif self._then_new:
            self._held.hold()

    @override
    def save_now(self) -> None:
        if self._item is None or self._program is None or self._sent is not None:
            return  # a second Ctrl+S waits for the first
        if self._session.workspace.read_only:
            return
        if self.tabs.currentIndex() == PROGRESS_TAB:
            self._save_progress(self._item.id)
        elif not self._program.locked:
            self._save_line(self._item)

    def _save_line(self, base: ProgramItem) -> None:
        try:
            item = self.form.value()
        except UserError as error:
            self._say_fault(error)
            return
        office, place, edits = self._session.workspace, self._draft_place(), self._edits
        draft = LineDraft(item, None if self._is_new else base).content()

        def work(_progress: Progress) -> ProgramItem:
            self._lock.check(item.id)
            done = program_items.save(office, item)
            self._drafts.forget(place.form, place.record)
            return done

        def then(done: ProgramItem) -> None:
            self._on_saved(done, typed_since=self._edits != edits)

        self._write(work, then, item.id, draft)

    def _write(
        self,
        work: Callable[[Progress], Result],
        then: Callable[[Result], None],
        item: UUID,
        draft: Mapping[str, str],
    ) -> None:
        """Write; what is refused stays as a draft if the user has gone on to another line."""
        place = self._draft_place()
        self._sent = self._edits

        def failed(error: BaseException) -> None:
            if self._in_hand(item) and self._lock.agreed(error, item):
                (self.save_and_add if self._again else self.save_now)()
            elif self._in_hand(item):
                self._say_fault(error)
            else:
                self._held.drop()
                self._drafts.keep(place.form, place.record, draft)
                errors.show(self, error)

        task = self._session.tasks.write(self, work, then, failed)
        task.ended = self._on_ended

    def _on_ended(self) -> None:
        self._sent = None
        self._again, self._then_new = self._then_new, False

    def _on_saved(self, item: ProgramItem, *, typed_since: bool) -> None:
        program = self._program
        self._session.said.emit(_("Saved"))
        self.saved.emit(item.id)
        if not self._in_hand(item.id):
            self._held.drop()
            return
        if typed_since:
            self._held.release()
            self._item, self._is_new, self._composing = item, False, False
            self.form.rebase(item)
            self._show_buttons()
            return
        self._dirty = False
        if self._again and program is not None:
            self.begin(program, item.task_kind)
        else:
            self.show_line(item.id)

    def _save_progress(self, item: UUID) -> None:
        try:
            steps = self.progress.value()
        except UserError as error:
            self._say_fault(error)
            return
        office = self._session.workspace

        def work(_progress: Progress) -> None:
            self._lock.check(item)
            program_progress.record_progress(office, item, steps)
            self._drafts.forget(PROGRESS, str(item))

        def then(_none: None) -> None:
            self._session.said.emit(_("Progress recorded"))
            if self._in_hand(item):
                self._dirty = False
                self.show_line(item)

        self._write(work, then, item, self.progress.draft())

    @override
    def give_up(self) -> None:
        item, was_new, place = self._item, self._is_new, self._draft_place()
        self._item, self._dirty, self._composing = None, False, False

        def then(_none: None) -> None:
            if was_new or item is None:
                self.clear()
                self.dropped.emit()
            else:
                self.show_line(item.id)

        self._session.tasks.write(
            self, lambda _progress: self._drafts.forget(place.form, place.record), then
        )

    @override
    def leave(self) -> None:
        if self._composing and self._item is not None and not self._dirty:
            self.give_up()  # a new line nothing was typed into
        super().leave()

    # Drafts -----------------------------------------------------------------------------

    def _draft_place(self) -> Place:
        program, item = self._program, self._item
        if item is None or program is None:
            return Place(ITEM, "")
        record = f"new:{program.id}" if self._is_new else str(item.id)
        return Place(PROGRESS if program.issued else ITEM, record)

    def keep_draft(self) -> None:
        """Keep what was typed and not saved, to show it again later."""
        if not self._dirty or self._item is None or self._sent == self._edits:
            return
        place = self._draft_place()
        if place.form == PROGRESS:
            self._drafts.keep(place.form, place.record, self.progress.draft())
        else:
            base = None if self._is_new else self._item
            draft = LineDraft(self.form.drafted(), base, self.form.texts())
            self._drafts.keep(place.form, place.record, draft.content())
