"""Step 12 on a file of before: the library is there when it is opened, and the journal is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL, decode_change
from ktgs_desktop.services import maintenance
from ktgs_desktop.services.regulations import library
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.store import desks, dialect, migrations, tables
from ktgs_desktop.store.migrations import m0012_regulations
from tests.conftest import PASSWORD
from tests.helpers.entities import an_id

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

BEFORE = migrations.STEPS.index(m0012_regulations)


def _without_the_library(workspace: Workspace, known: set[str]) -> Path:
    """The workspace's file as the program of before left it: no table and no change of later."""
    path, key = workspace.files.database, workspace.keys.database
    workspace.close()
    engine = dialect.make_engine(path, key, read_only=False, connections=1)
    with engine.begin() as connection:
        _cut_journal(connection)
        everything = sa.MetaData()
        everything.reflect(connection)
        names = [name for name in everything.tables if name not in known]
        # A word index takes its own tables with it.
        for name in sorted(names, key=lambda one: not one.endswith("_search")):
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
        dialect.set_schema_version(connection, BEFORE)
    engine.dispose()
    return path


def _cut_journal(connection: Connection) -> None:
    """The list was laid in last when the office was made."""
    later = {
        name for name in ENTITIES if name in ("regulation", "regulation_text", "installed_list")
    }
    change = tables.change
    first = connection.execute(
        sa.select(sa.func.min(change.c.row)).where(change.c.entity.in_(later))
    ).scalar_one()
    connection.execute(sa.delete(change).where(change.c.row >= first))
    last = connection.execute(sa.select(change).order_by(change.c.row.desc()).limit(1)).one()
    number = decode_change(bytes(last.raw)).number
    connection.execute(
        sa.update(tables.channel)
        .where(tables.channel.c.name == CHANNEL_INTERNAL)
        .values(head=last.hash, number=number, lamport=last.lamport)
    )
    connection.execute(sa.update(tables.operation).values(last_change=last.row))


def _tables_of_before(folder: Path) -> set[str]:
    engine = dialect.make_engine(folder / "b.ktgsdb", bytes(32), read_only=False, connections=1)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        for step in migrations.STEPS[:BEFORE]:
            step.apply(operations, connection)
        everything = sa.MetaData()
        everything.reflect(connection)
    engine.dispose()
    return set(everything.tables)


def test_a_file_of_before_gets_the_list_when_it_is_opened(
    workspace: Workspace, tmp_path: Path, clock: Clock
) -> None:
    path = _without_the_library(workspace, _tables_of_before(tmp_path))
    for _again in range(2):
        opened = open_workspace(path, login="mau", password=PASSWORD, clock=clock)
        assert len(library.in_force(opened, opened.today)) > 20
        with opened.reading() as connection:
            number = connection.execute(sa.select(sa.func.count()).select_from(tables.regulation))
            assert number.scalar_one() == 96
        assert maintenance.check(opened).sound
        opened.close()
    copies = sorted(one.name for one in path.with_suffix(".backups").iterdir())
    assert f"{path.stem}-before-step-12{path.suffix}" in copies


def test_a_copy_at_another_computer_waits_for_that_of_the_hub(
    workspace: Workspace, tmp_path: Path, clock: Clock
) -> None:
    with workspace.store.local_writing() as connection:
        desks.set_own(connection, an_id("desk"))
    path = _without_the_library(workspace, _tables_of_before(tmp_path))
    opened = open_workspace(path, login="mau", password=PASSWORD, clock=clock)
    assert library.in_force(opened, opened.today) == []
    opened.close()
