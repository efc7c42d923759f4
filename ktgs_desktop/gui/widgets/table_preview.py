"""A table that is to be imported: a choice of field above each column, the verdict on each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.field_choice import FieldChoice
from ktgs_desktop.gui.widgets.list_header import ListHeader
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.table_import import ColumnMapping

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_OWN = 2
_MOST_COLUMNS = 40
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 14, 40
_NARROWEST_VERDICT, _WIDEST_VERDICT = 24, 66
_PADDING, _TALLEST, _MOST_HEIGHTENED = 6, 400, 2000
_TINTS = {
    "new": "done",
    "changed": "in_progress",
    "existing": "muted",
    "refused": "overdue",
    "passed": "muted",
}
_SIGNS = {"new": "✔", "changed": "±", "existing": "=", "refused": "▲", "passed": "·"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row.

    Attributes:
        kind: `new`, `changed`, `existing` or `refused`; `passed` for a row that is none of its own,
            such as the title of a part.
        text: in words.
        columns: fields that are at fault, or that differ from what is there.
    """

    kind: str
    text: str
    columns: frozenset[str] = field(default=frozenset())


class _Model(QAbstractTableModel):
    """The table with the number of each row and what becomes of it in front."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: Sequence[Sequence[str]] = ()
        self.width = 0
        self.shown: Sequence[int] = ()
        self.outcomes: Mapping[int, Outcome] = {}
        self.first_row = 0
        self.judged = False
        self.columns: dict[str, int] = {}

    def show(self, kind: str) -> None:
        """Show the rows of one kind, or all."""
        self.beginResetModel()
        if kind:
            numbers = (n - 1 for n, outcome in self.outcomes.items() if outcome.kind == kind)
            self.shown = sorted(numbers)
        else:
            self.shown = range(len(self.table))
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.shown)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else _OWN + self.width

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        place, column = self.shown[index.row()], index.column()
        if role in (_DISPLAY, _TOOLTIP, _ACCESSIBLE):
            return self._text(place, column)
        if role == _FOREGROUND:
            return theme.colour(self._tint(place, column))
        if role == _ALIGNMENT and column == 0:
            return _RIGHT
        return None

    def _text(self, place: int, column: int) -> str:
        if column == 0:
            return i18n.number(place + 1)
        if column >= _OWN:
            row = self.table[place]
            return row[column - _OWN] if column - _OWN < len(row) else ""
        outcome = self.outcomes.get(place + 1)
        if outcome is not None:
            return f"{_SIGNS[outcome.kind]} {outcome.text}"
        if place < self.first_row:
            return _("heading")
        if any(cell.strip() for cell in self.table[place]):
            return _("nothing in the chosen columns, passed over") if self.judged else ""
        return _("empty, passed over")

    def _tint(self, place: int, column: int) -> str:
        outcome = self.outcomes.get(place + 1)
        if outcome is None or column == 0:
            return "muted"
        if column == 1:
            return _TINTS[outcome.kind]
        at_fault = any(self.columns.get(name) == column - _OWN for name in outcome.columns)
        if at_fault:
            return "overdue" if outcome.kind == "refused" else "in_progress"
        return "muted" if outcome.kind in ("existing", "passed") else "text"

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ALIGNMENT:
            return _TOP
        if role != _DISPLAY:
            return None
        if section < _OWN:
            return (_("Row"), _("What becomes of it"))[section]
        return _("Column {letter}").format(letter=column_letter(section - _OWN))


class _MappingHeader(ListHeader):
    """A header with a choice of field in each column of the table.

    Signals:
        chosen: a field was chosen for a column.
        taken: a field was taken from another column; its name, the former and the new column.
    """

    chosen = Signal()
    taken = Signal(str, str, str)

    def __init__(self, fields: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._fields = fields
        self.choices: list[FieldChoice] = []
        self.setSectionsClickable(False)
        self.setSectionsMovable(False)
        self.setStretchLastSection(True)
        self.sectionResized.connect(lambda *_args: self.place())
        self.geometriesChanged.connect(self.place)

    def offer(self, width: int, columns: Mapping[str, int]) -> None:
        """Put a choice above each column.

        Args:
            width: number of columns.
            columns: column by field, as found out.
        """
        for old in self.choices:
            old.hide()
            old.deleteLater()
        held = {column: name for name, column in columns.items()}
        self.choices = []
        for column in range(width):
            choice = FieldChoice([("", _("(not used)")), *self._fields], self.viewport())
            choice.setMinimumContentsLength(4)
            choice.set_value(held.get(column, ""))
            choice.setAccessibleName(
                _("Field of column {letter}").format(letter=column_letter(column))
            )
            choice.edited.connect(partial(self._on_chosen, choice))
            choice.show()
            self.choices.append(choice)
        self.place()

    def _on_chosen(self, choice: FieldChoice) -> None:
        here = self.choices.index(choice)
        held = [p for p, other in enumerate(self.choices) if other.value() == choice.value()]
        former = [place for place in held if place != here and choice.value()]
        for place in former:
            self.choices[place].set_value("")
        self.chosen.emit()
        for place in former:
            name = dict(self._fields)[choice.value()].removesuffix(" *")
            self.taken.emit(name, column_letter(place), column_letter(here))

    def settle(self) -> bool:
        """Take what the keys have chosen; whether there was anything."""
        waiting = [choice for choice in self.choices if choice.pending]
        for choice in waiting:
            choice.settle()
        return bool(waiting)

    def place(self) -> None:
        """Put each choice over its column."""
        for column, choice in enumerate(self.choices):
            section = column + _OWN
            if section >= self.count():
                return
            height = choice.sizeHint().height()
            left = self.sectionViewportPosition(section)
            width = max(0, self.sectionSize(section) - 6)
            choice.setGeometry(left + 3, self.height() - height - 4, width, height)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        extra = self.choices[0].sizeHint().height() + 6 if self.choices else 0
        hint.setHeight(hint.height() + extra)
        return hint


class TablePreview(QTableView):
    """Shows a table to be imported.

    Signals:
        mapping_changed: the user chose another field for a column.
        taken: a field was taken from another column; its name, the former and the new column.

    Args:
        fields: (name, text) of the fields a column may hold.
    """

    mapping_changed = Signal()
    taken = Signal(str, str, str)

    def __init__(self, fields: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ""
        self._high: list[int] = []
        self.table = _Model(self)
        self.header = _MappingHeader(fields, self)
        self.setHorizontalHeader(self.header)
        self.setModel(self.table)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setAccessibleName(_("Preview of the table"))
        self.header.chosen.connect(self._on_chosen)
        self.header.taken.connect(self.taken)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.header.place())

    def show_table(self, table: Sequence[Sequence[str]], mapping: ColumnMapping) -> None:
        """Show another table.

        Args:
            table: rows of text.
            mapping: which column holds which field, as found out.
        """
        self.table.table = table
        self.table.outcomes = {}
        self.table.width = min(max((len(row) for row in table), default=0), _MOST_COLUMNS)
        self.table.columns = dict(mapping.columns)
        self._kind = ""
        self.table.show("")
        self.header.offer(self.table.width, mapping.columns)
        self._size_columns(max(0, mapping.first_row - 1))

    def _size_columns(self, first: int) -> None:
        one = self.fontMetrics().horizontalAdvance("n")
        self.header.resizeSection(0, one * 6)
        probed = self.table.table[first : first + _MEASURED_ROWS]
        # A title merged over all columns says nothing of how wide one of them is.
        measured = [row for row in probed if len(set(row) - {""}) > 1] or probed
        for column in range(self.table.width):
            cells = [row[column] for row in measured if column < len(row)]
            longest = max((len(cell) for cell in cells), default=0)
            width = one * min(max(longest + 2, _NARROWEST), _WIDEST)
            self.header.resizeSection(column + _OWN, width)
        self.header.place()

    def chosen_columns(self) -> dict[str, int]:
        """Which column holds which field, as the choices say."""
        return {
            choice.value(): column
            for column, choice in enumerate(self.header.choices)
            if choice.value()
        }

    def _on_chosen(self) -> None:
        self.table.columns = self.chosen_columns()
        self.mapping_changed.emit()

    def show_outcomes(
        self, outcomes: Mapping[int, Outcome], first_row: int, *, judged: bool = True
    ) -> None:
        """Show what becomes of each row.

        Args:
            outcomes: by number of the row in the table, from 1.
            first_row: index of the first row that is no heading.
            judged: whether rows could be judged at all.
        """
        self.table.outcomes = outcomes
        self.table.judged = judged
        self.table.first_row = first_row
        longest = max((len(one.text) for one in outcomes.values()), default=0) + 3
        width = min(max(longest, _NARROWEST_VERDICT), _WIDEST_VERDICT)
        self.header.resizeSection(1, self.fontMetrics().horizontalAdvance("n") * width)
        self.show_only(self._kind)

    def outcomes(self) -> Mapping[int, Outcome]:
        """What becomes of each row."""
        return self.table.outcomes

    def show_only(self, kind: str) -> None:
        """Show the rows of one kind.

        Args:
            kind: `new`, `changed`, `existing` or `refused`; empty for all rows.
        """
        self._kind = kind
        self.table.show(kind)
        self._heighten_rows()

    def _heighten_rows(self) -> None:
        """Give rows room for the whole sentence of what becomes of them."""
        width = self.header.sectionSize(1) - 2 * _PADDING
        metrics, one = self.fontMetrics(), self.verticalHeader().defaultSectionSize()
        space = QRect(0, 0, width, _TALLEST)
        for place in self._high:
            if place < self.table.rowCount():
                self.setRowHeight(place, one)
        self._high = []
        for place, number in enumerate(self.table.shown[:_MOST_HEIGHTENED]):
            outcome = self.table.outcomes.get(number + 1)
            if outcome is None or len(outcome.text) < _NARROWEST_VERDICT:
                continue
            text = f"{_SIGNS[outcome.kind]} {outcome.text}"
            height = metrics.boundingRect(space, int(Qt.TextFlag.TextWordWrap), text).height() + 8
            if height > one:
                self.setRowHeight(place, height)
                self._high.append(place)

    def settle(self) -> bool:
        """Take a field that was chosen by key and not confirmed; whether there was any."""
        return self.header.settle()


def column_letter(column: int) -> str:
    """What spreadsheets call a column: A, B, …, Z, AA.

    Args:
        column: its index, from 0.
    """
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
