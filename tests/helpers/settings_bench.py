"""A page of settings in a window, and how a clerk uses it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.settings import SettingsPage
from ktgs_desktop.settings import Settings


def english(qapp):
    """Let the window speak English, in light colours; the next test speaks Vietnamese again."""
    chosen = Settings(language="en", theme="light")
    i18n.use("en")
    theme.apply(qapp, chosen)
    return chosen


class Bench:
    """A page of settings in a window, on a workspace of its own."""

    def __init__(self, qtbot, qapp, workspace):
        chosen = english(qapp)
        self.qtbot = qtbot
        self.workspace = workspace
        self.tasks = TaskRunner()
        self.unforeseen = []
        self.tasks.on_unforeseen(self.unforeseen.append)
        self.window = QMainWindow()
        self.window.resize(1152, 740)
        qtbot.addWidget(self.window)
        self.session = Session(workspace, self.tasks, chosen, self.window)
        self.said = []
        self.session.said.connect(self.said.append)
        self.page = SettingsPage(self.session)
        self.window.setCentralWidget(self.page)
        self.window.show()
        self.settle()

    def settle(self):
        self.qtbot.waitUntil(lambda: self.tasks.waiting == 0, timeout=20000)
        self.qtbot.wait(5)
        self.qtbot.waitUntil(lambda: self.tasks.waiting == 0, timeout=20000)

    def open(self, name):
        self.page.show_section(name)
        self.settle()
        return self.page.section(name)

    def ask(self, work):
        """What a service says, asked off the window's thread."""
        found = []
        self.tasks.read(self.window, lambda _progress: work(self.workspace), found.append)
        self.qtbot.waitUntil(lambda: bool(found))
        return found[0]

    def press(self, button):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def close(self):
        self.window.close()
        self.workspace.store.keep_off(None)
        self.tasks.stop()
        self.workspace.close()
        assert not self.unforeseen


def column(section, number):
    """The texts of a column of a section's list."""
    shown = section.list
    return [shown.topLevelItem(row).text(number) for row in range(shown.topLevelItemCount())]


def choose(section, text):
    """Make the row with a text the current one."""
    for row in range(section.list.topLevelItemCount()):
        item = section.list.topLevelItem(row)
        if any(text in item.text(place) for place in range(section.list.columnCount())):
            section.list.setCurrentItem(item)
            return
    raise AssertionError(text)
