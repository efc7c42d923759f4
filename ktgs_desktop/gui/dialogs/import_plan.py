"""What a list says of itself so that tables can be imported into it by the one importer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ktgs_desktop import messages
from ktgs_desktop.domain.table_import import ColumnMapping, PlannedRow, TablePlan
from ktgs_desktop.gui.widgets.table_preview import Outcome
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.table_import import Field, ImportRow
    from ktgs_desktop.progress import Progress


def usual_outcome(row: ImportRow, new: str = "") -> Outcome:
    """What becomes of a row, in words.

    Args:
        row: the row.
        new: what is said of a row that is added, empty for the usual words.
    """
    if row.faults:
        text = " ".join(messages.text_of(one.code, dict(one.params)) for one in row.faults)
        return Outcome("refused", text, frozenset(fault.column for fault in row.faults))
    if row.exists:
        return Outcome("existing", _("is there already"))
    return Outcome("new", new or _("will be added"))


Table = Sequence[Sequence[str]]
Planner = Callable[[Table, ColumnMapping | None], TablePlan[PlannedRow]]


class TableImport(Protocol):
    """What a list says of itself so that tables can be imported into it.

    Attributes:
        title: title of the dialog.
        hint: what the table should hold.
        fields: fields a column may hold.
        changes: whether rows may change what is there.
    """

    changes: bool
    title: str
    hint: str
    fields: Sequence[Field]

    def options(self, changed: Callable[[], None]) -> QWidget | None:
        """Fields for what holds for all rows, None if there are none.

        Args:
            changed: to be called when the user changed one.
        """
        ...

    def outcome(self, planned: Any) -> Outcome:
        """What becomes of a row of its plan; `usual_outcome` if there is no more to say."""
        ...

    def planner(self) -> Planner:
        """Take the options as they stand; what is given back runs in a reader's thread."""
        ...

    def without_refused(self, plan: Any) -> TablePlan[PlannedRow]:
        """Its plan without the refused rows."""
        ...

    def apply(self, plan: Any, progress: Progress) -> int:
        """Write all rows of its plan or none; runs in the writer's thread."""
        ...
