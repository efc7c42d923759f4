import base64
import subprocess
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.trust_anchors import AnchorKind, TrustAnchor
from ktgs_desktop.errors import KtgsError, PackageError, UserError
from ktgs_desktop.trust import certificates, training
from tests.trust.conftest import FRESH, NOW, TEN_YEARS
from tests.trust.profiles import randomised

PIN = "mật khẩu 12"


def refusal(kind, function, *arguments, **named):
    with pytest.raises(kind) as caught:
        function(*arguments, **named)
    return caught.value.code, caught.value.params


def pem(der, label="CERTIFICATE"):
    text = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{text}-----END {label}-----\n".encode()


def self_signed(key, *, usage=True, name="Thử"):
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(TEN_YEARS.start)
        .not_valid_after(TEN_YEARS.end)
    )
    if usage:
        flags = dict.fromkeys(
            (
                "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
            ),
            False,
        )  # fmt: skip
        builder = builder.add_extension(
            x509.KeyUsage(digital_signature=True, **flags), critical=True
        )
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return builder.sign(key, algorithm)


def bundle(key, certificate, others=(), password=PIN):
    encryption = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, others, encryption)


@pytest.fixture(scope="module")
def chief_file(office):
    return training.pkcs12_file(office.chief, password=PIN)


@pytest.mark.parametrize("who", ["chief", "deputy"])
def test_a_certificate_file_opens_with_its_pin(office, who):
    identity = getattr(office, who)
    for password in (PIN, ""):
        data = training.pkcs12_file(identity, password=password)
        loaded = certificates.load_pkcs12(data, password)
        assert loaded.certificate == identity.certificate
        assert loaded.chain == (office.root.certificate,)
        assert loaded.key.private_numbers() == identity.key.private_numbers()


def test_the_key_is_not_printed(office):
    assert "key" not in repr(office.chief)


@pytest.mark.parametrize("pin", ["", "mat khau 12", "\ud800", PIN + " "])
def test_a_wrong_pin(chief_file, pin):
    assert refusal(UserError, certificates.load_pkcs12, chief_file, pin) == ("pin_wrong", {})


@pytest.mark.parametrize("data", [b"", b"PDF", b"\x30\x03\x02\x01\x03", b"\x30" * 300])
def test_what_is_no_certificate_file(data):
    found = refusal(PackageError, certificates.load_pkcs12, data, PIN)
    assert found == ("certificate_file_unreadable", {})


