"""The tree of organisations: read as far as it is open, gone about by keys, kept when read anew."""

import threading
from uuid import uuid4

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.organizations.rows import OrganizationTree, tree_columns
from ktgs_desktop.gui.widgets.tree import TreeView
from ktgs_desktop.gui.widgets.tree_model import TreeModel
from ktgs_desktop.services import organizations
from tests.helpers.builders import a_cell
from tests.helpers.country import elsewhere, the_country
from tests.helpers.desk import OFFSCREEN, press, write

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
DISTRICT = organization_id("173", "PARTY_BODY")
PROVINCE = organization_id("19", "PARTY_BODY")
country = pytest.fixture(the_country)


class Watched(OrganizationTree):
    """Organisations of a register; it notes what was asked, and can be made to wait."""

    def __init__(self, workspace):
        super().__init__(workspace)
        self.asked = []
        self.gate = None

    def children(self, parent):
        self.asked.append(parent)
        if self.gate is not None:
            assert self.gate.wait(20)
        return super().children(parent)


class Bench:
    """A tree of a register in a window of its own."""

    def __init__(self, qtbot, workspace):
        self.qtbot = qtbot
        self.workspace = workspace
        self.tasks = TaskRunner()
        self.unforeseen = []
        self.tasks.on_unforeseen(self.unforeseen.append)
        self.source = Watched(workspace)
        columns = tree_columns(workspace.clock().date())
        self.model = TreeModel(self.tasks, columns, self.source)
        self.view = TreeView(self.model)
        self.view.resize(700, 500)
        self.heard = []
        self.view.current_changed.connect(self.heard.append)
        self.view.show()
        self.view.activateWindow()
        qtbot.waitUntil(self.view.isActiveWindow)
        self.view.setFocus()
        self.view.refresh()
        self.settle()

    def settle(self):
        for _time in range(3):
            self.qtbot.waitUntil(lambda: self.tasks.waiting == 0, timeout=20_000)
            self.qtbot.wait(2)

    def press(self, keys):
        for one in keys.split():
            press(one)
            self.settle()

    def reveal(self, record):
        self.view.reveal(record)
        self.settle()

    def name(self):
        """The name on the row the cursor is on."""
        return self.view.currentIndex().siblingAtColumn(0).data()

    def below(self, record):
        """Names below a record, as they are shown."""
        index = self.model.index_of(record)
        rows = range(self.model.rowCount(index))
        return [self.model.index(row, 0, index).data() for row in rows]

    def fresh(self, record):
        """Names below a record, as the register has them."""
        return [
            row.name for row in elsewhere(lambda: OrganizationTree(self.workspace).children(record))
        ]

    def is_open(self, record):
        return self.view.isExpanded(self.model.index_of(record))

    def close(self):
        assert self.tasks.stop()
        shiboken6.delete(self.view)
        assert self.unforeseen == []


@pytest.fixture
def tree(qtbot, workspace):
    workspace.store.keep_off(threading.get_ident())
    made = Bench(qtbot, workspace)
    yield made
    made.close()
    workspace.store.keep_off(None)


@pytest.fixture
def large(qtbot, country):
    made = Bench(qtbot, country)
    yield made
    made.close()


# Reading --------------------------------------------------------------------------------------


def test_only_what_is_opened_is_read(large):
    assert large.source.asked == [None]
    assert large.model.rowCount() == len(large.fresh(None)) >= 63
    large.reveal(PROVINCE)
    large.source.asked.clear()
    large.press("Right")
    assert large.source.asked == [PROVINCE]
    assert large.below(PROVINCE) == large.fresh(PROVINCE)
    large.press("Left Right")
    assert large.source.asked == [PROVINCE], "what has been read stays"


def test_what_has_nothing_below_shows_no_arrow(tree):
    tree.reveal(tree.workspace.office.unit)
    index = tree.view.currentIndex()
    assert not tree.model.hasChildren(index)
    assert not tree.model.canFetchMore(index)
    asked = list(tree.source.asked)
    tree.press("Right")
    assert tree.source.asked == asked


def test_a_record_deep_below_is_revealed_by_the_way_to_it_alone(large):
    wanted = elsewhere(
        lambda: organizations.named(large.workspace, "Uỷ ban Kiểm tra Đảng uỷ xã Úc Kỳ")
    )
    path = elsewhere(lambda: organizations.path_to(large.workspace, wanted))
    large.source.asked.clear()
    large.reveal(wanted)
    assert large.view.current_record() == wanted
    assert large.name() == "Uỷ ban Kiểm tra Đảng uỷ xã Úc Kỳ"
    assert set(large.source.asked) == {None, *path[:-1]}
    assert large.view.viewport().rect().intersects(large.view.visualRect(large.view.currentIndex()))


def test_what_is_not_there_is_told(tree):
    missing = []
    tree.view.missing.connect(missing.append)
    gone = uuid4()
    tree.reveal(gone)
    assert missing == [gone]


