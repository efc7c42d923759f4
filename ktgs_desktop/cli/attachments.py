"""`ktgs attachments`: files of received papers that are not here; requests of other offices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli.exchange import PATH, identity_of, job_of, sent_row
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.signing_keys import key_options
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.units_below import unit_of
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import FOLDER
from ktgs_desktop.domain.packages import MIB
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.attached import AttachedFile
    from ktgs_desktop.services.exchange.attachment_requests import RequestedFile

_MISSING = Sheet(
    late("Files that are not here"), ("unit", "paper", "file", "size", "standing", "asked_at")
)
_REQUESTS = Sheet(
    late("Files that are asked for"), ("number", "asker", "paper", "file", "size", "standing")
)
_SHORTEST = 8


@click.group()
@common
def attachments() -> None:
    """Files of papers: records travel without them, and they are asked for when needed."""


@attachments.command("missing")
@click.option("--unit", default="", help="Only those of this unit below.")
@listed
@common
@pass_state
def list_missing(state: State, *, unit: str, limit: int | None, sheet: Path | None) -> None:
    """List files that papers name and that are not here, by unit and paper."""
    from ktgs_desktop.services.exchange import attached  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = attached.missing(workspace, unit_of(workspace, unit) if unit else None)
    show_list(state, [_file(one) for one in first_of(found, wanted)], _MISSING, wanted)


def _file(one: AttachedFile) -> dict[str, Any]:
    return {
        "unit": one.unit_name,
        "paper": one.label,
        "file": one.file.name,
        "size": one.file.size,
        "role": one.file.role,
        "standing": str(one.standing),
        "asked_at": one.asked_at,
        "code": one.refusal,
        "digest": one.file.digest,
        "record": one.record,
        "ask": one.holder,
    }


@attachments.command("of")
@click.argument("record", type=click.UUID)
@common
@pass_state
def list_of_paper(state: State, record: UUID) -> None:
    """List the files that the received paper with the id RECORD names, and where they are."""
    from ktgs_desktop.services.exchange import attached  # after --help

    with state.opened() as workspace:
        found = attached.of_paper(workspace, record)
    state.show([_file(one) for one in found])


@attachments.command()
@click.argument("folder", type=FOLDER)
@click.argument("digests", nargs=-1)
@click.option("--direct", is_flag=True, help="Ask the offices of the papers, not those between.")
@key_options
@common
@pass_state
def ask(state: State, /, folder: Path, digests: tuple[str, ...], **options: Any) -> None:
    """Write requests to FOLDER for the files DIGESTS; without any for all not asked for yet.

    The first signs of a digest are enough.
    """
    from ktgs_desktop.services.exchange import attached  # after --help

    with state.opened() as workspace:
        chosen = _whole(attached.missing(workspace), digests) if digests else ()
        with identity_of(workspace, options) as identity:
            made = attached.ask(workspace, folder, identity, chosen, direct=options["direct"])
        state.show([sent_row(one) for one in made])


def _whole(found: list[AttachedFile], typed: tuple[str, ...]) -> set[str]:
    """The digests of which the first signs were typed."""
    known = {one.file.digest for one in found}
    whole: set[str] = set()
    for text in typed:
        named = {one for one in known if one.startswith(text.lower())}
        if len(text) < _SHORTEST or len(named) != 1:
            said = _("No missing file, or more than one, has a digest that begins with “{text}”.")
            raise Refused(said.format(text=text))
        whole |= named
    return whole


@attachments.command("requests")
@listed
@common
@pass_state
def list_requests(state: State, *, limit: int | None, sheet: Path | None) -> None:
    """List files that other offices asked this one for and still wait for."""
    from ktgs_desktop.services.exchange import attachment_requests  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = attachment_requests.waiting(workspace)
    show_list(state, [_request(one) for one in first_of(found, wanted)], _REQUESTS, wanted)


def _request(one: RequestedFile) -> dict[str, Any]:
    standing = "REFUSED" if one.refusal else "READY" if one.here else "NOT_HERE"
    return {
        "number": one.number,
        "asker": one.asker_name,
        "unit": one.owner,
        "paper": one.label,
        "file": one.name,
        "size": one.size,
        "standing": standing,
        "code": str(one.refusal or ""),
        "at": one.at,
        "digest": one.digest,
        "id": one.job,
    }


@attachments.command()
@click.argument("folder", type=FOLDER)
@click.argument("requests", nargs=-1)
@click.option(
    "--volume",
    "megabytes",
    type=click.IntRange(1, 1900),
    default=1900,
    show_default=True,
    help="Largest volume in MB; a FAT32 stick takes no file of more than 4 GB.",
)
@key_options
@common
@pass_state
def answer(
    state: State, /, folder: Path, requests: tuple[str, ...], megabytes: int, **options: Any
) -> None:
    """Write the files asked for to FOLDER; REQUESTS are numbers or ids of requests, all if none.

    Volumes the stick has no room for keep the state MADE; “ktgs packages copy” takes them to
    another stick.
    """
    from ktgs_desktop.services.exchange import attachment_requests  # after --help

    with state.opened() as workspace:
        jobs = [job_of(workspace, one) for one in requests]
        with identity_of(workspace, options) as identity:
            made = attachment_requests.answer(
                workspace,
                folder,
                identity,
                progress_line("answer"),
                jobs=jobs,
                most=megabytes * MIB,
            )
        state.show([sent_row(one) for one in made])


@attachments.command()
@common
@pass_state
def volumes(state: State) -> None:
    """List files that came in several volumes, and the volumes that are missing."""
    from ktgs_desktop.services.exchange import attached  # after --help

    with state.opened() as workspace:
        found = attached.volume_sets(workspace)
    state.show(
        [
            {
                "from": one.name,
                "volumes": one.count,
                "here": list(one.here),
                "missing": list(one.missing),
                "set": one.set,
            }
            for one in found
        ]
    )


@attachments.command()
@click.argument("record", type=click.UUID)
@click.argument("digest")
@click.argument("target", type=PATH)
@common
@pass_state
def save(state: State, record: UUID, digest: str, target: Path) -> None:
    """Write the file DIGEST of the received paper with the id RECORD to TARGET, file or folder."""
    from ktgs_desktop.services.exchange import attached  # after --help

    with state.opened() as workspace:
        known = [one.file.digest for one in attached.of_paper(workspace, record)]
        named = [one for one in known if one.startswith(digest.lower())]
        written = attached.save(workspace, record, named[0] if named else digest, target)
        state.show({"file": written})
