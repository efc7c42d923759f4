"""A list of a million program lines: time to the first rows, to the middle and to the end.

Run from the top of the project: `python -m tests.benchmarks.listing [LINES]`. The limit is the raw
query of the same rows by the driver alone, in the same run: 2 × raw + one frame (16.7 ms). Both
sides open the file anew each round, so both decrypt what they read.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from sqlcipher3 import dbapi2

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.programs import Named, ProgramItem, Subject
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.programs.lines import ItemSource, columns
from ktgs_desktop.gui.widgets.listing import ListView
from ktgs_desktop.gui.widgets.listing_model import ListingModel
from ktgs_desktop.services import offices, programs
from ktgs_desktop.services.workspace import Workspace, new_id, open_workspace
from ktgs_desktop.trust import keyring
from tests.benchmarks.offices import LOGIN, PASSWORD, new_office

LINES = 1_000_000
ROUNDS = 7
SHOWN = 40
FRAME_MS = 16.7
BATCH = 20_000
_KINDS = ("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC", "FINANCE_INSPECTION")
_PLACES = ("Bảo Lý", "Tân Hoà", "Xuân Phương", "Úc Kỳ", "Kha Sơn", "Điềm Thuỵ", "Nhã Lộng")
_IDS = (
    "SELECT year, due_on, row FROM program_item WHERE voided IS NULL "
    "ORDER BY year, due_on, row LIMIT 40"
)
_ROWS = (
    "SELECT row, id, program, year, part, seq, task_kind, content, subjects, subject_note, due_on, "
    "due_quarter, lead, done_count, subject_count, started, last_done FROM program_item "
    "WHERE row IN ({})"
)


def fill(workspace: Workspace, count: int) -> None:
    """Write lines through the program's own door, as many years of many offices would.

    Args:
        workspace: a new office.
        count: how many.
    """
    body = offices.bodies(workspace)[0]
    program = programs.add(workspace, kind="ANNUAL", body=body.id, year=2021)
    lead = Named("Uỷ ban Kiểm tra Huyện uỷ", workspace.office.unit)
    for start in range(0, count, BATCH):
        lines = []
        for number in range(start, min(count, start + BATCH)):
            name = f"Đảng uỷ xã {_PLACES[number % 7]} {number}"
            lines.append(
                ProgramItem(
                    owner=workspace.office.unit,
                    id=new_id(),
                    program=program.id,
                    year=2020 + number % 6,
                    seq=number + 1,
                    task_kind=_KINDS[number % 3],
                    content=f"Lãnh đạo, chỉ đạo thực hiện quản lý đất đai, đầu tư công ({number})",
                    subjects=(Subject(new_id(), "TCD", name),),
                    quarter=number % 4 + 1,
                    lead=lead,
                )
            )
        with workspace.writing("add_item", "benchmark") as writer:
            writer.put_many(lines)
        print(f"\r{start + len(lines):,} lines", end="", flush=True)
    print()


def connect(path: Path, key: bytes) -> Any:
    """The driver alone on the file, as the program opens it."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_default_page_size=16384")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("PRAGMA query_only=ON")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    return connection


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds some work took, and its result."""
    start = time.perf_counter()
    found = work()
    return (time.perf_counter() - start) * 1000, found


def raw_rows(connection: Any, ids: Sequence[int]) -> list[Any]:
    """Rows by number, by the driver alone."""
    sql = _ROWS.format(", ".join("?" * len(ids)))
    return list(connection.execute(sql, list(ids)).fetchall())


def raw_first(connection: Any) -> list[Any]:
    """The first rows of the list, by the driver alone."""
    ids = [row[-1] for row in connection.execute(_IDS).fetchall()]
    return raw_rows(connection, ids)


def wait_for(model: ListingModel, arrived: Callable[[], bool]) -> None:
    """Let the window's loop run until something is there."""
    loop = QEventLoop()

    def look(*_given: object) -> None:
        if arrived():
            loop.quit()

    for signal in (model.dataChanged, model.modelReset, model.rowsInserted, model.streamed):
        signal.connect(look)
    limit = QTimer(singleShot=True)
    limit.timeout.connect(loop.quit)
    limit.start(120_000)
    if not arrived():
        loop.exec()
    assert arrived(), "the rows did not come"


