"""An office takes in what came back of its own, and is killed at the worst moment."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ktgs_desktop.services.exchange import receiving
from tests.conftest import Clock
from tests.helpers.exchange import opened


class Moment:
    """Ends the process once the package is on the books as taken in.

    That is at the first statement after the transaction in which it came there.
    """

    def __init__(self) -> None:
        self._booked, self._committed = False, False
        sa.event.listen(Engine, "before_cursor_execute", self._statement)
        sa.event.listen(Engine, "commit", self._commit)

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if self._committed:
            end()
        self._booked = self._booked or statement.startswith("UPDATE import_job")

    def _commit(self, _connection: Any) -> None:
        self._committed = self._booked


def end() -> None:
    """End as a cut of the power would."""
    psutil.Process().kill()


def main() -> None:
    """Arguments: folder of the house, code of the office, the job."""
    folder, code, job = Path(sys.argv[1]), sys.argv[2], UUID(sys.argv[3])
    office = opened(folder / code, code, Clock())
    Moment()
    receiving.apply(office, job)
    end()


if __name__ == "__main__":
    main()
