"""The filter bar above a list: words typed, and choices; it asks after a short pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.filter_chip import ColumnsChip, FilterChip
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.widgets.column_filter import ColumnFilters

_PAUSE_MS = 250
_WORDS = 130


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
        self._heads: ColumnFilters | None = None
        self._columns: ColumnsChip | None = None
        self._chip = FilterChip()
        self._chip.setToolTip(_("Show all lines again"))
        self._chip.clicked.connect(lambda _checked: self.unfix())
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

    def set_choices(self, name: str, choices: Sequence[tuple[str, str]]) -> bool:
        """Offer other values of a choice; the present one stays if it is among them.

        Args:
            name: the condition it sets.
            choices: (value, text), without the one that does not narrow.

        Returns:
            Whether the present value is no longer there, so that the choice does not narrow now.
        """
        field = self._choices[name]
        present = field.value()
        field.set_choices([("", field.itemText(0)), *choices])
        return field.value() != present

    def add_widget(self, widget: QWidget) -> None:
        """Add something else at the right end.

        Args:
            widget: what to add.
        """
        self._layout.addWidget(widget)

    def join(self, heads: ColumnFilters) -> None:
        """Let the arrows in the heads of the list count as a part of the filter.

        Args:
            heads: the arrows.
        """
        self._heads, self._columns = heads, ColumnsChip(heads)
        self._layout.insertWidget(self._layout.indexOf(self.line), self._columns)
        self._columns.clicked.connect(lambda _checked: self.left.emit())
        heads.changed.connect(self._at_once)

    def column_values(self) -> dict[str, tuple[str, ...]]:
        """What the heads of the columns narrow to, as filters of the list."""
        return self._heads.values() if self._heads is not None else {}

    def tell_count(self, count: int) -> None:
        """Say by which columns the list is narrowed, and how many rows are left.

        Args:
            count: rows shown.
        """
        if self._columns is not None:
            self._columns.tell_count(count)
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave room for the words: buttons that say what narrows use fewer where it is scarce."""
        items = (self._layout.itemAt(at) for at in range(self._layout.count()))
        parts = (item.widget() for item in items if item is not None)
        shown = [part for part in parts if part is not None and not part.isHidden()]
        chips = [part for part in shown if isinstance(part, FilterChip)]
        others = sum(part.sizeHint().width() for part in shown if part not in (self.line, *chips))
        gaps = self._layout.spacing() * (len(shown) - 1)
        for chip in chips:
            chip.fit((self.width() - others - gaps - theme.scaled(_WORDS)) // len(chips))

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
        """Whether anything is filtered, in the heads of the columns too."""
        return bool(self.words or self.values() or self.column_values())

    def reset(self) -> None:
        """Show everything again."""
        self.choose({})

    def choose(self, values: Mapping[str, str]) -> None:
        """Narrow to some choices and to no words.

        Args:
            values: what is chosen, by condition; what is not named does not narrow, nor does the
                head of any column.
        """
        if self._heads is not None:
            self._heads.reset()
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
        self._chip.say(words)
        self._fit()
        self._chip.setAccessibleName(_("Only: {words}. Press to show all.").format(words=words))
        self._at_once()

    def unfix(self) -> None:
        """Take away what another view asked for."""
        if self._fixed:
            self._fixed = {}
            self._chip.hide()
            self._at_once()
