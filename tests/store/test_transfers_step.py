"""Step 10 on a file with mergers: who followed whom is known, and organs stay where they were."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from ktgs_desktop.store import dialect, migrations, tables
from ktgs_desktop.store.columns import Identifier, Nested
from ktgs_desktop.store.migrations import m0010_transfers

if TYPE_CHECKING:
    from pathlib import Path

OWNER, BODY, NEW = UUID(int=1), UUID(int=2), UUID(int=3)
_IDENTIFIERS = ("owner", "id")
_SUCCESSION = sa.table(
    "succession",
    *(sa.column(name, Identifier) for name in _IDENTIFIERS),
    *(sa.column(name, sa.Text) for name in ("voided", "kind", "on", "basis")),
    *(sa.column(name, Nested) for name in ("predecessors", "successors")),
    sa.column("row", sa.Integer),
    sa.column("head", sa.LargeBinary),
)
_ORGANIZATION = sa.table(
    "organization",
    *(sa.column(name, Identifier) for name in (*_IDENTIFIERS, "parent")),
    *(
        sa.column(name, sa.Text)
        for name in ("org_type", "level", "ended", "end_reason", "note", "name", "code")
    ),
    *(sa.column(name, Nested) for name in ("names", "codes", "parents")),
    *(sa.column(name, sa.LargeBinary) for name in ("head", "name_key")),
    *(sa.column(name, sa.Integer) for name in ("row", "type_rank")),
)


def a_succession(number: int, voided: str | None = None) -> dict[str, object]:
    return {
        "owner": OWNER,
        "id": UUID(int=100 + number),
        "row": number,
        "head": bytes(32),
        "voided": voided,
        "kind": "MERGE",
        "on": "2020-01-01",
        "basis": "",
        "predecessors": [str(BODY), str(UUID(int=9))],
        "successors": [str(NEW)],
    }


def an_organization(number: int, org_type: str, parents: list[object]) -> dict[str, object]:
    texts = dict.fromkeys(("level", "end_reason", "note", "name", "code"), "x")
    return {
        **texts,
        "owner": OWNER,
        "id": UUID(int=200 + number),
        "row": number,
        "type_rank": 1,
        "org_type": org_type,
        "ended": "2019-12-31",
        "parent": None,
        "parents": parents,
        "names": [],
        "codes": [],
        "head": bytes(32),
        "name_key": b"x",
    }


def test_mergers_of_before_are_known(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    engine = dialect.make_engine(tmp_path / "old.ktgsdb", key, read_only=False, connections=1)
    steps = list(migrations.STEPS)
    ended = [{"parent": str(BODY), "start": None, "end": "2019-12-31", "basis": ""}]
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        for step in steps[: steps.index(m0010_transfers)]:
            step.apply(operations, connection)
        connection.execute(sa.insert(_SUCCESSION), [a_succession(1), a_succession(2, "nhầm")])
        organizations = [
            an_organization(1, "EXEC_COMMITTEE", ended),
            an_organization(2, "CELL", ended),
            an_organization(3, "STANDING_COMMITTEE", []),
        ]
        connection.execute(sa.insert(_ORGANIZATION), organizations)
    with engine.begin() as connection:
        m0010_transfers.apply(Operations(MigrationContext.configure(connection)), connection)
    with engine.connect() as connection:
        pairs = set(map(tuple, connection.execute(sa.select(tables.succession_pair))))
        parts = list(connection.execute(sa.select(tables.succession.c.parts)).scalars())
        organization = tables.organization.c
        query = sa.select(organization.parent).order_by(organization.row)
        parents = list(connection.execute(query).scalars())
    engine.dispose()
    assert pairs == {(UUID(int=101), BODY, NEW), (UUID(int=101), UUID(int=9), NEW)}
    assert parts == [[], []]
    assert parents == [BODY, None, None]
