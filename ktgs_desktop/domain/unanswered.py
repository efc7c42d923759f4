"""Packages of which nothing was heard: after two weeks somebody asks whether they arrived."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ktgs_desktop.domain.package_log import SentPackage, SentState
from ktgs_desktop.domain.packages import PackageKind

LONGEST_DAYS = 14
"""So long the stick may be under way before somebody asks."""
_ANSWERED = (PackageKind.DATA, PackageKind.DIRECTIVE, PackageKind.RECOVERY)
"""Kinds of packages for which a receipt comes back."""
_WAITING = (SentState.MADE, SentState.CARRIED)


def days_waited(package: SentPackage, today: date) -> int | None:
    """For how many days a receipt has been awaited.

    Args:
        package: the package.
        today: the day.

    Returns:
        None if none is awaited.
    """
    if package.kind not in _ANSWERED or package.state not in _WAITING:
        return None
    return max(0, (today - date.fromisoformat(package.at[:10])).days)


def unanswered(packages: Iterable[SentPackage], today: date) -> list[SentPackage]:
    """Packages for whose receipts one has waited too long; a later receipt answers for them, too.

    Args:
        packages: packages this office made, of all recipients.
        today: the day.
    """
    known = list(packages)
    heard = _heard(known)
    return [
        one
        for one in known
        if (days_waited(one, today) or 0) > LONGEST_DAYS and one.row > heard.get(one.recipient, -1)
    ]


def refused(packages: Iterable[SentPackage]) -> list[SentPackage]:
    """Packages that were refused, unless a later one to the same unit was received.

    Args:
        packages: packages this office made, of all recipients.
    """
    known = list(packages)
    heard = _heard(known)
    return [
        one
        for one in known
        if one.state == SentState.REFUSED and one.row > heard.get(one.recipient, -1)
    ]


def _heard(packages: Iterable[SentPackage]) -> dict[UUID, int]:
    """The number of the last package each unit received."""
    found: dict[UUID, int] = {}
    for one in packages:
        if one.kind in _ANSWERED and one.state == SentState.RECEIVED:
            found[one.recipient] = max(one.row, found.get(one.recipient, -1))
    return found
