"""The units below: up to where each has sent, who is late, who has a gap or a conflict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.vietnamese import sort_key
from ktgs_desktop.gui.dialogs import packages
from ktgs_desktop.gui.dialogs.due_days import DueDaysDialog
from ktgs_desktop.gui.dialogs.remark import RemarkDialog
from ktgs_desktop.gui.dialogs.unit_standing import UnitStandingDialog
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.short_source import ShortSource, Shown
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.unit_words import (
    STATES,
    TINTS,
    period_text,
    state_told,
)
from ktgs_desktop.i18n import language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import due_days, recovery, units
from ktgs_desktop.services.exchange.units import UnitStanding, UnitState
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.domain.reporting_periods import PeriodState
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.due_days import DueDays
    from ktgs_desktop.services.exchange.recovery import Owed

_LATE = (UnitState.OVERDUE, UnitState.GAP, UnitState.CONFLICT)
_SHOWN_PERIODS = 2
_ORDER = list(UnitState)


def _made(row: UnitStanding) -> str:
    return i18n.moment(datetime.fromisoformat(row.last_made)) if row.last_made else "–"


def _taken(row: UnitStanding) -> str:
    return i18n.moment(datetime.fromisoformat(row.last_taken)) if row.last_taken else "–"


def _gap(row: UnitStanding) -> str:
    return str(sum(one.count for one in row.waiting) or "")


def _program(row: UnitStanding) -> str:
    return row.program or (f"v{row.schema}" if row.schema else "")


def awaited(row: UnitStanding) -> list[PeriodState]:
    """The latest periods of a unit for which a package is awaited by a day.

    Args:
        row: the unit.
    """
    return [one for one in row.periods if one.period.due is not None][:_SHOWN_PERIODS]


def _periods(row: UnitStanding) -> str:
    return " · ".join(period_text(one) for one in awaited(row))


def _state(row: UnitStanding) -> str:
    return state_told(row)


def _tint(row: UnitStanding) -> str:
    return TINTS[row.state]


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", late("Unit"), lambda row: row.name, width=32, sort="name", stretch=True),
        Column("superior", late("Superior"), lambda row: row.superior, width=26, hidden=True),
        Column("state", late("State"), _state, width=24, sort="state", tint=_tint),
        Column("made", late("Last package"), _made, width=16, sort="made"),
        Column("taken", late("Taken in"), _taken, width=16, sort="taken", hidden=True),
        Column(
            "number",
            late("Up to number"),
            lambda row: i18n.number(row.number) if row.number else "",
            width=9,
            sort="number",
            right=True,
        ),
        Column("gap", late("Waiting"), _gap, width=8, sort="gap", right=True, tint=_tint),
        Column(
            "conflicts",
            late("Conflicts"),
            lambda row: str(row.conflicts or ""),
            width=9,
            sort="conflicts",
            right=True,
        ),
        Column("periods", late("Sent for"), _periods, width=30),
        Column(
            "years",
            late("Programs of"),
            lambda row: ", ".join(map(str, row.years)),
            width=14,
        ),
        Column("program", late("Version"), _program, width=9, hidden=True),
    )


def _shown() -> Shown[UnitStanding]:
    levels, tongue = codes("levels"), language()
    return Shown(
        text=lambda row: f"{row.name} {row.superior} {row.last_file}",
        holds={
            "state": lambda row: (str(row.state),),
            "superior": lambda row: (row.superior,),
            "level": lambda row: (row.level,),
            "years": lambda row: tuple(map(str, row.years)) or ("",),
        },
        words={
            "state": lambda value: STATES[UnitState(value)],
            "level": lambda value: levels.get(value).short(tongue),
            "years": str,
        },
        orders={
            "name": lambda row: sort_key(row.name),
            "state": lambda row: (_ORDER.index(row.state), row.row),
            "made": lambda row: (row.last_made, row.row),
            "taken": lambda row: (row.last_taken, row.row),
            "number": lambda row: (row.number, row.row),
            "gap": lambda row: (sum(one.count for one in row.waiting), row.row),
            "conflicts": lambda row: (row.conflicts, row.row),
        },
        met={
            "state": lambda row, value: str(row.state) == value,
            "depth": lambda row, value: (row.depth == 1) == (value == "direct"),
        },
    )


class UnitsPane(ListPane):
    """The units below, each with what came from it."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        ("organization", "office", "replica", "import_job", "peer", "period_due")
    )

    def __init__(self, session: Session) -> None:
        workspace = session.workspace
        source = ShortSource(lambda _query: units.standings(workspace), _shown())
        look = Look(
            "exchange/units",
            _("Units below"),
            _("Filter: unit, file (accents may be left out)"),
            "tree-structure",
            _columns(),
            {"state": "state", "superior": "superior", "years": "years"},
            order="state",
        )
        self.remark = button(_("&Write a remark…"), self.write_remark, icon="chat-text")
        self.records = button(
            _("Its &records"), self.show_records, icon="list-bullets", primary=True
        )
        self.give_back = button(
            _("Return its &data…"), self.return_data, icon="mdi6.usb-flash-drive-outline"
        )
        self.due = button(_("Da&ys for reports…"), self.set_due, icon="calendar-check")
        self.owed = label("", "warning", wrap=True)
        self.owed.hide()
        super().__init__(session, look, source, source.values)
        self.source = source
        self.filter.add_choice(
            "state", _("Any state"), [(str(one), str(text)) for one, text in STATES.items()]
        )
        self.filter.add_choice(
            "depth",
            _("At any depth"),
            [("direct", _("Directly below")), ("deeper", _("Further below"))],
        )

    @override
    def place_parts(self) -> None:
        super().place_parts()
        self.rows_box.insertWidget(0, self.owed)
        self.foot.addWidget(self.due)

    @property
    def current(self) -> UnitStanding | None:
        """The unit the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number else ()
        return found[0] if found else None

    @override
    def on_current(self, number: int) -> None:
        row = self.current
        writable = not self.session.workspace.read_only
        self.remark.setEnabled(row is not None and row.depth > 0 and writable)
        self.records.setEnabled(row is not None and bool(row.channels))
        self.give_back.setEnabled(row is not None and bool(row.channels) and writable)

    @override
    def open_row(self, number: int) -> None:
        row = self.current
        if row is not None:
            dialog = UnitStandingDialog(self.session, row, self.window())
            dialog.exec()
            dialog.deleteLater()

    def write_remark(self) -> None:
        """Write a remark on the unit the cursor is on."""
        row = self.current
        if row is not None and self.remark.isEnabled():
            dialog = RemarkDialog.on_unit(self.session, row.unit, row.name, self.window())
            dialog.exec()
            dialog.deleteLater()

    @override
    def refresh(self) -> None:
        super().refresh()
        workspace = self.session.workspace
        self.session.tasks.read(self, lambda _progress: recovery.owed(workspace), self._show_owed)

    def _show_owed(self, found: Sequence[Owed]) -> None:
        """Say which units went on with an old copy: what they lost is here."""
        told = _("▲ {unit} went on with an old copy: {count} of its changes are here. Return them.")
        self.owed.setText(
            "\n".join(
                told.format(unit=one.name, count=i18n.number(one.changes)) for one in found[:3]
            )
        )
        self.owed.setVisible(bool(found))

    def set_due(self) -> None:
        """Ask how long the units below may take for each period."""
        workspace = self.session.workspace

        def then(found: list[DueDays]) -> None:
            dialog = DueDaysDialog(self.session, found, self.window())
            dialog.exec()
            dialog.deleteLater()

        self.session.tasks.ask(self, lambda _progress: due_days.listed(workspace), then)

    def return_data(self) -> None:
        """Write what the unit the cursor is on lost of its own to a stick."""
        row = self.current
        if row is not None and self.give_back.isEnabled():
            packages.give_back(self.session, row.unit, row.name, self.window())
            self.refresh()

    def show_records(self) -> None:
        """Show what came from the unit the cursor is on."""
        row = self.current
        if row is not None:
            self.elsewhere.emit("records", {"filters": {"unit": str(row.unit)}, "words": row.name})

    @override
    def sum_up(self) -> None:
        found = Counter(str(row.state) for row in self.source.whole)
        parts = [
            _("{count} {state}").format(count=i18n.number(found[state]), state=word)
            for state, word in STATES.items()
            if found[state]
        ]
        told = _("{count} units below: {parts}")
        self.totals.setText(
            told.format(count=i18n.number(len(self.source.whole)), parts="; ".join(parts))
        )
        self.on_current(self.list.current_id())
        urgent = sum(found[state] for state in _LATE)
        self.counted.emit(urgent, bool(urgent))

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("No unit stands below this office"),
            _("Import the units of the register under Organisations; each then shows here."),
        )

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.give_back, self.remark, self.records)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {**super().offers(), "add_item": self.write_remark}
