"""While something is still being written or read: nothing typed is lost, nobody waits long."""

import contextlib

import pytest
from PySide6.QtWidgets import QMessageBox

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.programs.lines import ItemSource
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button
from tests.helpers.builders import a_cell
from tests.helpers.desk import OFFSCREEN, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.gate import Gate, steps
from tests.helpers.program_page import (
    FIRST,
    SECOND,
    checks,
    form_of,
    go_to_line,
    lines_of,
    open_programs,
)
from tests.helpers.register import COMMUNE, LIST, add, do, get, go_to, id_of, open_page, show

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@contextlib.contextmanager
def held(desk, *, reading):
    """Nothing is read, or nothing written, until the block ends."""
    run = desk.tasks.read if reading else desk.tasks.write
    gates = [Gate(), Gate()] if reading else [Gate()]
    for gate in gates:
        run(desk.window, gate, lambda _done: None)
    try:
        for gate in gates:
            assert gate.begun.wait(20)
        yield
    finally:
        for gate in gates:
            gate.open()
    desk.settle()


# Organisations ----------------------------------------------------------------------------------


def test_saving_works_again_after_an_error_nobody_foresaw(desk, monkeypatch):
    page = open_page(desk)
    show(desk, COMMUNE)

    def fail(_entered, _record):
        raise RuntimeError("thử")

    desk.press("Return")
    replace("Đảng bộ xã Lưu Lại")
    with monkeypatch.context() as broken:
        broken.setattr(page.organization, "write_record", fail)
        desk.press("Ctrl+S")
    assert [str(error) for error in desk.unforeseen] == ["thử"]
    desk.unforeseen.clear()
    desk.press("Ctrl+S")
    assert get(desk, "Đảng bộ xã Lưu Lại")
    assert not page.organization.dirty


def test_an_organisation_refused_behind_ones_back_begins_no_next_one(desk):
    page = open_page(desk)
    other = id_of(desk, COMMUNE)
    desk.press("F5")
    write("Chi bộ Bị Từ Chối")
    go_to(page.organization.fields.superior)
    replace("Không Ai Biết")
    with during(QMessageBox, lambda box: box.accept()):
        press("Ctrl+Return")
        page.show_record("organization", other)
        desk.settle()
    desk.window.activateWindow()
    desk.settle()
    page.organization.edit()
    replace("Đảng bộ xã Đổi Tên")
    desk.press("Ctrl+S")
    assert page.organization.record == other
    assert not page.organization.is_new


def test_letters_typed_while_the_record_is_read_again_stay(desk):
    page = open_page(desk)
    show(desk, COMMUNE)
    desk.press("Return")
    with held(desk, reading=True):
        page.organization.reload()
        replace("Đang gõ")
    assert page.organization.fields.name.value() == "Đang gõ"
    assert page.organization.dirty


def test_letters_typed_while_another_record_is_read_stay_with_theirs(desk):
    page = open_page(desk)
    made, other = add(desk, "Chi bộ Mẫu"), id_of(desk, COMMUNE)
    page.show_record("organization", made)
    desk.settle()
    desk.press("Return")
    replace("Chi bộ A")
    with held(desk, reading=True):
        page.organization.show_record(other)
        write("BC")
    assert page.organization.record == other
    page.organization.show_record(made)
    desk.settle()
    assert page.organization.fields.name.value() == "Chi bộ ABC"


@pytest.mark.parametrize("keys", ["Ctrl+S", "Ctrl+Return"])
def test_what_is_typed_while_it_is_saved_is_typed_on(desk, keys):
    page = open_page(desk)
    show(desk, COMMUNE)
    desk.press("F5")
    write("Chi bộ Xóm")
    with held(desk, reading=False):
        press(keys)
        write(" Gõ Thêm")
    panel = page.organization
    assert panel.record == get(desk, "Chi bộ Xóm").id
    assert panel.fields.name.value() == "Chi bộ Xóm Gõ Thêm"
    assert panel.dirty
    desk.press("Ctrl+S")
    assert get(desk, "Chi bộ Xóm Gõ Thêm").id == panel.record
    desk.press("F5")
    assert panel.fields.name.value() == ""


# Programs ---------------------------------------------------------------------------------------


def test_a_line_refused_behind_ones_back_begins_no_next_one(desk):
    page = open_programs(desk)
    program = checks(desk)
    other = lines_of(desk, program)[1].id
    go_to_line(desk, FIRST)
    desk.press("Return")
    press("Ctrl+A Delete")
    with during(QMessageBox, lambda box: box.accept()):
        press("Ctrl+Return")
        page.lines.panel.show_line(other)
        desk.settle()
    desk.window.activateWindow()
    desk.settle()
    panel = page.lines.panel
    panel.form.focus_on(panel.form.content)
    replace("Sửa tiếp")
    desk.press("Ctrl+S")
    assert not panel.composing
    assert panel.form.content.value() == "Sửa tiếp"


