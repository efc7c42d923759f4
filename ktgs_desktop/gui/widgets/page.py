"""The frame of every page: title with its one primary action, body, and what an empty page says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.gui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

VIEWS = "views"
"""Name of the tabs that switch the views of a page."""
_ICON = QSize(16, 16)
_FARTHEST = 500


class Button(QPushButton):
    """A button that Enter presses too when it has the focus; no dialog's default by accident."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    action: Callable[[], object] | None = None,
    *,
    icon: str = "",
    primary: bool = False,
    flat: bool = False,
) -> Button:
    """A button of the program's look.

    Args:
        text: what it says; `&` before a letter makes it a mnemonic.
        action: what it does, None if that is connected later.
        icon: name of its icon, empty for none.
        primary: whether it is the page's one primary action.
        flat: whether it looks like a link.
    """
    made = Button(text)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        made.setIcon(theme.icon(icon, "accent_text" if primary else "muted"))
        made.setIconSize(_ICON)
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    return made


def name_views(tabs: QTabBar, names: Sequence[str]) -> None:
    """Give the tabs that switch the views of a page their names, for pictures and for memory.

    Args:
        tabs: the tabs.
        names: a name for each, in order.
    """
    tabs.setObjectName(VIEWS)
    for place, name in enumerate(names):
        tabs.setTabData(place, name)


def label(text: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    """A text of the program's look.

    Args:
        text: what it says.
        kind: object name in the style sheet: `muted`, `warning`, `sectionTitle`, …
        wrap: whether it may take several lines.
    """
    made = QLabel(text)
    if kind:
        made.setObjectName(kind)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class Page(QWidget):
    """A page of the window: a head line with title and actions, and a body below.

    Attributes:
        body: layout of what stands below the head line.
        starts: where keys go when the page is shown; the first that is seen.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 12, 14, 10)
        outer.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = label(title, "pageTitle")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.addWidget(self._title, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        head.addLayout(self._actions)
        outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self.starts: tuple[QWidget, ...] = ()

    def take_focus(self) -> None:
        """Let keys go to where the page begins; until that is seen, to the page itself."""
        for start in self.starts:
            if start.isVisibleTo(self):
                start.setFocus()
                return
        self.setFocus()

    def settle_focus(self) -> None:
        """Once there is something to see, let keys go to it, if nobody has taken them."""
        if QApplication.focusWidget() is self:
            self.take_focus()

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self._title.setToolTip(title)

    def add_action(self, made: QPushButton) -> QPushButton:
        """Put a button into the head line, to the right of those there.

        Args:
            made: the button.
        """
        self._actions.addWidget(made)
        return made


class EmptyState(QFrame):
    """What a page says while there is nothing: what belongs here and how to begin."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(theme.icon(icon, "line_strong").pixmap(QSize(48, 48)))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "dialogTitle")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = label("", "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = QHBoxLayout()
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (picture, self._title):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(self._buttons)

    def say(self, title: str, text: str, *buttons: QPushButton) -> None:
        """Say what belongs here and how to begin.

        Args:
            title: what is missing.
            text: what to do first.
            buttons: the ways to do it.
        """
        self._title.setText(title)
        self._text.setText(text)
        wide = self._text.fontMetrics().horizontalAdvance(text) + 8
        self._text.setFixedWidth(min(theme.scaled(520), wide))
        holder = QApplication.focusWidget()
        focused = holder is not None and self.isAncestorOf(holder)
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        before = self._widget_before()
        for made in buttons:
            self._buttons.addWidget(made)
            QWidget.setTabOrder(before, made)
            before = made
        if focused and buttons:
            buttons[0].setFocus()

    def _widget_before(self) -> QWidget:
        """Where Tab comes from; buttons made late would come after everything in the window."""
        step: QWidget = self
        for _step in range(_FARTHEST):
            step = step.previousInFocusChain() or self
            if step.focusPolicy() & Qt.FocusPolicy.TabFocus:
                break
        return step


class Card(QFrame):
    """A framed part of a page with a heading and an optional link.

    Attributes:
        body: layout of its contents.
    """

    def __init__(self, title: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.setSpacing(6)
        head = QHBoxLayout()
        head.addStrut(theme.scaled(26))
        if icon:
            picture = QLabel()
            picture.setPixmap(theme.icon(icon, "muted").pixmap(_ICON))
            head.addWidget(picture)
        self._title = label(title, "sectionTitle")
        head.addWidget(self._title, 1)
        self._links = QHBoxLayout()
        head.addLayout(self._links)
        outer.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._title.setText(title)

    def add_link(self, made: QPushButton) -> None:
        """Put a link at the right of the heading.

        Args:
            made: a flat button.
        """
        self._links.addWidget(made)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and the layouts in it.

    Args:
        layout: whose widgets go.
    """
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def focus_again(page: QWidget, former: QWidget | None) -> None:
    """Let keys go to a page: where the cursor was when it was left, else where it begins.

    Args:
        page: the page that is shown.
        former: the part of it that had them last, None if none had.
    """
    if former is not None and page.isAncestorOf(former) and former.isVisibleTo(page):
        former.setFocus()
    elif isinstance(page, Page):
        present = QApplication.focusWidget()
        chosen = present is not None and page.isAncestorOf(present)
        if page.starts or not chosen:  # a page without starts chooses for itself when shown
            page.take_focus()
