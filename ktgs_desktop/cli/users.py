"""`ktgs users`: the office's users and their passwords."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, first_line, pass_state


def _new_password(file: Path | None) -> str:
    if file is not None:
        return first_line(file)
    given = os.environ.get("KTGS_NEW_PASSWORD")
    if given is not None:
        return given
    asked: str = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


_new = click.option(
    "--new-password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File with the new password; else KTGS_NEW_PASSWORD or a prompt.",
)


@click.group()
def users() -> None:
    """The office's users."""


@users.command("list")
@common
@pass_state
def list_users(state: State) -> None:
    """List users."""
    from ktgs_desktop.services import users as service  # after --help

    with state.opened() as workspace:
        found = service.users(workspace)
    state.show(
        [
            {
                "login": user.login,
                "full_name": user.full_name,
                "position": user.position,
                "active": user.active,
                "id": user.id,
            }
            for user in found
        ]
    )


@users.command()
@click.argument("login")
@click.option("--name", required=True, help="Full name.")
@click.option("--position", default="")
@_new
@common
@pass_state
def add(
    state: State, login: str, *, name: str, position: str, new_password_file: Path | None
) -> None:
    """Add a user with a password of their own."""
    from ktgs_desktop.services import users as service  # after --help

    with state.opened() as workspace:
        made = service.add_user(
            workspace,
            login=login,
            password=_new_password(new_password_file),
            full_name=name,
            position=position,
        )
        state.show({"login": made.login, "id": made.id})


@users.command()
@click.argument("user", type=click.UUID)
@common
@pass_state
def deactivate(state: State, user: UUID) -> None:
    """Take a user's password away; the name stays in the history."""
    from ktgs_desktop.services import users as service  # after --help

    with state.opened() as workspace:
        service.deactivate(workspace, user)
        state.show({"deactivated": user})


@users.command("password")
@_new
@common
@pass_state
def change_password(state: State, *, new_password_file: Path | None) -> None:
    """Change one's own password."""
    from ktgs_desktop.services import users as service  # after --help

    old = state.password()
    os.environ["KTGS_PASSWORD"] = old
    with state.opened() as workspace:
        service.change_password(workspace, old=old, new=_new_password(new_password_file))
        state.show({"changed": workspace.user.login})


@users.command("reset-password")
@click.argument("login")
@click.option(
    "--code-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File with the recovery code; else it is asked for.",
)
@_new
@common
@pass_state
def reset_password(
    state: State, login: str, *, code_file: Path | None, new_password_file: Path | None
) -> None:
    """Give a user a new password with the recovery code."""
    from ktgs_desktop.services import users as service  # after --help

    code = first_line(code_file) if code_file else click.prompt("Recovery code", err=True)
    password = _new_password(new_password_file)
    service.reset_password(state.path(), code=code, login=login, password=password)
    state.show({"changed": login})
