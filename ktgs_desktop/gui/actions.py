"""Every command of the window once: its text, icon and keys; menus and the palette list them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import Late, late

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can do by name or key.

    Attributes:
        name: identifies it.
        text: what it is called.
        keys: its shortcut, empty for none; never with Ctrl+Shift, which switches UniKey.
        icon: name of its icon, empty for none.
    """

    name: str
    text: Late
    keys: str = ""
    icon: str = ""


_LISTED = (
    Command("go_overview", late("Overview"), "Alt+1", "squares-four"),
    Command("go_programs", late("Programs"), "Alt+2", "calendar-check"),
    Command("go_organizations", late("Organisations, members"), "Alt+3", "tree-structure"),
    Command("go_papers", late("Register of papers"), "Alt+4", "archive"),
    Command("go_regulations", late("Regulations"), "Alt+5", "scales"),
    Command("go_exchange", late("Exchange of data"), "Alt+6", "arrows-left-right"),
    Command("go_history", late("System log"), "Alt+7", "clock-counter-clockwise"),
    Command("go_settings", late("Settings"), "Alt+8", "gear"),
    Command("palette", late("Find anything"), "Ctrl+K", "magnifying-glass"),
    Command("undo", late("Undo"), "Ctrl+Z", "arrow-counter-clockwise"),
    Command("redo", late("Do again"), "Ctrl+Y", "arrow-clockwise"),
    Command("save", late("Save"), "Ctrl+S", "floppy-disk"),
    Command("filter", late("Filter this list"), "Ctrl+F", "funnel"),
    Command("print", late("Print"), "Ctrl+P", "printer"),
    Command("refresh", late("Refresh"), "Ctrl+R", "arrows-clockwise"),
    Command("lock", late("Lock the window"), "Ctrl+L", "lock"),
    Command("help", late("Explain this field"), "F1", "question"),
    Command("quit", late("Quit"), "Ctrl+Q", "sign-out"),
    Command("add_item", late("Add a line"), "F5", "plus"),
    Command("void_item", late("Delete the line"), "F6", "trash"),
    Command("duplicate_item", late("Duplicate the line"), "Ctrl+D", "copy"),
    Command("item_up", late("Move the line up"), "Alt+Up", "arrow-up"),
    Command("item_down", late("Move the line down"), "Alt+Down", "arrow-down"),
    Command("fill_down", late("Fill down into the marked lines"), "F7", "arrow-line-down"),
    Command("paste_items", late("Paste lines from Word or Excel"), "", "clipboard-text"),
    Command("filter_column", late("Filter by the values of a column"), "F8", "funnel"),
    Command("clear_filters", late("Show all rows again"), "Shift+F8", "x"),
    Command("assign_record", late("Who works on it"), "", "monitor"),
    Command("phrases", late("Phrases used again"), "", "quotes"),
    Command("new_program", late("Begin a program"), "Ctrl+N", "file-plus"),
    Command("issue_program", late("Issue the program"), "", "mdi6.seal"),
    Command("consult_program", late("Send for opinions"), "", "chats"),
    Command("submit_program", late("Submit"), "", "paper-plane-tilt"),
    Command("return_program", late("Return to the draft"), "", "arrow-u-up-left"),
    Command("close_program", late("Close the program"), "", "archive"),
    Command("reopen_program", late("Open again"), "", "archive"),
    Command("amend_program", late("Amend the program"), "", "article"),
    Command("program_text", late("Title and text of the program"), "", "article"),
    Command("edit_in_word", late("Edit the draft with Word"), "", "mdi6.file-word-outline"),
    Command("void_program", late("Delete the draft program"), "", "trash"),
    Command("progress", late("Record progress"), "Ctrl+G", "check-square"),
    Command("propose_items", late("Propose lines of the next year"), "", "calendar-plus"),
    Command("outside_lines", late("Plans of other bodies"), "", "eye"),
    Command("lay_into_year", late("Lay lines of the term into a year"), "", "calendar-plus"),
    Command("annual_lines", late("Annual lines of this line of the term"), "", "tree-structure"),
    Command("pane_next", late("Next view of the program"), "Ctrl+PgDown", "squares-four"),
    Command("pane_before", late("Previous view of the program"), "Ctrl+PgUp", "squares-four"),
    Command("new_regulation", late("Add a text of the office to the regulations"), "", "file-plus"),
    Command(
        "import_regulations", late("Import regulations (paste or Excel)"), "", "clipboard-text"
    ),
    Command("copy_citation", late("Copy how the text is cited"), "", "quotes"),
    Command("regulation_words", late("Words of the text in hand"), "", "article"),
    Command("attach_pdf", late("Attach a PDF to the text"), "", "paperclip"),
    Command("import_units", late("Import units"), "", "map-trifold"),
    Command("reorganize_units", late("Administrative rearrangement of 2025"), "", "git-merge"),
    Command("import_table", late("Import organisations (paste or Excel)"), "", "clipboard-text"),
    Command("export_list", late("This list to Excel"), "", "mdi6.file-excel-outline"),
)
# Sections of the settings: found by name in the palette, without keys of their own.
SECTIONS: dict[str, Late] = {
    "interface": late("Interface"),
    "office": late("Office"),
    "bodies": late("Issuing bodies"),
    "texts": late("Texts of papers"),
    "users": late("Users"),
    "trust": late("Trust"),
    "exchange": late("Keys of the exchange"),
    "copies": late("Copies"),
    "check": late("Check"),
    "about": late("About this program"),
}
COMMANDS: dict[str, Command] = {command.name: command for command in _LISTED}
COMMANDS |= {
    f"set_{name}": Command(f"set_{name}", text, icon="gear") for name, text in SECTIONS.items()
}


def make(name: str, parent: QWidget, run: Callable[[], object]) -> QAction:
    """The action of a command, bound to what it does in a window or page.

    Args:
        name: the command.
        parent: the window or page; its shortcut works inside it.
        run: what it does.
    """
    command = COMMANDS[name]
    text = str(command.text)
    if name.startswith("set_"):
        text = f"{COMMANDS['go_settings'].text} · {text}"
    action = QAction(text, parent)
    action.setObjectName(name)
    if command.keys:
        action.setShortcut(QKeySequence(command.keys))
        action.setToolTip(f"{command.text} ({action.shortcut().toString()})")
    if command.icon:
        action.setIcon(theme.icon(command.icon, "muted"))
    action.triggered.connect(lambda _checked=False: run())
    parent.addAction(action)
    return action
