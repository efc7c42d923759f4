import os
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign import fields

from ktgs_desktop.trust import training
from ktgs_desktop.trust.pdf_signatures import SignatureDetail as Detail
from ktgs_desktop.trust.pdf_signatures import SignatureStatus as Status
from ktgs_desktop.trust.training import KeyKind
from tests.trust.conftest import FRESH, NOW, SIGNED_AT, TEN_YEARS, signed
from tests.trust.judging import GOOD, by_others, extended, found, gap
from tests.trust.profiles import randomised

pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")


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


def test_not_a_bit_of_the_signature_itself_can_change(verify, signed_paper):
    start, end = gap(signed_paper)
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
    _start, end = gap(signed_paper)
    for place in (end - 2, end - 1000):
        damaged = bytearray(signed_paper)
        damaged[place] = ord("1")
        detail = Detail.SIGNATURE_DAMAGED
        assert found(verify(bytes(damaged))) == [(Status.UNREADABLE, detail)]


def test_letters_of_the_signature_are_of_one_case(verify, signed_paper):
    start, end = gap(signed_paper)
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
