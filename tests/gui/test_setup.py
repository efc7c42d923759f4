"""The first set-up, driven by keyboard through the real wizard."""

import errno
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWizard

from ktgs_desktop import i18n
from ktgs_desktop.gui.dialogs.setup import SetupWizard
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.services import offices, places, users
from ktgs_desktop.services.workspace import open_workspace
from tests.helpers.dialogs import agree, during, refuse
from tests.helpers.paper_text import pdf_text, recovery_code_of

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return
PASSWORD = "meo nho tren mai 1"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path))
    i18n.use("en")
    yield
    i18n.use("vi")


@pytest.fixture
def wizard(qtbot):
    tasks = TaskRunner()
    unforeseen = []
    tasks.on_unforeseen(unforeseen.append)
    made = SetupWizard(tasks)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.done(0))
    made.show()
    qtbot.waitUntil(lambda: made.office_page.list.count() > 0)
    yield made
    if made.workspace is not None:
        made.workspace.close()
    assert tasks.stop()
    assert not unforeseen


def write(widget, text):
    """Typed where the cursor is; letters with accents as an input method commits them."""
    if text.isascii():
        QTest.keyClicks(widget, text)
    else:
        widget.insert(text)


def enter(window, text=""):
    field = window.focusWidget()
    if text:
        write(field, text)
    QTest.keyClick(field, ENTER)


def choose_office(qtbot, wizard, text="phu binh"):
    QTest.keyClicks(wizard.office_page.line, text)
    qtbot.waitUntil(wizard.office_page.isComplete)
    QTest.keyClick(wizard.office_page.line, ENTER)
    assert wizard.currentPage() is wizard.file_page


def fill_user(qtbot, wizard, again=PASSWORD):
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.user_page)  # the disk is tried first
    for text in ("Trần Thị Thí Dụ", "cán bộ địa bàn", "du", PASSWORD, again):
        enter(wizard, text)


def test_an_office_is_set_up_by_keyboard_alone(qtbot, wizard, tmp_path):
    choose_office(qtbot, wizard)
    expected = tmp_path / "workspaces" / "ubkt-huyen-uy-phu-binh.ktgsdb"
    assert wizard.file_page.path.value() == str(expected)
    enter(wizard)
    assert wizard.focusWidget() is wizard.file_page.term
    wizard.file_page.term.set_value("2020-2025")
    enter(wizard)
    fill_user(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.code_page, timeout=20000)

    back, following = (
        wizard.button(kind)
        for kind in (QWizard.WizardButton.BackButton, QWizard.WizardButton.NextButton)
    )
    assert not back.isEnabled()
    assert not following.isEnabled()
    done = wizard.code_page.sheet.done
    done.setFocus()
    QTest.keyClick(done, Qt.Key.Key_Space)
    assert following.isEnabled()
    QTest.keyClick(done, ENTER)
    qtbot.waitUntil(lambda: len(wizard.signers_page._rows) == 2)
    for text in ("Nguyễn Văn Mẫu", "", "Lê Thị Tập Huấn", ""):
        enter(wizard, text)
    qtbot.waitUntil(lambda: wizard.result() == 1)

    workspace = wizard.workspace
    assert workspace.office.name == "UBKT Huyện uỷ Phú Bình"
    assert workspace.office.term == "2020-2025"
    assert workspace.user.full_name == "Trần Thị Thí Dụ"
    standing, inspection = offices.bodies(workspace)
    assert standing.signers[0].name == "Nguyễn Văn Mẫu"
    assert standing.signers[0].position == "BÍ THƯ"
    assert inspection.signers[0].name == "Lê Thị Tập Huấn"


def test_the_code_shown_is_the_one_that_opens(qtbot, wizard):
    choose_office(qtbot, wizard, "tan kim")
    enter(wizard)
    enter(wizard)
    fill_user(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.code_page, timeout=20000)
    path = wizard.workspace.files.database
    code = wizard.code_page.sheet.code
    wizard.workspace.close()
    users.reset_password(path, code=code, login="du", password="mot mat khau khac")
    opened = open_workspace(path, login="du", password="mot mat khau khac")
    assert opened.office.name == "UBKT Đảng uỷ xã Tân Kim"
    opened.close()


