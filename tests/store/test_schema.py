"""The tables as code, the tables a migrated file has, and the entities agree."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ktgs_desktop.domain.encoding import codecs
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.store import dialect, migrations, projections, tables

if TYPE_CHECKING:
    import sqlalchemy as sa


def _schema(engine: sa.Engine) -> dict[str, str]:
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%search%'"
        )
        return {name: " ".join(sql.replace('"', "").split()) for name, sql in found}


@pytest.fixture
def migrated(tmp_path: Path) -> Any:
    path = tmp_path / "migrated.ktgsdb"
    engine = dialect.make_engine(path, secrets.token_bytes(32), read_only=False, connections=1)
    migrations.run(engine, path)
    yield engine
    engine.dispose()


def test_the_steps_make_exactly_the_tables_of_the_code(migrated: sa.Engine, tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    made = dialect.make_engine(tmp_path / "made.ktgsdb", key, read_only=False, connections=1)
    with made.begin() as connection:
        tables.metadata.create_all(connection)
    expected = _schema(made)
    made.dispose()
    assert _schema(migrated) == expected
    assert len(expected) > 60


def test_alembic_sees_no_difference(migrated: sa.Engine) -> None:
    def ours(_object: Any, name: str | None, kind: str, _reflected: Any, _other: Any) -> bool:
        return kind != "table" or "_search" not in str(name)

    with migrated.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        assert compare_metadata(context, tables.metadata) == []


def test_every_searched_table_has_its_word_index(migrated: sa.Engine) -> None:
    searched = {name for name, found in projections.PROJECTIONS.items() if found.search_text}
    assert searched == set(tables.SEARCHED)
    with migrated.connect() as connection:
        for name in tables.SEARCHED:
            assert list(dialect.search_rows(connection, name)) == []


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_a_table_holds_every_field_of_its_entity(name: str) -> None:
    projection = projections.PROJECTIONS[name]
    columns = set(projection.table.columns.keys())
    assert projection.table is tables.RECORD_TABLES[name]
    assert set(codecs(ENTITIES[name])) <= columns
    assert set(projection.initial) <= columns


def test_running_the_steps_again_changes_nothing(migrated: sa.Engine, tmp_path: Path) -> None:
    before = _schema(migrated)
    migrations.run(migrated, tmp_path / "migrated.ktgsdb")
    assert _schema(migrated) == before
    with migrated.connect() as connection:
        assert dialect.schema_version(connection) == migrations.LATEST
