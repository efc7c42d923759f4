"""Whether a certificate can be trusted: its path to an authority we know, and revocation.

Everything is decided offline from what the office has stored. The module loads pyHanko's
validator: `pades_verification` and `detached_cms` alone use it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InvalidCertificateError,
    NotYetValidError,
    PathError,
    ValidationError,
)

from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.certificates import (
    X509_DAMAGE,
    CertificateFacts,
    describe_certificate,
    is_authority,
    parse_certificate,
)
from ktgs_desktop.trust.cms_profile import SafeValidator
from ktgs_desktop.trust.damage import DAMAGE
from ktgs_desktop.trust.verdicts import SignatureDetail, SignatureStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko_certvalidator.path import ValidationPath

_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
_DIGESTS = frozenset(("sha256", "sha384", "sha512"))
_FAILURES = (PathError, ValidationError, *DAMAGE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a certificate stands; the fields mean what they mean in `SignatureVerdict`.

    Attributes:
        status: `VALID`, `UNTRUSTED`, `EXPIRED`, `REVOKED` or `REVOCATION_UNKNOWN`.
        detail: why.
        moment: the time that belongs to the detail, or None.
    """

    status: SignatureStatus
    detail: SignatureDetail = SignatureDetail.NONE
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """A certificate in use.

    Attributes:
        certificate: the signer's certificate.
        others: certificates that came with the signature.
        signed_at: when it was used, as claimed, or None.
    """

    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Vouched:
    """A certificate that is trusted and not revoked.

    Attributes:
        facts: its facts.
        lists_from: when the lists were made, of several the oldest.
    """

    facts: CertificateFacts
    lists_from: datetime


@dataclass(frozen=True, slots=True)
class _Link:
    """A certificate on a path and who issued it.

    Attributes:
        serial: its serial number.
        issuer: name of its issuer.
        key: key of its issuer.
    """

    serial: int
    issuer: pyca.Name
    key: CertificatePublicKeyTypes


_Path = list[_Link]


