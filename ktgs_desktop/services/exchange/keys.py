"""The office's own keys, and whom it believes: what every package is made and judged with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose
from ktgs_desktop.domain.manifests import Recipient
from ktgs_desktop.domain.trust_lists import TrustList
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services import beliefs
from ktgs_desktop.services.beliefs import (
    OWN,
    REVOCATIONS,
    has_own,
    keep,
    material,
    newest_lists,
    own,
    root,
    signing_key,
    statements_of,
    trust,
    trust_in,
)
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.store import package_log
from ktgs_desktop.sync.age_envelope import public_of, recipient_fingerprint
from ktgs_desktop.sync.package_reader import Reading
from ktgs_desktop.trust import exchange_keys, raw_keys, statements
from ktgs_desktop.trust.statements import StatementKind

__all__ = [
    "OWN",
    "REVOCATIONS",
    "has_own",
    "keep",
    "material",
    "newest_lists",
    "own",
    "root",
    "signing_key",
    "statements_of",
    "trust",
    "trust_in",
]

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity
    from ktgs_desktop.trust.exchange_keys import ExchangeKeys
    from ktgs_desktop.trust.raw_keys import Ed25519Key
    from ktgs_desktop.trust.statements import Signature


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who can open a package.

    Attributes:
        named: the units it is for, with the fingerprints of their keys, as the manifest has them.
        publics: all keys it is encrypted to, our own among them.
    """

    named: tuple[Recipient, ...]
    publics: tuple[str, ...]


# The office's own -----------------------------------------------------------------------------


def keep_own(workspace: Workspace, own_keys: ExchangeKeys) -> None:
    """Keep the office's secret keys, sealed.

    Args:
        workspace: the workspace.
        own_keys: the keys.
    """
    sealed = exchange_keys.seal_keys(own_keys, workspace.keys)
    at = workspace.clock().isoformat(timespec="seconds")
    with workspace.store.local_writing() as connection:
        package_log.save_key(connection, OWN, sealed, at)


def carrier(workspace: Workspace) -> Ed25519Key:
    """The key of this computer.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `exchange_not_set_up`.
    """
    return own(workspace).carrier


def carrier_binding(workspace: Workspace) -> Statement:
    """The statement that binds this computer's key to the office, the newest.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `exchange_not_set_up`.
    """
    public = carrier(workspace).public
    found: list[tuple[int, Statement]] = []
    for kept in beliefs.kept(workspace, StatementKind.BINDING):
        binding = KeyBinding.from_bytes(kept.body)
        if binding.purpose is KeyPurpose.CARRIER and binding.public == public:
            found.append((binding.serial, kept))
    if not found:
        raise UserError("exchange_not_set_up")
    return max(found, key=lambda pair: pair[0])[1]


def approver(
    workspace: Workspace, identity: SigningIdentity | None
) -> Callable[[bytes], tuple[Signature, ...]]:
    """What signs manifests for the office.

    Args:
        workspace: the workspace.
        identity: a certificate from a file or token; None for the office's own key.

    Raises:
        UserError: as `signing_key`.
    """
    signing = signing_key(workspace, identity)
    return lambda body: (statements.sign(StatementKind.MANIFEST, body, signing),)


def fingerprint_of(key: Ed25519Key | SigningIdentity) -> bytes:
    """What names the key that signs for the office, 32 bytes.

    Args:
        key: as `signing_key` gives it.
    """
    if isinstance(key, raw_keys.Ed25519Key):
        return key.fingerprint
    from ktgs_desktop.trust import cms_signing  # pyHanko loads slowly

    return cms_signing.certificate_fingerprint(key.certificate)


def recipients(workspace: Workspace, connection: Reader, units: Iterable[UUID]) -> Recipients:
    """The keys to encrypt to: those of some units, and our own.

    Args:
        workspace: the workspace.
        connection: any.
        units: the units.

    Raises:
        UserError: `exchange_not_set_up`, `recipient_key_missing` with the unit's name.
    """
    believed = trust(workspace)
    named: list[Recipient] = []
    publics = [public_of(own(workspace).identities[0])]
    for unit in units:
        try:
            public = believed.recipients(unit)[0]
        except PackageError as error:
            if error.code not in ("unit_not_listed", "unit_without_encryption_key"):
                raise
            name = unit_name(connection, unit)
            raise UserError("recipient_key_missing", unit=name) from error
        named.append(Recipient(unit, recipient_fingerprint(public)))
        publics.append(public)
    return Recipients(tuple(named), tuple(dict.fromkeys(publics)))


# Bindings ---------------------------------------------------------------------------------------


def reading(workspace: Workspace) -> Reading:
    """Who reads packages here, and with what.

    Args:
        workspace: the workspace.

    Raises:
        UserError: `exchange_not_set_up`.
    """
    return Reading(workspace.office.unit, own(workspace).identities, trust(workspace))


def bindings_of(connection: Reader) -> list[Statement]:
    """Every binding that is kept, of the newest lists and beside them; nobody has judged them.

    Args:
        connection: any.
    """
    inside = (
        one
        for statement in newest_lists(connection).values()
        for one in TrustList.from_bytes(statement.body).bindings
    )
    beside = statements_of(connection, StatementKind.BINDING)
    return list({one.body + one.signatures: one for one in (*inside, *beside)}.values())
