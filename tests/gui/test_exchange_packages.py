"""Two offices exchange packages by files: sent, looked at, taken in, receipted, refused, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from ktgs_desktop import i18n
from ktgs_desktop.domain.package_log import JobState, SentState
from ktgs_desktop.gui.dialogs.arrival import ArrivalDialog
from ktgs_desktop.gui.dialogs.choose_packages import ChoosePackagesDialog
from ktgs_desktop.gui.dialogs.many_packages import ManyPackagesDialog
from ktgs_desktop.gui.dialogs.packages import CarryDialog, PackageDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import programs
from ktgs_desktop.services.exchange import logbook, packing, receiving, remarks, spool
from ktgs_desktop.settings import Settings
from tests.helpers.builders import SIGNER, a_line, a_program, an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, press, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.exchange import House, a_house, answered, sent, taken

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


class Offices:
    """A province and a district, at whose windows one sits in turn."""

    def __init__(self, qtbot: Any, house: House, stick: Path) -> None:
        self._qtbot, self.house, self.stick = qtbot, house, stick
        self._desk: Desk | None = None

    def sit(self, office: Workspace, pane: str) -> Desk:
        """Open the window of an office at a pane of the exchange."""
        self.leave()
        desk = self._desk = Desk.open(self._qtbot, office, Settings(language="en", theme="light"))
        desk.window.session.remember("exchange/folder", str(self.stick))
        desk.press("Alt+6")
        desk.page().choose(pane)
        desk.settle()
        return desk

    def leave(self) -> None:
        """Close the window; the office stays open for what the next one does."""
        if self._desk is not None:
            office = self._desk.workspace
            office.store.keep_off(None)
            self._desk.window.hide()
            self._desk.tasks.stop()
            unforeseen = self._desk.unforeseen
            self._desk = None
            assert not unforeseen, unforeseen

    def packages(self, name: str) -> list[Path]:
        """Packages on the stick, by a part of their names, the oldest first."""
        return sorted(self.stick.glob(f"*{name}*.ktgs"))


@pytest.fixture
def offices(
    qtbot: Any, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Offices]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    stick = tmp_path / "USB"
    stick.mkdir()
    house = a_house(tmp_path / "house", clock)
    an_issued_program(house.district)
    made = Offices(qtbot, house, stick)
    yield made
    made.leave()
    house.close()
    i18n.use("vi")


def _write(dialog: PackageDialog) -> None:
    """Write what the dialog is for by Enter, see that the stick may go, and close it."""
    assert dialog.stick.value() is not None
    dialog.write_button.setFocus()
    press("Return")
    bot_wait(lambda: dialog.made is not None)
    assert "you may take the stick out" in dialog.done_text.text()
    dialog.close_button.setFocus()
    press("Return")


def bot_wait(done: Callable[[], object]) -> None:
    """Wait inside a dialog's own loop."""
    for _step in range(2000):
        if done():
            return
        QTest.qWait(10)
    raise AssertionError("it did not come")


def _tick_only(dialog: ChoosePackagesDialog, *files: Path) -> None:
    """Leave the ticks of some files, take them by the button."""
    wanted = {one.name for one in files}
    bot_wait(lambda: dialog.files.topLevelItemCount() > 0)
    for place in range(dialog.files.topLevelItemCount()):
        item = dialog.files.topLevelItem(place)
        item.setCheckState(
            0, Qt.CheckState.Checked if item.text(0) in wanted else Qt.CheckState.Unchecked
        )
    dialog.take_button.setFocus()
    press("Return")


def _damaged(file: Path) -> Path:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    broken = file.with_name("hong.ktgs")
    broken.write_bytes(data)
    return broken


def _send(desk: Desk) -> None:
    with during(PackageDialog, _write):
        desk.page().pane.send.click()
        desk.settle()
        bot_wait(lambda: not desk.tasks.waiting)


def _take(desk: Desk, file: Path, act: Callable[[ArrivalDialog], None]) -> None:
    """Choose one file on the stick by mouse and keys, and act in what it would change."""
    pane = desk.page().pane
    with during(ArrivalDialog, act):
        with during(ChoosePackagesDialog, lambda dialog: _tick_only(dialog, file)):
            QTest.mouseClick(pane.stick, Qt.MouseButton.LeftButton)
        bot_wait(lambda: not desk.tasks.waiting)
        desk.settle()


