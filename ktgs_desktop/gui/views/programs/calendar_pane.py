"""The calendar of a program: days on which lines are due, and days of the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain import program_calendar
from ktgs_desktop.domain.dates import ROMAN_QUARTERS, quarter_of
from ktgs_desktop.domain.programs import years_of
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.views.programs.calendar_grid import MONTHS, CellDelegate, GridModel, GridView
from ktgs_desktop.gui.views.programs.calendar_rows import EXPORTED, calendar_row
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_views

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary

_MONTH, _QUARTER = "month", "quarter"
_REMEMBERED = "programs/calendar"
_WEEKDAYS = (
    late("Monday"),
    late("Tuesday"),
    late("Wednesday"),
    late("Thursday"),
    late("Friday"),
    late("Saturday"),
    late("Sunday"),
)


def month_name(year: int, month: int) -> str:
    """What a month is called.

    Args:
        year: the year.
        month: 1 to 12.
    """
    return _("Month {month}/{year}").format(month=month, year=year)


class CalendarPane(ProgramPane):
    """Which lines are due when, and which are at work: a month by days, a quarter by weeks."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._program: ProgramSummary | None = None
        self._reading: Task | None = None
        self._lines: list[PlanLine] = []
        self._day = session.workspace.today
        self._day_of: UUID | None = None  # the program whose day it is
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._build_head())
        self.view = self._build_view()
        self.model = GridModel(self.view)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.view))
        self.view.selectionModel().currentChanged.connect(lambda *_args: self._on_current())
        self.empty = EmptyState("calendar-blank")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.back = button("", lambda: self._turn(-1), icon="caret-left")
        self.back.setAccessibleName(_("Earlier"))
        self.back.setToolTip(_("Earlier (Page Up)"))
        self.on = button("", lambda: self._turn(1), icon="caret-right")
        self.on.setAccessibleName(_("Later"))
        self.on.setToolTip(_("Later (Page Down)"))
        self.now = button(_("T&oday"), self._go_today)
        self.title = QLabel()
        self.title.setObjectName("sectionTitle")
        for part in (self.back, self.on, self.now, self.title):
            line.addWidget(part)
        line.addStretch(1)
        self.sums = QLabel()
        self.sums.setObjectName("muted")
        line.addWidget(self.sums)
        self.scales = QButtonGroup(self)
        self._by_scale: dict[str, QPushButton] = {}
        for name, text in ((_MONTH, _("Mo&nth")), (_QUARTER, _("&Quarter"))):
            made = button(text, partial(self._choose_scale, name))
            made.setObjectName("scale")
            made.setCheckable(True)
            self.scales.addButton(made)
            self._by_scale[name] = made
            line.addWidget(made)
        self.printer = button(_("&Print the calendar"), self.print_calendar, icon="printer")
        line.addWidget(self.printer)
        recalled = self.session.recall(_REMEMBERED)
        self._by_scale[recalled if recalled in self._by_scale else _MONTH].setChecked(True)
        return line

    def _build_view(self) -> GridView:
        view = GridView()
        view.opened.connect(self._open)
        view.doubleClicked.connect(self._open)
        view.left.connect(self._step)
        return view

    @property
    def scale(self) -> str:
        """`month` or `quarter`."""
        return next(name for name, made in self._by_scale.items() if made.isChecked())

    # What is shown ----------------------------------------------------------------------

    @override
    def show_program(self, program: ProgramSummary | None) -> None:
        self._program = program
        workspace = self.session.workspace
        if program is None:
            self._take([])
            return

        def work(_progress: Progress) -> list[PlanLine]:
            return program_views.lines(workspace, program.program.id)[1]

        def then(found: list[PlanLine]) -> None:
            if self._program is program:
                if program.program.id != self._day_of:
                    self._day_of = program.program.id
                    self._day = self._first_day(program, found)
                self._take(found)

        self._reading = self.session.tasks.read(self, work, then, instead_of=self._reading)

    def _first_day(self, program: ProgramSummary, lines: Sequence[PlanLine]) -> date:
        """Today in the program's own time, else the first day on which something is due."""
        today, years = self.session.workspace.today, years_of(program.program)
        if today.year in years:
            return today
        days = (line.due_on for line in lines if line.progress.in_force)
        return min(days, default=date(years[0], 1, 1))

    def _take(self, lines: list[PlanLine]) -> None:
        self._lines = lines
        self._show()
        self.offering.emit()

    def _show(self) -> None:
        program, day, today = self._program, self._day, self.session.workspace.today
        if program is None:
            self.say_none(self.empty, _("Choose one program above to see its calendar."))
        self.stack.setCurrentWidget(self.empty if program is None else self.view)
        for part in (self.back, self.on, self.now, *self._by_scale.values()):
            part.setEnabled(program is not None)
        self.printer.setVisible(bool(self._lines))
        quarter = quarter_of(day)
        if self.scale == _MONTH:
            grid = program_calendar.month_grid(self._lines, day.year, day.month, today)
            heads = [str(one) for one in _WEEKDAYS]
            self.title.setText(month_name(day.year, day.month))
        else:
            grid = program_calendar.quarter_grid(self._lines, day.year, quarter, today)
            heads = [
                month_name(day.year, month) for month in range(quarter * 3 - 2, quarter * 3 + 1)
            ]
            self.title.setText(
                _("Quarter {number}/{year}").format(number=ROMAN_QUARTERS[quarter], year=day.year)
            )
        due = {
            one.line
            for row in grid
            for cell in row
            if cell.inside
            for one in cell.entries
            if one.due
        }
        self.sums.setText(_("{count} lines are due").format(count=len(due)))
        self.model.show(grid, heads, today)
        self.view.share_height()
        self.view.setCurrentIndex(self.model.place_of(day))

    # Going about ------------------------------------------------------------------------

    def _choose_scale(self, scale: str) -> None:
        self.session.remember(_REMEMBERED, scale)
        self._show()
        self.take_focus()

    def _on_current(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            cell = self.model.cell(index)
            if not cell.start <= self._day <= cell.end:
                self._day = cell.start

    def _go_today(self) -> None:
        self._go(self.session.workspace.today)

    def _turn(self, steps: int) -> None:
        """Show the month or quarter that comes so many later."""
        months = steps * (1 if self.scale == _MONTH else 3)
        place = self._day.year * MONTHS + self._day.month - 1 + months
        self._go(date(place // MONTHS, place % MONTHS + 1, 1))

    def _step(self, steps: int) -> None:
        """Follow a key of the grid."""
        if abs(steps) == MONTHS:
            self._turn(steps // MONTHS)
            return
        cell = self.model.cell(self.view.currentIndex())
        week = program_calendar.WEEK
        if self.scale == _MONTH:
            days = {-1: -1, 1: 1, -2: -week, 2: week}[steps]
            self._go(self._day + timedelta(days=days))
        elif steps == -2:  # noqa: PLR2004 - up
            self._go(cell.start - timedelta(days=1))
        elif steps == 2:  # noqa: PLR2004 - down
            self._go(cell.end + timedelta(days=1))
        else:
            place = self._day.year * MONTHS + self._day.month - 1 + steps
            first = date(place // MONTHS, place % MONTHS + 1, 1)
            self._go(first + timedelta(days=min(self._day.day, 28) - 1))

    def _go(self, day: date) -> None:
        self._day = day
        there = self.model.place_of(day)
        if there.isValid():
            self.view.setCurrentIndex(there)
        else:
            self._show()

    def _open(self, index: QModelIndex) -> None:
        """Show the lines of a cell in the list."""
        cell = self.model.cell(index)
        if not cell.entries or self._program is None:
            return
        first, last = i18n.day(cell.start), i18n.day(cell.end)
        behind = {
            "program": str(self._program.program.id),
            "among": ",".join(dict.fromkeys(str(one.line) for one in cell.entries)),
            "words": first if first == last else f"{first} – {last}",
        }
        self.session.go.emit("programs", ("lines", behind))

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        found: dict[str, Callable[[], object]] = {"filter": self.take_focus}
        there = {"export_list": self.export, "print": self.print_calendar}
        return found | there if self._lines else found

    def print_calendar(self) -> None:
        """Show the program's lines against its months as pages, to print or save."""
        one, workspace = self._program, self.session.workspace
        if one is not None:
            PaperDialog(
                self.session,
                lambda progress: program_views.print_calendar(workspace, one.program.id, progress),
                program=None,
                document=None,
                parent=self,
            ).show_modal()

    def export(self) -> None:
        """Save all lines of the program as an Excel sheet, in the order of their days."""
        one, today = self._program, self.session.workspace.today
        if one is None:
            return
        lines = sorted(self._lines, key=lambda line: (line.due_on, line.part, line.seq))
        rows = [calendar_row(line, today) for line in lines]
        heads = [str(head) for head, _width in EXPORTED]
        widths = [width for _head, width in EXPORTED]
        title = _("Calendar {year}").format(year=one.program.year)
        export_table(self.session, title, heads, rows, widths, self)

    @override
    def take_focus(self) -> None:
        self.view.setFocus()
