"""What forgers append to a signed paper: the verdict says so, and names everybody who signed.

After Mainka, Mladenov, Rohlmann, Schwenk: Shadow Attacks (2021) and 1 Trillion Dollar Refund
(2019); the attacker may have written the paper that was signed.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from asn1crypto import x509
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from ktgs_desktop.trust import training
from ktgs_desktop.trust.pdf_signatures import SignatureDetail as Detail
from ktgs_desktop.trust.pdf_signatures import SignatureStatus as Status
from tests.trust.conftest import TEN_YEARS, draw, signed
from tests.trust.judging import GOOD, certificate, extended, found

pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")

CHANGED = (Status.CHANGED, Detail.APPENDED)
_BROKEN = {Status.CHANGED, Status.UNREADABLE}


# Shadow attacks: what the signer saw is hidden, replaced, or both -----------------------------


def _stream(update, text):
    return update.add_object(generic.StreamObject(stream_data=f"BT ({text}) Tj ET".encode()))


def _prepared():
    """A paper whose author put a second, unseen set of pages into it before it was signed."""

    def prepare(update):
        pages = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Pages")})
        unseen = update.add_object(pages)
        page = writer.PageObject(contents=_stream(update, "ky luat"), media_box=(0, 0, 595, 842))
        page["/Parent"] = unseen
        pages["/Kids"] = generic.ArrayObject([update.add_object(page)])
        pages["/Count"] = generic.NumberObject(1)
        update.root["/PieceInfo"] = generic.DictionaryObject({pdf_name("/Unseen"): unseen})
        picture = generic.StreamObject(
            dict_data={
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            },
            stream_data=b"1 g 0 0 595 842 re f",
        )
        front = update.root["/Pages"]["/Kids"][0]
        front["/Resources"] = generic.DictionaryObject(
            {
                pdf_name("/XObject"): generic.DictionaryObject(
                    {pdf_name("/Cover"): update.add_object(picture)}
                )
            }
        )
        update.update_container(front)
        update.update_root()

    return extended(draw("khong ky luat"), prepare)


def _hide(update):
    """The cover over what stands beneath becomes empty."""
    front = update.root["/Pages"]["/Kids"][0]
    cover = front["/Resources"]["/XObject"].raw_get("/Cover")
    empty = generic.StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 1, 1))),
        },
        stream_data=b"",
    )
    update.objects[cover.generation, cover.idnum] = empty


def _replace(update):
    """The look of the signature's own field says something else."""
    field = update.root["/AcroForm"]["/Fields"][0]
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): _stream(update, "Khong dong y")})
    update.update_container(field)


def _moved(update):
    """The signature's field covers the page."""
    field = update.root["/AcroForm"]["/Fields"][0]
    field["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    update.update_container(field)


def _hide_and_replace(update):
    """The catalogue points to the pages that nobody saw."""
    update.root["/Pages"] = update.root["/PieceInfo"].raw_get("/Unseen")
    update.update_root()


def _page_appended(update):
    update.insert_page(
        writer.PageObject(contents=_stream(update, "them"), media_box=(0, 0, 595, 842))
    )


ATTACKS = [_hide, _replace, _moved, _hide_and_replace, _page_appended]
_attacks = pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__.strip("_"))


@pytest.fixture(scope="session")
def prepared(office):
    """The prepared paper, signed."""
    return signed(_prepared(), office.chief)


@_attacks
def test_what_a_forger_appends_is_told(verify, prepared, attack):
    assert verify(prepared).valid
    verdict = verify(extended(prepared, attack))
    assert found(verdict) == [CHANGED]
    assert not verdict.valid
    assert not verdict.signatures[0].covers_whole_document


