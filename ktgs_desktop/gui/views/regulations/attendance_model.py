"""Who came to a session as a table: a row for each unit, numbers typed into its cells."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.attendance_table import NUMBERS, number_of
from ktgs_desktop.domain.dissemination import Attendance
from ktgs_desktop.domain.dissemination_checks import check_numbers
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import Late, late

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_Index = QModelIndex | QtCore.QPersistentModelIndex
_DISPLAY, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole
COLUMNS: dict[str, tuple[Late, int]] = {
    "unit": (late("Unit"), 0),
    "invited": (late("Invited"), 72),
    "attended": (late("Came"), 72),
    "members": (late("Members"), 92),
    "committee": (late("Of committees"), 112),
    "note": (late("Note"), 120),
}
"""Titles of the columns and their widths, 0 for the one that takes the room left."""
FIELDS = tuple(COLUMNS)
FIRST = 1
"""The first column that is typed into."""


def written(rows: Iterable[Attendance]) -> str:
    """Who came as a text that a draft keeps.

    Args:
        rows: the rows.
    """
    found = [
        [one.unit.name, str(one.unit.id), *(getattr(one, name) for name in FIELDS[FIRST:])]
        for one in rows
    ]
    return json.dumps(found, ensure_ascii=False)


def read_back(text: str) -> tuple[Attendance, ...]:
    """The rows of a text that `written` gave; none for an empty one.

    Args:
        text: the text.
    """
    return tuple(
        Attendance(Named(name, UUID(record)), *values)
        for name, record, *values in json.loads(text or "[]")
    )


class AttendanceModel(QAbstractTableModel):
    """Rows of units with their numbers.

    Signals:
        edited: a number or note was typed.
        refused: why what was typed cannot be.
    """

    edited = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Attendance] = []
        self.targets: set[UUID | None] = set()
        self.writable = True

    def show(self, rows: Sequence[Attendance]) -> None:
        """Show rows.

        Args:
            rows: in their order.
        """
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def take(self, changed: Iterable[Attendance]) -> None:
        """Put rows in place of those of their units; units that are not there come last.

        Args:
            changed: the rows.
        """
        places = {one.unit.id: place for place, one in enumerate(self.rows)}
        rows = list(self.rows)
        for one in changed:
            if one.unit.id in places:
                rows[places[one.unit.id]] = one
            else:
                rows.append(one)
        if rows != self.rows:
            self.show(rows)
            self.edited.emit()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(FIELDS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return str(COLUMNS[FIELDS[section]][0])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(FIELDS[section])
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        there = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = self.writable and index.column() >= FIRST
        return there | Qt.ItemFlag.ItemIsEditable if typed else there

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        one, field = self.rows[index.row()], FIELDS[index.column()]
        if role in (_DISPLAY, _EDIT):
            return self.text(one, field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(field)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.fault(one) or (one.unit.name if field == "unit" else None)
        if role == Qt.ItemDataRole.ForegroundRole:
            if self.fault(one):
                return theme.colour("overdue")
            stranger = field == "unit" and one.unit.id not in self.targets
            return theme.colour("muted") if stranger else None
        return None

    def text(self, one: Attendance, field: str) -> str:
        """What a cell shows.

        Args:
            one: the row.
            field: which of its values.
        """
        if field == "unit":
            return one.unit.name
        return str(getattr(one, field) or "")

    def fault(self, one: Attendance) -> str:
        """Why the numbers of a row cannot be, empty if they can.

        Args:
            one: the row.
        """
        try:
            check_numbers(one)
        except UserError as error:
            return messages.sentence(error)
        return ""

    @override
    def setData(self, index: _Index, value: Any, role: int = _EDIT) -> bool:
        return self.put([(index.row(), index.column(), str(value))])

    def put(self, cells: Iterable[tuple[int, int, str]]) -> bool:
        """Write texts into cells; all or none.

        Args:
            cells: row, column and text of each; what lies outside is passed over.

        Returns:
            Whether they were understood.
        """
        rows = list(self.rows)
        try:
            for row, column, text in cells:
                if row < len(rows) and FIRST <= column < len(FIELDS):
                    rows[row] = _changed(rows[row], FIELDS[column], text)
        except UserError as error:
            self.refused.emit(error)
            return False
        if rows != self.rows:
            self.rows = rows
            last = self.index(len(rows) - 1, len(FIELDS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.edited.emit()
        return True


def _changed(one: Attendance, field: str, text: str) -> Attendance:
    if field in NUMBERS:
        numbers: dict[str, Any] = {field: number_of(text)}
        return dataclasses.replace(one, **numbers)
    return dataclasses.replace(one, note=text.strip())


def _side(field: str) -> Qt.AlignmentFlag:
    middle = Qt.AlignmentFlag.AlignVCenter
    side = Qt.AlignmentFlag.AlignRight if field in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | middle
