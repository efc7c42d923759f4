"""`ktgs papers`: the register, printing, files, signing and checking of signatures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli import (
    paper_files,
    paper_numbers,
    paper_signing,
    paper_texts,
    program_drafts,
    records,
)
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, listed, show_list
from ktgs_desktop.cli.narrowing import YEAR, several, texts
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import Distrusted, Refused, WrongUsage
from ktgs_desktop.cli.values import FILE, CodeOf
from ktgs_desktop.domain.documents import FileRole, PaperStanding
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.errors import PackageError
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_SHEET = Sheet(
    late("Register of papers"),
    ("symbol", "issued_on", "abstract", "body", "signer", "signed", "state"),
)
_ROLES = {".docx": FileRole.WORD, ".doc": FileRole.WORD}
# What a file must not be if it is kept as the signed one.
_BROKEN = ("CHANGED", "UNREADABLE")


@click.group()
@common
def papers() -> None:
    """The register of papers; DOCUMENT is a number and symbol, e.g. 02-CTr/HU, or an id."""


for command in (
    *paper_numbers.COMMANDS,
    *paper_files.COMMANDS,
    *paper_signing.COMMANDS,
    program_drafts.import_word,
    paper_texts.texts,
):
    papers.add_command(command)


@papers.command("list")
@click.option("--search", default="", help="Words of number, abstract or signer.")
@several("--body", help="Only papers of this body: symbol or id.")
@several("--type", "kind", kind=CodeOf("document_types"), help="Only this type, e.g. CTr.")
@several("--signer", help="Only what this person signed (full name).")
@several("--year", kind=YEAR, help="Only papers of this year.")
@several("--state", "standing", kind=click.Choice([*PaperStanding]), help="Only what stands so.")
@click.option(
    "--signed/--unsigned", default=None, help="Only papers with a digital signature, or without."
)
@click.option(
    "--sort",
    type=click.Choice(["issued", "number", "abstract", "signer", "type"]),
    help="What orders the list; if left out, the latest come first.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def list_papers(
    state: State,
    /,
    *,
    search: str,
    sort: str | None,
    limit: int | None,
    sheet: Path | None,
    **options: Any,
) -> None:
    """List papers."""
    from ktgs_desktop.services import list_values  # after --help
    from ktgs_desktop.services import papers as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        chosen = {
            "body": texts([records.body(workspace, one).id for one in options["body"]]),
            "type": options["kind"],
            "signer": options["signer"],
            "year": texts(options["year"]),
            "state": texts(options["standing"]),
        }
        filters: Filters = {**list_values.narrowing(service.LIST, chosen)}
        if options["signed"] is not None:
            filters["signed"] = options["signed"]
        descending = options["descending"] or sort is None
        query = Listing(sort or "issued", descending, search, filters)
        found = collect(service, workspace, query, wanted)
    rows = [
        {
            "symbol": row.symbol,
            "document_type": row.document_type,
            "issued_on": row.issued_on,
            "abstract": row.abstract,
            "body": row.body,
            "signer": row.signer,
            "signed": row.signed,
            "state": row.state,
            "id": row.id,
        }
        for row in found
    ]
    show_list(state, rows, _SHEET, wanted)


@papers.command()
@click.argument("document")
@common
@pass_state
def show(state: State, document: str) -> None:
    """Show DOCUMENT with its files."""
    from ktgs_desktop.services import papers as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.get(workspace, records.document(workspace, document))))


@papers.command("print")
@click.argument("document")
@click.argument("file", type=FILE)
@common
@pass_state
def print_paper(state: State, document: str, file: Path) -> None:
    """Write DOCUMENT to FILE.pdf, the signed one if there is one, or to FILE.docx."""
    from ktgs_desktop.services import papers as service  # after --help

    suffix = file.suffix.lower()
    with state.opened() as workspace:
        wanted = records.document(workspace, document)
        if suffix == ".docx":
            program = service.get(workspace, wanted).program
            if program is None:
                raise Refused(_("There is no Word file of this paper; print it as .pdf."))
            printed = service.word_of_program(workspace, program)
        elif suffix == ".pdf":
            printed = service.file_of_document(workspace, wanted)
        else:
            text = _("{path}: write a name that ends in .pdf or .docx.")
            raise WrongUsage(text.format(path=file))
        digest = service.save_file(printed, file)
    state.show({"file": file, "sha256": digest, "signed": printed.signed})


@papers.command()
@click.argument("document")
@click.argument("file", type=FILE)
@click.option(
    "--role",
    type=click.Choice([*FileRole]),
    help="What the file is; if left out, WORD for .docx, SCAN for others.",
)
@common
@pass_state
def attach(state: State, document: str, file: Path, *, role: str | None) -> None:
    """Keep FILE with DOCUMENT, encrypted: a scan, a Word file, a PDF made in Word or signed.

    A PDF made in Word (--role PDF) is what is printed and signed from then on.
    """
    from ktgs_desktop.services import papers as service  # after --help
    from ktgs_desktop.services import word_pdfs

    with state.opened() as workspace:
        wanted = records.document(workspace, document)
        data = read_file(file)
        kind = role or _ROLES.get(file.suffix.lower(), FileRole.SCAN)
        printed = service.Printed(file.name, data)
        if kind == FileRole.PDF:
            state.show(to_document(word_pdfs.attach(workspace, wanted, printed)))
            return
        signer = _signer(workspace, data) if kind == FileRole.SIGNED_PDF else ""
        changed = service.attach(workspace, wanted, printed, kind, signed_by=signer)
        state.show(to_document(changed))


def _signer(workspace: Workspace, data: bytes) -> str:
    """Who signed a file that is to be kept as the signed one.

    Raises:
        Distrusted: nobody did, or it was changed afterwards.
    """
    from ktgs_desktop.services import signing  # after --help

    verdict = signing.verify(workspace, data)
    bad = [one for one in signing.findings(verdict) if one.status in ("UNSIGNED", *_BROKEN)]
    if bad:
        raise Distrusted(bad[0].sentence)
    return verdict.signatures[-1].signer


@papers.command()
@click.argument("file", type=FILE)
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    type=FILE,
    help="Certificate of an authority or revocation list; without it the workspace's.",
)
@common
@pass_state
def verify(state: State, file: Path, *, anchors: tuple[Path, ...]) -> int:
    """Check the signatures of FILE (PDF) offline; exit code 3 unless all are valid."""
    return check_pdf(state, file, anchors)


def check_pdf(state: State, file: Path, anchors: tuple[Path, ...]) -> int:
    """Check the signatures of a PDF and print what was found.

    Args:
        state: how results are printed.
        file: the PDF.
        anchors: certificates and revocation lists; the workspace's if there are none.

    Returns:
        Exit code.

    Raises:
        StorageError: a file cannot be read.
        PackageError: `anchors_unreadable`, `certificate_not_authority`.
    """
    from ktgs_desktop.services import signing  # after --help

    data = read_file(file)
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
    return 0 if verdict.valid else PackageError.exit_code
