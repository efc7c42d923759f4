"""Two offices that exchange packages without end, saying what is done: a process to be killed."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import psutil
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.services.exchange import receipts, receiving, recovery, sending, spool
from ktgs_desktop.services.exchange.sending import Sending
from tests.conftest import Clock
from tests.helpers.builders import a_cell
from tests.helpers.exchange import CODES, opened

_ON_STATEMENTS = ("begin", "before_cursor_execute", "after_cursor_execute", "commit")
_ON_FILES = frozenset(("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate"))


class Countdown:
    """Ends the process at a step counted beforehand, as a cut of the power would.

    A step is a statement begun or ended, an end of a transaction, or a file of the offices or the
    stick opened, renamed or deleted.

    Args:
        folder: what the files lie in.
        last: the step; 0 to count only.
        grace: seconds of work left after it, so that it also ends within a step.
    """

    def __init__(self, folder: Path, last: int, grace: float) -> None:
        self.steps = 0
        self._begun = False
        self._folder, self._last, self._grace = str(folder), last, grace
        for name in _ON_STATEMENTS:
            sa.event.listen(Engine, name, self._step)
        sys.addaudithook(self._file)

    def begin(self) -> None:
        """Count from here on."""
        self._begun = True

    def _file(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _ON_FILES and str(arguments[0]).startswith(self._folder):
            self._step()

    def _step(self, *_facts: object) -> None:
        self.steps += self._begun
        if self.steps != self._last or not self._begun:
            return
        if self._grace:
            threading.Thread(target=self._end, daemon=True).start()
        else:
            self._end()

    def _end(self) -> None:
        time.sleep(self._grace)
        psutil.Process().kill()


def _say(what: str, name: object) -> None:
    sys.stdout.write(f"{what} {name}\n")
    sys.stdout.flush()


def main() -> None:
    """Arguments: the folder of the house and the stick, `back` if changes have to come back first,

    the step to end at and the seconds of grace; with step 0 one round is counted.
    """
    folder, mode, last, grace = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
    house, stick = folder / "house", folder / "stick"
    countdown = Countdown(folder, last, float(grace))
    province, district = (opened(house / code, code, Clock()) for code in CODES[:2])
    countdown.begin()
    if mode == "back":
        asked = receipts.ask_again(district, province.office.unit, stick)
        receiving.apply(province, spool.take_copy(province, stick / asked.name).id)
        back = recovery.send_back(province, district.office.unit, stick)
        _say("sent", back.name)
        receiving.apply(district, spool.take_copy(district, stick / back.name).id)
        recovery.take_back(district, recovery.lost(district))
        _say("back", back.name)
    while True:
        _say("issued", a_cell(district, "Chi bộ Mẫu").id)
        package = sending.send(district, Sending(), stick)
        _say("sent", package.name)
        job = spool.take_copy(province, stick / package.name)
        _say("copied", job.id)
        receiving.examine(province, job.id)
        _say(JobState.CHECKED, job.id)
        receiving.apply(province, job.id)
        _say(JobState.APPLIED, job.id)
        answer = receipts.send_receipt(province, job.id, stick)
        _say("sent", answer.name)
        _say(JobState.DONE, job.id)
        heard = spool.take_copy(district, stick / answer.name)
        receiving.apply(district, heard.id)
        _say("answered", package.name)
        if not last:
            _say("counted", countdown.steps)
            os._exit(0)


if __name__ == "__main__":
    main()
