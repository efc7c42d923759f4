"""The form of an organisation: its present values, corrected in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import exactly
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.gui.dialogs.organizations import exact_day
from ktgs_desktop.gui.records.form import RecordForm, lock
from ktgs_desktop.gui.widgets.fields import ChoiceField, DateField, LinesField, TextField, mark
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.i18n import Late, language, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.organizations import NewOrganization
    from ktgs_desktop.gui.session import Session

FIELD_NAMES: Mapping[str, Late] = {
    "names": late("Name"),
    "org_type": late("Type"),
    "level": late("Level"),
    "parents": late("Superior"),
    "founded": late("Founded"),
    "codes": late("Code"),
    "note": late("Note"),
    "ended": late("Last day"),
    "end_reason": late("Reason of the end"),
}
_PAUSE_MS = 300
_ROOM = 8


@dataclass(frozen=True, slots=True)
class EnteredOrganization:
    """What the form gives.

    Attributes:
        name: official name.
        org_type: code of its type.
        level: code of its level.
        parent: its superior as picked or typed, None for none.
        founded: first day, None if unknown.
        code: its code in the office's own list, or empty.
        note: free text.
    """

    name: str
    org_type: str
    level: str
    parent: Named | None
    founded: date | None
    code: str
    note: str


def texts_of(values: NewOrganization, parent_name: str) -> dict[str, str]:
    """What the fields show of an organisation.

    Args:
        values: its present values.
        parent_name: name of its superior, or empty.
    """
    return {
        "name": values.name,
        "type": values.org_type,
        "level": values.level,
        "parent": parent_name,
        "parent_id": str(values.parent or ""),
        "founded": str(exactly(values.founded)) if values.founded else "",
        "code": values.code,
        "note": values.note,
    }


class OrganizationForm(RecordForm):
    """Fields of an organisation.

    Args:
        session: the session.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        tongue, today = language(), session.workspace.today
        self._is_new = False
        self._own_choice = False
        self.name = LinesField(2, most=limits.NAME, name="name")
        self.name.setFixedHeight(self.name.minimumHeight() + _ROOM)
        self.kind = ChoiceField(
            [(code.code, code.name(tongue)) for code in codes("organization_types").usable(today)]
        )
        self.level = ChoiceField(
            [(code.code, code.name(tongue)) for code in codes("levels").usable(today)]
        )
        self.superior = OrganizationField(session)
        self.founded = DateField()
        self.founded.year = today.year
        self.founded.setPlaceholderText(_("if known, e.g. 1/7/2010"))
        self.code = TextField(most=limits.CODE)
        self.unit_code = TextField()
        self.unit_code.set_locked(locked=True)
        self.unit_code.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.note = LinesField(3)
        self.add(
            _("&Name"),
            self.name,
            _("The full official name, as decisions write it. Enter goes on to the next field."),
        )
        self.add(_("&Type"), self.kind, _("Proposed by how the name begins; choose another."))
        self.add(_("&Level"), self.level)
        self.add(
            _("Superio&r"),
            self.superior,
            _("Type a few letters without accents; choose with the arrow keys and Enter."),
        )
        self.add(_("&Founded"), self.founded, _("The first day, if it is known: 1/7/2010."))
        self.add(_("&Code"), self.code, _("Its code in the office's own list, if it has one."))
        self.add(
            _("Unit code"),
            self.unit_code,
            _("The code of the administrative unit in the State's list; it is not changed here."),
        )
        self.show_unit_code("")
        self.add(_("N&ote"), self.note)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask_proposal)
        self.name.edited.connect(self._on_name)
        self.kind.edited.connect(self._on_choice)
        self.level.edited.connect(self._on_choice)

    # A new one: type and level by its name ----------------------------------------------

    def _on_name(self) -> None:
        if self._is_new and not self._own_choice:
            self._pause.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing more: the window may be closing."""
        self._pause.stop()
        super().hideEvent(event)

    def _on_choice(self) -> None:
        self._own_choice = True

    def _ask_proposal(self) -> None:
        workspace, name, parent = self._session.workspace, self._name(), self.superior.value()
        above = parent.id if parent is not None else None
        self._session.tasks.read(
            self,
            lambda _progress: organizations.proposal(workspace, name, above),
            lambda found: self._propose(name, found),
        )

    def _propose(self, name: str, found: tuple[str, str]) -> None:
        kind, level = found
        if kind and self._is_new and not self._own_choice and name == self._name():
            self.kind.set_value(kind)
            self.level.set_value(level)

    # Values -----------------------------------------------------------------------------

    def _name(self) -> str:
        return " ".join(self.name.value().split())

    @override
    def texts(self) -> dict[str, str]:
        parent = self.superior.value()
        return {
            "name": self.name.value(),
            "type": self.kind.value(),
            "level": self.level.value(),
            "parent": parent.name if parent else "",
            "parent_id": str(parent.id or "") if parent else "",
            "founded": self.founded.text(),
            "code": self.code.value(),
            "note": self.note.value(),
        }

    @override
    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        self._is_new, self._own_choice = is_new, False
        self._pause.stop()
        self.name.set_value(texts.get("name", ""))
        _choose(self.kind, "organization_types", texts.get("type", ""))
        _choose(self.level, "levels", texts.get("level", ""))
        parent = texts.get("parent", "")
        identifier = texts.get("parent_id", "")
        self.superior.set_value(
            Named(parent, UUID(identifier) if identifier else None) if parent else None
        )
        self.founded.set_value(texts.get("founded", ""))
        mark(self.founded, "")
        self.code.set_value(texts.get("code", ""))
        self.note.set_value(texts.get("note", ""))

    @override
    def entered(self) -> EnteredOrganization:
        return EnteredOrganization(
            name=self._name(),
            org_type=self.kind.value(),
            level=self.level.value(),
            parent=self.superior.value(),
            founded=exact_day(self.founded),
            code=self.code.value(),
            note=self.note.value(),
        )

    def show_unit_code(self, code: str) -> None:
        """Show the code of the administrative unit, read only.

        Args:
            code: the code; empty hides the field.
        """
        self.unit_code.set_value(code)
        self.show_field(self.unit_code, visible=bool(code))

    @override
    def set_locked(self, *, locked: bool) -> None:
        fields = (self.name, self.kind, self.level, self.founded, self.code, self.note)
        lock(fields, locked=locked)
        self.lock_superior(locked=locked)

    def lock_superior(self, *, locked: bool) -> None:
        """Forbid or allow editing the superior alone.

        Args:
            locked: whether it can only be read.
        """
        lock([self.superior], locked=locked)

    @override
    def focus_first(self) -> None:
        self.name.setFocus()


def _choose(field: ChoiceField, listed: str, value: str) -> None:
    """Choose a code; one that is no longer offered keeps its name."""
    if value and field.findData(value) < 0:
        field.addItem(codes(listed).get(value).name(language()), value)
    field.set_value(value)
