"""The log-in window: who gets in, who waits, and the ways back in."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox

from ktgs_desktop import i18n, paths, settings
from ktgs_desktop.errors import StorageError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.copies import RestoreDialog
from ktgs_desktop.gui.dialogs.recovery import RecoveryDialog
from ktgs_desktop.gui.login import LoginWindow
from ktgs_desktop.services import maintenance, offices, unit_register, users
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.settings import Settings
from tests.helpers.dialogs import agree, during

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return
LOGIN, PASSWORD = "du", "meo nho tren mai 1"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace made once, and its recovery code."""
    folder = tmp_path_factory.mktemp("made")
    new = offices.NewOffice("05920", LOGIN, PASSWORD, "Trần Thị Thí Dụ", "cán bộ")
    created = offices.create_workspace(folder / "office.ktgsdb", new, unit_register.read_units())
    created.workspace.close()
    return folder, created.recovery_code


@pytest.fixture
def file(made, tmp_path, monkeypatch, qapp):
    """A copy of the workspace in the folder of a test."""
    monkeypatch.setenv("KTGS_HOME", str(tmp_path))
    i18n.use("en")
    theme.apply(qapp, Settings(theme="light"))
    home = tmp_path / "workspaces"
    shutil.copytree(made[0], home)
    yield home / "office.ktgsdb"
    i18n.use("vi")


@pytest.fixture
def window(qtbot, file):
    chosen = Settings(language="en", theme="light", last_workspace=str(file), last_login=LOGIN)
    settings.save(chosen)
    made = LoginWindow(chosen)
    qtbot.addWidget(made)
    made.show()
    yield made
    if made.main_window is not None:
        made.main_window.close()
    made.tasks.stop()


def settled(qtbot, window):
    qtbot.waitUntil(lambda: window.tasks.waiting == 0, timeout=20000)


def try_password(qtbot, window, password):
    window.password.setFocus()
    window.password.selectAll()
    QTest.keyClicks(window.password, password)
    QTest.keyClick(window.password, ENTER)
    settled(qtbot, window)


def fault(window):
    return window._fault.text()


def texts_of(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


# First start ----------------------------------------------------------------------------------


def test_without_any_workspace_the_eye_is_led_to_the_set_up(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path))
    i18n.use("en")
    window = LoginWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    assert window.focusWidget() is window.new_office
    assert window.new_office.property("primary")
    assert not window.enter.property("primary")
    assert any("no workspace on this computer" in text for text in texts_of(window))
    i18n.use("vi")


def test_a_single_workspace_in_the_usual_folder_is_proposed(qtbot, file):
    shutil.copyfile(file, file.with_name("office-replaced.ktgsdb"))
    window = LoginWindow(Settings())
    qtbot.addWidget(window)
    assert window.path.text() == str(file)
    assert window.enter.property("primary")
    assert Path(window.path.text()).parent == paths.default_workspace_dir()


# Logging in -----------------------------------------------------------------------------------


def test_enter_goes_from_field_to_field_and_logs_in(qtbot, window):
    window.path.setFocus()
    QTest.keyClick(window.path, ENTER)
    assert window.focusWidget() is window.login
    QTest.keyClick(window.login, ENTER)
    assert window.focusWidget() is window.password
    try_password(qtbot, window, PASSWORD)
    main = window.main_window
    assert main is not None
    assert main.isVisible()
    assert not window.isVisible()
    assert "Tân Kim" in main.windowTitle()
    assert settings.load().last_login == LOGIN
    settled(qtbot, window)


def test_nothing_is_tried_before_all_is_typed(window):
    window.login.clear()
    window.log_in()
    assert "type login name and password" in fault(window)
    assert window.focusWidget() is window.login
    window.path.setText("/")
    window.log_in()
    assert window.tasks.waiting == 0


def test_wrong_passwords_cost_a_growing_wait_that_is_counted_down(qtbot, window):
    try_password(qtbot, window, "falsch 1")
    assert "wrong" in fault(window)
    assert window.password.selectedText()
    assert window.main_window is None
    try_password(qtbot, window, "falsch 2")
    assert "wrong" in fault(window)
    # The first wait is one second; it may be over before the answer is there.
    for number in range(3, 6):
        if not window._countdown.isActive():
            try_password(qtbot, window, f"falsch {number}")
    assert "Wait" in fault(window)
    assert not window.enter.isEnabled()
    assert window.focusWidget() is window.password
    assert window.lost.isEnabled()
    left = window._seconds
    for _second in range(left):
        window._tick()
    assert window.enter.isEnabled()
    assert fault(window) == ""


def test_another_login_name_need_not_wait(window):
    window._wait(30)
    assert not window.enter.isEnabled()
    QTest.keyClicks(window.login, "x")
    assert window.enter.isEnabled()
    assert fault(window) == ""


def test_a_missing_file_is_said_in_plain_words(qtbot, window, tmp_path):
    window.path.setText(str(tmp_path / "gone.ktgsdb"))
    try_password(qtbot, window, PASSWORD)
    assert "There is no file at" in fault(window)


