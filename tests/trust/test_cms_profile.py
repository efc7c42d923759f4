from io import BytesIO

import pytest
from asn1crypto import algos, cms, core, x509
from cryptography.exceptions import InvalidSignature
from pyhanko.pdf_utils.reader import PdfFileReader

from ktgs_desktop.trust import cms_profile

PADES, OLDER = "/ETSI.CAdES.detached", "/adbe.pkcs7.detached"


@pytest.fixture(scope="module")
def contents(signed_paper):
    return PdfFileReader(BytesIO(signed_paper)).embedded_signatures[0].pkcs7_content


@pytest.fixture
def message(contents):
    return cms.ContentInfo.load(contents.rstrip(b"\0"))


def rebuilt(message, **parts):
    """The signature with parts of its signer replaced or, by None, left out."""
    signed = message["content"]
    signer = signed["signer_infos"][0]
    fresh = {name: signer[name] for name in signer if signer[name].native is not None} | parts
    infos = [cms.SignerInfo({name: part for name, part in fresh.items() if part is not None})]
    content = {name: signed[name] for name in signed if signed[name].native is not None}
    content["signer_infos"] = infos
    return cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()


def test_our_own_signature_is_accepted(contents, message):
    assert cms_profile.read_signature(contents, PADES) is not None
    signed = cms_profile.read_signature(rebuilt(message), PADES)
    assert cms_profile.digest_name(signed) == "sha256"


def attributes(message, *, without=(), twice=()):
    kept = message["content"]["signer_infos"][0]["signed_attrs"]
    wanted = [part for part in kept if part["type"].native not in without]
    wanted += [part for part in kept if part["type"].native in twice]
    return cms.CMSAttributes([part.copy() for part in wanted])


@pytest.mark.parametrize("name", ["content_type", "message_digest", "signing_certificate_v2"])
def test_each_attribute_is_there_once(message, name):
    for changed in ({"without": (name,)}, {"twice": (name,)}):
        data = rebuilt(message, signed_attrs=attributes(message, **changed))
        assert cms_profile.read_signature(data, PADES) is None
    left_out = rebuilt(message, signed_attrs=attributes(message, without=(name,)))
    bound = cms_profile.read_signature(left_out, OLDER) is not None
    assert bound == (name == "signing_certificate_v2")


def test_signed_attributes_are_required(message):
    for subfilter in (PADES, OLDER):
        assert cms_profile.read_signature(rebuilt(message, signed_attrs=None), subfilter) is None


@pytest.mark.parametrize(
    "parts",
    [
        {"version": "v3"},
        {"digest_algorithm": {"algorithm": "sha1"}},
        {"digest_algorithm": {"algorithm": "sha512"}},
        {"signature_algorithm": {"algorithm": "sha1_rsa"}},
        {"signature_algorithm": {"algorithm": "sha512_rsa"}},
        {"signature_algorithm": {"algorithm": "sha256_dsa"}},
        {"signature_algorithm": {"algorithm": "ed25519"}},
    ],
)
def test_what_does_not_fit_together(message, parts):
    data = rebuilt(message, **parts)
    try:
        assert cms_profile.read_signature(data, PADES) is None
    except ValueError as error:
        assert "digest" in str(error).lower() or "hash" in str(error).lower()  # noqa: PT017


def test_versions_agree(message):
    message["content"]["version"] = "v3"
    assert cms_profile.read_signature(message.dump(force=True), PADES) is None


def test_listed_digests_agree(message):
    for names in ([], ["sha512"], ["sha256", "sha512"]):
        listed = cms.DigestAlgorithms([{"algorithm": name} for name in names])
        message["content"]["digest_algorithms"] = listed
        assert cms_profile.read_signature(message.dump(force=True), PADES) is None


def test_a_key_of_another_kind_is_a_wrong_signature(office):
    chief, deputy = (
        x509.Certificate.load(identity.certificate) for identity in (office.chief, office.deputy)
    )
    for key, algorithm in (
        (chief.public_key, "sha256_ecdsa"),
        (deputy.public_key, "sha256_rsa"),
        (chief.public_key, "sha256_rsa"),
    ):
        with pytest.raises(InvalidSignature):
            cms_profile.SafeValidator().validate_signature(
                b"x", b"y", key, algos.SignedDigestAlgorithm({"algorithm": algorithm})
            )