def _take_in(dialog: ArrivalDialog) -> None:
    dialog.take_button.setFocus()
    press("Return")


def _jobs(desk: Desk) -> list[tuple[str, str]]:
    return [(one.state, one.code) for one in desk.ask(spool.jobs)]


def test_a_package_goes_up_is_taken_in_and_the_receipt_comes_back(offices: Offices):
    house = offices.house
    desk = offices.sit(house.district, "send")
    pane = desk.page().pane
    assert "No receipt has come" in pane.told.text()
    assert "Programs: 1" in pane.told.text()
    _send(desk)
    (package,) = offices.packages("-DL-")
    desk.settle()
    assert [row.package.state for row in pane.source.whole] == [SentState.CARRIED]
    assert "last package sent" in desk.window.status._facts["sent"].text()

    desk = offices.sit(house.province, "receive")
    seen: list[Any] = []

    def look(dialog: ArrivalDialog) -> None:
        seen.extend(texts_of(dialog))
        seen.append(dialog.records.topLevelItemCount())
        _take_in(dialog)

    with during(PackageDialog, _write):
        _take(desk, package, look)
    assert any("The signature is valid: THỬ NGHIỆM 173." in str(text) for text in seen)
    assert any("has no legal value" in str(text) for text in seen)
    assert seen[-1] > 1
    assert _jobs(desk) == [(JobState.DONE, "")]

    desk = offices.sit(house.district, "receive")
    (receipt,) = offices.packages("-BN-")
    _take(desk, receipt, _take_in)
    desk.page().choose("send")
    desk.settle()
    pane = desk.page().pane
    assert [row.package.state for row in pane.source.whole] == [SentState.RECEIVED]
    assert "Nothing is new" in pane.told.text()
    assert not pane.send.isEnabled()


def test_a_damaged_file_is_refused_in_words_and_changes_nothing(offices: Offices):
    house = offices.house
    broken = _damaged(offices.stick / sent(house.district, offices.stick).name)
    desk = offices.sit(house.province, "receive")
    pane = desk.page().pane
    said: list[str] = []

    def told(box: QMessageBox) -> None:
        said.append(box.text())
        press("Return")

    with during(QMessageBox, told):
        with during(ChoosePackagesDialog, lambda dialog: _tick_only(dialog, broken)):
            press("F5")
        bot_wait(lambda: said)
    desk.settle()
    assert "is damaged, most likely by the stick" in said[0]
    assert _jobs(desk) == [(JobState.REFUSED, "package_chunk_damaged")]
    assert "Copy the file again" in pane.totals.text()


def test_a_file_taken_twice_says_that_nothing_is_new(offices: Offices):
    house = offices.house
    package = offices.stick / sent(house.district, offices.stick).name
    taken(house.province, package)
    desk = offices.sit(house.province, "receive")
    said: list[str] = []

    def look(dialog: ArrivalDialog) -> None:
        said.append(dialog.summary.text())
        dialog.leave_button.click()

    _take(desk, package, look)
    assert said[0].startswith("Nothing new: it was taken in before")
    assert _jobs(desk)[0] == (JobState.LEFT, "")


def test_a_directive_goes_down(offices: Offices):
    house = offices.house
    package = offices.stick / sent(house.district, offices.stick).name
    taken(house.province, package)
    unit = house.district.office.unit
    remarks.add(house.province, remarks.NewRemark(unit, "Bổ sung danh sách đối tượng"))
    desk = offices.sit(house.province, "send")
    pane = desk.page().pane
    pane.unit.set_value(str(unit))
    pane.unit.edited.emit()
    desk.settle()
    assert pane.send.isEnabled()
    _send(desk)
    (directive,) = offices.packages("-CD-")
    desk = offices.sit(house.district, "receive")
    with during(PackageDialog, lambda dialog: dialog.reject()):
        _take(desk, directive, _take_in)
    assert _jobs(desk) == [(JobState.APPLIED, "")]


