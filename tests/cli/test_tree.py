"""Every command, argument and option explains itself, and every command speaks JSON."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from ktgs_desktop.cli.main import ktgs as root
from ktgs_desktop.domain.entities import ENTITIES

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

COMMON = {"--workspace", "--user", "--password-file", "--json"}
# The names that scripts and checks rely on.
FIXED = (
    "demo", "init", "organizations import", "organizations list", "organizations show",
    "programs list", "programs show", "programs issue", "programs print", "papers list",
    "papers print", "papers sign", "papers verify", "trust import", "trust show", "check",
    "backup", "restore", "migrate",
)  # fmt: skip


def _walk(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(path), command
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from _walk(below, (*path, name))


EVERY = dict(_walk(root))
LEAVES = {name: one for name, one in EVERY.items() if not isinstance(one, click.Group)}


def _options(command: click.Command) -> list[click.Option]:
    return [one for one in command.params if isinstance(one, click.Option)]


def test_there_is_something_to_walk() -> None:
    assert len(LEAVES) > 60
    assert set(FIXED) <= set(LEAVES)


@pytest.mark.parametrize("name", EVERY)
def test_every_command_says_what_it_does(name: str) -> None:
    command = EVERY[name]
    text = (command.help or "").strip()
    assert text.isascii() or "“" in text or "trích yếu" in text, "help is English"
    assert text.split("\n")[0].endswith("."), text


@pytest.mark.parametrize("name", EVERY)
def test_every_option_says_what_it_is(name: str) -> None:
    silent = [one.opts for one in _options(EVERY[name]) if not (one.help or "").strip()]
    assert silent == []
    unfinished = [one.opts for one in _options(EVERY[name]) if not one.help.endswith((".", ")"))]
    assert unfinished == []


@pytest.mark.parametrize("name", EVERY)
def test_every_argument_stands_in_the_help(name: str) -> None:
    """What an argument is, its command or the group says."""
    command = EVERY[name]
    above = EVERY[name.rpartition(" ")[0]] if name else command
    text = f"{command.help} {above.help}"
    for one in command.params:
        if isinstance(one, click.Argument):
            shown = (one.metavar or (one.name or "").upper()).split("|")[0]
            assert shown in text, shown


@pytest.mark.parametrize("name", EVERY)
def test_the_common_options_stand_before_or_after_the_command(name: str) -> None:
    assert {opt for one in _options(EVERY[name]) for opt in one.opts} >= COMMON


@pytest.mark.parametrize("name", EVERY)
def test_help_needs_nothing(name: str, ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in ("KTGS_WORKSPACE", "KTGS_USER", "KTGS_PASSWORD"):
        monkeypatch.delenv(one)
    for flag in ("--help", "-h"):
        said = ktgs(*name.split(), flag)
        assert said.out.startswith(f"Usage: ktgs {name}".rstrip())
        assert said.err == ""


@pytest.mark.parametrize("name", [name for name, one in EVERY.items() if name not in LEAVES])
def test_a_group_alone_shows_its_commands(name: str, ktgs: Terminal) -> None:
    if name == "office":  # shows the office
        assert ktgs.json("office")["office"]["unit_code"] == "173"
        return
    if name == "copies":  # shows the copies kept
        assert ktgs.json("copies") == []
        return
    if name == "units":  # shows the provinces
        assert len(ktgs.json("units")) == 63
        return
    said = ktgs(*name.split(), code=2)
    assert "Commands:" in said.err
    assert said.out == ""


def test_an_option_means_the_same_wherever_it_stands() -> None:
    """No option has another shape in another command: a flag here, a value there."""
    flags: dict[str, set[bool]] = {}
    for command in EVERY.values():
        for one in _options(command):
            for opt in one.opts:
                flags.setdefault(opt, set()).add(one.is_flag)
    assert {opt for opt, kinds in flags.items() if len(kinds) > 1} == set()


def test_the_history_knows_every_kind_of_record() -> None:
    (entity,) = (one for one in _options(EVERY["history"]) if "--entity" in one.opts)
    assert isinstance(entity.type, click.Choice)
    assert set(entity.type.choices) == set(ENTITIES)


def test_no_text_to_be_translated_is_an_f_string() -> None:
    """What is looked up must stand in the catalogue as it stands in the source."""
    from ktgs_desktop import cli  # to find its files

    folder = Path(cli.__file__).parent
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "late")
        and not all(isinstance(part, ast.Constant) for part in node.args)
    ]
    assert wrong == []
