"""What the page of programs says: history in words, printed numbers, a head that fits."""

import dataclasses

import pytest

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.services import papers, program_items
from ktgs_desktop.settings import Settings
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, Desk, write
from tests.helpers.program_page import (
    FIRST,
    checks,
    choose_program,
    click_header,
    go_to_line,
    open_programs,
    shown,
)
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

# The history of a line --------------------------------------------------------------------------


def history_of(desk):
    return desk.page().lines.panel.history.text.toPlainText()


def test_the_history_of_a_line_speaks_in_words(desk):
    page = open_programs(desk)

    def work(workspace):
        term = a_program(workspace, 2021, "TERM")
        above = a_line(workspace, term, content="Việc của nhiệm kỳ")
        program = a_program(workspace)
        return a_line(
            workspace,
            program,
            content=FIRST,
            method="DIRECT",
            term_item=above.id,
            quarter=2,
            period_from=PartialDate("2019"),
            work_to=PartialDate("2021-06-30"),
        )

    line = do(desk, work)
    page.show_record("program_item", line.id)
    desk.settle()
    go_to_line(desk, FIRST)
    text = history_of(desk)
    for words in (
        "Kind of work: Inspection by program",
        "Method: Direct",
        "Quarter: II",
        "Examined from: 2019",
        "Work to: 30/06/2021",
        "Term line: 2021 · Việc của nhiệm kỳ",
        "In the lead: UBKT Huyện uỷ",
        "06/07/2021 09:15 · Nguyễn Văn Mẫu · Line added",
    ):
        assert words in text
    for code in ("INSPECTION_PROGRAM", "DIRECT", "2021-06-30", str(line.term_item)):
        assert code not in text
    changed = dataclasses.replace(line, task_kind="SUPERVISION_THEMATIC", method="INDIRECT")
    do(desk, lambda w: program_items.save(w, changed))
    go_to_line(desk, FIRST)
    text = history_of(desk)
    assert "Method: Direct → Indirect (by report)" in text
    assert "Kind of work: Inspection by program → " in text


# The list and the header ------------------------------------------------------------------------


def test_the_running_number_is_the_printed_one_however_the_list_is_narrowed(desk):
    page = open_programs(desk)
    program = checks(desk)
    paper = desk.ask(lambda w: papers.paper_of_program(w, program.id))
    printed = {row[1]: row[0] for group in paper.annex.groups for row in group.rows}
    whole = dict(zip(shown(page), shown(page, "number"), strict=True))
    assert whole == printed | {head: head for head in whole if head[1] == "."}
    assert whole["Đoàn kết nội bộ"] == "4"
    desk.press("Ctrl+F")
    write("doan ket")
    desk.qtbot.waitUntil(lambda: len(shown(page)) == 2)
    desk.settle()
    assert shown(page, "number")[1:] == ["4"]
    page.lines.filter.reset()
    desk.settle()
    page.lines.filter.choose({"quarter": "3"})
    page.lines.show_lines()
    desk.settle()
    assert shown(page, "number")[1:] == ["4", "5"]
    page.lines.filter.reset()
    desk.settle()
    click_header(desk, "content")
    for _direction in range(2):
        assert dict(zip(shown(page), shown(page, "number"), strict=True)) == printed
        click_header(desk, "content")
    choose_program(desk, "Lines of all")
    assert set(shown(page, "number")) == {""}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_head_of_the_page_fits_a_small_screen(qtbot, workspace, language):
    small = Desk.open(qtbot, workspace, Settings(language=language, theme="light"))
    try:
        small.window.resize(1366, 768)
        page = open_programs(small)
        checks(small)
        assert page._title.width() >= page._title.sizeHint().width()
        assert page.add_button.geometry().right() <= page.width()
        assert page.new.isVisible()
        assert page.new.geometry().right() <= page.width()
    finally:
        workspace.store.keep_off(None)
        small.close()
        i18n.use("vi")


def test_a_choice_that_does_not_fit_says_all_of_it(desk):
    page = open_programs(desk)
    checks(desk)
    go_to_line(desk, FIRST)
    kind = page.lines.panel.form.kind
    assert kind.toolTip() == ""
    kind.set_choices([("INSPECTION_PROGRAM", "Kiểm tra theo chương trình (chuyên đề) của cấp uỷ")])
    kind.setFixedWidth(160)
    desk.settle()
    assert kind.toolTip() == "Kiểm tra theo chương trình (chuyên đề) của cấp uỷ"
    assert kind._option().currentText.endswith("…")
    kind.set_locked(True)
    assert kind.toolTip() != ""
    kind.setFixedWidth(460)
    desk.settle()
    assert kind.toolTip() == ""
