"""Which CMS signatures are accepted in a PDF: the strict part around pyHanko's arithmetic.

pyHanko accepts more than we want, among it CMS without signed attributes and bytes that nobody
signed around the signature. Here it is said what a signature must look like; everything else is
refused, however genuine it may be. The module loads pyHanko:
`pades_verification` and `certificate_paths` alone use it.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asn1crypto import cms, parser
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asn1crypto import x509

PADES_SUBFILTER = "/ETSI.CAdES.detached"
SUBFILTERS = frozenset((PADES_SUBFILTER, "/adbe.pkcs7.detached"))
_DIGESTS = frozenset(("sha256", "sha384", "sha512"))
_SIGNATURES = frozenset(("rsassa_pkcs1v15", "rsassa_pss", "ecdsa"))
_REQUIRED = frozenset(("content_type", "message_digest"))
_CERTIFICATE_BOUND = frozenset(("signing_certificate_v2", "signing_certificate"))
_MAX_BYTES = 1024 * 1024
_MAX_HEADER_BYTES = 6
_END_OF_CONTENTS, _CONSTRUCTED, _LONG_TAG, _LONG_LENGTH = 0, 0x20, 0x1F, 0x80
_VERSIONS = {"issuer_and_serial_number": "v1", "subject_key_identifier": "v3"}


class SafeValidator(DefaultSignatureValidator):
    """pyHanko's arithmetic, for which a key of the wrong kind is a wrong signature, no accident.

    Two authorities of one name with keys of different kinds would otherwise end the check.
    """

    @override
    def validate_signature(self, *arguments: Any, **named: Any) -> None:
        try:
            super().validate_signature(*arguments, **named)
        except (AssertionError, ValueError, TypeError, UnsupportedAlgorithm):
            raise InvalidSignature from None


@dataclass(frozen=True, slots=True)
class SignedRange:
    """The bytes of a file that a signature speaks for.

    Attributes:
        before: bytes from the start of the file to the signature.
        resume: first byte after the signature.
        end: first byte after the signed part.
    """

    before: int
    resume: int
    end: int


def signed_range(pdf: bytes, byte_range: Iterable[Any], contents: bytes) -> SignedRange | None:
    """What a /ByteRange covers, if it leaves out its own signature and nothing else.

    Args:
        pdf: the file.
        byte_range: the four numbers of the signature dictionary.
        contents: the signature as the PDF reader found it, with its padding.

    Returns:
        The range, or None if there is a gap, an overlap or anything unusual in the spelling.
    """
    numbers = [int(number) for number in byte_range]
    if len(numbers) != 4:  # noqa: PLR2004 - two pairs of start and length
        return None
    start, before, resume, length = numbers
    end = resume + length
    if start != 0 or not 0 < before < resume <= end <= len(pdf):
        return None
    gap = pdf[before:resume]
    digits = gap[1:-1]
    # One case of letters throughout, so that not one bit outside the signed bytes can change.
    if gap[:1] != b"<" or gap[-1:] != b">" or digits not in (digits.upper(), digits.lower()):
        return None
    try:
        same = binascii.unhexlify(digits) == contents
    except binascii.Error:
        return None
    return SignedRange(before, resume, end) if same else None


def read_signature(contents: bytes, subfilter: str) -> cms.SignedData | None:
    """The CMS signature, if it is of the accepted kind.

    Args:
        contents: bytes of /Contents with their padding, which must be zeros.
        subfilter: kind of signature in the PDF.

    Returns:
        The signed data, or None if it is of another kind.

    Raises:
        ValueError: the bytes are damaged; `TypeError`, `KeyError` and `IndexError` may come as
            well.
    """
    length = parser.peek(contents)
    if contents[length:].strip(b"\0") or length > _MAX_BYTES:
        raise ValueError("padding")
    _check_lengths(contents[:length])
    message = cms.ContentInfo.load(contents[:length], strict=True)
    if message["content_type"].native != "signed_data":
        return None
    signed: cms.SignedData = message["content"]
    return signed if _acceptable(signed, subfilter) else None


def digest_name(signed: cms.SignedData) -> str:
    """Name of the digest of an accepted signature, as `hashlib` knows it.

    Args:
        signed: what `read_signature` returned.
    """
    return str(signed["signer_infos"][0]["digest_algorithm"]["algorithm"].native)


def is_genuine(
    signed: cms.SignedData, certificate: x509.Certificate, digest: bytes
) -> tuple[bool, bool]:
    """Whether a signature fits a document and a certificate; nothing about trust.

    Args:
        signed: what `read_signature` returned.
        certificate: the signer's certificate.
        digest: digest of the signed bytes.

    Returns:
        Whether the digest is the signed one, and whether the signature is the key's.
    """
    signer = signed["signer_infos"][0]["sid"]
    named = signer.name == "subject_key_identifier" or (
        # Names compare regardless of case; these bytes must not even differ in case.
        signer.chosen["issuer"].dump() == certificate.issuer.dump()
    )
    intact, valid = validate_sig_integrity(
        signed["signer_infos"][0], certificate, "data", digest, sig_validator=SafeValidator()
    )
    return intact, valid and named


def _acceptable(signed: cms.SignedData, subfilter: str) -> bool:
    if len(signed["signer_infos"]) != 1 or signed["encap_content_info"]["content"]:
        return False
    signer = signed["signer_infos"][0]
    algorithm = signer["digest_algorithm"]
    digests = [listed.dump() for listed in signed["digest_algorithms"]]
    plain = (
        signed["version"].native == signer["version"].native
        and signed["encap_content_info"]["content_type"].native == "data"
        and signer["version"].native == _VERSIONS.get(signer["sid"].name)
        and digests == [algorithm.dump()]
    )
    return plain and _strong(signer) and _attributes_complete(signer, subfilter)


def _check_lengths(data: bytes) -> None:
    """Refuse lengths that do not add up or are not DER; asn1crypto does not look so closely."""
    spans = [(0, len(data))]
    while spans:
        at, end = spans.pop()
        while at < end:
            tag, body, following = _element(data, at)
            if following > end:
                raise ValueError("length")
            if tag & _CONSTRUCTED:
                spans.append((body, following))
            at = following


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag of the DER element at a place, where its contents begin and where it ends."""
    tag, first = data[at], data[at + 1]
    if tag == _END_OF_CONTENTS or tag & _LONG_TAG == _LONG_TAG:
        raise ValueError("tag")
    if first < _LONG_LENGTH:
        return tag, at + 2, at + 2 + first
    body = at + 2 + first - _LONG_LENGTH
    size = int.from_bytes(data[at + 2 : body])
    if not data[at + 2] or size < _LONG_LENGTH or body - at > _MAX_HEADER_BYTES:
        raise ValueError("length")
    return tag, body, body + size


def _strong(signer: cms.SignerInfo) -> bool:
    digest = signer["digest_algorithm"]["algorithm"].native
    mechanism = signer["signature_algorithm"]
    if digest not in _DIGESTS or mechanism.signature_algo not in _SIGNATURES:
        return False
    named = mechanism["algorithm"].native
    return bool(named == "rsassa_pkcs1v15" or mechanism.hash_algo == digest)


def _attributes_complete(signer: cms.SignerInfo, subfilter: str) -> bool:
    """Signed attributes are there, each once; PAdES binds the certificate too."""
    names = [attribute["type"].native for attribute in signer["signed_attrs"]]
    if len(set(names)) != len(names) or not set(names) >= _REQUIRED:
        return False
    return subfilter != PADES_SUBFILTER or bool(_CERTIFICATE_BOUND & set(names))
