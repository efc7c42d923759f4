"""The page of programs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QMenu

from ktgs_desktop.domain.program_life import Move
from ktgs_desktop.gui import actions, theme
from ktgs_desktop.gui.dialogs.assigning import SoftLock
from ktgs_desktop.gui.dialogs.list_export import export_list
from ktgs_desktop.gui.dialogs.paper import PaperDialog, save_word
from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.gui.dialogs.programs import IssueDialog, NewProgramDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.word_edit import WordDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.programs import choice
from ktgs_desktop.gui.views.programs.chooser import ProgramChooser
from ktgs_desktop.gui.views.programs.life import COMMANDS as LIFE
from ktgs_desktop.gui.views.programs.life import ProgramLife
from ktgs_desktop.gui.views.programs.life_bar import LifeBar
from ktgs_desktop.gui.views.programs.lines_pane import LinesPane
from ktgs_desktop.gui.views.programs.panes import AMENDMENTS, LIST, Panes
from ktgs_desktop.gui.views.programs.planning import Planning
from ktgs_desktop.gui.views.programs.summary import summary_html
from ktgs_desktop.gui.views.programs.usable import Shown
from ktgs_desktop.gui.widgets.page import Page, button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, program_items, programs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog, QWidget

    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.programs import ProgramSummary


class ProgramsPage(Page):
    """Programs of all bodies: the lines of one at a time, the line in hand at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Inspection and supervision programs"))
        self.session = session
        self._reading: Task | None = None
        self._lock = SoftLock(session, "program", self)
        self._build_head()
        self._build_choice()
        self._summary = QLabel()
        self._summary.setObjectName("muted")
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        self.body.setSpacing(4)
        self.body.addWidget(self._summary)
        self.remark = label("", "warning", wrap=True)
        self.body.addWidget(self.remark)
        self.lines = LinesPane(session, self.new_program)
        self.panes = Panes(session, self.lines, self.new_program)
        self.panes.shown.connect(self._show_head)
        self.body.addWidget(self.panes, 1)
        self.life = ProgramLife(session, self, lambda: self._program, self._ask_opinions)
        self.life_bar = LifeBar()
        self.life_bar.wanted.connect(lambda move: self.life.run(Move(move)))
        self.panes.head.addWidget(self.life_bar)
        self.planning = Planning(session, self)
        self._build_commands()
        session.changed.connect(self._on_changed)
        self.reload()

    # Building ---------------------------------------------------------------------------

    def _build_head(self) -> None:
        self.excel = self.add_action(
            button(
                "Excel",
                partial(self._run, "export_list", self._export),
                icon="mdi6.file-excel-outline",
            )
        )
        self.word = self.add_action(button("Word", self._word, icon="mdi6.file-word-outline"))
        self.print_button = self.add_action(
            button(_("&View, print, sign"), self.view_paper, icon="printer")
        )
        self.issue_button = self.add_action(button(_("&Issue…"), self.issue, icon="mdi6.seal"))
        self.add_button = self.add_action(
            button(_("&Add a line"), self._add_item, icon="plus", primary=True)
        )
        self.amend_button = self.add_action(
            button(_("&Amend…"), lambda: self.panes.amend(), icon="article")  # noqa: PLW0108 - later
        )
        self.record = self.add_action(
            button(_("&Record progress"), self.show_progress, icon="check-square", primary=True)
        )

    def _build_choice(self) -> None:
        self.chooser = ProgramChooser(self.session)
        self.chooser.chosen.connect(self._choose)
        self.chooser.switched.connect(self._show_all)
        self.tabs, self.choice = self.chooser.tabs, self.chooser.choice
        self.more = self.chooser.add_button(button("", self._open_menu, icon="dots-three"))
        self.more.setToolTip(_("More of this draft: title and text, delete"))
        self.more.setAccessibleName(_("More of this draft"))
        self.new = self.chooser.add_button(
            button(_("&Begin a program"), self.new_program, icon="file-plus")
        )
        self.body.addWidget(self.chooser)
        self._menu = QMenu(self)
        for icon, text, run in (
            ("article", _("&Title and text…"), self.edit_text),
            ("mdi6.file-word-outline", _("Edit with &Word…"), self.edit_in_word),
            ("trash", _("&Delete the draft program…"), self.void_program),
        ):
            self._menu.addAction(theme.icon(icon, "muted"), text).triggered.connect(run)

    def _show_all(self) -> None:
        """Another program is chosen: what narrowed the former one's lines does not count."""
        self.lines.filter.unfix()

    def _open_menu(self) -> None:
        for name in LIFE.values():
            self._menu.removeAction(self.commands[name])
            if self.commands[name].isEnabled():
                self._menu.addAction(self.commands[name])
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        self._menu.setActiveAction(self._menu.actions()[0])

    def _build_commands(self) -> None:
        runs: dict[str, Callable[[], object]] = {
            "add_item": self._add_item,
            "void_item": self.lines.void_items,
            "duplicate_item": self.lines.duplicate,
            "item_up": lambda: self.lines.move_line(-1),
            "item_down": lambda: self.lines.move_line(1),
            **self.lines.many.commands(),
            **self.lines.term.commands(),
            **self.planning.commands(),
            "filter_column": self.lines.heads.ask_here,
            "clear_filters": self.lines.filter.reset,
            "save": self.lines.panel.save_now,
            "filter": self._focus_filter,
            "new_program": self.new_program,
            "issue_program": self.issue,
            "amend_program": lambda: self.panes.amend(),  # noqa: PLW0108 - made later
            "program_text": self.edit_text,
            "edit_in_word": self.edit_in_word,
            "void_program": self.void_program,
            "progress": self.show_progress,
            "print": self.view_paper,
            "refresh": self.reload,
            "export_list": self._export,
            "pane_next": lambda: self.panes.step(1),
            "pane_before": lambda: self.panes.step(-1),
            **{name: partial(self.life.run, move) for move, name in LIFE.items()},
        }
        self.commands = {
            name: actions.make(name, self, partial(self._run, name, run))
            for name, run in runs.items()
        }
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self.lines, self.lines.panel.save_and_add)
        self.lines.list.of_rows = [self.commands["assign_record"]]
        self.starts = (self.lines.list, self.lines.filter.line)

    def _run(self, name: str, otherwise: Callable[[], object]) -> None:
        """Run a command: the view that is seen comes before the page."""
        pane = self.panes.present
        run = pane.offers().get(name, otherwise) if pane is not None else otherwise
        run()

    def _focus_filter(self) -> None:
        self.panes.choose(LIST)
        self.lines.filter.line.setFocus()
        self.lines.filter.line.selectAll()

    # Which program ----------------------------------------------------------------------

    def reload(self) -> None:
        """Read bodies and programs again and show the present one."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> tuple[list[IssuingBody], list[ProgramSummary]]:
            return offices.bodies(workspace), programs.programs(workspace)

        self._reading = self.session.tasks.read(self, work, self._take, instead_of=self._reading)

    def _take(self, found: tuple[list[IssuingBody], list[ProgramSummary]]) -> None:
        self.chooser.take(*found)

    @property
    def _program(self) -> ProgramSummary | None:
        return self.chooser.program

    def _choose(self) -> None:
        self._show_head()
        self.lines.show_program(
            self._program,
            self.chooser.conditions or {},
            any_program=self.chooser.any_program,
        )
        self.panes.show_program(self._program, any_program=self.chooser.any_program)

    def _show_head(self) -> None:
        one = self._program
        many = self.chooser.conditions is not None and self.chooser.any_program
        self.set_title(
            choice.program_title(one) if one else _("Inspection and supervision programs")
        )
        self._summary.setText(summary_html(one) if one else "")
        self._show_life()
        writable = not self.session.workspace.read_only
        shown = Shown(one, many, self.panes.name == LIST, writable)
        self.add_button.setVisible(shown.draft and shown.as_list)
        self.issue_button.setVisible(shown.issuable)
        self.more.setVisible(shown.draft)
        self.record.setVisible(shown.issued and shown.as_list)
        self.amend_button.setVisible(shown.amendable and self.panes.name != AMENDMENTS)
        self.new.setVisible(writable)
        for part in (self.word, self.print_button):
            part.setVisible(one is not None)
        self.planning.program = one.program if one is not None else None
        usable = shown.usable(self.life.possible())
        usable |= {"propose_items": self.planning.can_propose, "outside_lines": True}
        pane = self.panes.present
        usable |= dict.fromkeys(pane.offers() if pane is not None else (), True)
        for name, can in usable.items():
            self.commands[name].setEnabled(can)
        self.excel.setVisible(self.commands["export_list"].isEnabled())

    def _show_life(self) -> None:
        """Where the program is, and what the drafter was told when it was returned."""
        one, workspace = self._program, self.session.workspace
        self.life_bar.show_program(one, workspace.today, writable=not workspace.read_only)
        remark = one.program.remark if one else ""
        self.remark.setText(_("Returned: {remark}").format(remark=remark))
        self.remark.setVisible(bool(remark))

    def _ask_opinions(self) -> None:
        self.panes.choose("opinions")

    def _on_changed(self, changes: object) -> None:
        if self.panes.refresh(touched(changes)):
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
            self.chooser.want(record)
            self.reload()
            return

        def then(detail: program_items.ItemDetail) -> None:
            self.lines.want(detail.item.id)
            self.chooser.want(detail.program.id)
            self.panes.choose(LIST)
            self.lines.filter.reset()
            self.reload()

        self.session.tasks.read(self, lambda _progress: program_items.get(workspace, record), then)

    def _show_behind(
        self, year: str = "", program: str = "", among: str = "", words: str = "", **narrowed: str
    ) -> None:
        """Show the lines behind a figure: of a program, or of the issued ones of all bodies.

        The year `all` stands for every program, drafts too.
        """
        if program:
            self.chooser.want(UUID(program))
        else:
            self.chooser.want_many(year if year == choice.ALL else choice.issued_of(year))
        self.panes.choose(LIST)
        self.lines.filter.choose(narrowed)
        if among:
            self.lines.filter.fix("among", among, words)
        self.reload()

    def keep_draft(self) -> None:
        """Keep what was typed and not saved."""
        self.lines.keep_draft()
        self.panes.keep_draft()

    def remember(self) -> None:
        """Keep sizes for the next start."""
        self.lines.remember()
        self.panes.remember()

    # Commands ---------------------------------------------------------------------------

    def new_program(self) -> None:
        """Begin a program."""
        bodies = self.chooser.bodies
        if not bodies:
            return
        body = self.chooser.body or bodies[0]
        ordered = [body, *(one for one in bodies if one.id != body.id)]
        dialog = NewProgramDialog(self.session, ordered, self.chooser.next_year(body), self)
        if dialog.exec() and dialog.made is not None:
            self.chooser.want(dialog.made.id)
            self.reload()
        dialog.deleteLater()

    def _add_item(self) -> None:
        self.panes.choose(LIST)
        self.lines.add_item()

    def show_progress(self) -> None:
        """Show the progress of the current line."""
        self.panes.choose(LIST)
        self.lines.panel.show_progress()

    def issue(self) -> None:
        """Issue the program."""
        body = self.chooser.body
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
        self._edit_whole(ProgramTextDialog)

    def edit_in_word(self) -> None:
        """Hand the draft out to Word and read back what is saved there."""
        self._edit_whole(WordDialog)

    def _edit_whole(self, make: Callable[[Session, UUID, QWidget], QDialog]) -> None:
        """Edit a draft as a whole, once the user was asked if another computer works on it."""
        if self._program is None or self._program.program.locked:
            return
        program = self._program.program.id

        def run() -> None:
            dialog = make(self.session, program, self)
            dialog.exec()
            dialog.deleteLater()

        self._lock.before(program, run)

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
