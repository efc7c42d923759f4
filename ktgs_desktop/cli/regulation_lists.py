"""`ktgs regulations`: signed lists from above - install, publish, sign, verify, hand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop import messages
from ktgs_desktop.cli.exchange import identity_of, sent_row, unit_of
from ktgs_desktop.cli.named_regulation import wanted_regulation
from ktgs_desktop.cli.signing_keys import key_options, source_of
from ktgs_desktop.cli.state import State, common, first_line, pass_state, progress_line, secret
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY, FILE, FOLDER
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_differences import ListDifference, TextChange
    from ktgs_desktop.domain.regulation_lists import ListFacts
    from ktgs_desktop.services.regulations.lists import ListPreview
    from ktgs_desktop.services.regulations.publishing import ListFile
    from ktgs_desktop.services.regulations.verifying import ListSigner


def _said(codes: tuple[str, ...], expires: date | None) -> list[str]:
    return [messages.text_of(code, {"date": expires}) for code in codes]


def _facts(facts: ListFacts) -> dict[str, Any]:
    return {
        "version": facts.version,
        "issued": facts.issued,
        "expires": facts.expires,
        "sha256": facts.sha256,
        "changes_from": facts.base,
    }


@click.command("installed")
@common
@pass_state
def installed(state: State) -> None:
    """Show which list is installed, who signed it, and which newer ones came."""
    from ktgs_desktop.services.regulations import lists  # after --help

    with state.opened() as workspace:
        found = lists.standing(workspace)
    if found is None:
        state.show({"version": 0, "newer": []})
        return
    one = found.installed
    state.show(
        {
            "version": one.version,
            "issued": one.issued,
            "expires": one.expires,
            "came": one.came,
            "installed_on": one.installed_on,
            "signers": list(one.signers),
            "warnings": _said(found.warnings, one.expires),
            "newer": [_facts(each) for each in found.newer],
            "sha256": one.digest,
        }
    )


@click.command("install")
@click.argument("file", type=FILE, required=False)
@click.option("--received", type=click.IntRange(min=1), help="Version that came in a package.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@common
@pass_state
def install(state: State, /, file: Path | None, *, received: int | None, dry_run: bool) -> None:
    """Install the list in FILE (.ktgsdm), or one that came in a package; undo takes it back.

    What is the office's own is never changed; --dry-run shows what is new, changed and ended.
    """
    from ktgs_desktop.services.regulations import lists  # after --help

    if (file is None) == (received is None):
        raise WrongUsage(_("Name either FILE or --received VERSION."))
    with state.opened() as workspace:
        if file is not None:
            seen = lists.examine(workspace, file, progress_line("install"))
        else:
            seen = lists.examine_kept(workspace, received or 0, progress_line("install"))
        if not dry_run and not seen.known:
            if file is not None:
                lists.apply(workspace, file)
            else:
                lists.apply_kept(workspace, received or 0)
    state.show(_preview(seen, installed_now=not dry_run and not seen.known))


def _preview(seen: ListPreview, *, installed_now: bool) -> dict[str, Any]:
    return {
        "installed": installed_now,
        "known": seen.known,
        **_facts(seen.facts),
        "former": seen.former.version if seen.former else 0,
        "signers": [one.holder for one in seen.signers],
        "needed": seen.needed,
        "warnings": _said(seen.warnings, seen.facts.expires),
        **_difference(seen.difference),
        "clashes": [
            {"own": one.own.label, "title": one.own.title, "same": one.same} for one in seen.clashes
        ],
        "affected": [
            {"kind": one.entity, "name": one.name, "id": one.record} for one in seen.affected
        ],
    }


def _difference(found: ListDifference) -> dict[str, Any]:
    return {
        "unchanged": found.unchanged,
        "new": [{"number": one.label, "title": one.regulation.title} for one in found.new],
        "changed": [_change(one) for one in found.changed],
        "ended": [_change(one) for one in found.ended],
    }


def _change(one: TextChange) -> dict[str, Any]:
    return {
        "number": one.item.label,
        "ended_on": str(one.ended_on or ""),
        "ended_by": one.ended_by.label if one.ended_by else "",
        "fields": [
            {"field": each.name, "where": each.where, "before": each.before, "after": each.after}
            for each in one.fields
        ],
    }


# The issuing office -----------------------------------------------------------------------------


@click.command("publish")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--expires", type=DAY, help="Last day it is up to date; 400 days from now if not.")
@click.option("--only", multiple=True, help="Only this text of the office's own; may be repeated.")
@click.option("--none", "nothing", is_flag=True, help="None of the office's own texts.")
@click.option("--changes", is_flag=True, help="Only what changed since the installed version.")
@click.option("--dry-run", is_flag=True, help="Only show what the next version would change.")
@common
@pass_state
def publish(state: State, /, file: Path, **options: Any) -> None:
    """Make the next version of the list from this office's library and write it to FILE.

    Nobody has signed it then: `ktgs regulations sign FILE` adds one signature at a time.
    """
    from ktgs_desktop.services.regulations import publishing  # after --help

    with state.opened() as workspace:
        chosen = None
        if options["only"] or options["nothing"]:
            chosen = {wanted_regulation(workspace, text) for text in options["only"]}
        planned = publishing.plan(workspace, chosen)
        shown = {"version": planned.version, **_difference(planned.difference)}
        if not options["dry_run"]:
            made = publishing.make(
                workspace,
                file,
                chosen=chosen,
                expires=options["expires"],
                changes_only=options["changes"],
            )
            shown = {**_list_file(made), **_difference(planned.difference)}
    state.show(shown)


def _list_file(made: ListFile) -> dict[str, Any]:
    return {"file": made.path, **_facts(made.facts), "signatures": list(made.signatures)}


@click.command("sign")
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, help="Key file of a signer; its password is asked for.")
@key_options
@common
@pass_state
def sign(state: State, /, file: Path, *, key: Path | None, **options: Any) -> None:
    """Add one signature to the list in FILE.

    With a key file, certificate or token no workspace is needed; without any the office's own key
    signs.
    """
    from ktgs_desktop.services.regulations import publishing  # after --help

    with _signing(state, key, options) as signing:
        made = publishing.add_signature(file, signing)
    state.show(_list_file(made))


@contextmanager
def _signing(state: State, key: Path | None, options: dict[str, Any]) -> Iterator[Any]:
    from ktgs_desktop.services import signing  # after --help
    from ktgs_desktop.services.regulations import publishing
    from ktgs_desktop.services.workspace import system_clock

    certified = options["certificate"] is not None or options["token"] is not None
    if key is not None and certified:
        raise WrongUsage(_("Name one of --key, --certificate and --token."))
    if key is not None:
        yield publishing.key_in(key, lambda: _password(options["pin_file"]))
    elif certified:
        with signing.opened(source_of(options), system_clock()) as identity:
            yield identity
    else:
        with state.opened() as workspace:
            yield publishing.own_key(workspace)


def _password(file: Path | None) -> str:
    return first_line(file) if file else secret(_("Password of the key file"))


@click.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--pin-file", type=FILE, help="File with the password; else it is asked for.")
@common
@pass_state
def new_key(state: State, /, file: Path, *, pin_file: Path | None) -> None:
    """Make a key with which a person signs lists, in FILE under a password.

    The root of trust has to name its public key among those for regulations.
    """
    from ktgs_desktop.services.regulations import publishing  # after --help

    label = _("Password of the key file")
    password = first_line(pin_file) if pin_file else secret(label, twice=True)
    made = publishing.new_key(file, password)
    state.show({"file": file, "public": made.public, "fingerprint": made.fingerprint})


@click.command("verify")
@click.argument("file", type=FILE)
@click.option("--root", type=FILE, help="File with a root of trust; then no workspace is needed.")
@common
@pass_state
def verify(state: State, /, file: Path, *, root: Path | None) -> None:
    """Say who signed the list in FILE, and what could not be checked; nothing is installed."""
    from ktgs_desktop.services.regulations import verifying  # after --help

    if root is not None:
        found = verifying.verify_alone(file, root)
    else:
        with state.opened() as workspace:
            found = verifying.verify(workspace, file)
    expired = ("regulations_list_expired",) if found.expired else ()
    state.show(
        {
            "genuine": True,
            **_facts(found.facts),
            "signers": [
                {"holder": one.holder, "key": one.fingerprint, "certificate": _name(one)}
                for one in found.signers
            ],
            "needed": found.needed,
            "warnings": _said((*expired, *found.warnings), found.facts.expires),
            "unchecked": _said(found.unchecked, None),
            "root": found.root,
        }
    )


def _name(signer: ListSigner) -> str:
    return signer.certificate.subject if signer.certificate else ""


@click.command("send")
@click.argument("folder", type=FOLDER)
@click.option("--to", "recipient", required=True, help="Unit it is for.")
@click.option(
    "--list-version",
    "version",
    type=click.IntRange(min=1),
    help="The installed one if left out.",
)
@key_options
@common
@pass_state
def send(
    state: State, /, folder: Path, *, recipient: str, version: int | None, **options: Any
) -> None:
    """Write a package with the list as it was signed to FOLDER, for another office."""
    from ktgs_desktop.services.exchange import list_packages  # after --help

    with state.opened() as workspace:
        unit = unit_of(workspace, recipient)
        with identity_of(workspace, options) as identity:
            made = list_packages.send(
                workspace,
                unit,
                folder,
                version=version,
                identity=identity,
                progress=progress_line("send"),
            )
    state.show(sent_row(made))


COMMANDS = (installed, install, publish, sign, new_key, verify, send)
