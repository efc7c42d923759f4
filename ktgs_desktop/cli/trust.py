"""`ktgs trust`: whom the office trusts when it checks a signature."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, pass_state


@click.group()
def trust() -> None:
    """Certificates of authorities and revocation lists."""


@trust.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--fingerprint",
    default="",
    help="SHA-256 printed on paper; refused unless the file's first entry has it.",
)
@click.option("--dry-run", is_flag=True, help="Only show what the file offers.")
@common
@pass_state
def import_anchors(state: State, file: Path, *, fingerprint: str, dry_run: bool) -> None:
    """Trust the authorities and revocation lists in FILE (PEM or DER)."""
    from ktgs_desktop.services import signing  # after --help

    with state.opened() as workspace:
        offered = signing.preview_anchors(workspace, file)
        wanted = "".join(fingerprint.split()).replace(":", "").lower()
        if wanted and (not offered or offered[0].fingerprint != wanted):
            raise click.BadParameter("the file has another one", param_hint="--fingerprint")
        added = 0 if dry_run else signing.import_anchors(workspace, file)
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


@trust.command()
@common
@pass_state
def show(state: State) -> None:
    """Show whom the office trusts."""
    from ktgs_desktop.services import signing  # after --help

    with state.opened() as workspace:
        found = signing.anchors(workspace)
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
@click.argument("anchor", type=click.UUID)
@click.option("--reason", required=True)
@common
@pass_state
def remove(state: State, anchor: UUID, *, reason: str) -> None:
    """Trust an authority no longer."""
    from ktgs_desktop.services import signing  # after --help

    with state.opened() as workspace:
        signing.remove_anchor(workspace, anchor, reason)
        state.show({"removed": anchor})
