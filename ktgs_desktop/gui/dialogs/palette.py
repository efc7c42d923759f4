"""The command palette (Ctrl+K): every action, page and record, found without diacritics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import Found
    from ktgs_desktop.gui.session import Session

_PAUSE_MS = 150
_MOST = 8
_PAGE = 8
_ICONS = {
    "organization": ("go_organizations", "tree-structure"),
    "party_member": ("go_organizations", "user"),
    "program_item": ("go_programs", "calendar-check"),
    "document": ("go_papers", "file-text"),
    "incoming_document": ("go_papers", "tray"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose in the palette.

    Attributes:
        text: what it is called.
        detail: further words.
        icon: name of its icon.
        action: the action it runs, None for a record.
        page: page that shows the record.
        kind: kind of the record.
        record: the record's id.
    """

    text: str
    detail: str = ""
    icon: str = ""
    action: QAction | None = None
    page: str = ""
    kind: str = ""
    record: UUID | None = None


class Palette(QDialog):
    """Finds and runs what the user types.

    Attributes:
        chosen: what was chosen, None if nothing.
    """

    def __init__(self, session: Session, actions: Sequence[QAction], parent: QWidget) -> None:
        # No popup: those grab the keyboard, which input methods do not bear.
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Find anything"))
        self.setObjectName("paletteWindow")
        self._session = session
        self._actions = list(actions)
        self.chosen: Choice | None = None
        self._choices: list[Choice] = []
        self.setFixedWidth(theme.scaled(560))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Type an action, an organisation, a person, a number…"))
        self.line.setAccessibleName(_("Find anything"))
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(360)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(self._on_text)
        self.list.itemClicked.connect(lambda item: self._take(self.list.row(item)))
        self._show_actions("")

    def open_at(self, corner: QPoint) -> None:
        """Show the palette at a place of the screen.

        Args:
            corner: where its upper left corner stands.
        """
        self.move(corner)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.show()
        self.activateWindow()
        self.line.setFocus()

    def _on_text(self, text: str) -> None:
        self._show_actions(text)
        self._pause.stop()
        if text.strip():
            self._pause.start()

    def _show_actions(self, text: str) -> None:
        self._choices = self._actions_of(text)
        self._fill(0)

    def _actions_of(self, text: str) -> list[Choice]:
        wanted = words(fold(text))
        return [
            Choice(
                text=action.text(),
                detail=action.shortcut().toString(),
                icon="arrow-right",
                action=action,
            )
            for action in self._actions
            if all(part in fold(_name_of(action)) for part in wanted)
        ]

    def _ask(self) -> None:
        from ktgs_desktop.services import search  # the window's start needs none of it

        text, workspace = self.line.text(), self._session.workspace

        def then(found: list[Found]) -> None:
            if self.line.text() == text:
                self._choices = self._actions_of(text) + [self._of(one) for one in found]
                self._fill(self.list.currentRow())

        self._session.tasks.read(
            self, lambda _progress: search.everything(workspace, text, _MOST), then
        )

    @staticmethod
    def _of(found: Found) -> Choice:
        page, icon = _ICONS[found.kind]
        return Choice(
            text=found.title.replace("\n", " "),
            detail=found.detail.replace("\n", " "),
            icon=icon,
            page=page.removeprefix("go_"),
            kind=found.kind,
            record=found.id,
        )

    def _fill(self, row: int) -> None:
        """Show the choices.

        Args:
            row: the one the cursor is on.
        """
        self.list.clear()
        for choice in self._choices:
            shown = f"{choice.text}    {choice.detail}" if choice.detail else choice.text
            metrics = self.list.fontMetrics()
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, 490)
            item = QListWidgetItem(theme.icon(choice.icon, "muted"), shown)
            item.setToolTip(choice.text)
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._choices):
            self.chosen = self._choices[row]
            self.accept()
            if self.chosen.action is not None:
                self.chosen.action.trigger()
            elif self.chosen.record is not None:
                where = (self.chosen.kind, self.chosen.record)
                self._session.go.emit(self.chosen.page, where)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """A click elsewhere closes it."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left and self.isVisible():
            self.reject()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click elsewhere closes it even where no window manager makes another window active."""
        pressed = event.type() == QEvent.Type.MouseButtonPress
        if pressed and isinstance(watched, QWidget) and watched.window() is not self:
            self.reject()
        return False

    @override
    def done(self, result: int) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        super().done(result)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, last = self.list.currentRow(), self.list.count() - 1
        match event.key():
            case Qt.Key.Key_Down:
                self.list.setCurrentRow(min(row + 1, last))
            case Qt.Key.Key_Up:
                self.list.setCurrentRow(max(row - 1, 0))
            case Qt.Key.Key_PageDown:
                self.list.setCurrentRow(min(row + _PAGE, last))
            case Qt.Key.Key_PageUp:
                self.list.setCurrentRow(max(row - _PAGE, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(row)
            case _:
                super().keyPressEvent(event)


def _name_of(action: QAction) -> str:
    """What a command is found by: not by the record it names, as "Undo: line added: …" does."""
    return action.text().partition(": ")[0]
