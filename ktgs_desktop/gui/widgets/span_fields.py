"""Fields for times: the period examined, and when the work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from ktgs_desktop.domain import dates
from ktgs_desktop.domain.dates import ROMAN_QUARTERS, PartialDate
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.widgets.fields import TypedField, mark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Span = tuple[PartialDate | None, PartialDate | None]
Work = tuple[int | None, PartialDate | None, PartialDate | None]


class SpanField(TypedField):
    """A time from and to: 2019-2020, 1/1/2019 – 31/12/2020."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("2019 – 2020")

    def value_as_span(self) -> Span:
        """Start and end.

        Raises:
            UserError: the text is not understood.
        """
        return dates.parse_typed_span(self.text(), year=self.year)

    def set_span(self, start: PartialDate | None, end: PartialDate | None) -> None:
        """Show a time."""
        self.set_value(dates.show_span(start, end))
        mark(self, "")

    @override
    def understand(self) -> None:
        self.set_value(dates.show_span(*self.value_as_span()))


class WorkField(TypedField):
    """When the work is done: q2, Quý II, or from day to day (15/5 - 30/6)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("q2  ·  15/5 – 30/6")

    def value_as_work(self) -> Work:
        """Quarter, first and last day; None for what is not given.

        Raises:
            UserError: the text is not understood; `work_other_year` for a quarter of a year that
                is not the line's.
        """
        quarter, start, end = dates.parse_work_time(self.text(), year=self.year)
        if quarter is not None:
            if quarter[1] not in (None, self.year):
                raise UserError("work_other_year", text=self.text().strip(), year=self.year)
            return quarter[0], None, None
        return None, start, end

    def set_work(
        self, quarter: int | None, start: PartialDate | None, end: PartialDate | None
    ) -> None:
        """Show when the work is done."""
        if quarter is not None:
            self.set_value(f"Quý {ROMAN_QUARTERS[quarter]}/{self.year}")
        else:
            self.set_value(dates.show_span(start, end))
        mark(self, "")

    @override
    def understand(self) -> None:
        self.set_work(*self.value_as_work())
