"""The page of the exchange between offices: one pane for each part of it, behind tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QTabBar
from typing_extensions import override

from ktgs_desktop.gui import actions
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.exchange.panes import PANES
from ktgs_desktop.gui.widgets.page import Page, name_views
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import place

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.views.exchange.pane import ExchangePane

_REMEMBERED = "exchange/pane"
_OFFERED = (
    "filter", "filter_column", "clear_filters", "export_list", "refresh", "print", "save",
    "add_item", "void_item",
)  # fmt: skip
_BELOW = frozenset(("organization", "office", "replica"))


class ExchangePage(Page):
    """What other offices sent, and what is sent to them.

    An office without units below does not see the panes that are about them.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(_("Exchange of data"))
        self.session = session
        self._made: dict[str, ExchangePane] = {}
        self._stale: set[str] = set()
        self._heads: dict[str, tuple[QPushButton, ...]] = {}
        self._names = [view.name for view in PANES]
        self._wanted: tuple[str, Any] | None = None
        self._build_tabs()
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack, 1)
        self._build_commands()
        self.starts = (self.stack,)
        session.changed.connect(self._on_changed)
        self._ask_below(session.recall(_REMEMBERED))

    # Building ---------------------------------------------------------------------------

    def _build_tabs(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("View"))
        self.tabs.setToolTip(_("Ctrl+Page Down and Ctrl+Page Up go from view to view"))
        for view in PANES:
            self.tabs.addTab(str(view.text))
        name_views(self.tabs, self._names)
        for at, view in enumerate(PANES):
            self.tabs.setTabVisible(at, not view.of_superior)
        own = next((at for at, view in enumerate(PANES) if not view.of_superior), 0)
        self.tabs.setCurrentIndex(own)
        self.tabs.currentChanged.connect(lambda _at: self._on_chosen())
        self.body.addWidget(self.tabs)

    def _build_commands(self) -> None:
        self._actions_of = {
            name: actions.make(name, self, partial(self._run, name)) for name in _OFFERED
        }
        self._actions_of["add_item"].setText(_("Write a remark"))
        self._actions_of["void_item"].setText(_("Void the remark"))
        actions.make("pane_next", self, partial(self.step, 1))
        actions.make("pane_before", self, partial(self.step, -1))

    def _ask_below(self, wanted: str = "") -> None:
        workspace = self.session.workspace

        def then(below: bool) -> None:  # noqa: FBT001 - a result
            self._show_tabs(below=below, wanted=wanted)

        self.session.tasks.read(self, lambda _progress: place.has_below(workspace), then)

    def _show_tabs(self, *, below: bool, wanted: str) -> None:
        """Show the tabs the office needs; the one that was seen last, or the first, if none is."""
        first = not self._made
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for at, view in enumerate(PANES):
            self.tabs.setTabVisible(at, below or not view.of_superior)
        seen = [name for at, name in enumerate(self._names) if self.tabs.isTabVisible(at)]
        if first and seen:
            name = self._wanted[0] if self._wanted and self._wanted[0] in seen else wanted
            self.tabs.setCurrentIndex(self._names.index(name if name in seen else seen[0]))
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if first:
            self._show()
            self.settle_focus()

    # What is shown ----------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the pane that is seen."""
        return self._names[self.tabs.currentIndex()]

    @property
    def pane(self) -> ExchangePane | None:
        """The pane that is seen, None before it is known which ones the office needs."""
        return self._made.get(self.name)

    def choose(self, name: str) -> None:
        """Show a pane.

        Args:
            name: one of `PANES`.
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
        self.session.remember(_REMEMBERED, self.name)
        self._show()
        if self.isVisible() and not self.tabs.hasFocus():
            self.take_focus()

    def _show(self) -> None:
        name = self.name
        if name not in self._made:
            pane = self._made[name] = PANES[self._names.index(name)].make(self.session)
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
        text = str(PANES[at].text)
        sign = "▲ " if late else ""
        self.tabs.setTabText(at, f"{text}  {sign}{count}" if count else text)

    def _go_elsewhere(self, name: str, wanted: object) -> None:
        self.show_record(name, wanted)

    def show_record(self, kind: str, record: Any) -> None:
        """Show a part of the exchange, or something in it.

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

    def _on_changed(self, changes: object) -> None:
        kinds = touched(changes)
        self._stale |= {name for name, pane in self._made.items() if kinds & pane.kinds}
        if kinds & _BELOW:
            self._ask_below()
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
