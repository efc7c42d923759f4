"""The list of regulations that ships with the program: version 1, known by its digest, unsigned.

It is laid into a new workspace when that is made, and into one of before when it is opened; only
the office's main computer does so, the others get it with their next copy.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import paths
from ktgs_desktop.domain.identity import installed_list_id
from ktgs_desktop.domain.installed_lists import (
    REGULATIONS,
    SHIPPED_VERSION,
    InstalledList,
    ListOrigin,
)
from ktgs_desktop.domain.regulation_lists import RegulationList
from ktgs_desktop.errors import StorageError
from ktgs_desktop.store import desks, records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.writer import Writer

DIGEST = "099a0c5c99b778f6f107d0fbfb7cec425fd8b4bdfb57c2080b0e3be88b86707d"
"""SHA-256 of the file; `tests.helpers.regulation_seed` writes both."""


@cache
def shipped() -> RegulationList:
    """The list that ships.

    Raises:
        StorageError: `shipped_list_damaged`, it is not the one this program was built with.
    """
    path = paths.resource("regulations", f"list_{SHIPPED_VERSION}.json")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGEST:
        raise StorageError("shipped_list_damaged", path=str(path))
    return RegulationList.from_bytes(data)


def is_wanted(connection: Reader) -> bool:
    """Whether a workspace has no list yet and is the one that is to get it.

    Args:
        connection: any.
    """
    if desks.own(connection) is not None:
        return False
    return not records.get_all(connection, InstalledList, name=REGULATIONS)


def install(writer: Writer, unit: UUID, today: date) -> None:
    """Lay the list that ships into a workspace that has none.

    Args:
        writer: in a transaction.
        unit: the office's unit.
        today: the present day.

    Raises:
        StorageError: `shipped_list_damaged`.
    """
    found = shipped()
    items = found.items or ()
    writer.put_many([one.regulation for one in items])
    for one in items:
        if one.texts:
            writer.put_many(one.texts)
    writer.put(
        InstalledList(
            owner=unit,
            id=installed_list_id(unit, REGULATIONS),
            name=REGULATIONS,
            version=found.version,
            digest=found.full_sha256,
            issued=found.issued,
            expires=found.expires,
            signers=(),
            came=ListOrigin.SHIPPED,
            installed_on=today,
        )
    )
