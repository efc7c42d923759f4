"""The list of a program's lines: chosen, filtered, searched, sorted, grouped, saved as a sheet."""

import pytest
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from ktgs_desktop.services import offices, program_items, programs
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, an_issued_program
from tests.helpers.desk import OFFSCREEN, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import (
    CHECKS,
    checks,
    choose,
    choose_program,
    click_header,
    command,
    go_to_line,
    open_programs,
    shown,
    usable,
)
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

HEADS = ["A. INSPECTION", "B. SUPERVISION"]
TEXTS = [content for content, *_rest in CHECKS]


def save_in(path):
    """Type a path into the dialog that asks for a file."""

    def fill(_dialog):
        replace(str(path))
        press("Return")

    return fill


# Which program --------------------------------------------------------------------------------


def test_before_any_program_the_page_says_how_to_begin(desk):
    page = open_programs(desk)
    assert "No program yet" in texts_of(page.lines)
    assert not page.print_button.isVisible()
    assert not page.excel.isVisible()
    assert (
        usable(page) & {"add_item", "void_item", "print", "issue_program", "export_list"} == set()
    )
    desk.press("Ctrl+F Ctrl+S Ctrl+Return F5 F6 Ctrl+D Ctrl+G Ctrl+P")
    assert not page.lines.panel.busy


def test_a_program_without_lines_says_how_to_add_the_first(desk):
    page = open_programs(desk)
    do(desk, a_program)
    assert "This program has no line yet" in texts_of(page.lines)
    assert page.add_button.isVisible()
    assert not page.record.isVisible()
    desk.press("F5")
    assert page.lines.panel.composing
    assert page.lines.panel.form.content.hasFocus()


def test_the_latest_program_is_shown_and_another_is_chosen_by_keyboard(desk):
    def two(workspace):
        a_line(workspace, a_program(workspace, 2021), content="Của năm 2021")
        a_line(workspace, a_program(workspace, 2022), content="Của năm 2022")

    do(desk, two)
    page = open_programs(desk)
    assert page.choice.currentText() == "Year 2022 · draft"
    assert shown(page) == ["A. INSPECTION", "Của năm 2022"]
    choose_program(desk, "Year 2021")
    assert shown(page) == ["A. INSPECTION", "Của năm 2021"]
    assert page.lines.panel.form.content.value() == "Của năm 2021"
    assert "2021" in texts_of(page)[0]
    choose_program(desk, "Lines of all")
    assert shown(page) == ["Của năm 2021", "Của năm 2022"]
    assert usable(page) & {"add_item", "void_item", "issue_program", "progress"} == set()
    assert "export_list" in usable(page)


def test_the_panel_shows_the_line_the_cursor_is_on_whatever_program_is_chosen(desk):
    page = open_programs(desk)
    do(desk, lambda w: a_line(w, a_program(w, 2021), content="Một dòng"))
    content = page.lines.panel.form.content
    for chosen in ("Lines of all", "Year 2021", "Lines of all"):
        choose_program(desk, chosen)
        assert page.lines.list.current_id()
        assert page.lines.panel.tabs.isEnabled(), chosen
        assert content.value() == "Một dòng"
        assert page.lines.panel.head.title.text() == "Một dòng"


def test_another_body_has_its_own_programs_and_going_back_shows_the_line_again(desk):
    page = open_programs(desk)
    do(desk, lambda w: a_line(w, a_program(w, 2021), content="Của Ban Thường vụ"))
    page.tabs.setFocus()
    desk.press("Right")
    assert page.choice.currentText() == "No program yet"
    assert "No program yet" in texts_of(page.lines)
    assert not page.lines.panel.tabs.isEnabled()
    assert usable(page) & {"add_item", "void_item", "print", "export_list"} == set()
    desk.press("Left")
    assert page.choice.currentText() == "Year 2021 · draft"
    assert page.lines.panel.form.content.value() == "Của Ban Thường vụ"
    assert page.lines.panel.tabs.isEnabled()


