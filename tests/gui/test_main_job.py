"""The main job by keyboard alone: from the log-in to the signed and checked paper."""

import subprocess

import pytest
from PySide6.QtWidgets import QFileDialog

from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.programs import IssueDialog
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.gui.dialogs.verify import VerifyDialog
from ktgs_desktop.services import anchors, papers, program_items, programs
from ktgs_desktop.trust import training
from tests.helpers.certificates import PIN, VALIDITY, a_certificate, the_authority
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.paper_text import pdf_text, word_text
from tests.helpers.program_job import LINES, SIGNER, items, new_program, write_lines

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def certificate(tmp_path):
    """A certificate file for practice."""
    path = tmp_path / "mau.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(SIGNER), password=PIN))
    return path


def file_named(path):
    """Type a path into the dialog that asks for a file."""

    def fill(_dialog):
        replace(str(path))
        press("Return")

    return fill


def save_as(desk, keys, path):
    with during(QFileDialog, file_named(path)):
        press(keys)
        desk.qtbot.waitUntil(path.exists, timeout=20000)
    desk.settle()


def issue(desk, then):
    """Issue the program; `then` acts on the paper that is shown."""

    def fill(dialog):
        desk.settle()
        assert dialog.number.value() == 1
        assert focused() is dialog.number
        enter()
        replace("0501")
        enter()
        assert dialog.date.text() == "05/01/2021"
        enter()
        enter()
        assert focused() is dialog.name
        replace(SIGNER)
        enter()
        replace("BÍ THƯ")
        enter()
        enter()
        assert focused() is dialog.issue
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(PaperDialog, then), during(IssueDialog, fill):
        press("Ctrl+K")
        desk.qtbot.waitUntil(lambda: focused().accessibleName() == "Find anything")
        write("issue the")
        press("Return")
        desk.settle()
    desk.settle()


def sign(desk, paper, certificate, pins=(PIN,)):
    """Sign the paper that is shown; each PIN but the last is refused."""

    def fill(dialog):
        assert focused() is dialog.path
        enter(str(certificate))
        for pin in pins:
            assert focused() is dialog.pin
            replace(pin)
            press("Return")
            desk.settle()
        assert any(SIGNER in text for text in texts_of(dialog))
        assert focused() is dialog.sign
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20000)

    def checked():
        return any("✔" in text for text in texts_of(paper)) or not paper.isVisible()

    with during(SignDialog, fill):
        press("Alt+I")
        desk.qtbot.waitUntil(checked, timeout=20000)
    assert paper.isVisible()
    desk.settle()


# The whole job --------------------------------------------------------------------------------


def trust_the_authority(workspace):
    for data in (the_authority().certificate, training.revocation_list(the_authority(), VALIDITY)):
        anchors.trust(workspace, data, "training")


def test_from_an_empty_program_to_the_signed_paper(desk, tmp_path, certificate):
    desk.ask(trust_the_authority)
    pdf, signed = tmp_path / "draft of the paper.pdf", tmp_path / "signed.pdf"
    word = tmp_path / "paper.docx"
    desk.press("Alt+2")
    new_program(desk)
    write_lines(desk)

    def on_paper(paper):
        desk.settle()
        assert paper.view.hasFocus()
        assert paper.view.pages >= 2
        save_as(desk, "Ctrl+S", pdf)
        save_as(desk, "Alt+W", word)
        sign(desk, paper, certificate, pins=("wrong", PIN))
        assert not paper.sign.isVisible()
        save_as(desk, "Ctrl+S", signed)
        press("Escape")

    issue(desk, on_paper)

    # It is locked: no line comes in and none goes out.
    page = desk.page()
    assert page.lines.panel.form.content.isReadOnly()
    assert not page.commands["add_item"].isEnabled()
    desk.press("F5 F6")
    assert len(items(desk)) == len(LINES)

    desk.press("Alt+4")
    check_by_keyboard(desk, signed)
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    assert (row.symbol, row.signed) == ("01-CTr/HU", True)
    check_on_disk(pdf, signed, word)


def check_by_keyboard(desk, file):
    """In the register: Alt+C, the file, and the program says it is good."""
    seen = []

    def verdict(dialog):
        desk.qtbot.waitUntil(lambda: "✔" in dialog.verdict.text(), timeout=20000)
        desk.settle()
        assert dialog.view.pages >= 2
        seen.append(dialog)
        press("Escape")

    with during(VerifyDialog, verdict), during(QFileDialog, file_named(file)):
        press("Alt+C")
        desk.qtbot.waitUntil(lambda: bool(seen))
    desk.settle()


