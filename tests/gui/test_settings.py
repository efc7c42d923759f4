"""The page of settings on a real workspace: every section, driven as a clerk would."""

import base64
import dataclasses
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
)

from ktgs_desktop import i18n, settings
from ktgs_desktop.domain.offices import NumberSeries, Signer
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.anchors import ImportAnchorsDialog, fingerprint_text
from ktgs_desktop.gui.dialogs.bodies import BodyDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.dialogs.users import (
    AddUserDialog,
    EditUserDialog,
    LetInDialog,
    NewCodeDialog,
    OwnPasswordDialog,
)
from ktgs_desktop.gui.main_window import MainWindow
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.views.settings import SettingsPage
from ktgs_desktop.services import (
    maintenance,
    offices,
    organizations,
    signing,
    unit_register,
    users,
)
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.settings import Settings
from ktgs_desktop.trust import training
from ktgs_desktop.trust.training import Validity

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints")]
ENTER = Qt.Key.Key_Return
LOGIN, PASSWORD = "du", "meo nho tren mai 1"
OTHER = "mot mat khau khac"


class Bench:
    """A page of settings in a window, on a workspace of its own."""

    def __init__(self, qtbot, workspace):
        self.qtbot = qtbot
        self.workspace = workspace
        self.tasks = TaskRunner()
        self.unforeseen = []
        self.tasks.on_unforeseen(self.unforeseen.append)
        self.window = QMainWindow()
        self.window.resize(1152, 740)
        qtbot.addWidget(self.window)
        self.session = Session(
            workspace, self.tasks, Settings(language="en", theme="light"), self.window
        )
        self.said = []
        self.session.said.connect(self.said.append)
        self.page = SettingsPage(self.session)
        self.window.setCentralWidget(self.page)
        self.window.show()
        self.settle()

    def settle(self):
        self.qtbot.waitUntil(lambda: self.tasks.waiting == 0, timeout=20000)
        self.qtbot.wait(5)
        self.qtbot.waitUntil(lambda: self.tasks.waiting == 0, timeout=20000)

    def open(self, name):
        self.page.show_section(name)
        self.settle()
        return self.page.section(name)

    def ask(self, work):
        """What a service says, asked off the window's thread."""
        found = []
        self.tasks.read(self.window, lambda _progress: work(self.workspace), found.append)
        self.qtbot.waitUntil(lambda: bool(found))
        return found[0]

    def press(self, button):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        self.settle()

    def close(self):
        self.workspace.store.keep_off(None)
        self.tasks.stop()
        self.workspace.close()
        assert not self.unforeseen


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    new = offices.NewOffice("05920", LOGIN, PASSWORD, "Trần Thị Thí Dụ", "cán bộ")
    created = offices.create_workspace(folder / "office.ktgsdb", new, unit_register.read_units())
    created.workspace.close()
    return folder


@pytest.fixture
def file(made, tmp_path, monkeypatch, qapp):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path))
    i18n.use("en")
    theme.apply(qapp, Settings(theme="light"))
    shutil.copytree(made, tmp_path / "workspaces")
    yield tmp_path / "workspaces" / "office.ktgsdb"
    i18n.use("vi")


@pytest.fixture
def bench(qtbot, file):
    made = Bench(qtbot, open_workspace(file, login=LOGIN, password=PASSWORD))
    yield made
    made.close()


def during(kind, act):
    """Do something with the next dialog of a kind, whose loop holds the test up."""

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def agree(box):
    next(
        one for one in box.buttons() if box.buttonRole(one) == QMessageBox.ButtonRole.AcceptRole
    ).click()


def column(section, number):
    shown = section.list
    return [shown.topLevelItem(row).text(number) for row in range(shown.topLevelItemCount())]


def choose(section, text):
    for row in range(section.list.topLevelItemCount()):
        item = section.list.topLevelItem(row)
        if any(text in item.text(place) for place in range(section.list.columnCount())):
            section.list.setCurrentItem(item)
            return
    raise AssertionError(text)


