"""A house of exchange for the tests of trust: two districts, communes, keys, and how to bend it."""

from __future__ import annotations

import base64
import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ktgs_desktop.domain.identity import REGISTER_NAMESPACE
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.trust import exchange_training, training
from ktgs_desktop.trust.cms_signing import certificate_fingerprint, public_key
from ktgs_desktop.trust.exchange_training import TrainingTree, TrainingUnit, statement
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import Signature, StatementKind, pae, sign
from ktgs_desktop.trust.training import KeyKind, Validity
from ktgs_desktop.trust.trust_store import TrustStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.trust.certificates import SigningIdentity

START, TODAY = date(2021, 1, 1), date(2021, 3, 1)
BODY = b'{"v":1}'
MANIFEST = StatementKind.MANIFEST


def unit_id(code: str) -> UUID:
    return uuid5(REGISTER_NAMESPACE, code)


TOP, DISTRICT, OTHER_DISTRICT, COMMUNE, SIBLING = map(unit_id, ("19", "173", "174", "059", "060"))


@lru_cache(maxsize=1)
def the_tree() -> TrainingTree:
    """Province and districts sign by certificate, communes by Ed25519 keys."""
    units = [
        TrainingUnit(unit, code, code, level, parent, certificate, new_identity()[1])
        for unit, code, level, parent, certificate in (
            (TOP, "19", "T", None, True),
            (DISTRICT, "173", "H", TOP, True),
            (OTHER_DISTRICT, "174", "H", TOP, True),
            (COMMUNE, "059", "CS", DISTRICT, False),
            (SIBLING, "060", "CS", DISTRICT, False),
        )
    ]
    return exchange_training.new_tree(units, START)


@dataclass(frozen=True)
class House:
    """What a store is made of; `with_` bends one part."""

    tree: TrainingTree
    lists: tuple[Statement, ...]
    bindings: tuple[Statement, ...] = ()
    crls: tuple[bytes, ...] = ()
    today: date = TODAY
    root: Any = None

    def with_(self, **parts: Any) -> House:
        return dataclasses.replace(self, **parts)

    def store(self) -> TrustStore:
        return TrustStore(
            self.root or self.tree.root,
            lists=self.lists,
            bindings=self.bindings,
            crls=self.crls,
            today=self.today,
        )

    def key(self, unit: UUID) -> Any:
        return self.tree.offices[unit].approval

    def list_of(self, issuer: UUID) -> TrustList:
        lists = (TrustList.from_bytes(one.body) for one in self.lists)
        return next(one for one in lists if one.issuer == issuer)

    def relisted(self, issuer: UUID, *, keys: Iterable[Any] | None = None, **parts: Any) -> House:
        """With the list of a unit changed and signed anew."""
        if any(TrustList.from_bytes(one.body).issuer == issuer for one in self.lists):
            contents = self.list_of(issuer)
        else:
            contents = TrustList(issuer, 1, START, date(2031, 1, 1))
        contents = dataclasses.replace(contents, version=contents.version + 1, **parts)
        by = tuple(keys or (self.tree.root_keys[:2] if issuer == TOP else (self.key(issuer),)))
        fresh = statement(StatementKind.TRUST_LIST, contents.to_json(), by)
        others = tuple(one for one in self.lists if TrustList.from_bytes(one.body).issuer != issuer)
        return self.with_(lists=(*others, fresh))


def house() -> House:
    tree = the_tree()
    return House(tree, tree.lists, crls=(tree.revocations,))


def binding_of(unit: UUID, key: Any, issuer: UUID, **parts: Any) -> KeyBinding:
    raw = isinstance(key, Ed25519Key)
    public = key.public if raw else base64.b64encode(public_key(key.certificate)).decode()
    made = KeyBinding(
        unit=unit,
        purpose=KeyPurpose.APPROVAL,
        device=None,
        public=public,
        suite=Suite.ED25519 if raw else Suite.CMS,
        valid_from=START,
        valid_to=date(2030, 1, 1),
        serial=99,
        issuer=issuer,
        holder="Thử",
    )
    return dataclasses.replace(made, **parts)


def bound(unit: UUID, key: Any, issuer: UUID, *signers: Any, **parts: Any) -> Statement:
    body = binding_of(unit, key, issuer, **parts).to_json()
    return statement(StatementKind.BINDING, body, signers or (house().key(issuer),))


VALID = Validity(datetime(2021, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))


@lru_cache(maxsize=32)
def certified(name: str, start: int = 2021, end: int = 2030, rsa_key: bool = False) -> Any:  # noqa: FBT001, FBT002
    """A certificate of the house's authority."""
    validity = Validity(datetime(start, 1, 1, tzinfo=UTC), datetime(end, 1, 1, tzinfo=UTC))
    kind = KeyKind.RSA if rsa_key else KeyKind.EC
    return training.issue(the_tree().authority, validity, name=name, organisation="Thử", kind=kind)


