"""With what is signed, as options of the command line: a certificate file or a token."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli.state import first_line, secret
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.cli.state import Function
    from ktgs_desktop.services.signing import KeySource, Token, TokenCertificate


def key_options(function: Function) -> Function:
    """The options that name a certificate file or a token.

    Args:
        function: the command.
    """
    options = (
        click.option("--certificate", type=FILE, help="Certificate file and key (.p12, .pfx)."),
        click.option("--token", type=FILE, help="Library (PKCS#11) of the token to sign with."),
        click.option("--serial", default="", help="Number of the token, if there are several."),
        click.option(
            "--fingerprint",
            default="",
            help="Beginning of the certificate's fingerprint, if the token holds several.",
        ),
        click.option("--pin-file", type=FILE, help="File with the PIN; else it is asked for."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def source_of(options: dict[str, Any]) -> KeySource:
    """With what is signed, by the options of the command line.

    Args:
        options: values of `key_options`.

    Raises:
        WrongUsage: neither a file nor a token was named, or both, or one of several tokens.
        UserError: `token_missing`.
        PackageError: `token_without_certificate`.
    """
    from ktgs_desktop.services import signing  # after --help

    certificate, token = options["certificate"], options["token"]
    if (certificate is None) == (token is None):
        raise WrongUsage(_("Name either --certificate FILE or --token LIBRARY."))
    if certificate is not None:
        return signing.CertificateFile(certificate, _pin(options["pin_file"]))
    plugged = _plugged(str(token), options["serial"])
    if plugged.own_pad:
        click.echo(_("Type the PIN on the token itself when it asks for it."), err=True)
    pin = "" if plugged.own_pad else _pin(options["pin_file"])
    found = _on_token(plugged, options["fingerprint"], pin)
    return signing.TokenChoice(str(token), plugged.serial, found.facts.fingerprint, pin)


def _pin(file: Path | None) -> str:
    return first_line(file) if file else secret(_("PIN"))


def _plugged(module: str, serial: str) -> Token:
    from ktgs_desktop.services import signing  # after --help

    plugged = [one for one in signing.tokens_of(module) if one.serial.startswith(serial)]
    if not plugged:
        raise UserError("token_missing")
    if len(plugged) > 1:
        raise WrongUsage(_("Several tokens are plugged in; name one with --serial."))
    return plugged[0]


def _on_token(plugged: Token, fingerprint: str, pin: str) -> TokenCertificate:
    from ktgs_desktop.services import signing  # after --help

    found = [
        one
        for one in signing.certificates_on(plugged.module, plugged.serial, pin)
        if one.facts.fingerprint.startswith(fingerprint.lower())
    ]
    if not found:
        raise PackageError("token_without_certificate", token=plugged.label)
    if len(found) > 1:
        raise WrongUsage(_("The token holds several certificates; name one with --fingerprint."))
    return found[0]
