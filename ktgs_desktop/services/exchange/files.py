"""Where packages lie beside the workspace, and how they are read.

They stay as they are: encrypted, so that nothing readable is on the disk. A package taken in is
kept because it is handed on with its office's own signature, and can be looked at again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ktgs_desktop.errors import place_error
from ktgs_desktop.services.exchange import keys, own_seal
from ktgs_desktop.sync.container import Outer, check_outer
from ktgs_desktop.sync.package_plan import SUFFIX
from ktgs_desktop.sync.package_reader import Reading, open_inner
from ktgs_desktop.sync.reader_process import ReaderProcess, Request

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.domain.packages import Header
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.sync.contents import Content
    from ktgs_desktop.sync.package_reader import Opened

BUNDLES = "bundles"
"""Where a sent package's books name the packages it handed on; no channel is called so."""
BLOBS = "blobs"
"""Where they name the attachments it carries, or asks for."""
_MADE, _TAKEN = "made", "taken"


class _Desk:
    """The process that reads for a workspace; one package at a time."""

    def __init__(self) -> None:
        self.process = ReaderProcess()
        self.lock = threading.Lock()


_desks: WeakKeyDictionary[Workspace, _Desk] = WeakKeyDictionary()
_adding = threading.Lock()


def code_of(workspace: Workspace) -> str:
    """What names the office in file names: the code of its unit, or the first of its id.

    Args:
        workspace: the workspace.
    """
    return workspace.office.unit_code or workspace.office.unit.hex[:8]


def _folder(workspace: Workspace, name: str) -> Path:
    folder = workspace.files.packages / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise place_error(error, folder) from error
    return folder


def kept_package(workspace: Workspace, name: str) -> Path:
    """Where a package this office made is kept.

    Args:
        workspace: the workspace.
        name: name of its file.
    """
    return _folder(workspace, _MADE) / name


def spooled(workspace: Workspace, job: ImportJob) -> Path:
    """Where the copy of a file that is taken in lies.

    Args:
        workspace: the workspace.
        job: the taking in.
    """
    return _folder(workspace, _TAKEN) / f"{job.id}{SUFFIX}"


@contextmanager
def opened(workspace: Workspace, path: Path) -> Iterator[Opened]:
    """A package that was read before, to be handed on; outside and signatures are checked again.

    Args:
        workspace: the workspace, whose keys open it.
        path: the file.

    Raises:
        PackageError: what is wrong with it.
        StorageError: the file cannot be read.
    """
    trust = keys.trust(workspace)
    reading = Reading(workspace.office.unit, keys.own(workspace).identities, trust)
    try:
        source = path.open("rb")
    except OSError as error:
        raise place_error(error, path) from error
    with source:
        yield open_inner(source, check_outer(source, trust), reading)


def contents(
    workspace: Workspace, path: Path, sealed: Callable[[Header], None] | None = None
) -> Generator[Content]:
    """All that is in a package, every byte of it checked, read by a process of its own.

    The process is the workspace's, reads one package at a time and ends with it.

    Args:
        workspace: the workspace, whose keys open it.
        path: the file.
        sealed: gets the header once a trusted seal was found on it, even if the rest is refused.

    Raises:
        PackageError: what is wrong; then nothing that came before may be used.
        StorageError: the file cannot be read.
        UserError: `exchange_not_set_up`.
    """
    inner = own_seal.ours(workspace, path)
    request = Request(
        path=path,
        trust=own_seal.material(workspace) if inner else keys.material(workspace),
        me=workspace.office.unit,
        identities=own_seal.identities(workspace) if inner else keys.own(workspace).identities,
        sealed=sealed,
    )
    desk = _desk_of(workspace)
    with desk.lock, closing(desk.process.read(request)) as reading:
        for found in reading:
            if not isinstance(found, Outer):
                yield found


def _desk_of(workspace: Workspace) -> _Desk:
    with _adding:
        found = _desks.get(workspace)
        if found is None:
            found = _desks[workspace] = _Desk()
            workspace.companions.callback(found.process.close)
        return found
