"""A page whose parts stand behind tabs, each a pane that is made when it is first seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QTabBar
from typing_extensions import override

from ktgs_desktop.gui import actions
from ktgs_desktop.gui.records.pane import Pane
from ktgs_desktop.gui.session import Session, touched
from ktgs_desktop.gui.widgets.page import Page, name_views
from ktgs_desktop.i18n import Late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

OFFERED = (
    "filter", "filter_column", "clear_filters", "export_list", "refresh", "print", "save",
    "add_item", "void_item",
)  # fmt: skip
"""Commands of a page that its panes may take."""


@dataclass(frozen=True, slots=True)
class View:
    """A tab of a page.

    Attributes:
        name: identifies it; remembered.
        text: what its tab says.
        make: makes the pane.
        of_superior: whether it is only for offices with units below.
    """

    name: str
    text: Late
    make: Callable[[Session], Pane]
    of_superior: bool = False


class PanedPage(Page):
    """Tabs, the pane of the one chosen, and the commands that go to it.

    Args:
        session: the session.
        title: title of the page.
        views: its tabs.
        remembered: what the tab seen last is remembered under.
        offered: commands that the panes may take.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        views: Sequence[View],
        remembered: str,
        offered: Sequence[str] = OFFERED,
    ) -> None:
        super().__init__(title)
        self.session = session
        self._views = tuple(views)
        self._remembered = remembered
        self._made: dict[str, Pane] = {}
        self._stale: set[str] = set()
        self._heads: dict[str, tuple[QPushButton, ...]] = {}
        self._names = [view.name for view in views]
        self._wanted: tuple[str, Any] | None = None
        self._build_tabs()
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self._actions_of = {
            name: actions.make(name, self, partial(self._run, name)) for name in offered
        }
        actions.make("pane_next", self, partial(self.step, 1))
        actions.make("pane_before", self, partial(self.step, -1))
        self.starts = (self.stack,)
        session.changed.connect(self._on_changed)

    def _build_tabs(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("View"))
        self.tabs.setToolTip(_("Ctrl+Page Down and Ctrl+Page Up go from view to view"))
        for view in self._views:
            self.tabs.addTab(str(view.text))
        name_views(self.tabs, self._names)
        self.tabs.currentChanged.connect(lambda _at: self._on_chosen())
        self.body.addWidget(self.tabs)

    # What is shown ----------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the pane that is seen."""
        return self._names[self.tabs.currentIndex()]

    @property
    def pane(self) -> Pane | None:
        """The pane that is seen, None before it is known which ones the office needs."""
        return self._made.get(self.name)

    def show_first(self, wanted: str) -> None:
        """Show a pane for the first time.

        Args:
            wanted: its name; one that is not there, or not seen, gives way to the first that is.
        """
        seen = [name for at, name in enumerate(self._names) if self.tabs.isTabVisible(at)]
        asked = self._wanted[0] if self._wanted is not None else wanted
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.tabs.setCurrentIndex(self._names.index(asked if asked in seen else seen[0]))
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._show()
        self.settle_focus()

    def choose(self, name: str) -> None:
        """Show a pane.

        Args:
            name: the name of its view.
        """
        at = self._names.index(name)
        if self.tabs.isTabVisible(at):
            self.tabs.setCurrentIndex(at)

    def step(self, steps: int) -> None:
        """Show the pane so many tabs further; after the last comes the first.

        Args:
            steps: how many, negative for back.
        """
        seen = [at for at in range(self.tabs.count()) if self.tabs.isTabVisible(at)]
        here = seen.index(self.tabs.currentIndex())
        self.tabs.setCurrentIndex(seen[(here + steps) % len(seen)])

    def _on_chosen(self) -> None:
        self.session.remember(self._remembered, self.name)
        self._show()
        if self.isVisible() and not self.tabs.hasFocus():
            self.take_focus()

    def _show(self) -> None:
        name = self.name
        if name not in self._made:
            pane = self._made[name] = self._views[self._names.index(name)].make(self.session)
            self.stack.addWidget(pane)
            self._heads[name] = tuple(self.add_action(one) for one in pane.buttons())
            pane.counted.connect(partial(self._tell_count, name))
            pane.elsewhere.connect(self._go_elsewhere)
            self._stale.add(name)
        pane = self._made[name]
        self.stack.setCurrentWidget(pane)
        for owner, heads in self._heads.items():
            for one in heads:
                one.setVisible(owner == name)
        offered = pane.offers()
        for command, action in self._actions_of.items():
            action.setEnabled(command == "refresh" or command in offered)
        self._fill()
        if self._wanted is not None and self._wanted[0] == name:
            wanted, self._wanted = self._wanted[1], None
            pane.show_wanted(wanted)

    def _fill(self) -> None:
        if self.name in self._stale:
            self._stale.discard(self.name)
            self._made[self.name].refresh()

    def _run(self, command: str) -> None:
        pane = self.pane
        if pane is None:
            return
        if command == "refresh":
            pane.refresh()
        elif command in pane.offers():
            pane.offers()[command]()

    def _tell_count(self, name: str, count: int, late: bool) -> None:  # noqa: FBT001 - a signal
        at = self._names.index(name)
        text = str(self._views[at].text)
        sign = "▲ " if late else ""
        self.tabs.setTabText(at, f"{text}  {sign}{count}" if count else text)

    def _go_elsewhere(self, name: str, wanted: object) -> None:
        self.show_record(name, wanted)

    def show_record(self, kind: str, record: Any) -> None:
        """Show a part of the page, or something in it.

        Args:
            kind: name of a pane.
            record: what it is to show there, as the pane takes it.
        """
        if kind not in self._names:
            return
        self._wanted = (kind, record)
        if self.name == kind and self.pane is not None:
            self._show()
        else:
            self.choose(kind)

    # Changes ----------------------------------------------------------------------------

    def on_changed(self, kinds: frozenset[str]) -> None:
        """An operation touched records.

        Args:
            kinds: their kinds.
        """

    def _on_changed(self, changes: object) -> None:
        kinds = touched(changes)
        self._stale |= {name for name, pane in self._made.items() if kinds & pane.kinds}
        self.on_changed(kinds)
        if self.pane is not None:
            self._fill()

    @override
    def take_focus(self) -> None:
        """Let keys go to where the pane that is seen begins."""
        pane = self.pane
        if pane is not None:
            pane.take_focus()
        else:
            self.setFocus()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        for pane in self._made.values():
            pane.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        for pane in self._made.values():
            pane.remember()
