"""The model of long lists on real registers: what it shows, and that it is what a query gives."""

import threading
from datetime import date, timedelta
from itertools import count, pairwise

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.errors import StorageError
from ktgs_desktop.gui.views.programs.lines import ItemSource, columns
from ktgs_desktop.services import organizations
from tests.helpers.builders import a_cell, a_line, a_program
from tests.helpers.country import elsewhere, the_country
from tests.helpers.list_bench import BY_NAME, ModelBench

pytestmark = pytest.mark.gui
country = pytest.fixture(the_country)


@pytest.fixture
def large(qtbot, country):
    made = ModelBench(qtbot, country)
    yield made
    made.close()
    assert made.unforeseen == []


@pytest.fixture
def small(qtbot, workspace):
    workspace.store.keep_off(threading.get_ident())
    made = ModelBench(qtbot, workspace)
    # Qt's own look at all that a model owes a view, after every signal.
    tester = QAbstractItemModelTester(
        made.model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    yield made
    shiboken6.delete(tester)
    made.close()
    workspace.store.keep_off(None)


# Streaming ------------------------------------------------------------------------------------


def test_the_first_rows_are_shown_while_the_others_still_come(large):
    large.source.gate = threading.Event()
    large.model.show(BY_NAME)
    large.qtbot.waitUntil(lambda: large.model.rowCount() > 0)
    first = large.model.rowCount()
    assert 40 <= first < 2000
    assert not large.model.complete
    large.qtbot.waitUntil(lambda: large.model.index(0, 0).data() != "…")
    ids, names = large.fresh(BY_NAME)
    assert [large.model.index(place, 0).data() for place in range(40)] == names[:40]
    large.source.gate.set()
    large.settle()
    assert large.model.complete
    assert large.ids() == ids
    assert len(ids) > 43_000
    assert large.told[-1] == ("streamed", len(ids))
    begun = [at for kind, *at in large.told if kind == "inserted"]
    assert all(former[1] + 1 == latter[0] for former, latter in pairwise(begun))


@pytest.mark.parametrize("where", [0.0, 0.5, 1.0])
def test_a_jump_fetches_the_rows_near_and_no_others(large, where):
    large.show()
    ids, names = large.fresh(BY_NAME)
    large.source.wanted.clear()
    place = int((len(ids) - 1) * where)
    near = range(max(0, place - 20), min(len(ids), place + 20))
    shown = [large.model.index(one, 0).data() for one in near]
    assert where == 0 or set(shown) == {"…"}
    large.settle()
    assert [large.model.index(one, 0).data() for one in near] == [names[one] for one in near]
    asked = [ids.index(number) for numbers in large.source.wanted for number in numbers]
    assert len(asked) < 600
    assert all(abs(one - place) < 600 for one in asked)


def test_walking_through_a_long_list_keeps_only_so_many_rows(large):
    large.show()
    ids, names = large.fresh(BY_NAME)
    for place in range(0, 10_000, 100):
        large.model.index(place, 0).data()
        if place % 2000 == 0:
            large.settle()
    large.settle()
    assert len(large.model._pages) <= 64
    assert large.text(0) == names[0]
    assert large.text(len(ids) - 1) == names[-1]


def test_another_query_stops_the_one_under_way(large):
    large.source.gate = threading.Event()
    large.model.show(BY_NAME)
    large.qtbot.waitUntil(lambda: large.model.rowCount() > 0)
    wanted = Listing(sort="name", descending=True, search="ba dinh")
    large.model.show(wanted)
    large.source.gate.set()
    large.settle()
    ids, names = large.fresh(wanted)
    assert 0 < len(ids) < 1000
    assert large.ids() == ids
    assert large.names() == names
    assert large.model.complete


def test_of_many_queries_in_a_row_the_last_one_counts(large):
    typed = ["x", "xa", "xa b", "xa ban", "xa ban d", "xa ban dat"]
    for words in typed:
        large.model.show(Listing(sort="name", search=words))
    large.settle()
    ids, names = large.fresh(Listing(sort="name", search=typed[-1]))
    assert large.ids() == ids
    assert large.names() == names


def test_the_old_rows_stay_until_the_first_new_ones_come(large):
    large.show()
    before = large.model.rowCount()
    large.model.show(Listing(sort="name", search="ba dinh"))
    assert large.model.rowCount() == before
    assert large.model.index(0, 0).data()
    large.settle()
    assert large.model.rowCount() < before


def test_nothing_found_is_an_empty_list_that_says_so(small):
    small.show()
    small.told.clear()
    small.show(Listing(sort="name", search="khong co dau"))
    assert small.model.rowCount() == small.model.number_of_rows() == 0
    assert small.told[-1] == ("streamed", 0)
    assert small.model.id_at(0) == 0
    assert small.model.place_of(1) == -1


# Order ----------------------------------------------------------------------------------------


def test_each_order_offered_is_the_one_the_query_gives(small):
    for column in small.model.columns:
        for descending in (False, True):
            query = Listing(sort=column.sort, descending=descending)
            small.show(query)
            ids, names = small.fresh(query)
            assert small.ids() == ids
            assert small.names() == names


# Asking again ---------------------------------------------------------------------------------


def test_a_new_row_comes_in_at_its_place_and_nothing_else_moves(small):
    small.show()
    made = elsewhere(lambda: a_cell(small.workspace, "Chi bộ Mới Toanh"))
    small.told.clear()
    small.model.refresh()
    small.settle()
    ids, names = small.fresh(BY_NAME)
    place = names.index(made.name_on())
    assert small.told == [("inserted", place, place), ("streamed", len(ids))]
    assert small.names() == names


def test_a_row_that_is_gone_is_taken_out_and_nothing_else_moves(small):
    made = elsewhere(lambda: a_cell(small.workspace, "Chi bộ Chóng Tàn"))
    small.show()
    place = small.names().index(made.name_on())
    elsewhere(lambda: organizations.void(small.workspace, made.id, "nhầm"))
    small.told.clear()
    small.model.refresh()
    small.settle()
    assert small.told == [("removed", place, place), ("streamed", small.model.rowCount())]
    assert small.ids() == small.fresh(BY_NAME)[0]


def test_while_a_row_is_asked_for_again_its_former_text_stands(small):
    made = elsewhere(lambda: a_cell(small.workspace, "Chi bộ Tên Cũ"))
    small.show()
    place = small.names().index(made.name_on())
    number = small.model.id_at(place)
    elsewhere(
        lambda: organizations.rename(
            small.workspace, made.id, name="Chi bộ Tên Mới", start=date(2021, 7, 1), basis=""
        )
    )
    seen = []
    small.model.dataChanged.connect(
        lambda *_at: seen.append(
            small.model.index(small.model.place_of(number), 0).data()
            if small.model.place_of(number) >= 0
            else ""
        )
    )
    small.model.refresh()
    small.settle()
    assert "…" not in seen
    assert small.text(small.model.place_of(number)) == "Chi bộ Tên Mới"
    assert small.names() == small.fresh(BY_NAME)[1]


def test_asking_twice_at_once_gives_the_latest_state(small):
    small.show()
    small.model.refresh()
    elsewhere(lambda: a_cell(small.workspace, "Chi bộ Giữa Chừng"))
    small.model.refresh()
    small.settle()
    ids, names = small.fresh(BY_NAME)
    assert small.ids() == ids
    assert small.names() == names


# Failing and ending ---------------------------------------------------------------------------


def test_a_failure_is_told_and_the_next_question_is_answered(small):
    small.show()
    before = small.names()
    small.source.failing = StorageError("disk_error", path="/x")
    small.model.refresh()
    small.settle()
    assert small.unforeseen == [small.source.failing]
    assert not small.model.complete
    assert small.names() == before
    small.source.failing = None
    elsewhere(lambda: a_cell(small.workspace))
    small.show()
    assert small.names() == small.fresh(BY_NAME)[1]
    assert len(small.names()) == len(before) + 1


def test_a_list_that_is_gone_while_it_streams_hears_nothing_more(large):
    large.source.gate = threading.Event()
    large.model.show(BY_NAME)
    large.qtbot.waitUntil(lambda: large.model.rowCount() > 0)
    heard = []
    large.model.streamed.connect(heard.append)
    shiboken6.delete(large.model)
    large.source.gate.set()
    large.qtbot.waitUntil(lambda: large.tasks.waiting == 0)
    large.qtbot.wait(20)
    assert heard == []


def test_a_list_asked_after_the_end_is_silent(large):
    """The pause of a filter may run out when the window has closed."""
    large.source.gate = threading.Event()
    large.model.show(BY_NAME)
    large.qtbot.waitUntil(lambda: large.model.rowCount() > 0)
    large.source.gate.set()
    assert large.tasks.stop()
    large.told.clear()
    large.model.show(Listing(sort="name", search="ba"))
    large.model.index(0, 0).data()
    large.model.refresh()
    large.qtbot.wait(50)
    assert large.told == []


# Headings -------------------------------------------------------------------------------------


class Slow(ItemSource):
    """Lines of programs; what it finds waits at the gate."""

    gate = None

    def stream(self, query):
        for chunk in super().stream(query):
            if self.gate is not None:
                assert self.gate.wait(20)
            yield chunk


@pytest.fixture
def lines(qtbot, workspace):
    program = a_program(workspace)
    for kind in ("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC"):
        for number in range(3):
            a_line(workspace, program, task_kind=kind, content=f"Nội dung {number}")
    workspace.store.keep_off(threading.get_ident())
    source = Slow(workspace)
    made = ModelBench(qtbot, workspace, source, columns(workspace, source))
    made.program = {"program": str(program.id)}
    yield made
    made.close()
    workspace.store.keep_off(None)
    assert made.unforeseen == []


def test_headings_stand_between_rows_and_are_no_rows(lines):
    lines.show(Listing("order", filters=lines.program))
    assert lines.model.rowCount() == 8
    assert lines.model.number_of_rows() == 6
    first, second = lines.model.heading_rows()
    assert (first, second) == (0, 4)
    assert lines.model.index(first, 0).data().startswith("A.")
    assert lines.model.index(second, 0).data().startswith("B.")
    assert lines.model.flags(lines.model.index(first, 0)) == Qt.ItemFlag.NoItemFlags
    assert lines.model.ids_at(range(8)) == [n for n in lines.ids() if n > 0]
    assert [lines.text(place) for place in (1, 2, 3, 5, 6, 7)] == list("123456")


def test_headings_stay_readable_while_another_order_is_on_its_way(lines):
    """The reader's thread has begun to ask for rows without headings; the old ones are painted."""
    lines.show(Listing("order", filters=lines.program))
    heading = lines.model.index(0, 0).data()
    lines.source.gate = threading.Event()
    lines.model.show(Listing("content", filters=lines.program))
    lines.qtbot.waitUntil(lambda: not lines.source.headings)
    assert lines.model.index(0, 0).data() == heading
    assert lines.model.number_of_rows() == 6
    assert lines.model.heading_rows() == [0, 4]
    lines.source.gate.set()
    lines.settle()
    assert lines.model.rowCount() == lines.model.number_of_rows() == 6
    assert lines.model.heading_rows() == []


# Any change -----------------------------------------------------------------------------------

ORDERS = st.builds(
    Listing,
    sort=st.sampled_from(["name", "type", "level", "code"]),
    descending=st.booleans(),
    search=st.sampled_from(["", "", "chi bo", "uy ban kiem tra", "xa"]),
    filters=st.sampled_from([{}, {}, {"type": "CELL"}]),
)
DAYS = count()
NAMES = st.sampled_from(["Ánh Dương", "Bình Minh", "Đoàn Kết", "Ước Mơ", "Xã Tắc"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES),
        st.tuples(st.just("void"), st.integers(0, 50)),
        st.tuples(st.just("rename"), st.integers(0, 50), NAMES),
        st.tuples(st.just("show"), ORDERS),
        st.tuples(st.just("refresh")),
        st.tuples(st.just("look"), st.integers(0, 100)),
        st.tuples(st.just("wait")),
    ),
    max_size=12,
)


