"""Asks for a remark or directive on a unit below, on one of its records or figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.remarks import MAX_TEXT, Remark, RemarkKind
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField, LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import remarks
from ktgs_desktop.services.exchange.remarks import NewRemark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


class RemarkDialog(FormDialog):
    """A remark, new or to be edited.

    Args:
        session: the session.
        said: what it says so far; whom and what it is about stays.
        about: what it is about, as people call it.
        parent: the window.
        remark: the remark that is edited, None for a new one.
    """

    def __init__(
        self,
        session: Session,
        said: NewRemark,
        about: str,
        parent: QWidget,
        *,
        remark: UUID | None = None,
    ) -> None:
        super().__init__(_("Edit the remark") if remark else _("Write a remark"), parent)
        self._session, self._said, self._remark = session, said, remark
        self.head.addWidget(label(about, "muted", wrap=True))
        self.kind = ChoiceField(
            [
                (str(RemarkKind.REMARK), _("A remark")),
                (str(RemarkKind.DIRECTIVE), _("A directive")),
            ]
        )
        self.kind.set_value(said.kind)
        self.text = LinesField(6, most=MAX_TEXT, name="remark")
        self.text.set_value(said.text)
        self.due = DateField()
        self.due.year = session.workspace.today.year
        self.due.set_date(exactly(said.due) if said.due else None)
        self.form.add(
            _("&Type"), self.kind, _("A directive is to be carried out, a remark be considered.")
        )
        self.form.add(_("Te&xt"), self.text, _("What the unit is to correct, explain or do."))
        self.form.add(
            _("&Due on"), self.due, _("Day by which an answer is awaited; may be left empty.")
        )
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.faults = {
            "remark_empty": self.text,
            "remark_too_long": self.text,
            "remark_due_early": self.due,
            "day_not_whole": self.due,
        }
        self.text.setFocus()

    @classmethod
    def on_unit(cls, session: Session, unit: UUID, name: str, parent: QWidget) -> RemarkDialog:
        """A new remark on a unit as a whole.

        Args:
            session: the session.
            unit: the unit.
            name: what it is called.
            parent: the window.
        """
        return cls(session, NewRemark(unit, ""), name, parent)

    @classmethod
    def editing(cls, session: Session, remark: Remark, about: str, parent: QWidget) -> RemarkDialog:
        """A remark to be edited.

        Args:
            session: the session.
            remark: the remark.
            about: what it is about.
            parent: the window.
        """
        said = NewRemark(
            remark.to, remark.text, remark.kind, remark.record, remark.figure, remark.due
        )
        return cls(session, said, about, parent, remark=remark.id)

    def _due(self) -> date | None:
        found = self.due.value_as_date()
        if found is None:
            return None
        if not found.exact:
            raise UserError("day_not_whole", text=self.due.text())
        return found.first

    def _save(self) -> None:
        try:
            due = self._due()
        except KtgsError as error:
            self.refuse(error, self.due)
            return
        workspace, before, known = self._session.workspace, self._said, self._remark
        said = NewRemark(
            before.to, self.text.value(), self.kind.value(), before.record, before.figure, due
        )

        def work(_progress: Progress) -> Remark:
            if known is not None:
                return remarks.edit(workspace, known, said)
            return remarks.add(workspace, said)

        self.submit(self._session.tasks, work, self._saved)

    def _saved(self, _remark: Remark) -> None:
        self._session.said.emit(_("Saved. It goes with the next package to the unit."))
        self.accept()
