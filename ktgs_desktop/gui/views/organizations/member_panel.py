"""The member in hand: fields, positions, history."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.domain.members import Position
from ktgs_desktop.gui.records.form import Shown
from ktgs_desktop.gui.records.panel import RecordPanel
from ktgs_desktop.gui.views.organizations.member_form import (
    FIELD_NAMES,
    EnteredMember,
    MemberForm,
    texts_of,
)
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import members, organizations

if TYPE_CHECKING:
    from ktgs_desktop.domain.members import PartyMember
    from ktgs_desktop.gui.session import Session


class MemberPanel(RecordPanel):
    """Shows and edits one member."""

    draft_form = "party_member"

    def __init__(self, session: Session) -> None:
        self.fields = MemberForm(session)
        super().__init__(session, self.fields, _("Member"))
        self.history = HistoryPanel(session, "party_member", FIELD_NAMES)
        self.tabs.addTab(self.history, _("History"))
        self.clear()

    @override
    def clear(self) -> None:
        self.say_empty(_("No member chosen"), _("Choose a member, or add one with F5."))

    @override
    def read_record(self, record: UUID) -> Shown:
        found = members.get(self.session.workspace, record)
        return Shown(record, self._texts(found), found.full_name, found.position_on())

    def _texts(self, found: PartyMember) -> dict[str, str]:
        wanted = {position.organization for position in found.positions}
        ids = {one for one in (found.organization, *wanted) if one is not None}
        return texts_of(found, organizations.names(self.session.workspace, ids))

    @override
    def write_record(self, entered: EnteredMember, record: UUID | None) -> UUID:
        workspace = self.session.workspace
        found = members.get(workspace, record) if record else members.blank(workspace)
        positions = tuple(
            Position(
                part.title,
                organizations.resolved(workspace, part.organization),
                part.start,
                part.end,
            )
            for part in entered.positions
        )
        changed = dataclasses.replace(
            found,
            full_name=entered.full_name,
            birth_date=entered.birth_date,
            organization=organizations.resolved(workspace, entered.organization),
            positions=positions,
            sort_name=entered.sort_name,
            note=entered.note,
        )
        return members.save(workspace, changed).id

    @override
    def void_record(self, record: UUID, reason: str) -> None:
        members.void(self.session.workspace, record, reason)

    @override
    def void_question(self) -> str:
        name = self.shown.title if self.shown is not None else ""
        return _("“{name}” leaves every list; the system log keeps it.").format(name=name)

    def begin_in(self, organization: UUID | None) -> None:
        """Begin a new member.

        Args:
            organization: where the member takes part in Party life, None if not known.
        """

        def make() -> Shown:
            blank = members.blank(self.session.workspace)
            proposed = dataclasses.replace(blank, organization=organization)
            hint = _("Enter goes on, Ctrl+S saves, Ctrl+Enter saves and begins the next.")
            return Shown(None, self._texts(proposed), _("New member"), hint)

        self.begin(make)

    @override
    def begin_next(self, record: UUID) -> None:
        def make() -> Shown:
            found = members.get(self.session.workspace, record)
            blank = members.blank(self.session.workspace)
            proposed = dataclasses.replace(blank, organization=found.organization)
            return Shown(None, self._texts(proposed), _("New member"), "")

        self.begin(make)

    @override
    def show_more(self, shown: Shown | None) -> None:
        self.history.show_record(shown.record if shown is not None else None)
