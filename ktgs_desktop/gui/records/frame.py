"""The frame around the record in hand: title, state, a word of warning, tabs and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.records.form import RecordForm, Shown
    from ktgs_desktop.gui.session import Session


class RecordFrame(QFrame):
    """Title, state, tabs with the form first, and the buttons of a record.

    Attributes:
        session: the session.
        form: the form of the record.
        tabs: the form and what stands beside it.

    Args:
        session: the session.
        form: the form of the record.
        tab: what its tab is called.
    """

    def __init__(self, session: Session, form: RecordForm, tab: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.session = session
        self.form = form
        self._shown: Shown | None = None
        self._dirty = False
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

    # What is in hand --------------------------------------------------------------------

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

    @property
    def _editable(self) -> bool:
        shown = self._shown
        return shown is not None and not shown.locked and not self.session.workspace.read_only

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

    # What the buttons do ----------------------------------------------------------------

    def give_up(self) -> None:
        """Forget what was typed."""
        raise NotImplementedError

    def void_now(self) -> None:
        """Take the record out of every list, with a reason."""
        raise NotImplementedError

    def save_now(self) -> None:
        """Save what was typed."""
        raise NotImplementedError

    def save_and_add(self) -> None:
        """Save the record and begin the next one like it."""
        raise NotImplementedError

    # What is said -----------------------------------------------------------------------

    def _head(self, title: str, state: str) -> None:
        self._title.setText(title)
        self._state.setText(state)
        self._state.setVisible(bool(state))

    def _say(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    def _show_body(self, *, there: bool) -> None:
        """Show the tabs, or room in their place."""
        self.tabs.setVisible(there)
        self._filler.setVisible(not there)
