"""The key slots of a workspace, `NAME.keys`: who may open it.

One random master key (khoá chủ) opens the database and the attachments. It is kept wrapped, once
for each login under a key made of its password, and once under a printable recovery code (mã khôi
phục). There is no other way in: whoever has lost every password and the code has lost the data.
"""

from __future__ import annotations

import dataclasses
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.trust import key_slots, recovery_codes
from ktgs_desktop.trust.key_slots import KEY_BYTES, PASSWORD, RECOVERY, SALT_BYTES, Ring, Slot
from ktgs_desktop.trust.passwords import Argon2Cost, check_new_password, derive_key

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_COST = Argon2Cost()
_FILES_INFO = b"KTGS files 1"
_SETTINGS_INFO = b"KTGS settings 1"
_INNER_INFO = b"KTGS own computers 1"
_MAC_INFO = b"KTGS keyring mac 1"
_RECOVERY_INFO = b"KTGS recovery 1"


@dataclass(frozen=True, slots=True)
class WorkspaceKeys:
    """The keys of an unlocked workspace; never printed, logged or written.

    Attributes:
        workspace: identifier of the workspace.
        master: 32 random bytes from which all others follow.
        database: 32 bytes, SQLCipher's raw key; the master key itself.
        files: 32 bytes for attachments (`sealing`).
        settings: 32 bytes for secrets among the workspace's settings.
        inner: 32 bytes from which the keys follow that the office's own computers share.
    """

    workspace: UUID
    master: bytes = field(repr=False)
    database: bytes = field(init=False, repr=False)
    files: bytes = field(init=False, repr=False)
    settings: bytes = field(init=False, repr=False)
    inner: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "database", self.master)
        salt = self.workspace.bytes
        object.__setattr__(self, "files", _derived(self.master, salt, _FILES_INFO))
        object.__setattr__(self, "settings", _derived(self.master, salt, _SETTINGS_INFO))
        object.__setattr__(self, "inner", _derived(self.master, salt, _INNER_INFO))


@dataclass(frozen=True, slots=True)
class NewKeyring:
    """What comes of making the key slots of a new workspace.

    Attributes:
        keys: the keys of the workspace.
        recovery_code: to be printed once and kept in the safe; stands nowhere else.
    """

    keys: WorkspaceKeys
    recovery_code: str = field(repr=False)


def create(path: Path, *, login: str, password: str, cost: Argon2Cost = DEFAULT_COST) -> NewKeyring:
    """Make the key slots of a new workspace.

    Args:
        path: the file to be; its folder must exist, the file must not.
        login: name of the first user.
        password: the first user's password.
        cost: what one guess of the password costs; leave it out except in tests.

    Returns:
        The keys, and the recovery code to print.

    Raises:
        UserError: `login_empty` or `password_too_short`.
        StorageError: `keys_exist` or `keys_not_written`.
    """
    check_new_password(password)
    if path.exists():
        raise StorageError("keys_exist", path=str(path))
    keys = WorkspaceKeys(UUID(bytes=secrets.token_bytes(16), version=4), secrets.token_bytes(32))
    ring = Ring(keys.workspace, secrets.token_bytes(SALT_BYTES))
    code, recovery = _new_recovery(keys)
    password_slot = _password_slot(ring, keys, login, password, cost)
    _save(path, dataclasses.replace(ring, slots=(password_slot, recovery)), keys)
    return NewKeyring(keys, code)


def unlock(path: Path, *, login: str, password: str) -> WorkspaceKeys:
    """The keys, for somebody with a login and its password. The file is not changed.

    An unknown login and a wrong password give the same error after the same work.

    Args:
        path: the file.
        login: login name; case does not matter.
        password: its password.

    Raises:
        UserError: `password_wrong`.
        StorageError: `keys_missing`, `keys_unreadable`, `keys_damaged` or `keys_too_new`.
    """
    return _unlock(path, key_slots.load(path), login, password)


