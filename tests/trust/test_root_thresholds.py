"""Which keys it takes to change the root of trust (plan P7; the table has TUF's shape)."""

from __future__ import annotations

import base64
import dataclasses
from datetime import date

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from ktgs_desktop import messages
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_roots import RoleKeys, RootFile, RootKey, root_fingerprint
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import key_checks
from ktgs_desktop.trust.cms_signing import public_key
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.root_updates import first_root, next_root
from ktgs_desktop.trust.statements import StatementKind, decode_signatures, encode_signatures, sign
from tests.trust.houses import TOP, certified, house

KEYS = {name: Ed25519Key.from_seed(name.encode() * 32) for name in "ABCDEFG"}


def root_of(names: str, threshold: int, version: int, **parts: object) -> RootFile:
    named = [KEYS[name] for name in names]
    role = RoleKeys(threshold, tuple(sorted(key.fingerprint for key in named)))
    return dataclasses.replace(
        house().tree.root,
        version=version,
        keys=tuple(RootKey(Suite.ED25519, key.public, "") for key in named),
        root=role,
        tree=role,
        regulations=role,
        **parts,
    )


def signed_by(names: str, root: RootFile) -> Statement:
    body = canonical(root.to_json())
    made = {name: sign(StatementKind.ROOT, body, KEYS[name]) for name in names}
    return Statement(body, encode_signatures(made.values()))


OK = ""
# threshold and keys before, threshold and keys after, who signs, what comes of it
TABLE = [
    ("1A", "1A", "A", OK),
    ("1A", "1A", "B", "key_unknown"),
    ("1A", "1B", "AB", OK),
    ("1A", "1B", "A", "threshold_not_met"),
    ("1A", "1B", "B", "threshold_not_met"),
    ("1A", "1AB", "A", OK),
    ("1A", "1AB", "B", "threshold_not_met"),
    ("1A", "2AB", "AB", OK),
    ("1A", "2AB", "A", "threshold_not_met"),
    ("2AB", "2AB", "AB", OK),
    ("2AB", "2AB", "A", "threshold_not_met"),
    ("2AB", "2AB", "B", "threshold_not_met"),
    ("2AB", "1A", "AB", OK),
    ("2AB", "1A", "A", "threshold_not_met"),
    ("2ABC", "2ABC", "AB", OK),
    ("2ABC", "2ABC", "BC", OK),
    ("2ABC", "2ABC", "AC", OK),
    ("2ABC", "2ABC", "ABC", OK),
    ("2ABC", "2ABC", "C", "threshold_not_met"),
    ("2ABC", "2ABD", "AB", OK),
    ("2ABC", "2ABD", "AD", "threshold_not_met"),
    ("2ABC", "2ABD", "ACD", OK),
    ("2ABC", "2ABD", "BC", "threshold_not_met"),
    ("2ABC", "2ADE", "ABD", OK),
    ("2ABC", "2ADE", "AB", "threshold_not_met"),
    ("2ABC", "2ADE", "ADE", "threshold_not_met"),
    ("2ABC", "2DEF", "ABDE", OK),
    ("2ABC", "2DEF", "ABD", "threshold_not_met"),
    ("2ABC", "2DEF", "ADE", "threshold_not_met"),
    ("2ABC", "2DEF", "DEF", "threshold_not_met"),
    ("2ABC", "2DEF", "ABC", "threshold_not_met"),
    ("2ABC", "2DEF", "ABG", "key_unknown"),
    ("3ABCDE", "3ABCDE", "ABC", OK),
    ("3ABCDE", "3ABCDE", "AB", "threshold_not_met"),
    ("3ABCDE", "3ABCDE", "ABG", "key_unknown"),
    ("3ABCDE", "3ABCDF", "ABC", OK),
    ("3ABCDE", "3ABCDF", "ABE", "threshold_not_met"),
    ("3ABCDE", "3ABCDF", "ABEF", OK),
    ("3ABCDE", "3CDEFG", "CDE", OK),
    ("3ABCDE", "3CDEFG", "CFG", "threshold_not_met"),
    ("3ABC", "3DEF", "ABCDEF", OK),
    ("3ABC", "3DEF", "ABCDE", "threshold_not_met"),
]


@pytest.mark.parametrize(("before", "after", "signers", "code"), TABLE)
def test_it_takes_enough_keys_of_both_roots(
    before: str, after: str, signers: str, code: str
) -> None:
    former = root_of(before[1:], int(before[0]), 1)
    current = signed_by(before[1:], former)
    fresh = signed_by(signers, root_of(after[1:], int(after[0]), 2))
    if code:
        assert refused(current, fresh) == code
    else:
        assert next_root(current, fresh).version == 2


