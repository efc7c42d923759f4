"""Writes a package to a stick: asks for the stick and for who signs, and says when it may go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QTimer
from typing_extensions import override

from ktgs_desktop.gui.dialogs.signing_key import KeyDialog
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.stick_field import StickField
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing
from ktgs_desktop.services.exchange import (
    own_packages,
    packing,
    receipts,
    recovery,
    sending,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from ktgs_desktop.domain.package_log import ImportJob, SentPackage
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.own_packages import OwnOutlook
    from ktgs_desktop.services.exchange.sending import Outlook, Sending

Write = Callable[[Path, Any, "Progress"], "SentPackage"]
"""Writes a package to a folder, signed by an identity (None for the office's own key)."""


class PackageDialog(KeyDialog):
    """Writes a signed package to a stick.

    Args:
        session: the session.
        title: what is written.
        notes: what is to be known before.
        write: writes it, in the writer's thread.
        parent: the window.
        action: what the button says.

    Attributes:
        stick: where to.
        made: the package, None until it lies on the stick.
        write_button: does it.
        close_button: closes; says so once the stick may go.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        notes: Sequence[str],
        write: Write,
        parent: QWidget,
        *,
        action: str,
    ) -> None:
        super().__init__(session, title, parent, own_key=True)
        self._write = write
        self.made: SentPackage | None = None
        for one in notes:
            self.note(one)
        self.stick = StickField(session)
        self.form.add(_("Stic&k"), self.stick, _("The stick or folder the package is written to."))
        self.form.watch(self.stick.choice)
        self.done_text = label("", "doneText", wrap=True)
        self.done_text.hide()
        self.head.addWidget(self.done_text)
        self.close_button = button(_("Cancel"), self.reject)
        self.buttons.addWidget(self.close_button)
        self.write_button = button(
            action, self._go, icon="mdi6.usb-flash-drive-outline", primary=True
        )
        self.buttons.addWidget(self.write_button)
        missing = ("folder_missing", "place_not_writable", "disk_full", "disk_error")
        self._places = dict.fromkeys(
            (*missing, "package_not_written", "package_differs"), self.stick.choice
        )
        self._places["certificate_needed"] = self.way
        self.faults = self._faults() | self._places
        self.begin()

    @override
    def _show_way(self, *, go_on: bool = False) -> None:
        super()._show_way(go_on=go_on)
        self.faults = {**self.faults, **getattr(self, "_places", {})}

    @override
    def begin(self) -> None:
        if not hasattr(self, "stick"):
            return
        if not self.by_own_key:
            super().begin()
        elif self.stick.value() is None:
            self.stick.setFocus()
        else:
            self.write_button.setFocus()

    def _go(self) -> None:
        folder, workspace, write = self.stick.value(), self._session.workspace, self._write
        if folder is None:
            self.say(_("Plug a stick in, or choose a folder."))
            self.stick.setFocus()
            return
        source = None
        if not self.by_own_key:
            source = self.source()
            if source is None:
                return

        def work(progress: Progress) -> SentPackage:
            opened = signing.opened(source, workspace.clock()) if source else nullcontext()
            with opened as identity:
                return write(folder, identity, progress)

        self.submit(self._session.tasks, work, self._show_made, label=_("Writing the package"))

    def _show_made(self, made: SentPackage) -> None:
        self.made = made
        self.remember_source()
        folder = self.stick.value()
        if folder is not None:
            self.stick.set_folder(folder)
        self.form.hide()
        self.write_button.hide()
        _say_carried(self, made, self.done_text)
        self.close_button.setText(_("&Close"))
        self.close_button.clicked.disconnect()
        self.close_button.clicked.connect(lambda _checked=False: self.accept())
        # Once the work has ended the focus goes back to the button that began it.
        QTimer.singleShot(0, self, self.close_button.setFocus)
        self.adjustSize()


def _say_carried(dialog: QDialog, made: SentPackage, place: Any) -> None:
    """Say that the stick may go."""
    told = _("{file} lies on the stick. It was read back and is whole; you may take the stick out.")
    place.setText("✔ " + told.format(file=made.name))
    place.show()
    dialog.setWindowTitle(_("Written and checked"))


def send(session: Session, wanted: Sending, outlook: Outlook, parent: QWidget) -> bool:
    """Ask for stick and signer, and write what is new for another office.

    Args:
        session: the session.
        wanted: what to send.
        outlook: what would go.
        parent: the window.

    Returns:
        Whether it was written.
    """
    workspace = session.workspace
    total = sum(outlook.changes.values())
    told = _("{count} changes and {bundles} packages of units below go to {unit}, encrypted so "
             "that only it can read them.")  # fmt: skip
    notes = [told.format(count=total, bundles=outlook.bundles, unit=outlook.name)]

    def write(folder: Path, identity: Any, progress: Progress) -> SentPackage:
        return sending.send(workspace, wanted, folder, identity, progress)

    return _run(session, _("Send a package"), notes, write, parent, _("&Send"))


def give_receipt(session: Session, job: ImportJob, sender: str, parent: QWidget) -> bool:
    """Ask for stick and signer, and write the receipt for a package.

    Args:
        session: the session.
        job: the taking in of the package.
        sender: what the office is called that it is from.
        parent: the window.

    Returns:
        Whether it was written.
    """
    workspace = session.workspace
    told = _("The receipt for {file} goes back to {unit}. It says what came of the package and up "
             "to where its data is here.")  # fmt: skip
    notes = [told.format(file=job.name, unit=sender)]

    def write(folder: Path, identity: Any, _progress: Progress) -> SentPackage:
        return receipts.send_receipt(workspace, job.id, folder, identity)

    return _run(session, _("Write the receipt"), notes, write, parent, _("Write the &receipt"))


def ask_again(session: Session, unit: UUID, name: str, parent: QWidget) -> bool:
    """Ask for stick and signer, and write a request to send again what is missing.

    Args:
        session: the session.
        unit: the office that is asked.
        name: what it is called.
        parent: the window.

    Returns:
        Whether it was written.
    """
    workspace = session.workspace
    told = _("The request tells {unit} up to where its data is here. Its next package then begins "
             "there.")  # fmt: skip

    def write(folder: Path, identity: Any, _progress: Progress) -> SentPackage:
        return receipts.ask_again(workspace, unit, folder, identity)

    return _run(session, _("Ask for what is missing"), [told.format(unit=name)], write, parent,
                _("&Ask again"))  # fmt: skip


def give_back(session: Session, unit: UUID, name: str, parent: QWidget) -> bool:
    """Ask for stick and signer, and write what a unit below lost of its own.

    Args:
        session: the session.
        unit: the unit.
        name: what it is called.
        parent: the window.

    Returns:
        Whether it was written.
    """
    workspace = session.workspace
    told = _("{unit} went on with an old copy. What it had issued since is here; it gets it back "
             "as it signed it, and decides what it changed meanwhile.")  # fmt: skip

    def write(folder: Path, identity: Any, _progress: Progress) -> SentPackage:
        return recovery.send_back(workspace, unit, folder, identity)

    return _run(session, _("Return its data"), [told.format(unit=name)], write, parent,
                _("&Write"))  # fmt: skip


def _run(
    session: Session,
    title: str,
    notes: Sequence[str],
    write: Write,
    parent: QWidget,
    action: str,
) -> bool:
    dialog = PackageDialog(session, title, notes, write, parent, action=action)
    dialog.exec()
    made = dialog.made is not None
    dialog.deleteLater()
    return made


class StickDialog(FormDialog):
    """Writes a package to a stick that nobody has to sign here.

    Args:
        session: the session.
        title: what is written.
        note: what is to be known before.
        write: writes it, in the writer's thread.
        parent: the window.
        action: what the button says.

    Attributes:
        stick: where to.
        made: what was written, empty before.
        write_button: does it.
        close_button: closes.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        note: str,
        write: Callable[[Path, Progress], Sequence[SentPackage]],
        parent: QWidget,
        *,
        action: str,
    ) -> None:
        super().__init__(title, parent)
        self._session = session
        self._write = write
        self.made: tuple[SentPackage, ...] = ()
        self.head.addWidget(label(note, "muted", wrap=True))
        self.stick = StickField(session)
        self.form.add(_("Stic&k"), self.stick, _("The stick or folder the package is written to."))
        self.form.watch(self.stick.choice)
        self.done_text = label("", "doneText", wrap=True)
        self.done_text.hide()
        self.head.addWidget(self.done_text)
        self.close_button = button(_("Cancel"), self.reject)
        self.buttons.addWidget(self.close_button)
        self.write_button = button(
            action, self._go, icon="mdi6.usb-flash-drive-outline", primary=True
        )
        self.buttons.addWidget(self.write_button)
        self.stick.setFocus()

    def _go(self) -> None:
        folder, write = self.stick.value(), self._write
        if folder is None:
            self.say(_("Plug a stick in, or choose a folder."))
            self.stick.setFocus()
            return

        def work(progress: Progress) -> Sequence[SentPackage]:
            return write(folder, progress)

        self.submit(self._session.tasks, work, self._show_made, label=_("Copying the package"))

    def _show_made(self, made: Sequence[SentPackage]) -> None:
        self.made = tuple(made)
        self.form.hide()
        self.write_button.hide()
        _say_carried(self, made[0], self.done_text)
        self.close_button.setText(_("&Close"))
        QTimer.singleShot(0, self, self.close_button.setFocus)
        self.adjustSize()


