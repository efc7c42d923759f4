"""An error nobody foresaw: the crash window comes, the log has it without names, work goes on."""

import os
import signal
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer, QUrl, Slot, qInstallMessageHandler, qWarning
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ktgs_desktop import i18n, paths
from ktgs_desktop.errors import Cancelled
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.errors import CrashDialog
from ktgs_desktop.gui.main_window import MainWindow
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.settings import Settings
from tests.helpers.desk import OFFSCREEN, Desk, press, texts_of
from tests.helpers.dialogs import during

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore(*OFFSCREEN),
    pytest.mark.qt_no_exception_capture,
    pytest.mark.expects_warning,
]
SECRET = "Trần Thị Bí Mật"


@pytest.fixture(autouse=True)
def _nothing_shown_yet(monkeypatch):
    monkeypatch.setattr(errors._Shown, "traces", set())


@pytest.fixture
def caught(capsys):
    """Errors nobody caught go to the crash window, as in the program."""
    hook = sys.excepthook
    handler = qInstallMessageHandler(None)
    errors.install()
    yield capsys
    sys.excepthook = hook
    qInstallMessageHandler(handler)


@pytest.fixture
def window(qtbot, workspace):
    """The main window with its own way to show errors."""
    Desk.speak(Settings(language="en", theme="light"))
    runner = TaskRunner()
    made = MainWindow(workspace, runner, Settings(language="en", theme="light"))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: runner.waiting == 0)
    yield made
    made.close()
    workspace.store.keep_off(None)
    shiboken6.delete(made)
    i18n.use("vi")


def fail():
    raise ZeroDivisionError(SECRET)


def seen_by(qtbot, start, then=lambda _dialog: None):
    """The texts of the crash window that comes when something starts."""
    texts = []

    def look(dialog):
        texts.extend([*texts_of(dialog), dialog.trace.toPlainText()])
        then(dialog)
        press("Escape")

    with during(CrashDialog, look):
        start()
        qtbot.waitUntil(lambda: bool(texts), timeout=10_000)
    return texts


def check(texts):
    whole = "\n".join(texts)
    assert "ZeroDivisionError" in whole
    assert "in fail" in whole
    assert str(paths.log_dir()) in whole
    assert "nothing has been sent" in whole
    assert SECRET not in whole


# Where it comes from --------------------------------------------------------------------------


@pytest.mark.usefixtures("caught")
def test_an_error_in_what_a_button_does(qtbot, window):
    button = QPushButton("Fail", window)
    button.clicked.connect(fail)
    button.show()
    check(seen_by(qtbot, button.click))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press("Alt+2")
    assert window.stack.currentWidget() is window.page("programs")


@pytest.mark.usefixtures("caught")
def test_an_error_in_a_timer(qtbot, window):
    check(seen_by(qtbot, lambda: QTimer.singleShot(0, window, fail)))
    assert window.isVisible()


@pytest.mark.usefixtures("caught")
def test_an_error_in_a_painting_is_shown_once(qtbot, window):
    class Faulty(QWidget):
        painted = 0

        def paintEvent(self, _event):  # noqa: N802 - Qt's own name
            self.painted += 1
            fail()

    faulty = Faulty(window)
    faulty.resize(50, 50)
    check(seen_by(qtbot, faulty.show))
    before = faulty.painted
    faulty.update()
    qtbot.waitUntil(lambda: faulty.painted > before)
    qtbot.wait(30)
    assert QApplication.activeModalWidget() is None
    shiboken6.delete(faulty)


@pytest.mark.parametrize("kind", ["read", "write"])
def test_an_error_in_work(qtbot, window, kind, caplog):
    start = getattr(window.session.tasks, kind)
    check(seen_by(qtbot, lambda: start(window, lambda _progress: fail(), lambda _none: None)))
    assert "ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text
    # The threads are still there.
    found = []
    start(window, lambda _progress: window.session.workspace.today, found.append)
    qtbot.waitUntil(lambda: bool(found))


@pytest.mark.usefixtures("caught")
def test_an_error_in_what_is_done_with_an_answer(qtbot, window):
    tasks = window.session.tasks
    check(seen_by(qtbot, lambda: tasks.read(window, lambda _p: None, lambda _none: fail())))
    assert tasks.waiting == 0


def test_the_terminal_hears_the_place_but_no_name(qtbot, window, caught):
    check(seen_by(qtbot, lambda: QTimer.singleShot(0, window, fail)))
    said = caught.readouterr().err
    assert "ZeroDivisionError" in said
    assert SECRET not in said


