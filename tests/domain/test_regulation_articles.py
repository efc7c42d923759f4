"""Plain text becomes articles: what is pasted from Word, what goes on, what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.regulation_articles import (
    MAX_BYTES,
    Article,
    ArticleKind,
    Node,
    RegulationText,
    check_text,
    cited,
    parse_articles,
    tree,
)
from ktgs_desktop.errors import UserError
from tests.helpers.entities import OFFICE, an_id

PASTED = """Căn cứ Điều lệ Đảng Cộng sản Việt Nam;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh, đối tượng áp dụng
1. Quy định này quy định về công tác kiểm tra.
2021 là năm đầu tiên áp dụng.
2. Đối tượng áp dụng:
a) Tổ chức đảng;
b) Đảng viên theo quy định tại
Điều 3 của Quy định này;
đ) Không phải điểm tiếp theo.
c) Trường hợp khác.
Chương II
KIỂM TRA, GIÁM SÁT
VÀ KỶ LUẬT
Mục 1. KIỂM TRA
Điều 2. Nguyên tắc
Mục đích là phòng ngừa.
Điều 3: Nội dung
1) Nội dung một
1.1. Chi tiết
a. Cụ thể
"""
GUIDANCE = "I. MỤC ĐÍCH\n1. Một\na) Cụ thể\n2. Hai\nII- YÊU CẦU\n1. Ba"


def a_text(*articles: Article) -> RegulationText:
    return RegulationText(OFFICE, an_id("words"), an_id("regulation"), articles=articles)


def outline(nodes: list[Node]) -> list[object]:
    return [(node.article.path, outline(node.parts)) if node.parts else node.article.path
            for node in nodes]  # fmt: skip


def test_a_pasted_regulation_becomes_a_tree() -> None:
    articles = parse_articles(PASTED)
    assert outline(tree(articles)) == [
        "0",
        ("c1", [("1", ["1.1", ("1.2", ["1.2.a", "1.2.b", "1.2.c"])])]),
        ("c2", [("c2.m1", ["2", ("3", [("3.1", [("3.1.1", ["3.1.1.a"])])])])]),
    ]
    by_path = {one.path: one for one in articles}
    assert by_path["c2"].heading == "KIỂM TRA, GIÁM SÁT VÀ KỶ LUẬT"
    assert by_path["1.1"].text.endswith("\n2021 là năm đầu tiên áp dụng.")
    assert by_path["1.2.b"].text.endswith("Điều 3 của Quy định này;\nđ) Không phải điểm tiếp theo.")
    assert by_path["3"].heading == "Nội dung"
    assert cited("1.2.a", articles) == "điểm a, khoản 2, Điều 1"


def test_a_guidance_without_articles_goes_by_roman_parts() -> None:
    articles = parse_articles(GUIDANCE)
    assert outline(tree(articles)) == [("I", [("I.1", ["I.1.a"]), "I.2"]), ("II", ["II.1"])]
    assert cited("I.1.a", articles) == "điểm a, khoản 1, mục I"


@given(st.lists(st.lists(st.integers(0, 4), max_size=4), min_size=1, max_size=8))
def test_what_is_written_out_is_read_back(shape: list[list[int]]) -> None:
    lines, paths = [], []
    for number, clauses in enumerate(shape, start=1):
        lines.append(f"Điều {number}. Tên điều {number}")
        paths.append(f"{number}")
        for clause, points in enumerate(clauses, start=1):
            lines.append(f"{clause}. Lời khoản")
            paths.append(f"{number}.{clause}")
            for letter in "abcd"[:points]:
                lines.append(f"{letter}) Lời điểm")
                paths.append(f"{number}.{clause}.{letter}")
    assert [one.path for one in parse_articles("\n".join(lines))] == paths


LINES = st.sampled_from((
    "Chương I", "QUY ĐỊNH CHUNG", "Mục 2. KIỂM TRA", "Điều 1. Tên", "Điều 2: Tên", "Điều 1",
    "1. abc", "2) xyz", "1.1. de", "a) gh", "b. ij", "aa) kl", "I. MN", "II- op", "2021. q",
    "Phần thứ nhất", "Điều 7 của", "", " ",
)) | st.text(max_size=20)  # fmt: skip


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    articles = parse_articles(text)
    check_text(a_text(*articles))
    kept = "".join(f"{one.label}{one.heading}{one.text}" for one in articles)
    given_ = sorted(sign.lower() for sign in text if sign.isalnum() and sign.isascii())
    held = sorted(sign.lower() for sign in kept if sign.isalnum() and sign.isascii())
    missing = list(given_)
    for sign in held:
        if sign in missing:
            missing.remove(sign)
    assert missing == []


def test_what_cannot_be_kept_is_refused() -> None:
    part = Article("5", ArticleKind.ARTICLE, "Điều 5")
    long = [Article(f"{n}", ArticleKind.ARTICLE, "Điều", "", "x" * 50_000) for n in range(5)]
    for articles, code in (
        ((part, part), "article_twice"),
        ((Article("5..1", ArticleKind.CLAUSE, "khoản 1"),), "article_path_bad"),
        ((Article("5", "", "Điều 5"),), "article_path_bad"),
        (long, "articles_too_long"),
        ([Article(f"{n}", ArticleKind.ARTICLE, "") for n in range(5001)], "articles_too_many"),
    ):
        with pytest.raises(UserError) as caught:
            check_text(a_text(*articles))
        assert caught.value.code == code
    assert MAX_BYTES < 256 * 1024
