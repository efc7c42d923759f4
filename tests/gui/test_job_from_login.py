"""The same job from the window's first moment: the log-in, or the set-up of an office."""

from functools import partial

import pytest

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.setup import SetupWizard
from ktgs_desktop.gui.login import LoginWindow
from ktgs_desktop.settings import Settings
from tests.conftest import PASSWORD
from tests.helpers.desk import OFFSCREEN, Desk, enter, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_job import LINES, SIGNER, items, new_program, write_line

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def login(qtbot, office_file):
    """The log-in window, in English, on an office that exists."""
    chosen = Settings(language="en", theme="light", last_login="mau")
    Desk.speak(chosen)
    window = LoginWindow(chosen, str(office_file))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    if window.main_window is not None:
        window.main_window.close()
    window.tasks.stop()
    Desk.speak(Settings(theme="light"))


def test_from_the_log_in_to_a_line(qtbot, login):
    assert focused() is login.password
    enter(PASSWORD)
    qtbot.waitUntil(lambda: login.main_window is not None, timeout=20000)
    desk = Desk(qtbot, login.main_window, login.tasks)
    desk.settle()
    desk.press("Alt+2")
    new_program(desk)
    press("F5")
    write_line(desk, *LINES[1])
    desk.press("Ctrl+S")
    assert [item.content for item in items(desk)] == [LINES[1][0]]


def set_up(qtbot, wizard):
    """The whole wizard with keys: office, file, user, code, signers."""
    qtbot.waitUntil(lambda: wizard.office_page.list.count() > 0)
    write("phu binh")
    qtbot.waitUntil(wizard.office_page.isComplete)
    press("Return Return")
    replace("2020-2025")
    press("Return")
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.user_page)
    for text in ("Trần Thị Thí Dụ", "cán bộ địa bàn", "du", "meo nho tren mai 1"):
        enter(text)
    enter("meo nho tren mai 1")
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.code_page, timeout=20000)
    while focused() is not wizard.code_page.sheet.done:
        press("Tab")
    press("Space Return")
    qtbot.waitUntil(lambda: len(wizard.signers_page._rows) == 2)
    for text in (SIGNER, "", "Lê Thị Tập Huấn", ""):
        enter(text)
    qtbot.waitUntil(lambda: not wizard.isVisible())


def test_from_the_first_set_up_to_a_line(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path))
    Desk.speak(Settings(language="en", theme="light"))
    window = LoginWindow(Settings(language="en", theme="light"))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    try:
        with during(SetupWizard, partial(set_up, qtbot)):
            press("Return")
        qtbot.waitUntil(lambda: window.main_window is not None, timeout=20000)
        desk = Desk(qtbot, window.main_window, window.tasks)
        desk.settle()
        desk.press("Alt+2")
        new_program(desk)
        press("F5")
        write_line(desk, *LINES[1])
        desk.press("Ctrl+S")
        assert [item.content for item in items(desk)] == [LINES[1][0]]
    finally:
        if window.main_window is not None:
            window.main_window.close()
        window.tasks.stop()
        Desk.speak(Settings(theme="light"))
        assert not theme.is_dark()
