from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from ktgs_desktop.trust import training
from ktgs_desktop.trust.training import KeyKind, Validity
from tests.trust.conftest import FRESH, SIGNED_AT, TEN_YEARS


def load(der):
    return x509.load_der_x509_certificate(der)


def test_the_authority_says_that_it_is_for_training_only(office):
    for der in (office.root.certificate, office.chief.certificate):
        assert "không có giá trị pháp lý" in load(der).subject.rfc4514_string()
    assert "CHỨNG THƯ TẬP HUẤN" in load(office.root.certificate).subject.rfc4514_string()
    assert "CHỨNG THƯ TẬP HUẤN" in load(office.chief.certificate).issuer.rfc4514_string()


def test_certificates_verify_and_have_their_purposes(office):
    root, chief, deputy = (
        load(der)
        for der in (office.root.certificate, office.chief.certificate, office.deputy.certificate)
    )
    root.verify_directly_issued_by(root)
    for unit in (chief, deputy):
        unit.verify_directly_issued_by(root)
        usage = unit.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.digital_signature
        assert usage.content_commitment
        assert not usage.key_cert_sign
        assert not unit.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        with pytest.raises(x509.ExtensionNotFound):
            unit.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    assert isinstance(chief.public_key(), rsa.RSAPublicKey)
    assert chief.public_key().key_size == 2048
    assert isinstance(deputy.public_key(), ec.EllipticCurvePublicKey)
    assert chief.serial_number != deputy.serial_number


def test_an_authority_below_another(office):
    below = training.new_authority(TEN_YEARS, name="Dưới", above=office.root, kind=KeyKind.EC)
    load(below.certificate).verify_directly_issued_by(load(office.root.certificate))
    unit = training.issue(below, TEN_YEARS, name="A", organisation="B", kind=KeyKind.EC)
    assert unit.chain == (below.certificate, office.root.certificate)


def test_long_names_are_cut_at_a_word(office):
    name = "Uỷ ban Kiểm tra Huyện uỷ Tập Huấn, tỉnh Tập Huấn, nước Tập Huấn"
    unit = training.issue(office.root, TEN_YEARS, name=name, organisation="ế" * 40, kind=KeyKind.EC)
    parts = {part.rfc4514_attribute_name: part.value for part in load(unit.certificate).subject}
    assert name.startswith(parts["CN"] + " ")
    assert parts["O"] == "ế" * 21


def test_validity_is_as_asked(office):
    short = Validity(SIGNED_AT, SIGNED_AT + timedelta(days=1))
    unit = training.issue(office.root, short, name="A", organisation="B", kind=KeyKind.EC)
    certificate = load(unit.certificate)
    assert certificate.not_valid_before_utc == short.start
    assert certificate.not_valid_after_utc == short.end


def test_revocation_lists(office):
    root = load(office.root.certificate)
    empty = x509.load_der_x509_crl(office.revocations)
    assert empty.is_signature_valid(root.public_key())
    assert len(empty) == 0
    data = training.revocation_list(
        office.root, FRESH, number=2, revoked=[(office.chief.certificate, SIGNED_AT)]
    )
    listed = x509.load_der_x509_crl(data)
    entry = listed.get_revoked_certificate_by_serial_number(
        load(office.chief.certificate).serial_number
    )
    assert entry.revocation_date_utc == SIGNED_AT
    deputy = load(office.deputy.certificate).serial_number
    assert listed.get_revoked_certificate_by_serial_number(deputy) is None
