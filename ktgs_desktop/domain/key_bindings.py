"""Keys of units and who answers for them (gắn khoá): one statement for each key.

A unit signs with an *approval* key (its certificate, or an Ed25519 key where it has none), its
computers seal packages with *carrier* keys, and its *encryption* key opens what is sent to it. A
binding says whose a key is, for what and how long; the superior signs those of approval keys, the
unit itself the others.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.journal import parse
from ktgs_desktop.domain.strict_fields import Fields

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MAX_BINDING_BYTES = 8 * 1024
MAX_PUBLIC = 4096
MAX_HOLDER = 200
_CODE = "binding_malformed"
_KEYS = (
    "dev", "from", "holder", "issuer", "public", "purpose", "serial", "suite", "to", "unit",
)  # fmt: skip
_ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")  # the DER around the 32 bytes
_ED25519 = re.compile(r"[0-9a-f]{64}")
_AGE = re.compile(r"age1[02-9ac-hj-np-z]{58}")


class Suite(IntEnum):
    """How a key works.

    ED25519: raw Ed25519 signatures (RFC 8032).
    CMS: detached CMS signatures by an X.509 certificate.
    AGE: no signatures, but encryption by age (X25519).
    """

    ED25519 = 1
    CMS = 2
    AGE = 3


SIGNING_SUITES = (Suite.ED25519, Suite.CMS)


class KeyPurpose(StrEnum):
    """What a key is for."""

    APPROVAL = "approval"
    CARRIER = "carrier"
    ENCRYPTION = "encryption"


_SUITES_OF = {
    KeyPurpose.APPROVAL: SIGNING_SUITES,
    KeyPurpose.CARRIER: (Suite.ED25519,),
    KeyPurpose.ENCRYPTION: (Suite.AGE,),
}


def key_fingerprint(suite: Suite, public: str) -> bytes:
    """What names a key everywhere: SHA-256 of its SubjectPublicKeyInfo, or of an age recipient.

    Args:
        suite: how the key works.
        public: the public key as `KeyBinding` spells it, well formed.

    Returns:
        32 bytes.
    """
    if suite is Suite.ED25519:
        return hashlib.sha256(_ED25519_PREFIX + bytes.fromhex(public)).digest()
    if suite is Suite.CMS:
        return hashlib.sha256(base64.b64decode(public)).digest()
    return hashlib.sha256(public.encode("ascii")).digest()


def read_public(fields: Fields, suite: Suite) -> str:
    """The field `public` of an object, in the one spelling its suite has.

    Args:
        fields: the object.
        suite: how the key works.

    Raises:
        PackageError: the code of the object.
    """
    if suite is Suite.ED25519:
        return fields.text("public", 64, _ED25519)
    if suite is Suite.AGE:
        return fields.text("public", 62, _AGE)
    spelled = fields.text("public", MAX_PUBLIC)
    try:
        same = base64.b64encode(base64.b64decode(spelled, validate=True)).decode() == spelled
    except (binascii.Error, ValueError):
        same = False
    if not same or not spelled:
        fields.refuse("public")
    return spelled


def read_suite(fields: Fields, allowed: tuple[Suite, ...]) -> Suite:
    """The field `suite` of an object.

    Args:
        fields: the object.
        allowed: the suites it may name.

    Raises:
        PackageError: the code of the object.
    """
    number = fields.integer("suite", 1, max(Suite))
    if number not in allowed:
        fields.refuse("suite")
    return Suite(number)


@dataclass(frozen=True, slots=True)
class KeyBinding:
    """Whose a key is.

    Attributes:
        unit: the unit it belongs to.
        purpose: what it is for.
        device: the installation, for carrier keys only.
        public: the public key: 64 hexadecimal digits (Ed25519), the SubjectPublicKeyInfo in base64
            (CMS), or `age1…`.
        suite: how it works.
        valid_from: first day.
        valid_to: last day.
        serial: number of the binding among those of its issuer, from 1.
        issuer: the unit that signs the binding.
        holder: whom people know it by, e.g. the name in the certificate; may be empty.
    """

    unit: UUID
    purpose: KeyPurpose
    device: UUID | None
    public: str
    suite: Suite
    valid_from: date
    valid_to: date
    serial: int
    issuer: UUID
    holder: str = ""

    @property
    def fingerprint(self) -> bytes:
        """What names the key, 32 bytes."""
        return key_fingerprint(self.suite, self.public)

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "dev": None if self.device is None else str(self.device),
            "from": self.valid_from.isoformat(),
            "holder": self.holder,
            "issuer": str(self.issuer),
            "public": self.public,
            "purpose": str(self.purpose),
            "serial": self.serial,
            "suite": int(self.suite),
            "to": self.valid_to.isoformat(),
            "unit": str(self.unit),
        }

    @classmethod
    def from_json(cls, value: Json) -> KeyBinding:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `binding_malformed`.
        """
        fields = Fields(value, _CODE, _KEYS)
        purpose = KeyPurpose(fields.choice("purpose", set(KeyPurpose)))
        suite = read_suite(fields, _SUITES_OF[purpose])
        device = fields.optional("dev", fields.uuid)
        if (device is None) == (purpose is KeyPurpose.CARRIER):
            fields.refuse("dev")
        binding = cls(
            unit=fields.uuid("unit"),
            purpose=purpose,
            device=device,
            public=read_public(fields, suite),
            suite=suite,
            valid_from=fields.day("from"),
            valid_to=fields.day("to"),
            serial=fields.integer("serial", 1),
            issuer=fields.uuid("issuer"),
            holder=fields.text("holder", MAX_HOLDER),
        )
        if binding.valid_to < binding.valid_from:
            fields.refuse("to")
        return binding

    @classmethod
    def from_bytes(cls, body: bytes) -> KeyBinding:
        """Read the signed bytes.

        Args:
            body: canonical JSON.

        Raises:
            PackageError: `json_not_canonical` or `binding_malformed`.
        """
        return cls.from_json(parse(body, limit=MAX_BINDING_BYTES))
