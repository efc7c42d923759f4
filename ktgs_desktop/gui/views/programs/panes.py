"""The views of a program as tabs: the list of its lines, and one pane for every other view.

A new view is a subclass of `ProgramPane` in its own module and a line in `PANES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.views.programs.amendments_pane import AmendmentsPane
from ktgs_desktop.gui.views.programs.calendar_pane import CalendarPane
from ktgs_desktop.gui.views.programs.charts_pane import ChartsPane
from ktgs_desktop.gui.views.programs.coverage_pane import CoveragePane
from ktgs_desktop.gui.views.programs.matrix_pane import MatrixPane
from ktgs_desktop.gui.views.programs.opinions_pane import OpinionsPane
from ktgs_desktop.gui.views.programs.pane import ProgramPane
from ktgs_desktop.gui.widgets.page import name_views
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.programs import ProgramSummary

LIST, AMENDMENTS = "list", "amendments"
_REMEMBERED = "programs/pane"
_ALWAYS = frozenset(
    ("program", "program_item", "progress", "issuing_body", "document", "assignment")
)


@dataclass(frozen=True, slots=True)
class View:
    """A tab of the page.

    Attributes:
        name: identifies it; remembered.
        text: what its tab says.
        make: makes the pane.
    """

    name: str
    text: Late
    make: Callable[[Session], ProgramPane]


PANES: tuple[View, ...] = (
    View("matrix", late("Matrix"), MatrixPane),
    View("calendar", late("Calendar"), CalendarPane),
    View("charts", late("Charts"), ChartsPane),
    View("coverage", late("Coverage"), CoveragePane),
    View("opinions", late("Opinions"), OpinionsPane),
    View(AMENDMENTS, late("Amendments"), AmendmentsPane),
)


class Panes(QWidget):
    """Tabs over the list of lines and the other views of a program.

    Signals:
        shown: another view is seen, or it offers other commands than before.

    Args:
        session: the session.
        lines: the list, which is there from the beginning.
        begin: begins a program.
    """

    shown = Signal()

    def __init__(self, session: Session, lines: QWidget, begin: Callable[[], object]) -> None:
        super().__init__()
        self._begin = begin
        self._any_program = True
        self._session = session
        self._lines = lines
        self._made: dict[str, ProgramPane] = {}
        self._stale: set[str] = set()
        self._program: ProgramSummary | None = None
        self._names = (LIST, *(view.name for view in PANES))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Views of the program"))
        self.tabs.setToolTip(_("Ctrl+Page Down and Ctrl+Page Up go from view to view"))
        for text in (_("List"), *(str(view.text) for view in PANES)):
            self.tabs.addTab(text)
        name_views(self.tabs, self._names)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.tabs)
        self.head.addStretch(1)
        layout.addLayout(self.head)
        self.stack = QStackedWidget()
        self.stack.addWidget(lines)
        layout.addWidget(self.stack, 1)
        recalled = session.recall(_REMEMBERED)
        if recalled in self._names:
            self.tabs.setCurrentIndex(self._names.index(recalled))
        self.tabs.currentChanged.connect(lambda _place: self._on_chosen())
        self._begun = False
        self._show()

    @property
    def name(self) -> str:
        """Name of the view that is seen."""
        return self._names[self.tabs.currentIndex()]

    @property
    def present(self) -> ProgramPane | None:
        """The pane that is seen, None for the list."""
        return self._made.get(self.name)

    def choose(self, name: str) -> None:
        """Show a view.

        Args:
            name: `LIST`, or the name of one of `PANES`.
        """
        self.tabs.setCurrentIndex(self._names.index(name))

    def amend(self) -> None:
        """Show the amendments of an issued program, and begin one or show its draft."""
        self.choose(AMENDMENTS)
        pane = self.present
        if isinstance(pane, AmendmentsPane):
            pane.begin_or_show()

    def step(self, steps: int) -> None:
        """Show the view that stands so many tabs further; after the last comes the first.

        Args:
            steps: how many, negative for back.
        """
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + steps) % self.tabs.count())

    def count_on(self, name: str, count: int) -> None:
        """Let a tab say how many records wait behind it.

        Args:
            name: the view.
            count: how many, 0 for none.
        """
        place = self._names.index(name)
        text = str(PANES[place - 1].text)
        self.tabs.setTabText(place, f"{text} ({count})" if count else text)

    def show_program(self, program: ProgramSummary | None, *, any_program: bool) -> None:
        """Show another program, or the same one anew.

        Args:
            program: the program, None while the lines of many are chosen, or there is none.
            any_program: whether there is any program at all.
        """
        self._program, self._any_program, self._begun = program, any_program, True
        self._stale |= set(self._made)
        self._fill()

    def refresh(self, kinds: frozenset[str]) -> bool:
        """Let panes that show some kinds of records ask for them again.

        Args:
            kinds: the kinds an operation touched.

        Returns:
            Whether the page itself must be read again, which brings `show_program`.
        """
        if kinds & _ALWAYS:
            return True
        self._stale |= {name for name, pane in self._made.items() if kinds & pane.kinds}
        self._fill()
        return False

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        for pane in self._made.values():
            pane.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        for pane in self._made.values():
            pane.remember()

    def _on_chosen(self) -> None:
        self._session.remember(_REMEMBERED, self.name)
        self._show()
        if self.isVisible() and not self.tabs.hasFocus():
            self.take_focus()

    def take_focus(self) -> None:
        """Let keys go to what is seen."""
        pane = self.present
        if pane is not None:
            pane.take_focus()

    def _show(self) -> None:
        name = self.name
        if name != LIST and name not in self._made:
            view = PANES[self._names.index(name) - 1]
            pane = self._made[name] = view.make(self._session)
            pane.offering.connect(self.shown)
            pane.begun.connect(self._begin)
            self._stale.add(name)
            self.stack.addWidget(pane)
        self.stack.setCurrentWidget(self._made.get(name, self._lines))
        self._fill()
        self.shown.emit()

    def _fill(self) -> None:
        """Bring what is seen up to date; the others wait until they are seen."""
        name = self.name
        if self._begun and name in self._stale:
            self._stale.discard(name)
            self._made[name].any_program = self._any_program
            self._made[name].show_program(self._program)
