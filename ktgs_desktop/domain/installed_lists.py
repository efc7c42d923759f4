"""Which version of a list from above an office has installed, and how it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

REGULATIONS = "regulations"
"""Name of the list of regulations."""
SHIPPED_VERSION = 1
"""Version of the list that ships; it is not signed, and signed ones begin after it."""


class ListOrigin(StrEnum):
    """How a list came: with the program, as a file, in a package."""

    SHIPPED = "SHIPPED"
    FILE = "FILE"
    PACKAGE = "PACKAGE"


@dataclass(frozen=True, slots=True)
class InstalledList:
    """The version of a list that stands in an office.

    Attributes:
        owner: the office's unit.
        id: identifier, one for an office and list.
        name: the list, e.g. `regulations`.
        version: its version.
        digest: SHA-256 of the full list, 64 hexadecimal digits.
        issued: day it was issued, None if not said.
        expires: last day it is fresh, None if not said.
        signers: who signed it, none for the one that ships.
        came: a value of `ListOrigin`.
        installed_on: day it was installed.
    """

    owner: UUID
    id: UUID
    name: str
    version: int
    digest: str
    issued: date | None
    expires: date | None
    signers: tuple[str, ...]
    came: str
    installed_on: date
