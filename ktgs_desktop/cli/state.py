"""What every command needs: workspace, user, password, and how results are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click

from ktgs_desktop.errors import UserError
from ktgs_desktop.progress import Progress

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(slots=True)
class State:
    """Options that stand before or after the command.

    Attributes:
        workspace: path of the workspace file.
        user: login name.
        password_file: file with the password in its first line.
        as_json: whether results are printed as JSON.
    """

    workspace: str = field(default_factory=lambda: os.environ.get("KTGS_WORKSPACE", ""))
    user: str = field(default_factory=lambda: os.environ.get("KTGS_USER", ""))
    password_file: str = ""
    as_json: bool = False

    def password(self) -> str:
        """The password: from the file, `KTGS_PASSWORD`, or asked for."""
        if self.password_file:
            return first_line(Path(self.password_file))
        given = os.environ.get("KTGS_PASSWORD")
        if given is not None:
            return given
        asked: str = click.prompt("Password", hide_input=True, err=True)
        return asked

    def path(self) -> Path:
        """The workspace file.

        Raises:
            click.UsageError: none was named.
        """
        if not self.workspace:
            raise click.UsageError("name the workspace with --workspace FILE or KTGS_WORKSPACE")
        return Path(self.workspace)

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """The open workspace; closed afterwards.

        Raises:
            UserError: wrong password.
            StorageError: the file cannot be opened.
        """
        from ktgs_desktop.services.workspace import open_workspace  # after --help was answered

        path = self.path()
        if not self.user:
            raise click.UsageError("name the user with --user or KTGS_USER")
        workspace = open_workspace(path, login=self.user, password=self.password())
        try:
            yield workspace
        finally:
            workspace.close()

    def show(self, value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Print a result: JSON if asked for, else a table or lines.

        Args:
            value: an object, or rows of one shape.
        """
        if self.as_json:
            click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))
        elif isinstance(value, Mapping):
            for name, part in value.items():
                click.echo(f"{name}: {_shown(part)}")
        else:
            _show_table(value)


def first_line(path: Path) -> str:
    """The first line of a text file.

    Args:
        path: the file.

    Raises:
        UserError: `file_unreadable_text`.
    """
    try:
        return path.read_text("utf-8").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError("file_unreadable_text", file=str(path)) from error


def _plain(value: object) -> object:
    if isinstance(value, (UUID, Path)):
        return str(value)
    iso = getattr(value, "isoformat", None)
    if callable(iso):
        return iso()
    raise TypeError(f"{value!r} has no JSON form")


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_shown(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_shown(part)}" for name, part in value.items())
    return str(_plain(value) if not isinstance(value, (str, int, float, bool)) else value)


_MOST = 60


def _show_table(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    heads = list(rows[0])
    cells = [[_shown(row.get(head)).replace("\n", " ") for head in heads] for row in rows]
    widths = [
        min(_MOST, max(len(head), *(len(line[place]) for line in cells)))
        for place, head in enumerate(heads)
    ]
    for line in [heads, *cells]:
        parts = [_cut(text, width).ljust(width) for text, width in zip(line, widths, strict=True)]
        click.echo("  ".join(parts).rstrip())


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def progress_line(label: str) -> Progress:
    """Progress shown on one line of the terminal, nothing if the output is no terminal.

    Args:
        label: what is being done.
    """
    if not sys.stderr.isatty():
        return Progress()

    def report(done: int, total: int, _label: str) -> None:
        share = f"{100 * done // total}%" if total else str(done)
        sys.stderr.write(f"\r{label} {share}   ")
        if total and done >= total:
            sys.stderr.write("\n")

    return Progress(report)


def common(function: Function) -> Function:
    """The options that stand before or after every command.

    Args:
        function: the command.
    """

    def keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
            state = context.ensure_object(State)
            if value:
                setattr(state, name, value)

        return callback

    options = (
        click.option(
            "--workspace",
            metavar="FILE",
            expose_value=False,
            callback=keep("workspace"),
            help="Workspace file (.ktgsdb); also KTGS_WORKSPACE.",
        ),
        click.option(
            "--user",
            metavar="LOGIN",
            expose_value=False,
            callback=keep("user"),
            help="Login name; also KTGS_USER.",
        ),
        click.option(
            "--password-file",
            metavar="FILE",
            expose_value=False,
            callback=keep("password_file"),
            help="File with the password; else KTGS_PASSWORD or a prompt.",
        ),
        click.option(
            "--json",
            is_flag=True,
            expose_value=False,
            callback=keep("as_json"),
            help="Print JSON.",
        ),
    )
    for option in options:
        function = option(function)
    return function


pass_state = click.make_pass_decorator(State, ensure=True)
