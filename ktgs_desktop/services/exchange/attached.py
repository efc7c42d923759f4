"""Use cases: files of papers (tệp kèm theo) that stayed with their office, asked for and opened.

Records travel without the files they name; who needs one asks the office that brought the record,
which has the file or asks for it further down (`attachment_requests.py` is the other side).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import attached_files as rules
from ktgs_desktop.domain.attached_files import NamedFile, NamingPaper
from ktgs_desktop.domain.package_log import JobState, SentPackage
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.receipts import Receipt, Result
from ktgs_desktop.errors import PackageError, UserError, place_error
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.services.exchange import files, place, receipts
from ktgs_desktop.store import desks, naming_papers, package_log

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity

_TAKEN_IN = (JobState.APPLIED, JobState.DONE)


class Whereabouts(StrEnum):
    """Where a file is."""

    HERE = "HERE"
    MISSING = "MISSING"
    ASKED = "ASKED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that a paper names.

    Attributes:
        file: its name, size and digest.
        unit: whose paper it is.
        unit_name: what that unit is called.
        record: the paper.
        label: the paper's number and abstract.
        standing: where it is.
        holder: the office to ask, None if there is none.
        asked_at: when it was asked for last, or empty.
        refusal: code of the reason for which it does not come, or empty.
    """

    file: NamedFile
    unit: UUID
    unit_name: str
    record: UUID
    label: str
    standing: Whereabouts
    holder: UUID | None
    asked_at: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class VolumeSet:
    """Attachments that came in several volumes.

    Attributes:
        set: what names the volumes that belong together.
        sender: the office they are from, None if it is not known.
        name: what that office is called.
        count: how many volumes there are.
        here: the volumes taken in.
    """

    set: UUID
    sender: UUID | None
    name: str
    count: int
    here: tuple[int, ...]

    @property
    def missing(self) -> tuple[int, ...]:
        """The volumes that have not come."""
        return tuple(number for number in range(1, self.count + 1) if number not in self.here)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The last request for a file."""

    at: str
    answer: Receipt | None

    def refused(self, record: UUID) -> str:
        """Code of the reason for which a file of a paper does not come, or empty."""
        if self.answer is None:
            return ""
        for reason in self.answer.rejected:
            if record in reason.examples or self.answer.result is Result.REFUSED:
                return reason.code
        return ""


# What is where --------------------------------------------------------------------------------


def of_paper(workspace: Workspace, record: UUID) -> list[AttachedFile]:
    """The files a received paper names.

    Args:
        workspace: the workspace.
        record: the paper.
    """
    with workspace.reading() as connection:
        return _described(workspace, connection, naming_papers.in_feeds(connection, record=record))


def missing(workspace: Workspace, unit: UUID | None = None) -> list[AttachedFile]:
    """Files that papers name and that are not here, by unit and paper.

    Those of the office's own papers are among them: a copy was restored without its files, or
    another of the office's computers has them.

    Args:
        workspace: the workspace.
        unit: only those of a unit; None for all.
    """
    own = workspace.office.unit
    with workspace.reading() as connection:
        papers = [one for one in naming_papers.in_feeds(connection, unit=unit) if one.unit != own]
        if unit in (None, own):
            papers += naming_papers.own(connection, own)
        found = _described(workspace, connection, papers)
    lacking = [one for one in found if one.standing != Whereabouts.HERE]
    return sorted(lacking, key=lambda one: (one.unit_name, one.label, one.file.name))


def _described(
    workspace: Workspace, connection: Reader, papers: Iterable[NamingPaper]
) -> list[AttachedFile]:
    here = set(workspace.attachments.all())
    listed = list(papers)
    names = place.unit_names(connection, {paper.unit for paper in listed})
    asked = _asked(connection)
    hub = desks.own(connection) is None
    found = []
    for paper in listed:
        holder = paper.via if paper.unit != workspace.office.unit else workspace.office.superior
        for file in paper.files:
            last = asked.get(file.digest)
            refused = last.refused(paper.id) if last else ""
            found.append(
                AttachedFile(
                    file=file,
                    unit=paper.unit,
                    unit_name=names.get(paper.unit, str(paper.unit)),
                    record=paper.id,
                    label=paper.label,
                    standing=_standing(file.digest in here, last, refused),
                    holder=holder if hub else None,
                    asked_at=last.at if last else "",
                    refusal=refused,
                )
            )
    return found


def _standing(here: bool, asked: _Asked | None, refused: str) -> Whereabouts:  # noqa: FBT001
    if here:
        return Whereabouts.HERE
    if asked is None:
        return Whereabouts.MISSING
    return Whereabouts.REFUSED if refused else Whereabouts.ASKED


def _asked(connection: Reader) -> dict[str, _Asked]:
    """The last request for each file."""
    found: dict[str, _Asked] = {}
    for package in reversed(package_log.sent(connection)):
        if package.kind == PackageKind.REQUEST:
            asked = _Asked(package.at, _receipt(package))
            found.update(dict.fromkeys(package.heads.get(files.BLOBS, ()), asked))
    return found


def _receipt(package: SentPackage) -> Receipt | None:
    if package.report is None:
        return None
    try:
        return Receipt.from_json(package.report)
    except PackageError:  # the books of an older version of this program
        return None


def volume_sets(workspace: Workspace) -> list[VolumeSet]:
    """Attachments that came in several volumes, which come in any order.

    Args:
        workspace: the workspace.
    """
    counts: dict[UUID, tuple[UUID | None, int]] = {}
    here: dict[UUID, set[int]] = defaultdict(set)
    with workspace.reading() as connection:
        for job in package_log.jobs(connection):
            part = _part(job.report) if job.kind == PackageKind.BLOB else None
            if part and job.state in _TAKEN_IN:
                name = UUID(str(part["set"]))
                counts[name] = (job.sender, int(part["n"]))
                here[name].add(int(part["i"]))
        names = place.unit_names(connection, {unit for unit, _count in counts.values() if unit})
    return [
        VolumeSet(name, sender, names.get(sender, "") if sender else "", count,
                  tuple(sorted(here[name])))
        for name, (sender, count) in counts.items()
    ]  # fmt: skip


def _part(report: Any) -> Mapping[str, Any] | None:
    found = report.get("part") if isinstance(report, dict) else None
    return found if isinstance(found, dict) else None


# Asking ---------------------------------------------------------------------------------------


def ask(
    workspace: Workspace,
    folder: Path,
    identity: SigningIdentity | None = None,
    digests: Collection[str] = (),
    *,
    direct: bool = False,
) -> list[SentPackage]:
    """Ask for files that are not here, each from the office that brought its paper.

    Args:
        workspace: the workspace.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.
        digests: the files; none for all that were not asked for yet.
        direct: whether to ask the offices whose papers they are, not those between.

    Returns:
        The requests, one for each office asked.

    Raises:
        UserError: `nothing_to_ask`.
        PackageError: what trust, packing and the stick refuse.
    """
    wanted = set(digests)
    by_office: dict[UUID, dict[str, None]] = defaultdict(dict)
    for one in missing(workspace):
        chosen = one.file.digest in wanted if wanted else one.standing == Whereabouts.MISSING
        below = one.unit != workspace.office.unit
        office = one.unit if direct and below and one.holder else one.holder
        if chosen and office is not None:
            by_office[office][one.file.digest] = None
    if not by_office:
        raise UserError("nothing_to_ask")
    return [
        receipts.ask_again(workspace, office, folder, identity, part)
        for office, found in by_office.items()
        for part in _portions(list(found))
    ]


def _portions(digests: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(digests), rules.MOST_ASKED):
        yield digests[start : start + rules.MOST_ASKED]


# Using ----------------------------------------------------------------------------------------


def open_file(workspace: Workspace, record: UUID, digest: str) -> tuple[str, bytes]:
    """Name and contents of a file that a received paper names.

    Args:
        workspace: the workspace.
        record: the paper.
        digest: SHA-256 of the file, in hexadecimal.

    Raises:
        UserError: `record_gone` if the paper names no such file.
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    for one in of_paper(workspace, record):
        if one.file.digest == digest:
            return one.file.name, workspace.attachments.get(digest)
    raise UserError("record_gone")


def save(workspace: Workspace, record: UUID, digest: str, target: Path) -> Path:
    """Write a file that a received paper names.

    Args:
        workspace: the workspace.
        record: the paper.
        digest: SHA-256 of the file, in hexadecimal.
        target: the file to write, or a folder, into which it goes under its own name.

    Returns:
        The file written.

    Raises:
        UserError: `record_gone` if the paper names no such file.
        StorageError: `attachment_missing`, `attachment_damaged`, `disk_full`, `disk_error`.
    """
    name, data = open_file(workspace, record, digest)
    path = target / name if target.is_dir() else target
    try:
        write_atomically(path, data)
    except OSError as error:
        raise place_error(error, path.parent) from error
    return path
