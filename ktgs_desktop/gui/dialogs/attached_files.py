"""Files of papers that stayed with their office: shown, opened, asked for; requests answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.dialogs.packages import PackageDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.widgets.package_words import size_text
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.paper_view import PaperView
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import attached, attachment_requests
from ktgs_desktop.services.exchange.attached import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.package_log import ImportJob, SentPackage
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.attached import AttachedFile
    from ktgs_desktop.services.exchange.attachment_requests import RequestedFile

_SIZE = (760, 420)
_WITH_PAGES = (1180, 640)
_NAME, _BYTES, _WHERE = range(3)
_SIGNS = {
    Whereabouts.HERE: "✔ ", Whereabouts.MISSING: "○ ", Whereabouts.ASKED: "→ ",
    Whereabouts.REFUSED: "✖ ",
}  # fmt: skip


class AttachedFilesDialog(QDialog):
    """Shows the files a received paper names, and where they are.

    Args:
        session: the session.
        record: the paper.
        about: what the paper is called.
        parent: the window.

    Attributes:
        list: the files.
        view: pages of the file that was opened, hidden before.
        open_button: opens the file the cursor is on, or its pages.
        save_button: saves it.
        ask_button: asks for those that are not here.
        close_button: closes.
    """

    def __init__(self, session: Session, record: UUID, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._record = session, record
        self._reading: Task | None = None
        self._files: Sequence[AttachedFile] = ()
        self.setWindowTitle(_("Files of the paper"))
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(16, 14, 16, 14)
        layout = QVBoxLayout()
        layout.setSpacing(10)
        outer.addLayout(layout, 1)
        self.view = PaperView(session.tasks)
        self.view.hide()
        outer.addWidget(self.view, 1)
        layout.addWidget(label(about, "sectionTitle", wrap=True))
        text = _("Records come without the files of papers. Ask for those you need; they come in a "
                 "package of their own.")  # fmt: skip
        layout.addWidget(label(text, "muted", wrap=True))
        self.list = QTreeWidget()
        self.list.setHeaderLabels([_("File"), _("Size"), _("Where it is")])
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(_("Files of the paper"))
        self.list.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.list.itemActivated.connect(lambda _item, _column: self.open_file())
        layout.addWidget(self.list, 1)
        self.said = label("", "muted", wrap=True)
        layout.addWidget(self.said)
        foot = QHBoxLayout()
        self.open_button = button(_("&Open"), self.open_file)
        self.save_button = button(_("&Save as…"), self.save)
        self.ask_button = button(
            _("&Ask for files…"), self.ask, icon="mdi6.usb-flash-drive-outline"
        )
        self.close_button = button(_("&Close"), self.accept, primary=True)
        for one in (self.open_button, self.save_button, self.ask_button):
            foot.addWidget(one)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout.addLayout(foot)
        session.changed.connect(self._on_changed)
        self._on_current()
        self.refresh()

    def _on_changed(self, changes: object) -> None:
        if touched(changes) & {"import_job", "sent_package"}:
            self.refresh()

    def refresh(self) -> None:
        """Look again where the files are."""
        workspace, record = self._session.workspace, self._record
        self._reading = self._session.tasks.read(
            self,
            lambda _progress: attached.of_paper(workspace, record),
            self._show,
            instead_of=self._reading,
        )

    def _show(self, found: Sequence[AttachedFile]) -> None:
        place = max(0, self.list.currentIndex().row())
        self._files = found
        self.list.clear()
        for one in found:
            texts = [one.file.name, size_text(one.file.size), where_text(one)]
            item = QTreeWidgetItem(texts)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            item.setTextAlignment(_BYTES, right)
            self.list.addTopLevelItem(item)
        for column in (_NAME, _BYTES, _WHERE):
            self.list.resizeColumnToContents(column)
        if found:
            self.list.setCurrentIndex(self.list.model().index(min(place, len(found) - 1), 0))
        self.said.setText("" if found else _("The paper names no files."))
        self._on_current()
        (self.list if found else self.close_button).setFocus()

    @property
    def current(self) -> AttachedFile | None:
        """The file the cursor is on, None if it is on none."""
        place = self.list.currentIndex().row()
        return self._files[place] if 0 <= place < len(self._files) else None

    def _on_current(self) -> None:
        one = self.current
        here = one is not None and one.standing == Whereabouts.HERE
        self.open_button.setEnabled(here)
        self.save_button.setEnabled(here)
        writable = not self._session.workspace.read_only
        self.ask_button.setEnabled(writable and bool(self._lacking()))
        if one is not None:
            refused = messages.sentence(UserError(one.refusal)) if one.refusal else ""
            self.said.setText(refused)

    def _lacking(self) -> list[AttachedFile]:
        return [one for one in self._files if one.standing != Whereabouts.HERE and one.holder]

    def open_file(self) -> None:
        """Show the pages of the file the cursor is on; what is no PDF is saved."""
        one = self.current
        if one is None or one.standing != Whereabouts.HERE:
            return
        if not one.file.name.lower().endswith(".pdf"):
            self.save()
            return
        workspace, digest = self._session.workspace, one.file.digest

        def then(found: tuple[str, bytes]) -> None:
            if self.view.isHidden():
                self.resize(theme.scaled(_WITH_PAGES[0]), theme.scaled(_WITH_PAGES[1]))
            self.view.show()
            self.view.show_pdf(found[1], lambda error: errors.show(self, error))

        self._session.tasks.read(
            self,
            lambda _progress: attached.open_file(workspace, self._record, digest),
            then,
            lambda error: errors.show(self, error),
        )

    def save(self) -> None:
        """Save the file the cursor is on."""
        one = self.current
        if one is None or not self.save_button.isEnabled():
            return
        ending = Path(one.file.name).suffix
        start = Path.home() / one.file.name
        target = ask_where(self, _("Save the file"), start, f"*{ending}")
        if target is None:
            return
        workspace, digest = self._session.workspace, one.file.digest
        self._session.tasks.read(
            self,
            lambda _progress: attached.save(workspace, self._record, digest, target),
            lambda path: self.said.setText("✔ " + _("Saved as {path}").format(path=path)),
            lambda error: errors.show(self, error),
        )

    def ask(self) -> None:
        """Ask for the files of the paper that are not here."""
        lacking = self._lacking()
        if not lacking:
            return
        told = _("{count} files of {unit} are asked for. They come in a package of their own.")
        note = told.format(count=len(lacking), unit=lacking[0].unit_name)
        ask_files(self._session, {one.file.digest for one in lacking}, note, self)
        self.refresh()


def where_text(one: AttachedFile) -> str:
    """Where a file is, in words.

    Args:
        one: the file.
    """
    match one.standing:
        case Whereabouts.HERE:
            told = _("here")
        case Whereabouts.ASKED:
            day = i18n.day(datetime.fromisoformat(one.asked_at).date())
            told = _("asked for on {day}").format(day=day)
        case Whereabouts.REFUSED:
            told = _("it does not come")
        case _:
            told = _("with its office")
    return _SIGNS[one.standing] + told


class FilesPackageDialog(PackageDialog):
    """Writes one or more packages to a stick.

    Args:
        session: the session.
        title: what is written.
        notes: what is to be known before.
        write: writes them, in the writer's thread.
        parent: the window.
        action: what the button says.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        notes: Sequence[str],
        write: Callable[[Path, Any, Progress], list[SentPackage]],
        parent: QWidget,
        *,
        action: str,
    ) -> None:
        self.all: list[SentPackage] = []

        def first(folder: Path, identity: Any, progress: Progress) -> SentPackage:
            self.all = write(folder, identity, progress)
            return self.all[0]

        super().__init__(session, title, notes, first, parent, action=action)

    @override
    def _show_made(self, made: SentPackage) -> None:
        super()._show_made(made)
        if len(self.all) == 1:
            return
        left = sum(one.state == "MADE" for one in self.all)
        told = _("{count} packages lie on the stick. They were read back and are whole; you may "
                 "take the stick out.")  # fmt: skip
        lines = ["✔ " + told.format(count=len(self.all) - left)]
        if left:
            more = _("{count} packages found no room. Choose them among the packages sent and copy "
                     "them to another stick.")  # fmt: skip
            lines.append("! " + more.format(count=left))
        self.done_text.setText("\n".join(lines))
        self.adjustSize()


