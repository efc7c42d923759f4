"""The rail at the left: the pages in the order of the work, with what needs action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.actions import COMMANDS
from ktgs_desktop.gui.widgets.page import Button, label
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

WIDTH = 214


@dataclass(frozen=True, slots=True)
class Room:
    """A page in the rail.

    Attributes:
        name: identifies the page.
        text: what it is called.
        icon: name of its icon.
        group: heading it stands under.
        keys: its shortcut, for the tool tip.
    """

    name: str
    text: Late
    icon: str
    group: Late
    keys: str = ""


_GROUPS = (
    (late("WORK"), ("overview", "programs")),
    (late("FILES"), ("organizations", "papers", "regulations")),
    (late("SYSTEM"), ("exchange", "history", "settings")),
)


def _room(name: str, group: Late) -> Room:
    command = COMMANDS[f"go_{name}"]
    return Room(name, command.text, command.icon, group, command.keys)


ROOMS: tuple[Room, ...] = tuple(_room(name, group) for group, names in _GROUPS for name in names)
"""The pages, in the order of the work."""


class Rail(QFrame):
    """Buttons for the pages, one of them pressed.

    Signals:
        chosen: the user wants a page; its name.
        palette_wanted: the user clicked on the search line.
    """

    chosen = Signal(str)
    palette_wanted = Signal()

    def __init__(self, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._buttons: dict[str, QPushButton] = {}
        self._counts: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 8)
        layout.setSpacing(1)
        self._office = label("", "officeName")
        self._term = label("", "muted")
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 10, 6)
        head.setSpacing(2)
        head.addWidget(self._office)
        head.addWidget(self._term)
        self._search = Button(_("Find anything") + "    Ctrl+K")
        self._search.setObjectName("palette")
        self._search.setIcon(theme.icon("magnifying-glass", "muted"))
        self._search.clicked.connect(lambda _checked=False: self.palette_wanted.emit())
        head.addSpacing(4)
        head.addWidget(self._search)
        layout.addLayout(head)
        group = ""
        for room in rooms:
            if str(room.group) != group:
                group = str(room.group)
                heading = label(group, "railGroup")
                heading.setContentsMargins(14, 10, 0, 3)
                layout.addWidget(heading)
            layout.addWidget(self._button(room))
        layout.addStretch(1)
        self.setFixedWidth(self._wanted_width())

    def _wanted_width(self) -> int:
        """Room for the longest name of a page, bold as it is when shown, and its count."""
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        wide = QFontMetrics(font).horizontalAdvance
        names = (wide(one.text()) for one in self._buttons.values())
        self._search.ensurePolished()
        return max(WIDTH, theme.scaled(60) + max(names), self._search.sizeHint().width() + 26)

    def _button(self, room: Room) -> QPushButton:
        made = Button(str(room.text))
        made.setCheckable(True)
        made.setIcon(theme.icon(room.icon, "muted"))
        made.setIconSize(QSize(theme.scaled(17), theme.scaled(17)))
        made.setToolTip(f"{room.text} ({room.keys})" if room.keys else str(room.text))
        made.setAccessibleName(str(room.text))
        made.clicked.connect(lambda _checked=False: self.chosen.emit(room.name))
        count = QLabel(made)
        count.setObjectName("railCount")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QHBoxLayout(made)
        inner.setContentsMargins(0, 0, 12, 0)
        inner.addStretch(1)
        inner.addWidget(count)
        self._group.addButton(made)
        self._buttons[room.name] = made
        self._counts[room.name] = count
        return made

    def set_office(self, name: str, term: str) -> None:
        """Show whose workspace it is.

        Args:
            name: short name of the office.
            term: the term in force.
        """
        metrics = self._office.fontMetrics()
        room = self.width() - 26
        self._office.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
        self._office.setToolTip(name)
        self._term.setText(term)

    def press(self, name: str) -> None:
        """Show which page is shown.

        Args:
            name: the page.
        """
        self._buttons[name].setChecked(True)

    def set_count(self, name: str, number: int, *, late: bool = False) -> None:
        """Show how much needs action on a page.

        Args:
            name: the page.
            number: how much, 0 shows nothing.
            late: whether any of it is late, which shows red.
        """
        count = self._counts.get(name)
        if count is None:
            return
        count.setText(str(number) if number else "")
        count.setProperty("late", late)
        count.style().unpolish(count)
        count.style().polish(count)
