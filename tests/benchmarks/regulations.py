"""A library of 10,000 regulations with articles: search, a day, and a list from above.

Run from the top of the project: `python -m tests.benchmarks.regulations [DOCUMENTS]`. Search and
day are measured against the raw query of the same rows by the driver alone, in the same run, goal
2 x raw + one frame (16.7 ms); both sides open the file anew each round. The list is read from its
file, judged and installed, against the driver's `executemany` of the very rows it wrote, those of
the journal and of the word index among them, into an empty file with the same tables; goal 3.
"""

from __future__ import annotations

import contextlib
import gc
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.vietnamese import words as words_of
from ktgs_desktop.services.regulations import library, lists
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.store import dialect, migrations
from tests.benchmarks.listing import FRAME_MS, connect
from tests.benchmarks.offices import LOGIN, PASSWORD, new_office
from tests.conftest import NOW
from tests.helpers.believing import believe_tree
from tests.helpers.regulation_lists import an_item, file_of, ordered, whole
from tests.trust.houses import the_tree

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_items import ListItem
    from ktgs_desktop.services.workspace import Workspace

DOCUMENTS = 10_000
ROUNDS, IMPORTS = 7, 3
SHOWN = 40
HITS = 20
GOAL = 3.0
_DAY = date(2021, 7, 28)
_TABLES = ("regulation", "regulation_text", "regulation_link", "change")
_WORDS = (
    "tổ chức đảng và đảng viên phải chấp hành quyết định của cấp uỷ có thẩm quyền",
    "uỷ ban kiểm tra quyết định thời hạn giải quyết tố cáo không quá chín mươi ngày làm việc",
    "thời hiệu kỷ luật được tính từ thời điểm xảy ra hành vi vi phạm đến khi bị phát hiện",
    "đoàn kiểm tra báo cáo kết quả thẩm tra, xác minh với ban thường vụ xem xét, kết luận",
    "quản lý đất đai, đầu tư công, tài chính, tài sản theo phân cấp của tỉnh uỷ, thành uỷ",
)
_PLACES = ("Bảo Lý", "Tân Hoà", "Xuân Phương", "Úc Kỳ", "Kha Sơn", "Điềm Thuỵ", "Nhã Lộng")
# Words of a few articles, of the articles of one text in seven, of every title, of all articles;
# and words that stand apart, one in the number and others in articles.
SEARCHES = ("so 137 to cao", "Nhã Lộng dieu 3", "kiem tra giam sat", "thời hiệu kỷ luật")
APART = "2378-QĐ to cao"


def documents(count: int) -> Iterator[ListItem]:
    """Texts with eight articles each; every third replaces the one three before it."""
    made: list[ListItem] = []
    for number in range(count):
        day = date(2001, 1, 1) + timedelta(days=number)
        place = _PLACES[number % 7]
        item = an_item(
            f"{number + 1000}-QĐ/TU",
            day.isoformat(),
            issuer=f"Tỉnh uỷ {place}",
            title=f"Quy định về công tác kiểm tra, giám sát ở {place} (bản {number})",
            replaces=(made[number - 3],) if number % 3 == 0 and number else (),
            articles=tuple(
                f"{_WORDS[(number + part) % 5]} của đảng bộ {place}, điều {part} số {number}"
                for part in range(1, 9)
            ),
        )
        made.append(item)
        yield item


@contextlib.contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    gc.collect()
    start = time.perf_counter()
    yield
    into.append(time.perf_counter() - start)


def _say(name: str, own: list[float], raw: list[float]) -> None:
    ours, theirs = (statistics.median(one) * 1000 for one in (own, raw))
    limit = 2 * theirs + FRAME_MS
    print(
        f"regulations {name}: own {ours:.1f} ms, raw {theirs:.2f} ms, limit 2 x raw + {FRAME_MS} = "
        f"{limit:.1f} ms, ratio to the limit {ours / limit:.2f} (goal <= 1)"
    )


# Search and a day ---------------------------------------------------------------------------------

