"""`ktgs trust`: the office's keys for the exchange, its root of trust, keys of units below."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import records
from ktgs_desktop.cli.exchange import identity_of, sent_row, unit_of
from ktgs_desktop.cli.root_making import root
from ktgs_desktop.cli.signing_keys import key_options
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import DAY, FILE, FOLDER
from ktgs_desktop.domain.key_bindings import KeyPurpose
from ktgs_desktop.domain.trust_lists import RevocationReason
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.exchange.own_keys import OwnRequest
    from ktgs_desktop.services.exchange.trust_page import KeyStanding, TrustPage
    from ktgs_desktop.services.workspace import Workspace


@click.command()
@common
@pass_state
def status(state: State) -> None:
    """Show whom the office believes in the exchange, and how its own keys stand."""
    from ktgs_desktop.services.exchange import trust_state  # after --help

    with state.opened() as workspace:
        page = trust_state.read(workspace)
    state.show(_page(page))


def _page(page: TrustPage) -> dict[str, Any]:
    return {
        "ready": page.ready,
        "done": sorted(page.done),
        "warnings": [messages.text_of(code, {}) for code in page.warnings],
        "own": [asdict(page.own)],
        "root": [asdict(page.root)] if page.root else [],
        "units": [asdict(one) for one in page.units],
        "keys": [asdict(one) for one in page.keys],
        "lists": [asdict(one) for one in page.lists],
        "revocations": [asdict(one) for one in page.revocations],
    }


def _request(found: OwnRequest) -> dict[str, Any]:
    return {
        "code": found.code,
        "key": found.request.fingerprint.hex(),
        "holder": found.request.holder,
        "made": found.request.made,
    }


@click.command()
@key_options
@common
@pass_state
def setup(state: State, /, **options: Any) -> None:
    """Make the keys of this office and the request to have them certified.

    With --certificate or --token that certificate signs for the office, else a key of its own.
    """
    from ktgs_desktop.services.exchange import own_keys  # after --help

    with state.opened() as workspace, identity_of(workspace, options) as identity:
        found = own_keys.make(workspace, identity)
    state.show(_request(found))


@click.command()
@click.option("--new-key", is_flag=True, help="Make a new key that signs for the office.")
@click.option("--new-encryption", is_flag=True, help="Make a new encryption key.")
@key_options
@common
@pass_state
def renew(state: State, /, *, new_key: bool, new_encryption: bool, **options: Any) -> None:
    """Ask for the keys of this office to be certified anew; `trust request` saves the request."""
    from ktgs_desktop.services.exchange import own_keys  # after --help

    with state.opened() as workspace, identity_of(workspace, options) as identity:
        found = own_keys.renew(workspace, identity, approval=new_key, encryption=new_encryption)
    state.show(_request(found))


@click.command()
@click.argument("folder", type=FOLDER)
@common
@pass_state
def request(state: State, folder: Path) -> None:
    """Save the request for the superior in FOLDER; read its code out by telephone."""
    from ktgs_desktop.services.exchange import own_keys  # after --help

    with state.opened() as workspace:
        path = own_keys.save_request(workspace, folder)
        found = own_keys.newest_request(workspace)
    state.show({"file": path, "code": found.code if found else ""})


@click.command()
@click.argument("file", type=FILE)
@click.option("--code", default="", help="What the unit reads out by telephone.")
@click.option("--until", type=DAY, help="Last day of the key; five years from now if left out.")
@click.option("--dry-run", is_flag=True, help="Only show who asks.")
@key_options
@common
@pass_state
def certify(
    state: State, /, file: Path, *, code: str, until: date | None, dry_run: bool, **options: Any
) -> None:
    """Certify the keys in the request FILE of a unit right below; `trust package` sends the answer.

    Have the unit read the code out by telephone and type what you hear with --code.
    """
    from ktgs_desktop.services.exchange import certifying  # after --help

    if not code and not dry_run:
        raise WrongUsage(_("{name} is missing.").format(name="--code"))
    with state.opened() as workspace:
        if dry_run:
            asked = certifying.look(workspace, file)
            state.show(
                {
                    "unit": asked.unit.id,
                    "name": asked.unit.name,
                    "calls_itself": asked.request.name,
                    "holder": asked.request.holder,
                    "key": asked.request.fingerprint.hex(),
                    "made": asked.request.made,
                    "renewal": asked.renewal,
                }
            )
            return
        with identity_of(workspace, options) as identity:
            made = certifying.certify(workspace, file, code, until=until, identity=identity)
    state.show(asdict(made))


@click.command()
@click.argument("file", type=FILE)
@common
@pass_state
def take(state: State, file: Path) -> None:
    """Take the superior's answer (.ktgstc) in FILE, or a revocation list (.crl) alone."""
    from ktgs_desktop.services.exchange import trust_files, trust_state  # after --help

    with state.opened() as workspace:
        fresh = trust_files.take(workspace, file)
        page = trust_state.read(workspace)
    state.show({"new": fresh, "ready": page.ready})


