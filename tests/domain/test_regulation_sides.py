"""Two texts side by side: nothing is lost, and only what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.regulation_articles import Article, ArticleKind, parse_articles
from ktgs_desktop.domain.regulation_sides import parts_of, side_by_side, words_of

OLD = """Điều 5. Nguyên tắc
1. Công khai, dân chủ, thận trọng và chặt chẽ.
2. Cấp trên giám sát cấp dưới:
a) Giám sát thường xuyên;
b) Giám sát theo chuyên đề.
Điều 6. Chủ thể
1. Cấp uỷ."""
NEW = OLD.replace("thận trọng và chặt chẽ", "thận trọng, chặt chẽ").replace(
    "b) Giám sát theo chuyên đề.", "b) Giám sát theo chuyên đề.\nc) Chi bộ giám sát đảng viên."
)
_WORDS = st.lists(
    st.sampled_from(
        ["cấp", "uỷ", "chi", "bộ", "giám", "sát", "đảng", "viên", ",", ".", "kỷ", "luật"]
    ),
    max_size=12,
)


@st.composite
def texts(draw):
    found = draw(st.lists(_WORDS, max_size=8))
    return tuple(
        Article(str(at), ArticleKind.ARTICLE, f"Điều {at}", "", " ".join(words))
        for at, words in enumerate(found)
    )


@given(texts(), texts())
def test_each_part_stands_there_once_and_whole_and_marks_are_what_differs(left, right):
    pairs = side_by_side(left, right)
    lefts = [pair.left for pair in pairs if pair.left is not None]
    rights = [pair.right for pair in pairs if pair.right is not None]
    assert [one.text for one in lefts] == [words_of(one) for one in left]
    assert [one.text for one in rights] == [words_of(one) for one in right]
    assert [one.path for one in lefts] == [one.path for one in left]
    for pair in pairs:
        if pair.left is not None and pair.right is not None:
            kept = ["".join(p.text for p in one.pieces if not p.differs)
                    for one in (pair.left, pair.right)]  # fmt: skip
            assert kept[0] == kept[1], "what is not marked is the same on both sides"
            assert pair.differs == (pair.left.text != pair.right.text)
    assert not any(pair.differs for pair in side_by_side(left, left))


def test_words_that_went_and_came_are_marked_and_a_new_point_stands_alone():
    pairs = side_by_side(parse_articles(OLD), parse_articles(NEW))
    changed = [pair for pair in pairs if pair.differs]
    assert len(changed) == 2
    first, second = changed
    assert [p.text.strip() for p in first.left.pieces if p.differs and p.text.strip()] == ["và"]
    assert [p.text for p in first.right.pieces if p.differs] == [","]
    assert second.left is None
    assert (second.right.path, second.right.label) == ("5.2.c", "điểm c")


def test_parts_of_an_article_are_those_below_it():
    articles = parse_articles(OLD)
    assert [one.path for one in parts_of(articles, "5.2")] == ["5.2", "5.2.a", "5.2.b"]
    assert parts_of(articles) == articles
    assert parts_of(articles, "9") == ()
