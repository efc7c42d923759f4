"""Which texts a paper names: what is written out is found again, and nothing else is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.cited_texts import citation_words, mentions, part_words
from ktgs_desktop.domain.dates import PartialDate, exactly
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulations import Regulation, RegulationKind

NUMBERS = st.builds(
    "{}{}".format,
    st.integers(1, 9999),
    st.sampled_from(
        ["-QĐ/TW", "-QĐi/TW", "-HD/VPTW", "-NQ/TW", "/QĐ-TTg", "/2020/NĐ-CP", "/2025/QH15",
         "-CTr/HU", "-HD/UBKTTW", "-HD/BCĐTW", "-QĐ/UBKTTU"]
    ),
)  # fmt: skip
DATES = st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(exactly)
PARTS = st.one_of(
    st.just(""),
    st.integers(1, 60).map(str),
    st.builds("{}.{}".format, st.integers(1, 60), st.integers(1, 15)),
    st.builds(
        "{}.{}.{}".format, st.integers(1, 60), st.integers(1, 15), st.sampled_from("abcdđeghi")
    ),
)
CITED = st.tuples(
    st.builds(
        Regulation,
        owner=st.just(REGISTER_OWNER),
        id=st.uuids(),
        number=NUMBERS,
        issuer=st.just("Trung ương"),
        title=st.just("Quy định"),
        kind=st.sampled_from(RegulationKind),
        issued=DATES,
    ),
    PARTS,
)


@given(st.lists(CITED, max_size=4))
def test_what_is_cited_is_found(cited: list[tuple[Regulation, str]]) -> None:
    words = [citation_words(text, path) for text, path in cited]
    text = "Căn cứ " + " của Trung ương; ".join(words) + "; xét đề nghị của uỷ ban kiểm tra."
    found = list(mentions(text))
    assert [(one.number, one.dated, one.parts) for one in found] == [
        (text.number, text.issued, (path,) if path else ()) for text, path in cited
    ]
    for one, said in zip(found, words, strict=True):
        assert said.endswith(text[one.start : one.end])


@pytest.mark.parametrize(
    ("text", "number", "parts"),
    [
        ("theo khoản 1, 3 và 4 Điều 11 Quy định 296-QĐ/TW", "296-QĐ/TW", ("11.1", "11.3", "11.4")),
        ("các điểm a, b và d khoản 2 Điều 5 của Quy định số 22-QĐ/TW", "22-QĐ/TW",
         ("5.2.a", "5.2.b", "5.2.d")),
        ("các Điều 30, 32 Quy định thi hành Điều lệ Đảng số 24-QĐ/TW", "24-QĐ/TW", ("30", "32")),
        ("Điều 9 Luật Bảo vệ bí mật nhà nước số 117/2025/QH15", "117/2025/QH15", ("9",)),
        # The article of one text is not taken for that of the next.
        ("khoản 2 Điều 5 Điều lệ Đảng; Quy định 69-QĐ/TW", "69-QĐ/TW", ()),
    ],
)  # fmt: skip
def test_parts_are_read_from_the_smallest_to_the_largest(
    text: str, number: str, parts: tuple[str, ...]
) -> None:
    (found,) = mentions(text)
    assert (found.number, found.parts) == (number, parts)


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("22-QĐ/TW ngày 28/7/2021", "2021-07-28"),
        ("22-QĐ/TW, ngày 28 tháng 7 năm 2021", "2021-07-28"),
        ("22-QĐ/TW (ngày 28.7.2021)", "2021-07-28"),
        ("20-QĐ/TW (2026)", "2026"),
        ("20-QĐ/TW năm 2026", "2026"),
        ("22-QĐ/TW ngày 31/2/2021", None),
        ("22-QĐ/TW. Ngày hôm sau, 28/7/2021", None),
    ],
)
def test_its_date_follows_the_number(text: str, dated: str | None) -> None:
    (found,) = mentions(text)
    assert found.dated == (None if dated is None else PartialDate(dated))


@pytest.mark.parametrize("text", ["", "năm 2021-2025", "quý 3/2021", "A-12/3", "số 22 QĐ", "1-2-3"])
def test_what_is_no_number_names_nothing(text: str) -> None:
    assert list(mentions(text)) == []


def test_a_part_is_cited_in_the_usual_order() -> None:
    assert part_words("5.2.a") == "điểm a khoản 2 Điều 5"


@pytest.mark.parametrize(
    ("number", "kind", "issued", "path", "words"),
    [
        ("22-QĐ/TW", RegulationKind.REGULATION, "2021-07-28", "5.2",
         "khoản 2 Điều 5 Quy định số 22-QĐ/TW, ngày 28/7/2021"),
        ("04-HD/VPTW", RegulationKind.GUIDANCE, "2018-02-03", "",
         "Hướng dẫn số 04-HD/VPTW, ngày 03/02/2018"),
        ("20-QĐ/TW", RegulationKind.REGULATION, "2026", "", "Quy định số 20-QĐ/TW năm 2026"),
        ("Điều lệ Đảng", RegulationKind.CHARTER, "2011-01-19", "30", "Điều 30 Điều lệ Đảng"),
    ],
)  # fmt: skip
def test_a_text_is_cited_as_papers_do(
    number: str, kind: RegulationKind, issued: str, path: str, words: str
) -> None:
    day = PartialDate(issued)
    text = Regulation(REGISTER_OWNER, UUID(int=1), number, "Trung ương", "t", kind, issued=day)
    assert citation_words(text, path) == words
