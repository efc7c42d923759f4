import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import fields, signers

from ktgs_desktop.errors import KtgsError, PackageError, UserError
from ktgs_desktop.trust import cms_signing, training
from ktgs_desktop.trust.certificates import SigningIdentity
from ktgs_desktop.trust.pdf_signatures import (
    SignaturePlacement,
    SignatureText,
    sign_pdf,
    verify_pdf,
)
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.trust.conftest import NOW, SIGNED_AT, TEN_YEARS, signed


def refusal(kind, pdf, identity, **named):
    with pytest.raises(kind) as caught:
        signed(pdf, identity, **named)
    return caught.value.code, caught.value.params


def test_signing_appends_only(paper, signed_paper, twice_signed_paper):
    assert signed_paper.startswith(paper)
    assert twice_signed_paper.startswith(signed_paper)


def test_the_time_is_the_given_one_and_nothing_else_is_dated(signed_paper):
    signature = PdfFileReader(BytesIO(signed_paper)).embedded_signatures[0]
    assert signature.self_reported_timestamp == SIGNED_AT
    assert not re.search(rb"/ModDate", signed_paper[signed_paper.index(b"%%EOF") :])
    assert b"signingTime" not in signature.pkcs7_content


def test_what_the_signature_says(signed_paper):
    said = PdfFileReader(BytesIO(signed_paper)).embedded_signatures[0].sig_object
    assert said["/SubFilter"] == "/ETSI.CAdES.detached"
    assert said["/Name"] == "Nguyễn Thị Tập Huấn"
    assert said["/Reason"] == "Ban hành"
    assert said["/Location"] == "Phú Bình"
    assert said["/Prop_Build"]["/App"]["/Name"] == "/KTGS Desktop"


def test_empty_texts_are_left_out(paper, office):
    data = sign_pdf(
        paper,
        office.deputy,
        SignaturePlacement("A", 0, 0, 0, 10, 10),
        appearance=b"",
        text=SignatureText(),
        now=SIGNED_AT,
    )
    said = PdfFileReader(BytesIO(data)).embedded_signatures[0].sig_object
    assert not {"/Name", "/Reason", "/Location"} & set(said)


def test_the_cms_is_as_agreed(signed_paper, office):
    signature = PdfFileReader(BytesIO(signed_paper)).embedded_signatures[0]
    names = {part["type"].native for part in signature.signer_info["signed_attrs"]}
    assert names == {
        "content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"
    }  # fmt: skip
    assert signature.md_algorithm == "sha256"
    assert signature.signer_cert.dump() == office.chief.certificate
    assert signature.other_embedded_certs == []
    assert len(signature.pkcs7_content) == 8192


def test_authorities_between_are_embedded(paper, office):
    between = training.new_authority(TEN_YEARS, name="Giữa", above=office.root, kind=KeyKind.EC)
    unit = training.issue(between, TEN_YEARS, name="A", organisation="B", kind=KeyKind.EC)
    signature = PdfFileReader(BytesIO(signed(paper, unit))).embedded_signatures[0]
    assert [found.dump() for found in signature.other_embedded_certs] == [between.certificate]


def test_a_long_row_of_authorities_finds_room(paper, office):
    authority = office.root
    for number in range(9):
        authority = training.new_authority(
            TEN_YEARS, name=f"Cấp {number}", above=authority, kind=KeyKind.EC
        )
    unit = training.issue(authority, TEN_YEARS, name="A", organisation="B", kind=KeyKind.EC)
    signature = PdfFileReader(BytesIO(signed(paper, unit))).embedded_signatures[0]
    assert len(signature.other_embedded_certs) == 9


def test_the_block_stands_where_it_should(signed_paper):
    reader = PdfFileReader(BytesIO(signed_paper))
    (field,) = (entry[2].get_object() for entry in fields.enumerate_sig_fields(reader))
    assert [float(edge) for edge in field["/Rect"]] == [50, 100, 250, 160]
    pages = [kid.get_object() for kid in reader.root["/Pages"]["/Kids"]]
    assert "/Annots" in pages[0]
    assert "/Annots" not in pages[1]
    block = field["/AP"]["/N"]
    assert sorted(float(edge) for edge in block["/BBox"]) == [0, 0, 60, 200]
    assert b"/Block Do" in block.data
    assert b" re S" not in block.data


