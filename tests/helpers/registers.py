"""The page of registers: its tabs, a paper made elsewhere, reasons, scans."""

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton

from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.services import registered
from tests.helpers.builders import ISSUED_ON, SIGNER, standing
from tests.helpers.desk import focused, press, write


def open_tab(desk, place):
    desk.press("Alt+4")
    page = desk.page()
    page.tabs.setCurrentIndex(place)
    desk.settle()
    return page


def a_decision(workspace, number=None, **values):
    key = SeriesKey(standing(workspace).id, "QĐ", "2020-2025")
    paper = registered.Registered(key, ISSUED_ON, "thành lập đoàn", SIGNER, number, **values)
    return registered.register(workspace, paper)


def click(desk, text):
    """Press the button of the page with a text."""
    found = [
        one
        for one in desk.window.findChildren(QPushButton)
        if one.isVisible() and one.text().replace("&", "") == text
    ]
    assert len(found) == 1, text
    assert found[0].isEnabled(), text
    found[0].click()
    desk.settle()


def give_reason(text):
    def fill(_dialog):
        write(text)
        press("Tab Tab")
        while not focused().property("primary"):
            press("Tab")
        press("Return")

    return fill


def scan_files(folder):
    files = []
    for name in ("a.jpg", "b.png"):
        Image.new("RGB", (300, 420), "white").save(folder / name)
        files.append(folder / name)
    return files


def drop(desk, target, files):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    target.dropEvent(event)
    desk.settle()
