"""What is asked for twice shows the newer answer, though the earlier one comes last."""

import dataclasses

import pytest
from PySide6.QtWidgets import QDialog

from ktgs_desktop.gui.dialogs.bodies import BodyDialog
from ktgs_desktop.gui.dialogs.close_program import CloseProgramDialog
from ktgs_desktop.gui.dialogs.outgoing import RegisterDialog, ReserveDialog
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.gui.views.papers.page import FOLDER, INCOMING, NUMBERS, PAPERS
from ktgs_desktop.gui.views.programs.version_dialog import VersionDialog
from ktgs_desktop.gui.views.settings.bodies import BodiesSection
from ktgs_desktop.services import incoming, offices, papers, programs, submissions
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, an_issued_program
from tests.helpers.desk import OFFSCREEN, press
from tests.helpers.dialogs import counted
from tests.helpers.gate import Gate, first_answer_held
from tests.helpers.program_page import checks, issued, open_programs, view
from tests.helpers.register import do
from tests.helpers.registers import a_decision, open_tab

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.mark.parametrize("late", ["earlier", "newer"])
def test_a_reading_that_was_replaced_gives_no_answer_in_either_order(desk, late):
    gates, told = {"earlier": Gate(), "newer": Gate()}, []

    def ask(name, former=None):
        def work(_progress):
            gates[name]()
            return name

        return desk.tasks.read(desk.window, work, told.append, told.append, instead_of=former)

    ask("newer", ask("earlier"))
    assert all(gate.begun.wait(10) for gate in gates.values())
    first = "newer" if late == "earlier" else "earlier"
    gates[first].open()
    desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 1)
    assert told == [one for one in ("newer",) if one == first]
    gates[late].open()
    desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 0)
    assert told == ["newer"]


def test_the_error_of_a_reading_that_was_replaced_is_not_told(desk):
    gate, told = Gate(), []

    def fail(_progress):
        gate()
        raise ZeroDivisionError

    former = desk.tasks.read(desk.window, fail, told.append, told.append)
    assert gate.begun.wait(10)
    desk.tasks.read(desk.window, lambda _p: "newer", told.append, instead_of=former)
    gate.open()
    desk.settle()
    assert told == ["newer"]
    assert desk.unforeseen == []


def a_program_of_another_body(workspace):
    body = offices.bodies(workspace)[1]
    program = programs.add(workspace, kind="ANNUAL", body=body.id, year=2021)
    a_line(workspace, program, quarter=1)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))


def test_the_matrix_shows_the_bodies_chosen_last(desk):
    open_programs(desk)
    issued(desk)
    do(desk, a_program_of_another_body)
    pane = view(desk, "matrix")

    def first_row():
        return [pane.model.index(0, column).data() for column in range(1, 5)]

    pane.all_bodies.setFocus()
    desk.press("Space")
    assert first_row() == ["✓ !", "!", "○ ○", "○"]
    desk.press("Space")
    assert first_row() == ["✓", "!", "○ ○", "○"]
    with first_answer_held(desk.tasks, pane) as begun:
        press("Space")
        assert begun.wait(20)
        press("Space")
        desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 1)
    desk.settle()
    assert not pane.all_bodies.isChecked()
    assert first_row() == ["✓", "!", "○ ○", "○"]


def test_the_folder_does_not_show_again_what_was_given_back(desk):
    def two_papers(workspace):
        an_issued_program(workspace)
        other = a_program(workspace, 2020)
        a_line(workspace, other)
        programs.issue(workspace, other.id, programs.Issue(ISSUED_ON.replace(year=2020), SIGNER))
        return [submissions.submit(workspace, row.id) for row in papers.rows(workspace, [1, 2])]

    given_back, _kept = do(desk, two_papers)
    page = open_tab(desk, FOLDER)
    assert page.folder.list.topLevelItemCount() == 2
    with first_answer_held(desk.tasks, page.folder) as begun:
        page.refresh()
        assert begun.wait(20)
        desk.ask(lambda workspace: submissions.give_back(workspace, given_back.id, "Sửa mục 2"))
        desk.qtbot.waitUntil(lambda: page.folder.list.topLevelItemCount() == 1)
        desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 1)
    desk.settle()
    assert page.folder.list.topLevelItemCount() == 1
    assert page.tabs.tabText(FOLDER) == "For signature (1)  ▲ 1"


