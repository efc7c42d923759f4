"""JSON objects from outside, read with nothing forgiven: exact keys, exact types, limits.

What is signed must have one meaning only, so an object with a key too many is refused like one
with a key too few. `encoding` reads the office's own records, which forgive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NoReturn, TypeVar
from uuid import UUID

from ktgs_desktop.domain.journal import MAX_INTEGER, Json
from ktgs_desktop.errors import PackageError

_Value = TypeVar("_Value")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_UUID_LENGTH = 36
MAX_ITEMS = 10_000


class Fields:
    """The fields of one object.

    Args:
        value: the object.
        code: code of the error by which it is refused.
        keys: exactly the keys it must have.

    Raises:
        PackageError: the code, with `reason` naming what is wrong.
    """

    def __init__(self, value: Json, code: str, keys: Iterable[str]) -> None:
        self._code = code
        if not isinstance(value, dict):
            self.refuse("no object")
        wanted = frozenset(keys)
        if value.keys() != wanted:
            odd = min(wanted ^ value.keys())
            self.refuse(f"key {odd[:40]}")
        self._value = value

    def refuse(self, reason: str) -> NoReturn:
        """Refuse the object.

        Args:
            reason: what is wrong, in English, for those who look closer.
        """
        raise PackageError(self._code, reason=reason)

    def text(self, name: str, most: int, pattern: re.Pattern[str] | None = None) -> str:
        """A text, maybe empty, without control characters.

        Args:
            name: the key.
            most: how many characters it may have.
            pattern: what it must match from end to end.
        """
        value = self._value[name]
        if not isinstance(value, str) or len(value) > most:
            self.refuse(name)
        if pattern is not None and pattern.fullmatch(value) is None:
            self.refuse(name)
        if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in value):
            self.refuse(name)
        return value

    def integer(self, name: str, lowest: int = 0, most: int = MAX_INTEGER) -> int:
        """An integer within bounds; true and false are none.

        Args:
            name: the key.
            lowest: the least allowed.
            most: the greatest allowed.
        """
        value = self._value[name]
        if type(value) is not int or not lowest <= value <= most:
            self.refuse(name)
        return value

    def flag(self, name: str) -> bool:
        """A truth value.

        Args:
            name: the key.
        """
        value = self._value[name]
        if not isinstance(value, bool):
            self.refuse(name)
        return value

    def uuid(self, name: str) -> UUID:
        """An identifier in its one spelling.

        Args:
            name: the key.
        """
        value = self._value[name]
        found = uuid_of(value)
        if found is None:
            self.refuse(name)
        return found

    def digest(self, name: str) -> str:
        """A SHA-256 as 64 hexadecimal digits.

        Args:
            name: the key.
        """
        return self.text(name, 64, _DIGEST)

    def moment(self, name: str) -> str:
        """A moment in ISO 8601, to the second, with its offset; it is kept as it was written.

        Args:
            name: the key.
        """
        value = self.text(name, 32, _MOMENT)
        try:
            datetime.fromisoformat(value)
        except ValueError:
            self.refuse(name)
        return value

    def day(self, name: str) -> date:
        """A day in ISO 8601.

        Args:
            name: the key.
        """
        value = self.text(name, 10)
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.refuse(name)
        if found.isoformat() != value:
            self.refuse(name)
        return found

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of a few texts.

        Args:
            name: the key.
            allowed: the texts.
        """
        value = self._value[name]
        if not isinstance(value, str) or value not in allowed:
            self.refuse(name)
        return value

    def optional(self, name: str, read: Callable[[str], _Value]) -> _Value | None:
        """A value, or None for null.

        Args:
            name: the key.
            read: how a value is read, one of the methods of this object.
        """
        return None if self._value[name] is None else read(name)

    def items(
        self, name: str, read: Callable[[Json], _Value], *, least: int = 0, most: int = MAX_ITEMS
    ) -> tuple[_Value, ...]:
        """A list.

        Args:
            name: the key.
            read: how an item is read.
            least: how many it must have.
            most: how many it may have.
        """
        value = self._value[name]
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.refuse(name)
        return tuple(read(item) for item in value)

    def nested(self, name: str, read: Callable[[Json], _Value]) -> _Value:
        """An object within.

        Args:
            name: the key.
            read: how it is read.
        """
        return read(self._value[name])

    def digests(self, name: str, most: int) -> tuple[bytes, ...]:
        """A list of SHA-256, each once, in order.

        Args:
            name: the key.
            most: how many it may have.
        """

        def read(value: Json) -> bytes:
            if not isinstance(value, str) or _DIGEST.fullmatch(value) is None:
                self.refuse(name)
            return bytes.fromhex(value)

        found = self.items(name, read, most=most)
        if list(found) != sorted(set(found)):
            self.refuse(name)
        return found

    def uuids(self, name: str, *, least: int = 0, most: int = MAX_ITEMS) -> tuple[UUID, ...]:
        """A list of identifiers, each once.

        Args:
            name: the key.
            least: how many it must have.
            most: how many it may have.
        """

        def read(value: Json) -> UUID:
            found = uuid_of(value)
            if found is None:
                self.refuse(name)
            return found

        found = self.items(name, read, least=least, most=most)
        if len(set(found)) != len(found):
            self.refuse(name)
        return found


def uuid_of(value: Json) -> UUID | None:
    """An identifier in its one spelling, None for anything else.

    Args:
        value: what stands in the object.
    """
    if not isinstance(value, str) or len(value) != _UUID_LENGTH:
        return None
    try:
        found = UUID(value)
    except ValueError:
        return None
    return found if str(found) == value else None
