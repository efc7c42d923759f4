"""Use cases: a package is looked at, and taken in as one step or left alone.

What it would change is found by the very code that changes it, in a transaction that is rolled
back; taking it in runs that code again and keeps what it did.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import newer_versions
from ktgs_desktop.domain.package_log import OPEN_STATES, ImportJob, JobState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import KtgsError, PackageError, UserError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange.cargo import (
    Arrival,
    Cargo,
    keep_blobs,
    read,
    report,
    take,
)
from ktgs_desktop.services.exchange.place import naming_units
from ktgs_desktop.services.exchange.spool import get
from ktgs_desktop.store import package_log, regaining, withdrawal
from ktgs_desktop.store.authorship import Changes

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.domain.packages import Header
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_WITHDRAWABLE = frozenset((PackageKind.DATA, PackageKind.DIRECTIVE))


class _OnlyLookedError(Exception):
    """Takes back what a look at a package did."""


# The look -------------------------------------------------------------------------------------


def examine(workspace: Workspace, job: UUID, progress: Progress | None = None) -> Arrival:
    """Read a package and find what it would change; nothing is changed but the job's own book.

    Args:
        workspace: the workspace.
        job: the taking in.
        progress: told how far it is.

    Raises:
        PackageError: why it is refused; the job is closed with the reason.
        UserError: `job_closed`, `exchange_not_set_up`.
    """
    found = _open_job(workspace, job)
    with _refusing(workspace, found) as book:
        cargo = read(workspace, found, progress, book.sealed)
        book.cargo = cargo
        found = _named(found, cargo)
        arrival = _looked(workspace, found, cargo)
    checked = dataclasses.replace(found, state=JobState.CHECKED, report=report(arrival))
    _save(workspace, checked)
    return dataclasses.replace(arrival, job=checked)


def _open_job(workspace: Workspace, job: UUID) -> ImportJob:
    found = get(workspace, job)
    if found.state not in OPEN_STATES or found.state == JobState.APPLIED:
        raise UserError("job_closed", name=found.name)
    return found


@dataclass(slots=True)
class _Book:
    """What is known of a package that is being read: whose it is, once its seal was checked.

    Attributes:
        job: the taking in.
        cargo: all of it, once its last byte was checked.
    """

    job: ImportJob
    cargo: Cargo | None = None

    def sealed(self, header: Header) -> None:
        """Note what stands on a package whose seal is that of its sender's computer."""
        self.job = dataclasses.replace(
            self.job,
            kind=header.kind,
            package=header.package,
            sender=header.sender,
            made_at=header.created,
        )


@contextlib.contextmanager
def _refusing(workspace: Workspace, job: ImportJob) -> Iterator[_Book]:
    """A refused package closes its job; whatever else goes wrong leaves it open.

    The job keeps whose package it was, so that a receipt can tell its sender why.
    """
    book = _Book(job)
    try:
        with naming_units(workspace):
            yield book
    except PackageError as error:
        refused = dataclasses.replace(
            book.job, state=JobState.REFUSED, code=error.code, report=_why(error, book.cargo)
        )
        _save(workspace, refused)
        raise


def _why(error: KtgsError, cargo: Cargo | None) -> Json:
    """Why a package is refused; one that only a newer program can take in is handed on."""
    told: dict[str, Json] = {name: str(value) for name, value in error.params.items()}
    if cargo is not None and error.code == newer_versions.FEATURE_UNKNOWN:
        told[newer_versions.LACKING] = list(cargo.lacking)
    return told


def _save(workspace: Workspace, job: ImportJob) -> None:
    at = workspace.clock().isoformat(timespec="seconds")
    with workspace.store.local_writing() as connection:
        package_log.save_job(connection, dataclasses.replace(job, at=at))


def _named(job: ImportJob, cargo: Cargo) -> ImportJob:
    manifest = cargo.opening.manifest
    return dataclasses.replace(
        job,
        kind=manifest.kind,
        package=manifest.package,
        sender=manifest.unit,
        made_at=manifest.approved.at,
    )


