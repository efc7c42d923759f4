"""Keys are made, certified, renewed and revoked; only what a superior vouches for is believed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.key_bindings import KeyPurpose, Suite
from ktgs_desktop.domain.package_log import JobState, SentState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.trust_lists import RevocationReason, TrustList
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services.exchange import (
    certifying,
    keys,
    own_keys,
    packing,
    receipts,
    trust_files,
    trust_state,
)
from ktgs_desktop.services.exchange.trust_page import KeyState, Step
from ktgs_desktop.services.exchange.trust_statements import lacking
from ktgs_desktop.sync.statement_file import decode_file, encode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust import training
from ktgs_desktop.trust.key_requests import signed
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind
from tests.helpers.builders import an_issued_program, refusal
from tests.helpers.exchange import House, answered, sent, taken
from tests.helpers.trusting import a_bare_house, enrol, root_file

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.fixture
def house(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    made = a_bare_house(tmp_path / "house", clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def root(house: House, stick: Path) -> Path:
    return root_file(house, stick)


# The way in -----------------------------------------------------------------------------------


def test_three_levels_come_to_trust_one_another(house: House, root: Path, stick: Path) -> None:
    made = enrol(house.province, house.district, root, stick)
    assert (made.version, made.unit) == (2, house.district.office.unit)
    assert enrol(house.district, house.commune, root, stick).version == 1
    for office in house.offices:
        assert trust_state.read(office).ready
    an_issued_program(house.commune)
    job = taken(house.district, stick / sent(house.commune, stick).name)
    assert job.state == JobState.APPLIED
    answer = taken(house.commune, answered(house.district, job, stick))
    assert answer.state == JobState.APPLIED


def test_what_is_handed_on_can_be_checked_above(house: House, root: Path, stick: Path) -> None:
    """The district's list travels up in the package that holds the commune's."""
    enrol(house.province, house.district, root, stick)
    enrol(house.district, house.commune, root, stick)
    an_issued_program(house.commune)
    taken(house.district, stick / sent(house.commune, stick).name)
    assert taken(house.province, stick / sent(house.district, stick).name).state == "APPLIED"
    names = {one.unit for one in trust_state.read(house.province).keys}
    assert house.commune.office.unit in names


def test_each_step_is_seen(house: House, root: Path, stick: Path) -> None:
    district = house.district
    assert trust_state.read(district).done == frozenset()
    asked = own_keys.make(district)
    assert refusal(lambda: own_keys.make(district)).code == "exchange_keys_there"
    assert trust_state.read(district).done == {Step.KEYS, Step.REQUEST}
    file = own_keys.save_request(district, stick)
    assert file.name == "173-20210706.ktgsyc"
    trust_files.take_root(district, root, house_print(root))
    page = trust_state.read(district)
    assert page.done == {Step.KEYS, Step.REQUEST, Step.ROOT}
    assert page.root is not None
    assert page.root.training
    assert not page.ready
    assert page.own.code == asked.code
    assert len(asked.code.split()) == 8
    assert {len(group) for group in asked.code.split()} == {4}
    certifying.certify(house.province, file, asked.code.lower().replace(" ", "-"))
    trust_files.take(district, trust_files.save(house.province, district.office.unit, stick))
    page = trust_state.read(district)
    assert page.ready
    assert page.own.valid_to == date(2026, 7, 6)
    assert page.warnings == ("training_trust",)
    (row,) = [one for one in trust_state.read(house.province).units if one.direct and one.state]
    assert (row.unit, row.state, row.direct) == (district.office.unit, KeyState.VALID, True)


def house_print(root: Path) -> str:
    return trust_files.look_at_root(root).fingerprint


# The root -------------------------------------------------------------------------------------


def test_a_root_is_taken_by_its_fingerprint_alone(house: House, root: Path) -> None:
    printed = house_print(root)
    wrong = ("0" if printed[0] != "0" else "1") + printed[1:]
    for typed in (wrong, "", printed[:-1], printed[:39]):
        error = refusal(lambda typed=typed: trust_files.take_root(house.district, root, typed))
        assert error.code == "root_fingerprint_other"
    assert trust_state.read(house.district).root is None
    trust_files.take_root(house.district, root, printed.lower().replace(" ", ""))
    again = refusal(lambda: trust_files.take_root(house.district, root, printed))
    assert again.code == "root_known"


def test_no_list_is_heard_before_the_root(house: House, stick: Path) -> None:
    file = trust_files.save(house.province, house.district.office.unit, stick)
    assert refusal(lambda: trust_files.take(house.district, file)).code == "root_first"


def test_another_root_in_the_answer_is_refused(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    changed = json.loads(house.tree.root_statement.body)
    changed["name"] = "giả"
    other = signed(StatementKind.ROOT, changed, Ed25519Key.generate())
    file = stick / "other.ktgstc"
    travelling = TravellingStatement(StatementKind.ROOT, other.body, other.signatures)
    file.write_bytes(encode_file([travelling]))
    assert refusal(lambda: trust_files.take(house.district, file)).code == "root_equivocation"


# Certifying -----------------------------------------------------------------------------------


def test_a_request_with_another_code_is_not_certified(house: House, stick: Path) -> None:
    asked = own_keys.make(house.district)
    file = own_keys.save_request(house.district, stick)
    for code in ("", asked.code[:-1], asked.code.replace(asked.code[0], "Z")):
        error = refusal(lambda code=code: certifying.certify(house.province, file, code))
        assert error.code == "request_code_other"
    assert trust_state.read(house.province).lists[0].version == 1


def test_an_altered_request_is_refused(house: House, stick: Path) -> None:
    own_keys.make(house.district)
    file = own_keys.save_request(house.district, stick)
    (one,) = decode_file(file.read_bytes())
    value = json.loads(one.body)
    for field, text in (("name", "UBKT khác"), ("holder", "kẻ khác"), ("made", "2021-07-05")):
        body = json.dumps(
            {**value, field: text}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        file.write_bytes(encode_file([dataclasses.replace(one, body=body)]))
        assert refusal(lambda: certifying.look(house.province, file)).code == "signature_wrong"


def test_somebody_elses_key_under_the_request_is_seen_by_its_code(
    house: House, stick: Path
) -> None:
    asked = own_keys.make(house.district)
    (one,) = decode_file(own_keys.save_request(house.district, stick).read_bytes())
    thief = Ed25519Key.generate()
    value = json.loads(one.body)
    bindings = {
        name: signed(
            StatementKind.BINDING, json.loads(getattr(asked.request, name).body), thief
        ).to_json()
        for name in ("carrier", "encryption")
    }
    made = signed(StatementKind.KEY_REQUEST, {**value, **bindings, "public": thief.public}, thief)
    file = stick / "stolen.ktgsyc"
    travelling = TravellingStatement(StatementKind.KEY_REQUEST, made.body, made.signatures)
    file.write_bytes(encode_file([travelling]))
    assert certifying.look(house.province, file).request.public == thief.public
    error = refusal(lambda: certifying.certify(house.province, file, asked.code))
    assert error.code == "request_code_other"


def test_only_a_unit_right_below_is_certified(house: House, stick: Path) -> None:
    asked = own_keys.make(house.commune)
    file = own_keys.save_request(house.commune, stick)
    error = refusal(lambda: certifying.certify(house.province, file, asked.code))
    assert (error.code, error.params["name"]) == ("unit_not_below", house.commune.office.name)
    upward = own_keys.make(house.district)
    file = own_keys.save_request(house.district, stick)
    error = refusal(lambda: certifying.certify(house.commune, file, upward.code))
    assert error.code == "unit_not_below"


def test_who_is_not_certified_certifies_nobody(house: House, root: Path, stick: Path) -> None:
    own_keys.make(house.district)
    trust_files.take_root(house.district, root, house_print(root))
    asked = own_keys.make(house.commune)
    file = own_keys.save_request(house.commune, stick)
    error = refusal(lambda: certifying.certify(house.district, file, asked.code))
    assert error.code == "office_not_certified"


def test_a_request_older_than_the_superiors_key_is_asked_for_anew(
    house: House, root: Path, stick: Path, clock: Clock
) -> None:
    asked = own_keys.make(house.commune)
    file = own_keys.save_request(house.commune, stick)
    clock.now += timedelta(days=3)
    enrol(house.province, house.district, root, stick)
    error = refusal(lambda: certifying.certify(house.district, file, asked.code))
    assert error.code == "request_too_old"
    again = own_keys.renew(house.commune)
    certifying.certify(house.district, own_keys.save_request(house.commune, stick), again.code)


def test_a_list_does_not_go_back(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    old = trust_files.save(house.province, house.district.office.unit, stick).rename(
        stick / "old.ktgstc"
    )
    certifying.renew_list(house.province)
    new = trust_files.save(house.province, house.district.office.unit, stick)
    assert trust_files.take(house.district, new) > 0
    assert trust_files.take(house.district, new) == 0
    assert refusal(lambda: trust_files.take(house.district, old)).code == "list_rollback"


def test_a_list_that_nobody_vouches_for_is_not_kept(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    with house.province.reading() as connection:
        newest = keys.newest_lists(connection)[house.province.office.unit]
    contents = TrustList.from_bytes(newest.body)
    forged = dataclasses.replace(contents, version=contents.version + 1)
    made = signed(StatementKind.TRUST_LIST, forged.to_json(), Ed25519Key.generate())
    file = stick / "forged.ktgstc"
    travelling = TravellingStatement(StatementKind.TRUST_LIST, made.body, made.signatures)
    file.write_bytes(encode_file([travelling]))
    assert refusal(lambda: trust_files.take(house.district, file)).code == "key_unknown"
    assert trust_state.read(house.district).ready


def test_an_office_that_signs_by_certificate(house: House, root: Path, stick: Path) -> None:
    tree = house.tree
    validity = training.Validity(datetime(2021, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
    identity = training.issue(
        tree.authority, validity, name="Chủ nhiệm", organisation="UBKT", kind=training.KeyKind.EC
    )
    asked = own_keys.make(house.district, identity)
    assert asked.request.suite is Suite.CMS
    assert refusal(lambda: own_keys.renew(house.district)).code == "certificate_needed"
    trust_files.take_root(house.district, root, house_print(root))
    file = own_keys.save_request(house.district, stick)
    certifying.certify(house.province, file, asked.code)
    trust_files.take(
        house.district, trust_files.save(house.province, house.district.office.unit, stick)
    )
    page = trust_state.read(house.district)
    assert page.ready
    assert page.own.by_certificate
    commune = own_keys.make(house.commune)
    file = own_keys.save_request(house.commune, stick)
    assert (
        refusal(lambda: certifying.certify(house.district, file, commune.code)).code
        == "certificate_needed"
    )
    certifying.certify(house.district, file, commune.code, identity=identity)


# Later ----------------------------------------------------------------------------------------


def test_a_new_key_counts_once_it_is_certified(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    district = house.district
    before = keys.own(district)
    asked = own_keys.renew(district, approval=True, encryption=True)
    assert keys.own(district) == before
    assert trust_state.read(district).own.waiting
    file = own_keys.save_request(district, stick)
    assert not certifying.look(house.province, file).renewal
    certifying.certify(house.province, file, asked.code)
    trust_files.take(district, trust_files.save(house.province, district.office.unit, stick))
    after = keys.own(district)
    assert after.approval != before.approval
    assert after.identities[1:] == before.identities
    assert not trust_state.read(district).own.waiting
    an_issued_program(district)
    assert taken(house.province, stick / sent(district, stick).name).state == JobState.APPLIED


def test_keys_are_renewed_without_a_new_one(house: House, root: Path, stick: Path, clock) -> None:
    enrol(house.province, house.district, root, stick)
    clock.now += timedelta(days=1700)
    assert "own_key_ending" not in trust_state.read(house.district).warnings
    clock.now += timedelta(days=100)
    assert "own_key_ending" in trust_state.read(house.district).warnings
    asked = own_keys.renew(house.district)
    file = own_keys.save_request(house.district, stick)
    assert certifying.look(house.province, file).renewal
    made = certifying.certify(house.province, file, asked.code)
    assert made.valid_to.year == 2031


def test_a_revoked_key_is_refused(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    district, province = house.district, house.province
    an_issued_program(district)
    first = taken(province, stick / sent(district, stick).name)
    (mine,) = [
        one
        for one in trust_state.read(province).keys
        if one.unit == district.office.unit and one.purpose is KeyPurpose.APPROVAL
    ]
    fingerprint = bytes.fromhex(mine.fingerprint)
    certifying.revoke(province, district.office.unit, fingerprint, RevocationReason.LOST)
    again = refusal(
        lambda: certifying.revoke(
            province, district.office.unit, fingerprint, RevocationReason.LOST
        )
    )
    assert again.code == "key_revoked_before"
    (row,) = [one for one in trust_state.read(province).units if one.direct and one.state]
    assert row.state is KeyState.REVOKED
    file = stick / sent(district, stick, full=True).name
    with pytest.raises(PackageError) as refused:
        taken(province, file)
    assert refused.value.code == "key_revoked"
    assert first.state == JobState.APPLIED


def test_only_keys_of_units_below_are_revoked(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    own = house.province.office.unit
    fingerprint = keys.own(house.province).approval.fingerprint
    for unit, key in ((own, fingerprint), (house.district.office.unit, bytes(32))):
        with pytest.raises(UserError) as refused:
            certifying.revoke(house.province, unit, key, RevocationReason.EXPOSED)
        assert refused.value.code == "key_not_below"


def test_a_trust_package_goes_down_and_is_answered(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    certifying.renew_list(house.province)
    made = trust_files.send(house.province, house.district.office.unit, stick)
    assert made.kind == PackageKind.TRUST
    job = taken(house.district, stick / made.name)
    assert trust_state.read(house.district).lists[0].version == 3
    answer = receipts.send_receipt(house.district, job.id, stick)
    taken(house.province, stick / answer.name)
    assert packing.packages(house.province)[0].state == SentState.RECEIVED
    with house.province.reading() as connection:
        assert lacking(house.province, connection, house.district.office.unit) == ()


def test_a_receipt_carries_what_the_recipient_lacks(house: House, root: Path, stick: Path) -> None:
    enrol(house.province, house.district, root, stick)
    an_issued_program(house.district)
    job = taken(house.province, stick / sent(house.district, stick).name)
    certifying.renew_list(house.province)
    taken(house.district, answered(house.province, job, stick))
    assert trust_state.read(house.district).lists[0].version == 3


def test_a_revocation_list_is_taken_alone(house: House, root: Path, stick: Path) -> None:
    trust_files.take_root(house.district, root, house_print(root))
    file = stick / "authority.crl"
    file.write_bytes(house.tree.revocations)
    assert trust_files.take(house.district, file) == 1
    assert trust_files.take(house.district, file) == 0
    (row,) = trust_state.read(house.district).revocations
    assert row.late  # made on 2021-01-01
    other = stick / "authority.cer"
    other.write_bytes(house.tree.authority.certificate)
    assert refusal(lambda: trust_files.take(house.district, other)).code == "authority_in_root_only"
