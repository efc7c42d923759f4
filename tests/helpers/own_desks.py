"""One office on two computers: the hub and a copy made for another, and the stick between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.services.exchange import own_copies
from ktgs_desktop.services.workspace import Workspace, open_workspace
from ktgs_desktop.store import own_merge
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from ktgs_desktop.services.exchange.own_copies import BranchReport
    from tests.conftest import Clock

NAME = "Máy của phó chủ nhiệm"


class OwnDesks:
    """Opens the office's files as if each were on a computer of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
        self._folder = folder
        self._patch = monkeypatch
        self._clock = clock
        self._opened: list[Workspace] = []

    def at(self, file: Path, computer: str) -> Workspace:
        """The file, opened on a computer."""
        self._patch.setenv("KTGS_HOME", str(self._folder / computer))
        opened = open_workspace(file, login="mau", password=PASSWORD, clock=self._clock)
        self._opened.append(opened)
        return opened

    def copy_of(self, hub: Workspace, name: str = NAME) -> Workspace:
        """A copy made on the hub, opened on another computer."""
        stick = self._folder / f"stick-{len(self._opened)}"
        stick.mkdir()
        return self.at(own_copies.make(hub, stick, name), name)

    def close(self) -> None:
        """Close all."""
        for workspace in self._opened:
            workspace.close()


def carry(source: Workspace, into: Workspace) -> BranchReport:
    """Bring the work of one computer to another."""
    with into.reading() as connection:
        known = own_merge.heads(connection)
    return own_copies.take(into, own_copies.outgoing(source, known).changes, "máy khác")


def meet(one: Workspace, other: Workspace) -> None:
    """Bring each computer the other's work."""
    carry(one, other)
    carry(other, one)
