"""The secret keys of a unit and its computer, kept sealed in the workspace."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.journal import canonical, parse
from ktgs_desktop.domain.strict_fields import Fields
from ktgs_desktop.errors import PackageError, StorageError
from ktgs_desktop.trust import sealing
from ktgs_desktop.trust.raw_keys import SEED_BYTES, Ed25519Key

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.trust.keyring import WorkspaceKeys

MAX_SEALED_BYTES = 64 * 1024
MAX_IDENTITIES = 64
_MAX_SECRET = 200
_CODE = "exchange_keys_malformed"
_TAG = b"KTGS exchange keys 1\0"


@dataclass(frozen=True, slots=True)
class ExchangeKeys:
    """What an office signs, seals and opens packages with; never printed, logged or written.

    Attributes:
        unit: the unit.
        device: the installation.
        carrier: the computer's key.
        identities: secret encryption keys (`AGE-SECRET-KEY-1…`), the present one first; former
            ones stay to open old packages.
        approval: the unit's approval key, None where it signs by certificate.
    """

    unit: UUID
    device: UUID
    carrier: Ed25519Key = field(repr=False)
    identities: tuple[str, ...] = field(repr=False)
    approval: Ed25519Key | None = field(default=None, repr=False)


def seal_keys(keys: ExchangeKeys, workspace: WorkspaceKeys) -> bytes:
    """The keys under those of the workspace.

    Args:
        keys: the keys.
        workspace: the unlocked workspace.
    """
    body: dict[str, Json] = {
        "approval": None if keys.approval is None else _spelled(keys.approval.seed),
        "carrier": _spelled(keys.carrier.seed),
        "device": str(keys.device),
        "identities": [*keys.identities],
        "unit": str(keys.unit),
    }
    return sealing.seal(workspace.settings, canonical(body), digest=_bound(workspace))


def unseal_keys(sealed: bytes, workspace: WorkspaceKeys) -> ExchangeKeys:
    """The keys, if they were sealed for this workspace and nothing of them was changed.

    Args:
        sealed: what `seal_keys` made.
        workspace: the unlocked workspace.

    Raises:
        StorageError: `exchange_keys_damaged`.
    """
    if len(sealed) > MAX_SEALED_BYTES:
        raise StorageError("exchange_keys_damaged")
    try:
        plain = sealing.unseal(workspace.settings, sealed, digest=_bound(workspace))
        return _read(parse(plain, limit=MAX_SEALED_BYTES))
    except (StorageError, PackageError):
        raise StorageError("exchange_keys_damaged") from None


def _read(value: Json) -> ExchangeKeys:
    fields = Fields(value, _CODE, ("approval", "carrier", "device", "identities", "unit"))

    def key(name: str) -> Ed25519Key:
        try:
            seed = base64.b64decode(fields.text(name, 44), validate=True)
        except (binascii.Error, ValueError):
            fields.refuse(name)
        if len(seed) != SEED_BYTES:
            fields.refuse(name)
        return Ed25519Key.from_seed(seed)

    def secret(item: Json) -> str:
        if not isinstance(item, str) or len(item) > _MAX_SECRET:
            fields.refuse("identities")
        return item

    return ExchangeKeys(
        unit=fields.uuid("unit"),
        device=fields.uuid("device"),
        carrier=key("carrier"),
        identities=fields.items("identities", secret, most=MAX_IDENTITIES),
        approval=fields.optional("approval", key),
    )


def _spelled(seed: bytes) -> str:
    return base64.b64encode(seed).decode("ascii")


def _bound(workspace: WorkspaceKeys) -> bytes:
    """What ties the keys to their place: nothing else under the same key passes for them."""
    return hashlib.sha256(_TAG + workspace.workspace.bytes).digest()
