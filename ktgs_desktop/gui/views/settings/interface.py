"""How the window looks and speaks; every choice counts at once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from ktgs_desktop import settings
from ktgs_desktop.gui.views.settings.section import Section
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.form import Form
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session

_FOCUS = "settings/focus"
# The names of languages stand in the language itself.
_LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
_THEMES = {
    "system": late("As the system"),
    "light": late("Light"),
    "dark": late("Dark"),
}
_ROW_HEIGHTS = {
    "compact": late("One line"),
    "double": late("Two lines"),
}
_FONT_SIZES = tuple(range(8, 21))
_MINUTES = (0, 1, 2, 5, 10, 15, 20, 30, 60, 120, 240)
_LABELS: dict[str, tuple[Late, Late]] = {
    "language": (
        late("&Language"),
        late("Language of the window and of messages; papers are always in Vietnamese."),
    ),
    "theme": (late("Colou&rs"), late("Light, dark, or as the system has it.")),
    "font_size": (late("Size o&f letters"), late("In points; papers are not affected.")),
    "row_height": (late("Rows of long l&ists"), late("Two lines show more of long contents.")),
    "lock_after_minutes": (
        late("Loc&k after"),
        late(
            "Without a key or click for so long, the workspace is closed and asks for the "
            "password again; what was typed is kept."
        ),
    ),
    "annex_codes": (
        late("Co&des on annexes"),
        late(
            "Small at the foot of annexes: which record was printed, from which state of the data "
            "and when. It is no part of the layout of papers, and never stands in the letter."
        ),
    ),
}


def _choices(name: str, present: object) -> list[tuple[str, str]]:
    match name:
        case "language":
            return [(code, _LANGUAGES[code]) for code in settings.LANGUAGES]
        case "theme":
            return [(code, str(_THEMES[code])) for code in settings.THEMES]
        case "row_height":
            return [(code, str(_ROW_HEIGHTS[code])) for code in settings.ROW_HEIGHTS]
        case "annex_codes":
            return [(settings.OFF, _("Leave out")), (settings.ON, _("Print"))]
        case "font_size":
            return [(str(size), str(size)) for size in _FONT_SIZES]
        case _:
            minutes = _("{count} minutes")
            # The file of settings may hold another number than those offered.
            offered = sorted({*_MINUTES, present} if isinstance(present, int) else _MINUTES)
            texts = [minutes.format(count=number) if number else _("Never") for number in offered]
            return [(str(number), text) for number, text in zip(offered, texts, strict=True)]


class InterfaceSection(Section):
    """Language, colours, sizes and the lock, a field for each setting.

    Attributes:
        fields: the field of each setting by its name.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Interface"), _("What you choose counts at once, on this computer only."), parent
        )
        self._session = session
        self.fields: dict[str, ChoiceField] = {}
        form = Form()
        for name, (text, help_text) in _LABELS.items():
            present = getattr(session.settings, name)
            field = ChoiceField(_choices(name, present))
            field.set_value(str(present))
            field.edited.connect(lambda name=name: self._choose(name))
            self.fields[name] = field
            form.add(str(text), field, str(help_text))
        self.add_narrow(form)
        self.body.addStretch(1)
        wanted = self.fields.get(session.recall(_FOCUS))
        session.remember(_FOCUS, "")
        if wanted is not None:
            # The window was built anew by the last choice; the cursor goes back to its field.
            QTimer.singleShot(0, wanted, wanted.setFocus)

    def _choose(self, name: str) -> None:
        present = getattr(self._session.settings, name)
        value: Any = type(present)(self.fields[name].value())
        if value == present:
            return
        chosen = dataclasses.replace(self._session.settings, **{name: value})
        self._session.remember(_FOCUS, name)
        self._session.settings_changed.emit(chosen)
