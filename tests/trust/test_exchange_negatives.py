"""Every way in which a statement must not be believed, each with its code (plan P6)."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from datetime import date, timedelta

import pytest
from asn1crypto import cms, crl, x509

from ktgs_desktop import messages
from ktgs_desktop.domain.channels import down
from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import list_updates
from ktgs_desktop.trust.cms_signing import certificate_fingerprint
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import (
    Signature,
    StatementKind,
    decode_signatures,
    sign,
)
from tests.trust import houses
from tests.trust.exchange_cases import (
    KEY,
    SHA1_DIGEST,
    Act,
    accepting,
    attribute,
    by,
    carrier,
    cms_district,
    deep_chain,
    entry,
    in_circle,
    listed,
    new_key,
    notice,
    of_district,
    older_list,
    pdf_signature,
    raw,
    revoked,
    same_version,
    shaped,
    updated,
    with_certificate,
    wrong_block,
)
from tests.trust.houses import (
    BODY,
    COMMUNE,
    DISTRICT,
    MANIFEST,
    OTHER_DISTRICT,
    SIBLING,
    TODAY,
    TOP,
    bound,
    certified,
    house,
    unit_id,
)

REFUSED: list[tuple[str, str, Act]] = [
    # Keys
    ("a key nobody knows", "key_unknown", lambda: by(KEY, COMMUNE)),
    ("the key of a sibling", "key_unbound", lambda: by(house().key(SIBLING), COMMUNE)),
    ("the key of the superior", "key_unbound", lambda: by(house().key(DISTRICT), COMMUNE)),
    ("the key of a unit below", "key_unbound", lambda: by(house().key(COMMUNE), DISTRICT)),
    ("the key of the root", "key_unknown", lambda: by(house().tree.root_keys[0], TOP)),
    ("a computer's key", "key_unbound",
     lambda: by(house().tree.offices[COMMUNE].carrier, COMMUNE,
                house().with_(bindings=(house().tree.offices[COMMUNE].carrier_binding,)))),
    ("a key that begins tomorrow", "key_not_yet_valid",
     lambda: new_key(valid_from=TODAY + timedelta(days=1))),
    ("a key that ended yesterday", "key_expired",
     lambda: new_key(valid_to=TODAY - timedelta(days=1))),
    ("a unit nobody lists", "unit_not_listed", lambda: new_key(unit=unit_id("nobody"))),
    ("a key of small order", "key_weak",
     lambda: carrier(public="01" + "00" * 31)),
    ("a key in a second spelling", "key_weak",
     lambda: carrier(public="f0" + "ff" * 30 + "7f")),
    ("a certificate's key of 1,024 bits", "key_weak",
     lambda: with_certificate(houses.weak_identity())),
    # Who signed the binding
    ("a binding by a sibling", "key_unbound", lambda: new_key(signer=house().key(SIBLING))),
    ("a binding by the unit itself", "key_unbound",
     lambda: new_key(signer=house().key(COMMUNE))),
    ("a binding that names the unit as its issuer", "binding_issuer_wrong",
     lambda: new_key(issuer=COMMUNE)),
    ("a binding by a unit below", "binding_issuer_wrong",
     lambda: new_key(unit=DISTRICT, issuer=COMMUNE)),
    ("a binding by the grandparent", "binding_issuer_wrong",
     lambda: new_key(issuer=TOP, signer=house().key(TOP))),
    ("a binding by another district", "binding_issuer_wrong",
     lambda: new_key(issuer=OTHER_DISTRICT)),
    ("a binding by a stranger", "key_unknown", lambda: new_key(signer=Ed25519Key.generate())),
    ("a binding by the new key itself", "key_unbound", lambda: new_key(signer=KEY)),
    ("a binding by one of two keys of the root", "threshold_not_met",
     lambda: by(KEY, DISTRICT, house().with_(
         bindings=(bound(DISTRICT, KEY, TOP, house().tree.root_keys[0]),)))),
    ("a binding of before its issuer's key", "key_not_yet_valid",
     lambda: by(KEY, COMMUNE, house().with_(bindings=(
         bound(DISTRICT, certified("sau"), TOP, *house().tree.root_keys[:2],
               valid_from=date(2021, 2, 1)),
         bound(COMMUNE, KEY, DISTRICT, certified("sau"), valid_from=date(2021, 1, 15)))))),
    ("units in a circle", "unit_tree_loop", in_circle),
    ("a chain of nine levels", "chain_too_long", lambda: deep_chain(7)),
    ("a superior whose list is missing", "key_unknown",
     lambda: by(house().key(COMMUNE), COMMUNE, house().with_(lists=house().lists[:1]))),
    # Signatures
    ("no signature at all", "signature_malformed",
     lambda: house().store().check(MANIFEST, BODY, [], COMMUNE)),
    ("another body", "signature_wrong",
     lambda: by(house().key(COMMUNE), COMMUNE, body=b'{"v":2}')),
    ("another body under a certificate", "signature_wrong",
     lambda: by(cms_district(), DISTRICT, body=b'{"v":2}')),
    ("signed as a receipt", "signature_wrong",
     lambda: house().store().check(
         MANIFEST, BODY, [sign(StatementKind.RECEIPT, BODY, house().key(COMMUNE))], COMMUNE)),
    ("signed as a receipt, by certificate", "signature_wrong",
     lambda: house().store().check(
         MANIFEST, BODY, [sign(StatementKind.RECEIPT, BODY, cms_district())], DISTRICT)),
    ("an outer header by the approval key", "statement_type_wrong",
     lambda: house().store().check(StatementKind.OUTER, BODY, [], COMMUNE)),
    ("a root by the approval key", "statement_type_wrong",
     lambda: house().store().check(StatementKind.ROOT, BODY, [], COMMUNE)),
    ("a kind nobody knows", "statement_type_wrong",
     lambda: house().store().check("application/x", BODY, [], COMMUNE)),
    ("an empty signature", "signature_wrong", lambda: raw(b"")),
    ("63 bytes", "signature_wrong", lambda: raw(house().key(COMMUNE).sign(b"x")[:63])),
    ("65 bytes", "signature_wrong", lambda: raw(house().key(COMMUNE).sign(b"x") + b"\0")),
    ("a signature over the body without its type", "signature_wrong",
     lambda: raw(house().key(COMMUNE).sign(BODY))),
    ("an Ed25519 signature said to be CMS", "signature_malformed",
     lambda: house().store().check(MANIFEST, BODY, [Signature(
         Suite.CMS, house().key(COMMUNE).fingerprint, b"x")], COMMUNE)),
    ("a CMS signature said to be Ed25519", "signature_malformed",
     lambda: house().store().check(MANIFEST, BODY, [dataclasses.replace(
         sign(MANIFEST, BODY, cms_district()), suite=Suite.ED25519)], DISTRICT)),
    ("a good and a wrong signature", "signature_wrong",
     lambda: house().with_(bindings=(bound(COMMUNE, KEY, DISTRICT),)).store().check(
         MANIFEST, BODY, [sign(MANIFEST, BODY, house().key(COMMUNE)),
                          sign(MANIFEST, b"{}", KEY)], COMMUNE)),
    ("a good and a stranger's signature", "key_unknown",
     lambda: house().store().check(
         MANIFEST, BODY, [sign(MANIFEST, BODY, house().key(COMMUNE)),
                          sign(MANIFEST, BODY, KEY)], COMMUNE)),
    # The block of signatures
    ("an empty block", "signature_malformed", lambda: decode_signatures(b"")),
    ("a block of none", "signature_malformed", lambda: decode_signatures(b"\0")),
    ("a block cut short", "signature_malformed", lambda: wrong_block(lambda block: block[:-1])),
    ("a block with a byte more", "signature_malformed", lambda: wrong_block(lambda b: b + b"\0")),
    ("a block that counts two", "signature_malformed",
     lambda: wrong_block(lambda b: b"\2" + b[1:])),
    ("a block with one signature twice", "signature_malformed",
     lambda: wrong_block(lambda b: b"\2" + b[1:] + b[1:])),
    ("a block with an unknown suite", "signature_malformed",
     lambda: wrong_block(lambda b: b[:1] + b"\3" + b[2:])),
    ("a block of 17", "signature_malformed", lambda: wrong_block(lambda b: b"\x11" + b[1:] * 17)),
    ("a block over its limit", "signature_malformed",
     lambda: decode_signatures(b"\1" + b"\1" + b"f" * 32 + (17000).to_bytes(4) + b"x" * 17000)),
    # The shape of CMS
    ("no CMS at all", "signature_malformed",
     lambda: with_certificate(certified("a"), signature=Signature(
         Suite.CMS, certificate_fingerprint(certified("a").certificate), b"\x30\x03\x02\x01\1"))),
    ("no signed attributes", "signature_malformed", lambda: shaped(bare=True)),
    ("two signers", "signature_malformed", lambda: shaped(signers=2)),
    ("no signer", "signature_malformed", lambda: shaped(signers=0)),
    ("no content type", "signature_malformed", lambda: shaped(without=("content_type",))),
    ("no message digest", "signature_malformed", lambda: shaped(without=("message_digest",))),
    ("no signing certificate", "signature_malformed",
     lambda: shaped(without=("signing_certificate_v2",))),
    ("no algorithm protection", "signature_malformed",
     lambda: shaped(without=("cms_algorithm_protection",))),
    ("the digest twice", "signature_malformed", lambda: shaped(twice=("message_digest",))),
    ("the content type twice", "signature_malformed", lambda: shaped(twice=("content_type",))),
    ("an attribute nobody asked for", "signature_malformed",
     lambda: shaped(more=[attribute("1.2.3.4", houses.octets(b"x"))])),
    ("another content type", "signature_malformed",
     lambda: shaped(values={"content_type": [cms.ContentType("signed_data")]})),
    ("another content type around", "signature_malformed",
     lambda: shaped(encap={"content_type": "1.2.840.113549.1.9.16.1.4"})),
    ("another digest", "signature_wrong",
     lambda: shaped(values={"message_digest": [houses.octets(b"\0" * 32)]})),
    ("a digest of the body without its type", "signature_wrong",
     lambda: shaped(values={"message_digest": [houses.octets(hashlib.sha256(BODY).digest())]})),
    ("SHA-1", "signature_malformed",
     lambda: shaped(digest="sha1", values={"message_digest": [houses.octets(SHA1_DIGEST)]})),
    ("the contents within", "signature_malformed",
     lambda: shaped(encap={"content_type": "data", "content": BODY})),
    ("no certificate within", "signature_malformed", lambda: shaped(certificates=[])),
    ("two certificates within", "signature_malformed",
     lambda: shaped(certificates=[
         x509.Certificate.load(cms_district().certificate),
         x509.Certificate.load(house().tree.authority.certificate)])),
    ("another certificate within", "signature_malformed",
     lambda: shaped(certificates=[x509.Certificate.load(certified("b").certificate)])),
    ("a revocation list within", "signature_malformed",
     lambda: shaped(crls=[cms.RevocationInfoChoice(
         "crl", crl.CertificateList.load(house().tree.revocations))])),
    ("a version of another kind", "signature_malformed", lambda: shaped(signer_version="v3")),
    ("an attribute that is not signed", "signature_malformed",
     lambda: shaped(unsigned=attribute("1.2.3.4", houses.octets(b"x")))),
    ("a signature taken from a PDF", "signature_wrong", pdf_signature),
    # Certificates and their lists
    ("a certificate that has expired", "certificate_expired",
     lambda: with_certificate(certified("c", 2020, 2021))),
    ("a certificate of next year", "certificate_not_yet_valid",
     lambda: with_certificate(certified("d", 2022))),
    ("a certificate of a stranger's authority", "certificate_untrusted",
     lambda: with_certificate(houses.foreign_identity())),
    ("a certificate that is for encryption", "certificate_unsuitable",
     lambda: with_certificate(houses.unsuitable_identity())),
    ("a certificate revoked, though it names no address of a list", "certificate_revoked",
     lambda: of_district(crls=(houses.revocations(1, cms_district().certificate),))),
    ("a certificate revoked in an old list and not in the new one", "certificate_revoked",
     lambda: of_district(crls=(houses.revocations(50, cms_district().certificate),
                               houses.revocations(1, number=3)))),
    ("a certificate revoked in a list of before 400 days", "certificate_revoked",
     lambda: of_district(crls=(houses.revocations(400, cms_district().certificate),
                               houses.revocations(1, number=3)))),
    ("no list", "crl_missing", lambda: of_district(crls=())),
    ("a list of a stranger", "crl_missing",
     lambda: of_district(crls=(houses.training.revocation_list(
         houses.training.new_authority(houses.VALID, kind=houses.KeyKind.EC), houses.VALID),))),
    ("a list of next year", "crl_missing", lambda: of_district(crls=(houses.revocations(-300),))),
    ("a list of 366 days", "crl_too_old", lambda: of_district(crls=(houses.revocations(366),))),
    ("a list of three years", "crl_too_old", lambda: of_district(crls=(houses.revocations(1095),))),
    ("a superior whose certificate is revoked", "certificate_revoked",
     lambda: by(house().key(COMMUNE), COMMUNE, house().with_(
         crls=(houses.revocations(1, cms_district().certificate),)))),
    # What is accepted from whom
    ("a key where the root wants certificates", "suite_not_accepted",
     lambda: by(house().key(COMMUNE), COMMUNE, house().with_(root=dataclasses.replace(
         house().tree.root, **accepting("CS", Suite.CMS))))),
    ("a key where the superior wants certificates", "suite_not_accepted",
     lambda: by(house().key(COMMUNE), COMMUNE,
                house().relisted(DISTRICT, **accepting("CS", Suite.CMS)))),
    ("a key where the superior's superior wants certificates", "suite_not_accepted",
     lambda: by(house().key(COMMUNE), COMMUNE,
                house().relisted(TOP, **accepting("CS", Suite.CMS))
                .relisted(DISTRICT, **accepting("CS", Suite.ED25519)))),
    # Notices
    ("a key revoked by the superior", "key_revoked", revoked),
    ("a key revoked by the superior's superior", "key_revoked", lambda: revoked(issuer=TOP)),
    ("a key revoked from a place on, and what came later", "key_revoked",
     lambda: revoked(after=(b"h" * 32,), covers=lambda _heads: False)),
    ("a key revoked from a place on, and nobody to ask", "key_revoked",
     lambda: revoked(after=(b"h" * 32,))),
    ("a superior whose key is revoked", "key_revoked",
     lambda: by(house().key(COMMUNE), COMMUNE, house().relisted(
         TOP, notices=(notice(DISTRICT, house().key(DISTRICT)),)))),
    # Computers' keys and encryption keys
    ("an approval key as a computer's", "key_unbound",
     lambda: house().store().carrier(bound(COMMUNE, KEY, DISTRICT))),
    ("a computer's key by a sibling", "key_unbound",
     lambda: carrier(signer=house().key(SIBLING))),
    ("a computer's key that has ended", "key_expired",
     lambda: carrier(valid_to=TODAY - timedelta(days=1))),
    ("a computer's key by another district", "binding_issuer_wrong",
     lambda: carrier(issuer=OTHER_DISTRICT)),
    ("a computer's key as that of another unit", "binding_issuer_wrong",
     lambda: carrier(unit=SIBLING, issuer=COMMUNE)),
    ("a unit without a valid encryption key", "unit_without_encryption_key",
     lambda: house().relisted(DISTRICT, bindings=()).store().recipients(COMMUNE)),
    # Channels
    ("a sibling's downward channel", "channel_not_allowed",
     lambda: house().store().check_channel(SIBLING, down(COMMUNE))),
    ("one's own downward channel", "channel_not_allowed",
     lambda: house().store().check_channel(COMMUNE, down(COMMUNE))),
    ("the superior's downward channel", "channel_not_allowed",
     lambda: house().store().check_channel(COMMUNE, down(DISTRICT))),
    ("regulations by a district", "channel_not_allowed",
     lambda: house().store().check_channel(DISTRICT, "pub.reg")),
    ("a channel nobody knows", "channel_not_allowed",
     lambda: house().store().check_channel(DISTRICT, "down:x")),
    # Lists
    ("a list by a stranger", "key_unknown", lambda: listed(DISTRICT, keys=(KEY,))),
    ("a list by a unit below", "key_unbound",
     lambda: listed(DISTRICT, keys=(house().key(COMMUNE),))),
    ("a list by one of two keys of the root", "threshold_not_met",
     lambda: listed(TOP, keys=house().tree.root_keys[:1])),
    ("a list that speaks of another's unit", "list_outside_remit",
     lambda: listed(DISTRICT, units=(*house().list_of(DISTRICT).units,
                                     entry(unit_id("z"), OTHER_DISTRICT)))),
    ("a list that claims its own superior", "list_outside_remit",
     lambda: listed(DISTRICT, units=(*house().list_of(DISTRICT).units, entry(TOP, DISTRICT)))),
    ("a unit that two districts claim", "unit_parent_unclear",
     lambda: by(house().key(COMMUNE), COMMUNE,
                house().relisted(OTHER_DISTRICT, units=(entry(COMMUNE, OTHER_DISTRICT),)))),
    ("a unit that has ended", "unit_ended",
     lambda: listed(DISTRICT, units=(entry(COMMUNE, DISTRICT, end=date(2021, 2, 1)),))),
    ("an older list", "list_rollback", older_list),
    ("a list of one version with other contents", "list_equivocation",
     lambda: same_version(expires=date(2029, 1, 1))),
    ("a list that jumps", "list_version_jump",
     lambda: list_updates.next_list(house().lists[1], Statement(
         houses.canonical_list(dataclasses.replace(
             house().list_of(DISTRICT), version=10_002)), b""))),
    ("a list of another issuer", "list_issuer_other",
     lambda: list_updates.next_list(house().lists[0], house().lists[1])),
    ("a list without a unit it had", "list_entry_missing", lambda: updated(units=())),
    ("a list without a binding it had", "list_entry_missing", lambda: updated(bindings=())),
    ("a list that moves a unit into the past", "list_entry_missing",
     lambda: updated(units=tuple(dataclasses.replace(one, valid_from=date(2020, 1, 1))
                                 for one in house().list_of(DISTRICT).units))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "act"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_must_not_be_believed(code: str, act: Act) -> None:
    house()
    began = time.process_time()
    with pytest.raises(PackageError) as caught:
        act()
    assert time.process_time() - began < 1
    assert caught.value.code == code, caught.value
    assert messages.sentence(caught.value) != code


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) >= 80
    assert len({name for name, _code, _act in REFUSED}) == len(REFUSED)


ACCEPTED: list[tuple[str, tuple[str, ...], Act]] = [
    ("a commune by its key", (), lambda: by(house().key(COMMUNE), COMMUNE)),
    ("a district by its certificate", (), lambda: by(cms_district(), DISTRICT)),
    ("the province", (), lambda: by(house().key(TOP), TOP)),
    ("a certificate with an RSA key", (),
     lambda: with_certificate(certified("rsa", rsa_key=True))),
    ("a key on its first day", (), lambda: new_key(valid_from=TODAY)),
    ("a key on its last day", (), lambda: new_key(valid_to=TODAY)),
    ("a key certified by the root", (),
     lambda: by(KEY, COMMUNE, house().with_(
         bindings=(bound(COMMUNE, KEY, TOP, *house().tree.root_keys[:2]),)))),
    ("a list of 90 days", (), lambda: of_district(crls=(houses.revocations(90),))),
    ("a list of 91 days", ("crl_stale",), lambda: of_district(crls=(houses.revocations(91),))),
    ("a list of 365 days", ("crl_stale",), lambda: of_district(crls=(houses.revocations(365),))),
    ("another certificate revoked", (),
     lambda: of_district(crls=(houses.revocations(1, certified("e").certificate),))),
    ("revoked later", ("key_revoked_later",),
     lambda: revoked(after=(b"h" * 32,), covers=lambda heads: heads == (b"h" * 32,))),
    ("a notice of a unit that has no say", (),
     lambda: revoked(issuer=OTHER_DISTRICT)),
    ("a notice of a unit below", (),
     lambda: by(cms_district(), DISTRICT,
                house().relisted(COMMUNE, notices=(notice(DISTRICT, cms_district()),)))),
    ("a list out of date", ("list_expired",),
     lambda: listed(DISTRICT, expires=TODAY - timedelta(days=1))),
    ("seven levels", (), lambda: deep_chain(4)),
    ("a superior that wants certificates of others", (),
     lambda: by(house().key(COMMUNE), COMMUNE,
                house().relisted(DISTRICT, **accepting("CB", Suite.CMS)))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("warnings", "act"), [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED]
)
def test_what_is_believed(warnings: tuple[str, ...], act: Act) -> None:
    assert act().warnings == (*warnings, "training_trust")


def test_computers_channels_and_recipients() -> None:
    store = house().store()
    for unit, office in house().tree.offices.items():
        assert store.carrier(office.carrier_binding).device == office.device
        assert store.recipients(unit) == (office.unit.encryption,)
    store.check_channel(DISTRICT, down(COMMUNE))
    store.check_channel(TOP, down(COMMUNE))
    store.check_channel(TOP, "pub.reg")
    store.check_channel(COMMUNE, "up.det")
    assert store.ancestors(COMMUNE) == (DISTRICT, TOP)
