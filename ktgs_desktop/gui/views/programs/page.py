"""The page of programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QTabBar

from ktgs_desktop.gui import actions, theme
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.dialogs.paper import PaperDialog, save_word
from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.gui.dialogs.programs import IssueDialog, NewProgramDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.programs import choice
from ktgs_desktop.gui.views.programs.lines_pane import LinesPane
from ktgs_desktop.gui.views.programs.summary import summary_html
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import Page, button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, program_items, programs

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary

_KINDS = frozenset(("program", "program_item", "progress", "issuing_body", "document"))


class ProgramsPage(Page):
    """Programs of all bodies: the lines of one at a time, the line in hand at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Inspection and supervision programs"))
        self.session = session
        self._bodies: list[IssuingBody] = []
        self._programs: list[ProgramSummary] = []
        self._program: ProgramSummary | None = None
        self._wanted_program: UUID | None = None
        self._body_id: UUID | None = None
        self._chose_body = False
        self._text_dialog: ProgramTextDialog | None = None
        self._build_head()
        self._build_choice()
        self._summary = QLabel()
        self._summary.setObjectName("muted")
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        self.body.addWidget(self._summary)
        self.lines = LinesPane(session, self.new_program)
        self.body.addWidget(self.lines, 1)
        self._build_commands()
        session.changed.connect(self._on_changed)
        self.reload()

    # Building ---------------------------------------------------------------------------

    def _build_head(self) -> None:
        self.excel = self.add_action(button("Excel", self._export, icon="mdi6.file-excel-outline"))
        self.word = self.add_action(button("Word", self._word, icon="mdi6.file-word-outline"))
        self.print_button = self.add_action(
            button(_("&View, print, sign"), self.view_paper, icon="printer")
        )
        self.issue_button = self.add_action(button(_("&Issue…"), self.issue, icon="mdi6.seal"))
        self.add_button = self.add_action(
            button(_("&Add a line"), self._add_item, icon="plus", primary=True)
        )
        self.record = self.add_action(
            button(_("&Record progress"), self.show_progress, icon="check-square", primary=True)
        )

    def _build_choice(self) -> None:
        line = QHBoxLayout()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Issuing body"))
        self.tabs.currentChanged.connect(lambda _place: self._choose_body())
        line.addWidget(self.tabs, 1)
        self.choice = ChoiceField([])
        self.choice.setMinimumContentsLength(26)
        self.choice.setAccessibleName(_("Program"))
        self.choice.activated.connect(lambda _place: self._choose())
        line.addWidget(self.choice)
        self.more = button("", self._open_menu, icon="dots-three")
        self.more.setToolTip(_("More of this draft: title and text, delete"))
        self.more.setAccessibleName(_("More of this draft"))
        line.addWidget(self.more)
        self.new = button(_("&Begin a program"), self.new_program, icon="file-plus")
        line.addWidget(self.new)
        self.body.addLayout(line)
        self._menu = QMenu(self)
        for icon, text, run in (
            ("article", _("&Title and text…"), self.edit_text),
            ("trash", _("&Delete the draft program…"), self.void_program),
        ):
            self._menu.addAction(theme.icon(icon, "muted"), text).triggered.connect(run)

    def _open_menu(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        self._menu.setActiveAction(self._menu.actions()[0])

    def _build_commands(self) -> None:
        self.commands = {
            name: actions.make(name, self, run)
            for name, run in (
                ("add_item", self.lines.add_item),
                ("void_item", self.lines.void_items),
                ("duplicate_item", self.lines.duplicate),
                ("item_up", lambda: self.lines.move_line(-1)),
                ("item_down", lambda: self.lines.move_line(1)),
                ("save", self.lines.panel.save_now),
                ("filter", self._focus_filter),
                ("new_program", self.new_program),
                ("issue_program", self.issue),
                ("program_text", self.edit_text),
                ("void_program", self.void_program),
                ("progress", self.show_progress),
                ("print", self.view_paper),
                ("refresh", self.reload),
                ("export_list", self._export),
            )
        }
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.lines.panel.save_and_add)
        self.starts = (self.lines.list, self.lines.filter.line)

    def _focus_filter(self) -> None:
        self.lines.filter.line.setFocus()
        self.lines.filter.line.selectAll()

    # Which program ----------------------------------------------------------------------

    def reload(self) -> None:
        """Read bodies and programs again and show the present one."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> tuple[list[IssuingBody], list[ProgramSummary]]:
            return offices.bodies(workspace), programs.programs(workspace)

        self.session.tasks.read(self, work, self._take)

    def _take(self, found: tuple[list[IssuingBody], list[ProgramSummary]]) -> None:
        self._bodies, self._programs = found
        present = self._program.program.id if self._program else None
        chosen = self.choice.value() or self.session.recall("programs/program")
        wanted = self._wanted_program or present
        program = self._known(str(wanted) if wanted else chosen)
        many = program is None and choice.conditions(chosen) is not None
        if program is None and not self._chose_body and not many and self._programs:
            program = self._programs[0]
        self._fill_tabs(program)
        self._fill_programs(chosen if many else "", program)

    def _known(self, program: str) -> ProgramSummary | None:
        return next((one for one in self._programs if str(one.program.id) == program), None)

    def _fill_tabs(self, program: ProgramSummary | None) -> None:
        """One tab a body; the one of the program is shown, else the present one stays."""
        present = program.program.body if program else self._body_id
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.tabs.count():
            self.tabs.removeTab(0)
        for place, one in enumerate(self._bodies):
            self.tabs.addTab(one.name)
            if one.id == present:
                self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        body = self._body()
        self._body_id = body.id if body else None

    def _body(self) -> IssuingBody | None:
        place = self.tabs.currentIndex()
        return self._bodies[place] if 0 <= place < len(self._bodies) else None

    def _choose_body(self) -> None:
        body = self._body()
        self._body_id = body.id if body else None
        self._chose_body = True
        self._fill_programs("", None)

    def _fill_programs(self, chosen: str, program: ProgramSummary | None) -> None:
        """Offer the programs of the body.

        Args:
            chosen: what is chosen if it is no program.
            program: the program chosen, None for the body's latest.
        """
        own = [one for one in self._programs if one.program.body == self._body_id]
        offered = choice.choices(self._programs, own)
        known = chosen in (value for value, _words in offered)
        self.choice.set_choices(offered)
        first = chosen if known else offered[0][0]
        self.choice.set_value(str(program.program.id) if program else first)
        self._wanted_program = None
        self._choose()

    def _choose(self) -> None:
        chosen = self.choice.value()
        self._program = self._known(chosen)
        self.session.remember("programs/program", chosen)
        self._show_head()
        self.lines.show_program(
            self._program,
            choice.conditions(chosen) or {},
            any_program=bool(self._programs) and chosen != choice.NONE,
        )

    def _show_head(self) -> None:
        one = self._program
        many = choice.conditions(self.choice.value()) is not None and bool(self._programs)
        self.set_title(
            choice.program_title(one) if one else _("Inspection and supervision programs")
        )
        self._summary.setText(summary_html(one) if one else "")
        draft = one is not None and not one.program.locked
        issued = one is not None and one.program.issued
        writable = not self.session.workspace.read_only
        self.add_button.setVisible(draft and writable)
        self.issue_button.setVisible(draft and writable)
        self.more.setVisible(draft and writable)
        self.record.setVisible(issued and writable)
        self.new.setVisible(writable)
        for part in (self.word, self.print_button):
            part.setVisible(one is not None)
        self.excel.setVisible(one is not None or many)
        for name in ("add_item", "void_item", "duplicate_item", "item_up", "item_down"):
            self.commands[name].setEnabled(draft and writable)
        for name in ("issue_program", "program_text", "void_program"):
            self.commands[name].setEnabled(draft and writable)
        for name in ("new_program", "save"):
            self.commands[name].setEnabled(writable)
        self.commands["progress"].setEnabled(issued and writable)
        self.commands["print"].setEnabled(one is not None)
        self.commands["export_list"].setEnabled(one is not None or many)

    def _on_changed(self, changes: object) -> None:
        if touched(changes) & _KINDS:
            self.reload()

    def show_record(self, kind: str, record: Any) -> None:
        """Show a program, a line, or the lines behind a figure.

        Args:
            kind: `program`, `program_item` or `lines`.
            record: its id; for lines what the filter narrows to, with the year for those of a year.
        """
        workspace = self.session.workspace
        if kind == "lines":
            self._show_behind(**record)
            return
        if kind == "program":
            self._wanted_program = record
            self.reload()
            return

        def then(detail: program_items.ItemDetail) -> None:
            self.lines.want(detail.item.id)
            self._wanted_program = detail.program.id
            self.lines.filter.reset()
            self.reload()

        self.session.tasks.read(self, lambda _progress: program_items.get(workspace, record), then)

    def _show_behind(self, year: str = "", **narrowed: str) -> None:
        """Show lines of the issued annual programs of all bodies."""
        self.choice.set_value(choice.issued_of(year))
        self.lines.filter.choose(narrowed)
        self._wanted_program, self._program = None, None
        self.reload()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        self.lines.panel.keep_draft()
        if self._text_dialog is not None:
            self._text_dialog.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.lines.remember()

    # Commands ---------------------------------------------------------------------------

    def new_program(self) -> None:
        """Begin a program."""
        if not self._bodies:
            return
        body = self._body() or self._bodies[0]
        ordered = [body, *(one for one in self._bodies if one.id != body.id)]
        dialog = NewProgramDialog(self.session, ordered, self._next_year(body), self)
        if dialog.exec() and dialog.made is not None:
            self._wanted_program = dialog.made.id
            self.reload()
        dialog.deleteLater()

    def _next_year(self, body: IssuingBody) -> int:
        """The year a body most likely begins a program for: after its last one, else this year."""
        years = [
            one.program.year
            for one in self._programs
            if one.program.body == body.id and one.program.kind == "ANNUAL"
        ]
        return max(years) + 1 if years else self.session.workspace.today.year

    def _add_item(self) -> None:
        self.lines.add_item()

    def show_progress(self) -> None:
        """Show the progress of the current line."""
        self.lines.panel.show_progress()

    def issue(self) -> None:
        """Issue the program."""
        body = self._body()
        if self._program is None or body is None:
            return
        if self.lines.panel.dirty:
            self.lines.panel.head.notify(_("Save this line first, or give it up; then issue."))
            return
        dialog = IssueDialog(self.session, self._program.program, body, self)
        if dialog.exec() and dialog.document is not None:
            self.session.said.emit(_("Issued: {symbol}").format(symbol=dialog.document.symbol))
            self.view_paper()
        dialog.deleteLater()

    def edit_text(self) -> None:
        """Change title and text of a draft."""
        if self._program is None or self._program.program.locked:
            return
        dialog = ProgramTextDialog(self.session, self._program.program.id, self)
        self._text_dialog = dialog
        dialog.exec()
        self._text_dialog = None
        dialog.deleteLater()

    def void_program(self) -> None:
        """Delete a draft begun by mistake, with a reason."""
        one, workspace = self._program, self.session.workspace
        if one is None:
            return
        text = _("“{title}” and its lines ({count}) leave every list; they stay in the history.")
        reason = ask_reason(
            _("Delete the draft program"),
            text.format(title=one.program.title, count=one.total),
            _("&Delete"),
            self,
        )
        if reason:
            self.lines.panel.clear()
            self.session.tasks.write(
                self,
                lambda _progress: programs.void(workspace, one.program.id, reason),
                lambda _none: None,
            )

    def view_paper(self) -> None:
        """Show the program's paper, to print, save or sign it."""
        if self._program is not None:
            PaperDialog.of_program(self.session, self._program.program.id, self).show_modal()

    def _word(self) -> None:
        if self._program is not None:
            save_word(self.session, self._program.program.id, self)

    def _export(self) -> None:
        export_list(self.session, self.lines.list, self._title.text(), self)
