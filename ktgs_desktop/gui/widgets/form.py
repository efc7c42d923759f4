"""Forms: labels beside fields, Enter goes on, Ctrl+S saves, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.enter_key import EnterGoesOn
from ktgs_desktop.gui.widgets.fields import mark
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.gui.widgets.task_bar import TaskBar

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.progress import Progress

Result = TypeVar("Result")

_LABEL_WIDTH = 112
_MARGIN = 12


class Form(QScrollArea):
    """Fields one below the other, each with its label; scrolls when there are many.

    Signals:
        edited: the user changed a value.

    Attributes:
        at_end: what Enter in the last field does; None lets it go on to whatever follows.
        faults: the field each foreseen error is about, by the error's code.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 4, 8, 4)
        self._rows = QFormLayout()
        outer.addLayout(self._rows)
        outer.addStretch(1)
        self._rows.setHorizontalSpacing(10)
        self._rows.setVerticalSpacing(7)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWidget(inner)
        self.at_end: Callable[[], object] | None = None
        self.faults: dict[str, QWidget] = {}
        self._marked: QWidget | None = None
        self.edited.connect(self._unmark)
        self._enter = EnterGoesOn(self, self.go_on)
        self._labels: dict[QWidget, QLabel] = {}
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._keep_seen)
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self._moved.start())

    def _on_focus(self, _former: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.reveal(now)

    def reveal(self, field: QWidget) -> None:
        """Scroll to a field, now and once fields that were shown or hidden have their places.

        Args:
            field: a field, or part of one.
        """
        self._scroll_to(field)
        self._moved.start()

    def focus_on(self, field: QWidget) -> None:
        """Put the cursor into a field and scroll to it, wherever the form was scrolled to.

        Args:
            field: the field.
        """
        field.setFocus()
        self.reveal(field)

    def faulty_field(self, error: KtgsError) -> QWidget | None:
        """The field an error is about, None if it is not one of a field.

        Args:
            error: why the form is refused.
        """
        return self.faults.get(error.code)

    def show_fault(self, error: KtgsError, field: QWidget | None = None) -> None:
        """Mark the field an error is about and put the cursor there, if it is one of a field.

        Args:
            error: why the form is refused.
            field: the field, if the error alone does not tell.
        """
        field = field or self.faulty_field(error)
        if field is None:
            return
        self._unmark()
        self._marked = field
        mark(field, messages.sentence(error))
        self.focus_on(field)

    def _unmark(self) -> None:
        if self._marked is not None:
            mark(self._marked, "")
            self._marked = None

    def _keep_seen(self) -> None:
        """Fields have got other places: scroll to the one with the cursor again."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._scroll_to(focused)

    def _scroll_to(self, field: QWidget) -> None:
        """Show a field as a whole; Qt's own way is content with the line the cursor is in."""
        inner, room, bar = self.widget(), self.viewport().height(), self.verticalScrollBar()
        if inner is None or field.height() + 2 * _MARGIN > room:
            self.ensureWidgetVisible(field, 0, _MARGIN)
            return
        top = field.mapTo(inner, QPoint(0, 0)).y() - _MARGIN
        bottom = top + field.height() + 2 * _MARGIN
        bar.setValue(min(max(bar.value(), bottom - room), top))

    def add(self, text: str, field: QWidget, help_text: str = "") -> None:
        """Add a field.

        Args:
            text: its label; `&` before a letter makes it a mnemonic.
            field: the field; its signal `edited` is passed on if it has one.
            help_text: what F1 says of it.
        """
        made = label(text, "fieldLabel", wrap=True)
        made.setFixedWidth(max(theme.scaled(_LABEL_WIDTH), _longest_word(made)))
        made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        made.setContentsMargins(0, 5, 0, 0)
        made.setBuddy(field)
        field.setAccessibleName(text.replace("&", ""))
        if help_text:
            field.setWhatsThis(help_text)
            made.setToolTip(help_text)
        self._labels[field] = made
        self._rows.addRow(made, field)
        self.watch(field)

    def add_wide(self, field: QWidget) -> None:
        """Add something over the whole width.

        Args:
            field: a field or a note.
        """
        self._rows.addRow(field)
        self.watch(field)

    def watch(self, field: QWidget) -> None:
        """Let Enter go on from a field and hear when it is edited.

        Args:
            field: the field.
        """
        field.installEventFilter(self._enter)
        edited = getattr(field, "edited", None)
        if edited is not None:
            edited.connect(self.edited)
        left = getattr(field, "left", None)
        if left is not None:
            left.connect(partial(self.go_on, field))

    def go_on(self, field: QWidget) -> None:
        """Go to the next field, or from the last one to where it leads.

        Args:
            field: the field that is left.
        """
        following = self._after(field)
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.at_end is not None:
            self.at_end()
        else:
            field.focusNextChild()

    def _after(self, field: QWidget) -> QWidget | None:
        """The field after one; buttons beside fields are passed over. None after the last."""
        step: QWidget | None = field.nextInFocusChain()
        while step is not None and step is not field:
            if _takes_tab(step):
                if not self.isAncestorOf(step):
                    return None
                if not isinstance(step, QPushButton):
                    return step
            step = step.nextInFocusChain()
        return None

    def show_field(self, field: QWidget, *, visible: bool) -> None:
        """Show or hide a field with its label.

        Args:
            field: the field.
            visible: whether it is shown.
        """
        field.setVisible(visible)
        self._labels[field].setVisible(visible)


def _longest_word(made: QLabel) -> int:
    """Width of the longest word of a label, which cannot be broken."""
    words = made.text().replace("&", "").split()
    return max((made.fontMetrics().horizontalAdvance(word) for word in words), default=0) + 4


def _takes_tab(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


class FormDialog(QDialog):
    """A dialog around a form: title, form, a line for what is wrong, and buttons.

    Enter goes from field to field and ends on the primary button; Ctrl+S presses it.

    Attributes:
        form: the form.
        buttons: layout of the buttons, from the left.
    """

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = 520) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._leaving = False
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.scaled(width))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 16, 18, 14)
        outer.setSpacing(10)
        outer.addWidget(label(title, "dialogTitle", wrap=True))
        self.head = QVBoxLayout()
        outer.addLayout(self.head)
        self.form = Form()
        outer.addWidget(self.form, 1)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        outer.addWidget(self._fault)

        self.buttons = QHBoxLayout()
        self.task_bar = TaskBar()
        self.buttons.addWidget(self.task_bar)
        self.buttons.addStretch(1)
        outer.addLayout(self.buttons)
        self.form.at_end = self._focus_primary
        self.form.edited.connect(lambda: self.say(""))  # said anew if it is still so
        # A shortcut, as a choice with the focus would take the key for a letter.
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._press_primary)

    def say(self, fault: str) -> None:
        """Say what is wrong, or nothing.

        Args:
            fault: the sentence, empty to hide it.
        """
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    @property
    def faults(self) -> dict[str, QWidget]:
        """The field each foreseen error is about, by the error's code."""
        return self.form.faults

    @faults.setter
    def faults(self, fields: dict[str, QWidget]) -> None:
        self.form.faults = fields

    def refuse(self, error: KtgsError, field: QWidget | None = None) -> None:
        """Say why the form is refused, and put the cursor into the field it is about.

        Args:
            error: why.
            field: the field, if the error alone does not tell.
        """
        self.form.show_fault(error, field)
        self.say(messages.sentence(error))

    def submit(
        self,
        tasks: TaskRunner,
        work: Callable[[Progress], Result],
        then: Callable[[Result], None],
        *,
        label: str = "",
    ) -> None:
        """Write what the form says; a foreseen error is said in the dialog, which stays open.

        Args:
            tasks: runs the work.
            work: writes, in the writer's thread.
            then: gets the result; usually closes the dialog.
            label: what is being done, for work that may take over a second.
        """
        focused = QApplication.focusWidget()
        self._enable(enabled=False)

        def ended() -> None:
            self._task = None
            self._enable(enabled=True)
            if focused is not None and self.isAncestorOf(focused):
                focused.setFocus()
            if self._leaving:
                self._leaving = False
                QTimer.singleShot(0, self, self._leave)  # first `then`, which may accept

        def failed(error: BaseException) -> None:
            if isinstance(error, KtgsError):
                self.refuse(error)
            else:
                errors.show(self, error)

        self.say("")
        self._task = tasks.write(self, work, then, failed, label=label)
        self.task_bar.follow(self._task, ended)

    def _primary(self) -> list[QPushButton]:
        items = [self.buttons.itemAt(place) for place in range(self.buttons.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [one for one in widgets if isinstance(one, QPushButton) and one.property("primary")]

    def _enable(self, *, enabled: bool) -> None:
        for one in self._primary():
            one.setEnabled(enabled)

    def _focus_primary(self) -> None:
        for one in self._primary():
            one.setFocus()

    def _press_primary(self) -> None:
        for one in self._primary():
            if one.isEnabled():
                one.click()

    @override
    def reject(self) -> None:
        if self._task is None:
            super().reject()
            return
        self._leaving = True  # only once the work has ended: it may go through all the same
        self._task.cancel()

    def _leave(self) -> None:
        if self.isVisible():
            super().reject()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        inner = self.form.widget()
        hint = inner.sizeHint().height() + 8 if inner is not None else 0
        self.form.setMinimumHeight(min(hint, 460))
        super().showEvent(event)
        self.adjustSize()