def test_words_typed_anew_forget_what_was_marked(qtbot, wizard):
    line = wizard.office_page.line
    QTest.keyClicks(line, "phu binh")
    qtbot.waitUntil(wizard.office_page.isComplete)
    QTest.keyClicks(line, " thai nguyen")
    assert not wizard.office_page.isComplete()
    QTest.keyClick(line, ENTER)
    assert wizard.currentPage() is wizard.office_page
    qtbot.waitUntil(wizard.office_page.isComplete)
    assert wizard.plan.office.code == "173"


def test_arrows_choose_among_offices_of_one_name(qtbot, wizard):
    line = wizard.office_page.line
    line.insert("Phú Bình")
    qtbot.waitUntil(wizard.office_page.isComplete)
    assert "Thái Nguyên" in wizard.office_page.list.currentItem().text()
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert wizard.plan.office.code != "173"
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert wizard.plan.office.code == "173"


def test_passwords_that_differ_are_refused_in_place(qtbot, wizard):
    choose_office(qtbot, wizard)
    enter(wizard)
    enter(wizard)
    fill_user(qtbot, wizard, again=PASSWORD + "x")
    page = wizard.user_page
    assert wizard.currentPage() is page
    assert page.fault.text() == "The two passwords differ. Type both again."
    assert wizard.workspace is None
    page.password.first.setText(PASSWORD)
    page.password.again.setText(PASSWORD)
    QTest.keyClick(page.password.again, ENTER)
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.code_page, timeout=20000)


def test_a_short_password_and_a_bad_login_are_refused_in_place(qtbot, wizard):
    choose_office(qtbot, wizard)
    enter(wizard)
    enter(wizard)
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.user_page)
    for text in ("Thí Dụ", "", "dụ lan", "ngan", "ngan"):
        enter(wizard, text)
    assert "cannot be a login name" in wizard.user_page.fault.text()
    wizard.user_page.login.setText("lan")
    QTest.keyClick(wizard.user_page.password.again, ENTER)
    assert "too short" in wizard.user_page.fault.text()


def test_a_file_that_exists_is_noticed_while_its_name_is_typed(qtbot, wizard, tmp_path):
    taken = tmp_path / "taken.ktgsdb"
    taken.write_bytes(b"x")
    choose_office(qtbot, wizard)
    wizard.file_page.path.selectAll()
    QTest.keyClicks(wizard.file_page.path, str(taken))
    qtbot.waitUntil(lambda: "exists already" in wizard.file_page.fault.text())
    assert not wizard.file_page.isComplete()
    QTest.keyClicks(wizard.file_page.path, "x")
    assert wizard.file_page.isComplete()


def test_a_place_where_nothing_can_be_made_is_told_before_the_next_page(
    qtbot, wizard, tmp_path, monkeypatch
):
    choose_office(qtbot, wizard)
    enter(wizard)
    made = tmp_path / "a" / "b"
    wizard.file_page.path.setText(str(made / "x.ktgsdb"))

    def refused(*_given, **_named):
        raise OSError(errno.EROFS, "read-only")

    def says(text):
        qtbot.waitUntil(lambda: text in page.fault.text())
        assert wizard.currentPage() is page

    page = wizard.file_page
    with monkeypatch.context() as patch:
        patch.setattr(places.tempfile, "TemporaryFile", refused)
        wizard.next()
        says("cannot be written")
    assert not made.parent.exists()
    page.path.setText("/proc/khong/x.ktgsdb")
    wizard.next()
    says("does not exist")
    page.path.setText(str(made / "y.ktgsdb"))
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.user_page)
    assert not made.parent.exists()


def test_a_failure_is_said_in_place_and_going_back_mends_it(qtbot, wizard):
    choose_office(qtbot, wizard)
    enter(wizard)
    enter(wizard)
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.user_page)
    path = Path(wizard.plan.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"somebody else was faster")
    fill_user(qtbot, wizard)
    assert wizard.currentPage() is wizard.create_page
    qtbot.waitUntil(lambda: bool(wizard.create_page.fault.text()))
    assert "exists already" in wizard.create_page.fault.text()
    back = wizard.button(QWizard.WizardButton.BackButton)
    assert back.isEnabled()
    back.click()
    back.click()
    assert wizard.currentPage() is wizard.file_page
    wizard.file_page.path.selectAll()
    QTest.keyClicks(wizard.file_page.path, str(path.with_name("other.ktgsdb")))
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.user_page)
    wizard.next()
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.code_page, timeout=20000)
    assert path.read_bytes() == b"somebody else was faster"


