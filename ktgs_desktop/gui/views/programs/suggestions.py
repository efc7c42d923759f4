"""What the fields of a line offer for words typed; asked in a reader's thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.organizations import ORGANS
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.gui.widgets.completion import Suggestion
from ktgs_desktop.services import members, organizations, program_items

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Subject
    from ktgs_desktop.domain.rows import OrganizationRow
    from ktgs_desktop.gui.session import Session

_ASKED, _OFFERED = 40, 12


class Suggestions:
    """Organisations and people of the register.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def _organizations(self, text: str) -> Sequence[OrganizationRow]:
        """Organisations for words typed: names that begin so first, then the shortest names."""
        typed = fold(text).strip()
        found = organizations.suggest(self._session.workspace, text, _ASKED)

        def rank(row: OrganizationRow) -> tuple[bool, int, bool]:
            name = fold(row.name)
            return not name.startswith(typed), len(name.split()), row.org_type in ORGANS

        return sorted(found, key=rank)[:_OFFERED]

    def subjects(self, text: str) -> Sequence[Suggestion]:
        """Organisations, then members.

        Args:
            text: words typed.
        """
        workspace = self._session.workspace
        found = [Suggestion(o.name, o.id) for o in self._organizations(text)]
        people = members.suggest(workspace, text, 8)
        return [*found, *(Suggestion(m.full_name, m.id, m.position) for m in people)]

    def bodies(self, text: str) -> Sequence[Suggestion]:
        """Organisations.

        Args:
            text: words typed.
        """
        found = self._organizations(text)
        return [Suggestion(organization.name, organization.id) for organization in found]

    def people(self, text: str) -> Sequence[Suggestion]:
        """Members.

        Args:
            text: words typed.
        """
        found = members.suggest(self._session.workspace, text, 12)
        return [Suggestion(member.full_name, member.id, member.position) for member in found]


def new_subject(suggestion: Suggestion) -> Subject:
    """A subject of what was picked or typed.

    Args:
        suggestion: its name, its record if it was picked, a member's position.
    """
    kind = "DV" if suggestion.detail else subject_kind_of(suggestion.text)
    return program_items.new_subject(kind, suggestion.text, suggestion.id, suggestion.detail)
