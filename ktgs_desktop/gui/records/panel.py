"""The record in hand: shown, edited in place and saved; what was typed is kept as a draft."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.records.form import NEW, RecordForm, Shown
from ktgs_desktop.gui.records.frame import RecordFrame
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress


class RecordPanel(RecordFrame):
    """Shows and edits one record of a kind; a subclass reads and writes it.

    Signals:
        saved: a record was saved and is shown; its id.
        dropped: a new record was given up.
    """

    saved = Signal(object)
    dropped = Signal()
    draft_form = ""

    def __init__(self, session: Session, form: RecordForm, tab: str) -> None:
        super().__init__(session, form, tab)
        self._wanted: object = None
        self._then_new = False  # asked for since the last saving ended
        self._again = False  # asked for while the saving that has ended was under way
        self._sent: dict[str, str] | None = None
        self._edits = 0
        self._spent = False  # what stands in the fields is saved; the next is on its way
        self._faulty = False
        self._reading: Task | None = None
        form.edited.connect(self._on_edited)

    # What a subclass gives --------------------------------------------------------------

    def read_record(self, record: UUID) -> Shown:
        """What is shown of a record; runs in a reader's thread.

        Args:
            record: its id.
        """
        raise NotImplementedError

    def write_record(self, entered: Any, record: UUID | None) -> UUID:
        """Write a record; runs in the writer's thread.

        Args:
            entered: what the form gave.
            record: its id, None for a new one.

        Returns:
            Its id.
        """
        raise NotImplementedError

    def show_more(self, shown: Shown | None) -> None:
        """Fill what stands beside the form.

        Args:
            shown: the record, None for none.
        """
        raise NotImplementedError

    def begin_next(self, record: UUID) -> None:
        """Begin a record like the one just saved.

        Args:
            record: the one saved.
        """
        raise NotImplementedError

    def void_question(self) -> str:
        """What voiding the record in hand means."""
        raise NotImplementedError

    def void_record(self, record: UUID, reason: str) -> None:
        """Take a record out of every list; runs in the writer's thread.

        Args:
            record: its id.
            reason: why.
        """
        raise NotImplementedError

    def clear(self) -> None:
        """Show no record."""
        raise NotImplementedError

    # What is shown ----------------------------------------------------------------------

    def say_empty(self, title: str, text: str) -> None:
        """Show no record; what was typed is kept as a draft.

        Args:
            title: what is missing.
            text: what to do.
        """
        self.keep_draft()
        self._shown, self._wanted, self._dirty = None, None, False
        self._spent = False
        self._head(title, text)
        self._say("")
        self.form.show_texts({}, is_new=False)
        self.tabs.setCurrentIndex(0)
        self._show_body(there=False)
        self.show_more(None)
        self._show_buttons()

    def show_record(self, record: UUID) -> None:
        """Show a record; what was typed into another is kept as a draft.

        Args:
            record: its id.
        """
        dirty_here = self.record == record and self._dirty
        self._wanted = record
        if dirty_here:
            return
        self.keep_draft()
        self._read(lambda: self.read_record(record), record, str(record))

    def reload(self) -> None:
        """Read the record in hand again, unless something was typed into it."""
        if self.record is not None and not self._dirty:
            self.show_record(self.record)

    def begin(self, make: Callable[[], Shown]) -> None:
        """Begin a new record.

        Args:
            make: gives what is proposed; runs in a reader's thread.
        """
        self.keep_draft()
        self._wanted = NEW
        self._read(make, NEW, NEW)

    def _read(self, make: Callable[[], Shown], wanted: object, place: str) -> None:
        draft, edits = self.session.drafts.reader(self.draft_form, place), self._edits

        def work(_progress: Progress) -> tuple[Shown, Mapping[str, str]]:
            return make(), draft()

        def then(found: tuple[Shown, Mapping[str, str]]) -> None:
            if self._wanted != wanted:
                return
            if self._edits != edits:
                self.keep_draft()  # typed since it was asked for
            self._show(*found)

        def failed(error: BaseException) -> None:
            self._spent = False
            if not (isinstance(error, UserError) and error.code == "record_gone"):
                errors.show(self, error)
            elif self._wanted == wanted:
                self._dirty = False
                self.clear()

        self._reading = self.session.tasks.read(self, work, then, failed, instead_of=self._reading)

    def _show(self, shown: Shown, draft: Mapping[str, str]) -> None:
        is_new, locked = shown.record is None, shown.locked or self.session.workspace.read_only
        here = self._shown
        if not (self._dirty and here is not None and here.record == shown.record):
            drafted = bool(draft) and not locked and dict(draft) != dict(shown.texts)
            self._dirty = drafted
            self.form.show_texts(draft if drafted else shown.texts, is_new=is_new)
            self._say(_("These values were typed earlier and not saved yet.") if drafted else "")
        # Else it was typed into since it was asked for; what was typed stays.
        self._shown, self._spent = shown, False
        self._show_body(there=True)
        self.form.set_locked(locked=locked)
        self._head(shown.title, shown.state)
        self.show_more(shown)
        if is_new:
            self.tabs.setCurrentIndex(0)
            self.form.focus_first()
        self._show_buttons()

    # Editing ----------------------------------------------------------------------------

    def edit(self) -> None:
        """Put the cursor into the first field."""
        if self._shown is not None:
            self.tabs.setCurrentIndex(0)
            self.form.focus_first()

    def _on_edited(self) -> None:
        if self._spent:
            return
        self._edits += 1
        if self._faulty:
            self._faulty = False
            self._say("")
        if self._shown is not None and not self._dirty:
            self._dirty = True
            self._show_buttons()

    @override
    def save_and_add(self) -> None:
        self._then_new = True
        self.save_now()
        if self._sent is None:
            self._then_new = False  # nothing was sent

    @override
    def save_now(self) -> None:
        shown = self._shown
        if self._sent is not None or self._spent:
            return
        if shown is None or not self._editable or not (self._dirty or shown.record is None):
            return
        try:
            entered = self.form.entered()
        except UserError as error:
            self._refused(error)
            return
        place, sent, wanted = self._draft_place(), self.form.texts(), self._wanted

        def work(_progress: Progress) -> UUID:
            record = self.write_record(entered, shown.record)
            self.session.drafts.forget(self.draft_form, place)
            return record

        def failed(error: BaseException) -> None:
            if self._wanted == wanted:
                self._refused(error)
            else:
                self.session.drafts.keep(self.draft_form, place, sent)
                errors.show(self, error)

        self._sent = sent
        task = self.session.tasks.write(
            self, work, lambda record: self._on_saved(wanted, sent, record), failed
        )
        task.ended = self._on_ended

    def _on_ended(self) -> None:
        self._sent = None
        self._again, self._then_new = self._then_new, False

    def _on_saved(self, wanted: object, sent: Mapping[str, str], record: UUID) -> None:
        self.session.said.emit(_("Saved"))
        if self._wanted != wanted or self._shown is None:
            return  # the user has gone on to another record
        self._dirty = self.form.texts() != sent  # typed into meanwhile: it is typed on
        if self._again and not self._dirty:
            self._spent = True
            self.begin_next(record)
        else:
            self._shown = dataclasses.replace(self._shown, record=record)
            self._wanted = record
            self._read(lambda: self.read_record(record), record, str(record))
            self.saved.emit(record)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._say(messages.sentence(error))
            self._faulty = True
            self.form.show_fault(error)
        else:
            errors.show(self, error)

    @override
    def give_up(self) -> None:
        record, place, drafts = self.record, self._draft_place(), self.session.drafts
        self._dirty = False
        self._shown = None

        def then(_none: None) -> None:
            if record is None:
                self.dropped.emit()
            else:
                self.show_record(record)

        self.session.tasks.write(
            self, lambda _progress: drafts.forget(self.draft_form, place), then
        )

    @override
    def void_now(self) -> None:
        record = self.record
        if record is None or self.session.workspace.read_only:
            return
        reason = ask_reason(_("Entered by mistake"), self.void_question(), _("&Take out"), self)
        if not reason:
            return

        def then(_none: None) -> None:
            if self.record in (record, None) and not self.is_new:
                self._dirty = False
                self.clear()
            self.session.said.emit(_("Taken out; the system log keeps it."))

        self.session.tasks.write(
            self, lambda _progress: self.void_record(record, reason), then, self._refused
        )

    # Drafts -----------------------------------------------------------------------------

    def _draft_place(self) -> str:
        return NEW if self.record is None else str(self.record)

    def keep_draft(self) -> None:
        """Keep what was typed and not saved, to show it again later."""
        if self._dirty and self._shown is not None:
            texts = self.form.texts()
            if texts != self._sent:  # what is being saved needs no draft
                self.session.drafts.keep(self.draft_form, self._draft_place(), texts)
