"""The hostile set: each package is refused with the right code, quickly and within little memory.

It is read in the reading process, whose greatest memory the system tells.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.packages import MIB
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.age_envelope import prescan
from ktgs_desktop.sync.reader_process import ReaderProcess, Request
from tests.sync.forging import listed, parts_of
from tests.sync.hostile import Hostile
from tests.sync.hostile_set import HostileSet

if TYPE_CHECKING:
    from tests.sync.judging import Pinned
    from tests.sync.offices import Bench


CHILD = (sys.executable, "-m", "tests.sync.reader_child")


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess(command=CHILD) as process:
        yield process


def peak(pid: int) -> int:
    """Most memory a process ever had, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("ascii"))
    assert found is not None
    return int(found.group(1)) * 1024


def read_in(reader: ReaderProcess, path: Path, me: Bench, judge: Pinned) -> str | None:
    request = Request(path, judge, me.unit, (me.encryption[0],))
    try:
        for _found in reader.read(request):
            pass
    except PackageError as error:
        return error.code
    return None


def test_every_hostile_package_is_refused(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    cases = list(HostileSet(commune, district).cases())
    assert len({name for name, _make, _code in cases}) == len(cases) >= 60
    path = tmp_path / "hostile.ktgs"
    path.write_bytes(b"")
    read_in(reader, path, district, judge)
    pid = reader.pid
    wrong, slow = {}, {}
    for name, make, code in cases:
        path.write_bytes(make())
        begun = time.perf_counter()
        found = read_in(reader, path, district, judge)
        spent = time.perf_counter() - begun
        if found != code:
            wrong[name] = (found, code)
        if spent > 1:
            slow[name] = spent
    assert wrong == {}
    assert slow == {}
    assert pid is not None
    assert reader.pid == pid  # nothing killed it
    assert peak(pid) < 256 * MIB


@pytest.mark.parametrize("count", [65, 1000, 4000])
def test_many_stanzas_take_no_time(count: int, commune: Bench, district: Bench) -> None:
    data = Hostile(commune, district).stanzas(count)
    start, end = parts_of(data)["ciphertext"]
    begun = time.perf_counter()
    with pytest.raises(PackageError) as caught:
        prescan(data[start:end][: 16 * 1024])
    assert time.perf_counter() - begun < 0.010
    assert caught.value.params["reason"] in ("stanzas", "head too long")


def test_bundles_as_deep_as_the_levels_are_taken(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    path = tmp_path / "nested.ktgs"
    path.write_bytes(Hostile(commune, district).nested(4))
    assert read_in(reader, path, district, judge) is None


def test_an_unknown_section_that_does_not_matter_is_passed_over(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    path = tmp_path / "newer.ktgs"
    hostile = Hostile(commune, district)
    path.write_bytes(hostile.listing((listed(0x40, b"new", flags=1), b"new")))
    assert read_in(reader, path, district, judge) is None
