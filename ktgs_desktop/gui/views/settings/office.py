"""Whose workspace it is: name, term, unit."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import actions
from ktgs_desktop.gui.dialogs.become_unit import BecomeUnitDialog
from ktgs_desktop.gui.dialogs.setup_fields import act_on_enter
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.settings.section import Section
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.form import Form
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import offices, organizations
from ktgs_desktop.services.exchange import becoming
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.exchange.becoming import Becoming


class OfficeSection(Section):
    """The office's own facts."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Office"),
            _("Whose workspace this is; the names of bodies stand under theirs."),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        self.name = TextField()
        terms = codes("terms")
        self.term = ChoiceField(
            [(one.code, one.name(i18n.language())) for one in terms.codes.values()]
        )
        self._unit, self._committee, self._superior = TextField(), TextField(), TextField()
        form = Form()
        form.add(_("&Name"), self.name, _("Short, as the window shows it: UBKT Huyện uỷ …"))
        form.add(_("&Term"), self.term, _("New programs and number series belong to this term."))
        act_on_enter(self.name, self.term.setFocus)
        for text, field in (
            (_("Unit code"), self._unit),
            (_("Committee"), self._committee),
            (_("Superior"), self._superior),
        ):
            field.set_locked(True)
            form.add(text, field, _("From the register of units; it cannot be changed here."))
        self.add_narrow(form)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        self.add_narrow(self._fault)
        self.save = button(_("&Save"), self.save_now, primary=True)
        self.becomes = button(_("Go on as another &unit…"), self.become, icon="git-merge")
        self.add_buttons(self.becomes, self.save)
        self.body.addStretch(1)
        writable = not session.workspace.read_only
        self.save.setVisible(writable)
        self.becomes.setVisible(writable)
        self.name.set_locked(not writable)
        self.term.set_locked(not writable)
        action = actions.make("save", self, self.save_now)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setEnabled(writable)
        session.changed.connect(self._on_changed)
        self._show()

    def _show(self) -> None:
        workspace = self._session.workspace
        office = workspace.office
        self.name.set_value(office.name)
        self.term.set_value(office.term)
        self._unit.set_value(office.unit_code)
        wanted = [one for one in (office.committee, office.superior) if one is not None]

        def then(names: dict[UUID, str]) -> None:
            self._committee.set_value(names.get(office.committee, ""))
            if office.superior is None:
                self._superior.set_value("")
            else:
                self._superior.set_value(names.get(office.superior, ""))

        self._reading = self._session.tasks.read(
            self,
            lambda _progress: organizations.names(workspace, wanted),
            then,
            instead_of=self._reading,
        )

    def _on_changed(self, changes: object) -> None:
        if "office" in touched(changes):
            self._show()

    def become(self) -> None:
        """Go on as the unit that follows the office's own."""
        workspace = self._session.workspace

        def then(found: Becoming) -> None:
            dialog = BecomeUnitDialog(self._session, found, self.window())
            dialog.exec()
            dialog.deleteLater()

        self._session.tasks.ask(self, lambda _progress: becoming.look(workspace), then)

    def save_now(self) -> None:
        """Save what was typed."""
        workspace = self._session.workspace
        office = dataclasses.replace(
            workspace.office, name=self.name.value(), term=self.term.value()
        )
        self._fault.hide()

        def failed(error: BaseException) -> None:
            if isinstance(error, KtgsError):
                self._fault.setText(messages.sentence(error))
                self._fault.show()

        self._session.tasks.write(
            self,
            lambda _progress: offices.save_office(workspace, office),
            lambda _none: self._session.said.emit(_("Saved")),
            failed,
        )
