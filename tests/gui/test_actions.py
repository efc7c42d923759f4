"""Commands: each has its words, and in one window no key and no mnemonic means two things."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QTabBar, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.gui import actions
from ktgs_desktop.gui.widgets.rail import ROOMS
from ktgs_desktop.settings import Settings
from tests.helpers.builders import a_cell, a_line, a_member, a_program, an_issued_program, standing
from tests.helpers.desk import OFFSCREEN, Desk
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
# Which keys Qt's own fields and lists use; a command on them would never come or never let them.
TYPING = re.compile(r"(Shift\+)?[\w\d]|Return|Enter|Space|Tab|Backspace|Del|Left|Right|Up|Down")
_MNEMONIC = re.compile(r"&(\w)")


@pytest.fixture(params=["en", "vi"])
def desk(request, qtbot, workspace):
    """The window in each language on an office with something of everything."""
    made = Desk.open(qtbot, workspace, Settings(language=request.param, theme="light"))

    def fill(w):
        an_issued_program(w)
        draft = a_program(w, year=2022)
        a_line(w, draft)
        a_cell(w)
        a_member(w)
        assert standing(w)

    do(made, fill)
    yield made
    workspace.store.keep_off(None)
    made.close()
    i18n.use("vi")


# The list of commands -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "vi"])
def test_each_command_is_called_something_of_its_own(language):
    i18n.use(language)
    texts = Counter(str(command.text) for command in actions.COMMANDS.values())
    assert [text for text, times in texts.items() if times > 1] == []
    assert all(texts)
    if language == "vi":
        same = [command.text.source for command in actions.COMMANDS.values()]
        assert [text for text in same if i18n.translate(text) == text] == []


def test_no_key_is_given_twice_and_none_that_typing_needs():
    keys = [command.keys for command in actions.COMMANDS.values() if command.keys]
    assert len(keys) == len(set(keys))
    for one in keys:
        assert QKeySequence(one).toString() == one
        assert not TYPING.fullmatch(one), one
        # UniKey switches Vietnamese typing on and off with it.
        assert not ("Ctrl" in one and "Shift" in one), one


def test_each_room_of_the_rail_has_its_command():
    for room in ROOMS:
        command = actions.COMMANDS[f"go_{room.name}"]
        assert (command.keys, command.icon) == (room.keys, room.icon)
        assert command.text.source == room.text.source


def test_an_action_says_its_key_in_its_tip_and_runs(qtbot):
    widget, ran = QWidget(), []
    qtbot.addWidget(widget)
    made = actions.make("refresh", widget, lambda: ran.append(1))
    assert made.toolTip() == f"{actions.COMMANDS['refresh'].text} (Ctrl+R)"
    made.trigger()
    assert ran == [1]
    assert made in widget.actions()


# In the window --------------------------------------------------------------------------------


def keys_now(desk):
    """Every key that works on the page shown, with what it does."""
    found = []
    for one in desk.window.page_actions():
        found += [(keys.toString(), one.objectName()) for keys in one.shortcuts()]
    for one in desk.page().findChildren(QShortcut):
        if one.isEnabled():
            found.append((one.key().toString(), type(one.parent()).__name__))
    return [pair for pair in found if pair[0]]


def mnemonics_now(desk):
    """Every letter that works with Alt on the page shown, with who has it."""
    found = []
    for one in desk.window.findChildren(QWidget):
        if not one.isVisible():
            continue
        texts = []
        if isinstance(one, QAbstractButton) or (
            isinstance(one, QLabel) and one.buddy() is not None and one.buddy().isVisible()
        ):
            texts = [one.text()]
        elif isinstance(one, QTabBar):
            texts = [one.tabText(place) for place in range(one.count())]
        for text in texts:
            letter = _MNEMONIC.search(text.replace("&&", ""))
            if letter:
                found.append((letter.group(1).upper(), text))
    return found


def doubled(pairs):
    times = Counter(key for key, _what in pairs)
    return sorted(pair for pair in pairs if times[pair[0]] > 1)


def states(desk):
    """Each page, and each tab and section of it."""
    for room in ROOMS:
        desk.window.go(room.name)
        desk.settle()
        page = desk.page()
        if room.name == "settings":
            for name in actions.SECTIONS:
                page.show_section(name)
                desk.settle()
                yield f"{room.name}/{name}"
            continue
        bars = [bar for bar in page.findChildren(QTabBar) if bar.isVisible()]
        yield room.name
        for place, bar in enumerate(bars):
            for tab in range(bar.count()):
                if bar.isTabEnabled(tab):
                    bar.setCurrentIndex(tab)
                    desk.settle()
                    yield f"{room.name}/{place}/{tab}"


def test_in_one_window_no_key_and_no_mnemonic_means_two_things(desk):
    keys, letters = {}, {}
    for state in states(desk):
        keys[state] = doubled(keys_now(desk))
        letters[state] = doubled(mnemonics_now(desk))
    assert {state: pairs for state, pairs in keys.items() if pairs} == {}
    assert {state: pairs for state, pairs in letters.items() if pairs} == {}
    assert len(keys) > 15


def test_a_letter_with_alt_does_not_hide_a_command(desk):
    """Alt with a letter is the mnemonics', Alt with a digit or an arrow the commands'."""
    for _state in states(desk):
        for key, what in keys_now(desk):
            assert not re.fullmatch(r"Alt\+[A-Z]", key), what
