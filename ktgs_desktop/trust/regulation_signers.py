"""Who signed a list of regulations: so many distinct keys as the root of trust demands for them.

Every signature at a list must count. One more that does not would otherwise make two spellings of
one list, and nobody could say whether a file was altered on its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.certificates import CertificateFacts
from ktgs_desktop.trust.key_checks import check_signature
from ktgs_desktop.trust.statements import StatementKind, decode_signatures

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.domain.trust_roots import RootFile, RootKey
    from ktgs_desktop.trust.bound_keys import BoundKeys


@dataclass(frozen=True, slots=True)
class ListSigner:
    """One who signed.

    Attributes:
        fingerprint: what names the key, in hexadecimal.
        holder: who holds it, as the root says.
        certificate: facts of the certificate, None for an Ed25519 key.
    """

    fingerprint: str
    holder: str
    certificate: CertificateFacts | None = None


@dataclass(frozen=True, slots=True)
class ListApproval:
    """That enough keys signed.

    Attributes:
        signers: who signed, in the order of their fingerprints.
        needed: how many it takes.
        warnings: codes of sentences: `root_expired`, `training_trust`, `crl_stale`.
    """

    signers: tuple[ListSigner, ...]
    needed: int
    warnings: tuple[str, ...] = ()


def approve(
    keys: BoundKeys,
    root: RootFile,
    statement: Statement,
    *,
    issued: Callable[[bytes], date],
    today: date,
) -> ListApproval:
    """Refuse a list that the root's keys for regulations did not sign, as many as it takes.

    Nothing of the list is read before its signatures were found genuine.

    Args:
        keys: revocations and authorities.
        root: the root of trust in force.
        statement: the list as signed.
        issued: reads the day of issue in the body; certificates are judged by it.
        today: the day by the guarded clock.

    Raises:
        PackageError: `regulations_unsigned`, `regulations_signer_unknown`,
            `regulations_signer_revoked`, `regulations_signature_wrong`,
            `regulations_signatures_few`, `signature_malformed`, `key_weak`, what is wrong with a
            certificate, and what `issued` raises.
    """
    role = root.regulations
    if not statement.signatures:
        raise PackageError("regulations_unsigned", needed=role.threshold)
    named = {key.fingerprint: key for key in root.keys if key.fingerprint in role.keys}
    certificates: dict[bytes, bytes | None] = {}
    for signature in decode_signatures(statement.signatures):
        key = named.get(signature.fingerprint)
        if key is None:
            named_by = signature.fingerprint.hex()[:16]
            raise PackageError("regulations_signer_unknown", fingerprint=named_by)
        _check_unrevoked(keys, root, key)
        try:
            certificates[key.fingerprint] = check_signature(
                StatementKind.REGULATION_LIST, statement.body, signature, key.suite, key.public
            )
        except PackageError as error:
            if error.code != "signature_wrong":
                raise
            raise PackageError("regulations_signature_wrong", holder=key.holder) from error
    if len(certificates) < role.threshold:
        found = len(certificates)
        raise PackageError("regulations_signatures_few", needed=role.threshold, found=found)
    on = issued(statement.body)
    warnings = [code for code, wrong in _cautions(root, today) if wrong]
    signers = []
    for fingerprint, certificate in certificates.items():
        key = named[fingerprint]
        facts = None
        if key.suite is Suite.CMS:
            standing = keys.check_certificate(certificate, fingerprint, on)
            facts = standing.facts
            warnings += ["crl_stale"] * (standing.stale and "crl_stale" not in warnings)
        signers.append(ListSigner(fingerprint.hex(), key.holder, facts))
    return ListApproval(tuple(signers), role.threshold, tuple(warnings))


def _check_unrevoked(keys: BoundKeys, root: RootFile, key: RootKey) -> None:
    """A notice for the unit at the top ends a key that the root still names."""
    try:
        keys.check_unrevoked(root.unit.unit, key.fingerprint)
    except PackageError as error:
        raise PackageError(
            "regulations_signer_revoked", holder=key.holder, date=error.params["date"]
        ) from error


def _cautions(root: RootFile, today: date) -> tuple[tuple[str, bool], ...]:
    return (("root_expired", root.expires < today), ("training_trust", root.training))