class Authorities:
    """What the office trusts: authorities and lists of revoked certificates.

    Args:
        anchors: certificates of authorities, DER. One whose issuer is among them counts as
            intermediate, so that its revocation is looked at; the others are trusted as they are.
        revocations: revocation lists, DER.
        below: authorities that count only below one of the anchors, DER.

    Raises:
        PackageError: `anchors_unreadable`, or `certificate_not_authority`.
    """

    def __init__(
        self,
        anchors: Iterable[bytes],
        revocations: Iterable[bytes],
        *,
        below: Iterable[bytes] = (),
    ) -> None:
        authorities = [_authority(der) for der in anchors]
        names = {authority.subject.hashable for authority in authorities}
        self._roots: list[x509.Certificate] = []
        self._intermediates: list[x509.Certificate] = []
        for authority in authorities:
            alone = authority.self_issued or authority.issuer.hashable not in names
            (self._roots if alone else self._intermediates).append(authority)
        self._intermediates += [_authority(der) for der in below]
        self._lists = list(revocations)
        try:
            self._revocations = [pyca.load_der_x509_crl(der) for der in self._lists]
        except X509_DAMAGE:
            raise PackageError("anchors_unreadable") from None

    async def standing(self, signing: Signing, *, now: datetime) -> Standing:
        """How a certificate stands.

        Args:
            signing: the certificate and its use.
            now: the time, aware.
        """
        try:
            path = await self._path(signing, moment=now)
        except ExpiredError as error:
            return await self._expired(signing, error.expired_dt)
        except NotYetValidError as error:
            detail = SignatureDetail.CERTIFICATE_NOT_YET_VALID
            return Standing(SignatureStatus.UNTRUSTED, detail, error.valid_from)
        except _FAILURES as error:
            return _untrusted(error)
        if signing.signed_at is not None and not _within(signing):
            return Standing(
                SignatureStatus.UNTRUSTED,
                SignatureDetail.SIGNED_OUTSIDE_VALIDITY,
                signing.certificate.not_valid_before,
            )
        return await self._in_force(signing, path, now)

    async def vouched(self, certificate: x509.Certificate, *, moment: datetime) -> Vouched:
        """The path of a certificate at a moment, and how old the lists are that speak for it.

        A list that is due is not refused: offline, the next one comes when it comes. How old one
        may be is for the caller to say.

        Args:
            certificate: the certificate; everything above it must be known already.
            moment: the time, aware.

        Raises:
            PackageError: `certificate_expired`, `certificate_not_yet_valid`,
                `certificate_unsuitable`, `certificate_untrusted`, `certificate_revoked` or
                `crl_missing`.
        """
        facts = describe_certificate(certificate.dump())
        try:
            path = await self._path(Signing(certificate, (), None), moment=moment)
        except ExpiredError as error:
            day = error.expired_dt.date()
            raise PackageError("certificate_expired", subject=facts.subject, date=day) from error
        except NotYetValidError as error:
            day = error.valid_from.date()
            raise PackageError(
                "certificate_not_yet_valid", subject=facts.subject, date=day
            ) from error
        except (_UnsuitableError, DisallowedAlgorithmError) as error:
            raise PackageError("certificate_unsuitable", subject=facts.subject) from error
        except _FAILURES as error:
            raise PackageError("certificate_untrusted", subject=facts.subject) from error
        revoked = self._revoked(path)
        if revoked is not None and revoked.moment is not None:
            day = revoked.moment.date()
            raise PackageError("certificate_revoked", subject=facts.subject, date=day)
        newest = [self._newest(link) for link in path]
        if not newest or None in newest:
            raise PackageError("crl_missing", subject=facts.subject, issuer=facts.issuer)
        return Vouched(facts, min(issued for issued in newest if issued is not None))

    def _newest(self, link: _Link) -> datetime | None:
        """When the latest list was made that speaks for all certificates of an issuer."""
        complete = [found for found in self._lists_of(link) if _complete(found)]
        return max((found.last_update_utc for found in complete), default=None)

    async def _expired(self, signing: Signing, end: datetime) -> Standing:
        """The standing of a certificate on whose path something has expired."""
        outside = Standing(SignatureStatus.UNTRUSTED, SignatureDetail.SIGNED_OUTSIDE_VALIDITY, end)
        if signing.signed_at is None or not _within(signing):
            return outside
        try:
            path = await self._path(signing, moment=signing.signed_at)
        except (ExpiredError, NotYetValidError):
            return outside
        except _FAILURES as error:
            return _untrusted(error)
        revoked = self._revoked(path)
        if revoked is not None:
            return revoked
        # After expiry an authority may drop the entry, so only a list from between counts.
        known = all(
            any(signing.signed_at <= found.last_update_utc <= end for found in self._lists_of(link))
            for link in path
        )
        return Standing(
            SignatureStatus.EXPIRED,
            SignatureDetail.TIME_CLAIMED
            if known
            else SignatureDetail.TIME_CLAIMED_REVOCATION_UNKNOWN,
            end,
        )

    async def _in_force(self, signing: Signing, path: _Path, now: datetime) -> Standing:
        revoked = self._revoked(path)
        if revoked is not None:
            return revoked
        try:
            # "hard-fail" would accept a revoked certificate that names no address of a list.
            await self._path(signing, moment=now, revocation_mode="require")
        except _FAILURES:
            return self._known(path, now)
        return Standing(SignatureStatus.VALID)

    def _revoked(self, path: _Path) -> Standing | None:
        """The first revocation on a path in any list, be it stale: no list takes one back."""
        for link in path:
            for found in self._lists_of(link):
                entry = found.get_revoked_certificate_by_serial_number(link.serial)
                if entry is not None:
                    return Standing(
                        SignatureStatus.REVOKED,
                        SignatureDetail.REVOKED,
                        entry.revocation_date_utc,
                    )
        return None

    def _known(self, path: _Path, now: datetime) -> Standing:
        """What the lists say where pyHanko was not content.

        It cannot place a list of an anchor that is not a root; a plain list that the issuer
        signed itself is enough. Otherwise: what is missing.
        """
        status = SignatureStatus.REVOCATION_UNKNOWN
        for link in path:
            lists = self._lists_of(link)
            if any(_plain(found, now) for found in lists):
                continue
            due = [found.next_update_utc for found in lists if found.next_update_utc is not None]
            if not lists:
                return Standing(status, SignatureDetail.REVOCATIONS_MISSING)
            if due and max(due) < now:
                return Standing(status, SignatureDetail.REVOCATIONS_STALE, max(due))
            return Standing(status, SignatureDetail.REVOCATIONS_UNUSABLE)
        return Standing(SignatureStatus.VALID)

    def _lists_of(self, link: _Link) -> list[pyca.CertificateRevocationList]:
        """The genuine lists of a certificate's issuer."""
        named = (found for found in self._revocations if found.issuer == link.issuer)
        return [found for found in named if _signed_by(found, link.key)]

    async def _path(
        self, signing: Signing, *, moment: datetime, revocation_mode: str = "none"
    ) -> _Path:
        context = ValidationContext(
            trust_roots=self._roots,
            other_certs=self._intermediates,
            moment=moment,
            allow_fetching=False,
            crls=self._lists,
            revocation_mode=revocation_mode,
            signature_validator=SafeValidator(),
        )
        validator = CertificateValidator(
            signing.certificate, signing.others, validation_context=context
        )
        path = await validator.async_validate_path()
        try:
            _USAGE.validate(signing.certificate)
        except InvalidCertificateError as error:
            raise _UnsuitableError(str(error)) from error
        return _links(path)


