"""Plans of other bodies (thanh tra, kiểm toán, cấp trên): listed, typed, pasted, voided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop.domain.dates import ROMAN_QUARTERS, show_span
from ktgs_desktop.gui import actions, errors, theme
from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.outside_line import OutsideLineDialog
from ktgs_desktop.gui.dialogs.outside_table import OutsideTable
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters, by_name, in_words
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.filter_chip import ColumnsChip
from ktgs_desktop.gui.widgets.list_header import ListHeader
from ktgs_desktop.gui.widgets.page import EmptyState, button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import outside_lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.listing import ValueCount
    from ktgs_desktop.domain.outside_lines import OutsideLine
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.gui.widgets.column_filter import FilterValue, Question

_WIDTH, _HEIGHT = 1020, 520
_ID = int(Qt.ItemDataRole.UserRole)
_SUBJECTS, _CONTENT = 3, 4
_FILTERED = {0: "quarter", 1: "body", 2: "actor"}
_WIDTHS = (14, 28, 18, 44, 44)


class _Lines(QTreeWidget):
    """The list; Enter edits, Delete takes out."""

    def __init__(self, owner: OutsideLinesDialog) -> None:
        super().__init__()
        self._owner = owner
        self.setHeaderLabels(_heads())
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Plans of other bodies"))
        header = self.list_header = ListHeader(self)
        self.setHeader(header)
        header.setStretchLastSection(False)
        for section in (_SUBJECTS, _CONTENT):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self.itemDoubleClicked.connect(lambda _item, _column: owner.edit())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._owner.edit()
            case Qt.Key.Key_Delete:
                self._owner.void()
            case _:
                super().keyPressEvent(event)


def _heads() -> list[str]:
    return [_("Time"), _("Body"), _("Kind of body"), _("Subjects"), _("Content")]


def _time(line: OutsideLine) -> str:
    if line.quarter is not None:
        return f"{ROMAN_QUARTERS[line.quarter]}/{line.year}"
    return show_span(line.work_from, line.work_to) or str(line.year)


def _texts(line: OutsideLine) -> list[str]:
    return [
        _time(line),
        line.body,
        str(outside_lines.ACTORS[line.actor]),
        "; ".join(subject.name for subject in line.subjects),
        line.content.replace("\n", " "),
    ]


def _offered(name: str, found: Sequence[ValueCount]) -> list[FilterValue]:
    match name:
        case "quarter":
            return in_words(found, lambda value: ROMAN_QUARTERS[int(value)] if value else "")
        case "actor":
            return in_words(found, outside_lines.ACTORS.__getitem__)
        case _:
            return by_name(found, lambda one: one.text)


class OutsideLinesDialog(QDialog):
    """Lists plans of other bodies; they serve only to see what meets.

    Args:
        session: the session.
        year: the year shown first.
    """

    def __init__(self, session: Session, year: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._reading: Task | None = None
        self._lines: Sequence[OutsideLine] = ()
        self._shown: Sequence[OutsideLine] = ()
        self._wanted: UUID | None = None
        self._to_list = True  # as soon as there is one, which is hidden while it is empty
        title = _("Plans of other bodies")
        self.setWindowTitle(title)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(title, "dialogTitle", wrap=True))
        layout.addWidget(
            label(
                _(
                    "Plans of the inspectorate, the audit and the superior committee. They are "
                    "used only to warn of two visits in one quarter; nothing counts or prints them."
                ),
                "muted",
                wrap=True,
            )
        )
        self.list = _Lines(self)
        header = self.list.list_header
        self.heads = ColumnFilters(header, session.tasks, _FILTERED, self._asking)
        self.heads.changed.connect(self._show)
        layout.addLayout(self._build_head(year))
        self.empty = EmptyState("calendar-check")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        layout.addLayout(self._build_foot())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        for name, run in (
            ("filter_column", self.heads.ask_here),
            ("clear_filters", self._show_all),
        ):
            actions.make(name, self, run)
        session.changed.connect(lambda _changes: self.reload())
        self.reload()

    def _build_head(self, year: int) -> QHBoxLayout:
        line = QHBoxLayout()
        first, _dash, last = self._session.workspace.office.term.partition("-")
        self._years = range(int(first), int(last) + 1)
        offered = sorted({*self._years, year})
        self.year = ChoiceField([("", _("Any year")), *((str(one), str(one)) for one in offered)])
        self.year.setAccessibleName(_("Year"))
        self.year.set_value(str(year))
        self.year.edited.connect(self.reload)
        self.actor = ChoiceField(
            [
                ("", _("Any kind of body")),
                *((key, str(text)) for key, text in outside_lines.ACTORS.items()),
            ]
        )
        self.actor.setAccessibleName(_("Kind of body"))
        self.actor.edited.connect(self.reload)
        self.excel = button("Excel", self._export, icon="mdi6.file-excel-outline")
        for choice in (self.year, self.actor):
            choice.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
            line.addWidget(choice)
        self.chip = ColumnsChip(self.heads)
        self.chip.clicked.connect(lambda _checked: self.list.setFocus())
        line.addWidget(self.chip)
        line.addStretch(1)
        line.addWidget(self.excel)
        return line

    def _build_foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.remove = button(_("&Delete…"), self.void, icon="trash")
        self.change = button(_("&Edit…"), self.edit)
        self.paste_button = button(_("&Paste a table…"), self.paste, icon="clipboard-text")
        self.paste_button.setToolTip("Ctrl+V")
        self.add_button = button(_("&Add…"), self.add, icon="plus", primary=True)
        self.close_button = button(_("Close"), self.reject)
        line.addWidget(self.remove)
        line.addWidget(self.change)
        line.addStretch(1)
        for part in (self.close_button, self.paste_button, self.add_button):
            line.addWidget(part)
        writable = not self._session.workspace.read_only
        for part in (self.remove, self.change, self.paste_button, self.add_button):
            part.setVisible(writable)
        return line

    # The list ---------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the lines again; the cursor stays on its line."""
        workspace, actor = self._session.workspace, self.actor.value()
        year = int(self.year.value()) if self.year.value() else None
        self._wanted = self._wanted or self._current_id()
        self._reading = self._session.tasks.read(
            self,
            lambda _progress: outside_lines.listed(workspace, year, actor),
            self._take,
            instead_of=self._reading,
        )

    def _asking(self, name: str) -> Question:
        """What the arrow of a column offers among the lines that were read."""
        lines, chosen = self._lines, self.heads.chosen
        return lambda: _offered(name, outside_lines.values(lines, name, chosen))

    def _show_all(self) -> None:
        """Take every filter away."""
        self.heads.reset()
        for choice in (self.year, self.actor):
            choice.set_value("")
        self.reload()

    def _take(self, lines: Sequence[OutsideLine]) -> None:
        self._lines = lines
        self._show()

    def _show(self) -> None:
        self._shown = outside_lines.narrowed(self._lines, self.heads.chosen)
        self.chip.tell_count(len(self._shown))
        self._wanted = self._wanted or self._current_id()
        self.list.clear()
        items = []
        for line in self._shown:
            item = QTreeWidgetItem(_texts(line))
            item.setData(0, _ID, str(line.id))
            for column, text in enumerate(_texts(line)):
                item.setToolTip(column, text)
            items.append(item)
        self.list.addTopLevelItems(items)
        for section in range(_SUBJECTS):
            self.list.resizeColumnToContents(section)
        wanted, self._wanted = str(self._wanted), None
        there = next((one for one in items if one.data(0, _ID) == wanted), None)
        if items:
            self.list.setCurrentItem(there or items[0])
        elif self._lines:
            self.empty.say(
                _("No plan meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all plans"), self.heads.clear),
            )
        else:
            self.empty.say(
                _("No plan of another body"),
                _(
                    "Type one with “Add”, or copy the table of their plan in Word or Excel and "
                    "press Ctrl+V here; you see what becomes of each row before it is kept."
                ),
            )
        self.stack.setCurrentWidget(self.list if items else self.empty)
        if self._to_list and items:
            self._to_list = False
            self.list.setFocus()
        for part in (self.remove, self.change, self.excel):
            part.setEnabled(bool(items))

    def _current_id(self) -> UUID | None:
        item = self.list.currentItem()
        return UUID(item.data(0, _ID)) if item is not None else None

    def _current(self) -> OutsideLine | None:
        wanted = self._current_id()
        return next((line for line in self._lines if line.id == wanted), None)

    def _shown_year(self) -> int:
        return int(self.year.value() or self._session.workspace.today.year)

    # Commands ---------------------------------------------------------------------------

    def add(self) -> None:
        """Type a new line."""
        line = outside_lines.blank(self._session.workspace, self._shown_year())
        self._ask(line)

    def edit(self) -> None:
        """Edit the line in hand."""
        line = self._current()
        if line is not None and not self._session.workspace.read_only:
            self._ask(line)

    def _ask(self, line: OutsideLine) -> None:
        dialog = OutsideLineDialog(self._session, line, self._years, self)
        if dialog.exec() and dialog.saved is not None:
            self._wanted = dialog.saved.id
            if self.year.value() and self.year.value() != str(dialog.saved.year):
                self.year.set_value(str(dialog.saved.year))
            self._to_list = True
            self.reload()
        dialog.deleteLater()

    def void(self) -> None:
        """Take the line in hand out of the list, with a reason."""
        line, workspace = self._current(), self._session.workspace
        if line is None or workspace.read_only:
            return
        text = _("“{name}” leaves the list; it stays in the history.").format(name=line.body)
        reason = ask_reason(_("Delete a plan of another body"), text, _("&Delete"), self)
        if reason:
            self._session.tasks.write(
                self,
                lambda _progress: outside_lines.void(workspace, line.id, reason),
                lambda _none: None,
                lambda error: errors.show(self, error),
            )

    def paste(self) -> None:
        """Show what the table on the clipboard would become, and import it."""
        if self._session.workspace.read_only:
            return
        kind = OutsideTable(self._session, self._shown_year(), self.actor.value())
        dialog = ImportTableDialog(self._session, kind, self)
        dialog.paste()
        dialog.exec()
        dialog.deleteLater()

    def _export(self) -> None:
        rows = [_texts(line) for line in self._shown]
        title = _("Plans of other bodies")
        export_table(self._session, title, _heads(), rows, _WIDTHS, self)
