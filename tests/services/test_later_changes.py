"""What was changed since is neither lost, nor brought back, nor changed unseen."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.documents import FileRole
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.paper_marks import PaperMarks
from ktgs_desktop.services import (
    history,
    incoming,
    maintenance,
    opinions,
    outgoing,
    overview,
    papers,
    phrases,
    program_items,
    programs,
    registered,
    word_drafts,
)
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, refusal
from tests.services.test_outgoing import a_decision, reserve

if TYPE_CHECKING:
    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.services.workspace import Workspace


# Incoming papers ------------------------------------------------------------------------------


def came(workspace: Workspace) -> IncomingDocument:
    blank = incoming.blank(workspace)
    return incoming.save(
        workspace, dataclasses.replace(blank, sender="Tỉnh uỷ", abstract="Công văn")
    )


def test_a_reply_that_was_cancelled_since_does_not_stand_in_the_way(workspace: Workspace) -> None:
    reply = a_decision(workspace)
    paper = came(workspace)
    answered = dataclasses.replace(paper, reply=incoming.reply_called(workspace, reply.symbol))
    incoming.save(workspace, answered)
    outgoing.cancel(workspace, reply.id, "nhầm")
    assert refusal(lambda: incoming.reply_called(workspace, reply.symbol)).code == "reply_unknown"
    assert incoming.reply_called(workspace, reply.symbol, reply.id) == reply.id
    assert incoming.reply_called(workspace, "", reply.id) is None
    other = refusal(lambda: incoming.reply_called(workspace, "99-QĐ/HU", reply.id))
    assert other.code == "reply_unknown"


def test_a_voided_paper_is_not_brought_back_by_an_old_form(workspace: Workspace) -> None:
    paper = came(workspace)
    incoming.void(workspace, paper.id, "nhầm")
    old = dataclasses.replace(paper, abstract="Sửa")
    assert refusal(lambda: incoming.save(workspace, old)).code == "record_gone"
    assert refusal(lambda: incoming.get(workspace, paper.id)).code == "record_gone"


def test_a_scan_attached_meanwhile_is_not_lost_by_an_old_form(workspace: Workspace) -> None:
    paper = came(workspace)
    incoming.attach_scan(workspace, paper.id, "quet.pdf", b"%PDF-1.4 scan")
    saved = incoming.save(workspace, dataclasses.replace(paper, abstract="Sửa"))
    assert [file.name for file in saved.files] == ["quet.pdf"]
    assert incoming.scan_of(workspace, paper.id) == ("quet.pdf", b"%PDF-1.4 scan")


# The register ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [FileRole.PDF, FileRole.SIGNED_PDF])
def test_marks_that_stand_on_a_kept_file_do_not_change(workspace: Workspace, role: str) -> None:
    made = a_decision(workspace)
    papers.attach(workspace, made.id, papers.Printed("a.pdf", b"%PDF-1.4"), FileRole.PDF)
    with workspace.writing("edit_document") as writer:
        there = papers.get(workspace, made.id)
        files = tuple(dataclasses.replace(one, role=role) for one in there.files)
        writer.put(dataclasses.replace(there, files=files))
    secret = PaperMarks("", "SECRET", "Mục 1", "Bí thư")
    error = refusal(lambda: registered.edit(workspace, made.id, registered.Particulars(secret, 3)))
    assert (error.code, error.params) == ("marks_printed", {"symbol": made.symbol})
    assert papers.get(workspace, made.id).classification == ""
    book = registered.Particulars(PaperMarks(), 3, "Văn thư", "gửi gấp")
    assert registered.edit(workspace, made.id, book).copies == 3


def test_what_the_book_cannot_hold_is_refused(workspace: Workspace) -> None:
    made = a_decision(workspace)
    for book, code in (
        (registered.Particulars(PaperMarks(), -1), "copies_negative"),
        (registered.Particulars(PaperMarks(), 1, "a" * 301), "too_long"),
    ):
        assert refusal(lambda book=book: registered.edit(workspace, made.id, book)).code == code
    key = outgoing.all_series(workspace)[0].key
    for values in ({"copies": -1}, {"archived_by": "a" * 301}, {"note": "a" * 4001}):
        paper = registered.Registered(key, ISSUED_ON, "thành lập", SIGNER, **values)
        refusal(lambda paper=paper: registered.register(workspace, paper))
    assert papers.get(workspace, made.id) == made


def test_only_papers_that_count_share_a_number(workspace: Workspace) -> None:
    """A reservation released and a paper cancelled have the same number, and stand in no way."""
    (held,) = reserve(workspace)
    outgoing.release(workspace, [held.id], "không dùng")
    first = a_decision(workspace, held.number)
    outgoing.cancel(workspace, first.id, "nhầm")
    with workspace.writing("register_document", "merge") as writer:
        for _turn in range(2):
            writer.put(dataclasses.replace(first, id=incoming.new_id()))
    assert overview.attention(workspace).doubles == 2
    (double,) = outgoing.doubles(workspace)
    assert first.id not in {paper.id for paper in double.papers}


def test_the_late_papers_counted_are_those_listed(workspace: Workspace) -> None:
    today = workspace.today
    for due, done in ((-1, None), (-1, 0), (0, None), (1, None), (None, None)):
        day = None if due is None else today.fromordinal(today.toordinal() + due)
        on = None if done is None else today
        paper = dataclasses.replace(
            incoming.blank(workspace),
            received_on=ISSUED_ON.replace(year=2020),
            sender="Tỉnh uỷ",
            abstract="Công văn",
            due_on=day,
            done_on=on,
            number=0,
        )
        incoming.save(workspace, paper)
    listed = sum(map(len, incoming.stream(workspace, Listing(filters={"state": "LATE"}))))
    assert overview.attention(workspace).late_incoming == listed == 1


# Programs -------------------------------------------------------------------------------------


def with_all_that_belongs_to_it(workspace: Workspace) -> Program:
    program = a_program(workspace)
    a_line(workspace, program)
    asked = dataclasses.replace(opinions.blank(workspace, program.id), giver="Ban Tổ chức")
    opinions.save(workspace, [asked])
    word_drafts.hand_out(workspace, program.id)
    return program


def belongings(workspace: Workspace, program: Program) -> tuple[int, int, int]:
    return (
        len(program_items.items(workspace, program.id)),
        len(opinions.opinions(workspace, program.id)),
        len(word_drafts.drafts(workspace, program.id)),
    )


def test_what_belongs_to_a_voided_program_leaves_and_comes_back_with_it(
    workspace: Workspace,
) -> None:
    program = with_all_that_belongs_to_it(workspace)
    programs.void(workspace, program.id, "nhầm")
    assert belongings(workspace, program) == (0, 0, 0)
    history.undo(workspace)
    assert belongings(workspace, program) == (1, 1, 1)
    assert programs.get(workspace, program.id) == program
    history.redo(workspace)
    assert belongings(workspace, program) == (0, 0, 0)
    assert maintenance.check(workspace).sound


def beginning(workspace: Workspace, name: str) -> history.HistoryEntry:
    return next(one for one in history.operations(workspace) if one.name == name)


def test_the_beginning_of_a_program_is_not_undone_while_something_belongs_to_it(
    workspace: Workspace,
) -> None:
    program = a_program(workspace)
    word_drafts.hand_out(workspace, program.id)
    begun = beginning(workspace, "add_program")
    assert refusal(lambda: history.undo_operation(workspace, begun.id)).code == "record_in_use"
    assert programs.get(workspace, program.id) == program


def test_an_opinion_is_not_taken_back_once_the_program_is_issued(workspace: Workspace) -> None:
    program = with_all_that_belongs_to_it(workspace)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    asked = beginning(workspace, "record_opinion")
    assert refusal(lambda: history.undo_operation(workspace, asked.id)).code == "opinions_closed"
    assert belongings(workspace, program) == (1, 1, 1)


def test_two_drafts_never_come_to_have_one_number(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    word_drafts.hand_out(workspace, program.id)
    history.undo(workspace)
    undone = beginning(workspace, "undo")
    word_drafts.hand_out(workspace, program.id)
    again = refusal(lambda: history.redo_operation(workspace, undone.id))
    assert again.code == "record_moved_on"
    assert [one.number for one in word_drafts.drafts(workspace, program.id)] == [1]


def test_a_phrase_does_not_come_back_beside_the_same_phrase(workspace: Workspace) -> None:
    former = phrases.add(workspace, "NOTE", "Theo kế hoạch")
    phrases.void(workspace, former.id, "thừa")
    voided = beginning(workspace, "void_phrase")
    phrases.add(workspace, "NOTE", "theo kế hoạch")
    error = refusal(lambda: history.undo_operation(workspace, voided.id))
    assert error.code == "phrase_exists"
    assert [one.text for one in phrases.phrases(workspace, "NOTE")] == ["theo kế hoạch"]
