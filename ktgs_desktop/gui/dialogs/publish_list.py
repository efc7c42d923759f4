"""The issuing office makes the next version of the list, and people sign its file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QListWidget, QListWidgetItem
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.dialogs.signing_key import KeyDialog
from ktgs_desktop.gui.widgets.fields import DateField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.regulation_list_words import facts_text
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing
from ktgs_desktop.services.regulations import publishing
from ktgs_desktop.services.signing import CertificateFile

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.regulations.publishing import ListFile, ListPlan

ID = Qt.ItemDataRole.UserRole
_FOLDER = "regulations/list-folder"
_KEY_FILES = (".key", ".pem")
_LIST_HEIGHT = 180


class PublishListDialog(FormDialog):
    """Asks which of the office's own texts go into the next version, and until when it is good.

    Attributes:
        texts: the office's own texts, those ticked go into the list.
        expires: last day it counts as up to date.
        changes_only: only what changed is written.
        made: the file, None until it was made.
    """

    def __init__(self, session: Session, planned: ListPlan, parent: QWidget) -> None:
        title = _("Make version {version} of the list").format(version=planned.version)
        super().__init__(title, parent, width=640)
        self._session, self._planned = session, planned
        self.made: ListFile | None = None
        text = _(
            "The next version holds every text of the list that is installed, the texts of the "
            "office's own that are ticked here, and the articles typed for texts of the list. "
            "Nobody has signed it then."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.texts = QListWidget()
        self.texts.setAccessibleName(_("Texts of the office's own"))
        self.texts.setMinimumHeight(theme.scaled(_LIST_HEIGHT))
        self.texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for one in planned.own:
            item = QListWidgetItem(f"{one.label} · {one.title}")
            item.setData(ID, one.id)
            item.setToolTip(one.title)
            chosen = one.id in planned.chosen
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.texts.addItem(item)
        self.texts.setVisible(bool(planned.own))
        self.form.add_wide(self.texts)
        self._none = label(_("The office has no text of its own that could go in."), "muted")
        self._none.setVisible(not planned.own)
        self.form.add_wide(self._none)
        self.expires = DateField()
        last = session.workspace.today + timedelta(days=publishing.LIST_DAYS)
        self.expires.set_date(exactly(last))
        self.form.add(
            _("&Good until"), self.expires, _("Later it warns wherever it is shown and printed.")
        )
        self.changes_only = QCheckBox(_("&Only what changed since the installed version"))
        self.form.add_wide(self.changes_only)
        self.faults = {"regulations_expires_early": self.expires}
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Make and save…"), self._make, primary=True))

    def chosen(self) -> set[UUID]:
        """The office's own texts that are ticked."""
        items = [self.texts.item(row) for row in range(self.texts.count())]
        return {one.data(ID) for one in items if one.checkState() == Qt.CheckState.Checked}

    def _make(self) -> None:
        try:
            expires = self.expires.value_as_date()
        except KtgsError as error:
            self.refuse(error, self.expires)
            return
        name = f"regulations-{self._planned.version}{publishing.LIST_ENDING}"
        folder = Path(self._session.recall(_FOLDER) or Path.home())
        kinds = _("Lists of regulations") + f" (*{publishing.LIST_ENDING})"
        path = ask_where(self, _("Save the list"), folder / name, kinds)
        if path is None:
            return
        self._session.remember(_FOLDER, str(path.parent))
        workspace, chosen = self._session.workspace, self.chosen()
        changes_only = self.changes_only.isChecked()

        def work(_progress: Progress) -> ListFile:
            return publishing.make(
                workspace,
                path,
                chosen=chosen,
                expires=None if expires is None else expires.last,
                changes_only=changes_only,
            )

        self.submit(self._session.tasks, work, self._done, label=_("Making the list"))

    def _done(self, made: ListFile) -> None:
        self.made = made
        self.accept()


class SignListDialog(KeyDialog):
    """Asks with which key a list in a file is signed: a key file, a certificate, the office's key.

    Attributes:
        signed: the file with one signature more, None until it was signed.
    """

    def __init__(self, session: Session, found: ListFile, parent: QWidget) -> None:
        self._found = found
        super().__init__(session, _("Sign a list of regulations"), parent, own_key=True)
        self.signed: ListFile | None = None
        self.note(facts_text(found.facts))
        told = _("Signatures in the file so far: {count}. Each key counts once.")
        self.note(told.format(count=i18n.number(len(found.signatures))))
        self.path.setPlaceholderText(".p12, .pfx, .key, .pem")
        self.faults = {
            **self.faults,
            "key_file_unreadable": self.path,
            "key_file_password_wrong": self.pin,
            "key_file_password_missing": self.pin,
        }
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Sign"), self._sign, primary=True))
        self.begin()

    @override
    def _browse(self) -> None:
        start = self.path.value() or str(Path.home())
        kinds = _("Certificates and key files") + " (*.p12 *.pfx *.key *.pem)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Certificate file"), start, kinds)
        if chosen:
            self.path.set_value(chosen)
            self.pin.setFocus()

    def _sign(self) -> None:
        source = None if self.by_own_key else self.source()
        if source is None and not self.by_own_key:
            return
        workspace, path = self._session.workspace, self._found.path
        now = workspace.clock

        def work(_progress: Progress) -> ListFile:
            if source is None:
                return publishing.add_signature(path, publishing.own_key(workspace))
            if isinstance(source, CertificateFile) and source.path.suffix in _KEY_FILES:
                pin = source.pin
                return publishing.add_signature(path, publishing.key_in(source.path, lambda: pin))
            with signing.opened(source, now()) as identity:
                return publishing.add_signature(path, identity)

        self.submit(self._session.tasks, work, self._done, label=_("Signing the list"))

    def _done(self, signed: ListFile) -> None:
        self.signed = signed
        self.remember_source()
        self.accept()
