"""Many packages in one go: each is taken in by itself, and a table says what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.widgets.package_words import KINDS, moment_text
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.gui.widgets.unit_words import called
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.many import Outcome, Outcomes

_SIZE = (980, 560)
_STATE = 3


class ManyPackagesDialog(QDialog):
    """Takes many packages in and shows what became of each.

    Args:
        session: the session.
        paths: the files.
        parent: the window.

    Attributes:
        table: one row for each file.
        take_button: begins.
        close_button: closes; while packages are taken in it asks that to stop.
        outcomes: what became of them, None before.
    """

    def __init__(self, session: Session, paths: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._paths = session, list(paths)
        self._task: Task | None = None
        self.outcomes: Outcomes | None = None
        self.setWindowTitle(_("Take in many packages"))
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        title = _("{count} packages").format(count=i18n.number(len(paths)))
        layout.addWidget(label(title, "dialogTitle"))
        told = _(
            "Each is copied, checked and taken in by itself: one that is refused holds up none of "
            "the others. You may stop between two files, and undo each later."
        )
        layout.addWidget(label(told, "muted", wrap=True))
        self.table = QTreeWidget()
        self.table.setAccessibleName(_("Packages"))
        self.table.setRootIsDecorated(False)
        self.table.setHeaderLabels(self._heads())
        head = self.table.header()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for place, width in ((1, 240), (2, 130)):
            self.table.setColumnWidth(place, theme.scaled(width))
        self.table.addTopLevelItems(
            [QTreeWidgetItem([one.name, "", "", "→ " + _("waiting")]) for one in self._paths]
        )
        self.table.currentItemChanged.connect(lambda item, _before: self._show_reason(item))
        layout.addWidget(self.table, 1)
        self.reason = label("", "muted", wrap=True)
        self.reason.hide()
        layout.addWidget(self.reason)
        self.told = label("", "sectionTitle", wrap=True)
        self.told.hide()
        layout.addWidget(self.told)
        layout.addLayout(self._build_foot())
        self.take_button.setFocus()

    def _heads(self) -> list[str]:
        return [_("File"), _("Unit"), _("Period"), _("Result")]

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.task_bar = TaskBar()
        self.excel = button("&Excel", self._export, icon="mdi6.file-excel-outline")
        self.excel.setEnabled(False)
        self.close_button = button(_("Cancel"), self.reject)
        self.take_button = button(_("&Take all in"), self.take, icon="check", primary=True)
        foot.addWidget(self.task_bar)
        foot.addStretch(1)
        for made in (self.excel, self.close_button, self.take_button):
            foot.addWidget(made)
        return foot

    def take(self) -> None:
        """Take them in, one after the other."""
        workspace, paths = self._session.workspace, tuple(self._paths)
        if self._task is not None or self.outcomes is not None:
            return

        def work(progress: Progress) -> Outcomes:
            return many.take_all(workspace, paths, progress)

        def failed(error: BaseException) -> None:
            if isinstance(error, KtgsError):
                self.told.setText(messages.sentence(error))
                self.told.show()
            else:
                errors.show(self, error)

        self.take_button.setEnabled(False)
        self._task = self._session.tasks.write(
            self, work, self._show, failed, label=_("Taking packages in")
        )
        self.task_bar.follow(self._task, self._ended)

    def _ended(self) -> None:
        self._task = None
        self.take_button.setEnabled(self.outcomes is None)

    def _show(self, done: Outcomes) -> None:
        self.outcomes = done
        for place, one in enumerate(done.done):
            item = self.table.topLevelItem(place)
            if item is not None:
                _show_outcome(item, one)
        for place in range(len(done.done), len(self._paths)):
            item = self.table.topLevelItem(place)
            if item is not None:
                item.setText(_STATE, "○ " + _("not tried"))
        told = _("Taken in: {taken}. Refused: {refused}. Not tried: {left}.")
        self.told.setText(
            told.format(
                taken=i18n.number(len(done.done) - done.refused),
                refused=i18n.number(done.refused),
                left=i18n.number(len(done.left)),
            )
        )
        self.told.show()
        self._show_first_refused(done)
        self.take_button.hide()
        self.excel.setEnabled(True)
        self.close_button.setText(_("&Close"))
        self.close_button.setFocus()

    def _show_reason(self, item: QTreeWidgetItem | None) -> None:
        """The whole sentence of the row the cursor is on, which its column may cut."""
        self.reason.setText(item.text(_STATE) if item is not None and self.outcomes else "")
        self.reason.setVisible(bool(self.reason.text()))

    def _show_first_refused(self, done: Outcomes) -> None:
        refused = [place for place, one in enumerate(done.done) if not one.taken]
        item = self.table.topLevelItem(refused[0] if refused else 0)
        if item is not None:
            self.table.setCurrentItem(item)
            self._show_reason(item)

    def _export(self) -> None:
        rows = []
        for place in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(place)
            if item is not None:
                rows.append([item.text(column) for column in range(self.table.columnCount())])
        export_table(
            self._session, _("Packages taken in"), self._heads(), rows, (28, 40, 18, 80), self
        )

    @override
    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()


def _show_outcome(item: QTreeWidgetItem, one: Outcome) -> None:
    arrival, job = one.arrival, one.job
    if arrival is not None:
        item.setText(1, arrival.name)
    item.setText(2, called(one.period) if one.period else "–")
    item.setToolTip(2, moment_text(job.made_at) if job else "")
    if one.error is not None:
        told, tint = "✖ " + messages.sentence(one.error), "overdue"
    elif arrival is not None and arrival.conflicts:
        text = _("taken in: {new} new, {conflicts} in two versions")
        new, conflicts = i18n.number(arrival.new), i18n.number(arrival.conflicts)
        told, tint = "▲ " + text.format(new=new, conflicts=conflicts), "due_soon"
    elif arrival is not None and not arrival.new and job and job.kind == "data":
        told, tint = "✔ " + _("nothing new: it was taken in before"), "muted"
    else:
        text = _("{kind} taken in: {new} new")
        kind = str(KINDS.get(job.kind, "")) if job else ""
        new = i18n.number(arrival.new) if arrival else ""
        told, tint = "✔ " + text.format(kind=kind, new=new), "done"
    item.setText(_STATE, told)
    item.setToolTip(_STATE, told)
    item.setForeground(_STATE, theme.colour(tint))
    item.setTextAlignment(_STATE, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
