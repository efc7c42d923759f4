"""`ktgs export`, `import`, `receipt`: packages to other offices and from them."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import records
from ktgs_desktop.cli.signing_keys import key_options, source_of
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import FOLDER
from ktgs_desktop.errors import PackageError
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from ktgs_desktop.domain.package_log import ImportJob, SentPackage
    from ktgs_desktop.services.exchange.cargo import Arrival
    from ktgs_desktop.services.exchange.many import Outcome
    from ktgs_desktop.services.exchange.sending import Outlook
    from ktgs_desktop.services.workspace import Workspace

PATH = click.Path(path_type=Path)


def unit_of(workspace: Workspace, text: str) -> UUID:
    """A unit one can send to, by its identifier or name.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        Refused: none is called so, or several are.
    """
    from ktgs_desktop.services.exchange import logbook  # after --help

    known = records.identifier(text)
    if known is not None:
        return known
    found = [one for one in logbook.targets(workspace) if one.name.casefold() == text.casefold()]
    if len(found) != 1:
        said = _("No unit above or right below this office, or more than one, is “{name}”.")
        raise Refused(said.format(name=text))
    return found[0].unit


def sent_row(package: SentPackage) -> dict[str, Any]:
    """A package this office made, as it is printed.

    Args:
        package: the package.
    """
    return {
        "number": package.row,
        "file": package.name,
        "kind": package.kind,
        "to": package.recipient,
        "at": package.at,
        "state": package.state,
        "size": package.size,
        "sha256": package.digest,
        "id": package.id,
    }


def job_row(job: ImportJob) -> dict[str, Any]:
    """The taking in of a file, as it is printed.

    Args:
        job: the taking in.
    """
    return {
        "number": job.row,
        "file": job.name,
        "kind": job.kind,
        "from": job.sender,
        "made_at": job.made_at,
        "at": job.at,
        "state": job.state,
        "code": job.code,
        "sha256": job.digest,
        "id": job.id,
    }


def identity_of(workspace: Workspace, options: dict[str, Any]) -> AbstractContextManager[Any]:
    """What signs a package: the certificate that was named, else the office's own key.

    Args:
        workspace: the workspace.
        options: values of `key_options`.
    """
    from ktgs_desktop.services import signing  # after --help

    if options["certificate"] is None and options["token"] is None:
        return contextlib.nullcontext()
    return signing.opened(source_of(options), workspace.clock())


@click.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--to", "recipient", default="", help="Unit it is for; the superior if left out.")
@click.option("--full", is_flag=True, help="Send everything, not only what is new.")
@click.option("--figures-only", is_flag=True, help="Send figures without names of persons.")
@click.option("--dry-run", is_flag=True, help="Only show what would go and what would stay.")
@key_options
@common
@pass_state
def export(state: State, /, folder: Path, **options: Any) -> None:
    """Write a package with what is new to FOLDER and read it back there.

    Without --certificate and --token the office's own key signs.
    """
    from ktgs_desktop.services.exchange import sending  # after --help

    with state.opened() as workspace:
        wanted = sending.Sending(
            recipient=unit_of(workspace, options["recipient"]) if options["recipient"] else None,
            full=options["full"],
            details=not options["figures_only"],
        )
        if options["dry_run"]:
            state.show(_outlook(sending.preview(workspace, wanted)))
            return
        with identity_of(workspace, options) as identity:
            made = sending.send(workspace, wanted, folder, identity, progress_line("export"))
        state.show(sent_row(made))


def _outlook(found: Outlook) -> dict[str, Any]:
    return {
        "to": found.recipient,
        "name": found.name,
        "since": found.since,
        "full": found.full,
        "empty": found.empty,
        "changes": sum(found.changes.values()),
        "bundles": found.bundles,
        "unanswered": found.pending,
        "written": [{"kind": kind, "count": n} for kind, n in sorted(found.written.items())],
        "taken_back": [{"kind": kind, "count": n} for kind, n in sorted(found.taken_back.items())],
        "kept": [
            {"kind": kind, "why": str(why), "count": n}
            for (kind, why), n in sorted(found.kept.items())
        ],
    }


@click.command("import")
@click.argument("path", type=PATH)
@click.option("--dry-run", is_flag=True, help="Only show what it would change.")
@common
@pass_state
def import_packages(state: State, path: Path, *, dry_run: bool) -> int:
    """Take in the package PATH, or every package in the folder PATH, each by itself.

    Exit code 3 if a package was refused; the others of a folder are taken in all the same.
    """
    from ktgs_desktop.services.exchange import many, receiving, spool, sticks  # after --help

    if path.is_dir():
        if dry_run:
            raise WrongUsage(_("--dry-run takes one file."))
        with state.opened() as workspace:
            found = many.take_all(workspace, sticks.chosen([path]), progress_line("import"))
        state.show(
            {
                "refused": found.refused,
                "left": len(found.left),
                "files": [_outcome(one) for one in found.done],
            }
        )
        return PackageError.exit_code if found.refused else 0
    with state.opened() as workspace:
        job = spool.take_copy(workspace, path, progress_line("copy"))
        arrival = receiving.examine(workspace, job.id, progress_line("check"))
        if dry_run:
            receiving.leave(workspace, job.id)
            state.show({"taken": False, **_arrival(arrival)})
            return 0
        done = receiving.apply(workspace, job.id, progress_line("import"))
        state.show({"taken": True, **_arrival(arrival), "job": done.id})
    return 0


def _outcome(one: Outcome) -> dict[str, Any]:
    return {
        "file": one.path.name,
        "taken": one.taken,
        "from": one.arrival.name if one.arrival else "",
        "made_at": one.job.made_at if one.job else "",
        "period": f"{one.period.code} {one.period.year}" if one.period else "",
        "new": one.arrival.new if one.arrival else 0,
        "conflicts": one.arrival.conflicts if one.arrival else 0,
        "why": messages.sentence(one.error) if one.error else "",
        "code": one.error.code if one.error else "",
        "job": one.job.id if one.job else None,
    }


def _arrival(found: Arrival) -> dict[str, Any]:
    return {
        "file": found.job.name,
        "kind": found.job.kind,
        "from": found.name,
        "signed_by": found.signed_by,
        "warnings": list(found.warnings),
        "new": found.new,
        "conflicts": found.conflicts,
        "statements": found.statements,
        "answer": found.answer,
        "lacking": list(found.lacking),
        "feeds": list(_feeds(found)),
        "effects": [
            {"kind": kind, "effect": effect, "count": count}
            for (kind, effect), count in sorted(found.effects.items())
        ],
    }


def _feeds(found: Arrival) -> Iterator[dict[str, Any]]:
    for feed in found.feeds:
        yield {
            "unit": feed.name,
            "channel": feed.channel,
            "new": feed.new,
            "known": feed.known,
            "waiting": feed.held,
            "kept": feed.kept,
            "here": feed.here,
            "signed_by": feed.signed_by,
        }


@click.command()
@click.argument("job")
@click.argument("folder", type=FOLDER)
@key_options
@common
@pass_state
def receipt(state: State, /, job: str, folder: Path, **options: Any) -> None:
    """Write the receipt for the taking in JOB (number or id) to FOLDER, for its sender."""
    from ktgs_desktop.services.exchange import receipts  # after --help

    with state.opened() as workspace:
        wanted = job_of(workspace, job)
        with identity_of(workspace, options) as identity:
            made = receipts.send_receipt(workspace, wanted, folder, identity)
        state.show(sent_row(made))


def job_of(workspace: Workspace, text: str) -> UUID:
    """A taking in by its number or identifier.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        Refused: there is none.
    """
    from ktgs_desktop.services.exchange import spool  # after --help

    for one in spool.jobs(workspace):
        if text in (str(one.row), str(one.id)):
            return one.id
    raise Refused(_("No package with the number or id “{name}” was taken in.").format(name=text))
