"""Outgoing numbers: reserved, used, released, cancelled, registered, given twice."""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.offices import NumberSeries
from ktgs_desktop.domain.paper_marks import PaperMarks
from ktgs_desktop.services import (
    amendments,
    history,
    maintenance,
    offices,
    outgoing,
    overview,
    papers,
    programs,
    registered,
)
from ktgs_desktop.services.workspace import Workspace, new_id, open_workspace
from ktgs_desktop.store import records
from tests.conftest import NOW, PASSWORD, Clock
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    refusal,
    standing,
)

TERM = "2020-2025"


def series(workspace: Workspace, kind: str = "QĐ", term: str = TERM) -> SeriesKey:
    return SeriesKey(standing(workspace).id, kind, term)


def reserve(workspace: Workspace, count: int = 1, first: int | None = None) -> list[Document]:
    wanted = outgoing.Reservation(series(workspace), "chờ ký", first, count)
    return outgoing.reserve(workspace, wanted)


def a_decision(workspace: Workspace, number: int | None = None, **values: object) -> Document:
    usual = {
        "series": series(workspace),
        "issued_on": ISSUED_ON,
        "abstract": "thành lập đoàn kiểm tra",
        "signer": SIGNER,
        "number": number,
    }
    return registered.register(workspace, registered.Registered(**{**usual, **values}))  # type: ignore[arg-type]


def the_series(workspace: Workspace, kind: str = "QĐ") -> outgoing.Series:
    return next(one for one in outgoing.all_series(workspace) if one.key.document_type == kind)


def stands(workspace: Workspace, kind: str = "QĐ") -> list[tuple[int, list[str]]]:
    return [
        (place.number, [paper.state for paper in place.papers])
        for place in the_series(workspace, kind).places
    ]


# Reserving ------------------------------------------------------------------------------------


def test_a_block_is_reserved_and_the_next_paper_comes_after_it(workspace: Workspace) -> None:
    made = reserve(workspace, 3)
    assert [one.symbol for one in made] == ["01-QĐ/HU", "02-QĐ/HU", "03-QĐ/HU"]
    assert a_decision(workspace).symbol == "04-QĐ/HU"
    assert the_series(workspace).next_number == 5
    assert refusal(lambda: reserve(workspace, 2, first=3)).params["numbers"] == "3, 4"
    assert refusal(lambda: reserve(workspace, 0)).code == "reservation_size"
    assert refusal(lambda: reserve(workspace, 201)).code == "reservation_size"


def test_a_reserved_number_is_used_by_the_paper_that_takes_its_place(workspace: Workspace) -> None:
    (held,) = reserve(workspace)
    made = a_decision(workspace, held.number)
    assert (made.id, made.state, made.reason) == (held.id, DocumentState.ISSUED, "")
    assert stands(workspace) == [(1, ["ISSUED"])]
    assert refusal(lambda: a_decision(workspace, held.number)).code == "number_taken"


def test_a_program_is_issued_under_a_reserved_number(workspace: Workspace) -> None:
    key = series(workspace, "CTr")
    (held,) = outgoing.reserve(workspace, outgoing.Reservation(key, "chương trình năm"))
    program = a_program(workspace)
    a_line(workspace, program)
    issued = programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER, held.number))
    assert issued.id == held.id
    assert programs.get(workspace, program.id).document == held.id
    assert maintenance.check(workspace).sound


def test_a_released_number_is_missing_until_it_is_given(workspace: Workspace) -> None:
    first, second, third = reserve(workspace, 3)
    outgoing.release(workspace, [second.id], "không dùng")
    assert stands(workspace) == [(1, ["RESERVED"]), (2, []), (3, ["RESERVED"])]
    assert a_decision(workspace, 2).number == 2
    outgoing.release(workspace, [third.id], "không dùng")
    assert [number for number, _ in stands(workspace)] == [1, 2]
    assert refusal(lambda: outgoing.release(workspace, [third.id], "x")).code == "record_gone"
    taken = the_series(workspace).places[1].papers[0].id
    assert refusal(lambda: outgoing.release(workspace, [taken], "x")).code == "number_not_reserved"
    assert refusal(lambda: outgoing.release(workspace, [first.id], " ")).code == "reason_missing"


