"""What every test gets: a home of its own, Vietnamese texts, no network, no warning unheard."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ktgs_desktop import i18n
from ktgs_desktop.services import offices, unit_register
from ktgs_desktop.services.workspace import Workspace, open_workspace
from ktgs_desktop.trust import keyring
from ktgs_desktop.trust.passwords import FLOOR

PROFILE = os.environ.get("KTGS_PROFILE", "ci")
SEED = os.environ.get("KTGS_SEED", "")
PASSWORD = "mat-khau-thu"
NOW = datetime(2021, 7, 6, 9, 15, tzinfo=timezone(timedelta(hours=7)))
_EXAMPLES = {"ci": 20, "nightly": 1000, "release": 5000}
_FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile(
    PROFILE,
    max_examples=_EXAMPLES.get(PROFILE, 60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile(PROFILE)


def _no_network(event: str, arguments: tuple[object, ...]) -> None:
    if event in _FORBIDDEN:
        raise AssertionError(f"network code ran: {event} {arguments!r}")


sys.addaudithook(_no_network)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Gives the randomised tests of the larger profiles the time that their counts need."""
    if PROFILE != "ci" and config.getoption("timeout", None) is None:
        config.option.timeout = 3600


def pytest_report_header() -> str:
    return f"KTGS_PROFILE={PROFILE} KTGS_SEED={SEED or '(drawn by pytest-randomly)'}"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    for name in ("KTGS_WORKSPACE", "KTGS_USER", "KTGS_PASSWORD", "KTGS_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    i18n.use("vi")


@pytest.fixture(autouse=True)
def _no_warning(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A log record of WARNING or more fails the test, unless it is marked to expect one."""
    yield
    if request.node.get_closest_marker("expects_warning"):
        return
    heard = [
        record
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING
    ]
    assert not heard, [record.getMessage() for record in heard]


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opens_quickly(keys: Path, login: str) -> None:
    """Let a key file's password cost the least it may; thousands of tests log in with it."""
    keyring.change_password(keys, login=login, old=PASSWORD, new=PASSWORD, cost=FLOOR)


def _made_once(folder: Path, code: str, login: str, name: str) -> Path:
    """The folder of a new office, closed, to be copied for each test."""
    old = os.environ.get("KTGS_HOME")
    os.environ["KTGS_HOME"] = str(folder / "home")
    try:
        created = offices.create_workspace(
            folder / "office.ktgsdb",
            offices.NewOffice(code, login, PASSWORD, name, "cán bộ"),
            unit_register.read_units(),
            clock=Clock(),
        )
        created.workspace.close()
        opens_quickly(created.workspace.files.keys, login)
    finally:
        if old is None:
            del os.environ["KTGS_HOME"]
        else:
            os.environ["KTGS_HOME"] = old
    return folder


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of Huyện uỷ Phú Bình, made once and copied for each test."""
    return _made_once(tmp_path_factory.mktemp("template"), "173", "mau", "Nguyễn Văn Mẫu")


@pytest.fixture
def office_file(_template: Path, tmp_path: Path) -> Path:
    """A workspace file of one's own, closed."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("office.ktgsdb", "office.keys"):
        shutil.copyfile(_template / name, folder / name)
    return folder / "office.ktgsdb"


@pytest.fixture
def workspace(office_file: Path, clock: Clock) -> Iterator[Workspace]:
    """An open workspace of one's own."""
    opened = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    yield opened
    opened.store.keep_off(None)
    opened.close()


@pytest.fixture(scope="session")
def _commune_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of Đảng uỷ xã Bàn Đạt, below that of the district, made once."""
    return _made_once(tmp_path_factory.mktemp("commune"), "05911", "xa", "Trần Thị Mẫu")


@pytest.fixture
def commune(_commune_template: Path, tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    """An open workspace of a commune below the office of `workspace`."""
    folder = tmp_path / "commune"
    folder.mkdir()
    for name in ("office.ktgsdb", "office.keys"):
        shutil.copyfile(_commune_template / name, folder / name)
    opened = open_workspace(folder / "office.ktgsdb", login="xa", password=PASSWORD, clock=clock)
    yield opened
    opened.store.keep_off(None)
    opened.close()
