"""Dissemination (quán triệt): plans with how far they are, the one in hand, and its sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.regulations.dissemination_panel import DisseminationPanel
from ktgs_desktop.gui.views.regulations.dissemination_rows import (
    FILTERED,
    DisseminationSource,
    dissemination_columns,
)
from ktgs_desktop.gui.views.regulations.session_editor import SessionEditor
from ktgs_desktop.gui.widgets.dissemination_words import STATES
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import exports, papers
from ktgs_desktop.services.regulations import dissemination, dissemination_papers
from ktgs_desktop.services.regulations.dissemination_papers import Wanted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.dissemination import DisseminationRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.papers import Printed

_SPLITTER = "regulations/dissemination_splitter"
_LIST, _SESSION = range(2)


class DisseminationPane(ListPane):
    """Every plan, filtered and sorted, the one in hand, and a session of it over the whole pane."""

    kinds: ClassVar[frozenset[str]] = frozenset(("dissemination", "dissemination_session"))

    def __init__(self, session: Session) -> None:
        self._chosen: UUID | None = None
        self._following: Task | None = None
        self._reading: Task | None = None
        self._counting: Task | None = None
        source = DisseminationSource(session.workspace)
        look = Look(
            "regulations/dissemination",
            _("Plans of dissemination"),
            _("Find: plan, regulation, body (accents may be left out)"),
            "chalkboard-teacher",
            dissemination_columns(session.workspace.today),
            FILTERED,
            order="starts",
            descending=True,
        )
        super().__init__(session, look, source, source.values)
        self.filter.add_choice(
            "state", _("Any state"), [(code, str(text)) for code, text in STATES.items()]
        )
        self.add_button = button(_("Plan a &dissemination"), self.add, icon="plus", primary=True)
        self.add_button.setToolTip("F5")
        self.add_button.setEnabled(self._writable)
        self.foot.addWidget(self._build_report(), 0, Qt.AlignmentFlag.AlignLeft)
        self.panel.saved.connect(self.reveal)
        self.panel.dropped.connect(self._choose_again)
        self.panel.session_wanted.connect(self._open_session)
        self.editor.left.connect(self._back)
        self.editor.panel.saved.connect(lambda _record: self.panel.reload())

    def _build_report(self) -> QPushButton:
        made = button(_("Rep&ort"), icon="printer")
        self.reports = QMenu(made)
        self.reports.aboutToShow.connect(self._fill_reports)
        made.setMenu(self.reports)
        self.report_button = made
        return made

    @override
    def place_parts(self) -> None:
        left = QWidget()
        left.setLayout(self.rows_box)
        self.panel = DisseminationPanel(self.session)
        self.panel.setMinimumWidth(theme.scaled(350))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([700, 400])
        saved = self.session.recall(_SPLITTER).encode("ascii")
        self.splitter.restoreState(QByteArray.fromHex(saved))
        self.editor = SessionEditor(self.session)
        self.parts = QStackedWidget()
        self.parts.addWidget(self.splitter)
        self.parts.addWidget(self.editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)

    @property
    def _writable(self) -> bool:
        return not self.session.workspace.read_only

    @property
    def _in_session(self) -> bool:
        """Whether a session is shown over the whole pane."""
        return self.parts.currentIndex() == _SESSION

    # What is shown ----------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        super().refresh()
        self.panel.reload()
        self.editor.panel.reload()
        self._count_late()

    def _count_late(self) -> None:
        """Say on the tab how many plans are late."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> int:
            return dissemination.count_late(workspace)

        self._counting = self.session.tasks.read(
            self, work, lambda count: self.counted.emit(count, count > 0), instead_of=self._counting
        )

    @override
    def sum_up(self) -> None:
        count = self.model.number_of_rows()
        self.totals.setText(_("{count} plans").format(count=i18n.number(count)))
        self.report_button.setEnabled(bool(count))

    @override
    def say_empty(self) -> None:
        offered = [button(_("Plan a dissemination") + " (F5)", self.add, primary=True)]
        self.empty.say(
            _("No dissemination is planned yet"),
            _("Say which regulations are to be studied, by whom and until when; then record each "
              "session with who came. Who is missing is shown at once."),
            *(offered if self._writable else []),
        )  # fmt: skip

    @override
    def on_current(self, number: int) -> None:
        if not number:
            if not self.panel.is_new:
                self.panel.clear()
            return
        workspace = self.session.workspace

        def then(found: Sequence[DisseminationRow]) -> None:
            if found and self.list.current_id() == number:
                self._show_chosen(found[0].id)

        self._reading = self.session.tasks.read(
            self,
            lambda _progress: dissemination.rows(workspace, [number]),
            then,
            instead_of=self._reading,
        )

    def _show_chosen(self, record: UUID) -> None:
        """Show the plan the cursor is on; a mere refresh does not push a new one aside."""
        focused = QApplication.focusWidget()
        by_user = focused is not None and (focused is self.list or self.list.isAncestorOf(focused))
        if not self.panel.is_new or (by_user and self._chosen != record):
            self.panel.show_record(record)
        self._chosen = record

    def _choose_again(self) -> None:
        """A new plan was given up: show the one the cursor is on."""
        if self._chosen is not None:
            self.panel.show_record(self._chosen)
        else:
            self.panel.clear()

    @override
    def open_row(self, number: int) -> None:
        self.panel.edit()

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Show a plan.

        Args:
            wanted: its id.
        """
        if isinstance(wanted, UUID):
            self.reveal(wanted)

    def reveal(self, record: UUID) -> None:
        """Put the cursor on a plan; a filter that hides it is taken away.

        Args:
            record: its id.
        """
        workspace = self.session.workspace
        self._show_part(_LIST)
        if self.filter.narrows:
            self.filter.reset()
        elif not self.model.complete:
            self.refresh()
        self.panel.show_record(record)
        self._following = self.session.tasks.read(
            self,
            lambda _progress: dissemination.row_number(workspace, record),
            self.list.go_to,
            instead_of=self._following,
        )

    # Sessions ---------------------------------------------------------------------------

    def _open_session(self, plan: UUID, record: UUID | None) -> None:
        if record is None and not self._writable:
            return
        title = self.panel.shown.title if self.panel.shown is not None else ""
        self.editor.open(plan, title, record)
        self._show_part(_SESSION)
        self.editor.take_focus()

    def _show_part(self, part: int) -> None:
        """Show the plans or a session; the page's button adds what is shown."""
        self.parts.setCurrentIndex(part)
        in_session = part == _SESSION
        self.add_button.setText(_("&Add a session") if in_session else _("Plan a &dissemination"))

    def _back(self) -> None:
        """Go back from a session to its plan; what was typed is kept."""
        self.editor.panel.keep_draft()
        self._show_part(_LIST)
        self.panel.reload()
        self.panel.tabs.setCurrentWidget(self.panel.sessions)
        self.panel.sessions.rows.setFocus()

    # Doing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Begin a new plan; in a session, or with the keys at the sessions, a new session."""
        if not self._writable:
            return
        at, sessions = QApplication.focusWidget(), self.panel.sessions
        if self._in_session:
            self.editor.panel.begin_new()
        elif at is not None and sessions.isAncestorOf(at):
            sessions.opened.emit(None)
        else:
            self.panel.begin_new()

    def _save(self) -> None:
        (self.editor.panel if self._in_session else self.panel).save_now()

    def _void(self) -> None:
        (self.editor.panel if self._in_session else self.panel).void_now()

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.add_button)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        found = {**super().offers(), "print": self.print_report}
        if self._writable:
            found |= {"add_item": self.add, "save": self._save, "void_item": self._void}
        return found

    @override
    def take_focus(self) -> None:
        if self._in_session:
            self.editor.take_focus()
        else:
            super().take_focus()

    # Report -----------------------------------------------------------------------------

    def _fill_reports(self) -> None:
        """Of the plan in hand, of a year, of the term; of the unit marked as missing."""
        self.reports.clear()
        workspace = self.session.workspace
        years = self.filter.column_values().get("in_year")
        one_year = isinstance(years, tuple) and len(years) == 1
        year = int(years[0]) if one_year and isinstance(years, tuple) else workspace.today.year
        offered = [
            (_("Of this plan"), Wanted(plan=self.panel.record), self.panel.record is not None),
            (_("Of the year {year}").format(year=year), Wanted(year=year), True),
            (_("Of the term {term}").format(term=workspace.office.term), Wanted(), True),
        ]
        unit = self.panel.missing.rows.current() if self.panel.record is not None else None
        if unit is not None:
            offered.append((_("Of the unit marked as missing"), Wanted(unit=unit), True))
        for text, wanted, there in offered:
            made = self.reports.addAction(text)
            made.setEnabled(there)
            made.triggered.connect(lambda _checked=False, wanted=wanted: self.print_report(wanted))
        self.reports.addSeparator()
        sheet = self.reports.addAction(_("Of the term as Excel…"))
        sheet.triggered.connect(lambda _checked=False: self.save_sheet(Wanted()))

    def print_report(self, wanted: Wanted | None = None) -> None:
        """Show the report as a paper, to print or save as PDF or Word.

        Args:
            wanted: of what it tells, None for the plan in hand.
        """
        workspace, asked = self.session.workspace, wanted or Wanted(plan=self.panel.record)
        if wanted is None and self.panel.record is None:
            return

        def make(progress: Progress) -> Printed:
            return dissemination_papers.printed(workspace, asked, progress)

        PaperDialog(
            self.session,
            make,
            program=None,
            document=None,
            parent=self,
            word=lambda: dissemination_papers.printed(workspace, asked, ending=".docx"),
        ).show_modal()

    def save_sheet(self, wanted: Wanted) -> None:
        """Save the report as an Excel sheet.

        Args:
            wanted: of what it tells.
        """
        workspace = self.session.workspace
        name = exports.safe_name(_("Dissemination {year}").format(year=workspace.today.year))
        start = Path.home() / f"{name}.xlsx"
        path = ask_where(self, _("Save as Excel"), start, "Excel (*.xlsx)")
        if path is None:
            return

        def work(progress: Progress) -> str:
            made = dissemination_papers.printed(workspace, wanted, progress, ".xlsx")
            return papers.save_file(made, path)

        self.session.tasks.read(
            self,
            work,
            lambda _digest: self.session.said.emit(_("Saved in {file}").format(file=path)),
            lambda error: errors.show(self, error),
            label=_("Saving as Excel"),
        )

    # Leaving ----------------------------------------------------------------------------

    @override
    def keep_draft(self) -> None:
        self.panel.keep_draft()
        self.editor.panel.keep_draft()

    @override
    def remember(self) -> None:
        super().remember()
        state = self.splitter.saveState().toHex().data()
        self.session.remember(_SPLITTER, bytes(state).decode("ascii"))
