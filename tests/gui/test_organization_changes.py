"""Dated changes in the window: organisations renamed, moved, merged, split, ended, corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from ktgs_desktop.domain.organizations import NewOrganization, Organization
from ktgs_desktop.gui.dialogs.organizations import (
    CorrectNameDialog,
    CorrectSuperiorDialog,
    EndDialog,
    MoveDialog,
    RenameDialog,
)
from ktgs_desktop.gui.dialogs.successions import MergeDialog, SplitDialog
from ktgs_desktop.services import organizations
from tests.helpers.desk import Desk, enter, focused, replace, write
from tests.helpers.dialogs import during

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
BAN_DAT, BAO_LY = "Đảng bộ xã Bàn Đạt", "Đảng bộ xã Bảo Lý"
LIST = 1


class Register:
    """The page of organisations at a desk, and what stands in the register."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.press("Alt+3")
        self.page: Any = desk.page()
        self.panel = self.page.organization

    @property
    def title(self) -> str:
        return self.panel.shown.title if self.panel.shown is not None else ""

    def named(self, name: str) -> UUID:
        found = self.desk.ask(lambda workspace: organizations.named(workspace, name))
        assert found is not None, name
        return found

    def get(self, record: UUID) -> Organization:
        return self.desk.ask(lambda workspace: organizations.get(workspace, record))

    def add(self, name: str, above: str = BAN_DAT) -> UUID:
        """Add a cell without the window."""
        new = NewOrganization(name, "CELL", "CB", self.named(above))
        made: list[Organization] = []
        workspace = self.desk.workspace
        self.desk.tasks.write(
            self.page, lambda _progress: organizations.add(workspace, new), made.append
        )
        self.desk.qtbot.waitUntil(lambda: bool(made))
        self.desk.settle()
        return made[0].id

    def show(self, record: UUID) -> None:
        self.page.show_record("organization", record)
        self.desk.settle()
        assert self.panel.record == record

    def above_current(self) -> UUID | None:
        """The organisation under which the cursor of the tree stands."""
        tree = self.page.tree.tree
        return tree.tree.record_of(tree.currentIndex().parent())

    @contextmanager
    def during(self, kind: type[QDialog], act: Callable[[Any], object]) -> Iterator[None]:
        """Do something with the next dialog of a kind once keys go to it."""

        def begin(dialog: QDialog) -> None:
            self.desk.qtbot.waitUntil(dialog.isActiveWindow)
            act(dialog)

        with during(kind, begin):
            yield
            self.desk.settle()  # some dialogs come only when something has been read

    def pick(self, field: Any, words: str) -> None:
        """Type into a completing field and take the first offer."""
        field.setFocus()
        replace(words)
        self.desk.qtbot.waitUntil(lambda: bool(field.offers()))
        self.desk.press("Down Return")

    def submit(self, dialog: Any, day: str) -> None:
        """Type the day and press the button."""
        dialog.start.setFocus()
        replace(day)
        dialog.do.click()
        self.desk.settle()


@pytest.fixture
def register(desk: Desk) -> Register:
    return Register(desk)


def test_a_new_name_from_a_day_on(register: Register) -> None:
    record = register.add("Chi bộ Xóm Cũ")
    register.show(record)

    def fill(dialog: RenameDialog) -> None:
        replace("Chi bộ Xóm Mới")
        enter()
        enter("0107")
        write("12-QĐ/ĐU, 20/6/2021")
        dialog.do.click()
        register.desk.settle()

    with register.during(RenameDialog, fill):
        register.panel.run("rename")
    changed = register.get(record)
    assert [name.name for name in changed.names] == ["Chi bộ Xóm Cũ", "Chi bộ Xóm Mới"]
    assert changed.names[0].end == date(2021, 6, 30)
    assert changed.names[1].start == date(2021, 7, 1)
    assert changed.names[1].basis == "12-QĐ/ĐU, 20/6/2021"
    assert register.title == "Chi bộ Xóm Mới"
    assert register.page.tree.tree.current_record() == record


def test_another_superior_from_a_day_on(register: Register) -> None:
    record = register.add("Chi bộ Xóm Mẫu")
    register.show(record)
    assert register.above_current() == register.named(BAN_DAT)

    def fill(dialog: MoveDialog) -> None:
        register.pick(dialog.superior, "xa bao ly")
        dialog.do.click()  # the day is missing
        register.desk.settle()
        assert dialog.isVisible()
        assert dialog._fault.text()
        register.submit(dialog, "1/3/2021")

    with register.during(MoveDialog, fill):
        register.panel.run("move")
    changed = register.get(record)
    assert changed.parent_on(date(2021, 2, 28)) == register.named(BAN_DAT)
    assert changed.parent_on(date(2021, 3, 1)) == register.named(BAO_LY)
    assert register.page.tree.tree.current_record() == record  # the cursor goes along
    assert register.above_current() == register.named(BAO_LY)


def test_a_superior_below_itself_is_refused_in_the_dialog(register: Register) -> None:
    above = register.named("Đảng bộ huyện Phú Bình")
    register.show(above)
    before = register.get(above)

    def fill(dialog: MoveDialog) -> None:
        register.pick(dialog.superior, "xa bao ly")
        register.submit(dialog, "1/3/2021")
        assert "below the organisation itself" in dialog._fault.text()
        dialog.reject()

    with register.during(MoveDialog, fill):
        register.panel.run("move")
    assert register.get(above) == before


