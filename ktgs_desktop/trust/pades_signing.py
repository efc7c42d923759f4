"""Signing a PDF: PAdES B-B by pyHanko, as an incremental update.

The module loads pyHanko (half a second and more): `pdf_signatures` imports it at first use only.
"""

from __future__ import annotations

import asyncio
import dataclasses
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_byterange import BuildProps
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.pdf_embedded import read_certification_data
from pyhanko.stamp import StaticStampStyle
from typing_extensions import override

from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.trust.certificates import check_validity
from ktgs_desktop.trust.cms_signing import DIGEST, IdentitySigner
from ktgs_desktop.trust.damage import DAMAGE
from ktgs_desktop.trust.verdicts import SignaturePlacement

if TYPE_CHECKING:
    from datetime import datetime

    from ktgs_desktop.trust.certificates import SigningIdentity
    from ktgs_desktop.trust.verdicts import SignatureText

# Hexadecimal digits kept free for the whole, and at least beside the certificates. A size known
# beforehand spares pyHanko the rehearsal that signs twice.
_DIGITS_RESERVED = 16384
_DIGITS_FOR_SIGNATURE = 8192
_DEEPEST = 30  # levels of a document's tree of pages
_PROGRAM = "KTGS Desktop"


class _Writer(IncrementalPdfFileWriter):
    """A writer that leaves the document's metadata alone.

    pyHanko 0.38 would date them by the computer's clock; the time of signing stands in the
    signature.
    """

    @override
    def _update_meta(self) -> None:
        pass


class _Appearance(PdfContent):
    """The first page of a PDF in memory as the visible block."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    @override
    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Block"), page)
        left, lower, right, upper = (float(edge) for edge in page.get_object()["/BBox"])
        self.box = layout.BoxConstraints(width=right - left, height=upper - lower)
        return b"/Block Do"


def sign(
    pdf: bytes,
    identity: SigningIdentity,
    placement: SignaturePlacement,
    *,
    appearance: bytes,
    text: SignatureText,
    now: datetime,
) -> bytes:
    """Sign a document; see `pdf_signatures.sign_pdf`.

    Args:
        pdf: the document.
        identity: who signs.
        placement: where the visible block stands.
        appearance: one-page PDF of the visible block, or empty for an invisible signature.
        text: what the signature says about itself.
        now: the time of signing, aware.

    Returns:
        The signed document; it begins with the bytes of the given one.

    Raises:
        PackageError: `pdf_unreadable`, `pdf_locked`, `certificate_expired`,
            `certificate_not_yet_valid` or `certificate_unreadable`.
        UserError: `signature_page_missing` or `signature_field_taken`.
    """
    check_validity(identity.certificate, now=now)
    try:
        writer = _Writer(BytesIO(pdf))
        _check_place(writer.prev, placement)
        signer = _signer(identity, placement, appearance, text)
        return asyncio.run(_signed(writer, signer, now, reserved=_digits_reserved(identity)))
    except DAMAGE as error:
        raise PackageError("pdf_unreadable") from error


def signed_fields(pdf: bytes) -> tuple[SignaturePlacement, ...]:
    """The fields that carry signatures; see `pdf_signatures.signature_fields`.

    Args:
        pdf: the document.

    Raises:
        PackageError: `pdf_unreadable`.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        pages = _page_numbers(reader.root["/Pages"].get_object(), {}, 0)
        found = []
        for name, value, reference in fields.enumerate_sig_fields(reader):
            if value is None:
                continue
            field = reference.get_object()
            edges = [float(edge) for edge in field.get("/Rect", (0, 0, 0, 0))]
            on = field.raw_get("/P") if "/P" in field else None
            page = pages.get(getattr(on, "idnum", 0), 0)
            left, lower, right, upper = edges
            found.append(SignaturePlacement(name, page, left, lower, right - left, upper - lower))
        return tuple(found)
    except DAMAGE as error:
        raise PackageError("pdf_unreadable") from error


def _page_numbers(node: Any, found: dict[int, int], depth: int) -> dict[int, int]:
    """Index of each page by its object's number."""
    if depth > _DEEPEST:
        raise ValueError(depth)
    kids = node.raw_get("/Kids").get_object()
    for place in range(len(kids)):
        kid = kids.raw_get(place)
        page = kid.get_object()
        if "/Kids" in page:
            _page_numbers(page, found, depth + 1)
        else:
            found[kid.idnum] = len(found)
    return found


def _check_place(reader: PdfFileReader, placement: SignaturePlacement) -> None:
    pages = int(reader.root["/Pages"]["/Count"])
    if not -pages <= placement.page < pages:
        raise UserError("signature_page_missing", page=placement.page + 1, pages=pages)
    if placement.field in {name for name, _value, _field in fields.enumerate_sig_fields(reader)}:
        raise UserError("signature_field_taken", field=placement.field)
    certified = read_certification_data(reader)
    if certified is not None and certified.permission == fields.MDPPerm.NO_CHANGES:
        raise PackageError("pdf_locked")


def _signer(
    identity: SigningIdentity,
    placement: SignaturePlacement,
    appearance: bytes,
    text: SignatureText,
) -> signers.PdfSigner:
    box = (
        placement.x,
        placement.y,
        placement.x + placement.width,
        placement.y + placement.height,
    )
    field = fields.SigFieldSpec(placement.field, on_page=placement.page)
    style = None
    if appearance:
        field = dataclasses.replace(field, box=box)  # type: ignore[arg-type] # fractions are fine
        style = StaticStampStyle(
            border_width=0,
            background=_Appearance(appearance),
            background_layout=layout.SimpleBoxLayoutRule(
                layout.AxisAlignment.ALIGN_MID, layout.AxisAlignment.ALIGN_MID
            ),
        )
    meta = signers.PdfSignatureMetadata(
        field_name=placement.field,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        name=text.name or None,
        reason=text.reason or None,
        location=text.location or None,
        app_build_props=BuildProps(_PROGRAM),
    )
    return signers.PdfSigner(
        meta, IdentitySigner(identity), stamp_style=style, new_field_spec=field
    )


def _digits_reserved(identity: SigningIdentity) -> int:
    certificates = sum(map(len, (identity.certificate, *identity.chain)))
    return max(_DIGITS_RESERVED, 2 * certificates + _DIGITS_FOR_SIGNATURE)


async def _signed(
    writer: IncrementalPdfFileWriter, signer: signers.PdfSigner, now: datetime, *, reserved: int
) -> bytes:
    session = signer.init_signing_session(writer)
    session.system_time = now  # instead of the computer's clock, which pyHanko has read
    prepared = session.prepare_tbs_document(None, bytes_reserved=reserved)
    digest, output = prepared.digest_tbs_document(output=BytesIO())
    await prepared.perform_signature(digest.document_digest, PdfCMSSignedAttributes())
    output.seek(0)
    return bytes(output.read())
