"""How the letters of a table were read, in words, and a choice to read them otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.domain.legacy_text import TextEncoding
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.gui.widgets.table_preview import column_letter
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.text_recognition import Reading

NAMES = {
    TextEncoding.UNICODE: late("Unicode"),
    TextEncoding.TCVN3: late("TCVN3 (ABC)"),
    TextEncoding.VNI: late("VNI"),
    TextEncoding.WINDOWS: late("Vietnamese Windows (1258)"),
}
_SMALL_CAPITALS = late(
    "Capitals that only a font made, such as .VnTimeH, are known from .xlsx files; elsewhere they "
    "may come as small letters."
)


class EncodingChoice(QWidget):
    """A choice of character set with what was found out beside it.

    Signals:
        edited: the user chose another one.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        name = label(_("Charac&ter set"), "muted")
        known = [(str(one), str(text)) for one, text in NAMES.items()]
        self.choice = ChoiceField([("", _("found out")), *known])
        self.choice.setAccessibleName(_("Character set"))
        self.choice.edited.connect(self.edited)
        name.setBuddy(self.choice)
        self.said, self.doubt = label("", "muted", wrap=True), label("", "warning", wrap=True)
        line.addWidget(name)
        line.addWidget(self.choice)
        for part in (self.said, self.doubt):
            part.hide()
            line.addWidget(part, 1)
        line.addStretch()

    def value(self) -> TextEncoding | None:
        """The character set chosen, None if it is to be found out."""
        chosen = self.choice.value()
        return TextEncoding(chosen) if chosen else None

    def forget(self) -> None:
        """Find out again; for another table."""
        self.choice.set_value("")

    def show_reading(self, reading: Reading) -> None:
        """Say how a table was read.

        Args:
            reading: what was found out or chosen.
        """
        doubtful = bool(reading.cells) and not reading.sure
        for part, seen in ((self.said, not doubtful), (self.doubt, doubtful)):
            part.setText(reading_text(reading) if seen else "")
            part.setVisible(seen)
            tip = str(_SMALL_CAPITALS) if TextEncoding.TCVN3 in reading.columns.values() else ""
            part.setToolTip(tip)


def reading_text(reading: Reading) -> str:
    """How a table was read, in words.

    Args:
        reading: what was found out or chosen.
    """
    if not reading.cells:
        return _("Unicode, nothing to convert")
    count = i18n.number(reading.cells)
    if len(set(reading.columns.values())) > 1:
        which = "; ".join(
            _("{encoding} in columns {letters}").format(
                encoding=NAMES[one],
                letters=", ".join(
                    column_letter(n) for n, is_ in reading.columns.items() if is_ == one
                ),
            )
            for one in NAMES
            if one in reading.columns.values()
        )
    else:
        which = str(NAMES[reading.encoding])
    if reading.chosen:
        text = _("{which}, converted to Unicode as you chose; cells: {count}")
    elif reading.sure:
        text = _("{which}, converted to Unicode; cells: {count} (sure)")
    else:
        text = _(
            "{which}, converted to Unicode; cells: {count}. Not sure: read some rows, and choose "
            "another character set if letters are wrong."
        )
    return text.format(which=which, count=count)


def _letters(reading: Reading, encoding: TextEncoding) -> str:
    """The columns converted from one character set."""
    return ", ".join(column_letter(n) for n, one in reading.columns.items() if one == encoding)
