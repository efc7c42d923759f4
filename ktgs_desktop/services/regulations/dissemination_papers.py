"""Use case: the report on the dissemination of regulations, as PDF, Word or Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import sheet_writer
from ktgs_desktop.papers.dissemination import (
    DOCUMENT_TYPE,
    Told,
    about,
    dissemination_annex,
    dissemination_paper,
)
from ktgs_desktop.papers.letterhead import draft_letterhead
from ktgs_desktop.papers.register_book import book_rows, widths
from ktgs_desktop.services import printing
from ktgs_desktop.services.printing import Printed
from ktgs_desktop.services.regulations.dissemination import reported
from ktgs_desktop.store import dissemination_counts, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession
    from ktgs_desktop.domain.dissemination_report import DisseminationReport
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

KINDS = (".pdf", ".docx", ".xlsx")
"""Endings of the files a report is written to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a report is to tell of.

    Attributes:
        term: code of the term, empty for the office's.
        year: only the plans of a year, None for all of the term.
        unit: only this unit, None for all.
        plan: only this plan, None for all.
        body: the issuing body that reports, None for the plan's or the office's first.
    """

    term: str = ""
    year: int | None = None
    unit: UUID | None = None
    plan: UUID | None = None
    body: UUID | None = None


def told(workspace: Workspace, wanted: Wanted) -> Told:
    """What a report tells.

    Args:
        workspace: the workspace.
        wanted: of what.

    Raises:
        UserError: `record_gone`.
    """
    found = reported(workspace, wanted.term, year=wanted.year, unit=wanted.unit, plan=wanted.plan)
    ids = [one.regulation.id for one in found.regulations if one.regulation.id is not None]
    with workspace.reading() as connection:
        known = {one.id: one for one in records.get_many(connection, Regulation, ids)}
        held = dissemination_counts.sessions_of(connection, [one.id for one in found.plans])
        unit = "" if wanted.unit is None else _unit_name(found, wanted.unit)
        if wanted.unit is not None and not unit:
            unit = records.get(connection, Organization, wanted.unit).name_on()
    what = about(
        term=wanted.term or workspace.office.term,
        year=wanted.year,
        plan=found.plans[0].title if wanted.plan is not None else None,
        unit=unit or None,
    )
    sites = sum(_sites(one, wanted.unit) for sessions in held.values() for one in sessions)
    return Told(found, what, known, workspace.today, sites)


def _unit_name(found: DisseminationReport, unit: UUID) -> str:
    return next((one.unit.name for one in found.units if one.unit.id == unit), "")


def _sites(session: DisseminationSession, unit: UUID | None) -> int:
    """How many sites a session had that counts."""
    came = any(one.attended and unit in (None, one.unit.id) for one in session.attendance)
    return len(session.sites) if came else 0


def report_paper(workspace: Workspace, wanted: Wanted) -> Paper:
    """The report as a paper without number and date.

    Args:
        workspace: the workspace.
        wanted: of what it tells.

    Raises:
        UserError: `record_gone`, `dissemination_body_missing` if the office has no issuing body.
    """
    found = told(workspace, wanted)
    plan = found.report.plans[0] if wanted.plan is not None else None
    body = _body(workspace, wanted.body, plan)
    return dissemination_paper(found, draft_letterhead(body, DOCUMENT_TYPE))


def _body(workspace: Workspace, wanted: UUID | None, plan: Dissemination | None) -> IssuingBody:
    with workspace.reading() as connection:
        if wanted is not None:
            return records.get(connection, IssuingBody, wanted)
        bodies = records.get_all(connection, IssuingBody)
    ordered = sorted(bodies, key=lambda one: (one.order, one.id))
    responsible = plan.body.id if plan is not None and plan.body is not None else None
    of_plan = [one for one in ordered if responsible in (one.id, one.organization)]
    if not ordered:
        raise UserError("dissemination_body_missing")
    return (of_plan or ordered)[0]


def printed(
    workspace: Workspace,
    wanted: Wanted,
    progress: Progress | None = None,
    ending: str = ".pdf",
) -> Printed:
    """The report as a file.

    Args:
        workspace: the workspace.
        wanted: of what it tells.
        progress: is told how far it is.
        ending: `.pdf`, `.docx` or `.xlsx`.

    Raises:
        UserError: `record_gone`, `dissemination_body_missing`, `book_kind_unknown`.
        Cancelled: the user asked to stop.
    """
    if ending not in KINDS:
        raise UserError("book_kind_unknown", kind=ending)
    if ending == ".xlsx":
        return _sheet(workspace, wanted)
    paper = report_paper(workspace, wanted)
    stem = "Bao cao quan triet " + printing.file_stem(paper, paper.year)
    if ending == ".docx":
        return printing.as_word(paper, stem)
    about_record = wanted.plan or workspace.office.unit
    return printing.as_pdf(paper, stem, progress, foot=printing.foot_of(workspace, about_record))


def _sheet(workspace: Workspace, wanted: Wanted) -> Printed:
    annex = dissemination_annex(told(workspace, wanted))
    headings = [column.title for column in annex.columns]
    data = sheet_writer.write_table(
        f"{annex.title} {annex.subtitle}", headings, book_rows(annex), widths=widths(annex)
    )
    return Printed(f"Bao cao quan triet {workspace.today.year}.xlsx", data)
