"""The look of the window: one table of colours, one style sheet, Fusion, icons by name."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette

from ktgs_desktop import paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ktgs_desktop.settings import Settings

_PREFERRED_FONTS = ("Segoe UI", "Noto Sans")
_NAME = re.compile(r"@([a-z_]+)")
_POINTS = re.compile(r"(\d+(?:\.\d+)?)pt\b")
_USUAL_POINTS = 10


class _Present:
    """The theme in force; a program has one window style."""

    name = "light"
    points = _USUAL_POINTS


def scaled(pixels: int) -> int:
    """A length that was measured for letters of 10 points, for the letters in force.

    Args:
        pixels: the length.
    """
    return max(pixels, round(pixels * _Present.points / _USUAL_POINTS))


@lru_cache(maxsize=2)
def _colours(name: str) -> dict[str, str]:
    tables = tomllib.loads(paths.resource("styles", "theme.toml").read_text("utf-8"))
    return {key: str(value) for key, value in tables[name].items()}


def colour(name: str) -> QColor:
    """A colour of the theme in force.

    Args:
        name: what it is for, as in `resources/styles/theme.toml`.
    """
    return QColor(_colours(_Present.name)[name])


def paper_colour(name: str) -> QColor:
    """A colour of the light theme, for what goes on white paper.

    Args:
        name: what it is for, as in `resources/styles/theme.toml`.
    """
    return QColor(_colours("light")[name])


def colours() -> dict[str, str]:
    """All colours of the theme in force as `#rrggbb`, for charts."""
    return dict(_colours(_Present.name))


def is_dark() -> bool:
    """Whether the dark theme is in force."""
    return _Present.name == "dark"


def apply(application: QApplication, settings: Settings) -> None:
    """Dress the program as the user has chosen.

    Args:
        application: the program.
        settings: theme and font size.
    """
    _Present.name = _wanted(application, settings.theme)
    _Present.points = settings.font_size
    application.setStyle("Fusion")
    application.setFont(_font(settings.font_size))
    application.setPalette(_palette())
    sheet = paths.resource("styles", "window.qss").read_text("utf-8")
    table = _colours(_Present.name)
    share = settings.font_size / _USUAL_POINTS
    sheet = _POINTS.sub(lambda match: f"{float(match.group(1)) * share:.1f}pt", sheet)
    application.setStyleSheet(_NAME.sub(lambda match: table[match.group(1)], sheet))
    icon.cache_clear()


def _wanted(application: QApplication, theme: str) -> str:
    if theme in ("light", "dark"):
        return theme
    scheme = application.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _font(size: int) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    for family in _PREFERRED_FONTS:
        if QFontDatabase.hasFamily(family):
            font = QFont(family)
            break
    font.setPointSize(size)
    return font


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "page",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "alternate",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "overdue",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_text",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "placeholder",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "line_strong",
    }
    for role, name in roles.items():
        palette.setColor(role, colour(name))
    disabled = QPalette.ColorGroup.Disabled
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(disabled, role, colour("disabled"))
    return palette


@lru_cache(maxsize=256)
def icon(name: str, tint: str = "text") -> QIcon:
    """An icon in a colour of the theme.

    Args:
        name: name in the Phosphor set, e.g. `printer`, or with the prefix of another set,
            e.g. `mdi6.seal`.
        tint: name of the colour.
    """
    import qtawesome  # 300 ms; the log-in window has no icons

    whole = name if "." in name else f"ph.{name}"
    found: QIcon = qtawesome.icon(whole, color=colour(tint))
    return found
