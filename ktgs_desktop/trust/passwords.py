"""From a password to a key: the rule for new passwords and Argon2id with bounded parameters."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ktgs_desktop.errors import UserError

MIN_CHARACTERS = 8
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess of a password costs.

    Attributes:
        memory: memory in KiB.
        passes: passes over that memory.
        lanes: lanes that may run side by side.
    """

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def sane(self) -> bool:
        """Whether a file may ask for it: above the floor, and not so much that it hangs us."""
        return (
            FLOOR.memory <= self.memory <= CEILING.memory
            and FLOOR.passes <= self.passes <= CEILING.passes
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


# The floor is low enough for tests; what the program writes is the default, RFC 9106's second
# choice. A lowered cost in a slot is noticed anyway: the parameters are authenticated.
FLOOR = Argon2Cost(memory=8 * 1024, passes=1, lanes=1)
CEILING = Argon2Cost(memory=1024 * 1024, passes=20, lanes=16)


def check_new_password(password: str) -> None:
    """Refuse a password that is too short to be used for the first time.

    Args:
        password: what the user chose.

    Raises:
        UserError: `password_too_short` with the `minimum` of characters.
    """
    if len(unicodedata.normalize("NFC", password)) < MIN_CHARACTERS:
        raise UserError("password_too_short", minimum=MIN_CHARACTERS)


def derive_key(password: str, *, salt: bytes, cost: Argon2Cost) -> bytes:
    """The key of a password.

    Args:
        password: as typed; composed and decomposed letters give the same key.
        salt: random bytes of the slot.
        cost: how much work one derivation is.

    Returns:
        32 bytes.
    """
    # "surrogatepass": whatever a text field can hold must derive something, never fail.
    data = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    derivation = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return derivation.derive(data)
