"""The signer's folder: lay a paper down, look through what waits, sign several, return one."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QPushButton

from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.return_paper import RemarkDialog
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.gui.dialogs.sign_folder import SignFolderDialog
from ktgs_desktop.gui.dialogs.signature_pictures import PicturesDialog
from ktgs_desktop.gui.dialogs.token import TokenDialog
from ktgs_desktop.gui.views.papers.page import FOLDER
from ktgs_desktop.services import papers, programs, signer_images, signing, submissions
from ktgs_desktop.trust import training
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, an_issued_program
from tests.helpers.certificates import PIN, a_certificate
from tests.helpers.desk import OFFSCREEN, focused, press, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.gate import first_answer_held
from tests.helpers.register import do
from tests.helpers.registers import a_decision
from tests.helpers.signature_pictures import a_seal, a_signature, opaque
from tests.helpers.token_desk import MODULE, a_token_desk, needs_tokens
from tests.helpers.token_desk import PIN as TOKEN_PIN

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

NAME = "Nguyễn Văn Mẫu"


def by_letter(desk, keys):
    """A button by its letter is pressed a moment later."""
    press(keys)
    desk.qtbot.wait(150)
    desk.settle()


def two_papers(workspace):
    an_issued_program(workspace)
    other = a_program(workspace, 2020)
    a_line(workspace, other)
    day = ISSUED_ON.replace(year=2020)
    programs.issue(workspace, other.id, programs.Issue(day, SIGNER))


def all_papers(desk):
    return desk.ask(lambda w: papers.rows(w, [1, 2]))


def lay_down(desk, remark=""):
    do(desk, two_papers)
    for row in all_papers(desk):
        desk.ask(lambda w, row=row: submissions.submit(w, row.id, remark))
    open_folder(desk)


def open_folder(desk):
    desk.press("Alt+4")
    desk.page().tabs.setCurrentIndex(FOLDER)
    desk.settle()
    return desk.page().folder


def certificate_file(folder):
    path = folder / "mau.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=PIN))
    return path


def shown(folder):
    return [
        folder.list.topLevelItem(place).text(0) for place in range(folder.list.topLevelItemCount())
    ]


# Laying down and returning --------------------------------------------------------------------


def test_a_drafter_lays_a_paper_down_and_the_signer_returns_it(desk):  # noqa: PLR0915 - a story
    do(desk, an_issued_program)
    desk.press("Alt+4")

    def remark(dialog):
        assert focused() is dialog.remark
        write("Kính trình")
        press("Ctrl+S")

    def paper(dialog):
        desk.settle()
        assert dialog.signing.submit.isVisible()
        with during(RemarkDialog, remark):
            by_letter(desk, "Alt+L")
        assert not dialog.signing.submit.isVisible()
        assert any("Before the signer since" in text for text in texts_of(dialog))
        press("Escape")

    with during(PaperDialog, paper):
        press("Return")
        desk.settle()
    desk.settle()
    page = desk.page()
    assert page.tabs.tabText(FOLDER) == "For signature (1)"
    folder = open_folder(desk)
    assert shown(folder) == ["01-CTr/HU"]
    assert focused() is folder.list
    assert "Kính trình" in folder.remark.text()
    desk.qtbot.waitUntil(lambda: folder.view.pages > 0)

    def empty_then_mended(dialog):
        press("Ctrl+S")
        assert "Say what is to be mended" in dialog._fault.text()
        write("Sửa mục 2")
        press("Ctrl+S")

    with during(RemarkDialog, empty_then_mended):
        by_letter(desk, "Alt+R")
    assert shown(folder) == []
    assert any("No paper waits" in text for text in texts_of(folder))
    assert page.tabs.tabText(FOLDER) == "For signature  ▲ 1"
    count = desk.window.rail._counts["papers"]
    assert (count.text(), count.property("late")) == ("1", True)
    desk.press("Alt+1")
    assert any("returned: Sửa mục 2" in text for text in overview_texts(desk))
    desk.press("Alt+4")
    folder.show_kind("returned")
    desk.settle()
    assert "returned it on 06/07/2021: Sửa mục 2" in folder.remark.text()
    folder.noted.click()
    desk.settle()
    assert shown(folder) == []
    assert page.tabs.tabText(FOLDER) == "For signature"


def test_no_paper_is_shown_beside_the_number_of_another(desk):
    lay_down(desk)
    made_elsewhere = do(desk, a_decision)  # without a scan
    desk.ask(lambda w: submissions.submit(w, made_elsewhere.id))
    desk.settle()
    folder = desk.page().folder
    items = {folder.list.topLevelItem(n).text(0): folder.list.topLevelItem(n) for n in range(3)}
    first, second = [symbol for symbol in items if symbol != made_elsewhere.symbol]
    folder.list.setCurrentItem(items[first])
    desk.qtbot.waitUntil(lambda: folder.view.pages > 0)
    with first_answer_held(desk.tasks, folder) as begun:
        folder.list.setCurrentItem(items[second])
        assert begun.wait(20)
        assert folder.view.pages == 0
    desk.qtbot.waitUntil(lambda: folder.view.pages > 0)
    folder.list.setCurrentItem(items[made_elsewhere.symbol])
    desk.settle()
    assert made_elsewhere.symbol in folder.remark.text()
    assert folder.view.pages == 0


def overview_texts(desk):
    desk.settle()
    page = desk.page()
    return [*texts_of(page), *(one.text() for one in page.findChildren(QPushButton))]


# Signing --------------------------------------------------------------------------------------


def test_all_that_waits_is_signed_with_one_pin(desk, tmp_path):
    lay_down(desk)
    folder = desk.page().folder
    assert len(shown(folder)) == 2
    path = certificate_file(tmp_path)

    def sign(dialog):
        assert focused() is dialog.path
        write(str(path))
        press("Return")
        assert focused() is dialog.pin
        write("000000")
        press("Return")
        assert focused() is dialog.sign
        press("Return")
        desk.settle()
        assert "PIN of the certificate file is wrong" in dialog._fault.text()
        assert focused() is dialog.pin
        press("Ctrl+A")
        write(PIN)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    press("Ctrl+A")
    assert any("2 chosen" in text for text in texts_of(folder))
    with during(SignFolderDialog, sign):
        by_letter(desk, "Alt+S")
    assert shown(folder) == []
    assert all(row.signed for row in all_papers(desk))
    assert "Signed: 2 papers" in desk.said


def test_what_is_not_signed_is_named_and_can_be_tried_again(desk, tmp_path):
    lay_down(desk)
    folder = desk.page().folder
    path = tmp_path / "other.p12"
    path.write_bytes(training.pkcs12_file(a_certificate("Trần Thị Thí Dụ"), password=PIN))

    def sign(dialog):
        write(str(path))
        press("Return")
        write(PIN)
        press("Ctrl+S")
        desk.settle()
        (result,) = [text for text in texts_of(dialog) if text.startswith("Signed: 0")]
        assert "01-CTr/HU: " in result
        assert "02-CTr/HU: " in result
        assert NAME in result
        assert focused() is dialog.other
        press("Space")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    press("Ctrl+A")
    with during(SignFolderDialog, sign):
        by_letter(desk, "Alt+S")
    assert all(row.signed for row in all_papers(desk))
    assert shown(folder) == []


@needs_tokens
def test_a_token_is_found_by_the_wizard_and_signs(desk, tmp_path):  # noqa: PLR0915 - a story
    lay_down(desk)
    folder = desk.page().folder
    with a_token_desk(tmp_path / "hsm") as tokens:
        desk.window.session.remember("sign/token_library", MODULE)

        def none_then_found(dialog):
            desk.settle()
            assert dialog.module.value() == MODULE
            assert "No token was found" in dialog._fault.text()
            assert not dialog.take.isEnabled()
            serial = tokens.plug_in("UBKT", a_certificate())
            by_letter(desk, "Alt+G")
            assert dialog.token.value() == serial
            assert focused() is dialog.certificates
            item = dialog.certificates.currentItem()
            assert item.text(0) == NAME
            assert "2035" in item.text(2)
            press("Return")

        def sign(dialog):
            dialog.way.set_value("token")
            dialog.way.activated.emit(1)
            assert focused() is dialog.choose_token
            press("Ctrl+S")
            assert "Choose the certificate on the token first" in dialog._fault.text()
            with during(TokenDialog, none_then_found):
                press("Return")
                desk.settle()
            desk.settle()
            assert focused() is dialog.pin
            for pin, words in (("111111", "PIN of the token is wrong"), (TOKEN_PIN, "")):
                press("Ctrl+A")
                write(pin)
                press("Ctrl+S")
                if words:
                    desk.settle()
                    assert words in dialog._fault.text()
                    assert focused() is dialog.pin
            desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

        press("Ctrl+A")
        with during(SignFolderDialog, sign):
            by_letter(desk, "Alt+S")
        assert shown(folder) == []
        assert all(row.signed for row in all_papers(desk))
        kept = desk.window.session.recall("sign/token")
        assert kept
        assert TOKEN_PIN not in kept
        state = desk.window.session.state
        assert all(TOKEN_PIN not in str(state.value(key)) for key in state.allKeys())


@needs_tokens
def test_each_state_of_a_token_has_its_own_words(desk, tmp_path):
    lay_down(desk)
    heard = []
    with a_token_desk(tmp_path / "hsm") as tokens:
        serial = tokens.plug_in("UBKT", a_certificate())
        found = desk.ask(lambda _w: signing.certificates_on(MODULE, serial))[0]
        kept = (MODULE, serial, found.facts.fingerprint, NAME)
        desk.window.session.remember("sign/token", "\n".join(kept))
        desk.window.session.remember("sign/way", "token")

        def sign(dialog):
            assert focused() is dialog.pin
            states = (
                (lambda: None, "999999", "PIN of the token is wrong. Check"),
                (lambda: tokens.leave_one_try(serial), "999999", "one more wrong PIN locks it"),
                (lambda: tokens.lock(serial), TOKEN_PIN, "PIN of the token is locked"),
                (lambda: tokens.pull_out(serial), TOKEN_PIN, "No token was found"),
            )
            for prepare, pin, words in states:
                prepare()
                dialog.pin.setFocus()
                press("Ctrl+A")
                write(pin)
                press("Ctrl+S")
                desk.settle()
                assert words in dialog._fault.text()
                heard.append(dialog._fault.text())
            press("Escape")

        with during(SignFolderDialog, sign):
            by_letter(desk, "Alt+S")
    assert len(set(heard)) == 4
    assert not any(row.signed for row in all_papers(desk))


def test_a_second_signer_signs_beside_the_first(desk, tmp_path):  # noqa: PLR0915 - a story
    do(desk, an_issued_program)
    path = certificate_file(tmp_path)
    other = tmp_path / "other.p12"
    other.write_bytes(training.pkcs12_file(a_certificate("Trần Thị Thí Dụ"), password=PIN))
    desk.press("Alt+4")

    def first(dialog):
        write(str(path))
        press("Return")
        write(PIN)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    def second(dialog):
        assert dialog.windowTitle() == "Add a signature to the paper"
        dialog.path.setFocus()
        press("Ctrl+A")
        write(str(other))
        press("Return")
        write(PIN)
        press("Return")
        desk.settle()
        assert "is not printed on the paper" in dialog._warning.text()
        assert focused() is dialog.other
        press("Space")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    def paper(dialog):
        desk.settle()
        with during(SignDialog, first):
            by_letter(desk, "Alt+I")
        desk.settle()
        desk.qtbot.waitUntil(dialog.signing.further.isVisible, timeout=20_000)
        with during(SignDialog, second):
            by_letter(desk, "Alt+A")
        desk.settle()
        verdict = dialog._verdict.text()
        assert NAME in verdict
        assert "Trần Thị Thí Dụ" in verdict
        press("Escape")

    with during(PaperDialog, paper):
        press("Return")
        desk.settle()
    desk.settle()


# Pictures --------------------------------------------------------------------------------------


def test_pictures_are_chosen_once_and_shown(desk, tmp_path):
    do(desk, an_issued_program)
    pen, seal, cover = (tmp_path / name for name in ("ky.png", "dau.png", "nen.png"))
    pen.write_bytes(a_signature())
    seal.write_bytes(a_seal())
    cover.write_bytes(opaque())
    dialog = PicturesDialog(desk.window.session, NAME, desk.window)
    dialog.show()
    desk.settle()
    dialog.use("SIGNATURE", str(cover))
    desk.settle()
    assert "no transparent ground" in dialog._fault.text()
    for role, path in (("SIGNATURE", pen), ("SEAL", seal)):
        dialog.use(role, str(path))
        desk.settle()
    assert all(not one.pixmap().isNull() for one in dialog.shown.values())
    (kept,) = desk.ask(signer_images.all_of)
    assert [dataclasses.astuple(one)[0] for one in kept.images] == ["SIGNATURE", "SEAL"]
    dialog._remove["SEAL"].click()
    desk.settle()
    assert dialog.shown["SEAL"].pixmap().isNull()
    dialog.reject()
    dialog.deleteLater()
