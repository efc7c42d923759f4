"""Qt's own dialogs in Vietnamese: whatever they ask a translator for is in the list."""

import re

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtPrintSupport import QPageSetupDialog, QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWizard,
    QWizardPage,
)

from ktgs_desktop import i18n
from ktgs_desktop.gui import translator
from tests.helpers.desk import OFFSCREEN

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN, "non-native printers")]
# Paper sizes, names of keys, titles nobody sees, numbers, units that are the same.
_SAME = re.compile(
    r"[\d%. ()x]*|Alt\+.*|Form|QT_LAYOUT_DIRECTION|mm|%1%|(Cicero|Didot|Pica) \(.*\)"
)


class Listener(QTranslator):
    """Hears what Qt wants translated."""

    def __init__(self):
        super().__init__()
        self.asked = set()

    def translate(self, context, source, *_more):
        if context not in ("QPageSize", "QShortcut") and not _SAME.fullmatch(source):
            self.asked.add(source)

    def isEmpty(self):  # noqa: N802 - Qt's own name
        return False


@pytest.fixture
def asked(qapp):
    """What Qt's texts are asked for while the test runs."""
    heard = Listener()
    qapp.installTranslator(heard)
    yield heard.asked
    qapp.removeTranslator(heard)


def show(qtbot, *made):
    for one in made:
        qtbot.addWidget(one)
        one.show()
        qtbot.wait(1)


def test_printing_is_translated(qtbot, asked):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    show(qtbot, QPrintDialog(printer), QPageSetupDialog(printer), QPrintPreviewDialog(printer))
    assert len(asked) > 80
    assert asked - translator.known_texts() == set()


def test_files_are_chosen_in_vietnamese(qtbot, asked):
    for mode in (QFileDialog.FileMode.AnyFile, QFileDialog.FileMode.Directory):
        for way in (QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave):
            made = QFileDialog()
            made.setOption(QFileDialog.Option.DontUseNativeDialog)
            made.setFileMode(mode)
            made.setAcceptMode(way)
            show(qtbot, made)
    assert "Files of &type:" in asked
    assert asked - translator.known_texts() == set()


def test_buttons_wizards_and_menus_of_fields_are_translated(qtbot, asked):
    for kind in QDialogButtonBox.StandardButton:
        if kind.value.bit_count() == 1 and kind.value >= QDialogButtonBox.StandardButton.Ok.value:
            show(qtbot, QDialogButtonBox(kind))
    box = QMessageBox()
    box.setDetailedText("x")
    wizard = QWizard()
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    wizard.addPage(QWizardPage())
    fields = QLineEdit("x"), QPlainTextEdit("x")
    show(qtbot, box, wizard, *fields)
    for field in fields:
        field.createStandardContextMenu()
    assert {"&Paste", "Apply", "&Finish"} <= asked
    assert asked - translator.known_texts() == set()


def test_a_word_that_means_something_else_here_is_not_taken(monkeypatch):
    monkeypatch.setattr(i18n, "has_translation", lambda _source: True)
    monkeypatch.setattr(i18n, "translate", lambda source: f"<{source}>")
    made = translator.CatalogueTranslator()
    assert made.translate("QPageSetupWidget", "Paper") == "<Sheet of paper>"
    assert made.translate("QPageSetupWidget", "Margins") == "<Margins>"
    assert made.translate("QPageSize", "Note") is None
