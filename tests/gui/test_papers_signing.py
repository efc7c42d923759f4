"""Papers signed in the window: every fault its own words, the cursor where it is."""

from datetime import UTC, datetime

import pytest

from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.dialogs.sign import SignDialog
from ktgs_desktop.services import history, papers
from ktgs_desktop.trust import training
from ktgs_desktop.trust.certificates import SigningIdentity
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.helpers.builders import an_issued_program
from tests.helpers.certificates import PIN, a_certificate, the_authority
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of
from tests.helpers.dialogs import during
from tests.helpers.gate import Gate
from tests.helpers.register import do
from tests.helpers.signing import sign_behind

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


def test_what_was_seen_of_a_certificate_does_not_count_for_another_pin(desk, tmp_path):
    good = certificate_file(tmp_path)

    def act(dialog):
        for first, then in ((PIN, "sai"), ("sai", PIN)):
            gates = [Gate(), Gate()]
            for gate in gates:
                desk.tasks.read(dialog, gate, lambda _done: None)
            dialog.path.setFocus()
            replace(str(good))
            enter()
            replace(first)
            press("Return")
            replace(then)
            for gate in gates:
                gate.open()
            desk.settle()
            assert not any("valid until" in text for text in texts_of(dialog))
            assert said(dialog) == ""
            assert focused() is dialog.pin

    on_sign_dialog(desk, act)


def test_escape_while_it_is_signed_shows_the_signed_paper(desk, tmp_path):
    good = certificate_file(tmp_path)
    do(desk, an_issued_program)
    desk.press("Alt+4")

    def sign(dialog):
        replace(str(good))
        enter()
        replace(PIN)
        gate = Gate()
        desk.tasks.write(desk.window, gate, lambda _done: None)
        dialog.sign.click()
        press("Escape")
        assert dialog.isVisible()
        gate.open()
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    def paper(shown):
        desk.settle()
        with during(SignDialog, sign):
            press("Alt+I")
            desk.qtbot.wait(150)
            desk.settle()
        desk.settle()
        assert shown._printed.signed
        assert shown.sign_again.isVisible()
        press("Escape")

    with during(PaperDialog, paper):
        press("Return")
        desk.settle()
    desk.settle()


def test_another_persons_certificate_asks_for_a_tick_of_its_own(desk, tmp_path):
    other = certificate_file(tmp_path, a_certificate("Trần Thị Thí Dụ"), "khac.p12")

    def act(dialog):
        assert not dialog.other.isVisible()
        replace(str(other))
        enter()
        replace(PIN)
        desk.press("Return")
        shown = " ".join(texts_of(dialog))
        assert "names Nguyễn Văn Mẫu as its signer" in shown
        assert "Trần Thị Thí Dụ" in shown
        assert focused() is dialog.other
        press("Ctrl+S")
        desk.settle()
        assert dialog.isVisible(), "nothing is signed without the tick"
        dialog.other.click()
        dialog.pin.setFocus()
        replace(PIN[:-1])
        assert not dialog.other.isVisible(), "another PIN may open another certificate"
        replace(PIN)
        press("Ctrl+S")
        desk.settle()
        assert dialog.isVisible()
        assert not dialog.other.isChecked()
        dialog.other.click()
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    on_sign_dialog(desk, act)
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    assert row.signed
    document = desk.ask(lambda w: papers.get(w, row.id))
    assert document.files[-1].signed_by == "Trần Thị Thí Dụ"


def test_a_paper_signed_wrongly_is_signed_anew(desk, tmp_path):
    right = certificate_file(tmp_path)

    def wrongly(workspace):
        program, _lines = an_issued_program(workspace)
        return sign_behind(workspace, program.document, a_certificate("Trần Thị Thí Dụ"))

    do(desk, wrongly)

    def why(_dialog):
        replace("ký nhầm chứng thư")
        press("Ctrl+S")

    def sign(dialog):
        replace(str(right))
        enter()
        replace(PIN)
        desk.press("Return")
        assert focused() is dialog.sign
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)

    def paper(shown):
        desk.settle()
        desk.qtbot.waitUntil(shown.sign_again.isVisible, timeout=20_000)
        assert not shown.sign.isVisible()
        with during(SignDialog, sign), during(ReasonDialog, why):
            press("Alt+I")
            desk.qtbot.wait(150)
            desk.settle()
        desk.settle()
        press("Escape")

    desk.press("Alt+4")
    with during(PaperDialog, paper):
        press("Return")
        desk.settle()
    desk.settle()
    (row,) = desk.ask(lambda w: papers.rows(w, [1]))
    files = desk.ask(lambda w: papers.get(w, row.id)).files
    assert [one.signed_by for one in files] == ["Trần Thị Thí Dụ", NAME]
    assert "ký nhầm chứng thư" in desk.ask(history.operations)[0].subject