class CarryDialog(StickDialog):
    """Copies a package that was made before to a stick once more.

    Args:
        session: the session.
        package: the package.
        parent: the window.
    """

    def __init__(self, session: Session, package: SentPackage, parent: QWidget) -> None:
        told = _("{file} is copied as it was made and signed, and read back on the stick.")
        workspace = session.workspace

        def write(folder: Path, progress: Progress) -> Sequence[SentPackage]:
            return (packing.carry(workspace, package.id, folder, progress),)

        super().__init__(
            session,
            _("Copy the package again"),
            told.format(file=package.name),
            write,
            parent,
            action=_("&Copy"),
        )


def send_within(session: Session, look: OwnOutlook, parent: QWidget, *, full: bool) -> bool:
    """Ask for the stick, and write the work that another of the office's computers lacks.

    Args:
        session: the session.
        look: what would go.
        parent: the window.
        full: whether everything goes, not only what the other has not.

    Returns:
        Whether it was written.
    """
    workspace, computer = session.workspace, look.computer.id
    told = _(
        "{changes} changes and {files} attachments go to the {computer}. Only this office's "
        "computers can read them. There they are taken in under Exchange, Receive."
    )

    def write(folder: Path, progress: Progress) -> Sequence[SentPackage]:
        return own_packages.send(workspace, computer, folder, progress, full=full)

    note = told.format(changes=look.changes, files=look.files, computer=look.computer.name)
    dialog = StickDialog(
        session, _("Bring work to another computer"), note, write, parent, action=_("&Write")
    )
    dialog.exec()
    made = bool(dialog.made)
    dialog.deleteLater()
    return made
