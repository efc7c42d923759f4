"""Signed files checked in the window: every verdict its own words."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ktgs_desktop.gui.dialogs.verify import VerifyDialog
from ktgs_desktop.services import papers
from tests.helpers.builders import an_issued_program
from tests.helpers.certificates import a_certificate
from tests.helpers.desk import OFFSCREEN, press, replace
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.signing import sign_behind, trust_the_authority

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

NAME = "Nguyễn Văn Mẫu"


def signed_file(desk, folder, *, trusting=True):
    """A signed paper on the disk."""

    def work(workspace):
        if trusting:
            trust_the_authority(workspace)
        program, _lines = an_issued_program(workspace)
        return sign_behind(workspace, program.document, a_certificate())

    path = folder / "da ky.pdf"
    path.write_bytes(do(desk, work))
    return path


def check(desk, path, act):
    """Alt+C, the file; `act` on what is said of it."""

    def choose(_dialog):
        replace(str(path))
        press("Return")

    def look(dialog):
        desk.qtbot.waitUntil(lambda: "Checking" not in dialog.verdict.text(), timeout=20_000)
        desk.settle()
        act(dialog)
        press("Escape")

    desk.press("Alt+4")
    with during(VerifyDialog, look), during(QFileDialog, choose):
        press("Alt+C")
        desk.qtbot.wait(150)
        desk.settle()
    desk.settle()


def test_a_good_signature_is_said_with_name_and_time(desk, tmp_path):
    def act(dialog):
        text = dialog.verdict.text()
        assert "✔" in text
        assert NAME in text
        assert "06/07/2021 09:15" in text
        assert dialog.view.pages >= 2

    check(desk, signed_file(desk, tmp_path), act)


def test_one_changed_byte_is_said(desk, tmp_path):
    path = signed_file(desk, tmp_path)
    data = bytearray(path.read_bytes())
    data[data.index(b"/MediaBox") + 10] ^= 1
    path.write_bytes(bytes(data))

    def act(dialog):
        assert "✖" in dialog.verdict.text()
        assert "changed after" in dialog.verdict.text()

    check(desk, path, act)
    desk.unforeseen.clear()


def test_an_unknown_authority_is_said_with_what_to_do(desk, tmp_path):
    def act(dialog):
        text = dialog.verdict.text()
        assert "▲" in text
        assert "not known whether to trust" in text
        assert "Settings → Trust" in text

    check(desk, signed_file(desk, tmp_path, trusting=False), act)


def test_a_file_without_signature_is_said(desk, tmp_path):
    path = tmp_path / "chua ky.pdf"

    def plain(workspace):
        program, _lines = an_issued_program(workspace)
        return papers.print_program(workspace, program.id).data

    path.write_bytes(do(desk, plain))

    def act(dialog):
        assert "○" in dialog.verdict.text()
        assert "no digital signature" in dialog.verdict.text()
        assert dialog.view.pages >= 2

    check(desk, path, act)


def locked_pdf(data):
    writer = copy_into_new_writer(PdfFileReader(BytesIO(data)))
    writer.encrypt("mat", "mat")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["junk", "empty", "cut", "locked"])
def test_a_file_that_cannot_be_read_is_said_once_and_does_no_harm(desk, tmp_path, kind):
    path = tmp_path / "hong.pdf"

    def plain(workspace):
        program, _lines = an_issued_program(workspace)
        return papers.print_program(workspace, program.id).data

    data = do(desk, plain)
    path.write_bytes(
        {
            "junk": b"this is no PDF file at all" * 50,
            "empty": b"",
            "cut": data[: len(data) // 3],
            "locked": locked_pdf(data),
        }[kind]
    )
    seen = []

    def act(dialog):
        seen.append(dialog.verdict.text())

    check(desk, path, act)
    assert "✖" in seen[0] or "○" in seen[0]
    if kind in ("junk", "empty"):
        assert seen[0].count("✖") == 1, "said once"
        assert "no PDF file" in seen[0]
        assert "damaged" not in seen[0]
    else:
        assert "cannot be read" in seen[0]
    assert not desk.unforeseen


def test_a_file_that_is_gone_is_said(desk, tmp_path):
    path = tmp_path / "bien mat.pdf"

    def read(box):
        assert "There is no file" in box.text()
        assert str(path) in box.text()
        box.accept()

    desk.press("Alt+4")
    dialog = VerifyDialog(desk.window.session, str(path), desk.page())
    with during(QMessageBox, read):
        dialog.open()
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())
    dialog.deleteLater()


def test_no_file_chosen_checks_nothing(desk):
    desk.press("Alt+4")
    with during(QFileDialog, lambda _dialog: press("Escape")):
        press("Alt+C")
        desk.qtbot.wait(150)
    desk.settle()
    assert not [one for one in desk.page().findChildren(VerifyDialog) if one.isVisible()]
