"""The line of codes small at the foot of annexes; it is no part of the layout of papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.papers.layouts import Layout
    from ktgs_desktop.papers.pages import Pages

_POINTS, _BELOW_MM = 7.0, 6.0


@dataclass(frozen=True, slots=True)
class AnnexFoot:
    """What tells a printed annex from one of another day.

    Attributes:
        code: short code of the record that was printed.
        state: number of the last change in the journal when it was printed.
        printed_on: day of the printing.
    """

    code: str
    state: int
    printed_on: date

    def text(self, page: int) -> str:
        """The line.

        Args:
            page: number of the page it stands on.
        """
        day = f"{self.printed_on:%d/%m/%Y}"
        return wording("foot_code", code=self.code, state=self.state, date=day, page=page)

    def draw(self, pages: Pages, layout: Layout) -> None:
        """Write the line into the lower margin of a page of the annex.

        Args:
            pages: the PDF in the making, its landscape page just opened.
            layout: measures of the paper.
        """
        place = layout.annex_left_mm * MM, (layout.annex_bottom_mm - _BELOW_MM) * MM
        pages.text(place, [self.text(pages.count)], typeface(Style.REGULAR), _POINTS)
