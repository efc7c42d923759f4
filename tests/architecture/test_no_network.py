"""The program has no network code: nothing of it imports any, and nothing it runs reaches out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import imported, modules
from tests.conftest import PASSWORD

# asyncio is not in the list: pyHanko's validation is written with it and opens no connection.
NETWORK = (
    "socket", "socketserver", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib",
    "telnetlib", "xmlrpc", "requests", "aiohttp", "httpx", "urllib3", "webbrowser",
    "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets",
    "pyhanko.sign.timestamps", "pyhanko_certvalidator.fetchers.requests_fetchers",
    "pyhanko_certvalidator.fetchers.aiohttp_fetchers",
)  # fmt: skip

# What the audit hook of the interpreter calls a network act.
WATCHED = """
import sys
acts = []
def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        acts.append((event, repr(arguments)))
sys.addaudithook(watch)
from ktgs_desktop.cli.main import run
code = run(sys.argv[1:])
print("acts", acts)
sys.exit(code)
"""


def test_no_module_imports_network_code() -> None:
    found = [
        f"{path}:{line}: {name}"
        for path, tree in modules()
        for line, name in imported(tree)
        if any(name == bad or name.startswith(f"{bad}.") for bad in NETWORK)
    ]
    assert found == []


@pytest.mark.slow
def test_no_command_reaches_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The training office is made, papers and signatures with it, and no socket is touched."""
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "demo", str(tmp_path / "demo"), "--no-screens"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "acts []" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "demo").rglob("*.pdf"))


def test_an_attempt_would_be_seen() -> None:
    """The watch itself works: the tests' own hook stops the first try to reach out."""
    import socket  # noqa: TID251 - to prove the watch

    with pytest.raises(AssertionError, match="network code ran"), socket.socket() as made:
        made.connect(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="network code ran"):
        socket.getaddrinfo("localhost", 80)
