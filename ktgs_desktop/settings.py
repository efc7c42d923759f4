"""The user's settings: one frozen dataclass, kept as TOML with the user's comments intact.

A field has its default here and its check in `_CHECKS`; the settings page is built from both.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop import paths
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ("vi", "en")
THEMES = ("system", "light", "dark")
ROW_HEIGHTS = ("compact", "double")
ON, OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen on this machine.

    Attributes:
        language: `vi` or `en`, the language of the window and of messages.
        theme: `system`, `light` or `dark`.
        font_size: size of the screen font in points, 8 to 20.
        row_height: `compact` (one line) or `double` (two lines) in lists.
        last_workspace: path of the workspace opened last, or empty.
        last_login: login name used last, or empty; never a password.
        lock_after_minutes: minutes without a key or click until the window locks, 0 for never.
        annex_codes: `on` if a line of codes stands small at the foot of annexes, else `off`.
    """

    language: str = "vi"
    theme: str = "system"
    font_size: int = 10
    row_height: str = "compact"
    last_workspace: str = ""
    last_login: str = ""
    lock_after_minutes: int = 10
    annex_codes: str = OFF


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "language": LANGUAGES.__contains__,
    "theme": THEMES.__contains__,
    "font_size": lambda value: 8 <= value <= 20,  # noqa: PLR2004 - documented above
    "row_height": ROW_HEIGHTS.__contains__,
    "annex_codes": (ON, OFF).__contains__,
    "lock_after_minutes": lambda value: 0 <= value <= 240,  # noqa: PLR2004 - four hours
}


def _file() -> Path:
    return paths.config_dir() / "settings.toml"


def load() -> Settings:
    """Read the settings; a missing file gives the defaults, an unknown key is kept for later.

    Returns:
        The settings, with every bad value replaced by its default.
    """
    try:
        raw = tomllib.loads(_file().read_text("utf-8"))
    except (FileNotFoundError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        raw = {}
    known: dict[str, Any] = {}
    for field in dataclasses.fields(Settings):
        value = raw.get(field.name)
        if isinstance(value, type(field.default)) and _valid(field.name, value):
            known[field.name] = value
    language = os.environ.get("KTGS_LANGUAGE", "")
    if language in LANGUAGES:
        known["language"] = language
    return Settings(**known)


def save(settings: Settings) -> None:
    """Write the settings, keeping comments and unknown keys of the file.

    Args:
        settings: what to keep.

    Raises:
        UserError: `setting_invalid` names the field.
    """
    import tomlkit  # at first use: reading needs only the standard library

    for field in dataclasses.fields(Settings):
        if not _valid(field.name, getattr(settings, field.name)):
            raise UserError("setting_invalid", field=field.name)
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        document = tomlkit.parse(path.read_text("utf-8"))
    except (FileNotFoundError, tomlkit.exceptions.ParseError):
        document = tomlkit.document()
    for name, value in dataclasses.asdict(settings).items():
        document[name] = value
    paths.write_atomically(path, tomlkit.dumps(document).encode("utf-8"))


def _valid(name: str, value: object) -> bool:
    check = _CHECKS.get(name)
    return check is None or bool(check(value))
