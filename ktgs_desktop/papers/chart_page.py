"""The page with the charts of a program's progress, on its own or after the program's paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.program_figures import COUNTED, By, figures, groupings
from ktgs_desktop.papers.charts import PAPER, Chart, ChartBar, draw_charts
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.pages import PORTRAIT, Pages, PdfInfo
from ktgs_desktop.papers.typesetting import break_evenly
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList
    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.papers.program_views import Viewed

_MARGIN = 25 * MM
_TITLE, _BELOW = 14.0, 12.0


def paper_charts(
    lines: Sequence[PlanLine], program_kind: str, kinds: CodeList, today: date
) -> list[Chart]:
    """The charts of some lines with the words of papers.

    Args:
        lines: the lines.
        program_kind: `ANNUAL` or `TERM`.
        kinds: kinds of work.
        today: the workspace's day.
    """

    def label(by: By, key: str) -> str:
        if by == By.KIND:
            return kinds.get(key).vi
        if by == By.QUARTER:
            return wording("charts_quarter_of", quarter=ROMAN_QUARTERS[int(key)])
        if by == By.YEAR:
            return wording("charts_year_of", year=key)
        return key or wording("charts_nobody")

    return [
        Chart(
            by,
            wording(f"charts_{by}"),
            tuple(
                ChartBar(bar.key, label(by, bar.key), bar.counts)
                for bar in figures(lines, by, today)
            ),
        )
        for by in groupings(program_kind)
    ]


def put_charts(pages: Pages, charts: Sequence[Chart], subtitle: str) -> None:
    """Draw charts on a page that has just been opened.

    Args:
        pages: the PDF in the making.
        charts: the charts.
        subtitle: whose lines and of which day they are.
    """
    width, height = pages.size
    bold, regular = typeface(Style.BOLD), typeface(Style.ITALIC)
    top = height - _MARGIN - _TITLE
    pages.centred((width / 2, top), wording("charts_title"), bold, _TITLE)
    below = break_evenly(subtitle, regular, (width - 2 * _MARGIN) / _BELOW)
    for line in [one.text for one in below]:
        top -= _BELOW * 1.4
        pages.centred((width / 2, top), line, regular, _BELOW)
    states = [wording(f"charts_{state}") for state in COUNTED]
    drawn = draw_charts(charts, states, PAPER, width - 2 * _MARGIN)
    room = top - _MARGIN - _BELOW
    share = min(1.0, room / drawn.drawing.height)
    left = (width - drawn.drawing.width * share) / 2
    pages.drawing(drawn.drawing, (left, top - _BELOW - drawn.drawing.height * share), share)


def chart_page(charts: Sequence[Chart], viewed: Viewed, author: str) -> bytes:
    """A PDF with nothing but the charts.

    Args:
        charts: the charts.
        viewed: whose they are.
        author: the issuing body.
    """
    made = f"D:{viewed.today:%Y%m%d}"
    pages = Pages(PdfInfo(wording("charts_title"), author, viewed.program.title, made))
    pages.open(PORTRAIT)
    put_charts(pages, charts, viewed.subtitle)
    return pages.finish()
