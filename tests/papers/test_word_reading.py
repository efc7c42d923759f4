"""A paper written for Word is read back as it was, and as it was changed in LibreOffice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings

from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.domain.word_difference import difference
from ktgs_desktop.papers.markup import written
from ktgs_desktop.papers.program import column_headings
from ktgs_desktop.papers.word import write_word
from ktgs_desktop.papers.word_reading import read_word
from tests.helpers import word_cases, word_office

if TYPE_CHECKING:
    from ktgs_desktop.domain.word_copies import WordCopy
    from tests.helpers.word_cases import Case

DRAFTS = {"ci": 12, "nightly": 60, "release": 200}[os.environ.get("KTGS_PROFILE", "ci")]
BATCH = 20
MARKS = {"KTGS program": "một", "KTGS draft": "hai"}


def _kind(paper) -> str:
    titles = [column.title for column in paper.annex.columns]
    return ProgramKind.TERM if "Năm thực hiện" in titles else ProgramKind.ANNUAL


def _copy(paper) -> WordCopy:
    return read_word(write_word(paper, MARKS), "a.docx", column_headings(_kind(paper)))


@given(word_cases.papers())
def test_what_was_written_is_read(paper) -> None:
    copy = _copy(paper)
    assert copy.remarks == ()
    assert copy.marks == MARKS
    assert copy.title == paper.abstract
    assert copy.paragraphs == tuple(map(written, paper.blocks))
    names = list(column_headings(_kind(paper)).values())
    expected = [
        (group.title, line, dict(zip(names, map(nfc, row), strict=True)))
        for group in paper.annex.groups
        for line, row in zip(group.ids, group.rows, strict=True)
    ]
    assert [(row.part, row.line.hex, dict(row.cells)) for row in copy.rows] == expected


def _expected(case: Case) -> list[tuple]:
    return [(part, line, cells) for part, line, cells in case.rows if line or any(cells.values())]


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_what_was_changed_in_libreoffice_comes_back(tmp_path: Path) -> None:
    """Text and rows equal what the script made; what cannot be taken is listed (issue 3, 3.4)."""
    found: list[Case] = []
    died: list[Case] = []

    @settings(max_examples=DRAFTS, phases=[Phase.generate], database=None)
    @given(word_cases.cases(lambda case: _copy(case.paper)))
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    assert len(found) >= DRAFTS * 0.9
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        jobs = [(write_word(case.paper, MARKS), case.steps) for case in batch]
        for case, made in zip(batch, word_office.change(jobs, tmp_path), strict=True):
            if made is None:
                died.append(case)
            else:
                _judge(case, read_word(made, "made.docx", column_headings(case.kind)))
    assert len(died) <= 1 + DRAFTS * 0.03, [case.steps for case in died]


def _judge(case: Case, back: WordCopy) -> None:
    said = f"steps: {case.steps}"
    assert back.marks == MARKS, said
    assert back.title == case.paper.abstract, said
    assert list(back.paragraphs) == case.paragraphs, said
    assert [(row.part, row.line, dict(row.cells)) for row in back.rows] == _expected(case), said
    assert {remark.code for remark in back.remarks} == case.codes, said
    base = _copy(case.paper)
    changed = difference(base, back, base)
    rows = {row.line: row for row in base.rows}
    touched = {
        line
        for _part, line, cells in _expected(case)
        if line and any(cells[name] != rows[line].cells[name] for name in cells if name != "seq")
    }
    assert {row.line for row in changed.rows if row.line and row.kind == "CHANGED"} == touched, said
    gone = set(rows) - {line for _part, line, _cells in _expected(case)}
    assert {row.line for row in changed.rows if row.kind == "REMOVED"} == gone, said
    added = [cells for _part, line, cells in _expected(case) if line is None]
    assert len([row for row in changed.rows if row.kind == "ADDED"]) == len(added), said
