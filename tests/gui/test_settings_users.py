"""Settings: the office's users, their passwords and the recovery code."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QMessageBox,
)

from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.dialogs.users import (
    AddUserDialog,
    EditUserDialog,
    LetInDialog,
    NewCodeDialog,
    OwnPasswordDialog,
)
from ktgs_desktop.services import (
    users,
)
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import PASSWORD
from tests.helpers.dialogs import agree, during
from tests.helpers.settings_bench import Bench, choose, column

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return
OTHER = "mot mat khau khac"


@pytest.fixture
def bench(qtbot, qapp, workspace):
    made = Bench(qtbot, qapp, workspace)
    yield made
    made.close()


# Users --------------------------------------------------------------------------------------------


def test_a_user_comes_goes_and_comes_back(bench, office_file):
    section = bench.open("users")

    def fill(dialog):
        for text in ("Lê Thị Tập Huấn", "phó chủ nhiệm", "lan", OTHER, OTHER + "x"):
            dialog.focusWidget().insert(text)
            QTest.keyClick(dialog.focusWidget(), ENTER)
        assert "differ" in dialog._fault.text()
        dialog.password.again.setText(OTHER)
        QTest.keyClick(dialog.password.again, ENTER)

    with during(AddUserDialog, fill):
        bench.press(section.add_button)
    assert "lan" in column(section, 2)
    choose(section, "lan")

    with during(QMessageBox, agree):
        bench.press(section.deactivate_button)
    assert "may no longer log in" in " ".join(column(section, 3))
    with pytest.raises(UserError):
        open_workspace(office_file, login="lan", password=OTHER)

    def let_in(dialog):
        dialog.password.first.setText(OTHER)
        dialog.password.again.setText(OTHER)
        QTest.keyClick(dialog.password.again, ENTER)

    with during(LetInDialog, let_in):
        bench.press(section.let_in_button)
    opened = open_workspace(office_file, login="lan", password=OTHER)
    assert opened.user.full_name == "Lê Thị Tập Huấn"
    opened.close()


def test_nobody_locks_themselves_out(bench):
    section = bench.open("users")
    choose(section, "mau")
    assert not section.deactivate_button.isEnabled()
    assert "(you)" in column(section, 0)[0]


def test_a_name_is_corrected_and_a_login_taken_is_refused(bench):
    section = bench.open("users")

    def edit(dialog):
        dialog.full_name.selectAll()
        dialog.full_name.insert("Trần Thị Ví Dụ")
        dialog.position.setFocus()
        QTest.keyClick(dialog.position, ENTER)

    with during(EditUserDialog, edit):
        bench.press(section.edit_button)
    assert bench.workspace.user.full_name == "Trần Thị Ví Dụ"

    def add(dialog):
        dialog.full_name.setText("Người Khác")
        dialog.login.setText("MAU")
        dialog.password.first.setText(OTHER)
        dialog.password.again.setText(OTHER)
        dialog.save.click()
        bench.qtbot.waitUntil(lambda: "is taken" in dialog._fault.text())
        dialog.reject()

    with during(AddUserDialog, add):
        bench.press(section.add_button)
    assert len(column(section, 0)) == 1


def test_ones_own_password_is_changed(bench, office_file):
    section = bench.open("users")

    def fill(dialog):
        dialog.old.setText("falsch 123")
        dialog.password.first.setText(OTHER)
        dialog.password.again.setText(OTHER + "x")
        dialog.save.click()
        assert dialog._fault.text() == "The two passwords differ. Type both again."
        assert dialog.isVisible()
        dialog.password.again.setText(OTHER)
        dialog.save.click()
        bench.qtbot.waitUntil(lambda: "wrong" in dialog._fault.text())
        dialog.old.setText(PASSWORD)
        QTest.keyClick(dialog.password.again, ENTER)

    with during(OwnPasswordDialog, fill):
        bench.press(section.password_button)
    assert "changed" in bench.said[-1]
    opened = open_workspace(office_file, login="mau", password=OTHER)
    opened.close()


def test_a_new_code_opens_and_stays_until_it_is_on_paper(bench, office_file):
    section = bench.open("users")
    seen = []

    def look(dialog):
        seen.append(dialog.sheet.code)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert not dialog.close_button.isEnabled()
        dialog.sheet.done.setChecked(True)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    with during(NewCodeDialog, look), during(QMessageBox, agree):
        bench.press(section.code_button)
    users.reset_password(office_file, code=seen[0], login="mau", password=OTHER)
