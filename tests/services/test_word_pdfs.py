"""A PDF saved from Word takes the place of the program's own, and is signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.services import outgoing, papers, word_pdfs
from ktgs_desktop.services.printing import Printed
from tests.helpers.builders import a_line, a_program, an_issued_program, changes, refusal
from tests.papers import pdf_tools

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def _saved_from_word(workspace: Workspace, program, folder: Path) -> Printed:
    """What Word (here LibreOffice) makes of the program's Word file."""
    file = folder / "chuong trinh.docx"
    file.write_bytes(papers.word_of_program(workspace, program.id).data)
    made = pdf_tools.office(file, "pdf", folder)
    return Printed(made.name, made.read_bytes())


def test_it_is_printed_and_its_signature_stands_above_the_signers_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    program, _items = an_issued_program(workspace)
    own = papers.print_program(workspace, program.id)
    pdf = _saved_from_word(workspace, program, tmp_path)
    word_pdfs.attach(workspace, program.document, pdf)
    for printed in (
        papers.print_program(workspace, program.id),
        papers.file_of_document(workspace, program.document),
    ):
        assert (printed.name, printed.data, printed.signed) == (pdf.name, pdf.data, False)
        place = printed.signature_place
        assert place is not None
        assert place.page == own.signature_place.page
        assert abs(place.x - own.signature_place.x) < 40
        assert abs(place.y - own.signature_place.y) < 60


def test_what_cannot_be_signed_is_refused(workspace: Workspace) -> None:
    program, _items = an_issued_program(workspace)
    before = changes(workspace)
    broken = Printed("a.pdf", b"no PDF")
    error = refusal(lambda: word_pdfs.attach(workspace, program.document, broken))
    assert error.code == "pdf_unreadable"
    assert changes(workspace) == before


def test_a_paper_whose_pdf_was_saved_from_word_is_not_renumbered(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    pdf = papers.print_program(workspace, program.id)
    word_pdfs.attach(workspace, program.document, pdf)
    error = refusal(lambda: outgoing.renumber(workspace, program.document, "trùng số"))
    assert error.code == "document_bears_number"
    # What is printed and signed still says what the register says.
    assert papers.get(workspace, program.document).symbol == program.number
    assert papers.print_program(workspace, program.id).data == pdf.data


def test_a_draft_has_no_paper_to_attach_it_to(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    assert program.document is None
    error = refusal(
        lambda: word_pdfs.attach(workspace, program.id, Printed("a.pdf", _pdf(workspace)))
    )
    assert error.code == "record_gone"


def _pdf(workspace: Workspace) -> bytes:
    from ktgs_desktop.services import programs

    one = programs.programs(workspace)[0].program
    return papers.print_program(workspace, one.id).data
