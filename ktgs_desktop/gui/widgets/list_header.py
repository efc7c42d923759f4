"""The header of every long list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget
from typing_extensions import override


class ListHeader(QHeaderView):
    """A header that does not ask the model whether each column is wholly selected.

    Qt's own asks every row of the list, which freezes a million rows for 15 seconds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @override
    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logical: int) -> None:
        option.section = logical
        option.position = QStyleOptionHeader.SectionPosition.Middle
        model = self.model()
        option.text = str(model.headerData(logical, Qt.Orientation.Horizontal) or "")
        alignment = model.headerData(
            logical, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.TextAlignmentRole)
        )
        option.textAlignment = Qt.AlignmentFlag(alignment or 0)
        option.selectedPosition = QStyleOptionHeader.SelectedPosition.NotAdjacent
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logical:
            ascending = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            indicator = QStyleOptionHeader.SortIndicator
            option.sortIndicator = indicator.SortUp if ascending else indicator.SortDown
            # The arrow stands at the right end, where it would cover words set there.
            option.textAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
