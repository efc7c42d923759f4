"""Putting a package on a stick: written, flushed, read back, and named only then."""

from __future__ import annotations

import contextlib
import hashlib
import os
from typing import TYPE_CHECKING

from ktgs_desktop.domain.packages import DIGEST_CHUNK_BYTES
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def write_to_stick(
    path: Path, target: Path, report: Callable[[int, int], None] | None = None
) -> None:
    """Copy a package to a stick and see that it arrived; only then does it get its name.

    Args:
        path: the package on the local disk.
        target: its place on the stick; an older file there is replaced.
        report: called with bytes done and bytes in all, written and read back counted apart.

    Raises:
        PackageError: `package_not_written`, `package_differs`.
    """
    part = target.with_name(target.name + ".part")
    total = 2 * path.stat().st_size
    digest, done = hashlib.sha256(), 0
    try:
        with path.open("rb") as source, part.open("wb") as copy:
            while piece := source.read(DIGEST_CHUNK_BYTES):
                digest.update(piece)
                copy.write(piece)
                done += len(piece)
                if report:
                    report(done, total)
            copy.flush()
            os.fsync(copy.fileno())
            _forget(copy.fileno())
        seen = _digest_of(part, lambda read: report and report(done + read, total))
        if seen != digest.digest():
            raise PackageError("package_differs", path=str(target))
        part.replace(target)
        _flush_folder(target.parent)
    except OSError as error:
        raise PackageError(
            "package_not_written", path=str(target), problem=error.strerror or str(error)
        ) from error
    finally:
        _drop(part)


def _digest_of(path: Path, report: Callable[[int], object]) -> bytes:
    digest, done = hashlib.sha256(), 0
    with path.open("rb") as stream:
        _forget(stream.fileno())
        while piece := stream.read(DIGEST_CHUNK_BYTES):
            digest.update(piece)
            done += len(piece)
            report(done)
    return digest.digest()


def _forget(descriptor: int) -> None:
    """Ask the system to read from the stick itself, not from what it remembers of writing it."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        advise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _drop(part: Path) -> None:
    with contextlib.suppress(OSError):  # a stick that was pulled out has said so already
        part.unlink(missing_ok=True)
