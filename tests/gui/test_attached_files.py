"""Files of a received paper at the window: asked for, sent by the other office, opened, saved."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop import i18n
from ktgs_desktop.gui.dialogs.attached_files import AttachedFilesDialog, FilesPackageDialog
from ktgs_desktop.services.exchange import attached, attachment_requests
from tests.gui.test_exchange_packages import Offices, bot_wait
from tests.helpers.desk import OFFSCREEN, Desk, focused, press
from tests.helpers.dialogs import during
from tests.helpers.exchange import a_house, taken
from tests.services.test_attached import FILES, _a_paper, _upward

if TYPE_CHECKING:
    from tests.conftest import Clock

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def _pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, invariant=True)
    canvas.drawString(72, 700, "17-CTr/HU")
    canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture
def offices(
    qtbot: Any, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Offices]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    stick = tmp_path / "USB"
    stick.mkdir()
    house = a_house(tmp_path / "house", clock)
    _a_paper(house.district, _pdf(), FILES[1])
    _upward(house.district, house.province, stick)
    made = Offices(qtbot, house, stick)
    yield made
    made.leave()
    house.close()
    i18n.use("vi")


def _shot(widget: QWidget, name: str) -> None:
    if folder := os.environ.get("KTGS_PICTURES"):
        widget.grab().save(str(Path(folder) / f"{name}.png"))


def _to_paper(desk: Desk) -> Any:
    """Narrow the list to papers and put the cursor on the only one; gives the panel."""
    pane = desk.page().pane
    pane.filter.choose({"entity": "document"})
    desk.settle()
    pane.list.setFocus()
    press("Home")
    desk.qtbot.waitUntil(lambda: not pane.panel.files.isHidden())
    desk.settle()
    return pane.panel


def _written(dialog: FilesPackageDialog, name: str) -> None:
    _shot(dialog, name)
    dialog.write_button.setFocus()
    press("Return")
    bot_wait(lambda: dialog.made is not None)
    _shot(dialog, name + "-done")
    dialog.close_button.setFocus()
    press("Return")


def _standings(dialog: AttachedFilesDialog) -> list[str]:
    return [dialog.list.topLevelItem(place).text(2) for place in range(2)]


def _ask(dialog: AttachedFilesDialog) -> None:
    bot_wait(lambda: dialog.list.topLevelItemCount() == 2)
    assert _standings(dialog) == ["○ with its office"] * 2
    assert focused() is dialog.list
    assert not dialog.open_button.isEnabled()
    _shot(dialog, "missing")
    with during(FilesPackageDialog, lambda made: _written(made, "ask")):
        press("Alt+A")  # a button pressed by its letter goes down for a moment first
        bot_wait(lambda: _standings(dialog)[0].startswith("→ asked for on"))
    dialog.close_button.click()  # offscreen the window below does not become the active one again


def _answer(offices: Offices, row: int) -> None:
    """The district sends what a request it took in asks for."""
    desk = offices.sit(offices.house.district, "receive")
    pane = desk.page().pane
    pane.list.go_to(row)
    desk.settle()
    assert pane.receipt.text() == "Send &files…"
    _shot(desk.window, "request")
    with during(FilesPackageDialog, lambda made: _written(made, "answer")):
        pane.receipt.click()
        bot_wait(lambda: not desk.tasks.waiting)
    desk.settle()
    assert desk.ask(attachment_requests.waiting) == []


def _open(dialog: AttachedFilesDialog, target: Path) -> None:
    bot_wait(lambda: dialog.list.topLevelItemCount() == 2)
    assert _standings(dialog) == ["✔ here"] * 2
    assert not dialog.ask_button.isEnabled()
    press("Return")
    bot_wait(lambda: dialog.view.isVisible() and dialog.view.pages == 1)
    _shot(dialog, "opened")
    press("Alt+S")
    bot_wait(target.exists)
    press("Alt+C")


def test_files_are_asked_for_in_the_record_sent_and_opened(
    offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    province, district = offices.house.province, offices.house.district
    desk = offices.sit(province, "records")
    panel = _to_paper(desk)
    _shot(desk.window, "record")
    with during(AttachedFilesDialog, _ask):
        panel.files.click()
    desk.settle()
    (request,) = offices.packages("-YC-")
    _answer(offices, taken(district, request).row)
    answers = [*offices.packages("-TEP-"), *offices.packages("173-*-BN-")]
    assert len(answers) == 2
    for file in answers:
        taken(province, file)
    desk = offices.sit(province, "records")
    target = tmp_path / "tep.pdf"
    monkeypatch.setattr(QFileDialog, "exec", lambda _self: True)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _self: [str(target)])
    panel = _to_paper(desk)
    with during(AttachedFilesDialog, lambda dialog: _open(dialog, target)):
        panel.files.click()
    desk.settle()
    assert target.read_bytes() == _pdf()
    assert desk.ask(attached.missing) == []
