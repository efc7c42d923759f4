"""Making a root of trust: its keys, each under a holder's password, drafts, signatures in turn.

A holder makes a key on a computer of their own; only its public half leaves it. The draft of a
root goes from holder to holder by stick, each adds a signature, and it counts once as many keys
have signed as it demands; one that follows another needs those of the former, too.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.key_bindings import MAX_HOLDER, SIGNING_SUITES, Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import UnitEntry
from ktgs_desktop.domain.trust_roots import RoleKeys, RootFile, RootKey
from ktgs_desktop.errors import PackageError, StorageError, UserError
from ktgs_desktop.trust import sealing
from ktgs_desktop.trust.key_checks import genuine_keys
from ktgs_desktop.trust.passwords import Argon2Cost, check_new_password, derive_key
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import decode_signatures, encode_signatures, sign

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.trust.certificates import SigningIdentity
    from ktgs_desktop.trust.statements import StatementKind

MAX_KEY_BYTES = 16 * 1024
GRACE_DAYS = 540
_TAG = b"KTGS root key 1\0"
_SALT_BYTES = 16
_MINIMUM = 2
"""Fewer holders than that are no ceremony."""


# Keys -----------------------------------------------------------------------------------------


def seal_key(key: Ed25519Key, holder: str, password: str, cost: Argon2Cost | None = None) -> bytes:
    """The file of a root key, under its holder's password.

    Args:
        key: the key.
        holder: who holds it.
        password: the holder's, long enough to be used for the first time.
        cost: what one guess of the password costs; leave it out except in tests.

    Raises:
        UserError: `password_too_short`, `name_missing`.
    """
    check_new_password(password)
    if not holder.strip():
        raise UserError("name_missing")
    salt, cost = secrets.token_bytes(_SALT_BYTES), cost or Argon2Cost()
    sealed = sealing.seal(
        derive_key(password, salt=salt, cost=cost), key.seed, digest=_bound(holder, key.public)
    )
    facts = {
        "cost": [cost.memory, cost.passes, cost.lanes],
        "holder": holder,
        "public": key.public,
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()


def unseal_key(data: bytes, password: str, name: str) -> Ed25519Key:
    """The key in a file.

    Args:
        data: the file.
        password: its holder's.
        name: name of the file, for the message.

    Raises:
        UserError: `root_key_unreadable`, `root_key_wrong`.
    """
    facts = _facts(data, name)
    try:
        cost = Argon2Cost(*facts["cost"])
        salt = base64.b64decode(facts["salt"], validate=True)
        sealed = base64.b64decode(facts["sealed"], validate=True)
    except (KeyError, TypeError, ValueError):
        raise UserError("root_key_unreadable", name=name) from None
    if not cost.sane or len(salt) != _SALT_BYTES:
        raise UserError("root_key_unreadable", name=name)
    try:
        seed = sealing.unseal(
            derive_key(password, salt=salt, cost=cost),
            sealed,
            digest=_bound(facts["holder"], facts["public"]),
        )
    except StorageError:
        raise UserError("root_key_wrong") from None
    return Ed25519Key.from_seed(seed)


def public_half(key: RootKey) -> bytes:
    """What of a key goes to whoever drafts the root.

    Args:
        key: the key.
    """
    return json.dumps(key.to_json(), ensure_ascii=False, indent=1, sort_keys=True).encode()


def read_public(data: bytes, name: str) -> RootKey:
    """The public half of a root key; the file of the key itself has it, too.

    Args:
        data: the file.
        name: its name, for the message.

    Raises:
        UserError: `root_key_unreadable`.
    """
    facts = _facts(data, name)
    public = {"holder": facts["holder"], "public": facts["public"]}
    try:
        return RootKey.from_json({**public, "suite": facts.get("suite", int(Suite.ED25519))})
    except PackageError:
        raise UserError("root_key_unreadable", name=name) from None


def _facts(data: bytes, name: str) -> dict[str, Any]:
    try:
        facts = json.loads(data) if len(data) <= MAX_KEY_BYTES else None
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or not all(
        isinstance(facts.get(part), str) for part in ("holder", "public")
    ):
        raise UserError("root_key_unreadable", name=name)
    return facts


def _bound(holder: str, public: str) -> bytes:
    return hashlib.sha256(_TAG + canonical({"holder": holder, "public": public})).digest()


# Drafts ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewRoot:
    """What a root is to be.

    Attributes:
        name: what people know it by.
        unit: the unit at the top.
        keys: its keys.
        threshold: how many of them sign the next root, and the keys of the unit at the top.
        issued: the day.
        expires: the day after which it is out of date.
        authorities: certificates of authorities whose certificates count, DER.
    """

    name: str
    unit: UnitEntry
    keys: tuple[RootKey, ...]
    threshold: int
    issued: date
    expires: date
    authorities: tuple[bytes, ...] = ()


def first_draft(new: NewRoot) -> Statement:
    """The first root, signed by nobody yet.

    Args:
        new: what it is to be.

    Raises:
        UserError: `root_threshold` unless at least two keys, and not more than there are, sign.
        PackageError: `root_malformed`.
    """
    root = RootFile(
        version=1,
        issued=new.issued,
        expires=new.expires,
        grace_days=GRACE_DAYS,
        training=False,
        name=new.name.strip()[:MAX_HOLDER],
        unit=new.unit,
        keys=new.keys,
        root=_role(new.keys, new.threshold),
        tree=_role(new.keys, new.threshold),
        regulations=_role(new.keys, new.threshold),
        authorities=new.authorities,
    )
    return _draft(root)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be otherwise in the root that follows another.

    Attributes:
        keys: its keys, those that stay among them.
        threshold: how many sign.
        issued: the day.
        expires: the day after which it is out of date.
        authorities: further authorities, DER.
    """

    keys: tuple[RootKey, ...]
    threshold: int
    issued: date
    expires: date
    authorities: tuple[bytes, ...] = ()


