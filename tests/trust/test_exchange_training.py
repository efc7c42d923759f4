"""The authority for exercises: complete, marked as such, and good on every day of its time."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path

from ktgs_desktop.domain.journal import parse
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import UnitEntry
from ktgs_desktop.domain.trust_roots import root_fingerprint
from ktgs_desktop.trust.certificates import load_pkcs12
from ktgs_desktop.trust.exchange_training import (
    MARK,
    PIN,
    ROOT_FILE,
    TrainingUnit,
    make_training_tree,
)
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.root_updates import first_root
from ktgs_desktop.trust.statements import sign
from ktgs_desktop.trust.trust_store import TrustStore
from tests.trust.houses import (
    BODY,
    COMMUNE,
    DISTRICT,
    MANIFEST,
    OTHER_DISTRICT,
    START,
    TODAY,
    TOP,
    house,
    the_tree,
)


def read(path: Path) -> Statement:
    return Statement.from_json(parse(path.read_bytes(), limit=1_000_000), "root_malformed")


def test_what_is_written_is_a_whole_authority(tmp_path: Path) -> None:
    units = [
        TrainingUnit(unit, code, name, level, parent, certificate,
                     the_tree().offices[unit].unit.encryption)
        for unit, code, name, level, parent, certificate in (
            (TOP, "19", "Tỉnh uỷ", "T", None, True),
            (DISTRICT, "173", "Huyện uỷ", "H", TOP, True),
            (COMMUNE, "05900", "Đảng uỷ xã", "CS", DISTRICT, False),
        )
    ]  # fmt: skip
    made = make_training_tree(tmp_path, units, START)
    statement = read(tmp_path / ROOT_FILE)
    root = first_root(statement, fingerprint=root_fingerprint(statement.body))
    assert root.training
    assert MARK in root.name
    store = TrustStore(
        root,
        lists=[read(path) for path in sorted(tmp_path.glob("trust-list-*.json"))],
        crls=[(tmp_path / "revocations.crl").read_bytes()],
        today=TODAY,
    )
    commune = Ed25519Key.from_seed(
        bytes.fromhex((tmp_path / "05900.approval.key").read_text("ascii"))
    )
    district = load_pkcs12((tmp_path / "173.approval.p12").read_bytes(), PIN)
    for unit, key in ((COMMUNE, commune), (DISTRICT, district)):
        found = store.check(MANIFEST, BODY, [sign(MANIFEST, BODY, key)], unit)
        assert "training_trust" in found.warnings
        assert MARK in store.entry(unit).name
    assert (
        store.carrier(read(tmp_path / "173.carrier.json")).device == made.offices[DISTRICT].device
    )


def test_it_holds_from_its_first_day_for_a_year_and_longer_with_a_new_list() -> None:
    key = house().key(COMMUNE)
    made = sign(MANIFEST, BODY, key)
    for days in (0, 1, 90, 364, 365):
        day = START + timedelta(days=days)
        assert house().with_(today=day).store().check(MANIFEST, BODY, [made], COMMUNE).unit


def test_a_unit_that_changes_its_superior_keeps_its_keys() -> None:
    """What the former superior vouched for stays good; the new one may revoke it."""
    moved = date(2021, 2, 15)
    former = tuple(
        dataclasses.replace(one, valid_to=moved - timedelta(days=1)) if one.unit == COMMUNE else one
        for one in house().list_of(DISTRICT).units
    )
    now = UnitEntry(COMMUNE, "059", "Phường", "CS", OTHER_DISTRICT, moved)
    bent = house().relisted(DISTRICT, units=former).relisted(OTHER_DISTRICT, units=(now,))
    store, made = bent.store(), sign(MANIFEST, BODY, house().key(COMMUNE))
    assert store.ancestors(COMMUNE) == (OTHER_DISTRICT, TOP)
    assert store.ancestors(COMMUNE, START) == (DISTRICT, TOP)
    assert store.check(MANIFEST, BODY, [made], COMMUNE).unit == COMMUNE
    assert store.entry(COMMUNE).name == "Phường"
