"""A program as it was on any day: its lines, what differs from another day, its paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.dates import ROMAN_QUARTERS, exactly
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.table_export import export_view
from ktgs_desktop.gui.views.programs.change_words import TINTS, difference_text, status_text
from ktgs_desktop.gui.views.programs.changes_table import ChangesTable, Row
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import amendment_papers, amendments

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.amendments import Compared
    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress

_ALL, _ORIGINAL = "all", "original"


class VersionDialog(QDialog):
    """Shows, compares and prints a program as it was on a day.

    Args:
        session: the session.
        program: an issued program.
        days: the days on which it was changed.
        parent: the window.
    """

    def __init__(
        self, session: Session, program: Program, days: Sequence[date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._program = program
        title = _("The program on any day")
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(theme.scaled(980), theme.scaled(600))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(title, "dialogTitle"))
        layout.addLayout(self._build_choice(days))
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        heads = (_("State"), _("No."), _("Content"), _("Subjects"), _("Quarter"), _("Difference"))
        self.table = ChangesTable(heads, title, {2: 4, 3: 3, 5: 4})
        layout.addWidget(self.table, 1)
        buttons = QHBoxLayout()
        self.print = button(_("&View, print"), self.view_paper, icon="printer")
        buttons.addWidget(self.print)
        self.excel = button("Excel", self.export, icon="mdi6.file-excel-outline")
        buttons.addWidget(self.excel)
        buttons.addStretch(1)
        buttons.addWidget(button(_("&Close"), self.accept, primary=True))
        layout.addLayout(buttons)
        self._shown: date | None = None
        self._reading: Task | None = None
        self.day.setFocus()
        self.reload()

    def _build_choice(self, days: Sequence[date]) -> QHBoxLayout:
        line = QHBoxLayout()
        self.day = DateField()
        self.day.year = self._program.year
        self.day.set_date(exactly(self._session.workspace.today))
        self.day.setAccessibleName(_("Day"))
        self.day.setFixedWidth(theme.scaled(120))
        self.day.editingFinished.connect(self.reload)
        named = label(_("&Day"), "fieldLabel")
        named.setBuddy(self.day)
        line.addWidget(named)
        line.addWidget(self.day)
        choices = [(_ALL, _("all lines")), (_ORIGINAL, _("what differs from the original"))]
        choices += [
            (day.isoformat(), _("what differs from {day}").format(day=i18n.day(day)))
            for day in days
        ]
        self.against = ChoiceField(choices)
        self.against.setAccessibleName(_("What is shown"))
        self.against.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
        self.against.currentIndexChanged.connect(lambda _place: self.reload())
        named = label(_("S&how"), "fieldLabel")
        named.setBuddy(self.against)
        line.addWidget(named)
        line.addWidget(self.against)
        line.addStretch(1)
        return line

    def reload(self) -> None:
        """Show the lines of the day typed."""
        try:
            found = self.day.value_as_date()
        except UserError as error:
            self.said.setText(messages.sentence(error))
            return
        if found is None or not found.exact:
            self.said.setText(messages.text_of("day_not_whole", {"text": self.day.text()}))
            return
        workspace, program, on = self._session.workspace, self._program.id, found.first
        against = self.against.value()

        def work(_progress: Progress) -> tuple[list[ProgramItem], list[Compared] | None]:
            lines = amendments.version(workspace, program, on)
            if against == _ALL:
                return lines, None
            other = None if against == _ORIGINAL else date.fromisoformat(against)
            if other is not None and other > on:
                return lines, amendments.compared(workspace, program, on, other)
            return lines, amendments.compared(workspace, program, other, on)

        self._reading = self._session.tasks.read(
            self,
            work,
            lambda answer: self._show(on, *answer),
            lambda error: errors.show(self, error),
            instead_of=self._reading,
        )

    def _show(self, on: date, lines: Sequence[ProgramItem], found: list[Compared] | None) -> None:
        self._shown = on
        in_force = [item for item in lines if item.in_force]
        numbers = {item.id: str(place) for place, item in enumerate(in_force, start=1)}
        text = _("On {day}: {count} lines in force, {gone} no longer in force.")
        self.said.setText(
            text.format(day=i18n.day(on), count=len(in_force), gone=len(lines) - len(in_force))
        )
        self.table.setColumnHidden(5, found is None)
        if found is None:
            self.table.show_rows([_line_row(item, numbers.get(item.id, "")) for item in lines])
            return
        rows = []
        for one in found:
            state, difference = difference_text(one)
            item = one.after or one.before
            if item is not None:
                row = _line_row(item, numbers.get(item.id, ""))
                rows.append(Row(item.id, (state, *row.texts[1:5], difference), "", row.muted))
        self.table.show_rows(rows)

    def export(self) -> None:
        """Save the lines that are seen as an Excel sheet."""
        if self._shown is not None:
            text = _("Program {symbol} on {day}")
            title = text.format(symbol=self._program.number, day=i18n.day(self._shown))
            export_view(self._session, title, self.table, self)

    def view_paper(self) -> None:
        """Show the paper of the day, to be printed or saved."""
        on, workspace, program = self._shown, self._session.workspace, self._program.id
        if on is None:
            return
        PaperDialog(
            self._session,
            lambda progress: amendment_papers.print_version(workspace, program, on, progress),
            program=None,
            document=None,
            parent=self,
            word=lambda: amendment_papers.word_of_version(workspace, program, on),
        ).show_modal()


def _line_row(item: ProgramItem, number: str) -> Row:
    status = status_text(item.status, item.postponed_to)
    tint = {str(key): tint for key, tint in TINTS.items()}.get(item.status, "")
    subjects = "; ".join(subject.name for subject in item.subjects) or item.subject_note
    texts = (status, number, item.content, subjects, ROMAN_QUARTERS[item.due_quarter], "")
    return Row(item.id, texts, tint, muted=not item.in_force)
