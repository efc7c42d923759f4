"""All SQL that only SQLite (SQLCipher) understands; everything else runs on PostgreSQL too.

Traps this module knows: the page size is set process-wide before the key (otherwise `VACUUM INTO`
writes an unreadable file); SQLCipher prints errors to stderr unless told not to; `synchronous`
must be FULL (NORMAL loses acknowledged commits in a power cut).
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.sql import operators
from sqlcipher3 import dbapi2

from ktgs_desktop.domain.vietnamese import accented, fold, has_accents, words
from ktgs_desktop.errors import StorageError
from ktgs_desktop.store.engine_errors import translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

PAGE_SIZE = 16384
_CACHE_KIB = 65536
_BUSY_SECONDS = 10.0
_MIN_ENGINE = (3, 51, 3)
_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"cache_size=-{_CACHE_KIB}",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "wal_autocheckpoint=256",
)
# Of a file that cannot be written; the others concern writing.
_FROZEN_SETTINGS = (
    f"cache_size=-{_CACHE_KIB}",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)


def live_index(name: str, *columns: Any, where: Any) -> sa.Index:
    """An index of the rows that are not voided.

    Args:
        name: its name.
        columns: its columns, in order.
        where: the condition of a row that is not voided.
    """
    return sa.Index(name, *columns, **only_where(where))


def only_where(condition: Any) -> dict[str, Any]:
    """How an index is told to hold only the rows of a condition.

    Args:
        condition: of a row in the index.
    """
    return {"sqlite_where": condition, "postgresql_where": condition}


def check_engine() -> None:
    """Refuse an SQLite with the WAL-reset fault (3.7.0 to 3.51.2).

    Raises:
        StorageError: `engine_too_old`.
    """
    if dbapi2.sqlite_version_info < _MIN_ENGINE:
        raise StorageError("engine_too_old", version=dbapi2.sqlite_version)


def _driver(target: str, *, uri: bool = False) -> Any:
    return dbapi2.connect(
        target, uri=uri, check_same_thread=False, timeout=_BUSY_SECONDS, isolation_level=None
    )


def _unlock(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA cipher_default_page_size={PAGE_SIZE}")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master")  # a wrong key fails here


def _connect_frozen(path: Path, key: bytes) -> Any:
    """Connect to a file in a place where nothing, no lock either, can be written."""
    log, index = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    full = log.exists() and log.stat().st_size > 0
    # A log can be read only with its index; without either the file alone is all there is.
    way = "mode=ro" if full or (log.exists() and index.exists()) else "immutable=1"
    connection = None
    try:
        connection = _driver(f"{path.absolute().as_uri()}?{way}", uri=True)
        _unlock(connection, key)
        for setting in (*_FROZEN_SETTINGS, "query_only=ON"):
            connection.execute("PRAGMA " + setting)
    except dbapi2.Error as error:
        if connection is not None:
            connection.close()
        if full and not index.exists():
            raise StorageError("log_not_played", path=str(path)) from error
        raise translated(error, str(path)) or error from error
    return connection


def _connect(path: Path, key: bytes, *, read_only: bool) -> Any:
    connection = _driver(str(path))
    try:
        _unlock(connection, key)
        for setting in _SETTINGS:
            connection.execute("PRAGMA " + setting)
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if read_only:
            connection.execute("PRAGMA query_only=ON")
    except dbapi2.Error as error:
        connection.close()
        raise translated(error, str(path)) or error from error
    if mode != "wal":
        connection.close()
        raise StorageError("disk_not_suitable", path=str(path.parent))
    return connection


def make_engine(
    path: Path, key: bytes, *, read_only: bool, connections: int, frozen: bool = False
) -> Engine:
    """An engine on an encrypted file.

    Args:
        path: the database file; made if missing, unless `read_only`.
        key: 32 random bytes.
        read_only: whether writing fails.
        connections: how many may be open at a time.
        frozen: whether nothing can be written where it lies.

    Raises:
        StorageError: `file_unreadable` for a wrong key or another kind of file; `log_not_played`.
    """
    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: (
            _connect_frozen(path, key) if frozen else _connect(path, key, read_only=read_only)
        ),
        poolclass=sa.pool.QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_reset_on_return="rollback",
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def schema_version(connection: Connection) -> int:
    """Number of the last migration step applied to a file; 0 for a new one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def set_schema_version(connection: Connection, version: int) -> None:
    """Record the last migration step, in the same transaction as the step."""
    connection.exec_driver_sql(f"PRAGMA user_version={int(version)}")


@contextmanager
def _outside_transaction(engine: Engine) -> Iterator[Any]:
    """A driver's connection on which no transaction has begun."""
    connection = engine.raw_connection()
    try:
        yield connection
    except dbapi2.Error as error:
        # As SQLAlchemy would: whoever calls translates its errors only.
        raise sa.exc.DBAPIError(None, None, error) from error
    finally:
        connection.close()


def copy_into(engine: Engine, path: Path) -> None:
    """Write a compact, consistent, encrypted copy of the database.

    Args:
        engine: of the file to copy.
        path: the new file; must not exist.
    """
    with _outside_transaction(engine) as connection:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))


def integrity_faults(engine: Engine) -> list[str]:
    """What the engine finds wrong with the file: structure, foreign keys, encryption.

    Args:
        engine: the writer's.

    Returns:
        Lines of the engine; empty if all is well.
    """
    with _outside_transaction(engine) as connection:
        cursor = connection.cursor()
        # Pages still in the log would read as false alarms of the cipher's check.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        lines = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        faults = [line for line in lines if line != "ok"]
        faults += [str(row) for row in cursor.execute("PRAGMA foreign_key_check").fetchall()]
        faults += [str(row[0]) for row in cursor.execute("PRAGMA cipher_integrity_check")]
    return faults