def test_reserving_is_undone(workspace: Workspace) -> None:
    reserve(workspace, 2)
    history.undo(workspace)
    assert all(one.key.document_type != "QĐ" for one in outgoing.all_series(workspace))
    assert a_decision(workspace).number == 1


def test_numbers_kept_elsewhere_are_typed_and_none_is_missing(workspace: Workspace) -> None:
    body = standing(workspace)
    kept = NumberSeries("QĐ", TERM, 1, "Văn phòng Huyện uỷ")
    offices.save_body(workspace, dataclasses.replace(body, series=(kept,)))
    for action in (lambda: a_decision(workspace), lambda: reserve(workspace)):
        error = refusal(action)
        assert (error.code, error.params) == ("number_elsewhere", {"keeper": "Văn phòng Huyện uỷ"})
    a_decision(workspace, 17)
    a_decision(workspace, 41)
    found = the_series(workspace)
    assert [place.number for place in found.places] == [17, 41]
    assert (found.next_number, found.kept_by) == (0, "Văn phòng Huyện uỷ")


def test_a_series_set_but_not_begun_is_shown(workspace: Workspace) -> None:
    body = standing(workspace)
    offices.save_body(workspace, dataclasses.replace(body, series=(NumberSeries("TB", TERM, 12),)))
    found = the_series(workspace, "TB")
    assert (found.places, found.next_number, found.shown(12)) == ((), 12, "12-TB/HU")


# Papers made elsewhere ------------------------------------------------------------------------


def test_what_is_registered_stands_in_the_register(workspace: Workspace) -> None:
    marks = PaperMarks("URGENT", "CONFIDENTIAL", "Mục 3, 1722/QĐ-TTg", "Bí thư")
    made = a_decision(
        workspace, marks=marks, recipients=("Như trên,", " "), copies=5, archived_by="Văn thư"
    )
    with workspace.reading() as connection:
        there = records.get(connection, Document, made.id)
    assert there == made
    assert registered.marks_of(there) == marks
    assert (there.recipients, there.copies, there.archived_by) == (("Như trên,",), 5, "Văn thư")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"abstract": " "}, "abstract_missing"),
        ({"issued_on": NOW.date() + timedelta(days=1)}, "issue_date_future"),
        ({"signer": dataclasses.replace(SIGNER, name="")}, "signer_missing"),
        ({"marks": PaperMarks(classification="SECRET")}, "classification_basis_missing"),
        (
            {"marks": PaperMarks(classification="SECRET", basis="x")},
            "classification_decider_missing",
        ),
        ({"marks": PaperMarks(basis="x")}, "classification_missing"),
        ({"marks": PaperMarks(urgency="LATER")}, "urgency_unknown"),
        ({"number": 0}, "number_bad"),
    ],
)
def test_what_cannot_be_is_not_registered(
    workspace: Workspace, values: dict[str, object], code: str
) -> None:
    assert refusal(lambda: a_decision(workspace, **values)).code == code  # type: ignore[arg-type]
    assert outgoing.all_series(workspace) == []


def test_a_type_that_is_none_is_refused(workspace: Workspace) -> None:
    key = series(workspace, "XX")
    error = refusal(lambda: outgoing.reserve(workspace, outgoing.Reservation(key, "x")))
    assert error.code == "document_type_unknown"


def test_marks_and_the_books_particulars_are_edited(workspace: Workspace) -> None:
    made = a_decision(workspace)
    marks = PaperMarks("EXPRESS", "SECRET", "Mục 1", "Bí thư")
    registered.edit(workspace, made.id, registered.Particulars(marks, 3, "Văn thư", "gửi gấp"))
    there = papers.get(workspace, made.id)
    assert (registered.marks_of(there), there.copies, there.note) == (marks, 3, "gửi gấp")
    history.undo(workspace)
    assert registered.marks_of(papers.get(workspace, made.id)) == PaperMarks()


