"""Use cases: other offices ask for files of papers; they are sent, refused, or asked for further.

An office in between that has the file sends it; otherwise the request waits here until the office
below has sent it.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import attached_files as rules
from ktgs_desktop.domain.attached_files import FileRefusal, NamingPaper
from ktgs_desktop.domain.package_log import ImportJob, JobState, SentPackage
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.receipts import Rejection, Result
from ktgs_desktop.errors import PackageError, StorageError, UserError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import files, keys, packing, place, receipts, spool
from ktgs_desktop.store import naming_papers, package_log
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.sync import volumes

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity

REQUESTS, REFUSED = "requests", "refused"
"""Where the books of an answer name the requests it is for, and the files it refuses."""
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class RequestedFile:
    """A file that another office waits for.

    Attributes:
        job: the taking in of its request.
        number: local number of that.
        at: when the request was taken in.
        asker: the office that asks.
        asker_name: what it is called.
        digest: SHA-256 of the file, in hexadecimal.
        name: its file name, empty if no paper names it.
        size: bytes, 0 if that is not known.
        owner: whose paper names it, empty if none does.
        label: the paper's number and abstract.
        record: the paper, None if there is none.
        refusal: why it may not go, None if it may.
        here: whether the file is here; one that is not is asked for further on.
    """

    job: UUID
    number: int
    at: str
    asker: UUID
    asker_name: str
    digest: str
    name: str
    size: int
    owner: str
    label: str
    record: UUID | None
    refusal: FileRefusal | None
    here: bool

    @property
    def ready(self) -> bool:
        """Whether it can be sent now."""
        return self.here and self.refusal is None


def waiting(workspace: Workspace) -> list[RequestedFile]:
    """Files that other offices wait for, in the order they were asked for.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        jobs = [job for job in package_log.jobs(connection) if is_open(job)]
        if not jobs:
            return []
        answered = _answered(connection)
        naming = _naming(workspace, connection)
        units = {job.sender for job in jobs if job.sender is not None}
        owners = {paper.unit for papers in naming.values() for paper in papers}
        names = place.unit_names(connection, units | owners)
    above = _above(workspace)
    here = set(workspace.attachments.all())
    found = []
    for job in reversed(jobs):
        for digest in _asked(job):
            if job.sender is None or digest in answered[job.id]:
                continue
            papers = naming.get(digest, [])
            refusal = rules.refusal(job.sender, above, papers)
            shown = _file(job, digest, papers[0] if papers else None, names)
            found.append(dataclasses.replace(shown, refusal=refusal, here=digest in here))
    return found


def is_open(job: ImportJob) -> bool:
    """Whether the taking in is of a request for files that waits for an answer.

    Args:
        job: the taking in.
    """
    return job.kind == PackageKind.REQUEST and job.state == JobState.APPLIED and bool(_asked(job))


