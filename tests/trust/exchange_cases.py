"""What is tried on a house of exchange: a key, a binding, a list or a signature bent somewhere."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from datetime import date

from asn1crypto import cms

from ktgs_desktop.domain.key_bindings import KeyPurpose, Suite
from ktgs_desktop.domain.trust_lists import (
    LevelProfile,
    RevocationNotice,
    RevocationReason,
    UnitEntry,
)
from ktgs_desktop.trust import list_updates
from ktgs_desktop.trust.cms_signing import certificate_fingerprint
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import (
    Signature,
    StatementKind,
    decode_signatures,
    encode_signatures,
    sign,
)
from tests.trust import houses
from tests.trust.conftest import draw, signed
from tests.trust.houses import (
    BODY,
    COMMUNE,
    DISTRICT,
    MANIFEST,
    START,
    TODAY,
    TOP,
    bound,
    forged,
    house,
    unit_id,
)

Act = Callable[[], object]
KEY = Ed25519Key.from_seed(b"k" * 32)
LATER = date(2030, 6, 1)


def by(key: object, unit: object, bent: houses.House | None = None, body: bytes = BODY, **named):
    """A manifest signed by a key is checked as one of a unit."""
    signature = sign(MANIFEST, BODY, key)
    return (bent or house()).store().check(MANIFEST, body, [signature], unit, **named)


def new_key(unit=COMMUNE, issuer=DISTRICT, signer=None, key=KEY, **parts):
    """A manifest by a new key, whose binding is as said."""
    bindings = (bound(unit, key, issuer, signer or house().key(issuer), **parts),)
    return by(key, unit, house().with_(bindings=bindings))


def with_certificate(identity, unit=DISTRICT, signature=None, **parts):
    """A manifest by a new certificate of the district."""
    bent = house().with_(
        bindings=(bound(unit, identity, TOP, *house().tree.root_keys[:2]),), **parts
    )
    made = signature or sign(MANIFEST, BODY, identity)
    return bent.store().check(MANIFEST, BODY, [made], unit)


def shaped(**changes):
    """A manifest by the district's key, in another shape of CMS."""
    key = house().key(DISTRICT)
    return house().store().check(MANIFEST, BODY, [forged(key, BODY, **changes)], DISTRICT)


def notice(unit, key, after=(), on=TODAY):
    fingerprint = getattr(key, "fingerprint", None) or certificate_fingerprint(key.certificate)
    return RevocationNotice(fingerprint, unit, RevocationReason.LOST, after, on)


def revoked(after=(), issuer=DISTRICT, unit=COMMUNE, **named):
    key = house().key(unit)
    bent = house().relisted(issuer, notices=(notice(unit, key, after),))
    return by(key, unit, bent, **named)


def raw(value: bytes, key=None):
    key = key or house().key(COMMUNE)
    made = Signature(Suite.ED25519, key.fingerprint, value)
    return house().store().check(MANIFEST, BODY, [made], COMMUNE)


def carrier(unit=COMMUNE, signer=None, issuer=None, **parts):
    named = {"purpose": KeyPurpose.CARRIER, "device": unit_id("pc")} | parts
    issuer = issuer or unit
    return house().store().carrier(bound(unit, KEY, issuer, signer or house().key(issuer), **named))


def wrong_block(change: Callable[[bytes], bytes]):
    block = encode_signatures([sign(MANIFEST, BODY, house().key(COMMUNE))])
    return decode_signatures(change(block))


def pdf_signature():
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    key = house().key(DISTRICT)
    from datetime import UTC, datetime

    pdf = signed(draw("Giay"), key, now=datetime(2021, 2, 1, tzinfo=UTC))
    contents = PdfFileReader(BytesIO(pdf)).embedded_signatures[0].pkcs7_content.rstrip(b"\0")
    made = Signature(Suite.CMS, certificate_fingerprint(key.certificate), contents)
    return house().store().check(MANIFEST, BODY, [made], DISTRICT)


def entry(unit, parent, start=START, end=None):
    return UnitEntry(unit, "x", "Xã thử", "CS", parent, start, end)


def in_circle():
    """Two units that certify each other, without the root."""
    one, two = unit_id("one"), unit_id("two")
    first, second = Ed25519Key.from_seed(b"1" * 32), Ed25519Key.from_seed(b"2" * 32)
    bent = house().relisted(one, keys=(first,), units=(entry(two, one),))
    bent = bent.relisted(two, keys=(second,), units=(entry(one, two),))
    bent = bent.with_(bindings=(bound(one, first, two, second), bound(two, second, one, first)))
    return by(first, one, bent)


def deep_chain(levels):
    bent, parent, key = house(), COMMUNE, house().key(COMMUNE)
    bindings = []
    for number in range(levels):
        unit, fresh = unit_id(f"deep{number}"), Ed25519Key.from_seed(bytes([number + 1]) * 32)
        bent = bent.relisted(parent, keys=(key,), units=(entry(unit, parent),))
        bindings.append(bound(unit, fresh, parent, key))
        parent, key = unit, fresh
    return by(key, parent, bent.with_(bindings=tuple(bindings)))


def listed(issuer, **parts):
    """The store judges a list when somebody it names signs."""
    return by(house().key(COMMUNE), COMMUNE, house().relisted(issuer, **parts))


def updated(**parts):
    former = next(
        one for one in house().lists if b'"issuer":"%s"' % str(DISTRICT).encode() in one.body
    )
    bent = house().relisted(DISTRICT, **parts)
    return list_updates.next_list(former, bent.lists[-1])


def older_list():
    newer = house().relisted(DISTRICT).lists[-1]
    former = next(
        one for one in house().lists if b'"issuer":"%s"' % str(DISTRICT).encode() in one.body
    )
    return list_updates.next_list(newer, former)


def same_version(**parts):
    newer = house().relisted(DISTRICT).lists[-1]
    contents = dataclasses.replace(house().list_of(DISTRICT), version=2, **parts)
    other = houses.statement(StatementKind.TRUST_LIST, contents.to_json(), (house().key(DISTRICT),))
    return list_updates.next_list(newer, other)


def accepting(level, *suites):
    return {"accepted": (LevelProfile(level, suites),)}


def cms_district():
    return house().key(DISTRICT)


def of_district(**parts):
    return by(cms_district(), DISTRICT, house().with_(**parts))


def attribute(kind, value):
    return cms.CMSAttribute({"type": kind, "values": [value]})


SHA1_DIGEST = hashlib.sha1(b"x").digest()  # noqa: S324 - refused
