"""Use cases that look at programs as a whole: as a matrix, as a calendar, as figures; and print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_figures, program_matrix
from ktgs_desktop.domain.documents import layout_rule
from ktgs_desktop.domain.programs import Program, ProgramKind, years_of
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.papers import program_views as papers
from ktgs_desktop.papers.register_book import book_pdf
from ktgs_desktop.services import printing
from ktgs_desktop.store import plan_lines, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.domain.program_figures import Bar, By
    from ktgs_desktop.domain.program_matrix import Matrix
    from ktgs_desktop.papers.paper import Annex
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace

UNNAMED: Late = late("To be named later")
"""What the row of the matrix for those still unnamed is called."""


def lines(
    workspace: Workspace, program: UUID, *, all_bodies: bool = False
) -> tuple[Program, list[PlanLine]]:
    """A program and its lines with the progress of each subject, in the order of the annex.

    Args:
        workspace: the workspace.
        program: its id.
        all_bodies: whether the lines of all issued annual programs of its year are meant.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        if all_bodies:
            return found, plan_lines.of_year(connection, found.year)
        return found, plan_lines.of_program(connection, program)


def matrix(workspace: Workspace, program: UUID, *, all_bodies: bool = False) -> Matrix:
    """Subjects against quarters; of a program of a term against its years.

    Args:
        workspace: the workspace.
        program: its id.
        all_bodies: as `lines`.

    Raises:
        UserError: `record_gone`.
    """
    found, planned = lines(workspace, program, all_bodies=all_bodies)
    term = found.kind == ProgramKind.TERM and not all_bodies
    years: Sequence[int] = years_of(found) if term else ()
    return program_matrix.matrix(planned, workspace.today, years)


def figures(workspace: Workspace, program: UUID, by: By, *, all_bodies: bool = False) -> list[Bar]:
    """How many lines are how far, by kind of work, quarter or body in the lead.

    Args:
        workspace: the workspace.
        program: its id.
        by: what groups them.
        all_bodies: as `lines`.

    Raises:
        UserError: `record_gone`.
    """
    _found, planned = lines(workspace, program, all_bodies=all_bodies)
    return program_figures.figures(planned, by, workspace.today)


# On paper -------------------------------------------------------------------------------------


def print_matrix(
    workspace: Workspace,
    program: UUID,
    progress: Progress | None = None,
    *,
    all_bodies: bool = False,
    words: str = "",
) -> Printed:
    """The matrix of a program as PDF on landscape pages.

    Args:
        workspace: the workspace.
        program: its id.
        progress: is told how far it is.
        all_bodies: as `lines`.
        words: words of the names wanted, empty for all.

    Raises:
        UserError: `record_gone`.
        Cancelled: the user asked to stop.
    """
    found = matrix(workspace, program, all_bodies=all_bodies).narrowed(words, str(UNNAMED))
    viewed = _viewed(workspace, program, all_bodies=all_bodies)
    annex = papers.matrix_annex(found, viewed)
    return _printed(workspace, viewed.program, annex, "Ma tran", progress)


def print_calendar(
    workspace: Workspace,
    program: UUID,
    progress: Progress | None = None,
    *,
    all_bodies: bool = False,
) -> Printed:
    """The calendar of a program as PDF on landscape pages: a line a row, its months across.

    Args:
        workspace: the workspace.
        program: its id.
        progress: is told how far it is.
        all_bodies: as `lines`.

    Raises:
        UserError: `record_gone`.
        Cancelled: the user asked to stop.
    """
    found, planned = lines(workspace, program, all_bodies=all_bodies)
    years: Sequence[int] = (found.year,) if all_bodies else years_of(found)
    annex = papers.calendar_annex(planned, years, papers.Viewed(found, workspace.today, all_bodies))
    return _printed(workspace, found, annex, "Lich", progress)


def _viewed(workspace: Workspace, program: UUID, *, all_bodies: bool) -> papers.Viewed:
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    return papers.Viewed(found, workspace.today, all_bodies)


def _printed(
    workspace: Workspace, program: Program, annex: Annex, kind: str, progress: Progress | None
) -> Printed:
    """A view as PDF; its file's name says of which program and year it is."""
    today, foot = workspace.today, printing.foot_of(workspace, program.id)
    made = f"D:{today:%Y%m%d}"
    data, pages = book_pdf(annex, layout_rule(today), made, progress, foot)
    stem = printing.safe_stem(f"{kind} {program.number or 'du thao'} {program.year}")
    return printing.Printed(f"{stem}.pdf", data, pages)
