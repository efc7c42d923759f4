"""Plans of other bodies by paste or from a file, as the table importer asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
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
from ktgs_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from ktgs_desktop.domain.outside_import import PlannedOutsideLine
    from ktgs_desktop.domain.table_import import ColumnMapping, Field
    from ktgs_desktop.gui.dialogs.import_plan import PlannedRow, Planner, Table
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

    def read_sheet(self, path: Path) -> list[list[str]]:
        """The cells of a file."""
        return outside_import.read_file(path)

    def read_pasted(self, text: str, html: str) -> list[list[str]]:
        """The cells of what was pasted."""
        return outside_import.read_clipboard(text, html)

    def outcome(self, planned: PlannedRow) -> Outcome:
        """What becomes of a row."""
        return usual_outcome(planned.row)

    def planner(self) -> Planner:
        """Judges the rows with the options as they stand now."""
        workspace = self._session.workspace
        usual = Usual(self._year, self.actor.value(), self.body.value())

        def plan(table: Table, mapping: ColumnMapping | None) -> _Plan:
            return _Plan(workspace, outside_import.plan(workspace, table, usual, mapping))

        return plan


@dataclass(frozen=True, slots=True)
class _Plan:
    """What importing a table of other bodies' plans would do, for the table importer."""

    workspace: Workspace
    plan: OutsidePlan

    @property
    def mapping(self) -> ColumnMapping:
        return self.plan.mapping

    @property
    def rows(self) -> Sequence[PlannedOutsideLine]:
        return self.plan.rows

    @property
    def missing(self) -> Sequence[str]:
        return self.plan.missing

    @property
    def refused(self) -> int:
        return self.plan.refused

    def without_refused(self) -> _Plan:
        return _Plan(self.workspace, outside_import.without_refused(self.plan))

    def apply(self, _progress: Progress) -> int:
        return outside_import.apply(self.workspace, self.plan)
