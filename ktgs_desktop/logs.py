"""The rotating log, the crash file, and what must never stand in them.

Logs hold codes, ids and timings, never the contents of records: they may be sent to a helper.
"""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import traceback
from typing import TYPE_CHECKING, TextIO

from ktgs_desktop import paths

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_crash_file: TextIO | None = None


def start(*, program: str) -> Path:
    """Open the log of a program and the file that records a crash of the interpreter.

    Args:
        program: name of the program, used as file name (`ktgs` or `ktgs-desktop`).

    Returns:
        Path of the log file.
    """
    global _crash_file  # noqa: PLW0603 - faulthandler needs a file that outlives this call
    folder = paths.log_dir()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{program}.log"
    handler = logging.handlers.RotatingFileHandler(
        path, maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    _crash_file = (folder / f"{program}-crash.log").open("a", encoding="utf-8")
    faulthandler.enable(_crash_file)
    return path


def describe(error: BaseException) -> str:
    """The traceback of an error without the values it carries.

    A message may quote what the user typed; the log keeps the place and the kind only.

    Args:
        error: the exception caught.

    Returns:
        Text of several lines.
    """
    lines = ["Traceback (most recent call last):\n"]
    lines += traceback.format_list(traceback.extract_tb(error.__traceback__))
    lines.append(type(error).__name__)
    code = getattr(error, "code", "")
    if isinstance(code, str) and code:
        lines.append(f" {code}")
    return "".join(lines)