def ask_files(session: Session, digests: set[str], note: str, parent: QWidget) -> bool:
    """Ask for stick and signer, and write requests for files.

    Args:
        session: the session.
        digests: the files.
        note: what is to be known before.
        parent: the window.

    Returns:
        Whether it was written.
    """
    workspace = session.workspace

    def write(folder: Path, identity: Any, _progress: Progress) -> list[SentPackage]:
        return attached.ask(workspace, folder, identity, digests)

    return _run(session, _("Ask for files of papers"), [note], write, parent, _("&Ask for them"))


def asks_for_files(job: ImportJob | None) -> bool:
    """Whether a file that was taken in asks for files of papers and waits for an answer.

    Args:
        job: the taking in.
    """
    return job is not None and attachment_requests.is_open(job)


def answer_files(session: Session, job: ImportJob, asker: str, parent: QWidget) -> None:
    """Send the files another office asks for, and ask the offices below for those not here.

    Args:
        session: the session.
        job: the taking in of the request.
        asker: what that office is called.
        parent: the window.
    """
    workspace = session.workspace

    def then(found: list[RequestedFile]) -> None:
        mine = [one for one in found if one.job == job.id]
        if any(one.ready or one.refusal for one in mine):
            _answer(session, job, (asker, mine), parent)
        further = {one.digest for one in mine if not one.here and not one.refusal}
        if further:
            told = _("{count} files that {unit} asks for are not here yet. They are asked for from "
                     "the offices below; answer the request once they have come.")  # fmt: skip
            ask_files(session, further, told.format(count=len(further), unit=asker), parent)

    session.tasks.ask(
        parent,
        lambda _progress: attachment_requests.waiting(workspace),
        then,
        lambda error: errors.show(parent, error),
    )


def _answer(
    session: Session, job: ImportJob, asked: tuple[str, list[RequestedFile]], parent: QWidget
) -> None:
    workspace, (asker, mine) = session.workspace, asked
    ready = [one for one in mine if one.ready]
    told = _("{count} files ({size}) go to {unit}, encrypted so that only it can read them.")
    size = size_text(sum(one.size for one in ready))
    notes = [told.format(count=len(ready), size=size, unit=asker)] if ready else []
    for code in sorted({str(one.refusal) for one in mine if one.refusal}):
        count = sum(one.refusal == code for one in mine)
        refused = _("{count} files do not go: {why}")
        notes.append(refused.format(count=count, why=messages.sentence(UserError(code))))

    def write(folder: Path, identity: Any, progress: Progress) -> list[SentPackage]:
        return attachment_requests.answer(workspace, folder, identity, progress, jobs=[job.id])

    _run(session, _("Send files of papers"), notes, write, parent, _("&Send"))


def _run(
    session: Session,
    title: str,
    notes: Sequence[str],
    write: Callable[[Path, Any, Progress], list[SentPackage]],
    parent: QWidget,
    action: str,
) -> bool:
    dialog = FilesPackageDialog(session, title, notes, write, parent, action=action)
    dialog.exec()
    made = bool(dialog.all)
    dialog.deleteLater()
    return made
