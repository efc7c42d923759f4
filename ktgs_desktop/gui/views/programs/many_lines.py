"""Commands on many lines of a draft at once: paste from Word and Excel, one value for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from ktgs_desktop.gui.dialogs import phrases
from ktgs_desktop.gui.dialogs.assigning import assign
from ktgs_desktop.gui.dialogs.fill_down import FillDownDialog
from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.item_table import ItemTable
from ktgs_desktop.i18n import number
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_items, programs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.domain.rows import ItemRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.listing import ListView
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.program_items import ItemDetail


class ManyLines(QObject):
    """What is done to many lines at once.

    Args:
        session: the session.
        view: the list; Ctrl+V there, or in the place it leaves when it is empty, pastes lines.
        place: the list and what stands in its place while it is empty.
        draft: gives the draft shown, None if its lines may not be edited now.
        kind: gives the kind of work proposed.
    """

    def __init__(
        self,
        session: Session,
        view: ListView,
        place: QWidget,
        draft: Callable[[], Program | None],
        kind: Callable[[], str],
    ) -> None:
        super().__init__(place)
        self._session = session
        self._view = view
        self._draft = draft
        self._kind = kind
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), place)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.paste)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """The commands by name (`gui/actions.py`)."""
        return {
            "fill_down": self.fill_down,
            "paste_items": self.paste,
            "assign_record": self.assign,
            "phrases": phrases.manage(self._session, self._view),
        }

    def paste(self) -> None:
        """Show what the table on the clipboard would become, and import it."""
        program = self._draft()
        if program is None:
            self._session.said.emit(_("Lines are pasted into a draft only. Choose one first."))
            return
        kind = ItemTable(self._session, program, self._kind())
        dialog = ImportTableDialog(self._session, kind, self._view.window())
        dialog.paste()
        dialog.exec()
        dialog.deleteLater()

    def assign(self) -> None:
        """Ask at which computer the current line, or its program, is worked on."""
        number, workspace = self._view.current_id(), self._session.workspace

        def then(found: Sequence[ItemRow]) -> None:
            for row in found:
                record, whole = ("program_item", row.id), ("program", row.program)
                assign(self._session, record, self._view.window(), whole)

        if number:
            self._session.tasks.read(
                self._view, lambda _progress: programs.rows(workspace, [number]), then
            )

    def fill_down(self) -> None:
        """Give the marked lines values of the first of them, which stays as it is.

        As in a sheet, the line at the top of what is marked is the one whose values go down.
        """
        numbers, workspace = self._view.selected_ids(), self._session.workspace
        if self._draft() is None or len(numbers) < 2:  # noqa: PLR2004 - from one into another
            text = _(
                "Mark the line with the value and the lines below it (Shift+Down), then press F7."
            )
            self._session.said.emit(text)
            return

        def work(_progress: Progress) -> tuple[ItemDetail, list[UUID]]:
            wanted = [row.id for row in programs.rows(workspace, numbers)]
            return program_items.get(workspace, wanted[0]), wanted[1:]

        self._session.tasks.ask(self._view, work, lambda found: self._ask(*found))

    def _ask(self, detail: ItemDetail, wanted: list[UUID]) -> None:
        dialog = FillDownDialog(self._session, detail, wanted, self._view.window())
        if dialog.exec() and dialog.changed is not None:
            text = _("{count} lines changed").format(count=number(dialog.changed))
            self._session.said.emit(text)
        dialog.deleteLater()
