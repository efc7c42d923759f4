"""What goes to other offices: what is new for one of them, and the packages that were sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs import packages as dialogs
from ktgs_desktop.gui.dialogs.packages import CarryDialog
from ktgs_desktop.gui.records.list_pane import ListPane, Look
from ktgs_desktop.gui.views.exchange.short_source import ShortSource, Shown
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.listing_model import Column
from ktgs_desktop.gui.widgets.package_words import (
    KINDS,
    SENT_STATES,
    SENT_TINTS,
    moment_text,
    outlook_lines,
    own_lines,
    sent_text,
    sent_told,
    size_text,
)
from ktgs_desktop.gui.widgets.page import Card, button, label
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import logbook, own_packages, sending
from ktgs_desktop.services.exchange.own_packages import OwnOutlook

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.logbook import SentRow, Target
    from ktgs_desktop.services.exchange.own_packages import Computer
    from ktgs_desktop.services.exchange.sending import Outlook


def _tint(row: SentRow) -> str:
    return "overdue" if row.late else SENT_TINTS.get(row.package.state, "text")


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", late("No."), lambda row: str(row.row), width=6, sort="number", right=True),
        Column("kind", late("Contents"), lambda row: str(KINDS[row.package.kind]), width=20),
        Column("to", late("Recipient"), lambda row: row.name, width=34, sort="to", stretch=True),
        Column("at", late("Made"), lambda row: moment_text(row.package.at), 16, sort="number"),
        Column("state", late("State"), sent_text, width=32, sort="state", tint=_tint),
        Column("file", late("File"), lambda row: row.package.name, width=28),
        Column("size", late("Size"), lambda row: size_text(row.package.size), 10, right=True),
    )


def _shown() -> Shown[SentRow]:
    return Shown(
        text=lambda row: f"{row.name} {row.package.name}",
        holds={
            "state": lambda row: (row.package.state,),
            "kind": lambda row: (row.package.kind,),
            "to": lambda row: (row.name,),
        },
        words={
            "state": lambda value: SENT_STATES[value],
            "kind": lambda value: KINDS[value],
        },
        orders={
            "number": lambda row: row.row,
            "to": lambda row: (row.name, row.row),
            "state": lambda row: (not row.late, row.package.state, row.row),
        },
    )


class SendPane(ListPane):
    """What is new for another office, and the packages that were sent.

    Attributes:
        unit: for whom.
        new_only, everything: whether only what is new goes.
        figures_only: whether names of persons stay.
        told: what would go.
        send: writes it.
        again: copies a package once more.
    """

    kinds: ClassVar[frozenset[str]] = frozenset(
        ("sent_package", "import_job", "replica", "program", "program_item", "progress",
         "organization", "party_member", "document", "amendment", "remark", "office")
    )  # fmt: skip

    def __init__(self, session: Session) -> None:
        workspace = session.workspace
        source = ShortSource(lambda _query: logbook.sent(workspace), _shown())
        look = Look(
            "exchange/sent",
            _("Packages sent"),
            _("Filter: unit, file (accents may be left out)"),
            "paper-plane-tilt",
            _columns(),
            {"state": "state", "kind": "kind", "to": "to"},
            order="number",
            descending=True,
        )
        self._outlook: Outlook | OwnOutlook | None = None
        self._computers: dict[str, Computer] = {}
        self._looking: Task | None = None
        self.send = button(
            _("&Send a package…"),
            self.send_package,
            icon="mdi6.usb-flash-drive-outline",
            primary=True,
        )
        self.send.setEnabled(False)
        self.again = button(_("Cop&y again…"), self.copy_again, icon="copy")
        self.again.setEnabled(False)
        self._build_card()
        super().__init__(session, look, source, source.values)
        self.source = source

    def _build_card(self) -> None:
        self.unit = ChoiceField([])
        self.unit.setAccessibleName(_("Recipient"))
        self.unit.edited.connect(self.look_out)
        to = label(_("Re&cipient"), "fieldLabel")
        to.setBuddy(self.unit)
        self.new_only = QRadioButton(_("Only what is &new"))
        self.everything = QRadioButton(_("&Everything"))
        self.everything.setToolTip(
            _("After the other office restored an old copy, or when it asks for everything")
        )
        self.new_only.setChecked(True)
        self.figures_only = QCheckBox(_("Fi&gures without names of persons"))
        self.new_only.toggled.connect(lambda _on: self.look_out())
        self.figures_only.toggled.connect(lambda _on: self.look_out())
        self.told = label("", wrap=True)
        self.card = Card(_("What would go now"), "paper-plane-tilt")
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(to)
        line.addWidget(self.unit, 1)
        for part in (self.new_only, self.everything, self.figures_only):
            line.addWidget(part)
        self.card.body.addLayout(line)
        self.card.body.addWidget(self.told)

    @override
    def place_parts(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.card)
        outer.addLayout(self.rows_box, 1)
        self.foot.addWidget(self.again, 0, Qt.AlignmentFlag.AlignRight)

    # What is shown ----------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        super().refresh()
        workspace = self.session.workspace

        def work(_progress: Progress) -> tuple[list[Target], list[Computer]]:
            return logbook.targets(workspace), own_packages.computers(workspace)

        self.session.tasks.read(self, work, lambda found: self._show_targets(*found))

    def _show_targets(self, found: Sequence[Target], computers: Sequence[Computer]) -> None:
        """Offer whom one can send to; a copy sends to the main computer alone."""
        told, within = _("{unit} (superior)"), _("{computer} (this office)")
        self._computers = {str(one.id): one for one in computers}
        hub = str(self.session.workspace.office.id)
        choices = [
            (str(one.unit), told.format(unit=one.name) if one.superior else one.name)
            for one in found
            if hub not in self._computers
        ]
        choices += [
            (ident, within.format(computer=one.name)) for ident, one in self._computers.items()
        ]
        self.unit.set_choices(choices or [("", _("no other office is known"))])
        self.unit.setEnabled(bool(choices))
        self.look_out()

    @property
    def computer(self) -> Computer | None:
        """The office's other computer it is for, None if it is for another office."""
        return self._computers.get(self.unit.value())

    @property
    def wanted(self) -> sending.Sending:
        """What is to be sent."""
        chosen = self.unit.value()
        return sending.Sending(
            recipient=UUID(chosen) if chosen else None,
            full=self.everything.isChecked(),
            details=not self.figures_only.isChecked(),
        )

    def look_out(self) -> None:
        """Find what would go; issuing is tried for it and taken back."""
        workspace, wanted, computer = self.session.workspace, self.wanted, self.computer
        self.figures_only.setVisible(computer is None)
        if self._looking is not None:
            self._looking.forget()

        def work(_progress: Progress) -> Outlook | OwnOutlook:
            if computer is not None:
                return own_packages.preview(workspace, computer.id, full=wanted.full)
            return sending.preview(workspace, wanted)

        self._looking = self.session.tasks.write(self, work, self._show_outlook, self._show_fault)

    def _show_outlook(self, found: Outlook | OwnOutlook) -> None:
        self._outlook = found
        if isinstance(found, OwnOutlook):
            lines, empty = own_lines(found), not found.changes
        else:
            lines, empty = outlook_lines(found), found.empty
        self.told.setText("\n".join(lines))
        self.send.setEnabled(not empty and not self.session.workspace.read_only)

    def _show_fault(self, error: BaseException) -> None:
        self._outlook = None
        self.send.setEnabled(False)
        if isinstance(error, KtgsError):
            self.told.setText(messages.sentence(error))
        else:
            errors.show(self, error)

    @override
    def on_current(self, number: int) -> None:
        row = self.current
        self.again.setEnabled(row is not None)
        self._say_totals(row)

    @property
    def current(self) -> SentRow | None:
        """The package the cursor is on, None if it is on none."""
        number = self.list.current_id()
        found = self.source.rows([number]) if number else ()
        return found[0] if found else None

    def _say_totals(self, row: SentRow | None) -> None:
        if row is not None and row.refusal:
            self.totals.setText(sent_told(row))
        else:
            told = _("{count} packages sent")
            self.totals.setText(told.format(count=i18n.number(len(self.source.whole))))

    @override
    def sum_up(self) -> None:
        late_ones = sum(one.late for one in self.source.whole)
        refused = sum(one.package.state == "REFUSED" for one in self.source.whole[:1])
        self.counted.emit(late_ones + refused, bool(late_ones + refused))
        self.on_current(self.list.current_id())

    @override
    def say_empty(self) -> None:
        self.empty.say(
            _("No package was sent yet"),
            _("Plug a stick in and send the first one; here you then see when its receipt comes."),
        )

    # Doing ------------------------------------------------------------------------------

    def send_package(self) -> None:
        """Ask for stick and signer, and write the package."""
        if self._outlook is None or not self.send.isEnabled():
            return
        if isinstance(self._outlook, OwnOutlook):
            full = self.everything.isChecked()
            dialogs.send_within(self.session, self._outlook, self.window(), full=full)
        else:
            dialogs.send(self.session, self.wanted, self._outlook, self.window())
        self.refresh()

    def copy_again(self) -> None:
        """Copy the package the cursor is on to a stick once more."""
        row = self.current
        if row is not None:
            dialog = CarryDialog(self.session, row.package, self.window())
            dialog.exec()
            dialog.deleteLater()
            self.refresh()

    @override
    def open_row(self, number: int) -> None:
        self.copy_again()

    @override
    def buttons(self) -> Sequence[QPushButton]:
        return (self.excel, self.send)

    @override
    def offers(self) -> Mapping[str, Callable[[], object]]:
        return {**super().offers(), "add_item": self.send_package}

    @override
    def take_focus(self) -> None:
        if self.send.isEnabled():
            self.send.setFocus()
        else:
            super().take_focus()
