"""Work off the window's thread: which thread, which order, how it is shown, stopped and told."""

import gc
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.gui import tasks as tasks_module
from ktgs_desktop.gui.errors import CrashDialog
from ktgs_desktop.gui.main_window import MainWindow
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.widgets.status_line import StatusLine
from ktgs_desktop.services import members, organizations
from ktgs_desktop.settings import Settings
from tests.helpers.builders import a_cell, a_member
from tests.helpers.desk import OFFSCREEN
from tests.helpers.dialogs import during
from tests.helpers.gate import Gate, steps

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def tasks(qapp):  # noqa: ARG001 - threads answer through its loop
    runner = TaskRunner()
    yield runner
    assert runner.stop()
    shiboken6.delete(runner)


@pytest.fixture
def owner(qapp):  # noqa: ARG001 - as `tasks`
    return QObject()


@pytest.fixture
def session(workspace, tasks):
    return Session(workspace, tasks, Settings(language="vi"))


@pytest.fixture
def quick(monkeypatch):
    """What takes long is shown after a twentieth of a second."""
    monkeypatch.setattr(tasks_module, "SHOW_AFTER_MS", 50)


# Threads --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name"), [("read", "reader"), ("write", "writer")])
def test_work_runs_elsewhere_and_its_answer_comes_to_the_window(qtbot, tasks, owner, kind, name):
    here = threading.get_ident()
    found = []

    def work(_progress):
        assert threading.get_ident() != here
        return threading.current_thread().name

    getattr(tasks, kind)(owner, work, lambda one: found.append((one, threading.get_ident())))
    assert tasks.waiting == 1
    qtbot.waitUntil(lambda: bool(found))
    ((where, told),) = found
    assert where.startswith(name)
    assert told == here
    assert tasks.waiting == 0


def test_parts_of_a_stream_come_one_after_the_other_before_its_end(qtbot, tasks, owner):
    here, heard = threading.get_ident(), []

    def parts():
        assert threading.get_ident() != here
        yield from ("first", "second", "third")

    tasks.stream(owner, parts, heard.append, lambda _none: heard.append("end"))
    qtbot.waitUntil(lambda: "end" in heard)
    assert heard == ["first", "second", "third", "end"]


def test_writes_come_one_after_the_other_in_the_order_they_were_asked_for(qtbot, tasks, owner):
    begun, ended, gate = [], [], Gate()

    def work(number):
        def run(_progress):
            begun.append(number)
            if number == 0:
                gate()
            return number

        return run

    for number in range(20):
        tasks.write(owner, work(number), ended.append)
    assert gate.begun.wait(10)
    assert begun == [0]
    gate.open()
    qtbot.waitUntil(lambda: len(ended) == 20)
    assert begun == ended == list(range(20))


def test_reading_does_not_wait_for_writing(qtbot, tasks, owner):
    gate, found = Gate(), []
    tasks.write(owner, gate, found.append)
    tasks.read(owner, lambda _progress: "read", found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found == ["read"]
    gate.open()
    qtbot.waitUntil(lambda: found == ["read", "done"])


def test_the_windows_thread_must_not_touch_the_database(qtbot, session, workspace):
    with pytest.raises(RuntimeError, match="must not touch"), workspace.reading():
        pass
    with pytest.raises(RuntimeError, match="must not touch"):
        a_member(workspace)
    made = []
    session.tasks.write(session, lambda _p: a_member(workspace, "Nguyễn Văn Thử"), made.append)
    qtbot.waitUntil(lambda: bool(made))
    session.tasks.read(session, lambda _p: members.get(workspace, made[0].id), made.append)
    qtbot.waitUntil(lambda: len(made) == 2)
    assert made[1].full_name == "Nguyễn Văn Thử"


def test_what_a_write_touched_is_told_on_the_windows_thread(qtbot, session, workspace):
    heard = []
    session.changed.connect(lambda changes: heard.append((threading.get_ident(), changes.kinds)))
    session.tasks.write(session, lambda _p: a_cell(workspace), lambda _one: None)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(threading.get_ident(), frozenset({"organization"}))]


