"""Signing with a token or smart card (USB token, PKCS#11): its certificates, its key, its PIN.

The key never leaves the token: it is handed a digest and gives a signature back. The PIN lives as
long as the token is open and is written nowhere.

A library of a token is code of its maker that runs in this process and, by the standard, need not
be made for several threads: one piece of work is done at a time, and the library is closed after
each, so that a token plugged in or pulled out in between is seen.
"""

from __future__ import annotations

import contextlib
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pkcs11
from asn1crypto import algos
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from pkcs11 import Attribute, CertificateType, Mechanism, ObjectClass, TokenFlag

from ktgs_desktop.errors import KtgsError, PackageError, UserError
from ktgs_desktop.trust.certificates import (
    SigningIdentity,
    check_may_sign,
    describe_certificate,
)
from ktgs_desktop.trust.token_facts import Token, TokenCertificate, TokenChoice

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_AT_A_TIME = threading.Lock()
_GONE = (
    pkcs11.DeviceRemoved,
    pkcs11.DeviceError,
    pkcs11.TokenNotPresent,
    pkcs11.SlotIDInvalid,
    pkcs11.SessionClosed,
    pkcs11.SessionHandleInvalid,
    pkcs11.ObjectHandleInvalid,
    pkcs11.KeyHandleInvalid,
)
_PIN_REFUSED = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange)
_PIN_UNSET = (pkcs11.PinExpired, pkcs11.UserPinNotInitialized)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key that stays on its token; it signs while the token is open.

    Attributes:
        public: the public key of its certificate.
        private: the token's object.
        pin: for keys that want the PIN before each signature, else None.
    """

    public: RSAPublicKey | EllipticCurvePublicKey
    private: Any = field(repr=False)
    pin: str | None = field(default=None, repr=False)

    def sign_bytes(self, data: bytes) -> bytes:
        """Sign with SHA-256, as `cryptography`'s own keys would.

        Args:
            data: what to sign.

        Raises:
            UserError: `token_removed` or `token_failed`.
            PackageError: `token_without_key` if the key is not that of the certificate.
        """
        digest = sha256(data).digest()
        with _faults():
            if isinstance(self.public, RSAPublicKey):
                signature = self.private.sign(
                    _digest_info(digest), mechanism=Mechanism.RSA_PKCS, pin=self.pin
                )
            else:
                raw = self.private.sign(digest, mechanism=Mechanism.ECDSA, pin=self.pin)
                half = len(raw) // 2
                signature = encode_dss_signature(
                    int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
                )
        self._check(bytes(signature), data)
        return bytes(signature)

    def _check(self, signature: bytes, data: bytes) -> None:
        """What the token gave is to be a signature that the certificate's owner made."""
        try:
            if isinstance(self.public, RSAPublicKey):
                self.public.verify(signature, data, PKCS1v15(), SHA256())
            else:
                self.public.verify(signature, data, ECDSA(SHA256()))
        except InvalidSignature:
            raise PackageError("token_without_key") from None


def _digest_info(digest: bytes) -> bytes:
    """What PKCS#1 v1.5 signs: every token can do this, not every one hashes itself."""
    info = algos.DigestInfo({"digest_algorithm": {"algorithm": "sha256"}, "digest": digest})
    return bytes(info.dump())


@contextmanager
def _faults() -> Iterator[None]:
    """Tell what a library says in the program's own errors."""
    try:
        yield
    except _GONE:
        raise UserError("token_removed") from None
    except _PIN_UNSET:
        raise UserError("token_pin_unset") from None
    except pkcs11.PinLocked:
        raise UserError("token_pin_locked") from None
    except pkcs11.FunctionCancelled:
        raise UserError("token_pin_cancelled") from None
    except pkcs11.PKCS11Error as error:
        raise UserError("token_failed", reason=_reason(error)) from None


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


@contextmanager
def _library(path: str) -> Iterator[Any]:
    """A library, opened for one piece of work."""
    if not Path(path).is_file():
        raise UserError("token_module_missing", path=path)
    with _ONE_AT_A_TIME:
        try:
            library = pkcs11.lib(path)
        except pkcs11.PKCS11Error as error:
            raise UserError("token_module_unloadable", path=path, reason=_reason(error)) from None
        try:
            yield library
        finally:
            try:
                library.finalize()
            except pkcs11.PKCS11Error:
                pkcs11.unload(path)  # it is loaded anew for the next piece of work


def _tokens(library: Any, module: str) -> Iterator[tuple[Any, Token]]:
    for slot in library.get_slots(token_present=True):
        try:
            found = slot.get_token()
        except (*_GONE, pkcs11.TokenNotRecognised):
            continue  # pulled out meanwhile, or a card of another kind
        flags = found.flags
        if TokenFlag.TOKEN_INITIALIZED not in flags:
            continue
        yield (
            found,
            Token(
                module=module,
                label=found.label,
                serial=_text(found.serial),
                manufacturer=found.manufacturer_id,
                few_tries=TokenFlag.USER_PIN_COUNT_LOW in flags,
                last_try=TokenFlag.USER_PIN_FINAL_TRY in flags,
                locked=TokenFlag.USER_PIN_LOCKED in flags,
                own_pad=TokenFlag.PROTECTED_AUTHENTICATION_PATH in flags,
            ),
        )


