from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.stamp import StaticStampStyle

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.pages import PORTRAIT
from ktgs_desktop.papers.pdf import write_pdf
from ktgs_desktop.papers.preview import page_count, page_sizes, render
from ktgs_desktop.papers.stamp import StampFacts, signature_stamp
from tests.papers import samples


@pytest.fixture(scope="module")
def pdf():
    return write_pdf(samples.issued(2)).data


def test_pages_and_sizes(pdf):
    assert page_count(pdf) == 3
    first, _second, third = page_sizes(pdf)
    assert first == pytest.approx(PORTRAIT, abs=0.1)
    assert third == pytest.approx(PORTRAIT[::-1], abs=0.1)


def test_a_picture_of_a_page(pdf):
    image = render(pdf, 0, 1.0)
    assert (image.width, image.height) == (596, 842)
    assert image.stride >= 4 * image.width
    assert len(image.data) == image.stride * image.height
    corner, pixels = image.data[:3], image.data
    assert corner == b"\xff\xff\xff"
    assert min(pixels[0::4]) < 60


def test_the_scale_counts(pdf):
    assert render(pdf, 2, 0.5).width == pytest.approx(PORTRAIT[1] / 2, abs=1)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"\0" * 500])
def test_what_is_no_pdf_is_refused(data):
    for read in (page_count, page_sizes, lambda data: render(data, 0, 1)):
        with pytest.raises(UserError) as caught:
            read(data)
        assert caught.value.code == "pdf_unreadable"


def test_a_page_that_is_not_there(pdf):
    with pytest.raises(UserError):
        render(pdf, 3, 1.0)


def self_made_signer() -> signers.SimpleSigner:
    """A key and a certificate of its own, for this test alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Văn Mẫu")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2040))
        .sign(key, hashes.SHA256())
    )
    data = serialization.pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, None, serialization.BestAvailableEncryption(b"x")
    )
    return signers.SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=b"x")


def ink(image, place) -> int:
    """How much of the signature place is not white."""
    scale = image.height / PORTRAIT[1]
    rows = range(
        round((PORTRAIT[1] - place.y - place.height) * scale),
        round((PORTRAIT[1] - place.y) * scale),
    )
    left, right = round(place.x * scale) * 4, round((place.x + place.width) * scale) * 4
    found = b"".join(image.data[y * image.stride + left : y * image.stride + right] for y in rows)
    return len(found) - found.count(b"\xff")


def test_a_visible_signature_is_seen_in_its_place(tmp_path):
    made = write_pdf(samples.issued(1))
    place = made.signature_place
    facts = StampFacts("Nguyễn Văn Mẫu", "Huyện uỷ Phú Bình", datetime(2021, 1, 5, 9, 15))  # noqa: DTZ001
    stamp = tmp_path / "stamp.pdf"
    stamp.write_bytes(signature_stamp(facts, place.width, place.height))
    box = tuple(map(round, (place.x, place.y, place.x + place.width, place.y + place.height)))
    field = SigFieldSpec("Signature1", on_page=place.page, box=box)
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name="Signature1"),
        self_made_signer(),
        stamp_style=StaticStampStyle(background=ImportedPdfPage(str(stamp)), border_width=0),
        new_field_spec=field,
    )
    signed = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(made.data))).getvalue()
    (tmp_path / "signed.pdf").write_bytes(signed)
    assert ink(render(made.data, place.page, 2.0), place) == 0
    assert ink(render(signed, place.page, 2.0), place) > 2000


def test_pages_drawn_from_several_threads(pdf):
    alone = render(pdf, 1, 1.0)
    with ThreadPoolExecutor(4) as pool:
        for image in pool.map(lambda _: render(pdf, 1, 1.0), range(12)):
            assert image == alone