def test_an_error_nobody_foresaw_lets_the_user_go_back(qtbot, wizard, monkeypatch):
    unforeseen = []
    wizard._tasks.on_unforeseen(unforeseen.append)
    monkeypatch.setattr(offices, "create_workspace", lambda *_a, **_k: 1 / 0)
    choose_office(qtbot, wizard)
    enter(wizard)
    enter(wizard)
    fill_user(qtbot, wizard)
    qtbot.waitUntil(lambda: bool(unforeseen))
    assert not wizard.create_page.running
    assert "nothing was made" in wizard.create_page._what.text()
    assert wizard.button(QWizard.WizardButton.BackButton).isEnabled()


def test_stopping_in_the_middle_makes_nothing(qtbot, wizard, monkeypatch):
    def endless(_path, _new, _units, *, progress):
        step = 0
        while True:
            step += 1
            progress.step(step % 10, 10)

    monkeypatch.setattr(offices, "create_workspace", endless)
    choose_office(qtbot, wizard)
    enter(wizard)
    enter(wizard)
    fill_user(qtbot, wizard)
    assert wizard.create_page.running
    qtbot.wait(50)
    assert not wizard.button(QWizard.WizardButton.BackButton).isEnabled()
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not wizard.create_page.running)
    assert wizard.isVisible()
    assert wizard.workspace is None
    assert wizard.button(QWizard.WizardButton.BackButton).isEnabled()


def test_leaving_asks_before_typed_text_is_lost(qtbot, wizard):
    choose_office(qtbot, wizard)

    def go_on(box):
        assert "nothing has been made" in box.text()
        assert box.defaultButton().text() == "&Go on with it"
        refuse(box)

    with during(QMessageBox, go_on):
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    with during(QMessageBox, agree):
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_the_code_must_be_on_paper_and_never_goes_to_the_clipboard(
    qtbot, wizard, tmp_path, monkeypatch
):
    QGuiApplication.clipboard().clear()
    choose_office(qtbot, wizard, "tan kim")
    enter(wizard)
    enter(wizard)
    fill_user(qtbot, wizard)
    qtbot.waitUntil(lambda: wizard.currentPage() is wizard.code_page, timeout=20000)

    def read(box):
        assert "Print the recovery code" in box.text()
        box.accept()

    with during(QMessageBox, read):
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()

    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    sheet = wizard.code_page.sheet
    QTest.keyClick(sheet.save_button, Qt.Key.Key_Space)
    qtbot.waitUntil(target.exists)
    qtbot.waitUntil(lambda: "Print it, then delete the file" in sheet._said.text())
    printed = recovery_code_of(pdf_text(target.read_bytes()))
    assert printed == sheet.code
    assert QGuiApplication.clipboard().text() == ""

    sheet.done.setChecked(True)
    finish = wizard.button(QWizard.WizardButton.FinishButton)
    assert finish.isEnabled()
    finish.click()
    assert wizard.result() == 1
    assert wizard.workspace is not None
    file = wizard.workspace.files.database
    users.reset_password(file, code=printed, login="du", password=PASSWORD + "x")
    open_workspace(file, login="du", password=PASSWORD + "x").close()


@pytest.mark.parametrize(
    ("typed", "again", "word"),
    [
        ("ngan", "", "Too short"),
        ("matkhau123", "", "Easy to guess"),
        ("mật khẩu của tôi", "", "Vietnamese keyboard"),
        ("meo nho tren mai", "meo nho", "Good"),
        ("meo nho tren mai", "meo xx", "differ"),
    ],
)
def test_the_hint_says_how_good_a_password_is(wizard, typed, again, word):
    pair = wizard.user_page.password
    pair.first.setText(typed)
    pair.again.setText(again)
    assert word in pair._hint.text()
    pair.show_typed.setChecked(True)
    assert pair.first.echoMode() == pair.first.EchoMode.Normal
