"""Organisations by paste or from a sheet, as the table importer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ktgs_desktop.domain.programs import Named
from ktgs_desktop.gui.dialogs.import_plan import usual_outcome
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organization_import, organizations
from ktgs_desktop.services.organization_import import OrganizationPlan
from ktgs_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from ktgs_desktop.domain.organization_import import PlannedOrganization
    from ktgs_desktop.domain.table_import import ColumnMapping, Field
    from ktgs_desktop.gui.dialogs.import_plan import PlannedRow, Planner, Table
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.table_preview import Outcome
    from ktgs_desktop.progress import Progress


class OrganizationTable:
    """Organisations by paste or from a sheet, for the table importer.

    Args:
        session: the session.
        above: the organisation in hand, proposed as superior of rows that name none.
    """

    def __init__(self, session: Session, above: UUID | None) -> None:
        self._session = session
        self._above = above
        self.title = _("Organisations from a table")
        self.hint = _(
            "A row for each organisation: name, and if they are there type, superior, code and "
            "note. Without a type, the name's beginning decides (Chi bộ …, Đảng bộ …)."
        )
        self.fields: Sequence[Field] = organization_import.FIELDS
        self.superior = OrganizationField(session)

    def options(self, changed: Callable[[], None]) -> QWidget:
        """The superior of rows that name none."""
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        text = label(_("&Superior of rows that name none"), "muted")
        text.setBuddy(self.superior)
        self.superior.setAccessibleName(_("Superior of rows that name none"))
        line.addWidget(text)
        line.addWidget(self.superior, 1)
        self.superior.edited.connect(changed)
        self._propose(changed)
        return box

    def _propose(self, changed: Callable[[], None]) -> None:
        workspace = self._session.workspace
        above = self._above or workspace.office.unit

        def work(_progress: Progress) -> Named | None:
            parent = organizations.superior_for_new(workspace, above)
            if parent is None:
                return None
            return Named(organizations.get(workspace, parent).name_on(), parent)

        def then(named: Named | None) -> None:
            if self.superior.value() is None:
                self.superior.set_value(named)
                changed()

        self._session.tasks.read(self.superior, work, then)

    def read_sheet(self, path: Path) -> list[list[str]]:
        """The cells of a file."""
        return organization_import.read_sheet(path)

    def read_pasted(self, text: str, html: str) -> list[list[str]]:
        """The cells of what was pasted."""
        return organization_import.read_pasted(text, html)

    def outcome(self, planned: PlannedRow) -> Outcome:
        """What becomes of a row."""
        return usual_outcome(planned.row)

    def planner(self) -> Planner:
        """Judges the rows with the superior as it stands now."""
        workspace, superior = self._session.workspace, self.superior.value()

        def plan(table: Table, mapping: ColumnMapping | None) -> _Plan:
            parent = organizations.resolved(workspace, superior)
            found = organization_import.plan(workspace, table, parent=parent, mapping=mapping)
            return _Plan(workspace, found)

        return plan


@dataclass(frozen=True, slots=True)
class _Plan:
    """What importing a table of organisations would do, for the table importer."""

    workspace: Workspace
    plan: OrganizationPlan

    @property
    def mapping(self) -> ColumnMapping:
        return self.plan.mapping

    @property
    def rows(self) -> Sequence[PlannedOrganization]:
        return self.plan.rows

    @property
    def missing(self) -> Sequence[str]:
        return self.plan.missing

    @property
    def refused(self) -> int:
        return self.plan.refused

    def without_refused(self) -> _Plan:
        return _Plan(self.workspace, organization_import.without_refused(self.plan))

    def apply(self, progress: Progress) -> int:
        return organization_import.apply(self.workspace, self.plan, progress)
