"""The frame of the line in hand: head, tabs for fields, progress and history, buttons below."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.phrases import PhraseField
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.assigning import SoftLock
from ktgs_desktop.gui.dialogs.phrases import PhraseKey
from ktgs_desktop.gui.views.programs.held_keys import HeldKeys
from ktgs_desktop.gui.views.programs.item_form import FIELD_NAMES, ItemForm
from ktgs_desktop.gui.views.programs.line_head import LineHead
from ktgs_desktop.gui.views.programs.overlap_note import OverlapNote
from ktgs_desktop.gui.views.programs.progress_form import ProgressForm
from ktgs_desktop.gui.views.programs.versions_panel import VersionsPanel
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ktgs_desktop.domain.programs import ProgramItem
    from ktgs_desktop.gui.session import Session

LINE_TAB, PROGRESS_TAB, VERSIONS_TAB = 0, 1, 3


class ItemFrame(QFrame):
    """What the panel of a line is made of; what it does stands in `ItemPanel`.

    Signals:
        left: Escape was pressed; what was typed stays.

    Attributes:
        head: title, state and notice.
        tabs: the tabs.
        form: fields of the line.
        progress: fields of its progress.
        history: its history.
        versions: what amendments made of it.
    """

    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item: ProgramItem | None = None  # as it is kept; typed values stand in the form
        self._dirty = False
        self._composing = False
        self._wanted: UUID | None = None
        self.setObjectName("panel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 2, 2, 2)
        layout.setSpacing(6)
        self.head = LineHead()
        layout.addWidget(self.head)
        self.tabs = QTabWidget()
        self.form = ItemForm(session)
        self.overlaps = OverlapNote(session, self.form, lambda: self._item)
        layout.addWidget(self.overlaps)
        self.progress = ProgressForm()
        self.history = HistoryPanel(session, "program_item", FIELD_NAMES)
        self.tabs.addTab(self.form, _("Line"))
        self.tabs.addTab(self.progress, _("Progress"))
        self.versions = VersionsPanel(session)
        self.tabs.addTab(self.history, _("History"))
        self.tabs.addTab(self.versions, _("Versions"))
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._build_buttons())
        self.form.at_end = self._focus_save
        self._held = HeldKeys(self, self.save_and_add)
        self._lock = SoftLock(session, "program_item", self)
        PhraseKey(session, self.form.content, PhraseField.CONTENT)
        PhraseKey(session, self.form.note, PhraseField.NOTE)

    @property
    def busy(self) -> bool:
        """Whether something was typed and not saved, or a new line is being written."""
        return self._dirty or self._composing

    @property
    def dirty(self) -> bool:
        """Whether something was typed and not saved."""
        return self._dirty

    @property
    def composing(self) -> bool:
        """Whether a new line is being written."""
        return self._composing

    @property
    def shows_line(self) -> bool:
        """Whether a line is shown, asked for or being written."""
        return self._composing or self._item is not None or self._wanted is not None

    def _shows(self, item: UUID) -> bool:
        return self._item is not None and self._item.id == item

    def _in_hand(self, item: UUID) -> bool:
        """Whether a line is shown and the user has not gone on to another."""
        return self._shows(item) and self._wanted in (None, item)

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

    def show_records(self, item: UUID | None, *, issued: bool) -> None:
        """Show what became of a line: its history and, once its program is issued, its versions.

        Args:
            item: the line, None for one that is not kept yet.
            issued: whether its program is issued.
        """
        self.history.show_record(item)
        self.versions.show_line(item if issued else None)
        self.tabs.setTabVisible(VERSIONS_TAB, issued)

    def show_buttons(self, *, drops: bool, edits: bool, adds: bool, records: bool) -> None:
        """Show the buttons that do something now.

        Args:
            drops: whether something typed can be given up.
            edits: whether the line's own fields can be saved.
            adds: whether the next line can follow.
            records: whether progress can be recorded.
        """
        self.overlaps.look_soon()
        on_form = self.tabs.currentIndex() == LINE_TAB
        on_progress = self.tabs.currentIndex() == PROGRESS_TAB
        self.drop.setVisible(drops)
        self.save_next.setVisible(adds and on_form)
        self.save.setVisible((edits and on_form) or (records and on_progress))
        self.record.setVisible(records and not on_progress)

    def _focus_save(self) -> None:
        """Enter in the last field leads to what is usually done next."""
        following = self.save_next if self.save_next.isVisible() else self.save
        following.setFocus()

    def _say_fault(self, error: BaseException) -> None:
        """Say what is wrong and put the cursor there."""
        self._held.drop()
        if not isinstance(error, KtgsError):
            errors.show(self, error)
            return
        self.head.refuse(messages.sentence(error))
        if self.tabs.currentIndex() == PROGRESS_TAB:
            self.progress.show_fault(error)
        else:
            self.form.show_fault(error)

    def give_up(self) -> None:
        """Forget what was typed."""
        raise NotImplementedError

    def save_now(self) -> None:
        """Save what was typed."""
        raise NotImplementedError

    def save_and_add(self) -> None:
        """Save the line and begin the next of the same kind."""
        raise NotImplementedError

    def show_progress(self) -> None:
        """Show the progress and put the cursor on the first subject that is not done."""
        if self.tabs.isTabVisible(PROGRESS_TAB):
            self.tabs.setCurrentIndex(PROGRESS_TAB)
            self.progress.focus_first()

    def leave(self) -> None:
        """Go back to the list; what was typed stays."""
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
