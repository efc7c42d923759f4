"""What every command needs: workspace, user, passwords, progress, and where results go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from ktgs_desktop import settings
from ktgs_desktop.cli import output
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_text
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
    _asked: str | None = None

    def password(self, *, new: bool = False) -> str:
        """The password: from the file, `KTGS_PASSWORD`, or asked for, once.

        Args:
            new: whether it is being chosen, so that it is typed twice.
        """
        if self._asked is None:
            if self.password_file:
                self._asked = first_line(Path(self.password_file))
            else:
                given = os.environ.get("KTGS_PASSWORD")
                self._asked = secret(_("Password"), twice=new) if given is None else given
        return self._asked

    @property
    def password_known(self) -> bool:
        """Whether the password need not be asked for."""
        return bool(self.password_file) or os.environ.get("KTGS_PASSWORD") is not None

    def path(self) -> Path:
        """The workspace file.

        Raises:
            WrongUsage: none was named.
        """
        if not self.workspace:
            raise WrongUsage(_("Name the workspace with --workspace FILE or KTGS_WORKSPACE."))
        return Path(self.workspace)

    def login(self) -> str:
        """The login name.

        Raises:
            WrongUsage: none was named.
        """
        if not self.user:
            raise WrongUsage(_("Name the user with --user LOGIN or KTGS_USER."))
        return self.user

    @contextmanager
    def opened(self) -> Iterator[Workspace]:
        """The open workspace; closed afterwards.

        Raises:
            WrongUsage: workspace or user was not named.
            UserError: wrong password.
            StorageError: the file cannot be opened.
        """
        from ktgs_desktop.services.workspace import open_workspace  # after --help was answered

        path, login = self.path(), self.login()
        workspace = open_workspace(path, login=login, password=self.password())
        workspace.annex_codes = settings.load().annex_codes == settings.ON
        try:
            yield workspace
        finally:
            workspace.close()

    def show(self, value: output.Shown) -> None:
        """Print a result: JSON if asked for, else a table or lines.

        Args:
            value: an object, or rows of one shape.
        """
        output.show(value, as_json=self.as_json)

    def show_text(self, name: str, text: str) -> None:
        """Print a text of several lines as it is, or as the one value of a JSON object.

        Args:
            name: key of the object.
            text: the text.
        """
        if self.as_json:
            self.show({name: text})
        else:
            output.write(text.removesuffix("\n"))


def first_line(path: Path) -> str:
    """The first line of a text file.

    Args:
        path: the file.

    Raises:
        UserError: `file_unreadable_text`.
    """
    return read_text(path).split("\n")[0].rstrip("\r")


def secret(label: str, *, twice: bool = False) -> str:
    """Ask for a password at the terminal, or take a line of what is piped in.

    Args:
        label: what is asked for.
        twice: whether it is typed again at the terminal, until both are the same.

    Raises:
        WrongUsage: nothing is piped in.
    """
    if sys.stdin.isatty():
        asked: str = click.prompt(label, hide_input=True, err=True)
        while twice and click.prompt(_("Once more"), hide_input=True, err=True) != asked:
            output.complain(_("The two are not the same. Type both again."))
            asked = click.prompt(label, hide_input=True, err=True)
        return asked
    line = sys.stdin.readline()
    if not line:
        raise WrongUsage(_("{name} is missing.").format(name=label))
    return line.rstrip("\r\n")


def given() -> dict[str, Any]:
    """The values that stand on the command line of the present command, by parameter."""
    context = click.get_current_context()
    return {
        name: value
        for name, value in context.params.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }


def given_options(*arguments: str) -> dict[str, Any]:
    """The options that stand on the command line of the present command; one at least.

    Args:
        arguments: names of what is no option.

    Raises:
        WrongUsage: there is none.
    """
    found = {name: value for name, value in given().items() if name not in arguments}
    if not found:
        raise WrongUsage(_("Say with an option what is to change."))
    return found


def progress_line(label: str) -> Progress:
    """Progress shown on one line of the terminal, nothing if the output is no terminal.

    Args:
        label: what is being done.
    """
    if not sys.stderr.isatty():
        return Progress()

    def report(done: int, total: int, _label: str) -> None:
        share = f"{100 * done // total}%" if total else str(done)
        output.tick(f"{label} {share}")

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