def there(model: ListingModel, first: int, count: int) -> bool:
    """Whether some rows are in the model; looking asks for them."""
    places = range(first, first + count)
    for place in places:
        model.index(place, 1).data()
    return model.rowCount() > places[-1] and all(model.row_at(place) for place in places)


@dataclasses.dataclass
class Side:
    """Measured times of the program and of the driver, in milliseconds."""

    own: list[float] = dataclasses.field(default_factory=list)
    raw: list[float] = dataclasses.field(default_factory=list)

    def told(self, name: str) -> str:
        """A line with the median of both, the limit and whether it holds."""
        own, raw = statistics.median(self.own), statistics.median(self.raw)
        limit = 2 * raw + FRAME_MS
        return (
            f"listing {name}: {own:.1f} ms, raw {raw:.2f} ms, limit 2 x raw + {FRAME_MS} = "
            f"{limit:.1f} ms, ratio to the limit {own / limit:.2f} (goal <= 1)"
        )


def one_round(folder: Path, key: bytes, sides: dict[str, Side], apart: dict[str, float]) -> None:
    """Open the file anew and go to the beginning, the middle and the end.

    Args:
        folder: where the office lies.
        key: of the database.
        sides: gets what is compared.
        apart: gets what is printed apart.
    """
    path = folder / "office.ktgsdb"
    apart["opening, with Argon2"], workspace = timed(
        lambda: open_workspace(path, login=LOGIN, password=PASSWORD)
    )
    apart["Argon2"], _keys = timed(
        lambda: keyring.unlock(path.with_suffix(".keys"), login=LOGIN, password=PASSWORD)
    )
    connection = connect(path, key)
    tasks = TaskRunner()
    source = ItemSource(workspace)
    model = ListingModel(tasks, columns(workspace, source), source)

    def show() -> None:
        model.show(Listing("year"))
        wait_for(model, lambda: there(model, 0, SHOWN))

    raw, _found = timed(lambda: raw_first(connection))
    sides["first 40 rows"].raw.append(raw)
    own, _none = timed(show)
    sides["first 40 rows"].own.append(own)
    apart["all ids"], _none = timed(lambda: wait_for(model, lambda: model.complete))
    count = model.rowCount()
    for name, place in (
        ("jump to the middle", count // 2 + random.randrange(5000)),
        ("jump to the end", count - SHOWN - random.randrange(5000)),
    ):
        ids = model.ids_at(range(place, place + SHOWN))
        raw, found = timed(lambda ids=ids: raw_rows(connection, ids))
        assert len(found) == SHOWN
        sides[name].raw.append(raw)

        def jump(place: int = place) -> None:
            wait_for(model, lambda: there(model, place, SHOWN))

        own, _none = timed(jump)
        sides[name].own.append(own)
    window = QWidget()
    view = ListView(model, tasks, window)
    view.resize(1300, 700)
    apart["paint"], _picture = timed(view.grab)
    connection.close()
    tasks.stop()
    workspace.close()


def main() -> None:
    """Print the ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    application = QApplication(sys.argv[:1])
    names = ("first 40 rows", "jump to the middle", "jump to the end")
    sides = {name: Side() for name in names}
    apart: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = new_office(folder)
        fill(workspace, count)
        workspace.close()
        keys = keyring.unlock(folder / "office.keys", login=LOGIN, password=PASSWORD)
        for _ in range(ROUNDS):
            one_round(folder, keys.database, sides, apart)
    print(f"{count:,} program lines, medians of {ROUNDS} rounds")
    for name, side in sides.items():
        print(side.told(name))
    print("apart, last round: " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in apart.items()))
    application.quit()


if __name__ == "__main__":
    main()
