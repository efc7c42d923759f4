"""Settings: the issuing bodies, their headings, signers, recipients and numbers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
    QMessageBox,
)

from ktgs_desktop.domain.offices import NumberSeries, Signer
from ktgs_desktop.gui.dialogs.bodies import BodyDialog
from ktgs_desktop.services import (
    offices,
    organizations,
)
from tests.helpers.dialogs import agree, during
from tests.helpers.settings_bench import Bench, column

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return


@pytest.fixture
def bench(qtbot, qapp, workspace):
    made = Bench(qtbot, qapp, workspace)
    yield made
    made.close()


# Issuing bodies -----------------------------------------------------------------------------------


def test_the_heading_prints_live_while_it_is_typed(bench):
    section = bench.open("bodies")
    body = section._bodies[0]
    dialog = BodyDialog(bench.session, body, bench.window)
    dialog.show()
    shown = dialog.preview
    bench.qtbot.waitUntil(lambda: shown.shown is not None, timeout=10000)
    before = shown._page.pixmap().toImage()
    dialog.header_own.setFocus()
    dialog.header_own.selectAll()
    QTest.keyClicks(dialog.header_own, "DANG UY THI TRAN MAU")
    bench.qtbot.waitUntil(lambda: shown.shown.header_own == "DANG UY THI TRAN MAU", timeout=10000)
    after = shown._page.pixmap().toImage()
    assert before.size() == after.size()
    assert before != after
    assert after.copy(0, after.height() // 2, after.width(), 20) == before.copy(
        0, before.height() // 2, before.width(), 20
    )
    dialog.done(0)


def test_a_body_is_edited_by_keyboard(bench):
    section = bench.open("bodies")

    def fill(dialog):
        dialog.name.setFocus()
        QTest.keyClick(dialog.name, ENTER)
        assert dialog.focusWidget() is dialog.header_above
        dialog.symbol.setFocus()
        dialog.symbol.selectAll()
        QTest.keyClicks(dialog.symbol, "DUX")
        dialog.tabs.setCurrentIndex(1)
        grid = dialog.signers.grid
        grid.setFocus()
        QTest.keyClick(grid, Qt.Key.Key_F5)
        assert grid.rowCount() == 2
        for place, text in enumerate(("Lê Thị Tập Huấn", "PHÓ BÍ THƯ")):
            assert grid.currentColumn() == place
            QTest.keyClick(grid, Qt.Key.Key_F2)
            editor = grid.findChildren(QLineEdit)[-1]
            editor.insert(text)
            QTest.keyClick(editor, ENTER)
            bench.qtbot.waitUntil(lambda next_=place + 1: grid.currentColumn() == next_)
        grid.setCurrentCell(1, 0)
        QTest.keyClick(grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert grid.item(0, 0).text() == "Lê Thị Tập Huấn"
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    with during(BodyDialog, fill):
        section.list.setFocus()
        QTest.keyClick(section.list, ENTER)
        bench.settle()
    saved = bench.ask(offices.bodies)[0]
    assert saved.symbol == "DUX"
    assert saved.signers[0] == Signer("Lê Thị Tập Huấn", "PHÓ BÍ THƯ", saved.signers[1].authority)
    assert column(section, 3)[0] == "DUX"


def test_recipients_and_first_numbers_are_entered(bench):
    section = bench.open("bodies")

    def fill(dialog):
        dialog.tabs.setCurrentIndex(2)
        dialog.recipients.setFocus()
        dialog.recipients.selectAll()
        dialog.recipients.insertPlainText("Như trên")
        QTest.keyClick(dialog.recipients, ENTER)
        dialog.recipients.insertPlainText("Lưu Đảng uỷ")
        dialog.tabs.setCurrentIndex(3)
        cell = dialog.series.grid.item(1, 1)
        cell.setData(Qt.ItemDataRole.EditRole, 12)
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    with during(BodyDialog, fill):
        section.list.setFocus()
        QTest.keyClick(section.list, ENTER)
        bench.settle()
    saved = bench.ask(offices.bodies)[0]
    assert saved.recipients == ("Như trên", "Lưu Đảng uỷ")
    assert saved.series == (NumberSeries("QĐ", "2020-2025", 12),)


def test_a_symbol_twice_is_refused_in_the_dialog_and_leaving_asks(bench):
    section = bench.open("bodies")
    symbols = column(section, 3)

    def fill(dialog):
        dialog.symbol.set_value(symbols[1])
        dialog.symbol.edited.emit()
        dialog.save.click()
        bench.qtbot.waitUntil(lambda: symbols[1] in dialog._fault.text())
        with during(QMessageBox, agree):
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    with during(BodyDialog, fill):
        bench.press(section.edit_button)
    assert column(section, 3) == symbols


def test_bodies_change_places(bench):
    section = bench.open("bodies")
    names = column(section, 1)
    section.list.setFocus()
    QTest.keyClick(section.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert column(section, 1) == names[::-1]
    bench.press(section.down)
    assert column(section, 1) == names[::-1]
    bench.press(section.up)
    assert column(section, 1) == names


def test_an_advisory_body_is_picked_from_the_register(bench):
    section = bench.open("bodies")

    def fill(dialog):
        dialog.save.click()
        assert "Pick the organisation" in dialog._fault.text()
        field = dialog.organization
        field.setFocus()
        QTest.keyClicks(field, "phu binh")
        bench.qtbot.waitUntil(lambda: len(field.offers()) > 0, timeout=10000)
        QTest.keyClick(field, Qt.Key.Key_Down)
        QTest.keyClick(field, ENTER)
        assert dialog.name.value()
        assert dialog.header_own.value() == dialog.name.value().upper()
        dialog.symbol.setText("BTG")
        dialog.save.click()

    with during(BodyDialog, fill):
        bench.press(section.add_button)
    made = bench.ask(offices.bodies)[-1]
    assert made.symbol == "BTG"
    assert bench.ask(lambda workspace: organizations.get(workspace, made.organization))
    assert column(section, 3)[-1] == "BTG"
