"""What was changed in a Word copy: nothing lost, nothing invented, others' changes kept."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.text_merge import Kept, merged
from ktgs_desktop.domain.word_copies import WordCopy, WordRow, beginning
from ktgs_desktop.domain.word_difference import ChangeKind, difference, identified, ordered

LINES = [UUID(int=number) for number in range(1, 9)]
texts = st.lists(st.sampled_from("abcdefgh"), max_size=8)


def _row(number: int, line: UUID | None, content: str, part: str = "A") -> WordRow:
    return WordRow(number, part, line, {"seq": str(number), "content": content, "note": ""})


def _copy(rows=(), paragraphs=("Lời văn",), title="kiểm tra") -> WordCopy:
    return WordCopy({}, title, tuple(paragraphs), tuple(rows))


def _shown(found, now) -> list[str]:
    return [now[part.place] if isinstance(part, Kept) else part for part in found.parts]


@given(texts, texts)
def test_changes_of_one_side_alone_are_taken_whole(base, other) -> None:
    assert _shown(merged(base, other, base), base) == other
    assert _shown(merged(base, base, other), other) == other
    assert merged(base, other, base).clashes == merged(base, base, other).clashes == ()


@given(texts, texts)
def test_the_same_change_on_both_sides_is_no_clash(base, other) -> None:
    found = merged(base, other, other)
    assert _shown(found, other) == other
    assert found.clashes == ()


@given(texts, texts, texts)
def test_no_new_paragraph_of_either_side_is_lost_unseen(base, back, now) -> None:
    found = merged(base, back, now)
    shown = _shown(found, now)
    for text in set(back) - set(base):
        assert text in shown
    for text in set(now) - set(base):
        assert text in shown or text in found.clashes


def test_changes_far_apart_are_both_kept() -> None:
    base = ["một", "hai", "ba", "bốn", "năm"]
    back = ["một", "HAI", "ba", "bốn", "năm"]
    now = ["một", "hai", "ba", "bốn", "NĂM", "sáu"]
    assert _shown(merged(base, back, now), now) == ["một", "HAI", "ba", "bốn", "NĂM", "sáu"]


@given(st.lists(st.sampled_from(LINES), unique=True), st.data())
def test_every_row_is_there_moved_or_removed(lines, data) -> None:
    base = [_row(place, line, str(line)) for place, line in enumerate(lines, start=1)]
    kept = data.draw(
        st.permutations(data.draw(st.lists(st.sampled_from(lines), unique=True)) if lines else [])
    )
    back = [_row(place, line, str(line)) for place, line in enumerate(kept, start=1)]
    found = difference(_copy(base), _copy(back), _copy(base))
    gone = {one.line for one in found.rows if one.kind == ChangeKind.REMOVED}
    assert gone == set(lines) - set(kept)
    moved = {one.line for one in found.rows if one.kind == ChangeKind.MOVED}
    stays = [line for line in kept if line not in moved]
    assert stays == [line for line in lines if line in stays]  # in the order they had
    assert list(found.order) == list(kept)
    assert found.empty == (kept == lines)


@given(st.lists(st.sampled_from(LINES), unique=True), st.data())
def test_lines_added_meanwhile_stay_behind_their_neighbour(now, data) -> None:
    if not now:
        return
    known = data.draw(st.lists(st.sampled_from(now), unique=True))
    order = [*data.draw(st.permutations(known)), 7]
    found = ordered(order, now)
    assert sorted(map(str, found)) == sorted(map(str, [*now, 7]))
    assert [one for one in found if one in order] == order
    for place, line in enumerate(now):
        if line not in known and place:
            assert found.index(line) == found.index(now[place - 1]) + 1


def test_of_a_copied_row_the_one_most_like_the_original_is_the_line() -> None:
    base = [_row(1, LINES[0], "gốc")]
    back = [_row(1, LINES[0], "chép"), _row(2, LINES[0], "gốc")]
    assert [line for _row_, line in identified(base, back)] == [None, LINES[0]]


def test_a_row_without_mark_is_known_by_its_content_if_only_one_has_it() -> None:
    base = [_row(1, LINES[0], "một"), _row(2, LINES[1], "hai")]
    assert [line for _one, line in identified(base, [_row(1, None, "hai")])] == [LINES[1]]
    twice = [_row(1, None, "hai"), _row(2, None, "hai")]
    assert [line for _one, line in identified(base, twice)] == [None, None]


def test_a_row_deleted_here_and_changed_there_is_pointed_out() -> None:
    base = _copy([_row(1, LINES[0], "một"), _row(2, LINES[1], "hai")])
    back = _copy([_row(1, LINES[0], "một")])
    now = _copy([_row(1, LINES[0], "một"), _row(2, LINES[1], "hai, sửa")])
    assert [one.code for one in difference(base, back, now).remarks] == ["word_row_both"]
    gone = _copy([_row(2, LINES[1], "hai")])
    changed = _copy([_row(1, LINES[0], "một, sửa"), _row(2, LINES[1], "hai")])
    found = difference(base, changed, gone)
    assert [one.code for one in found.remarks] == ["word_row_gone"]
    assert found.rows == ()


def test_a_lost_annex_text_or_title_removes_nothing() -> None:
    base = _copy([_row(1, LINES[0], "một")])
    lost = WordCopy({}, "", (), (), has_annex=False)
    found = difference(base, lost, base)
    assert found.empty
    assert [one.code for one in found.remarks] == [
        "word_title_missing",
        "word_text_missing",
        "word_annex_missing",
    ]


def test_what_is_set_elsewhere_is_named() -> None:
    base = WordCopy({}, "a", ("b",), (), frame={"KTGS Signer Name": "Nguyễn Văn Mẫu"})
    back = WordCopy({}, "a", ("b",), (), frame={"KTGS Signer Name": "Trần Thị Thí Dụ"})
    (remark,) = difference(base, back, base).remarks
    assert (remark.code, remark.place) == ("word_frame", "Nguyễn Văn Mẫu")
    assert remark.params == {"text": "Trần Thị Thí Dụ"}


def test_a_long_place_is_cut_at_a_word() -> None:
    assert beginning("chữ " * 40).endswith("chữ …")
    assert beginning(" một\n hai ") == "một hai"
