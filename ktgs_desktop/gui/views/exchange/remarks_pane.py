"""Remarks and directives: those written to units below, and those the superior wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.remark_states import RemarkRow, RemarkSide, RemarkState
from ktgs_desktop.domain.vietnamese import sort_key
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.dialogs.remark import RemarkDialog
from ktgs_desktop.gui.dialogs.remark_text import RemarkTextDialog
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.short_source import ShortSource, Shown
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.gui.widgets.remark_words import (
    KINDS,
    STATES,
    about_text,
    due_text,
    state_text,
)
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import remarks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.workspace import Workspace

_SIDES: Mapping[str, tuple[str, Late]] = {
    RemarkSide.RECEIVED: ("↓", late("from the superior")),
    RemarkSide.WRITTEN: ("↑", late("to a unit below")),
}
_ORDER = list(STATES)


def _tint(row: RemarkRow) -> str:
    return STATES[row.state][2]


def _side(row: RemarkRow) -> str:
    return str(_SIDES[row.side][1])


REMARK_COLUMNS = (
    Column("on", late("Date"), lambda row: i18n.day(row.remark.on), width=10, sort="on"),
    Column("side", late("Which"), _side, width=16),
    Column("kind", late("Type"), lambda row: str(KINDS.get(row.remark.kind, row.remark.kind)),
           width=10),
    Column("unit", late("Unit"), lambda row: row.unit, width=26, sort="unit"),
    Column("about", late("About"), about_text, width=26),
    Column("text", late("What is said"), lambda row: row.remark.text.replace("\n", " "), width=40,
           stretch=True),
    Column("due", late("Due on"), due_text, width=10, sort="due", tint=_tint),
    Column("state", late("State"), lambda row: state_text(row.state), width=18, sort="state",
           tint=_tint),
)  # fmt: skip
"""The columns of the list."""


def _shown() -> Shown[RemarkRow]:
    return Shown(
        text=lambda row: f"{row.remark.text} {row.unit} {about_text(row)}",
        holds={
            "side": lambda row: (row.side,),
            "kind": lambda row: (row.remark.kind,),
            "unit": lambda row: (row.unit,),
            "state": lambda row: (row.state,),
        },
        words={
            "side": lambda value: _SIDES[value][1],
            "kind": lambda value: KINDS.get(value, value),
            "state": state_text,
        },
        orders={
            "on": lambda row: (row.remark.on, -row.row),
            "unit": lambda row: (sort_key(row.unit), row.row),
            "due": lambda row: (row.remark.due is None, row.remark.due, row.row),
            "state": lambda row: (_ORDER.index(row.state), row.row),
        },
        met={"side": lambda row, value: row.side == value},
    )


def _all(workspace: Workspace) -> list[RemarkRow]:
    both = [*remarks.received(workspace), *remarks.written(workspace)]
    return [replace(one, row=place) for place, one in enumerate(both, start=1)]


class RemarksPane(ListPane):
    """Remarks and directives of both sides."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        ("remark", "replica", "organization", "import_job", "sent_package")
    )

    def __init__(self, session: Session) -> None:
        workspace = session.workspace
        source = ShortSource(lambda _query: _all(workspace), _shown())
        look = Look(
            "exchange/remarks",
            _("Remarks, directives"),
            _("Filter: text, unit, record (accents may be left out)"),
            "chat-text",
            REMARK_COLUMNS,
            {"side": "side", "kind": "kind", "unit": "unit", "state": "state"},
            order="state",
        )
        self.change = button(_("&Edit…"), self.edit)
        self.out = button(_("&Void…"), self.void)
        self.open = button(_("&Read"), lambda: self.open_row(0), primary=True)
        super().__init__(session, look, source, source.values)
        self.source = source
        self.filter.add_choice(
            "side",
            _("Both ways"),
            [(side, str(word)) for side, (_sign, word) in _SIDES.items()],
        )

    @property
    def current(self) -> RemarkRow | None:
        """The remark the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number else ()
        return found[0] if found else None

    @override
    def on_current(self, number: int) -> None:
        row = self.current
        own = row is not None and row.side == RemarkSide.WRITTEN
        for part in (self.change, self.out):
            part.setEnabled(own and not self.session.workspace.read_only)
        self.open.setEnabled(row is not None)

    @override
    def open_row(self, number: int) -> None:
        row = self.current
        if row is not None:
            dialog = RemarkTextDialog(row, self.window())
            dialog.exec()
            dialog.deleteLater()

    def edit(self) -> None:
        """Change the remark the cursor is on, if this office wrote it."""
        row = self.current
        if row is not None and self.change.isEnabled():
            about = f"{row.unit} · {about_text(row)}"
            dialog = RemarkDialog.editing(self.session, row.remark, about, self.window())
            dialog.exec()
            dialog.deleteLater()

    def void(self) -> None:
        """Take the remark the cursor is on back, with a reason."""
        row, workspace = self.current, self.session.workspace
        if row is None or not self.out.isEnabled():
            return
        text = _("{unit} is told with the next package that the remark is taken back.")
        reason = ask_reason(
            _("Void the remark"), text.format(unit=row.unit), _("&Void"), self.window()
        )
        if reason:
            self.session.tasks.write(
                self,
                lambda _progress: remarks.void(workspace, row.remark.id, reason),
                lambda _none: self.refresh(),
            )

    @override
    def sum_up(self) -> None:
        whole = self.source.whole
        waiting = sum(one.state != RemarkState.ANSWERED for one in whole)
        late_ones = sum(one.state == RemarkState.LATE for one in whole)
        self.totals.setText(
            _("{count} remarks, {waiting} without an answer, {late} late").format(
                count=i18n.number(len(whole)), waiting=waiting, late=late_ones
            )
        )
        self.on_current(self.list.current_id())
        mine = [one for one in whole if one.side == RemarkSide.RECEIVED]
        due = [one for one in mine if one.state != RemarkState.ANSWERED]
        self.counted.emit(len(due), any(one.state == RemarkState.LATE for one in due))

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("No remark yet"),
            _(
                "Remarks of the superior come with its packages; those to units below are "
                "written where their records and figures are shown."
            ),
        )

    @override
    def show_wanted(self, wanted: Any) -> None:
        """Go to a remark.

        Args:
            wanted: its id.
        """
        if not isinstance(wanted, UUID):
            return
        for row in self.source.whole:
            if row.remark.id == wanted:
                self.list.go_to(row.row)

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.out, self.change, self.open)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {**super().offers(), "void_item": self.void}
