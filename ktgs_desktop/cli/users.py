"""`ktgs users`: the office's users, their passwords, the recovery code."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import (
    State,
    common,
    first_line,
    given_options,
    pass_state,
    secret,
)
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.i18n import translate as _


def _new_password(file: Path | None) -> str:
    """The new password: from the file, `KTGS_NEW_PASSWORD`, or asked for."""
    if file is not None:
        return first_line(file)
    given = os.environ.get("KTGS_NEW_PASSWORD")
    return secret(_("New password"), twice=True) if given is None else given


_new = click.option(
    "--new-password-file",
    type=FILE,
    help="File with the new password; else KTGS_NEW_PASSWORD or a prompt.",
)


@click.group()
@common
def users() -> None:
    """The office's users and their passwords; LOGIN is a login name or an id."""


@users.command("list")
@common
@pass_state
def list_users(state: State) -> None:
    """List users, those who may no longer log in too."""
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
@click.option("--name", required=True, help="Full name, as the history shows it.")
@click.option("--position", default="", help="Position in the office.")
@_new
@common
@pass_state
def add(
    state: State, login: str, *, name: str, position: str, new_password_file: Path | None
) -> None:
    """Add a user with the login name LOGIN and a password of their own."""
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
@click.argument("login")
@click.option("--name", "full_name", help="Full name, as the history shows it.")
@click.option("--position", help="Position in the office.")
@common
@pass_state
def edit(state: State, /, login: str, **_options: Any) -> None:
    """Edit name and position of the user LOGIN; the login name stays."""
    from ktgs_desktop.services import users as service  # after --help

    values = given_options("login")
    with state.opened() as workspace:
        changed = dataclasses.replace(records.user(workspace, login), **values)
        service.save_user(workspace, changed)
        now = records.user(workspace, str(changed.id))
    state.show({"login": now.login, "full_name": now.full_name, "position": now.position})


@users.command()
@click.argument("login")
@common
@pass_state
def deactivate(state: State, login: str) -> None:
    """Take the password of the user LOGIN away; the name stays in the history."""
    from ktgs_desktop.services import users as service  # after --help

    with state.opened() as workspace:
        found = records.user(workspace, login)
        service.deactivate(workspace, found.id)
    state.show({"login": found.login, "active": False})


@users.command()
@click.argument("login")
@_new
@common
@pass_state
def reactivate(state: State, login: str, *, new_password_file: Path | None) -> None:
    """Let the user LOGIN in again, with a new password."""
    from ktgs_desktop.services import users as service  # after --help

    with state.opened() as workspace:
        found = records.user(workspace, login)
        service.reactivate(workspace, found.id, _new_password(new_password_file))
    state.show({"login": found.login, "active": True})


@users.command("password")
@_new
@common
@pass_state
def change_password(state: State, *, new_password_file: Path | None) -> None:
    """Change one's own password."""
    from ktgs_desktop.services import users as service  # after --help

    with state.opened() as workspace:
        service.change_password(
            workspace, old=state.password(), new=_new_password(new_password_file)
        )
        state.show({"changed": workspace.user.login})


@users.command("recovery-code")
@click.option(
    "--recovery-file",
    type=FILE,
    help="Write the recovery sheet (PDF) there instead of printing the code.",
)
@common
@pass_state
def recovery_code(state: State, *, recovery_file: Path | None) -> None:
    """Make a new recovery code; the one before opens nothing any more."""
    from ktgs_desktop.services import papers, places  # after --help
    from ktgs_desktop.services import users as service

    with state.opened() as workspace:
        if recovery_file is None:
            state.show({"recovery_code": service.renew_recovery_code(workspace)})
            return
        # A place that cannot be written is found before the old code is gone.
        places.probe(recovery_file)
        code = service.renew_recovery_code(workspace)
        papers.save_file(papers.recovery_page(workspace, code), recovery_file)
    state.show({"recovery_file": recovery_file})


@users.command("reset-password")
@click.argument("login")
@click.option("--code-file", type=FILE, help="File with the recovery code; else it is asked for.")
@_new
@common
@pass_state
def reset_password(
    state: State, login: str, *, code_file: Path | None, new_password_file: Path | None
) -> None:
    """Give the user LOGIN a new password with the recovery code."""
    from ktgs_desktop.services import users as service  # after --help

    path = state.path()
    code = first_line(code_file) if code_file else secret(_("Recovery code"))
    password = _new_password(new_password_file)
    service.reset_password(path, code=code, login=login, password=password)
    state.show({"changed": login})
