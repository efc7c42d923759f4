"""Whose records go over to whom: said by the superior of both, taken over by who goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from ktgs_desktop import i18n
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.organizations import required_day
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import handing_over, units
from ktgs_desktop.services.exchange.handing_over import NewTransfer, TakenOver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.transfers import Transfer
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress

_SOURCE, _TARGET, _ON, _WHAT, _WAITING = range(5)
_ID = Qt.ItemDataRole.UserRole
_SIZE = (860, 320)
_Found = tuple[list[tuple["Transfer", str, str]], list[tuple[UUID, str, int]]]


class NewTransferDialog(FormDialog):
    """Asks which unit goes on with the records of which.

    Args:
        session: the session.
        below: the units below, as id and name.
        parent: the window.
    """

    def __init__(
        self, session: Session, below: Sequence[tuple[UUID, str]], parent: QWidget
    ) -> None:
        super().__init__(_("Say who goes on with whose records"), parent, width=620)
        self._session = session
        text = _(
            "The next packages to both units carry this, and to the one that goes on the packages "
            "of the other. What was signed before stays as it was signed."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        choices = [(str(unit), name) for unit, name in below]
        self.source, self.target = ChoiceField(choices), ChoiceField(choices)
        self.day, self.basis = DateField(), TextField()
        self.form.add(_("Records &of"), self.source, _("The unit that ends, or gives them away."))
        self.form.add(_("go over &to"), self.target, _("The unit that goes on with them."))
        self.form.add(_("F&rom"), self.day, _("First day on which the other unit goes on."))
        self.form.add(_("&Decision"), self.basis, _("Number and date of the decision."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.faults = {
            "transfer_to_itself": self.target,
            "transfer_basis_missing": self.basis,
            "transfer_dates": self.day,
            "transfer_repeated": self.source,
            "transfer_not_superior": self.source,
            "transfer_cycle": self.target,
        }
        self.source.setFocus()

    def _save(self) -> None:
        workspace = self._session.workspace
        try:
            day = required_day(self.day)
        except UserError:
            return  # the field says what is wrong
        source, target = UUID(self.source.value()), UUID(self.target.value())
        new = NewTransfer(source, target, day, self.basis.value())
        self.submit(
            self._session.tasks,
            lambda _progress: handing_over.say(workspace, new),
            lambda _made: self.accept(),
        )


class HandingOverDialog(FormDialog):
    """Shows whose records go over to whom, and what of it is to be taken over here.

    Args:
        session: the session.
        parent: the window.

    Attributes:
        table: the transfers.
        add, void, take: say another, take one back, take over what came.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Handing over between units"), parent, width=_SIZE[0])
        self._session = session
        self.said = label("", "muted", wrap=True)
        self.head.addWidget(self.said)
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setAccessibleName(_("Records that go over"))
        self.table.setHeaderLabels(
            [_("Records of"), _("go over to"), _("From"), _("Decision"), _("To be taken over")]
        )
        self.table.setMinimumHeight(theme.scaled(_SIZE[1]))
        self.table.currentItemChanged.connect(lambda _now, _before: self._show_buttons())
        self.head.addWidget(self.table)
        self.form.hide()
        self.add = button(_("Say &who goes on…"), self.say_transfer, icon="plus")
        self.void = button(_("Take &back…"), self.take_back, icon="trash")
        self.take = button(_("&Take over"), self.take_over, primary=True)
        for one in (self.add, self.void, self.take):
            self.buttons.addWidget(one)
        self.buttons.addWidget(button(_("&Close"), self.accept))
        self._show_buttons()
        self.reload()

    def reload(self) -> None:
        """Read what goes over to whom."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> _Found:
            return handing_over.standing(workspace), handing_over.open_sources(workspace)

        self._session.tasks.read(self, work, lambda found: self._fill(*found))

    def _fill(
        self,
        standing: Sequence[tuple[Transfer, str, str]],
        sources: Sequence[tuple[UUID, str, int]],
    ) -> None:
        own = self._session.workspace.office.unit
        waiting = {unit: count for unit, _name, count in sources}
        self.table.clear()
        for one, source, target in standing:
            count = waiting.get(one.source, 0) if one.target == own else 0
            shown = i18n.number(count) if count else "–"
            item = QTreeWidgetItem([source, target, i18n.day(one.on), one.basis, shown])
            item.setData(_SOURCE, _ID, (one.id, one.source, one.owner == own, one.target == own))
            self.table.addTopLevelItem(item)
        for column in range(self.table.columnCount()):
            self.table.resizeColumnToContents(column)
        self.said.setText(
            _("Nothing goes over yet. The superior of both units says so after a decision.")
            if not standing
            else _("What came with packages so far is taken over; do it again when more has come.")
        )
        first = self.table.topLevelItem(0)
        if first is not None:
            self.table.setCurrentItem(first)
        self._show_buttons()

    @property
    def _current(self) -> tuple[UUID, UUID, bool, bool] | None:
        item = self.table.currentItem()
        found: tuple[UUID, UUID, bool, bool] | None = item.data(_SOURCE, _ID) if item else None
        return found

    def _show_buttons(self) -> None:
        current, writable = self._current, not self._session.workspace.read_only
        self.add.setEnabled(writable)
        self.void.setEnabled(writable and current is not None and current[2])
        self.take.setEnabled(writable and current is not None and current[3])

    def say_transfer(self) -> None:
        """Say that the records of a unit go over to another."""
        workspace = self._session.workspace

        def work(_progress: Progress) -> list[tuple[UUID, str]]:
            return [(one.unit, one.name) for one in units.standings(workspace) if one.depth]

        def then(below: list[tuple[UUID, str]]) -> None:
            if not below:
                self.say(_("Only an office with units below it says so."))
                return
            dialog = NewTransferDialog(self._session, below, self)
            dialog.exec()
            dialog.deleteLater()
            self.reload()

        self._session.tasks.ask(self, work, then)

    def take_back(self) -> None:
        """Take a transfer back that was said by mistake."""
        current, workspace = self._current, self._session.workspace
        if current is None:
            return
        reason = ask_reason(
            _("Take back"),
            _("What was taken over already stays taken over."),
            _("Take &back"),
            self,
        )
        if reason:
            self.submit(
                self._session.tasks,
                lambda _progress: handing_over.void(workspace, current[0], reason),
                lambda _none: self.reload(),
            )

    def take_over(self) -> None:
        """Go on with the records of the unit in hand that came so far."""
        current, workspace = self._current, self._session.workspace
        if current is None:
            return

        def then(done: TakenOver) -> None:
            told = _("Taken over from {unit}: {written}; here already: {known}; left: {left}.")
            self.reload()
            self._session.said.emit(
                told.format(
                    unit=done.name,
                    written=i18n.number(done.written),
                    known=i18n.number(done.known),
                    left=i18n.number(done.left),
                )
            )

        self.submit(
            self._session.tasks,
            lambda progress: handing_over.take_over(workspace, current[1], progress),
            then,
            label=_("Taking records over"),
        )
