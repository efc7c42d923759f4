"""The hand-signed way: printed for signature, issued, its scan attached."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from ktgs_desktop.gui.dialogs.copy_paper import CopyDialog
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.services import outgoing, papers, programs, scans
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    standing,
)
from tests.helpers.desk import OFFSCREEN, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.registers import a_decision, drop, open_tab, scan_files

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def on_paper(desk, make, act):
    """Show a paper; `act` does something with it, then it is closed."""

    def run(dialog):
        desk.settle()
        desk.qtbot.waitUntil(lambda: dialog.view.pages > 0)
        desk.settle()
        act(dialog)
        dialog.reject()

    dialog = make()
    with during(PaperDialog, run):
        QTimer.singleShot(0, dialog.show_modal)
        desk.settle()
    desk.settle()


def test_a_draft_is_printed_for_signature_then_issued_then_its_scan_attached(desk, tmp_path):
    def draft(workspace):
        program = a_program(workspace)
        a_line(workspace, program)
        return program.id

    program = do(desk, draft)
    session = desk.window.session
    names = []

    def by_hand(dialog):
        assert dialog.way.by_hand.isVisible()
        assert not dialog.way.scan.isVisible()
        assert "Draft." in dialog.way.told.text()

        def refuse(print_dialog):
            names.append(dialog._printed.name)
            print_dialog.reject()

        with during(QPrintDialog, refuse):
            dialog.way.by_hand.click()
            desk.settle()
        desk.settle()

    on_paper(desk, lambda: PaperDialog.of_program(session, program, desk.window), by_hand)
    assert names == ["Trinh ky CTr-HU 2021.pdf"]

    how = programs.Issue(ISSUED_ON, SIGNER, 7)
    issued = do(desk, lambda workspace: programs.issue(workspace, program, how))

    def attach(dialog):
        assert "Missing: a digital signature, or the scan" in dialog.way.told.text()

        def choose(_files):
            quoted = " ".join(f'"{file}"' for file in scan_files(tmp_path))
            write(quoted)
            press("Return")

        with during(QFileDialog, choose):
            dialog.way.scan.click()
        desk.settle()
        desk.qtbot.waitUntil(lambda: dialog.view.pages == 2)
        desk.settle()
        assert "Signed by hand; scan attached on" in dialog.way.told.text()
        assert not dialog.way.by_hand.isVisible()

    on_paper(desk, lambda: PaperDialog.of_document(session, issued.id, desk.window), attach)
    kept = desk.ask(lambda workspace: papers.get(workspace, issued.id))
    assert [(one.role, one.name) for one in kept.files] == [("SCAN", "a.pdf")]
    page = open_tab(desk, 0)
    place = [column.key for column in page.model.columns].index("signed")
    assert str(page.model.index(0, place).data()) == "● signed by hand, scanned"


def test_a_scan_is_dropped_on_an_issued_paper(desk, tmp_path):
    program, _lines = do(desk, an_issued_program)

    def act(dialog):
        drop(desk, dialog, scan_files(tmp_path))
        desk.qtbot.waitUntil(lambda: dialog.view.pages == 2)

    session = desk.window.session
    on_paper(desk, lambda: PaperDialog.of_document(session, program.document, desk.window), act)


def test_a_scanned_paper_is_copied_under_a_number_of_its_own(desk, tmp_path):
    program, _lines = do(desk, an_issued_program)
    document = program.document
    do(
        desk,
        lambda workspace: scans.attach(workspace, document, scans.joined(scan_files(tmp_path))),
    )

    def fill(dialog):
        desk.settle()
        dialog.kind.setFocus()
        press("Down")
        assert dialog.extract.isVisible()
        dialog.extract.setFocus()
        write("Kiểm tra 02 tổ chức đảng.")
        dialog.body.setFocus()
        press("Down")
        desk.settle()
        dialog.name.setFocus()
        replace("Trần Thị Thí Dụ")
        dialog.issue.click()
        desk.settle()

    def act(paper):
        with during(CopyDialog, fill):
            paper.way.copy.click()
            desk.settle()
        desk.settle()

    session = desk.window.session
    on_paper(desk, lambda: PaperDialog.of_document(session, document, desk.window), act)
    found = desk.ask(
        lambda workspace: [
            one for one in outgoing.all_series(workspace) if one.key.document_type == "BS"
        ]
    )
    (made,) = found[0].places[0].papers
    assert made.symbol == "01-BS/UBKTHU"
    assert made.signer_name == "Trần Thị Thí Dụ"
    assert made.abstract.startswith("TRÍCH SAO 01-CTr/HU")


def test_a_cancelled_paper_says_why(desk):
    made = do(desk, a_decision)
    do(
        desk,
        lambda workspace: papers.attach(
            workspace, made.id, papers.Printed("a.pdf", sample(workspace)), "PDF"
        ),
    )
    do(desk, lambda workspace: outgoing.cancel(workspace, made.id, "sai thể thức"))

    def act(dialog):
        assert dialog.way.told.text() == "Cancelled: sai thể thức"
        assert not dialog.way.scan.isVisible()

    session = desk.window.session
    on_paper(desk, lambda: PaperDialog.of_document(session, made.id, desk.window), act)


def sample(workspace):
    from ktgs_desktop.services import offices

    return offices.sample_paper(standing(workspace), ISSUED_ON)