def test_of_many_files_each_is_taken_by_itself(offices: Offices):
    house = offices.house
    package = offices.stick / sent(house.district, offices.stick).name
    _damaged(package)
    desk = offices.sit(house.province, "receive")
    pane = desk.page().pane
    rows: list[str] = []

    def run(dialog: ManyPackagesDialog) -> None:
        press("Return")
        bot_wait(lambda: dialog.outcomes is not None)
        rows.extend(dialog.table.topLevelItem(place).text(3) for place in range(2))
        rows.extend((dialog.told.text(), dialog.reason.text()))
        dialog.close_button.click()

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(offices.stick))])
    drop = QDropEvent(
        QPointF(QPoint(50, 50)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    with during(ManyPackagesDialog, run):
        pane.dropEvent(drop)
        bot_wait(lambda: len(rows) == 4)
    assert [row[0] for row in rows[:2]] == ["✔", "✖"]
    assert rows[2] == "Taken in: 1. Refused: 1. Not tried: 0."
    assert rows[3].endswith("from another stick if need be.")


def test_a_taking_in_is_undone_with_its_reason(offices: Offices):
    house = offices.house
    taken(house.province, offices.stick / sent(house.district, offices.stick).name)
    desk = offices.sit(house.province, "receive")
    pane = desk.page().pane

    def why(_dialog: ReasonDialog) -> None:
        write("nhầm thẻ nhớ")
        press("Ctrl+S")

    with during(ReasonDialog, why):
        pane.undo.click()
    desk.settle()
    assert _jobs(desk) == [(JobState.WITHDRAWN, "")]
    assert "nhầm thẻ nhớ" in pane.totals.text()
    assert not pane.undo.isEnabled()


def test_what_was_copied_goes_on_after_the_window_was_closed(offices: Offices):
    house = offices.house
    spool.take_copy(house.province, offices.stick / sent(house.district, offices.stick).name)
    desk = offices.sit(house.province, "receive")
    pane = desk.page().pane
    assert desk.page().tabs.tabText(desk.page().tabs.currentIndex()).endswith("1")
    with during(ArrivalDialog, lambda dialog: dialog.reject()):
        pane.go_on.click()
        bot_wait(lambda: not desk.tasks.waiting)
        desk.settle()
    assert _jobs(desk) == [(JobState.CHECKED, "")]


def test_a_package_is_copied_to_another_stick(offices: Offices, tmp_path: Path):
    house = offices.house
    package = sent(house.district, offices.stick)
    other = tmp_path / "USB2"
    other.mkdir()
    desk = offices.sit(house.district, "send")

    def copy(dialog: CarryDialog) -> None:
        dialog.stick.set_folder(other)
        dialog.write_button.setFocus()
        press("Return")
        bot_wait(dialog.done_text.isVisible)
        dialog.close_button.click()

    with during(CarryDialog, copy):
        desk.page().pane.again.click()
    copied = (other / package.name).read_bytes()
    assert copied == (offices.stick / package.name).read_bytes()
    assert len(desk.ask(packing.packages)) == 1


def test_a_gap_is_seen_and_asked_for(offices: Offices):
    house, stick = offices.house, offices.stick
    job = taken(house.province, stick / sent(house.district, stick).name)
    taken(house.district, answered(house.province, job, stick))
    draft = a_program(house.district, 2022)
    a_line(house.district, draft)
    programs.issue(house.district, draft.id, programs.Issue(date(2021, 7, 6), SIGNER))
    second = sent(house.district, stick)
    receiving.withdraw(house.province, job.id, "khôi phục")
    taken(house.province, stick / second.name)
    desk = offices.sit(house.province, "receive")
    pane = desk.page().pane
    (told,) = [text for text in texts_of(pane.gaps) if "is missing" in text]
    assert "UBKT Huyện uỷ Phú Bình" in told
    assert desk.window.rail._counts["exchange"].text() == "1"
    (ask,) = pane.gaps.findChildren(QPushButton)
    with during(PackageDialog, _write):
        ask.click()
    offices.leave()
    taken(house.district, offices.packages("-YC-")[0])
    taken(house.province, stick / sent(house.district, stick).name)
    assert logbook.gaps(house.province) == []
