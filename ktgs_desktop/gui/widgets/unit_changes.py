"""A table of units that were rearranged: what each was, and what goes on with its records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView
from typing_extensions import override

from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.reorganisation import PreviewRow

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_HEADS = (
    late("Code"),
    late("Until 30/6/2025"),
    late("Below"),
    late("What becomes of it"),
    late("Records found under"),
)
_WIDTHS = (60, 190, 170, 270)
_NEW = 4


def becomes(row: PreviewRow) -> str:
    """What becomes of a unit, in words.

    Args:
        row: the unit.
    """
    if row.goes_on:
        return _("Goes on") if row.name == row.new_name else _("Goes on under a new name")
    if row.others:
        return _("In parts, also to {names}").format(names=", ".join(row.others))
    return _("Ends")


class _Model(QAbstractTableModel):
    """The rows that hold the words looked for."""

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self.rows: list[PreviewRow] = []

    def show(self, rows: Sequence[PreviewRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return len(_HEADS)

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if role not in (_DISPLAY, _TOOLTIP) or not index.isValid():
            return None
        row = self.rows[index.row()]
        return (row.code, row.name, row.place, becomes(row), row.new_name)[index.column()]

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal:
            return str(_HEADS[section])
        return None


class UnitChangesTable(QTableView):
    """The table.

    Signals:
        chosen: the row in hand, None for none.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._every: Sequence[PreviewRow] = ()
        self._words = ""
        self._model = _Model(self)
        self.setModel(self._model)
        self.setAccessibleName(_("Units and what becomes of them"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, theme.scaled(width))
        head.setSectionResizeMode(_NEW, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self._tell())

    def show_rows(self, rows: Sequence[PreviewRow]) -> None:
        """Show units; the one in hand stays in hand.

        Args:
            rows: the units.
        """
        self._every = rows
        self._refill()

    def narrow(self, text: str) -> None:
        """Show only units whose old or new name, or code, holds all words.

        Args:
            text: words; accents may be left out.
        """
        self._words = text
        self._refill()

    def current(self) -> PreviewRow | None:
        """The unit in hand."""
        row = self.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def _refill(self) -> None:
        former = self.current()
        wanted = fold(self._words).split()
        shown = [
            row
            for row in self._every
            if all(
                word in fold(f"{row.code} {row.name} {row.place} {row.new_name} {becomes(row)}")
                for word in wanted
            )
        ]
        self._model.show(shown)
        codes = [row.code for row in shown]
        if former is not None and former.code in codes:
            self.selectRow(codes.index(former.code))
            self.scrollTo(self.currentIndex())
        self._tell()

    def _tell(self) -> None:
        self.chosen.emit(self.current())
