"""Papers signed and checked in the window: every fault its own words, the cursor where it is."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.gui.dialogs.verify import VerifyDialog
from ktgs_desktop.services import papers
from ktgs_desktop.trust import training
from ktgs_desktop.trust.certificates import SigningIdentity
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.helpers.builders import an_issued_program
from tests.helpers.certificates import PIN, a_certificate, the_authority
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.signing import sign_behind, trust_the_authority

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

NAME = "Nguyễn Văn Mẫu"


def certificate_file(folder, identity=None, name="mau.p12"):
    path = folder / name
    path.write_bytes(training.pkcs12_file(identity or a_certificate(), password=PIN))
    return path


def of_years(first, last):
    validity = Validity(datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC))
    return training.issue(
        the_authority(), validity, name=NAME, organisation="Huyện uỷ Phú Bình", kind=KeyKind.EC
    )


def an_authority_as_signer():
    authority = the_authority()
    return SigningIdentity(authority.certificate, (), authority.key)


def said(dialog):
    return dialog._fault.text()


def on_sign_dialog(desk, act):
    """Open the only paper and its dialog for signing; `act` leaves it."""
    do(desk, an_issued_program)
    desk.press("Alt+4")

    def sign(dialog):
        act(dialog)
        if dialog.isVisible():
            press("Escape")

    def paper(shown):
        desk.settle()
        with during(SignDialog, sign):
            press("Alt+I")
            desk.qtbot.wait(150)
            desk.settle()
        desk.settle()
        assert shown.isVisible()
        press("Escape")

    with during(PaperDialog, paper):
        press("Return")
        desk.settle()
    desk.settle()


# Signing --------------------------------------------------------------------------------------


def test_each_fault_of_certificate_and_pin_has_its_words_and_its_place(desk, tmp_path):
    good = certificate_file(tmp_path)
    junk = tmp_path / "thu.p12"
    junk.write_bytes(b"no certificate at all")
    heard = []

    def act(dialog):
        assert focused() is dialog.path
        enter()
        enter()
        assert "Choose the certificate file first" in said(dialog)
        assert focused() is dialog.path
        for path, pin, words, where in (
            (good, "sai", "PIN of the certificate file is wrong", dialog.pin),
            (tmp_path / "khong co.p12", PIN, "There is no file", dialog.path),
            (junk, PIN, "no certificate file this program reads", dialog.path),
        ):
            dialog.path.setFocus()
            replace(str(path))
            enter()
            assert focused() is dialog.pin
            replace(pin)
            desk.press("Return")
            assert words in said(dialog)
            assert focused() is where
            heard.append(said(dialog))
        dialog.path.setFocus()
        replace(str(good))
        enter()
        replace(PIN)
        desk.press("Return")
        assert said(dialog) == ""
        assert any(NAME in text and "valid until" in text for text in texts_of(dialog))
        assert focused() is dialog.sign

    on_sign_dialog(desk, act)
    assert len(set(heard)) == 3
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    assert not row.signed


@pytest.mark.parametrize(
    ("years", "words"),
    [((2018, 2020), "expired on"), ((2023, 2025), "is valid from")],
)
def test_a_certificate_out_of_its_time_signs_nothing_and_says_why(desk, tmp_path, years, words):
    path = certificate_file(tmp_path, of_years(*years))

    def act(dialog):
        replace(str(path))
        enter()
        replace(PIN)
        desk.press("Return")
        assert words in said(dialog), "refused as soon as it is looked at"
        assert NAME in said(dialog)
        assert focused() is dialog.path
        assert not any("valid until" in text for text in texts_of(dialog))
        press("Ctrl+S")
        desk.settle()
        assert words in said(dialog)
        assert dialog.isVisible()
        assert dialog.sign.isEnabled()

    on_sign_dialog(desk, act)
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    assert not row.signed


def test_a_certificate_that_is_not_made_for_signing_is_refused_at_once(desk, tmp_path):
    path = certificate_file(tmp_path, an_authority_as_signer())

    def act(dialog):
        replace(str(path))
        enter()
        replace(PIN)
        desk.press("Return")
        assert "is not made for signing papers" in said(dialog)
        assert focused() is dialog.path

    on_sign_dialog(desk, act)


def test_a_wrong_pin_given_straight_to_the_button_signs_nothing(desk, tmp_path):
    path = certificate_file(tmp_path)

    def act(dialog):
        replace(str(path))
        enter()
        replace("sai")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: bool(said(dialog)), timeout=20_000)
        assert "PIN" in said(dialog)
        desk.settle()
        assert focused() is dialog.pin
        replace(PIN)
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    on_sign_dialog(desk, act)
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    assert row.signed
    assert desk.window.session.recall("sign/certificate") == str(path)


def test_the_pin_is_never_shown_and_the_file_is_remembered_without_it(desk, tmp_path):
    path = certificate_file(tmp_path)

    def act(dialog):
        assert dialog.path.text() == str(path)
        assert focused() is dialog.pin
        assert dialog.pin.text() == ""
        replace("123456")
        assert dialog.pin.displayText() != "123456"

    desk.window.session.remember("sign/certificate", str(path))
    on_sign_dialog(desk, act)


# Checking -------------------------------------------------------------------------------------


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
