"""The parts of the exchange as tabs.

A new part is a subclass of `Pane` in its own module and a line in `PANES`.
"""

from __future__ import annotations

from ktgs_desktop.gui.records.paned_page import View
from ktgs_desktop.gui.views.exchange.conflicts_pane import ConflictsPane
from ktgs_desktop.gui.views.exchange.figures_pane import FiguresPane
from ktgs_desktop.gui.views.exchange.receive_pane import ReceivePane
from ktgs_desktop.gui.views.exchange.records_pane import RecordsPane
from ktgs_desktop.gui.views.exchange.remarks_pane import RemarksPane
from ktgs_desktop.gui.views.exchange.send_pane import SendPane
from ktgs_desktop.gui.views.exchange.units_pane import UnitsPane
from ktgs_desktop.i18n import late

PANES: tuple[View, ...] = (
    View("send", late("Send"), SendPane),
    View("receive", late("Receive"), ReceivePane),
    View("units", late("Units below"), UnitsPane, of_superior=True),
    View("figures", late("Figures from below"), FiguresPane, of_superior=True),
    View("records", late("Records from below"), RecordsPane, of_superior=True),
    View("remarks", late("Remarks, directives"), RemarksPane),
    View("conflicts", late("Conflicts"), ConflictsPane),
)
