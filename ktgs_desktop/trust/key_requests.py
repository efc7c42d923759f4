"""Requests to certify keys: made by the key that is to sign, checked by the superior."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.key_requests import KeyRequest
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.key_checks import check_signature
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import (
    StatementKind,
    decode_signatures,
    encode_signatures,
    sign,
)

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.trust.certificates import SigningIdentity


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what to be certified.

    Attributes:
        unit: the unit.
        code: its code.
        name: its name.
        holder: whom people know the approval key by; of a certificate its own name counts.
        device: the installation.
        carrier: the computer's public key.
        encryption: the public encryption key.
        valid_from: first day of the keys.
        valid_to: last day of the keys.
        serial: number of the first binding; the second has the next.
    """

    unit: UUID
    code: str
    name: str
    holder: str
    device: UUID
    carrier: str
    encryption: str
    valid_from: date
    valid_to: date
    serial: int


def signed(kind: StatementKind, body: Json, key: Ed25519Key | SigningIdentity) -> Statement:
    """A statement signed by one key.

    Args:
        kind: what it is.
        body: its contents.
        key: who signs.

    Raises:
        UserError: what a token says.
    """
    spelled = canonical(body)
    return Statement(spelled, encode_signatures([sign(kind, spelled, key)]))


def make_request(asking: Asking, key: Ed25519Key | SigningIdentity) -> Statement:
    """Bind the keys of computer and encryption to the unit, and ask for all to be certified.

    Args:
        asking: who asks for what.
        key: the approval key; a token that is open asks for its PIN no more.

    Raises:
        UserError: what a token says.
        PackageError: `certificate_unreadable`.
    """
    if isinstance(key, Ed25519Key):
        suite, public, holder = Suite.ED25519, key.public, asking.holder
    else:
        from ktgs_desktop.trust import certificates, cms_signing  # load x509 and pyHanko

        suite = Suite.CMS
        public = base64.b64encode(cms_signing.public_key(key.certificate)).decode("ascii")
        holder = certificates.describe_certificate(key.certificate).subject
    carrier = KeyBinding(
        unit=asking.unit,
        purpose=KeyPurpose.CARRIER,
        device=asking.device,
        public=asking.carrier,
        suite=Suite.ED25519,
        valid_from=asking.valid_from,
        valid_to=asking.valid_to,
        serial=asking.serial,
        issuer=asking.unit,
        holder=asking.holder,
    )
    encryption = KeyBinding(
        unit=asking.unit,
        purpose=KeyPurpose.ENCRYPTION,
        device=None,
        public=asking.encryption,
        suite=Suite.AGE,
        valid_from=asking.valid_from,
        valid_to=asking.valid_to,
        serial=asking.serial + 1,
        issuer=asking.unit,
        holder=asking.holder,
    )
    request = KeyRequest(
        unit=asking.unit,
        code=asking.code,
        name=asking.name,
        made=asking.valid_from,
        suite=suite,
        public=public,
        holder=holder,
        carrier=signed(StatementKind.BINDING, carrier.to_json(), key),
        encryption=signed(StatementKind.BINDING, encryption.to_json(), key),
    )
    return signed(StatementKind.KEY_REQUEST, request.to_json(), key)


def check_request(statement: Statement) -> KeyRequest:
    """Refuse a request that its own key did not sign from end to end.

    It proves that whoever asks has the key; whose it is, two people find out by its code.

    Args:
        statement: the request.

    Raises:
        PackageError: `key_request_malformed`, `json_not_canonical`, `signature_malformed`,
            `signature_wrong`, `key_weak`, `key_unknown`.
    """
    request = KeyRequest.from_bytes(statement.body)
    for kind, one in (
        (StatementKind.KEY_REQUEST, statement),
        (StatementKind.BINDING, request.carrier),
        (StatementKind.BINDING, request.encryption),
    ):
        signatures = decode_signatures(one.signatures)
        if len(signatures) != 1 or signatures[0].fingerprint != request.fingerprint:
            raise PackageError("signature_wrong")
        check_signature(kind, one.body, signatures[0], request.suite, request.public)
    return request


def certificate_of(statement: Statement) -> bytes | None:
    """The certificate a checked request was signed with, DER; None for an Ed25519 key.

    Args:
        statement: the request.

    Raises:
        PackageError: as `check_request`.
    """
    request = KeyRequest.from_bytes(statement.body)
    (signature,) = decode_signatures(statement.signatures)
    return check_signature(
        StatementKind.KEY_REQUEST, statement.body, signature, request.suite, request.public
    )
