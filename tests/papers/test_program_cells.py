"""What the annex shows of a line is read back into the same line."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ktgs_desktop.domain.item_import import Registers
from ktgs_desktop.domain.programs import Named, ProgramItem, Subject
from ktgs_desktop.papers.program import cell_text, column_headings
from ktgs_desktop.papers.program_cells import CellDesk, with_cells
from tests.helpers import word_cases
from tests.papers import samples

COLUMNS = [name for name in column_headings("ANNUAL").values() if name != "seq"]
KNOWN = {*word_cases.ORGANIZATIONS, *word_cases.BODIES}
REGISTERS = Registers(
    blank=lambda kind: samples.item(0, task_kind=kind),
    subject=lambda one: Subject(samples.make_id(one.name), one.kind, one.name, None, one.position),
    known=lambda name: name in KNOWN,
    body=lambda name: Named(name, samples.make_id(name)),
    person=lambda name: Named(name, samples.make_id(name)),
)
DESK = CellDesk(word_cases.CONTEXT, REGISTERS)


def _cells(item: ProgramItem) -> dict[str, str]:
    return {name: cell_text(name, item, word_cases.CONTEXT) for name in COLUMNS}


@given(word_cases.lines(0), word_cases.lines(1))
def test_the_cells_of_one_line_typed_into_another_make_the_same_line(one, other) -> None:
    wanted = _cells(other)
    made, remarks = with_cells(one, wanted, DESK)
    assert remarks == []
    assert _cells(made) == wanted
    for name in ("task_kind", "quarter", "work_from", "work_to", "period_from", "period_to"):
        assert getattr(made, name) == getattr(other, name), name
    assert made.unnamed_organizations == other.unnamed_organizations
    assert made.unnamed_members == other.unnamed_members


@given(word_cases.lines(0))
def test_unchanged_cells_change_nothing(item) -> None:
    made, remarks = with_cells(item, _cells(item), DESK)
    assert remarks == []
    assert made == item


@given(word_cases.lines(0), st.sampled_from(word_cases.ORGANIZATIONS))
def test_a_subject_more_keeps_the_others_as_they_are(item, name) -> None:
    assume(name not in {one.name for one in item.subjects})
    text = f"{cell_text('subjects', item, word_cases.CONTEXT)}\n- {name}"
    made, remarks = with_cells(item, {"subjects": text}, DESK)
    assert remarks == []
    assert {one.key for one in item.subjects} <= {one.key for one in made.subjects}
    assert name in {one.name for one in made.subjects}
    assert made.subject_note == item.subject_note
    assert made.unnamed_members == item.unnamed_members


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("kind", "Thanh tra", "task_kind_unknown"),
        ("kind", "", "task_kind_missing"),
        ("work", "khi rảnh", "work_not_understood"),
        ("period", "31/2/2020", "date_impossible"),
        ("method", "qua thư", "method_unknown"),
        ("year", "năm sau", "year_bad"),
        ("content", " ", "content_missing"),
    ],
)
def test_a_cell_that_cannot_be_read_leaves_the_line_as_it_was(column, text, code) -> None:
    item = samples.item(1)
    made, remarks = with_cells(item, {column: text, "note": "vẫn đọc"}, DESK)
    assert [(one.code, one.place) for one in remarks] == [(code, column)]
    assert made == dataclasses.replace(item, note="vẫn đọc")