# The page -------------------------------------------------------------------------------------


def test_every_section_opens_by_keyboard_and_the_last_one_is_remembered(bench):
    bench.page.list.setFocus()
    bench.page.list.setCurrentRow(0)
    for _row in range(bench.page.list.count() - 1):
        QTest.keyClick(bench.page.list, Qt.Key.Key_Down)
        bench.settle()
    assert bench.page.section("about").isVisible()
    assert SettingsPage(bench.session).section("about").isEnabled()
    again = SettingsPage(bench.session)
    assert again.list.currentRow() == bench.page.list.count() - 1
    bench.page.show_record("section", "copies")
    assert bench.page.section("copies").isVisible()
    bench.page.show_record("issuing_body", None)
    assert bench.page.section("bodies").isVisible()
    bench.settle()


def test_every_field_and_button_can_be_named_aloud(bench):
    for place in range(bench.page.list.count()):
        bench.page.list.setCurrentRow(place)
        bench.settle()
    for field in bench.page.findChildren(QLineEdit):
        assert field.accessibleName() or field.objectName() == "qt_spinbox_lineedit"
    for button in bench.page.findChildren(QPushButton):
        assert button.text()


def test_a_workspace_open_elsewhere_shows_nothing_that_writes(qtbot, file):
    holder = open_workspace(file, login=LOGIN, password=PASSWORD)
    reader = Bench(qtbot, open_workspace(file, login=LOGIN, password=PASSWORD))
    try:
        assert reader.workspace.read_only
        for name in ("office", "bodies", "users", "trust", "copies"):
            section = reader.open(name)
            assert not [one.text() for one in section.findChildren(QPushButton) if one.isVisible()]
        reader.page.section("bodies").edit()
        reader.page.section("users").edit()
        check = reader.open("check").panel
        reader.press(check.start)
        assert "All is well" in check.result.text()
    finally:
        reader.close()
        holder.close()


# Interface ------------------------------------------------------------------------------------


def test_a_choice_counts_at_once(bench):
    chosen = []
    bench.session.settings_changed.connect(chosen.append)
    section = bench.open("interface")
    minutes = section.fields["lock_after_minutes"]
    minutes.setFocus()
    QTest.keyClick(minutes, Qt.Key.Key_Up)
    assert chosen[-1].lock_after_minutes == 5
    QTest.keyClick(section.fields["row_height"], Qt.Key.Key_Down)
    assert chosen[-1].row_height == "double"
    QTest.keyClick(section.fields["font_size"], Qt.Key.Key_Down)
    assert chosen[-1].font_size == 11
    for one in chosen:
        settings.save(one)


def test_another_language_rebuilds_the_window_and_keeps_the_place(qtbot, file):
    workspace = open_workspace(file, login=LOGIN, password=PASSWORD)
    tasks = TaskRunner()
    window = MainWindow(workspace, tasks, Settings(language="en", theme="light"))
    qtbot.addWidget(window)
    window.show()
    window.go("settings")
    page = window.page("settings")
    page.show_section("interface")
    field = page.section("interface").fields["language"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: window.page("settings") is not page)
    assert i18n.language() == "vi"
    assert settings.load().language == "vi"
    again = window.page("settings")
    assert again.isVisible()
    qtbot.waitUntil(again.section("interface").fields["language"].hasFocus)
    texts = [label.text() for label in again.findChildren(QLabel)]
    assert i18n.translate("Settings") in texts
    qtbot.waitUntil(lambda: tasks.waiting == 0)
    window.close()


# Office ---------------------------------------------------------------------------------------