def check_on_disk(pdf, signed, word):
    printed = pdf_text(pdf.read_bytes())
    for text in (printed, pdf_text(signed.read_bytes()), word_text(word.read_bytes())):
        for expected in ("01-CTr/HU", SIGNER, "BÍ THƯ", *(line[0] for line in LINES)):
            assert expected in text
        assert "DỰ THẢO" not in text
    # An eye that is not ours; `installer/setup` brings it.
    command = ["pdfsig", "-nocert", str(signed)]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in report
    assert "Total document signed" in report


def test_lines_written_by_keyboard_hold_what_was_typed(desk):
    desk.press("Alt+2")
    new_program(desk)
    write_lines(desk)
    first, second, third = items(desk)
    assert [item.content for item in (first, second, third)] == [line[0] for line in LINES]
    assert [s.name for s in first.subjects] == ["Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim"]
    assert all(subject.id is not None for subject in first.subjects)
    assert (first.quarter, second.quarter, third.quarter) == (1, 2, None)
    assert str(third.work_to) == "30/09/2021"
    assert second.lead is not None
    assert second.lead.id is not None
    assert "Kiểm tra" in second.lead.name
    assert str(first.period_from) == "2019"


def test_undo_and_redo_by_keyboard(desk):
    desk.press("Alt+2")
    new_program(desk)
    write_lines(desk)
    panel = desk.page().lines.panel
    desk.press("Escape")
    assert desk.page().lines.list.hasFocus()
    desk.press("Return")
    assert panel.form.content.hasFocus()
    replace("Nội dung khác hẳn")
    desk.press("Ctrl+S")
    assert items(desk)[2].content == "Nội dung khác hẳn"
    desk.press("Escape Ctrl+Z")
    assert items(desk)[2].content == LINES[2][0]
    assert panel.form.content.value() == LINES[2][0]
    desk.press("Ctrl+Z")
    assert len(items(desk)) == 2
    desk.press("Ctrl+Y Ctrl+Y")
    assert items(desk)[2].content == "Nội dung khác hẳn"
    assert desk.page().lines.model.number_of_rows() == 3


def test_filter_and_search_by_keyboard(desk):
    desk.press("Alt+2")
    new_program(desk)
    write_lines(desk)
    lines = desk.page().lines
    desk.press("Ctrl+F")
    assert lines.filter.line.hasFocus()
    write("dat dai")
    desk.press("Return")
    assert lines.model.number_of_rows() == 1
    replace("đât")
    desk.press("Return")
    assert lines.model.number_of_rows() == 0
    assert lines.empty.isVisible()
    assert "No line meets the filter" in texts_of(lines)
    desk.press("Escape")
    assert lines.model.number_of_rows() == 3
    desk.press("Tab Tab")
    desk.press("Down Down")
    assert lines.filter.values() == {"quarter": "2"}
    assert lines.model.number_of_rows() == 1
    desk.press("Alt+2 Ctrl+F Escape")
    assert lines.list.hasFocus()


def test_progress_of_each_subject_by_keyboard(desk):
    desk.press("Alt+2")
    new_program(desk)
    write_lines(desk)
    issue(desk, lambda _paper: press("Escape"))
    lines = desk.page().lines
    desk.press("Escape Home")
    assert lines.list.hasFocus()
    desk.press("Ctrl+G")
    write("✔")
    first = focused()
    assert first.accessibleName() == "Đảng uỷ xã Bàn Đạt"
    assert first.value() == ProgressState.DONE
    press("Tab")
    write("0102")
    press("Tab")
    replace("1503")
    press("Tab")
    write("Đã có kết luận")
    desk.press("Ctrl+S")
    row = desk.ask(lambda w: programs.rows(w, [lines.list.current_id()])[0])
    assert (row.progress.done, row.progress.total) == (1, 2)
    detail = desk.ask(lambda w: program_items.get(w, row.id))
    (done,) = [one for one in detail.progress if one.state == ProgressState.DONE]
    assert f"{done.started_on:%d/%m/%Y} {done.done_on:%d/%m/%Y}" == "01/02/2021 15/03/2021"
    assert done.note == "Đã có kết luận"
    assert "1/2" in lines.panel.head.state.text()
