"""Plans of other bodies (thanh tra, kiểm toán, cấp trên), known only so that plans do not collide.

They are never part of a program and never counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import PartialDate, quarter_span
from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.errors import UserError


class OutsideActor(StrEnum):
    """Whose plan it is."""

    INSPECTORATE = "INSPECTORATE"
    AUDIT = "AUDIT"
    SUPERIOR = "SUPERIOR"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A line of another body's plan.

    Attributes:
        owner: the office's unit.
        id: identifier.
        year: year of the work.
        actor: `INSPECTORATE` (thanh tra), `AUDIT` (kiểm toán), `SUPERIOR` (UBKT cấp trên) or
            `OTHER`.
        body: name of the body.
        subjects: who is inspected.
        content: what is inspected, or empty.
        quarter: quarter of the work, 1 to 4, None if given by dates or not known.
        work_from: first day of the work.
        work_to: last day of the work.
        note: free text, e.g. number of the plan.
        province: code of the office's province on the day of writing.
    """

    owner: UUID
    id: UUID
    year: int
    actor: str
    body: str
    subjects: tuple[Subject, ...]
    content: str = ""
    quarter: int | None = None
    work_from: PartialDate | None = None
    work_to: PartialDate | None = None
    note: str = ""
    province: str = ""

    @property
    def due_on(self) -> date:
        """The last day of the work as far as known."""
        if self.work_to is not None:
            return self.work_to.last
        if self.quarter is not None:
            return quarter_span(self.year, self.quarter).end or date(self.year, 12, 31)
        return date(self.year, 12, 31)


def check_outside_line(line: OutsideLine) -> None:
    """Refuse a line of another body's plan that cannot be.

    Args:
        line: what is to be saved.

    Raises:
        UserError: `name_missing`, `subject_missing`, `too_long`, `quarter_bad`, `year_bad` or
            `dates_reversed`.
    """
    if not line.body.strip():
        raise UserError("name_missing")
    if not line.subjects:
        raise UserError("subject_missing")
    limits.check_length("name", line.body, limits.LINE)
    limits.check_length("content", line.content, limits.CONTENT)
    limits.check_length("note", line.note, limits.NOTE)
    for subject in line.subjects:
        limits.check_length("subject", subject.name, limits.NAME)
    if line.quarter is not None and not 1 <= line.quarter <= 4:  # noqa: PLR2004 - of a year
        raise UserError("quarter_bad", quarter=line.quarter)
    if not 1945 <= line.year <= 2100:  # noqa: PLR2004 - any year an office can mean
        raise UserError("year_bad", year=line.year)
    if line.work_from and line.work_to and line.work_to.last < line.work_from.first:
        raise UserError("dates_reversed", name=line.body)
