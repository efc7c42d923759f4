"""Three offices above one another, and the packages they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sync.judging import Pinned
from tests.sync.offices import Bench, plans, written

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import PackageKind


@pytest.fixture(scope="session")
def commune() -> Bench:
    return Bench("xã")


@pytest.fixture(scope="session")
def district() -> Bench:
    return Bench("huyện")


@pytest.fixture(scope="session")
def province() -> Bench:
    return Bench("tỉnh")


@pytest.fixture(scope="session")
def judge(commune: Bench, district: Bench, province: Bench) -> Pinned:
    return Pinned(commune, district, province)


@pytest.fixture(scope="session")
def small(
    tmp_path_factory: pytest.TempPathFactory, commune: Bench, district: Bench
) -> Callable[[PackageKind], bytes]:
    """One small package of each kind, from the commune to the district, written once."""
    folder = tmp_path_factory.mktemp("small")
    made: dict[PackageKind, Path] = {}

    def bytes_of(kind: PackageKind) -> bytes:
        if kind not in made:
            plan = plans(commune, district)[kind]
            made[kind] = written(folder, plan, commune, district).path
        return made[kind].read_bytes()

    return bytes_of
