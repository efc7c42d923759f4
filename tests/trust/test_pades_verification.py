import asyncio
import os
from datetime import timedelta
from io import BytesIO

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import pades_signing, pades_verification, training
from ktgs_desktop.trust.pdf_signatures import SignatureDetail as Detail
from ktgs_desktop.trust.pdf_signatures import SignatureStatus as Status
from ktgs_desktop.trust.pdf_signatures import verify_pdf
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.trust.conftest import FRESH, NOW, SIGNED_AT, TEN_YEARS, draw, signed
from tests.trust.profiles import randomised

pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")
GOOD = (Status.VALID, Detail.NONE)


@pytest.fixture(scope="module")
def verify(office):
    def run(pdf, anchors=None, revocations=None, now=NOW):
        anchors = [office.root.certificate] if anchors is None else anchors
        revocations = [office.revocations] if revocations is None else revocations
        return verify_pdf(pdf, anchors, revocations, now=now)

    return run


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


def test_a_signed_paper_is_valid(verify, signed_paper):
    verdict = verify(signed_paper)
    assert verdict.valid
    assert not verdict.unsigned
    (entry,) = verdict.signatures
    assert (entry.status, entry.detail, entry.moment) == (*GOOD, None)
    assert entry.field == "ChuKy1"
    assert entry.signer == "Nguyễn Thị Tập Huấn"
    assert entry.organisation == "Huyện uỷ Tập Huấn"
    assert entry.signed_at == SIGNED_AT
    assert entry.covers_whole_document


def test_two_signatures_in_turn_are_valid(verify, twice_signed_paper):
    verdict = verify(twice_signed_paper)
    assert verdict.valid
    first, second = verdict.signatures
    assert (first.field, second.field) == ("ChuKy1", "ChuKy2")
    assert (first.covers_whole_document, second.covers_whole_document) == (False, True)
    assert second.signed_at == SIGNED_AT + timedelta(hours=1)


def test_three_signatures_on_two_pages(verify, office, twice_signed_paper):
    data = signed(twice_signed_paper, office.chief, "ChuKy3", page=1, now=NOW)
    assert found(verify(data)) == [GOOD] * 3


def test_a_paper_without_signature(verify, paper):
    verdict = verify(paper)
    assert verdict.unsigned
    assert not verdict.valid


def test_an_empty_field_is_no_signature(verify, paper):
    def add(update):
        fields.append_signature_field(update, fields.SigFieldSpec("Trong", box=(1, 1, 9, 9)))

    assert verify(extended(paper, add)).unsigned


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


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("who", ["chief", "deputy"])
@pytest.mark.parametrize("older", [False, True])
def test_signatures_of_other_programs(verify, office, paper, who, digest, older):
    data = by_others(paper, getattr(office, who), digest=digest, older=older)
    verdict = verify(data)
    assert found(verdict) == [GOOD]
    assert verdict.signatures[0].signed_at == SIGNED_AT


def test_the_other_padding_of_rsa(verify, office, paper):
    assert found(verify(by_others(paper, office.chief, pss=True))) == [GOOD]


def test_a_weak_digest(verify, office, paper):
    assert found(verify(by_others(paper, office.chief, digest="sha1"))) == [
        (Status.UNREADABLE, Detail.SIGNATURE_UNSUPPORTED)
    ]


def test_authorities_of_one_name_do_not_get_in_each_others_way(verify, office, signed_paper):
    same_name = training.new_authority(TEN_YEARS, kind=KeyKind.EC)
    anchors = [same_name.certificate, office.root.certificate, same_name.certificate]
    lists = [training.revocation_list(same_name, FRESH), office.revocations]
    for order in (1, -1):
        verdict = verify(signed_paper, anchors=anchors[::order], revocations=lists[::order])
        assert found(verdict) == [GOOD]


# Damage


def test_a_changed_byte_of_the_text(verify, signed_paper):
    place = signed_paper.index(b"stream\n") + 12
    damaged = bytearray(signed_paper)
    damaged[place] ^= 1
    (entry,) = verify(bytes(damaged)).signatures
    assert (entry.status, entry.detail) == (Status.CHANGED, Detail.CONTENT_CHANGED)
    assert entry.signer == "Nguyễn Thị Tập Huấn"


def _gap(pdf):
    start = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


