"""Figures over all units below; each opens the records it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.consolidation import Counts, Figure, Measure
from ktgs_desktop.domain.remark_states import FigureName
from ktgs_desktop.domain.vietnamese import sort_key
from ktgs_desktop.gui.dialogs.remark import RemarkDialog
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.short_source import ShortSource, Shown
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.gui.widgets.record_words import code_text
from ktgs_desktop.gui.widgets.remark_words import MEASURES, figure_text
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import replicas
from ktgs_desktop.services.exchange.remarks import NewRemark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.gui.session import Session

_BY = {"unit": ("unit", "year"), "kind": ("kind", "year"), "year": ("year",)}
_ALL = ("unit", "kind", "year")
_MEASURED = tuple(str(one) for one in Measure)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of figures.

    Attributes:
        row: its place, from 1.
        figure: the figures.
        unit: name of the unit, empty over all.
    """

    row: int
    figure: Figure
    unit: str

    @property
    def kind(self) -> str:
        """The kind of work in words, empty over all."""
        return code_text("program_item", self.figure.kind)

    @property
    def year(self) -> str:
        """The year, empty over all."""
        return str(self.figure.year or "")

    @property
    def words(self) -> str:
        """What the row is about."""
        return " · ".join(part for part in (self.unit, self.kind, self.year) if part)

    @property
    def share(self) -> str:
        """How much of what is planned is done, in per cent."""
        counts = self.figure.counts
        return f"{round(100 * counts.done / counts.planned)}%" if counts.planned else ""


def _measure_column(name: str, title: Late, width: int = 10) -> Column:
    def text(row: FigureRow) -> str:
        return i18n.number(row.figure.counts.of(name))

    def tint(row: FigureRow) -> str:
        return "text" if row.figure.counts.of(name) else "muted"

    return Column(name, title, text, width=width, sort=name, right=True, tint=tint)


FIGURE_COLUMNS = (
    Column("unit", late("Unit"), lambda row: row.unit or _("All units"), width=30, sort="unit",
           stretch=True),
    Column("kind", late("Kind of work"), lambda row: row.kind or _("All kinds"), width=26,
           sort="kind"),
    Column("year", late("Year"), lambda row: row.year, width=7, sort="year", right=True),
    *(_measure_column(name, MEASURES[name]) for name in _MEASURED[:3]),
    Column("share", late("Share"), lambda row: row.share, width=8, right=True),
    *(_measure_column(name, MEASURES[name], 12) for name in _MEASURED[3:]),
)  # fmt: skip
"""The columns of the figures."""


def _shown() -> Shown[FigureRow]:
    return Shown(
        text=lambda row: row.words,
        holds={
            "unit": lambda row: (row.unit,),
            "kind": lambda row: (row.figure.kind,),
            "year": lambda row: (row.year,),
        },
        words={"kind": lambda value: code_text("program_item", value), "year": str},
        orders={
            "unit": lambda row: (sort_key(row.unit), row.row),
            "kind": lambda row: (sort_key(row.kind), row.row),
            "year": lambda row: (row.year, row.row),
            **{name: _order(name) for name in _MEASURED},
        },
    )


def _order(name: str) -> Callable[[FigureRow], object]:
    return lambda row: (row.figure.counts.of(name), row.row)


class FiguresPane(ListPane):
    """What was planned, done and dropped below, by unit, kind of work and year."""

    kinds: ClassVar[frozenset[str]] = frozenset(("replica", "organization"))

    def __init__(self, session: Session) -> None:
        workspace = session.workspace

        def read(query: Listing) -> list[FigureRow]:
            by = _BY.get(str(query.filters.get("by", "")), _ALL)
            found = replicas.figures(workspace, by)
            return [
                FigureRow(place, one, found.names.get(one.unit, "") if one.unit else "")
                for place, one in enumerate(found.figures, start=1)
            ]

        source = ShortSource(read, _shown())
        look = Look(
            "exchange/figures",
            _("Figures from below"),
            _("Filter: unit, kind of work, year"),
            "chart-bar-horizontal",
            FIGURE_COLUMNS,
            {"unit": "unit", "kind": "kind", "year": "year"},
        )
        self.remark = button(_("&Write a remark…"), self.write_remark, icon="chat-text")
        self.behind = button(
            _("&Open the records"), self.show_records, icon="list-bullets", primary=True
        )
        super().__init__(session, look, source, source.values)
        self.source = source
        self.filter.add_choice(
            "by",
            _("By unit, kind and year"),
            [("unit", _("By unit and year")), ("kind", _("By kind and year")),
             ("year", _("By year"))],
        )  # fmt: skip

    @property
    def current(self) -> FigureRow | None:
        """The row the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number else ()
        return found[0] if found else None

    @property
    def measure(self) -> str:
        """What the column of the cursor counts; in other columns what is planned."""
        key = self.model.columns[max(0, self.list.currentIndex().column())].key
        return key if key in _MEASURED else str(Measure.PLANNED)

    @override
    def on_current(self, number: int) -> None:
        row = self.current
        self.behind.setEnabled(row is not None)
        writable = not self.session.workspace.read_only
        self.remark.setEnabled(row is not None and row.figure.unit is not None and writable)

    @override
    def open_row(self, number: int) -> None:
        self.show_records()

    def show_records(self) -> None:
        """Show the records behind the figure the cursor is on."""
        row = self.current
        if row is not None:
            words = _("{what} · {figure}").format(
                what=str(MEASURES[self.measure]), figure=row.words or _("All units")
            )
            filters = replicas.filters_of(row.figure, self.measure)
            self.elsewhere.emit("records", {"filters": filters, "words": words})

    def write_remark(self) -> None:
        """Write a remark on the figure the cursor is on."""
        row = self.current
        if row is None or row.figure.unit is None or not self.remark.isEnabled():
            return
        name = str(FigureName(self.measure, row.figure.year, row.figure.kind))
        said = NewRemark(row.figure.unit, "", figure=name)
        dialog = RemarkDialog(
            self.session, said, f"{row.unit} · {figure_text(name)}", self.window()
        )
        dialog.exec()
        dialog.deleteLater()

    @override
    def sum_up(self) -> None:
        ids = self.model.ids_at(range(self.model.number_of_rows()))
        shown = [row.figure.counts for row in self.source.rows(ids)]
        total = sum(shown, Counts())
        parts = [f"{MEASURES[name]}: {i18n.number(total.of(name))}" for name in _MEASURED]
        self.totals.setText(_("In all: {parts}").format(parts=" · ".join(parts)))
        self.on_current(self.list.current_id())

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("No unit below has sent a program yet"),
            _("Take packages of units in; what they planned and did adds up here."),
        )

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.remark, self.behind)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {**super().offers(), "add_item": self.write_remark}
