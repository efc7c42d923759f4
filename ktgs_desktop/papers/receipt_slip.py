"""The receipt for a package on paper (biên nhận), to be filed beside the stick's journey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.papers.paper import Paper, Paragraph, SignatureBlock
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.papers.letterhead import Letterhead

DOCUMENT_TYPE = "BN"


@dataclass(frozen=True, slots=True)
class TakenPackage:
    """What is said of a package.

    Attributes:
        number: number of the taking in.
        office: the office that took it in.
        sender: the office it is from.
        file: name of the file.
        digest: SHA-256 of the file, in hexadecimal.
        made: when it was made, as people write it.
        taken: when it was taken in, as people write it.
        signer: who signed it, empty if unknown.
        new: changes that were new.
        known: changes that were here already.
        held: changes that wait for earlier ones.
        conflicts: records that stand in two versions.
        refusal: why it was refused, as a sentence; empty if it was not.
        user: who took it in.
        position: that user's position.
    """

    number: int
    office: str
    sender: str
    file: str
    digest: str
    made: str
    taken: str
    signer: str
    new: int
    known: int
    held: int
    conflicts: int
    refusal: str
    user: str
    position: str


def receipt_slip(package: TakenPackage, head: Letterhead, today: date) -> Paper:
    """The receipt as a letter of one page.

    Args:
        package: what is said of it.
        head: the frame of the office's papers.
        today: the day it is printed.
    """
    return Paper(
        layout=head.layout(today.year),
        header_above=head.header_above,
        header_own=head.header_own,
        symbol_text=wording("receipt_symbol", number=package.number),
        place=head.place,
        issued_on=today,
        year=today.year,
        type_name=wording("receipt_type"),
        abstract=wording("receipt_abstract", sender=package.sender),
        blocks=tuple(map(Paragraph, _sentences(package))),
        signature=SignatureBlock("", package.position, package.user),
        recipients=(package.sender,),
    )


def _sentences(package: TakenPackage) -> list[str]:
    said = [
        wording(
            "receipt_got",
            office=package.office,
            file=package.file,
            sender=package.sender,
            made=package.made,
            taken=package.taken,
        ),
        wording("receipt_digest", digest=_in_groups(package.digest)),
    ]
    if package.signer:
        said.append(wording("receipt_signed", signer=package.signer))
    if package.refusal:
        said.append(wording("receipt_refused", why=package.refusal))
    elif package.held:
        said.append(wording("receipt_partly", held=package.held, sender=package.sender))
    else:
        said.append(wording("receipt_taken", new=package.new, known=package.known))
    if package.conflicts:
        said.append(wording("receipt_conflicts", count=package.conflicts, sender=package.sender))
    said.append(wording("receipt_foot", sender=package.sender))
    return said


def _in_groups(digest: str) -> str:
    """A digest as two people read it to each other."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
