"""`ktgs trust`: whom the office trusts when it checks a signature."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ktgs_desktop.cli import exchange_keys, records
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import Distrusted, Refused
from ktgs_desktop.cli.values import FILE, FOLDER
from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.trust_anchors import TrustAnchor
    from ktgs_desktop.services.anchors import OfferedAnchor
    from ktgs_desktop.services.workspace import Workspace


@click.group()
@common
def trust() -> None:
    """Whom the office trusts: authorities of signed papers, and keys of the exchange."""


for command in exchange_keys.COMMANDS:
    trust.add_command(command)


@trust.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--fingerprint",
    "fingerprints",
    multiple=True,
    help="SHA-256 of an authority as printed on paper; no other authority is trusted then.",
)
@click.option("--dry-run", is_flag=True, help="Only show what the file offers.")
@common
@pass_state
def import_anchors(
    state: State, file: Path, *, fingerprints: tuple[str, ...], dry_run: bool
) -> None:
    """Trust the authorities and revocation lists in FILE (PEM or DER).

    Compare the fingerprints that --dry-run shows with those the authority has printed, or give
    them with --fingerprint.
    """
    from ktgs_desktop.services import anchors  # after --help

    with state.opened() as workspace:
        offered = anchors.preview(workspace, file)
        compared = _compared(offered, fingerprints)
        added = 0 if dry_run else anchors.import_file(workspace, file, compared)
    state.show(
        {
            "added": added,
            "offered": [
                {
                    "kind": one.kind,
                    "subject": one.subject,
                    "fingerprint": one.fingerprint,
                    "valid_from": one.valid_from,
                    "valid_to": one.valid_to,
                    "known": one.known,
                }
                for one in offered
            ],
        }
    )


def _compared(offered: Sequence[OfferedAnchor], texts: Sequence[str]) -> frozenset[str] | None:
    """Fingerprints of what is taken: authorities that were named, and every revocation list.

    Raises:
        Distrusted: the file holds no authority with a fingerprint that was named.
    """
    if not texts:
        return None
    wanted = {"".join(text.split()).replace(":", "").lower() for text in texts}
    authorities = {one.fingerprint for one in offered if one.kind == AnchorKind.AUTHORITY}
    if wanted - authorities:
        text = _("The file holds no authority with the fingerprint {fingerprint}.")
        raise Distrusted(text.format(fingerprint=min(wanted - authorities)))
    return frozenset(wanted | {one.fingerprint for one in offered} - authorities)


@trust.command()
@common
@pass_state
def show(state: State) -> None:
    """Show whom the office trusts."""
    from ktgs_desktop.services import anchors  # after --help

    with state.opened() as workspace:
        found = anchors.kept(workspace)
    state.show(
        [
            {
                "kind": one.kind,
                "subject": one.subject,
                "valid_from": one.valid_from,
                "valid_to": one.valid_to,
                "fingerprint": one.fingerprint,
                "id": one.id,
            }
            for one in found
        ]
    )


@trust.command()
@click.argument("anchor")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def remove(state: State, anchor: str, *, reason: str) -> None:
    """Trust ANCHOR (id, fingerprint or name) no longer."""
    from ktgs_desktop.services import anchors  # after --help

    with state.opened() as workspace:
        found = _anchor(workspace, anchor)
        anchors.remove(workspace, found.id, reason)
    state.show({"removed": found.id, "subject": found.subject})


@trust.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", default="Nguyễn Văn Mẫu", show_default=True, help="Who signs.")
@click.option("--organization", default="", help="Where the signer works.")
@common
@pass_state
def practice(state: State, folder: Path, *, name: str, organization: str) -> None:
    """Make certificates for practice in FOLDER; what is signed with them has no legal force.

    Import authority.crt and authority.crl into an office for training only.
    """
    from ktgs_desktop.services import practice as training  # after --help

    made = training.make(folder, [training.Holder("signer", name, organization)])
    certificate, revocations = training.save_authority(folder, made)
    state.show(
        {
            "signer": made.signers[0],
            "pin": made.pin,
            "authority": certificate,
            "revocations": revocations,
        }
    )


def _anchor(workspace: Workspace, text: str) -> TrustAnchor:
    from ktgs_desktop.services import anchors  # after --help

    known, wanted = records.identifier(text), "".join(text.split()).replace(":", "").lower()
    alike = [
        one
        for one in anchors.kept(workspace)
        if one.id == known or one.fingerprint == wanted or one.subject == text
    ]
    if len(alike) != 1:
        said = _("Nothing that is trusted, or more than one, is “{name}”; write its id.")
        raise Refused(said.format(name=text))
    return alike[0]
