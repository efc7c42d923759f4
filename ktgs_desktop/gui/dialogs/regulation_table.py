"""Regulations of the office by paste or from a file, as the table importer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from ktgs_desktop import messages
from ktgs_desktop.domain.regulation_cells import RELATION_COLUMNS
from ktgs_desktop.gui.dialogs.import_plan import usual_outcome
from ktgs_desktop.gui.widgets.regulation_words import KINDS
from ktgs_desktop.gui.widgets.table_preview import Outcome
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import regulation_import

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_import import PlannedRegulation
    from ktgs_desktop.domain.regulations import Regulation
    from ktgs_desktop.domain.table_import import ColumnMapping, Field
    from ktgs_desktop.gui.dialogs.import_plan import Planner, Table
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.regulation_import import RegulationPlan

_SHORT = 60


class RegulationTable:
    """Regulations of the office from a table, for the table importer.

    Args:
        session: the session.
    """

    changes = True

    def __init__(self, session: Session) -> None:
        self._session = session
        self.title = _("Regulations from a table")
        self.hint = _(
            "A row for each text: number and symbol, title, and if they are there who issued it, "
            "its days, what it replaces, amends or implements. The texts become the office's own; "
            "those of the lists from above are never changed."
        )
        self.fields: Sequence[Field] = regulation_import.FIELDS
        self.when_issued = QCheckBox(
            _("Texts &without a day of effect take effect on their day of issue")
        )

    def options(self, changed: Callable[[], None]) -> QWidget:
        """Whether texts without a day of effect have that of their issue."""
        self.when_issued.toggled.connect(lambda _on: changed())
        return self.when_issued

    def planner(self) -> Planner:
        """Judges the rows with the option as it stands now."""
        workspace, when_issued = self._session.workspace, self.when_issued.isChecked()

        def plan(table: Table, mapping: ColumnMapping | None) -> RegulationPlan:
            return regulation_import.plan(workspace, table, mapping, when_issued=when_issued)

        return plan

    def outcome(self, planned: PlannedRegulation) -> Outcome:
        """What becomes of a row: the text in short, or in what it differs from what is there."""
        if planned.passed:
            return Outcome("passed", _("no text, passed over"))
        differing = "; ".join(_differing(name, planned.before) for name in planned.differs)
        fields = frozenset(planned.differs)
        if planned.changes:
            return Outcome("changed", _("changes: {fields}").format(fields=differing), fields)
        if planned.row.exists and planned.differs:
            text = _("in the list from above, which stays as it is; other here: {fields}")
            return Outcome("existing", text.format(fields=differing), fields)
        return usual_outcome(planned.row, _line(planned.regulation) if planned.regulation else "")

    def without_refused(self, plan: RegulationPlan) -> RegulationPlan:
        """The plan without its refused rows."""
        return regulation_import.without_refused(plan)

    def apply(self, plan: RegulationPlan, progress: Progress) -> int:
        """Write all rows or none."""
        return regulation_import.apply(self._session.workspace, plan, progress)


def _differing(name: str, before: Regulation | None) -> str:
    """A field in which a row differs, with what is there."""
    field = str(messages.FIELD_NAMES.get(name, name))
    there = _there(name, before) if before is not None else ""
    if not there:
        return field
    return _("{field} (there: “{value}”)").format(field=field, value=there)


def _there(name: str, text: Regulation) -> str:
    kinds = RELATION_COLUMNS.get(name)
    if kinds is not None:
        return "; ".join(one.key.label for one in text.relations if one.kind in kinds)
    if name == "regulation_kind":
        return str(KINDS[text.kind])
    value = str(getattr(text, name) or "")
    return value if len(value) <= _SHORT else f"{value[:_SHORT]}…"


def _line(text: Regulation) -> str:
    """A new text in short: its days, and the texts it names that are not in the library."""
    parts = [_("new: {text}").format(text=text.label)]
    if text.effective_from is None:
        parts.append(_("day of effect unknown"))
    else:
        parts.append(_("in force from {date}").format(date=text.effective_from))
    if text.effective_to is not None:
        parts.append(_("to {date}").format(date=text.effective_to))
    known = [relation.key.label for relation in text.relations if relation.target is not None]
    strange = [relation.key.label for relation in text.relations if relation.target is None]
    if known:
        parts.append(_("linked to: {numbers}").format(numbers="; ".join(known)))
    if strange:
        parts.append(_("not in the library: {numbers}").format(numbers="; ".join(strange)))
    return " · ".join(parts)