def test_a_new_program_is_proposed_for_the_next_year_and_shown_at_once(desk):
    page = open_programs(desk)
    body = desk.ask(lambda w: offices.bodies(w)[1])
    do(desk, lambda w: a_program(w, 2021))
    page.tabs.setFocus()
    desk.press("Right")

    from ktgs_desktop.gui.dialogs.programs import NewProgramDialog

    def fill(dialog):
        assert dialog.body.currentText() == body.name
        assert dialog.title.value().endswith(f"năm 2021 của {body.name}")
        dialog.title.setFocus()
        replace("kiểm tra riêng")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(NewProgramDialog, fill):
        press("Ctrl+N")
    desk.settle()
    assert page.tabs.tabText(page.tabs.currentIndex()) == body.name
    assert page.choice.currentText() == "Year 2021 · draft"
    (made,) = [one for one in desk.ask(programs.programs) if one.program.body == body.id]
    assert made.program.title == "kiểm tra riêng"


def test_a_second_program_of_a_year_is_refused_in_words(desk):
    from ktgs_desktop.gui.dialogs.programs import NewProgramDialog

    open_programs(desk)
    do(desk, lambda w: a_program(w, 2021))

    def fill(dialog):
        dialog.year.set_value("2021")
        dialog.begin.setFocus()
        press("Return")
        desk.settle()
        assert any("has such a program already" in text for text in texts_of(dialog))
        assert dialog.isVisible()
        press("Escape")

    with during(NewProgramDialog, fill):
        press("Ctrl+N")
    desk.settle()
    assert len(desk.ask(programs.programs)) == 1


# Filters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "steps", "expected"),
    [
        ("kind", 6, [HEADS[1], *TEXTS[3:]]),
        ("quarter", 3, [HEADS[1], *TEXTS[3:]]),
        ("quarter", 4, [HEADS[0], TEXTS[2]]),
        ("state", 4, [HEADS[0], *TEXTS[:2]]),
        ("state", 3, [HEADS[0], TEXTS[2], HEADS[1], *TEXTS[3:]]),
        ("state", 1, []),
    ],
)
def test_choices_narrow_the_list(desk, name, steps, expected):
    page = open_programs(desk)
    program = checks(desk)
    if name == "state":  # a line of a draft is never overdue
        how = programs.Issue(ISSUED_ON, SIGNER)
        do(desk, lambda workspace: programs.issue(workspace, program.id, how))
    choose(page.lines.filter._choices[name], steps)
    desk.settle()
    if expected:
        assert shown(page) == expected
    else:
        assert "No line meets the filter" in texts_of(page.lines)


def test_words_are_found_in_content_subjects_and_lead_without_accents(desk):
    page = open_programs(desk)
    checks(desk)
    for words, expected in (
        ("dang phi", [HEADS[0], TEXTS[2]]),
        ("dân vận", [HEADS[1], TEXTS[4]]),
        ("DAN VAN cong khai", [HEADS[1], TEXTS[4]]),
        ("ban dat nghi", [HEADS[0], TEXTS[0]]),
    ):
        desk.press("Ctrl+F")
        replace(words)
        desk.press("Return")
        assert shown(page) == expected, words


def test_a_filter_that_finds_nothing_offers_all_lines_again(desk):
    page = open_programs(desk)
    checks(desk)
    desk.press("Ctrl+F")
    write("không có ở đâu")
    desk.press("Return")
    assert "No line meets the filter" in texts_of(page.lines)
    desk.press("Tab Tab Tab Tab")
    assert page.lines.empty.isAncestorOf(desk.window.focusWidget())
    desk.press("Return")
    assert shown(page) == [HEADS[0], *TEXTS[:3], HEADS[1], *TEXTS[3:]]
    assert page.lines.list.hasFocus()


def test_words_typed_are_asked_for_after_a_pause_without_enter(desk):
    page = open_programs(desk)
    checks(desk)
    desk.press("Ctrl+F")
    write("đất đai")
    desk.qtbot.waitUntil(lambda: shown(page) == [HEADS[0], TEXTS[1]])


# Order ----------------------------------------------------------------------------------------


