"""Use case: what needs attention on Monday morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import unanswered
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.package_log import SentState
from ktgs_desktop.domain.programs import Program, ProgramKind
from ktgs_desktop.domain.remark_states import RemarkRow, RemarkState
from ktgs_desktop.domain.rows import ItemRow
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.store import (
    feeds,
    listing,
    package_log,
    paper_queries,
    queries,
    records,
    remark_rows,
)
from ktgs_desktop.store.queries import QuarterCount
from ktgs_desktop.store.replica_lists import Place

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

SOON_DAYS = 30
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Attention:
    """Counts for the rail: only what needs action.

    Attributes:
        overdue: program lines not done and past their day.
        unsigned: issued papers with neither a signed file nor a scan.
        late_incoming: incoming papers not dealt with and past their day.
        doubles: papers whose number another one has too.
        returned: papers that the signer returned to the user.
        remarks: remarks of the superior that are not answered.
        late_remarks: those of them whose day has passed.
        gaps: units whose earlier data is missing here.
        unanswered: packages for whose receipts one has waited too long.
        refused: packages of the office that were refused.
        last_sent: day of the last package that left the office, None if none did.
    """

    overdue: int
    unsigned: int
    late_incoming: int = 0
    doubles: int = 0
    returned: int = 0
    remarks: int = 0
    late_remarks: int = 0
    gaps: int = 0
    unanswered: int = 0
    refused: int = 0
    last_sent: date | None = None

    @property
    def packages(self) -> int:
        """How much of the exchange of packages needs action."""
        return self.gaps + self.unanswered + self.refused


@dataclass(frozen=True, slots=True)
class DraftProgram:
    """A program that waits to be issued.

    Attributes:
        id: the program.
        title: its title.
        lines: how many lines it has.
    """

    id: UUID
    title: str
    lines: int


@dataclass(frozen=True, slots=True)
class ReturnedPaper:
    """A paper that the signer returned to the user.

    Attributes:
        document: the paper.
        symbol: its number and symbol.
        remark: what is to be mended.
        returned_on: the day.
    """

    document: UUID
    symbol: str
    remark: str
    returned_on: date


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows.

    Attributes:
        today: the day.
        year: the year whose progress is shown.
        overdue: lines past their day, the oldest first.
        overdue_count: how many there are in all.
        soon: lines due in the next days, the earliest first.
        drafts: programs that wait to be issued.
        unsigned: numbers and symbols of issued papers neither signed digitally nor scanned.
        quarters: progress of the year's issued annual programs.
        organizations: how many organisations are registered.
        members: how many members are registered.
        laid: how many papers lie before the signer.
        returned: papers that the signer returned to the user.
        remarks: the superior's remarks that are not answered, those due first at the head.
        gaps: units whose earlier data is missing here.
        unanswered: packages for whose receipts one has waited too long.
        refused: packages of the office that were refused.
    """

    today: date
    year: int
    overdue: tuple[ItemRow, ...]
    overdue_count: int
    soon: tuple[ItemRow, ...]
    drafts: tuple[DraftProgram, ...]
    unsigned: tuple[tuple[UUID, str, date], ...]
    quarters: tuple[QuarterCount, ...]
    organizations: int
    members: int
    laid: int = 0
    returned: tuple[ReturnedPaper, ...] = ()
    remarks: tuple[RemarkRow, ...] = ()
    gaps: int = 0
    unanswered: int = 0
    refused: int = 0

    @property
    def packages(self) -> int:
        """How many lines the exchange of packages takes."""
        return sum(count > 0 for count in (self.gaps, self.unanswered, self.refused))


def attention(workspace: Workspace) -> Attention:
    """Counts for the rail.

    Args:
        workspace: the workspace.
    """
    today = workspace.today.isoformat()
    with workspace.reading() as connection:
        overdue = queries.count_open_items(connection, due_before=today)
        unsigned = queries.count_unsigned(connection)
        late = paper_queries.count_late_incoming(connection, today)
        doubles = sum(map(len, paper_queries.double_numbers(connection)))
        returned = len(paper_queries.returned_papers(connection, workspace.user.id))
        remarks = _remarks(workspace, connection)
        packages = package_log.sent(connection)
        gaps = len({one.unit for one in feeds.waiting(connection)})
    gone = [one for one in packages if one.state != SentState.MADE]
    return Attention(
        overdue=overdue,
        unsigned=unsigned,
        late_incoming=late,
        doubles=doubles,
        returned=returned,
        remarks=len(remarks),
        late_remarks=sum(one.state == RemarkState.LATE for one in remarks),
        gaps=gaps,
        unanswered=len(unanswered.unanswered(packages, workspace.today)),
        refused=len(unanswered.refused(packages)),
        last_sent=date.fromisoformat(gone[0].at[:10]) if gone else None,
    )


def _remarks(workspace: Workspace, connection: Reader) -> tuple[RemarkRow, ...]:
    """The superior's remarks that are not answered, those due first at the head."""
    place = Place(workspace.office.unit, workspace.office.superior)
    found = remark_rows.received(connection, place, workspace.today)
    waiting = [one for one in found if one.state != RemarkState.ANSWERED]
    return tuple(sorted(waiting, key=lambda one: (one.remark.due or date.max, one.row)))


def _returned(workspace: Workspace, connection: Reader) -> tuple[ReturnedPaper, ...]:
    return tuple(
        ReturnedPaper(paper.id, paper.symbol, told.answer, told.decided_on or workspace.today)
        for told, paper in paper_queries.returned_papers(connection, workspace.user.id)
    )


def overview(workspace: Workspace) -> Overview:
    """What the first page shows.

    Args:
        workspace: the workspace.
    """
    today = workspace.today
    day, limit = today.isoformat(), (today + timedelta(days=SOON_DAYS)).isoformat()
    with workspace.reading() as connection:
        late = queries.open_items(connection, due_before=day, limit=_SHOWN)
        soon = queries.open_items(connection, due_before=limit, due_from=day, limit=_SHOWN)
        programs = records.get_all(connection, Program)
        issued = [p for p in programs if p.issued and p.kind == ProgramKind.ANNUAL]
        year = max((p.year for p in issued if p.year <= today.year), default=today.year)
        ids = [program.id for program in issued if program.year == year]
        counts = queries.counts(connection)
        papers = records.get_all(
            connection, Document, state=str(DocumentState.ISSUED), signed=False, scanned=False
        )
        drafts = tuple(
            DraftProgram(program.id, program.title, queries.count_items(connection, program.id))
            for program in programs
            if not program.issued
        )
        return Overview(
            today=today,
            year=year,
            overdue=tuple(listing.rows(connection, "items", late)),
            overdue_count=queries.count_open_items(connection, due_before=day),
            soon=tuple(listing.rows(connection, "items", soon)),
            drafts=drafts,
            unsigned=tuple((one.id, one.symbol, one.issued_on) for one in papers),
            quarters=tuple(queries.quarter_counts(connection, ids, day)),
            organizations=counts["organization"],
            members=counts["party_member"],
            laid=len(records.get_all(connection, Submission, state=str(SubmissionState.WAITING))),
            returned=_returned(workspace, connection),
            remarks=_remarks(workspace, connection),
            gaps=len({one.unit for one in feeds.waiting(connection)}),
            unanswered=len(unanswered.unanswered(package_log.sent(connection), today)),
            refused=len(unanswered.refused(package_log.sent(connection))),
        )
