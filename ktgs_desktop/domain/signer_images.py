"""What a visible signature shows of a signer: the picture of their signature, and the seal.

Hướng dẫn 05-HD/VPTW: the signer's picture is blue, PNG and transparent, between the authority
line and the name; the seal is red and covers about a third of it at its left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.signers import same_person
from ktgs_desktop.errors import UserError


class ImageRole(StrEnum):
    """What a picture is."""

    SIGNATURE = "SIGNATURE"
    SEAL = "SEAL"


@dataclass(frozen=True, slots=True)
class SignerImage:
    """A picture, kept encrypted beside the database.

    Attributes:
        role: `SIGNATURE` or `SEAL`.
        digest: SHA-256 of its contents, 64 hexadecimal digits.
        name: name of the file it came from.
        size: bytes.
    """

    role: str
    digest: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class SignerImages:
    """The pictures of one signer.

    Attributes:
        owner: the office's unit.
        id: identifier.
        signer: full name, as the papers print it.
        images: at most one of each role.
    """

    owner: UUID
    id: UUID
    signer: str
    images: tuple[SignerImage, ...] = ()

    def of(self, role: str) -> SignerImage | None:
        """Its picture of a role."""
        return next((image for image in self.images if image.role == role), None)

    def belongs_to(self, name: str) -> bool:
        """Whether they are the pictures of whoever has a name; titles do not count."""
        return same_person(self.signer, name)


def with_image(images: SignerImages, image: SignerImage) -> SignerImages:
    """A signer's pictures with one more, or another instead of the former of its role.

    Args:
        images: the signer's pictures.
        image: the new one.
    """
    others = tuple(one for one in images.images if one.role != image.role)
    kept = sorted((*others, image), key=lambda one: one.role, reverse=True)
    return SignerImages(images.owner, images.id, images.signer, tuple(kept))


def without(images: SignerImages, role: str) -> SignerImages:
    """A signer's pictures without that of a role.

    Args:
        images: the signer's pictures.
        role: `SIGNATURE` or `SEAL`.
    """
    kept = tuple(one for one in images.images if one.role != role)
    return SignerImages(images.owner, images.id, images.signer, kept)


def check_signer_name(name: str) -> None:
    """Refuse pictures that are nobody's.

    Args:
        name: the signer's full name.

    Raises:
        UserError: `signer_missing` or `too_long`.
    """
    if not name.strip():
        raise UserError("signer_missing")
    limits.check_length("name", name, limits.NAME)
