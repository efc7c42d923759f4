"""Other processes of this program: how they are started, and how one becomes what it is to be.

A frozen program has no interpreter that could be handed a module, so it is asked by an argument;
an installed one is started by the very same argument, so that there is one way only.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

READER, WINDOW = "--reader", "--window"
"""The parts: who reads packages, and the window, wherever the process that starts it has none."""
_PARTS = {READER: "ktgs_desktop.sync.reader_process", WINDOW: "ktgs_desktop.gui.app"}


def command(part: str, *arguments: str) -> list[str]:
    """The command that starts a part of this program in a process of its own.

    Args:
        part: `READER` or `WINDOW`.
        arguments: what it is told.
    """
    program = [sys.executable]
    if not getattr(sys, "frozen", False):
        program += ["-m", "ktgs_desktop"]
    return [*program, part, *arguments]


def run_part(arguments: Sequence[str]) -> int | None:
    """Be a part of the program, if this process was started as one; nothing else is loaded then.

    Args:
        arguments: the command line without the program.

    Returns:
        The exit code, None if no part was asked for.
    """
    if not arguments or arguments[0] not in _PARTS:
        return None
    code: int = import_module(_PARTS[arguments[0]]).main(arguments[1:])
    return code
