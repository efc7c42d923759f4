"""Packages are read in a process of its own, which can be stopped and says what it found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ktgs_desktop
from ktgs_desktop import own_program
from ktgs_desktop.domain.packages import MIB, PackageKind
from ktgs_desktop.errors import PackageError, StorageError
from ktgs_desktop.sync.container import Outer
from ktgs_desktop.sync.contents import Changes, Closing, Opening
from ktgs_desktop.sync.reader_process import Limits, ReaderProcess, Request
from tests.helpers.refusals import told
from tests.sync.judging import Pinned, read_all
from tests.sync.offices import Bench, changes_of, feed_of, plan_of, plans, written

if TYPE_CHECKING:
    from ktgs_desktop.sync.package_plan import PackagePlan

CHILD = (sys.executable, "-m", "tests.sync.reader_child")


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess(command=CHILD) as process:
        yield process


def request_for(path: Path, me: Bench, judge: Pinned, **more: bool) -> Request:
    return Request(path, judge, me.unit, (me.encryption[0],), **more)


@pytest.mark.parametrize("kind", PackageKind)
def test_the_process_says_what_the_reader_says(
    kind: PackageKind, tmp_path: Path, reader: ReaderProcess,
    commune: Bench, district: Bench, judge: Pinned,
) -> None:  # fmt: skip
    package = written(tmp_path, plans(commune, district)[kind], commune, district)
    outer, *contents = reader.read(request_for(package.path, district, judge))
    assert isinstance(outer, Outer)
    assert outer.header == package.header
    assert outer.sha256 == package.name.sha256
    assert contents == read_all(package.path.read_bytes(), district, judge)


def test_one_process_reads_many_packages(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    sound = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    bad = tmp_path / "bad.ktgs"
    bad.write_bytes(sound.path.read_bytes()[:-1])
    list(reader.read(request_for(sound.path, district, judge)))
    pid = reader.pid
    for _ in range(3):
        code, params = told(lambda: reader.check(bad), PackageError)
        assert (code, params) == ("package_cut", {"bytes": 1})
        assert list(reader.read(request_for(sound.path, district, judge)))
    assert reader.pid == pid


def test_without_keys_the_outside_is_checked_alone(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench
) -> None:
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    outer = reader.check(package.path)
    assert (outer.trusted, outer.size) == (False, package.size)
    assert list(reader.read(Request(package.path))) == [outer]


def test_the_manifest_can_be_had_alone(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    request = request_for(package.path, district, judge, opening_only=True)
    _outer, opening = reader.read(request)
    assert isinstance(opening, Opening)
    assert opening.manifest == package.manifest


def large_plan(commune: Bench, district: Bench) -> PackagePlan:
    return plan_of(commune, district, feeds=(feed_of(changes_of(commune, 4000)),))


def test_changes_come_in_batches_and_in_order(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    package = written(tmp_path, large_plan(commune, district), commune, district)
    found = list(reader.read(request_for(package.path, district, judge)))
    batches = [content for content in found if isinstance(content, Changes)]
    assert len(batches) > 1
    lines = [line for batch in batches for line in batch.lines]
    assert lines == changes_of(commune, 4000)
    assert found[-1] == Closing(0)


def test_who_looks_no_further_leaves_nothing_behind(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    package = written(tmp_path, large_plan(commune, district), commune, district)
    half = reader.read(request_for(package.path, district, judge))
    next(half)
    half.close()
    assert len(list(reader.read(request_for(package.path, district, judge)))) > 3


def test_a_process_that_dies_is_a_refused_package(
    tmp_path: Path, reader: ReaderProcess, commune: Bench, district: Bench, judge: Pinned
) -> None:
    package = written(tmp_path, large_plan(commune, district), commune, district)
    request = request_for(package.path, district, judge)

    def read() -> None:
        for number, _found in enumerate(reader.read(request)):
            if number == 1:
                assert reader.pid is not None
                os.kill(reader.pid, signal.SIGKILL)
                time.sleep(0.2)

    assert told(read, PackageError) == ("reader_stopped", {})
    assert list(reader.read(request))


def test_a_process_that_hangs_is_stopped(
    tmp_path: Path, commune: Bench, district: Bench, judge: Pinned
) -> None:
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    with ReaderProcess(Limits(seconds=2), CHILD) as reader:
        list(reader.read(request_for(package.path, district, judge)))
        assert reader.pid is not None
        os.kill(reader.pid, signal.SIGSTOP)
        begun = time.monotonic()
        assert told(lambda: reader.check(package.path), PackageError) == ("reader_stopped", {})
        assert time.monotonic() - begun < 10


def test_a_process_that_takes_too_much_memory_is_stopped(
    tmp_path: Path, commune: Bench, district: Bench
) -> None:
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    with ReaderProcess(Limits(memory=8 * MIB), CHILD) as reader:
        assert told(lambda: reader.check(package.path), PackageError) == ("reader_stopped", {})


def test_a_process_that_talks_nonsense_is_a_refused_package(tmp_path: Path) -> None:
    some = tmp_path / "some.ktgs"
    some.write_bytes(b"x")
    for module in ("platform", "this"):
        with ReaderProcess(command=(sys.executable, "-m", module)) as reader:
            assert told(lambda: reader.check(some), PackageError) == ("reader_stopped", {})


@pytest.mark.parametrize("name", ["ktgs_desktop.__main__", "ktgs_desktop.cli.main"])
def test_a_frozen_program_starts_itself_to_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commune: Bench, district: Bench
) -> None:
    """It has no interpreter to hand a module to, and without a console no standard streams."""
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    frozen = tmp_path / "ktgs-desktop"
    frozen.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"sys.path.insert(0, {str(Path(ktgs_desktop.__file__).parents[1])!r})\n"
        "sys.frozen, sys.stdin, sys.stdout = True, None, None\n"
        f"from {name} import main\nsys.exit(main())\n",
        "utf-8",
    )
    frozen.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(frozen))
    assert own_program.command(own_program.WINDOW, "--check") == [
        str(frozen),
        "--window",
        "--check",
    ]
    with ReaderProcess() as reader:
        assert reader.check(package.path).size == package.size
        assert "Qt" not in Path(f"/proc/{reader.pid}/maps").read_text("utf-8")
        assert told(lambda: reader.check(frozen), PackageError)[0] == "package_foreign"


def test_the_reading_process_loads_no_library_of_papers_until_a_certificate_comes() -> None:
    """It is awake in half the time; many offices sign without a certificate."""
    code = (
        "import sys; from ktgs_desktop.sync import reader_process, trust_material; "
        "print([n for n in ('pyhanko', 'aiohttp', 'psutil', 'sqlalchemy') if n in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, reader: ReaderProcess) -> None:
    code, _params = told(lambda: reader.check(tmp_path / "none.ktgs"), StorageError)
    assert code == "file_missing"