def test_not_a_bit_of_the_signature_itself_can_change(verify, signed_paper):
    start, end = _gap(signed_paper)
    used = signed_paper[:end].rstrip(b"0>")
    step = 61 if os.environ.get("KTGS_PROFILE", "ci") == "ci" else 1
    for place in [*range(start, len(used) + 8, step), end - 2, end - 1]:
        for bit in (1, 2, 32):
            damaged = bytearray(signed_paper)
            damaged[place] ^= bit
            verdict = verify(bytes(damaged))
            assert not any(entry.status is Status.VALID for entry in verdict.signatures)
            assert not verdict.unsigned


def test_padding_must_be_zero(verify, signed_paper):
    _start, end = _gap(signed_paper)
    for place in (end - 2, end - 1000):
        damaged = bytearray(signed_paper)
        damaged[place] = ord("1")
        detail = Detail.SIGNATURE_DAMAGED
        assert found(verify(bytes(damaged))) == [(Status.UNREADABLE, detail)]


def test_letters_of_the_signature_are_of_one_case(verify, signed_paper):
    start, end = _gap(signed_paper)
    lower = signed_paper[:start] + signed_paper[start:end].lower() + signed_paper[end:]
    assert verify(lower).valid
    place = next(at for at in range(start + 1, end) if chr(signed_paper[at]).isalpha())
    mixed = bytearray(signed_paper)
    mixed[place] ^= 32
    assert found(verify(bytes(mixed))) == [(Status.CHANGED, Detail.COVERAGE_UNCLEAR)]


@randomised(60)
@given(st.data())
def test_no_damage_leaves_a_valid_verdict(verify, signed_paper, twice_signed_paper, choice):
    pdf = choice.draw(st.sampled_from([signed_paper, twice_signed_paper]))
    damaged = bytearray(pdf)
    places = st.integers(0, len(pdf) - 1)
    for place in choice.draw(st.lists(places, min_size=1, max_size=3, unique=True)):
        damaged[place] ^= choice.draw(st.integers(1, 255))
    verdict = verify(bytes(damaged))
    assert not verdict.valid
    assert not verdict.unsigned
    assert not any(
        entry.status is Status.VALID and entry.covers_whole_document for entry in verdict.signatures
    )


@randomised(40)
@given(st.data())
def test_nothing_cut_off_or_added_is_valid(verify, twice_signed_paper, signed_paper, choice):
    keep = choice.draw(st.integers(0, len(twice_signed_paper) - 1))
    tail = choice.draw(st.binary(max_size=5))
    data = twice_signed_paper[:keep] + tail
    verdict = verify(data)
    assert data == signed_paper or not verdict.valid


@randomised(60)
@given(
    st.one_of(
        st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"%PDF-1.7\n" + tail)
    )
)
def test_any_bytes_get_a_verdict(verify, data):
    assert not verify(data).valid


def test_a_document_that_cannot_be_read(verify):
    verdict = verify(b"%PDF-1.7 nothing")
    assert found(verdict) == [(Status.UNREADABLE, Detail.DOCUMENT_DAMAGED)]
    assert verdict.signatures[0].field == ""


def test_a_hidden_signature_is_not_called_unsigned(verify, signed_paper):
    hidden = signed_paper.replace(b"/FT /Sig", b"/FT /Tex")
    assert found(verify(hidden)) == [(Status.UNREADABLE, Detail.SIGNATURE_DAMAGED)]


def test_a_kind_of_signature_we_do_not_know(verify, signed_paper):
    other = signed_paper.replace(b"ETSI.CAdES.detached", b"adbe.x509.rsa_sha1 ")
    assert found(verify(other)) == [(Status.UNREADABLE, Detail.SIGNATURE_UNSUPPORTED)]


# What was appended afterwards


def test_bytes_after_the_end(verify, signed_paper, twice_signed_paper):
    for tail in (b"\n", b"x", b"%%EOF\n", signed_paper):
        verdict = verify(signed_paper + tail)
        assert {entry.status for entry in verdict.signatures} <= {Status.CHANGED, Status.UNREADABLE}
    assert found(verify(twice_signed_paper + b" ")) == [(Status.CHANGED, Detail.APPENDED)] * 2


