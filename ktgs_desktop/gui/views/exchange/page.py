"""The page of the exchange between offices: one pane for each part of it, behind tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.gui.records.paned_page import PanedPage
from ktgs_desktop.gui.views.exchange.panes import PANES
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import place

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session

_REMEMBERED = "exchange/pane"
_BELOW = frozenset(("organization", "office", "replica"))


class ExchangePage(PanedPage):
    """What other offices sent, and what is sent to them.

    An office without units below does not see the panes that are about them.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Exchange of data"), PANES, _REMEMBERED)
        self._actions_of["add_item"].setText(_("Write a remark"))
        self._actions_of["void_item"].setText(_("Void the remark"))
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for at, view in enumerate(PANES):
            self.tabs.setTabVisible(at, not view.of_superior)
        own = next((at for at, view in enumerate(PANES) if not view.of_superior), 0)
        self.tabs.setCurrentIndex(own)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._ask_below(session.recall(_REMEMBERED))

    def _ask_below(self, wanted: str = "") -> None:
        workspace = self.session.workspace

        def then(below: bool) -> None:  # noqa: FBT001 - a result
            self._show_tabs(below=below, wanted=wanted)

        self.session.tasks.read(self, lambda _progress: place.has_below(workspace), then)

    def _show_tabs(self, *, below: bool, wanted: str) -> None:
        """Show the tabs the office needs; the one that was seen last, or the first, if none is."""
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for at, view in enumerate(PANES):
            self.tabs.setTabVisible(at, below or not view.of_superior)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if not self._made:
            self.show_first(wanted)

    @override
    def on_changed(self, kinds: frozenset[str]) -> None:
        if kinds & _BELOW:
            self._ask_below()
