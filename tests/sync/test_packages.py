"""What is written comes out again: contents, bundles, volumes, names, the way to the stick."""

from __future__ import annotations

import errno
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.manifests import Relay
from ktgs_desktop.domain.packages import PackageKind, Part
from ktgs_desktop.errors import Cancelled, PackageError
from ktgs_desktop.progress import Progress
from ktgs_desktop.sync import package_writer, stick
from ktgs_desktop.sync.container import check_outer
from ktgs_desktop.sync.contents import (
    Answer,
    BlobPiece,
    Changes,
    Closing,
    Content,
    LeftOut,
    Opening,
    RegulationList,
    Statements,
)
from ktgs_desktop.sync.package_plan import BundlePlan, package_name
from ktgs_desktop.sync.package_reader import Opened, Reading, open_inner
from ktgs_desktop.sync.package_writer import write_package
from ktgs_desktop.sync.stick import write_to_stick
from ktgs_desktop.sync.volumes import split
from tests.helpers.refusals import told
from tests.sync.judging import Pinned, read_all, refusal
from tests.sync.offices import (
    Bench,
    blob_of,
    changes_of,
    feed_of,
    plan_of,
    plans,
    receipt_of,
    request_of,
    written,
)


def opened(data: bytes, me: Bench, judge: Pinned) -> Opened:
    source = io.BytesIO(data)
    return open_inner(
        source, check_outer(source, judge), Reading(me.unit, (me.encryption[0],), judge)
    )


def kinds(contents: list[Content]) -> list[type]:
    return [type(content) for content in contents]