def _new_text(update):
    content = writer.PageObject(
        contents=update.add_object(generic.StreamObject(stream_data=b"BT ET")),
        media_box=(0, 0, 100, 100),
    )
    update.insert_page(content)


def _overwritten_text(update):
    page = update.root["/Pages"]["/Kids"][0]
    update.update_container(page)
    page["/Contents"] = update.add_object(generic.StreamObject(stream_data=b"BT ET"))


def _new_title(update):
    update.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Khac")}))


def _note(update):
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


def _empty_field(update):
    fields.append_signature_field(update, fields.SigFieldSpec("Trong", box=(1, 1, 500, 800)))


def _script(update):
    update.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    )
    update.update_root()


CHANGES = [_new_text, _overwritten_text, _new_title, _note, _empty_field, _script]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_an_appended_change(verify, signed_paper, twice_signed_paper, change):
    assert found(verify(extended(signed_paper, change))) == [(Status.CHANGED, Detail.APPENDED)]
    twice = verify(extended(twice_signed_paper, change))
    assert found(twice) == [(Status.CHANGED, Detail.APPENDED)] * 2
    assert not any(entry.covers_whole_document for entry in twice.signatures)


@pytest.mark.parametrize(
    "change", [_new_text, _overwritten_text, _note, _script], ids=["page", "text", "note", "script"]
)
def test_a_later_signature_does_not_bless_a_change(verify, office, signed_paper, change):
    data = signed(extended(signed_paper, change), office.deputy, "ChuKy2")
    first, second = found(verify(data))
    assert first == (Status.CHANGED, Detail.APPENDED)
    assert second == GOOD


def test_a_form_filled_in_after_signing(verify, office):
    def add_form(update):
        field = generic.DictionaryObject(
            {
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): generic.pdf_string("So"),
                pdf_name("/V"): generic.pdf_string("1"),
            }
        )
        update.root["/AcroForm"] = generic.DictionaryObject(
            {pdf_name("/Fields"): generic.ArrayObject([update.add_object(field)])}
        )
        update.update_root()

    def fill(update):
        field = update.root["/AcroForm"]["/Fields"][0]
        field["/V"] = generic.pdf_string("2")
        update.update_container(field)

    data = signed(extended(draw("x"), add_form), office.deputy)
    assert verify(data).valid
    assert found(verify(extended(data, fill))) == [(Status.CHANGED, Detail.APPENDED)]


def test_evidence_for_later_checks_may_be_appended(verify, office, signed_paper):
    stream = BytesIO(signed_paper)
    DocumentSecurityStore.add_dss(
        stream, None, certs=[x509.Certificate.load(office.root.certificate)]
    )
    verdict = verify(stream.getvalue())
    assert found(verdict) == [(Status.VALID, Detail.EVIDENCE_APPENDED)]
    assert not verdict.signatures[0].covers_whole_document
    assert verdict.valid
    for change in CHANGES:
        data = extended(stream.getvalue(), change)
        expected = [] if change is _new_title else [(Status.CHANGED, Detail.APPENDED)]
        assert not expected or found(verify(data)) == expected


def test_a_stranger_signs_after_us(verify, signed_paper):
    stranger = training.new_authority(TEN_YEARS, name="Lạ", kind=KeyKind.EC)
    unit = training.issue(stranger, TEN_YEARS, name="Lạ", organisation="", kind=KeyKind.EC)
    data = signed(signed_paper, unit, "ChuKy2")
    assert found(verify(data)) == [
        (Status.UNTRUSTED, Detail.LATER_SIGNATURE_UNTRUSTED),
        (Status.UNTRUSTED, Detail.AUTHORITY_UNKNOWN),
    ]


def test_a_kind_we_do_not_know_before_and_after_ours(verify, office, paper, signed_paper):
    odd = by_others(signed_paper, office.deputy, digest="sha1")
    unsupported = (Status.UNREADABLE, Detail.SIGNATURE_UNSUPPORTED)
    after = found(verify(odd))
    assert after == [(Status.UNTRUSTED, Detail.LATER_SIGNATURE_UNTRUSTED), unsupported]
    before = signed(by_others(paper, office.deputy, digest="sha1"), office.chief)
    assert found(verify(before)) == [unsupported, GOOD]
    assert not verify(before).valid