def test_the_office_gets_another_name_and_term(bench):
    section = bench.open("office")
    assert section.name.value() == "UBKT Đảng uỷ xã Tân Kim"
    assert section._unit.value() == "05920"
    assert section._committee.value() == "Đảng uỷ xã Tân Kim"
    assert section._superior.value() == "Uỷ ban Kiểm tra Huyện uỷ Phú Bình"
    section.name.set_value("UBKT Tân Kim")
    section.term.set_value("2025-2030")
    section.name.setFocus()
    QTest.keyClick(section.name, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert bench.workspace.office.name == "UBKT Tân Kim"
    assert bench.workspace.office.term == "2025-2030"
    section.name.set_value("")
    bench.press(section.save)
    assert section._fault.isVisible()


# Issuing bodies -------------------------------------------------------------------------------


def test_the_heading_prints_live_while_it_is_typed(bench):
    section = bench.open("bodies")
    body = section._bodies[0]
    dialog = BodyDialog(bench.session, body, bench.window)
    dialog.show()
    shown = dialog.preview
    bench.qtbot.waitUntil(lambda: shown.shown is not None, timeout=10000)
    before = shown._page.pixmap().toImage()
    dialog.header_own.setFocus()
    dialog.header_own.selectAll()
    QTest.keyClicks(dialog.header_own, "DANG UY THI TRAN MAU")
    bench.qtbot.waitUntil(lambda: shown.shown.header_own == "DANG UY THI TRAN MAU", timeout=10000)
    after = shown._page.pixmap().toImage()
    assert before.size() == after.size()
    assert before != after
    assert after.copy(0, after.height() // 2, after.width(), 20) == before.copy(
        0, before.height() // 2, before.width(), 20
    )
    dialog.done(0)


def test_a_body_is_edited_by_keyboard(bench):
    section = bench.open("bodies")

    def fill(dialog):
        dialog.name.setFocus()
        QTest.keyClick(dialog.name, ENTER)
        assert dialog.focusWidget() is dialog.header_above
        dialog.symbol.setFocus()
        dialog.symbol.selectAll()
        QTest.keyClicks(dialog.symbol, "DUX")
        dialog.tabs.setCurrentIndex(1)
        grid = dialog.signers.grid
        grid.setFocus()
        QTest.keyClick(grid, Qt.Key.Key_F5)
        assert grid.rowCount() == 2
        QTest.keyClick(grid, Qt.Key.Key_F2)
        editor = grid.findChild(QLineEdit)
        editor.insert("Lê Thị Tập Huấn")
        QTest.keyClick(editor, ENTER)
        assert grid.currentColumn() == 1
        QTest.keyClick(grid, Qt.Key.Key_F2)
        grid.findChildren(QLineEdit)[-1].insert("PHÓ BÍ THƯ")
        QTest.keyClick(grid.focusWidget() or grid, ENTER)
        grid.setCurrentCell(1, 0)
        QTest.keyClick(grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        assert grid.item(0, 0).text() == "Lê Thị Tập Huấn"
        dialog.recipients.setFocus()
        dialog.recipients.selectAll()
        dialog.recipients.insertPlainText("Như trên")
        QTest.keyClick(dialog.recipients, ENTER)
        dialog.recipients.insertPlainText("Lưu Đảng uỷ")
        cell = dialog.series.grid.item(1, 1)
        cell.setData(Qt.ItemDataRole.EditRole, 12)
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    during(BodyDialog, fill)
    section.list.setFocus()
    QTest.keyClick(section.list, ENTER)
    bench.settle()
    saved = bench.ask(offices.bodies)[0]
    assert saved.symbol == "DUX"
    assert saved.signers[0] == Signer("Lê Thị Tập Huấn", "PHÓ BÍ THƯ", saved.signers[1].authority)
    assert saved.recipients == ("Như trên", "Lưu Đảng uỷ")
    assert saved.series == (NumberSeries("QĐ", "2020-2025", 12),)
    assert column(section, 3)[0] == "DUX"


def test_a_symbol_twice_is_refused_in_the_dialog_and_leaving_asks(bench):
    section = bench.open("bodies")
    symbols = column(section, 3)

    def fill(dialog):
        dialog.symbol.set_value(symbols[1])
        dialog.symbol.edited.emit()
        dialog.save.click()
        bench.qtbot.waitUntil(lambda: symbols[1] in dialog._fault.text())
        during(QMessageBox, agree)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    during(BodyDialog, fill)
    bench.press(section.edit_button)
    assert column(section, 3) == symbols


def test_bodies_change_places(bench):
    section = bench.open("bodies")
    names = column(section, 1)
    section.list.setFocus()
    QTest.keyClick(section.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert column(section, 1) == names[::-1]
    bench.press(section.down)
    assert column(section, 1) == names[::-1]
    bench.press(section.up)
    assert column(section, 1) == names


def test_an_advisory_body_is_picked_from_the_register(bench):
    section = bench.open("bodies")

    def fill(dialog):
        dialog.save.click()
        assert "Pick the organisation" in dialog._fault.text()
        field = dialog.organization
        field.setFocus()
        QTest.keyClicks(field, "phu binh")
        bench.qtbot.waitUntil(lambda: len(field.offers()) > 0, timeout=10000)
        QTest.keyClick(field, Qt.Key.Key_Down)
        QTest.keyClick(field, ENTER)
        assert dialog.name.value()
        assert dialog.header_own.value() == dialog.name.value().upper()
        dialog.symbol.setText("BTG")
        dialog.save.click()

    during(BodyDialog, fill)
    bench.press(section.add_button)
    made = bench.ask(offices.bodies)[-1]
    assert made.symbol == "BTG"
    assert bench.ask(lambda workspace: organizations.get(workspace, made.organization))
    assert column(section, 3)[-1] == "BTG"


# Users ----------------------------------------------------------------------------------------


def test_a_user_comes_goes_and_comes_back(bench, file):
    section = bench.open("users")

    def fill(dialog):
        for text in ("Nguyễn Văn Mẫu", "phó chủ nhiệm", "mau", OTHER, OTHER + "x"):
            dialog.focusWidget().insert(text)
            QTest.keyClick(dialog.focusWidget(), ENTER)
        assert "differ" in dialog._fault.text()
        dialog.password.again.setText(OTHER)
        QTest.keyClick(dialog.password.again, ENTER)

    during(AddUserDialog, fill)
    bench.press(section.add_button)
    assert "mau" in column(section, 2)
    choose(section, "mau")

    during(QMessageBox, agree)
    bench.press(section.deactivate_button)
    assert "may no longer log in" in " ".join(column(section, 3))
    with pytest.raises(UserError):
        open_workspace(file, login="mau", password=OTHER)

    def let_in(dialog):
        dialog.password.first.setText(OTHER)
        dialog.password.again.setText(OTHER)
        QTest.keyClick(dialog.password.again, ENTER)

    during(LetInDialog, let_in)
    bench.press(section.let_in_button)
    opened = open_workspace(file, login="mau", password=OTHER)
    assert opened.user.full_name == "Nguyễn Văn Mẫu"
    opened.close()


def test_nobody_locks_themselves_out(bench):
    section = bench.open("users")
    choose(section, LOGIN)
    assert not section.deactivate_button.isEnabled()
    assert "(you)" in column(section, 0)[0]


def test_a_name_is_corrected_and_a_login_taken_is_refused(bench):
    section = bench.open("users")

    def edit(dialog):
        dialog.full_name.selectAll()
        dialog.full_name.insert("Trần Thị Ví Dụ")
        dialog.position.setFocus()
        QTest.keyClick(dialog.position, ENTER)

    during(EditUserDialog, edit)
    bench.press(section.edit_button)
    assert bench.workspace.user.full_name == "Trần Thị Ví Dụ"

    def add(dialog):
        dialog.full_name.setText("Người Khác")
        dialog.login.setText(LOGIN.upper())
        dialog.password.first.setText(OTHER)
        dialog.password.again.setText(OTHER)
        dialog.save.click()
        bench.qtbot.waitUntil(lambda: "is taken" in dialog._fault.text())
        dialog.reject()

    during(AddUserDialog, add)
    bench.press(section.add_button)
    assert len(column(section, 0)) == 1


def test_ones_own_password_is_changed(bench, file):
    section = bench.open("users")

    def fill(dialog):
        dialog.old.setText("falsch 123")
        dialog.password.first.setText(OTHER)
        dialog.password.again.setText(OTHER)
        dialog.save.click()
        bench.qtbot.waitUntil(lambda: "wrong" in dialog._fault.text())
        dialog.old.setText(PASSWORD)
        QTest.keyClick(dialog.password.again, ENTER)

    during(OwnPasswordDialog, fill)
    bench.press(section.password_button)
    assert "changed" in bench.said[-1]
    opened = open_workspace(file, login=LOGIN, password=OTHER)
    opened.close()


def test_a_new_code_opens_and_stays_until_it_is_on_paper(bench, file):
    section = bench.open("users")
    seen = []

    def look(dialog):
        seen.append(dialog.sheet.code)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert not dialog.close_button.isEnabled()
        dialog.sheet.done.setChecked(True)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    def confirm(box):
        during(NewCodeDialog, look)
        agree(box)

    during(QMessageBox, confirm)
    bench.press(section.code_button)
    bench.qtbot.waitUntil(lambda: bool(seen))
    users.reset_password(file, code=seen[0], login=LOGIN, password=OTHER)


# Trust ----------------------------------------------------------------------------------------


def pem(label, der):
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n"


@pytest.fixture(scope="module")
def authority():
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = training.new_authority(
        Validity(start, start + timedelta(days=365 * 30)), kind=training.KeyKind.EC
    )
    overdue = training.revocation_list(made, Validity(start, start + timedelta(days=30)))
    return pem("CERTIFICATE", made.certificate), pem("X509 CRL", overdue)


def import_(bench, monkeypatch, path, act):
    section = bench.open("trust")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    during(ImportAnchorsDialog, act)
    bench.press(section.import_button)
    bench.settle()
    return section


def test_trust_asks_for_the_fingerprint_and_marks_an_overdue_list(
    bench, authority, tmp_path, monkeypatch
):
    path = tmp_path / "authority.pem"
    path.write_text("".join(authority))

    def compare(dialog):
        labels = [label.text() for label in dialog.findChildren(QLabel)]
        authority_print, list_print = dialog.ticks
        assert fingerprint_text(authority_print) in labels
        assert not dialog.ticks[authority_print].isChecked()
        assert dialog.ticks[list_print].isChecked()
        tick = dialog.ticks[authority_print]
        tick.setFocus()
        QTest.keyClick(tick, Qt.Key.Key_Space)
        assert dialog.save.isEnabled()
        dialog.save.click()

    section = import_(bench, monkeypatch, path, compare)
    assert column(section, 0) == ["Authority", "Revocation list"]
    assert "valid" in column(section, 4)[0]
    assert "overdue" in column(section, 4)[1]
    shown = section.fingerprint.text()
    assert len(shown.split()) == 16
    assert {len(group) for group in shown.split()} == {4}

    choose(section, "Authority")

    def reason(dialog):
        dialog.reason.set_value("hết hạn dùng")
        dialog._accept()

    during(ReasonDialog, reason)
    bench.press(section.remove_button)
    assert column(section, 0) == ["Revocation list"]


def test_what_was_not_compared_is_not_trusted(bench, authority, tmp_path, monkeypatch):
    path = tmp_path / "authority.pem"
    path.write_text("".join(authority))

    def take_list_only(dialog):
        dialog.save.click()

    section = import_(bench, monkeypatch, path, take_list_only)
    assert column(section, 0) == ["Revocation list"]

    def nothing_left(dialog):
        assert len(dialog.ticks) == 1
        assert not dialog.save.isEnabled()
        dialog.reject()

    import_(bench, monkeypatch, path, nothing_left)
    assert [one.kind for one in bench.ask(signing.anchors)] == ["REVOCATIONS"]


def test_a_file_swapped_after_the_comparison_is_not_trusted(
    bench, authority, tmp_path, monkeypatch
):
    path = tmp_path / "authority.pem"
    path.write_text(authority[0])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    other = training.new_authority(
        Validity(start, start + timedelta(days=9000)), kind=training.KeyKind.EC
    )

    def swap(dialog):
        next(iter(dialog.ticks.values())).setChecked(True)
        path.write_text(pem("CERTIFICATE", other.certificate))
        dialog.save.click()

    import_(bench, monkeypatch, path, swap)
    assert bench.ask(signing.anchors) == []


def test_a_file_that_offers_nothing_is_said_in_plain_words(bench, tmp_path, monkeypatch):
    path = tmp_path / "letter.txt"
    path.write_text("Kính gửi")
    section = bench.open("trust")
    assert section._empty.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(path), ""))
    seen = []

    def read(box):
        seen.append(box.text())
        box.done(0)

    during(QMessageBox, read)
    bench.press(section.import_button)
    bench.qtbot.waitUntil(lambda: bool(seen))
    assert seen[0]
    assert "anchors_unreadable" not in seen[0]


# Copies and check -----------------------------------------------------------------------------


def test_copies_are_made_here_and_elsewhere(bench, tmp_path, monkeypatch):
    section = bench.open("copies")
    assert section._empty.isVisible()
    bench.press(section.copy_button)
    assert len(column(section, 0)) == 1
    assert "made and checked" in section._said.text()
    bench.qtbot.wait(1100)  # copies are named by the second
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(stick))
    bench.press(section.folder_button)
    assert str(stick) in section._said.text()
    copies = list(stick.glob("*.ktgsdb"))
    assert len(copies) == 1
    opened = open_workspace(copies[0], login=LOGIN, password=PASSWORD)
    assert opened.office.unit_code == "05920"
    opened.close()


