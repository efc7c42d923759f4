"""What can be done with outgoing numbers: reserve, release, register, cancel, renumber, print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import DocumentState
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.books import save_book
from ktgs_desktop.gui.dialogs.number_changes import cancel, renumber
from ktgs_desktop.gui.dialogs.outgoing import RegisterDialog, ReserveDialog
from ktgs_desktop.gui.dialogs.particulars import edit_particulars
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.series_keeper import SeriesDialog
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, outgoing, papers, register_books

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody
    from ktgs_desktop.domain.rows import NumberedPaper
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.views.papers.numbers import NumberRow
    from ktgs_desktop.gui.views.papers.numbers_pane import NumbersPane


class NumbersTools:
    """Buttons below the numbers, and what they do.

    Args:
        session: the session.
        pane: the numbers.
        open_record: shows a paper.
    """

    def __init__(
        self, session: Session, pane: NumbersPane, open_record: Callable[[UUID], None]
    ) -> None:
        self._session = session
        self._pane = pane
        self._open_record = open_record
        writable = not session.workspace.read_only
        tool = pane.add_tool
        self.register = tool(button(_("Re&gister a paper…"), self.register_paper, icon="plus"))
        self.particulars = tool(button(_("&Marks, copies…"), self.edit_current))
        self.release = tool(button(_("Rel&ease…"), self.release_marked))
        self.renumber = tool(button(_("Re&number…"), self.renumber_current))
        self.cancel = tool(button(_("Cancel &paper…"), self.cancel_current))
        self.series = tool(button(_("Series…"), self.edit_series))
        pane.tools.addStretch(1)
        self.book = tool(button(_("&Book…"), self.write_book, icon="printer"))
        for made in (
            self.register,
            self.particulars,
            self.release,
            self.renumber,
            self.cancel,
            self.series,
        ):
            made.setVisible(writable)
        pane.current_changed.connect(self._enable)
        self._enable(None)

    def _enable(self, row: NumberRow | None) -> None:
        paper = row.paper if row else None
        state = paper.state if paper else ""
        bears = paper is not None and paper.bears_number
        self.release.setEnabled(state == DocumentState.RESERVED)
        self.cancel.setEnabled(state in (DocumentState.RESERVED, DocumentState.ISSUED))
        self.renumber.setEnabled(state == DocumentState.ISSUED and not bears)
        self.series.setEnabled(row is not None)
        self.book.setEnabled(row is not None)
        self.particulars.setEnabled(state == DocumentState.ISSUED)

    def open_current(self) -> None:
        """Show the paper of the current number, or give the number to a paper made elsewhere."""
        row = self._pane.current
        if row is None:
            return
        if row.paper is None or row.paper.state == DocumentState.RESERVED:
            self.register_paper(row)
        else:
            self._open_record(row.paper.id)

    # Reserving and registering ----------------------------------------------------------

    def _with_bodies(self, then: Callable[[list[IssuingBody]], None]) -> None:
        workspace = self._session.workspace
        self._session.tasks.ask(
            self._pane,
            lambda _progress: offices.bodies(workspace),
            then,
            self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        errors.show(self._pane, error)

    def _run(self, dialog: ReserveDialog | RegisterDialog, said: str) -> None:
        if dialog.exec():
            self._session.said.emit(said.format(numbers=dialog.told))
        dialog.deleteLater()

    def reserve(self) -> None:
        """Reserve numbers of a series."""
        if self._session.workspace.read_only:
            return
        row = self._pane.current

        def then(bodies: list[IssuingBody]) -> None:
            key = row.series.key if row else None
            dialog = ReserveDialog(self._session, bodies, key, self._pane)
            self._run(dialog, _("Reserved: {numbers}"))

        self._with_bodies(then)

    def register_paper(self, row: NumberRow | None = None) -> None:
        """Enter a paper made elsewhere.

        Args:
            row: the missing or reserved number it gets, None for the next one.
        """
        if self._session.workspace.read_only:
            return
        present = self._pane.current

        def then(bodies: list[IssuingBody]) -> None:
            key = present.series.key if present else None
            number = row.number if row else 0
            dialog = RegisterDialog(self._session, bodies, key, number, self._pane)
            self._run(dialog, _("Registered: {numbers}"))

        self._with_bodies(then)

    def edit_current(self) -> None:
        """Edit marks, copies and note of the current paper."""
        paper, workspace = self._current_paper(), self._session.workspace
        if paper is not None:
            self._session.tasks.ask(
                self._pane,
                lambda _progress: papers.get(workspace, paper.id),
                lambda found: edit_particulars(self._session, found, self._pane),
                self._failed,
            )

    def edit_series(self) -> None:
        """Say who keeps the current series, and with which number it begins."""
        row = self._pane.current
        if row is not None:
            dialog = SeriesDialog(self._session, row.series, self._pane)
            if dialog.exec():
                self._session.said.emit(_("Saved"))
            dialog.deleteLater()

    # Changing numbers -------------------------------------------------------------------

    def _ask(self, title: str, text: str, action: str, work: Callable[[str], object]) -> None:
        reason = ask_reason(title, text, action, self._pane)
        if reason:
            self._session.tasks.write(
                self._pane,
                lambda _progress: work(reason),
                lambda _done: self._session.said.emit(_("Saved")),
                self._failed,
            )

    def release_marked(self) -> None:
        """Let the reserved numbers that are marked be given again."""
        held = [
            row.paper
            for row in self._pane.marked
            if row.paper is not None and row.paper.state == DocumentState.RESERVED
        ]
        if not held:
            return
        shown = ", ".join(paper.symbol for paper in held)
        text = _("{numbers} can then be given again. Until that is done they are shown as missing.")
        ids = [paper.id for paper in held]
        self._ask(
            _("Release reserved numbers"),
            text.format(numbers=shown),
            _("&Release"),
            lambda reason: outgoing.release(self._session.workspace, ids, reason),
        )

    def _current_paper(self) -> NumberedPaper | None:
        row = self._pane.current
        return row.paper if row else None

    def renumber_current(self) -> None:
        """Give the current paper another number."""
        paper = self._current_paper()
        if paper is not None:
            renumber(self._session, paper, self._pane)

    def cancel_current(self) -> None:
        """Cancel the current paper or reserved number."""
        paper = self._current_paper()
        if paper is not None:
            cancel(self._session, paper, self._pane)

    # The book ---------------------------------------------------------------------------

    def write_book(self) -> None:
        """Write the book of the current series' body as PDF, Word or Excel."""
        row, workspace = self._pane.current, self._session.workspace
        if row is None:
            return
        name = _("Outgoing papers {symbol} {term}").format(
            symbol=row.series.symbol, term=row.series.key.term
        )
        make = partial(register_books.outgoing_book, workspace, row.series.key.body)
        term = row.series.key.term
        save_book(self._session, lambda: make(term), name, self._pane)
