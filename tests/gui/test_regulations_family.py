"""The family as a picture: where its boxes stand, and the way through it by keyboard."""

from datetime import date, timedelta
from itertools import combinations

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.regulation_force import RegulationLibrary
from ktgs_desktop.gui.views.regulations import family_pane
from ktgs_desktop.gui.views.regulations.family_layout import (
    WIDTH,
    Dated,
    Step,
    nearest,
    place,
)
from ktgs_desktop.gui.views.regulations.family_scene import picture_of
from ktgs_desktop.services import shipped_regulations
from tests.gui.test_regulations_library import find, open_library, to_row
from tests.helpers.desk import OFFSCREEN, focused, texts_of

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

FIRST = date(2000, 1, 1)


@st.composite
def families(draw):
    days = draw(st.lists(st.none() | st.integers(0, 9500), min_size=1, max_size=24))
    texts = [
        Dated(at, None if day is None else FIRST + timedelta(day)) for at, day in enumerate(days)
    ]
    keys = st.integers(0, len(days) - 1)
    steps = draw(st.lists(st.builds(Step, keys, keys, st.booleans()), max_size=30))
    return texts, steps


@given(families())
def test_no_two_boxes_overlap_and_time_goes_to_the_right(family):
    texts, steps = family
    plan = place(texts, steps)
    assert plan.boxes.keys() == {one.key for one in texts}
    for one, other in combinations(plan.boxes.values(), 2):
        assert not one.overlaps(other)
    for one, other in combinations(texts, 2):
        if one.day is not None and other.day is not None and one.day < other.day:
            assert plan.boxes[one.key].x < plan.boxes[other.key].x
    for box in plan.boxes.values():
        assert 0 <= box.x < box.x + WIDTH <= plan.width
        assert 0 <= box.y <= plan.height
    for key in plan.boxes:
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            assert nearest(plan, key, right, down) in plan.boxes


def test_every_family_of_the_list_that_ships_is_drawn_without_overlaps():
    known = RegulationLibrary(one.regulation for one in shipped_regulations.shipped().items)
    for one in known:
        picture = picture_of(known.family(one.id), {})
        boxes = picture.plan.boxes
        assert boxes.keys() == picture.texts.keys()
        assert not [pair for pair in combinations(boxes.values(), 2) if pair[0].overlaps(pair[1])]
        for arrow in picture.arrows:
            assert {arrow.later, arrow.earlier} <= boxes.keys()


def test_the_line_of_22_stands_in_one_row():
    known = RegulationLibrary(one.regulation for one in shipped_regulations.shipped().items)
    (start,) = [one for one in known if one.number == "22-QĐ/TW"]
    picture = picture_of(known.family(start.id), {})
    number = {shown.number: key for key, shown in picture.texts.items()}
    line = [picture.plan.boxes[number[f"{one}-QĐ/TW"]] for one in (46, 30, 22, 296, 21)]
    assert len({box.lane for box in line}) == 1
    assert [box.x for box in line] == sorted(box.x for box in line)


def test_the_picture_by_keyboard_and_as_pdf(desk, tmp_path, monkeypatch):
    pane = open_library(desk)
    find(desk, "22-QĐ/TW")
    to_row(desk, pane, "22-QĐ/TW")
    desk.press("Ctrl+PgDown")
    page = desk.page()
    assert page.name == "family"
    family = page.pane
    assert focused() is family.view
    assert "22-QĐ/TW · Quy định về công tác kiểm tra, giám sát và kỷ luật của Đảng" in texts_of(
        page
    )
    assert any("not yet in force; it begins on 28/07/2021" in text for text in texts_of(page))
    desk.press("Right")
    here = family.view.picture.texts[family.view.here].number
    assert here != "22-QĐ/TW"
    for _step in range(5):
        desk.press("Right")
    last = family.view.picture.texts[family.view.here]
    assert last.number == "21-QĐ/TW"
    wide = family.view.transform().m11()
    desk.press("+")
    assert family.view.transform().m11() > wide
    desk.press("Home")
    assert family.view.transform().m11() == pytest.approx(wide)
    target = tmp_path / "family.pdf"
    monkeypatch.setattr(family_pane, "ask_where", lambda *_asked: target)
    desk.press("Ctrl+P")
    drawn = pypdfium2.PdfDocument(target)
    assert len(drawn) == 1
    width, height = drawn[0].get_size()
    assert width > height
    words = drawn[0].get_textpage().get_text_bounded()
    assert "Family of 22-QĐ/TW" in words
    assert "296-QĐ/TW" in words
    drawn.close()
    desk.press("Return")
    assert page.name == "library"
    assert page.pane.panel.shown.title == "21-QĐ/TW (11/04/2026)"


def test_without_a_text_the_picture_says_what_to_do(desk):
    desk.window.go("regulations", ("family", None))
    desk.settle()
    page = desk.page()
    assert page.name == "family"
    assert "No text chosen" in texts_of(page)
