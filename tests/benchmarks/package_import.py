"""A package of 20,000 records taken in, against a raw insert of the very same rows.

Run from the top of the project: `python -m tests.benchmarks.package_import [RECORDS]`.
Raw is the driver's `executemany` of the rows of the journal of feeds, of what is shown of them and
of the word index, read back from what was taken in, into an empty file with the same tables.
"""

from __future__ import annotations

import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from ktgs_desktop.domain import replicas
from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.journal import PUT, SCHEMA_VERSION, Change, encode_change
from ktgs_desktop.store import dialect, migrations
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from tests.benchmarks.offices import new_office

ROUNDS = 3
GOAL = 3.0
RECORDS = 20_000
UNIT = UUID(int=0xB0)
FEED = Feed(UNIT, "up.sum")
AT = "2021-12-31T17:00:00+07:00"


def changes(count: int, unit: UUID = UNIT) -> list[bytes]:
    """A feed of so many program lines of a unit, each with its organisation."""
    made: list[bytes] = []
    previous = None
    for number in range(1, count + 1):
        record = UUID(int=(unit.int << 32) + number)
        document = {
            "owner": str(unit),
            "id": str(record),
            "program": str(UUID(int=0xAA)),
            "year": 2021,
            "seq": number,
            "task_kind": "INSPECTION_PROGRAM",
            "content": f"Lãnh đạo, chỉ đạo thực hiện nghị quyết về phát triển kinh tế {number}",
            "subjects": [
                {
                    "key": str(UUID(int=0xD0000 + number)),
                    "kind": "TCD",
                    "name": f"Đảng uỷ xã Bàn Đạt {number % 300}",
                    "id": str(UUID(int=0xE0000 + number % 300)),
                    "position": "",
                }
            ],
            "quarter": number % 4 + 1,
            "lead": {"name": "UBKT Huyện uỷ", "id": None},
            "note": "",
            "status": "ACTIVE",
        }
        change = Change(
            at=AT,
            author=UUID(int=1),
            channel=FEED.channel,
            clock="ok",
            document=document,
            device=UUID(int=2),
            entity="program_item",
            id=record,
            kind=PUT,
            lamport=number,
            number=number,
            parents=(),
            previous=previous,
            schema=SCHEMA_VERSION,
            unit=unit,
        )
        one = named(encode_change(change))
        previous = one.hash
        made.append(one.raw)
    return made


def taken(folder: Path, arriving: list[bytes]) -> tuple[float, dict[str, list[tuple[Any, ...]]]]:
    """Take them into a new office; the seconds it took and the rows it wrote."""
    workspace = new_office(folder)
    start = time.perf_counter()
    with workspace.store.local_writing() as connection:
        admit(connection, FEED, arriving, Origin(AT, job=1))
    seconds = time.perf_counter() - start
    with workspace.reading() as connection:
        written = {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in ("feed_change", "feed_head", "replica")
        }
    words = []
    for row, raw_change in enumerate(arriving, start=1):
        change = named(raw_change).change
        facts = replicas.facts(change.entity, change.document)
        text = replicas.searched(change.entity, change.document, facts)
        words.append((row, *dialect.index_text(text)))
    written["words"] = words
    workspace.close()
    return seconds, written


def raw(folder: Path, written: dict[str, list[tuple[Any, ...]]]) -> float:
    """Insert the same rows by the driver alone, in one transaction; seconds."""
    path = folder / "raw.ktgsdb"
    engine = dialect.make_engine(path, secrets.token_bytes(32), read_only=False, connections=1)
    migrations.run(engine, path)
    connection: Any = engine.raw_connection()
    cursor = connection.cursor()
    start = time.perf_counter()
    cursor.execute("BEGIN IMMEDIATE")
    for name in ("feed_change", "feed_head", "replica"):
        places = ", ".join("?" * len(written[name][0]))
        cursor.executemany(f"INSERT INTO {name} VALUES ({places})", written[name])
    cursor.executemany(dialect.search_insert_sql("replica"), written["words"])
    cursor.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    engine.dispose()
    return seconds


def main() -> None:
    """Print both times and their ratio."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    arriving = changes(count)
    own, by_hand = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            seconds, written = taken(Path(name), arriving)
            own.append(seconds)
            by_hand.append(raw(Path(name), written))
    ours, theirs = statistics.median(own), statistics.median(by_hand)
    print(f"package_import of {count:,} records: own {ours:.2f} s, raw {theirs:.2f} s")
    print(f"package_import ratio {ours / theirs:.2f} (goal <= {GOAL})")


if __name__ == "__main__":
    main()