# Progress and stopping ------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_long_work_shows_itself_and_short_work_does_not(qtbot, tasks, owner):
    shown, gone, gate = [], [], Gate()
    tasks.busy.connect(shown.append)
    tasks.idle.connect(gone.append)
    tasks.read(owner, lambda _progress: None, lambda _none: None, label="Short")
    tasks.read(owner, lambda _progress: None, lambda _none: None)
    long = tasks.read(owner, gate, lambda _done: None, label="Long")
    qtbot.waitUntil(lambda: bool(shown))
    assert {task.label for task in shown} == {"Long"}
    assert gone == []
    gate.open()
    qtbot.waitUntil(lambda: gone == [long])


@pytest.mark.usefixtures("quick")
def test_the_status_line_shows_how_far_work_is_and_stops_it(qtbot, tasks, owner):
    line, told = StatusLine(), []
    qtbot.addWidget(line)
    line.show()
    tasks.busy.connect(line.show_task)
    tasks.idle.connect(line.hide_task)
    tasks.write(owner, steps, told.append, told.append, label="Nhập danh sách")
    qtbot.waitUntil(lambda: line.bar.isVisible() and line.bar.value() > 0)
    assert line.bar.maximum() == 100_000
    assert line._label.text() == "Nhập danh sách"
    assert line.stop.isEnabled()
    line.stop.click()
    assert not line.stop.isEnabled()
    qtbot.waitUntil(lambda: not line.bar.isVisible())
    assert not line.stop.isVisible()
    assert tasks.waiting == 0
    assert told == []  # neither an answer nor an error: the user wanted it so


@pytest.mark.usefixtures("quick")
def test_of_two_long_works_the_one_left_is_shown_when_the_other_has_ended(qtbot, tasks, owner):
    line, first, second = StatusLine(), Gate(), Gate()
    qtbot.addWidget(line)
    line.show()
    tasks.busy.connect(line.show_task)
    tasks.idle.connect(line.hide_task)
    tasks.read(owner, first, lambda _done: None, label="First")
    qtbot.waitUntil(lambda: line._label.text() == "First")
    tasks.read(owner, second, lambda _done: None, label="Second")
    qtbot.waitUntil(lambda: line._label.text() == "Second")
    second.open()
    qtbot.waitUntil(lambda: line._label.text() == "First")
    assert line.bar.isVisible()
    first.open()
    qtbot.waitUntil(lambda: not line.bar.isVisible())


@pytest.mark.usefixtures("quick")
def test_a_million_steps_do_not_flood_the_window(qtbot, tasks, owner):
    """Steps are told far more often than a window can show; it takes the latest."""
    shown, done = [], []
    tasks.busy.connect(lambda task: shown.append(task.done))

    def work(progress):
        for number in range(300_000):
            progress.step(number, 300_000)

    tasks.read(owner, work, done.append, label="Many steps")
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert len(shown) < 20_000
    assert shown == sorted(shown)


def test_a_stopped_write_leaves_nothing_behind(qtbot, session, workspace):
    begun = threading.Event()

    def work(progress):
        with workspace.writing("add_organization") as writer:
            del writer
            begun.set()
            steps(progress)

    heard = []
    session.changed.connect(heard.append)
    task = session.tasks.write(session, work, heard.append, heard.append)
    assert begun.wait(10)
    task.cancel()
    qtbot.waitUntil(lambda: session.tasks.waiting == 0)
    session.tasks.write(session, lambda _p: organizations.named(workspace, "Chi bộ"), heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [None]


# Errors ---------------------------------------------------------------------------------------


def raiser(error):
    def work(_progress):
        raise error

    return work


def test_an_error_foreseen_goes_to_who_asked(qtbot, tasks, owner):
    told, unforeseen = [], []
    tasks.on_unforeseen(unforeseen.append)
    error = UserError("record_gone")
    tasks.read(owner, raiser(error), told.append, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [error]
    assert unforeseen == []


def test_an_error_nobody_foresaw_never_goes_to_who_asked(qtbot, tasks, owner):
    told, unforeseen = [], []
    tasks.on_unforeseen(unforeseen.append)
    error = ZeroDivisionError()
    tasks.write(owner, raiser(error), told.append, told.append)
    qtbot.waitUntil(lambda: bool(unforeseen))
    assert unforeseen == [error]
    assert told == []


@pytest.mark.expects_warning
def test_without_anybody_to_show_it_an_error_is_in_the_log(qtbot, tasks, owner, caplog):
    tasks.read(owner, raiser(ValueError("Trần Thị Bí Mật")), lambda _none: None)
    qtbot.waitUntil(lambda: "ValueError" in caplog.text)
    assert "nobody shows this error" in caplog.text
    assert "Bí Mật" not in caplog.text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UserError("record_gone"), "không còn"),
        (StorageError("disk_full", path="/x"), "đầy"),
    ],
)
def test_the_window_says_an_error_in_a_sentence_that_tells_what_to_do(
    qtbot, workspace, error, words
):
    runner = TaskRunner()
    window = MainWindow(workspace, runner, Settings(language="vi", theme="light"))
    window.show()
    said = []

    def read_it(box):
        said.append(box.text())
        box.accept()

    with during(QMessageBox, read_it):
        runner.read(window, raiser(error), lambda _none: None)
        qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert words in said[0]
    assert error.code not in said[0]
    assert not any(isinstance(one, CrashDialog) for one in QApplication.topLevelWidgets())
    runner.stop()
    window.close()
    shiboken6.delete(window)


