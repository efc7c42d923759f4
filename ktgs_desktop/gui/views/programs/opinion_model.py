"""The opinions on a program as a table: what its cells show, and what is typed into them."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import parse_typed_date
from ktgs_desktop.domain.opinions import Opinion, OpinionResult
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

_Index = QModelIndex | QtCore.QPersistentModelIndex
_DISPLAY, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole
RESULTS: dict[str, Late] = {
    OpinionResult.OPEN: late("(open)"),
    OpinionResult.ACCEPTED: late("Accepted"),
    OpinionResult.PARTLY: late("Accepted in part"),
    OpinionResult.EXPLAINED: late("Explained"),
}
COLUMNS: dict[str, tuple[Late, int]] = {
    "giver": (late("Asked for an opinion"), 200),
    "asked_on": (late("Asked on"), 92),
    "due_on": (late("Until"), 92),
    "received_on": (late("Answered on"), 100),
    "text": (late("Opinion"), 0),
    "result": (late("Result"), 130),
    "answer": (late("How it was taken up, or why not"), 0),
}
"""Titles of the columns and their widths, 0 for those that share the room left."""
FIELDS = tuple(COLUMNS)
_DAYS = frozenset(("asked_on", "due_on", "received_on"))


class OpinionModel(QAbstractTableModel):
    """The opinions on a program, a row each; a change is saved at once.

    Signals:
        edited: an opinion with its new value.
        refused: why a value cannot be.
    """

    edited = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QTableView, today: date) -> None:
        super().__init__(parent)
        self.opinions: list[Opinion] = []
        self.writable = False
        self._today = today

    def show(self, found: list[Opinion]) -> None:
        """Show opinions.

        Args:
            found: in their order.
        """
        self.beginResetModel()
        self.opinions = found
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.opinions)

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
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        there = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return there | Qt.ItemFlag.ItemIsEditable if self.writable else there

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        one, field = self.opinions[index.row()], FIELDS[index.column()]
        if role == _DISPLAY:
            return self.text(one, field)
        if role == _EDIT:
            value = getattr(one, field)
            return i18n.day(value) if isinstance(value, date) else value or ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return getattr(one, field) if field in ("text", "answer") else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._tint(one, field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def text(self, one: Opinion, field: str) -> str:
        """What a cell shows.

        Args:
            one: the opinion.
            field: which of its values.
        """
        value = getattr(one, field)
        if isinstance(value, date):
            return i18n.day(value)
        if field == "result":
            return str(RESULTS[value]) if one.text else ""
        if field == "text" and one.received_on is not None and not value:
            return _("(agrees)")
        return value or ""

    def _tint(self, one: Opinion, field: str) -> Any:
        late_answer = one.received_on is None and one.due_on is not None
        if field == "due_on" and late_answer and (one.due_on or date.max) < self._today:
            return theme.colour("overdue")
        muted = (field == "text" and not one.text) or (field == "result" and not one.result)
        return theme.colour("muted") if muted else None

    @override
    def setData(self, index: _Index, value: Any, role: int = _EDIT) -> bool:
        one, field = self.opinions[index.row()], FIELDS[index.column()]
        try:
            changed = self._changed(one, field, str(value).strip())
        except UserError as error:
            self.refused.emit(error)
            return False
        if changed == one:
            return False
        self.opinions[index.row()] = changed
        self.dataChanged.emit(index, index)
        self.edited.emit(changed)
        return True

    def _changed(self, one: Opinion, field: str, text: str) -> Opinion:
        """The opinion with a typed value; words that came without a day came today."""
        value: Any = text
        if field in _DAYS:
            year = one.asked_on.year
            value = parse_typed_date(text, year=year).first if text else None
            if value is None and field == "asked_on":
                value = one.asked_on
        changed = dataclasses.replace(one, **{field: value})
        if field == "text" and text and one.received_on is None:
            changed = dataclasses.replace(changed, received_on=self._today)
        return changed
