"""Use cases of the pictures of signatures and seals: chosen once per signer, kept encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain import signer_images as rules
from ktgs_desktop.domain.signer_images import SignerImage, SignerImages
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.papers.signature_images import MOST_BYTES, check_picture
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


def all_of(workspace: Workspace) -> list[SignerImages]:
    """The pictures of every signer.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, SignerImages)
    return sorted((one for one in found if one.images), key=lambda one: one.signer)


def of_signer(workspace: Workspace, signer: str) -> SignerImages | None:
    """The pictures of a signer, None if there are none.

    Args:
        workspace: the workspace.
        signer: full name.
    """
    with workspace.reading() as connection:
        return _of(connection, signer)


def _of(connection: Reader, signer: str) -> SignerImages | None:
    found = records.get_all(connection, SignerImages)
    return next((one for one in found if one.belongs_to(signer)), None)


def picture(workspace: Workspace, image: SignerImage) -> bytes:
    """A picture as it was chosen.

    Args:
        workspace: the workspace.
        image: the picture.

    Raises:
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    return workspace.attachments.get(image.digest)


def choose(workspace: Workspace, signer: str, role: str, path: Path) -> SignerImages:
    """Keep a picture for a signer, instead of the former one of its role.

    Args:
        workspace: the workspace.
        signer: full name, as the papers print it.
        role: `SIGNATURE` or `SEAL`.
        path: the file, PNG with a transparent ground.

    Raises:
        UserError: `signer_missing`, `too_long`, `image_unreadable`, `image_too_large`,
            `image_opaque`, `file_too_large`.
        StorageError: as `read_file`; `disk_full`.
    """
    signer = nfc(signer).strip()
    rules.check_signer_name(signer)
    png = read_file(path, MOST_BYTES)
    check_picture(png)
    image = SignerImage(role, workspace.attachments.put(png), path.name, len(png))
    with workspace.writing("edit_signer_images", signer) as writer:
        former = _of(writer.connection, signer)
        former = former or SignerImages(workspace.office.unit, new_id(), signer)
        changed = rules.with_image(former, image)
        if changed != former:
            writer.put(changed)
    return changed


def remove(workspace: Workspace, signer: str, role: str) -> SignerImages | None:
    """Take a signer's picture of a role away.

    Args:
        workspace: the workspace.
        signer: full name.
        role: `SIGNATURE` or `SEAL`.

    Returns:
        What is left, None if there was nothing of this signer.
    """
    with workspace.writing("edit_signer_images", signer) as writer:
        former = _of(writer.connection, signer)
        if former is None or former.of(role) is None:
            return former
        changed = rules.without(former, role)
        writer.put(changed)
    return changed