def test_opened_twice_before_the_answer_comes_it_is_read_once(tree):
    tree.reveal(DISTRICT)
    tree.source.asked.clear()
    tree.source.gate = threading.Event()
    index = tree.model.index_of(DISTRICT)
    tree.view.collapse(index)
    before = len(tree.below(DISTRICT))
    for _time in range(3):
        tree.view.expand(index)
        tree.view.collapse(index)
    tree.view.expand(index)
    tree.source.gate.set()
    tree.settle()
    assert len(tree.source.asked) <= 1
    assert len(tree.below(DISTRICT)) == len(tree.fresh(DISTRICT)) >= before


# Keys -----------------------------------------------------------------------------------------


def test_arrows_go_about_and_each_step_is_told(tree):
    tree.reveal(DISTRICT)
    tree.press("Right Right")
    assert tree.view.currentIndex().parent() == tree.model.index_of(DISTRICT)
    first = tree.name()
    assert first == tree.fresh(DISTRICT)[0]
    tree.press("Down")
    assert tree.name() == tree.fresh(DISTRICT)[1]
    tree.press("Up Left")
    assert tree.view.current_record() == DISTRICT
    assert tree.heard[-1] == DISTRICT
    tree.press("End")
    assert not tree.view.indexBelow(tree.view.currentIndex()).isValid()
    tree.press("Home")
    assert not tree.view.indexAbove(tree.view.currentIndex()).isValid()


def test_enter_opens_a_record_and_ctrl_c_copies_its_row(tree):
    opened = []
    tree.view.activated_record.connect(opened.append)
    tree.reveal(DISTRICT)
    tree.press("Return Ctrl+C")
    assert opened == [DISTRICT]
    assert QGuiApplication.clipboard().text().split("\t")[0] == "Đảng bộ huyện Phú Bình"


def test_letters_find_an_open_row_whatever_the_accents(tree):
    tree.reveal(DISTRICT)
    tree.press("Right")
    write("dang bo xa u")
    tree.settle()
    assert tree.name() == "Đảng bộ xã Úc Kỳ"
    tree.qtbot.wait(QApplication.keyboardInputInterval() + 50)
    write("nga my")
    tree.settle()
    assert tree.name() == "Đảng bộ xã Nga My"
    tree.qtbot.wait(QApplication.keyboardInputInterval() + 50)
    write("wxyz")
    tree.settle()
    assert tree.name() == "Đảng bộ xã Nga My"


# Reading anew ---------------------------------------------------------------------------------


def test_what_is_open_stays_open_with_cursor_and_scroll(tree):
    tree.reveal(DISTRICT)
    tree.press("Right")
    tree.press("Down " * 12)
    present = tree.view.current_record()
    tree.press("Right")
    scroll = tree.view.verticalScrollBar().value()
    tree.heard.clear()
    made = elsewhere(lambda: a_cell(tree.workspace, "Chi bộ Mới Toanh", present))
    tree.view.refresh()
    tree.settle()
    assert tree.is_open(DISTRICT)
    assert tree.is_open(present)
    assert tree.view.current_record() == present
    assert tree.view.verticalScrollBar().value() == scroll
    assert made.name_on() in tree.below(present)
    assert set(tree.heard) <= {present}


def test_when_the_record_in_hand_is_gone_the_one_above_is(tree):
    made = elsewhere(lambda: a_cell(tree.workspace, "Chi bộ Chóng Tàn"))
    tree.reveal(made.id)
    assert tree.view.current_record() == made.id
    elsewhere(lambda: organizations.void(tree.workspace, made.id, "nhầm"))
    tree.view.refresh()
    tree.settle()
    assert tree.view.current_record() == DISTRICT
    assert tree.heard[-1] == DISTRICT


def test_a_record_that_moved_is_followed(tree):
    made = elsewhere(lambda: a_cell(tree.workspace, "Chi bộ Di Cư"))
    other = elsewhere(lambda: organizations.named(tree.workspace, "Đảng bộ xã Bàn Đạt"))
    tree.reveal(made.id)
    day = tree.workspace.today
    elsewhere(
        lambda: organizations.move(tree.workspace, made.id, parent=other, start=day, basis="")
    )
    tree.reveal(made.id)
    assert tree.view.current_record() == made.id
    assert tree.view.currentIndex().parent() == tree.model.index_of(other)


def test_asked_again_before_the_answer_comes_the_latest_counts(tree):
    tree.source.gate = threading.Event()
    tree.view.refresh()
    made = elsewhere(lambda: a_cell(tree.workspace, "Chi bộ Giữa Chừng"))
    tree.view.reveal(made.id)
    tree.source.gate.set()
    tree.settle()
    assert tree.view.current_record() == made.id


def test_a_tree_that_is_gone_hears_nothing_more(tree):
    tree.source.gate = threading.Event()
    tree.view.refresh()
    heard = []
    tree.model.loaded.connect(heard.append)
    assert tree.source.gate is not None
    threading.Timer(0.1, tree.source.gate.set).start()
    assert tree.tasks.stop()
    tree.view.refresh()
    tree.qtbot.wait(50)
    assert heard == []


def test_heads_are_words_and_cells_say_themselves(tree):
    heads = [
        tree.model.headerData(place, Qt.Orientation.Horizontal)
        for place in range(tree.model.columnCount())
    ]
    assert all(heads)
    tree.reveal(DISTRICT)
    index = tree.model.index_of(DISTRICT)
    for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        assert index.data(role) == "Đảng bộ huyện Phú Bình"
