"""What was changed or entered twice: the office decides its own, other offices theirs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.duplicates import DuplicateKind
from ktgs_desktop.domain.vietnamese import sort_key
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.conflict import ConflictDialog
from ktgs_desktop.gui.dialogs.double_numbers import DoubleNumbersDialog
from ktgs_desktop.gui.dialogs.lost_record import LostRecordDialog
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.short_source import ShortSource, Shown
from ktgs_desktop.gui.widgets.conflict_words import entity_text
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import conflicts, recovery
from ktgs_desktop.services.exchange.recovery import Loss, LostRecord

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.conflicts import Side
    from ktgs_desktop.services.workspace import Workspace

_OWN, _TWICE, _THEIRS, _BACK = "OWN", "TWICE", "THEIRS", "BACK"
_WORDS: Mapping[str, Late] = {
    _OWN: late("to be decided"),
    _BACK: late("came back, to be decided"),
    _TWICE: late("entered twice"),
    _THEIRS: late("its office decides"),
}
_DOUBLES: Mapping[DuplicateKind, Late] = {
    DuplicateKind.PAPER_NUMBER: late("Number of a paper"),
    DuplicateKind.INCOMING_NUMBER: late("Number of an incoming paper"),
    DuplicateKind.MEMBER: late("Party member"),
    DuplicateKind.UNIT_CODE: late("Code of an organisation"),
}
_NUMBERS = (DuplicateKind.PAPER_NUMBER, DuplicateKind.INCOMING_NUMBER)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A line of the list.

    Attributes:
        row: its place, from 1.
        kind: `OWN`, `BACK`, `TWICE` or `THEIRS`.
        entity: kind of record, or of what is doubled, in words.
        label: what it is called.
        mine: who wrote the version here and when, or what the first is called.
        theirs: the same of the other.
        since: when the versions met, ISO 8601, or empty.
        record: the record to decide, None if there is none.
        number: whether it is a number given twice.
        lost: what came back after a copy was restored, None if it is something else.
    """

    row: int
    kind: str
    entity: str
    label: str
    mine: str
    theirs: str
    since: str = ""
    record: UUID | None = None
    number: bool = False
    lost: LostRecord | None = None


def _by(side: Side) -> str:
    return f"{side.user} · {i18n.moment(datetime.fromisoformat(side.at))}"


def _read(workspace: Workspace) -> list[ConflictRow]:
    found = [
        ConflictRow(
            0, _OWN, entity_text(one.entity), one.label or "–", _by(one.mine), _by(one.theirs),
            one.since, one.record,
        )
        for one in conflicts.listed(workspace)
    ]  # fmt: skip
    found += [
        ConflictRow(
            0, _BACK, entity_text(one.entity), one.label or "–", _("as it is here"),
            _("taken back from other offices") if one.loss == Loss.WITHHELD
            else _("as it was issued"), lost=one,
        )
        for one in recovery.lost(workspace)
    ]  # fmt: skip
    found += [
        ConflictRow(
            0, _TWICE, str(_DOUBLES[one.kind]), one.shown, one.labels[0], one.labels[1],
            number=one.kind in _NUMBERS,
        )
        for one in conflicts.duplicates(workspace)
    ]  # fmt: skip
    found += [
        ConflictRow(0, _THEIRS, entity_text(one.entity), one.label or "–", one.name, "")
        for one in conflicts.received(workspace)
    ]
    return [dataclasses.replace(row, row=place) for place, row in enumerate(found, 1)]


def _since(row: ConflictRow) -> str:
    return i18n.moment(datetime.fromisoformat(row.since)) if row.since else ""


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "kind",
            late("What to do"),
            lambda row: str(_WORDS[row.kind]),
            width=18,
            sort="kind",
            tint=lambda row: "overdue" if row.kind in (_OWN, _BACK) else "due_soon",
        ),
        Column("entity", late("Kind"), lambda row: row.entity, width=20, sort="entity"),
        Column(
            "label", late("Record"), lambda row: row.label, width=40, sort="label", stretch=True
        ),
        Column("mine", late("One version"), lambda row: row.mine, width=30),
        Column("theirs", late("The other"), lambda row: row.theirs, width=30),
        Column("since", late("Since"), _since, width=16, sort="since"),
    )


def _shown() -> Shown[ConflictRow]:
    return Shown(
        text=lambda row: f"{row.label} {row.entity} {row.mine} {row.theirs}",
        holds={"kind": lambda row: (row.kind,), "entity": lambda row: (row.entity,)},
        words={"kind": lambda value: _WORDS[value]},
        orders={
            "kind": lambda row: row.row,
            "entity": lambda row: (sort_key(row.entity), row.row),
            "label": lambda row: (sort_key(row.label), row.row),
            "since": lambda row: (row.since, row.row),
        },
    )


class ConflictsPane(ListPane):
    """Versions that stand side by side, and what was entered twice."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        ("program", "program_item", "progress", "document", "incoming_document", "party_member",
         "organization", "replica", "import_job", "amendment", "item_change", "office",
         "issuing_body", "opinion", "outside_line")
    )  # fmt: skip

    def __init__(self, session: Session) -> None:
        workspace = session.workspace
        source = ShortSource(lambda _query: _read(workspace), _shown())
        look = Look(
            "exchange/conflicts",
            _("Conflicts"),
            _("Filter: record, name (accents may be left out)"),
            "git-merge",
            _columns(),
            {"kind": "kind", "entity": "entity"},
            order="kind",
        )
        self.compare = button(_("&Compare and choose…"), self.decide, icon="columns", primary=True)
        super().__init__(session, look, source, source.values)
        self.source = source

    @property
    def current(self) -> ConflictRow | None:
        """The row the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number else ()
        return found[0] if found else None

    @override
    def on_current(self, number: int) -> None:
        row = self.current
        decidable = row is not None and bool(row.record or row.number or row.lost)
        self.compare.setEnabled(decidable)

    @override
    def open_row(self, number: int) -> None:
        self.decide()

    def decide(self) -> None:
        """Show both versions of the record in hand, or the papers that share a number."""
        row = self.current
        if row is None:
            return
        if row.lost is not None:
            self._run(LostRecordDialog(self.session, row.lost, self.window()))
        elif row.number:
            self._run(DoubleNumbersDialog(self.session, self.window()))
        elif row.record is not None:
            workspace, record = self.session.workspace, row.record
            self.session.tasks.ask(
                self,
                lambda _progress: conflicts.show(workspace, record),
                lambda found: self._run(ConflictDialog(self.session, found, self.window())),
                lambda error: errors.show(self, error),
            )

    def _run(self, dialog: ConflictDialog | DoubleNumbersDialog | LostRecordDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
        self.refresh()

    @override
    def sum_up(self) -> None:
        own = sum(row.kind != _THEIRS for row in self.source.whole)
        self.counted.emit(own, bool(own))
        told = _("To be decided here: {own}; by other offices: {theirs}")
        rest = len(self.source.whole) - own
        self.totals.setText(told.format(own=own, theirs=rest))

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("No conflicts"),
            _(
                "When two computers of the office change one record before their work meets, both "
                "versions are shown here to choose from."
            ),
        )

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.compare)
