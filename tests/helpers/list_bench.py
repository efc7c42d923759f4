"""Long lists to be tested: the model alone, or the list of organisations in a window."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from ktgs_desktop import i18n
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.organizations.list_pane import ListPane
from ktgs_desktop.gui.views.organizations.rows import OrganizationSource, list_columns
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.services import organizations
from ktgs_desktop.settings import Settings
from tests.helpers.country import elsewhere
from tests.helpers.desk import Desk, press

BY_NAME = Listing(sort="name")


def fresh(workspace, query):
    """What a query gives now: ids and names in their order."""

    def ask():
        ids = [n for chunk in organizations.stream(workspace, query) for n in chunk]
        return ids, [row.name for row in organizations.rows(workspace, ids)]

    return elsewhere(ask)


class Watched(OrganizationSource):
    """Organisations of a register; it notes what was asked, and can be made to wait or fail."""

    def __init__(self, workspace):
        super().__init__(workspace)
        self.wanted = []
        self.streams = []
        self.gate = None
        self.failing = None

    def stream(self, query):
        self.streams.append(query)
        if self.failing is not None:
            raise self.failing
        for place, chunk in enumerate(super().stream(query)):
            if place and self.gate is not None:
                assert self.gate.wait(20)
            yield chunk

    def rows(self, wanted):
        self.wanted.append(list(wanted))
        return super().rows(wanted)


class ModelBench:
    """A model on a register, and what it tells."""

    def __init__(self, qtbot, workspace, source=None, shown=None):
        self.qtbot = qtbot
        self.workspace = workspace
        self.tasks = TaskRunner()
        self.unforeseen = []
        self.tasks.on_unforeseen(self.unforeseen.append)
        self.source = source or Watched(workspace)
        self.model = ListingModel(
            self.tasks, shown or list_columns(workspace.clock().date()), self.source
        )
        self.told = []
        self.model.streamed.connect(lambda number: self.told.append(("streamed", number)))
        self.model.modelReset.connect(lambda: self.told.append(("reset",)))
        self.model.rowsInserted.connect(lambda _p, *at: self.told.append(("inserted", *at)))
        self.model.rowsRemoved.connect(lambda _p, *at: self.told.append(("removed", *at)))

    def show(self, query=BY_NAME):
        self.model.show(query)
        self.settle()
        assert self.model.complete

    def settle(self):
        def quiet():
            return self.tasks.waiting == 0 and not self.model._fetch_timer.isActive()

        for _time in range(2):
            self.qtbot.waitUntil(quiet, timeout=20_000)
            self.qtbot.wait(1)

    def ids(self):
        return [self.model.id_at(place) for place in range(self.model.rowCount())]

    def text(self, place, column=0):
        """What a cell shows once its row has come."""
        index = self.model.index(place, column)
        if index.data() == "…":
            self.settle()
        return index.data()

    def names(self):
        return [self.text(place) for place in range(self.model.rowCount())]

    def fresh(self, query):
        return fresh(self.workspace, query)

    def close(self):
        assert self.tasks.stop()
        if shiboken6.isValid(self.model):
            shiboken6.delete(self.model)


class ViewBench:
    """The list of organisations of the whole country in a window."""

    def __init__(self, qtbot, workspace):
        Desk.speak(Settings(language="en", theme="light"))
        self.qtbot = qtbot
        self.workspace = workspace
        self.tasks = TaskRunner()
        self.unforeseen = []
        self.tasks.on_unforeseen(self.unforeseen.append)
        self.window = QMainWindow()
        self.window.resize(1200, 700)
        self.session = Session(workspace, self.tasks, Settings(language="en"), self.window)
        self.pane = ListPane(self.session, list)
        self.list = self.pane.list
        self.asked = []
        fetch = self.list.listing.source.rows

        def rows(wanted):
            self.asked.extend(wanted)
            return fetch(wanted)

        self.list.listing.source.rows = rows
        self.window.setCentralWidget(self.pane)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.pane.refresh()
        self.settle()
        self.list.setFocus()

    def settle(self):
        for _time in range(2):
            self.qtbot.waitUntil(lambda: self.tasks.waiting == 0, timeout=20_000)
            self.qtbot.wait(10)

    def press(self, keys):
        press(keys)
        self.settle()

    @property
    def place(self):
        return self.list.currentIndex().row()

    def name(self):
        """The name on the row the cursor is on."""
        return self.list.listing.index(self.place, 0).data()

    def fresh(self, query):
        return fresh(self.workspace, query)

    def click_head(self, column):
        header = self.list.horizontalHeader()
        x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        at = QPoint(x, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        self.settle()

    def close(self):
        self.window.close()
        assert self.tasks.stop()
        shiboken6.delete(self.window)
        i18n.use("vi")
        assert self.unforeseen == []
