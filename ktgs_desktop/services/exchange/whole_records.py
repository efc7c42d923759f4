"""Whether a record put together from two versions is one that could have been written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain import program_checks, program_progress
from ktgs_desktop.domain.amendments import Amendment, AmendmentState
from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession
from ktgs_desktop.domain.dissemination_checks import check_plan, check_session
from ktgs_desktop.domain.documents import Document, number_text
from ktgs_desktop.domain.incoming import IncomingDocument, check_incoming
from ktgs_desktop.domain.members import PartyMember, check_member
from ktgs_desktop.domain.offices import IssuingBody, check_body
from ktgs_desktop.domain.opinions import Opinion, check_opinion
from ktgs_desktop.domain.organizations import Organization, check_organization
from ktgs_desktop.domain.outside_lines import OutsideLine, check_outside_line
from ktgs_desktop.domain.paper_marks import PaperMarks, check_marks
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader


def check(connection: Reader, entity: object, today: date) -> None:
    """Refuse a record whose parts do not go together.

    Args:
        connection: the writer's, in a transaction.
        entity: the record as it would be.
        today: the workspace's day.

    Raises:
        UserError: `choice_unfit`, or what the rules of its kind say.
    """
    match entity:
        case Program() | ProgramItem() | Progress() | Amendment():
            _check_planned(connection, entity, today)
        case Document():
            _check_paper(entity)
        case IncomingDocument():
            check_incoming(entity, today)
        case PartyMember():
            check_member(entity, today)
        case Organization():
            check_organization(entity)
        case IssuingBody():
            check_body(entity)
        case OutsideLine():
            check_outside_line(entity)
        case Opinion():
            check_opinion(entity, today)
        case Dissemination() | DisseminationSession():
            _check_briefing(connection, entity, today)
        case _:
            pass


def _check_briefing(
    connection: Reader, entity: Dissemination | DisseminationSession, today: date
) -> None:
    if isinstance(entity, Dissemination):
        check_plan(entity)
        return
    plan = records.find(connection, Dissemination, entity.plan)
    if plan is not None:
        check_session(entity, plan, today)


def _check_planned(
    connection: Reader, entity: Program | ProgramItem | Progress | Amendment, today: date
) -> None:
    match entity:
        case Program():
            program_checks.check_program(entity)
            program_checks.check_only(entity, records.get_all(connection, Program))
            _check_issued(
                entity.issued, papers=(entity.document, entity.issued_on, entity.number or None)
            )
        case Amendment():
            _check_issued(entity.state == AmendmentState.ISSUED, papers=(entity.document,))
        case ProgramItem():
            program = records.find(connection, Program, entity.program)
            if program is not None:
                program_checks.check_line(entity, program)
        case Progress():
            item = records.find(connection, ProgramItem, entity.item)
            if item is not None:
                program_progress.check_progress(entity, item, today)


def _check_issued(issued: bool, papers: tuple[object, ...]) -> None:  # noqa: FBT001 - one of two
    """What is issued has its paper, and what is not has none."""
    if any((one is not None) != issued for one in papers):
        raise UserError("choice_unfit")


def _check_paper(paper: Document) -> None:
    if not paper.symbol.startswith(number_text(paper.number)):
        raise UserError("choice_unfit")
    check_marks(
        PaperMarks(
            paper.urgency, paper.classification, paper.classification_basis, paper.classified_by
        )
    )
