"""Use case: the receipt for a package on paper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.arrivals import Effect
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.letterhead import draft_letterhead
from ktgs_desktop.papers.receipt_slip import DOCUMENT_TYPE, TakenPackage, receipt_slip
from ktgs_desktop.services import printing
from ktgs_desktop.services.exchange import spool
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_ANSWERED = (JobState.APPLIED, JobState.DONE, JobState.REFUSED)


def printed(workspace: Workspace, job: UUID, progress: Progress | None = None) -> Printed:
    """The receipt for a package as PDF.

    Args:
        workspace: the workspace.
        job: the taking in of the package, taken in or refused.
        progress: is told how far it is.

    Raises:
        UserError: `job_not_taken_in`, `sender_unknown`, `record_gone`.
    """
    found = spool.get(workspace, job)
    if found.state not in _ANSWERED:
        raise UserError("job_not_taken_in", name=found.name)
    if found.sender is None:
        raise UserError("sender_unknown", name=found.name)
    with workspace.reading() as connection:
        sender = unit_name(connection, found.sender)
        body = _body(workspace, connection)
    said = _said(workspace, found, sender)
    paper = receipt_slip(said, draft_letterhead(body, DOCUMENT_TYPE), workspace.today)
    return printing.as_pdf(paper, printing.safe_stem(f"Bien nhan {found.name}"), progress)


def _body(workspace: Workspace, connection: Reader) -> IssuingBody:
    """The body whose office it is: the one that is called so, else the last of them."""
    bodies = sorted(records.get_all(connection, IssuingBody), key=lambda one: (one.order, one.id))
    if not bodies:
        raise UserError("record_gone")
    own = [one for one in bodies if one.organization == workspace.office.unit]
    return own[0] if own else bodies[-1]


def _said(workspace: Workspace, job: ImportJob, sender: str) -> TakenPackage:
    report: dict[str, Any] = job.report if isinstance(job.report, dict) else {}
    feeds = report.get("feeds", ())
    refused = job.state == JobState.REFUSED
    return TakenPackage(
        number=job.row,
        office=workspace.office.name,
        sender=sender,
        file=job.name,
        digest=job.digest,
        made=_moment(job.made_at),
        taken=_moment(job.at),
        signer=str(report.get("signed_by", "")),
        new=sum(one["new"] for one in feeds),
        known=sum(one["known"] for one in feeds),
        held=sum(one["held"] for one in feeds),
        conflicts=sum(
            count for _kind, effect, count in report.get("effects", ()) if effect == Effect.CONFLICT
        ),
        refusal=messages.text_told(job.code, report) if refused else "",
        user=workspace.user.full_name,
        position=workspace.user.position,
    )


def _moment(iso: str) -> str:
    return i18n.moment(datetime.fromisoformat(iso)) if iso else ""
