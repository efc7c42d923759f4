"""What an office asks its superior to certify (đề nghị chứng nhận khoá): its keys, signed by one.

The request goes up by stick; its code is read out by telephone, so that nobody between the two
offices can put other keys in their place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.journal import parse
from ktgs_desktop.domain.key_bindings import (
    MAX_HOLDER,
    SIGNING_SUITES,
    KeyBinding,
    KeyPurpose,
    Suite,
    key_fingerprint,
    read_public,
    read_suite,
)
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.strict_fields import Fields

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MAX_REQUEST_BYTES = 64 * 1024
CODE_DIGITS = 32
"""128 bits: as much as two people are willing to compare, and nobody can hit by trying."""
_GROUP = 4
_MAX_NAME = 300
_CODE = "key_request_malformed"
_KEYS = (
    "carrier", "code", "encryption", "holder", "made", "name", "public", "suite", "unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """The keys of an office that are to be certified.

    Attributes:
        unit: the unit.
        code: its code, as it says itself.
        name: its name, as it says itself.
        made: the day it was made.
        suite: how the approval key works.
        public: the public approval key, spelled as in `KeyBinding`.
        holder: whom people know the approval key by.
        carrier: the binding of the computer's key, by the unit itself.
        encryption: the binding of the encryption key, by the unit itself.
    """

    unit: UUID
    code: str
    name: str
    made: date
    suite: Suite
    public: str
    holder: str
    carrier: Statement
    encryption: Statement

    @property
    def fingerprint(self) -> bytes:
        """What names the approval key, 32 bytes."""
        return key_fingerprint(self.suite, self.public)

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "carrier": self.carrier.to_json(),
            "code": self.code,
            "encryption": self.encryption.to_json(),
            "holder": self.holder,
            "made": self.made.isoformat(),
            "name": self.name,
            "public": self.public,
            "suite": int(self.suite),
            "unit": str(self.unit),
        }

    @classmethod
    def from_json(cls, value: Json) -> KeyRequest:
        """Read the object; the keys in it must be those of the unit that asks.

        Args:
            value: the object.

        Raises:
            PackageError: `key_request_malformed`, or what is wrong with a binding.
        """
        fields = Fields(value, _CODE, _KEYS)
        suite = read_suite(fields, SIGNING_SUITES)
        found = cls(
            unit=fields.uuid("unit"),
            code=fields.text("code", 40),
            name=fields.text("name", _MAX_NAME),
            made=fields.day("made"),
            suite=suite,
            public=read_public(fields, suite),
            holder=fields.text("holder", MAX_HOLDER),
            carrier=fields.nested("carrier", lambda item: Statement.from_json(item, _CODE)),
            encryption=fields.nested("encryption", lambda item: Statement.from_json(item, _CODE)),
        )
        for name, purpose in (
            ("carrier", KeyPurpose.CARRIER),
            ("encryption", KeyPurpose.ENCRYPTION),
        ):
            binding = KeyBinding.from_bytes(getattr(found, name).body)
            if (binding.unit, binding.issuer, binding.purpose) != (found.unit, found.unit, purpose):
                fields.refuse(name)
        return found

    @classmethod
    def from_bytes(cls, body: bytes) -> KeyRequest:
        """Read the signed bytes.

        Args:
            body: canonical JSON.

        Raises:
            PackageError: `json_not_canonical`, or as `from_json`.
        """
        return cls.from_json(parse(body, limit=MAX_REQUEST_BYTES))


def request_code(body: bytes) -> str:
    """What two offices compare by telephone before a request is certified.

    Args:
        body: the signed bytes of the request.

    Returns:
        32 hexadecimal digits in capitals, in groups of four.
    """
    digits = hashlib.sha256(body).hexdigest()[:CODE_DIGITS].upper()
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def plain_digits(text: str) -> str:
    """A code or fingerprint as it was typed, without what only makes it readable.

    Args:
        text: case, spaces, colons and hyphens do not matter.
    """
    return "".join(sign for sign in text.upper() if sign.isalnum())
