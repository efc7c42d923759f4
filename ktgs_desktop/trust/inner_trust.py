"""What the office's own computers believe of each other: a root of trust that never leaves it.

Every copy of the office's file opens with the same master key, and from it the same keys follow:
one that signs, one that seals. So a computer of the office can write to another without the keys
by which other offices know this one, which stay on the hub (sync.md 2.2).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.key_bindings import MAX_HOLDER, KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.trust_lists import UnitEntry
from ktgs_desktop.domain.trust_roots import RoleKeys, RootFile, RootKey
from ktgs_desktop.trust.key_requests import signed
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.trust.keyring import WorkspaceKeys

_FIRST, _LAST = date(2000, 1, 1), date(9999, 12, 31)
_LEVEL = "NB"


@dataclass(frozen=True, slots=True)
class InnerTrust:
    """The keys the office's computers share, and what makes them count among them.

    Attributes:
        unit: the office's unit.
        name: what it is called; it stands in place of a signer's name.
        approval: signs what goes from one computer to another.
        carrier: seals it.
        seed: 32 bytes of which the encryption key is made.
    """

    unit: UUID
    name: str
    approval: Ed25519Key = field(repr=False)
    carrier: Ed25519Key = field(repr=False)
    seed: bytes = field(repr=False)

    @property
    def root(self) -> RootFile:
        """The root by which the keys count."""
        key = RootKey(Suite.ED25519, self.approval.public, self.name)
        role = RoleKeys(1, (key.fingerprint,))
        return RootFile(
            version=1,
            issued=_FIRST,
            expires=_LAST,
            grace_days=0,
            training=False,
            name=self.name,
            unit=UnitEntry(self.unit, "", self.name, _LEVEL, None, _FIRST),
            keys=(key,),
            root=role,
            tree=role,
            regulations=role,
        )

    def bindings(self, encryption: str) -> tuple[Statement, ...]:
        """What makes the signing key and an encryption key the office's.

        Args:
            encryption: the public encryption key.
        """
        signing = self._binding(KeyPurpose.APPROVAL, Suite.ED25519, self.approval.public)
        opening = self._binding(KeyPurpose.ENCRYPTION, Suite.AGE, encryption)
        return signing, opening

    def carrier_binding(self, device: UUID) -> Statement:
        """What makes the sealing key that of a computer.

        Args:
            device: the computer.
        """
        return self._binding(KeyPurpose.CARRIER, Suite.ED25519, self.carrier.public, device)

    def _binding(
        self, purpose: KeyPurpose, suite: Suite, public: str, device: UUID | None = None
    ) -> Statement:
        binding = KeyBinding(
            unit=self.unit,
            purpose=purpose,
            device=device,
            public=public,
            suite=suite,
            valid_from=_FIRST,
            valid_to=_LAST,
            serial=1,
            issuer=self.unit,
            holder=self.name,
        )
        return signed(StatementKind.BINDING, binding.to_json(), self.approval)


def inner_trust(unit: UUID, name: str, workspace: WorkspaceKeys) -> InnerTrust:
    """What the computers of an office share.

    Args:
        unit: the office's unit.
        name: what the office is called.
        workspace: the keys of its unlocked file, or of a copy of it.
    """

    def seed(use: str) -> bytes:
        return hashlib.sha256(workspace.inner + use.encode("ascii")).digest()

    return InnerTrust(
        unit=unit,
        name=name[:MAX_HOLDER],
        approval=Ed25519Key.from_seed(seed("approval")),
        carrier=Ed25519Key.from_seed(seed("carrier")),
        seed=seed("encryption"),
    )
