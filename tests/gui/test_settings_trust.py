"""Settings: which authorities' signatures count."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMessageBox,
)

from ktgs_desktop.gui.dialogs.anchors import ImportAnchorsDialog, fingerprint_text
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import anchors
from ktgs_desktop.trust import training
from ktgs_desktop.trust.training import Validity
from tests.helpers.dialogs import during
from tests.helpers.settings_bench import Bench, choose, column

# The offscreen platform says this of every window with a least size.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
ENTER = Qt.Key.Key_Return


@pytest.fixture
def bench(qtbot, qapp, workspace):
    made = Bench(qtbot, qapp, workspace)
    yield made
    made.close()


# Trust --------------------------------------------------------------------------------------------


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
    with during(ImportAnchorsDialog, act):
        bench.press(section.import_button)
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

    with during(ReasonDialog, reason):
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
    assert [one.kind for one in bench.ask(anchors.kept)] == ["REVOCATIONS"]


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
    assert bench.ask(anchors.kept) == []


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

    with during(QMessageBox, read):
        bench.press(section.import_button)
    assert seen[0]
    assert "anchors_unreadable" not in seen[0]
