from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from ktgs_desktop.store import tables

STORE = Path(__file__).resolve().parents[2] / "ktgs_desktop"
ONLY_SQLITE = re.compile(
    r"\bPRAGMA\b|INSERT OR\b|\browid\b|json_extract|strftime\(\s*['\"]%s|\bMATCH\b|fts5|sqlite_|"
    r"\bVACUUM\b|AUTOINCREMENT|GLOB\b",
)


def test_words_of_one_engine_stand_in_the_dialect_alone() -> None:
    found = []
    for path in STORE.rglob("*.py"):
        if path.name == "dialect.py" and path.parent.name == "store":
            continue
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            if ONLY_SQLITE.search(line):
                found.append(f"{path.relative_to(STORE)}:{number}: {line.strip()}")
    assert found == []


def test_every_table_and_index_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()
    for table in tables.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))


def test_a_partial_index_keeps_its_condition_there() -> None:
    index = next(i for i in tables.organization.indexes if i.name == "ix_organization_name")
    assert "voided IS NULL" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))
