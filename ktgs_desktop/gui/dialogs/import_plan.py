"""What a list says of itself so that tables can be imported into it by the one importer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ktgs_desktop import messages
from ktgs_desktop.domain.table_import import ColumnMapping
from ktgs_desktop.gui.widgets.table_preview import Outcome
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.table_import import Field, ImportRow
    from ktgs_desktop.progress import Progress


class PlannedRow(Protocol):
    """A row and what it will become."""

    @property
    def row(self) -> ImportRow:
        """The row, with its faults."""
        ...


class TablePlan(Protocol):
    """What importing a table would do."""

    @property
    def mapping(self) -> ColumnMapping:
        """Which column holds which field."""
        ...

    @property
    def rows(self) -> Sequence[PlannedRow]:
        """Each row and what it will become."""
        ...

    @property
    def missing(self) -> Sequence[str]:
        """Names of required fields no column is chosen for; no row is judged then."""
        ...

    @property
    def refused(self) -> int:
        """How many rows have faults."""
        ...

    def without_refused(self) -> TablePlan:
        """The plan without its refused rows."""
        ...

    def apply(self, progress: Progress) -> int:
        """Write all rows or none; runs in the writer's thread."""
        ...


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
Planner = Callable[[Table, ColumnMapping | None], TablePlan]


class TableImport(Protocol):
    """What a list says of itself so that tables can be imported into it.

    Attributes:
        title: title of the dialog.
        hint: what the table should hold.
        fields: fields a column may hold.
    """

    title: str
    hint: str
    fields: Sequence[Field]

    def options(self, changed: Callable[[], None]) -> QWidget | None:
        """Fields for what holds for all rows, None if there are none.

        Args:
            changed: to be called when the user changed one.
        """
        ...

    def read_sheet(self, path: Path) -> list[list[str]]:
        """The cells of a file; runs in a reader's thread."""
        ...

    def read_pasted(self, text: str, html: str) -> list[list[str]]:
        """The cells of what was pasted, as text and HTML; runs in a reader's thread."""
        ...

    def outcome(self, planned: Any) -> Outcome:
        """What becomes of a row of its plan; `usual_outcome` if there is no more to say."""
        ...

    def planner(self) -> Planner:
        """Take the options as they stand; what is given back runs in a reader's thread."""
        ...
