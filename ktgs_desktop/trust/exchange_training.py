"""A whole house of exchange for exercises and tests: root, three levels of units, keys, lists.

Everything in it says that it is a trial (THỬ NGHIỆM); packages checked by it carry the warning
`training_trust`. Its keys lie in plain files and protect nothing.
"""

from __future__ import annotations

import base64
import dataclasses
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import TrustList, UnitEntry
from ktgs_desktop.domain.trust_roots import RoleKeys, RootFile, RootKey
from ktgs_desktop.trust import training
from ktgs_desktop.trust.certificates import SigningIdentity
from ktgs_desktop.trust.cms_signing import public_key
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind, encode_signatures, sign
from ktgs_desktop.trust.training import KeyKind, TrainingAuthority, Validity
from ktgs_desktop.trust.trust_store import TrustStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ktgs_desktop.domain.journal import Json


MARK = "THỬ NGHIỆM"
PIN = "123456"
ROOT_FILE = "root.json"
_YEARS = 10
_NAMESPACE = UUID("5b0c3f6e-7f0d-5a55-9c1b-2d8f0e6a4b17")
Key = Ed25519Key | SigningIdentity


@dataclass(frozen=True, slots=True)
class TrainingUnit:
    """A unit to be, the superiors before those below.

    Attributes:
        unit: identifier.
        code: its code.
        name: its name.
        level: its level.
        parent: its superior, None for the one at the top.
        certificate: whether it signs by certificate; otherwise by an Ed25519 key.
        encryption: its public encryption key (`age1…`), which the house of keys cannot make.
    """

    unit: UUID
    code: str
    name: str
    level: str
    parent: UUID | None
    certificate: bool
    encryption: str


@dataclass(frozen=True, slots=True)
class TrainingOffice:
    """A unit with its keys.

    Attributes:
        unit: what was asked for.
        device: its computer.
        approval: the key it signs with.
        carrier: its computer's key.
        carrier_binding: what binds that key, for the outside of packages.
    """

    unit: TrainingUnit
    device: UUID
    approval: Key = field(repr=False)
    carrier: Ed25519Key = field(repr=False)
    carrier_binding: Statement


@dataclass(frozen=True, slots=True)
class TrainingTree:
    """A complete authority.

    Attributes:
        root: the root of trust.
        root_statement: it as signed.
        root_keys: the keys of the root, two of three of which sign.
        regulation_keys: keys for lists of regulations, two of three of which sign; the last is a
            certificate.
        authority: who issued the certificates.
        revocations: its revocation list, DER.
        offices: the units, by identifier.
        lists: the trust lists, one of each superior.
        start: the first day of it all.
    """

    root: RootFile
    root_statement: Statement
    root_keys: tuple[Ed25519Key, ...] = field(repr=False)
    regulation_keys: tuple[Key, ...] = field(repr=False)
    authority: TrainingAuthority = field(repr=False)
    revocations: bytes
    offices: dict[UUID, TrainingOffice]
    lists: tuple[Statement, ...]
    start: date

    def store(self, today: date) -> TrustStore:
        """What an office believes that has all of it.

        Args:
            today: the day.
        """
        return TrustStore(self.root, lists=self.lists, crls=(self.revocations,), today=today)


def statement(kind: StatementKind, body: Json, keys: Iterable[Key]) -> Statement:
    """A signed statement.

    Args:
        kind: what it is.
        body: its contents.
        keys: who signs.
    """
    spelled = canonical(body)
    return Statement(spelled, encode_signatures([sign(kind, spelled, key) for key in keys]))


