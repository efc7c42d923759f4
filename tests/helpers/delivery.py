"""Two offices one above the other: what the lower one issues is taken in by the upper one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.package_log import ImportJob, JobState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import feeds, issuing, package_log
from ktgs_desktop.store.admission import Admission, Origin, admit
from ktgs_desktop.store.feeds import Feed

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


@dataclass
class Delivery:
    """What became of a package that was carried.

    Attributes:
        job: local number of its taking in.
        admitted: what became of its changes, by channel.
    """

    job: int
    admitted: dict[str, Admission] = field(default_factory=dict)


def issue(office: Workspace) -> issuing.Issued:
    """Write what may go into the office's feeds."""
    with office.store.local_writing() as connection:
        return issuing.issue(connection, office.author())


def deliver(
    source: Workspace,
    into: Workspace,
    names: tuple[str, ...] = channels.UPWARD,
    *,
    signed_by: str = "Nguyễn Văn Ký",
    leave_out: int = 0,
    least: int = 1,
) -> Delivery:
    """Issue, and take what was issued in at the other office, as one package of data.

    `leave_out` changes at the beginning of each feed get lost on the way; `least` is the lowest
    schema version that can show them.
    """
    issue(source)
    at = into.clock().isoformat(timespec="seconds")
    made_at = source.clock().isoformat(timespec="seconds")
    unit = source.office.unit
    report = {
        "signed_by": signed_by,
        "feeds": [
            {"unit": str(unit), "signed_by": signed_by, "channel": name, "least": least}
            for name in names
        ],
    }
    with into.store.local_writing() as connection:
        job = package_log.add_job(
            connection,
            ImportJob(
                0, new_id(), f"{source.office.unit_code}-DL.ktgs", "0" * 64, 1, JobState.DONE,
                kind=PackageKind.DATA, sender=unit, made_at=made_at, at=at, report=report,
            ),
        )  # fmt: skip
        done = Delivery(job.row)
        for name in names:
            with source.reading() as there:
                raws = list(feeds.after(there, Feed(unit, name), ()))[leave_out:]
            origin = Origin(at, job=job.row, least=least)
            done.admitted[name] = admit(connection, Feed(unit, name), raws, origin)
    return done
