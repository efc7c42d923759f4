"""Packages judged by a real tree of trust: root, three levels, certificates and Ed25519 keys."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.domain.manifests import Recipient, Relay
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.age_envelope import new_identity, recipient_fingerprint
from ktgs_desktop.sync.container import Outer, check_outer
from ktgs_desktop.sync.contents import Content, Opening
from ktgs_desktop.sync.package_plan import BundlePlan, PackagePlan
from ktgs_desktop.sync.package_reader import Reading, open_inner
from ktgs_desktop.sync.package_writer import Sealing, WrittenPackage, write_package
from ktgs_desktop.sync.reader_process import ReaderProcess, Request
from ktgs_desktop.sync.trust_material import TrustMaterial
from ktgs_desktop.trust.exchange_training import TrainingTree, TrainingUnit, new_tree
from ktgs_desktop.trust.statements import StatementKind, sign
from tests.sync.offices import changes_of, feed_of, name_id, plan_of
from tests.sync.test_recipe import recipe

TODAY = date(2021, 7, 6)


@dataclass(frozen=True)
class Post:
    """An office of the tree, with its secret key for reading."""

    name: str
    unit: UUID
    device: UUID
    identity: str
    public: str

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.unit, recipient_fingerprint(self.public))


@dataclass(frozen=True)
class House:
    """The tree and its offices."""

    tree: TrainingTree
    commune: Post
    district: Post
    province: Post

    @property
    def material(self) -> TrustMaterial:
        tree = self.tree
        return TrustMaterial(tree.root, tree.lists, (), (tree.revocations,), TODAY)

    def plan(self, sender: Post, *to: Post, **more: object) -> PackagePlan:
        return plan_of(sender, *to, **more)  # type: ignore[arg-type]

    def write(self, path: Path, plan: PackagePlan, sender: Post, *to: Post) -> WrittenPackage:
        office = self.tree.offices[sender.unit]
        sealing = Sealing(
            lambda body: (sign(StatementKind.MANIFEST, body, office.approval),),
            office.carrier,
            office.carrier_binding,
            tuple(one.public for one in (*to, sender)),
            Reading(sender.unit, (sender.identity,), self.material.store()),
        )
        return write_package(plan, path, sealing)

    def request(self, path: Path, me: Post) -> Request:
        return Request(path, self.material, me.unit, (me.identity,))


@pytest.fixture(scope="module")
def house() -> House:
    posts, units = [], []
    parent = None
    for name, level, certificate in (
        ("tỉnh", "T", True),
        ("huyện", "H", True),
        ("xã", "CS", False),
    ):
        identity, public = new_identity()
        unit = name_id(name)
        units.append(TrainingUnit(unit, name, name, level, parent, certificate, public))
        posts.append((name, unit, identity, public))
        parent = unit
    tree = new_tree(units, date(2021, 1, 1))
    made = [
        Post(name, unit, tree.offices[unit].device, identity, public)
        for name, unit, identity, public in posts
    ]
    return House(tree, *reversed(made))


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def openings(contents: list[Outer | Content]) -> list[Opening]:
    return [content for content in contents if isinstance(content, Opening)]


def test_three_levels_read_one_another_in_the_process(
    tmp_path: Path, house: House, reader: ReaderProcess
) -> None:
    low, middle, high = house.commune, house.district, house.province
    feed = feed_of(changes_of(low, 3))  # type: ignore[arg-type]
    plan = house.plan(low, middle, feeds=(feed,), relay=Relay.ANCESTORS)
    package = house.write(tmp_path / "low.ktgs", plan, low, middle)
    (opening,) = openings(list(reader.read(house.request(package.path, middle))))
    assert (opening.approver.unit, opening.approver.suite) == (low.unit, Suite.ED25519)
    assert "training_trust" in opening.approver.warnings
    with package.path.open("rb") as source:
        store = house.material.store()
        outer = check_outer(source, store)
        assert outer.trusted
        original = open_inner(source, outer, Reading(middle.unit, (middle.identity,), store))
        bundle = BundlePlan(low.unit, lambda: original.verbatim(lambda _each: True))
        upward = house.plan(middle, high, bundles=(bundle,))
        relayed = house.write(tmp_path / "middle.ktgs", upward, middle, high)
    district, commune = openings(list(reader.read(house.request(relayed.path, high))))
    assert district.approver.suite == Suite.CMS
    assert district.approver.certificate is not None
    assert district.approver.list_age is not None
    assert commune.approver == opening.approver
    assert commune.body == opening.body


def test_what_the_parent_hears_is_what_the_judge_said(
    tmp_path: Path, house: House, reader: ReaderProcess
) -> None:
    plan = house.plan(house.district, house.province)
    package = house.write(tmp_path / "a.ktgs", plan, house.district, house.province)
    (heard,) = openings(list(reader.read(house.request(package.path, house.province))))
    with package.path.open("rb") as source:
        store = house.material.store()
        me = Reading(house.province.unit, (house.province.identity,), store)
        assert open_inner(source, check_outer(source, store), me).opening == heard


def test_a_key_of_another_unit_is_refused(tmp_path: Path, house: House) -> None:
    low, middle = house.commune, house.district
    posing = replace(low, unit=house.province.unit)
    with pytest.raises(PackageError) as caught:
        house.write(tmp_path / "a.ktgs", house.plan(posing, middle), low, middle)
    assert caught.value.code in ("carrier_other", "key_unbound")
    assert list(tmp_path.iterdir()) == []


def test_a_commune_does_not_direct_its_district(tmp_path: Path, house: House) -> None:
    low, middle = house.commune, house.district
    down = f"down:{middle.unit}"
    feed = feed_of(changes_of(low, 1, down), down)  # type: ignore[arg-type]
    plan = house.plan(low, middle, kind=PackageKind.DIRECTIVE, feeds=(feed,))
    with pytest.raises(PackageError) as caught:
        house.write(tmp_path / "a.ktgs", plan, low, middle)
    assert caught.value.code == "channel_not_allowed"


def test_the_recipe_checks_a_certificate(tmp_path: Path, house: House) -> None:
    feed = feed_of(changes_of(house.district, 5))  # type: ignore[arg-type]
    plan = house.plan(house.district, house.province, feeds=(feed,))
    package = house.write(tmp_path / "a.ktgs", plan, house.district, house.province)
    (tmp_path / "key").write_text(house.province.identity, "ascii")
    authority = load_der_x509_certificate(house.tree.root.authorities[0])
    (tmp_path / "ca.pem").write_bytes(authority.public_bytes(Encoding.PEM))
    # The certificate of the training may be over by the day of this test.
    block = recipe("vi").replace("-purpose any", "-purpose any -attime 1625540000")
    done = subprocess.run(
        [
            "sh",
            "-c",
            block,
            "recipe",
            package.path,
            tmp_path / "key",
            tmp_path / "ca.pem",
            tmp_path / "out",
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "5 changes" in done.stdout