def test_organisations_marked_in_the_list_merge_into_a_new_one(register: Register) -> None:
    one, two = register.add("Chi bộ Xóm Một"), register.add("Chi bộ Xóm Hai")
    register.page.tabs.setCurrentIndex(LIST)
    register.desk.press("Ctrl+F")
    write("chi bo xom")
    view = register.page.list.list
    register.desk.qtbot.waitUntil(lambda: view.listing.number_of_rows() == 2)
    view.setFocus()
    view.selectRow(0)
    register.desk.settle()
    register.desk.press("Shift+Down")

    def fill(dialog: MergeDialog) -> None:
        assert {subject.id for subject in dialog.merged.value()} == {one, two}
        dialog.name.setFocus()
        write("Chi bộ Liên Xóm")
        register.submit(dialog, "1/7/2021")

    with register.during(MergeDialog, fill):
        register.panel.run("merge")
    assert register.title == "Chi bộ Liên Xóm"
    made = register.named("Chi bộ Liên Xóm")
    assert register.get(made).parent_on() == register.named(BAN_DAT)
    for record in (one, two):
        assert register.get(record).ended == date(2021, 6, 30)
    (found,) = register.desk.ask(lambda workspace: organizations.successions(workspace, made))
    assert (found.kind, set(found.predecessors)) == ("MERGE", {one, two})


def test_one_alone_does_not_merge(register: Register) -> None:
    record = register.add("Chi bộ Xóm Một")
    register.show(record)

    def fill(dialog: MergeDialog) -> None:
        dialog.name.setFocus()
        write("Chi bộ Khác")
        register.submit(dialog, "1/7/2021")
        assert "at least two" in dialog._fault.text()
        dialog.reject()

    with register.during(MergeDialog, fill):
        register.panel.run("merge")
    assert register.get(record).ended is None


def test_one_splits_into_as_many_as_are_named(register: Register) -> None:
    record = register.add("Chi bộ Liên Xóm")
    register.show(record)

    def fill(dialog: SplitDialog) -> None:
        dialog.names.lines[0].setFocus()
        for name in ("Chi bộ Xóm Một", "Chi bộ Xóm Hai", "Chi bộ Xóm Ba"):
            write(name)
            register.desk.press("Return")
        assert focused() is dialog.names.lines[3]
        register.submit(dialog, "1/7/2021")

    with register.during(SplitDialog, fill):
        register.panel.run("split")
    (found,) = register.desk.ask(lambda workspace: organizations.successions(workspace, record))
    assert (found.kind, len(found.successors)) == ("SPLIT", 3)
    last = register.get(register.named("Chi bộ Xóm Ba"))
    assert last.parent_on() == register.named(BAN_DAT)
    assert last.founded == date(2021, 7, 1)
    assert register.get(record).ended == date(2021, 6, 30)


def test_what_has_ended_is_not_changed_from_a_day_on(register: Register) -> None:
    record = register.add("Chi bộ Xóm Cũ")
    register.show(record)

    def fill(dialog: EndDialog) -> None:
        register.submit(dialog, "1/7/2021")

    with register.during(EndDialog, fill):
        register.panel.run("end")
    ended = register.get(record)
    assert (ended.ended, ended.end_reason) == (date(2021, 6, 30), "DISSOLVE")
    assert "last day 30/06/2021" in register.panel.shown.state
    assert register.panel.fields.superior.isReadOnly()
    names = {part.objectName() for part in register.panel.changes.findChildren(QPushButton)}
    assert "correct" in names
    assert not {"rename", "move", "merge", "split", "end"} & names
    register.panel.run("rename")
    assert "has ended already" in register.desk.said[-1]


def test_wrong_entries_of_the_past_are_corrected(register: Register) -> None:
    record = register.add("Chi bộ Xóm Mẫu")
    register.show(record)

    def name(dialog: CorrectNameDialog) -> None:
        register.submit(dialog, "1/1/2010")

    with register.during(CorrectNameDialog, name):
        register.panel.changes.correct_name.emit(0)

    def superior(dialog: CorrectSuperiorDialog) -> None:
        register.pick(dialog.superior, "xa bao ly")
        register.submit(dialog, "2/1/2010")

    with register.during(CorrectSuperiorDialog, superior):
        register.panel.changes.correct_superior.emit(0)
    found = register.get(record)
    assert found.names[0].start == date(2010, 1, 1)
    assert (found.parents[0].parent, found.parents[0].start) == (
        register.named(BAO_LY),
        date(2010, 1, 2),
    )
    assert len(found.parents) == 1


def test_the_history_speaks_in_words(register: Register) -> None:
    record = register.add("Chi bộ Xóm Mẫu")
    register.show(record)
    level = register.panel.fields.level
    level.set_value("BP")
    level.edited.emit()
    register.desk.press("Ctrl+S")
    text = register.panel.history.text.toPlainText()
    assert "Level: Cell → Sub-grassroots" in text
    assert f"Superior: {BAN_DAT}" in text
    assert "Nguyễn Văn Mẫu" in text
