"""The office goes on as the unit that follows its own: what it means, then doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import becoming

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.becoming import Becoming
    from ktgs_desktop.services.exchange.own_keys import OwnRequest


class BecomeUnitDialog(FormDialog):
    """Asks as which unit the office goes on, and says what is to be done then.

    Args:
        session: the session.
        found: what it means.
        parent: the window.

    Attributes:
        unit: the unit chosen.
        became: whether the office is that unit now.
    """

    def __init__(self, session: Session, found: Becoming, parent: QWidget) -> None:
        super().__init__(_("Go on as another unit"), parent, width=640)
        self._session, self._found = session, found
        self.became = False
        self.told = label(self._meaning(), "muted", wrap=True)
        self.head.addWidget(self.told)
        names = _("{unit} (below {superior})")
        self.unit = ChoiceField(
            [
                (
                    str(one.unit),
                    names.format(unit=one.name, superior=one.superior_name)
                    if one.superior_name
                    else one.name,
                )
                for one in found.followers
            ]
        )
        self.form.add(_("&Unit"), self.unit, _("As the register has it after the rearrangement."))
        self.close_button = button(_("Cancel"), self.reject)
        self.go = button(_("&Go on as this unit"), self._go, primary=True)
        self.buttons.addWidget(self.close_button)
        self.buttons.addWidget(self.go)
        if not found.followers:
            self.form.hide()
            self.go.hide()
        self.unit.setFocus()

    def _meaning(self) -> str:
        found = self._found
        if not found.followers:
            return _(
                "The register has no unit that follows {office}. Carry the rearrangement out "
                "first, under Organisations."
            ).format(office=found.name)
        lines = [
            _(
                "{office} keeps its file, its people and its papers. What was written stays under "
                "the unit of then; what is written from now on is the new unit's."
            ).format(office=found.name),
            _("Names, symbols and signers of the bodies stay; look them through afterwards."),
        ]
        if found.keys:
            lines.append(
                _(
                    "New keys of the exchange are made. Carry the request for them to the new "
                    "superior: Settings, Keys of the exchange. Old packages can still be opened."
                )
            )
        if found.copies:
            told = _("Make new copies for the other computers afterwards: {computers}.")
            lines.append(told.format(computers=", ".join(found.copies)))
        return "\n".join(lines)

    def _go(self) -> None:
        workspace, unit = self._session.workspace, UUID(self.unit.value())

        def then(asked: OwnRequest | None) -> None:
            self.became = True
            self.form.hide()
            self.go.hide()
            self.close_button.setText(_("&Close"))
            office = workspace.office.name
            lines = ["✔ " + _("The office is {unit} now.").format(unit=office)]
            if asked is not None:
                told = _("Code of the request, for the telephone: {code}")
                lines.append(told.format(code=asked.code))
                lines.append(_("Save the request to a stick under Settings, Keys of the exchange."))
            self.told.setText("\n".join(lines))
            self.adjustSize()

        self.submit(self._session.tasks, lambda _progress: becoming.become(workspace, unit), then)
