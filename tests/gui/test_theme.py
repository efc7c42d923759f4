"""The look: colours that can be read, icons that are there, one style sheet for both themes."""

import ast
import re
import sys

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ktgs_desktop import paths
from ktgs_desktop.gui import actions, theme
from ktgs_desktop.settings import Settings
from tests.architecture.source import modules

pytestmark = pytest.mark.gui
READABLE = 4.5
GROUNDS = ("page", "surface", "rail", "alternate", "header")
PAIRS = {
    *(("text", ground) for ground in (*GROUNDS, "locked_back", "warning_back", "error_back")),
    *(("muted", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in ("page", "surface")),
    *(
        (state, ground)
        for state in ("done", "in_progress", "overdue", "due_soon", "not_started")
        for ground in ("page", "surface", "alternate")
    ),
    ("overdue", "rail"),
    ("placeholder", "surface"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("text", "selection"),
    ("selection_text", "selection"),
    ("text", "bar_empty"),
    *(("accent_text", part) for part in ("done", "in_progress", "overdue")),
}


@pytest.fixture
def dressed(qapp):
    """The program in one look or the other; light again afterwards."""

    def dress(name, **chosen):
        theme.apply(qapp, Settings(theme=name, **chosen))
        return qapp

    yield dress
    dress("light")


def luminance(colour):
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Colours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(dressed, name):
    dressed(name)
    faint = {
        pair: round(contrast(theme.colour(pair[0]), theme.colour(pair[1])), 2)
        for pair in PAIRS
        if contrast(theme.colour(pair[0]), theme.colour(pair[1])) < READABLE
    }
    assert faint == {}


def test_both_themes_have_the_same_colours_and_all_are_colours(dressed):
    dressed("light")
    light = theme.colours()
    dressed("dark")
    dark = theme.colours()
    assert set(light) == set(dark)
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in (*light.values(), *dark.values()))
    assert all(QColor(value).isValid() for value in dark.values())


def test_the_style_sheet_names_only_colours_there_are_and_no_colour_is_left_over(dressed):
    sheet = paths.resource("styles", "window.qss").read_text("utf-8")
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    named = set(re.findall(r"@([a-z_]+)", rules))
    assert named <= set(theme.colours())
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=\s*[;}])", rules) == []
    used = {
        node.value
        for _path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(theme.colours()) - named - used) == []
    assert "@" not in dressed("dark").styleSheet()


def test_the_palette_is_the_themes(dressed):
    for name in ("light", "dark"):
        palette = dressed(name).palette()
        assert palette.color(QPalette.ColorRole.Window) == theme.colour("page")
        assert palette.color(QPalette.ColorRole.PlaceholderText) == theme.colour("placeholder")
        disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        assert disabled == theme.colour("disabled")
        assert theme.is_dark() is (name == "dark")


def test_as_the_system_has_it_is_one_of_the_two(dressed):
    dressed("system")
    assert theme.colours()["page"] in ("#fcfbfa", "#232427")


def test_letters_have_the_size_chosen(dressed, qtbot):
    for size in (8, 14):
        dressed("light", font_size=size)
        label = QLabel("Ủy ban Kiểm tra")
        qtbot.addWidget(label)
        assert QApplication.font().pointSize() == size
        assert label.font().pointSize() == size


def test_headings_and_lengths_grow_with_the_letters(dressed, qtbot):
    sizes = {}
    for size in (10, 20):
        dressed("light", font_size=size)
        title = QLabel("Tổng quan")
        title.setObjectName("pageTitle")
        qtbot.addWidget(title)
        title.ensurePolished()
        sizes[size] = title.font().pointSizeF(), theme.scaled(100)
    assert sizes == {10: (16.0, 100), 20: (32.0, 200)}
    dressed("light", font_size=8)
    assert theme.scaled(100) == 100, "what has room keeps it"


def test_a_fault_looks_different_from_the_focus():
    sheet = paths.resource("styles", "window.qss").read_text("utf-8")
    (faulty,) = re.findall(r'\*\[faulty="true"\][^{]*\{([^}]*)\}', sheet)
    (focus,) = re.findall(r"QLineEdit:focus[^{]*\{([^}]*)\}", sheet)
    assert "2px" in faulty
    assert "@error_back" in faulty
    assert "2px" not in focus
    assert "background" not in focus


# Icons ----------------------------------------------------------------------------------------

PLACES = {"icon": 0, "EmptyState": 0, "Card": 1, "_Entry": 1, "Command": 3, "Room": 2}


def icons():
    """Names of icons as they stand in the window's source."""
    found = {command.icon for command in actions.COMMANDS.values()}
    for path, tree in modules():
        if "gui" not in path.parts:
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [key.value for key in node.keywords if key.arg == "icon"]
            if name in PLACES and len(node.args) > PLACES[name]:
                given.append(node.args[PLACES[name]])
            found |= {
                one.value
                for value in given
                for one in ast.walk(value)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
    return sorted(found - {""})


def test_every_icon_there_is_a_name_for_has_a_picture(dressed):
    assert len(icons()) > 30
    for name in ("light", "dark"):
        dressed(name)
        for one in icons():
            image = theme.icon(one).pixmap(QSize(24, 24)).toImage()
            places = [(x, y) for x in range(image.width()) for y in range(image.height())]
            inked = max((image.pixelColor(*place) for place in places), key=QColor.alpha)
            assert inked.alpha() > 150, one
            assert abs(inked.lightness() - theme.colour("text").lightness()) < 5, one


# Qt for Python --------------------------------------------------------------------------------


def test_calls_without_a_result_leave_none_as_it_was(qtbot):
    """PySide6 6.12.0 dropped a reference to None at each such call and in the end aborted."""
    widget = QWidget()
    qtbot.addWidget(widget)
    index = widget.style
    before = sys.getrefcount(None)
    for _time in range(20_000):
        widget.update()
        widget.setToolTip("")
        widget.property("nothing")
    assert index is not None
    assert abs(sys.getrefcount(None) - before) < 500