def _text(serial: bytes | str) -> str:
    if isinstance(serial, bytes):
        return serial.decode("utf-8", "replace").strip()
    return serial.strip()


def tokens(module: str) -> list[Token]:
    """The tokens plugged in.

    Args:
        module: path of the library.

    Raises:
        UserError: `token_module_missing`, `token_module_unloadable`, `token_failed`; or
            `token_missing` if there is none.
    """
    with _library(module) as library, _faults():
        found = [token for _object, token in _tokens(library, module)]
    if not found:
        raise UserError("token_missing")
    return found


def certificates_on(module: str, serial: str, pin: str | None = None) -> list[TokenCertificate]:
    """The certificates of persons and bodies on a token; those of authorities are left out.

    Args:
        module: path of the library.
        serial: the token's number.
        pin: the PIN, None to see what the token shows without it.

    Raises:
        UserError: as `tokens`; `token_removed`, the errors of a wrong or locked PIN.
        PackageError: `token_without_certificate`.
    """
    with _library(module) as library, _session(library, module, serial, pin) as (session, token):
        found = []
        for der, _id, _label in _stored(session):
            try:
                facts = describe_certificate(der)
            except PackageError:
                continue  # a damaged certificate is none to sign with
            if not facts.is_authority:
                found.append(TokenCertificate(token, facts))
    if not found:
        raise PackageError("token_without_certificate", token=token.label)
    return found


@contextmanager
def opened(choice: TokenChoice) -> Iterator[SigningIdentity]:
    """Whoever signs with a token, as long as the token is open.

    Args:
        choice: with what to sign.

    Raises:
        UserError: as `tokens`; `token_removed`; `token_pin_wrong`, `token_pin_last_try`,
            `token_pin_locked`, `token_pin_unset`; `token_certificate_gone`.
        PackageError: `token_without_key`, `certificate_unsuitable`.
    """
    module, serial = choice.module, choice.serial
    with (
        _library(module) as library,
        _session(library, module, serial, choice.pin) as (session, _token),
    ):
        yield _identity(session, choice)


@contextmanager
def _session(
    library: Any, module: str, serial: str, pin: str | None
) -> Iterator[tuple[Any, Token]]:
    with _faults():
        present = [found for found in _tokens(library, module) if found[1].serial == serial]
    if not present:
        raise UserError("token_missing")
    found, token = present[0]
    if pin is not None and token.locked:
        raise UserError("token_pin_locked")
    with _faults():
        try:
            wanted = pkcs11.PROTECTED_AUTH if pin is not None and token.own_pad else pin
            session = found.open(user_pin=wanted)
        except _PIN_REFUSED:
            raise _pin_refused(library, module, serial) from None
    try:
        yield session, token
    finally:
        with contextlib.suppress(pkcs11.PKCS11Error):  # the token may be gone, and the session
            session.close()


def _pin_refused(library: Any, module: str, serial: str) -> KtgsError:
    """What to say of a wrong PIN, by what the token says of its tries."""
    with _faults():
        now = [token for _object, token in _tokens(library, module) if token.serial == serial]
    if now and now[0].locked:
        return UserError("token_pin_locked")
    return UserError("token_pin_last_try" if now and now[0].last_try else "token_pin_wrong")


def _stored(session: Any) -> list[tuple[bytes, bytes, str]]:
    """Certificates in a session: DER, identifier and label."""
    wanted = {
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
    }
    with _faults():
        found = []
        for one in session.get_objects(wanted):
            read = one.get_attributes([Attribute.VALUE, Attribute.ID, Attribute.LABEL])
            der = read.get(Attribute.VALUE) or b""
            found.append((der, read.get(Attribute.ID) or b"", read.get(Attribute.LABEL) or ""))
    return found


def _identity(session: Any, choice: TokenChoice) -> SigningIdentity:
    stored = _stored(session)
    mine = [one for one in stored if sha256(one[0]).hexdigest() == choice.fingerprint]
    if not mine:
        raise UserError("token_certificate_gone")
    der, identifier, label = mine[0]
    check_may_sign(der)
    public = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(public, RSAPublicKey | EllipticCurvePublicKey):
        raise PackageError("token_without_key")
    chain = tuple(other for other, _id, _label in stored if other != der and _certifies(other))
    return SigningIdentity(der, chain, _key(session, public, identifier, label, choice.pin))


def _certifies(der: bytes) -> bool:
    try:
        return describe_certificate(der).is_authority
    except PackageError:
        return False


def _key(
    session: Any,
    public: RSAPublicKey | EllipticCurvePublicKey,
    identifier: bytes,
    label: str,
    pin: str,
) -> TokenKey:
    by_identity = {Attribute.ID: identifier} if identifier else {Attribute.LABEL: label}
    with _faults():
        found = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, **by_identity}))
        if not found:
            raise PackageError("token_without_key")
        each_time = _asks_each_time(found[0])
    return TokenKey(public, found[0], pin if each_time else None)


def _asks_each_time(private: Any) -> bool:
    """Whether a key wants the PIN before each signature (CKA_ALWAYS_AUTHENTICATE)."""
    try:
        return bool(private[Attribute.ALWAYS_AUTHENTICATE])
    except pkcs11.PKCS11Error:
        return False  # an older token, which does not know the question
