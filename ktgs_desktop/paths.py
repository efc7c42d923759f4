"""Where things are: resources of the program, and the user's own settings, state and logs.

Here too: how a file is read, and how it is replaced in one step.

`KTGS_HOME` (a folder) replaces the user's folders; tests and portable copies use it.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import platformdirs

from ktgs_desktop.errors import UserError, reading_error

_APP = "ktgs-desktop"
_MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * _MEGABYTE
"""Largest file of the user's that is read where nothing smaller is said."""


def resource(*parts: str) -> Path:
    """Path of a file that ships with the program.

    Args:
        parts: path below `resources/`, e.g. `("fonts", "LiberationSerif-Regular.ttf")`.

    Returns:
        The path in the source tree, in an installed wheel or in a frozen program.

    Raises:
        FileNotFoundError: the program is incomplete.
    """
    package = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", package))
    for root in (package / "_resources", package.parent / "resources", frozen / "resources"):
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise FileNotFoundError("resources/" + "/".join(parts))


def _home() -> Path | None:
    value = os.environ.get("KTGS_HOME", "")
    return Path(value) if value else None


def config_dir() -> Path:
    """Folder of the user's settings."""
    return _home() or Path(platformdirs.user_config_dir(_APP, appauthor=False))


def state_dir() -> Path:
    """Folder of what the program remembers by itself: window state, failed log-ins, device."""
    home = _home()
    return home / "state" if home else Path(platformdirs.user_state_dir(_APP, appauthor=False))


def log_dir() -> Path:
    """Folder of the log files."""
    home = _home()
    return home / "logs" if home else Path(platformdirs.user_log_dir(_APP, appauthor=False))


def default_workspace_dir() -> Path:
    """Folder offered for a new workspace."""
    home = _home()
    return home / "workspaces" if home else Path.home() / "KTGS"


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """A file the user points at; one that is too large is refused before it is read.

    Args:
        path: the file.
        most: how many bytes it may have.

    Raises:
        StorageError: `file_missing`, `file_not_opened` if rights are lacking, `disk_error`.
        UserError: `file_too_large` (path, megabytes).
    """
    try:
        with path.open("rb") as stream:
            about = os.fstat(stream.fileno())
            # Whatever is no file of a known size (a pipe) is read up to the limit and no further.
            large = stat.S_ISREG(about.st_mode) and about.st_size > most
            data = b"" if large else stream.read(most + 1)
    except OSError as error:
        raise reading_error(error, path) from error
    if large or len(data) > most:
        raise UserError("file_too_large", path=str(path), megabytes=max(1, most // _MEGABYTE))
    return data


def read_text(path: Path) -> str:
    """A text file the user points at, with or without the mark Windows puts at its beginning.

    Args:
        path: the file.

    Raises:
        StorageError: as `read_file`.
        UserError: `file_too_large`, `file_unreadable_text` (file) if it is no UTF-8 text.
    """
    try:
        return read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("file_unreadable_text", file=str(path)) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file in one step, so that a crash leaves the old or the new one.

    Args:
        path: the file; its folder must exist.
        data: the new contents.
    """
    handle, name = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