# Cancelling and renumbering -------------------------------------------------------------------


def test_a_cancelled_number_stays_taken(workspace: Workspace) -> None:
    made = a_decision(workspace)
    gone = outgoing.cancel(workspace, made.id, "nhầm ngày")
    assert (gone.state, gone.reason) == ("CANCELLED", "nhầm ngày")
    assert stands(workspace) == [(1, ["CANCELLED"])]
    assert a_decision(workspace).number == 2
    assert refusal(lambda: a_decision(workspace, 1)).code == "number_taken"
    assert refusal(lambda: outgoing.cancel(workspace, made.id, "x")).code == "document_cancelled"
    (held,) = reserve(workspace)
    assert outgoing.cancel(workspace, held.id, "bỏ").state == "CANCELLED"


def test_a_program_whose_paper_is_cancelled_is_a_draft_again(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    kept = papers.kept_before_cancelling(workspace, program.document)
    outgoing.cancel(workspace, program.document, "sai thể thức", kept)
    there = programs.get(workspace, program.id)
    assert (there.state, there.document, there.number, there.issued_on) == ("DRAFT", None, "", None)
    former = papers.file_of_document(workspace, program.document)
    assert former.data.startswith(b"%PDF")
    again = programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    assert again.symbol == "02-CTr/HU"
    assert maintenance.check(workspace).sound


def test_neither_the_paper_of_an_amendment_nor_the_one_it_amends_is_cancelled(
    workspace: Workspace,
) -> None:
    program, lines = an_issued_program(workspace)
    draft = amendments.begin(workspace, program.id, reason="theo chỉ đạo của cấp trên")
    amendments.put_change(workspace, draft.id, "DROPPED", lines[0])
    paper = amendments.issue(workspace, draft.id, amendments.Issue(ISSUED_ON, SIGNER))
    assert program.document is not None
    before = programs.get(workspace, program.id), amendments.of_program(workspace, program.id)
    for document, code in ((paper, "document_of_amendment"), (None, "document_amended")):
        wanted = document.id if document else program.document
        error = refusal(lambda wanted=wanted: outgoing.cancel(workspace, wanted, "nhầm"))
        assert error.code == code
        assert error.params == {"symbol": papers.get(workspace, wanted).symbol}
        assert papers.get(workspace, wanted).state == "ISSUED"
    after = programs.get(workspace, program.id), amendments.of_program(workspace, program.id)
    assert after == before


def test_renumbering_takes_the_program_along(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    changed = outgoing.renumber(workspace, program.document, "trùng số", 7)
    assert changed.symbol == "07-CTr/HU"
    assert programs.get(workspace, program.id).number == "07-CTr/HU"
    assert refusal(lambda: outgoing.renumber(workspace, changed.id, "x", 7)).code == "number_taken"
    assert refusal(lambda: outgoing.renumber(workspace, changed.id, "")).code == "reason_missing"


def test_a_paper_that_bears_its_number_is_not_renumbered(workspace: Workspace) -> None:
    made = a_decision(workspace)
    papers.attach(workspace, made.id, papers.Printed("quet.pdf", b"%PDF"), "SCAN")
    error = refusal(lambda: outgoing.renumber(workspace, made.id, "trùng số"))
    assert error.code == "document_bears_number"


# Two computers --------------------------------------------------------------------------------


@pytest.fixture
def copies(workspace: Workspace, tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """Two copies of one office, each at its own computer."""
    workspace.settle()
    folder = tmp_path / "other"
    folder.mkdir()
    for ending in (".ktgsdb", ".keys"):
        shutil.copyfile(workspace.files.database.with_suffix(ending), folder / f"office{ending}")
    opened = open_workspace(folder / "office.ktgsdb", login="mau", password=PASSWORD, clock=Clock())
    yield workspace, opened
    opened.store.keep_off(None)
    opened.close()


def merge(here: Workspace, there: Workspace, term: str) -> None:
    """Bring the papers of the other copy here as a merge does: through the writer, by their ids."""
    with there.reading() as connection:
        theirs = records.get_all(connection, Document, term=term)
    with here.writing("register_document", "merge") as writer:
        if theirs:
            writer.put_many(theirs)


_STEPS = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["register", "register", "reserve", "use", "release", "cancel"]),
        st.integers(0, 3),
    ),
    max_size=12,
)
_terms = (f"T{number}" for number in range(10**6))


