"""Use cases of the charts of progress: on the screen, and as a page on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.program_figures import Bar, By, figures, groupings
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.papers import preview
from ktgs_desktop.services.printing import Printed
from ktgs_desktop.services.workspace import codes
from ktgs_desktop.store import plan_lines, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.papers.charts import Piece  # noqa: TC004 - the other import is no name of it
    from ktgs_desktop.services.workspace import Workspace

_TITLES: dict[By, Late] = {
    By.KIND: late("By kind of work"),
    By.QUARTER: late("By quarter"),
    By.YEAR: late("By year"),
    By.BODY: late("By body in the lead"),
}
_STATES = ("done", "in_progress", "overdue", "not_started")


@dataclass(frozen=True, slots=True)
class ScreenCharts:
    """Charts as a picture.

    Attributes:
        image: the pixels.
        scale: pixels in a point.
        pieces: where each piece of a bar stands, in points from the top left.
        bars: the figures behind them, by chart.
    """

    image: preview.PageImage
    scale: float
    pieces: tuple[Piece, ...]
    bars: Mapping[str, tuple[Bar, ...]]

    def bar(self, piece: Piece) -> Bar:
        """The group of lines a piece belongs to.

        Args:
            piece: the piece.
        """
        return next(bar for bar in self.bars[piece.chart] if bar.key == piece.bar)


def label(by: By, key: str) -> str:
    """What a group of lines is called on the screen.

    Args:
        by: what the lines are grouped by.
        key: the group.
    """
    if by == By.KIND:
        return codes("task_kinds").get(key).short(language())
    if by == By.QUARTER:
        return _("Quarter {number}").format(number=ROMAN_QUARTERS[int(key)])
    if by == By.YEAR:
        return _("Year {year}").format(year=key)
    return key or _("(no body in the lead)")


def screen_charts(
    workspace: Workspace,
    program: Program,
    lines: Sequence[PlanLine],
    states: Sequence[str],
    colours: Mapping[str, str],
    size: tuple[float, float],
) -> ScreenCharts:
    """The charts of some lines for the screen.

    Args:
        workspace: the workspace.
        program: the program.
        lines: its lines, or those of all bodies.
        states: what each state is called.
        colours: colours of the theme by name, as `#rrggbb`.
        size: width in points, and pixels in a point.
    """
    from ktgs_desktop.papers import charts  # reportlab's graphics take 60 ms to load

    found = {by: tuple(figures(lines, by, workspace.today)) for by in groupings(program.kind)}
    drawn = charts.draw_charts(
        [
            charts.Chart(
                by,
                str(_TITLES[by]),
                tuple(charts.ChartBar(bar.key, label(by, bar.key), bar.counts) for bar in bars),
            )
            for by, bars in found.items()
        ],
        states,
        charts.Palette(
            colours["surface"],
            colours["text"],
            colours["line_strong"],
            tuple(colours[name] for name in _STATES),
            colours["surface"],
        ),
        size[0],
    )
    image = preview.render(charts.as_page(drawn), 0, size[1])
    return ScreenCharts(image, size[1], drawn.pieces, {str(by): bars for by, bars in found.items()})


def print_charts(workspace: Workspace, program: UUID, *, all_bodies: bool = False) -> Printed:
    """The charts of a program as a PDF of one page.

    Args:
        workspace: the workspace.
        program: its id.
        all_bodies: whether the lines of all issued annual programs of its year are meant.

    Raises:
        UserError: `record_gone`.
    """
    from ktgs_desktop.papers import chart_page  # reportlab's graphics take 60 ms to load
    from ktgs_desktop.papers.program_views import Viewed

    today = workspace.today
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        body = records.get(connection, IssuingBody, found.body)
        if all_bodies:
            lines = plan_lines.of_year(connection, found.year)
        else:
            lines = plan_lines.of_program(connection, program)
    charts = chart_page.paper_charts(lines, found.kind, codes("task_kinds"), today)
    data = chart_page.chart_page(charts, Viewed(found, today, all_bodies), body.name)
    return Printed(f"Bieu do tien do {found.year}.pdf", data, 1)
