"""A signed list of 10,000 texts with articles, installed, against a raw insert of the same rows.

Run from the top of the project: `python -m tests.benchmarks.regulation_lists [TEXTS]`. Raw is the
driver's `executemany` of the rows of the texts, of their words, of what they do to one another, of
the journal and of the word index, read back from what the installing wrote, into an empty file
with the same tables and indexes. Installing reads, verifies, compares and keeps the file besides.
"""

from __future__ import annotations

import secrets
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.vietnamese import accented, fold
from ktgs_desktop.services.regulations import lists
from ktgs_desktop.store import dialect, migrations, projections, records
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.trust.exchange_training import TrainingUnit, new_tree
from tests.benchmarks.offices import new_office
from tests.helpers.believing import believe_tree
from tests.helpers.regulation_lists import an_item, file_of, whole

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_items import ListItem
    from ktgs_desktop.services.workspace import Workspace

ROUNDS = 3
GOAL = 3.0
TEXTS = 10_000
_TABLES = ("regulation", "regulation_text", "regulation_link", "change")
_INDEXED = ("regulation", "regulation_text")
_WORDS = (
    "Tổ chức đảng và đảng viên vi phạm phải xử lý kỷ luật nghiêm minh, chính xác, kịp thời",
    "Căn cứ nội dung, mức độ, tính chất, tác hại, nguyên nhân vi phạm, tình tiết tăng nặng",
    "Thời hiệu kỷ luật được tính từ thời điểm có hành vi vi phạm đến khi tổ chức đảng kết luận",
    "Đảng viên vi phạm sau khi chuyển công tác, nghỉ việc, nghỉ hưu mới bị phát hiện",
)


def texts(number: int) -> list[ListItem]:
    """Texts of which every fifth replaces the one of five numbers before, ten articles each."""
    found: list[ListItem] = []
    for place in range(number):
        words = [f"{_WORDS[(place + n) % 4]}; {_WORDS[(place * 7 + n) % 4]}." for n in range(10)]
        former = [found[place - 5]] if place % 5 == 0 and place else []
        found.append(
            an_item(
                f"{place}-QĐ/TW",
                f"{1990 + place % 36}-{1 + place % 12:02}-{1 + place % 28:02}",
                title=f"{_WORDS[place % 4]} ({place})",
                replaces=former,
                articles=words,
            )
        )
    return found


def _rows(workspace: Workspace, name: str, after: int) -> list[tuple[Any, ...]]:
    key = "later" if name == "regulation_link" else "row"
    with workspace.reading() as connection:
        query = f"SELECT * FROM {name} WHERE {key} > {after} ORDER BY {key}"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def _last(workspace: Workspace, name: str) -> int:
    key = "later" if name == "regulation_link" else "row"
    with workspace.reading() as connection:
        query = f"SELECT COALESCE(MAX({key}), 0) FROM {name}"
        return int(connection.exec_driver_sql(query).scalar_one())


def installed(folder: Path, number: int) -> tuple[float, dict[str, list[tuple[Any, ...]]], int]:
    """Install into a new office; the seconds it took, the rows it wrote, the size of the file."""
    workspace = new_office(folder)
    unit = TrainingUnit(
        workspace.office.unit, "173", "Phú Bình", "H", None, certificate=False,
        encryption=new_identity()[1],
    )  # fmt: skip
    tree = believe_tree(workspace, new_tree([unit], workspace.today))
    with workspace.reading() as connection:
        seed = lists.items(connection)
    day = workspace.today
    contents = whole(2, (*seed, *texts(number)), issued=day, expires=day + timedelta(days=400))
    path = folder / "list.ktgsdm"
    path.write_bytes(file_of(contents, *tree.regulation_keys[:2]))
    before = {name: _last(workspace, name) for name in _TABLES}
    start = time.perf_counter()
    lists.apply(workspace, path)
    seconds = time.perf_counter() - start
    written = {name: _rows(workspace, name, before[name]) for name in _TABLES}
    for name in _INDEXED:
        written[f"{name} words"] = _words(workspace, name, before[name])
    workspace.close()
    return seconds, written, path.stat().st_size


def _words(workspace: Workspace, name: str, after: int) -> list[tuple[Any, ...]]:
    projection = projections.PROJECTIONS[name]
    text = projection.search_text
    assert text is not None
    with workspace.reading() as connection:
        query = f"SELECT row FROM {name} ORDER BY row"
        rows = [int(row) for row in connection.exec_driver_sql(query).scalars()]
        lines = [text(one) for one in records.get_all(connection, projection.kind)]
    return [
        (row, fold(line), accented(line))
        for row, line in zip(rows, lines, strict=True)
        if row > after
    ]


def raw(folder: Path, written: dict[str, list[tuple[Any, ...]]]) -> float:
    """Insert the same rows by the driver alone, in one transaction; seconds."""
    path = folder / "raw.ktgsdb"
    engine = dialect.make_engine(path, secrets.token_bytes(32), read_only=False, connections=1)
    migrations.run(engine, path)
    connection: Any = engine.raw_connection()
    cursor = connection.cursor()
    start = time.perf_counter()
    cursor.execute("BEGIN IMMEDIATE")
    for name in _TABLES:
        places = ", ".join("?" * len(written[name][0]))
        cursor.executemany(f"INSERT INTO {name} VALUES ({places})", written[name])
    for name in _INDEXED:
        cursor.executemany(dialect.search_insert_sql(name), written[f"{name} words"])
    cursor.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    engine.dispose()
    return seconds


def main() -> None:
    """Print both times and their ratio."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else TEXTS
    own, by_hand, size = [], [], 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            seconds, written, size = installed(folder, number)
            own.append(seconds)
            by_hand.append(raw(folder, written))
    ours, theirs = statistics.median(own), statistics.median(by_hand)
    print(f"regulation_lists of {number:,} texts with articles, a file of {size / 1e6:.1f} MB:")
    print(f"regulation_lists: own {ours:.2f} s, raw {theirs:.2f} s")
    print(f"regulation_lists ratio {ours / theirs:.2f} (goal <= {GOAL})")


if __name__ == "__main__":
    main()
