"""The file of key slots: its spelling, its checks, and the wrapping of the master key.

`keyring` says who may do what with it. The file is canonical JSON. A login name does not stand in
it, only its HMAC under the file's salt. The parameters of a slot are authenticated with the
wrapped key; a checksum (`sum`) tells a damaged file from a wrong password, and a code under a key
derived from the master key (`mac`) shows that somebody without a key has changed, added or taken
away a slot.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ktgs_desktop.domain.journal import canonical, parse
from ktgs_desktop.errors import PackageError, StorageError
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.trust.passwords import Argon2Cost

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.domain.journal import Json

PASSWORD, RECOVERY = "password", "recovery"
SALT_BYTES = 16
KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPED_BYTES = KEY_BYTES + 16
_HASH_LETTERS = 64
_FORMAT = "ktgs-keys"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Slot:
    """The master key wrapped once.

    Attributes:
        kind: `password` or `recovery`.
        salt: 16 bytes for the derivation of the wrapping key.
        nonce: 12 bytes of the wrapping.
        wrapped: the encrypted master key and its tag, 48 bytes.
        login: of a password the hash of its login name, else empty.
        cost: of a password what one guess costs, else None.
    """

    kind: str
    salt: bytes
    nonce: bytes = b""
    wrapped: bytes = b""
    login: str = ""
    cost: Argon2Cost | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """All slots of a workspace: at least one password and exactly one recovery code.

    Attributes:
        workspace: identifier of the workspace.
        salt: 16 bytes for the hashes of login names.
        slots: the slots in the order they were made.
        mac: hexadecimal code over all of it, see `mac_of`.
    """

    workspace: UUID
    salt: bytes
    slots: tuple[Slot, ...] = ()
    mac: str = ""

    def login_hash(self, login: str) -> str:
        """What stands for a login name: 64 hexadecimal digits, whatever its case and spelling.

        Args:
            login: login name, known or not.
        """
        name = unicodedata.normalize("NFC", login.strip()).casefold()
        data = unicodedata.normalize("NFC", name).encode("utf-8", "surrogatepass")
        return hmac.digest(self.salt, data, "sha256").hex()

    def password_slot(self, login: str) -> Slot | None:
        """The slot of a login, or None.

        Args:
            login: login name.
        """
        wanted = self.login_hash(login)
        return next((slot for slot in self.slots if slot.login == wanted), None)

    def first(self, kind: str) -> Slot:
        """The first slot of a kind; a ring that was read has one of each.

        Args:
            kind: `password` or `recovery`.
        """
        return next(slot for slot in self.slots if slot.kind == kind)

    def with_slot(self, new: Slot) -> Ring:
        """The ring with a slot in the place of its former self, or added at the end.

        Args:
            new: slot of a login, or the recovery slot.
        """
        same = [(slot.kind, slot.login) == (new.kind, new.login) for slot in self.slots]
        if not any(same):
            return dataclasses.replace(self, slots=(*self.slots, new))
        pairs = zip(self.slots, same, strict=True)
        return dataclasses.replace(self, slots=tuple(new if hit else old for old, hit in pairs))


def wrap(workspace: UUID, slot: Slot, *, key: bytes, master: bytes) -> Slot:
    """The slot with the master key wrapped in it.

    Args:
        workspace: identifier of the workspace.
        slot: kind, salt, login and cost, which are authenticated too.
        key: the slot's wrapping key, 32 bytes.
        master: the master key.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    wrapped = AESGCM(key).encrypt(nonce, master, _bound(workspace, slot))
    return dataclasses.replace(slot, nonce=nonce, wrapped=wrapped)


def unwrap(workspace: UUID, slot: Slot, *, key: bytes) -> bytes | None:
    """The master key in a slot, or None if the key does not open it.

    Args:
        workspace: identifier of the workspace.
        slot: the slot.
        key: the slot's wrapping key, 32 bytes.
    """
    try:
        return AESGCM(key).decrypt(slot.nonce, slot.wrapped, _bound(workspace, slot))
    except InvalidTag:
        return None


