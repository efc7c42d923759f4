"""The life of a program as a whole: which step leads where, and that none loses its lines."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import program_life as life
from ktgs_desktop.domain.program_life import Move
from ktgs_desktop.domain.programs import Program
from tests.helpers.builders import refusal

TODAY = date(2021, 7, 6)
_RUNS = {
    Move.CONSULT: life.consulting,
    Move.SUBMIT: lambda program: life.submitted(program, TODAY, TODAY),
    Move.RETURN: lambda program: life.returned(program, "Sửa"),
    Move.CLOSE: lambda program: life.closed(program, TODAY, TODAY),
    Move.REOPEN: life.reopened,
}
_LEADS = {
    ("DRAFT", Move.CONSULT): "CONSULTING",
    ("DRAFT", Move.SUBMIT): "SUBMITTED",
    ("CONSULTING", Move.SUBMIT): "SUBMITTED",
    ("CONSULTING", Move.RETURN): "DRAFT",
    ("SUBMITTED", Move.RETURN): "DRAFT",
    ("ISSUED", Move.CLOSE): "CLOSED",
    ("CLOSED", Move.REOPEN): "ISSUED",
}


def a_program(state: str) -> Program:
    unit = UUID(int=1)
    return Program(
        unit, UUID(int=2), "ANNUAL", UUID(int=3), "2020-2025", 2021, state, "Chương trình"
    )


@given(st.sampled_from(life.STEPS), st.lists(st.sampled_from(list(_RUNS)), max_size=12))
def test_any_sequence_of_steps_goes_only_where_the_life_of_a_program_leads(start, steps) -> None:
    program = a_program(start)
    for move in steps:
        allowed = move in life.moves(program)
        assert allowed == ((program.state, move) in _LEADS)
        if not allowed:
            assert refusal(lambda move=move, program=program: _RUNS[move](program)).code in (
                "program_state_bad",
                "program_issued",
                "program_closed",
            )
            continue
        before, program = program.state, _RUNS[move](program)
        assert program.state == _LEADS[before, move]
        assert (program.submitted_on is not None) == (program.state == "SUBMITTED")
        assert (program.closed_on is not None) == (program.state == "CLOSED")
        assert program.remark in ("", "Sửa")
        assert not (program.remark and program.state == "SUBMITTED")


@given(st.sampled_from(life.STEPS))
def test_what_comes_next_can_be_done(state) -> None:
    program = a_program(state)
    assert life.next_move(program) in life.moves(program)


def test_a_program_is_not_laid_before_its_body_tomorrow() -> None:
    tomorrow = date(2021, 7, 7)
    assert (
        refusal(lambda: life.submitted(a_program("DRAFT"), tomorrow, TODAY)).code == "date_future"
    )
