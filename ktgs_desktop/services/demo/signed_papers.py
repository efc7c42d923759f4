"""What the training office hands out: certificates, and its papers signed with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.errors import StorageError
from ktgs_desktop.services import anchors, offices, papers, practice, signing

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.services.workspace import Workspace

_STANDING = "Ban Thường vụ "


def trust(workspace: Workspace, plan: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """Make the training authority and the signers' certificates, and trust the authority.

    Args:
        workspace: the office.
        plan: everything the office has; the signers are taken from it.
        folder: where the certificates are handed out.

    Returns:
        The signers' certificate files.
    """
    bodies = []
    for body in offices.bodies(workspace):
        signer = plan["signers"][body.kind]
        named = Signer(signer["name"], signer["position"], signer["authority"])
        bodies.append(offices.save_body(workspace, dataclasses.replace(body, signers=(named,))))
    holders = [
        practice.Holder(body.symbol, body.signers[0].name, _office_name(body)) for body in bodies
    ]
    made = practice.make(folder / "certificates", holders)
    for data in (made.authority, made.revocations):
        anchors.trust(workspace, data, "training")
    return made.signers


def _office_name(body: IssuingBody) -> str:
    """Whose certificate it is: Huyện uỷ Phú Bình, Uỷ ban Kiểm tra Huyện uỷ Phú Bình."""
    if body.kind == OrganizationType.STANDING_COMMITTEE:
        return f"{body.name.removeprefix(_STANDING)} {body.place}".strip()
    return f"{body.name} {body.place}"


def issued(workspace: Workspace, program: Program, folder: Path) -> list[Path]:
    """Sign the paper of an issued program and hand it out.

    Args:
        workspace: the office.
        program: the program.
        folder: where to.
    """
    body = offices.body(workspace, program.body)
    printed = papers.print_program(workspace, program.id)
    word = papers.word_of_program(workspace, program.id)
    document = signing.document_of_program(workspace, program.id)
    return signed(workspace, body, document, (printed, word), folder)


def signed(
    workspace: Workspace,
    body: IssuingBody,
    document: UUID,
    files: tuple[papers.Printed, papers.Printed],
    folder: Path,
) -> list[Path]:
    """Sign the PDF of a paper and hand it out with its Word file.

    Args:
        workspace: the office.
        body: the body it is of.
        document: the paper in the register.
        files: the paper as PDF and as Word.
        folder: where to.

    Raises:
        StorageError: `disk_error`.
    """
    printed, word = files
    certificate = folder / "certificates" / f"{body.symbol}.p12"
    if printed.signature_place is not None:
        identity = signing.open_certificate(certificate, practice.PIN)
        request = signing.SignatureRequest(printed.data, printed.name, printed.signature_place)
        signing.sign_document(workspace, document, request, identity)
        printed = papers.file_of_document(workspace, document)
    home = folder / "papers"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("disk_error", path=str(home)) from error
    written = []
    for one in (printed, word):
        papers.save_file(one, home / one.name)
        written.append(home / one.name)
    return written
