"""The pane of lists from above: look, install, make the next version, sign it, all at a desk."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulations import Regulation, RegulationKind
from ktgs_desktop.gui.dialogs import publish_list
from ktgs_desktop.gui.dialogs.publish_list import PublishListDialog, SignListDialog
from ktgs_desktop.gui.dialogs.regulation_list import RegulationListDialog
from ktgs_desktop.services.regulations import lists
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.trust.exchange_training import PIN, write_regulation_keys
from tests.helpers.believing import believe_tree
from tests.helpers.desk import OFFSCREEN, texts_of
from tests.helpers.dialogs import during
from tests.helpers.regulation_lists import an_item, file_of, whole
from tests.trust.houses import the_tree

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def pane(desk):
    desk.ask(believe_tree)
    desk.press("Alt+5")
    page = desk.page()
    page.choose("lists")
    desk.settle()
    return page.pane


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """The file that the next dialog for files gives."""
    path = tmp_path / "list.ktgsdm"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    monkeypatch.setattr(publish_list, "ask_where", lambda *_a, **_k: path)
    return path


def seed(desk):
    def read(workspace):
        with workspace.reading() as connection:
            return lists.items(connection)

    return desk.ask(read)


def installed(desk):
    return desk.ask(lists.standing).installed


def cells(tree):
    rows = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return [[row.text(column) for column in range(tree.columnCount())] for row in rows]


def test_the_list_that_ships_says_that_nobody_signed_it(pane):
    assert pane.warnings.isVisible()
    assert "nobody signed it" in pane.warnings.text()
    (row,) = cells(pane.past)
    assert (row[0], row[3], row[4]) == ("1", "nobody", "with the program")
    assert not pane.newer.isVisible()


def test_a_list_is_looked_at_installed_and_taken_back(desk, pane, chosen):
    before = seed(desk)
    old = next(one for one in before if one.regulation.number == "208-QĐ/TW")
    fresh = an_item("99-QĐ/TW", "2021-06-30", replaces=(old,))
    chosen.write_bytes(file_of(whole(2, (*before, fresh)), *the_tree().regulation_keys[:2]))

    def leave(dialog):
        assert [dialog.tabs.tabText(at).split()[0] for at in range(2)] == ["New", "Ended"]
        assert cells(dialog.texts)[0][1].startswith("99-QĐ/TW")
        dialog.tabs.setCurrentIndex(1)
        assert "replaced by 99-QĐ/TW" in cells(dialog.texts)[0][2]
        assert any("signatures are valid" in text for text in texts_of(dialog))
        dialog.later_button.click()

    with during(RegulationListDialog, leave):
        desk.press("F5")
    assert installed(desk).version == 1
    with during(RegulationListDialog, lambda dialog: dialog.install_button.click()):
        pane.install_button.click()
        desk.settle()
    desk.settle()
    assert installed(desk).version == 2
    assert "Version 2" in desk.said[-1]
    assert [row[0] for row in cells(pane.past)] == ["2", "1"]
    assert not pane.warnings.text().count("nobody")
    desk.press("Ctrl+Z")
    assert installed(desk).version == 1
    assert pane.newer.isVisible()  # it is here still, and can be installed again

    with during(RegulationListDialog, lambda dialog: dialog.install_button.click()):
        pane.look_at(2)
        desk.settle()
    desk.settle()
    assert installed(desk).version == 2


def test_an_altered_list_is_refused_in_plain_words(desk, pane, chosen):
    data = bytearray(file_of(whole(2, seed(desk)), *the_tree().regulation_keys[:2]))
    data[len(data) // 2] ^= 1
    chosen.write_bytes(bytes(data))
    said = []

    def read(box):
        said.append(box.text())
        box.accept()

    with during(QMessageBox, read):
        pane.install_button.click()
        desk.settle()
    assert "altered" in said[0] or "damaged" in said[0]
    assert installed(desk).version == 1


def own_texts(workspace):
    with workspace.writing("add_regulation") as writer:
        for number, title, kind in (
            ("05-HD/HU", "Hướng dẫn kiểm tra", RegulationKind.GUIDANCE),
            ("01-QC/HU", "Quy chế phối hợp", RegulationKind.COORDINATION),
        ):
            day = PartialDate("2021-06-30")
            unit = workspace.office.unit
            writer.put(Regulation(unit, new_id(), number, "Huyện uỷ", title, kind, day))


def signing(desk, pane, path: Path, pin: str):
    def act(dialog):
        dialog.way.set_value("file")
        dialog._show_way()
        dialog.path.set_value(str(path))
        dialog.pin.setText(pin)
        dialog._press_primary()

    with during(SignListDialog, act):
        pane.sign_button.click()
        desk.settle()
    desk.settle()


def test_the_next_version_is_made_and_signed_by_two(desk, pane, chosen, tmp_path):
    desk.ask(own_texts)

    def fill(dialog):
        states = [dialog.texts.item(at).checkState() for at in range(2)]
        assert states == [Qt.CheckState.Checked, Qt.CheckState.Unchecked]
        dialog.expires.set_value("1/1/2021")
        dialog._press_primary()
        desk.settle()
        assert any("out of date on the day" in text for text in texts_of(dialog))
        dialog.expires.set_value("1/1/2023")
        dialog._press_primary()

    with during(PublishListDialog, fill):
        pane.publish_button.click()
        desk.settle()
    desk.settle()
    assert chosen.exists()
    keys = write_regulation_keys(tmp_path, the_tree())
    signing(desk, pane, keys[0], "")
    signing(desk, pane, keys[2], PIN)
    assert "2 signatures" in desk.said[-1]
    pane.check_button.click()
    desk.settle()
    assert desk.said[-1].startswith("Genuine: version 2")

    def look(dialog):
        assert dialog.tabs.tabText(0) == "New  1"
        dialog.tabs.setCurrentIndex(dialog.tabs.count() - 1)
        assert "Says the same as the list" in cells(dialog.texts)[0][2]
        dialog.install_button.click()

    with during(RegulationListDialog, look):
        pane.install_button.click()
        desk.settle()
    desk.settle()
    assert sorted(installed(desk).signers) == ["THỬ NGHIỆM QĐ 1", "THỬ NGHIỆM QĐ 3"]
