"""The matrix of a program: who against the quarters, with a sign for each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop.domain.program_matrix import Matrix
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.views.programs.lines import STATE_WORDS
from ktgs_desktop.gui.views.programs.matrix_table import (
    SIGNS,
    TINTS,
    MatrixModel,
    MatrixView,
    SignsDelegate,
    row_name,
)
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_views

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary


class MatrixPane(ProgramPane):
    """Who is inspected or supervised in which quarter, and how far each line is."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._program: ProgramSummary | None = None
        self._reading: Task | None = None
        self._found = Matrix((), ())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.filter = FilterBar(_("Filter: organisations, members (accents may be left out)"))
        self.filter.changed.connect(self._show)
        self.filter.left.connect(self.take_focus)
        self.all_bodies = QCheckBox(_("A&ll bodies of the year"))
        self.all_bodies.toggled.connect(lambda _on: self._ask())
        self.filter.add_widget(self.all_bodies)
        self.legend = QLabel(_legend())
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.filter.add_widget(self.legend)
        self.printer = button(_("&Print the matrix"), self.print_matrix, icon="printer")
        self.printer.hide()
        self.filter.add_widget(self.printer)
        layout.addWidget(self.filter)
        self.view = self._table()
        self.model = MatrixModel(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(SignsDelegate(self.view))
        self.model.modelReset.connect(self._fit)
        self.empty = EmptyState("table")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def _table(self) -> MatrixView:
        view = MatrixView()
        view.setAccessibleName(_("Matrix of the program"))
        view.setShowGrid(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 9)
        view.opened.connect(self._open)
        view.clicked.connect(self._open)
        return view

    @override
    def show_program(self, program: ProgramSummary | None) -> None:
        self._program = program
        annual = program is not None and program.program.kind == "ANNUAL"
        self.all_bodies.setVisible(annual and program is not None and program.program.issued)
        self._ask()

    @property
    def _every(self) -> bool:
        return self.all_bodies.isChecked() and not self.all_bodies.isHidden()

    def _ask(self) -> None:
        program, workspace = self._program, self.session.workspace
        if program is None:
            self._take(Matrix((), ()))
            return
        every = self._every

        def work(_progress: Progress) -> Matrix:
            return program_views.matrix(workspace, program.program.id, all_bodies=every)

        def then(found: Matrix) -> None:
            if self._program is program:
                self._take(found)

        self._reading = self.session.tasks.read(self, work, then, instead_of=self._reading)

    def _take(self, found: Matrix) -> None:
        self._found = found
        self._show()
        self.offering.emit()

    def _show(self) -> None:
        index = self.view.currentIndex()
        self.model.show(self._found, self.filter.words)
        if self._program is None:
            self.say_none(self.empty, _("Choose one program above to see its matrix."))
        elif not self._found.rows:
            self.empty.say(
                _("This program has no line yet"),
                _("Its lines appear here, each in the quarter in which it is due."),
            )
        elif not self.model.rows:
            self.empty.say(_("Nobody meets the filter"), _("Type fewer words."))
        self.stack.setCurrentWidget(self.view if self.model.rows else self.empty)
        self.printer.setVisible(bool(self.model.rows))
        there = self.model.index(max(index.row(), 0), max(index.column(), 1))
        if there.isValid():
            self.view.setCurrentIndex(there)

    def _fit(self) -> None:
        header = self.view.horizontalHeader()
        last = self.model.columnCount() - 1
        for column in range(self.model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.view.setColumnWidth(column, theme.scaled(70 if column == last else 120))
        if self.model.columnCount():
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _open(self, index: QModelIndex) -> None:
        """Show the lines behind a cell in the list."""
        marks = self.model.marks(index)
        if not marks or self._program is None:
            return
        row = self.model.rows[index.row()]
        inside = 0 < index.column() <= len(self.model.matrix.columns)
        words = row_name(row)
        if inside:
            words = f"{words} · {self.model.heading(index.column())}"
        ids = dict.fromkeys(str(mark.line) for mark in marks)
        behind = {"among": ",".join(ids), "words": words}
        if self._every:
            behind["year"] = str(self._program.program.year)
        else:
            behind["program"] = str(self._program.program.id)
        self.session.go.emit("programs", ("lines", behind))

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        found: dict[str, Callable[[], object]] = {"filter": self.focus_filter}
        there = {"export_list": self.export, "print": self.print_matrix}
        return found | there if self.model.rows else found

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self.filter.line.setFocus()
        self.filter.line.selectAll()

    @override
    def take_focus(self) -> None:
        shown = self.stack.currentWidget()
        (self.view if shown is self.view else self.filter.line).setFocus()

    def print_matrix(self) -> None:
        """Show the rows that are seen as pages, to print or save."""
        one, workspace, every = self._program, self.session.workspace, self._every
        words = self.filter.words
        if one is not None:
            PaperDialog(
                self.session,
                lambda progress: program_views.print_matrix(
                    workspace, one.program.id, progress, all_bodies=every, words=words
                ),
                program=None,
                document=None,
                parent=self,
            ).show_modal()

    def export(self) -> None:
        """Save the matrix as an Excel sheet."""
        model = self.model
        columns = range(model.columnCount())
        heads = [model.heading(column) for column in columns]
        rows = [
            [str(model.index(row, column).data()) for column in columns]
            for row in range(model.rowCount())
        ]
        export_table(self.session, _("Matrix"), heads, rows, [50, *[14] * (len(heads) - 1)], self)


def _legend() -> str:
    parts = []
    for state, sign in SIGNS.items():
        word = str(STATE_WORDS[state]).lower()
        tint = theme.colour(TINTS[state]).name()
        parts.append(f"<span style='color:{tint}'><b>{sign}</b></span>&nbsp;{word}")
    return "&nbsp;&nbsp; ".join(parts)
