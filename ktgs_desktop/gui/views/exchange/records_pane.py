"""The records that came from units below: a list with filters, and the one in hand at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.newer_versions import NEWER
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.record_panel import RecordPanel
from ktgs_desktop.gui.widgets.column_filter import by_name, in_words
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.record_words import ENTITIES, code_text, entity_text, state_text
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import replicas

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Filters
    from ktgs_desktop.domain.rows import ReplicaRow
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.column_filter import FilterValue
    from ktgs_desktop.services.workspace import Workspace

FIRST = "program_item"
"""The kind of records shown first."""
_SPLITTER = "exchange/records-splitter"


class RecordSource:
    """Records received from units below.

    Attributes:
        none_came: whether the last query found nothing because there is nothing at all.
    """

    headings: Sequence[str] = ()

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.none_came = False

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Local row numbers of the records in their order."""
        self.none_came = False
        found = False
        for some in replicas.stream(self._workspace, query):
            found = found or bool(some)
            yield some
        if not found:
            self.none_came = not any(replicas.stream(self._workspace, Listing()))

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the records of a query.

        Args:
            query: conditions.
            name: `unit`, `entity`, `year`, `code` or `state`.
        """
        found = replicas.values(self._workspace, query, name)
        if name == "unit":
            return by_name(found, lambda one: one.text)
        entity = str(query.filters.get("entity", ""))
        words: dict[str, Callable[[str], str]] = {
            "entity": entity_text,
            "code": partial(code_text, entity),
            "state": state_text,
        }
        return in_words(found, words.get(name, str))

    def rows(self, wanted: Sequence[int]) -> Sequence[ReplicaRow]:
        """Rows by their local row numbers."""
        return replicas.rows(self._workspace, wanted)


def _label(row: ReplicaRow) -> str:
    return row.label or row.above or str(row.id)


def _code(row: ReplicaRow) -> str:
    return code_text(row.entity, row.code, short=True)


def _state(row: ReplicaRow) -> str:
    if row.leaves > 1:
        return "▲ " + _("in conflict")
    if row.needs:
        return _("needs data version {number}").format(number=row.needs)
    told = {"del": _("voided"), "withdraw": _("taken back")}
    return told.get(row.standing) or state_text(row.state)


def _tint(row: ReplicaRow) -> str:
    if row.leaves > 1:
        return "overdue"
    if row.needs:
        return "due_soon"
    return "text" if row.standing == "put" else "muted"


def _struck(row: ReplicaRow) -> bool:
    return row.standing in ("del", "withdraw")


RECORD_COLUMNS = (
    Column("unit", late("Unit"), lambda row: row.unit_name, width=26),
    Column("entity", late("Record"), lambda row: entity_text(row.entity), width=16, hidden=True),
    Column("year", late("Year"), lambda row: str(row.year or ""), width=7, sort="year", right=True),
    Column("code", late("Type"), _code, width=20),
    Column("label", late("Content"), _label, width=36, stretch=True, struck=_struck),
    Column("state", late("State"), _state, width=14, tint=_tint),
)
"""The columns of the list."""
FILTERED = {"unit": "unit", "entity": "entity", "year": "year", "code": "code", "state": "state"}


class RecordsPane(ListPane):
    """The records of all units below."""

    kinds: ClassVar[frozenset[str]] = frozenset(("replica", "organization", "remark"))

    def __init__(self, session: Session) -> None:
        self.source = RecordSource(session.workspace)
        self.panel = RecordPanel(session)
        look = Look(
            "exchange/records",
            _("Records from below"),
            _("Filter (no accents needed)"),
            "list-bullets",
            RECORD_COLUMNS,
            FILTERED,
            order="year",
            descending=True,
        )
        super().__init__(session, look, self.source, self.source.values)
        self.filter.add_choice(
            "entity", _("All kinds"), [(name, str(text)) for name, text in ENTITIES.items()]
        )
        self.filter.add_choice(
            "only",
            _("What stands"),
            [
                ("conflict", _("In conflict")),
                ("del", _("Voided by its office")),
                ("withdraw", _("Taken back")),
                (NEWER, _("Needs a newer version of this program")),
            ],
        )
        self.filter.choose({"entity": FIRST})

    @override
    def place_parts(self) -> None:
        left = QWidget()
        left.setLayout(self.rows_box)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setChildrenCollapsible(False)
        self.panel.setMinimumWidth(theme.scaled(280))
        saved = self.session.recall(_SPLITTER).encode("ascii")
        self.splitter.restoreState(QByteArray.fromHex(saved))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    @override
    def filters(self) -> Filters:
        chosen: Filters = {**self.filter.values()}
        only = chosen.pop("only", "")
        if only == "conflict":
            chosen["conflict"] = True
        elif only:
            chosen["standing"] = only
        behind = str(chosen.pop("behind", ""))
        for part in filter(None, behind.split("&")):
            name, _equals, value = part.partition("=")
            chosen[name] = value
        return chosen

    @override
    def on_current(self, number: int) -> None:
        self.panel.show_row(number)

    @override
    def open_row(self, number: int) -> None:
        self.panel.text.setFocus()

    @override
    def sum_up(self) -> None:
        count = self.model.number_of_rows()
        self.totals.setText(_("{count} records").format(count=i18n.number(count)))
        self.panel.show_row(self.list.current_id() if count else 0)

    @override
    def has_rows(self) -> bool:
        return not self.source.none_came

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("Nothing has come from a unit below yet"),
            _("Take a package of a unit in; its records then show here, read-only."),
        )

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Show the records behind a figure, or those of a unit.

        Args:
            wanted: `filters` of the list, and `words` that say what they mean.
        """
        if not isinstance(wanted, Mapping):
            return
        filters = dict(wanted["filters"])
        entity = str(filters.pop("entity", FIRST))
        self.filter.choose({"entity": entity})
        behind = "&".join(f"{name}={value}" for name, value in filters.items())
        self.filter.fix("behind", behind, str(wanted["words"]))

    @override
    def remember(self) -> None:
        super().remember()
        state = self.splitter.saveState().toHex().data()
        self.session.remember(_SPLITTER, bytes(state).decode("ascii"))
