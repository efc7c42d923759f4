"""The amendments of a program: what they change, the draft in hand, the program on any day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.programs import Program, ProgramState
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.amendments import (
    AmendmentDialog,
    IssueAmendmentDialog,
    PostponeDialog,
)
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.views.programs import amendment_rows
from ktgs_desktop.gui.views.programs.amendments_frame import AmendmentsFrame
from ktgs_desktop.gui.views.programs.change_dialogs import ChangeDialog, NamingDialog
from ktgs_desktop.gui.views.programs.version_dialog import VersionDialog
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import amendment_papers, amendments, offices, programs, scans

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from ktgs_desktop.domain.amendments import Amendment, ItemChange
    from ktgs_desktop.domain.programs import ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.amendments import AmendmentDetail
    from ktgs_desktop.services.programs import ProgramSummary

_KIND = "INSPECTION_PROGRAM"
Result = TypeVar("Result")
_Found = tuple[
    "list[AmendmentDetail]", "list[ProgramItem]", "list[ProgramItem]", "list[ProgramItem]"
]


class AmendmentsPane(AmendmentsFrame):
    """The amendments of a program at the left, what the chosen one changes at the right.

    The draft shows every line of the program, so that a line is chosen and changed in one place.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(("amendment", "item_change"))

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._program: Program | None = None
        self._reading: Task | None = None
        self._details: list[AmendmentDetail] = []
        self._lines: list[ProgramItem] = []
        self._original: list[ProgramItem] = []
        self._term_items: list[ProgramItem] = []
        self._wanted: UUID | None = None
        self._begin_asked = False
        self._filled_for: UUID | None = None
        self._connect_buttons()
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.table.currentCellChanged.connect(lambda *_places: self._show_buttons())
        self.table.opened.connect(self.change)
        self._show_buttons()

    def _connect_buttons(self) -> None:
        for made, run in (
            (self.version, self.show_version),
            (self.begin_button, self.begin),
            (self.add_button, self.add),
            (self.change_button, self.change),
            (self.postpone_button, self.postpone),
            (self.drop_button, self.drop),
            (self.take_out_button, self.take_out),
            (self.name_button, self.name_subjects),
            (self.edit_button, self.edit),
            (self.void_button, self.void),
            (self.paper_button, self.view_paper),
            (self.issue_button, self.issue),
        ):
            made.clicked.connect(lambda _checked=False, run=run: run())

    # Showing ----------------------------------------------------------------------------

    @override
    def show_program(self, program: ProgramSummary | None) -> None:
        self._program = program.program if program is not None else None
        one, workspace = self._program, self.session.workspace
        if one is None or not one.issued:
            self._forget()
            self.show_empty(any_program=one is not None)
            self._show_buttons()
            self.offering.emit()
            return
        if one.id != self._filled_for:
            self._forget()

        def work(_progress: Progress) -> _Found:
            return (
                amendments.of_program(workspace, one.id),
                amendments.version(workspace, one.id, date.max),
                amendments.version(workspace, one.id, None),
                programs.term_items(workspace, one),
            )

        def then(found: _Found) -> None:
            if self._program is not None and self._program.id == one.id:
                self._details, self._lines, self._original, self._term_items = found
                self._fill(one)

        self._reading = self.session.tasks.read(
            self, work, then, lambda error: errors.show(self, error), instead_of=self._reading
        )

    def _forget(self) -> None:
        """Let nothing of the former program be taken for this one's."""
        self._details, self._lines, self._original = [], [], []
        self._filled_for = None

    def _fill(self, program: Program) -> None:
        present = self._wanted or self.chosen_id()
        original = self._filled_for is not None and present is None
        self._wanted, self._filled_for = None, program.id
        entries: list[tuple[UUID | None, str]] = [(None, amendment_rows.original_text(program))]
        entries += [(one.amendment.id, amendment_rows.entry_text(one)) for one in self._details]
        ids = [identifier for identifier, _text in entries]
        known = present in ids[1:] or original
        self.show_entries(entries, ids.index(present) if known else len(ids) - 1)
        self.said.setText(amendment_rows.state_text(self._details))
        self.stack.setCurrentIndex(1)
        self._show_chosen()
        if self._begin_asked:
            self._begin_asked = False
            self.begin()

    @property
    def detail(self) -> AmendmentDetail | None:
        """The amendment that is chosen, None for the original."""
        chosen = self.chosen_id()
        return next((one for one in self._details if one.amendment.id == chosen), None)

    @property
    def draft(self) -> AmendmentDetail | None:
        """The amendment being drafted, None if there is none."""
        return next((one for one in self._details if one.draft), None)

    def _show_chosen(self) -> None:
        detail = self.detail
        self.title.setText(amendment_rows.title_text(self._program, detail))
        self.about.setText(amendment_rows.about_text(self._program, detail))
        self.about.setVisible(bool(self.about.text()))
        if detail is None:
            rows = amendment_rows.line_rows(self._original)
        elif detail.draft:
            rows = amendment_rows.draft_rows(self._lines, detail.changes)
        else:
            rows = amendment_rows.change_rows(detail.changes)
        self.table.setColumnHidden(1, detail is not None and not detail.draft)
        self.table.setColumnHidden(3, detail is None)
        self.table.setColumnHidden(4, detail is None)
        self.table.show_rows(rows)
        self._show_buttons()
        self.offering.emit()

    def _show_buttons(self) -> None:
        detail, program = self.detail, self._program
        writable = not self.session.workspace.read_only
        issued = program is not None and program.issued
        open_ = program is not None and program.state == ProgramState.ISSUED and writable
        drafted = detail is not None and detail.draft and writable
        line, change = self._line(), self._change()
        kept = drafted and line is not None and line.in_force
        added = change is not None and change.action == ChangeAction.ADDED
        self.begin_button.setVisible(open_ and self.draft is None)
        self.version.setVisible(issued)
        self.paper_button.setVisible(issued)
        for part in self.drafting:
            part.setVisible(drafted)
        self.change_button.setEnabled(kept or (drafted and added))
        self.postpone_button.setEnabled(kept)
        self.drop_button.setEnabled(kept)
        self.take_out_button.setEnabled(drafted and change is not None)
        self.issue_button.setEnabled(drafted and bool(detail and detail.changes))
        self.name_button.setVisible(
            open_ and program is not None and program.names_later and self._nameable() is not None
        )

    def _line(self) -> ProgramItem | None:
        """The line that the cursor is on, as it is now."""
        key = self.table.chosen()
        return next((one for one in self._lines if one.id == key), None)

    def _change(self) -> ItemChange | None:
        """What the chosen amendment does to the line that the cursor is on."""
        key, detail = self.table.chosen(), self.detail
        own = detail.changes if detail is not None else ()
        return next((one for one in own if one.item == key), None)

    def _nameable(self) -> ProgramItem | None:
        """The line that the cursor is on, if subjects of it may be named."""
        line, draft = self._line(), self.draft
        if line is None or not line.in_force:
            return None
        taken = {one.item for one in draft.changes} if draft is not None else set()
        unnamed = line.unnamed_organizations + line.unnamed_members
        return line if unnamed and line.id not in taken else None

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        detail = self.detail
        if detail is None or not detail.draft or self.session.workspace.read_only:
            return super().offers()
        return {**super().offers(), "add_item": self.add, "void_item": self.drop}

    @override
    def take_focus(self) -> None:
        if self.stack.currentIndex():
            self.table.setFocus()

    # Doing ------------------------------------------------------------------------------

    def begin_or_show(self) -> None:
        """Begin an amendment once the program is read; show the draft if there is one."""
        if self._filled_for is None:
            self._begin_asked = True
        else:
            self.begin()

    def begin(self) -> None:
        """Begin an amendment, or show the one being drafted."""
        program, draft = self._program, self.draft
        if program is None or program.state != ProgramState.ISSUED:
            return
        if draft is not None:
            self._choose(draft.amendment.id)
            return
        dialog = AmendmentDialog(self.session, program, None, self)
        if dialog.exec() and dialog.made is not None:
            self._choose(dialog.made.id)
        dialog.deleteLater()

    def _choose(self, amendment: UUID) -> None:
        """Show an amendment, now or once it is read."""
        for place, detail in enumerate(self._details, start=1):
            if detail.amendment.id == amendment:
                self.list.setCurrentRow(place)
                return
        self._wanted = amendment

    def edit(self) -> None:
        """Change title and reason of the draft."""
        if self._program is not None and self.draft is not None:
            _shown(AmendmentDialog(self.session, self._program, self.draft.amendment, self))

    def void(self) -> None:
        """Delete the draft, with a reason."""
        draft, workspace = self.draft, self.session.workspace
        if draft is None:
            return
        text = _("The draft amendment and its changes ({count}) are deleted; no line is touched.")
        reason = ask_reason(
            _("Delete the draft amendment"),
            text.format(count=len(draft.changes)),
            _("&Delete"),
            self,
        )
        if reason:
            self._write(lambda: amendments.void(workspace, draft.amendment.id, reason))

    def add(self) -> None:
        """Let the draft add a line."""
        draft, workspace = self.draft, self.session.workspace
        if draft is None:
            return
        self._ask(
            lambda: amendments.blank(workspace, draft.amendment.id, _KIND),
            partial(self._open, draft),
        )

    def _open(self, draft: AmendmentDetail, line: ProgramItem) -> None:
        _shown(ChangeDialog(self.session, draft, line, self._term_items, self))

    def change(self) -> None:
        """Change the line that the cursor is on."""
        draft, change, line = self.draft, self._change(), self._line()
        if self.detail is not draft or draft is None or not self.change_button.isEnabled():
            return
        typed = (ChangeAction.ADDED, ChangeAction.CHANGED)
        if change is not None and change.action in typed:
            self._open(draft, change.after)
        elif line is not None:
            self._open(draft, line)

    def postpone(self) -> None:
        """Put the line off that the cursor is on."""
        draft, line = self.draft, self._line()
        if draft is not None and line is not None:
            _shown(PostponeDialog(self.session, draft, line, self._change(), self))

    def drop(self) -> None:
        """Drop the line that the cursor is on, with a reason."""
        draft, line, workspace = self.draft, self._line(), self.session.workspace
        if draft is None or line is None or not self.drop_button.isEnabled():
            return
        reason = ask_reason(_("Drop the line"), line.content, _("Dro&p"), self)
        if reason:
            self._write(
                lambda: amendments.put_change(
                    workspace, draft.amendment.id, ChangeAction.DROPPED, line, reason
                )
            )

    def take_out(self) -> None:
        """Take the change of the line that the cursor is on out of the draft."""
        change, workspace = self._change(), self.session.workspace
        if change is not None:
            self._write(lambda: amendments.drop_change(workspace, change.id))

    def _ask(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Read what a dialog needs."""
        self.session.tasks.ask(
            self,
            lambda _progress: work(),
            then,
            lambda error: errors.show(self, error),
        )

    def _write(self, run: Callable[[], Any]) -> None:
        self.session.tasks.write(
            self,
            lambda _progress: run(),
            lambda _done: None,
            lambda error: errors.show(self, error),
        )

    def name_subjects(self) -> None:
        """Name subjects of the line that the cursor is on."""
        line, program = self._nameable(), self._program
        if line is not None and program is not None:
            _shown(NamingDialog(self.session, line, program.year, self))

    def issue(self) -> None:
        """Issue the draft."""
        draft, workspace = self.draft, self.session.workspace
        if draft is None:
            return

        def then(body: Any) -> None:
            dialog = IssueAmendmentDialog(self.session, draft, body, self)
            if dialog.exec() and dialog.document is not None:
                symbol = dialog.document.symbol
                self.session.said.emit(_("Issued: {symbol}").format(symbol=symbol))
                self._view(draft.amendment, dialog.document.id)
            dialog.deleteLater()

        self._ask(lambda: offices.body(workspace, draft.program.body), then)

    def view_paper(self) -> None:
        """Show the paper of the amendment, of the original the program's."""
        detail, program = self.detail, self._program
        if detail is not None:
            self._view(detail.amendment, detail.amendment.document)
        elif program is not None:
            PaperDialog.of_program(self.session, program.id, self).show_modal()

    def _view(self, amendment: Amendment, document: UUID | None) -> None:
        workspace, wanted = self.session.workspace, amendment.id
        dialog = PaperDialog(
            self.session,
            lambda progress: amendment_papers.print_amendment(workspace, wanted, progress=progress),
            program=None,
            document=document,
            parent=self,
            word=lambda: amendment_papers.word_of_amendment(workspace, wanted),
        )
        dialog.offer_by_hand(lambda: scans.amendment_for_signature(workspace, wanted)).show_modal()

    def show_version(self) -> None:
        """Show the program as it was on any day."""
        program, workspace = self._program, self.session.workspace
        if program is None or not program.issued:
            return

        def then(days: list[date]) -> None:
            _shown(VersionDialog(self.session, program, days, self))

        self._ask(lambda: amendments.days(workspace, program.id), then)


def _shown(dialog: QDialog) -> None:
    """Show a dialog until it is closed."""
    dialog.exec()
    dialog.deleteLater()
