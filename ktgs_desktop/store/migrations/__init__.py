"""Numbered steps from one shape of the file to the next; nothing is discovered, all is listed.

Each step runs in one transaction with the new version number, after a copy of the file was made.
There is no way back but that copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.errors import StorageError
from ktgs_desktop.store import dialect
from ktgs_desktop.store.migrations import (
    m0001_initial,
    m0002_amendments,
    m0003_item_subjects,
    m0004_phrases,
    m0005_registers,
    m0006_submissions,
    m0007_word_drafts,
    m0008_paper_texts,
    m0009_exchange,
    m0010_transfers,
    m0011_desks,
    m0012_regulations,
    m0013_dissemination,
    m0014_confirmations,
)

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy.engine import Engine

STEPS: tuple[ModuleType, ...] = (
    m0001_initial,
    m0002_amendments,
    m0003_item_subjects,
    m0004_phrases,
    m0005_registers,
    m0006_submissions,
    m0007_word_drafts,
    m0008_paper_texts,
    m0009_exchange,
    m0010_transfers,
    m0011_desks,
    m0012_regulations,
    m0013_dissemination,
    m0014_confirmations,
)
LATEST = len(STEPS)


def run(engine: Engine, path: Path) -> bool:
    """Bring a file to the latest shape.

    Args:
        engine: the writer's.
        path: the file, for copies and messages.

    Returns:
        Whether an older program had written it.

    Raises:
        StorageError: `file_too_new` if a later program wrote it.
    """
    with engine.begin() as connection:
        version = dialect.schema_version(connection)
    if version > LATEST:
        raise StorageError("file_too_new", path=str(path))
    for number in range(version + 1, LATEST + 1):
        if version > 0:  # a new file has nothing to lose
            _copy_before(engine, path, number)
        with engine.begin() as connection:
            # Alembic takes 150 ms to load and is needed for a new or an old file only.
            from alembic.migration import MigrationContext
            from alembic.operations import Operations

            step = STEPS[number - 1]
            step.apply(Operations(MigrationContext.configure(connection)), connection)
            dialect.set_schema_version(connection, number)
    return 0 < version < LATEST


def _copy_before(engine: Engine, path: Path, number: int) -> None:
    folder = path.with_suffix(".backups")
    folder.mkdir(exist_ok=True)
    target = folder / f"{path.stem}-before-step-{number}{path.suffix}"
    target.unlink(missing_ok=True)
    dialect.copy_into(engine, target)
