"""Every kind of record the journal carries, by its name in changes."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody, Office, OfficeUser
from ktgs_desktop.domain.organizations import Organization, Succession
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.trust_anchors import TrustAnchor


class Record(Protocol):
    """What every entity has: whose it is and which it is."""

    @property
    def owner(self) -> UUID:
        """Unit whose record it is."""
        ...

    @property
    def id(self) -> UUID:
        """Its identifier."""
        ...


ENTITIES: dict[str, type] = {
    "document": Document,
    "issuing_body": IssuingBody,
    "office": Office,
    "office_user": OfficeUser,
    "organization": Organization,
    "party_member": PartyMember,
    "program": Program,
    "program_item": ProgramItem,
    "progress": Progress,
    "succession": Succession,
    "trust_anchor": TrustAnchor,
}
NAMES: dict[type, str] = {kind: name for name, kind in ENTITIES.items()}