def act(workspace: Workspace, term: str, what: str, pick: int) -> None:
    """One step of an office's day; one that has nothing to act on does nothing."""
    key = series(workspace, "QĐ", term)
    with workspace.reading() as connection:
        there = records.get_all(connection, Document, term=term)
    held = [one for one in there if one.state == "RESERVED"]
    issued = [one for one in there if one.state == "ISSUED"]
    steps: dict[str, Callable[[], object]] = {
        "register": lambda: a_decision(workspace, series=key),
        "reserve": lambda: outgoing.reserve(
            workspace, outgoing.Reservation(key, "chờ", None, pick + 1)
        ),
    }
    if held:
        one = held[pick % len(held)]
        steps["use"] = lambda: a_decision(workspace, one.number, series=key)
        steps["release"] = lambda: outgoing.release(workspace, [one.id], "thôi")
    if issued:
        steps["cancel"] = lambda: outgoing.cancel(workspace, issued[pick % len(issued)].id, "sai")
    steps.get(what, lambda: None)()


@given(_STEPS)
def test_no_number_given_twice_goes_unseen(
    copies: tuple[Workspace, Workspace], steps: list[tuple[bool, str, int]]
) -> None:
    """However two copies number and then meet: every number with several papers is a conflict."""
    here, there = copies
    term = next(_terms)
    for first, what, pick in steps:
        act(here if first else there, term, what, pick)
    merge(here, there, term)
    with here.reading() as connection:
        papers_here = records.get_all(connection, Document, term=term)
    with there.reading() as connection:
        theirs = {one.id for one in records.get_all(connection, Document, term=term)}
    assert theirs <= {one.id for one in papers_here}, "a paper was lost in the merge"
    counted = Counter(one.number for one in papers_here if one.state != "CANCELLED")
    expected = {number: count for number, count in counted.items() if count > 1}
    found = {
        one.number: len(one.papers) for one in outgoing.doubles(here) if one.series.term == term
    }
    assert found == expected
    # Settled one way or the other, the conflict is gone and no new one has come.
    for turn, one in enumerate(outgoing.doubles(here)):
        if one.series.term == term:
            for paper in one.papers[1:]:
                if turn % 2:
                    outgoing.cancel(here, paper.id, "trùng số")
                else:
                    outgoing.renumber(here, paper.id, "trùng số")
    assert [one for one in outgoing.doubles(here) if one.series.term == term] == []


def test_a_double_is_told_by_the_check_and_in_the_rail(
    copies: tuple[Workspace, Workspace],
) -> None:
    here, there = copies
    for one in copies:
        a_decision(one)
    assert maintenance.check(here).doubles == ()
    assert overview.attention(here).doubles == 0
    merge(here, there, TERM)
    report = maintenance.check(here)
    assert (report.sound, report.doubles) == (True, ("01-QĐ/HU",))
    assert overview.attention(here).doubles == 2
    (place,) = the_series(here).places
    assert place.double
    (double,) = outgoing.doubles(here)
    outgoing.cancel(here, double.papers[1].id, "trùng số")
    assert maintenance.check(here).doubles == ()
    assert not the_series(here).places[0].double


def test_a_reservation_used_on_both_sides_is_one_record(
    copies: tuple[Workspace, Workspace],
) -> None:
    """The same entry used twice is no double but two versions of one record."""
    here, there = copies
    (held,) = reserve(here)
    merge(there, here, TERM)
    for one in copies:
        assert a_decision(one, held.number).id == held.id
    assert outgoing.doubles(here) == []


def test_an_id_is_newer_than_the_ones_before() -> None:
    """The older of two papers with one number is shown first by that."""
    made = [new_id() for _ in range(20)]
    assert made == sorted(made)