def new_tree(units: Sequence[TrainingUnit], start: date, *, years: int = _YEARS) -> TrainingTree:
    """Make a complete authority in memory.

    Args:
        units: the units, superiors first; exactly one, the first, has no superior.
        start: the first day of it all.
        years: how long it is valid.
    """
    moment = datetime.combine(start, time(0), UTC)
    end = moment.replace(year=moment.year + years, day=min(moment.day, 28))
    authority = training.new_authority(Validity(moment, end), kind=KeyKind.EC)
    revocations = training.revocation_list(authority, Validity(moment, end))
    root_keys = tuple(Ed25519Key.generate() for _number in range(3))
    regulation_keys = _regulation_keys(authority, Validity(moment, end))
    root = _root(units[0], (root_keys, regulation_keys), authority, start, end.date())
    maker = _Maker(root, root_keys, authority, Validity(moment, end))
    offices: dict[UUID, TrainingOffice] = {}
    bindings: dict[UUID, list[Statement]] = {one.unit: [] for one in units}
    for number, one in enumerate(units, 1):
        office, approval = maker.office(one, number, offices)
        offices[one.unit] = office
        bindings[one.parent or one.unit].append(approval)
        bindings[one.parent or one.unit].append(maker.encryption(office))
    lists = tuple(
        maker.trust_list(one, units, bindings[one.unit], offices)
        for one in units
        if bindings[one.unit] or one.parent is None
    )
    return TrainingTree(
        root,
        statement(StatementKind.ROOT, root.to_json(), root_keys[:2]),
        root_keys,
        regulation_keys,
        authority,
        revocations,
        offices,
        lists,
        start,
    )


def _regulation_keys(authority: TrainingAuthority, validity: Validity) -> tuple[Key, ...]:
    """Two keys and a certificate, so that every way of signing a list can be tried."""
    certificate = training.issue(
        authority, validity, name=f"{MARK} QĐ 3", organisation=MARK, kind=KeyKind.EC
    )
    return (Ed25519Key.generate(), Ed25519Key.generate(), certificate)


def _root(
    top: TrainingUnit,
    keys: tuple[Sequence[Ed25519Key], Sequence[Key]],
    authority: TrainingAuthority,
    start: date,
    end: date,
) -> RootFile:
    own = [_root_key(key, f"{MARK} {number}") for number, key in enumerate(keys[0], 1)]
    signers = [_root_key(key, f"{MARK} QĐ {number}") for number, key in enumerate(keys[1], 1)]
    role = RoleKeys(2, tuple(sorted(key.fingerprint for key in own)))
    return RootFile(
        version=1,
        issued=start,
        expires=end,
        grace_days=540,
        training=True,
        name=f"KTGS {MARK}",
        unit=_entry(top, start),
        keys=(*own, *signers),
        root=role,
        tree=role,
        regulations=RoleKeys(2, tuple(sorted(key.fingerprint for key in signers))),
        authorities=(authority.certificate,),
    )


def _root_key(key: Key, holder: str) -> RootKey:
    suite = Suite.ED25519 if isinstance(key, Ed25519Key) else Suite.CMS
    return RootKey(suite, _public(key), holder)


