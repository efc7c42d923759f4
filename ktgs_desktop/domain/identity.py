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
PAPER_TEXT_NAMESPACE = UUID("0d6a4a1e-52a7-5b1c-8f0e-9c1d3e5b7a42")
ASSIGNMENT_NAMESPACE = UUID("5c1d7e90-3f6b-5a28-9d47-1b0e8c6a2f95")
REGULATION_NAMESPACE = UUID("2e8d4b17-6c90-5f3a-b1d5-7a4c9e0f6b28")
TRANSFER_NAMESPACE = UUID("9b6f0d52-7a0e-5d3b-a4c1-6e2f8b7d1c33")


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


def paper_text_id(office: UUID, kind: str) -> UUID:
    """Identifier of the text an office has for a kind of paper.

    It is computed, so that an office has one text of a kind, on whichever computer it is typed.

    Args:
        office: the office's unit.
        kind: the kind of paper.
    """
    return uuid5(PAPER_TEXT_NAMESPACE, f"{office}/{kind}")


def transfer_id(source: UUID, target: UUID) -> UUID:
    """Identifier of the transfer of all records of one unit to another.

    It is computed, so that saying it twice says it once.

    Args:
        source: unit whose records they are.
        target: unit that goes on with them.
    """
    return uuid5(TRANSFER_NAMESPACE, f"{source}/{target}")


def period_due_id(office: UUID, period: str) -> UUID:
    """Identifier of the days an office gives for a period of reporting.

    Args:
        office: the office's unit.
        period: code of the period.
    """
    return uuid5(office, f"period_due/{period}")


def assignment_id(record: UUID) -> UUID:
    """Identifier of the assignment of a record to one of the office's computers.

    It is computed, so that two computers which assign it apart write one record.

    Args:
        record: the record.
    """
    return uuid5(ASSIGNMENT_NAMESPACE, str(record))


def regulation_note_id(office: UUID, regulation: UUID) -> UUID:
    """Identifier of what an office notes on a regulation.

    It is computed, so that an office has one note on a text, on whichever computer it is typed.

    Args:
        office: the office's unit.
        regulation: the regulation.
    """
    return uuid5(REGULATION_NAMESPACE, f"note/{office}/{regulation}")


def regulation_text_id(regulation: UUID, version: int) -> UUID:
    """Identifier of a version of the words of a regulation.

    It is computed, so that a text that is there is known wherever it comes from.

    Args:
        regulation: the regulation.
        version: 1 for the words as issued.
    """
    return uuid5(REGULATION_NAMESPACE, f"text/{regulation}/{version}")


def installed_list_id(office: UUID, name: str) -> UUID:
    """Identifier of what an office has installed of a list from above.

    Args:
        office: the office's unit.
        name: the list, e.g. `regulations`.
    """
    return uuid5(REGULATION_NAMESPACE, f"list/{office}/{name}")


def citation_id(record: UUID, regulation: UUID, path: str) -> UUID:
    """Identifier of the link from a record to a part of a regulation.

    It is computed, so that a part cited twice in a text is linked once, on whichever computer.

    Args:
        record: the record whose text cites.
        regulation: the regulation.
        path: the part, empty for the whole.
    """
    return uuid5(REGULATION_NAMESPACE, f"citation/{record}/{regulation}/{path}")