_RAW_LINES = (
    "SELECT r.row, r.id, r.number, r.title FROM (SELECT rowid FROM regulation_search "
    "WHERE regulation_search MATCH ? ORDER BY rank LIMIT ?) AS f "
    "JOIN regulation AS r ON r.row = f.rowid"
)
_RAW_WORDS = (
    "SELECT t.regulation, t.articles, r.number, r.title FROM (SELECT rowid FROM "
    "regulation_text_search WHERE regulation_text_search MATCH ? ORDER BY rank LIMIT ?) AS f "
    "JOIN regulation_text AS t ON t.row = f.rowid JOIN regulation AS r ON r.id = t.regulation"
)
_RAW_FIRST = (
    "SELECT row, id, owner, number, issuer, title, kind, issued, effective_from, confidence, "
    'title_kind, standing, "group", classification FROM regulation WHERE voided IS NULL '
    "AND sure_key <= ? AND ended_key > ? "
    "ORDER BY issued_key DESC, number_key DESC, row DESC LIMIT ?"
)
_RAW_ALL = (
    "SELECT row FROM regulation WHERE voided IS NULL AND sure_key <= ? AND ended_key > ? "
    "ORDER BY issued_key, number_key, row"
)


def _raw_search(connection: Any, typed: str) -> list[Any]:
    expression = dialect._match_expression(typed)
    found = connection.execute(_RAW_LINES, (expression, HITS)).fetchall()
    if len(found) < HITS:
        found += connection.execute(_RAW_WORDS, (expression, HITS - len(found))).fetchall()
    return list(found)


def _raw_apart(connection: Any, typed: str) -> list[Any]:
    where, values = [], []
    for word in words_of(typed):
        where.append(
            "(r.row IN (SELECT rowid FROM regulation_search WHERE regulation_search MATCH ?) OR "
            "r.id IN (SELECT t.regulation FROM regulation_text_search AS f JOIN regulation_text AS "
            "t ON t.row = f.rowid WHERE regulation_text_search MATCH ?))"
        )
        values += [dialect._match_expression(word)] * 2
    sql = f"SELECT r.row, r.number, r.title FROM regulation AS r WHERE {' AND '.join(where)}"
    return list(connection.execute(f"{sql} LIMIT {HITS}", values).fetchall())


def _first_in_force(workspace: Workspace) -> list[Any]:
    query = Listing(descending=True, filters={"stands_on": _DAY.isoformat()})
    first = islice(next(library.stream(workspace, query), ()), SHOWN)
    return library.rows(workspace, list(first))


def _all_in_force(workspace: Workspace) -> list[int]:
    query = Listing(filters={"stands_on": _DAY.isoformat()})
    return [row for part in library.stream(workspace, query) for row in part]


_Side = Callable[[Any], list[Any]]


def _sides() -> dict[str, tuple[_Side, _Side]]:
    day = _DAY.isoformat()
    found: dict[str, tuple[_Side, _Side]] = {}
    for typed in SEARCHES:
        found[f"search “{typed}”, first {HITS} hits"] = (
            lambda office, typed=typed: library.search(office, typed, HITS),
            lambda raw, typed=typed: _raw_search(raw, typed),
        )
    found[f"search “{APART}”, words apart"] = (
        lambda office: library.search(office, APART, HITS),
        lambda raw: _raw_apart(raw, APART),
    )
    found[f"in force on a day, first {SHOWN} rows"] = (
        _first_in_force,
        lambda raw: list(raw.execute(_RAW_FIRST, (day, day, SHOWN)).fetchall()),
    )
    found["in force on a day, all numbers"] = (
        _all_in_force,
        lambda raw: list(raw.execute(_RAW_ALL, (day, day)).fetchall()),
    )
    return found


def reading(path: Path, key: bytes) -> None:
    """Print how search and day compare with the raw queries."""
    for name, (ours, theirs) in _sides().items():
        own: list[float] = []
        raw: list[float] = []
        for _ in range(ROUNDS):
            workspace = open_workspace(path, login=LOGIN, password=PASSWORD)
            with workspace.reading() as warm:
                warm.exec_driver_sql("SELECT count(*) FROM office").fetchall()
            with _timed(own):
                found = ours(workspace)
            workspace.close()
            connection = connect(path, key)
            with _timed(raw):
                same = theirs(connection)
            connection.close()
            assert len(found) == len(same) > 0
        _say(name, own, raw)


