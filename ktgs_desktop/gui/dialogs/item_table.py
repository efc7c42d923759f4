"""Lines of a program by paste or from a file, as the table importer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ktgs_desktop.domain.dates import ROMAN_QUARTERS, show_span
from ktgs_desktop.gui.dialogs.import_plan import usual_outcome
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.gui.widgets.table_preview import Outcome
from ktgs_desktop.i18n import language, number
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import item_import, program_items
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.domain.item_import import PlannedItem
    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.domain.table_import import ColumnMapping, Field
    from ktgs_desktop.gui.dialogs.import_plan import Planner, Table
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.item_import import ItemPlan


class ItemTable:
    """Lines of a draft by paste or from a file, for the table importer.

    Args:
        session: the session.
        program: the draft.
        kind: kind of work proposed for rows that name none.
    """

    changes = False

    def __init__(self, session: Session, program: Program, kind: str) -> None:
        self._session = session
        self._program = program
        self._tongue = language()
        self._kinds = codes("task_kinds")
        self.title = _("Lines from a table")
        self.hint = _(
            "A row for each line. Titles between the rows (A. KIỂM TRA …) say the kind of work; "
            "several subjects stand on lines of their own in a cell, or in rows below each other."
        )
        self.fields: Sequence[Field] = item_import.FIELDS
        named = [(one.code, one.name(self._tongue)) for one in self._kinds.codes.values()]
        self.kind = ChoiceField(named)
        self.kind.set_value(kind)

    def options(self, changed: Callable[[], None]) -> QWidget:
        """The kind of work of rows that name none."""
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        text = label(_("&Kind of work of rows that name none"), "muted")
        text.setBuddy(self.kind)
        self.kind.setAccessibleName(_("Kind of work of rows that name none"))
        line.addWidget(text)
        line.addWidget(self.kind, 1)
        self.kind.edited.connect(changed)
        return box

    def planner(self) -> Planner:
        """Judges the rows with the kind of work as it stands now."""
        workspace, kind, program = self._session.workspace, self.kind.value(), self._program.id

        def plan(table: Table, mapping: ColumnMapping | None) -> ItemPlan:
            return item_import.plan(workspace, program, table, kind=kind, mapping=mapping)

        return plan

    def outcome(self, planned: PlannedItem) -> Outcome:
        """What becomes of a row: the line in short, and whom no register has."""
        if planned.heading:
            return Outcome("passed", _("heading"))
        if planned.part:
            kind = self._kinds.get(planned.kind).name(self._tongue)
            return Outcome("passed", _("part: {kind}").format(kind=kind))
        if planned.joined:
            text = _("its subjects belong to row {number}")
            return Outcome("passed", text.format(number=number(planned.joined)))
        return usual_outcome(planned.row, self._line(planned.item) if planned.item else "")

    def _line(self, item: ProgramItem) -> str:
        parts = [self._kinds.get(item.task_kind).short(self._tongue)]
        if item.quarter is not None:
            parts.append(_("quarter {number}").format(number=ROMAN_QUARTERS[item.quarter]))
        elif item.work_from is not None or item.work_to is not None:
            parts.append(show_span(item.work_from, item.work_to))
        known = sum(subject.id is not None for subject in item.subjects)
        if item.subjects:
            text = _("subjects in the register: {known} of {all}")
            parts.append(text.format(known=number(known), all=number(len(item.subjects))))
        unnamed = item.unnamed_organizations + item.unnamed_members
        if unnamed:
            parts.append(_("to be named: {count}").format(count=number(unnamed)))
        strangers = [one.name for one in item.subjects if one.id is None]
        if strangers:
            parts.append(_("not in it: {names}").format(names="; ".join(strangers)))
        return " · ".join(parts)

    def without_refused(self, plan: ItemPlan) -> ItemPlan:
        """The plan without its refused rows."""
        return item_import.without_refused(plan)

    def apply(self, plan: ItemPlan, progress: Progress) -> int:
        """Write all rows or none."""
        progress.step(0)
        items = item_import.checked(plan)
        return len(program_items.save_many(self._session.workspace, items, item_import.OPERATION))
