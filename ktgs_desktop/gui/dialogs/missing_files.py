"""All files of papers that are not here, by unit and paper, and asking for them in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.attached_files import ask_files, where_text
from ktgs_desktop.gui.dialogs.table_export import export_table
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.package_words import size_text
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import attached
from ktgs_desktop.services.exchange.attached import Whereabouts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.attached import AttachedFile

_WIDTH, _HEIGHT = 940, 380
_WIDTHS = (34, 44, 34, 12, 24)


class MissingFilesDialog(FormDialog):
    """Lists every file that a paper names and that is not here.

    Args:
        session: the session.
        parent: the window.

    Attributes:
        list: the files.
        ask_button: asks for all that were not asked for yet.
        excel: saves the list as a sheet.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Files that are not here"), parent, width=_WIDTH)
        self._session = session
        self._files: tuple[AttachedFile, ...] = ()
        self.form.hide()
        self.said = label("", "muted", wrap=True)
        self.head.addWidget(self.said)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(_("Files that are not here"))
        self.list.setHeaderLabels(self._heads())
        self.list.setMinimumHeight(theme.scaled(_HEIGHT))
        self.head.addWidget(self.list)
        self.excel = button("&Excel", self._export, icon="mdi6.file-excel-outline")
        self.ask_button = button(
            _("&Ask for all…"), self.ask, icon="mdi6.usb-flash-drive-outline", primary=True
        )
        self.buttons.addWidget(self.excel)
        self.buttons.addWidget(button(_("&Close"), self.accept))
        self.buttons.addWidget(self.ask_button)
        self._show(())
        self.refresh()

    def _heads(self) -> list[str]:
        return [_("Unit"), _("Paper"), _("File"), _("Size"), _("Where it is")]

    def refresh(self) -> None:
        """Look again what is not here."""
        workspace = self._session.workspace
        self._session.tasks.read(self, lambda _progress: attached.missing(workspace), self._show)

    @property
    def _lacking(self) -> tuple[AttachedFile, ...]:
        """Files that nobody was asked for yet, and that somebody can be asked for."""
        return tuple(
            one for one in self._files if one.standing == Whereabouts.MISSING and one.holder
        )

    def _show(self, found: Sequence[AttachedFile]) -> None:
        self._files = tuple(found)
        self.list.clear()
        for one in self._files:
            self.list.addTopLevelItem(QTreeWidgetItem(_texts(one)))
        for column in range(self.list.columnCount()):
            self.list.resizeColumnToContents(column)
        told = _("{count} files are not here; {asked} were not asked for yet.")
        self.said.setText(
            told.format(count=i18n.number(len(self._files)), asked=i18n.number(len(self._lacking)))
            if self._files
            else _("Every file that a paper names is here.")
        )
        writable = not self._session.workspace.read_only
        self.ask_button.setEnabled(bool(self._lacking) and writable)
        self.excel.setEnabled(bool(self._files))

    def ask(self) -> None:
        """Ask for all that were not asked for yet, each from the office that brought its paper."""
        lacking = self._lacking
        told = _("{count} files ({size}) are asked for, each from the office that brought its "
                 "paper. They come in packages of their own.")  # fmt: skip
        size = size_text(sum(one.file.size for one in lacking))
        note = told.format(count=i18n.number(len(lacking)), size=size)
        ask_files(self._session, {one.file.digest for one in lacking}, note, self)
        self.refresh()

    def _export(self) -> None:
        rows = [_texts(one) for one in self._files]
        title = _("Files that are not here")
        export_table(self._session, title, self._heads(), rows, _WIDTHS, self)


def _texts(one: AttachedFile) -> list[str]:
    return [one.unit_name, one.label, one.file.name, size_text(one.file.size), where_text(one)]
