"""A field for an organisation of the register: completed while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.organizations import ORGANS
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggestion
from ktgs_desktop.gui.widgets.fields import mark, show_locked
from ktgs_desktop.services import organizations

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

_ASKED, _OFFERED = 60, 12
_SCROLL_BAR, _WIDEST = 24, 720
_LEAVING = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def suggestions(workspace: Workspace, text: str) -> Sequence[Suggestion]:
    """Existing organisations that hold every word typed, each with what stands above it.

    Names that begin as typed come first, organs of an organisation last.

    Args:
        workspace: the workspace; this runs in a reader's thread.
        text: words typed, with or without diacritics.
    """
    today, typed = workspace.today, fold(text).strip()
    found = organizations.suggest(workspace, text, _ASKED)
    found = [row for row in found if row.ended is None or row.ended >= today]
    found.sort(key=lambda row: (not fold(row.name).startswith(typed), row.org_type in ORGANS))
    found = found[:_OFFERED]
    names = organizations.within(workspace, {row.parent for row in found if row.parent})
    return [
        Suggestion(row.name, row.id, names.get(row.parent, "") if row.parent else "")
        for row in found
    ]


class OrganizationField(CompletingEdit):
    """A line for an organisation: picked with arrow keys and Enter, or its full name typed.

    When the field is left, what was typed is looked up: the name of one organisation means that
    one, Enter takes the first proposal, and anything else marks the field and says why.
    """

    edited = Signal()
    takes_first = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        workspace = session.workspace
        super().__init__(session.tasks, lambda text: suggestions(workspace, text), parent)
        self._session = session
        self._named: Named | None = None
        self._entered = False
        self.setMaxLength(2 * limits.NAME)
        self.picked.connect(self._take)
        self.textEdited.connect(lambda _text: self._on_typed())

    def _on_typed(self) -> None:
        self._entered = False
        if self.property("faulty"):
            mark(self, "")
        self.edited.emit()

    @override
    def _offer(self, found: list[Suggestion]) -> None:
        """Make the list as wide as its longest line: the last words tell equal names apart."""
        super()._offer(found)
        room = self._list.sizeHintForColumn(0) + _SCROLL_BAR
        self._list.resize(min(max(self._list.width(), room), _WIDEST), self._list.height())

    def _take(self, suggestion: Suggestion) -> None:
        self._know(suggestion)
        self.edited.emit()

    def _know(self, suggestion: Suggestion) -> None:
        self._named = Named(suggestion.text, suggestion.id)
        mark(self, "")
        self.setToolTip(" · ".join(part for part in (suggestion.text, suggestion.detail) if part))
        if not self.hasFocus():
            self.setCursorPosition(0)

    # Leaving with a name that was only typed ----------------------------------------------

    def entered_by_key(self) -> None:
        """Enter leaves the field before anything was proposed: the first proposal counts."""
        self._entered = True

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in _LEAVING and not self.isReadOnly():
            self._look_up()
        elif not self.hasSelectedText():
            self.setCursorPosition(0)

    def _look_up(self) -> None:
        value, entered = self.value(), self._entered
        self.setCursorPosition(0)
        self._entered = False
        if value is None or value.id is not None:
            return
        workspace, text = self._session.workspace, value.name

        def work(_progress: Progress) -> Suggestion | UserError:
            known = organizations.alike(workspace, text)
            if len(known) == 1:
                names = organizations.within(workspace, {one.parent for one in known if one.parent})
                parent = known[0].parent
                return Suggestion(
                    known[0].name, known[0].id, names.get(parent, "") if parent else ""
                )
            proposed = suggestions(workspace, text) if entered and not known else ()
            return proposed[0] if proposed else organizations.not_found(workspace, text)

        def then(found: Suggestion | UserError) -> None:
            now = self.value()
            if now is None or now.id is not None or now.name != text or self.hasFocus():
                return
            if isinstance(found, UserError):
                mark(self, messages.sentence(found))
                return
            self.setText(found.text)
            self._know(found)
            if fold(found.text) != fold(text):
                self.edited.emit()

        self._session.tasks.read(self, work, then)

    def value(self) -> Named | None:
        """The organisation; without an id if its name was typed and not picked."""
        text = nfc(self.text())
        if not text:
            return None
        if self._named is not None and nfc(self._named.name) == text:
            return self._named
        return Named(text)

    def set_value(self, value: Named | None) -> None:
        """Show an organisation."""
        self._named = value
        mark(self, "")
        self.setText(value.name if value else "")
        self.setToolTip(value.name if value else "")
        self.setCursorPosition(0)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self.setReadOnly(locked)
        show_locked(self, locked=locked)