# A list from above --------------------------------------------------------------------------------


def imported(folder: Path, file: Path) -> tuple[float, dict[str, list[tuple[Any, ...]]], Workspace]:
    """Install a list in a new office; seconds, the rows it wrote, and the office."""
    workspace = new_office(folder)
    workspace.clock = lambda: NOW  # the training authority is of that day
    believe_tree(workspace)
    with workspace.reading() as connection:
        before = {
            name: connection.exec_driver_sql(
                f"SELECT max({_number(name)}) FROM {name}"
            ).scalar_one()
            or 0
            for name in _TABLES
        }
    taken: list[float] = []
    with _timed(taken):
        lists.apply(workspace, file)
    with workspace.reading() as connection:
        written = {
            name: [
                tuple(row)
                for row in connection.exec_driver_sql(
                    f"SELECT * FROM {name} WHERE {_number(name)} > {before[name]}"
                )
            ]
            for name in _TABLES
        }
    return taken[0], written, workspace


def _number(table: str) -> str:
    return "later" if table == "regulation_link" else "row"


def words(workspace: Workspace) -> dict[str, list[tuple[int, str, str]]]:
    """What the import put into the word indexes."""
    from ktgs_desktop.store import projections

    found: dict[str, list[tuple[int, str, str]]] = {}
    with workspace.reading() as connection:
        for name in ("regulation", "regulation_text"):
            projection = projections.PROJECTIONS[name]
            assert projection.search_text is not None
            rows = (
                connection.exec_driver_sql(f"SELECT row FROM {name} ORDER BY row").scalars().all()
            )
            entities = projection.entities(
                connection, projection.table.select().order_by(projection.table.c.row)
            )
            found[name] = [
                (row, *dialect.index_text(projection.search_text(entity)))
                for row, entity in zip(rows, entities, strict=True)
            ]
    return found


def raw(
    folder: Path,
    written: dict[str, list[tuple[Any, ...]]],
    indexed: dict[str, list[tuple[int, str, str]]],
) -> float:
    """Insert the same rows by the driver alone, in one transaction; seconds."""
    path = folder / "raw.ktgsdb"
    engine = dialect.make_engine(path, secrets.token_bytes(32), read_only=False, connections=1)
    migrations.run(engine, path)
    connection: Any = engine.raw_connection()
    cursor = connection.cursor()
    taken: list[float] = []
    with _timed(taken):
        cursor.execute("BEGIN IMMEDIATE")
        for name, rows in written.items():
            places = ", ".join("?" * len(rows[0]))
            cursor.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        for name, lines in indexed.items():
            cursor.executemany(dialect.search_insert_sql(name), lines)
        cursor.execute("COMMIT")
    connection.close()
    engine.dispose()
    return taken[0]


def main() -> None:
    """Print all ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    with tempfile.TemporaryDirectory() as top:
        file = Path(top) / "list.ktgsdm"
        own: list[float] = []
        by_hand: list[float] = []
        for place in range(IMPORTS):
            folder = Path(top) / str(place)
            folder.mkdir()
            if not place:
                workspace = new_office(folder)
                with workspace.reading() as connection:
                    shipped = lists.items(connection)
                workspace.close()
                contents = whole(
                    2, ordered([*shipped, *documents(count)]), expires=date(2099, 1, 1)
                )
                file.write_bytes(file_of(contents, *the_tree().regulation_keys[:2]))
                folder = Path(top) / "first"
                folder.mkdir()
            seconds, written, workspace = imported(folder, file)
            own.append(seconds)
            indexed = words(workspace)
            path, key = workspace.files.database, workspace.keys.database
            workspace.close()
            by_hand.append(raw(folder, written, indexed))
        ours, theirs = statistics.median(own), statistics.median(by_hand)
        rows = sum(map(len, written.values()))
        texts = f"{count:,} texts ({rows:,} rows)"
        print(f"regulations list of {texts}: own {ours:.2f} s, raw {theirs:.2f} s")
        print(f"regulations list ratio {ours / theirs:.2f} (goal <= {GOAL})")
        reading(path, key)


if __name__ == "__main__":
    main()