def next_draft(former: RootFile, change: Change) -> Statement:
    """The root that follows one, signed by nobody yet; it needs both their keys.

    Args:
        former: the root in force.
        change: what is otherwise.

    Raises:
        UserError: `root_threshold`.
        PackageError: `root_malformed`.
    """
    role = _role(change.keys, change.threshold)
    authorities = tuple(dict.fromkeys((*former.authorities, *change.authorities)))
    root = dataclasses.replace(
        former,
        version=former.version + 1,
        issued=change.issued,
        expires=change.expires,
        keys=change.keys,
        root=role,
        tree=role,
        regulations=role,
        authorities=authorities,
    )
    return _draft(root)


def _role(keys: Sequence[RootKey], threshold: int) -> RoleKeys:
    if not _MINIMUM <= threshold <= len(keys):
        raise UserError("root_threshold", keys=len(keys), count=threshold)
    return RoleKeys(threshold, tuple(sorted(key.fingerprint for key in keys)))


def spelled(body: Json) -> bytes:
    """The bytes of a statement that is to be signed.

    Args:
        body: its contents.
    """
    return canonical(body)


def _draft(root: RootFile) -> Statement:
    body = canonical(root.to_json())
    RootFile.from_bytes(body)
    return Statement(body, b"")


# Signatures -----------------------------------------------------------------------------------


def add_signature(
    kind: StatementKind,
    statement: Statement,
    key: Ed25519Key | SigningIdentity,
    allowed: Mapping[bytes, RootKey],
) -> Statement:
    """A statement with one more signature; a second one of the same key changes nothing.

    Args:
        kind: what it is.
        statement: with the signatures so far, perhaps none.
        key: who signs.
        allowed: the keys that count for it, by fingerprint.

    Raises:
        UserError: `root_key_foreign`, what a token says.
        PackageError: `signature_malformed`.
    """
    made = sign(kind, statement.body, key)
    if made.fingerprint not in allowed:
        raise UserError("root_key_foreign")
    present = decode_signatures(statement.signatures) if statement.signatures else ()
    others = [one for one in present if one.fingerprint != made.fingerprint]
    return Statement(statement.body, encode_signatures([*others, made]))


def signers(
    kind: StatementKind, statement: Statement, keys: Mapping[bytes, RootKey]
) -> tuple[RootKey, ...]:
    """Whose genuine signatures a statement has so far.

    Args:
        kind: what it is.
        statement: the statement.
        keys: the keys that count for it, by fingerprint.

    Raises:
        PackageError: a signature is not genuine, or of a key that does not count.
    """
    if not statement.signatures:
        return ()
    found = genuine_keys(kind, statement.body, decode_signatures(statement.signatures), keys)
    return tuple(key for name, key in keys.items() if name in found)


def by_fingerprint(*roots: RootFile) -> dict[bytes, RootKey]:
    """The keys of some roots that sign the next one, by fingerprint.

    Args:
        roots: the roots.
    """
    return {
        key.fingerprint: key
        for root in roots
        for key in root.keys
        if key.suite in SIGNING_SUITES and key.fingerprint in root.root.keys
    }