def quick_faults(engine: Engine) -> list[str]:
    """What a quick look finds wrong with the file's structure.

    Args:
        engine: any engine of the file.
    """
    with _outside_transaction(engine) as connection:
        lines = connection.cursor().execute("PRAGMA quick_check").fetchall()
    return [str(row[0]) for row in lines if row[0] != "ok"]


def checkpoint(engine: Engine, *, wait: bool = True) -> bool:
    """Bring everything from the log into the file and cut the log to nothing.

    Args:
        engine: the writer's.
        wait: whether to wait for those who read from the log; if not, what they need stays in it.

    Returns:
        Whether the log is empty now.
    """
    with _outside_transaction(engine) as connection:
        cursor = connection.cursor()
        if not wait:
            cursor.execute("PRAGMA busy_timeout=0").fetchall()
        try:
            ((busy, *_pages),) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            if not wait:
                milliseconds = round(_BUSY_SECONDS * 1000)
                cursor.execute(f"PRAGMA busy_timeout={milliseconds}").fetchall()
    return not busy


def query_plan(connection: Connection, statement: sa.Select[Any]) -> list[str]:
    """How the engine will run a query, for the tests that demand an index.

    Args:
        connection: any.
        statement: the query.
    """
    sent: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        sent.append((given[2], given[3]))

    event.listen(connection, "before_cursor_execute", note)
    try:
        connection.execute(statement).close()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    sql, values = sent[-1]
    return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]


# Search -------------------------------------------------------------------------------------

_SEARCH_NAME = re.compile(r"[a-z_]+_search")


def unindexed(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A column whose conditions choose no index; that of the order is walked (SQLite's unary +).

    Args:
        column: the column.
    """
    return sa.UnaryExpression(column, operator=operators.custom_op("+"), type_=column.type)


def _checked_name(table: str) -> str:
    name = f"{table}_search"
    if _SEARCH_NAME.fullmatch(name) is None:
        raise ValueError(table)
    return name


def create_search(connection: Connection, table: str) -> None:
    """Make the word index of a table: folded words, and words with their accents.

    Args:
        connection: in a transaction.
        table: name of the table whose local row numbers it uses.
    """
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {_checked_name(table)} USING fts5(folded, accented, content='', "
        "contentless_delete=1, tokenize='unicode61 remove_diacritics 0')"
    )


def index_text(text: str) -> tuple[str, str]:
    """What the word index keeps of a text: folded, and with accents.

    Args:
        text: all searchable text of a row.
    """
    return fold(text), accented(text)


def search_insert_sql(table: str) -> str:
    """Statement that adds rows (row, folded, accented) to a word index."""
    return (
        f"INSERT INTO {_checked_name(table)} (rowid, folded, accented) "  # noqa: S608 - checked
        "VALUES (?, ?, ?)"
    )


def search_delete_sql(table: str) -> str:
    """Statement that removes a row (row) from a word index."""
    return f"DELETE FROM {_checked_name(table)} WHERE rowid = ?"  # noqa: S608 - checked


def _match_expression(text: str) -> str:
    parts = []
    for word in words(text):
        if has_accents(word):
            parts.append(f'accented : "{accented(word)}" *')
        else:
            parts.append(f'folded : "{fold(word)}" *')
    return " AND ".join(parts)


def search_condition(column: sa.ColumnElement[Any], table: str, text: str) -> Any:
    """The condition that a row holds every word typed.

    Args:
        column: the table's local row number.
        table: name of the table.
        text: words typed; a word with accents must match with them.

    Returns:
        A condition, or None if no word was typed.
    """
    expression = _match_expression(text)
    if not expression:
        return None
    name = _checked_name(table)
    found = sa.text(f"SELECT rowid FROM {name} WHERE {name} MATCH :expression")  # noqa: S608
    # Unique, for a query may ask for several words in different places.
    value: Any = sa.bindparam("expression", expression, unique=True)
    return column.in_(found.bindparams(value).columns(sa.column("rowid")))


def matching_rows(
    connection: Connection, table: str, text: str, limit: int, among: Sequence[int] | None = None
) -> list[int]:
    """Local row numbers that hold every word typed: the best first, or those among some.

    Args:
        connection: any.
        table: name of the table.
        text: words typed, at least one; a word with accents must match with them.
        limit: rows at most.
        among: row numbers they are looked for in, in no order; None for the best of all.
    """
    name, order = _checked_name(table), "ORDER BY rank"
    if among is not None:
        # Without the sign the engine would ask for the words once for every row.
        order = f"AND +rowid IN ({', '.join('?' * len(among))})"
    sql = f"SELECT rowid FROM {name} WHERE {name} MATCH ? {order} LIMIT ?"  # noqa: S608 - checked
    values = (_match_expression(text), *(among or ()), limit)
    return [row for (row,) in connection.exec_driver_sql(sql, values)]


def search_rows(connection: Connection, table: str) -> Sequence[int]:
    """Local row numbers the word index of a table holds, for the check."""
    name = _checked_name(table)
    found = connection.exec_driver_sql(f"SELECT rowid FROM {name} ORDER BY rowid")  # noqa: S608
    return [int(row) for (row,) in found]
