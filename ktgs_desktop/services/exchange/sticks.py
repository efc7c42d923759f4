"""Use cases: the sticks that are plugged in, and the packages that lie on them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from ktgs_desktop.errors import reading_error
from ktgs_desktop.sync.package_plan import SUFFIX

_MOUNTED_BY_HAND = ("/media/", "/run/media/", "/Volumes/")
"""Where desktops put what is plugged in, on systems that do not say of a drive that it is."""


@dataclass(frozen=True, slots=True)
class Stick:
    """A drive that can be taken out.

    Attributes:
        folder: its uppermost folder.
        name: what the system calls it.
        free: bytes that are free on it, 0 if unknown.
    """

    folder: Path
    name: str
    free: int


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A package on a stick.

    Attributes:
        path: the file.
        size: bytes.
        changed: when it was written, as the stick says.
    """

    path: Path
    size: int
    changed: datetime


def sticks() -> list[Stick]:
    """The drives that can be taken out, by their names."""
    found = []
    for part in psutil.disk_partitions(all=False):
        if not _removable(part.device, part.mountpoint, part.opts):
            continue
        try:
            free = psutil.disk_usage(part.mountpoint).free
        except OSError:  # a card reader without a card
            continue
        folder = Path(part.mountpoint)
        found.append(Stick(folder, folder.name or part.mountpoint, free))
    return sorted(found, key=lambda one: one.name)


def _removable(device: str, mounted: str, options: str) -> bool:
    if "removable" in options.split(","):
        return True
    return os.name == "posix" and f"{mounted}/".startswith(_MOUNTED_BY_HAND) and bool(device)


def is_package(path: Path) -> bool:
    """Whether a file is named like a package; nothing is said of what is in it.

    Args:
        path: the file.
    """
    return path.suffix.lower() == SUFFIX and path.is_file()


def packages_in(folder: Path) -> list[PackageFile]:
    """The packages in a folder and in the folders right in it, the newest first.

    Args:
        folder: a stick, or a folder on it.

    Raises:
        StorageError: the folder cannot be read.
    """
    try:
        found = [_file(path) for path in _files(folder)]
    except OSError as error:
        raise reading_error(error, folder) from error
    return sorted(found, key=lambda one: (one.changed, one.path), reverse=True)


def chosen(paths: Iterable[Path]) -> list[Path]:
    """The packages that are meant by files and folders, each once, in the order of their names.

    Args:
        paths: what was dropped or typed; a file is taken whatever its name, a folder stands for
            the packages in it.

    Raises:
        StorageError: a folder cannot be read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(one.path for one in packages_in(path))
            found |= dict.fromkeys(inside)
        else:
            found[path] = None
    return list(found)


def _files(folder: Path) -> list[Path]:
    there = list(folder.iterdir())
    found = [one for one in there if is_package(one)]
    for each in there:
        if each.is_dir() and os.access(each, os.R_OK | os.X_OK):
            found += [one for one in each.iterdir() if is_package(one)]
    return found


def _file(path: Path) -> PackageFile:
    facts = path.stat()
    changed = datetime.fromtimestamp(facts.st_mtime, UTC).astimezone()
    return PackageFile(path, facts.st_size, changed)
