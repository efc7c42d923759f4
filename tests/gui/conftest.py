"""A desk with the main window on a workspace of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ktgs_desktop import i18n
from ktgs_desktop.settings import Settings
from tests.helpers.desk import Desk

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


@pytest.fixture
def desk(qtbot: Any, workspace: Workspace) -> Iterator[Desk]:
    """The main window in English, on the office of Huyện uỷ Phú Bình."""
    made = Desk.open(qtbot, workspace, Settings(language="en", theme="light"))
    yield made
    workspace.store.keep_off(None)
    made.close()
    i18n.use("vi")
