from io import BytesIO

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign import fields
from pyhanko.sign.validation.dss import DocumentSecurityStore

from ktgs_desktop.trust import training
from ktgs_desktop.trust.pdf_signatures import SignatureDetail as Detail
from ktgs_desktop.trust.pdf_signatures import SignatureStatus as Status
from ktgs_desktop.trust.training import KeyKind
from tests.trust.conftest import TEN_YEARS, draw, signed
from tests.trust.judging import GOOD, by_others, extended, found, gap, note_added

pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")


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


def _empty_field(update):
    fields.append_signature_field(update, fields.SigFieldSpec("Trong", box=(1, 1, 500, 800)))


def _script(update):
    update.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("1")}
    )
    update.update_root()


CHANGES = [_new_text, _overwritten_text, _new_title, note_added, _empty_field, _script]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_an_appended_change(verify, signed_paper, twice_signed_paper, change):
    assert found(verify(extended(signed_paper, change))) == [(Status.CHANGED, Detail.APPENDED)]
    twice = verify(extended(twice_signed_paper, change))
    assert found(twice) == [(Status.CHANGED, Detail.APPENDED)] * 2
    assert not any(entry.covers_whole_document for entry in twice.signatures)


@pytest.mark.parametrize(
    "change",
    [_new_text, _overwritten_text, note_added, _script],
    ids=["page", "text", "note", "script"],
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
    start, _end = gap(twice_signed_paper)
    damaged[start + 9] ^= 1
    assert start > len(signed_paper)
    first, second = found(verify(bytes(damaged)))
    assert first == (Status.CHANGED, Detail.APPENDED)
    assert second[0] in {Status.UNREADABLE, Status.CHANGED}


# Trust