def test_a_draft_on_its_way_is_seen_when_one_comes_back_at_once(desk):
    page = open_programs(desk)
    program = checks(desk)
    first, second = lines_of(desk, program)[:2]
    go_to_line(desk, FIRST)
    desk.press("Return")
    replace("Đang gõ dở")
    panel = page.lines.panel
    content = form_of(desk).content
    with held(desk, reading=False):
        panel.show_line(second.id)
        desk.qtbot.waitUntil(lambda: content.value() == SECOND)
        panel.show_line(first.id)
        desk.qtbot.waitUntil(lambda: content.value() != SECOND)
        assert content.value() == "Đang gõ dở"
    assert panel.dirty


# Title and text ---------------------------------------------------------------------------------


@pytest.fixture
def text_dialog(desk):
    """Makes the dialog of title and text and waits until it shows the program."""
    open_programs(desk)
    program = checks(desk)
    made = []

    def make():
        dialog = ProgramTextDialog(desk.window.session, program.id, desk.window)
        made.append(dialog)
        dialog.show()
        desk.qtbot.waitUntil(dialog.save_button.isEnabled)
        return dialog

    yield make
    for dialog in made:
        dialog.done(0)


def test_a_text_on_its_way_is_seen_when_the_dialog_comes_back_at_once(desk, text_dialog):
    first = text_dialog()
    first.title.set_value("đang gõ dở")
    with held(desk, reading=False):
        first.reject()
        assert text_dialog().title.value() == "đang gõ dở"


def test_the_text_stays_open_while_it_is_saved(desk, text_dialog):
    dialog = text_dialog()
    dialog.title.set_value("đã lưu")
    desk.said.clear()
    with held(desk, reading=False):
        dialog.save()
        dialog.reject()
        assert dialog.isVisible()
        assert desk.said == []
    assert not dialog.isVisible()
    assert desk.said == ["Saved"]


# Lists ------------------------------------------------------------------------------------------


def test_the_first_filtered_lines_do_not_wait_for_the_numbering(desk):
    program = checks(desk)

    def look(workspace):
        source = ItemSource(workspace)
        found = source.stream(Listing("order", search="đất", filters={"program": str(program.id)}))
        first = next(found)
        early = dict(source.numbers)
        return first, early, [*found, source.numbers]

    first, early, (numbers,) = desk.ask(look)
    assert early == {}
    assert [numbers[number] for number in first if number > 0] == [2]


def test_marking_rows_again_looks_no_further_than_the_last_of_them(desk, monkeypatch):
    do(desk, lambda w: [a_cell(w, f"Chi bộ Thôn {number:02}") for number in range(40)])
    view = open_page(desk, LIST).list.list
    desk.settle()
    wanted = frozenset(view.listing.id_at(place) for place in (1, 3))
    looked = []
    look = view.listing.id_at
    monkeypatch.setattr(view.listing, "id_at", lambda row: looked.append(row) or look(row))
    view._select(wanted)
    monkeypatch.undo()
    assert max(looked) == 3
    assert frozenset(view.selected_ids()) == wanted


# Dialogs that write -----------------------------------------------------------------------------


class Asking(FormDialog):
    """A dialog that does some work."""

    def __init__(self, tasks, work):
        super().__init__("Thử")
        self.tasks, self.work = tasks, work
        self.buttons.addWidget(button("Làm", self.run, primary=True))

    def run(self):
        self.submit(self.tasks, self.work, lambda _done: self.accept())


@pytest.fixture
def tasks(qapp):
    made = TaskRunner(qapp)
    yield made
    made.stop()


def test_a_dialog_left_while_it_writes_is_accepted_if_the_work_goes_through(qtbot, tasks):
    gate = Gate()
    dialog = Asking(tasks, gate)
    qtbot.addWidget(dialog)
    ends = []
    dialog.finished.connect(ends.append)
    dialog.show()
    dialog.run()
    dialog.reject()
    assert dialog.isVisible()
    gate.open()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    qtbot.wait(20)
    assert ends == [1]


def test_a_dialog_left_while_it_writes_closes_when_the_work_stops_or_fails(qtbot, tasks):
    def fail(progress):
        with contextlib.suppress(BaseException):
            steps(progress)
        raise RuntimeError("thử")

    told = []
    tasks.on_unforeseen(told.append)
    for work in (steps, fail):
        dialog = Asking(tasks, work)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.run()
        dialog.reject()
        qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
        assert dialog.result() == 0
    assert len(told) == 1