def test_half_a_certificate_file(chief_file):
    found = refusal(PackageError, certificates.load_pkcs12, chief_file[: len(chief_file) // 2], PIN)
    assert found == ("certificate_file_unreadable", {})


@randomised(40)
@given(st.data())
def test_a_damaged_certificate_file_is_refused_or_the_same(office, chief_file, choice):
    damaged = bytearray(chief_file)
    damaged[choice.draw(st.integers(0, len(damaged) - 1))] ^= choice.draw(st.integers(1, 255))
    try:
        loaded = certificates.load_pkcs12(bytes(damaged), PIN)
    except KtgsError as error:
        refused = error.code
    else:
        refused = ""
        assert loaded.certificate == office.chief.certificate
    assert refused in {"", "pin_wrong", "certificate_file_unreadable", "certificate_without_key"}


def test_a_file_without_key(office):
    only = bundle(None, None, [x509.load_der_x509_certificate(office.chief.certificate)])
    found = refusal(PackageError, certificates.load_pkcs12, only, PIN)
    assert found == ("certificate_without_key", {})


def test_a_file_with_a_foreign_key(chief_file, monkeypatch):
    # No program at hand writes such a file, so the certificate's key is made to look different.
    monkeypatch.setattr(certificates, "_public_key", lambda _certificate: b"another")
    found = refusal(PackageError, certificates.load_pkcs12, chief_file, PIN)
    assert found == ("certificate_without_key", {})


@pytest.mark.parametrize(
    ("key", "usage"),
    [
        (ed25519.Ed25519PrivateKey.generate(), True),
        (ec.generate_private_key(ec.SECP256K1()), True),
        (ec.generate_private_key(ec.SECP256R1()), False),
        (rsa.generate_private_key(public_exponent=65537, key_size=1024), True),  # noqa: S505 - it is refused
    ],
    ids=["ed25519", "curve", "usage", "short"],
)
def test_certificates_that_cannot_sign_papers(key, usage):
    data = bundle(key, self_signed(key, usage=usage))
    found = refusal(PackageError, certificates.load_pkcs12, data, PIN)
    assert found == ("certificate_unsuitable", {"subject": "Thử"})


def test_an_authority_cannot_sign_papers(office):
    root = office.root
    data = bundle(root.key, x509.load_der_x509_certificate(root.certificate))
    assert refusal(PackageError, certificates.load_pkcs12, data, PIN)[0] == "certificate_unsuitable"


def test_old_files_of_other_programs_open(office, tmp_path):
    key = office.deputy.key
    (tmp_path / "k.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (tmp_path / "c.pem").write_bytes(pem(office.deputy.certificate))
    command = ["openssl", "pkcs12", "-export", "-legacy", "-inkey", "k.pem", "-in", "c.pem"]
    command += ["-out", "old.p12", "-passout", "pass:abc"]
    try:
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is missing")
    data = (tmp_path / "old.p12").read_bytes()
    assert certificates.load_pkcs12(data, "abc").certificate == office.deputy.certificate
    assert certificates.load_pkcs12(data + b"\0", "abc").chain == ()
    assert refusal(UserError, certificates.load_pkcs12, data, "abd")[0] == "pin_wrong"


def test_the_facts_of_a_certificate(office):
    facts = certificates.describe_certificate(office.chief.certificate)
    certificate = x509.load_der_x509_certificate(office.chief.certificate)
    assert facts.subject == "Nguyễn Thị Tập Huấn"
    assert facts.organisation == "Huyện uỷ Tập Huấn"
    assert facts.issuer == training.AUTHORITY_NAME
    assert facts.serial == f"{certificate.serial_number:x}"
    assert facts.fingerprint == certificate.fingerprint(hashes.SHA256()).hex()
    assert (facts.valid_from, facts.valid_to) == (TEN_YEARS.start, TEN_YEARS.end)
    assert not facts.is_authority
    assert certificates.describe_certificate(office.root.certificate).is_authority


def test_names_are_made_fit_to_show_and_keep():
    key = ec.generate_private_key(ec.SECP256R1())
    name = unicodedata.normalize("NFD", "Huyện uỷ") + "\n\u202eA"
    der = self_signed(key, name=name).public_bytes(Encoding.DER)
    facts = certificates.describe_certificate(der)
    assert facts.subject == "Huyện uỷ  A"
    assert facts.organisation == ""
    assert not facts.is_authority


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_a_number_that_is_not_positive_is_refused(office):
    der = bytearray(office.chief.certificate)
    der[15] |= 0x80
    with pytest.raises(PackageError, match="certificate_unreadable"):
        certificates.describe_certificate(bytes(der))


@pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")
@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@randomised(150)
@given(st.data())
def test_any_bytes_are_described_or_refused(office, choice):
    damaged = bytearray(office.chief.certificate)
    damaged[choice.draw(st.integers(0, len(damaged) - 1))] ^= choice.draw(st.integers(1, 255))
    for function in (certificates.describe_certificate, certificates.read_anchors):
        try:
            assert function(bytes(damaged))
        except PackageError as error:
            refused = error.code
        else:
            refused = ""
        assert refused in {
            "", "certificate_unreadable", "anchors_unreadable", "certificate_not_authority"
        }  # fmt: skip


def test_a_certificate_has_its_time(office):
    hanoi = timezone(timedelta(hours=7))
    check, der = certificates.check_validity, office.chief.certificate
    check(der, now=NOW)
    check(der, now=TEN_YEARS.start)
    check(der, now=TEN_YEARS.end)
    late = (TEN_YEARS.end + timedelta(seconds=1)).astimezone(hanoi)
    assert refusal(PackageError, check, der, now=late) == (
        "certificate_expired",
        {"subject": "Nguyễn Thị Tập Huấn", "date": date(2030, 1, 1)},
    )
    early = datetime(2019, 12, 31, tzinfo=UTC)
    assert refusal(PackageError, check, der, now=early) == (
        "certificate_not_yet_valid",
        {"subject": "Nguyễn Thị Tập Huấn", "date": date(2020, 1, 1)},
    )
    assert refusal(PackageError, check, b"x", now=NOW) == ("certificate_unreadable", {})


def test_anchors_are_read_from_pem_and_der(office):
    root, revocations = office.root.certificate, office.revocations
    both = b"Comment\n" + pem(root) + pem(revocations, "X509 CRL") + pem(root)
    authority, listed = certificates.read_anchors(both)
    assert certificates.read_anchors(root) == [authority]
    assert certificates.read_anchors(revocations) == [listed]
    assert (authority.kind, listed.kind) == (AnchorKind.AUTHORITY, AnchorKind.REVOCATIONS)
    assert authority.subject == listed.subject == training.AUTHORITY_NAME
    assert (authority.valid_from, authority.valid_to) == (date(2020, 1, 1), date(2030, 1, 1))
    assert (listed.valid_from, listed.valid_to) == (date(2021, 1, 4), date(2021, 2, 4))
    assert (authority.der, listed.der) == (root, revocations)
    assert base64.b64decode(listed.content) == revocations
    fields = set(TrustAnchor.__dataclass_fields__) - {"owner", "id"}
    assert all(hasattr(listed, field) for field in fields)


def test_a_unit_is_no_authority(office):
    for data in (
        office.chief.certificate,
        pem(office.root.certificate) + pem(office.chief.certificate),
    ):
        assert refusal(PackageError, certificates.read_anchors, data) == (
            "certificate_not_authority",
            {"subject": "Nguyễn Thị Tập Huấn"},
        )


def test_what_is_no_anchor(office):
    root = pem(office.root.certificate)
    key = pem(b"123", "PRIVATE KEY")
    wrong = [
        b"",
        b"x",
        root[:-40],
        root + key,
        key,
        root.replace(b"MII", b"M*I"),
        b"\0" * 17_000_000,
    ]
    for data in wrong:
        assert refusal(PackageError, certificates.read_anchors, data)[0] == "anchors_unreadable"


def test_a_revocation_list_must_say_when_the_next_is_due(office):
    from asn1crypto import crl

    listed = crl.CertificateList.load(office.revocations)
    body = listed["tbs_cert_list"]
    parts = {
        name: body[name]
        for name in ("version", "signature", "issuer", "this_update", "crl_extensions")
    }
    undated = crl.CertificateList(
        {
            "tbs_cert_list": parts,
            "signature_algorithm": listed["signature_algorithm"],
            "signature": listed["signature"],
        }
    ).dump()
    assert refusal(PackageError, certificates.read_anchors, undated) == (
        "revocations_undated",
        {"subject": training.AUTHORITY_NAME},
    )


def test_the_list_of_the_fixture_is_fresh():
    assert FRESH.start < NOW < FRESH.end
