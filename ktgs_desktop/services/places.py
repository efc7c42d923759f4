"""Whether a folder takes what is to be written into it, found out before any work is done."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ktgs_desktop.errors import place_error


def probe(path: Path, *, makes_folder: bool = False) -> None:
    """Write where a file is to lie, and leave everything as it was.

    Args:
        path: the file to be.
        makes_folder: whether its folder is made along with it.

    Raises:
        StorageError: `folder_missing`, `place_not_writable`, `disk_full` or `disk_error`.
    """
    made: list[Path] = []
    try:
        for folder in reversed(path.parents):
            if makes_folder and not folder.exists():
                folder.mkdir()
                made.append(folder)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise place_error(error, path) from error
    finally:
        for folder in reversed(made):
            folder.rmdir()
