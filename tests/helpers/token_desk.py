"""Tokens as software: SoftHSM2 in a folder of the test's own, driven by its makers' tools."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ktgs_desktop.trust import tokens, training
from ktgs_desktop.trust.token_facts import TokenChoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ktgs_desktop.trust.certificates import SigningIdentity

PIN = "246810"
_SO_PIN = "13579135"
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
MODULE = next((place for place in _PLACES if Path(place).is_file()), "")
needs_tokens = pytest.mark.skipif(
    not MODULE or not all(map(shutil.which, ("softhsm2-util", "pkcs11-tool"))),
    reason="softhsm2 or opensc is not installed",
)
_FLAGS = bytes.fromhex("00000000 8000534b".replace(" ", ""))  # SoftHSM's CKA_OS_TOKENFLAGS
_LOCKED = 0x00040000
_FINAL_TRY = 0x00020000
_OWN_PAD = 0x00000100
needs_compiler = pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler is installed")


class TokenDesk:
    """A desk with tokens on it.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "tokens"
        self.folder.mkdir(parents=True)
        self._files = folder
        self._made = 0
        configuration = folder / "softhsm2.conf"
        configuration.write_text(
            f"directories.tokendir = {self.folder}\nobjectstore.backend = file\n"
            "log.level = ERROR\nslots.removable = true\n",
            "utf-8",
        )
        os.environ["SOFTHSM2_CONF"] = str(configuration)

    def plug_in(self, label: str, identity: SigningIdentity | None = None) -> str:
        """A new token, with a certificate and its key if one is given; its number."""
        before = set(self.folder.iterdir())
        _run(
            "softhsm2-util", "--init-token", "--free", "--label", label,
            "--pin", PIN, "--so-pin", _SO_PIN,
        )  # fmt: skip
        (made,) = set(self.folder.iterdir()) - before
        serial = next(one.serial for one in tokens.tokens(MODULE) if one.label == label)
        assert made.name.replace("-", "").endswith(serial), (made, serial)
        if identity is not None:
            self.put_certificate(label, identity.certificate)
            self.put_key(label, identity)
        return serial

    def put_certificate(self, label: str, der: bytes, identifier: str = "01") -> None:
        """Write a certificate on a token."""
        self._write(label, der, "--type", "cert", "--id", identifier, "--label", "sign")

    def put_key(self, label: str, identity: SigningIdentity, identifier: str = "01") -> None:
        """Write a private key on a token."""
        assert isinstance(identity.key, training.PrivateKey)
        der = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._write(
            label, der, "--type", "privkey", "--id", identifier, "--label", "sign", "--usage-sign"
        )

    def _write(self, label: str, der: bytes, *options: str) -> None:
        self._made += 1
        path = self._files / f"object{self._made}.der"
        path.write_bytes(der)
        _run(
            "pkcs11-tool", "--module", MODULE, "--token-label", label, "--login", "--pin", PIN,
            "--write-object", str(path), *options,
        )  # fmt: skip
        path.unlink()

    def pull_out(self, serial: str) -> None:
        """Take a token away, whatever is being done with it."""
        shutil.rmtree(self._of(serial))

    def lock(self, serial: str) -> None:
        """What a real token does after too many wrong PINs; SoftHSM itself never does."""
        self._flag(serial, _LOCKED)

    def leave_one_try(self, serial: str) -> None:
        """What a real token says before the last PIN it takes."""
        self._flag(serial, _FINAL_TRY)

    def give_keys(self, serial: str) -> None:
        """Let a token say that the PIN is typed on its own keys; SoftHSM has none."""
        self._flag(serial, _OWN_PAD)

    def _flag(self, serial: str, flag: int) -> None:
        """Set a flag of a token in its own file, from where SoftHSM tells it to everybody."""
        path = self._of(serial) / "token.object"
        data = bytearray(path.read_bytes())
        at = data.index(_FLAGS) + len(_FLAGS) + 8  # after the attribute its kind, then its value
        value = int.from_bytes(data[at : at + 8], "big")
        assert value & 0x400, hex(value)  # the token is initialised
        data[at : at + 8] = (value | flag).to_bytes(8, "big")
        path.write_bytes(data)

    def _of(self, serial: str) -> Path:
        return next(
            one for one in self.folder.iterdir() if one.name.replace("-", "").endswith(serial)
        )


@contextmanager
def a_token_desk(folder: Path) -> Iterator[TokenDesk]:
    """Tokens of one's own for a while."""
    former = os.environ.get("SOFTHSM2_CONF")
    try:
        yield TokenDesk(folder)
    finally:
        if former is None:
            os.environ.pop("SOFTHSM2_CONF", None)
        else:
            os.environ["SOFTHSM2_CONF"] = former


def choice(serial: str, pin: str = PIN, module: str = MODULE) -> TokenChoice:
    """The only certificate on a token, with a PIN."""
    (found,) = tokens.certificates_on(module, serial)
    return TokenChoice(module, serial, found.facts.fingerprint, pin)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)


_PAD = """
#include <dlfcn.h>
#include <string.h>
#include <stdlib.h>
typedef unsigned long (*login)(unsigned long, unsigned long, unsigned char *, unsigned long);
struct list { unsigned char version[2]; void *calls[68]; };
static struct list mine;
static login given;
static unsigned long from_pad(unsigned long session, unsigned long user, unsigned char *pin,
                              unsigned long length) {
    char *typed = getenv("KTGS_TEST_PAD");
    if (pin != NULL) return 0x20;      /* CKR_DATA_INVALID: this token takes no PIN from outside */
    if (typed == NULL) return 0x50;    /* CKR_FUNCTION_CANCELED */
    return given(session, user, (unsigned char *)typed, strlen(typed));
}
unsigned long C_GetFunctionList(struct list **out) {
    struct list *theirs;
    void *library = dlopen(getenv("KTGS_TEST_MODULE"), RTLD_NOW);
    unsigned long (*get)(struct list **) = dlsym(library, "C_GetFunctionList");
    unsigned long said = get(&theirs);
    if (said) return said;
    mine = *theirs;
    given = (login)mine.calls[18];     /* C_Login */
    mine.calls[18] = (void *)from_pad;
    *out = &mine;
    return 0;
}
"""


def pad_library(folder: Path) -> str:
    """A library in front of SoftHSM whose tokens take the PIN from keys of their own.

    What is typed there stands in `KTGS_TEST_PAD`; nothing means that nobody typed anything.
    """
    source, made = folder / "pad.c", folder / "pad.so"
    source.write_text(_PAD, "utf-8")
    _run("cc", "-shared", "-fPIC", "-o", str(made), str(source), "-ldl")
    os.environ["KTGS_TEST_MODULE"] = MODULE
    return str(made)
