"""Lists of regulations travel in packages: judged on arrival, kept, installed by a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import list_packages, packing
from ktgs_desktop.services.regulations import lists
from tests.helpers.builders import refusal
from tests.helpers.exchange import a_house, taken
from tests.helpers.regulation_lists import an_item, file_of, whole

if TYPE_CHECKING:
    from tests.conftest import Clock


def test_a_list_is_handed_down_and_a_forged_one_is_not(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    house = a_house(tmp_path / "house", clock)
    stick = tmp_path / "stick"
    stick.mkdir()
    province, district = house.province, house.district
    unit = district.office.unit
    with province.reading() as connection:
        seed = lists.items(connection)
    contents = whole(2, (*seed, an_item("99-QĐ/TW", "2021-06-30")))
    file = tmp_path / "list.ktgsdm"
    file.write_bytes(file_of(contents, *house.tree.regulation_keys[:2]))
    assert refusal(lambda: list_packages.send(province, unit, stick)).code == (
        "regulations_list_gone"  # what ships was never signed
    )
    lists.apply(province, file)
    made = list_packages.send(province, unit, stick)
    job = taken(district, stick / made.name)
    assert isinstance(job.report, dict)
    assert job.report["lists"] == [2]
    found = lists.standing(district)
    assert found is not None
    assert (found.installed.version, [one.version for one in found.newer]) == (1, [2])
    assert len(lists.examine_kept(district, 2).difference.new) == 1
    lists.apply_kept(district, 2)
    after = lists.standing(district)
    assert after is not None
    assert (after.installed.version, after.installed.came, after.newer) == (2, "PACKAGE", ())

    forged = file_of(whole(3, seed), *house.tree.regulation_keys[:1])
    draft = packing.Draft(PackageKind.REGLIST, unit, lists=(("regulations", forged),))
    bad = packing.carry(province, packing.write(province, draft).id, stick)
    with pytest.raises(PackageError) as caught:
        taken(district, stick / bad.name)
    assert caught.value.code == "regulations_signatures_few"
    house.close()