@given(steps=STEPS)
def test_after_any_changes_it_shows_what_a_fresh_query_gives(small, steps):
    made = small.__dict__.setdefault("made", [])
    for kind, *given_values in steps:
        if kind == "add":
            name = f"Chi bộ {given_values[0]} {len(made)}"
            made.append(elsewhere(lambda name=name: a_cell(small.workspace, name)))
        elif kind == "show":
            small.model.show(given_values[0])
        elif kind == "refresh":
            small.model.refresh()
        elif kind == "look":
            if given_values[0] < small.model.rowCount():
                small.model.index(given_values[0], 0).data()
        elif kind == "wait":
            small.settle()
        elif made:
            change(small, made, kind, *given_values)
    small.model.refresh()
    small.settle()
    ids, names = small.fresh(small.model.query)
    assert small.model.complete
    assert small.ids() == ids
    assert small.names() == names
    assert small.unforeseen == []


def change(small, made, kind, which, name=""):
    """Rename or void one of the cells made before."""
    one = made[which % len(made)]
    workspace = small.workspace
    if kind == "void":
        made.remove(one)
        elsewhere(lambda: organizations.void(workspace, one.id, "nhầm"))
    else:
        day = date(1990, 1, 1) + timedelta(days=next(DAYS))
        new = {"name": f"Chi bộ {name} {which}", "start": day, "basis": ""}
        elsewhere(lambda: organizations.rename(workspace, one.id, **new))
