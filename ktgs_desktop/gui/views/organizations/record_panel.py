"""The record in hand: shown, edited in place and saved; what was typed is kept as a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.views.organizations.record_form import NEW, Drafts, RecordForm, Shown
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


class RecordPanel(QFrame):
    """Shows and edits one record of a kind; a subclass reads and writes it.

    Signals:
        saved: a record was saved and is shown; its id.
        dropped: a new record was given up.
    """

    saved = Signal(object)
    dropped = Signal()
    draft_form = ""

    def __init__(self, session: Session, form: RecordForm, tab: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.session = session
        self.form = form
        self._shown: Shown | None = None
        self._wanted: object = None
        self._dirty = False
        self._then_new = False
        self._drafts = Drafts(session, self, self.draft_form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 2, 2, 2)
        layout.setSpacing(6)
        self._title = label("", "sectionTitle", wrap=True)
        self._state = label("", "muted", wrap=True)
        self._notice = label("", "warning", wrap=True)
        for part in (self._title, self._state, self._notice):
            layout.addWidget(part)
        self.tabs = QTabWidget()
        self.tabs.addTab(form, tab)
        layout.addWidget(self.tabs, 1)
        self._filler = QWidget()
        layout.addWidget(self._filler, 1)
        layout.addLayout(self._build_buttons())
        form.edited.connect(self._on_edited)
        self.tabs.currentChanged.connect(lambda _place: self._show_buttons())

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.drop = button(_("&Give up"), self.give_up)
        self.void = button(_("Entered by mistake…"), self.void_now, flat=True)
        self.void.setToolTip("F6")
        self.save_next = button(_("Save, &next"), self.save_and_add)
        self.save_next.setToolTip("Ctrl+Enter")
        self.save = button(_("&Save"), self.save_now, primary=True)
        self.save.setToolTip("Ctrl+S")
        line.addWidget(self.drop)
        line.addWidget(self.void)
        line.addStretch(1)
        line.addWidget(self.save_next)
        line.addWidget(self.save)
        return line

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

    @property
    def dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self._dirty

    @property
    def shown(self) -> Shown | None:
        """What is shown, None for nothing."""
        return self._shown

    @property
    def is_new(self) -> bool:
        """Whether a record is being entered that is not there yet."""
        return self._shown is not None and self._shown.record is None

    @property
    def record(self) -> UUID | None:
        """The record in hand, None if there is none or it is new."""
        return self._shown.record if self._shown is not None else None

    def say_empty(self, title: str, text: str) -> None:
        """Show no record; what was typed is kept as a draft.

        Args:
            title: what is missing.
            text: what to do.
        """
        self.keep_draft()
        self._shown, self._wanted, self._dirty = None, None, False
        self._title.setText(title)
        self._state.setText(text)
        self._notice.hide()
        self._state.show()
        self.form.show_texts({}, is_new=False)
        self.tabs.setCurrentIndex(0)
        self.tabs.hide()
        self._filler.show()
        self.show_more(None)
        self._show_buttons()

    def show_record(self, record: UUID) -> None:
        """Show a record; what was typed into another is kept as a draft.

        Args:
            record: its id.
        """
        if self.record == record and self._dirty:
            return
        self.keep_draft()
        self._wanted = record
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
        draft = self._drafts.reader(place)

        def work(_progress: Progress) -> tuple[Shown, dict[str, str]]:
            return make(), draft()

        def then(found: tuple[Shown, dict[str, str]]) -> None:
            if self._wanted == wanted:
                self._show(*found)

        def failed(error: BaseException) -> None:
            if not (isinstance(error, UserError) and error.code == "record_gone"):
                errors.show(self, error)
            elif self._wanted == wanted:
                self._dirty = False
                self.clear()

        self.session.tasks.read(self, work, then, failed)

    def _show(self, shown: Shown, draft: Mapping[str, str]) -> None:
        is_new, locked = shown.record is None, shown.locked or self.session.workspace.read_only
        drafted = bool(draft) and not locked and dict(draft) != dict(shown.texts)
        self._shown, self._dirty = shown, drafted
        self._filler.hide()
        self.tabs.show()
        self.form.show_texts(draft if drafted else shown.texts, is_new=is_new)
        self.form.set_locked(locked=locked)
        self._title.setText(shown.title)
        self._state.setText(shown.state)
        self._state.setVisible(bool(shown.state))
        self._say(_("These values were typed earlier and not saved yet.") if drafted else "")
        self.show_more(shown)
        if is_new:
            self.tabs.setCurrentIndex(0)
            self.form.focus_first()
        self._show_buttons()

    def _show_buttons(self) -> None:
        there, on_form = self._shown is not None, self.tabs.currentIndex() == 0
        is_new = self.is_new
        writable = there and not self.session.workspace.read_only
        for place in range(1, self.tabs.count()):
            self.tabs.setTabVisible(place, not is_new)
        self.drop.setVisible(there and (self._dirty or is_new))
        self.void.setVisible(writable and not self._dirty and not is_new)
        self.save_next.setVisible(writable and is_new)
        self.save.setVisible(self._editable and on_form)
        self.save.setEnabled(self._dirty or is_new)

    # Editing ----------------------------------------------------------------------------

    def edit(self) -> None:
        """Put the cursor into the first field."""
        if self._shown is not None:
            self.tabs.setCurrentIndex(0)
            self.form.focus_first()

    @property
    def _editable(self) -> bool:
        shown = self._shown
        return shown is not None and not shown.locked and not self.session.workspace.read_only

    def _on_edited(self) -> None:
        if self._shown is not None and not self._dirty:
            self._dirty = True
            self._show_buttons()

    def save_and_add(self) -> None:
        """Save the record and begin the next one like it."""
        self._then_new = True
        self.save_now()

    def save_now(self) -> None:
        """Save what was typed."""
        shown = self._shown
        if shown is None or not self._editable or not (self._dirty or shown.record is None):
            self._then_new = False
            return
        try:
            entered = self.form.entered()
        except UserError as error:
            self._refused(error)
            return
        place = self._draft_place()

        def work(_progress: Progress) -> UUID:
            record = self.write_record(entered, shown.record)
            self._drafts.forget(place)
            return record

        self.session.tasks.write(self, work, self._on_saved, self._refused)

    def _on_saved(self, record: UUID) -> None:
        again = self._then_new
        self._dirty, self._then_new = False, False
        self.session.said.emit(_("Saved"))
        if again:
            self.begin_next(record)
        else:
            self.show_record(record)
            self.saved.emit(record)

    def _refused(self, error: BaseException) -> None:
        self._then_new = False
        if isinstance(error, KtgsError):
            self._say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _say(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    def give_up(self) -> None:
        """Forget what was typed."""
        record, place = self.record, self._draft_place()
        self._dirty = False
        self._shown = None

        def then(_none: None) -> None:
            if record is None:
                self.dropped.emit()
            else:
                self.show_record(record)

        self.session.tasks.write(self, lambda _progress: self._drafts.forget(place), then)

    def void_now(self) -> None:
        """Take a record entered by mistake out of every list, with a reason."""
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
            self._drafts.keep(self._draft_place(), self.form.texts())