@_attacks
def test_a_second_signer_does_not_cover_for_a_forger(verify, office, prepared, attack):
    forged = signed(extended(prepared, attack), office.deputy, "ChuKy2")
    verdict = verify(forged)
    first, second = verdict.signatures
    assert (first.status, first.detail) == CHANGED
    assert (first.signer, second.signer) == ("Nguyễn Thị Tập Huấn", "Trần Văn Thử")
    assert not verdict.valid
    # Neither does the forger's change between two signatures, nor one after both.
    after = verify(extended(forged, _page_appended))
    assert [entry.status for entry in after.signatures] == [Status.CHANGED] * 2


@_attacks
def test_evidence_for_later_checks_does_not_cover_for_a_forger(verify, office, prepared, attack):
    stream = BytesIO(extended(prepared, attack))
    root = x509.Certificate.load(office.root.certificate)
    DocumentSecurityStore.add_dss(stream, None, certs=[root])
    assert found(verify(stream.getvalue())) == [CHANGED]
    before = BytesIO(prepared)
    DocumentSecurityStore.add_dss(before, None, certs=[root])
    assert found(verify(before.getvalue())) == [(Status.VALID, Detail.EVIDENCE_APPENDED)]
    assert found(verify(extended(before.getvalue(), attack))) == [CHANGED]


# Others sign ----------------------------------------------------------------------------------


def test_a_second_signature_by_another_name_names_both(verify, office, signed_paper):
    stranger = certificate(office, name="Lê Thị Mẫu")
    verdict = verify(signed(signed_paper, stranger, "ChuKy2"))
    assert found(verdict) == [GOOD, GOOD]
    assert [entry.signer for entry in verdict.signatures] == ["Nguyễn Thị Tập Huấn", "Lê Thị Mẫu"]
    assert [entry.covers_whole_document for entry in verdict.signatures] == [False, True]


def test_a_namesake_from_nowhere_is_not_taken_for_the_signer(verify, signed_paper):
    own = training.new_authority(TEN_YEARS)
    organisation = "Huyện uỷ Tập Huấn"
    namesake = training.issue(own, TEN_YEARS, name="Nguyễn Thị Tập Huấn", organisation=organisation)
    verdict = verify(signed(signed_paper, namesake, "ChuKy2"))
    assert {entry.signer for entry in verdict.signatures} == {"Nguyễn Thị Tập Huấn"}
    assert [entry.status for entry in verdict.signatures] == [Status.UNTRUSTED] * 2
    assert not verdict.valid


# Any object in place of any other -------------------------------------------------------------


@cache
def _objects(pdf):
    """Numbers of the objects of a document, and each as it is written."""
    reader = PdfFileReader(BytesIO(pdf))
    found_ones = {}
    for reference in reader.xrefs.explicit_refs_in_revision(0):
        stream = BytesIO()
        reader.get_object(reference).write_to_stream(stream, None, None)
        found_ones[reference.idnum] = stream.getvalue()
    return found_ones


def _revised(pdf, number, body, *, free=False):
    """A revision written by hand that redefines one object, or lets it go."""
    reader = PdfFileReader(BytesIO(pdf))
    root = reader.trailer_view.raw_get("/Root").idnum
    size = int(reader.trailer_view["/Size"])
    start = pdf.rindex(b"startxref") + len(b"startxref")
    former = int(pdf[start : pdf.index(b"%%EOF", start)])
    place = len(pdf) + 1
    written = b"" if free else b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entry = b"0000000000 00001 f \n" if free else b"%010d 00000 n \n" % place
    table = b"xref\n%d 1\n%s" % (number, entry)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, former)
    ending = b"startxref\n%d\n%%%%EOF\n" % (place + len(written))
    return pdf + b"\n" + written + table + trailer + ending


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.booleans())
def test_no_object_can_be_exchanged(verify, prepared, data, free):
    objects = _objects(prepared)
    number = data.draw(st.sampled_from(sorted(objects)))
    body = objects[data.draw(st.sampled_from(sorted(objects)))]
    verdict = verify(_revised(prepared, number, body, free=free))
    assert verdict.signatures
    assert {entry.status for entry in verdict.signatures} <= _BROKEN
    assert not verdict.valid
