"""Identifiers: who a record is, for ever and everywhere.

A record made in an office has a UUIDv7 drawn there. A record that ships with the program (a unit
of the register, a code, a regulation) has a UUIDv5 of its kind, code, body and valid-from, so it
is the same record in every office; it belongs to the register, not to the office.
"""

from __future__ import annotations

from uuid import UUID, uuid5

REGISTER_NAMESPACE = UUID("5a9ad2c0-6c5e-5d0b-9f0e-2f5f3ad0c7a1")
REGISTER_OWNER = UUID("c8a1f3de-0c1f-5e2e-8f43-9ba6f4a1d0e7")
PROGRESS_NAMESPACE = UUID("3f1f6f0a-93b7-5a3e-8a2d-6f6c0c9b9d11")
CARRIED_NAMESPACE = UUID("b7c7c2f6-0e0d-5c43-9a53-2f0b9a1c6e57")


def register_id(kind: str, code: str, body: str = "", valid_from: str = "") -> UUID:
    """Identifier of a record that ships with the program.

    Args:
        kind: what list it is from, e.g. `unit`.
        code: its code in that list, e.g. `173`.
        body: which body of it, e.g. `EXEC_COMMITTEE`; empty where there is one only.
        valid_from: ISO date from which the code means this, empty if unknown.
    """
    return uuid5(REGISTER_NAMESPACE, f"{kind}\x1f{code}\x1f{body}\x1f{valid_from}")


def progress_id(item: UUID, subject: UUID | None) -> UUID:
    """Identifier of the progress of one subject of a program line.

    It is computed, so that two computers which record it apart write one record.

    Args:
        item: the program line.
        subject: key of the subject, None for the line as a whole.
    """
    return uuid5(PROGRESS_NAMESPACE, f"{item}/{subject or ''}")


def carried_id(item: UUID, year: int) -> UUID:
    """Identifier of the line of a later year that carries over a line which was not finished.

    It is computed, so that a line is carried over once, on whichever computer.

    Args:
        item: the unfinished line.
        year: the later year.
    """
    return uuid5(CARRIED_NAMESPACE, f"{item}/{year}")
