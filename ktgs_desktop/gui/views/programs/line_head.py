"""What stands above the fields of a line: its title, how far it is, and what must be noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.gui.views.programs.change_words import status_text
from ktgs_desktop.gui.views.programs.lines import STATE_SIGNS, STATE_WORDS
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.services.program_items import ItemDetail

_LONGEST = 140
_LEAST_CUT = 60


class LineHead(QWidget):
    """Title, state and notice of the line in hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refused = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.title = label("", "sectionTitle", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.state = label("", "muted", wrap=True)
        self.notice = label("", "warning", wrap=True)
        for part in (self.title, self.state, self.notice):
            layout.addWidget(part)

    def say(self, title: str, state: str, notice: str = "") -> None:
        """Say something of a line that is not kept yet, or that there is none.

        Args:
            title: the title.
            state: the words below it.
            notice: what must be noticed, empty for nothing.
        """
        self.title.setText(title)
        self.title.setToolTip("")
        self._dress(state, "muted")
        self.notify(notice)

    def notify(self, text: str) -> None:
        """Say what must be noticed.

        Args:
            text: the sentence, empty for nothing.
        """
        self._refused = False
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def refuse(self, text: str) -> None:
        """Say why a line is not saved, until something is mended.

        Args:
            text: the sentence.
        """
        self.notify(text)
        self._refused = True

    def forgive(self) -> None:
        """Something was mended: forget why the line was not saved."""
        if self._refused:
            self.notify("")

    def show_detail(self, detail: ItemDetail, today: date, *, drafted: bool) -> None:
        """Show what a line is about and how far it is.

        Args:
            detail: the line with its progress.
            today: the workspace's day.
            drafted: whether values typed earlier and not saved are shown.
        """
        content = detail.item.content.replace("\n", " ")
        self.title.setText(shortened(content, _LONGEST))
        self.title.setToolTip(content)
        state = detail.line.state(detail.item.due_on, today)
        due = i18n.day(detail.item.due_on)
        text = f"{STATE_SIGNS[state]} {STATE_WORDS[state]} {detail.line.done}/{detail.line.total}"
        text += " · " + _("due {date}").format(date=due)
        made = status_text(detail.item.status, detail.item.postponed_to)
        if made:
            text = f"{text} · {made}" if detail.item.in_force else made
        if detail.program.issued:
            text += " · " + _("issued, locked")
        self._dress(text, "overdueText" if state == "OVERDUE" else "muted")
        notes = []
        if drafted:
            notes.append(_("These values were typed earlier and not saved yet."))
        if detail.outside_remit:
            notes.append(_("This kind of work is none of the issuing body's own tasks."))
        if detail.elsewhere:
            told = _("This is worked on at the {computer}.")
            notes.append(told.format(computer=detail.elsewhere))
        self.notify(" ".join(notes))

    def _dress(self, text: str, kind: str) -> None:
        self.state.setText(text)
        self.state.setObjectName(kind)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)


def shortened(text: str, longest: int) -> str:
    """A text cut at a word, with an ellipsis, if it is longer.

    Args:
        text: the text.
        longest: letters at most.
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space >= _LEAST_CUT else cut).rstrip(" ,;") + "…"
