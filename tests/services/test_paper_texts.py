"""Texts of papers an office puts in place of those that ship: checked, used, undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.services import (
    amendment_papers,
    amendments,
    history,
    maintenance,
    offices,
    opinion_papers,
    opinions,
    paper_texts,
    papers,
    program_life,
    programs,
    word_pdfs,
)
from tests.helpers.builders import SIGNER, a_line, a_program, an_issued_program, refusal
from tests.helpers.paper_text import pdf_text, word_text

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace

KINDS = list(TextKind)
OWN = "{{ body }} viết theo mẫu riêng năm {{ year }}.\n\n# I- PHẦN MỘT\n\nNội dung một.\n"
ANNUAL = TextKind.STANDING_COMMITTEE


def _words(printed: Printed) -> str:
    return " ".join(pdf_text(printed.data).split())


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_field_is_refused_with_its_name_and_place(kind, workspace: Workspace) -> None:
    shipped = paper_texts.get(workspace, kind).shipped
    text = shipped.rstrip("\n") + "\n\n# VII- PHẦN MỚI\n\nTheo {{ khong_co }} đã giao.\n"
    line = text.split("\n").index("Theo {{ khong_co }} đã giao.") + 1
    error = refusal(lambda: paper_texts.put(workspace, kind, text))
    assert error.code == "template_field_unknown"
    assert error.params["name"] == "khong_co"
    assert (error.params["line"], error.params["column"]) == (line, 9)
    assert error.params["section"] == "VII- PHẦN MỚI"
    assert not paper_texts.get(workspace, kind).own


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_offered_may_be_put_into_the_text(kind, workspace: Workspace) -> None:
    offered = [one.written for one in paper_texts.fields(kind)]
    text = "\n\n".join(["Nội dung.", *offered])
    kept = paper_texts.put(workspace, kind, text)
    assert kept.own
    assert kept.text == text


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_text_prints_with_real_records_and_no_field_is_left_over(
    kind, workspace: Workspace
) -> None:
    printed = _words(_printed_paper(workspace, kind))
    for mark in ("{{", "}}", "{%", "%}", "{#"):
        assert mark not in printed
    previewed = paper_texts.preview(workspace, kind, paper_texts.get(workspace, kind).text)
    words = _words(previewed)
    assert "{{" not in words
    assert "{%" not in words


def _printed_paper(workspace: Workspace, kind: TextKind) -> Printed:
    """A paper of a kind, made from records of the workspace."""
    if kind == TextKind.AMENDMENT:
        program, _lines = an_issued_program(workspace)
        made = amendments.begin(workspace, program.id, reason="chỉ đạo của cấp trên")
        return amendment_papers.print_amendment(workspace, made.id)
    body = _body(workspace, kind)
    wanted = ProgramKind.TERM if kind == TextKind.TERM else ProgramKind.ANNUAL
    year = 2020 if kind == TextKind.TERM else 2021
    program = programs.add(workspace, kind=wanted, body=body, year=year)
    a_line(workspace, program)
    if kind == TextKind.OPINIONS:
        asked = ["Ban Tổ chức", "Ban Tuyên giáo"]
        program_life.send_for_opinions(workspace, program.id, asked, date(2021, 12, 1))
        assert len(opinions.opinions(workspace, program.id)) == 2
        return opinion_papers.printed(workspace, program.id)
    return papers.print_program(workspace, program.id)


def _body(workspace: Workspace, kind: TextKind) -> UUID:
    wanted = {
        TextKind.INSPECTION_COMMITTEE: "INSPECTION_COMMITTEE",
        TextKind.ADVISORY_BODY: "ADVISORY_BODY",
    }.get(kind, "STANDING_COMMITTEE")
    found = [one for one in offices.bodies(workspace) if one.kind == wanted]
    return (found or offices.bodies(workspace))[0].id


@pytest.mark.parametrize(
    ("source", "code", "column"),
    [
        ("Một {{ body", "template_syntax", 5),
        ("Một {% if year %}", "template_syntax", 5),
        ("Một {% set a = year %}", "template_not_allowed", 8),
        ("Một {{ 9 ** 9 ** 9 }}", "template_not_allowed", 10),
        ("Một {{ body * 999999999 }}", "template_not_allowed", 13),
        ("Một {{ body|center(999999999) }}", "template_not_allowed", 13),
        ("Một {{ body|replace('a', 'aaaa') }}", "template_not_allowed", 13),
        ("Một {% macro a() %}{{ a() }}{% endmacro %}", "template_not_allowed", 8),
        ("Một {% for a in body %}{{ a }}{% endfor %}", "template_loop", 8),
        (
            "Một {% for a in inspection_kinds %}{% for b in a %}x{% endfor %}{% endfor %}",
            "template_loop",
            8,
        ),
        ("{% for a in inspection_kinds %}{{ a.nam }}{% endfor %}", "template_field_unknown", 35),
        ("Một {% include 'x' %}", "template_not_allowed", 8),
    ],
)
def test_what_cannot_end_or_be_read_is_refused_with_its_place(
    source, code, column, workspace: Workspace
) -> None:
    error = refusal(lambda: paper_texts.put(workspace, ANNUAL, f"# I- ĐẦU\n\n{source}\n"))
    assert error.code == code
    assert (error.params["line"], error.params["section"]) == (3, "I- ĐẦU")
    assert error.params["column"] == column


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("x" * 70_000, "too_long"),
        (
            "{% for a in inspection_kinds %}{% endfor %}{% if year > 3000 %}x{% endif %}",
            "template_empty",
        ),
        ("{{ " + "(" * 9_000 + "body" + ")" * 9_000 + " }}", "template_syntax"),
        ("{% if year %}" * 2000 + "x" + "{% endif %}" * 2000, "template_syntax"),
        ("{{ body" + "|upper" * 9000 + " }}", "template_not_allowed"),
    ],
)
def test_too_long_empty_or_too_deep_a_text_is_refused(source, code, workspace: Workspace) -> None:
    assert refusal(lambda: paper_texts.put(workspace, ANNUAL, source)).code == code


def test_word_and_pdf_use_the_text_of_the_office_and_undo_takes_it_back(
    workspace: Workspace,
) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    kept = paper_texts.put(workspace, ANNUAL, OWN)
    assert (kept.own, kept.by) == (True, workspace.user.full_name)
    assert kept.at
    assert [one.title for one in kept.changed] == ["", "I- PHẦN MỘT"]
    said = "viết theo mẫu riêng năm 2021"
    assert said in _words(papers.print_program(workspace, program.id))
    assert said in word_text(papers.word_of_program(workspace, program.id).data)
    assert papers.usual_text(workspace, program) == OWN.strip()
    history.undo(workspace)
    assert not paper_texts.get(workspace, ANNUAL).own
    assert said not in _words(papers.print_program(workspace, program.id))
    history.redo(workspace)
    assert said in _words(papers.print_program(workspace, program.id))
    assert not paper_texts.reset(workspace, ANNUAL).own
    assert said not in _words(papers.print_program(workspace, program.id))
    assert not maintenance.check(workspace).journal_faults


def test_the_usual_text_put_as_own_is_the_usual_text(workspace: Workspace) -> None:
    shown = paper_texts.get(workspace, ANNUAL)
    assert not paper_texts.put(workspace, ANNUAL, "\n" + shown.shipped + "  \n").own


def test_an_issued_program_keeps_the_text_it_was_issued_with(workspace: Workspace) -> None:
    before, _lines = an_issued_program(workspace)
    plain = _words(papers.print_program(workspace, before.id))
    paper_texts.put(workspace, ANNUAL, OWN)
    assert _words(papers.print_program(workspace, before.id)) == plain
    later = a_program(workspace, year=2022)
    a_line(workspace, later)
    how = programs.Issue(date(2021, 7, 5), SIGNER)
    programs.issue(workspace, later.id, how)
    issued = _words(papers.print_program(workspace, later.id))
    assert "viết theo mẫu riêng năm 2022" in issued
    paper_texts.reset(workspace, ANNUAL)
    assert _words(papers.print_program(workspace, later.id)) == issued


def test_an_issued_amendment_keeps_its_text_and_a_pdf_attached_is_printed(
    workspace: Workspace,
) -> None:
    program, lines = an_issued_program(workspace)
    text = "{{ body }} điều chỉnh theo mẫu riêng: {{ summary }}. Lý do: {{ reason }}.\n"
    paper_texts.put(workspace, TextKind.AMENDMENT, text)
    draft = amendments.begin(workspace, program.id, reason="chỉ đạo")
    amendments.put_change(workspace, draft.id, ChangeAction.DROPPED, lines[0], "trùng")
    paper = amendments.issue(workspace, draft.id, programs.Issue(date(2021, 4, 1), SIGNER))
    issued = _words(amendment_papers.print_amendment(workspace, draft.id))
    assert "điều chỉnh theo mẫu riêng" in issued
    paper_texts.reset(workspace, TextKind.AMENDMENT)
    assert _words(amendment_papers.print_amendment(workspace, draft.id)) == issued
    pdf = papers.print_program(workspace, program.id)
    word_pdfs.attach(workspace, paper.id, pdf)
    for printed in (
        amendment_papers.print_amendment(workspace, draft.id),
        papers.file_of_document(workspace, paper.id),
        papers.file_of_document(workspace, paper.id, anew=True),
    ):
        assert (printed.data, printed.signed) == (pdf.data, False)
        assert printed.signature_place is not None
