"""The filter bar above a list: words typed, and choices; it asks after a short pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.i18n import translate as _

_PAUSE_MS = 250
_CHIP_WIDTH = 320
_ELIDE = Qt.TextElideMode.ElideMiddle


class FilterBar(QWidget):
    """Words and choices that narrow a list.

    Signals:
        changed: the user wants other rows.
        left: the user wants to go on to the list (arrow down, or Escape in an empty line).
    """

    changed = Signal()
    left = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(placeholder)
        self.line.setClearButtonEnabled(True)
        self.line.addAction(theme.icon("funnel", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._layout.addWidget(self.line, 1)
        self._choices: dict[str, ChoiceField] = {}
        self._fixed: dict[str, str] = {}
        self._chip = QToolButton()
        self._chip.setObjectName("chip")
        self._chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._chip.setIcon(theme.icon("x", "muted"))
        self._chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._chip.setToolTip(_("Show all lines again"))
        self._chip.clicked.connect(lambda _checked: self.unfix())
        self._chip.hide()
        self._layout.insertWidget(0, self._chip)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self.line.returnPressed.connect(self._at_once)
        self.line.installEventFilter(self)

    def add_choice(self, name: str, everything: str, choices: Sequence[tuple[str, str]]) -> None:
        """Add a choice.

        Args:
            name: the condition it sets.
            everything: what it says when it does not narrow.
            choices: (value, text).
        """
        field = ChoiceField([("", everything), *choices])
        field.setAccessibleName(everything)
        field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        field.activated.connect(lambda _place: self._at_once())
        self._choices[name] = field
        self._layout.addWidget(field)

    def add_widget(self, widget: QWidget) -> None:
        """Add something else at the right end.

        Args:
            widget: what to add.
        """
        self._layout.addWidget(widget)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            self._at_once()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
            return True
        return False

    def _at_once(self) -> None:
        self._pause.stop()
        self.changed.emit()

    @property
    def words(self) -> str:
        """The words typed."""
        return self.line.text().strip()

    def values(self) -> dict[str, str]:
        """The choices that narrow, by condition."""
        chosen = {name: field.value() for name, field in self._choices.items() if field.value()}
        return {**self._fixed, **chosen}

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.words or self.values())

    def reset(self) -> None:
        """Show everything again."""
        self.choose({})

    def choose(self, values: Mapping[str, str]) -> None:
        """Narrow to some choices and to no words.

        Args:
            values: what is chosen, by condition; what is not named does not narrow.
        """
        self.line.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.line.clear()
        self.line.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        for name, field in self._choices.items():
            field.set_value(values.get(name, ""))
        self._fixed = {}
        self._chip.hide()
        self._at_once()

    def fix(self, name: str, value: str, words: str) -> None:
        """Narrow by what another view asked for; a button says so and takes it away.

        Args:
            name: the condition it sets.
            value: its value.
            words: what the button says.
        """
        self._fixed = {name: value}
        width = theme.scaled(_CHIP_WIDTH)
        self._chip.setText(self.fontMetrics().elidedText(words, _ELIDE, width))
        self._chip.setAccessibleName(_("Only: {words}. Press to show all.").format(words=words))
        self._chip.show()
        self._at_once()

    def unfix(self) -> None:
        """Take away what another view asked for."""
        if self._fixed:
            self._fixed = {}
            self._chip.hide()
            self._at_once()