def test_the_second_signature_is_damaged(verify, signed_paper, twice_signed_paper):
    damaged = bytearray(twice_signed_paper)
    start, _end = _gap(twice_signed_paper)
    damaged[start + 9] ^= 1
    assert start > len(signed_paper)
    first, second = found(verify(bytes(damaged)))
    assert first == (Status.CHANGED, Detail.APPENDED)
    assert second[0] in {Status.UNREADABLE, Status.CHANGED}


# Trust


def test_an_unknown_authority(verify, signed_paper):
    other = training.new_authority(TEN_YEARS, kind=KeyKind.EC)
    for anchors in ([], [other.certificate]):
        expected = [(Status.UNTRUSTED, Detail.AUTHORITY_UNKNOWN)]
        assert found(verify(signed_paper, anchors=anchors)) == expected


def test_a_certificate_that_certifies_itself(verify, paper):
    alone = training.new_authority(TEN_YEARS, kind=KeyKind.EC)
    identity = training.SigningIdentity(alone.certificate, (), alone.key)
    status = found(verify(signed(paper, identity)))
    assert status == [(Status.UNTRUSTED, Detail.AUTHORITY_UNKNOWN)]
    status = found(verify(signed(paper, identity), anchors=[alone.certificate]))
    assert status == [(Status.UNTRUSTED, Detail.CERTIFICATE_UNSUITABLE)]


def test_no_revocation_list(verify, signed_paper):
    assert found(verify(signed_paper, revocations=[])) == [
        (Status.REVOCATION_UNKNOWN, Detail.REVOCATIONS_MISSING)
    ]


def test_the_list_of_another_authority(verify, signed_paper):
    other = training.new_authority(TEN_YEARS, kind=KeyKind.EC)  # of the same name
    listed = training.revocation_list(other, FRESH)
    assert found(verify(signed_paper, revocations=[listed])) == [
        (Status.REVOCATION_UNKNOWN, Detail.REVOCATIONS_MISSING)
    ]


def test_a_stale_revocation_list(verify, signed_paper):
    (entry,) = verify(signed_paper, now=FRESH.end + timedelta(days=2)).signatures
    assert (entry.status, entry.detail, entry.moment) == (
        Status.REVOCATION_UNKNOWN,
        Detail.REVOCATIONS_STALE,
        FRESH.end,
    )


def test_a_list_from_the_future(verify, office, signed_paper):
    later = Validity(NOW + timedelta(days=3), NOW + timedelta(days=9))
    listed = training.revocation_list(office.root, later)
    assert found(verify(signed_paper, revocations=[listed])) == [
        (Status.REVOCATION_UNKNOWN, Detail.REVOCATIONS_UNUSABLE)
    ]


@pytest.mark.parametrize("days", [-30, 0, 30])
@pytest.mark.parametrize("stale", [False, True])
def test_a_revoked_certificate(verify, office, twice_signed_paper, days, stale):
    moment = SIGNED_AT + timedelta(days=days)
    listed = training.revocation_list(
        office.root, FRESH, number=2, revoked=[(office.deputy.certificate, moment)]
    )
    now = FRESH.end + timedelta(days=50) if stale else NOW
    lists = [office.revocations, listed]
    first, second = verify(twice_signed_paper, revocations=lists, now=now).signatures
    assert (second.status, second.detail, second.moment) == (
        Status.REVOKED,
        Detail.REVOKED,
        moment,
    )
    assert (first.status, first.detail) == (Status.UNTRUSTED, Detail.LATER_SIGNATURE_UNTRUSTED)


def test_an_expired_certificate(verify, office, paper):
    short = Validity(SIGNED_AT - timedelta(days=9), SIGNED_AT + timedelta(days=9))
    unit = certificate(office, validity=short)
    data = signed(paper, unit)
    after = short.end + timedelta(days=1)
    between = training.revocation_list(
        office.root, Validity(SIGNED_AT + timedelta(days=1), SIGNED_AT + timedelta(days=3))
    )
    revoked = training.revocation_list(
        office.root, FRESH, revoked=[(unit.certificate, SIGNED_AT + timedelta(days=2))]
    )
    assert found(verify(data)) == [GOOD]
    for lists, status, detail, moment in (
        ([], Status.EXPIRED, Detail.TIME_CLAIMED_REVOCATION_UNKNOWN, short.end),
        ([office.revocations], Status.EXPIRED, Detail.TIME_CLAIMED_REVOCATION_UNKNOWN, short.end),
        ([between], Status.EXPIRED, Detail.TIME_CLAIMED, short.end),
        ([revoked], Status.REVOKED, Detail.REVOKED, SIGNED_AT + timedelta(days=2)),
    ):
        (entry,) = verify(data, revocations=lists, now=after).signatures
        assert (entry.status, entry.detail, entry.moment) == (status, detail, moment)
        assert entry.covers_whole_document
    expected = [(Status.UNTRUSTED, Detail.AUTHORITY_UNKNOWN)]
    assert found(verify(data, anchors=[], now=after)) == expected


