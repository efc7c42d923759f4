"""Whether what a paper cites is in force on its day, against a library of known dates."""

from __future__ import annotations

from datetime import date

import pytest

from ktgs_desktop.domain.citation_checks import CitationFault, CitationJudge, Finding
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_force import RegulationLibrary
from ktgs_desktop.domain.regulations import (
    Regulation,
    RegulationKey,
    Relation,
    RelationKind,
    number_form,
)


def text(number: str, day: str, *replaced: Regulation) -> Regulation:
    key = RegulationKey(number, "Trung ương", PartialDate(day))
    relations = tuple(
        Relation(RelationKind.REPLACES, one.number, one.issuer, one.issued, one.id)
        for one in replaced
    )
    return Regulation(
        REGISTER_OWNER, key.id, number, "Trung ương", "Quy định", "REGULATION", key.issued,
        effective_from=None if len(day) == len("2026") else key.issued, relations=relations,
    )  # fmt: skip


FIRST = text("30-QĐ/TW", "2016-07-26")
SECOND = text("22-QĐ/TW", "2021-07-28", FIRST)
THIRD = text("296-QĐ/TW", "2025-05-30", SECOND)
OLD_TWENTY = text("20-QĐ/TW", "2011-03-01")
RULES = text("294-QĐ/TW", "2025-05-26", OLD_TWENTY)
NEW_TWENTY = text("20-QĐ/TW", "2026", RULES)
JUDGE = CitationJudge(
    RegulationLibrary([FIRST, SECOND, THIRD, OLD_TWENTY, RULES, NEW_TWENTY]),
    {SECOND.id: {"5", "5.2", "5.2.a"}},
)


def one(words: str, day: str, **links: Regulation) -> Finding:
    linked = {number_form(found.number): found.id for found in links.values()}
    (found,) = JUDGE.findings(f"Căn cứ {words};", date.fromisoformat(day), linked)
    return found


@pytest.mark.parametrize(
    ("words", "day", "fault", "instead"),
    [
        ("Quy định số 22-QĐ/TW, ngày 28/7/2021", "2021-07-28", CitationFault.NONE, ()),
        ("Quy định số 22-QĐ/TW", "2025-05-29", CitationFault.NONE, ()),
        ("Quy định số 22-QĐ/TW", "2025-05-30", CitationFault.ENDED, (THIRD,)),
        ("Quy định số 30-QĐ/TW", "2024-01-05", CitationFault.ENDED, (SECOND,)),
        ("Quy định số 296-QĐ/TW", "2021-12-15", CitationFault.NOT_YET, (SECOND,)),
        ("Quy định số 22-QĐ/TW, ngày 27/8/2021", "2022-01-05", CitationFault.DATE_DIFFERS, ()),
        ("Quy định 20-QĐ/TW (2026)", "2026-03-01", CitationFault.UNCERTAIN, ()),
        ("điểm a khoản 2 Điều 5 Quy định 22-QĐ/TW", "2022-01-05", CitationFault.NONE, ()),
        ("khoản 3 Điều 5 Quy định 22-QĐ/TW", "2022-01-05", CitationFault.PART_UNKNOWN, ()),
        # Whose wording is not known cannot be held against it.
        ("khoản 3 Điều 5 Quy định 30-QĐ/TW", "2020-01-05", CitationFault.NONE, ()),
    ],
)
def test_a_citation_is_held_against_the_day(
    words: str, day: str, fault: CitationFault, instead: tuple[Regulation, ...]
) -> None:
    found = one(words, day)
    assert (found.fault, found.instead) == (fault, instead)
    assert found.words in words


@pytest.mark.parametrize(("day", "meant"), [("2020-01-05", OLD_TWENTY), ("2027-01-05", NEW_TWENTY)])
def test_of_two_texts_of_one_number_that_of_the_day_is_meant(day: str, meant: Regulation) -> None:
    assert one("Quy định 20-QĐ/TW", day).regulation == meant


def test_what_a_person_chose_goes_before_a_guess() -> None:
    found = one("Quy định 20-QĐ/TW", "2027-01-05", chosen=OLD_TWENTY)
    assert (found.regulation, found.fault) == (OLD_TWENTY, CitationFault.ENDED)


def test_the_date_written_tells_texts_of_one_number_apart() -> None:
    assert one("Quy định 20-QĐ/TW ngày 01/3/2011", "2027-01-05").regulation == OLD_TWENTY


def test_numbers_the_library_does_not_have_are_left_alone() -> None:
    assert JUDGE.findings("Chương trình số 12-CTr/HU, ngày 03/01/2021", date(2021, 1, 5)) == []


def test_every_citation_of_a_text_is_judged() -> None:
    found = JUDGE.findings("Quy định 22-QĐ/TW; Quy định 30-QĐ/TW; 22-QĐ/TW", date(2023, 5, 1))
    faults = [CitationFault.NONE, CitationFault.ENDED, CitationFault.NONE]
    assert [one.fault for one in found] == faults
