"""Settings: the office takes part in the exchange in four steps, and certifies units below."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ktgs_desktop.gui.dialogs.exchange_keys import MakeKeysDialog
from ktgs_desktop.gui.dialogs.exchange_trust import CertifyDialog, RevokeDialog, RootDialog
from ktgs_desktop.services.exchange import certifying, own_keys, trust_files, trust_state
from ktgs_desktop.services.exchange.trust_page import KeyState, Step
from tests.helpers.dialogs import during
from tests.helpers.settings_bench import Bench
from tests.helpers.trusting import a_bare_house, enrol, root_file

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return


@pytest.fixture
def house(tmp_path, clock, monkeypatch):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    made = a_bare_house(tmp_path / "house", clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def bench_of(qtbot, qapp):
    made = []

    def begin(workspace):
        made.append(Bench(qtbot, qapp, workspace))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def choose(monkeypatch, *, folder: Path | None = None, file: Path | None = None):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(folder or ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file or ""), ""))


def type_and_go_on(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, ENTER)


def press_ctrl_s(dialog):
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_a_district_takes_part_in_four_steps(house, stick, bench_of, monkeypatch, qtbot):
    province, root = house.province, root_file(house, stick)
    bench = bench_of(house.district)
    section = bench.open("exchange")
    assert section._units_empty.isHidden()  # communes stand in the register
    assert not section.request_button.isEnabled()
    assert not section.answer_button.isEnabled()
    assert not section.certify_button.isEnabled()

    with during(MakeKeysDialog, press_ctrl_s):
        bench.press(section.make_button)
    code = bench.ask(own_keys.newest_request).code
    assert code in section._steps[Step.REQUEST][1].text()

    choose(monkeypatch, folder=stick)
    bench.press(section.request_button)
    (request,) = stick.glob("*.ktgsyc")

    printed = trust_files.look_at_root(root).fingerprint
    choose(monkeypatch, file=root)

    def compare(dialog):
        type_and_go_on(dialog.fingerprint, "0000 " + printed[5:])
        press_ctrl_s(dialog)
        qtbot.waitUntil(lambda: "does not fit" in dialog._fault.text())
        type_and_go_on(dialog.fingerprint, printed.lower())
        press_ctrl_s(dialog)

    with during(RootDialog, compare):
        bench.press(section.root_button)
    qtbot.waitUntil(lambda: not section.root_button.isEnabled())

    bench.tasks.write(
        bench.window, lambda _progress: certifying.certify(province, request, code), lambda _m: None
    )
    bench.settle()
    district = house.district.office.unit
    bench.tasks.write(
        bench.window, lambda _progress: trust_files.save(province, district, stick), lambda _p: None
    )
    bench.settle()
    (answer,) = stick.glob("*.ktgstc")
    choose(monkeypatch, file=answer)
    bench.press(section.answer_button)
    assert bench.ask(trust_state.read).ready
    assert section.certify_button.isEnabled()
    assert "06/07/2026" in section._steps[Step.ANSWER][1].text()
    assert "THỬ NGHIỆM" in section._warnings.text()


def test_a_superior_certifies_and_revokes(house, stick, bench_of, monkeypatch, qtbot):
    asked = own_keys.make(house.district)
    request = own_keys.save_request(house.district, stick)
    bench = bench_of(house.province)
    section = bench.open("exchange")
    choose(monkeypatch, file=request)

    def hear(dialog):
        type_and_go_on(dialog.code, "1234")
        press_ctrl_s(dialog)
        qtbot.waitUntil(lambda: "does not fit this request" in dialog._fault.text())
        type_and_go_on(dialog.code, asked.code)
        press_ctrl_s(dialog)

    with during(CertifyDialog, hear):
        bench.press(section.certify_button)
    assert any("Certified" in text for text in bench.said)
    row = section.units.topLevelItem(0)
    assert "valid" in row.text(2)

    section.units.setCurrentItem(row)
    choose(monkeypatch, folder=stick)
    bench.press(section.file_button)
    assert len(list(stick.glob("*.ktgstc"))) == 1
    bench.press(section.send_button)
    assert len(list(stick.glob("*.ktgs"))) == 1

    for number in range(section.keys.topLevelItemCount()):
        item = section.keys.topLevelItem(number)
        if house.district.office.name in item.text(0) and item.text(1) == "signs":
            section.keys.setCurrentItem(item)
    assert section.revoke_button.isEnabled()
    with during(RevokeDialog, press_ctrl_s):
        bench.press(section.revoke_button)
    page = bench.ask(trust_state.read)
    states = {one.unit: one.state for one in page.units}
    assert states[house.district.office.unit] is KeyState.REVOKED
    assert not section.revoke_button.isEnabled()


def test_a_request_of_a_unit_further_below_is_refused_in_words(house, stick, bench_of, monkeypatch):
    own_keys.make(house.commune)
    request = own_keys.save_request(house.commune, stick)
    bench = bench_of(house.province)
    section = bench.open("exchange")
    choose(monkeypatch, file=request)
    seen = []

    def read(box):
        seen.append(box.text())
        box.done(0)

    with during(QMessageBox, read):
        bench.press(section.certify_button)
    assert "does not stand right below" in seen[0]


def test_an_office_without_units_below_sees_no_buttons_for_them(house, stick, bench_of):
    root = root_file(house, stick)
    enrol(house.province, house.district, root, stick)
    enrol(house.district, house.commune, root, stick)
    bench = bench_of(house.commune)
    section = bench.open("exchange")
    assert section.certify_button.isHidden()
    assert section.file_button.isHidden()
    assert not section.root_button.isEnabled()
    assert section.make_button.text() == "Renew the &keys…"
    bench.press(section.make_button)
    assert len(bench.ask(own_keys.newest_request).code) == 39
