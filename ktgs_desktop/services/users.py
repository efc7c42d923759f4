"""Use cases of the office's users: each with a password of their own, named in the journal."""

from __future__ import annotations

import contextlib
import dataclasses
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from ktgs_desktop import paths
from ktgs_desktop.domain import offices as rules
from ktgs_desktop.domain.offices import OfficeUser
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import (
    Clock,
    Workspace,
    files_of,
    new_id,
    open_workspace,
    system_clock,
)
from ktgs_desktop.store import records
from ktgs_desktop.trust import attempts, keyring
from ktgs_desktop.trust.passwords import MIN_CHARACTERS, check_new_password

_FEW_CHARACTERS = 5
_MANY_CHARACTERS = 14
_FIRST_GUESSES = ("matkhau", "password", "12345", "qwerty", "abcdef", "ubkt")
_KINDS = (str.islower, str.isupper, str.isdigit, lambda letter: not letter.isalnum())


class PasswordStrength(StrEnum):
    """How hard a password is to guess, roughly."""

    SHORT = "SHORT"
    WEAK = "WEAK"
    FAIR = "FAIR"
    GOOD = "GOOD"


def password_strength(password: str) -> PasswordStrength:
    """How hard a password is to guess, as a hint while it is typed.

    Args:
        password: what was typed.
    """
    if len(password) < MIN_CHARACTERS:
        return PasswordStrength.SHORT
    kinds = sum(any(kind(letter) for letter in password) for kind in _KINDS)
    plain = "".join(filter(str.isalnum, fold(password)))
    known = any(word in plain for word in _FIRST_GUESSES)
    if known or len(set(plain)) <= _FEW_CHARACTERS or plain.isdigit():
        return PasswordStrength.WEAK
    if len(password) >= _MANY_CHARACTERS or (len(password) > MIN_CHARACTERS + 1 and kinds > 2):  # noqa: PLR2004 - three kinds of characters
        return PasswordStrength.GOOD
    return PasswordStrength.FAIR


def check_new_user(*, login: str, full_name: str, password: str) -> None:
    """Refuse what could not be a new user's, before anything is written.

    Args:
        login: login name.
        full_name: name shown and journaled.
        password: the password.

    Raises:
        UserError: `login_bad`, `name_missing`, `password_too_short`.
    """
    nobody = UUID(int=0)
    rules.check_user(OfficeUser(nobody, nobody, login.strip(), nfc(full_name)))
    check_new_password(password)


def log_in(path: Path, *, login: str, password: str, clock: Clock = system_clock) -> Workspace:
    """Open a workspace for somebody at the keyboard, who is told of a wait as soon as it begins.

    Args:
        path: the workspace's database file.
        login: login name.
        password: the password.
        clock: gives the time.

    Raises:
        UserError: `password_wrong`; `password_wait` with the seconds, after this try or one before.
        StorageError: as `open_workspace`.
    """
    try:
        return open_workspace(path, login=login, password=password, clock=clock)
    except UserError as error:
        if error.code != "password_wrong":
            raise
        keys = files_of(path).keys
        left = attempts.seconds_left(
            paths.state_dir(),
            keyring.workspace_id(keys),
            keyring.login_hash(keys, login),
            now=clock(),
        )
        if left > 0:
            raise UserError("password_wait", seconds=left) from error
        raise