def test_an_incoming_paper_is_shown_as_it_was_saved_last(desk):
    def received(workspace):
        blank = incoming.blank(workspace)
        return incoming.save(
            workspace, dataclasses.replace(blank, sender="Tỉnh uỷ", abstract="Công văn")
        )

    paper = do(desk, received)
    panel = open_tab(desk, INCOMING).incoming.panel
    assert panel.fields.abstract.value() == "Công văn"
    mended = dataclasses.replace(paper, abstract="Công văn về báo cáo 6 tháng")
    with first_answer_held(desk.tasks, panel) as begun:
        panel.reload()
        assert begun.wait(20)
        desk.ask(lambda workspace: incoming.save(workspace, mended))
        desk.qtbot.waitUntil(lambda: panel.fields.abstract.value() == mended.abstract)
        desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 1)
    desk.settle()
    assert panel.fields.abstract.value() == mended.abstract


# Asked for twice, opened once -----------------------------------------------------------------


def asked_twice(desk, owner, kind, ask):
    """The dialogs that come when something is asked for again before its first answer."""
    with counted(kind) as came:
        with first_answer_held(desk.tasks, owner) as begun:
            ask()
            assert begun.wait(20)
            ask()
            desk.qtbot.waitUntil(lambda: len(came) == 1)
            desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 1)
        desk.settle()
    return came


def test_of_two_commands_given_in_haste_the_last_one_opens(desk):
    gate, told = Gate(), []
    desk.tasks.ask(desk.window, gate, told.append)
    assert gate.begun.wait(10)
    desk.tasks.ask(desk.window, lambda _progress: "last", told.append)
    gate.open()
    desk.settle()
    assert told == ["last"]


def test_what_was_asked_opens_nothing_over_a_window_that_came_meanwhile(desk):
    gate, told = Gate(), []
    desk.tasks.ask(desk.window, gate, told.append)
    assert gate.begun.wait(10)
    meanwhile = QDialog(desk.window)
    meanwhile.open()
    gate.open()
    desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 0)
    assert told == []
    desk.tasks.ask(meanwhile, lambda _progress: "from the dialog", told.append)
    desk.settle()
    assert told == ["from the dialog"]
    meanwhile.reject()


def test_a_body_is_added_once(desk):
    desk.window.go("settings", ("section", "bodies"))
    desk.settle()
    section = desk.page().findChild(BodiesSection)
    assert len(asked_twice(desk, section, BodyDialog, section.add_button.click)) == 1


def test_a_program_with_unfinished_lines_is_closed_once(desk):
    page, _program = open_programs(desk), issued(desk)
    close = page.commands["close_program"]
    assert len(asked_twice(desk, page, CloseProgramDialog, close.trigger)) == 1


def test_enter_pressed_twice_shows_a_paper_once(desk):
    do(desk, an_issued_program)
    page = open_tab(desk, PAPERS)
    page.list.setFocus()
    assert len(asked_twice(desk, page, PaperDialog, lambda: press("Return"))) == 1


def test_enter_pressed_twice_registers_a_number_once(desk):
    do(desk, lambda workspace: [a_decision(workspace, number) for number in (1, 3)])
    page = open_tab(desk, NUMBERS)
    page.numbers.list.go_to(2)
    desk.settle()
    page.numbers.list.setFocus()
    asked = asked_twice(desk, page.numbers, RegisterDialog, lambda: press("Return"))
    assert len(asked) == 1
    assert len(asked_twice(desk, page.numbers, ReserveDialog, page.reserve.click)) == 1


def test_a_button_of_the_amendments_pressed_twice_opens_one_dialog(desk):
    open_programs(desk)
    issued(desk)
    pane = view(desk, "amendments")
    assert len(asked_twice(desk, pane, VersionDialog, pane.version.click)) == 1


def test_sign_pressed_twice_asks_for_one_certificate(desk):
    program, _lines = do(desk, an_issued_program)
    dialog = PaperDialog.of_document(desk.window.session, program.document, desk.window)
    dialog.show()
    desk.settle()
    came = asked_twice(desk, dialog.signing, SignDialog, dialog.signing.sign.click)
    dialog.reject()
    dialog.deleteLater()
    assert len(came) == 1


def test_a_new_line_is_of_the_kind_asked_for_last(desk):
    page, program = open_programs(desk), checks(desk)
    panel = page.lines.panel
    panel.begin(program, "INSPECTION_PROGRAM")
    with first_answer_held(desk.tasks, panel) as begun:
        panel.begin(program, "SUPERVISION_THEMATIC")
        assert begun.wait(20)
        desk.qtbot.waitUntil(lambda: desk.tasks.waiting == 1)
    desk.settle()
    assert panel.form.kind.value() == "SUPERVISION_THEMATIC"
