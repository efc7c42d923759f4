"""Tables of a body's dialog: who signs, where number series begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.offices import NumberSeries, Signer
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList

_TRIGGERS = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
    | QAbstractItemView.EditTrigger.EditKeyPressed
)
_ROW_PADDING = 10


class _Grid(QTableWidget):
    """A small table edited in place; Enter goes on to the next cell, Tab too.

    Signals:
        edited: the user changed a cell.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(_TRIGGERS)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        self.cellChanged.connect(lambda _row, _column: self.edited.emit())

    def settle(self) -> None:
        """Take over what is being typed into a cell."""
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            row, column = self.currentRow(), self.currentColumn() + 1
            if column >= self.columnCount():
                row, column = row + 1, 0
            if row < self.rowCount():
                self.setCurrentCell(row, column)


class SignersTable(QWidget):
    """Who may sign for a body, the usual one first.

    Signals:
        edited: the user changed something.
    """

    edited = Signal()

    def __init__(self, signers: Sequence[Signer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        text = _(
            "The first one is proposed when a paper is issued. Names stand without academic or "
            "military title."
        )
        layout.addWidget(label(text, "muted", wrap=True))
        self.grid = _Grid()
        self.grid.setColumnCount(3)
        self.grid.setHorizontalHeaderLabels([_("Full name"), _("Position"), _("On behalf of")])
        self.grid.setAccessibleName(_("Signers"))
        self.grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        layout.addWidget(self.grid, 1)
        layout.addLayout(self._build_buttons())
        self._authority = signers[0].authority if signers else ""
        for signer in signers:
            self._append(signer)
        self.grid.edited.connect(self.edited)
        self.setFocusProxy(self.grid)

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, action, keys in (
            (_("&Add a signer"), self.add, "F5"),
            (_("&Take out"), self.take_out, "F6"),
            (_("Move &up"), lambda: self.move_row(-1), "Alt+Up"),
            (_("Move &down"), lambda: self.move_row(1), "Alt+Down"),
        ):
            made = button(text, action)
            made.setToolTip(keys)
            line.addWidget(made)
            QShortcut(
                QKeySequence(keys),
                self,
                action,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
        line.addStretch(1)
        return line

    def _append(self, signer: Signer) -> None:
        row = self.grid.rowCount()
        self.grid.insertRow(row)
        for column, text in enumerate((signer.name, signer.position, signer.authority)):
            self.grid.setItem(row, column, QTableWidgetItem(text))

    def add(self) -> None:
        """Add a line and put the cursor into it."""
        self._append(Signer("", "", self._authority))
        self.grid.setFocus()
        self.grid.setCurrentCell(self.grid.rowCount() - 1, 0)
        self.edited.emit()

    def take_out(self) -> None:
        """Take the current line out."""
        if self.grid.currentRow() >= 0:
            self.grid.removeRow(self.grid.currentRow())
            self.edited.emit()

    def move_row(self, step: int) -> None:
        """Move the current line.

        Args:
            step: -1 for up, 1 for down.
        """
        row, column = self.grid.currentRow(), self.grid.currentColumn()
        other = row + step
        if not (0 <= row < self.grid.rowCount() and 0 <= other < self.grid.rowCount()):
            return
        for place in range(self.grid.columnCount()):
            moved, there = self.grid.takeItem(row, place), self.grid.takeItem(other, place)
            self.grid.setItem(row, place, there)
            self.grid.setItem(other, place, moved)
        self.grid.setCurrentCell(other, column)
        self.edited.emit()

    def _text(self, row: int, column: int) -> str:
        item = self.grid.item(row, column)
        return nfc(item.text()) if item is not None else ""

    def value(self) -> tuple[Signer, ...]:
        """The signers in their order; lines without name and position are left out."""
        rows = range(self.grid.rowCount())
        found = [Signer(*(self._text(row, column) for column in range(3))) for row in rows]
        return tuple(signer for signer in found if signer.name or signer.position)


class SeriesTable(QWidget):
    """With which number the papers of a type begin in a term.

    Signals:
        edited: the user changed a number.
    """

    edited = Signal()

    def __init__(
        self,
        series: Sequence[NumberSeries],
        types: CodeList,
        terms: CodeList,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        known = {(one.document_type, one.term): one.start for one in series}
        self._keepers = {(one.document_type, one.term): one.kept_by for one in series}
        self._types = list(dict.fromkeys([*types.codes, *(one.document_type for one in series)]))
        self._terms = list(dict.fromkeys([*terms.codes, *(one.term for one in series)]))
        language = i18n.language()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        text = _(
            "Every type of paper has its own numbers in a term. Enter here with which one to "
            "begin, where papers were numbered before this program."
        )
        layout.addWidget(label(text, "muted", wrap=True))
        self.grid = _Grid()
        self.grid.setRowCount(len(self._types))
        self.grid.setColumnCount(len(self._terms))
        self.grid.setAccessibleName(_("First numbers"))
        self.grid.setVerticalHeaderLabels(
            [f"{code} · {types.get(code).name(language)}" for code in self._types]
        )
        self.grid.setHorizontalHeaderLabels([terms.get(code).code for code in self._terms])
        self.grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for row, document_type in enumerate(self._types):
            for column, term in enumerate(self._terms):
                item = QTableWidgetItem()
                item.setData(Qt.ItemDataRole.EditRole, known.get((document_type, term), 1))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.grid.setItem(row, column, item)
        layout.addWidget(self.grid, 1)
        self.grid.edited.connect(self.edited)
        self.setFocusProxy(self.grid)

    def value(self) -> tuple[NumberSeries, ...]:
        """The series that do not begin with 1, or that others keep."""
        found = []
        for row, document_type in enumerate(self._types):
            for column, term in enumerate(self._terms):
                item = self.grid.item(row, column)
                start = item.data(Qt.ItemDataRole.EditRole) if item is not None else 1
                keeper = self._keepers.get((document_type, term), "")
                if isinstance(start, int) and (start != 1 or keeper):
                    found.append(NumberSeries(document_type, term, start, keeper))
        return tuple(found)
