"""Signing a paper with a certificate file and checking it offline: each fault its own words."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import messages
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.errors import PackageError, StorageError, UserError
from ktgs_desktop.services import (
    anchors,
    maintenance,
    overview,
    papers,
    signing,
)
from ktgs_desktop.trust import training
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.helpers.builders import a_program, an_issued_program, changes, refusal
from tests.helpers.certificates import PIN, VALIDITY, a_certificate, the_authority
from tests.helpers.paper_text import pdf_text

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from ktgs_desktop.errors import KtgsError
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.trust.certificates import SigningIdentity

SIGNER = "Nguyễn Văn Mẫu"
FRESH = Validity(datetime(2021, 7, 1, tzinfo=UTC), datetime(2021, 8, 1, tzinfo=UTC))


def sentence(error: KtgsError) -> str:
    return messages.text_of(error.code, error.params)


@pytest.fixture
def paper(workspace: Workspace) -> UUID:
    """An issued paper."""
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    return program.document


def trusting(workspace: Workspace, *, lists: bool = True) -> None:
    authority = the_authority()
    anchors.trust(workspace, authority.certificate, "training")
    if lists:
        anchors.trust(workspace, training.revocation_list(authority, FRESH), "training")


def request_for(workspace: Workspace, paper: UUID) -> signing.SignatureRequest:
    printed = papers.file_of_document(workspace, paper)
    assert printed.signature_place is not None
    return signing.SignatureRequest(printed.data, printed.name, printed.signature_place)


def signed_by(
    workspace: Workspace, paper: UUID, identity: SigningIdentity | None = None
) -> papers.Printed:
    identity = identity or a_certificate()
    signing.sign_document(workspace, paper, request_for(workspace, paper), identity)
    return papers.file_of_document(workspace, paper)


def verdict(workspace: Workspace, data: bytes) -> tuple[str, str]:
    """The one status and its sentence."""
    (found,) = signing.findings(signing.verify(workspace, data))
    return found.status, found.sentence


# The certificate file -------------------------------------------------------------------------


def test_a_certificate_file_opens_with_its_pin(tmp_path: Path) -> None:
    path = tmp_path / "HU.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=PIN))
    identity = signing.open_certificate(path, PIN)
    facts = signing.facts_of(identity)
    assert (facts.subject, facts.organisation) == (SIGNER, "Huyện uỷ Phú Bình")
    assert identity.certificate == a_certificate().certificate


def test_each_fault_of_a_certificate_file_has_its_own_words(tmp_path: Path) -> None:
    path = tmp_path / "HU.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=PIN))
    wrong = refusal(lambda: signing.open_certificate(path, "sai"))
    assert (type(wrong), wrong.code) == (UserError, "pin_wrong")
    missing = refusal(lambda: signing.open_certificate(tmp_path / "none.p12", PIN))
    assert (type(missing), missing.code) == (StorageError, "file_missing")
    path.write_bytes(b"no certificate")
    damaged = refusal(lambda: signing.open_certificate(path, PIN))
    assert (type(damaged), damaged.code) == (PackageError, "certificate_file_unreadable")
    texts = [sentence(error) for error in (wrong, missing, damaged)]
    assert len(set(texts)) == 3
    assert "PIN" in texts[0]


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (datetime(2019, 12, 31, tzinfo=UTC), "certificate_not_yet_valid"),
        (datetime(2035, 1, 2, tzinfo=UTC), "certificate_expired"),
    ],
)
def test_a_certificate_out_of_its_time_is_refused_when_it_is_opened(
    tmp_path: Path, now: datetime, code: str
) -> None:
    path = tmp_path / "HU.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=PIN))
    assert refusal(lambda: signing.open_certificate(path, PIN, now)).code == code
    signing.open_certificate(path, PIN, datetime(2021, 7, 6, tzinfo=UTC))


# Signing --------------------------------------------------------------------------------------


def test_a_signed_paper_is_kept_shown_and_valid(
    workspace: Workspace, paper: UUID, tmp_path: Path
) -> None:
    trusting(workspace)
    path = tmp_path / "HU.p12"
    path.write_bytes(training.pkcs12_file(a_certificate(), password=PIN))
    before = pdf_text(papers.file_of_document(workspace, paper).data)
    assert overview.attention(workspace).unsigned == 1
    signed = signed_by(workspace, paper, signing.open_certificate(path, PIN))
    assert signed.signed
    assert signed.name == "01-CTr-HU 2021.pdf"
    document = papers.get(workspace, paper)
    assert [(file.role, file.signed_by) for file in document.files] == [("SIGNED_PDF", SIGNER)]
    status, text = verdict(workspace, signed.data)
    assert status == "VALID"
    assert SIGNER in text
    assert "06/07/2021 09:15" in text
    assert before == pdf_text(signed.data), "the words of the paper are those that were printed"
    (row,) = papers.rows(workspace, next(papers.stream(workspace, Listing())))
    assert row.signed
    assert overview.attention(workspace).unsigned == 0
    assert maintenance.check(workspace).sound


def test_printing_gives_the_signed_file(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    document = signing.document_of_program(workspace, program.id)
    signed = signed_by(workspace, document)
    assert papers.print_program(workspace, program.id) == signed
    assert not signing.verify(workspace, signed.data).unsigned


def test_the_visible_block_stands_in_the_place_of_the_signature(
    workspace: Workspace, paper: UUID
) -> None:
    request = request_for(workspace, paper)
    signed = signed_by(workspace, paper)
    plain, shown = (
        papers.page_image(data, request.place.page, 1.0) for data in (request.data, signed.data)
    )
    place = request.place
    differing = [
        (number // plain.stride, number % plain.stride // 4)
        for number, (old, new) in enumerate(zip(plain.data, shown.data, strict=True))
        if old != new
    ]
    assert len(differing) > 100
    rows, columns = zip(*differing, strict=True)
    assert place.x - 2 <= min(columns) <= max(columns) <= place.x + place.width + 2
    top = plain.height - place.y - place.height
    assert top - 2 <= min(rows) <= max(rows) <= top + place.height + 2


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (datetime(2035, 1, 2, tzinfo=UTC), "certificate_expired"),
        (datetime(2019, 12, 31, tzinfo=UTC), "certificate_not_yet_valid"),
    ],
)
def test_outside_its_time_a_certificate_does_not_sign(
    workspace: Workspace, paper: UUID, now: datetime, code: str
) -> None:
    request = request_for(workspace, paper)
    before = changes(workspace)
    error = refusal(lambda: signing.signed(request, a_certificate(), now))
    assert (type(error), error.code) == (PackageError, code)
    assert SIGNER in sentence(error)
    assert changes(workspace) == before


def test_an_expired_certificate_leaves_the_paper_unsigned(
    workspace: Workspace, paper: UUID
) -> None:
    expired = a_certificate(until=2021)
    request = request_for(workspace, paper)
    error = refusal(lambda: signing.sign_document(workspace, paper, request, expired))
    assert error.code == "certificate_expired"
    assert "01/01/2021" in sentence(error)
    assert papers.get(workspace, paper).files == ()


def test_a_draft_has_nothing_to_sign(workspace: Workspace) -> None:
    program = a_program(workspace)
    error = refusal(lambda: signing.document_of_program(workspace, program.id))
    assert error.code == "program_not_issued"


def test_a_paper_is_not_signed_twice_in_the_same_place(workspace: Workspace, paper: UUID) -> None:
    request = request_for(workspace, paper)
    signed = signed_by(workspace, paper)
    again = signing.SignatureRequest(signed.data, signed.name, request.place)
    error = refusal(lambda: signing.sign_document(workspace, paper, again, a_certificate()))
    assert error.code == "document_signed"
    assert len(papers.get(workspace, paper).files) == 1


# Checking -------------------------------------------------------------------------------------


def test_one_changed_byte_is_told(workspace: Workspace, paper: UUID) -> None:
    trusting(workspace)
    data = bytearray(signed_by(workspace, paper).data)
    place = data.find(b"/Count")
    assert place > 0
    data[place + 1] ^= 1
    status, text = verdict(workspace, bytes(data))
    assert status in ("CHANGED", "UNREADABLE")
    assert not signing.verify(workspace, bytes(data)).valid
    assert text != verdict(workspace, papers.file_of_document(workspace, paper).data)[1]


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.75, 0.9])
def test_a_changed_byte_anywhere_is_never_valid(
    workspace: Workspace, paper: UUID, share: float
) -> None:
    trusting(workspace)
    data = bytearray(signed_by(workspace, paper).data)
    data[int(len(data) * share)] ^= 0x20
    found = signing.verify(workspace, bytes(data))
    assert not found.valid


def test_something_appended_after_signing_is_told(workspace: Workspace, paper: UUID) -> None:
    trusting(workspace)
    data = signed_by(workspace, paper).data + b"\n% appended\n"
    status, text = verdict(workspace, data)
    assert status == "CHANGED"
    assert SIGNER in text


def test_an_unknown_authority_is_told_with_what_to_do(workspace: Workspace, paper: UUID) -> None:
    status, text = verdict(workspace, signed_by(workspace, paper).data)
    assert status == "UNTRUSTED"
    assert "Cài đặt" in text, text
    other = training.new_authority(VALIDITY, name="Tổ chức khác", kind=KeyKind.EC)
    anchors.trust(workspace, other.certificate, "other")
    assert verdict(workspace, papers.file_of_document(workspace, paper).data)[0] == "UNTRUSTED"


def test_a_revoked_certificate_is_told_with_its_day(workspace: Workspace, paper: UUID) -> None:
    trusting(workspace, lists=False)
    signed = signed_by(workspace, paper)
    identity = a_certificate()
    revoked = [(identity.certificate, datetime(2021, 7, 2, tzinfo=UTC))]
    listed = training.revocation_list(the_authority(), FRESH, revoked=revoked)
    anchors.trust(workspace, listed, "crl")
    status, text = verdict(workspace, signed.data)
    assert status == "REVOKED"
    assert "02/07/2021" in text


def test_without_a_list_or_with_an_old_one_revocation_is_not_known(
    workspace: Workspace, paper: UUID
) -> None:
    trusting(workspace, lists=False)
    signed = signed_by(workspace, paper)
    status, text = verdict(workspace, signed.data)
    assert status == "REVOCATION_UNKNOWN"
    old = Validity(datetime(2021, 5, 1, tzinfo=UTC), datetime(2021, 6, 1, tzinfo=UTC))
    anchors.trust(workspace, training.revocation_list(the_authority(), old), "crl")
    stale, stale_text = verdict(workspace, signed.data)
    assert stale == "REVOCATION_UNKNOWN"
    assert "01/06/2021" in stale_text
    assert stale_text != text


def test_a_certificate_that_expired_since_is_told_apart(
    workspace: Workspace, paper: UUID, clock: object
) -> None:
    trusting(workspace)
    signed = signed_by(workspace, paper, a_certificate(until=2022))
    clock.forward(days=300)  # type: ignore[attr-defined]
    status, text = verdict(workspace, signed.data)
    assert status == "EXPIRED"
    assert "01/01/2022" in text


def test_an_unsigned_file_and_no_pdf_are_told_apart(workspace: Workspace, paper: UUID) -> None:
    plain = papers.file_of_document(workspace, paper).data
    assert verdict(workspace, plain)[0] == "UNSIGNED"
    status, text = verdict(workspace, b"no pdf at all")
    assert status == "UNREADABLE"
    assert text == sentence(PackageError("verdict_detail_not_pdf"))
    assert text != verdict(workspace, plain[: len(plain) // 3])[1]


def test_a_paper_is_checked_with_files_alone(
    workspace: Workspace, paper: UUID, tmp_path: Path
) -> None:
    signed = signed_by(workspace, paper)
    authority, listed = tmp_path / "ca.cer", tmp_path / "ca.crl"
    authority.write_bytes(the_authority().certificate)
    listed.write_bytes(training.revocation_list(the_authority(), FRESH))
    found = signing.verify_with(signed.data, [authority, listed], workspace.clock)
    assert found.valid
    assert not signing.verify_with(signed.data, [], workspace.clock).valid
    missing = refusal(lambda: signing.verify_with(signed.data, [tmp_path / "none"]))
    assert missing.code == "file_missing"


# Whom the office trusts -----------------------------------------------------------------------


def test_only_what_somebody_compared_is_trusted(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    ders = (
        the_authority().certificate,
        training.new_authority(VALIDITY, kind=KeyKind.EC).certificate,
    )
    path.write_bytes(
        b"".join(
            b"-----BEGIN CERTIFICATE-----\n"
            + base64.encodebytes(der)
            + b"-----END CERTIFICATE-----\n"
            for der in ders
        )
    )
    offered = anchors.preview(workspace, path)
    assert [one.known for one in offered] == [False, False]
    assert anchors.kept(workspace) == []
    assert anchors.import_file(workspace, path, {offered[1].fingerprint}) == 1
    (kept,) = anchors.kept(workspace)
    assert (kept.fingerprint, kept.kind) == (offered[1].fingerprint, "AUTHORITY")
    assert [one.known for one in anchors.preview(workspace, path)] == [False, True]
    assert anchors.import_file(workspace, path) == 1
    assert anchors.import_file(workspace, path) == 0


def test_a_newer_list_replaces_the_older_and_never_the_other_way(workspace: Workspace) -> None:
    trusting(workspace)
    later = Validity(FRESH.start + timedelta(days=3), FRESH.end + timedelta(days=3))
    newer = training.revocation_list(the_authority(), later, number=2)
    assert anchors.trust(workspace, newer, "crl") == 1
    lists = [one for one in anchors.kept(workspace) if one.kind == "REVOCATIONS"]
    assert [one.valid_from for one in lists] == [later.start.date()]
    older = training.revocation_list(the_authority(), FRESH, number=3)
    error = refusal(lambda: anchors.trust(workspace, older, "crl"))
    assert error.code == "revocations_older"
    assert lists == [one for one in anchors.kept(workspace) if one.kind == "REVOCATIONS"]


def test_of_two_lists_in_one_file_the_later_counts(workspace: Workspace) -> None:
    trusting(workspace)
    both = b""
    for days in (5, 3):
        span = Validity(FRESH.start + timedelta(days=days), FRESH.end + timedelta(days=days))
        made = training.revocation_list(the_authority(), span, number=days)
        text = base64.encodebytes(made)
        both += b"-----BEGIN X509 CRL-----\n" + text + b"-----END X509 CRL-----\n"
    assert anchors.trust(workspace, both, "crl") == 1
    (kept,) = [one for one in anchors.kept(workspace) if one.kind == "REVOCATIONS"]
    assert kept.valid_from == (FRESH.start + timedelta(days=5)).date()


def test_an_authority_is_trusted_no_longer_with_a_reason(workspace: Workspace, paper: UUID) -> None:
    trusting(workspace)
    signed = signed_by(workspace, paper)
    authority = next(one for one in anchors.kept(workspace) if one.kind == "AUTHORITY")
    without = refusal(lambda: anchors.remove(workspace, authority.id, " "))
    assert without.code == "reason_missing"
    anchors.remove(workspace, authority.id, "hết hiệu lực")
    assert verdict(workspace, signed.data)[0] == "UNTRUSTED"
    assert anchors.trust(workspace, the_authority().certificate, "again") == 1
    assert verdict(workspace, signed.data)[0] == "VALID"


def test_a_signers_certificate_is_no_authority(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "nguoi-ky.cer"
    path.write_bytes(a_certificate().certificate)
    error = refusal(lambda: anchors.import_file(workspace, path))
    assert error.code == "certificate_not_authority"
    path.write_bytes(b"nothing")
    assert refusal(lambda: anchors.preview(workspace, path)).code == "anchors_unreadable"
    assert anchors.kept(workspace) == []