def test_a_wish_to_stop_is_no_error(window, caplog):
    errors.show(window, Cancelled())
    assert QApplication.activeModalWidget() is None
    assert "unforeseen" not in caplog.text


def test_the_same_error_is_shown_once_and_logged_each_time(qtbot, window, caplog):
    try:
        fail()
    except ZeroDivisionError as error:
        one = error
    check(seen_by(qtbot, lambda: QTimer.singleShot(0, window, lambda: errors.show(window, one))))
    errors.show(window, one)
    assert QApplication.activeModalWidget() is None
    assert caplog.text.count("unforeseen error") == 2


def test_an_interrupt_from_the_terminal_ends_the_program_without_a_window(qapp, caught):
    ended = []
    qapp.aboutToQuit.connect(lambda: ended.append(1))
    QTimer.singleShot(0, lambda: sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None))
    QTimer.singleShot(5000, qapp.quit)
    qapp.exec()
    assert ended
    assert caught.readouterr().err == ""
    assert QApplication.activeModalWidget() is None


# The window -----------------------------------------------------------------------------------


class Opener(QObject):
    """Takes what would be opened outside."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def take(self, url):
        self.opened.append(url.toLocalFile())


def test_what_it_says_can_be_copied_and_its_folder_opened(qtbot, window):
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")

    def use(dialog):
        dialog.copy_button.click()
        dialog.folder_button.click()

    start = window.session.tasks.read
    try:
        texts = seen_by(
            qtbot, lambda: start(window, lambda _p: fail(), lambda _none: None), then=use
        )
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert QGuiApplication.clipboard().text() == texts[-1]
    assert opener.opened == [str(paths.log_dir())]


def test_it_speaks_vietnamese_too(qtbot, window):
    i18n.use("vi")
    start = window.session.tasks.read
    texts = seen_by(qtbot, lambda: start(window, lambda _p: fail(), lambda _none: None))
    assert "nothing has been sent" not in "\n".join(texts)
    assert any("chưa gửi" in text or "không gửi" in text for text in texts), texts


# The log --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("caught")
def test_what_qt_says_goes_to_the_log(caplog):
    qWarning("something about a font")
    assert ("qt", 30, "something about a font") in caplog.record_tuples


PROGRAM = """
import sys
from PySide6.QtCore import QTimer, qFatal
from PySide6.QtWidgets import QApplication
from ktgs_desktop import logs
from ktgs_desktop.gui import app, errors
from ktgs_desktop.gui.errors import CrashDialog
from ktgs_desktop.settings import Settings

def fail(password="mat-khau-thu", name="Trần Thị Bí Mật"):
    raise ZeroDivisionError(f"{name} {password}")

def look():
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, CrashDialog):
        print("the window came")
        dialog.accept()
        QTimer.singleShot(0, lambda: (print("and work went on"), QApplication.quit()))
    else:
        QTimer.singleShot(10, look)

logs.start(program="ktgs-desktop")
application = app.make_application(Settings())
errors.install()
QTimer.singleShot(0, fail if sys.argv[1] == "slot" else lambda: qFatal("the end is near"))
QTimer.singleShot(10, look)
QTimer.singleShot(20000, lambda: application.exit(3))
sys.exit(application.exec())
"""


def run(how):
    # Away from the project: a core that is dumped must not lie there.
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, how],
        env={**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONUTF8": "1"},  # noqa: PTH109
        cwd=os.environ["KTGS_HOME"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def _home_folder():
    paths.log_dir().mkdir(parents=True)


@pytest.mark.usefixtures("_home_folder")
def test_the_log_keeps_the_place_and_no_name_or_password():
    done = run("slot")
    assert done.stdout.split("\n")[:2] == ["the window came", "and work went on"], done.stderr
    assert done.returncode == 0
    kept = (paths.log_dir() / "ktgs-desktop.log").read_text("utf-8")
    assert "CRITICAL" in kept
    assert "ZeroDivisionError" in kept
    assert "in fail" in kept
    for written in (kept, done.stderr):
        assert SECRET not in written
        assert "mat-khau-thu" not in written


@pytest.mark.usefixtures("_home_folder")
def test_when_qt_gives_up_the_log_says_why_and_where():
    done = run("fatal")
    assert done.returncode == -signal.SIGABRT
    kept = (paths.log_dir() / "ktgs-desktop.log").read_text("utf-8")
    assert "CRITICAL" in kept
    assert "the end is near" in kept
    crash = (paths.log_dir() / "ktgs-desktop-crash.log").read_text("utf-8")
    assert "Fatal Python error: Aborted" in crash
    assert "<lambda>" in crash