# Owners and ending ----------------------------------------------------------------------------


def test_an_answer_to_a_widget_that_is_gone_is_dropped(qtbot, tasks):
    gone, gate, told = QWidget(), Gate(), []
    tasks.read(gone, gate, told.append, told.append)
    assert gate.begun.wait(10)
    shiboken6.delete(gone)
    gate.open()
    qtbot.waitUntil(lambda: tasks.waiting == 0)
    assert told == []


def test_stop_waits_for_what_writes_and_drops_what_is_said(qtbot, tasks, owner):
    gate, written, told = Gate(), [], []

    def work(_progress):
        gate()
        written.append("all of it")

    tasks.write(owner, work, told.append)
    tasks.write(owner, lambda _progress: written.append("the draft"), told.append)
    assert gate.begun.wait(10)
    threading.Timer(0.1, gate.open).start()
    assert tasks.stop()
    assert written == ["all of it", "the draft"]
    qtbot.wait(50)
    assert told == []
    assert tasks.waiting == 0


def test_stop_does_not_begin_readings_that_wait(tasks, owner):
    gates, begun = [Gate(), Gate()], []
    for gate in gates:
        tasks.read(owner, gate, lambda _done: None)
        assert gate.begun.wait(10)
    for number in range(50):
        tasks.read(owner, lambda _progress, number=number: begun.append(number), begun.append)
    threading.Timer(0.1, lambda: [gate.open() for gate in gates]).start()
    assert tasks.stop()
    assert begun == []


def test_after_stop_work_is_neither_done_nor_an_error(qtbot, tasks, owner):
    """A pause timer or a queued answer may still ask when the window has closed."""
    assert tasks.stop()
    told, unforeseen = [], []
    tasks.on_unforeseen(unforeseen.append)
    one = tasks.read(owner, told.append, told.append, told.append, label="Late")
    tasks.write(owner, told.append, told.append, told.append)
    tasks.stream(owner, lambda: iter("abc"), told.append, told.append)
    assert one.progress.cancelled
    assert tasks.waiting == 0
    qtbot.wait(50)
    assert told == []
    assert unforeseen == []
    assert tasks.stop()


def test_an_answer_that_stood_in_the_queue_asks_nothing_after_stop(qtbot, tasks, owner):
    asked = []
    tasks.read(
        owner,
        lambda _progress: "first",
        lambda _first: asked.append(tasks.read(owner, lambda _p: None, asked.append)),
    )
    threading.Event().wait(0.1)  # the answer stands in the window's queue now
    tasks.stop()
    qtbot.wait(50)
    assert asked == []


def test_what_is_forgotten_still_ends_in_order(qtbot, tasks, owner):
    gate, done, told = Gate(), [], []
    tasks.write(owner, lambda _p: (gate(), done.append("draft")), told.append, told.append)
    tasks.forget_all()
    tasks.write(owner, lambda _p: done.append("closed"), lambda _none: told.append("closed"))
    gate.open()
    qtbot.waitUntil(lambda: bool(told))
    assert done == ["draft", "closed"]
    assert told == ["closed"]


def test_answers_do_not_keep_what_they_were_about(qtbot, tasks, owner):
    class Big:
        pass

    kept = []

    def work(_progress):
        made = Big()
        kept.append(weakref.ref(made))
        return made

    told = []
    tasks.read(owner, work, lambda _big: told.append(1))
    qtbot.waitUntil(lambda: bool(told))
    QTimer.singleShot(0, lambda: told.append(2))
    qtbot.waitUntil(lambda: len(told) == 2)
    gc.collect()
    qtbot.waitUntil(lambda: kept[0]() is None, timeout=2000)
