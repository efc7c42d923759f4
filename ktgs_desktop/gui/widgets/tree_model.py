"""The model of a tree of any size: what stands below a record is fetched when it is opened.

Loading, refreshing and revealing are one thing: read the top, what is open and the way to the
wanted record in one go, then show it. So an answer that comes late can never mix with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from ktgs_desktop.gui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.gui.widgets.listing_model import Column
    from ktgs_desktop.progress import Progress

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE, _TOOLTIP = int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_TOP = 0


class TreeRow(Protocol):
    """What a tree shows of a record, besides what its columns ask for."""

    @property
    def id(self) -> UUID:
        """The record."""
        ...

    @property
    def children(self) -> int:
        """How many records stand directly below it."""
        ...


class TreeSource(Protocol):
    """Where a tree comes from; both methods run in a reader's thread."""

    def children(self, parent: UUID | None) -> Sequence[Any]:
        """Rows directly below a record, in their order; None asks for the top."""
        ...

    def path_to(self, record: UUID) -> Sequence[UUID]:
        """The records above one, from the top down, and itself."""
        ...


@dataclass(slots=True)
class _Node:
    """A record in the tree; `below` is None until it has been fetched."""

    key: int
    row: Any
    parent: int
    place: int
    below: list[int] | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was read: rows below each parent that was asked for, and the way to the wanted one."""

    rows: Mapping[UUID | None, Sequence[Any]]
    path: Sequence[UUID] = field(default=())


class TreeModel(QAbstractItemModel):
    """Shows a tree; nodes are fetched when the view asks for them.

    Signals:
        loaded: the tree was read anew; carries the way to the record that was wanted.
    """

    loaded = Signal(object)

    def __init__(
        self,
        tasks: TaskRunner,
        columns: Sequence[Column],
        source: TreeSource,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.columns = tuple(columns)
        self.source = source
        self._generation = 0
        self._last_key = _TOP
        self._nodes: dict[int, _Node] = {}
        self._by_id: dict[UUID, int] = {}
        self._top: list[int] = []
        self.complete = False

    # Loading ----------------------------------------------------------------------------

    def load(self, opened: Iterable[UUID] = (), wanted: UUID | None = None) -> None:
        """Read the top, what stands below open records, and the way to a wanted one.

        Args:
            opened: records whose children are shown.
            wanted: a record that is to be found in the tree, None for none.
        """
        self._generation += 1
        generation, source = self._generation, self.source
        keep = list(opened)

        def work(progress: Progress) -> _Answer:
            path = list(source.path_to(wanted)) if wanted is not None else []
            parents = dict.fromkeys([None, *keep, *path[:-1]])
            rows: dict[UUID | None, Sequence[Any]] = {}
            for done, parent in enumerate(parents):
                progress.step(done, len(parents))
                rows[parent] = source.children(parent)
            return _Answer(rows, path)

        def then(answer: _Answer) -> None:
            if generation == self._generation:
                self._replace(answer)

        self._tasks.read(self, work, then)

    def _replace(self, answer: _Answer) -> None:
        self.beginResetModel()
        self._nodes.clear()
        self._by_id.clear()
        self._top = self._made(answer.rows.get(None, ()), _TOP)
        waiting = list(self._top)
        while waiting:
            node = self._nodes[waiting.pop()]
            if node.row.id in answer.rows:
                node.below = self._made(answer.rows[node.row.id], node.key)
                waiting += node.below
        self.complete = True
        self.endResetModel()
        self.loaded.emit(answer.path)

    def _made(self, rows: Sequence[Any], parent: int) -> list[int]:
        keys = []
        for place, row in enumerate(rows):
            self._last_key += 1
            node = _Node(self._last_key, row, parent, place)
            self._nodes[node.key] = node
            self._by_id[row.id] = node.key
            keys.append(node.key)
        return keys

    def _take(self, generation: int, key: int, rows: Sequence[Any]) -> None:
        node = self._nodes.get(key)
        if generation != self._generation or node is None:
            return
        if rows:
            self.beginInsertRows(self._index_of(key), 0, len(rows) - 1)
            node.below = self._made(rows, key)
            self.endInsertRows()
        else:
            node.below = []
            self.dataChanged.emit(self._index_of(key), self._index_of(key))

    # Looking up -------------------------------------------------------------------------

    def _index_of(self, key: int) -> QModelIndex:
        node = self._nodes.get(key)
        return self.createIndex(node.place, 0, key) if node is not None else QModelIndex()

    def index_of(self, record: UUID) -> QModelIndex:
        """Where a record stands; invalid if it has not been fetched.

        Args:
            record: its id.
        """
        return self._index_of(self._by_id.get(record, _TOP))

    def row_of(self, index: _Index) -> Any:
        """The row of an index, None for none.

        Args:
            index: of this model.
        """
        node = self._nodes.get(index.internalId()) if index.isValid() else None
        return node.row if node is not None else None

    def record_of(self, index: _Index) -> UUID | None:
        """The record of an index, None for none.

        Args:
            index: of this model.
        """
        row = self.row_of(index)
        found: UUID | None = row.id if row is not None else None
        return found

    def fetched(self) -> list[UUID]:
        """Records whose children have been fetched or asked for, from the top down."""
        return [
            node.row.id for node in self._nodes.values() if node.below is not None or node.asked
        ]

    def _below(self, parent: _Index) -> list[int]:
        if not parent.isValid():
            return self._top
        node = self._nodes.get(parent.internalId())
        return (node.below or []) if node is not None else []

    # Qt ---------------------------------------------------------------------------------

    @override
    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        below = self._below(parent)
        if 0 <= row < len(below) and 0 <= column < len(self.columns):
            return self.createIndex(row, column, below[row])
        return QModelIndex()

    @override
    def parent(self, child: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]
        node = self._nodes.get(child.internalId()) if child.isValid() else None
        return self._index_of(node.parent) if node is not None else QModelIndex()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.column() > 0 else len(self._below(parent))

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return len(self.columns)

    @override
    def hasChildren(self, parent: _Index = QModelIndex()) -> bool:
        if not parent.isValid():
            return bool(self._top)
        node = self._nodes.get(parent.internalId())
        if node is None or parent.column() > 0:
            return False
        return bool(node.row.children) if node.below is None else bool(node.below)

    @override
    def canFetchMore(self, parent: _Index) -> bool:
        node = self._nodes.get(parent.internalId()) if parent.isValid() else None
        return (
            node is not None and node.below is None and not node.asked and bool(node.row.children)
        )

    @override
    def fetchMore(self, parent: _Index) -> None:
        node = self._nodes.get(parent.internalId()) if parent.isValid() else None
        if node is None or node.asked:
            return
        node.asked = True
        generation, source, key, record = self._generation, self.source, node.key, node.row.id
        self._tasks.read(
            self,
            lambda _progress: source.children(record),
            lambda rows: self._take(generation, key, rows),
        )

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        row = self.row_of(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        if role in (_DISPLAY, _TOOLTIP, _ACCESSIBLE):
            return column.text(row)
        if role == _FOREGROUND and column.tint is not None:
            return theme.colour(column.tint(row))
        if role == _ALIGNMENT:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return str(self.columns[section].title)
        return None
