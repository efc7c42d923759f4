"""A field for an organisation of the register: completed while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from typing_extensions import override

from ktgs_desktop.domain.organizations import ORGANS
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggestion
from ktgs_desktop.gui.widgets.fields import show_locked
from ktgs_desktop.services import organizations

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.workspace import Workspace

_ASKED, _OFFERED = 60, 12
_SCROLL_BAR, _WIDEST = 24, 720


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
    """A line for an organisation: picked with arrow keys and Enter, or its full name typed."""

    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        workspace = session.workspace
        super().__init__(session.tasks, lambda text: suggestions(workspace, text), parent)
        self._named: Named | None = None
        self.picked.connect(self._take)
        self.textEdited.connect(lambda _text: self.edited.emit())

    @override
    def _offer(self, found: list[Suggestion]) -> None:
        """Make the list as wide as its longest line: the last words tell equal names apart."""
        super()._offer(found)
        room = self._list.sizeHintForColumn(0) + _SCROLL_BAR
        self._list.resize(min(max(self._list.width(), room), _WIDEST), self._list.height())

    def _take(self, suggestion: Suggestion) -> None:
        self._named = Named(suggestion.text, suggestion.id)
        self.setToolTip(" · ".join(part for part in (suggestion.text, suggestion.detail) if part))
        self.setCursorPosition(0)
        self.edited.emit()

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
        self.setText(value.name if value else "")
        self.setToolTip(value.name if value else "")
        self.setCursorPosition(0)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self.setReadOnly(locked)
        show_locked(self, locked=locked)
