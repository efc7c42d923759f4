"""Every kind of record the journal carries, by its name in changes."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from ktgs_desktop.domain.amendments import Amendment, ItemChange
from ktgs_desktop.domain.citations import Citation
from ktgs_desktop.domain.confirmations import Confirmation
from ktgs_desktop.domain.desks import Assignment, Desk
from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.domain.installed_lists import InstalledList
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody, Office, OfficeUser
from ktgs_desktop.domain.opinions import Opinion
from ktgs_desktop.domain.organizations import Organization, Succession
from ktgs_desktop.domain.outside_lines import OutsideLine
from ktgs_desktop.domain.paper_texts import PaperText
from ktgs_desktop.domain.phrases import Phrase
from ktgs_desktop.domain.program_drafts import ProgramDraft
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.regulation_articles import RegulationText
from ktgs_desktop.domain.regulation_notes import RegulationNote
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.domain.remarks import Remark
from ktgs_desktop.domain.reporting_periods import PeriodDue
from ktgs_desktop.domain.signer_images import SignerImages
from ktgs_desktop.domain.submissions import Submission
from ktgs_desktop.domain.transfers import Transfer
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
    "amendment": Amendment,
    "assignment": Assignment,
    "confirmation": Confirmation,
    "period_due": PeriodDue,
    "citation": Citation,
    "desk": Desk,
    "dissemination": Dissemination,
    "dissemination_session": DisseminationSession,
    "document": Document,
    "incoming_document": IncomingDocument,
    "installed_list": InstalledList,
    "issuing_body": IssuingBody,
    "item_change": ItemChange,
    "office": Office,
    "office_user": OfficeUser,
    "opinion": Opinion,
    "organization": Organization,
    "outside_line": OutsideLine,
    "paper_text": PaperText,
    "party_member": PartyMember,
    "phrase": Phrase,
    "program": Program,
    "program_draft": ProgramDraft,
    "program_item": ProgramItem,
    "progress": Progress,
    "regulation": Regulation,
    "regulation_note": RegulationNote,
    "regulation_text": RegulationText,
    "remark": Remark,
    "signer_images": SignerImages,
    "submission": Submission,
    "succession": Succession,
    "transfer": Transfer,
    "trust_anchor": TrustAnchor,
}
NAMES: dict[type, str] = {kind: name for name, kind in ENTITIES.items()}
