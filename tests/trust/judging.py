"""What the tests of verdicts share."""

import asyncio
from io import BytesIO

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ktgs_desktop.trust import training
from ktgs_desktop.trust.pdf_signatures import SignatureDetail as Detail
from ktgs_desktop.trust.pdf_signatures import SignatureStatus as Status
from ktgs_desktop.trust.training import KeyKind
from tests.trust.conftest import SIGNED_AT, TEN_YEARS

GOOD = (Status.VALID, Detail.NONE)


def found(verdict):
    return [(entry.status, entry.detail) for entry in verdict.signatures]


def extended(pdf, change):
    """The document with a revision of somebody else's appended."""
    update = IncrementalPdfFileWriter(BytesIO(pdf))
    change(update)
    stream = BytesIO()
    update.write(stream)
    return stream.getvalue()


def certificate(office, kind=KeyKind.EC, name="Lê Thị Mẫu", validity=TEN_YEARS, authority=None):
    return training.issue(
        authority or office.root, validity, name=name, organisation="Đảng uỷ Mẫu", kind=kind
    )


# What is in order


def by_others(pdf, identity, *, digest="sha256", pss=False, older=False):
    """A signature as other programs make it: without the algorithms, maybe of an older kind."""
    key = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        x509.Certificate.load(identity.certificate),
        keys.PrivateKeyInfo.load(key),
        SimpleCertificateStore(),
        prefer_pss=pss,
    )
    kind = fields.SigSeedSubFilter
    meta = signers.PdfSignatureMetadata(
        field_name="Khac",
        md_algorithm=digest,
        subfilter=kind.ADOBE_PKCS7_DETACHED if older else kind.PADES,
    )
    session = signers.PdfSigner(meta, signer).init_signing_session(
        IncrementalPdfFileWriter(BytesIO(pdf))
    )
    session.system_time = SIGNED_AT
    prepared = session.prepare_tbs_document(None, bytes_reserved=16384)
    made, output = prepared.digest_tbs_document(output=BytesIO())
    attributes = signers.pdf_cms.PdfCMSSignedAttributes(signing_time=SIGNED_AT)
    asyncio.run(prepared.perform_signature(made.document_digest, attributes))
    return output.getvalue()


def gap(pdf):
    start = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


def note_added(update):
    page = update.root["/Pages"]["/Kids"][1]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99))),
            pdf_name("/Contents"): generic.pdf_string("Khong con hieu luc"),
        }
    )
    page["/Annots"] = generic.ArrayObject([update.add_object(note)])
    update.update_container(page)
