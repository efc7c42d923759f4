"""With what is signed: a certificate file, or a certificate on a token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.paths import read_file
from ktgs_desktop.trust import certificates, token_modules
from ktgs_desktop.trust.token_facts import Token, TokenCertificate, TokenChoice

if TYPE_CHECKING:
    from ktgs_desktop.trust.certificates import CertificateFacts, SigningIdentity
    from ktgs_desktop.trust.token_modules import TokenModule


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A certificate file and its PIN.

    Attributes:
        path: the file (.p12, .pfx).
        pin: its password; never printed, logged or written.
    """

    path: Path
    pin: str = field(repr=False)


KeySource = CertificateFile | TokenChoice


def open_certificate(path: Path, password: str, now: datetime | None = None) -> SigningIdentity:
    """Read a certificate file with its key (.p12, .pfx).

    Args:
        path: the file.
        password: its password (PIN).
        now: the time at which it must be valid, None if that does not matter yet.

    Raises:
        UserError: `pin_wrong`.
        PackageError: as `load_pkcs12` and `check_validity`.
        StorageError: as `read_file`.
    """
    identity = certificates.load_pkcs12(read_file(path, certificates.MOST_BYTES), password)
    if now is not None:
        certificates.check_validity(identity.certificate, now=now)
    return identity


@contextmanager
def opened(source: KeySource, now: datetime) -> Iterator[SigningIdentity]:
    """Whoever signs, as long as the file or token is open; one PIN entry for many papers.

    Args:
        source: a certificate file or a certificate on a token, with the PIN.
        now: the time at which the certificate must be valid.

    Raises:
        UserError: `pin_wrong`; of tokens `token_missing`, `token_removed`, `token_pin_wrong`,
            `token_pin_last_try`, `token_pin_locked`, `token_pin_unset`, `token_certificate_gone`,
            `token_module_missing`, `token_module_unloadable`, `token_failed`.
        PackageError: `token_without_key`, or as `open_certificate`.
        StorageError: as `read_file`.
    """
    if isinstance(source, CertificateFile):
        yield open_certificate(source.path, source.pin, now)
        return
    from ktgs_desktop.trust import tokens  # loads what talks to tokens

    with tokens.opened(source) as identity:
        certificates.check_validity(identity.certificate, now=now)
        yield identity


def facts_of(identity: SigningIdentity) -> CertificateFacts:
    """What a person wants to know about a certificate before signing with it.

    Args:
        identity: whoever signs.
    """
    return certificates.describe_certificate(identity.certificate)


def found_modules() -> list[TokenModule]:
    """The libraries of tokens found on this computer."""
    return token_modules.found_modules()


def module_at(path: str) -> TokenModule:
    """A library of tokens that the user chose.

    Args:
        path: where it lies.
    """
    return token_modules.named(path)


def tokens_of(module: str) -> list[Token]:
    """The tokens plugged in.

    Args:
        module: path of the library.

    Raises:
        UserError: `token_module_missing`, `token_module_unloadable`, `token_missing`,
            `token_failed`.
    """
    from ktgs_desktop.trust import tokens  # loads what talks to tokens

    return tokens.tokens(module)


def certificates_on(module: str, serial: str, pin: str | None = None) -> list[TokenCertificate]:
    """The certificates on a token.

    Args:
        module: path of the library.
        serial: the token's number.
        pin: the PIN, None to see what the token shows without it.

    Raises:
        UserError: as `opened`.
        PackageError: `token_without_certificate`.
    """
    from ktgs_desktop.trust import tokens  # loads what talks to tokens

    return tokens.certificates_on(module, serial, pin)
