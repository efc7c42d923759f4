"""What a superior says of a unit's records: remarks (góp ý) and directives (chỉ đạo).

A superior never changes a unit's record. It writes a record of its own, which names the unit's
record and the version it speaks of; the unit corrects its record, and the next package brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.errors import UserError

MAX_TEXT = 4000


class RemarkKind(StrEnum):
    """What a superior's word is."""

    REMARK = "REMARK"
    DIRECTIVE = "DIRECTIVE"


@dataclass(frozen=True, slots=True)
class Remark:
    """A superior's remark or directive on a record or figure of a unit below.

    Attributes:
        owner: the superior's unit.
        id: identifier.
        to: the unit it is for.
        kind: `REMARK` or `DIRECTIVE`.
        text: what is said.
        on: day it was written.
        entity: kind of the record it speaks of, empty for the package as a whole.
        record: that record, None for none.
        version: hash of the version it speaks of, 64 hexadecimal digits, or empty.
        figure: the figure or field it speaks of, or empty.
        due: day by which an answer is due, None if none is.
    """

    owner: UUID
    id: UUID
    to: UUID
    kind: str
    text: str
    on: date
    entity: str = ""
    record: UUID | None = None
    version: str = ""
    figure: str = ""
    due: date | None = None


def check(remark: Remark) -> None:
    """Refuse a remark that says nothing, or is due before it is written.

    Args:
        remark: the remark.

    Raises:
        UserError: `remark_empty`, `remark_too_long`, `remark_due_early`.
    """
    if not remark.text.strip():
        raise UserError("remark_empty")
    if len(remark.text) > MAX_TEXT:
        raise UserError("remark_too_long", most=MAX_TEXT)
    if remark.due is not None and remark.due < remark.on:
        raise UserError("remark_due_early")
