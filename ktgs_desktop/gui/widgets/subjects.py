"""The subjects of a program line: chosen from the registers one after the other, or only named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.programs import Subject, SubjectKind
from ktgs_desktop.domain.vietnamese import accented, nfc
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggester, Suggestion
from ktgs_desktop.gui.widgets.fields import show_locked
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ktgs_desktop.gui.tasks import TaskRunner

MakeSubject = Callable[[Suggestion], Subject]
_MOST_SHOWN = 7
_LIST_MARGINS, _TALLEST = 28, 400


class SubjectsField(QWidget):
    """A list of subjects with a line to add the next.

    Enter adds what is typed or picked, on an empty line it goes on; Delete takes the marked
    subject out. A subject that is in no register is marked; Space says whether it is an
    organisation or a member.

    Args:
        tasks: runs the look-ups.
        suggest: organisations and members for words typed.
        make: the subject of what was picked or typed.
    """

    edited = Signal()

    def __init__(
        self,
        tasks: TaskRunner,
        suggest: Suggester,
        make: MakeSubject,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._subjects: list[Subject] = []
        self._locked = False
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Subjects"))
        self.list.installEventFilter(self)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.line = CompletingEdit(tasks, suggest)
        self.line.setMaxLength(limits.NAME)
        self.line.setPlaceholderText(_("Type a name, Enter adds it"))
        self.line.setAccessibleName(_("Add a subject"))
        self.line.picked.connect(self._add)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._show()

    def value(self) -> tuple[Subject, ...]:
        """The subjects in their order; a name still in the line is added first."""
        self._add_typed()
        return tuple(self._subjects)

    @property
    def chosen(self) -> tuple[Subject, ...]:
        """The subjects listed; a name still being typed is none yet."""
        return tuple(self._subjects)

    def set_value(self, subjects: Sequence[Subject]) -> None:
        """Show subjects."""
        self._subjects = list(subjects)
        self.line.clear()
        self._show()

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self._locked = locked
        self.line.setVisible(not locked)
        show_locked(self.list, locked=locked)

    def _show(self) -> None:
        self.list.clear()
        for subject in self._subjects:
            self.list.addItem(_item(subject))
        self.list.setVisible(bool(self._subjects))
        self._fit_list()

    def _fit_list(self) -> None:
        """Make the list as high as its subjects, of which some take two lines, up to a limit."""
        metrics, wrap = self.list.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(1, self.width() - _LIST_MARGINS), _TALLEST)
        texts = [self.list.item(row).text() for row in range(self.list.count())]
        rows = sum(metrics.boundingRect(room, wrap, text).height() + 8 for text in texts)
        one = metrics.height() + 8
        self.list.setFixedHeight(min(max(rows, one), _MOST_SHOWN * one) + 4)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def _add(self, suggestion: Suggestion) -> None:
        subject = self._make(suggestion)
        self.line.clear()
        if not any(_same(subject, there) for there in self._subjects):
            self._subjects.append(subject)
            self._show()
            self.list.scrollToBottom()
            self.edited.emit()

    def _add_typed(self) -> bool:
        text = nfc(self.line.text())
        if not text or self._locked:
            return False
        self._add(Suggestion(text))
        return True

    def _marked(self) -> set[int]:
        """Places of the subjects chosen in the list."""
        found = {self.list.row(item) for item in self.list.selectedItems()}
        return (found or {self.list.currentRow()}) - {-1}

    def _set_kind(self, kind: str = "") -> None:
        """Say what the marked subjects are that no register has.

        Args:
            kind: `TCD` or `DV`; empty for the other one than now.
        """
        here, marked = self.list.currentRow(), self._marked()
        if self._locked:
            return
        changed = [
            dataclasses.replace(one, kind=kind or _other(one.kind))
            if place in marked and one.id is None
            else one
            for place, one in enumerate(self._subjects)
        ]
        if changed == self._subjects:
            return
        self._subjects = changed
        self._show()
        for place in marked:
            self.list.item(place).setSelected(True)
        self.list.setCurrentRow(here, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.edited.emit()

    def menu(self) -> QMenu:
        """What can be done with the marked subjects."""
        made = QMenu(self.list)
        outside = any(self._subjects[place].id is None for place in self._marked())
        for kind, text in (
            (SubjectKind.ORGANIZATION, _("Organisation")),
            (SubjectKind.MEMBER, _("Member")),
        ):
            action = made.addAction(text)
            action.setEnabled(outside and not self._locked)
            action.triggered.connect(lambda _checked=False, kind=kind: self._set_kind(kind))
        made.addSeparator()
        out = made.addAction(_("Take out"))
        out.setEnabled(bool(self._marked()) and not self._locked)
        out.triggered.connect(lambda _checked=False: self._remove_marked())
        return made

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.exec(self.list.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _remove_marked(self) -> None:
        if self._locked:
            return
        here, marked = self.list.currentRow(), self._marked()
        self._subjects = [s for place, s in enumerate(self._subjects) if place not in marked]
        self._show()
        self.list.setCurrentRow(min(here, len(self._subjects) - 1))
        self.edited.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.list:
            return self._on_list_key(event.key())
        if watched is self.line and enter and not self.line.offers():
            if not self._add_typed():
                self.line.focusNextChild()
            return True
        return watched is self.line and enter and self._enter_with_offers()

    def _on_list_key(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._remove_marked()
            case Qt.Key.Key_Space:
                self._set_kind()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.line.setFocus(Qt.FocusReason.TabFocusReason)
            case _:
                return False
        return True

    def _enter_with_offers(self) -> bool:
        """Enter on an open list picks the marked offer; with none marked the typed name counts.

        The name of one offer, typed in full, means that one.
        """
        if self.line.marked_offer() is not None:
            return False
        typed = accented(nfc(self.line.text()))
        same = [offer for offer in self.line.offers() if accented(offer.text) == typed]
        if len(same) == 1:
            self._add(same[0])
        else:
            self._add_typed()
        return True


def _other(kind: str) -> str:
    member = kind == SubjectKind.MEMBER
    return SubjectKind.ORGANIZATION if member else SubjectKind.MEMBER


def _item(subject: Subject) -> QListWidgetItem:
    """How a subject is listed; one that no register has is marked as such."""
    shown = f"{subject.name}, {subject.position}" if subject.position else subject.name
    if subject.id is not None:
        return QListWidgetItem(shown)
    text = (
        _("not in the register · member")
        if subject.kind == SubjectKind.MEMBER
        else _("not in the register · organisation")
    )
    item = QListWidgetItem(f"⚠ {shown} · {text}")
    item.setForeground(theme.colour("overdue"))
    item.setToolTip(
        _(
            "No organisation and no member of the register is chosen under this name. Space "
            "changes between organisation and member; Delete takes it out."
        )
    )
    return item


def _same(one: Subject, other: Subject) -> bool:
    """Whether two subjects are one; two people of the register may have the same name."""
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return one.name == other.name
