"""A token with keys of its own: nobody asks for its PIN in the window."""

from __future__ import annotations

import pytest

from ktgs_desktop.gui.dialogs.sign_folder import SignFolderDialog
from ktgs_desktop.gui.dialogs.token import TokenDialog
from ktgs_desktop.gui.views.papers.page import FOLDER
from ktgs_desktop.services import papers, submissions
from tests.helpers.builders import an_issued_program
from tests.helpers.certificates import a_certificate
from tests.helpers.desk import OFFSCREEN, focused, press
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.token_desk import PIN, a_token_desk, needs_compiler, needs_tokens, pad_library

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN), needs_tokens, needs_compiler]


def test_the_pin_is_typed_on_the_token(desk, tmp_path, monkeypatch):
    do(desk, an_issued_program)
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    desk.ask(lambda w: submissions.submit(w, row.id, ""))
    desk.press("Alt+4")
    desk.page().tabs.setCurrentIndex(FOLDER)
    desk.settle()
    with a_token_desk(tmp_path / "hsm") as tokens:
        tokens.give_keys(tokens.plug_in("UBKT", a_certificate()))
        desk.window.session.remember("sign/token_library", pad_library(tmp_path))

        def choose(dialog):
            desk.settle()
            assert "PIN typed on the token" in dialog.token.currentText()
            assert focused() is dialog.certificates
            press("Return")

        def sign(dialog):
            dialog.way.set_value("token")
            dialog.way.activated.emit(1)
            assert dialog.pin.isVisible()
            assert not dialog.pad.isVisible()
            with during(TokenDialog, choose):
                press("Return")
                desk.settle()
            desk.settle()
            assert not dialog.pin.isVisible()
            assert dialog.pad.isVisible()
            press("Ctrl+S")
            desk.settle()
            assert "No PIN was typed on the token" in dialog._fault.text()
            assert focused() is dialog.choose_token
            monkeypatch.setenv("KTGS_TEST_PAD", PIN)
            press("Ctrl+S")
            desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

        with during(SignFolderDialog, sign):
            press("Alt+S")
            desk.qtbot.wait(150)
            desk.settle()
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    assert row.signed