def _entry(unit: TrainingUnit, start: date) -> UnitEntry:
    return UnitEntry(
        unit.unit, unit.code, f"{unit.name} ({MARK})", unit.level, unit.parent, start, None
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    root: RootFile
    root_keys: tuple[Ed25519Key, ...] = field(repr=False)
    authority: TrainingAuthority = field(repr=False)
    validity: Validity

    def office(
        self, unit: TrainingUnit, number: int, above: dict[UUID, TrainingOffice]
    ) -> tuple[TrainingOffice, Statement]:
        """A unit with its keys, and the binding of its approval key."""
        key: Key = Ed25519Key.generate()
        if unit.certificate:
            key = training.issue(
                self.authority,
                self.validity,
                name=f"{MARK} {unit.code}",
                organisation=unit.name,
                kind=KeyKind.EC,
            )
        superior = None if unit.parent is None else above[unit.parent]
        binding = self._binding(unit.unit, unit.parent or unit.unit, number)
        approval = dataclasses.replace(
            binding,
            public=_public(key),
            suite=Suite.CMS if unit.certificate else Suite.ED25519,
            holder=f"{MARK} {unit.code}",
        )
        signers: Sequence[Key] = self.root_keys[:2] if superior is None else (superior.approval,)
        device = uuid5(_NAMESPACE, str(unit.unit))
        carrier = Ed25519Key.generate()
        carried = dataclasses.replace(
            self._binding(unit.unit, unit.unit, 1),
            purpose=KeyPurpose.CARRIER,
            device=device,
            public=carrier.public,
            suite=Suite.ED25519,
        )
        office = TrainingOffice(
            unit, device, key, carrier, statement(StatementKind.BINDING, carried.to_json(), (key,))
        )
        return office, statement(StatementKind.BINDING, approval.to_json(), signers)

    def encryption(self, office: TrainingOffice) -> Statement:
        """The binding of a unit's encryption key, by the unit itself."""
        unit = office.unit
        binding = dataclasses.replace(
            self._binding(unit.unit, unit.unit, 2),
            purpose=KeyPurpose.ENCRYPTION,
            public=unit.encryption,
            suite=Suite.AGE,
        )
        return statement(StatementKind.BINDING, binding.to_json(), (office.approval,))

    def trust_list(
        self,
        issuer: TrainingUnit,
        units: Sequence[TrainingUnit],
        bindings: Sequence[Statement],
        offices: dict[UUID, TrainingOffice],
    ) -> Statement:
        """What a superior says about the units below it; the root signs for the one at the top."""
        start = self.validity.start.date()
        contents = TrustList(
            issuer=issuer.unit,
            version=1,
            issued=start,
            expires=self.validity.end.date(),
            units=tuple(_entry(one, start) for one in units if one.parent == issuer.unit),
            bindings=tuple(bindings),
        )
        at_top = issuer.parent is None
        keys: Sequence[Key] = self.root_keys[:2] if at_top else (offices[issuer.unit].approval,)
        return statement(StatementKind.TRUST_LIST, contents.to_json(), keys)

    def _binding(self, unit: UUID, issuer: UUID, serial: int) -> KeyBinding:
        return KeyBinding(
            unit=unit,
            purpose=KeyPurpose.APPROVAL,
            device=None,
            public="",
            suite=Suite.ED25519,
            valid_from=self.validity.start.date(),
            valid_to=self.validity.end.date(),
            serial=serial,
            issuer=issuer,
            holder=MARK,
        )


def _public(key: Key) -> str:
    if isinstance(key, Ed25519Key):
        return key.public
    return base64.b64encode(public_key(key.certificate)).decode("ascii")


def make_training_tree(folder: Path, units: Sequence[TrainingUnit], start: date) -> TrainingTree:
    """Make a complete authority and write it down: root, lists, revocation list, keys.

    Args:
        folder: an existing folder.
        units: the units, superiors first.
        start: the first day of it all.

    Returns:
        What was written.
    """
    tree = new_tree(units, start)
    (folder / ROOT_FILE).write_bytes(canonical(tree.root_statement.to_json()))
    (folder / "revocations.crl").write_bytes(tree.revocations)
    for number, one in enumerate(tree.lists, 1):
        (folder / f"trust-list-{number}.json").write_bytes(canonical(one.to_json()))
    for office in tree.offices.values():
        _write_keys(folder, office)
    write_regulation_keys(folder, tree)
    return tree


def write_regulation_keys(folder: Path, tree: TrainingTree) -> tuple[Path, ...]:
    """Write down the keys that sign lists of regulations, for exercises.

    Args:
        folder: an existing folder.
        tree: the authority.

    Returns:
        The files, two keys and a certificate.
    """
    return tuple(
        _write_key(folder, f"regulations-{number}", key)
        for number, key in enumerate(tree.regulation_keys, 1)
    )


def _write_key(folder: Path, name: str, key: Key) -> Path:
    if isinstance(key, Ed25519Key):
        path = folder / f"{name}.key"
        path.write_text(key.seed.hex(), "ascii")
    else:
        path = folder / f"{name}.p12"
        path.write_bytes(training.pkcs12_file(key, password=PIN))
    return path


def _write_keys(folder: Path, office: TrainingOffice) -> None:
    code = office.unit.code
    _write_key(folder, f"{code}.approval", office.approval)
    (folder / f"{code}.carrier.key").write_text(office.carrier.seed.hex(), "ascii")
    (folder / f"{code}.carrier.json").write_bytes(canonical(office.carrier_binding.to_json()))
