"""Step 5 on a file that has papers: what they had stays, and scans are known."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from ktgs_desktop.store import dialect, migrations
from ktgs_desktop.store.columns import Identifier, Nested
from ktgs_desktop.store.migrations import m0005_registers

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = (
    "document_type", "term", "symbol", "abstract", "issued_on", "place", "authority",
    "signer_position", "signer_name", "state", "header_above", "header_own", "province",
)  # fmt: skip
_BEFORE = sa.table(
    "document",
    *(sa.column(name, sa.Text) for name in _TEXTS),
    sa.column("row", sa.Integer),
    sa.column("number", sa.Integer),
    sa.column("signed", sa.Boolean),
    *(sa.column(name, Identifier) for name in ("owner", "id", "body")),
    *(sa.column(name, sa.LargeBinary) for name in ("head", "abstract_key", "signer_key")),
    *(sa.column(name, Nested) for name in ("recipients", "files")),
)


def a_row(number: int, *roles: str) -> dict[str, object]:
    files = [
        {"role": role, "digest": "0" * 64, "name": "a", "size": 1, "made_on": "2021-01-05"}
        for role in roles
    ]
    return {
        **dict.fromkeys(_TEXTS, "x"),
        **dict.fromkeys(("head", "abstract_key", "signer_key"), bytes(32)),
        "row": number,
        "number": number,
        "signed": "SIGNED_PDF" in roles,
        "owner": uuid4(),
        "id": uuid4(),
        "body": uuid4(),
        "recipients": [],
        "files": files,
    }


def test_papers_with_a_scan_are_known_as_scanned(tmp_path: Path) -> None:
    path = tmp_path / "old.ktgsdb"
    key = secrets.token_bytes(32)
    engine = dialect.make_engine(path, key, read_only=False, connections=1)
    steps = list(migrations.STEPS)
    place = steps.index(m0005_registers)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        for step in steps[:place]:
            step.apply(operations, connection)
        rows = [a_row(1), a_row(2, "PDF", "SIGNED_PDF"), a_row(3, "WORD", "SCAN"), a_row(4, "SCAN")]
        connection.execute(sa.insert(_BEFORE), rows)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        m0005_registers.apply(operations, connection)
    with engine.connect() as connection:
        query = sa.text(
            "SELECT number, scanned, signed, urgency, copies, symbol FROM document ORDER BY number"
        )
        found = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    assert [(row[0], bool(row[1]), bool(row[2])) for row in found] == [
        (1, False, False),
        (2, False, True),
        (3, True, False),
        (4, True, False),
    ]
    assert {row[3:] for row in found} == {("", 0, "x")}
