"""Use cases that look at programs as a whole: as a matrix, as a calendar, as figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_figures, program_matrix
from ktgs_desktop.domain.programs import Program, ProgramKind, years_of
from ktgs_desktop.store import plan_lines, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.domain.program_figures import Bar, By
    from ktgs_desktop.domain.program_matrix import Matrix
    from ktgs_desktop.services.workspace import Workspace


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
