"""The program as a process: its first window, machines without a display, pictures of the pages."""

import os
import subprocess
import sys

import pytest

from ktgs_desktop import messages, paths
from ktgs_desktop.gui import app, screenshots, theme
from ktgs_desktop.gui.actions import SECTIONS
from ktgs_desktop.gui.login import LoginWindow
from ktgs_desktop.gui.session import remembered
from ktgs_desktop.gui.views.exchange.panes import PANES as EXCHANGE
from ktgs_desktop.gui.views.programs.panes import PANES
from ktgs_desktop.gui.views.regulations.panes import PANES as REGULATIONS
from ktgs_desktop.gui.widgets.rail import ROOMS
from ktgs_desktop.settings import Settings
from tests.conftest import PASSWORD
from tests.helpers.pictures import check_picture

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
HEAVY = (
    "sqlalchemy",
    "alembic",
    "pyhanko",
    "reportlab",
    "qtawesome",
    "docx",
    "babel",
    "cryptography",
    "tomlkit",
    "ktgs_desktop.services",
    "ktgs_desktop.domain",
    "ktgs_desktop.gui.widgets",
)


def run(*arguments, **changed):
    environment = {**os.environ, **changed}
    for name in [name for name, value in environment.items() if value is None]:
        del environment[name]
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


NOWHERE = {"QT_QPA_PLATFORM": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}
DEAD = {**NOWHERE, "DISPLAY": ":4711"}


@pytest.mark.parametrize("place", [{"QT_QPA_PLATFORM": "offscreen"}, NOWHERE, DEAD])
def test_the_check_says_that_the_window_is_ready(place):
    done = run("-m", "ktgs_desktop", "--check", **place)
    assert (done.stdout, done.returncode) == ("window ready\n", 0)


@pytest.mark.parametrize("place", [NOWHERE, DEAD])
def test_without_a_display_the_demo_is_shown_as_the_way_on(place):
    done = run("-m", "ktgs_desktop", **place)
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert "ktgs demo" in done.stderr


def test_nothing_heavy_is_loaded_before_the_first_window():
    code = "import ktgs_desktop.gui.app, sys; print(*sys.modules)"
    loaded = run("-c", code).stdout.split()
    found = {name for name in loaded if name.startswith(HEAVY)}
    assert "ktgs_desktop.gui.login" in loaded
    assert found == set()


def test_what_waits_for_the_first_paint_comes_after_it_and_once(qtbot):
    window = LoginWindow(Settings(language="en"))
    qtbot.addWidget(window)
    done = []
    app.FirstPaint(window, done.append)
    qtbot.wait(20)
    assert done == []
    window.show()
    qtbot.waitUntil(lambda: bool(done))
    window.repaint()
    qtbot.wait(20)
    assert done == [window]
    window.tasks.stop()


def test_pictures_are_taken_and_the_window_forgets_the_tour(qapp, office_file, monkeypatch):
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
    monkeypatch.setattr(screenshots, "SIZES", ((1366, 768),))
    monkeypatch.setattr(screenshots, "THEMES", ("dark",))
    remembered().setValue("page", "papers")
    remembered().sync()
    folder = office_file.parent / "screens"
    tour = screenshots.Tour(qapp, folder, LoginWindow)
    own, met = paths.state_dir() / "window.ini", []
    picture = tour._picture

    def look(*args):
        met.append("page=papers" in own.read_text())
        picture(*args)
        remembered().sync()

    monkeypatch.setattr(tour, "_picture", look)
    assert tour.take(office_file, "mau", now="2021-07-06T09:15:00+07:00") == 0
    shown = {check_picture(path) for path in folder.iterdir()}
    pages = {"login", *(room.name for room in ROOMS if room.name != "settings")}
    pages |= {f"settings-{section}" for section in SECTIONS}
    pages |= {f"programs-{view.name}" for view in PANES}
    pages |= {"organizations-list", "organizations-members"}
    pages |= {"papers-numbers", "papers-incoming", "papers-folder"}
    pages |= {f"exchange-{pane.name}" for pane in EXCHANGE[1:]}
    pages |= {f"regulations-{pane.name}" for pane in REGULATIONS[1:]}
    assert shown == {(page, "dark") for page in pages}
    assert all(met), "not even a tour cut short changes what the user's window remembers"
    assert remembered().allKeys() == ["page"]
    assert remembered().value("page") == "papers"
    theme.apply(qapp, Settings(theme="light"))


def test_no_picture_is_taken_of_a_workspace_that_does_not_open(
    qapp, office_file, monkeypatch, capsys
):
    monkeypatch.setenv("KTGS_PASSWORD", "falsch 1")
    folder = office_file.parent / "screens"
    assert screenshots.Tour(qapp, folder, LoginWindow).take(office_file, "mau") == 1
    assert capsys.readouterr().err == messages.text_of("password_wrong", {}) + "\n"
    assert not folder.exists()
