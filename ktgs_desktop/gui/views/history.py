"""The system log (nhật ký hệ thống): who did what, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from ktgs_desktop import i18n
from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.gui import actions
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters, by_name
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.list_header import ListHeader
from ktgs_desktop.gui.widgets.page import Page, button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import history

if TYPE_CHECKING:
    from ktgs_desktop.domain.column_values import Chosen
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.gui.widgets.column_filter import Question
    from ktgs_desktop.services.history import HistoryEntry

_FIRST = 500
_MORE = 4
_ID = int(Qt.ItemDataRole.UserRole)
_COLUMNS = "history/columns"
_SUBJECT, _CHANGES = 3, 4
_WIDTHS = (18, 24, 26, 60, 8)
_FILTERED = {1: "user", 2: "operation"}


class HistoryPage(Page):
    """The operations of all users of the office."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("System log"))
        self.session = session
        self._reading: Task | None = None
        self._entries: Sequence[HistoryEntry] = ()
        self._chosen: Chosen = {}
        self._limit = _FIRST
        self.add_action(button("Excel", self._export, icon="mdi6.file-excel-outline"))
        self.back = self.add_action(
            button(_("&Take it back"), self.take_back, icon="arrow-counter-clockwise")
        )
        self.back.setToolTip(_("Takes back the marked operation, if nothing was built on it."))
        self.back.setVisible(not session.workspace.read_only)
        self.filter = FilterBar(_("Filter: who, what (accents may be left out)"))
        self.filter.changed.connect(self._ask)
        self.body.addWidget(self.filter)
        self._build_list()
        self.filter.join(self.heads)
        self.filter.left.connect(self.list.setFocus)
        self.older = button(_("Show older ones"), self._show_older, flat=True)
        self.older.hide()
        self.body.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        for name, run in (
            ("filter", self.filter.line.setFocus),
            ("filter_column", self.heads.ask_here),
            ("clear_filters", self.filter.reset),
            ("refresh", self.reload),
            ("export_list", self._export),
        ):
            actions.make(name, self, run)
        self.starts = (self.list,)
        session.changed.connect(self._on_changed)
        self.reload()

    def _build_list(self) -> None:
        self.list = QTreeWidget()
        self.list.setHeaderLabels(_heads())
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(_("System log"))
        self.list.currentItemChanged.connect(lambda *_items: self._enable())
        header = ListHeader(self.list)
        self.list.setHeader(header)
        self.heads = ColumnFilters(header, self.session.tasks, _FILTERED, self._asking)
        header.setSectionResizeMode(_SUBJECT, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        saved = self.session.recall(_COLUMNS).encode("ascii")
        self._sized = header.restoreState(QByteArray.fromHex(saved))
        self.body.addWidget(self.list, 1)

    # What is shown ----------------------------------------------------------------------

    def _on_changed(self, _changes: object) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the log again."""
        workspace, limit, chosen = self.session.workspace, self._limit, self.heads.chosen
        self._chosen = chosen
        self._reading = self.session.tasks.read(
            self,
            lambda _progress: history.operations(workspace, limit, chosen),
            self._take,
            instead_of=self._reading,
        )

    def _ask(self) -> None:
        """The filter has changed: what the heads narrow to is read, words only look at it."""
        if self.heads.chosen == self._chosen:
            self._show()
        else:
            self.reload()

    def _asking(self, name: str) -> Question:
        """What the arrow of a column offers among the operations of the whole log."""
        workspace, chosen = self.session.workspace, self.heads.chosen
        return lambda: by_name(history.values(workspace, name, chosen), lambda one: one.text)

    def _show_older(self) -> None:
        self._limit *= _MORE
        self.reload()

    def _take(self, entries: Sequence[HistoryEntry]) -> None:
        self._entries = entries
        self.older.setVisible(len(entries) == self._limit)
        self._show()

    def _show(self) -> None:
        present = self._current_id()
        scrolled = self.list.verticalScrollBar().value()
        self.list.clear()
        met = self._met()
        self.filter.tell_count(len(met))
        for entry in met:
            item = QTreeWidgetItem(_texts(entry))
            item.setData(0, _ID, str(entry.id))
            item.setTextAlignment(_CHANGES, Qt.AlignmentFlag.AlignRight)
            self.list.addTopLevelItem(item)
            if entry.id == present:
                self.list.setCurrentItem(item)
        if not self._sized and self._entries:
            self._sized = True
            for column in range(len(_WIDTHS)):
                self.list.resizeColumnToContents(column)
        first = self.list.topLevelItem(0)
        if self.list.currentItem() is not None:
            self.list.verticalScrollBar().setValue(scrolled)
        elif first is not None:
            self.list.setCurrentItem(first)
        self._enable()

    def _met(self) -> list[HistoryEntry]:
        """The operations that meet the filter."""
        wanted = words(fold(self.filter.words))
        return [
            entry
            for entry in self._entries
            if all(part in fold(" ".join(_texts(entry))) for part in wanted)
        ]

    def _current_id(self) -> UUID | None:
        item = self.list.currentItem()
        return UUID(item.data(0, _ID)) if item is not None else None

    def _enable(self) -> None:
        self.back.setEnabled(self.list.currentItem() is not None)

    # Commands ---------------------------------------------------------------------------

    def take_back(self) -> None:
        """Take back the operation in hand; do again what an undo took back."""
        present, workspace = self._current_id(), self.session.workspace
        entry = next((one for one in self._entries if one.id == present), None)
        if entry is None or workspace.read_only:
            return
        undone = entry.name == history.UNDO
        run = history.redo_operation if undone else history.undo_operation
        said = _("Done again: {what}") if undone else _("Undone: {what}")
        self.session.tasks.write(
            self,
            lambda _progress: run(workspace, entry.id),
            lambda label: self.session.said.emit(said.format(what=label)),
        )

    def _export(self) -> None:
        rows = [_texts(entry) for entry in self._met()]
        export_table(self.session, _("System log"), _heads(), rows, _WIDTHS, self)

    def remember(self) -> None:
        """Keep sizes for the next start."""
        state = self.list.header().saveState().toHex().data()
        self.session.remember(_COLUMNS, bytes(state).decode("ascii"))


def _heads() -> list[str]:
    return [_("Time"), _("Who"), _("Operation"), _("About"), _("Records")]


def _texts(entry: HistoryEntry) -> list[str]:
    return [
        i18n.moment(datetime.fromisoformat(entry.at), seconds=True),
        entry.user,
        entry.label,
        entry.subject.replace("\n", " "),
        str(entry.changes),
    ]
