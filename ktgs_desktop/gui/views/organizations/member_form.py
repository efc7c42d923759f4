"""The form of a Party member."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.records.form import RecordForm, lock
from ktgs_desktop.gui.views.organizations.positions import EnteredPosition, PositionsField
from ktgs_desktop.gui.widgets.fields import DateField, LinesField, TextField, mark
from ktgs_desktop.gui.widgets.organization_field import OrganizationField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.members import PartyMember
    from ktgs_desktop.gui.session import Session

FIELD_NAMES: Mapping[str, Late] = {
    "full_name": late("Full name"),
    "birth_date": late("Born"),
    "organization": late("Organisation"),
    "positions": late("Positions"),
    "sort_name": late("Sorted as"),
    "note": late("Note"),
}


@dataclass(frozen=True, slots=True)
class EnteredMember:
    """What the form gives.

    Attributes:
        full_name: family, middle and given name.
        birth_date: to the day, month or year; None if unknown.
        organization: as picked or typed, None for none.
        positions: the oldest first.
        sort_name: how the name is sorted, or empty.
        note: free text.
    """

    full_name: str
    birth_date: PartialDate | None
    organization: Named | None
    positions: tuple[EnteredPosition, ...]
    sort_name: str
    note: str


def texts_of(member: PartyMember, names: Mapping[UUID, str]) -> dict[str, str]:
    """What the fields show of a member.

    Args:
        member: the member.
        names: present names of the organisations the member is in.
    """
    positions = [
        {
            "title": position.title,
            "organization": names.get(position.organization, "") if position.organization else "",
            "organization_id": str(position.organization or ""),
            "start": str(position.start or ""),
            "end": str(position.end or ""),
        }
        for position in member.positions
    ]
    return {
        "full_name": member.full_name,
        "birth_date": str(member.birth_date or ""),
        "organization": names.get(member.organization, "") if member.organization else "",
        "organization_id": str(member.organization or ""),
        "positions": _written(positions),
        "sort_name": member.sort_name,
        "note": member.note,
    }


def _written(positions: list[dict[str, str]]) -> str:
    return json.dumps(positions, ensure_ascii=False) if positions else ""


class MemberForm(RecordForm):
    """Fields of a member.

    Args:
        session: the session.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = TextField(most=limits.NAME)
        self.birth = DateField(prefer_year=True)
        self.birth.year = session.workspace.today.year
        self.birth.setPlaceholderText("1975  ·  5/1975  ·  20/5/1975")
        self.organization = OrganizationField(session)
        self.positions = PositionsField(session, self, self.organization)
        self.sort_name = TextField(most=limits.NAME)
        self.note = LinesField(3)
        self.add(_("Full &name"), self.name, _("Family, middle and given name."))
        self.add(_("&Born"), self.birth, _("Day, month and year, or what is known: 1975."))
        self.add(
            _("&Organisation"),
            self.organization,
            _("Where the member takes part in Party life. Choose with the arrow keys and Enter."),
        )
        self.add_wide(label(_("Positions"), "fieldLabel"))
        self.add_wide(self.positions)
        self.add(
            _("So&rted as"),
            self.sort_name,
            _("Only if the name is not sorted by its last word, e.g. “Y Ví Dụ Niê”."),
        )
        self.add(_("No&te"), self.note)

    @override
    def texts(self) -> dict[str, str]:
        where = self.organization.value()
        return {
            "full_name": self.name.value(),
            "birth_date": self.birth.text(),
            "organization": where.name if where else "",
            "organization_id": str(where.id or "") if where else "",
            "positions": _written(self.positions.texts()),
            "sort_name": self.sort_name.value(),
            "note": self.note.value(),
        }

    @override
    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        self.name.set_value(texts.get("full_name", ""))
        self.birth.set_value(texts.get("birth_date", ""))
        mark(self.birth, "")
        where, record = texts.get("organization", ""), texts.get("organization_id", "")
        self.organization.set_value(Named(where, UUID(record) if record else None))
        self.positions.show_texts(json.loads(texts.get("positions") or "[]"))
        self.sort_name.set_value(texts.get("sort_name", ""))
        self.note.set_value(texts.get("note", ""))

    @override
    def entered(self) -> EnteredMember:
        try:
            birth = self.birth.value_as_date()
        except UserError as error:
            self.show_fault(error, self.birth)
            raise
        return EnteredMember(
            full_name=self.name.value(),
            birth_date=birth,
            organization=self.organization.value(),
            positions=tuple(self.positions.entered()),
            sort_name=self.sort_name.value(),
            note=self.note.value(),
        )

    @override
    def set_locked(self, *, locked: bool) -> None:
        fields = (self.name, self.birth, self.organization, self.sort_name, self.note)
        lock(fields, locked=locked)
        self.positions.set_locked(locked)

    @override
    def focus_first(self) -> None:
        self.name.setFocus()