def unlock_with_recovery(path: Path, *, code: str) -> WorkspaceKeys:
    """The keys, for somebody with the recovery code. The file is not changed.

    Args:
        path: the file.
        code: as typed.

    Raises:
        UserError: `recovery_code_mistyped` or `recovery_code_wrong`.
        StorageError: `keys_missing`, `keys_unreadable`, `keys_damaged` or `keys_too_new`.
    """
    secret = recovery_codes.parse_code(code)
    ring = key_slots.load(path)
    slot = ring.first(RECOVERY)
    key = _derived(secret, slot.salt, _RECOVERY_INFO)
    master = key_slots.unwrap(ring.workspace, slot, key=key)
    if master is None:
        raise UserError("recovery_code_wrong")
    return _checked(path, ring, WorkspaceKeys(ring.workspace, master))


def add_login(
    path: Path,
    *,
    keys: WorkspaceKeys,
    login: str,
    password: str,
    cost: Argon2Cost = DEFAULT_COST,
) -> None:
    """Give one more person a way in.

    Args:
        path: the file.
        keys: keys of the unlocked workspace.
        login: the new login name.
        password: its password.
        cost: what one guess of the password costs; leave it out except in tests.

    Raises:
        UserError: `login_empty`, `login_taken` with the `login`, or `password_too_short`.
        StorageError: as `unlock`, and `keys_not_written`.
    """
    check_new_password(password)
    ring = _checked_ring(path, keys)
    if ring.password_slot(login) is not None:
        raise UserError("login_taken", login=login)
    _save(path, ring.with_slot(_password_slot(ring, keys, login, password, cost)), keys)


def remove_login(path: Path, *, keys: WorkspaceKeys, login: str) -> None:
    """Take a login's way in away; what it knew of the keys it may still know.

    Args:
        path: the file.
        keys: keys of the unlocked workspace.
        login: the login name.

    Raises:
        UserError: `login_unknown` with the `login`, or `last_login`.
        StorageError: as `unlock`, and `keys_not_written`.
    """
    ring = _checked_ring(path, keys)
    gone = _known_slot(ring, login)
    kept = tuple(slot for slot in ring.slots if slot is not gone)
    if all(slot.kind != PASSWORD for slot in kept):
        raise UserError("last_login")
    _save(path, dataclasses.replace(ring, slots=kept), keys)


def change_password(
    path: Path, *, login: str, old: str, new: str, cost: Argon2Cost = DEFAULT_COST
) -> None:
    """Change a password; the old one must be known.

    Args:
        path: the file.
        login: the login name.
        old: its present password.
        new: its new password.
        cost: what one guess of the password costs; leave it out except in tests.

    Raises:
        UserError: `password_too_short` or `password_wrong`.
        StorageError: as `unlock`, and `keys_not_written`.
    """
    check_new_password(new)
    ring = key_slots.load(path)
    keys = _unlock(path, ring, login, old)
    _save(path, ring.with_slot(_password_slot(ring, keys, login, new, cost)), keys)


def reset_password(
    path: Path,
    *,
    keys: WorkspaceKeys,
    login: str,
    password: str,
    cost: Argon2Cost = DEFAULT_COST,
) -> None:
    """Set a login's password without the old one, after recovery or by who runs the office.

    Args:
        path: the file.
        keys: keys of the unlocked workspace.
        login: the login name.
        password: its new password.
        cost: what one guess of the password costs; leave it out except in tests.

    Raises:
        UserError: `login_unknown` with the `login`, or `password_too_short`.
        StorageError: as `unlock`, and `keys_not_written`.
    """
    check_new_password(password)
    ring = _checked_ring(path, keys)
    _known_slot(ring, login)
    _save(path, ring.with_slot(_password_slot(ring, keys, login, password, cost)), keys)


