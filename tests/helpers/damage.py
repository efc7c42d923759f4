"""Faults of a disk, put into real files and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from ktgs_desktop.services.workspace import Workspace


def alter(workspace: Workspace, statement: sa.Update | sa.Delete) -> None:
    """Change rows of an open workspace behind its one door for writing."""
    engine = workspace.store._writer
    assert engine is not None
    with engine.begin() as connection:
        assert connection.execute(statement).rowcount > 0


def flip(path: Path, place: float = 0.5) -> None:
    """Change one byte of a file, half-way through unless said otherwise."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0xFF
    path.write_bytes(data)