@click.command()
@click.argument("unit")
@click.option("--key", default="", help="Beginning of the key's fingerprint, if it has several.")
@click.option(
    "--reason",
    required=True,
    type=click.Choice([str(one) for one in RevocationReason]),
    help="Why it may be used no longer.",
)
@key_options
@common
@pass_state
def revoke(state: State, /, unit: str, *, key: str, reason: str, **options: Any) -> None:
    """Say that a key of UNIT (name or id) below may be used no longer; what came before stays."""
    from ktgs_desktop.services.exchange import certifying  # after --help

    with state.opened() as workspace:
        found = _key(workspace, unit, key)
        with identity_of(workspace, options) as identity:
            version = certifying.revoke(
                workspace,
                found.unit,
                bytes.fromhex(found.fingerprint),
                RevocationReason(reason),
                identity=identity,
            )
    state.show({"unit": found.name, "key": found.fingerprint, "version": version})


def _key(workspace: Workspace, unit: str, key: str) -> KeyStanding:
    from ktgs_desktop.services.exchange import trust_state  # after --help

    known: UUID | None = records.identifier(unit)
    mine = [
        one
        for one in trust_state.read(workspace).keys
        if (one.unit == known if known else one.name.casefold() == unit.casefold())
        and one.fingerprint.startswith(key.lower())
        and (key or one.purpose is KeyPurpose.APPROVAL)
        and one.revoked_on is None
    ]
    alike = {one.fingerprint: one for one in mine}
    if len(alike) != 1:
        said = _("“{name}” has no such key, or several; name it with --key as `trust status` does.")
        raise Refused(said.format(name=unit))
    return next(iter(alike.values()))


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--to", "recipient", default="", help="Unit it is for; the superior if left out.")
@click.option(
    "--open", "readable", is_flag=True, help="A plain file, for an office with no keys yet."
)
@click.option("--renew", "anew", is_flag=True, help="First make this office's list anew.")
@key_options
@common
@pass_state
def package(
    state: State, /, folder: Path, *, recipient: str, readable: bool, anew: bool, **options: Any
) -> None:
    """Write root, trust lists and revocation lists for another office to FOLDER."""
    from ktgs_desktop.services.exchange import certifying, sending, trust_files  # after --help

    with state.opened() as workspace:
        found = unit_of(workspace, recipient) if recipient else None
        unit = sending.recipient_of(workspace, sending.Sending(recipient=found))
        with identity_of(workspace, options) as identity:
            if anew:
                certifying.renew_list(workspace, identity)
            if readable:
                state.show({"file": trust_files.save(workspace, unit, folder)})
                return
            made = trust_files.send(workspace, unit, folder, identity, progress_line("package"))
    state.show(sent_row(made))


@click.command("renew-list")
@key_options
@common
@pass_state
def renew_list(state: State, /, **options: Any) -> None:
    """Make this office's list of the units below anew; `trust package` takes it to them."""
    from ktgs_desktop.services.exchange import certifying  # after --help

    with state.opened() as workspace, identity_of(workspace, options) as identity:
        version = certifying.renew_list(workspace, identity)
    state.show({"version": version})


@click.command()
@click.argument("folder", type=FOLDER)
@common
@pass_state
def demo(state: State, folder: Path) -> None:
    """Make three offices for exercises in FOLDER, with root.json and a package of the district.

    Everything says that it is a trial and has no legal force.
    """
    from ktgs_desktop.services.demo import exchange_house  # loads every room of the program

    made = exchange_house.make(folder, progress_line("demo"))
    province, district, commune = made.workspaces
    state.show(
        {
            "province": province,
            "district": district,
            "commune": commune,
            "user": made.login,
            "password": made.password,
            "root": made.root,
            "fingerprint": made.fingerprint,
            "package": made.package,
            "regulation_keys": list(made.regulation_keys),
            "pin": made.pin,
        }
    )


COMMANDS = (
    status, setup, renew, request, certify, root, take, revoke, package, renew_list, demo,
)  # fmt: skip
