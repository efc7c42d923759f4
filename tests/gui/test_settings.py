"""The page of settings on a real workspace: every section, driven as a clerk would."""

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
)

from ktgs_desktop import i18n, settings
from ktgs_desktop.gui.main_window import MainWindow
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.settings import SettingsPage
from ktgs_desktop.services import (
    maintenance,
)
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.settings import Settings
from tests.conftest import PASSWORD
from tests.helpers.settings_bench import Bench, column, english

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return


@pytest.fixture
def bench(qtbot, qapp, workspace):
    made = Bench(qtbot, qapp, workspace)
    yield made
    made.close()


# The page -----------------------------------------------------------------------------------------


def test_every_section_opens_by_keyboard_and_the_last_one_is_remembered(bench):
    bench.page.list.setFocus()
    bench.page.list.setCurrentRow(0)
    for _row in range(bench.page.list.count() - 1):
        QTest.keyClick(bench.page.list, Qt.Key.Key_Down)
        bench.settle()
    assert bench.page.section("about").isVisible()
    assert SettingsPage(bench.session).section("about").isEnabled()
    again = SettingsPage(bench.session)
    assert again.list.currentRow() == bench.page.list.count() - 1
    bench.page.show_record("section", "copies")
    assert bench.page.section("copies").isVisible()
    bench.page.show_record("issuing_body", None)
    assert bench.page.section("bodies").isVisible()
    bench.settle()


def test_every_field_and_button_can_be_named_aloud(bench):
    for place in range(bench.page.list.count()):
        bench.page.list.setCurrentRow(place)
        bench.settle()
    for field in bench.page.findChildren(QLineEdit):
        assert field.accessibleName() or field.objectName() == "qt_spinbox_lineedit"
    for button in bench.page.findChildren(QPushButton):
        assert button.text()


def test_a_workspace_open_elsewhere_shows_nothing_that_writes(qtbot, qapp, workspace, office_file):
    assert not workspace.read_only
    reader = Bench(qtbot, qapp, open_workspace(office_file, login="mau", password=PASSWORD))
    try:
        assert reader.workspace.read_only
        for name in ("office", "bodies", "users", "trust", "copies"):
            section = reader.open(name)
            assert not [one.text() for one in section.findChildren(QPushButton) if one.isVisible()]
        reader.page.section("bodies").edit()
        reader.page.section("users").edit()
        check = reader.open("check").panel
        reader.press(check.start)
        assert "All is well" in check.result.text()
    finally:
        reader.close()


# Interface ----------------------------------------------------------------------------------------


def test_a_choice_counts_at_once(bench):
    chosen = []
    bench.session.settings_changed.connect(chosen.append)
    section = bench.open("interface")
    minutes = section.fields["lock_after_minutes"]
    minutes.setFocus()
    QTest.keyClick(minutes, Qt.Key.Key_Up)
    assert chosen[-1].lock_after_minutes == 5
    QTest.keyClick(section.fields["row_height"], Qt.Key.Key_Down)
    assert chosen[-1].row_height == "double"
    QTest.keyClick(section.fields["font_size"], Qt.Key.Key_Down)
    assert chosen[-1].font_size == 11
    for one in chosen:
        settings.save(one)


def test_another_language_rebuilds_the_window_and_keeps_the_place(qtbot, qapp, workspace):
    english(qapp)
    tasks = TaskRunner()
    window = MainWindow(workspace, tasks, Settings(language="en", theme="light"))
    qtbot.addWidget(window)
    window.show()
    window.go("settings")
    page = window.page("settings")
    page.show_section("interface")
    field = page.section("interface").fields["language"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.page("settings") is not page)
    assert i18n.language() == "vi"
    assert settings.load().language == "vi"
    again = window.page("settings")
    assert again.isVisible()
    qtbot.waitUntil(again.section("interface").fields["language"].hasFocus)
    texts = [label.text() for label in again.findChildren(QLabel)]
    assert i18n.translate("Settings") in texts
    qtbot.waitUntil(lambda: tasks.waiting == 0)
    window.close()


# Office -------------------------------------------------------------------------------------------


def test_the_office_gets_another_name_and_term(bench):
    section = bench.open("office")
    assert section.name.value() == "UBKT Huyện uỷ Phú Bình"
    assert section._unit.value() == "173"
    assert section._committee.value() == "Huyện uỷ Phú Bình"
    assert section._superior.value() == "Uỷ ban Kiểm tra Tỉnh uỷ Thái Nguyên"
    section.name.set_value("UBKT Phú Bình")
    section.term.set_value("2025-2030")
    section.name.setFocus()
    QTest.keyClick(section.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert bench.workspace.office.name == "UBKT Phú Bình"
    assert bench.workspace.office.term == "2025-2030"
    section.name.set_value("")
    bench.press(section.save)
    assert section._fault.isVisible()


# Copies and check ---------------------------------------------------------------------------------


def test_copies_are_made_here_and_elsewhere(bench, tmp_path, monkeypatch):
    section = bench.open("copies")
    assert section._empty.isVisible()
    bench.press(section.copy_button)
    assert len(column(section, 0)) == 1
    assert "made and checked" in section._said.text()
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(stick))
    bench.press(section.folder_button)
    assert str(stick) in section._said.text()
    copies = list(stick.glob("*.ktgsdb"))
    assert len(copies) == 1
    opened = open_workspace(copies[0], login="mau", password=PASSWORD)
    assert opened.office.unit_code == "173"
    opened.close()


def test_the_check_says_in_words_what_it_found(bench):
    panel = bench.open("check").panel
    bench.press(panel.start)
    assert panel.result.text().startswith("✔ All is well")
    digest = bench.workspace.attachments.put(b"a paper")
    assert digest
    assert not panel.stop.isVisible()


def test_faults_are_listed_and_the_way_out_is_named(bench, monkeypatch):
    panel = bench.open("check").panel
    report = maintenance.CheckReport(("page 7",), ("chain_broken change 3",), ("x",), 9, 9, 0)
    monkeypatch.setattr(maintenance, "check", lambda *_a: report)
    bench.press(panel.start)
    assert "go back to the latest sound copy" in panel.result.text()
    assert panel.details.toPlainText().splitlines() == ["page 7", "chain_broken change 3", "x"]
    sound = dataclasses.replace(report, file_faults=(), journal_faults=(), attachment_faults=())
    monkeypatch.setattr(maintenance, "check", lambda *_a: sound)
    bench.press(panel.start)
    assert not panel.details.isVisible()


def test_a_check_can_be_stopped(bench, monkeypatch):
    def endless(_workspace, progress):
        step = 0
        while True:
            step += 1
            progress.step(step % 50, 50)

    monkeypatch.setattr(maintenance, "check", endless)
    panel = bench.open("check").panel
    panel.start.setFocus()
    QTest.keyClick(panel.start, Qt.Key.Key_Space)
    bench.qtbot.waitUntil(lambda: panel._bar.maximum() == 50)
    panel.stop.click()
    bench.settle()
    assert "Stopped" in panel.result.text()
    assert panel.start.isEnabled()


def test_about_names_version_places_and_licences(bench, office_file):
    section = bench.open("about")
    assert "MIT License" in section.licences.toPlainText()
    shown = [field.text() for field in section.findChildren(QLineEdit)]
    assert str(office_file) in shown
    assert all(Path(text).is_absolute() for text in shown)