def _asked(job: ImportJob) -> tuple[str, ...]:
    report: Any = job.report
    found = report.get("asked") if isinstance(report, dict) else None
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _answered(connection: Reader) -> dict[UUID, set[str]]:
    """The files that were sent or refused, by request."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for package in package_log.sent(connection):
        said = (*package.heads.get(files.BLOBS, ()), *package.heads.get(REFUSED, ()))
        for job in package.heads.get(REQUESTS, ()):
            found[UUID(job)].update(said)
    return found


def _naming(workspace: Workspace, connection: Reader) -> dict[str, list[NamingPaper]]:
    """The papers that name each file: the office's own as they stand, others' as received."""
    own = workspace.office.unit
    found: dict[str, list[NamingPaper]] = defaultdict(list)
    received = (one for one in naming_papers.in_feeds(connection) if one.unit != own)
    for paper in (*naming_papers.own(connection, own), *received):
        for file in paper.files:
            found[file.digest].append(paper)
    return found


def _above(workspace: Workspace) -> frozenset[UUID]:
    own, superior = workspace.office.unit, workspace.office.superior
    try:
        above = set(keys.trust(workspace).ancestors(own))
    except PackageError:  # no list of trust names this office yet
        above = set()
    return frozenset(above | ({superior} if superior else set())) - {own}


def _file(
    job: ImportJob, digest: str, paper: NamingPaper | None, names: dict[UUID, str]
) -> RequestedFile:
    named = next((one for one in paper.files if one.digest == digest), None) if paper else None
    asker = job.sender or job.id
    return RequestedFile(
        job=job.id,
        number=job.row,
        at=job.at,
        asker=asker,
        asker_name=names.get(asker, str(asker)),
        digest=digest,
        name=named.name if named else "",
        size=named.size if named else 0,
        owner=names.get(paper.unit, "") if paper else "",
        label=paper.label if paper else "",
        record=paper.id if paper else None,
        refusal=None,
        here=False,
    )


# Answering ------------------------------------------------------------------------------------


def answer(
    workspace: Workspace,
    folder: Path,
    identity: SigningIdentity | None = None,
    progress: Progress | None = None,
    *,
    jobs: Collection[UUID] = (),
    most: int = volumes.MOST_BYTES,
) -> list[SentPackage]:
    """Send what may go and is here, and say what does not go, to every office that asked.

    Volumes that the stick has no room for stay on the books as made; `packing.carry` copies them
    to another one.

    Args:
        workspace: the workspace.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.
        progress: told how far it is.
        jobs: only these requests; none for all.
        most: bytes of files in one volume.

    Returns:
        The packages written, some of them perhaps not carried.

    Raises:
        UserError: `nothing_to_answer` if all that is asked for has to come from below first.
        PackageError: what trust, packing and the stick refuse.
        StorageError: `attachment_damaged`; the disk or the stick cannot do it.
    """
    permissions.check(workspace.user, "send_package")
    by_job: dict[UUID, list[RequestedFile]] = defaultdict(list)
    for one in waiting(workspace):
        if not jobs or one.job in jobs:
            by_job[one.job].append(one)
    made: list[SentPackage] = []
    for job, wanted in by_job.items():
        if not any(one.ready or one.refusal for one in wanted):
            continue
        if ready := [one for one in wanted if one.ready]:
            made += _send(workspace, ready, identity, progress, most)
        rest = any(not one.ready and not one.refusal for one in wanted)
        refused = [one for one in wanted if one.refusal]
        if refused or not rest:
            made.append(_say(workspace, job, refused, identity))
        if not rest:
            _close(workspace, job)
    if not made:
        raise UserError("nothing_to_answer")
    carried = _carried(workspace, made, folder, progress)
    changes = Changes("send_package")
    changes.ids["import_job"].update(by_job)
    workspace.tell(changes)
    return carried


def _send(
    workspace: Workspace,
    ready: Sequence[RequestedFile],
    identity: SigningIdentity | None,
    progress: Progress | None,
    most: int,
) -> list[SentPackage]:
    draft = packing.Draft(
        PackageKind.BLOB,
        ready[0].asker,
        blobs=tuple(packing.blob(workspace, one.digest) for one in ready),
        heads={REQUESTS: [str(ready[0].job)]},
    )
    return packing.write_volumes(workspace, draft, identity, progress, most)


def _say(
    workspace: Workspace,
    job: UUID,
    refused: Sequence[RequestedFile],
    identity: SigningIdentity | None,
) -> SentPackage:
    """The receipt for a request, with what does not go and why."""
    found = spool.get(workspace, job)
    if found.sender is None:
        raise UserError("record_gone")
    with workspace.reading() as connection:
        receipt = receipts.receipt_of(workspace, connection, found)
    result = Result.TAKEN
    if refused:
        result = Result.REFUSED if len(refused) == len(_asked(found)) else Result.PARTLY
    receipt = dataclasses.replace(receipt, result=result, rejected=_rejections(refused))
    books = {REQUESTS: [str(job)], REFUSED: [one.digest for one in refused]}
    draft = packing.Draft(PackageKind.RECEIPT, found.sender, answer=receipt, heads=books)
    return packing.write(workspace, draft, identity)


def _rejections(refused: Sequence[RequestedFile]) -> tuple[Rejection, ...]:
    by_code: dict[FileRefusal, list[RequestedFile]] = defaultdict(list)
    for one in refused:
        if one.refusal is not None:
            by_code[one.refusal].append(one)
    return tuple(
        Rejection(
            str(code),
            len(found),
            tuple(dict.fromkeys(one.record for one in found if one.record))[:_EXAMPLES],
        )
        for code, found in by_code.items()
    )


def _close(workspace: Workspace, job: UUID) -> None:
    """All of a request is answered."""
    at = workspace.clock().isoformat(timespec="seconds")
    done = dataclasses.replace(spool.get(workspace, job), state=JobState.DONE, at=at)
    with workspace.store.local_writing() as connection:
        package_log.save_job(connection, done)


def _carried(
    workspace: Workspace, made: Sequence[SentPackage], folder: Path, progress: Progress | None
) -> list[SentPackage]:
    """Copy packages to a stick as far as it has room."""
    carried: list[SentPackage] = []
    for package in made:
        try:
            carried.append(packing.carry(workspace, package.id, folder, progress))
        except (PackageError, StorageError):
            if not carried:
                raise
            break
    return [*carried, *made[len(carried) :]]