@pytest.mark.parametrize("page", [-1, 1])
def test_the_last_page_can_be_named(paper, office, page):
    reader = PdfFileReader(BytesIO(signed(paper, office.deputy, page=page)))
    assert "/Annots" in reader.root["/Pages"]["/Kids"][1]


def test_without_appearance_nothing_is_shown(paper, office):
    data = signed(paper, office.deputy, visible=False)
    reader = PdfFileReader(BytesIO(data))
    (field,) = (entry[2].get_object() for entry in fields.enumerate_sig_fields(reader))
    assert [float(edge) for edge in field["/Rect"]] == [0, 0, 0, 0]
    assert verify_pdf(data, [office.root.certificate], [office.revocations], now=NOW).valid


def test_an_expired_certificate_signs_nothing(paper, office):
    late = TEN_YEARS.end + timedelta(days=1)
    assert refusal(PackageError, paper, office.chief, now=late)[0] == "certificate_expired"
    early = TEN_YEARS.start - timedelta(days=1)
    assert refusal(PackageError, paper, office.chief, now=early)[0] == "certificate_not_yet_valid"
    broken = SigningIdentity(b"x", (), office.chief.key)
    assert refusal(PackageError, paper, broken)[0] == "certificate_unreadable"


def test_a_field_signs_once(signed_paper, office):
    assert refusal(UserError, signed_paper, office.deputy) == (
        "signature_field_taken",
        {"field": "ChuKy1"},
    )


@pytest.mark.parametrize("page", [2, -3])
def test_a_page_must_be_there(paper, office, page):
    assert refusal(UserError, paper, office.deputy, page=page) == (
        "signature_page_missing",
        {"page": page + 1, "pages": 2},
    )


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.4", b"hello", b"%PDF-1.4\n%%EOF\n"])
def test_what_is_no_pdf_is_not_signed(office, pdf):
    assert refusal(PackageError, pdf, office.deputy) == ("pdf_unreadable", {})


def test_an_encrypted_document_is_not_signed(office, paper):
    writer = copy_into_new_writer(PdfFileReader(BytesIO(paper)))
    writer.encrypt("secret", "secret")
    stream = BytesIO()
    writer.write(stream)
    assert refusal(PackageError, stream.getvalue(), office.deputy)[0] == "pdf_unreadable"


def test_a_broken_document_is_refused_in_words(office, paper):
    for place in range(0, len(paper), 31):
        damaged = bytearray(paper)
        damaged[place] ^= 1
        try:
            signed(bytes(damaged), office.deputy)
        except KtgsError as error:
            assert error.code in {"pdf_unreadable", "signature_page_missing"}  # noqa: PT017


def test_a_locked_document_is_not_signed(office, paper):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    meta = signers.PdfSignatureMetadata(
        field_name="Khoa",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        md_algorithm="sha256",
    )
    signer = signers.PdfSigner(meta, cms_signing.IdentitySigner(office.deputy))
    locked = signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(paper))).getvalue()
    assert refusal(PackageError, locked, office.chief) == ("pdf_locked", {})


def test_signing_twice_gives_other_bytes_but_both_hold(office, paper):
    short = Validity(SIGNED_AT, SIGNED_AT + timedelta(days=2))
    unit = training.issue(office.root, short, name="A", organisation="B", kind=KeyKind.EC)
    for data in {signed(paper, unit), signed(paper, unit)}:
        assert verify_pdf(data, [office.root.certificate], [office.revocations], now=NOW).valid


def test_the_door_does_not_load_what_is_behind_it():
    code = (
        "import sys; from ktgs_desktop.trust import pdf_signatures, keyring, attempts, sealing;"
        "assert not {'pyhanko', 'cryptography.x509', 'asn1crypto'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
