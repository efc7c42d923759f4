from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import pades_signing, pades_verification, training
from ktgs_desktop.trust.pdf_signatures import SignatureDetail as Detail
from ktgs_desktop.trust.pdf_signatures import SignatureStatus as Status
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.trust.conftest import FRESH, NOW, SIGNED_AT, TEN_YEARS, signed
from tests.trust.judging import GOOD, certificate, extended, found, note_added

pytestmark = pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")


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
    verify(extended(signed_paper, note_added))
    verify(signed_paper, anchors=[])
    assert not [record for record in caplog.records if record.name.startswith("pyhanko")]


def test_reading_takes_nothing_from_the_file_but_bytes(signed_paper):
    assert PdfFileReader(BytesIO(signed_paper)).xrefs.total_revisions == 2
