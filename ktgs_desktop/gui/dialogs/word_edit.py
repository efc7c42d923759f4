"""“Sửa bằng Word”: a copy of the draft lies open while Word has it, and is read back when saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QTextBrowser, QVBoxLayout
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.word_difference import counts, difference_html
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file
from ktgs_desktop.services import open_copies, word_drafts
from ktgs_desktop.services.printing import Printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.program_drafts import ProgramDraft
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.open_copies import OpenCopy
    from ktgs_desktop.services.word_drafts import Proposal

_LOOK_MS = 700
_SIZE = (940, 640)


class WordDialog(QDialog):
    """Hands a draft out to Word and reads back what is saved there.

    Args:
        session: the session.
        program: the program's id.
        parent: the window.

    Attributes:
        view: shows what was changed.
        copy: the copy that lies open, None while there is none.
    """

    def __init__(self, session: Session, program: UUID, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._program = program
        self._reading: Task | None = None
        self._stamp = (0, 0)
        self._seen = (0, 0)
        self._proposal: Proposal | None = None
        self._busy = False
        self._warned = False
        self._left: ProgramDraft | None = None
        self.copy: OpenCopy | None = None
        self.setWindowTitle(_("Edit with Word"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(*_SIZE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(label(_("Edit with Word"), "dialogTitle"))
        layout.addWidget(label(_explanation(), "muted", wrap=True))
        self._notice = label("", "warning", wrap=True)
        self._notice.hide()
        layout.addWidget(self._notice)
        self.state = label("", "sectionTitle", wrap=True)
        layout.addWidget(self.state)
        self.view = QTextBrowser()
        self.view.setAccessibleName(_("What was changed in Word"))
        self.view.setOpenLinks(False)
        self.view.setPlaceholderText(
            _("Nothing was saved in Word yet. What you save there is shown here.")
        )
        layout.addWidget(self.view, 1)
        layout.addLayout(self._build_buttons())
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._enable()
        self._begin()

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.open_button = button(_("&Open in Word"), self.open_word, icon="mdi6.file-word-outline")
        self.again = button(_("&Read the file set aside"), self._read_left, icon="archive")
        self.again.hide()
        self.choose = button(_("Read another &file…"), self.choose_file, icon="file-text")
        self.choose.setToolTip(
            _("A draft that went out earlier and came back, e.g. on a stick or by mail.")
        )
        self.task_bar = TaskBar()
        self.close_button = button(_("&Leave"), self.reject)
        self.take_button = button(_("&Take all"), self.take, primary=True)
        for part in (self.open_button, self.again, self.choose, self.task_bar):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.close_button)
        line.addWidget(self.take_button)
        return line

    # Handing out ------------------------------------------------------------------------

    def _begin(self) -> None:
        workspace, program = self._session.workspace, self._program

        def work(_progress: Progress) -> tuple[OpenCopy, ProgramDraft, ProgramDraft | None]:
            left = word_drafts.left(workspace, program)
            handed = word_drafts.hand_out(workspace, program)
            return open_copies.lay_open(handed.file.name, handed.file.data), handed.draft, left

        self.state.setText(_("Making the Word file…"))
        task = self._session.tasks.write(
            self, work, lambda found: self._handed(*found), self._not_handed
        )
        self.task_bar.follow(task)

    def _not_handed(self, error: BaseException) -> None:
        errors.show(self, error)
        super().reject()

    def _handed(self, copy: OpenCopy, draft: ProgramDraft, left: ProgramDraft | None) -> None:
        self.copy = copy
        self._stamp = self._seen = copy.stamp()
        text = _("Draft {number} is open in Word. Change it there and save it.")
        self.state.setText(text.format(number=draft.number))
        self._left = left
        if left is not None:
            self.again.show()
            said = _("What came back from Word as draft {number} was set aside and is not taken.")
            self._notify(said.format(number=left.number))
        self._look.start()
        self._enable()
        self.open_word()

    def open_word(self) -> None:
        """Open the copy with the system's program for Word files."""
        if self.copy is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.copy.path))):
            text = _("No program opened the file. Open it yourself: {path}")
            self._notify(text.format(path=self.copy.path))

    # Reading back -----------------------------------------------------------------------

    def look(self) -> None:
        """Read the copy back if it was saved since it was last read; twice the same is saved."""
        if self.copy is None or self._busy:
            return
        now = self.copy.stamp()
        settled, self._seen = now == self._seen, now
        if settled and now not in (self._stamp, (0, 0)):
            self._stamp = now
            copy = self.copy
            self._read(lambda: Printed(copy.path.name, copy.read()))

    def choose_file(self) -> None:
        """Read a Word file from anywhere back."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Read a Word file back"), str(Path.home()), _("Word files (*.docx)")
        )
        if chosen:
            path = Path(chosen)
            self._read(lambda: Printed(path.name, read_file(path)))

    def _read_left(self) -> None:
        workspace, left = self._session.workspace, self._left
        if left is not None:
            self._read(lambda: word_drafts.file_of(workspace, left))

    def _read(self, file: Callable[[], Printed]) -> None:
        workspace, program = self._session.workspace, self._program

        def work(_progress: Progress) -> Proposal:
            return word_drafts.read_back(workspace, file(), program)

        def failed(error: BaseException) -> None:
            self._set_busy(busy=False)
            if not isinstance(error, KtgsError):
                errors.show(self, error)
                return
            self._proposal = None
            self.view.clear()
            self._notify(messages.sentence(error))
            self._enable()

        self._set_busy(busy=True)
        task = self._reading = self._session.tasks.read(
            self, work, self._show, failed, label=_("Reading the file"), instead_of=self._reading
        )
        self.task_bar.follow(task)

    def _show(self, proposal: Proposal) -> None:
        self._set_busy(busy=False)
        self._proposal = proposal
        self._notify("")
        at = f"{self._session.workspace.clock():%H:%M}"
        if proposal.empty and not proposal.remarks:
            self.state.setText(_("Read at {time}: nothing was changed.").format(time=at))
            self.view.clear()
        else:
            text = _("Read at {time}: {changes}")
            self.state.setText(text.format(time=at, changes=counts(proposal)))
            self.view.setHtml(difference_html(proposal))
        self._enable()
        if not proposal.empty:
            self.activateWindow()
            self.take_button.setFocus()

    # Taking -----------------------------------------------------------------------------

    def take(self) -> None:
        """Take all that was changed, as one operation, and wipe the copy."""
        workspace, proposal = self._session.workspace, self._proposal
        if proposal is None or proposal.empty or self._busy:
            return

        def then(draft: ProgramDraft) -> None:
            self._set_busy(busy=False)
            text = _("Draft {number} was read back from Word; undo takes it back.")
            self._session.said.emit(text.format(number=draft.number))
            self._proposal = None
            self._leave(QDialog.DialogCode.Accepted)

        def failed(error: BaseException) -> None:
            self._set_busy(busy=False)
            errors.show(self, error)

        self._set_busy(busy=True)
        task = self._session.tasks.write(
            self, lambda _progress: word_drafts.take(workspace, proposal), then, failed
        )
        self.task_bar.follow(task)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._enable()

    def _enable(self) -> None:
        there = self.copy is not None and not self._busy
        self.open_button.setEnabled(there)
        self.choose.setEnabled(there)
        self.again.setEnabled(there)
        self.take_button.setEnabled(
            there and self._proposal is not None and not self._proposal.empty
        )

    def _notify(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setVisible(bool(text))

    # Leaving ----------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Set aside what was changed in Word and is not taken, so that it is not lost."""
        workspace, proposal = self._session.workspace, self._proposal
        if proposal is not None and not proposal.empty:
            self._session.tasks.write(
                self._session,
                lambda _progress: word_drafts.leave(workspace, proposal),
                lambda _none: None,
            )

    @override
    def reject(self) -> None:
        if self._busy:
            return
        if self._proposal is not None and not self._proposal.empty:
            self.keep_draft()
            self._session.said.emit(_("What you changed in Word is set aside; it is not taken."))
        self._leave(QDialog.DialogCode.Rejected)

    def _leave(self, result: QDialog.DialogCode) -> None:
        """Wipe the copy and close; while Word holds it, ask to close it there, then say so."""
        self._look.stop()
        if self.copy is not None:
            try:
                self.copy.wipe()
            except KtgsError as error:
                if not self._warned:
                    self._warned = True
                    self._notify(messages.sentence(error))
                    return
                errors.show(self, UserError("word_copy_left", path=str(self.copy.path)))
        self.done(result)


def _explanation() -> str:
    return " ".join(
        (
            _("Change the copy in Word and save it there (Ctrl+S); here you see what is new."),
            _("Nothing is taken before you say so, and one undo takes all of it back."),
            _(
                "Until this window closes the copy lies readable on this computer, in a folder "
                "only you may open; then it is wiped."
            ),
        )
    )
