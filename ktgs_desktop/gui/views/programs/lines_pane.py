"""The lines of a program: filter, list, and the line in hand at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.views.programs.item_panel import ItemPanel
from ktgs_desktop.gui.views.programs.lines import FILTERED, STATE_WORDS, ItemSource, columns
from ktgs_desktop.gui.views.programs.many_lines import ManyLines
from ktgs_desktop.gui.views.programs.term_commands import TermCommands
from ktgs_desktop.gui.views.programs.totals import TotalsLine
from ktgs_desktop.gui.widgets.column_filter import ColumnFilters
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.gui.widgets.page import EmptyState, button
from ktgs_desktop.gui.widgets.row_drag import RowDrag
from ktgs_desktop.i18n import language
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_items, programs
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.gui.views.programs.choice import Conditions
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary

_QUARTERS = ("I", "II", "III", "IV")


class LinesPane(QWidget):
    """Lines of one program, or of all, and the one in hand.

    Args:
        session: the session.
        begin: begins a program; offered while there is none.
    """

    def __init__(self, session: Session, begin: Callable[[], object]) -> None:
        super().__init__()
        self.session = session
        self._begin_program = begin
        self._program: ProgramSummary | None = None
        self._any_program = False
        self._conditions: Conditions = {}
        self._wanted_item: UUID | None = None
        self._saved_item: UUID | None = None
        self._asked_item: UUID | None = None
        self._following: Task | None = None
        self._last_kind = "INSPECTION_PROGRAM"
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(5)
        self._build_filter()
        self._build_middle()

    @property
    def writable(self) -> bool:
        """Whether the lines shown may be edited now."""
        draft = self._program is not None and not self._program.program.locked
        return draft and not self.session.workspace.read_only

    def _open_draft(self) -> Program | None:
        return self._program.program if self._program is not None and self.writable else None

    def show_program(
        self, program: ProgramSummary | None, conditions: Conditions, *, any_program: bool
    ) -> None:
        """Show the lines of a program, or of many.

        Args:
            program: the program, None for the lines of many.
            conditions: which programs those are.
            any_program: whether there is any program at all.
        """
        self._conditions = conditions
        former = self._program.program.id if self._program else None
        self._program, self._any_program = program, any_program
        self.term.dress()
        self.panel.setVisible(any_program)
        if program is None or program.program.id != former:
            self.heads.reset()
            self.panel.clear()
        else:
            self.panel.reload()
        self.show_lines()

    def want(self, item: UUID) -> None:
        """Put the cursor on a line once it is shown.

        Args:
            item: its id.
        """
        self._wanted_item = self._asked_item = item
        self.heads.reset()

    # Building ---------------------------------------------------------------------------

    def _build_filter(self) -> None:
        tongue = language()
        self.filter = FilterBar(_("Filter: content, subjects, lead (accents may be left out)"))
        kinds = [(kind.code, kind.short(tongue)) for kind in codes("task_kinds").codes.values()]
        self.filter.add_choice("kind", _("Any kind"), kinds)
        quarters = [
            (str(place), _("Quarter {number}").format(number=roman))
            for place, roman in enumerate(_QUARTERS, start=1)
        ]
        self.filter.add_choice("quarter", _("Any quarter"), quarters)
        states = [(str(state), str(word)) for state, word in STATE_WORDS.items()]
        self.filter.add_choice("state", _("Any state"), states)
        self.filter.changed.connect(self.show_lines)
        self.filter.left.connect(self._focus_list)
        self._layout.addWidget(self.filter)

    def _build_middle(self) -> None:
        workspace = self.session.workspace
        self.source = ItemSource(workspace)
        self.model = ListingModel(
            self.session.tasks, columns(workspace, self.source), self.source, self
        )
        self.list = ListView(self.model, self.session.tasks, self)
        self.list.setAccessibleName(_("Lines of the program"))
        lines = 2 if self.session.settings.row_height == "double" else 1
        self.list.set_row_lines(lines)
        self.heads = ColumnFilters.of_list(
            self.list, self.session.tasks, FILTERED, self.source.values
        )
        self.filter.join(self.heads)
        self.list.restore_columns(self.session.recall("programs/columns"))
        self.list.current_changed.connect(self._on_current)
        self.list.activated_row.connect(lambda _number: self._edit_current())
        self.empty = EmptyState("calendar-check")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.panel = ItemPanel(self.session)
        self.panel.saved.connect(self._on_saved)
        self.panel.dropped.connect(self._show_current)
        self.panel.left.connect(self._focus_list)
        self._build_tools()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        left = QWidget()
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.stack)
        self.filter.add_widget(TotalsLine(self.session, self.list))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.panel.setMinimumWidth(min(theme.scaled(330), 500))
        sizes = self.session.recall("programs/split").split(",")
        known = len(sizes) == self.splitter.count() and all(part.isdecimal() for part in sizes)
        self.splitter.setSizes([int(part) for part in sizes] if known else [740, 380])
        self._layout.addWidget(self.splitter, 1)
        self.model.streamed.connect(lambda _number: self._on_streamed())

    def _build_tools(self) -> None:
        """What is done with lines of the list: with many, with those of a term, by dragging."""
        self.term = TermCommands(self.session, self.list, lambda: self._program, self)
        for made in self.term.buttons:
            self.filter.add_widget(made)
        self.drag = RowDrag(self.list, self._may_drag)
        self.drag.dropped.connect(lambda _number, steps: self.move_line(steps))
        self.many = ManyLines(
            self.session, self.list, self.stack, self._open_draft, lambda: self._last_kind
        )

    # The lines --------------------------------------------------------------------------

    def _query(self) -> Listing:
        filters: Conditions = {**self._conditions, **self.filter.values()}
        if "quarter" in filters:
            filters["quarter"] = int(filters["quarter"])
        if self._program is not None:
            filters["program"] = str(self._program.program.id)
        present = self.model.query
        natural = "order" if self._program is not None else "year"
        sort = present.sort if present.sort not in ("", "order", "year") else natural
        return Listing(
            sort,
            present.descending and sort == present.sort,
            self.filter.words,
            {**filters, **self.filter.column_values()},
        )

    def show_lines(self) -> None:
        """Ask for the lines that meet the filter."""
        if not self._any_program:
            self._show_empty()
            return
        self.list.show_query(self._query())

    def _on_streamed(self) -> None:
        self.list.viewport().update()  # running numbers change also where no row does
        self.filter.tell_count(self.model.number_of_rows())
        self._show_empty()

    def _show_empty(self) -> None:
        writable = not self.session.workspace.read_only
        begin = (
            [button(_("Begin a program"), self._begin_program, primary=True)] if writable else []
        )
        if not self._any_program:
            self.empty.say(
                _("No program yet"),
                _("Begin the year's program of a body; then add its lines one by one."),
                *begin,
            )
        elif self.model.number_of_rows():
            self.stack.setCurrentWidget(self.list)
            self._open_wanted()
            return
        elif self.filter.narrows:
            self.empty.say(
                _("No line meets the filter"),
                _("Type fewer words, or choose less."),
                button(_("Show all lines"), self.filter.reset),
            )
        else:
            add = [
                button(_("Add a line") + " (F5)", self.add_item, primary=True),
                button(_("&Paste from Word or Excel"), self.many.paste, icon="clipboard-text"),
            ]
            draft = self._program is not None and not self._program.program.locked and writable
            self.empty.say(
                _("This program has no line yet"),
                _("Add the first line; Enter goes from field to field, Ctrl+Enter to the next."),
                *(add if draft else []),
            )
        self.stack.setCurrentWidget(self.empty)

    def _on_current(self, number: int) -> None:
        if not number:
            return
        row = self.model.row_at(self.model.place_of(number))
        if row is not None:
            self._show_row(row)
            return
        workspace = self.session.workspace

        def then(found: Sequence[ItemRow]) -> None:
            if found and self.list.current_id() == number:
                self._show_row(found[0])

        self.session.tasks.read(self, lambda _progress: programs.rows(workspace, [number]), then)

    def _show_row(self, row: ItemRow) -> None:
        """Show the line the cursor is on.

        While the next line is being typed, the cursor follows those just saved behind its back.
        """
        self._last_kind = row.task_kind
        chosen = self.list.hasFocus() or row.id == self._asked_item
        if self.panel.composing and (row.id == self._saved_item or not chosen):
            return
        self._saved_item = self._asked_item = None
        self.panel.show_line(row.id)

    def _show_current(self) -> None:
        self._on_current(self.list.current_id())

    def _focus_list(self) -> None:
        if self.list.isVisible():
            self.list.setFocus()
        else:
            self.filter.line.setFocus()

    def _edit_current(self) -> None:
        if self.writable:
            self.panel.tabs.setCurrentIndex(0)
            self.panel.form.content.setFocus()
        else:
            self.panel.show_progress()

    def _on_saved(self, item: UUID) -> None:
        self._wanted_item = self._saved_item = item

    def _open_wanted(self) -> None:
        wanted, workspace = self._wanted_item, self.session.workspace
        if wanted is None:
            if not self.panel.shows_line:
                self._show_first()
            return
        self._wanted_item, before = None, self.list.current_id()

        def then(number: int) -> None:
            if self.list.current_id() == before:  # else the user has gone on meanwhile
                self.list.go_to(number)

        self._following = self.session.tasks.read(
            self,
            lambda _progress: programs.row_number(workspace, wanted),
            then,
            instead_of=self._following,
        )

    def _show_first(self) -> None:
        """Show the line the cursor is on, else put the cursor on the first."""
        if self.list.current_id():
            self._show_current()
        else:
            self.list.go_to(next((n for n in map(self.model.id_at, range(2)) if n > 0), 0))

    # Commands ---------------------------------------------------------------------------

    def add_item(self) -> None:
        """Begin a new line in the panel."""
        if self._program is not None and not self._program.program.locked:
            self.list.clearSelection()
            self.panel.begin(self._program.program, self._last_kind)

    def void_items(self) -> None:
        """Delete the marked lines of a draft, with a reason.

        While a new line is typed, only what is marked in the list with the cursor there counts.
        """
        if self.panel.composing and not self.list.hasFocus():
            self.session.said.emit(_("A new line is in hand. Give it up, or choose a line first."))
            return
        numbers = self.list.selected_ids()
        if not numbers:
            return
        reason = ask_reason(
            _("Delete lines"),
            _("{count} lines leave the draft; they stay in the history.").format(
                count=len(numbers)
            ),
            _("&Delete"),
            self,
        )
        if not reason:
            return
        workspace = self.session.workspace

        def work(_progress: Progress) -> None:
            wanted = [row.id for row in programs.rows(workspace, numbers)]
            program_items.void(workspace, wanted, reason)

        self.panel.clear()
        self.session.tasks.write(self, work, lambda _none: None)

    def duplicate(self) -> None:
        """Copy the current line to the end of its part."""
        self._with_current(
            lambda item: program_items.duplicate(self.session.workspace, item).id,
        )

    def _may_drag(self) -> bool:
        """Whether all lines are seen in the order in which they are printed, and may be moved."""
        ordered = self.model.query.sort == "order" and not self.model.query.descending
        return self.writable and ordered and not self.filter.narrows

    def move_line(self, steps: int) -> None:
        """Move the current line up (negative) or down.

        Args:
            steps: by how many places.
        """

        def run(item: UUID) -> UUID:
            program_items.move(self.session.workspace, item, steps)
            return item

        self._with_current(run)

    def _with_current(self, run: Callable[[UUID], UUID]) -> None:
        number, workspace = self.list.current_id(), self.session.workspace
        if not number:
            return

        def work(_progress: Progress) -> UUID:
            (row,) = programs.rows(workspace, [number])
            return run(row.id)

        self.session.tasks.write(self, work, self._on_saved, lambda error: errors.show(self, error))

    # Leaving ----------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        self.panel.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.session.remember("programs/columns", self.list.column_state())
        sizes = ",".join(str(size) for size in self.splitter.sizes())
        self.session.remember("programs/split", sizes)
