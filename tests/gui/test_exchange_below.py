"""The superior's side by keyboard: units, figures, records, remarks; and the child's side."""

import pytest

from ktgs_desktop.domain.channels import down
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.dialogs.remark import RemarkDialog
from ktgs_desktop.gui.dialogs.remark_text import RemarkTextDialog
from ktgs_desktop.gui.dialogs.unit_standing import UnitStandingDialog
from ktgs_desktop.gui.views.overview import ElidedButton
from ktgs_desktop.services.exchange import remarks, replicas
from ktgs_desktop.services.exchange.remarks import NewRemark
from ktgs_desktop.settings import Settings
from ktgs_desktop.store import issuing
from tests.helpers.delivery import deliver
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.services.test_units_below import a_year

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
NAME = "UBKT Đảng uỷ xã Bàn Đạt"


@pytest.fixture
def delivered(desk, commune):
    """A commune whose year the office at the desk has taken in; the page is shown."""
    items = a_year(commune)
    desk.ask(lambda workspace: deliver(commune, workspace))
    desk.press("Alt+6")
    to(desk, "units")
    return items


def to(desk, name):
    """Go from pane to pane until one is seen; every one comes within a round."""
    page = desk.page()
    for _step in range(page.tabs.count()):
        if page.name == name:
            return
        desk.press("Ctrl+PgDown")
    assert page.name == name


def seen(pane, *keys):
    """What the list of a pane shows in some columns."""
    model = pane.model
    names = [column.key for column in model.columns]
    return [
        tuple(str(model.index(row, names.index(key)).data()) for key in keys)
        for row in range(model.rowCount())
    ]


def go_to_unit(desk):
    """Put the cursor on the commune, by its name in the filter."""
    desk.press("Ctrl+F")
    write("ban dat")
    desk.press("Return Down")
    pane = desk.page().pane
    assert pane.current is not None
    assert pane.current.name == NAME


def test_units_show_who_sent_and_lead_to_their_records(desk, delivered):
    page = desk.page()
    assert focused() is page.pane.list
    assert len(seen(page.pane, "name")) == 20
    go_to_unit(desk)
    assert seen(page.pane, "name", "state", "years") == [(NAME, "✔ up to date", "2021")]
    texts = []

    def look(box):
        texts.append(box.text.toPlainText())
        press("Return")

    with during(UnitStandingDialog, look):
        press("Return")
    desk.settle()
    assert "05911-DL.ktgs" in texts[0]
    assert "up to number" in texts[0]
    press("Alt+R")  # a button pressed by its letter goes down for a moment first
    desk.qtbot.waitUntil(lambda: page.name == "records")
    desk.settle()
    assert len(seen(page.pane, "label")) == len(delivered)
    assert {unit for (unit,) in seen(page.pane, "unit")} == {NAME}
    desk.press("Ctrl+PgUp Ctrl+PgUp")
    assert page.name == "units"


def test_an_arrow_in_a_head_and_the_choices_narrow_the_units(desk, delivered):
    pane = desk.page().pane
    pane.filter.choose({"state": "NEVER"})
    desk.settle()
    assert len(seen(pane, "name")) == 19
    assert delivered
    desk.press("Ctrl+F")
    write("khong co don vi nay")
    desk.press("Return")
    assert "Nothing meets the filter" in texts_of(pane)
    desk.press("Shift+F8")
    assert len(seen(pane, "name")) == 20


def test_a_figure_opens_the_records_it_counts(desk, delivered):
    page = desk.page()
    to(desk, "figures")
    figures = seen(page.pane, "unit", "year", "planned", "done")
    assert figures == [(NAME, "2021", "2", "1"), (NAME, "2021", "2", "1")]
    assert "Planned: 4 · Concluded: 2" in page.pane.totals.text()
    keys = [column.key for column in page.pane.model.columns]
    page.pane.list.setCurrentIndex(page.pane.model.index(0, keys.index("done")))
    desk.press("Return")
    assert page.name == "records"
    assert len(seen(page.pane, "label")) == 1
    assert page.pane.panel.title.text() == delivered[0].content
    assert "signed by Nguyễn Văn Ký" in page.pane.panel.text.toPlainText()


def test_figures_can_be_parted_otherwise(desk, delivered):
    to(desk, "figures")
    pane = desk.page().pane
    pane.filter.choose({"by": "year"})
    desk.settle()
    assert seen(pane, "unit", "kind", "planned") == [("All units", "All kinds", "4")]
    assert not pane.remark.isEnabled()
    assert delivered


def test_while_nothing_has_come_the_records_say_what_brings_them(desk, commune):
    desk.press("Alt+6")
    to(desk, "records")
    pane = desk.page().pane
    assert pane.filter.narrows  # by the kind shown first
    assert "Nothing has come from a unit below yet" in texts_of(pane)
    a_year(commune)
    desk.ask(lambda workspace: deliver(commune, workspace))
    desk.press("Ctrl+F")
    write("khong co")
    desk.press("Return")
    assert "Nothing meets the filter" in texts_of(pane)