def refused(current: Statement, fresh: Statement) -> str:
    with pytest.raises(PackageError) as caught:
        next_root(current, fresh)
    assert messages.sentence(caught.value) != caught.value.code
    return caught.value.code


def test_there_are_enough_of_them() -> None:
    assert len(TABLE) >= 40


CURRENT = ("ABC", 2, 5)


def current() -> Statement:
    return signed_by("ABC", root_of(*CURRENT))


@pytest.mark.parametrize(
    ("version", "parts", "code"),
    [
        (4, {}, "root_rollback"),
        (5, {"name": "x"}, "root_equivocation"),
        (7, {}, "root_skipped"),
        (2**52, {}, "root_skipped"),
        (6, {"training": False}, "root_training"),
    ],
)
def test_versions_grow_by_one(version: int, parts: dict[str, object], code: str) -> None:
    assert refused(current(), signed_by("ABC", root_of("ABC", 2, version, **parts))) == code


def test_the_same_root_again_changes_nothing() -> None:
    assert next_root(current(), current()).version == 5


def test_a_signature_twice_counts_once() -> None:
    body = canonical(root_of("ABC", 2, 6).to_json())
    one = encode_signatures([sign(StatementKind.ROOT, body, KEYS["A"])])
    twice = Statement(body, b"\2" + one[1:] + one[1:])
    assert refused(current(), twice) == "signature_malformed"
    keys = {key.fingerprint: key for key in root_of("ABC", 2, 6).keys}
    found = key_checks.genuine_keys(StatementKind.ROOT, body, decode_signatures(one) * 2, keys)
    with pytest.raises(PackageError, match="threshold_not_met"):
        key_checks.check_threshold(found, root_of("ABC", 2, 6).root)


def test_one_key_under_two_names_is_one_key() -> None:
    root = root_of("AB", 2, 6)
    again = RootKey(Suite.ED25519, KEYS["A"].public, "another holder")
    doubled = dataclasses.replace(root, keys=(*root.keys, again))
    assert refused(current(), signed_by("AB", doubled)) == "root_malformed"


def test_one_key_in_two_spellings_is_refused() -> None:
    der = public_key(certified("root").certificate)
    key = load_der_public_key(der)
    point = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)  # type: ignore[union-attr]
    # The same key with its point compressed: lengths and the point change, the key does not.
    other = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200") + point
    assert load_der_public_key(other).public_numbers() == key.public_numbers()  # type: ignore[union-attr]
    key_checks.check_public(Suite.CMS, base64.b64encode(der).decode())
    with pytest.raises(PackageError, match="key_weak"):
        key_checks.check_public(Suite.CMS, base64.b64encode(other).decode())


def test_a_root_with_a_certificate_among_its_keys() -> None:
    identity = certified("root")
    spelled = base64.b64encode(public_key(identity.certificate)).decode()
    held = RootKey(Suite.CMS, spelled, "")
    root = root_of("A", 1, 1)
    role = RoleKeys(2, tuple(sorted((KEYS["A"].fingerprint, held.fingerprint))))
    root = dataclasses.replace(root, keys=(*root.keys, held), root=role)
    body = canonical(root.to_json())
    both = [sign(StatementKind.ROOT, body, key) for key in (KEYS["A"], identity)]
    statement = Statement(body, encode_signatures(both))
    assert first_root(statement, fingerprint=root_fingerprint(body)) == root


def test_the_first_root_is_compared_with_the_paper() -> None:
    statement = house().tree.root_statement
    printed = root_fingerprint(statement.body)
    assert len(printed.split()) == 16
    for typed in (printed, printed.lower().replace(" ", "-"), printed.replace(" ", "")):
        assert first_root(statement, fingerprint=typed).unit.unit == TOP
    wrong = ("0" if printed[0] != "0" else "1") + printed[1:]
    for typed in (wrong, printed[:-1], "", printed + "0"):
        with pytest.raises(PackageError, match="root_fingerprint_other"):
            first_root(statement, fingerprint=typed)


def test_a_root_out_of_date_warns_and_still_counts() -> None:
    root = dataclasses.replace(house().tree.root, expires=date(2021, 2, 1))
    bent = house().with_(root=root)
    key = bent.key(TOP)
    made = sign(StatementKind.MANIFEST, b"{}", key)
    found = bent.store().check(StatementKind.MANIFEST, b"{}", [made], TOP)
    assert found.warnings == ("root_expired", "training_trust")
