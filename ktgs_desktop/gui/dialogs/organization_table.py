"""Organisations by paste or from a sheet, as the table importer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ktgs_desktop.domain.programs import Named
from ktgs_desktop.gui.dialogs.import_plan import usual_outcome
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organization_import, organizations

if TYPE_CHECKING:
    from ktgs_desktop.domain.table_import import ColumnMapping, Field, PlannedRow
    from ktgs_desktop.gui.dialogs.import_plan import Planner, Table
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.table_preview import Outcome
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.organization_import import OrganizationPlan


class OrganizationTable:
    """Organisations by paste or from a sheet, for the table importer.

    Args:
        session: the session.
        above: the organisation in hand, proposed as superior of rows that name none.
    """

    changes = False

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

    def outcome(self, planned: PlannedRow) -> Outcome:
        """What becomes of a row."""
        return usual_outcome(planned.row)

    def planner(self) -> Planner:
        """Judges the rows with the superior as it stands now."""
        workspace, superior = self._session.workspace, self.superior.value()

        def plan(table: Table, mapping: ColumnMapping | None) -> OrganizationPlan:
            parent = organizations.resolved(workspace, superior)
            return organization_import.plan(workspace, table, parent=parent, mapping=mapping)

        return plan

    def without_refused(self, plan: OrganizationPlan) -> OrganizationPlan:
        """The plan without its refused rows."""
        return organization_import.without_refused(plan)

    def apply(self, plan: OrganizationPlan, progress: Progress) -> int:
        """Write all rows or none."""
        return organization_import.apply(self._session.workspace, plan, progress)
