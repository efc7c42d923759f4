"""`ktgs papers`: the register, printing, signing and checking of signatures."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, first_line, pass_state
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing

_REFUSED = 3


@click.group()
def papers() -> None:
    """The register of papers and their signatures."""


@papers.command("list")
@click.option("--search", default="")
@click.option("--limit", default=200, show_default=True, help="Rows at most; 0 for all.")
@common
@pass_state
def list_papers(state: State, *, search: str, limit: int) -> None:
    """List papers, the latest first."""
    from ktgs_desktop.services import papers as service  # after --help

    with state.opened() as workspace:
        found = []
        for ids in service.stream(workspace, Listing("issued", descending=True, search=search)):
            found += service.rows(workspace, ids)
    state.show(
        [
            {
                "symbol": row.symbol,
                "issued_on": row.issued_on,
                "abstract": row.abstract,
                "body": row.body,
                "signer": row.signer,
                "signed": row.signed,
                "state": row.state,
                "id": row.id,
            }
            for row in (found[:limit] if limit else found)
        ]
    )


@papers.command()
@click.argument("document", type=click.UUID)
@common
@pass_state
def show(state: State, document: UUID) -> None:
    """Show a paper with its files."""
    from ktgs_desktop.services import papers as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.get(workspace, document)))


@papers.command("print")
@click.argument("document", type=click.UUID)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@common
@pass_state
def print_paper(state: State, document: UUID, file: Path) -> None:
    """Write a paper's PDF to FILE; the signed one if there is one."""
    from ktgs_desktop.services import papers as service  # after --help

    with state.opened() as workspace:
        printed = service.file_of_document(workspace, document)
        digest = service.save_file(printed, file)
    state.show({"file": file, "sha256": digest, "signed": printed.signed})


@papers.command()
@click.argument("document", type=click.UUID)
@click.option(
    "--certificate",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Certificate file with its key (.p12, .pfx).",
)
@click.option(
    "--pin-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File with the PIN; else it is asked for.",
)
@common
@pass_state
def sign(state: State, document: UUID, *, certificate: Path, pin_file: Path | None) -> None:
    """Sign an issued paper with a certificate file; the signed PDF is kept with it."""
    from ktgs_desktop.services import papers as service  # after --help
    from ktgs_desktop.services import signing

    pin = first_line(pin_file) if pin_file else click.prompt("PIN", hide_input=True, err=True)
    with state.opened() as workspace:
        identity = signing.open_certificate(certificate, pin)
        printed = service.file_of_document(workspace, document)
        if printed.signed or printed.signature_place is None:
            raise click.UsageError("this paper is signed already")
        request = signing.SignatureRequest(printed.data, printed.name, printed.signature_place)
        signed = signing.sign_document(workspace, document, request, identity)
        state.show(to_document(signed))


@papers.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Certificate of an authority or revocation list; without it the workspace's.",
)
@common
@pass_state
def verify(state: State, file: Path, *, anchors: tuple[Path, ...]) -> None:
    """Check the signatures of FILE offline; exit code 3 unless all are valid."""
    from ktgs_desktop.services import papers as service  # after --help
    from ktgs_desktop.services import signing

    data = service.read_file(file)
    if anchors or not state.workspace:
        verdict = signing.verify_with(data, anchors)
    else:
        with state.opened() as workspace:
            verdict = signing.verify(workspace, data)
    found = signing.findings(verdict)
    state.show(
        {
            "valid": verdict.valid,
            "signatures": [{"status": one.status, "text": one.sentence} for one in found],
        }
    )
    if not verdict.valid:
        sys.exit(_REFUSED)
