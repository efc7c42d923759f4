"""The rearrangement of 2025 at a desk: looked at, a receiver chosen, done and undone by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.gui.dialogs.reorganize_units import ReorganizeUnitsDialog
from ktgs_desktop.services import organizations
from tests.helpers.desk import Desk, focused, replace, write
from tests.helpers.importing import Counter

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
BAN_DAT = organization_id("05911", "PARTY_BODY")
TAN_KHANH = organization_id("05917", "PARTY_BODY", date(2025, 7, 1))


@pytest.fixture
def counter(desk: Desk) -> Iterator[Counter]:
    made = Counter(desk)
    yield made
    if made.dialog is not None and made.dialog.isVisible():
        made.dialog.done(0)
        desk.settle()


def opened(counter: Counter) -> Any:
    return counter._open(ReorganizeUnitsDialog(counter.page.session, counter.page))


def ended(counter: Counter) -> date | None:
    found: date | None = counter.desk.ask(
        lambda workspace: organizations.get(workspace, BAN_DAT).ended
    )
    return found


def test_it_is_looked_at_done_and_undone_by_keys(counter: Counter) -> None:
    dialog = opened(counter)
    assert focused() is dialog.province
    assert dialog.province.currentText() == "Tỉnh Thái Nguyên"
    assert (dialog.preview.new, dialog.preview.ended) == (90, 296)
    assert "90 units begin · 3 go on · 296 end" in dialog._counts.text()
    assert len(dialog.table._model.rows) == 299
    counter.desk.press("Tab Tab Tab")
    assert focused() is dialog.search
    write("ban dat")
    counter.desk.settle()
    ((row),) = dialog.table._model.rows
    assert (row.name, row.new_name) == ("Xã Bàn Đạt", "Xã Tân Khánh")
    assert ended(counter) is None
    counter.desk.press("Alt+R")
    counter.desk.qtbot.waitUntil(lambda: dialog.done_with is not None)
    counter.desk.settle()
    assert counter.desk.said[-1] == "Tỉnh Thái Nguyên rearranged: 90 units begin, 296 end."
    assert not dialog.do.isEnabled()
    assert "carried out already" in dialog._counts.text()
    assert focused() is dialog.close_button
    assert ended(counter) == date(2025, 6, 30)
    counter.desk.press("Escape")
    assert not dialog.isVisible()
    counter.page.show_record("organization", TAN_KHANH)
    counter.desk.settle()
    assert counter.page.organization.record == TAN_KHANH
    counter.desk.press("Ctrl+Z")
    counter.desk.settle()
    assert ended(counter) is None


def test_the_receiver_of_a_parted_commune_is_chosen(counter: Counter) -> None:
    dialog = opened(counter)
    assert not dialog.receiver.isVisible()
    dialog.search.setFocus()
    write("thuong dinh")
    counter.desk.settle()
    dialog.table.setFocus()
    counter.desk.press("Down")
    assert dialog.receiver.isVisible()
    assert dialog.receiver.currentText() == "Xã Điềm Thụy"
    counter.desk.press("Alt+G Up")
    counter.replan()
    assert dialog.table.current().new_name == "Xã Phú Bình"
    assert dialog.table.current().others == ("Xã Điềm Thụy",)
    replace("")
    dialog.search.clear()
    dialog.table.selectRow(0)
    counter.desk.settle()
    assert not dialog.receiver.isVisible()


def test_what_is_missing_or_wrong_is_said_before_anything_is_done(
    counter: Counter, tmp_path: Path
) -> None:
    dialog = opened(counter)
    counter.desk.press("Alt+D")
    assert focused() is dialog.basis
    replace(" ")
    counter.replan()
    assert "The decision is missing" in dialog._fault.text()
    assert not dialog.do.isEnabled()
    replace("1683/NQ-UBTVQH15, 16/6/2025")
    counter.replan()
    assert dialog._fault.text() == ""
    assert dialog.do.isEnabled()
    bad, own = tmp_path / "bad.csv", tmp_path / "own.csv"
    bad.write_text("a,b\n1,2\n", "utf-8")
    own.write_text(
        "old_commune_code,new_commune_code,kind\n05911,05917,whole\n99999,05917,whole\n", "utf-8"
    )
    dialog.open_file(bad)
    counter.desk.settle()
    assert "bad.csv" in dialog._fault.text()
    dialog.open_file(own)
    counter.desk.settle()
    assert dialog._fault.text() == ""
    assert "99999: not in the list of before" in dialog._doubts.text()
    assert "more" in dialog._doubts.text()


def test_the_page_offers_it_to_those_who_can_write(counter: Counter) -> None:
    assert counter.page.rearrange.isVisible()
    counter.page.tabs.setCurrentIndex(2)
    counter.desk.settle()
    assert not counter.page.rearrange.isVisible()