def _looked(workspace: Workspace, job: ImportJob, cargo: Cargo) -> Arrival:
    found: list[Arrival] = []
    try:
        with workspace.store.local_writing() as connection:
            found.append(take(workspace, connection, job, cargo))
            raise _OnlyLookedError  # noqa: TRY301 - rolls the transaction back
    except _OnlyLookedError:
        pass
    return found[0]


def apply(workspace: Workspace, job: UUID, progress: Progress | None = None) -> ImportJob:
    """Take a package in, in one step, by the code that looked at it.

    Args:
        workspace: the workspace.
        job: the taking in.
        progress: told how far it is.

    Raises:
        PackageError: why it is refused; then nothing was changed but the job's own book.
        UserError: `job_closed`, `exchange_not_set_up`.
    """
    permissions.check(workspace.user, "receive_package")
    found = _open_job(workspace, job)
    with _refusing(workspace, found) as book:
        cargo = read(workspace, found, progress, book.sealed)
        book.cargo = cargo
        cargo.check_kept()
        found = _named(found, cargo)
        keep_blobs(workspace, found, cargo)
        at = workspace.clock().isoformat(timespec="seconds")
        with _one_step(workspace, found) as connection:
            arrival = take(workspace, connection, found, cargo)
            found = dataclasses.replace(
                found,
                state=JobState.APPLIED,
                at=at,
                code=newer_versions.BUNDLE_WAITS if arrival.lacking else "",
                report=report(arrival),
            )
            package_log.save_job(connection, found)
    workspace.tell(_touched(arrival))
    return found


@contextlib.contextmanager
def _one_step(workspace: Workspace, job: ImportJob) -> Iterator[Reader]:
    """The transaction in which a package is taken in.

    What comes back of the office's own goes into its records in the same one: were the program
    killed in between, the next issuing would write the older state over them.
    """
    if job.kind != PackageKind.RECOVERY:
        with workspace.store.local_writing() as connection:
            yield connection
        return
    at = workspace.clock().isoformat(timespec="seconds")
    with workspace.writing("take_back_records", job.name) as writer:
        yield writer.connection
        regaining.regain(writer, workspace.office.unit, at)


def _touched(arrival: Arrival) -> Changes:
    """What the screens are to show anew."""
    changes = Changes("receive_package")
    changes.ids["replica"].update(record.id for record in arrival.records)
    changes.ids["import_job"].add(arrival.job.id)
    for kind, ids in arrival.own.items():
        changes.ids[kind].update(ids)
    return changes


def leave(workspace: Workspace, job: UUID) -> ImportJob:
    """Leave a package that was looked at; nothing of it is taken in.

    Args:
        workspace: the workspace.
        job: the taking in.

    Raises:
        UserError: `job_closed`.
    """
    left = dataclasses.replace(_open_job(workspace, job), state=JobState.LEFT)
    _save(workspace, left)
    return left


def withdraw(workspace: Workspace, job: UUID, reason: str = "") -> int:
    """Undo the taking in of a package; nothing that came later may build on it.

    Args:
        workspace: the workspace.
        job: the taking in.
        reason: why; it stays in the job's book.

    Returns:
        How many changes left.

    Raises:
        UserError: `job_not_taken_in`.
        PackageError: `withdrawal_followed`.
    """
    permissions.check(workspace.user, "receive_package")
    found = get(workspace, job)
    if found.state not in (JobState.APPLIED, JobState.DONE) or found.kind not in _WITHDRAWABLE:
        raise UserError("job_not_taken_in", name=found.name)
    at = workspace.clock().isoformat(timespec="seconds")
    with workspace.store.local_writing() as connection:
        count = withdrawal.withdraw(connection, found.row)
        kept = found.report if isinstance(found.report, dict) else {}
        taken = dataclasses.replace(
            found, state=JobState.WITHDRAWN, at=at, report={**kept, "reason": nfc(reason).strip()}
        )
        package_log.save_job(connection, taken)
    changes = Changes("receive_package")
    changes.ids["replica"].add(found.id)
    changes.ids["import_job"].add(found.id)
    workspace.tell(changes)
    return count
