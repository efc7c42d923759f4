"""Use case: find any record by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store import queries

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import Found
    from ktgs_desktop.services.workspace import Workspace


def everything(workspace: Workspace, text: str, limit: int = 8) -> list[Found]:
    """Records of any kind that hold every word typed, the newest first.

    Args:
        workspace: the workspace.
        text: words typed; accents make them strict.
        limit: records of each kind at most.
    """
    with workspace.reading() as connection:
        return queries.search(connection, text, limit)