def test_the_check_says_in_words_what_it_found(bench):
    panel = bench.open("check").panel
    bench.press(panel.start)
    assert panel.result.text().startswith("✔ All is well")
    digest = bench.workspace.attachments.put(b"a paper")
    assert digest
    assert not panel.stop.isVisible()


def test_faults_are_listed_and_the_way_out_is_named(bench, monkeypatch):
    panel = bench.open("check").panel
    report = maintenance.CheckReport(("page 7",), ("chain_broken change 3",), ("x",), 9, 9, 0)
    monkeypatch.setattr(maintenance, "check", lambda *_a: report)
    bench.press(panel.start)
    assert "go back to the latest sound copy" in panel.result.text()
    assert panel.details.toPlainText().splitlines() == ["page 7", "chain_broken change 3", "x"]
    sound = dataclasses.replace(report, file_faults=(), journal_faults=(), attachment_faults=())
    monkeypatch.setattr(maintenance, "check", lambda *_a: sound)
    bench.press(panel.start)
    assert not panel.details.isVisible()


def test_a_check_can_be_stopped(bench, monkeypatch):
    def endless(_workspace, progress):
        step = 0
        while True:
            step += 1
            progress.step(step % 50, 50)

    monkeypatch.setattr(maintenance, "check", endless)
    panel = bench.open("check").panel
    panel.start.setFocus()
    QTest.keyClick(panel.start, Qt.Key.Key_Space)
    bench.qtbot.waitUntil(lambda: panel._bar.maximum() == 50)
    panel.stop.click()
    bench.settle()
    assert "Stopped" in panel.result.text()
    assert panel.start.isEnabled()


def test_about_names_version_places_and_licences(bench, file):
    section = bench.open("about")
    assert "MIT License" in section.licences.toPlainText()
    shown = [field.text() for field in section.findChildren(QLineEdit)]
    assert str(file) in shown
    assert all(Path(text).is_absolute() for text in shown)
