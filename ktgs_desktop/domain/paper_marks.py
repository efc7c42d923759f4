"""Marks of papers: how urgent (độ khẩn), how secret (độ mật) and on what basis.

No paper is marked secret without the item of the list of secrets and who decided it
(Luật Bảo vệ bí mật nhà nước 29/2018/QH14, 117/2025/QH15).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ktgs_desktop.errors import UserError


class Urgency(StrEnum):
    """How urgent a paper is: khẩn, thượng khẩn, hoả tốc."""

    URGENT = "URGENT"
    VERY_URGENT = "VERY_URGENT"
    EXPRESS = "EXPRESS"


class Classification(StrEnum):
    """How secret a paper is: mật, tối mật, tuyệt mật."""

    CONFIDENTIAL = "CONFIDENTIAL"
    SECRET = "SECRET"  # noqa: S105 - a level of secrecy
    TOP_SECRET = "TOP_SECRET"  # noqa: S105 - a level of secrecy


@dataclass(frozen=True, slots=True)
class PaperMarks:
    """The marks of a paper.

    Attributes:
        urgency: a value of `Urgency`, or empty.
        classification: a value of `Classification`, or empty.
        basis: item of the list of secrets it is classified by.
        decided_by: who decided that.
    """

    urgency: str = ""
    classification: str = ""
    basis: str = ""
    decided_by: str = ""


_YEARS = {
    Classification.CONFIDENTIAL: 10,
    Classification.SECRET: 20,
    Classification.TOP_SECRET: 30,
}


def check_marks(marks: PaperMarks) -> None:
    """Refuse marks that a paper cannot have.

    Args:
        marks: urgency and secrecy.

    Raises:
        UserError: as `check_urgency` and `check_classification`.
    """
    check_urgency(marks.urgency)
    check_classification(marks.classification, marks.basis, marks.decided_by)


def check_urgency(urgency: str) -> None:
    """Refuse a word that is no degree of urgency.

    Args:
        urgency: a value of `Urgency`, or empty.

    Raises:
        UserError: `urgency_unknown`.
    """
    if urgency and urgency not in list(Urgency):
        raise UserError("urgency_unknown", text=urgency)


def check_classification(classification: str, basis: str, decided_by: str) -> None:
    """Refuse a secrecy mark without its basis and who decided it, and a basis without a mark.

    Args:
        classification: a value of `Classification`, or empty.
        basis: item of the list of secrets.
        decided_by: who decided it.

    Raises:
        UserError: `classification_unknown`, `classification_basis_missing`,
            `classification_decider_missing` or `classification_missing`.
    """
    if not classification:
        if basis.strip() or decided_by.strip():
            raise UserError("classification_missing")
        return
    if classification not in list(Classification):
        raise UserError("classification_unknown", text=classification)
    if not basis.strip():
        raise UserError("classification_basis_missing")
    if not decided_by.strip():
        raise UserError("classification_decider_missing")


def secret_until(issued_on: date, classification: str) -> date | None:
    """The day on which the secrecy of a paper ends: 10, 20 or 30 years after its date.

    Luật Bảo vệ bí mật nhà nước 29/2018/QH14, Điều 19: tuyệt mật 30 năm, tối mật 20 năm, mật 10 năm.

    Args:
        issued_on: date of the paper.
        classification: a value of `Classification`, or empty.
    """
    if not classification:
        return None
    year = issued_on.year + _YEARS[Classification(classification)]
    leap = issued_on.month == 2 and issued_on.day == 29  # noqa: PLR2004 - a leap day
    return date(year, 3, 1) if leap and year % 4 else issued_on.replace(year=year)
