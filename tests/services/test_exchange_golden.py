"""Packages that earlier versions of the program wrote are read and taken in by this one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import __version__
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.services.exchange import cargo, remarks, spool
from tests.helpers.exchange import taken
from tests.helpers.golden import BLOB, Golden, a_golden_house, digests, lines_of, versions

if TYPE_CHECKING:
    from tests.conftest import Clock

_VERSIONS = versions()


@pytest.fixture(params=_VERSIONS, ids=lambda golden: golden.folder.name)
def golden(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Golden:
    monkeypatch.setenv("KTGS_HOME", str(request.getfixturevalue("tmp_path") / "home"))
    found: Golden = request.param
    return found


def test_one_of_each_kind_is_kept():
    assert __version__ in {golden.folder.name for golden in _VERSIONS}
    for golden in _VERSIONS:
        kept = {file.stem for file in golden.folder.glob("*.ktgs")}
        assert kept == {*map(str, PackageKind), "commune"}, golden.folder


@pytest.mark.timeout(300)
def test_all_of_a_version_is_taken_in(golden: Golden, tmp_path: Path, clock: Clock):
    expected = golden.facts["expected"]
    with a_golden_house(golden, tmp_path / "house", clock) as house:
        province, district, commune = house.offices
        unit, below = district.office.unit, commune.office.unit
        for office, name in (
            (district, "commune"),
            (province, "data"),
            (province, "blob"),
            (province, "request"),
            (district, "trust"),
            (district, "reglist"),
            (district, "receipt"),
            (district, "directive"),
            (district, "recovery"),
        ):
            job = taken(office, golden.file(name))
            assert job.state == JobState.APPLIED
            assert job.kind == ("data" if name == "commune" else name)
        for office in (province, district):
            assert digests(office, below) == expected["commune"]["state"]
            assert lines_of(office, below) == expected["commune"]["lines"]
        assert digests(province, unit) == expected["district"]["state"]
        assert lines_of(province, unit) == expected["district"]["lines"]
        assert digests(district, unit)["up.sum"] == expected["district"]["state"]["up.sum"]
        assert province.attachments.get(hashlib.sha256(BLOB).hexdigest()) == BLOB
        (remark,) = remarks.received(district)
        assert remark.remark.text.startswith("Đề nghị bổ sung")
        job = spool.take_copy(district, golden.file("internal"))
        (part,) = cargo.read(district, job, None).parts
        assert len(part.raws) == expected["internal"]["changes"]
        lines = hashlib.sha256(b"\n".join(part.raws)).hexdigest()
        assert lines == expected["internal"]["lines"]
