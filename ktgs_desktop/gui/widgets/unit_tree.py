"""Provinces and districts to tick, found without diacritics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)
from typing_extensions import override

from ktgs_desktop.domain.organizations import Level
from ktgs_desktop.domain.vietnamese import fold, sort_key, words
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.units import Unit

_CODE = int(Qt.ItemDataRole.UserRole)
_FOLDED = _CODE + 1


class _BoxDelegate(QStyledItemDelegate):
    """Draws the boxes with an outline that is seen on dark ground, too."""

    @override
    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        palette = option.palette
        palette.setColor(QPalette.ColorRole.Window, theme.colour("muted"))
        option.palette = palette


class UnitTree(QTreeWidget):
    """Provinces and their districts, each with a box to tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAccessibleName(_("Provinces and districts"))
        self.setItemDelegate(_BoxDelegate(self))

    def show_units(self, units: Sequence[Unit]) -> None:
        """Show units, in the order of their names.

        Args:
            units: the list; communes are passed over.
        """
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.clear()
        ordered = sorted(units, key=lambda one: sort_key(one.name))
        tops = {unit.code: _item(unit) for unit in ordered if unit.level == Level.PROVINCE}
        for unit in ordered:
            if unit.level == Level.DISTRICT and unit.parent in tops:
                tops[unit.parent].addChild(_item(unit))
        self.addTopLevelItems(list(tops.values()))
        self.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def _tops(self) -> list[QTreeWidgetItem]:
        found = [self.topLevelItem(place) for place in range(self.topLevelItemCount())]
        return [top for top in found if top is not None]

    def narrow(self, text: str) -> None:
        """Show the units whose name or code holds every word typed, with their provinces.

        Args:
            text: words, with or without diacritics.
        """
        wanted = words(fold(text))
        first: QTreeWidgetItem | None = None
        for top in self._tops():
            own = _holds(top, wanted)
            hits = [child for child in _children(top) if _holds(child, wanted)]
            for child in _children(top):
                child.setHidden(not own and child not in hits)
            top.setHidden(not own and not hits)
            top.setExpanded(bool(wanted) and bool(hits))
            first = first or (top if own else hits[0] if hits else None)
        if wanted and first is not None:
            self.setCurrentItem(first)

    def tick_all(self, *, checked: bool) -> None:
        """Tick or clear all provinces that are shown.

        Args:
            checked: whether they are ticked.
        """
        for top in self._tops():
            if not top.isHidden() or not checked:
                top.setCheckState(0, _state(checked=checked))

    def tick(self, code: str) -> None:
        """Tick a province or district.

        Args:
            code: its code.
        """
        for top in self._tops():
            for item in (top, *_children(top)):
                if item.data(0, _CODE) == code:
                    item.setCheckState(0, _state(checked=True))

    def ticked(self) -> list[str] | None:
        """Codes of what is ticked; an empty list for the whole country, None if nothing is."""
        tops = self._tops()
        if tops and all(_is_ticked(top) for top in tops):
            return []
        found: list[str] = []
        for top in tops:
            parts = [top] if _is_ticked(top) else filter(_is_ticked, _children(top))
            found += [part.data(0, _CODE) for part in parts]
        return found or None


def _item(unit: Unit) -> QTreeWidgetItem:
    item = QTreeWidgetItem([f"{unit.name}  ({unit.code})"])
    item.setData(0, _CODE, unit.code)
    item.setData(0, _FOLDED, fold(f"{unit.name} {unit.code}"))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
    item.setCheckState(0, Qt.CheckState.Unchecked)
    return item


def _holds(item: QTreeWidgetItem, wanted: Sequence[str]) -> bool:
    folded = str(item.data(0, _FOLDED))
    return all(part in folded for part in wanted)


def _children(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = [top.child(place) for place in range(top.childCount())]
    return [child for child in found if child is not None]


def _state(*, checked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked


def _is_ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) == Qt.CheckState.Checked
