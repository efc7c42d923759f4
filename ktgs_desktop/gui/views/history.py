"""The system log (nhật ký hệ thống): who did what, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.gui import actions
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.page import Page
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import history

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.history import HistoryEntry


class HistoryPage(Page):
    """The operations of all users of the office."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("System log"))
        self.session = session
        self._entries: Sequence[HistoryEntry] = ()
        self.filter = FilterBar(_("Filter: who, what (accents may be left out)"))
        self.filter.changed.connect(self._show)
        self.body.addWidget(self.filter)
        self.list = QTreeWidget()
        self.list.setHeaderLabels([_("Time"), _("Who"), _("Operation"), _("About"), _("Records")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(_("System log"))
        header = self.list.header()
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        self.body.addWidget(self.list, 1)
        actions.make("filter", self, self.filter.line.setFocus)
        actions.make("refresh", self, self.reload)
        self.starts = (self.list,)
        session.changed.connect(self._on_changed)
        self.reload()

    def _on_changed(self, _changes: object) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the log again."""
        workspace = self.session.workspace
        self.session.tasks.read(self, lambda _progress: history.operations(workspace), self._take)

    def _take(self, entries: Sequence[HistoryEntry]) -> None:
        self._entries = entries
        self._show()

    def _show(self) -> None:
        wanted = words(fold(self.filter.words))
        self.list.clear()
        for entry in self._entries:
            when = datetime.fromisoformat(entry.at)
            texts = [
                f"{when:%d/%m/%Y %H:%M:%S}",
                entry.user,
                entry.label,
                entry.subject.replace("\n", " "),
                str(entry.changes),
            ]
            if all(part in fold(" ".join(texts)) for part in wanted):
                item = QTreeWidgetItem(texts)
                item.setTextAlignment(4, Qt.AlignmentFlag.AlignRight)
                self.list.addTopLevelItem(item)
        for column in (0, 1, 2, 4):
            self.list.resizeColumnToContents(column)
