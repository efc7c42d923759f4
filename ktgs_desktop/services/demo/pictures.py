"""Pictures of every page of the training office."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ktgs_desktop import own_program
from ktgs_desktop.errors import StorageError
from ktgs_desktop.services.demo.calendar import TODAY

_SECONDS = 180


def take(workspace: Path, login: str, password: str) -> list[Path]:
    """Take pictures of every page, by a process of its own: the core knows no window.

    Args:
        workspace: path of the workspace; the pictures go into a folder beside it.
        login: login name.
        password: password.

    Raises:
        StorageError: `screens_failed` (folder).
    """
    home = workspace.parent / "screens"
    environment = {**os.environ, "KTGS_PASSWORD": password, "QT_QPA_PLATFORM": "offscreen"}
    command = own_program.command(
        own_program.WINDOW,
        "--screenshots",
        str(home),
        "--workspace",
        str(workspace),
        "--user",
        login,
        "--now",
        TODAY.isoformat(),
    )
    try:
        subprocess.run(  # noqa: S603 - our own program
            command, env=environment, capture_output=True, timeout=_SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise StorageError("screens_failed", folder=str(home)) from error
    return sorted(home.glob("*.png"))
