"""`ktgs papers`: scans of papers signed by hand, copies, the book of outgoing papers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.values import DAY, FILE, SIGNER, CodeOf
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.paper_copies import CopyKind
from ktgs_desktop.paths import read_text

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import Signer

_TYPE = CodeOf("document_types")
_TERM = CodeOf("terms")
_NUMBER = click.IntRange(min=1)


@click.command("attach-scan")
@click.argument("document")
@click.argument("files", type=FILE, nargs=-1, required=True)
@common
@pass_state
def attach_scan(state: State, document: str, files: tuple[Path, ...]) -> None:
    """Keep the scan of DOCUMENT, signed by hand: FILES are PDF, JPG or PNG, in their order."""
    from ktgs_desktop.services import scans  # after --help

    with state.opened() as workspace:
        wanted = records.document(workspace, document)
        state.show(to_document(scans.attach(workspace, wanted, scans.joined(files))))


@click.command()
@click.option("--body", required=True, help="Symbol of the issuing body, or its id.")
@click.option("--type", "kind", type=_TYPE, default="", help="Only this type, e.g. CTr.")
@click.option("--term", type=_TERM, default="", help="Term; the present one if left out.")
@click.argument("file", type=FILE)
@common
@pass_state
def book(state: State, file: Path, *, body: str, kind: str, term: str) -> None:
    """Write the book of a body's outgoing papers to FILE.pdf, FILE.docx or FILE.xlsx."""
    from ktgs_desktop.services import register_books  # after --help

    with state.opened() as workspace:
        issuing = records.body(workspace, body).id
        made = register_books.outgoing_book(workspace, issuing, term, kind)
        written = register_books.save(workspace, made, file, progress_line("book"))
    state.show({"file": file, "pages": written.pages or None})


@click.command("copy")
@click.argument("document")
@click.option(
    "--kind",
    type=click.Choice([*CopyKind]),
    default=CopyKind.SAO_Y,
    show_default=True,
    help="The whole, or a part.",
)
@click.option("--body", required=True, help="Who certifies the copy: symbol or id of the body.")
@click.option("--date", "day", type=DAY, required=True, help="Date of the copy.")
@click.option("--signer", type=SIGNER, required=True, help="Who certifies it.")
@click.option("--number", type=_NUMBER, help="Number of the copy; the next one if left out.")
@click.option("--text-file", "text", type=FILE, help="Text of an extract, as small Markdown.")
@common
@pass_state
def copy_paper(  # noqa: PLR0913 - the options of the command
    state: State,
    document: str,
    *,
    kind: str,
    body: str,
    day: date,
    signer: Signer,
    number: int | None,
    text: Path | None,
) -> None:
    """Make a copy of DOCUMENT with a number of its own: SAO_Y of the whole, TRICH_SAO of a part."""
    from ktgs_desktop.services import numbering, paper_copies  # after --help

    with state.opened() as workspace:
        order = paper_copies.CopyOrder(
            original=records.document(workspace, document),
            kind=CopyKind(kind),
            body=records.body(workspace, body).id,
            how=numbering.Issue(day, signer, number),
            extract=read_text(text) if text else "",
        )
        state.show(to_document(paper_copies.make(workspace, order)))


COMMANDS = (attach_scan, book, copy_paper)
