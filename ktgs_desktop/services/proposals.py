"""Use cases of next year's draft: what is proposed for it, and taking what the office accepts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_checks, program_issue, program_life, proposals
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.programs import (
    Group,
    Named,
    Program,
    ProgramItem,
    ProgramKind,
)
from ktgs_desktop.domain.proposals import Pattern, Proposal, ProposalKind, Reason, Standing, Target
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import Late, day, late
from ktgs_desktop.services import subordinates
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, codes, new_id
from ktgs_desktop.store import code_lists, coverage, proposal_lines, queries, records
from ktgs_desktop.store.bulk_insert import undisturbed

if TYPE_CHECKING:
    from ktgs_desktop.domain.coverage import Coverage
    from ktgs_desktop.store.database import Reader

_USUAL_KIND = "INSPECTION_PROGRAM"
KINDS: dict[str, Late] = {
    ProposalKind.CARRIED: late("Carried over"),
    ProposalKind.TERM: late("Due by the term"),
    ProposalKind.UNCOVERED: late("Not inspected or supervised"),
}
"""What the kinds of proposals are called."""
_REASONS: dict[str, Late] = {
    Reason.NOT_BEGUN: late("Not finished: line {number} of {year}."),
    Reason.PARTLY_DONE: late("Not finished: line {number} of {year}, {left} of {total} left."),
    Reason.POSTPONED: late("Put off: line {number} of {year}."),
    Reason.TERM_DUE: late("Due by the program of the term {term}."),
    Reason.TERM_LATE: late("Due by the program of the term {term} in {year}, not laid out yet."),
    Reason.NEVER: late("Never inspected or supervised as far as is known; rank {rank}."),
    Reason.LONG_AGO: late("Not inspected or supervised this term, last on {date}; rank {rank}."),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for a body's program of a year.

    Attributes:
        body: the issuing body.
        year: the year.
        program: the draft it is for, None while there is none.
        proposals: carried lines, lines of the term, then organisations by rank.
    """

    body: IssuingBody
    year: int
    program: Program | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal the office accepts.

    Attributes:
        source: the line that is carried over, the line of the term, or the organisation.
        content: what is inspected, empty for what is proposed.
    """

    source: UUID
    content: str = ""


def reason(proposal: Proposal) -> str:
    """Why a line is proposed, in words.

    Args:
        proposal: the proposal.
    """
    params = {
        name: day(value) if isinstance(value, date) else value
        for name, value in proposal.params.items()
    }
    return str(_REASONS[proposal.reason]).format(**params)


def propose(workspace: Workspace, body: UUID, year: int) -> Proposed:
    """What is proposed for a body's program of a year; nothing is written.

    Args:
        workspace: the workspace.
        body: the issuing body.
        year: the year.

    Raises:
        UserError: `record_gone`, `year_outside_term`, or what forbids to add lines to the program
            that is there (`program_issued`, `program_submitted`).
    """
    with workspace.reading() as connection, undisturbed():
        return _proposed(workspace, connection, body, year)


def propose_next(workspace: Workspace, program: UUID) -> Proposed:
    """What is proposed for the draft of a year, or after an issued program for the year after it.

    Args:
        workspace: the workspace.
        program: a program of a year.

    Raises:
        UserError: as `propose`.
    """
    with workspace.reading() as connection, undisturbed():
        found = records.get(connection, Program, program)
        year = found.year + 1 if found.locked else found.year
        return _proposed(workspace, connection, found.body, year)


def accept(
    workspace: Workspace, body: UUID, year: int, chosen: Sequence[Accepted]
) -> list[ProgramItem]:
    """Add accepted proposals to the body's draft of the year, which is begun if there is none.

    All is one operation; undoing it takes all lines out again.

    Args:
        workspace: the workspace.
        body: the issuing body.
        year: the year.
        chosen: what is accepted; in the program they stand in the order proposed.

    Returns:
        The lines added.

    Raises:
        UserError: as `propose`; `proposal_gone` with the content if something is no longer
            proposed; what a line cannot be.
    """
    if not chosen:
        return []
    with workspace.writing("accept_proposals") as writer:
        there = _proposed(workspace, writer.connection, body, year)
        program = there.program
        if program is None:
            new = program_life.NewProgram(ProgramKind.ANNUAL, year, workspace.office.term)
            program = program_life.begun(workspace.office, there.body, new, new_id())
            writer.put(program)
        lines = _placed(writer.connection, program, _lines(there, chosen))
        for line in lines:
            program_checks.check_item(line, program)
        writer.put_many(lines)
        writer.about = subject_of(lines[0].content, len(lines))
    return lines


def _lines(there: Proposed, chosen: Iterable[Accepted]) -> list[ProgramItem]:
    """The lines of accepted proposals in the order proposed."""
    wanted = {one.source: nfc(one.content) for one in chosen}
    found = [
        dataclasses.replace(one.line, content=wanted[one.source] or one.line.content)
        for one in there.proposals
        if one.source in wanted
    ]
    if len(found) < len(wanted):
        gone = wanted.keys() - {one.source for one in there.proposals}
        raise UserError("proposal_gone", count=len(gone))
    return found


def _placed(
    connection: Reader, program: Program, lines: Iterable[ProgramItem]
) -> list[ProgramItem]:
    """The lines at the end of their parts of the program."""
    ends: dict[str, int] = {}
    placed = []
    for line in lines:
        part = code_lists.part_of(line.task_kind)
        seq = ends.get(part) or queries.next_seq(connection, program.id, part)
        ends[part] = seq + 1
        placed.append(dataclasses.replace(line, program=program.id, seq=seq))
    return placed


# Proposing ------------------------------------------------------------------------------------


def _proposed(workspace: Workspace, connection: Reader, body: UUID, year: int) -> Proposed:
    issuing = records.get(connection, IssuingBody, body)
    first, _dash, last = workspace.office.term.partition("-")
    if not int(first) <= year <= int(last):
        raise UserError("year_outside_term", year=year, term=workspace.office.term)
    all_programs = records.get_all(connection, Program, body=body)
    program = next(
        (one for one in all_programs if one.kind == ProgramKind.ANNUAL and one.year == year), None
    )
    if program is not None:
        program_checks.refuse_locked(program)
    standing = _standing(connection, all_programs, year)
    target = Target(program.id if program else new_id(), year, new_id)
    carried = proposals.carried_over(
        standing,
        target,
        proposal_lines.numbers(connection, {one.program for one in standing.items}),
    )
    term = proposals.term_lines(standing, target)
    rest = _uncovered(workspace, connection, issuing, [*carried, *term], target)
    return Proposed(issuing, year, program, (*carried, *term, *rest))


def _standing(connection: Reader, programs: Sequence[Program], year: int) -> Standing:
    items = proposal_lines.open_lines(connection, [one.id for one in programs], year)
    annual = [one for one in programs if one.kind == ProgramKind.ANNUAL]
    own = {one.id for one in annual}
    # What was put off may have been taken over in any year since; all else only in this one.
    since = min((one.year + 1 for one in items if one.postponed_to is not None), default=year)
    return Standing(
        programs,
        items,
        proposal_lines.progress_of(connection, items),
        proposal_lines.ids(connection, [one.id for one in annual if one.year >= since]),
        proposal_lines.carried_out(
            connection, own, [one.id for one in items if one.program not in own]
        ),
    )


def _uncovered(
    workspace: Workspace,
    connection: Reader,
    body: IssuingBody,
    others: Iterable[Proposal],
    target: Target,
) -> list[Proposal]:
    # Only whether and when they came up counts here, not each year.
    scope = dataclasses.replace(subordinates.scope(workspace, connection), shown=())
    rows: list[Coverage] = coverage.whole(
        connection, scope, Listing("type", filters={"never": True})
    )
    subjects = subordinates.committees(connection, {one.id for one in rows})
    organs = {named.id: above for above, named in subjects.items()}
    taken = set(coverage.named_in(connection, target.year))
    for proposal in others:
        for named in proposal.named:
            taken |= {named, organs.get(named, named)}
    pattern = Pattern(
        workspace.office.unit,
        workspace.office.province,
        kind_for(body.kind),
        Named(body.name, body.organization),
        _content_of(body.kind),
    )
    return proposals.uncovered(rows, subjects, taken, pattern, target)


def kind_for(body_kind: str) -> str:
    """The kind of inspection that is first among a body's own tasks.

    Args:
        body_kind: type of the body.
    """
    for code in codes("task_kinds").codes.values():
        planned = code.code not in program_issue.ON_OCCASION
        own = body_kind in code.texts("bodies")
        if planned and own and code.text("group") == Group.INSPECTION:
            return code.code
    return _USUAL_KIND


def _content_of(body_kind: str) -> str:
    """What is inspected by such a kind; that of a kind that names its matter, else the usual."""
    kind = kind_for(body_kind)
    return "" if kind == _USUAL_KIND else codes("task_kinds").get(kind).vi


def by_kind(found: Proposed) -> Mapping[ProposalKind, int]:
    """How many proposals there are of each kind.

    Args:
        found: what is proposed.
    """
    return {kind: sum(one.kind == kind for one in found.proposals) for kind in ProposalKind}