def test_exactly_one_signer(message):
    for count in (0, 2):
        copy = cms.ContentInfo.load(message.dump())
        signer = copy["content"]["signer_infos"][0].copy()
        copy["content"]["signer_infos"] = cms.SignerInfos([signer] * count)
        assert cms_profile.read_signature(copy.dump(force=True), PADES) is None


def test_nothing_is_signed_but_the_document(message):
    inner = cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"x")})
    message["content"]["encap_content_info"] = inner
    assert cms_profile.read_signature(message.dump(force=True), PADES) is None


def test_other_messages_are_no_signatures():
    data = cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"x")}).dump()
    assert cms_profile.read_signature(data, PADES) is None


def test_a_name_in_other_letters_is_not_the_name(contents, office):
    certificate = x509.Certificate.load(office.chief.certificate)
    signed = cms_profile.read_signature(contents, PADES)
    digest = next(
        part["values"][0].native
        for part in signed["signer_infos"][0]["signed_attrs"]
        if part["type"].native == "message_digest"
    )
    assert cms_profile.is_genuine(signed, certificate, digest) == (True, True)
    assert cms_profile.is_genuine(signed, certificate, b"\0" * 32) == (False, True)
    place = contents.rindex("KTGS CHỨNG".encode(), 0, contents.rindex(b"KTGS"))
    lower = contents[:place] + b"ktgs" + contents[place + 4 :]
    renamed = cms_profile.read_signature(lower, PADES)
    assert cms_profile.is_genuine(renamed, certificate, digest) == (True, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:0],
        lambda data: data[:-9000],
        lambda data: data[:-1] + b"\1",
        lambda data: b"\x30\x80" + data[4:],
        lambda data: b"\x30\x84\x00\x00" + data[2:],
        lambda data: data[:2] + bytes([data[2] + 16]) + data[3:],
        lambda data: b"\x1f" + data[1:],
        lambda data: data[:1] + b"\x84\x00\x20\x00\x00" + bytes(1 << 21),
        lambda data: data[:1] + b"\x83\x20\x00\x00" + b"\x04\x00" * (1 << 20),
        lambda data: data[:1] + b"\x01\x30",
    ],
)
def test_what_is_not_der(contents, change):
    with pytest.raises((ValueError, IndexError)):
        cms_profile.read_signature(change(contents), PADES)


PDF = b"%PDF-1.7 before <0A0b> after"
GAP, END = PDF.index(b"<"), len(PDF)
RESUME = PDF.index(b">") + 1
UPPER = PDF.replace(b"b>", b"B>")


def covered(numbers, *, pdf=UPPER, contents=b"\x0a\x0b"):
    return cms_profile.signed_range(pdf, numbers, contents)


def test_a_range_leaves_out_the_signature_and_nothing_else():
    found = covered([0, GAP, RESUME, END - RESUME])
    assert (found.before, found.resume, found.end) == (GAP, RESUME, END)
    assert covered([0, GAP, RESUME, END - RESUME - 3]).end == END - 3
    lower = PDF.replace(b"0A", b"0a")
    assert covered([0, GAP, RESUME, 1], pdf=lower) is not None


@pytest.mark.parametrize(
    "numbers",
    [
        [],
        [0, GAP],
        [0, GAP, RESUME],
        [0, GAP, RESUME, END - RESUME, 0, 0],
        [1, GAP - 1, RESUME, END - RESUME],
        [1, GAP, RESUME, END - RESUME],
        [0, 0, RESUME, END - RESUME],
        [0, GAP - 1, RESUME, END - RESUME],
        [0, GAP + 1, RESUME, END - RESUME],
        [0, GAP, RESUME - 1, END - RESUME],
        [0, GAP, RESUME + 1, END - RESUME],
        [0, GAP, RESUME, END - RESUME + 1],
        [0, GAP, RESUME, -1],
        [0, GAP, GAP, END - GAP],
        [0, RESUME, GAP, END - GAP],
        [0, GAP, 10**30, 1],
        [0, -GAP, RESUME, END - RESUME],
    ],
)
def test_unusual_ranges(numbers):
    assert covered(numbers) is None


def test_unusual_spellings():
    numbers = [0, GAP, RESUME, END - RESUME]
    assert covered(numbers, pdf=PDF) is None  # mixed case
    for digits in (b"0A 0", b"0A0\n", b"0A0G", b"(A0B"):
        pdf = PDF.replace(b"0A0b", digits)
        assert covered(numbers, pdf=pdf) is None
    assert covered(numbers, contents=b"\x0a\x0c") is None
