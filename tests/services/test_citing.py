"""What programs, amendments and texts of papers cite, against the list that ships."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop.domain.citation_checks import CitationFault
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.services import cited as cited_words
from ktgs_desktop.services import history, paper_texts, program_items, programs
from ktgs_desktop.services.amendments import drafts
from ktgs_desktop.services.regulations import citing, library
from tests.helpers.builders import a_line, a_program, an_issued_program, refusal

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace

TEXT = "Căn cứ {cited};\n\n# I- MỤC ĐÍCH\n\nThực hiện nghiêm."


def regulation(workspace: Workspace, number: str) -> UUID:
    return library.called(workspace, number)[0].id


def written(workspace: Workspace, cited: str, year: int = 2021) -> UUID:
    program = a_program(workspace, year)
    programs.edit(workspace, dataclasses.replace(program, text=TEXT.format(cited=cited)))
    return program.id


def test_a_citation_from_the_library_is_found_in_the_program(workspace: Workspace) -> None:
    words = citing.words_for(workspace, regulation(workspace, "30-QĐ/TW"), "9.1")
    assert words == "khoản 1 Điều 9 Quy định số 30-QĐ/TW, ngày 26/7/2016"
    program = programs.get(workspace, written(workspace, words))
    (found,) = citing.program_as_typed(workspace, program).findings
    assert (found.words, found.fault) == (words, CitationFault.NONE)
    assert found.regulation.number == "30-QĐ/TW"


def test_what_has_ended_by_the_day_is_told_with_its_successor(workspace: Workspace) -> None:
    program = programs.get(workspace, written(workspace, "Quy định số 30-QĐ/TW"))
    later = dataclasses.replace(program, issued_on=date(2021, 12, 20))
    (found,) = citing.program_as_typed(workspace, later).faults
    assert found.fault == CitationFault.ENDED
    assert [one.number for one in found.instead] == ["22-QĐ/TW"]
    assert citing.program_as_typed(workspace, program).faults == ()  # 6 July 2021


def test_lines_of_a_program_count(workspace: Workspace) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    content = "Việc thực hiện Quy định số 296-QĐ/TW, ngày 30/5/2025"
    program_items.save(workspace, dataclasses.replace(line, content=content))
    (found,) = citing.program_as_typed(workspace, program).faults
    assert found.fault == CitationFault.NOT_YET


def test_the_texts_that_ship_cite_nothing_that_has_ended(workspace: Workspace) -> None:
    assert [one.name for one in citing.review(workspace) if one.faults] == []


def test_a_text_of_the_office_is_held_against_today(workspace: Workspace) -> None:
    kind = TextKind.STANDING_COMMITTEE
    paper_texts.put(workspace, kind, TEXT.format(cited="Quy định số 46-QĐ/TW"))
    (found,) = citing.review(workspace)
    assert (found.entity, found.on) == ("paper_text", workspace.today)
    assert [one.fault for one in found.faults] == [CitationFault.ENDED]


def test_an_amendment_is_held_against_its_day(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    draft = drafts.begin(workspace, program.id)
    typed = dataclasses.replace(draft, reason="Theo Quy định số 46-QĐ/TW, ngày 01/11/2011")
    (found,) = citing.amendment_as_typed(workspace, typed).faults
    assert (found.regulation.number, found.fault) == ("46-QĐ/TW", CitationFault.ENDED)


def test_the_text_that_was_chosen_is_meant(workspace: Workspace) -> None:
    cited = "Quy định số 22-QĐ/TW, ngày 28/8/2021"
    program = written(workspace, cited)

    def fault() -> str:
        (found,) = citing.findings(workspace, cited, record=program)
        return found.fault

    assert fault() == CitationFault.DATE_DIFFERS
    chosen = cited_words.Chosen(regulation(workspace, "22-QĐ/TW"), "", cited)
    typed = programs.get(workspace, program)
    programs.edit(workspace, typed, [chosen])
    programs.edit(workspace, typed, [chosen])  # the same link, not a second one
    assert fault() == CitationFault.NOT_YET  # on 6 July 2021
    history.undo(workspace)
    history.undo(workspace)
    assert fault() == CitationFault.DATE_DIFFERS


def test_what_was_taken_out_of_the_text_again_is_not_linked(workspace: Workspace) -> None:
    kind, wanted = TextKind.TERM, regulation(workspace, "22-QĐ/TW")
    shown = TEXT.format(cited="Quy định số 22-QĐ/TW, ngày 28/8/2021")
    gone = cited_words.Chosen(wanted, "", "Quy định số 22-QĐ/TW, ngày 28/7/2021")
    paper_texts.put(workspace, kind, shown, [gone])
    (found,) = citing.review(workspace)
    assert [one.fault for one in found.findings] == [CitationFault.DATE_DIFFERS]


def test_a_text_that_is_gone_is_not_linked(workspace: Workspace) -> None:
    program = a_program(workspace)
    typed = dataclasses.replace(program, text=TEXT.format(cited="Quy định số 1-QĐ/TW"))
    chosen = cited_words.Chosen(uuid4(), "", "Quy định số 1-QĐ/TW")
    error = refusal(lambda: programs.edit(workspace, typed, [chosen]))
    assert error.code == "record_gone"
    assert programs.get(workspace, program.id) == program


def test_texts_are_offered_by_words_those_in_force_first(workspace: Workspace) -> None:
    found = citing.offered(workspace, "kiem tra giam sat ky luat", date(2026, 11, 23))
    assert found[0].number == "21-QĐ/TW"
    before = citing.offered(workspace, "kiem tra giam sat ky luat", date(2024, 1, 5))
    numbers = [one.number for one in before]
    assert numbers.index("22-QĐ/TW") < numbers.index("296-QĐ/TW")
    assert numbers.index("22-QĐ/TW") < numbers.index("30-QĐ/TW")
    assert citing.offered(workspace, "không có chữ này") == []


@pytest.mark.parametrize(("number", "cited"), [("22-QĐ/TW", True), ("296-QĐ/TW", False)])
def test_who_cites_a_text_is_found(workspace: Workspace, number: str, cited: bool) -> None:  # noqa: FBT001
    program = written(workspace, "Quy định số 22-QĐ/TW, ngày 28/7/2021")
    wanted = regulation(workspace, number)
    found = citing.review(workspace, regulations=[wanted])
    assert [one.record for one in found] == [program] * cited
