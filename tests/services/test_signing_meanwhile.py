"""What happens to a paper while the key works: what is signed is what stands in the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ktgs_desktop.domain.paper_marks import PaperMarks
from ktgs_desktop.services import outgoing, overview, papers, registered, signing
from tests.helpers.builders import an_issued_program, refusal
from tests.helpers.certificates import a_certificate
from tests.services.test_signing import request_for, sentence

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace


@pytest.fixture
def paper(workspace: Workspace) -> UUID:
    """An issued paper."""
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    return program.document


def test_a_paper_numbered_anew_while_the_key_worked_is_not_signed(
    workspace: Workspace, paper: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, at_work = request_for(workspace, paper), signing.paper.signed

    def slow_key(*given: Any) -> bytes:
        data = at_work(*given)
        outgoing.renumber(workspace, paper, "trùng số", 7)
        return data

    monkeypatch.setattr(signing.paper, "signed", slow_key)
    error = refusal(lambda: signing.sign_document(workspace, paper, request, a_certificate()))
    assert (error.code, error.params) == ("signature_stale", {"symbol": "07-CTr/HU"})
    assert "07-CTr/HU" in sentence(error)
    there = papers.get(workspace, paper)
    assert (there.symbol, there.files) == ("07-CTr/HU", ())
    assert overview.attention(workspace).unsigned == 1


@pytest.mark.parametrize(
    ("urgency", "files"), [("URGENT", 0), ("", 1)], ids=["what is printed", "the book only"]
)
def test_a_paper_edited_while_the_key_worked(
    workspace: Workspace, paper: UUID, monkeypatch: pytest.MonkeyPatch, urgency: str, files: int
) -> None:
    """What is printed may not change under the key; what only the book says may."""
    request, at_work = request_for(workspace, paper), signing.paper.signed

    def slow_key(*given: Any) -> bytes:
        data = at_work(*given)
        book = registered.Particulars(PaperMarks(urgency), 3, "Văn thư")
        registered.edit(workspace, paper, book)
        return data

    monkeypatch.setattr(signing.paper, "signed", slow_key)

    def sign() -> None:
        signing.sign_document(workspace, paper, request, a_certificate())

    if files:
        sign()
    else:
        assert refusal(sign).code == "signature_stale"
    there = papers.get(workspace, paper)
    assert (len(there.files), there.urgency, there.copies) == (files, urgency, 3)


def test_a_paper_cancelled_while_the_key_worked_is_not_signed(
    workspace: Workspace, paper: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, at_work = request_for(workspace, paper), signing.paper.signed

    def slow_key(*given: Any) -> bytes:
        data = at_work(*given)
        outgoing.cancel(workspace, paper, "nhầm")
        return data

    monkeypatch.setattr(signing.paper, "signed", slow_key)
    error = refusal(lambda: signing.sign_document(workspace, paper, request, a_certificate()))
    assert error.code == "document_not_issued"
    assert papers.get(workspace, paper).files == ()