def renew_recovery_code(path: Path, *, keys: WorkspaceKeys) -> str:
    """Make a new recovery code; the former one opens nothing any more.

    Args:
        path: the file.
        keys: keys of the unlocked workspace.

    Returns:
        The code to print.

    Raises:
        StorageError: as `unlock`, and `keys_not_written`.
    """
    ring = _checked_ring(path, keys)
    code, slot = _new_recovery(keys)
    _save(path, ring.with_slot(slot), keys)
    return code


def has_login(path: Path, login: str) -> bool:
    """Whether a login has a password slot.

    Args:
        path: the file.
        login: the login name.

    Raises:
        StorageError: as `unlock`.
    """
    return key_slots.load(path).password_slot(login) is not None


def login_hash(path: Path, login: str) -> str:
    """What stands for a login name outside the workspace, known or not (`attempts`).

    Args:
        path: the file.
        login: the login name.

    Returns:
        64 hexadecimal digits.

    Raises:
        StorageError: as `unlock`.
    """
    return key_slots.load(path).login_hash(login)


def workspace_id(path: Path) -> UUID:
    """Identifier of the workspace the file belongs to.

    Args:
        path: the file.

    Raises:
        StorageError: as `unlock`.
    """
    return key_slots.load(path).workspace


def _unlock(path: Path, ring: Ring, login: str, password: str) -> WorkspaceKeys:
    slot = ring.password_slot(login) or _decoy(ring)
    cost = slot.cost or DEFAULT_COST
    key = derive_key(password, salt=slot.salt, cost=cost)
    master = key_slots.unwrap(ring.workspace, slot, key=key)
    if master is None:
        raise UserError("password_wrong")
    return _checked(path, ring, WorkspaceKeys(ring.workspace, master))


def _decoy(ring: Ring) -> Slot:
    """A slot that costs what a real one costs and opens for nobody."""
    model = ring.first(PASSWORD)
    return dataclasses.replace(model, wrapped=secrets.token_bytes(len(model.wrapped)))


def _known_slot(ring: Ring, login: str) -> Slot:
    slot = ring.password_slot(login)
    if slot is None:
        raise UserError("login_unknown", login=login)
    return slot


def _password_slot(
    ring: Ring, keys: WorkspaceKeys, login: str, password: str, cost: Argon2Cost
) -> Slot:
    if not login.strip():
        raise UserError("login_empty")
    if not cost.sane:
        raise ValueError(cost)
    salt = secrets.token_bytes(SALT_BYTES)
    slot = Slot(PASSWORD, salt, login=ring.login_hash(login), cost=cost)
    key = derive_key(password, salt=salt, cost=cost)
    return key_slots.wrap(keys.workspace, slot, key=key, master=keys.master)


def _new_recovery(keys: WorkspaceKeys) -> tuple[str, Slot]:
    secret, salt = recovery_codes.new_secret(), secrets.token_bytes(SALT_BYTES)
    key = _derived(secret, salt, _RECOVERY_INFO)
    slot = key_slots.wrap(keys.workspace, Slot(RECOVERY, salt), key=key, master=keys.master)
    return recovery_codes.format_code(secret), slot


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(secret)


def _mac(ring: Ring, keys: WorkspaceKeys) -> str:
    return key_slots.mac_of(ring, key=_derived(keys.master, keys.workspace.bytes, _MAC_INFO))


def _save(path: Path, ring: Ring, keys: WorkspaceKeys) -> None:
    key_slots.save(path, dataclasses.replace(ring, mac=_mac(ring, keys)))


def _checked_ring(path: Path, keys: WorkspaceKeys) -> Ring:
    ring = key_slots.load(path)
    _checked(path, ring, keys)
    return ring


def _checked(path: Path, ring: Ring, keys: WorkspaceKeys) -> WorkspaceKeys:
    if not hmac.compare_digest(ring.mac, _mac(ring, keys)):
        raise StorageError("keys_damaged", path=str(path))
    return keys
