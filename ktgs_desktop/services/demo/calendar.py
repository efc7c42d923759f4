"""The days of the training office, and the clock that is set to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

_ZONE = timezone(timedelta(hours=7))
_MORNING = 9
TODAY = datetime(2021, 7, 6, _MORNING, 15, tzinfo=_ZONE)
"""The day of the exercise."""


class Clock:
    """A clock that is set by hand: the office's days of 2020 and 2021."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it is set to."""
        return self.now

    def go_to(self, day: date) -> None:
        """Set the clock to the morning of a day.

        Args:
            day: the day.
        """
        self.now = datetime(day.year, day.month, day.day, _MORNING, 15, tzinfo=_ZONE)
