"""The page of organisations at a desk: how a clerk goes there, picks, and finds a command."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.organizations import NewOrganization
from ktgs_desktop.gui.dialogs.palette import Palette
from ktgs_desktop.services import organizations, successions
from tests.helpers.desk import Desk, focused, press, write

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

OFFICE = "Uỷ ban Kiểm tra Huyện uỷ Phú Bình"
DISTRICT = "Đảng bộ huyện Phú Bình"
COMMUNE = "Đảng bộ xã Bàn Đạt"
TREE, LIST, MEMBERS = range(3)


def open_page(desk: Desk, tab: int = TREE) -> Any:
    """Go to the page of organisations."""
    desk.press("Alt+3")
    page = desk.page()
    page.tabs.setCurrentIndex(tab)
    desk.settle()
    return page


def id_of(desk: Desk, name: str) -> Any:
    """The organisation that has a name."""
    found = desk.ask(lambda workspace: organizations.named(workspace, name))
    assert found is not None, name
    return found


def get(desk: Desk, name: str) -> Any:
    """The organisation that has a name, as the register keeps it."""
    record = id_of(desk, name)
    return desk.ask(lambda workspace: organizations.get(workspace, record))


def do(desk: Desk, work: Callable[[Any], Any]) -> Any:
    """Let a service write, behind the page's back."""
    done: list[Any] = []
    desk.tasks.write(desk.window, lambda _progress: work(desk.workspace), done.append)
    desk.qtbot.waitUntil(lambda: bool(done))
    desk.settle()
    return done[0]


def add(desk: Desk, name: str, parent: Any = None) -> Any:
    """A cell below the district or another organisation; its id."""
    new = NewOrganization(name, "CELL", "CB", parent or id_of(desk, DISTRICT))
    return do(desk, lambda workspace: organizations.add(workspace, new)).id


def end(desk: Desk, record: Any) -> None:
    """Let an organisation end."""
    day = date(2021, 7, 1)
    do(desk, lambda workspace: successions.dissolve(workspace, record, on=day, basis=""))


def leave(desk: Desk) -> None:
    """Close a desk and its file."""
    desk.workspace.store.keep_off(None)
    desk.close()
    desk.workspace.close()


def show(desk: Desk, name: str) -> Any:
    """Let the page show an organisation; its id."""
    record = id_of(desk, name)
    desk.page().show_record("organization", record)
    desk.settle()
    return record


def pick(desk: Desk, words: str) -> None:
    """Type words into a field that completes them and take the first proposal."""
    write(words)
    field: Any = focused()
    desk.qtbot.waitUntil(lambda: bool(field.offers()))
    press("Down Return")
    desk.settle()


def push(desk: Desk, keys: str) -> None:
    """Press a button by its letter; Qt shows it pressed for a moment before it acts."""
    press(keys)
    desk.qtbot.wait(130)
    desk.settle()


def go_to(field: QWidget) -> None:
    """Press Tab until the cursor is in a field."""
    for _time in range(40):
        if focused() is field or focused() is field.focusProxy():
            return
        press("Tab")
    raise AssertionError(f"Tab does not lead to {field.accessibleName()}")


def command(desk: Desk, words: str) -> None:
    """Find a command in the palette and run it."""
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    press("Ctrl+K")
    desk.qtbot.waitUntil(lambda: isinstance(focused().window(), Palette))
    write(words)
    press("Return")


def names_below(page: Any, record: Any) -> list[str]:
    """Names the tree shows directly below an organisation."""
    model = page.tree.model
    above = model.index_of(record)
    return [model.row_of(model.index(row, 0, above)).name for row in range(model.rowCount(above))]


def names_listed(view: Any) -> list[str]:
    """Names a long list shows."""
    model = view.listing
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
