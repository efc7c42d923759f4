"""Opinions on a draft: who was asked, what they said, what became of it; edited in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import parse_typed_date
from ktgs_desktop.domain.opinions import Opinion, OpinionResult
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.views.programs.opinion_editors import OpinionDelegate, OpinionTable
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import opinion_papers, opinions

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary

_Index = QModelIndex | QtCore.QPersistentModelIndex
_DISPLAY, _EDIT = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole
RESULTS: dict[str, Late] = {
    OpinionResult.OPEN: late("(open)"),
    OpinionResult.ACCEPTED: late("Accepted"),
    OpinionResult.PARTLY: late("Accepted in part"),
    OpinionResult.EXPLAINED: late("Explained"),
}
_COLUMNS: dict[str, tuple[Late, int]] = {
    "giver": (late("Asked for an opinion"), 200),
    "asked_on": (late("Asked on"), 92),
    "due_on": (late("Until"), 92),
    "received_on": (late("Answered on"), 100),
    "text": (late("Opinion"), 0),
    "result": (late("Result"), 130),
    "answer": (late("How it was taken up, or why not"), 0),
}
FIELDS = tuple(_COLUMNS)
_DAYS = frozenset(("asked_on", "due_on", "received_on"))


class OpinionModel(QAbstractTableModel):
    """The opinions on a program, a row each; a change is saved at once.

    Signals:
        edited: an opinion with its new value.
        refused: why a value cannot be.
    """

    edited = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: OpinionTable, today: date) -> None:
        super().__init__(parent)
        self.opinions: list[Opinion] = []
        self.writable = False
        self._today = today

    def show(self, found: list[Opinion]) -> None:
        """Show opinions.

        Args:
            found: in their order.
        """
        self.beginResetModel()
        self.opinions = found
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.opinions)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(FIELDS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return str(_COLUMNS[FIELDS[section]][0])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        there = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return there | Qt.ItemFlag.ItemIsEditable if self.writable else there

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        one, field = self.opinions[index.row()], FIELDS[index.column()]
        if role == _DISPLAY:
            return self.text(one, field)
        if role == _EDIT:
            value = getattr(one, field)
            return i18n.day(value) if isinstance(value, date) else value or ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return getattr(one, field) if field in ("text", "answer") else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._tint(one, field)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def text(self, one: Opinion, field: str) -> str:
        """What a cell shows.

        Args:
            one: the opinion.
            field: which of its values.
        """
        value = getattr(one, field)
        if isinstance(value, date):
            return i18n.day(value)
        if field == "result":
            return str(RESULTS[value]) if one.text else ""
        if field == "text" and one.received_on is not None and not value:
            return _("(agrees)")
        return value or ""

    def _tint(self, one: Opinion, field: str) -> Any:
        late_answer = one.received_on is None and one.due_on is not None
        if field == "due_on" and late_answer and (one.due_on or date.max) < self._today:
            return theme.colour("overdue")
        muted = (field == "text" and not one.text) or (field == "result" and not one.result)
        return theme.colour("muted") if muted else None

    @override
    def setData(self, index: _Index, value: Any, role: int = _EDIT) -> bool:
        one, field = self.opinions[index.row()], FIELDS[index.column()]
        try:
            changed = self._changed(one, field, str(value).strip())
        except UserError as error:
            self.refused.emit(error)
            return False
        if changed == one:
            return False
        self.opinions[index.row()] = changed
        self.dataChanged.emit(index, index)
        self.edited.emit(changed)
        return True

    def _changed(self, one: Opinion, field: str, text: str) -> Opinion:
        """The opinion with a typed value; words that came without a day came today."""
        value: Any = text
        if field in _DAYS:
            year = one.asked_on.year
            value = parse_typed_date(text, year=year).first if text else None
            if value is None and field == "asked_on":
                value = one.asked_on
        changed = dataclasses.replace(one, **{field: value})
        if field == "text" and text and one.received_on is None:
            changed = dataclasses.replace(changed, received_on=self._today)
        return changed


class OpinionsPane(ProgramPane):
    """Who was asked about a draft, what they said, and what became of it."""

    kinds: ClassVar[frozenset[str]] = frozenset(("opinion",))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._program: ProgramSummary | None = None
        self._wanted: tuple[UUID, int] | None = None
        self._reading: Task | None = None
        self._missed = False  # an answer that came while a cell was typed into
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.view = OpinionTable()
        self.model = OpinionModel(self.view, session.workspace.today)
        self.view.setModel(self.model)
        results = {key: str(text) for key, text in RESULTS.items()}
        delegate = OpinionDelegate(self.view, FIELDS, results)
        delegate.closeEditor.connect(self._on_editor_closed)
        self.view.setItemDelegate(delegate)
        self.model.edited.connect(self._save)
        self.model.refused.connect(lambda error: errors.show(self, error))
        self.view.past_end.connect(self.add)
        self._set_widths()
        layout.addLayout(self._build_head())
        self.empty = EmptyState("chats")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.sums = QLabel()
        self.sums.setObjectName("muted")
        line.addWidget(self.sums, 1)
        self.asking = button(_("As&k someone") + " (F5)", self.add, icon="plus")
        line.addWidget(self.asking)
        self.paper = button(_("&Summary paper…"), self.print_summary, icon="printer")
        line.addWidget(self.paper)
        return line

    def _set_widths(self) -> None:
        header = self.view.horizontalHeader()
        for place, (_title, width) in enumerate(_COLUMNS.values()):
            how = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(place, how)
            if width:
                self.view.setColumnWidth(place, theme.scaled(width))

    # What is shown ----------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether opinions may be noted now: nobody is asked about what is issued."""
        one = self._program
        draft = one is not None and not one.program.issued
        return draft and not self.session.workspace.read_only

    @override
    def show_program(self, program: ProgramSummary | None) -> None:
        self._program = program
        workspace = self.session.workspace
        self.model.writable = self.writable
        self.asking.setVisible(self.writable)

        def work(_progress: Progress) -> list[Opinion]:
            return opinions.opinions(workspace, program.program.id) if program else []

        self._reading = self.session.tasks.read(self, work, self._take, instead_of=self._reading)

    def _on_editor_closed(self) -> None:
        if self._missed:
            self._missed = False
            QTimer.singleShot(0, self, lambda: self.show_program(self._program))

    def _take(self, found: list[Opinion]) -> None:
        if self.view.state() == QAbstractItemView.State.EditingState:
            self._missed = True  # what is being typed stays
            return
        index = self.view.currentIndex()
        self.model.show(found)
        self.view.resizeRowsToContents()
        self.paper.setVisible(bool(found))
        waiting = sum(one.is_open() for one in found)
        text = _("{count} asked, {waiting} still open") if found else ""
        self.sums.setText(text.format(count=len(found), waiting=waiting))
        self.stack.setCurrentWidget(self.view if found else self.empty)
        if not found:
            self._say_empty()
        self._place(index.row(), max(index.column(), 0))
        self.offering.emit()

    def _say_empty(self) -> None:
        if self._program is None:
            self.empty.say(
                _("No program is chosen"), _("Choose one program above to see the opinions on it.")
            )
            return
        if self._program.program.issued:
            self.empty.say(
                _("Nobody was asked"), _("The program was issued without opinions noted here.")
            )
            return
        offered = [button(_("Ask someone") + " (F5)", self.add, primary=True)]
        self.empty.say(
            _("Nobody has been asked yet"),
            _("Note whom the draft was sent to, until when; then what they answer."),
            *(offered if self.writable else []),
        )

    def _place(self, row: int, column: int) -> None:
        """Put the cursor where it was, or on a new opinion to type who is asked."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            for place, one in enumerate(self.model.opinions):
                if one.id == wanted[0]:
                    row, column = place, wanted[1]
        there = self.model.index(min(max(row, 0), self.model.rowCount() - 1), column)
        if there.isValid():
            self.view.setCurrentIndex(there)

    # Commands ---------------------------------------------------------------------------

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        found: dict[str, Callable[[], object]] = {"filter": self.take_focus}
        if self.writable:
            found |= {"add_item": self.add, "void_item": self.void}
        if self.model.opinions:
            found |= {"export_list": self.export, "print": self.print_summary}
        return found

    @override
    def take_focus(self) -> None:
        shown = self.stack.currentWidget()
        (self.view if shown is self.view else self.empty).setFocus()

    def add(self) -> None:
        """Note somebody more who is asked; the cursor goes into the new row."""
        one, workspace = self._program, self.session.workspace
        if one is None or not self.writable:
            return
        last = self.model.opinions[-1] if self.model.opinions else None
        fresh = opinions.blank(workspace, one.program.id)
        if last is not None:
            fresh = dataclasses.replace(fresh, asked_on=last.asked_on, due_on=last.due_on)
        self.model.show([*self.model.opinions, fresh])
        self.view.resizeRowsToContents()
        self.stack.setCurrentWidget(self.view)
        self.view.setFocus()
        there = self.model.index(self.model.rowCount() - 1, 0)
        self.view.setCurrentIndex(there)
        self.view.edit(there)

    def _save(self, changed: Opinion) -> None:
        workspace = self.session.workspace
        if not changed.giver:
            return  # a new row is kept once somebody is named

        def failed(error: BaseException) -> None:
            errors.show(self, error)
            self.show_program(self._program)

        self.session.tasks.write(
            self,
            lambda _progress: opinions.save(workspace, [changed]),
            lambda _saved: None,
            failed,
        )

    def void(self) -> None:
        """Take out the opinion the cursor is on, with a reason."""
        index, workspace = self.view.currentIndex(), self.session.workspace
        if not index.isValid():
            return
        one = self.model.opinions[index.row()]
        if not one.giver:
            self.show_program(self._program)
            return
        reason = ask_reason(
            _("Take out an opinion"),
            _("The opinion of {name} leaves the list; it stays in the history.").format(
                name=one.giver
            ),
            _("&Take out"),
            self,
        )
        if reason:
            self.session.tasks.write(
                self,
                lambda _progress: opinions.void(workspace, [one.id], reason),
                lambda _none: None,
            )

    def export(self) -> None:
        """Save the opinions as an Excel sheet."""
        heads = [str(title) for title, _width in _COLUMNS.values()]
        rows = [[self.model.text(one, field) for field in FIELDS] for one in self.model.opinions]
        widths = [30, 12, 12, 12, 60, 18, 60]
        export_table(self.session, _("Opinions"), heads, rows, widths, self)

    def print_summary(self) -> None:
        """Show the summary of the opinions as a paper, to print or save as PDF or Word."""
        one, workspace = self._program, self.session.workspace
        if one is None or not self.model.opinions:
            return
        program = one.program.id
        PaperDialog(
            self.session,
            lambda progress: opinion_papers.printed(workspace, program, progress),
            program=None,
            document=None,
            parent=self,
            word=lambda: opinion_papers.printed(workspace, program, word=True),
        ).show_modal()
