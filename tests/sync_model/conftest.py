"""Workspace files that cost little: an empty one, copied for each office."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ktgs_desktop.store.database import Store
from tests.sync_model.workspace_books import KEY, WorkspaceBooks

MakeFiles = Callable[[UUID, UUID], WorkspaceBooks]


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "office.ktgsdb"
    Store(path, KEY, create=True).close()
    return path


@pytest.fixture
def files(_empty_file: Path, tmp_path: Path) -> Iterator[MakeFiles]:
    """Makes the books of an office in a file of its own; a history's files go with the next."""
    opened: list[WorkspaceBooks] = []

    def make(unit: UUID, device: UUID) -> WorkspaceBooks:
        for books in [one for one in opened if one.closed]:
            books.wipe()
            opened.remove(books)
        folder = tmp_path / str(uuid4())
        folder.mkdir()
        shutil.copyfile(_empty_file, folder / "office.ktgsdb")
        opened.append(WorkspaceBooks(folder / "office.ktgsdb", unit, device))
        return opened[-1]

    yield make
    for books in opened:
        books.close()
