"""The arrow in a column's head: the different values of the column, ticked, narrow the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.vietnamese import fold, sort_key, words
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import number
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ktgs_desktop.domain.listing import Listing, ValueCount
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.gui.widgets.list_header import ListHeader
    from ktgs_desktop.gui.widgets.listing import ListView
    from ktgs_desktop.progress import Progress

PREFIX = "in_"
_SEARCHED_FROM = 8
_WIDTH, _MOST_SHOWN = 320, 12


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value a column has.

    Attributes:
        value: the value, for the filter.
        text: what the list shows of it.
        count: how many rows have it.
    """

    value: str
    text: str
    count: int


Values = Callable[["Listing", str], Sequence[FilterValue]]
Question = Callable[[], Sequence[FilterValue]]
Asking = Callable[[str], Question]


def in_words(found: Iterable[ValueCount], word: Callable[[str], object]) -> list[FilterValue]:
    """Values that a word says, as the arrow offers them.

    Args:
        found: the values with their numbers.
        word: the text of a value.
    """
    return [FilterValue(one.value, str(word(one.value)), one.count) for one in found]


def by_name(found: Iterable[ValueCount], names: Callable[[ValueCount], str]) -> list[FilterValue]:
    """Values that are names, as the arrow offers them: in the order of the names.

    Args:
        found: the values with their numbers.
        names: the name of a value.
    """
    offered = [FilterValue(one.value, names(one), one.count) for one in found]
    return sorted(offered, key=lambda one: sort_key(one.text))


