"""Progress of long work, and the wish to stop it.

The worker calls `step`; the edge (window, command line) hands in a `Progress` that shows it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ktgs_desktop.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable


class Progress:
    """Reports steps and carries the user's wish to stop.

    Args:
        report: called with (done, total, label); total 0 means "not known". It is called in the
            worker's thread.
    """

    def __init__(self, report: Callable[[int, int, str], None] | None = None) -> None:
        self._report = report
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the worker to stop at its next step."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def step(self, done: int, total: int = 0, label: str = "") -> None:
        """Tell how far the work is.

        Args:
            done: units done so far.
            total: units in all, 0 if not known.
            label: what is being done, already in the user's language; may be empty.

        Raises:
            Cancelled: the user asked to stop.
        """
        if self._stop.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, label)