@pytest.mark.parametrize("code", ["file_too_new", "file_damaged", "keys_missing"])
def test_what_cannot_be_opened_is_said_in_plain_words(qtbot, window, monkeypatch, code):
    def refuse(path, **_kwargs):
        raise StorageError(code, path=str(path))

    monkeypatch.setattr(users, "open_workspace", refuse)
    try_password(qtbot, window, PASSWORD)
    assert str(window.path.text()) in fault(window)
    assert window.enter.isEnabled()


def test_a_file_another_process_holds_opens_for_reading_and_says_so(qtbot, window, file):
    other = open_workspace(file, login=LOGIN, password=PASSWORD)
    try:
        try_password(qtbot, window, PASSWORD)
        main = window.main_window
        assert main is not None
        settled(qtbot, window)
        assert any("Read only" in text for text in texts_of(main))
    finally:
        other.close()


# Locking --------------------------------------------------------------------------------------


def test_locking_closes_the_file_and_asks_for_the_password_again(qtbot, window, file):
    try_password(qtbot, window, PASSWORD)
    settled(qtbot, window)
    height = window.height()
    window.main_window.lock()
    qtbot.waitUntil(window.isVisible)
    assert window.main_window is None
    assert window.password.text() == ""
    assert window.focusWidget() is window.password
    assert window.height() == height
    again = open_workspace(file, login=LOGIN, password=PASSWORD)
    assert not again.read_only
    again.close()
    try_password(qtbot, window, PASSWORD)
    assert window.main_window is not None
    settled(qtbot, window)


def test_a_dialog_left_open_goes_when_the_window_locks(qtbot, window):
    try_password(qtbot, window, PASSWORD)
    settled(qtbot, window)
    main = window.main_window
    dialog = QDialog(main)
    QTimer.singleShot(50, main.lock)
    dialog.exec()
    assert not dialog.isVisible()
    qtbot.waitUntil(window.isVisible)


def test_another_language_counts_after_locking_too(qtbot, window):
    try_password(qtbot, window, PASSWORD)
    settled(qtbot, window)
    main = window.main_window
    chosen = dataclasses.replace(main.session.settings, language="vi")
    main.session.settings_changed.emit(chosen)
    settled(qtbot, window)
    main.lock()
    qtbot.waitUntil(window.isVisible)
    assert i18n.language() == "vi"
    assert window.enter.text() == i18n.translate("Log &in")
    assert window.lost.text() == i18n.translate("&Forgotten password…")


# Ways back in ---------------------------------------------------------------------------------


def test_a_lost_password_is_replaced_with_the_code_in_any_spacing(qtbot, window, made):
    code = made[1].lower().replace("-", " ").replace("1", "l")

    def fill(dialog):
        assert dialog.path.value() == window.path.text()
        assert dialog.login.value() == LOGIN
        assert dialog.focusWidget() is dialog.code
        dialog.code.setText(code[:-1])
        dialog.password.first.setText("mot mat khau khac")
        dialog.password.again.setText("mot mat khau khac")
        QTest.keyClick(dialog.password.again, ENTER)
        qtbot.waitUntil(lambda: "mistyped" in dialog._fault.text())
        dialog.code.setText(code)
        QTest.keyClick(dialog.password.again, ENTER)

    with during(RecoveryDialog, fill):
        window.lost.click()
    assert "counts from now on" in window._note.text()
    assert window.focusWidget() is window.password
    try_password(qtbot, window, "mot mat khau khac")
    assert window.main_window is not None
    settled(qtbot, window)


def test_recovery_asks_for_what_is_missing(window):
    def fill(dialog):
        dialog.login.clear()
        dialog._set()
        assert "login name" in dialog._fault.text()
        dialog.login.setText(LOGIN)
        dialog._set()
        assert "recovery code" in dialog._fault.text()
        dialog.code.setText("x")
        dialog._set()
        assert "password" in dialog._fault.text()
        dialog.reject()

    with during(RecoveryDialog, fill):
        window.lost.click()
    assert window._note.text() == ""


def test_going_back_to_a_copy_from_the_log_in_window(qtbot, window, file):
    first = open_workspace(file, login=LOGIN, password=PASSWORD)
    maintenance.back_up(first)
    users.add_user(first, login="sau", password=PASSWORD, full_name="Người Vào Sau")
    first.close()

    def fill(dialog):
        qtbot.waitUntil(lambda: bool(dialog.copy.value()))
        dialog.login.setText(LOGIN)
        dialog.password.setText(PASSWORD)
        with during(QMessageBox, agree):
            QTest.keyClick(dialog.password, ENTER)

    with during(RestoreDialog, fill):
        window.back.click()
    assert "office-replaced" in window._note.text()
    restored = open_workspace(file, login=LOGIN, password=PASSWORD)
    assert [user.login for user in users.users(restored)] == [LOGIN]
    assert not restored.read_only
    restored.close()
    replaced = file.with_name("office-replaced.ktgsdb")
    kept = open_workspace(replaced, login="sau", password=PASSWORD)
    assert len(users.users(kept)) == 2
    kept.close()
    assert not list(file.parent.glob("*-restoring*"))
