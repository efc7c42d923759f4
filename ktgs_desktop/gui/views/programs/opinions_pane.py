"""Opinions on a draft: who was asked, what they said, what became of it; edited in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.views.programs.opinion_editors import OpinionDelegate, OpinionTable
from ktgs_desktop.gui.views.programs.opinion_model import (
    COLUMNS,
    FIELDS,
    RESULTS,
    OpinionModel,
)
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import opinion_papers, opinions

if TYPE_CHECKING:
    from ktgs_desktop.domain.opinions import Opinion
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary


class OpinionsPane(ProgramPane):
    """Who was asked about a draft, what they said, and what became of it."""

    kinds: ClassVar[frozenset[str]] = frozenset(("opinion",))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._program: ProgramSummary | None = None
        self._wanted: tuple[UUID, int] | None = None
        self._reading: Task | None = None
        self._unsaved: dict[UUID, Opinion] = {}  # rows begun, as they were typed
        self._saved: set[UUID] = set()
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
        for place, (_title, width) in enumerate(COLUMNS.values()):
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
        rows = [*found, *self._begun(found)]
        self.model.show(rows)
        self.view.resizeRowsToContents()
        self.paper.setVisible(bool(found))
        waiting = sum(one.is_open() for one in found)
        text = _("{count} asked, {waiting} still open") if found else ""
        self.sums.setText(text.format(count=len(found), waiting=waiting))
        self.stack.setCurrentWidget(self.view if rows else self.empty)
        if not rows:
            self._say_empty()
        self._place(index.row(), max(index.column(), 0))
        self.offering.emit()

    def _begun(self, found: list[Opinion]) -> list[Opinion]:
        """The rows begun on this program that are not saved yet."""
        program = self._program.program.id if self._program else None
        self._saved = {one.id for one in found}
        self._unsaved = {
            one.id: one
            for one in self._unsaved.values()
            if self.writable and one.program == program and one.id not in self._saved
        }
        return list(self._unsaved.values())

    def _say_empty(self) -> None:
        if self._program is None:
            self.say_none(self.empty, _("Choose one program above to see the opinions on it."))
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
        if changed.id not in self._saved:
            self._unsaved[changed.id] = changed
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
        if self._unsaved.pop(one.id, None) is not None or not one.giver:
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
        heads = [str(title) for title, _width in COLUMNS.values()]
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