def foreign_identity(**named: Any) -> SigningIdentity:
    other = training.new_authority(VALID, kind=KeyKind.EC, name="KTGS Khác", **named)
    return training.issue(other, VALID, name="Lạ", organisation="Lạ", kind=KeyKind.EC)


def weak_identity() -> SigningIdentity:
    """A certificate of our authority over a key of 1,024 bits."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - refused
    return _by_hand(key, digital=True)


def unsuitable_identity() -> SigningIdentity:
    """A certificate of our authority that is for encryption only."""
    return _by_hand(ec.generate_private_key(ec.SECP256R1()), digital=False)


def _by_hand(key: Any, *, digital: bool) -> SigningIdentity:
    authority = the_tree().authority
    issuer = x509.load_der_x509_certificate(authority.certificate)
    flags = dict.fromkeys(
        ("content_commitment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"), False,
    )  # fmt: skip
    usage = x509.KeyUsage(digital_signature=digital, key_encipherment=not digital, **flags)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Thử")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID.start)
        .not_valid_after(VALID.end)
        .add_extension(usage, critical=True)
        .sign(authority.key, hashes.SHA256())
    )
    from cryptography.hazmat.primitives.serialization import Encoding

    return training.SigningIdentity(certificate.public_bytes(Encoding.DER), (), key)


def revocations(days_old: int, *revoked: bytes, today: date = TODAY, number: int = 2) -> bytes:
    """A list of the house's authority, without any address of it in the certificates."""
    made = datetime.combine(today, datetime.min.time(), UTC) - timedelta(days=days_old)
    validity = Validity(made, made + timedelta(days=7))
    return training.revocation_list(
        the_tree().authority, validity, number=number, revoked=[(der, made) for der in revoked]
    )


# CMS made by hand -----------------------------------------------------------------------------


def forged(identity: SigningIdentity, message: bytes, **changes: Any) -> Signature:
    """A genuine signature of the key in a shape nobody should accept."""
    good = sign(MANIFEST, message, identity)
    content = cms.ContentInfo.load(good.value)
    signed = content["content"]
    signer = signed["signer_infos"][0]
    kept = [
        one.copy()
        for one in signer["signed_attrs"]
        if one["type"].native not in changes.get("without", ())
    ]
    for one in kept:
        if one["type"].native in changes.get("values", {}):
            one["values"] = changes["values"][one["type"].native]
    kept += [one.copy() for one in kept if one["type"].native in changes.get("twice", ())]
    kept += changes.get("more", [])
    attributes = cms.CMSAttributes(kept)
    digest = changes.get("digest", "sha256")
    to_sign = pae(MANIFEST, message) if changes.get("bare") else attributes.dump(force=True)
    parts: dict[str, Any] = {
        "version": changes.get("signer_version", "v1"),
        "sid": signer["sid"],
        "digest_algorithm": {"algorithm": digest},
        "signature_algorithm": {"algorithm": f"{digest}_{_family(identity)}"},
        "signature": _raw(identity, to_sign, digest),
    }
    if not changes.get("bare"):
        parts["signed_attrs"] = attributes
    if changes.get("unsigned"):
        parts["unsigned_attrs"] = cms.CMSAttributes([changes["unsigned"]])
    infos = [cms.SignerInfo(parts) for _number in range(changes.get("signers", 1))]
    body: dict[str, Any] = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": digest}],
        "encap_content_info": changes.get("encap", {"content_type": "data"}),
        "signer_infos": infos,
    }
    certificates = changes.get("certificates", [signed["certificates"][0].chosen])
    if certificates:
        body["certificates"] = certificates
    if "crls" in changes:
        body["crls"] = changes["crls"]
    value = cms.ContentInfo({"content_type": "signed_data", "content": body}).dump(force=True)
    return Signature(Suite.CMS, certificate_fingerprint(identity.certificate), value)


def _family(identity: SigningIdentity) -> str:
    return "ecdsa" if isinstance(identity.key, ec.EllipticCurvePrivateKey) else "rsa"


def _raw(identity: SigningIdentity, data: bytes, digest: str) -> bytes:
    algorithm = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "md5": hashes.MD5()}[digest]  # noqa: S303
    if isinstance(identity.key, ec.EllipticCurvePrivateKey):
        return identity.key.sign(data, ec.ECDSA(algorithm))
    return identity.key.sign(data, padding.PKCS1v15(), algorithm)


def canonical_list(contents: TrustList) -> bytes:
    return canonical(contents.to_json())


def octets(data: bytes) -> Any:
    return core.OctetString(data)
