"""The register of the whole country, imported, against a raw insert of the very same rows.

Run from the top of the project: `python -m tests.benchmarks.organization_import [PROVINCES]`.
Raw is the driver's `executemany` of the rows of the organisations, of the journal and of the word
index, read back from what the import wrote, into an empty file with the same tables and indexes.
"""

from __future__ import annotations

import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.vietnamese import accented, fold
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import unit_register
from ktgs_desktop.store import dialect, migrations, projections, records, tables
from tests.benchmarks.offices import new_office

if TYPE_CHECKING:
    from ktgs_desktop.store.projections import Projection

ROUNDS = 3
GOAL = 3.0


def units(provinces: int) -> tuple[list[Any], list[str]]:
    """All units, and the codes of so many provinces."""
    read = unit_register.read_units()
    return read, [unit.code for unit in read if not unit.parent][:provinces]


def imported(folder: Path, provinces: int) -> tuple[float, dict[str, list[tuple[Any, ...]]]]:
    """Import into a new office; the seconds it took and the rows it wrote."""
    workspace = new_office(folder)
    read, codes = units(provinces)
    with workspace.reading() as connection:
        before = {
            name: int(connection.execute(sa.select(sa.func.max(table.c.row))).scalar_one())
            for name, table in (("organization", tables.organization), ("change", tables.change))
        }
    start = time.perf_counter()
    unit_register.import_register(workspace, read, codes, Progress())
    seconds = time.perf_counter() - start
    with workspace.reading() as connection:
        written = {
            name: [tuple(row) for row in connection.exec_driver_sql(
                f"SELECT * FROM {name} WHERE row > {before[name]} ORDER BY row"
            )]
            for name in ("organization", "change")
        }  # fmt: skip
        found = records.get_all(connection, projections.PROJECTIONS["organization"].kind)
        numbers = dict(
            connection.execute(sa.select(tables.organization.c.id, tables.organization.c.row)).all()
        )
    text = _text(projections.PROJECTIONS["organization"])
    words = [(numbers[entity.id], text(entity)) for entity in found]
    written["words"] = [
        (row, fold(line), accented(line)) for row, line in words if row > before["organization"]
    ]
    workspace.close()
    return seconds, written


def _text(projection: Projection) -> Any:
    assert projection.search_text is not None
    return projection.search_text


def raw(folder: Path, written: dict[str, list[tuple[Any, ...]]]) -> float:
    """Insert the same rows by the driver alone, in one transaction; seconds."""
    path = folder / "raw.ktgsdb"
    engine = dialect.make_engine(path, secrets.token_bytes(32), read_only=False, connections=1)
    migrations.run(engine, path)
    connection: Any = engine.raw_connection()
    cursor = connection.cursor()
    start = time.perf_counter()
    cursor.execute("BEGIN IMMEDIATE")
    for name in ("organization", "change"):
        places = ", ".join("?" * len(written[name][0]))
        cursor.executemany(f"INSERT INTO {name} VALUES ({places})", written[name])
    cursor.executemany(dialect.search_insert_sql("organization"), written["words"])
    cursor.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    engine.dispose()
    return seconds


def main() -> None:
    """Print both times and their ratio."""
    provinces = int(sys.argv[1]) if len(sys.argv) > 1 else 63
    own, by_hand, count = [], [], 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            seconds, written = imported(folder, provinces)
            own.append(seconds)
            by_hand.append(raw(folder, written))
            count = len(written["organization"])
    ours, theirs = statistics.median(own), statistics.median(by_hand)
    rows = f"{count:,} organisations with journal and words"
    print(f"organization_import of {rows}: own {ours:.2f} s, raw {theirs:.2f} s")
    print(f"organization_import ratio {ours / theirs:.2f} (goal <= {GOAL})")


if __name__ == "__main__":
    main()