def test_a_remark_is_written_edited_and_taken_back_by_keyboard(desk, commune, delivered):
    page = desk.page()
    go_to_unit(desk)

    def fill(_dialog):
        write("Gửi chậm so với quy định")
        press("Tab")
        write("3012")
        desk.press("Ctrl+S")

    with during(RemarkDialog, fill):
        press("F5")
    desk.settle()
    (made,) = desk.ask(remarks.written)
    assert (made.remark.to, made.remark.text) == (
        commune.office.unit,
        "Gửi chậm so với quy định",
    )
    assert made.remark.due.isoformat() == "2021-12-30"
    to(desk, "remarks")
    assert seen(page.pane, "unit", "about", "state") == [
        (NAME, "The unit as a whole", "→ no answer yet")
    ]

    def mend(_dialog):
        replace("Gửi quá chậm")
        desk.press("Ctrl+S")

    page.pane.change.setFocus()
    with during(RemarkDialog, mend):
        press("Return")
    desk.settle()
    assert seen(page.pane, "text") == [("Gửi quá chậm",)]

    def say_why(dialog):
        dialog.reason.setFocus()
        write("nhầm đơn vị")
        dialog.accept()

    with during(ReasonDialog, say_why):
        press("F6")
    desk.settle()
    assert "No remark yet" in texts_of(page.pane)
    assert delivered


def test_a_remark_without_words_is_refused_in_the_dialog(desk, delivered):
    go_to_unit(desk)
    said = []

    def leave(dialog):
        desk.press("Ctrl+S")
        said.append(texts_of(dialog))
        dialog.reject()

    with during(RemarkDialog, leave):
        press("F5")
    assert "Write what the remark says." in said[0]
    assert desk.ask(remarks.written) == []
    assert delivered


def test_a_remark_on_a_record_stands_beside_it(desk, delivered):
    page = desk.page()
    to(desk, "records")

    def fill(dialog):
        assert any(NAME in text for text in texts_of(dialog))
        write("Bổ sung kết quả")
        desk.press("Ctrl+S")

    page.pane.panel.remark.setFocus()
    with during(RemarkDialog, fill):
        press("Return")
    desk.settle()
    assert "Bổ sung kết quả" in page.pane.panel.text.toPlainText()
    assert delivered


def test_what_a_newer_program_wrote_is_kept_and_told(desk, commune, monkeypatch):
    monkeypatch.setattr(issuing, "SCHEMA_VERSION", 2)
    items = a_year(commune)
    desk.ask(lambda workspace: deliver(commune, workspace, least=2))
    desk.press("Alt+6")
    to(desk, "records")
    pane = desk.page().pane
    rows = seen(pane, "state", "year", "code")
    assert rows == [("needs data version 2", "", "")] * len(items)
    told = pane.panel.text.toPlainText()
    assert "A newer version of this program wrote it (data version 2)." in told
    assert not any(item.content in told for item in items)
    to(desk, "figures")
    assert seen(desk.page().pane, "unit") == []


@pytest.fixture
def child(qtbot, workspace, commune):
    """The commune's desk, after a remark of the district on its first line has come."""
    items = a_year(commune)
    deliver(commune, workspace)
    query = Listing(filters={"record": str(items[0].id)})
    row = replicas.rows(workspace, next(iter(replicas.stream(workspace, query))))[0]
    said = NewRemark(row.unit, "Bổ sung kết quả kiểm tra", record=row.id)
    remarks.add(workspace, said)
    deliver(workspace, commune, (down(commune.office.unit),))
    made = Desk.open(qtbot, commune, Settings(language="en", theme="light"))
    yield made, items
    commune.store.keep_off(None)
    made.close()


def test_the_child_sees_the_remark_wherever_it_looks(child):
    desk, items = child
    assert any("Superior: Bổ sung kết quả kiểm tra" in _line(one) for one in _links(desk))
    desk.press("Alt+6")
    to(desk, "remarks")
    page = desk.page()
    tabs = [page.tabs.tabText(at) for at in range(page.tabs.count()) if page.tabs.isTabVisible(at)]
    assert "Remarks, directives  1" in tabs
    assert not [text for text in tabs if "below" in text]
    assert seen(page.pane, "side", "about", "text") == [
        ("from the superior", items[0].content, "Bổ sung kết quả kiểm tra")
    ]
    assert not page.pane.change.isEnabled()
    read = []

    def look(box):
        read.append(box.text.toPlainText())
        press("Return")

    with during(RemarkTextDialog, look):
        press("Return")
    assert read == ["Bổ sung kết quả kiểm tra"]
    assert desk.ask(lambda workspace: remarks.of_record(workspace, items[0].id))


def _links(desk):
    return desk.page().findChildren(ElidedButton)


def _line(button):
    return button.accessibleName()
