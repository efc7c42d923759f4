"""What comes from other offices: packages are copied, looked at, taken in, undone, receipted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs import packages as dialogs
from ktgs_desktop.gui.dialogs.arrival import ArrivalDialog
from ktgs_desktop.gui.dialogs.attached_files import answer_files, asks_for_files
from ktgs_desktop.gui.dialogs.choose_packages import ChoosePackagesDialog
from ktgs_desktop.gui.dialogs.many_packages import ManyPackagesDialog
from ktgs_desktop.gui.dialogs.missing_files import MissingFilesDialog
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.received_rows import received_columns, shown_jobs
from ktgs_desktop.gui.views.exchange.short_source import ShortSource
from ktgs_desktop.gui.widgets.package_words import (
    gap_text,
    job_told,
)
from ktgs_desktop.gui.widgets.page import button, clear, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import logbook, receiving, slips, spool, sticks

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.cargo import Arrival
    from ktgs_desktop.services.exchange.logbook import Gap, TakenRow

_OPEN = ("SPOOLED", "CHECKED")
_RECEIPTED = ("data", "directive", "recovery")
_MOST_GAPS = 3


class ReceivePane(ListPane):
    """Files that came from other offices, and what became of each.

    Attributes:
        stick: chooses packages on a stick.
        go_on: goes on with the file the cursor is on.
        receipt: writes its receipt.
        slip: prints its receipt.
        missing: shows files of papers that are not here, and asks for them.
        undo: undoes its taking in.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(("import_job", "replica", "sent_package"))

    def __init__(self, session: Session) -> None:
        workspace = session.workspace
        source = ShortSource(lambda _query: logbook.taken(workspace), shown_jobs())
        look = Look(
            "exchange/received",
            _("Packages taken in"),
            _("Filter: unit, file (accents may be left out)"),
            "tray",
            received_columns(),
            {"state": "state", "kind": "kind", "from": "from"},
            order="number",
            descending=True,
        )
        self.stick = button(
            _("&Take in a package…"), self.choose, icon="mdi6.usb-flash-drive-outline", primary=True
        )
        self.stick.setEnabled(not workspace.read_only)
        self.go_on = button(_("&Go on"), self.open_current, icon="arrow-right")
        self.receipt = button(
            _("&Receipt…"), self.write_receipt, icon="mdi6.usb-flash-drive-outline"
        )
        self.slip = button(_("&Print the receipt…"), self.print_receipt, icon="printer")
        self.missing = button(_("&Missing files…"), self.show_missing, icon="paperclip")
        self.undo = button(_("&Undo the taking in…"), self.withdraw, icon="arrow-counter-clockwise")
        self.gaps = QWidget()
        self._gaps = QVBoxLayout(self.gaps)
        self._gaps.setContentsMargins(0, 0, 0, 0)
        self._gaps.setSpacing(4)
        self.gaps.hide()
        self._reveal = 0
        self._busy = False
        super().__init__(session, look, source, source.values)
        self.source = source
        self.setAcceptDrops(not workspace.read_only)
        self.on_current(0)

    @override
    def place_parts(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.gaps)
        outer.addLayout(self.rows_box, 1)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for made in (self.go_on, self.receipt, self.slip, self.missing):
            tools.addWidget(made)
        tools.addStretch(1)
        tools.addWidget(self.undo)
        outer.addLayout(tools)

    # What is shown ----------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        super().refresh()
        workspace = self.session.workspace
        self.session.tasks.read(self, lambda _progress: logbook.gaps(workspace), self._show_gaps)

    def _show_gaps(self, found: Sequence[Gap]) -> None:
        clear(self._gaps)
        for gap in found[:_MOST_GAPS]:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(label("▲ " + gap_text(gap), "warning", wrap=True), 1)
            made = button(
                _("Ask again…"), partial(self._ask_again, gap), icon="mdi6.usb-flash-drive-outline"
            )
            made.setAccessibleDescription(gap.name)
            line.addWidget(made)
            self._gaps.addWidget(row)
        if len(found) > _MOST_GAPS:
            told = _("and {count} more, under Units below")
            self._gaps.addWidget(label(told.format(count=len(found) - _MOST_GAPS), "muted"))
        self.gaps.setVisible(bool(found))

    @property
    def current(self) -> TakenRow | None:
        """The file the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number else ()
        return found[0] if found else None

    @override
    def on_current(self, number: int) -> None:
        row = self.current
        job = row.job if row else None
        writable = not self.session.workspace.read_only
        state = job.state if job else ""
        known = job is not None and job.sender is not None and job.kind in _RECEIPTED
        answered = known and state in ("APPLIED", "DONE", "REFUSED")
        self.go_on.setEnabled(state in _OPEN and writable)
        asks = asks_for_files(job)
        self.receipt.setText(_("Send &files…") if asks else _("&Receipt…"))
        self.receipt.setEnabled((answered or asks) and writable)
        self.slip.setEnabled(answered)
        self.undo.setEnabled(known and state in ("APPLIED", "DONE") and writable)
        self._say_totals(row)

    def _say_totals(self, row: TakenRow | None) -> None:
        if row is not None and row.job.state in ("REFUSED", "WITHDRAWN"):
            self.totals.setText(job_told(row.job))
        else:
            told = _("{count} files taken in")
            self.totals.setText(told.format(count=i18n.number(len(self.source.whole))))

    @override
    def sum_up(self) -> None:
        waiting = sum(one.job.state in _OPEN for one in self.source.whole)
        if self._reveal:
            self.list.go_to(self._reveal)
            self._reveal = 0
        self.counted.emit(waiting, False)  # noqa: FBT003 - a signal
        self.on_current(self.list.current_id())

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("Nothing was taken in yet"),
            _("Plug the stick in and choose the package, or drop the file (.ktgs) here."),
        )

    # Taking in --------------------------------------------------------------------------

    def choose(self) -> None:
        """Choose packages on a stick and take them in."""
        dialog = ChoosePackagesDialog(self.session, self.window())
        chosen = dialog.chosen if dialog.exec() else []
        dialog.deleteLater()
        self.take(chosen)

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in: one with a look at what it would change, several each by itself.

        Args:
            paths: files, or folders that stand for the packages in them.
        """

        def go(found: list[Path]) -> None:
            if self._busy:
                return
            if len(found) == 1:
                self._copy(found[0])
            elif found:
                dialog = ManyPackagesDialog(self.session, found, self.window())
                dialog.exec()
                dialog.deleteLater()
                self.refresh()

        self.session.tasks.ask(self, lambda _progress: sticks.chosen(paths), go, self._tell)

    def _tell(self, error: BaseException) -> None:
        self.refresh()
        errors.show(self, error)

    def _copy(self, path: Path) -> None:
        workspace = self.session.workspace

        def work(progress: Progress) -> ImportJob:
            return spool.take_copy(workspace, path, progress)

        self._one_at_a_time(
            self.session.tasks.write(
                self, work, self._look, self._tell, label=_("Copying from the stick")
            )
        )

    def _one_at_a_time(self, task: Task) -> None:
        """Until a file is dealt with no other one is asked for."""
        self.stick.setEnabled(False)
        self._busy = True

        def ended() -> None:
            self._busy = False
            self.stick.setEnabled(not self.session.workspace.read_only)

        task.ended = ended

    def _look(self, job: ImportJob) -> None:
        """The file is here; find what it would change."""
        workspace = self.session.workspace
        self._reveal = job.row

        def work(progress: Progress) -> Arrival:
            return receiving.examine(workspace, job.id, progress)

        self._one_at_a_time(
            self.session.tasks.write(
                self, work, self._ask, self._tell, label=_("Checking the package")
            )
        )

    def _ask(self, arrival: Arrival) -> None:
        dialog = ArrivalDialog(self.session, arrival, self.window())
        dialog.exec()
        job = dialog.job
        dialog.deleteLater()
        self.refresh()
        if job is None or job.state != "APPLIED":
            return
        told = _("Taken in: {name}")
        self.session.said.emit(told.format(name=job.name))
        if job.kind in _RECEIPTED or asks_for_files(job):
            self._give_receipt(job, arrival.name)
        elif arrival.lost and job.sender is not None:
            dialogs.ask_again(self.session, job.sender, arrival.name, self.window())

    def open_current(self) -> None:
        """Go on with the file the cursor is on."""
        row = self.current
        if row is not None and row.job.state in _OPEN and not self._busy:
            self._look(row.job)

    @override
    def open_row(self, number: int) -> None:
        self.open_current()

    @override
    def show_wanted(self, wanted: Any) -> None:
        if wanted:
            self.take([Path(one) for one in wanted])

    # Answering --------------------------------------------------------------------------

    def write_receipt(self) -> None:
        """Write the receipt for the file the cursor is on."""
        row = self.current
        if row is not None and self.receipt.isEnabled():
            self._give_receipt(row.job, row.name)

    def _give_receipt(self, job: ImportJob, sender: str) -> None:
        give = answer_files if asks_for_files(job) else dialogs.give_receipt
        give(self.session, job, sender, self.window())
        self.refresh()

    def print_receipt(self) -> None:
        """Show the receipt for the file the cursor is on as a paper."""
        row, workspace = self.current, self.session.workspace
        if row is None or not self.slip.isEnabled():
            return
        job: UUID = row.job.id
        dialog = PaperDialog(
            self.session,
            lambda progress: slips.printed(workspace, job, progress),
            program=None,
            document=None,
            parent=self.window(),
        )
        dialog.exec()
        dialog.deleteLater()

    def show_missing(self) -> None:
        """Show all files of papers that are not here, to ask for them in one go."""
        dialog = MissingFilesDialog(self.session, self.window())
        dialog.exec()
        dialog.deleteLater()

    def _ask_again(self, gap: Gap) -> None:
        dialogs.ask_again(self.session, gap.unit, gap.name, self.window())

    def withdraw(self) -> None:
        """Undo the taking in of the file the cursor is on."""
        row, workspace = self.current, self.session.workspace
        if row is None or not self.undo.isEnabled():
            return
        text = _(
            "Everything that {file} brought goes out again; what came later may not build on it. "
            "Your own records stay as they are."
        )
        reason = ask_reason(
            _("Undo the taking in"), text.format(file=row.job.name), _("&Undo"), self.window()
        )
        if not reason:
            return

        def then(count: int) -> None:
            told = _("Undone: {count} changes went out again")
            self.session.said.emit(told.format(count=i18n.number(count)))
            self.refresh()

        self.session.tasks.write(
            self,
            lambda _progress: receiving.withdraw(workspace, row.job.id, reason),
            then,
            self._tell,
            label=_("Undoing the taking in"),
        )

    # The pane ---------------------------------------------------------------------------

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.stick)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {**super().offers(), "add_item": self.choose, "print": self.print_receipt}

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.take(_dropped(event))
        event.acceptProposedAction()


def _dropped(event: QDropEvent) -> list[Path]:
    """Packages and folders among what is dropped."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [one for one in files if one.is_dir() or sticks.is_package(one)]