class _UnsuitableError(ValidationError):
    """The certificate is not for signing papers."""


def _links(path: ValidationPath) -> _Path:
    """The certificates below the anchor, from the top."""
    try:
        chain = [parse_certificate(link.dump()) for link in path.iter_certs(include_root=True)]
        return [
            _Link(certificate.serial_number, issuer.subject, issuer.public_key())
            for issuer, certificate in itertools.pairwise(chain)
        ]
    except (PackageError, *X509_DAMAGE) as error:
        raise _UnsuitableError(str(error)) from error


def _plain(revocations: pyca.CertificateRevocationList, now: datetime) -> bool:
    """Whether a list is complete and of today: nothing in it limits what it speaks for."""
    due = revocations.next_update_utc
    return due is not None and revocations.last_update_utc <= now <= due and _complete(revocations)


def _complete(revocations: pyca.CertificateRevocationList) -> bool:
    """Whether a list speaks for all certificates of its issuer and is soundly signed."""
    digest = revocations.signature_hash_algorithm
    return (
        digest is not None
        and digest.name in _DIGESTS
        and not any(extension.critical for extension in revocations.extensions)
    )


def _authority(der: bytes) -> x509.Certificate:
    try:
        certificate = parse_certificate(der)
    except PackageError:
        raise PackageError("anchors_unreadable") from None
    if not is_authority(certificate):
        raise PackageError("certificate_not_authority", subject=describe_certificate(der).subject)
    return x509.Certificate.load(der)


def _untrusted(error: Exception) -> Standing:
    unsuitable = isinstance(error, _UnsuitableError | DisallowedAlgorithmError)
    detail = (
        SignatureDetail.CERTIFICATE_UNSUITABLE if unsuitable else SignatureDetail.AUTHORITY_UNKNOWN
    )
    return Standing(SignatureStatus.UNTRUSTED, detail)


def _within(signing: Signing) -> bool:
    certificate = signing.certificate
    moment = signing.signed_at
    return (
        moment is not None and certificate.not_valid_before <= moment <= certificate.not_valid_after
    )


def _signed_by(revocations: pyca.CertificateRevocationList, key: CertificatePublicKeyTypes) -> bool:
    try:
        return revocations.is_signature_valid(key)  # type: ignore[arg-type] # refused below
    except X509_DAMAGE:
        return False
