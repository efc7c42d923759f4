"""What lies open while Word has it is wiped: when it is done with, on closing, after a crash."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.errors import StorageError
from ktgs_desktop.services import open_copies
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import PASSWORD, Clock

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

SECRET = "Kiểm tra Đảng uỷ xã Bàn Đạt".encode() * 500

LAY = """
import sys
from ktgs_desktop.services import open_copies
copy = open_copies.lay_open("Du thao.docx", sys.stdin.buffer.read())
print(copy.path, flush=True)
import time
time.sleep(600)
"""


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has a copy lying open; its path is the first line it says."""
    process = subprocess.Popen(
        [sys.executable, "-c", LAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(SECRET)
    process.stdin.close()
    with process:
        yield process
        process.kill()


def _path(process: subprocess.Popen[bytes]) -> Path:
    assert process.stdout is not None
    return Path(process.stdout.readline().decode().strip())


def test_nobody_else_may_read_it() -> None:
    copy = open_copies.lay_open("Dự thảo -CTr/HU.docx", SECRET)
    assert copy.read() == SECRET
    assert copy.path.name == "Dự thảo -CTr-HU.docx"
    if os.name == "posix":
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (*copy.path.parents[:2], copy.path)]
        assert modes == [0o700, 0o700, 0o600]
    copy.wipe()


def test_wiping_overwrites_the_bytes_and_what_word_laid_beside_them(tmp_path: Path) -> None:
    copy = open_copies.lay_open("a.docx", SECRET)
    (copy.path.parent / "~$a.docx").write_bytes(b"lock")
    # A second name of the same file shows what stands in its blocks after the first is gone.
    second = tmp_path / "second"
    os.link(copy.path, second)
    copy.wipe()
    assert second.read_bytes() == bytes(len(SECRET))
    assert list(open_copies.folder().iterdir()) == []
    copy.wipe()


def test_closing_the_workspace_wipes_it(workspace: Workspace) -> None:
    copy = open_copies.lay_open("a.docx", SECRET)
    workspace.store.keep_off(None)
    workspace.close()
    assert not copy.path.exists()


def test_what_a_killed_process_left_is_wiped_at_the_next_start(
    other: subprocess.Popen[bytes], office_file: Path, clock: Clock, tmp_path: Path
) -> None:
    path = _path(other)
    second = tmp_path / "second"
    os.link(path, second)
    assert open_copies.wipe_left() == 0  # its process lives
    assert path.read_bytes() == SECRET
    other.kill()
    other.wait()
    opened = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    opened.close()
    assert not path.exists()
    assert second.read_bytes() == bytes(len(SECRET))
    assert list(open_copies.folder().iterdir()) == []


def test_a_copy_that_cannot_be_written_whole_leaves_nothing() -> None:
    resource = pytest.importorskip("resource", reason="limits of files are POSIX's")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(SECRET) // 2, before[1]))
    try:
        with pytest.raises(StorageError):
            open_copies.lay_open("a.docx", SECRET)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(open_copies.folder().iterdir()) == []
    assert open_copies.wipe_own() == []


def test_a_copy_that_went_missing_is_told() -> None:
    from tests.helpers.builders import refusal

    copy = open_copies.lay_open("a.docx", SECRET)
    copy.path.unlink()
    assert copy.stamp() == (0, 0)
    assert refusal(copy.read).code == "word_copy_missing"
    copy.wipe()