def users(workspace: Workspace) -> list[OfficeUser]:
    """The office's users, those who may no longer log in too.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return records.get_all(connection, OfficeUser)


def add_user(
    workspace: Workspace, *, login: str, password: str, full_name: str, position: str = ""
) -> OfficeUser:
    """Add a user with a password slot.

    Args:
        workspace: the workspace.
        login: login name: letters, digits and underscore without accents.
        password: at least 8 characters.
        full_name: name shown and journaled.
        position: e.g. "cán bộ địa bàn".

    Raises:
        UserError: `login_bad`, `login_taken`, `name_missing`, `password_too_short`.
    """
    user = OfficeUser(
        owner=workspace.office.unit,
        id=new_id(),
        login=login.strip(),
        full_name=nfc(full_name),
        position=nfc(position),
    )
    rules.check_user(user)
    check_new_password(password)
    with contextlib.ExitStack() as undo:
        with workspace.writing("add_user", user.full_name) as writer:
            for other in records.get_all(writer.connection, OfficeUser):
                if other.login.casefold() == user.login.casefold():
                    raise UserError("login_taken", login=user.login)
            writer.put(user)
            _give_way_in(workspace, user.login, password)
            undo.callback(_take_way_in, workspace, user.login)
        undo.pop_all()
    return user


def _give_way_in(workspace: Workspace, login: str, password: str) -> None:
    """Make a login's password slot, or set the one that is there."""
    path, keys = workspace.files.keys, workspace.keys
    if keyring.has_login(path, login):
        keyring.reset_password(path, keys=keys, login=login, password=password)
    else:
        keyring.add_login(path, keys=keys, login=login, password=password)


def _take_way_in(workspace: Workspace, login: str) -> None:
    if keyring.has_login(workspace.files.keys, login):
        keyring.remove_login(workspace.files.keys, keys=workspace.keys, login=login)


def save_user(workspace: Workspace, user: OfficeUser) -> None:
    """Save a user's name and position; the login name stays.

    Args:
        workspace: the workspace.
        user: with new values.

    Raises:
        UserError: `name_missing` or `record_gone`.
    """
    with workspace.writing("edit_user", user.full_name) as writer:
        there = records.get(writer.connection, OfficeUser, user.id)
        tidy = dataclasses.replace(
            there, full_name=nfc(user.full_name), position=nfc(user.position)
        )
        rules.check_user(tidy)
        writer.put(tidy)


def deactivate(workspace: Workspace, user: UUID) -> None:
    """Take a user's password slot away; the name stays in the history.

    Args:
        workspace: the workspace.
        user: the user's id.

    Raises:
        UserError: `own_account` for oneself, `record_gone`.
    """
    if user == workspace.user.id:
        raise UserError("own_account")
    with workspace.writing("edit_user") as writer:
        there = records.get(writer.connection, OfficeUser, user)
        writer.about = there.full_name
        writer.put(dataclasses.replace(there, active=False))
        _take_way_in(workspace, there.login)


def reactivate(workspace: Workspace, user: UUID, password: str) -> None:
    """Let a user in again, with a new password.

    Args:
        workspace: the workspace.
        user: the user's id.
        password: at least 8 characters.

    Raises:
        UserError: `record_gone`, `password_too_short`.
    """
    check_new_password(password)
    with workspace.writing("edit_user") as writer:
        there = records.get(writer.connection, OfficeUser, user)
        writer.about = there.full_name
        writer.put(dataclasses.replace(there, active=True))
        _give_way_in(workspace, there.login, password)


def change_password(workspace: Workspace, *, old: str, new: str) -> None:
    """Change one's own password.

    Args:
        workspace: the workspace.
        old: the present password.
        new: at least 8 characters.

    Raises:
        UserError: `password_wrong` or `password_too_short`.
    """
    keyring.change_password(workspace.files.keys, login=workspace.user.login, old=old, new=new)


def renew_recovery_code(workspace: Workspace) -> str:
    """Make a new recovery code; the one before no longer opens anything.

    Args:
        workspace: the workspace.

    Returns:
        The code to print and to lock away.
    """
    return keyring.renew_recovery_code(workspace.files.keys, keys=workspace.keys)


def reset_password(path: Path, *, code: str, login: str, password: str) -> None:
    """Give a user a new password with the recovery code, when the old one is lost.

    Args:
        path: the workspace's database file.
        code: the recovery code as printed.
        login: login name of the user.
        password: the new password, at least 8 characters.

    Raises:
        UserError: `recovery_code_mistyped`, `recovery_code_wrong`, `login_unknown`,
            `password_too_short`.
    """
    files = files_of(path)
    keys = keyring.unlock_with_recovery(files.keys, code=code)
    if not keyring.has_login(files.keys, login):
        raise UserError("login_unknown", login=login)
    keyring.reset_password(files.keys, keys=keys, login=login, password=password)
