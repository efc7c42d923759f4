"""Plans of other bodies by paste or from a file, as the table importer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.outside_import import actor_of
from ktgs_desktop.domain.outside_lines import OutsideActor
from ktgs_desktop.gui.dialogs.import_plan import usual_outcome
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import outside_import, outside_lines
from ktgs_desktop.services.outside_import import OutsidePlan, Usual

if TYPE_CHECKING:
    from ktgs_desktop.domain.table_import import ColumnMapping, Field, PlannedRow
    from ktgs_desktop.gui.dialogs.import_plan import Planner, Table
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.table_preview import Outcome
    from ktgs_desktop.progress import Progress


class OutsideTable:
    """Plans of other bodies from a table, for the table importer.

    Args:
        session: the session.
        year: year of rows that name none.
        actor: kind of body proposed for rows that say none, empty for the usual.
    """

    changes = False

    def __init__(self, session: Session, year: int, actor: str = "") -> None:
        self._session = session
        self._year = year
        self.title = _("Plans of other bodies from a table")
        self.hint = _(
            "A row for each visit: whom they come to, and if they are there who comes, about what, "
            "when (Quý II, 15/5 – 30/6) and a note."
        )
        self.fields: Sequence[Field] = outside_import.FIELDS
        self.body = TextField(most=limits.LINE)
        self.actor = ChoiceField([(key, str(text)) for key, text in outside_lines.ACTORS.items()])
        self.actor.set_value(actor or OutsideActor.INSPECTORATE)

    def options(self, changed: Callable[[], None]) -> QWidget:
        """The body of rows that name none, and what it is."""
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        named = label(_("&Body of rows that name none"), "muted")
        named.setBuddy(self.body)
        self.body.setAccessibleName(_("Body of rows that name none"))
        kind = label(_("&Kind"), "muted")
        kind.setBuddy(self.actor)
        self.actor.setAccessibleName(_("Kind of body"))
        line.addWidget(named)
        line.addWidget(self.body, 1)
        line.addWidget(kind)
        line.addWidget(self.actor)

        def guess() -> None:
            guessed = actor_of(self.body.value())
            if guessed:
                self.actor.set_value(guessed)
            changed()

        self.body.edited.connect(guess)
        self.actor.edited.connect(changed)
        return box

    def outcome(self, planned: PlannedRow) -> Outcome:
        """What becomes of a row."""
        return usual_outcome(planned.row)

    def planner(self) -> Planner:
        """Judges the rows with the options as they stand now."""
        workspace = self._session.workspace
        usual = Usual(self._year, self.actor.value(), self.body.value())

        def plan(table: Table, mapping: ColumnMapping | None) -> OutsidePlan:
            return outside_import.plan(workspace, table, usual, mapping)

        return plan

    def without_refused(self, plan: OutsidePlan) -> OutsidePlan:
        """The plan without its refused rows."""
        return outside_import.without_refused(plan)

    def apply(self, plan: OutsidePlan, _progress: Progress) -> int:
        """Write all rows or none."""
        return outside_import.apply(self._session.workspace, plan)
