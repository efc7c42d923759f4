"""The page of organisations with an import open beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.import_units import ImportUnitsDialog
from ktgs_desktop.gui.dialogs.organization_table import OrganizationTable
from ktgs_desktop.services import organizations

if TYPE_CHECKING:
    from uuid import UUID

    from tests.helpers.desk import Desk


class Counter:
    """The page of organisations with a dialog open beside it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.press("Alt+3")
        self.page: Any = desk.page()
        self.dialog: Any = None

    def units(self) -> Any:
        return self._open(ImportUnitsDialog(self.page.session, self.page))

    def table(self) -> Any:
        kind = OrganizationTable(self.page.session, self.page.organization.record)
        return self._open(ImportTableDialog(self.page.session, kind, self.page))

    def _open(self, dialog: Any) -> Any:
        self.dialog = dialog
        dialog.open()
        self.desk.qtbot.waitUntil(dialog.isActiveWindow)
        self.desk.settle()
        return dialog

    def paste(self, *rows: str) -> None:
        QGuiApplication.clipboard().setText("\n".join(row.replace("|", "\t") for row in rows))
        self.desk.press("Ctrl+V")

    def press(self, button: Any) -> None:
        button.click()
        self.desk.settle()

    def replan(self) -> None:
        """Wait for what follows a change of mapping or options."""
        self.desk.qtbot.wait(300)
        self.desk.settle()

    def verdicts(self) -> list[str]:
        """What becomes of each row, as the preview says."""
        model = self.dialog.preview.table
        return [model.index(row, 1).data() for row in range(model.rowCount())]

    def counts(self) -> list[str]:
        return [self.dialog.tabs.tabText(place) for place in range(self.dialog.tabs.count())]

    def number(self) -> int:
        return sum(
            len(chunk)
            for chunk in self.desk.ask(
                lambda workspace: list(
                    organizations.stream(workspace, self.page.list.list.listing.query)
                )
            )
        )

    def named(self, name: str) -> UUID | None:
        found: UUID | None = self.desk.ask(lambda workspace: organizations.named(workspace, name))
        return found
