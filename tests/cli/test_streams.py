"""`ktgs` as a process of its own: locales, pipes, prompts, start-up."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
import pytest

from ktgs_desktop.cli import output
from ktgs_desktop.cli.state import progress_line
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

COMMAND = [sys.executable, "-c", "from ktgs_desktop.cli.main import main; main()"]


def _ktgs(*words: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    given = options.pop("input", b"")
    environment = {**os.environ, **options}
    return subprocess.run(
        [*COMMAND, *words], input=given, env=environment, capture_output=True, check=False
    )


def test_vietnamese_survives_the_plainest_locale(ktgs: Terminal) -> None:
    plain = {"LC_ALL": "C"}
    made = _ktgs("members", "add", "--name", "Trần Thị Thí Dụ", "--json", **plain)
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout.decode("utf-8"))["full_name"] == "Trần Thị Thí Dụ"
    shown = _ktgs("members", "list", KTGS_LANGUAGE="vi", **plain)
    assert "Trần Thị Thí Dụ" in shown.stdout.decode("utf-8")
    wrong = _ktgs("members", "show", "Lê Văn Ví Dụ", KTGS_LANGUAGE="vi", **plain)
    assert wrong.returncode == 1
    assert "Lê Văn Ví Dụ" in wrong.stderr.decode("utf-8")
    assert ktgs.file.is_file()


@pytest.mark.parametrize("words", [("codes", "task_kinds"), ("--help",), ("units", "--json")])
def test_a_reader_that_goes_away_is_no_fault(words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [*COMMAND, *words], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b""
    assert done.returncode in (0, 1) if words == ("--help",) else done.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")  # noqa: PTH110
def test_an_output_that_is_full_is_said() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [*COMMAND, "codes", "levels"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1


def test_the_password_may_be_piped_in(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KTGS_PASSWORD")
    assert ktgs.file.is_file()
    assert _ktgs("office", "--json", input=f"{PASSWORD}\n".encode()).returncode == 0
    assert _ktgs("office", "--json", input=b"falsch-falsch\n").returncode == 1
    nothing = _ktgs("office")
    assert nothing.returncode == 2
    assert nothing.stderr.strip()


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from ktgs_desktop.cli.main import run; run(['--help']);"
        "heavy = {'sqlalchemy', 'reportlab', 'docx', 'pyhanko', 'PySide6', 'cryptography'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"


class _Screen(io.StringIO):
    """An output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Somebody types the answers to every question; what is asked comes into the list."""

    def typed(*answers: str) -> list[str]:
        waiting, asked = list(answers), []

        def answer(label: str, **options: object) -> str:
            assert options == {"hide_input": True, "err": True}, "nobody reads it over a shoulder"
            asked.append(label)
            return waiting.pop(0)

        monkeypatch.setattr("sys.stdin", _Screen())
        monkeypatch.setattr(click, "prompt", answer)
        return asked

    return typed


def test_a_new_password_is_typed_twice(
    ktgs: Terminal, at_a_terminal: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KTGS_PASSWORD")
    asked = at_a_terminal(PASSWORD, "mat-khau-cu", "mat-khau-khác", "mat-khau-moi", "mat-khau-moi")
    done = ktgs("users", "password")
    assert asked == ["Password", "New password", "Once more", "New password", "Once more"]
    assert done.err.count("The two are not the same. Type both again.") == 1
    at_a_terminal("mat-khau-cu")
    ktgs("office", code=1, says="password_wrong")
    asked = at_a_terminal("mat-khau-moi")
    ktgs("office")
    assert asked == ["Password"], "a password that is not chosen is typed once"


def test_the_passwords_of_new_users_and_offices_are_typed_twice(
    ktgs: Terminal, at_a_terminal: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal("mat-khau-mot", "mat-khau-hai", "mat-khau-moi", "mat-khau-moi")
    ktgs("users", "add", "lan", "--name", "Lê Thị Ví Dụ")
    assert asked == ["New password", "Once more"] * 2
    monkeypatch.delenv("KTGS_PASSWORD")
    at_a_terminal("mat-khau-moi")
    ktgs("office", "--user", "lan")
    new = ktgs.folder / "new.ktgsdb"
    monkeypatch.setenv("KTGS_LANGUAGE", "vi")
    asked = at_a_terminal("mat-khau-mot", "mat-khau-hai", PASSWORD, PASSWORD)
    done = ktgs("init", new, "--unit", "173", "--name", "A B")
    assert "Hai lần nhập không giống nhau. Hãy nhập lại cả hai." in done.err
    assert len(asked) == 4
    assert new.exists()


def test_progress_leaves_the_line_it_stood_on(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Screen()
    monkeypatch.setattr("sys.stderr", screen)
    steps = progress_line("import")
    steps.step(50, 100)
    output.complain("xong")
    assert screen.getvalue() == "\rimport 50%\r          \rxong\n"
