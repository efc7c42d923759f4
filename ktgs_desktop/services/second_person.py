"""A second person of the office confirms something with a password of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.confirmations import check_two
from ktgs_desktop.domain.offices import OfficeUser
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import unlock
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def confirmed_by(workspace: Workspace, login: str, password: str) -> OfficeUser:
    """Another user of the office, who confirms what the user does.

    Args:
        workspace: the workspace.
        login: the other user's login name.
        password: the other user's password.

    Raises:
        UserError: `second_person_missing`, `second_person_same`, `password_wrong`,
            `password_wait` with the seconds left, `user_inactive`.
    """
    if not login.strip():
        raise UserError("second_person_missing")
    unlock(workspace.files, login, password, workspace.clock)
    with workspace.reading() as connection:
        users = records.get_all(connection, OfficeUser)
    wanted = login.strip().casefold()
    found = next((user for user in users if user.login.casefold() == wanted), None)
    if found is None or not found.active:
        raise UserError("user_inactive", name=found.full_name if found else login)
    check_two(workspace.user.id, found.id)
    return found