def mac_of(ring: Ring, *, key: bytes) -> str:
    """The code over all slots that only who has the master key can make.

    Args:
        ring: the slots.
        key: 32 bytes derived from the master key.

    Returns:
        64 hexadecimal digits.
    """
    return hmac.digest(key, canonical(_body(ring)), "sha256").hex()


def load(path: Path) -> Ring:
    """Read the file.

    Args:
        path: the file.

    Raises:
        StorageError: `keys_missing`, `keys_unreadable`, `keys_too_new` or `keys_damaged`, each
            with the `path`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise StorageError("keys_missing", path=str(path)) from None
    except OSError as error:
        raise StorageError("keys_unreadable", path=str(path), errno=error.errno) from error
    try:
        body = parse(data)
    except PackageError:
        _refuse(path)
    if not isinstance(body, dict) or body.get("format") != _FORMAT:
        _refuse(path)
    version = body.get("version")
    if isinstance(version, int) and version > _VERSION:
        raise StorageError("keys_too_new", path=str(path), version=version)
    ring = _ring(body)
    if ring is None or body != _file(ring):
        _refuse(path)
    return ring


def save(path: Path, ring: Ring) -> None:
    """Write the file in one step.

    Args:
        path: the file; its folder must exist.
        ring: the slots with their `mac`.

    Raises:
        StorageError: `keys_not_written` with the `path`.
    """
    try:
        write_atomically(path, canonical(_file(ring)))
    except OSError as error:
        raise StorageError("keys_not_written", path=str(path), errno=error.errno) from error


def _refuse(path: Path) -> NoReturn:
    raise StorageError("keys_damaged", path=str(path))


def _parameters(slot: Slot) -> dict[str, Json]:
    found: dict[str, Json] = {"kind": slot.kind, "salt": slot.salt.hex()}
    if slot.cost is not None:
        cost = dataclasses.asdict(slot.cost)
        found |= {"login": slot.login, **cost}
    return found


def _bound(workspace: UUID, slot: Slot) -> bytes:
    return canonical([str(workspace), _parameters(slot)])


def _body(ring: Ring) -> dict[str, Json]:
    slots: list[Json] = [
        _parameters(slot) | {"nonce": slot.nonce.hex(), "wrapped": slot.wrapped.hex()}
        for slot in ring.slots
    ]
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "workspace": str(ring.workspace),
        "salt": ring.salt.hex(),
        "slots": slots,
    }


def _file(ring: Ring) -> dict[str, Json]:
    body = _body(ring) | {"mac": ring.mac}
    return body | {"sum": hashlib.sha256(canonical(body)).hexdigest()}


def _ring(body: dict[str, Json]) -> Ring | None:
    """The ring of a parsed file, or None if anything in it is not as it must be."""
    match body:
        case {
            "workspace": str(workspace),
            "salt": str(salt),
            "slots": list(entries),
            "mac": str(mac),
        }:
            slots = [_slot(entry) for entry in entries]
        case _:
            return None
    try:
        ring = Ring(
            UUID(workspace),
            _bytes(salt, SALT_BYTES),
            tuple(slot for slot in slots if slot is not None),
            mac,
        )
    except ValueError:
        return None
    kinds = [slot.kind for slot in ring.slots]
    return ring if kinds.count(RECOVERY) == 1 and PASSWORD in kinds else None


def _slot(entry: Json) -> Slot | None:
    match entry:
        case {"kind": str(kind), "salt": str(salt), "nonce": str(nonce), "wrapped": str(wrapped)}:
            pass
        case _:
            return None
    login, cost = "", None
    match kind, entry:
        case "password", {
            "login": str(login),
            "memory": int(memory),
            "passes": int(passes),
            "lanes": int(lanes),
        }:
            cost = Argon2Cost(memory, passes, lanes)
            if not cost.sane or len(login) != _HASH_LETTERS:
                return None
        case "recovery", _:
            pass
        case _:
            return None
    try:
        return Slot(
            kind,
            _bytes(salt, SALT_BYTES),
            _bytes(nonce, _NONCE_BYTES),
            _bytes(wrapped, _WRAPPED_BYTES),
            login,
            cost,
        )
    except ValueError:
        return None


def _bytes(text: str, length: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != length:
        raise ValueError(length)
    return data