def test_a_click_on_a_head_sorts_a_second_turns_round(desk):
    page = open_programs(desk)
    checks(desk)
    click_header(desk, "content")
    assert shown(page) == [TEXTS[4], TEXTS[3], TEXTS[0], TEXTS[1], TEXTS[2]]
    click_header(desk, "content")
    assert shown(page) == [TEXTS[2], TEXTS[1], TEXTS[0], TEXTS[3], TEXTS[4]]
    click_header(desk, "quarter")
    assert shown(page, "quarter") == ["I", "II", "III", "III", "IV"]
    click_header(desk, "lead")
    assert shown(page, "lead") == sorted(shown(page, "lead"))
    click_header(desk, "done")
    assert shown(page, "lead") == sorted(shown(page, "lead")), "that column has no order"


def test_numbers_stay_those_of_the_program_in_either_direction(desk):
    page = open_programs(desk)
    checks(desk)
    assert shown(page, "number") == [HEADS[0], "1", "2", "3", HEADS[1], "4", "5"]
    click_header(desk, "number")
    assert shown(page, "number") == [HEADS[1], "5", "4", HEADS[0], "3", "2", "1"]
    assert shown(page) == [HEADS[1], TEXTS[4], TEXTS[3], HEADS[0], *TEXTS[2::-1]]
    click_header(desk, "number")
    assert shown(page, "number") == [HEADS[0], "1", "2", "3", HEADS[1], "4", "5"]


def test_the_cursor_stays_on_its_line_when_the_order_changes(desk):
    page = open_programs(desk)
    checks(desk)
    go_to_line(desk, TEXTS[1])
    current = page.lines.list.current_id()
    click_header(desk, "content")
    assert page.lines.list.current_id() == current
    assert page.lines.panel.form.content.value() == TEXTS[1]


# A sheet --------------------------------------------------------------------------------------


def test_the_list_goes_to_excel_as_it_is_filtered_and_sorted(desk, tmp_path):
    page = open_programs(desk)
    checks(desk)
    click_header(desk, "content")
    choose(page.lines.filter._choices["quarter"], 3)
    desk.settle()
    path = tmp_path / "ds.xlsx"
    with during(QFileDialog, save_in(path)):
        command(desk, "list to excel")
        desk.qtbot.waitUntil(path.exists, timeout=10_000)
    desk.settle()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    flat = [[str(cell) for cell in row] for row in rows]
    place = next(n for n, row in enumerate(flat) if "Content" in row)
    column = flat[place].index("Content")
    assert [row[column] for row in flat[place + 1 :]] == [TEXTS[4], TEXTS[3]]
    assert "2 rows saved in ds.xlsx" in desk.said


def test_a_name_without_ending_gets_one(desk, tmp_path):
    open_programs(desk)
    checks(desk)
    with during(QFileDialog, save_in(tmp_path / "khong duoi")):
        command(desk, "list to excel")
        desk.qtbot.waitUntil(lambda: any("rows saved" in text for text in desk.said))
    assert (tmp_path / "khong duoi.xlsx").exists()


def test_no_file_chosen_writes_nothing(desk):
    open_programs(desk)
    checks(desk)
    with during(QFileDialog, lambda _dialog: press("Escape")):
        command(desk, "list to excel")
        desk.qtbot.wait(50)
    desk.settle()
    assert not desk.said


def test_a_line_of_an_issued_program_is_found_from_elsewhere(desk):
    page = open_programs(desk)
    _program, items = do(desk, lambda w: an_issued_program(w, 3))
    do(desk, lambda w: a_program(w, 2022))
    desk.press("Ctrl+F")
    write("gì đó")
    desk.press("Alt+1")
    desk.window.go("programs", ("program_item", items[1].id))
    desk.settle()
    assert page.choice.currentText() == "Year 2021"
    assert page.lines.filter.words == ""
    row = page.lines.model.row_at(page.lines.list.currentIndex().row())
    assert row.content == items[1].content
    assert page.lines.panel.form.content.value() == items[1].content


def test_a_line_that_is_gone_is_said_when_it_is_asked_for(desk):
    from PySide6.QtWidgets import QMessageBox

    open_programs(desk)
    program = do(desk, a_program)
    line = do(desk, lambda w: a_line(w, program))
    do(desk, lambda w: program_items.void(w, [line.id], "thử"))

    desk.window.go("programs", ("program_item", line.id))
    desk.settle()
    assert [getattr(error, "code", "") for error in desk.unforeseen] == ["record_gone"]
    desk.unforeseen.clear()
    assert not QMessageBox().isVisible()