class ColumnFilterDialog(QDialog):
    """The values of a column with their numbers; Space ticks, Enter narrows.

    Args:
        title: title of the column.
        found: its values.
        chosen: values it is narrowed to now, nothing for all.

    Attributes:
        wanted: values ticked when it was left with Enter; nothing for all.
        passed: whether it was left with F8, for the next column.
    """

    def __init__(
        self, title: str, found: Sequence[FilterValue], chosen: Sequence[str], parent: QWidget
    ) -> None:
        # No popup: those grab the keyboard, which input methods do not bear.
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("paletteWindow")
        self._found = found
        self.wanted: tuple[str, ...] = ()
        self.passed = False
        text = _("Filter: {column}").format(column=title)
        self.setWindowTitle(text)
        self.setFixedWidth(theme.scaled(_WIDTH))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        head = QHBoxLayout()
        head.addWidget(label(text, "fieldLabel"), 1)
        head.addWidget(label(_("F8: next column"), "muted"))
        layout.addLayout(head)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Find a value"))
        self.line.setAccessibleName(_("Find a value"))
        self.line.setVisible(len(found) >= _SEARCHED_FROM)
        self.line.textChanged.connect(self._narrow)
        self.everything = QCheckBox(_("(&all)"))
        self.everything.clicked.connect(self._tick_all)
        self.list = QListWidget()
        self.list.setAccessibleName(text)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in found:
            self._add(one, ticked=not chosen or one.value in chosen)
        row = self.list.sizeHintForRow(0) if found else 0
        rows = min(len(found), _MOST_SHOWN)
        self.list.setFixedHeight(max(row, 1) * max(rows, 1) + 2 * self.list.frameWidth() + 2)
        self.list.itemChanged.connect(lambda _item: self._show_state())
        for part in (self.line, self.everything, self.list):
            layout.addWidget(part)
        layout.addLayout(self._build_buttons(narrowed=bool(chosen)))
        self._show_state()
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _add(self, one: FilterValue, *, ticked: bool) -> None:
        shown = _("{value}  ({count})").format(
            value=one.text or _("(empty)"), count=number(one.count)
        )
        item = QListWidgetItem(shown)
        item.setToolTip(one.text)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _build_buttons(self, *, narrowed: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        self.clear = button(_("&Show all"), self._show_all)
        self.clear.setVisible(narrowed)
        self.use = button(_("&Filter"), self._take, primary=True)
        line.addWidget(self.clear)
        line.addStretch(1)
        line.addWidget(button(_("Cancel"), self.reject))
        line.addWidget(self.use)
        return line

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _narrow(self, text: str) -> None:
        wanted = words(fold(text))
        for item in self._items():
            item.setHidden(not all(part in fold(item.text()) for part in wanted))

    def _tick_all(self) -> None:
        """Tick or clear what is seen."""
        ticked = Qt.CheckState.Checked if self.everything.isChecked() else Qt.CheckState.Unchecked
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(ticked)

    def _ticked(self) -> list[str]:
        return [
            one.value
            for one, item in zip(self._found, self._items(), strict=True)
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _show_state(self) -> None:
        ticked = self._ticked()
        self.everything.setChecked(len(ticked) == len(self._found))
        self.use.setEnabled(bool(ticked))

    def _show_all(self) -> None:
        self.wanted = ()
        self.accept()

    def _take(self) -> None:
        ticked = self._ticked()
        if ticked:
            self.wanted = () if len(ticked) == len(self._found) else tuple(ticked)
            self.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.passed = True
            self.reject()
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self.clear.hasFocus():
            self._take()
        else:
            super().keyPressEvent(event)


class ColumnFilters(QObject):
    """Arrows in the heads of a list, and what they narrow it to.

    Signals:
        changed: the user wants other rows.

    Args:
        header: the list's header.
        tasks: asks for the values.
        places: what is asked for, by the column's place; columns not named have no arrow.
        asking: gives, on the window's thread, the question for the values of a column among the
            rows shown; the question itself runs in a reader's thread.
    """

    changed = Signal()

    def __init__(
        self, header: ListHeader, tasks: TaskRunner, places: Mapping[int, str], asking: Asking
    ) -> None:
        super().__init__(header)
        self._header, self._tasks, self._asking = header, tasks, asking
        self._names = dict(places)
        self._chosen: dict[str, tuple[str, ...]] = {}
        header.offer_filters(frozenset(self._names))
        header.filter_wanted.connect(self.ask)

    @classmethod
    def of_list(
        cls, view: ListView, tasks: TaskRunner, columns: Mapping[str, str], values: Values
    ) -> ColumnFilters:
        """Arrows in the heads of a long list.

        Args:
            view: the list.
            tasks: asks for the values.
            columns: what is asked for, by the column's key.
            values: the values of a column among the rows of a query; runs in a reader's thread.
        """
        keys = [column.key for column in view.listing.columns]
        places = {keys.index(key): name for key, name in columns.items()}

        def asking(name: str) -> Question:
            query = view.listing.query
            return lambda: values(query, name)

        return cls(view.list_header, tasks, places, asking)

    @property
    def narrows(self) -> bool:
        """Whether any column narrows the list."""
        return bool(self._chosen)

    @property
    def titles(self) -> list[str]:
        """Titles of the columns that narrow the list, from the left."""
        narrowed = [place for place in self._ordered() if self._names[place] in self._chosen]
        return [self._title(place) for place in narrowed]

    @property
    def chosen(self) -> Mapping[str, tuple[str, ...]]:
        """The values the columns narrow to, by what the columns hold."""
        return dict(self._chosen)

    def values(self) -> dict[str, tuple[str, ...]]:
        """What the columns narrow to, as filters of the list."""
        return {PREFIX + name: chosen for name, chosen in self._chosen.items()}

    def reset(self) -> None:
        """Narrow to nothing; whoever asks shows the rows anew."""
        self._chosen = {}
        self._show()

    def clear(self) -> None:
        """Narrow to nothing, because the user wants all rows."""
        if self._chosen:
            self.reset()
            self.changed.emit()

    def _show(self) -> None:
        narrowed = (place for place, name in self._names.items() if name in self._chosen)
        self._header.mark_filters(frozenset(narrowed))

    def _title(self, place: int) -> str:
        title = self._header.model().headerData(place, Qt.Orientation.Horizontal)
        return str(title or "")

    def _ordered(self) -> list[int]:
        return sorted(self._names, key=self._header.visualIndex)

    def _seen(self) -> list[int]:
        """The columns with an arrow that are shown, from the left."""
        return [place for place in self._ordered() if not self._header.isSectionHidden(place)]

    def ask_here(self) -> None:
        """Ask for the column the cursor is in, else the next one that has an arrow."""
        view = self._header.parentWidget()
        here = view.currentIndex().column() if isinstance(view, QAbstractItemView) else 0
        at, seen = self._header.visualIndex(here), self._seen()
        after = [place for place in seen if self._header.visualIndex(place) >= at]
        for place in (after or seen)[:1]:
            self.ask(place)

    def ask(self, place: int) -> None:
        """Offer the values of a column.

        Args:
            place: the column.
        """
        question = self._asking(self._names[place])

        def work(_progress: Progress) -> list[FilterValue]:
            return list(question())

        self._tasks.ask(self._header, work, lambda found: self._offer(place, found))

    def _offer(self, place: int, found: list[FilterValue]) -> None:
        name, header = self._names[place], self._header
        chosen = self._chosen.get(name, ())
        dialog = ColumnFilterDialog(self._title(place), found, chosen, header.window())
        below = QPoint(header.sectionViewportPosition(place), header.height())
        dialog.move(header.viewport().mapToGlobal(below))
        if dialog.exec():
            self._take(name, dialog.wanted)
        dialog.deleteLater()
        if dialog.passed:
            seen = self._seen()
            self.ask(seen[(seen.index(place) + 1) % len(seen)])

    def _take(self, name: str, wanted: tuple[str, ...]) -> None:
        former = dict(self._chosen)
        self._chosen.pop(name, None)
        if wanted:
            self._chosen[name] = wanted
        if self._chosen != former:
            self._show()
            self.changed.emit()
