"""What is known of tokens and chosen on them, without loading what reaches them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ktgs_desktop.trust.certificates import CertificateFacts


@dataclass(frozen=True, slots=True)
class Token:
    """A token or card that is plugged in.

    Attributes:
        module: path of the library it is reached through.
        label: its name.
        serial: its number.
        manufacturer: who made it.
        few_tries: whether a wrong PIN was typed since the last right one.
        last_try: whether one more wrong PIN locks it.
        locked: whether its PIN is locked.
        own_pad: whether the PIN is typed on the token itself.
    """

    module: str
    label: str
    serial: str
    manufacturer: str = ""
    few_tries: bool = False
    last_try: bool = False
    locked: bool = False
    own_pad: bool = False


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token.

    Attributes:
        token: the token.
        facts: what a person wants to know of it.
    """

    token: Token
    facts: CertificateFacts


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """With what to sign: a certificate on a token, and the PIN.

    Attributes:
        module: path of the library the token is reached through.
        serial: the token's number.
        fingerprint: SHA-256 of the certificate, hexadecimal.
        pin: the token's PIN, empty for one with its own keys; never printed, logged or written.
    """

    module: str
    serial: str
    fingerprint: str
    pin: str = field(repr=False)
