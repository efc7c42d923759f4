"""Fields of forms: texts of several lines, dates as clerks type them, names, choices.

Every field has `value`, `set_value`, `set_locked` and the signal `edited`; a value that is not
understood marks the field and says why in its tool tip.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain import dates, limits
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QFocusEvent,
        QKeyEvent,
        QPaintEvent,
        QResizeEvent,
        QShowEvent,
        QWheelEvent,
    )

    from ktgs_desktop.domain.dates import PartialDate

_TEXT_MARGIN = 5
_CARET = 11
_SPARE = 2  # the style leaves no room for the last letter's overhang


def mark(field: QWidget, fault: str) -> None:
    """Show or clear that a field's value is not understood.

    Args:
        field: the field.
        fault: what is wrong, empty if nothing.
    """
    field.setProperty("faulty", bool(fault))
    field.setToolTip(fault)
    field.style().unpolish(field)
    field.style().polish(field)


def show_locked(field: QWidget, *, locked: bool) -> None:
    """Dress a field as one that is only read, its text as plain as any other.

    Args:
        field: the field.
        locked: whether it is only read.
    """
    field.setProperty("locked", locked)
    field.style().unpolish(field)
    field.style().polish(field)


class TextField(QLineEdit):
    """One line of text.

    Args:
        most: characters at most, 0 for no limit of its own; more cannot be typed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None, *, most: int = 0) -> None:
        super().__init__(parent)
        self._most = most or self.maxLength()
        self.setMaxLength(self._most)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        """The text, composed and tidy."""
        return nfc(self.text())

    def set_value(self, value: str) -> None:
        """Show a text, whole even if it is longer than what can be typed."""
        self.setMaxLength(max(self._most, len(value)))
        self.setText(value)
        self.setCursorPosition(0)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self.setReadOnly(locked)
        show_locked(self, locked=locked)


class LinesField(QPlainTextEdit):
    """Text of several lines; Enter goes on, Shift+Enter begins a line, Tab leaves.

    Args:
        lines: how many are seen at a time.
        most: characters at most; a longer text is marked at once, and nothing of it is cut.
        name: name of the field for the sentence that says so.
    """

    edited = Signal()

    def __init__(
        self,
        lines: int = 3,
        parent: QWidget | None = None,
        *,
        most: int = limits.NOTE,
        name: str = "note",
    ) -> None:
        super().__init__(parent)
        self._most, self._name, self._long = most, name, False
        self.setTabChangesFocus(True)
        self.set_lines(lines)
        self._quiet = False
        self.textChanged.connect(self._on_changed)

    def set_lines(self, lines: int) -> None:
        """Set how many lines are seen at a time."""
        margins = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + margins + 6)

    def _on_changed(self) -> None:
        long = self.document().characterCount() - 1 > self._most
        if long != self._long:
            self._long = long
            fault = UserError("too_long", field=self._name, limit=self._most)
            mark(self, messages.sentence(fault) if long else "")
        if not self._quiet:
            self.edited.emit()

    def value(self) -> str:
        """The text, composed and tidy."""
        return nfc(self.toPlainText())

    def set_value(self, value: str) -> None:
        """Show a text."""
        self._quiet = True
        self.setPlainText(value)
        self._quiet = False

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self.setReadOnly(locked)
        show_locked(self, locked=locked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class TypedField(TextField):
    """A line whose text must be understood when it is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year = 2021

    def understand(self) -> None:
        """Read the text, show it in its usual form.

        Raises:
            UserError: it is not understood.
        """
        raise NotImplementedError

    def settle(self) -> bool:
        """Read the text and mark the field if it is not understood.

        Returns:
            Whether it is understood.
        """
        try:
            self.understand()
        except UserError as error:
            mark(self, messages.sentence(error))
            return False
        mark(self, "")
        return True

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        if not self.isReadOnly():
            self.settle()
        super().focusOutEvent(event)


class DateField(TypedField):
    """A date as it is typed: 3006, 30/6, 30.6.21, 6/2021 or 2021.

    Args:
        prefer_year: whether 2012 is the year rather than 20 December.
    """

    def __init__(self, parent: QWidget | None = None, *, prefer_year: bool = False) -> None:
        super().__init__(parent)
        self._prefer_year = prefer_year
        self.setPlaceholderText("30/6/2021")

    def value_as_date(self) -> PartialDate | None:
        """The date, None if the field is empty.

        Raises:
            UserError: `date_not_understood` or `date_impossible`.
        """
        text = self.text().strip()
        if not text:
            return None
        return dates.parse_typed_date(text, year=self.year, prefer_year=self._prefer_year)

    def set_date(self, value: PartialDate | None) -> None:
        """Show a date."""
        self.set_value(str(value) if value else "")
        mark(self, "")

    @override
    def understand(self) -> None:
        self.set_value(str(self.value_as_date() or ""))


class ChoiceField(QComboBox):
    """A choice from a list of codes; the wheel scrolls the form, not the choice."""

    edited = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.set_choices(choices)
        self.activated.connect(lambda _place: self._on_activated())
        self.currentTextChanged.connect(lambda _text: self._tell_whole())

    def _on_activated(self) -> None:
        self.edited.emit()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices: (code, text); the present one stays if it is among them."""
        present = self.value()
        self.clear()
        for code, text in choices:
            self.addItem(text, code)
        self.setCurrentIndex(max(0, self.findData(present)))

    def value(self) -> str:
        """The code chosen, empty if none."""
        data = self.currentData()
        return data if isinstance(data, str) else ""

    def set_value(self, value: str) -> None:
        """Choose a code; one that is not in the list is added as it is."""
        place = self.findData(value)
        if place < 0 and value:
            self.addItem(value, value)
            place = self.count() - 1
        self.setCurrentIndex(max(place, 0))

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow choosing."""
        self.setEnabled(not locked)
        show_locked(self, locked=locked)

    @override
    def sizeHint(self) -> QSize:
        return super().sizeHint().grownBy(QMargins(0, 0, 2 * _SPARE, 0))

    def _option(self) -> QStyleOptionComboBox:
        """How it is drawn: a text that does not fit ends with dots."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - _SPARE
        )
        return option

    def _tell_whole(self) -> None:
        """Give the whole text as tool tip if it does not fit, unless another one is shown."""
        if self.toolTip() not in ("", self._whole):
            return
        text = self.currentText()
        self._whole = text if self._option().currentText != text else ""
        self.setToolTip(self._whole)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        drawn, option = QStylePainter(self), self._option()
        drawn.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        drawn.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        drawn.end()
        if not self.isEnabled():
            return
        painter = QPainter(self)
        x, y = self.width() - _CARET - 7, (self.height() - _CARET) // 2
        theme.icon("caret-down", "muted").paint(painter, x, y, _CARET, _CARET)
        painter.end()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class CountField(QSpinBox):
    """A small whole number; the wheel scrolls the form, not the number."""

    edited = Signal()

    def __init__(self, most: int = 999, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, most)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, _TEXT_MARGIN, 0)
        self.valueChanged.connect(lambda _value: self.edited.emit())

    def set_value(self, value: int) -> None:
        """Show a number."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.setValue(value)
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow changing."""
        self.setReadOnly(locked)
        show_locked(self, locked=locked)

    def _place_line(self) -> None:
        """Give the number the whole field; a style sheet puts it where the arrows would be."""
        self.lineEdit().setGeometry(self.rect().adjusted(1, 1, -1, -1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_line()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._place_line()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_line()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
