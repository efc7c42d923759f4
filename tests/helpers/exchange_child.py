"""Two offices that exchange packages without end, saying what is done: a process to be killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.services.exchange import receipts, receiving, recovery, sending, spool
from ktgs_desktop.services.exchange.sending import Sending
from tests.conftest import Clock
from tests.helpers.builders import a_cell
from tests.helpers.exchange import CODES, opened


def _say(what: str, name: object) -> None:
    sys.stdout.write(f"{what} {name}\n")
    sys.stdout.flush()


def main() -> None:
    """Arguments: the folder of the house, the stick, `back` if changes have to come back first."""
    house, stick = Path(sys.argv[1]), Path(sys.argv[2])
    province, district = (opened(house / code, code, Clock()) for code in CODES[:2])
    _say("ready", os.getpid())
    if sys.argv[3] == "back":
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


if __name__ == "__main__":
    main()