@pytest.mark.parametrize("days", [-20, 20])
def test_a_claimed_time_outside_the_certificate(verify, office, paper, days, monkeypatch):
    monkeypatch.setattr(pades_signing, "check_validity", lambda *_arguments, **_named: None)
    short = Validity(SIGNED_AT - timedelta(days=9), SIGNED_AT + timedelta(days=9))
    data = signed(paper, certificate(office, validity=short), now=SIGNED_AT + timedelta(days=days))
    expected = [(Status.UNTRUSTED, Detail.SIGNED_OUTSIDE_VALIDITY)]
    assert found(verify(data)) == expected
    assert found(verify(data, now=SIGNED_AT + timedelta(days=60))) == expected


def test_no_claimed_time(verify, signed_paper, monkeypatch):
    monkeypatch.setattr(pades_verification, "_signed_at", lambda *_arguments: None)
    (entry,) = verify(signed_paper).signatures
    assert (entry.status, entry.signed_at) == (Status.VALID, None)
    late = TEN_YEARS.end + timedelta(days=1)
    assert found(verify(signed_paper, now=late)) == [
        (Status.UNTRUSTED, Detail.SIGNED_OUTSIDE_VALIDITY)
    ]


def test_a_certificate_of_the_future(verify, office, paper):
    (entry,) = verify(
        signed(paper, office.chief), now=TEN_YEARS.start - timedelta(days=3)
    ).signatures
    assert (entry.status, entry.detail, entry.moment) == (
        Status.UNTRUSTED,
        Detail.CERTIFICATE_NOT_YET_VALID,
        TEN_YEARS.start,
    )


def test_authorities_in_between(verify, office, paper):
    between = training.new_authority(TEN_YEARS, name="Giữa", above=office.root, kind=KeyKind.EC)
    data = signed(paper, certificate(office, authority=between))
    lower = training.revocation_list(between, FRESH)
    root = office.root.certificate
    revoked = training.revocation_list(
        office.root, FRESH, revoked=[(between.certificate, SIGNED_AT)]
    )
    missing = (Status.REVOCATION_UNKNOWN, Detail.REVOCATIONS_MISSING)
    for anchors, lists, expected in (
        ([root], [office.revocations, lower], GOOD),
        ([root, between.certificate], [office.revocations, lower], GOOD),
        ([between.certificate], [lower], GOOD),
        ([root], [lower], missing),
        ([root], [office.revocations], missing),
        ([root, between.certificate], [lower], missing),
        ([root, between.certificate], [revoked, lower], (Status.REVOKED, Detail.REVOKED)),
    ):
        assert found(verify(data, anchors=anchors, revocations=lists)) == [expected]


def test_a_store_that_is_damaged(verify, office, signed_paper):
    for named, code in (
        ({"anchors": [b"x"]}, "anchors_unreadable"),
        ({"revocations": [b"x"]}, "anchors_unreadable"),
        ({"anchors": [office.chief.certificate]}, "certificate_not_authority"),
    ):
        with pytest.raises(PackageError, match=code):
            verify(signed_paper, **named)


def test_no_log_quotes_a_document(verify, signed_paper, caplog):
    caplog.set_level("DEBUG", logger="root")
    verify(extended(signed_paper, _note))
    verify(signed_paper, anchors=[])
    assert not [record for record in caplog.records if record.name.startswith("pyhanko")]


def test_reading_takes_nothing_from_the_file_but_bytes(signed_paper):
    assert PdfFileReader(BytesIO(signed_paper)).xrefs.total_revisions == 2