@pytest.mark.parametrize("count", [1, 499, 500, 501, 1200])
def test_changes_come_out_as_they_went_in(
    count: int, tmp_path: Path, commune: Bench, district: Bench, judge: Pinned
) -> None:
    changes = changes_of(commune, count)
    plan = plan_of(commune, district, feeds=(feed_of(changes),))
    package = written(tmp_path, plan, commune, district)
    assert list(opened(package.path.read_bytes(), district, judge).changes()) == changes
    assert package.manifest.counts == (
        (("organization", 1),)
        if count == 1
        else (("organization", (count + 1) // 2), ("program", count // 2))
    )


def test_a_package_carries_several_things_in_order(
    tmp_path: Path, commune: Bench, district: Bench, judge: Pinned
) -> None:
    blob = bytes(range(256)) * 5000
    plan = plan_of(
        commune,
        district,
        feeds=(
            feed_of(changes_of(commune, 3)),
            feed_of(changes_of(commune, 2, "up.det"), "up.det"),
        ),
        blobs=(blob_of(blob), blob_of(b"")),
        answer=receipt_of(commune, district),
    )
    package = written(tmp_path, plan, commune, district)
    contents = read_all(package.path.read_bytes(), district, judge)
    pieces = [one for one in contents if isinstance(one, BlobPiece)]
    assert b"".join(one.piece for one in pieces) == blob
    assert [one.last for one in pieces].count(True) == 2
    assert [one.channel for one in contents if isinstance(one, Changes)] == ["up.sum", "up.det"]
    assert [one.value for one in contents if isinstance(one, Answer)] == [plan.answer]


def test_each_kind_carries_what_it_is_for(
    tmp_path: Path, commune: Bench, district: Bench, judge: Pinned
) -> None:
    carried = {
        PackageKind.RECEIPT: Answer(receipt_of(commune, district)),
        PackageKind.REQUEST: Answer(request_of(commune, district)),
        PackageKind.REGLIST: RegulationList("discipline_forms", b'{"items":[]}'),
        PackageKind.TRUST: Statements(plans(commune, district)[PackageKind.TRUST].statements),
    }
    for kind, content in carried.items():
        package = written(tmp_path, plans(commune, district)[kind], commune, district)
        assert read_all(package.path.read_bytes(), district, judge)[1] == content


def test_many_changes_are_parted_into_sections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    commune: Bench, district: Bench, judge: Pinned,
) -> None:  # fmt: skip
    monkeypatch.setattr(package_writer, "MAX_CHANGES_SECTION_BYTES", 4000)
    changes = changes_of(commune, 100)
    package = written(
        tmp_path, plan_of(commune, district, feeds=(feed_of(changes),)), commune, district
    )
    assert len(package.manifest.sections) > 5
    assert list(opened(package.path.read_bytes(), district, judge).changes()) == changes


def test_the_sender_opens_its_own_package_and_others_do_not(
    tmp_path: Path, commune: Bench, district: Bench, province: Bench, judge: Pinned
) -> None:
    data = written(
        tmp_path, plans(commune, district)[PackageKind.DATA], commune, district
    ).path.read_bytes()
    assert read_all(data, commune, judge) == read_all(data, district, judge)
    assert refusal(data, province, judge) == "not_for_us"


def relayed(
    folder: Path, judge: Pinned, offices: tuple[Bench, Bench, Bench], *, detail: bool
) -> bytes:
    """The district hands the commune's package on to the province."""
    low, middle, high = offices
    feeds = (feed_of(changes_of(low, 3)), feed_of(changes_of(low, 2, "up.det"), "up.det"))
    plan = plan_of(low, middle, feeds=feeds, relay=Relay.ANCESTORS)
    original = opened(written(folder, plan, low, middle).path.read_bytes(), middle, judge)
    bundle = BundlePlan(
        low.unit, lambda: original.verbatim(lambda each: detail or each.name != "up.det")
    )
    own = feed_of(changes_of(middle, 1))
    upward = plan_of(middle, high, feeds=(own,), bundles=(bundle,))
    return written(folder, upward, middle, high).path.read_bytes()


@pytest.mark.parametrize("detail", [True, False])
def test_a_superior_hands_on_what_the_commune_signed(
    *, detail: bool, tmp_path: Path, commune: Bench, district: Bench, province: Bench, judge: Pinned
) -> None:
    offices = (commune, district, province)
    contents = read_all(relayed(tmp_path, judge, offices, detail=detail), province, judge)
    last = Changes if detail else LeftOut
    assert kinds(contents) == [Opening, Changes, Opening, Changes, last, Closing, Closing]
    openings = [content for content in contents if isinstance(content, Opening)]
    assert [(one.approver.unit, one.depth) for one in openings] == [
        (district.unit, 0),
        (commune.unit, 1),
    ]
    below = contents[3]
    assert isinstance(below, Changes)
    assert list(below.lines) == changes_of(commune, 3)


def test_own_changes_are_told_from_those_handed_on(
    tmp_path: Path, commune: Bench, district: Bench, province: Bench, judge: Pinned
) -> None:
    data = relayed(tmp_path, judge, (commune, district, province), detail=True)
    assert list(opened(data, province, judge).changes()) == changes_of(district, 1)


def test_what_was_not_meant_for_superiors_is_not_handed_on(
    tmp_path: Path, commune: Bench, district: Bench, province: Bench, judge: Pinned
) -> None:
    plan = replace(plans(commune, district)[PackageKind.DATA], relay=Relay.NONE)
    original = opened(written(tmp_path, plan, commune, district).path.read_bytes(), district, judge)
    bundle = BundlePlan(commune.unit, lambda: original.verbatim(lambda _each: True))
    upward = plan_of(district, province, bundles=(bundle,))
    package = written(tmp_path, upward, district, province)
    assert refusal(package.path.read_bytes(), province, judge) == "forwarded"


def test_only_superiors_read_what_is_handed_on(
    tmp_path: Path, commune: Bench, district: Bench, province: Bench, judge: Pinned
) -> None:
    data = relayed(tmp_path, judge, (commune, district, province), detail=True)
    tree = Pinned(commune, district, province, lowest_first=True)
    assert refusal(data, province, tree) is None
    beside = Pinned(province, commune, district, lowest_first=True)
    assert refusal(data, province, beside) == "forwarded"


@pytest.mark.parametrize(
    ("kind", "code"),
    [(PackageKind.DIRECTIVE, "channel_not_allowed"), (PackageKind.RECOVERY, "changes_other")],
)
def test_only_superiors_direct_and_give_back(
    kind: PackageKind, code: str, tmp_path: Path, commune: Bench, district: Bench
) -> None:
    tree = Pinned(commune, district, lowest_first=True)
    down = written(tmp_path, plans(district, commune)[kind], district, commune)
    assert refusal(down.path.read_bytes(), commune, tree) is None
    up = written(tmp_path, plans(commune, district)[kind], commune, district)
    assert refusal(up.path.read_bytes(), district, tree) == code


def test_a_package_is_read_back_before_it_has_its_name(
    tmp_path: Path, commune: Bench, district: Bench, judge: Pinned
) -> None:
    me = Reading(commune.unit, (commune.encryption[0],), judge)
    stranger = Bench("lạ")
    plan = plans(commune, district)[PackageKind.DATA]
    written(tmp_path, plan, commune, district, reread=me)
    (tmp_path / f"data-{commune.unit}.ktgs").unlink()
    with pytest.raises(PackageError) as caught:
        written(tmp_path, plan, commune, district, reread=me, approve=stranger.approve)
    assert caught.value.code == "key_unbound"
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_that_changed_meanwhile_is_not_sent(
    tmp_path: Path, commune: Bench, district: Bench
) -> None:
    blob = replace(blob_of(b"one"), read=lambda: iter([b"two"]))
    plan = plan_of(commune, district, kind=PackageKind.BLOB, blobs=(blob,))
    code, _params = told(lambda: written(tmp_path, plan, commune, district), PackageError)
    assert code == "section_differs"
    assert list(tmp_path.iterdir()) == []


def test_writing_can_be_stopped(tmp_path: Path, commune: Bench, district: Bench) -> None:
    wish = Progress(lambda done, total, _label: wish.cancel() if done and total else None)
    plan = plan_of(commune, district, feeds=(feed_of(changes_of(commune, 3)),))
    plan = replace(plan, blobs=(blob_of(b"one"), blob_of(b"two")))
    with pytest.raises(Cancelled):
        write_package(plan, tmp_path / "a.ktgs", commune.sealing(district), wish)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_the_system_s_word(tmp_path: Path, commune: Bench, district: Bench) -> None:
    def full() -> Iterator[bytes]:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield b""

    blob = replace(blob_of(b"one"), read=full)
    plan = plan_of(commune, district, kind=PackageKind.BLOB, blobs=(blob,))
    with pytest.raises(OSError, match="No space"):
        written(tmp_path, plan, commune, district)
    assert list(tmp_path.iterdir()) == []


def test_a_unit_whose_key_is_not_among_the_recipients_is_noticed(
    tmp_path: Path, commune: Bench, district: Bench, province: Bench
) -> None:
    plan = plan_of(commune, district, province)
    code, params = told(lambda: written(tmp_path, plan, commune, district), PackageError)
    assert (code, params) == ("manifest_malformed", {"reason": "to"})


def test_attachments_are_parted_into_volumes(
    tmp_path: Path, commune: Bench, district: Bench, judge: Pinned
) -> None:
    blobs = tuple(blob_of(bytes([number]) * 1000) for number in range(5))
    plan = plan_of(commune, district, kind=PackageKind.BLOB, blobs=blobs)
    assert split(plan, uuid4) == [plan]
    volumes = split(plan, uuid4, most=2500)
    assert [volume.part for volume in volumes] == [
        Part(number, 3, plan.package) for number in (1, 2, 3)
    ]
    assert len({volume.package for volume in volumes}) == 3
    found = []
    for volume in reversed(volumes):
        package = written(tmp_path, volume, commune, district)
        contents = read_all(package.path.read_bytes(), district, judge)
        found += [one.digest for one in contents if isinstance(one, BlobPiece) and one.last]
    assert sorted(found) == sorted(blob.digest.hex() for blob in blobs)


def test_a_set_has_only_so_many_volumes(commune: Bench, district: Bench) -> None:
    blobs = tuple(blob_of(b"%d" % number) for number in range(65))
    plan = plan_of(commune, district, kind=PackageKind.BLOB, blobs=blobs)
    code, _params = told(lambda: split(plan, uuid4, most=1), PackageError)
    assert code == "package_too_large"


@given(
    code=st.text(max_size=30),
    counter=st.integers(0, 99_999),
    kind=st.sampled_from(PackageKind),
    part=st.none() | st.integers(1, 64).map(lambda number: Part(number, 64, UUID(int=1))),
)
def test_names_of_files_are_plain_and_short(
    code: str, counter: int, kind: PackageKind, part: Part | None
) -> None:
    name = package_name(code, date(2021, 12, 31), kind, counter, part)
    assert re.fullmatch(r"[A-Za-z0-9_]+-20211231-[A-Z]+-\d{4,}(-T\d\d_\d\d)?\.ktgs", name)
    assert len(name) <= 64


def test_a_name_says_who_when_what() -> None:
    name = package_name("173", date(2021, 12, 31), PackageKind.DATA, 7)
    assert name == "173-20211231-DL-0007.ktgs"


def test_the_stick_gets_the_file_whole(tmp_path: Path) -> None:
    source, target = tmp_path / "a.ktgs", tmp_path / "stick.ktgs"
    source.write_bytes(bytes(range(256)) * 20_000)
    steps: list[tuple[int, int]] = []
    write_to_stick(source, target, lambda done, total: steps.append((done, total)))
    assert target.read_bytes() == source.read_bytes()
    assert steps[-1] == (2 * source.stat().st_size, 2 * source.stat().st_size)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ktgs", "stick.ktgs"]


def test_a_stick_that_forgets_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A counterfeit stick says that it wrote, and keeps zeros beyond its real size."""
    source, target = tmp_path / "a.ktgs", tmp_path / "stick.ktgs"
    source.write_bytes(b"x" * 100_000)
    target.write_bytes(b"the older package")
    forget = stick._forget

    def lose(descriptor: int) -> None:
        Path(f"{target}.part").write_bytes(b"x" * 50_000 + bytes(50_000))
        forget(descriptor)

    monkeypatch.setattr(stick, "_forget", lose)
    code, _params = told(lambda: write_to_stick(source, target), PackageError)
    assert code == "package_differs"
    assert target.read_bytes() == b"the older package"
    assert not Path(f"{target}.part").exists()


def test_a_stick_that_is_gone_is_said_so(tmp_path: Path) -> None:
    source = tmp_path / "a.ktgs"
    source.write_bytes(b"x")
    target = tmp_path / "no stick" / "a.ktgs"
    code, _params = told(lambda: write_to_stick(source, target), PackageError)
    assert code == "package_not_written"
